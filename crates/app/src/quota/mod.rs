//! The quota ledger: lists of lines, the page of one, and what an officer books.

mod book;

use std::collections::BTreeMap;

use kelisim_domain::commitment::{Commitment, years as reported_years};
use kelisim_domain::id::{CommitmentId, QuotaLineId, SourceId};
use kelisim_domain::observation::Observation;
use kelisim_domain::quota::{Account, Booked, LineShown, QuotaYear, years};
use kelisim_domain::source::Source;
use kelisim_store::quota::LineFilter;
use kelisim_store::reading::{Kind, Scope};

use crate::access::Action;
use crate::commitment::figures_rest_on;
use crate::context::Context;
use crate::lookup::{commitments, last_day, latest, read_all};
use crate::source::{cited, visible};
use crate::{AppError, Result};

pub(crate) use book::load_line;
pub use book::{MoveForm, OpenForm, ReverseForm, STATED, book, open, publish, reverse, step_code};
pub use kelisim_store::quota::LineFilter as Filter;
pub use kelisim_store::reading::DayCursor as Cursor;

/// Lines with the commitments they rest on.
#[derive(Debug, Clone)]
pub struct List {
    /// The lines, the latest period first.
    pub lines: Vec<LineShown>,
    /// The commitments they rest on.
    pub commitments: BTreeMap<CommitmentId, Commitment>,
    /// How many places lie in each account over all lines of the list, shown here or further on.
    pub accounts: Vec<(Account, u64)>,
    /// Where the list goes on.
    pub next: Option<Cursor>,
}

/// Lines the actor may see, `limit` at a time. A visitor sees what is public in all registries.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(
    ctx: &Context<'_>,
    filter: &LineFilter,
    after: Option<Cursor>,
    limit: i64,
) -> Result<List> {
    let (lines, next) = lines(ctx, filter, after, limit).await?;
    let ids = lines.iter().map(|line| line.description.commitment).collect();
    Ok(List {
        commitments: commitments(ctx, ids, last_day()).await?,
        accounts: ctx.store().quota_accounts(&ctx.scope(), filter).await?,
        lines,
        next,
    })
}

/// As [`list`], the lines alone.
pub(crate) async fn lines(
    ctx: &Context<'_>,
    filter: &LineFilter,
    after: Option<Cursor>,
    limit: i64,
) -> Result<(Vec<LineShown>, Option<Cursor>)> {
    ctx.authorise_reading()?;
    let bodies =
        ctx.store().quota_lines(&ctx.scope(), filter, last_day(), after, limit + 1).await?;
    let lines: Vec<LineShown> = read_all(bodies)?;
    let mut lines: Vec<LineShown> = lines.into_iter().map(|line| seen(ctx, line)).collect();
    let more = i64::try_from(lines.len()).unwrap_or(i64::MAX) > limit;
    if more {
        lines.pop();
    }
    let next = lines
        .last()
        .filter(|_| more)
        .map(|line| Cursor { day: line.description.period.last_day(), id: line.id.uuid() });
    Ok((lines, next))
}

/// What the actor may see of a line: letters about its moves are work of the house.
pub(crate) fn seen(ctx: &Context<'_>, line: LineShown) -> LineShown {
    if ctx.authorise(Action::ReadSources).is_ok() { line } else { line.shared() }
}

/// The page of a line.
#[derive(Debug, Clone)]
pub struct Page {
    /// The line.
    pub line: LineShown,
    /// Its moves, in the order they were booked.
    pub moves: Vec<Booked>,
    /// The commitment it rests on, where the actor may see it.
    pub commitment: Option<Commitment>,
    /// All lines of that commitment, this one among them, the latest period first.
    pub lines: Vec<LineShown>,
    /// The years of the commitment: its lines beside what others report.
    pub years: Vec<QuotaYear>,
    /// Figures that others report against the commitment, newest period first.
    pub reported: Vec<Observation>,
    /// Sources of moves and figures.
    pub sources: BTreeMap<SourceId, Source>,
}

/// Most moves a page shows; a line of a ministry has some hundreds a year.
const MOVES: i64 = 20_000;
/// Most lines of one commitment beside it.
const BESIDE: i64 = 200;

/// A line the actor may see.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, or belongs to another registry or partner.
pub async fn one(ctx: &Context<'_>, id: QuotaLineId) -> Result<LineShown> {
    let line: LineShown = latest(ctx, Kind::QuotaLine, id.uuid()).await?;
    let d = &line.description;
    if visible(ctx, d.registry, &d.partner, line.public) {
        Ok(seen(ctx, line))
    } else {
        Err(AppError::NotFound)
    }
}

/// The moves of a line the actor may see, in the order they were booked, with the sources they rest on.
///
/// # Errors
/// As [`one`].
pub async fn moves(
    ctx: &Context<'_>,
    id: QuotaLineId,
    after: i64,
    limit: i64,
) -> Result<(LineShown, Vec<Booked>, BTreeMap<SourceId, Source>)> {
    let line = one(ctx, id).await?;
    let moves = booked(ctx, id, after, limit).await?;
    let sources = cited(ctx, rest_on(&moves)).await?;
    Ok((line, moves, sources))
}

async fn booked(ctx: &Context<'_>, id: QuotaLineId, after: i64, limit: i64) -> Result<Vec<Booked>> {
    let bodies = ctx.store().quota_moves(id, after, limit).await?;
    bodies
        .iter()
        .map(|body| serde_json::from_str(body).map_err(|e| AppError::internal("reading a move", e)))
        .collect()
}

fn rest_on(moves: &[Booked]) -> Vec<SourceId> {
    moves.iter().filter_map(|m| m.quotation.as_ref()).map(|q| q.source).collect()
}

/// The page of a line.
///
/// # Errors
/// As [`one`].
pub async fn page(ctx: &Context<'_>, id: QuotaLineId) -> Result<Page> {
    let line = one(ctx, id).await?;
    let moves = booked(ctx, id, 0, MOVES).await?;
    let d = &line.description;
    let scope = Scope { registry: Some(d.registry), ..ctx.scope() };
    let filter = LineFilter { commitment: Some(d.commitment), ..LineFilter::default() };
    let beside = ctx.store().quota_lines(&scope, &filter, last_day(), None, BESIDE).await?;
    let lines: Vec<LineShown> = read_all(beside)?;
    let lines: Vec<LineShown> = lines.into_iter().map(|line| seen(ctx, line)).collect();
    let commitment = commitments(ctx, vec![d.commitment], last_day()).await?.remove(&d.commitment);
    let held = [d.commitment.uuid()];
    let found = ctx.store().observations(&scope, None, Some(&held), last_day(), None, 300).await?;
    let reported: Vec<Observation> = read_all(found)?;
    let figures = commitment
        .as_ref()
        .map(|commitment| reported_years(&[commitment], &reported, ctx.today()))
        .unwrap_or_default();
    let mut ids = rest_on(&moves);
    ids.extend(figures_rest_on(&reported));
    Ok(Page {
        years: years(&lines, &figures),
        sources: cited(ctx, ids).await?,
        line,
        moves,
        commitment,
        lines,
        reported,
    })
}
