//! Applications: what an applicant keeps and sends, what officers and hosts decide, and who reads what.
//!
//! Everything about the person is sealed under the person's key and opened for three kinds of readers only: the
//! applicant, officers of the registry that keeps the call, and people of the call's partner once it was nominated, and
//! these without the order of the choices. To everybody else an application does not exist.

mod before_host;
mod desk;
mod draft;
mod judge;
mod known;
mod own;
mod send;
mod status;
mod tell;
mod uploading;

use jiff::Timestamp;
use kelisim_domain::id::{ApplicationId, CallId, UserId};
use kelisim_domain::programme::application::{
    Application, Attached, Content, Person, ReceiptNumber, Stage, Words,
};
use kelisim_domain::programme::call::Call;
use kelisim_domain::user::{Role, Sealed};
use kelisim_store::application::ApplicationFilter;
use kelisim_store::reading::{Body, Kind};

use crate::access::Action;
use crate::context::{Actor, Context, Signed};
use crate::lookup::{latest, read, read_all};
use crate::under_way::{Phase, Under};
use crate::{AppError, Result};

pub(in crate::programme) use before_host::{BeforeHost, before_host};
pub use desk::{
    Document, Profile, ProfileForm, Upload, document, drop_document, keep_profile, profile, upload,
    wallet,
};
pub use draft::{Draft, DraftForm, Kept, discard, draft, keep_draft};
pub use judge::{
    JudgeForm, RefuseForm, ReturnForm, VerifyForm, give_back, judge, may_judge, refuse, verify,
};
pub(crate) use known::{Known, known};
pub use own::{Export, export};
pub use send::{Lack, lacks, reopen, restore, submit, supplement, withdraw};
pub use status::{Status, Statuses, one_status, statuses};
pub use uploading::{Arrived, LARGEST_PART, add_part, begin_upload, finish_upload};

/// Who reads an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The applicant.
    Applicant,
    /// An officer of the registry.
    Officer,
    /// The host's side.
    Host,
}

impl Audience {
    /// Its code, for words.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Officer => "officer",
            Self::Host => "host",
        }
    }
}

/// What happened, as far as a reader is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// Name of the entry.
    pub event: String,
    /// What it was afterwards.
    pub stage: Stage,
    /// Why not.
    pub reason: Option<kelisim_domain::programme::application::Reason>,
    /// By when it is to be mended.
    pub due: Option<Timestamp>,
    /// What was said: to the applicant nothing of what is for the management, to a host nothing of what the sending side
    /// keeps for itself.
    pub words: Words,
}

/// An application as a reader sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Who reads.
    pub audience: Audience,
    /// Its id.
    pub id: ApplicationId,
    /// The call it is to.
    pub call: Call,
    /// The account of the applicant.
    pub(crate) applicant: UserId,
    /// The number of the receipt.
    pub receipt: ReceiptNumber,
    /// Whether the person was made up.
    pub made_up: bool,
    /// What it is now.
    pub stage: Stage,
    /// By when it is to be mended, while it is.
    pub due: Option<Timestamp>,
    /// Until when a withdrawal can be taken back.
    pub undo_until: Option<Timestamp>,
    /// How often it can still be given back.
    pub loops_left: usize,
    /// The content; nothing once the person was forgotten. For a host without the order of the choices.
    pub content: Option<Content>,
    /// Hash of the content, as the journal keeps it.
    pub hash: kelisim_domain::journal::Hash,
    /// The edition of the call the applicant agreed to.
    pub edition: u32,
    /// When it was sent, and when last.
    pub sent: (Timestamp, Timestamp),
    /// Seats whose host does not take the person.
    pub refused: Vec<u32>,
    /// What happened, the latest last.
    pub steps: Vec<Happened>,
    /// Version, for stale forms.
    pub version: i64,
}

/// A line of a list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its id.
    pub id: ApplicationId,
    /// The number of the receipt.
    pub receipt: ReceiptNumber,
    /// Whether the person was made up.
    pub made_up: bool,
    /// What it is now.
    pub stage: Stage,
    /// The name in Latin letters; nothing once the person was forgotten.
    pub name: Option<String>,
    /// The region of home.
    pub region: Option<String>,
    /// By when it is to be mended, while it is.
    pub due: Option<Timestamp>,
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct List {
    /// The call.
    pub call: Call,
    /// Applications in the order of their receipts, which is drawn.
    pub lines: Vec<Line>,
    /// Behind which receipt the list goes on.
    pub next: Option<ReceiptNumber>,
}

/// The applicant who acts.
pub(in crate::programme) fn applicant<'c>(ctx: &'c Context<'_>) -> Result<&'c Signed> {
    ctx.authorise(Action::Apply)?;
    match &ctx.actor {
        Actor::User(who) => Ok(who),
        Actor::Public => Err(AppError::SignedOut),
        // The command line has no profile and no documents.
        Actor::System => Err(AppError::Forbidden),
    }
}

/// Opens something sealed under a person's key; nothing once the person was forgotten.
pub(in crate::programme) fn open<T: serde::de::DeserializeOwned>(
    ctx: &Context<'_>,
    person: UserId,
    sealed: &Sealed,
) -> Result<Option<T>> {
    let text = ctx.app.persons.open_text(person, sealed);
    let read = |text: String| serde_json::from_str(&text);
    text.map(read).transpose().map_err(|e| AppError::internal("reading what was sealed", e))
}

/// Seals something under a person's key.
pub(in crate::programme) fn seal(
    ctx: &Context<'_>,
    person: UserId,
    what: &impl serde::Serialize,
) -> Result<Sealed> {
    ctx.app.persons.seal(person, &kelisim_domain::canonical::to_canonical(what)?)
}

/// A call as everybody sees it; not found while it was not published.
pub(in crate::programme) async fn published(ctx: &Context<'_>, id: CallId) -> Result<Call> {
    let call: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    call.published().ok_or(AppError::NotFound)
}

/// As whom the actor reads an application; not found for everybody else, and for a host before it was nominated.
pub(super) fn audience(ctx: &Context<'_>, it: &Application) -> Result<Audience> {
    let d = &it.description;
    let Actor::User(who) = &ctx.actor else { return Err(AppError::NotFound) };
    match who.role {
        Role::Applicant if who.id == d.applicant => Ok(Audience::Applicant),
        Role::Officer if who.registry == d.registry && who.may(Action::CheckApplications) => {
            Ok(Audience::Officer)
        }
        Role::Partner
            if who.registry == d.registry
                && who.partners.contains(&d.partner)
                && it.host.is_some()
                && who.may(Action::VerifyApplications) =>
        {
            Ok(Audience::Host)
        }
        _ => Err(AppError::NotFound),
    }
}

/// Refuses whoever reads no applications at all: visitors are asked to sign in, others are not allowed.
fn may_read(ctx: &Context<'_>) -> Result<()> {
    let any = [Action::Apply, Action::CheckApplications, Action::VerifyApplications];
    match &ctx.actor {
        Actor::User(who) if any.into_iter().any(|action| who.may(action)) => Ok(()),
        Actor::User(_) | Actor::System => Err(AppError::Forbidden),
        Actor::Public => Err(AppError::SignedOut),
    }
}

async fn found(ctx: &Context<'_>, id: ApplicationId) -> Result<(Application, Audience)> {
    may_read(ctx)?;
    let it: Application = latest(ctx, Kind::Application, id.uuid()).await?;
    let audience = audience(ctx, &it)?;
    Ok((it, audience))
}

/// The page of an application.
///
/// # Errors
/// [`AppError::NotFound`] for another person's, another registry's, another partner's, and for a host before it was
/// nominated.
pub async fn page(ctx: &Context<'_>, id: ApplicationId) -> Result<Seen> {
    let (it, audience) = found(ctx, id).await?;
    let call = published(ctx, it.description.call).await?;
    seen(ctx, &it, audience, call)
}

/// The same as the host would see it, for the applicant.
///
/// # Errors
/// As [`page`].
pub fn as_host(mut seen: Seen) -> Seen {
    seen.audience = Audience::Host;
    seen.content = seen.content.map(for_host);
    seen
}

/// Content without the order of the choices: seats are told by their numbers, and a host is told none.
fn for_host(content: Content) -> Content {
    Content { choices: Vec::new(), ..content }
}

fn seen(ctx: &Context<'_>, it: &Application, audience: Audience, call: Call) -> Result<Seen> {
    let person = it.description.applicant;
    let content: Option<Content> = open(ctx, person, &it.sent.what.content)?;
    let content = if audience == Audience::Host { content.map(for_host) } else { content };
    let mut steps = Vec::new();
    for step in &it.steps {
        if audience == Audience::Host && !of_host(&step.what.event, step.what.stage) {
            continue;
        }
        let words: Option<Words> = match &step.what.words {
            Some(sealed) => open(ctx, person, sealed)?,
            None => None,
        };
        let mut words = words.unwrap_or_default();
        let by_host = matches!(step.what.event.as_str(), "host_verified" | "host_refused")
            || step.what.stage == Stage::Returned;
        let own = match audience {
            Audience::Applicant => false,
            Audience::Officer => !by_host,
            Audience::Host => by_host,
        };
        if !own {
            words.inside = None;
        }
        steps.push(Happened {
            at: step.meta.recorded_at,
            event: step.what.event.clone(),
            stage: step.what.stage,
            reason: step.what.reason,
            due: step.what.due,
            words,
        });
    }
    let first = it.steps.first().map_or(it.sent.meta.recorded_at, |step| step.meta.recorded_at);
    Ok(Seen {
        audience,
        id: it.id,
        applicant: person,
        receipt: it.description.receipt.clone(),
        made_up: it.description.made_up || call.terms().is_some_and(|terms| terms.made_up),
        stage: it.stage(ctx.now),
        due: it.due,
        undo_until: it.undo_until(),
        loops_left: it.loops_left(),
        content,
        hash: it.sent.what.hash,
        edition: it.sent.what.edition,
        sent: (first, it.sent.meta.recorded_at),
        refused: it.refused.clone(),
        steps,
        version: it.version,
        call,
    })
}

/// Whether the host's side is told of a step: of the nomination and what came after it.
fn of_host(event: &str, stage: Stage) -> bool {
    stage.is_hosts() || matches!(event, "withdrawn" | "restored")
}

/// The applications of the applicant who asks, and the drafts.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but an applicant.
pub async fn mine(ctx: &Context<'_>) -> Result<(Vec<Seen>, Vec<(Draft, Call)>)> {
    let who = applicant(ctx)?.id;
    let mut all = Vec::new();
    for body in ctx.store().applications_of(who).await? {
        let it: Application = read(ctx, &body).await?;
        let call = published(ctx, it.description.call).await?;
        all.push(seen(ctx, &it, Audience::Applicant, call)?);
    }
    let mut drafts = Vec::new();
    for draft in draft::all(ctx).await? {
        let call = published(ctx, draft.call).await?;
        drafts.push((draft, call));
    }
    Ok((all, drafts))
}

/// The applications to a call that an officer or the host's side may see, `limit` at a time.
///
/// # Errors
/// [`AppError::NotFound`] for a call of another registry or partner.
pub async fn list(
    ctx: &Context<'_>,
    call: CallId,
    stage: Option<Stage>,
    after: Option<&ReceiptNumber>,
    limit: usize,
) -> Result<List> {
    let Actor::User(who) = &ctx.actor else { return Err(AppError::SignedOut) };
    let action = match who.role {
        Role::Partner => Action::VerifyApplications,
        _ => Action::CheckApplications,
    };
    ctx.authorise(action)?;
    let call = published(ctx, call).await?;
    let d = &call.description;
    ctx.authorise_on(action, d.registry, Some(&d.partner))?;
    let filter = ApplicationFilter { call: Some(call.id), ..ApplicationFilter::default() };
    let (mut lines, mut after) = (Vec::new(), after.map(ToString::to_string));
    loop {
        let page = ctx.store().applications(&ctx.scope(), &filter, after.as_deref(), PAGE).await?;
        let whole = i64::try_from(page.len()).unwrap_or(i64::MAX) < PAGE;
        for it in read_all::<Application>(ctx, page).await? {
            after = Some(it.description.receipt.to_string());
            let fits = stage.is_none_or(|stage| it.stage(ctx.now) == stage);
            if !fits || audience(ctx, &it).is_err() {
                continue;
            }
            if lines.len() == limit {
                let next = lines.last().map(|line: &Line| line.receipt.clone());
                return Ok(List { call, lines, next });
            }
            lines.push(line(ctx, &it)?);
        }
        if whole {
            return Ok(List { call, lines, next: None });
        }
    }
}

/// Rows read at a time.
const PAGE: i64 = 200;

fn line(ctx: &Context<'_>, it: &Application) -> Result<Line> {
    let content: Option<Content> = open(ctx, it.description.applicant, &it.sent.what.content)?;
    let person = content.map(|content| content.person);
    Ok(Line {
        id: it.id,
        receipt: it.description.receipt.clone(),
        made_up: it.description.made_up,
        stage: it.stage(ctx.now),
        name: person.as_ref().map(Person::latin),
        region: person.map(|person| person.region),
        due: it.due,
    })
}

/// One who stands in a run: what an application says of it, with the receipt in place of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The number of the receipt.
    pub receipt: ReceiptNumber,
    /// The edition of the call the applicant agreed to.
    pub edition: u32,
    /// Numbers of seats, the one wanted most first.
    pub choices: Vec<u32>,
    /// The region of home.
    pub region: String,
    /// Numbers of seats whose host does not take the person.
    pub refused: Vec<u32>,
}

/// Somebody whom the host's side accepts, for officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The application.
    pub id: ApplicationId,
    /// The name in Latin letters.
    pub name: String,
    /// How many people go as one.
    pub people: u32,
    /// What a run is told of it.
    pub standing: Standing,
}

/// What a run is told of those whom the host's side accepts, as [`verified`]; `under` is told how far it is.
///
/// # Errors
/// As [`verified`].
pub(in crate::programme) async fn standing(
    ctx: &Context<'_>,
    call: CallId,
    under: Option<&Under>,
) -> Result<Vec<Standing>> {
    let verified = opened(ctx, call, under).await?;
    Ok(verified.into_iter().map(|one| one.standing).collect())
}

/// Those of a call whom the host's side accepts, in the order of their receipts. People who were forgotten are not among
/// them.
///
/// # Errors
/// [`AppError::NotFound`] for a call of another registry; [`AppError::Forbidden`] for anybody but an officer.
pub async fn verified(ctx: &Context<'_>, call: CallId) -> Result<Vec<Verified>> {
    opened(ctx, call, None).await
}

/// After so many others have their turn.
const TURN: usize = 256;

async fn opened(ctx: &Context<'_>, call: CallId, under: Option<&Under>) -> Result<Vec<Verified>> {
    ctx.authorise(Action::CheckApplications)?;
    let call = published(ctx, call).await?;
    let d = &call.description;
    ctx.authorise_on(Action::CheckApplications, d.registry, Some(&d.partner))?;
    let filter = ApplicationFilter {
        call: Some(call.id),
        host: Some(kelisim_domain::programme::application::Host::Verified),
        ..ApplicationFilter::default()
    };
    let bodies: Vec<Body> = ctx.store().applications(&ctx.scope(), &filter, None, i64::MAX).await?;
    if let Some(under) = under {
        under.begin(Phase::Preparing, bodies.len());
    }
    let mut all = Vec::new();
    for (done, it) in read_all::<Application>(ctx, bodies).await?.into_iter().enumerate() {
        if done % TURN == 0 {
            under.inspect(|under| under.at(done));
            tokio::task::yield_now().await;
        }
        if it.stage(ctx.now) != Stage::Verified {
            continue;
        }
        let content: Option<Content> = open(ctx, it.description.applicant, &it.sent.what.content)?;
        let Some(content) = content else { continue };
        all.push(Verified {
            id: it.id,
            name: content.person.latin(),
            people: content.people(),
            standing: Standing {
                receipt: it.description.receipt,
                edition: it.sent.what.edition,
                choices: content.choices,
                region: content.person.region,
                refused: it.refused,
            },
        });
    }
    Ok(all)
}

/// The bytes of a document that was sent, for whoever may read the application.
///
/// # Errors
/// [`AppError::NotFound`] for a document that is not in it, and once the person was forgotten.
pub async fn sent_document(
    ctx: &Context<'_>,
    id: ApplicationId,
    number: u32,
) -> Result<(Attached, Vec<u8>)> {
    let (it, _) = found(ctx, id).await?;
    let person = it.description.applicant;
    let content: Option<Content> = open(ctx, person, &it.sent.what.content)?;
    let attached = content
        .and_then(|content| content.documents.into_iter().find(|d| d.document == number))
        .ok_or(AppError::NotFound)?;
    let sealed = ctx.store().blob(attached.blob).await?.ok_or(AppError::NotFound)?;
    let bytes = ctx.app.persons.open_file(person, &sealed).ok_or(AppError::NotFound)?;
    Ok((attached, bytes))
}
