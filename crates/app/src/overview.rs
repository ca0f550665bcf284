//! What a person sees first: promised and delivered, per partner, with what needs a decision and the next dates.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use kelisim_domain::body::Body;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::Conflict;
use kelisim_domain::id::SourceId;
use kelisim_domain::meeting::Meeting;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_domain::stage::Shown;
use kelisim_store::reading::{CommitmentFilter, ObservationFilter, Scope, Tally};

use crate::access::Action;
use crate::commitment::{Line, conflicts_rest_on, figures_rest_on, lines};
use crate::context::Context;
use crate::instrument::{self, Watch, watch};
use crate::lookup::{directory, last_day, read_all, resolved, scope_with};
use crate::project;
use crate::recent::Standpoint;
use crate::source::cited;
use crate::{AppError, Result};

/// How many commitments the overview lists; all others are one link away.
const LISTED: i64 = 60;

/// What a person sees first.
#[derive(Debug, Clone)]
pub struct Overview {
    /// How many commitments there are, by partner, stage and delivery.
    pub tallies: Vec<Tally>,
    /// The most pressing commitments, in the order of the list.
    pub lines: Vec<Line>,
    /// Promises whose deadline has passed.
    pub overdue: Vec<Commitment>,
    /// What falls due next.
    pub next: Vec<Commitment>,
    /// Reported figures that are held against no commitment, newest first.
    pub figures: Vec<Observation>,
    /// Open conflicts, newest first.
    pub conflicts: Vec<Conflict>,
    /// How much work is open.
    pub work: OpenWork,
    /// What is to be watched over the instruments.
    pub watch: Watch,
    /// What is to be watched over the projects.
    pub projects: project::Watch,
}

/// How much work is open in a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenWork {
    /// Sources in review.
    pub reviews: i64,
    /// Marked passages not yet decided.
    pub drafts: i64,
    /// Open conflicts.
    pub conflicts: i64,
}

/// The overview, as known on a day (now, when none is given).
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn overview(ctx: &Context<'_>, known_on: Option<Date>) -> Result<Arc<Overview>> {
    ctx.authorise(Action::ReadRecord)?;
    let standpoint = Standpoint::of(ctx, known_on);
    ctx.app.recent.overviews.get(ctx, standpoint, read_overview(ctx, known_on)).await
}

async fn read_overview(ctx: &Context<'_>, known_on: Option<Date>) -> Result<Overview> {
    let scope = ctx.scope();
    let day = known_on.unwrap_or_else(last_day);
    let today = known_on.unwrap_or_else(|| ctx.today());
    let filter = CommitmentFilter { open_only: true, ..CommitmentFilter::default() };
    let bodies = ctx.store().commitments(&scope, &filter, day, None, LISTED).await?;
    Ok(Overview {
        tallies: tallies(ctx, &scope, known_on).await?,
        lines: lines(ctx, &scope, bodies, known_on).await?,
        overdue: due(ctx, &scope, day, Due::Before(today)).await?,
        next: due(ctx, &scope, day, Due::From(today)).await?,
        figures: read_all(
            ctx,
            ctx.store().observations(&scope, ObservationFilter::Any, day, None, 40).await?,
        )
        .await?,
        conflicts: read_all(ctx, ctx.store().conflicts(&scope, None, day, 6).await?).await?,
        work: open_work(ctx).await?,
        watch: watch(ctx, known_on).await?,
        projects: project::watch(ctx, known_on).await?,
    })
}

/// How many commitments there are with each partner, by stage and delivery.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn partners(ctx: &Context<'_>) -> Result<Arc<Vec<Tally>>> {
    ctx.authorise(Action::ReadRecord)?;
    let standpoint = Standpoint::of(ctx, None);
    ctx.app.recent.tallies.get(ctx, standpoint, tallies(ctx, &ctx.scope(), None)).await
}

async fn tallies(ctx: &Context<'_>, scope: &Scope, known_on: Option<Date>) -> Result<Vec<Tally>> {
    let written = match known_on {
        None => ctx.store().tallies(scope).await?,
        Some(day) => ctx.store().tallies_on(scope, day).await?,
    };
    added(ctx, written).await
}

/// What is counted with parties that were merged is counted with the one that stays.
pub(crate) async fn added(ctx: &Context<'_>, written: Vec<Tally>) -> Result<Vec<Tally>> {
    let names = directory(ctx).await?;
    if names.same.is_empty() {
        return Ok(written);
    }
    let mut sums = BTreeMap::new();
    for tally in written {
        let partner = names.same.of(&tally.partner).clone();
        let key = (tally.registry, partner, tally.stage.code(), tally.delivery.code());
        sums.entry(key).or_insert((tally.stage, tally.delivery, 0)).2 += tally.count;
    }
    let added = sums.into_iter().map(|((registry, partner, _, _), (stage, delivery, count))| {
        Tally { registry, partner, stage, delivery, count }
    });
    Ok(added.collect())
}

enum Due {
    Before(Date),
    From(Date),
}

async fn due(ctx: &Context<'_>, scope: &Scope, day: Date, due: Due) -> Result<Vec<Commitment>> {
    let base = CommitmentFilter { open_only: true, by_due: true, ..CommitmentFilter::default() };
    let filter = match due {
        Due::Before(today) => CommitmentFilter { due_before: Some(today), ..base },
        Due::From(today) => CommitmentFilter { due_from: Some(today), ..base },
    };
    read_all(ctx, ctx.store().commitments(scope, &filter, day, None, 6).await?).await
}

/// How much work is open, for the marks beside the sections.
///
/// # Errors
/// When the store cannot be read.
pub async fn open_work(ctx: &Context<'_>) -> Result<OpenWork> {
    ctx.authorise(Action::ReadRecord)?;
    if ctx.authorise(Action::ReadSources).is_err() {
        return Ok(OpenWork::default());
    }
    let registry = ctx.registry()?;
    let work = ctx.app.recent.work.get(ctx, registry, read_work(ctx, registry)).await?;
    Ok(*work)
}

async fn read_work(ctx: &Context<'_>, registry: RegistryCode) -> Result<OpenWork> {
    let (reviews, conflicts) = ctx.store().open_work(registry).await?;
    let drafts = ctx.store().open_drafts(registry).await?;
    Ok(OpenWork { reviews, drafts, conflicts })
}

/// The page of a partner.
#[derive(Debug, Clone)]
pub struct PartnerPage {
    /// The partner.
    pub partner: PartyCode,
    /// How many commitments there are, by stage and delivery.
    pub tallies: Vec<Tally>,
    /// Commitments in the order of the list, up to a hundred.
    pub lines: Vec<Line>,
    /// Whether there are more.
    pub more: bool,
    /// Reported figures, newest period first.
    pub figures: Vec<Observation>,
    /// Conflicts, open ones first.
    pub conflicts: Vec<Conflict>,
    /// Meetings, newest first.
    pub meetings: Vec<Meeting>,
    /// Bodies, the one of which something became known last first.
    pub bodies: Vec<Body>,
    /// Instruments, the one that moved last first.
    pub instruments: Vec<instrument::Line>,
    /// Projects, the one of which something became known last first.
    pub projects: Vec<project::Line>,
    /// Sources of the figures and the conflicts.
    pub sources: BTreeMap<SourceId, Source>,
}

/// The page of a partner, as known on a day.
///
/// # Errors
/// [`AppError::NotFound`] for a partner of whom nothing is known or whom the actor may not see.
pub async fn partner(
    ctx: &Context<'_>,
    partner: &PartyCode,
    known_on: Option<Date>,
) -> Result<Arc<PartnerPage>> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ReadRecord, registry, Some(partner))?;
    let partner = &resolved(ctx, partner).await?;
    let key = (Standpoint::of(ctx, known_on), partner.clone());
    ctx.app.recent.partners.get(ctx, key, read_partner(ctx, partner, known_on)).await
}

async fn read_partner(
    ctx: &Context<'_>,
    partner: &PartyCode,
    known_on: Option<Date>,
) -> Result<PartnerPage> {
    let scope = scope_with(ctx, Some(partner)).await?;
    let day = known_on.unwrap_or_else(last_day);
    let filter = CommitmentFilter::default();
    let mut bodies = ctx.store().commitments(&scope, &filter, day, None, 101).await?;
    let more = bodies.len() > 100;
    bodies.truncate(100);
    let lines = lines(ctx, &scope, bodies, known_on).await?;
    let figures: Vec<Observation> = read_all(
        ctx,
        ctx.store().observations(&scope, ObservationFilter::Any, day, None, 60).await?,
    )
    .await?;
    let conflicts: Vec<Conflict> =
        read_all(ctx, ctx.store().conflicts(&scope, None, day, 30).await?).await?;
    let meetings = crate::meeting::with_partner(ctx, partner, known_on, 30).await?;
    let instruments = instrument::with_partner(ctx, partner, known_on).await?;
    let known_at_all =
        !(lines.is_empty() && figures.is_empty() && conflicts.is_empty() && instruments.is_empty());
    let directory = crate::lookup::directory(ctx).await?;
    if !known_at_all && meetings.is_empty() && !directory.parties.contains_key(partner) {
        return Err(AppError::NotFound);
    }
    let mut ids = figures_rest_on(&figures);
    ids.extend(conflicts_rest_on(&conflicts));
    let sources = cited(ctx, ids).await?;
    Ok(PartnerPage {
        partner: partner.clone(),
        tallies: tallies(ctx, &scope, known_on).await?,
        lines,
        more,
        figures,
        conflicts,
        meetings,
        bodies: crate::body::with_partner(ctx, partner, known_on, 30).await?,
        instruments,
        projects: project::with_partner(ctx, partner, known_on).await?,
        sources,
    })
}

/// How many commitments stand at each of the five words.
#[must_use]
pub fn by_shown(tallies: &[Tally]) -> [(Shown, i64); 5] {
    Shown::ALL.map(|shown| {
        let count = tallies.iter().filter(|t| t.stage.shown() == shown).map(|t| t.count).sum();
        (shown, count)
    })
}
