//! The quota ledger: lists of lines, the page of one, and what an officer books.

mod book;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_domain::commitment::{Commitment, years as reported_years};
use kelisim_domain::id::{CommitmentId, QuotaLineId, SourceId};
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::quota::{Account, Booked, LineShown, QuotaYear, years};
use kelisim_domain::source::Source;
use kelisim_store::quota::LineFilter;
use kelisim_store::reading::{Kind, ObservationFilter, Scope};

use crate::access::Action;
use crate::commitment::figures_rest_on;
use crate::context::Context;
use crate::lookup::{self, commitments, last_day, read_all, scope_with};
use crate::source::{cited, visible};
use crate::{AppError, Result};

pub use book::{MoveForm, OpenForm, ReverseForm, STATED, book, open, publish, reverse, step_code};
pub(crate) use book::{load_line, places, read_reason, read_step};
pub use kelisim_store::reading::DayCursor as Cursor;

/// Which lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// With this partner, under whatever code it was written.
    pub partner: Option<PartyCode>,
    /// Resting on this commitment.
    pub commitment: Option<CommitmentId>,
}

impl Filter {
    const fn of_store(&self) -> LineFilter {
        LineFilter { commitment: self.commitment }
    }
}

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

/// Lines the actor may see, as known on a day (now, when none is given), `limit` at a time. A visitor sees what is
/// public in all registries.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(
    ctx: &Context<'_>,
    filter: &Filter,
    known_on: Option<Date>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<List> {
    let (lines, next) = lines(ctx, filter, known_on, after, limit).await?;
    let ids = lines.iter().map(|line| line.description.commitment).collect();
    let accounts = match known_on {
        None => {
            let scope = scope_with(ctx, filter.partner.as_ref()).await?;
            ctx.store().quota_accounts(&scope, &filter.of_store()).await?
        }
        Some(day) => accounts_on(ctx, filter, day).await?,
    };
    let day = known_on.unwrap_or_else(last_day);
    Ok(List { commitments: commitments(ctx, ids, day).await?, accounts, lines, next })
}

/// How many lines are read at once to add their places up.
const ADDED: i64 = 500;

/// How many places lay in each account over all lines, as known on a day. The table of accounts has only what is so by
/// now, so the lines of that day are added up.
async fn accounts_on(ctx: &Context<'_>, filter: &Filter, day: Date) -> Result<Vec<(Account, u64)>> {
    let mut sums: BTreeMap<&str, (Account, u64)> = BTreeMap::new();
    let mut after = None;
    loop {
        let (part, next) = lines(ctx, filter, Some(day), after, ADDED).await?;
        for account in Account::ALL {
            let held: u64 = part.iter().map(|line| line.balances.get(*account)).sum();
            sums.entry(account.code()).or_insert((*account, 0)).1 += held;
        }
        match next {
            Some(place) => after = Some(place),
            None => return Ok(sums.into_values().filter(|(_, n)| *n > 0).collect()),
        }
    }
}

/// As [`list`], the lines alone.
pub(crate) async fn lines(
    ctx: &Context<'_>,
    filter: &Filter,
    known_on: Option<Date>,
    after: Option<Cursor>,
    limit: i64,
) -> Result<(Vec<LineShown>, Option<Cursor>)> {
    ctx.authorise_reading()?;
    let day = known_on.unwrap_or_else(last_day);
    let (scope, which) = (scope_with(ctx, filter.partner.as_ref()).await?, filter.of_store());
    let bodies = ctx.store().quota_lines(&scope, &which, day, after, limit + 1).await?;
    let lines: Vec<LineShown> = read_all(ctx, bodies).await?;
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
    one_on(ctx, id, last_day()).await
}

async fn one_on(ctx: &Context<'_>, id: QuotaLineId, day: Date) -> Result<LineShown> {
    let line: LineShown = lookup::one(ctx, Kind::QuotaLine, id.uuid(), day).await?;
    let d = &line.description;
    if visible(ctx, d.registry, &d.partner, line.public) {
        Ok(seen(ctx, line))
    } else {
        Err(AppError::NotFound)
    }
}

/// The moves of a line the actor may see, as known on a day (now, when none is given), in the order they were booked,
/// with the sources they rest on: those after the version `after`, at most `limit`.
///
/// # Errors
/// As [`one`].
pub async fn moves(
    ctx: &Context<'_>,
    id: QuotaLineId,
    known_on: Option<Date>,
    after: i64,
    limit: i64,
) -> Result<(LineShown, Vec<Booked>, BTreeMap<SourceId, Source>)> {
    let line = one_on(ctx, id, known_on.unwrap_or_else(last_day)).await?;
    let moves = match known_on {
        None => booked(ctx, id, after, limit).await?,
        Some(_) => {
            let known = known(&line, booked(ctx, id, 0, MOVES).await?);
            let wanted = usize::try_from(limit).unwrap_or(0);
            known.into_iter().filter(|m| m.version > after).take(wanted).collect()
        }
    };
    let sources = cited(ctx, rest_on(&moves)).await?;
    Ok((line, moves, sources))
}

/// The moves of a line that were known when the line stood as it is given: a move is known no earlier than the one
/// before it, so they are the first ones.
fn known(line: &LineShown, mut moves: Vec<Booked>) -> Vec<Booked> {
    moves.truncate(usize::try_from(line.moves).unwrap_or(usize::MAX));
    moves
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

/// The page of a line, as known on a day (now, when none is given).
///
/// # Errors
/// As [`one`]; [`AppError::NotFound`] for a line that was not yet known.
pub async fn page(ctx: &Context<'_>, id: QuotaLineId, known_on: Option<Date>) -> Result<Page> {
    let (day, today) = (known_on.unwrap_or_else(last_day), known_on.unwrap_or_else(|| ctx.today()));
    let line = one_on(ctx, id, day).await?;
    let moves = known(&line, booked(ctx, id, 0, MOVES).await?);
    let d = &line.description;
    let scope = Scope { registry: Some(d.registry), ..ctx.scope() };
    let filter = LineFilter { commitment: Some(d.commitment) };
    let beside = ctx.store().quota_lines(&scope, &filter, day, None, BESIDE).await?;
    let lines: Vec<LineShown> = read_all(ctx, beside).await?;
    let lines: Vec<LineShown> = lines.into_iter().map(|line| seen(ctx, line)).collect();
    let commitment = commitments(ctx, vec![d.commitment], day).await?.remove(&d.commitment);
    let held = [d.commitment.uuid()];
    let found =
        ctx.store().observations(&scope, ObservationFilter::Held(&held), day, None, 300).await?;
    let reported: Vec<Observation> = read_all(ctx, found).await?;
    let figures = commitment
        .as_ref()
        .map(|commitment| reported_years(&[commitment], &reported, today))
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
