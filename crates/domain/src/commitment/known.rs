//! What the statements about a commitment add up to.

use jiff::civil::Date;

use super::state::{Commitment, DeliveryReport, QuotaPeriod, Said, Statement, VerdictGiven};
use crate::aggregate::{FOREVER, Meta};
use crate::edtf::Edtf;
use crate::figure::{Figure, Quantity};
use crate::stage::{Delivery, Stage};

/// What is known of a commitment: the latest word on each point, by publication date, then by entry.
#[derive(Debug, Clone)]
pub struct Known<'a> {
    /// How firm the words are.
    pub stage: Stage,
    /// The statement that set the stage.
    pub stage_from: Option<&'a Said<Statement>>,
    /// How much.
    pub quantity: Option<Quantity>,
    /// The statement that set the quantity first.
    pub quantity_from: Option<&'a Said<Statement>>,
    /// By when.
    pub deadline: Option<Edtf>,
    /// What happened.
    pub delivery: DeliveryKnown<'a>,
    /// What was judged.
    pub verdict: Option<&'a Said<VerdictGiven>>,
    /// Places by period and channel, latest word only, in order of period and channel.
    pub quotas: Vec<&'a Said<QuotaPeriod>>,
}

/// What happened, with the report that says so.
#[derive(Debug, Clone, Copy)]
pub struct DeliveryKnown<'a> {
    /// What happened.
    pub state: Delivery,
    /// The report; none while nothing was reported.
    pub from: Option<&'a Said<DeliveryReport>>,
}

/// How far up a list a commitment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A promise that is open.
    OpenPromise,
    /// Planned or proposed.
    Intention,
    /// Talks.
    Talks,
    /// Nothing more is expected.
    Closed,
}

impl Weight {
    /// The number kept in tables.
    #[must_use]
    pub const fn rank(self) -> i64 {
        match self {
            Self::OpenPromise => 0,
            Self::Intention => 1,
            Self::Talks => 2,
            Self::Closed => 3,
        }
    }
}

/// Statements in the order in which they became known.
fn in_order<T>(said: &[Said<T>]) -> Vec<&Said<T>> {
    let mut said: Vec<&Said<T>> = said.iter().collect();
    said.sort_by_key(|s| order(&s.meta));
    said
}

const fn order(meta: &Meta) -> (Date, i64) {
    (meta.known_on, meta.version)
}

impl<'a> Known<'a> {
    pub(super) fn of(commitment: &'a Commitment) -> Self {
        let statements = in_order(&commitment.statements);
        let last = |has: &dyn Fn(&Statement) -> bool| {
            statements.iter().copied().rev().find(|s| has(&s.what))
        };
        let stage_from = last(&|s| s.stage.is_some());
        let quantity_from = statements.iter().copied().find(|s| s.what.quantity.is_some());
        let deadline_from = last(&|s| s.deadline.is_some());
        let report = latest_report(&commitment.reports);
        Self {
            stage: stage_from.and_then(|s| s.what.stage).unwrap_or(Stage::S0),
            stage_from,
            quantity: quantity_from.and_then(|s| s.what.quantity),
            quantity_from,
            deadline: deadline_from.and_then(|s| s.what.deadline),
            delivery: DeliveryKnown {
                state: report.map_or(Delivery::NotDue, |r| r.what.state),
                from: report,
            },
            verdict: in_order(&commitment.verdicts).last().copied(),
            quotas: latest_quotas(&commitment.quotas),
        }
    }

    /// The day that counts for "overdue": the last day of the deadline, or the end of time without one.
    #[must_use]
    pub fn due(&self) -> Date {
        self.deadline.map_or(FOREVER, Edtf::last_day)
    }

    /// How far up a list it stands.
    #[must_use]
    pub fn weight(&self) -> Weight {
        if self.delivery.state.is_closed() {
            Weight::Closed
        } else if self.stage.is_promise() {
            Weight::OpenPromise
        } else if self.stage >= Stage::S3 {
            Weight::Intention
        } else {
            Weight::Talks
        }
    }

    /// Whether it is a promise whose deadline has passed without delivery. Computed, never stored.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.stage.is_promise() && !self.delivery.state.is_closed() && self.due() < today
    }

    /// Places promised for a year: what the quota periods of that year add up to, else the yearly quantity.
    ///
    /// Nothing when the words are no promise or no number was promised: then there is no bar to draw.
    #[must_use]
    pub fn promised_in(&self, year: i16) -> Option<Promised> {
        if !self.stage.is_promise() {
            return None;
        }
        let stated: Vec<u64> = self
            .quotas
            .iter()
            .filter(|q| q.what.period.single_year() == Some(year))
            .filter_map(|q| q.what.places.as_whole())
            .collect();
        if !stated.is_empty() {
            let places = Figure::whole(stated.iter().sum()).ok()?;
            return Some(Promised { places, stated: true });
        }
        let quantity = self.quantity?;
        (quantity.per == crate::topic::Per::Year)
            .then_some(Promised { places: quantity.value, stated: false })
    }
}

/// A promised number for a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promised {
    /// How many.
    pub places: Figure,
    /// Whether a source states it for that very year; else the yearly number is taken to continue.
    pub stated: bool,
}

/// The report of the latest time: what happened in 2020 says nothing of 2025, whenever it was published. A report
/// without a time of its own speaks of the day it was published.
fn latest_report(reports: &[Said<DeliveryReport>]) -> Option<&Said<DeliveryReport>> {
    reports.iter().max_by_key(|r| {
        let when = r.what.valid.map_or(r.meta.known_on, Edtf::last_day);
        (when.min(r.meta.known_on), order(&r.meta))
    })
}

/// The latest word for each period and channel, in order of period and channel.
fn latest_quotas(quotas: &[Said<QuotaPeriod>]) -> Vec<&Said<QuotaPeriod>> {
    let mut by_key = std::collections::BTreeMap::new();
    for quota in in_order(quotas) {
        by_key.insert((quota.what.period, quota.what.channel), quota);
    }
    by_key.into_values().collect()
}
