//! Meetings: the list, the page of one with what came of it, and the pack for the next one.

mod enter;
mod fact;
mod pack;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::{CommitmentId, InstrumentId, MeetingId, SourceId};
use kelisim_domain::meeting::{Meeting, MeetingLevel, MeetingState};
use kelisim_domain::party::PartyCode;
use kelisim_domain::source::Source;
use kelisim_domain::user::Role;
use kelisim_store::meeting::MeetingFilter;
use kelisim_store::reading::{CommitmentFilter, Kind, Scope};
use uuid::Uuid;

use crate::commitment::{Line, lines};
use crate::context::{Actor, Context};
use crate::instrument;
use crate::lookup::{commitments, last_day, read, read_all, scope_with};
use crate::source::{cited, visible};
use crate::{AppError, Result};

pub use crate::typed::WithdrawForm;
pub(crate) use enter::other;
pub use enter::{EnterForm, describe, enter};
pub use fact::{
    AgendaForm, AskForm, DecideForm, DelegationForm, agenda, ask, decide, delegation, publish,
    withdraw,
};
pub(crate) use fact::{load as load_meeting, read_decision};
pub use kelisim_store::reading::DayCursor as Cursor;
pub use pack::{About, News, Pack, Question, What, pack, pack_with};

/// Which meetings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// With this partner.
    pub partner: Option<PartyCode>,
    /// Of this level.
    pub level: Option<MeetingLevel>,
    /// In this state.
    pub state: Option<MeetingState>,
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct List {
    /// The meetings, the latest first.
    pub meetings: Vec<Meeting>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// Meetings the actor may see, `limit` at a time. A visitor sees what is public in all registries.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(
    ctx: &Context<'_>,
    wanted: &Wanted,
    after: Option<Cursor>,
    limit: usize,
) -> Result<List> {
    ctx.authorise_reading()?;
    let filter = MeetingFilter {
        level: wanted.level.map(MeetingLevel::code),
        state: wanted.state.map(MeetingState::code),
        ..MeetingFilter::default()
    };
    let asked = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
    let scope = scope_with(ctx, wanted.partner.as_ref()).await?;
    let bodies = ctx.store().meetings(&scope, &filter, last_day(), after, asked).await?;
    let mut meetings: Vec<Meeting> = read_all(ctx, bodies).await?;
    let more = meetings.len() > limit;
    meetings.truncate(limit);
    let next = meetings
        .last()
        .filter(|_| more)
        .map(|it| Cursor { day: it.description.date.last_day(), id: it.id.uuid() });
    Ok(List { meetings: meetings.iter().map(|it| seen(ctx, it)).collect(), next })
}

/// What the actor may see of a meeting: everything; for a partner all but questions and letters; for a visitor what
/// rests on passages.
pub(crate) fn seen(ctx: &Context<'_>, it: &Meeting) -> Meeting {
    match &ctx.actor {
        Actor::Public => it.published(),
        Actor::User(user) if user.role == Role::Partner => it.shared(),
        Actor::User(_) | Actor::System => it.clone(),
    }
}

pub(crate) fn see(ctx: &Context<'_>, it: &Meeting) -> Result<()> {
    let d = &it.description;
    if visible(ctx, d.registry, &d.partner, it.public) { Ok(()) } else { Err(AppError::NotFound) }
}

/// Meetings with a partner, the latest first.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn with_partner(
    ctx: &Context<'_>,
    partner: &PartyCode,
    known_on: Option<Date>,
    limit: i64,
) -> Result<Vec<Meeting>> {
    let (scope, filter) = (scope_with(ctx, Some(partner)).await?, MeetingFilter::default());
    let day = known_on.unwrap_or_else(last_day);
    let bodies = ctx.store().meetings(&scope, &filter, day, None, limit).await?;
    Ok(read_all::<Meeting>(ctx, bodies).await?.iter().map(|it| seen(ctx, it)).collect())
}

/// The page of a meeting.
#[derive(Debug, Clone)]
pub struct Page {
    /// What the actor may see of the meeting.
    pub meeting: Meeting,
    /// What came of it: commitments that come from it, rest on its communiqué or follow from its decisions.
    pub outcomes: Vec<Line>,
    /// Instruments that follow from its decisions, as far as the actor may see them.
    pub instruments: BTreeMap<InstrumentId, instrument::Line>,
    /// Commitments that it names, as far as the actor may see them.
    pub commitments: BTreeMap<CommitmentId, Commitment>,
    /// The meeting before it.
    pub previous: Option<Meeting>,
    /// Meetings that name it as the one before.
    pub next: Vec<Meeting>,
    /// Sources of everything on the page.
    pub sources: BTreeMap<SourceId, Source>,
}

/// A meeting the actor may see.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, or belongs to another registry or partner.
pub async fn one(ctx: &Context<'_>, id: MeetingId) -> Result<Meeting> {
    let it: Meeting = crate::lookup::latest(ctx, Kind::Meeting, id.uuid()).await?;
    see(ctx, &it).map(|()| seen(ctx, &it))
}

/// The page of a meeting, as known on a day (now, when none is given).
///
/// # Errors
/// As [`one`]; also when it was not yet known on that day.
pub async fn page(ctx: &Context<'_>, id: MeetingId, known_on: Option<Date>) -> Result<Page> {
    ctx.authorise_reading()?;
    let day = known_on.unwrap_or_else(last_day);
    let it: Meeting = crate::lookup::one(ctx, Kind::Meeting, id.uuid(), day).await?;
    see(ctx, &it)?;
    let it = seen(ctx, &it);
    let outcomes = outcomes(ctx, &it, known_on).await?;
    let (previous, next) = neighbours(ctx, &it, day).await?;
    let mut sources: Vec<SourceId> = it.quotations().map(|(_, q)| q.source).collect();
    sources.extend(it.description.communique);
    Ok(Page {
        instruments: instruments(ctx, &it, known_on).await?,
        commitments: named(ctx, &it, day).await?,
        sources: cited(ctx, sources).await?,
        meeting: it,
        outcomes,
        previous,
        next,
    })
}

/// What came of a meeting, each commitment once, in the order of weight, deadline and id.
pub(crate) async fn outcomes(
    ctx: &Context<'_>,
    it: &Meeting,
    known_on: Option<Date>,
) -> Result<Vec<Line>> {
    let day = known_on.unwrap_or_else(last_day);
    let scope = Scope { registry: Some(it.description.registry), ..ctx.scope() };
    let filter = CommitmentFilter { meeting: Some(it.id), ..CommitmentFilter::default() };
    let mut bodies = ctx.store().commitments(&scope, &filter, day, None, 200).await?;
    let there: BTreeSet<Uuid> = bodies.iter().map(|body| body.id).collect();
    let mut further: BTreeSet<Uuid> = it
        .decisions
        .iter()
        .flat_map(|said| said.what.commitments.iter().map(|id| id.uuid()))
        .collect();
    if let Some(communique) = it.description.communique {
        let rests = ctx.store().rests_on(communique, 0).await?;
        let on_it = rests.iter().filter(|rest| rest.aggregate == "commitment");
        further.extend(on_it.map(|rest| rest.stream.uuid()));
    }
    let further: Vec<Uuid> = further.difference(&there).copied().collect();
    if !further.is_empty() {
        for body in ctx.store().several(Kind::Commitment, &further, day).await? {
            let it: Commitment = read(ctx, &body).await?;
            let d = &it.description;
            if visible(ctx, d.registry, &d.partner, it.public) {
                bodies.push(body);
            }
        }
    }
    let mut lines = lines(ctx, &scope, bodies, known_on).await?;
    lines.sort_by_key(|line| {
        let known = line.commitment.latest();
        (known.weight().rank(), known.due(), line.commitment.id)
    });
    Ok(lines)
}

async fn instruments(
    ctx: &Context<'_>,
    it: &Meeting,
    known_on: Option<Date>,
) -> Result<BTreeMap<InstrumentId, instrument::Line>> {
    let ids = it.decisions.iter().flat_map(|said| said.what.instruments.iter().copied());
    let ids: BTreeSet<InstrumentId> = ids.collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let all = instrument::with_partner(ctx, &it.description.partner, known_on).await?;
    let named = all.into_iter().filter(|line| ids.contains(&line.instrument.id));
    Ok(named.map(|line| (line.instrument.id, line)).collect())
}

/// Commitments that agenda, decisions and questions name.
async fn named(
    ctx: &Context<'_>,
    it: &Meeting,
    day: Date,
) -> Result<BTreeMap<CommitmentId, Commitment>> {
    let agenda = it.agenda.iter().filter_map(|said| said.what.commitment);
    let decisions = it.decisions.iter().flat_map(|said| said.what.commitments.iter().copied());
    let questions = it.questions.iter().filter_map(|said| said.what.commitment);
    commitments(ctx, agenda.chain(decisions).chain(questions).collect(), day).await
}

/// The meeting before, and those that follow.
async fn neighbours(
    ctx: &Context<'_>,
    it: &Meeting,
    day: Date,
) -> Result<(Option<Meeting>, Vec<Meeting>)> {
    let scope = scope_with(ctx, Some(&it.description.partner)).await?;
    let scope = Scope { registry: Some(it.description.registry), ..scope };
    let filter = MeetingFilter::default();
    let all: Vec<Meeting> =
        read_all(ctx, ctx.store().meetings(&scope, &filter, day, None, 500).await?).await?;
    let previous = all.iter().find(|other| Some(other.id) == it.description.previous);
    let next = all.iter().filter(|other| other.description.previous == Some(it.id));
    Ok((previous.map(|other| seen(ctx, other)), next.map(|other| seen(ctx, other)).collect()))
}
