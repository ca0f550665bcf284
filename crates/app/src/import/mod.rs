//! Ways in: a table that somebody brings becomes entries of the record, row by row, when an officer agrees.
//!
//! A table is **staged**: its rows are held against the same rules that hold for what is typed by hand, and against what
//! the record has. The report says of each row whether it is new, changes something, is there already, or is wrong, and
//! what to do. Then the officer **enters** all rows, or expressly only those that are right: everything in one
//! transaction, with the table itself as the source and each row as the passage that its entry rests on.
//!
//! Nothing of a staged table is in the record. Entering twice enters once: the source that a table becomes has the id of
//! the table.

mod column;
mod enter;
mod figure;
mod instrument;
mod judge;
mod ledger;
mod organisation;
mod promise;
mod report;
mod rows;
mod words;

use jiff::Timestamp;
use kelisim_domain::Refusal;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{ImportId, SourceId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::sheet::Sheet;
use kelisim_domain::source::{self, Source, SourceKind, Tier, fingerprint};
use kelisim_domain::text::Language;
use kelisim_store::reading::Kind as Thing;
use kelisim_store::work::{Staged, StagedFile};
use serde::{Deserialize, Serialize};

pub use column::{Column, Family, Holds, Kind};
pub use enter::enter;
use judge::{Judged, Scene};
pub use report::{Counts, Finding, Found, Note};
use rows::{Passages, choose, heads};
pub use words::Words;

use crate::access::Action;
use crate::context::{Actor, App, Context};
use crate::lookup::{directory, latest};
use crate::typed::Typed;
use crate::under_way::{Busy, Phase, Progress, Under};
use crate::{AppError, Result};

/// What is typed about a table that is brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportForm {
    /// Code of the kind of its rows.
    pub kind: String,
    /// What the table is, as it will be cited.
    pub title: String,
    /// Who made it.
    pub publisher: String,
    /// The day from which its rows could be known.
    pub published_on: String,
    /// Code of how near it stands to what it reports.
    pub tier: String,
    /// The language of its texts.
    pub language: String,
}

/// The file as it was chosen.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was read from it.
    pub sheets: Vec<Sheet>,
}

/// What is kept of a staged table beside its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// What its rows are.
    pub kind: Kind,
    /// Name of the file.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: Hash,
    /// Size of the file in bytes.
    pub size: usize,
    /// Name of the sheet that was read; empty for a table as text.
    pub sheet: String,
    /// How many rows it has below its headings.
    pub rows: usize,
    /// Headings that mean no column; what stands under them is only quoted.
    pub unread: Vec<String>,
    /// The language of its texts.
    pub language: Language,
    /// What is said of it as a source.
    pub description: source::Description,
    /// What was found.
    pub counts: Counts,
    /// Why the last try to enter it came to nothing: `changed`, `full`, `unavailable` or `internal`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

/// Where a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is at work now, or its process was lost: then it can be begun again.
    Checking,
    /// The report is there.
    Checked,
    /// Its rows are in the record.
    Written,
    /// It was put aside.
    Dropped,
}

/// A table that somebody brought.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its id, and that of the source it becomes.
    pub id: ImportId,
    /// Where it stands.
    pub state: State,
    /// Who brought it.
    pub author: Option<UserId>,
    /// When something last happened to it.
    pub at: Timestamp,
    /// What is kept of it.
    pub about: About,
    /// For stale forms.
    pub revision: i64,
    /// How far this process has come with it.
    pub progress: Option<Progress>,
}

/// What came of bringing a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    /// It is staged and being checked.
    Staged(ImportId),
    /// The very same file was entered before, as this source.
    Known(SourceId),
}

/// Stages a table and begins to check it. `id` is made with the form, so that sending it twice stages it once.
///
/// # Errors
/// Each field that does not fit; what is wrong with the headings of the file.
pub async fn stage(
    ctx: &Context<'_>,
    id: ImportId,
    words: Words,
    form: &ImportForm,
    file: File,
) -> Result<Brought> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let mut typed = Typed::default();
    let kind = Kind::from_code(&form.kind).ok_or(Refusal::new("import-kind-unknown"));
    let kind = typed.take("kind", kind);
    let language = Language::from_code(&form.language).ok_or(Refusal::new("language-unknown"));
    let language = typed.take("language", language);
    let description = language.and_then(|l| describe(ctx, &mut typed, registry, l, form));
    if file.sheets.is_empty() {
        typed.refuse(Refusal::of("file", "file-missing"));
        typed.done()?;
        return Err(AppError::internal("a staged table", "nothing was refused"));
    }
    let sheet = kind.and_then(|kind| typed.take("file", choose(kind, file.sheets, &words)));
    let read = kind.zip(language).zip(description).zip(sheet);
    let (((kind, language), description), sheet) = typed.all1(read)?;
    let heads = heads(&sheet, &words);
    let sha256 = Hash::of(&file.bytes);
    let text = Passages::new(kind, &sha256.to_string(), &sheet, &heads).text;
    let name = format!("{registry}/{}", fingerprint(&text));
    if let Some(known) = ctx.store().claimed("source-text", &name).await? {
        return Ok(Brought::Known(SourceId::new(known.uuid())));
    }
    let unread = heads.iter().filter(|h| h.column.is_none() && !h.heading.is_empty());
    let about = About {
        kind,
        file: file.name.chars().take(200).collect(),
        sha256,
        size: file.bytes.len(),
        sheet: sheet.name.clone(),
        rows: sheet.lines.len() - 1,
        unread: unread.map(|head| head.heading.clone()).collect(),
        language,
        description,
        counts: Counts::default(),
        trouble: None,
    };
    let staged = Staged {
        id,
        registry,
        thing: None,
        author: ctx.user(),
        state: "checking".to_owned(),
        about: json(&about)?,
        report: String::new(),
        revision: 1,
        written_at: ctx.now,
    };
    let kept = StagedFile { bytes: file.bytes, rows: json(&sheet)? };
    if !ctx.store().stage(&staged, &kept).await? {
        // The same form sent twice, or the id of somebody else's table.
        load(ctx, id, Action::KeepRecord).await?;
    }
    check(ctx, id, words).await?;
    Ok(Brought::Staged(id))
}

fn describe(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: kelisim_domain::registry::RegistryCode,
    language: Language,
    form: &ImportForm,
) -> Option<source::Description> {
    let title = typed.text("title", language, &form.title);
    let publisher = typed.line("publisher", &form.publisher, 300);
    let tier = typed.take("tier", Tier::from_code(&form.tier).ok_or(Refusal::new("tier-unknown")));
    let published_on = typed.date("published_on", &form.published_on).filter(|date: &Edtf| {
        let past = date.first_day() <= ctx.today();
        if !past {
            typed.refuse(Refusal::of("published_on", "published-later"));
        }
        past
    });
    Some(source::Description {
        registry,
        kind: SourceKind::Table,
        tier: tier?,
        title: title?,
        publisher: publisher?,
        url: None,
        published_on: published_on?,
        language: language.code().to_owned(),
        rendering: false,
        meeting: None,
    })
}

/// Begins to check a staged table, or to check it anew. It goes on when the request is long answered.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's table.
pub async fn check(ctx: &Context<'_>, id: ImportId, words: Words) -> Result<()> {
    let staged = load(ctx, id, Action::KeepRecord).await?;
    if !matches!(staged.state.as_str(), "checking" | "checked") {
        return Ok(());
    }
    let Some(busy) = ctx.app.under_way.begin(id.uuid()) else { return Ok(()) };
    let (app, actor) = (ctx.app.clone(), ctx.actor.clone());
    tokio::spawn(async move {
        if let Err(error) = check_now(&app, actor, staged, &words, &busy).await {
            tracing::error!(import.id = %id, %error, "checking a table failed");
        }
    });
    Ok(())
}

async fn check_now(
    app: &App,
    actor: Actor,
    staged: Staged,
    words: &Words,
    busy: &Busy,
) -> Result<()> {
    let ctx = app.context(actor);
    let judged = judged(&ctx, &staged, words, false, &busy.under).await?.judged;
    let about = About { counts: judged.counts, ..about(&staged)? };
    write_report(&ctx, staged, about, &judged).await
}

/// Writes what was found. Another process that was faster has written the same.
async fn write_report(
    ctx: &Context<'_>,
    staged: Staged,
    about: About,
    judged: &Judged,
) -> Result<()> {
    let mut report = String::new();
    for found in &judged.report {
        report.push_str(&json(found)?);
        report.push('\n');
    }
    let staged = Staged {
        state: "checked".to_owned(),
        about: json(&about)?,
        report,
        revision: staged.revision + 1,
        written_at: ctx.now,
        ..staged
    };
    ctx.store().restage(&staged).await?;
    Ok(())
}

/// A staged table judged, with the text it is as a source.
struct Whole {
    judged: Judged,
    passages: Passages,
    file: Vec<u8>,
}

async fn judged(
    ctx: &Context<'_>,
    staged: &Staged,
    words: &Words,
    keep: bool,
    under: &Under,
) -> Result<Whole> {
    let about = about(staged)?;
    let file = ctx.store().staged_file(staged.id).await?.ok_or(AppError::NotFound)?;
    let sheet: Sheet = read_json(&file.rows)?;
    let heads = heads(&sheet, words);
    let passages = Passages::new(about.kind, &about.sha256.to_string(), &sheet, &heads);
    under.begin(Phase::Checking, about.rows);
    let directory = directory(ctx).await?;
    let scene = Scene {
        ctx,
        kind: about.kind,
        registry: staged.registry,
        language: about.language,
        known_on: about.description.published_on.last_day(),
        words: words.clone().with_directory(&directory),
        directory,
        sheet: &sheet,
        heads,
    };
    let source = SourceId::new(staged.id.uuid());
    let judged = judge::judge(&scene, &passages, source, keep, under).await?;
    Ok(Whole { judged, passages, file: file.bytes })
}

/// A staged table of the actor's registry.
async fn load(ctx: &Context<'_>, id: ImportId, action: Action) -> Result<Staged> {
    ctx.authorise(action)?;
    let staged = ctx.store().staged(id).await?.filter(|staged| staged.thing.is_none());
    let staged = staged.ok_or(AppError::NotFound)?;
    ctx.authorise_on(action, staged.registry, None)?;
    Ok(staged)
}

/// Where a table stands.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's table.
pub async fn table(ctx: &Context<'_>, id: ImportId) -> Result<Table> {
    let staged = load(ctx, id, Action::KeepRecord).await?;
    let mut table = read_table(ctx, &staged)?;
    if table.state == State::Checked && is_written(ctx, id).await? {
        table.state = State::Written;
    }
    Ok(table)
}

/// Whether the source that a table becomes is in the record: then all its rows are.
async fn is_written(ctx: &Context<'_>, id: ImportId) -> Result<bool> {
    match latest::<Source>(ctx, Thing::Source, id.uuid()).await {
        Ok(_) => Ok(true),
        Err(AppError::NotFound) => Ok(false),
        Err(error) => Err(error),
    }
}

fn read_table(ctx: &Context<'_>, staged: &Staged) -> Result<Table> {
    Ok(Table {
        id: staged.id,
        state: match staged.state.as_str() {
            "checking" => State::Checking,
            "checked" => State::Checked,
            "written" => State::Written,
            _ => State::Dropped,
        },
        author: staged.author,
        at: staged.written_at,
        about: about(staged)?,
        revision: staged.revision,
        progress: ctx.app.under_way.progress(staged.id.uuid()),
    })
}

/// A table with what was found in each of its rows.
///
/// # Errors
/// As [`table`].
pub async fn report(ctx: &Context<'_>, id: ImportId) -> Result<(Table, Vec<Found>)> {
    let mut table = table(ctx, id).await?;
    let staged = load(ctx, id, Action::KeepRecord).await?;
    let found = staged.report.lines().map(read_json).collect::<Result<_>>()?;
    table.about = about(&staged)?;
    table.revision = staged.revision;
    Ok((table, found))
}

/// Tables that were brought to the actor's registry, newest first.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(ctx: &Context<'_>, limit: i64) -> Result<Vec<Table>> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let staged = ctx.store().staged_in(registry, limit).await?;
    staged.iter().map(|staged| read_table(ctx, staged)).collect()
}

/// Puts a table aside: nothing of it enters the record.
///
/// # Errors
/// [`AppError::Stale`] when somebody else was faster.
pub async fn drop_table(ctx: &Context<'_>, id: ImportId, revision: i64) -> Result<()> {
    let staged = load(ctx, id, Action::KeepRecord).await?;
    match staged.state.as_str() {
        "dropped" => return Ok(()),
        "written" => return Err(AppError::Stale),
        _ if is_written(ctx, id).await? => return Err(AppError::Stale),
        _ => {}
    }
    let dropped = Staged {
        state: "dropped".to_owned(),
        report: String::new(),
        revision: revision + 1,
        written_at: ctx.now,
        ..staged
    };
    if ctx.store().restage(&dropped).await? { Ok(()) } else { Err(AppError::Stale) }
}

/// The account with an address as the one who acts: for the command line, where nobody signs in.
///
/// # Errors
/// [`AppError::NotFound`] when there is no active account with it; when the actor is not the command line.
pub async fn acting_for(ctx: &Context<'_>, email: &str) -> Result<Actor> {
    if ctx.actor != Actor::System {
        return Err(AppError::Forbidden);
    }
    let email = email.trim().to_lowercase();
    let id = ctx.store().user_by_email(&email).await?.ok_or(AppError::NotFound)?;
    crate::sign_in::acting(ctx, id).await
}

fn about(staged: &Staged) -> Result<About> {
    read_json(&staged.about)
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| AppError::internal("a staged table", e))
}

fn read_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| AppError::internal("a staged table", e))
}
