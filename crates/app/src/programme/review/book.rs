//! Scores by a table: taken out under codes, brought back by one officer, accepted by another, and only then written.
//!
//! A commission that scores on paper needs a table; a table is where scores were given to the wrong people in 2018
//! (research/programmes.md §2). What waits is work in hand outside the journal; what was accepted stands in the streams of
//! the reviews with the hash of the file, who brought it and who accepted it, and each reviewer is told.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, ImportId, ReviewId, StreamId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::review::book::scores;
use kelisim_domain::programme::review::{
    Book, Carried, Comments, Difference, Event, Review, SeatCode,
};
use kelisim_domain::programme::run::Score;
use kelisim_domain::text::{Language, Text4};
use kelisim_store::Change;
use kelisim_store::work::{Staged, StagedFile};
use serde::{Deserialize, Serialize};

use super::tell::beside;
use super::{account, all, application_of, conflict, officers, sheet, thawed, under_way, year};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::colleagues;
use crate::notice::officers as people;
use crate::programme::application::seal;
use crate::programme::run::BroughtFile;
use crate::typed::Typed;
use crate::{AppError, Result};

/// Most problems that are told at once.
const TOLD: usize = 20;
/// Most rows that one table changes: all of them are written in one transaction.
const MOST: usize = 2_000;

/// A table of scores as it leaves.
#[derive(Debug, Clone)]
pub struct Out {
    /// Its headings.
    pub headings: Vec<String>,
    /// Its rows: code, scores, or as many empty ones, and the mark.
    pub rows: Vec<(String, Vec<Option<Score>>, String)>,
}

/// What is kept of a table that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    file: String,
    sha256: Hash,
    size: usize,
    basis: Text4,
    /// The state it was taken out of.
    state: String,
    rows: usize,
}

/// A table that waits for a second person.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its id.
    pub id: ImportId,
    /// For stale forms.
    pub revision: i64,
    /// Name of the file.
    pub file: String,
    /// SHA-256 of the file.
    pub sha256: Hash,
    /// Size of the file in bytes.
    pub size: usize,
    /// On what it rests: minutes of the commission, an act.
    pub basis: Text4,
    /// How many rows it has.
    pub rows: usize,
    /// Who brought it.
    pub by: Option<String>,
    /// Whether the actor did.
    pub own: bool,
    /// When.
    pub at: Timestamp,
    /// What is otherwise than it was, row by row.
    pub differs: Vec<Difference>,
    /// Whether something was scored, opened or lost since: then it can only be put aside.
    pub outdated: bool,
}

/// Where the tables of a call stand.
#[derive(Debug, Clone)]
pub struct Books {
    /// The call.
    pub call: Call,
    /// The headings of its criteria.
    pub criteria: Vec<String>,
    /// How many files are open, so that a table has a row for them.
    pub rows: usize,
    /// How many of them have scores.
    pub scored: usize,
    /// How many seats have not opened their file.
    pub closed: usize,
    /// Whether a run is under way.
    pub frozen: bool,
    /// Tables that wait.
    pub waiting: Vec<Waiting>,
}

async fn now(ctx: &Context<'_>, call: &Call) -> Result<(Vec<Review>, Book)> {
    let reviews = all(ctx, call).await?;
    let book = Book::of(call.id, &reviews)?;
    Ok((reviews, book))
}

/// The table of a call, as things stand, with headings in a language.
///
/// # Errors
/// `scores-none-open`, `review-criteria-changed`; [`AppError::NotFound`] for a call of another registry;
/// [`AppError::Forbidden`] for anybody but an officer.
pub async fn take_out(ctx: &Context<'_>, id: CallId, language: Language) -> Result<Out> {
    let call = officers(ctx, id).await?;
    let (_, book) = now(ctx, &call).await?;
    if book.rows().is_empty() {
        return Err(Refusal::new("scores-none-open").into());
    }
    let width = book.weights().len();
    let rows = book.rows().iter().map(|row| {
        let mut scores: Vec<Option<Score>> = row.scores.iter().cloned().map(Some).collect();
        scores.resize(width, None);
        (row.code.grouped(), scores, book.mark(row.code.as_str()))
    });
    Ok(Out { headings: sheet::headings(&call, &book, language), rows: rows.collect() })
}

/// Where the tables of a call stand.
///
/// # Errors
/// As [`take_out`], but for a call without open files.
pub async fn books(ctx: &Context<'_>, id: CallId, language: Language) -> Result<Books> {
    let call = officers(ctx, id).await?;
    let (reviews, book) = now(ctx, &call).await?;
    let staged = ctx.store().staged_about(id.into()).await?;
    let authors = staged.iter().filter_map(|one| one.author).collect();
    let names = colleagues(ctx, authors).await?;
    let mut waiting = Vec::with_capacity(staged.len());
    for one in staged {
        let held = held(&one)?;
        waiting.push(Waiting {
            id: one.id,
            revision: one.revision,
            by: one.author.and_then(|author| names.get(&author).cloned()),
            own: one.author == ctx.user(),
            at: one.written_at,
            differs: differs(&one)?,
            outdated: held.state != book.state(),
            file: held.file,
            sha256: held.sha256,
            size: held.size,
            basis: held.basis,
            rows: held.rows,
        });
    }
    let seats = reviews.iter().flat_map(Review::taken).count();
    let criteria = book.weights().iter().map(|weight| sheet::heading(&call, *weight, language));
    Ok(Books {
        criteria: criteria.collect(),
        rows: book.rows().len(),
        scored: book.rows().iter().filter(|row| !row.scores.is_empty()).count(),
        closed: seats - book.rows().len(),
        frozen: under_way(ctx, id).await?,
        waiting,
        call,
    })
}

fn held(staged: &Staged) -> Result<Held> {
    serde_json::from_str(&staged.about).map_err(|e| AppError::internal("a table of scores", e))
}

fn differs(staged: &Staged) -> Result<Vec<Difference>> {
    serde_json::from_str(&staged.report).map_err(|e| AppError::internal("a table of scores", e))
}

/// What is typed with a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BookForm {
    /// On what the scores rest.
    pub basis: String,
}

/// Brings a table back. Nothing of it is in the record before another officer accepts it. `table` is made with the form,
/// so that sending it twice brings it once.
///
/// # Errors
/// `text-empty` without a basis; what is wrong with the table, column by column and row by row; `scores-one-waits`,
/// `scores-none-open`, `scores-too-many`, `review-frozen`; [`AppError::NotFound`] for a call of another registry.
pub async fn bring(
    ctx: &Context<'_>,
    id: CallId,
    table: ImportId,
    language: Language,
    form: &BookForm,
    file: BroughtFile,
) -> Result<()> {
    let call = officers(ctx, id).await?;
    let author = ctx.user().ok_or(AppError::Forbidden)?;
    thawed(ctx, id).await?;
    let mut typed = Typed::default();
    let basis = typed.text("basis", language, &form.basis);
    if file.sheets.is_empty() {
        typed.refuse(Refusal::of("file", "file-missing"));
    }
    let basis = typed.all1(basis)?;
    let waiting = ctx.store().staged_about(id.into()).await?;
    if waiting.iter().any(|one| one.id == table) {
        return Ok(());
    }
    if !waiting.is_empty() {
        return Err(Refusal::new("scores-one-waits").into());
    }
    let (_, book) = now(ctx, &call).await?;
    if book.rows().is_empty() {
        return Err(Refusal::new("scores-none-open").into());
    }
    let back = sheet::read(&file.sheets, &sheet::accepted(&call, &book), TOLD).map_err(of_file)?;
    let found = book.differs(&back, TOLD).map_err(of_file)?;
    if found.len() > MOST {
        let (n, most) = (found.len().to_string(), MOST.to_string());
        let refusal = Refusal::of("file", "scores-too-many").with("n", n).with("most", most);
        return Err(refusal.into());
    }
    let json = |error| AppError::internal("a table of scores", error);
    let held = Held {
        file: file.name.chars().take(200).collect(),
        sha256: Hash::of(&file.bytes),
        size: file.bytes.len(),
        basis,
        state: book.state(),
        rows: back.len(),
    };
    let staged = Staged {
        id: table,
        registry: call.description.registry,
        thing: Some(id.into()),
        author: Some(author),
        state: "checked".to_owned(),
        about: serde_json::to_string(&held).map_err(json)?,
        report: serde_json::to_string(&found).map_err(json)?,
        revision: 1,
        written_at: ctx.now,
    };
    let kept = StagedFile { bytes: file.bytes, rows: String::new() };
    if !ctx.store().stage(&staged, &kept).await? {
        // The id of another call's table, or of one that was dealt with.
        return Err(AppError::Stale);
    }
    let to = people(ctx, call.description.registry).await?;
    let notices = beside(ctx, &call, (StreamId::new(table.uuid()), 1), to, Subject::ScoresWait)?;
    ctx.commit(&Change { notices, ..Change::default() }).await
}

fn of_file(wrong: Vec<Refusal>) -> AppError {
    // One stands at the field; several stand above the form, since a field shows one.
    let field = (wrong.len() == 1).then_some("file");
    AppError::Refused(wrong.into_iter().map(|refusal| Refusal { field, ..refusal }).collect())
}

/// A table that waits beside a call.
async fn waits(ctx: &Context<'_>, id: CallId, table: ImportId, revision: i64) -> Result<Staged> {
    let staged = ctx.store().staged(table).await?;
    let staged = staged.filter(|one| one.thing == Some(id.into())).ok_or(AppError::NotFound)?;
    if staged.state != "checked" || staged.revision != revision {
        return Err(AppError::Stale);
    }
    Ok(staged)
}

/// Accepts a table: all its scores are written in one transaction, each in the stream of its review.
///
/// # Errors
/// `scores-same-hand` for whoever brought it; `scores-state-changed` when something was scored, opened or lost since;
/// `scores-conflict` when a reviewer is in conflict by what is known now; `review-frozen`; [`AppError::NotFound`] for
/// another registry's; [`AppError::Stale`].
pub async fn accept(ctx: &Context<'_>, id: CallId, table: ImportId, revision: i64) -> Result<()> {
    let call = officers(ctx, id).await?;
    let actor = ctx.user().ok_or(AppError::Forbidden)?;
    thawed(ctx, id).await?;
    let staged = waits(ctx, id, table, revision).await?;
    let brought = staged.author.filter(|author| *author != actor);
    let brought = brought.ok_or(Refusal::new("scores-same-hand"))?;
    let held = held(&staged)?;
    let (reviews, book) = now(ctx, &call).await?;
    if held.state != book.state() {
        return Err(Refusal::new("scores-state-changed").into());
    }
    let file = ctx.store().staged_file(table).await?.ok_or(AppError::NotFound)?;
    if Hash::of(&file.bytes) != held.sha256 {
        return Err(AppError::internal("a table of scores", "its hash does not fit"));
    }
    let of: BTreeMap<&SeatCode, &Review> = reviews
        .iter()
        .flat_map(|review| review.taken().map(move |seat| (&seat.code, review)))
        .collect();
    let carried = Carried { file: held.sha256, brought };
    let mut growing: BTreeMap<ReviewId, Growing<Review>> = BTreeMap::new();
    let mut judges = Vec::new();
    for one in differs(&staged)? {
        let review = *of.get(&one.code).ok_or(AppError::Stale)?;
        if let std::collections::btree_map::Entry::Vacant(slot) = growing.entry(review.id) {
            slot.insert(Growing::load(ctx, review.id.into()).await?);
        }
        let stream = growing.get_mut(&review.id).ok_or(AppError::Stale)?;
        let seat = stream.state()?.seat(&one.code).ok_or(AppError::Stale)?;
        let stands = seat.scored.last().map(|last| scores(&last.scores)).unwrap_or_default();
        if stands != one.old {
            return Err(AppError::Stale);
        }
        let reviewer = seat.reviewer;
        unconcerned(ctx, &call, review, reviewer, &one.code).await?;
        judges.push(reviewer);
        let why = Comments { why: Some(held.basis.clone()), ..Comments::default() };
        let event = Event::Carried {
            code: one.code,
            scores: book.given(&one.new),
            comments: seal(ctx, review.description.applicant, &why)?,
            table: carried,
        };
        stream.push(ctx, &event, About::TODAY)?;
    }
    let mut appends = Vec::with_capacity(growing.len());
    for stream in growing.into_values() {
        appends.push(stream.finish(ctx)?);
    }
    appends.sort_by_key(|append| append.stream.stream);
    let step = (StreamId::new(table.uuid()), 1);
    let notices = beside(ctx, &call, step, judges, Subject::ScoresCarried)?;
    let blobs = vec![(held.sha256, file.bytes)];
    ctx.commit(&Change { appends, blobs, notices, ..Change::default() }).await?;
    // The scores are on record; a table that still seems to wait is outdated by them and can only be put aside.
    if let Err(error) = settle(ctx, staged, "written").await {
        tracing::warn!(import.id = %table, %error, "a table of scores is written and still seems to wait");
    }
    Ok(())
}

/// Rule: nobody in conflict scores, by hand or by a table. Officers are told that another reviewer must be found, not who.
async fn unconcerned(
    ctx: &Context<'_>,
    call: &Call,
    review: &Review,
    reviewer: UserId,
    code: &SeatCode,
) -> Result<()> {
    let (_, content) = application_of(ctx, review).await?;
    let Some(content) = content else {
        return Err(Refusal::new("scores-forgotten").with("code", code.grouped()).into());
    };
    let judge = account(ctx, reviewer).await?;
    match conflict(ctx, &judge, &content.person, year(ctx, call))? {
        None => Ok(()),
        Some(_) => Err(Refusal::new("scores-conflict").with("code", code.grouped()).into()),
    }
}

async fn settle(ctx: &Context<'_>, staged: Staged, state: &str) -> Result<()> {
    let done = Staged {
        state: state.to_owned(),
        report: "[]".to_owned(),
        revision: staged.revision + 1,
        written_at: ctx.now,
        ..staged
    };
    if ctx.store().restage(&done).await? { Ok(()) } else { Err(AppError::Stale) }
}

/// Puts a table aside: nothing of it is written.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's; [`AppError::Stale`].
pub async fn put_aside(
    ctx: &Context<'_>,
    id: CallId,
    table: ImportId,
    revision: i64,
) -> Result<()> {
    officers(ctx, id).await?;
    let staged = waits(ctx, id, table, revision).await?;
    settle(ctx, staged, "dropped").await
}
