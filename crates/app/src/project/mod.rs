//! Projects: the list, the page of one, and what is to be watched over all of them.
//!
//! Slip, overdue days and the chain are computed for the day asked about, so they are in no column: a list that asks for
//! them reads the projects of its scope and computes. A ministry has some dozens of them.

mod begin;
mod change;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::{CommitmentId, InstrumentId, ProjectId, SourceId, UserId};
use kelisim_domain::instrument::Instrument;
use kelisim_domain::party::PartyCode;
use kelisim_domain::project::{Against, Linked, Plan, Progress, Project, Tally};
use kelisim_domain::source::Source;
use kelisim_domain::user::Role;
use kelisim_store::project::ProjectFilter;
use kelisim_store::reading::{Kind, Scope};

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::lookup::{colleagues, commitments, last_day, read_all, scope_with, several};
use crate::scan::{PAGE, Scan};
use crate::source::{cited, visible};
use crate::{AppError, Result};

pub use crate::typed::WithdrawForm;
pub use begin::{BeginForm, begin, describe};
pub use change::{
    DependForm, FreezeForm, LinkForm, MilestoneForm, RemoveForm, SayForm, UndependForm, add,
    depend, freeze, link, publish, remove, rename, say, undepend, withdraw,
};
pub use kelisim_store::reading::DayCursor as Cursor;

/// What sort of milestones a project has, to be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Having {
    /// Open and past their day.
    Overdue,
    /// Moved to a later day than was said first.
    Slipped,
    /// Open and without a day.
    Undated,
    /// Expected before the chain allows.
    TooEarly,
    /// Open, and their last day is near.
    Due,
}

impl Having {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Overdue, Self::Slipped, Self::Undated, Self::TooEarly, Self::Due];

    /// The code in addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Slipped => "slipped",
            Self::Undated => "undated",
            Self::TooEarly => "too_early",
            Self::Due => "due",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|having| having.code() == code)
    }

    const fn fits(self, tally: Tally) -> bool {
        match self {
            Self::Overdue => tally.overdue > 0,
            Self::Slipped => tally.slipped > 0,
            Self::Undated => tally.undated > 0,
            Self::TooEarly => tally.too_early > 0,
            Self::Due => tally.due > 0,
        }
    }
}

/// Which projects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Of this partner.
    pub partner: Option<PartyCode>,
    /// That have such milestones today.
    pub having: Option<Having>,
}

/// A project with its plan of a day.
#[derive(Debug, Clone)]
pub struct Line {
    /// What the actor may see of it.
    pub project: Project,
    /// Its plan.
    pub plan: Plan,
}

/// A part of a list.
#[derive(Debug, Clone)]
pub struct List {
    /// The projects, the one of which something became known last first.
    pub lines: Vec<Line>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// Projects the actor may see, `limit` at a time. A visitor sees what is public in all registries.
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
    let filter = ProjectFilter::default();
    let fits = |line: &Line| wanted.having.is_none_or(|having| having.fits(line.plan.tally));
    let scan = Scan { after, limit, computed: wanted.having.is_some() };
    let (lines, next) = scan
        .run(
            ctx,
            |after, page| ctx.store().projects(&scope, &filter, last_day(), after, page),
            place,
            |it| Some(line(ctx, it, ctx.today(), Against::FirstWord)).filter(fits),
        )
        .await?;
    Ok(List { lines, next })
}

fn place(it: &Project) -> Cursor {
    Cursor { day: it.moved_on(), id: it.id.uuid() }
}

/// What the actor may see of a project: everything; for a partner and a visitor what rests on published passages.
pub(crate) fn seen(ctx: &Context<'_>, it: &Project) -> Project {
    match &ctx.actor {
        Actor::Public => it.published(),
        Actor::User(user) if user.role == Role::Partner => it.published(),
        Actor::User(_) | Actor::System => it.clone(),
    }
}

fn line(ctx: &Context<'_>, it: &Project, day: Date, against: Against) -> Line {
    let project = seen(ctx, it);
    Line { plan: project.plan(day, against), project }
}

/// The page of a project.
#[derive(Debug, Clone)]
pub struct Page {
    /// The project and its plan.
    pub line: Line,
    /// Commitments it serves, as far as the actor may see them.
    pub commitments: BTreeMap<CommitmentId, Commitment>,
    /// Instruments it serves, as far as the actor may see them.
    pub instruments: BTreeMap<InstrumentId, Instrument>,
    /// Sources of everything on the page.
    pub sources: BTreeMap<SourceId, Source>,
    /// Who entered what, as far as the actor may know them.
    pub writers: BTreeMap<UserId, String>,
}

fn see(ctx: &Context<'_>, it: &Project) -> Result<()> {
    let d = &it.description;
    if visible(ctx, d.registry, &d.partner, it.public) { Ok(()) } else { Err(AppError::NotFound) }
}

/// The page of a project, as known on a day (now, when none is given), with slip against what is chosen.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, was not yet known on that day, or belongs to another registry or partner.
pub async fn page(
    ctx: &Context<'_>,
    id: ProjectId,
    known_on: Option<Date>,
    against: Against,
) -> Result<Page> {
    let day = known_on.unwrap_or_else(last_day);
    let it: Project = crate::lookup::one(ctx, Kind::Project, id.uuid(), day).await?;
    see(ctx, &it)?;
    let today = known_on.unwrap_or_else(|| ctx.today());
    read_around(ctx, line(ctx, &it, today, against), day).await
}

/// What stands around a project of a list.
///
/// # Errors
/// When the store cannot be read.
pub async fn around(ctx: &Context<'_>, line: Line) -> Result<Page> {
    read_around(ctx, line, last_day()).await
}

async fn read_around(ctx: &Context<'_>, line: Line, day: Date) -> Result<Page> {
    let it = &line.project;
    let instruments = it.instruments().map(InstrumentId::uuid);
    let instruments = several::<Instrument>(ctx, Kind::Instrument, instruments, day).await?;
    let sources = it.quotations().map(|(_, quotation)| quotation.source).collect();
    let writers = it.metas().filter_map(|meta| meta.actor).collect();
    Ok(Page {
        commitments: commitments(ctx, it.commitments().collect(), day).await?,
        instruments: instruments
            .into_iter()
            .filter(|i| visible(ctx, i.description.registry, &i.description.partner, i.public))
            .map(|i| (i.id, crate::instrument::seen(ctx, &i)))
            .collect(),
        sources: cited(ctx, sources).await?,
        writers: colleagues(ctx, writers).await?,
        line,
    })
}

/// Projects that serve a commitment or an instrument, as far as the actor may see them.
///
/// # Errors
/// When the store cannot be read.
pub async fn serving(
    ctx: &Context<'_>,
    served: Linked,
    known_on: Option<Date>,
) -> Result<Vec<Line>> {
    let filter = ProjectFilter { serves: Some(served) };
    filtered(ctx, &ctx.scope(), &filter, known_on).await
}

/// Projects with a partner, the one of which something became known last first, at most two hundred.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn with_partner(
    ctx: &Context<'_>,
    partner: &PartyCode,
    known_on: Option<Date>,
) -> Result<Vec<Line>> {
    let scope = scope_with(ctx, Some(partner)).await?;
    filtered(ctx, &scope, &ProjectFilter::default(), known_on).await
}

async fn filtered(
    ctx: &Context<'_>,
    scope: &Scope,
    filter: &ProjectFilter,
    known_on: Option<Date>,
) -> Result<Vec<Line>> {
    ctx.authorise_reading()?;
    let (day, today) = (known_on.unwrap_or_else(last_day), known_on.unwrap_or_else(|| ctx.today()));
    let bodies = ctx.store().projects(scope, filter, day, None, PAGE).await?;
    let of = |it: &Project| line(ctx, it, today, Against::FirstWord);
    Ok(read_all::<Project>(ctx, bodies).await?.iter().map(of).collect())
}

/// What is to be watched over all projects of a reader: how many open milestones there are of each sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Watch {
    /// Past their day.
    pub overdue: i64,
    /// Moved to a later day than was said first, and not overdue.
    pub slipped: i64,
    /// Expected before the chain allows.
    pub too_early: i64,
    /// Their last day is near.
    pub due: i64,
}

/// Counts what is to be watched, as known on a day.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub(crate) async fn watch(ctx: &Context<'_>, known_on: Option<Date>) -> Result<Watch> {
    ctx.authorise(Action::ReadRecord)?;
    let (day, today) = (known_on.unwrap_or_else(last_day), known_on.unwrap_or_else(|| ctx.today()));
    let (scope, filter) = (ctx.scope(), ProjectFilter::default());
    let (plans, _) = Scan::ALL
        .run(
            ctx,
            |after, page| ctx.store().projects(&scope, &filter, day, after, page),
            place,
            |it| Some(line(ctx, it, today, Against::FirstWord).plan),
        )
        .await?;
    let mut watch = Watch::default();
    plans.iter().for_each(|plan| watch.count(plan));
    Ok(watch)
}

impl Watch {
    fn count(&mut self, plan: &Plan) {
        for row in plan.rows.iter().filter(|row| row.progress < Progress::Claimed) {
            self.overdue += i64::from(row.overdue.is_some());
            self.slipped += i64::from(row.overdue.is_none() && row.slip.is_late());
            self.too_early += i64::from(row.too_early.is_some());
            self.due += i64::from(row.due.is_some());
        }
    }
}
