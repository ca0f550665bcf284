//! Instruments: the list, the page of one, and what is to be watched over all of them.
//!
//! Where an instrument stands is computed for the day asked about, so it is in no column: a list that asks for a state
//! reads the instruments of its scope and computes. A ministry has some hundreds of them.

mod approval;
mod enter;
mod fact;
mod package;
mod wording;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::{CommitmentId, InstrumentId, SourceId};
use kelisim_domain::instrument::{Alarm, Instrument, Position, SOON, Standing, Type};
use kelisim_domain::party::PartyCode;
use kelisim_domain::project::Linked;
use kelisim_domain::source::Source;
use kelisim_domain::user::Role;
use kelisim_store::instrument::InstrumentFilter;
use kelisim_store::reading::{Kind, Scope};

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::lookup::{commitments, last_day, latest, read_all, scope_with, several};
use crate::scan::{PAGE, Scan};
use crate::source::{cited, visible};
use crate::{AppError, Result};

pub use crate::typed::WithdrawForm;
pub use approval::{AnswerForm, SendForm, answer, send};
pub use enter::{EnterForm, LANGUAGES, describe, enter};
pub(crate) use enter::{known_party, other};
pub use fact::{
    ActForm, ChangeForm, ClauseForm, ForceForm, LinkForm, act, change, clause, force, link,
    publish, withdraw,
};
pub(crate) use fact::{about, load as load_instrument, optional_cited, optional_day};
pub use kelisim_store::reading::DayCursor as Cursor;
pub use package::{Package, SignedForm, answer_file, package, signed};
pub use wording::{ApproveForm, DraftForm, LARGEST, approve, content, draft};

/// Which instruments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Of this partner.
    pub partner: Option<PartyCode>,
    /// Of this type.
    pub kind: Option<Type>,
    /// That stand here today.
    pub standing: Option<Standing>,
    /// Whose notice day, end or renewal is near.
    pub expiring: bool,
}

/// An instrument with where it stands.
#[derive(Debug, Clone)]
pub struct Line {
    /// What the actor may see of it.
    pub instrument: Instrument,
    /// Where it stands.
    pub position: Position,
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct List {
    /// The instruments, the one that moved last first.
    pub lines: Vec<Line>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

impl Wanted {
    fn fits(&self, position: &Position) -> bool {
        self.standing.is_none_or(|standing| position.standing == standing)
            && (!self.expiring || is_expiring(position))
    }

    fn is_computed(&self) -> bool {
        self.standing.is_some() || self.expiring
    }
}

/// Whether a date is near on which somebody has to decide.
fn is_expiring(position: &Position) -> bool {
    let near =
        |a: &Alarm| matches!(a, Alarm::NoticeBy { .. } | Alarm::Ends { .. } | Alarm::Renews { .. });
    position.alarms.iter().any(near)
}

/// Instruments the actor may see, `limit` at a time. A visitor sees what is public in all registries.
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
    let scope = scope_with(ctx, wanted.partner.as_ref()).await?;
    let filter =
        InstrumentFilter { kind: wanted.kind.map(Type::code), ..InstrumentFilter::default() };
    let scan = Scan { after, limit, computed: wanted.is_computed() };
    let (lines, next) = scan
        .run(
            ctx,
            |after, page| ctx.store().instruments(&scope, &filter, last_day(), after, page),
            place,
            |it| Some(line(ctx, it, ctx.today())).filter(|line| wanted.fits(&line.position)),
        )
        .await?;
    Ok(List { lines, next })
}

fn place(it: &Instrument) -> Cursor {
    Cursor { day: it.moved_on(), id: it.id.uuid() }
}

/// What the actor may see of an instrument: everything; for a partner what is public and the texts; for a visitor what
/// rests on published passages.
pub(crate) fn seen(ctx: &Context<'_>, it: &Instrument) -> Instrument {
    match &ctx.actor {
        Actor::Public => it.published(),
        Actor::User(user) if user.role == Role::Partner => it.shared(),
        Actor::User(_) | Actor::System => it.clone(),
    }
}

fn line(ctx: &Context<'_>, it: &Instrument, day: Date) -> Line {
    let instrument = seen(ctx, it);
    Line { position: instrument.position(day), instrument }
}

/// The page of an instrument.
#[derive(Debug, Clone)]
pub struct Page {
    /// The instrument and where it stands.
    pub line: Line,
    /// Instruments it names, or that name it, as far as the actor may see them.
    pub named: BTreeMap<InstrumentId, Instrument>,
    /// Those among them that amend it, replace it or are a protocol to it.
    pub children: Vec<InstrumentId>,
    /// Commitments that stand in it, as far as the actor may see them.
    pub commitments: BTreeMap<CommitmentId, Commitment>,
    /// Sources of everything on the page.
    pub sources: BTreeMap<SourceId, Source>,
    /// Projects that serve it, as far as the actor may see them.
    pub projects: Vec<crate::project::Line>,
}

/// An instrument the actor may see.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, or belongs to another registry or partner.
pub async fn one(ctx: &Context<'_>, id: InstrumentId) -> Result<Instrument> {
    let it: Instrument = latest(ctx, Kind::Instrument, id.uuid()).await?;
    see(ctx, &it).map(|()| seen(ctx, &it))
}

fn see(ctx: &Context<'_>, it: &Instrument) -> Result<()> {
    let d = &it.description;
    if visible(ctx, d.registry, &d.partner, it.public) { Ok(()) } else { Err(AppError::NotFound) }
}

/// The page of an instrument, as known on a day (now, when none is given).
///
/// # Errors
/// As [`one`]; also when it was not yet known on that day.
pub async fn page(ctx: &Context<'_>, id: InstrumentId, known_on: Option<Date>) -> Result<Page> {
    let day = known_on.unwrap_or_else(last_day);
    let it: Instrument = crate::lookup::one(ctx, Kind::Instrument, id.uuid(), day).await?;
    see(ctx, &it)?;
    read_around(ctx, line(ctx, &it, known_on.unwrap_or_else(|| ctx.today())), day).await
}

/// What stands around an instrument of a list.
///
/// # Errors
/// When the store cannot be read.
pub async fn around(ctx: &Context<'_>, line: Line) -> Result<Page> {
    read_around(ctx, line, last_day()).await
}

async fn read_around(ctx: &Context<'_>, line: Line, day: Date) -> Result<Page> {
    let it = &line.instrument;
    let past = (day != last_day()).then_some(day);
    let scope = Scope { registry: Some(it.description.registry), ..ctx.scope() };
    let filter = InstrumentFilter { parent: Some(it.id), ..InstrumentFilter::default() };
    let children: Vec<Instrument> =
        read_all(ctx, ctx.store().instruments(&scope, &filter, day, None, PAGE).await?).await?;
    let by = it.changes.iter().filter_map(|change| change.what.by);
    let ids = by.chain(it.description.parent).map(InstrumentId::uuid);
    let others = several::<Instrument>(ctx, Kind::Instrument, ids, day).await?;
    let mut named: BTreeMap<InstrumentId, Instrument> = others
        .into_iter()
        .filter(|other| see(ctx, other).is_ok())
        .map(|other| (other.id, seen(ctx, &other)))
        .collect();
    let linked = it.links.iter().map(|link| link.what.commitment).collect();
    let child_ids = children.iter().map(|child| child.id).collect();
    named.extend(children.iter().map(|child| (child.id, seen(ctx, child))));
    let sources = it.quotations().map(|(_, quotation)| quotation.source).collect();
    Ok(Page {
        named,
        children: child_ids,
        commitments: commitments(ctx, linked, day).await?,
        sources: cited(ctx, sources).await?,
        projects: crate::project::serving(ctx, Linked::Instrument(it.id), past).await?,
        line,
    })
}

/// Instruments in which a commitment stands, as far as the actor may see them.
///
/// # Errors
/// When the store cannot be read.
pub async fn standing_in(
    ctx: &Context<'_>,
    commitment: CommitmentId,
    known_on: Option<Date>,
) -> Result<Vec<Line>> {
    let filter = InstrumentFilter { commitment: Some(commitment), ..InstrumentFilter::default() };
    filtered(ctx, &ctx.scope(), &filter, known_on).await
}

/// Instruments with a partner, the one that moved last first, at most two hundred.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn with_partner(
    ctx: &Context<'_>,
    partner: &PartyCode,
    known_on: Option<Date>,
) -> Result<Vec<Line>> {
    let scope = scope_with(ctx, Some(partner)).await?;
    filtered(ctx, &scope, &InstrumentFilter::default(), known_on).await
}

async fn filtered(
    ctx: &Context<'_>,
    scope: &Scope,
    filter: &InstrumentFilter,
    known_on: Option<Date>,
) -> Result<Vec<Line>> {
    ctx.authorise_reading()?;
    let (day, today) = (known_on.unwrap_or_else(last_day), known_on.unwrap_or_else(|| ctx.today()));
    let bodies = ctx.store().instruments(scope, filter, day, None, PAGE).await?;
    Ok(read_all::<Instrument>(ctx, bodies).await?.iter().map(|it| line(ctx, it, today)).collect())
}

/// What is to be watched over all instruments of a reader, counted on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Watch {
    /// Approved and unsigned.
    pub unsigned: i64,
    /// Held by an agency for more than thirty days, or beyond the day an answer was due.
    pub held: i64,
    /// The last day to give notice lies within ninety days.
    pub notice: i64,
    /// It ends within ninety days.
    pub ends: i64,
}

/// Counts what is to be watched, as known on a day.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub(crate) async fn watch(ctx: &Context<'_>, known_on: Option<Date>) -> Result<Watch> {
    ctx.authorise(Action::ReadRecord)?;
    let (day, today) = (known_on.unwrap_or_else(last_day), known_on.unwrap_or_else(|| ctx.today()));
    let (scope, filter) = (ctx.scope(), InstrumentFilter::default());
    let (positions, _) = Scan::ALL
        .run(
            ctx,
            |after, page| ctx.store().instruments(&scope, &filter, day, after, page),
            place,
            |it| Some(line(ctx, it, today).position),
        )
        .await?;
    let mut watch = Watch::default();
    positions.iter().for_each(|position| watch.count(position));
    Ok(watch)
}

impl Watch {
    fn count(&mut self, position: &Position) {
        let has = |fits: fn(&Alarm) -> bool| i64::from(position.alarms.iter().any(fits));
        self.unsigned += has(|a| matches!(a, Alarm::Unsigned));
        self.held += has(|a| matches!(a, Alarm::Overdue { .. } | Alarm::HeldLong { .. }));
        self.notice += has(|a| matches!(a, Alarm::NoticeBy { days, .. } if *days <= SOON));
        self.ends += has(|a| matches!(a, Alarm::Ends { days, .. } if *days <= SOON));
    }
}
