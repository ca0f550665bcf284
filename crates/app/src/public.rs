//! What everybody may see without an account: promises, talks apart from them, and what was reported.

use std::collections::BTreeMap;
use std::sync::Arc;

use kelisim_domain::conflict::{Conflict, ConflictState};
use kelisim_domain::id::{ObservationId, SourceId};
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
pub use kelisim_store::reading::ObservationCursor as FigureCursor;
use kelisim_store::reading::{
    CommitmentCursor, CommitmentFilter, Kind, ObservationFilter, Scope, Tally,
};

use crate::Result;
use crate::access::Action;
use crate::commitment::{Filter, Line, conflicts_rest_on, figures_rest_on, lines};
use crate::context::{Actor, Context, Signed};
use crate::lookup::{last_day, of_partner, read_all, scope_with, several};
use crate::overview::added;
use crate::recent::Standpoint;
use crate::source::cited;

/// A stretch of the list of public commitments.
#[derive(Debug, Clone)]
pub struct Stretch {
    /// Commitments, promises before plans before talks.
    pub lines: Vec<Line>,
    /// Where the list goes on.
    pub next: Option<CommitmentCursor>,
    /// The figures behind the years of the lines.
    pub held: BTreeMap<ObservationId, Observation>,
    /// Sources of every passage and figure of the lines.
    pub sources: BTreeMap<SourceId, Source>,
}

/// Which public commitments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Which {
    /// Of this registry; of all, when none is named.
    pub registry: Option<RegistryCode>,
    /// With this partner; with all, when none is named.
    pub partner: Option<PartyCode>,
}

/// The public page of promises.
#[derive(Debug, Clone)]
pub struct Promises {
    /// How many commitments there are, by registry, partner, stage and delivery.
    pub tallies: Arc<Vec<Tally>>,
    /// The commitments.
    pub list: Stretch,
    /// Reported figures that are held against no commitment, newest first.
    pub figures: Vec<Observation>,
    /// Open contradictions.
    pub conflicts: Vec<Conflict>,
    /// Sources of figures and contradictions.
    pub sources: BTreeMap<SourceId, Source>,
}

/// Public promises of all registries, `limit` at a time. The same for everybody, signed in or not.
///
/// # Errors
/// When the store cannot be read.
pub async fn promises(
    ctx: &Context<'_>,
    after: Option<&CommitmentCursor>,
    limit: i64,
) -> Result<Promises> {
    ctx.authorise(Action::ReadPublic)?;
    let list = stretch(ctx, &Which::default(), after, limit).await?;
    let Figures { mut figures, .. } = figures(ctx, None, None, 60).await?;
    figures.retain(|f| f.description.commitment.is_none());
    let scope = Context::public_scope();
    let found = ctx.store().conflicts(&scope, None, last_day(), 30).await?;
    let mut conflicts: Vec<Conflict> = read_all(ctx, found).await?;
    conflicts.retain(|c| c.state == ConflictState::Open);
    let mut ids: Vec<SourceId> = figures_rest_on(&figures);
    ids.extend(conflicts_rest_on(&conflicts));
    let sources = cited(ctx, ids).await?;
    Ok(Promises { tallies: tallies(ctx).await?, list, figures, conflicts, sources })
}

/// Public commitments with everything they rest on, `limit` at a time.
///
/// # Errors
/// When the store cannot be read.
pub async fn stretch(
    ctx: &Context<'_>,
    which: &Which,
    after: Option<&CommitmentCursor>,
    limit: i64,
) -> Result<Stretch> {
    ctx.authorise(Action::ReadPublic)?;
    let scope = of_partner(ctx, reach(ctx, which.registry), which.partner.as_ref()).await?;
    stretch_of(ctx, &scope, &CommitmentFilter::default(), after, limit).await
}

/// Commitments the actor sees, public or not, with everything they rest on.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn seen(
    ctx: &Context<'_>,
    filter: &Filter,
    after: Option<&CommitmentCursor>,
    limit: i64,
) -> Result<Stretch> {
    ctx.authorise(Action::ReadRecord)?;
    let scope = scope_with(ctx, filter.partner.as_ref()).await?;
    stretch_of(ctx, &scope, &filter.which, after, limit).await
}

async fn stretch_of(
    ctx: &Context<'_>,
    scope: &Scope,
    filter: &CommitmentFilter,
    after: Option<&CommitmentCursor>,
    limit: i64,
) -> Result<Stretch> {
    let mut bodies = ctx.store().commitments(scope, filter, last_day(), after, limit + 1).await?;
    let more = i64::try_from(bodies.len()).unwrap_or(i64::MAX) > limit;
    if more {
        bodies.pop();
    }
    let lines = lines(ctx, scope, bodies, None).await?;
    let next = lines.last().filter(|_| more).map(|line| {
        let known = line.commitment.latest();
        let id = line.commitment.id.uuid();
        CommitmentCursor { weight: known.weight().rank(), due: known.due(), id }
    });
    let held = held(ctx, &lines).await?;
    let statements = lines.iter().flat_map(|l| &l.commitment.statements);
    let values = held.values().filter_map(Observation::latest);
    let ids = (statements.map(|s| s.what.quotation.source))
        .chain(values.map(|v| v.what.quotation.source))
        .collect();
    let sources = cited(ctx, ids).await?;
    Ok(Stretch { lines, next, held, sources })
}

/// Whose rows a list is made of: what is public, of all registries or of one; for a program that shows a token, what
/// its person sees of the own registry.
fn reach(ctx: &Context<'_>, registry: Option<RegistryCode>) -> Scope {
    let own = match &ctx.actor {
        Actor::User(Signed { pass: Some(_), registry: own, .. }) => Some(*own),
        _ => None,
    };
    match own {
        Some(own) if registry.is_none_or(|asked| asked == own) => ctx.scope(),
        _ => Scope { registry, ..Context::public_scope() },
    }
}

/// The figures behind the years of lines, by id.
async fn held(ctx: &Context<'_>, lines: &[Line]) -> Result<BTreeMap<ObservationId, Observation>> {
    let ids = lines.iter().flat_map(|l| &l.years).flat_map(|y| &y.observations);
    let figures =
        several::<Observation>(ctx, Kind::Observation, ids.map(|id| id.uuid()), last_day()).await?;
    Ok(figures.into_iter().map(|figure| (figure.id, figure)).collect())
}

/// Public reported figures with what they rest on.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The figures, newest period first.
    pub figures: Vec<Observation>,
    /// Sources of every value.
    pub sources: BTreeMap<SourceId, Source>,
    /// Where the list goes on; nothing at its end.
    pub next: Option<FigureCursor>,
}

/// Public figures, the newest period first, held against a commitment or not.
///
/// # Errors
/// When the store cannot be read.
pub async fn figures(
    ctx: &Context<'_>,
    partner: Option<&PartyCode>,
    after: Option<&FigureCursor>,
    limit: i64,
) -> Result<Figures> {
    ctx.authorise(Action::ReadPublic)?;
    let scope = of_partner(ctx, reach(ctx, None), partner).await?;
    figures_of(ctx, &scope, ObservationFilter::Any, after, limit).await
}

/// Figures the actor sees, public or not, the newest period first; those of one measure where one is named.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn figures_seen(
    ctx: &Context<'_>,
    partner: Option<&PartyCode>,
    measure: Option<&str>,
    after: Option<&FigureCursor>,
    limit: i64,
) -> Result<Figures> {
    ctx.authorise(Action::ReadRecord)?;
    let filter = measure.map_or(ObservationFilter::Any, ObservationFilter::Measured);
    figures_of(ctx, &scope_with(ctx, partner).await?, filter, after, limit).await
}

async fn figures_of(
    ctx: &Context<'_>,
    scope: &Scope,
    filter: ObservationFilter<'_>,
    after: Option<&FigureCursor>,
    limit: i64,
) -> Result<Figures> {
    let store = ctx.store();
    let mut bodies = store.observations(scope, filter, last_day(), after, limit + 1).await?;
    let more = i64::try_from(bodies.len()).unwrap_or(i64::MAX) > limit;
    if more {
        bodies.pop();
    }
    let figures: Vec<Observation> = read_all(ctx, bodies).await?;
    let sources = cited(ctx, figures_rest_on(&figures)).await?;
    let next = figures.last().filter(|_| more).map(|last| FigureCursor {
        period_end: last.description.period.last_day(),
        measure: last.description.measure.as_str().to_owned(),
        id: last.id.uuid(),
    });
    Ok(Figures { figures, sources, next })
}

/// How many public commitments each registry has with each partner, by stage and delivery.
///
/// # Errors
/// When the store cannot be read.
pub async fn tallies(ctx: &Context<'_>) -> Result<Arc<Vec<Tally>>> {
    ctx.authorise(Action::ReadPublic)?;
    let read = async { added(ctx, ctx.store().tallies(&Context::public_scope()).await?).await };
    ctx.app.recent.tallies.get(ctx, Standpoint::of_everybody(ctx), read).await
}
