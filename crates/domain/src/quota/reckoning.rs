//! What the moves of a line add up to. Computed from the book, stored nowhere.
//!
//! A booking that was made good and its counter-entry cancel one another and are in none of these numbers.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Account, Booked, LineShown, Reason};
use crate::commitment::{Promised, YearFigures};
use crate::id::ObservationId;

/// Moves that stand: without those that were made good, and without their counter-entries.
fn standing(moves: &[Booked]) -> impl Iterator<Item = &Booked> {
    let undone: BTreeSet<i64> = moves.iter().filter_map(|m| m.reverses).collect();
    moves.iter().filter(move |m| m.reverses.is_none() && !undone.contains(&m.version))
}

/// How many places came into an account of the way, and how many are there now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The account.
    pub account: Account,
    /// Places that came in; one that is given anew comes in anew.
    pub came: u64,
    /// Places that are there now.
    pub now: u64,
}

/// The stairs of a line: each account of the way in order.
#[must_use]
pub fn reached(moves: &[Booked]) -> Vec<Reached> {
    let sum = |side: fn(&Booked) -> Option<Account>, account| -> u64 {
        standing(moves).filter(|m| side(m) == Some(account)).map(|m| m.places).sum()
    };
    Account::WAY
        .into_iter()
        .map(|account| {
            let came = sum(|m| m.to, account);
            Reached { account, came, now: came.saturating_sub(sum(|m| m.from, account)) }
        })
        .collect()
}

/// How many places went from where to where; nothing stands for outside the line.
#[must_use]
pub fn flows(moves: &[Booked]) -> BTreeMap<(Option<Account>, Option<Account>), u64> {
    let mut flows = BTreeMap::new();
    for m in standing(moves) {
        *flows.entry((m.from, m.to)).or_insert(0) += m.places;
    }
    flows
}

/// Why places came back or lapsed, and how many for each reason.
///
/// What lapsed after it came back is in both; a place that came back twice was lost twice.
#[must_use]
pub fn losses(moves: &[Booked]) -> BTreeMap<Reason, u64> {
    let mut losses = BTreeMap::new();
    for m in standing(moves) {
        if matches!(m.to, Some(Account::Returned | Account::Lapsed)) {
            *losses.entry(m.reason).or_insert(0) += m.places;
        }
    }
    losses
}

/// What was left at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// The day.
    pub on: Date,
    /// Places that could still be used.
    pub open: u64,
    /// Places completed so far.
    pub completed: u64,
}

/// How the places of a line were used up over time: one point for each day on which some reached a final account.
///
/// All places of the line count from the beginning, whenever a source named them, so that the line only falls.
#[must_use]
pub fn burn_down(moves: &[Booked]) -> Vec<Left> {
    let whole: u64 =
        standing(moves).filter(|m| m.from.is_none() && m.to.is_some()).map(|m| m.places).sum();
    let mut by_day: BTreeMap<Date, (u64, u64)> = BTreeMap::new();
    for m in standing(moves) {
        if let Some(to) = m.to.filter(|to| to.is_final()) {
            let (gone, completed) = by_day.entry(m.on).or_default();
            *gone += m.places;
            if to == Account::Completed {
                *completed += m.places;
            }
        }
    }
    let (mut open, mut done) = (whole, 0);
    by_day
        .into_iter()
        .map(|(on, (gone, completed))| {
            open = open.saturating_sub(gone);
            done += completed;
            Left { on, open, completed: done }
        })
        .collect()
}

/// What the lines of a commitment add up to in one year, with what others report beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaYear {
    /// The year.
    pub year: i16,
    /// Places its lines have; none in a year without a line.
    pub stated: Option<u64>,
    /// What was promised for the year, where no line was opened.
    pub promised: Option<Promised>,
    /// Places booked here as completed; none while none is, which is not zero.
    pub completed: Option<u64>,
    /// What others report as delivered; none when nobody published a figure.
    pub reported: Option<u64>,
    /// What others report beyond what is booked here. It is shown and never booked.
    pub unexplained: Option<u64>,
    /// The observations behind what others report.
    pub observations: Vec<ObservationId>,
}

/// The years of a commitment: its lines beside the figures reported for it, oldest first.
#[must_use]
pub fn years(lines: &[LineShown], figures: &[YearFigures]) -> Vec<QuotaYear> {
    let of = |year: i16| -> Vec<&LineShown> {
        lines.iter().filter(|l| l.description.period.single_year() == Some(year)).collect()
    };
    let years: BTreeSet<i16> = (lines.iter().filter_map(|l| l.description.period.single_year()))
        .chain(figures.iter().map(|f| f.year))
        .collect();
    years
        .into_iter()
        .map(|year| {
            let own = of(year);
            let figure = figures.iter().find(|f| f.year == year);
            let done: u64 = own.iter().map(|l| l.balances.get(Account::Completed)).sum();
            let completed = (done > 0).then_some(done);
            let reported = figure.and_then(|f| f.delivered);
            QuotaYear {
                year,
                stated: (!own.is_empty()).then(|| own.iter().map(|l| l.stated).sum()),
                promised: figure.and_then(|f| f.promised),
                completed,
                reported,
                unexplained: reported.map(|n| n.saturating_sub(done)),
                observations: figure.map(|f| f.observations.clone()).unwrap_or_default(),
            }
        })
        .collect()
}
