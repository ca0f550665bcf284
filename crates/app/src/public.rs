//! What everybody may see without an account: promises, talks apart from them, and what was reported.

use std::collections::BTreeMap;

use kelisim_domain::conflict::Conflict;
use kelisim_domain::id::SourceId;
use kelisim_domain::observation::Observation;
use kelisim_domain::source::Source;
use kelisim_store::reading::{CommitmentCursor, CommitmentFilter, Tally};

use crate::Result;
use crate::access::Action;
use crate::commitment::{Line, conflicts_rest_on, figures_rest_on, lines};
use crate::context::Context;
use crate::lookup::{last_day, read_all};
use crate::source::cited;

/// The public page of promises.
#[derive(Debug, Clone)]
pub struct Promises {
    /// How many commitments there are, by registry, partner, stage and delivery.
    pub tallies: Vec<Tally>,
    /// Commitments, promises before plans before talks.
    pub lines: Vec<Line>,
    /// Where the list goes on.
    pub next: Option<CommitmentCursor>,
    /// Reported figures that are held against no commitment.
    pub figures: Vec<Observation>,
    /// Open contradictions.
    pub conflicts: Vec<Conflict>,
    /// Sources of everything on the page.
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
    let scope = Context::public_scope();
    let day = last_day();
    let filter = CommitmentFilter::default();
    let mut bodies = ctx.store().commitments(&scope, &filter, day, after, limit + 1).await?;
    let more = i64::try_from(bodies.len()).unwrap_or(i64::MAX) > limit;
    if more {
        bodies.pop();
    }
    let lines = lines(ctx, &scope, bodies, None).await?;
    let next = lines.last().filter(|_| more).map(|line| {
        let known = line.commitment.latest();
        let id = line.commitment.id.uuid();
        CommitmentCursor { weight: known.weight().rank(), due: known.due(), id }
    });
    let figures: Vec<Observation> =
        read_all(ctx.store().observations(&scope, None, None, day, 60).await?)?;
    let conflicts: Vec<Conflict> =
        read_all(ctx.store().conflicts(&scope, None, None, day, 30).await?)?;
    let mut ids: Vec<SourceId> = lines.iter().flat_map(rests_on).collect();
    ids.extend(figures_rest_on(&figures));
    ids.extend(conflicts_rest_on(&conflicts));
    let sources = cited(ctx, ids).await?;
    Ok(Promises {
        tallies: ctx.store().tallies(&scope).await?,
        lines,
        next,
        figures,
        conflicts,
        sources,
    })
}

/// The sources a line rests on: that which set its stage and that which set its number.
fn rests_on(line: &Line) -> Vec<SourceId> {
    let known = line.commitment.latest();
    let said = [known.stage_from, known.quantity_from].into_iter().flatten();
    said.map(|statement| statement.what.quotation.source).collect()
}
