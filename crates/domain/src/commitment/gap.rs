//! What is to be asked about a commitment: computed from the record, stored nowhere.

use jiff::civil::Date;

use super::{Known, Standing, YearFigures};

/// Something the record lacks or that is behind, and that the other side can be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// The deadline has passed without delivery.
    Overdue {
        /// The last day of the deadline.
        due: Date,
    },
    /// Reported totals of a finished year leave places open that nobody explained.
    Unexplained {
        /// The year.
        year: i16,
        /// How many.
        places: u64,
    },
    /// A promise of which nothing was reported.
    NoReport,
    /// A promise without a number.
    NoNumber,
    /// A promise without a deadline.
    NoDeadline,
}

/// What is to be asked, the most pressing first.
///
/// Rule: only promises that still stand are asked about; talks and plans bind nobody. Of the years only the last
/// finished one with a reported total is asked about; a promise that is overdue is not asked for its first report too.
#[must_use]
pub fn gaps(known: &Known<'_>, years: &[YearFigures], standing: Standing, today: Date) -> Vec<Gap> {
    let settled = matches!(standing, Standing::Delivered | Standing::Lapsed | Standing::Replaced);
    if settled || !known.stage.is_promise() {
        return Vec::new();
    }
    let mut gaps = Vec::new();
    let overdue = known.is_overdue(today);
    if overdue {
        gaps.push(Gap::Overdue { due: known.due() });
    }
    let finished = years.iter().rev().filter(|y| y.year < today.year());
    let last = finished.clone().find(|y| y.delivered.is_some());
    if let Some((year, places)) = last.and_then(|y| Some((y.year, y.unexplained?)))
        && places > 0
    {
        gaps.push(Gap::Unexplained { year, places });
    }
    if standing == Standing::NoReport && !overdue {
        gaps.push(Gap::NoReport);
    }
    if known.quantity.is_none() && known.quotas.is_empty() {
        gaps.push(Gap::NoNumber);
    }
    if known.deadline.is_none() {
        gaps.push(Gap::NoDeadline);
    }
    gaps
}
