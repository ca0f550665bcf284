//! Where a commitment stands today, and what its years add up to. Computed from the record, never stored.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Commitment, Known, Promised};
use crate::id::ObservationId;
use crate::observation::{Measure, Observation};
use crate::stage::{Delivery, Stage};

/// Where a commitment stands, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// A promise whose deadline passed, or whose last finished year has fewer than promised.
    Behind,
    /// A promise of which nothing was reported.
    NoReport,
    /// A promise or plan that falls due this year.
    DueThisYear,
    /// A promise with a report that is not behind.
    Reported,
    /// Delivered, as a party says or as was verified.
    Delivered,
    /// A plan or proposal: it binds nobody.
    Intended,
    /// Talks: they bind nobody.
    Talks,
    /// Ended without delivery.
    Lapsed,
    /// Replaced by a successor.
    Replaced,
}

impl Standing {
    /// All of them, the most pressing first.
    pub const ALL: [Self; 9] = [
        Self::Behind,
        Self::NoReport,
        Self::DueThisYear,
        Self::Reported,
        Self::Delivered,
        Self::Intended,
        Self::Talks,
        Self::Lapsed,
        Self::Replaced,
    ];

    /// The code by which it is named in addresses and bundles.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Behind => "behind",
            Self::NoReport => "no_report",
            Self::DueThisYear => "due_this_year",
            Self::Reported => "reported",
            Self::Delivered => "delivered",
            Self::Intended => "intended",
            Self::Talks => "talks",
            Self::Lapsed => "lapsed",
            Self::Replaced => "replaced",
        }
    }
}

/// The rule for the word: closed things first, then talks and plans, then promises by deadline and reports.
#[must_use]
pub fn standing(known: &Known<'_>, years: &[YearFigures], replaced: bool, today: Date) -> Standing {
    match known.delivery.state {
        Delivery::DeliveredClaimed | Delivery::Verified => return Standing::Delivered,
        Delivery::Lapsed => return Standing::Lapsed,
        Delivery::Renegotiated => return Standing::Replaced,
        _ if replaced => return Standing::Replaced,
        _ => {}
    }
    let this_year = known
        .deadline
        .is_some_and(|d| d.last_day().year() == today.year() && d.last_day() >= today);
    if !known.stage.is_promise() {
        return match (this_year, known.stage >= Stage::S3) {
            (true, true) => Standing::DueThisYear,
            (false, true) => Standing::Intended,
            (_, false) => Standing::Talks,
        };
    }
    let last = years.iter().rev().find(|y| y.year < today.year() && y.delivered.is_some());
    let short = last.is_some_and(|y| {
        y.promised.and_then(|p| p.places.as_whole()).zip(y.delivered).is_some_and(|(p, d)| d < p)
    });
    if known.is_overdue(today) || short {
        Standing::Behind
    } else if last.is_some() || known.delivery.from.is_some() {
        Standing::Reported
    } else if this_year {
        Standing::DueThisYear
    } else {
        Standing::NoReport
    }
}

/// What one year adds up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearFigures {
    /// The year.
    pub year: i16,
    /// Places promised; none when the words were no promise or named no number.
    pub promised: Option<Promised>,
    /// Reported as delivered; none when nobody published a figure, which is not zero.
    pub delivered: Option<u64>,
    /// Reported losses with a reason: declined, came home untreated, postponed.
    pub lost: u64,
    /// What a reported total leaves open; none while either number is missing.
    pub unexplained: Option<u64>,
    /// Whether a source says that it was stopped in that year.
    pub suspended: bool,
    /// The observations behind the numbers.
    pub observations: Vec<ObservationId>,
}

/// Measures of places that were used up without delivery, each with its reason.
pub const LOSSES: [&str; 3] = ["returned_without_surgery", "declined", "postponed"];

/// The years of a commitment and of those it replaced, oldest first.
///
/// `chain` is the commitment with its predecessors, oldest first: for a year that two of them cover, the later one
/// counts, unless only the earlier one states a number for that very year. Years run from the first number to the
/// later of today and the last stated period.
///
/// Rule: unexplained = promised − delivered − losses with a reason, and never below zero. It is shown, never booked.
#[must_use]
pub fn years(chain: &[&Commitment], observations: &[Observation], today: Date) -> Vec<YearFigures> {
    let Some(commitment) = chain.last() else { return Vec::new() };
    let promised = promises(chain, today);
    let mut figures: BTreeMap<i16, YearFigures> = promised
        .into_iter()
        .map(|(year, promised)| (year, YearFigures::empty(year, Some(promised))))
        .collect();
    for observation in observations {
        let (Some(year), Some(latest)) =
            (observation.description.period.single_year(), observation.latest())
        else {
            continue;
        };
        let measure = &observation.description.measure;
        let lost = LOSSES.contains(&measure.as_str());
        if !lost && !measure.counts_as_delivered() {
            continue;
        }
        let Some(value) = latest.what.value.as_whole() else { continue };
        let entry = figures.entry(year).or_insert_with(|| YearFigures::empty(year, None));
        entry.observations.push(observation.id);
        if lost {
            entry.lost += value;
        } else {
            entry.count(measure, value);
        }
    }
    for report in commitment.reports.iter().filter(|r| r.what.state == Delivery::Suspended) {
        if let Some(entry) = report.what.valid.and_then(|v| figures.get_mut(&v.single_year()?)) {
            entry.suspended = true;
        }
    }
    let mut figures: Vec<YearFigures> = figures.into_values().collect();
    for year in &mut figures {
        let whole = year.promised.and_then(|p| p.places.as_whole());
        year.unexplained = whole
            .zip(year.delivered)
            .map(|(promised, delivered)| promised.saturating_sub(delivered + year.lost));
    }
    figures
}

impl YearFigures {
    const fn empty(year: i16, promised: Option<Promised>) -> Self {
        Self {
            year,
            promised,
            delivered: None,
            lost: 0,
            unexplained: None,
            suspended: false,
            observations: Vec::new(),
        }
    }

    /// Several channels of one year add up; a total reported beside its parts is not counted twice.
    fn count(&mut self, measure: &Measure, value: u64) {
        self.delivered = Some(if measure.is_total() {
            self.delivered.map_or(value, |so_far| so_far.max(value))
        } else {
            self.delivered.unwrap_or(0) + value
        });
    }
}

fn promises(chain: &[&Commitment], today: Date) -> BTreeMap<i16, Promised> {
    let mut by_year: BTreeMap<i16, Promised> = BTreeMap::new();
    for commitment in chain {
        let known = commitment.latest();
        let stated = known.quotas.iter().filter_map(|q| q.what.period.single_year());
        let first =
            stated.clone().min().or_else(|| known.quantity_from.map(|s| s.meta.known_on.year()));
        let Some(first) = first else { continue };
        let end = known.deadline.map_or(today.year(), |d| d.last_day().year().min(today.year()));
        let last = stated.max().unwrap_or(first).max(end);
        for year in first..=last {
            let Some(promised) = known.promised_in(year) else { continue };
            let replace = by_year.get(&year).is_none_or(|old| promised.stated || !old.stated);
            if replace {
                by_year.insert(year, promised);
            }
        }
    }
    by_year
}
