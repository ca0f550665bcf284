//! Bodies between countries: the list, and the page of one with its sessions and what came of them.

mod enter;
mod fact;
mod gift;
mod people;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kelisim_domain::body::{Body, BodyKind, Standing, Who};
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::{BodyId, CommitmentId, InstrumentId, MeetingId, SourceId, UserId};
use kelisim_domain::instrument::Instrument;
use kelisim_domain::meeting::Meeting;
use kelisim_domain::party::PartyCode;
use kelisim_domain::source::Source;
use kelisim_domain::user::Role;
use kelisim_store::body::BodyFilter;
use kelisim_store::reading::{Kind, Scope};

use crate::commitment::{Line, lines};
use crate::context::{Actor, Context};
use crate::lookup::{last_day, read_all, resolved, scope_with, several};
use crate::scan::Scan;
use crate::source::{cited, visible};
use crate::{AppError, Result};

pub use crate::typed::WithdrawForm;
pub(crate) use enter::load as load_body;
pub use enter::{DescribeForm, EnterForm, describe, enter};
pub use fact::{
    DecideForm, MandateForm, SessionForm, StandingForm, decide, mandate, publish, session,
    standing, withdraw,
};
pub use gift::{DeliverForm, PledgeForm, deliver, pledge};
pub use kelisim_store::reading::DayCursor as Cursor;
pub use people::{InviteForm, JoinForm, LeaveForm, MoveForm, WhoForm, invite, join, leave, step};

/// Which bodies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// With this partner.
    pub partner: Option<PartyCode>,
    /// Of this kind.
    pub kind: Option<BodyKind>,
    /// That have come this far.
    pub standing: Option<Standing>,
    /// To which this party, an agency or an office of it belongs today.
    pub member: Option<PartyCode>,
}

impl Wanted {
    /// Rule: whoever left is no member; who else is a member is shown on the body's page.
    fn fits(&self, it: &Body) -> bool {
        let Some(wanted) = &self.member else { return true };
        let members = it.memberships();
        let mut now =
            members.iter().filter(|member| member.until.is_none() && member.left.is_none());
        now.any(|member| match &member.who {
            Who::Party { party } | Who::Agency { party, .. } | Who::Office { party, .. } => {
                party == wanted
            }
            Who::Body { .. } => false,
        })
    }
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct List {
    /// The bodies, the one of which something became known last first.
    pub bodies: Vec<Body>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// How many bodies are looked at where a page asks for those around it.
const AROUND: i64 = 200;

/// Bodies the actor may see, `limit` at a time. A visitor sees what is public in all registries.
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
    let filter = BodyFilter {
        kind: wanted.kind.map(BodyKind::code),
        standing: wanted.standing.map(Standing::code),
        sits_ahead: false,
    };
    let scope = scope_with(ctx, wanted.partner.as_ref()).await?;
    let member = match &wanted.member {
        Some(member) => Some(resolved(ctx, member).await?),
        None => None,
    };
    let wanted = Wanted { member, ..wanted.clone() };
    let scan = Scan { after, limit, computed: wanted.member.is_some() };
    let (bodies, next) = scan
        .run(
            ctx,
            |after, page| ctx.store().bodies(&scope, &filter, last_day(), after, page),
            |it: &Body| Cursor { day: it.moved_on(), id: it.id.uuid() },
            |it| Some(seen(ctx, it)).filter(|it| wanted.fits(it)),
        )
        .await?;
    Ok(List { bodies, next })
}

/// Bodies with a session that is planned, as far as the actor may see them.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn that_sit(ctx: &Context<'_>, limit: i64) -> Result<Vec<Body>> {
    let filter = BodyFilter { sits_ahead: true, ..BodyFilter::default() };
    let rows = ctx.store().bodies(&ctx.scope(), &filter, last_day(), None, limit).await?;
    Ok(read_all::<Body>(ctx, rows).await?.iter().map(|it| seen(ctx, it)).collect())
}

/// Bodies with a partner, the one of which something became known last first.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn with_partner(
    ctx: &Context<'_>,
    partner: &PartyCode,
    known_on: Option<Date>,
    limit: i64,
) -> Result<Vec<Body>> {
    let (scope, filter) = (scope_with(ctx, Some(partner)).await?, BodyFilter::default());
    let day = known_on.unwrap_or_else(last_day);
    let rows = ctx.store().bodies(&scope, &filter, day, None, limit).await?;
    Ok(read_all::<Body>(ctx, rows).await?.iter().map(|it| seen(ctx, it)).collect())
}

/// What the actor may see of a body: everything; for a partner all but invitations that no passage names; for a visitor
/// what rests on passages.
pub(crate) fn seen(ctx: &Context<'_>, it: &Body) -> Body {
    match &ctx.actor {
        Actor::Public => it.published(),
        Actor::User(user) if user.role == Role::Partner => it.shared(),
        Actor::User(_) | Actor::System => it.clone(),
    }
}

pub(crate) fn see(ctx: &Context<'_>, it: &Body) -> Result<()> {
    let d = &it.description;
    if visible(ctx, d.registry, &d.partner, it.public) { Ok(()) } else { Err(AppError::NotFound) }
}

/// The page of a body.
#[derive(Debug, Clone)]
pub struct Page {
    /// What the actor may see of the body.
    pub body: Body,
    /// What came of it: commitments that its decisions name, and those that came of its sessions.
    pub outcomes: Vec<Line>,
    /// Meetings that are its sessions or set it up, as far as the actor may see them.
    pub meetings: BTreeMap<MeetingId, Meeting>,
    /// Instruments that it names, as far as the actor may see them.
    pub instruments: BTreeMap<InstrumentId, Instrument>,
    /// Commitments that it names, as far as the actor may see them.
    pub commitments: BTreeMap<CommitmentId, Commitment>,
    /// Bodies that it names, as far as the actor may see them.
    pub named: BTreeMap<BodyId, Body>,
    /// Bodies that belong to it.
    pub children: Vec<Body>,
    /// Sources of everything on the page.
    pub sources: BTreeMap<SourceId, Source>,
    /// Who entered what, as far as the actor may know them.
    pub writers: BTreeMap<UserId, String>,
}

/// A body the actor may see.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, or belongs to another registry or partner.
pub async fn one(ctx: &Context<'_>, id: BodyId) -> Result<Body> {
    let it: Body = crate::lookup::latest(ctx, Kind::Body, id.uuid()).await?;
    see(ctx, &it).map(|()| seen(ctx, &it))
}

/// The page of a body, as known on a day (now, when none is given).
///
/// # Errors
/// As [`one`]; also when it was not yet known on that day.
pub async fn page(ctx: &Context<'_>, id: BodyId, known_on: Option<Date>) -> Result<Page> {
    ctx.authorise_reading()?;
    let day = known_on.unwrap_or_else(last_day);
    let it: Body = crate::lookup::one(ctx, Kind::Body, id.uuid(), day).await?;
    see(ctx, &it)?;
    let it = seen(ctx, &it);
    let meetings = meetings(ctx, &it, day).await?;
    let (named, children) = bodies(ctx, &it, day).await?;
    let mut sources: Vec<SourceId> = it.quotations().map(|(_, q)| q.source).collect();
    let held = sittings_on_record(&it, &meetings);
    sources.extend(held.flat_map(|it| it.decisions.iter().map(|s| s.what.quotation.source)));
    let writers = it.metas().filter_map(|meta| meta.actor).collect();
    Ok(Page {
        outcomes: outcomes(ctx, &it, &meetings, known_on).await?,
        instruments: instruments(ctx, &it, &meetings, day).await?,
        commitments: crate::lookup::commitments(
            ctx,
            decided(&it, &meetings).into_iter().collect(),
            day,
        )
        .await?,
        sources: cited(ctx, sources).await?,
        writers: crate::lookup::colleagues(ctx, writers).await?,
        meetings,
        named,
        children,
        body: it,
    })
}

/// Meetings that are sessions of a body.
fn sittings_on_record<'a>(
    it: &Body,
    meetings: &'a BTreeMap<MeetingId, Meeting>,
) -> impl Iterator<Item = &'a Meeting> {
    let ids: BTreeSet<MeetingId> = it.sessions.iter().filter_map(|s| s.what.meeting).collect();
    meetings.values().filter(move |meeting| ids.contains(&meeting.id))
}

async fn meetings(ctx: &Context<'_>, it: &Body, day: Date) -> Result<BTreeMap<MeetingId, Meeting>> {
    let sessions = it.sessions.iter().filter_map(|said| said.what.meeting);
    let founding = it.foundations.iter().filter_map(|said| said.what.meeting);
    let ids = sessions.chain(founding).map(MeetingId::uuid);
    Ok(several::<Meeting>(ctx, Kind::Meeting, ids, day)
        .await?
        .into_iter()
        .filter(|other| crate::meeting::see(ctx, other).is_ok())
        .map(|other| (other.id, crate::meeting::seen(ctx, &other)))
        .collect())
}

/// Bodies that it names, and those that belong to it.
async fn bodies(
    ctx: &Context<'_>,
    it: &Body,
    day: Date,
) -> Result<(BTreeMap<BodyId, Body>, Vec<Body>)> {
    let members = it.members.iter().map(|said| &said.what.who);
    let invited = it.invitations.iter().map(|said| &said.what.who);
    let givers = it.pledges.iter().map(|said| &said.what.by);
    let givers = givers.chain(it.deliveries.iter().map(|said| &said.what.by));
    let ids = members.chain(invited).chain(givers).filter_map(|who| match who {
        Who::Body { body } => Some(*body),
        Who::Party { .. } | Who::Agency { .. } | Who::Office { .. } => None,
    });
    let ids = ids.chain(it.description.parent).map(BodyId::uuid);
    let named = several::<Body>(ctx, Kind::Body, ids, day).await?;
    let scope = Scope { registry: Some(it.description.registry), ..ctx.scope() };
    let rows = ctx.store().bodies(&scope, &BodyFilter::default(), day, None, AROUND).await?;
    let all = read_all::<Body>(ctx, rows).await?;
    let children = all.iter().filter(|other| other.description.parent == Some(it.id));
    Ok((
        named
            .into_iter()
            .filter(|other| see(ctx, other).is_ok())
            .map(|other| (other.id, seen(ctx, &other)))
            .collect(),
        children.map(|other| seen(ctx, other)).collect(),
    ))
}

/// Commitments that decisions of a body and of its sessions name.
fn decided(it: &Body, meetings: &BTreeMap<MeetingId, Meeting>) -> BTreeSet<CommitmentId> {
    let own = it.decisions.iter().flat_map(|said| said.what.decision.commitments.iter());
    let held = sittings_on_record(it, meetings).flat_map(|meeting| meeting.decisions.iter());
    own.chain(held.flat_map(|said| said.what.commitments.iter())).copied().collect()
}

/// What came of a body, each commitment once, in the order of weight, deadline and id.
async fn outcomes(
    ctx: &Context<'_>,
    it: &Body,
    meetings: &BTreeMap<MeetingId, Meeting>,
    known_on: Option<Date>,
) -> Result<Vec<Line>> {
    let day = known_on.unwrap_or_else(last_day);
    let scope = Scope { registry: Some(it.description.registry), ..ctx.scope() };
    let mut all: BTreeMap<CommitmentId, Line> = BTreeMap::new();
    for meeting in sittings_on_record(it, meetings) {
        let of_session = crate::meeting::outcomes(ctx, meeting, known_on).await?;
        all.extend(of_session.into_iter().map(|line| (line.commitment.id, line)));
    }
    let decided = decided(it, meetings);
    let further: Vec<uuid::Uuid> =
        decided.iter().filter(|id| !all.contains_key(id)).map(|id| id.uuid()).collect();
    if !further.is_empty() {
        let mut rows = Vec::new();
        for body in ctx.store().several(Kind::Commitment, &further, day).await? {
            let c: Commitment = crate::lookup::read(ctx, &body).await?;
            if visible(ctx, c.description.registry, &c.description.partner, c.public) {
                rows.push(body);
            }
        }
        let of_decisions = lines(ctx, &scope, rows, known_on).await?;
        all.extend(of_decisions.into_iter().map(|line| (line.commitment.id, line)));
    }
    let mut lines: Vec<Line> = all.into_values().collect();
    lines.sort_by_key(|line| {
        let known = line.commitment.latest();
        (known.weight().rank(), known.due(), line.commitment.id)
    });
    Ok(lines)
}

async fn instruments(
    ctx: &Context<'_>,
    it: &Body,
    meetings: &BTreeMap<MeetingId, Meeting>,
    day: Date,
) -> Result<BTreeMap<InstrumentId, Instrument>> {
    let founding = it.foundations.iter().filter_map(|said| said.what.instrument);
    let own = it.decisions.iter().flat_map(|said| said.what.decision.instruments.iter());
    let held = sittings_on_record(it, meetings).flat_map(|meeting| meeting.decisions.iter());
    let held = held.flat_map(|said| said.what.instruments.iter());
    let ids = founding.chain(own.chain(held).copied()).map(InstrumentId::uuid);
    Ok(several::<Instrument>(ctx, Kind::Instrument, ids, day)
        .await?
        .into_iter()
        .filter(|i| visible(ctx, i.description.registry, &i.description.partner, i.public))
        .map(|i| (i.id, crate::instrument::seen(ctx, &i)))
        .collect())
}
