//! By how much a day moved. What is known only to the year is never counted as if it were known to the day.

use jiff::civil::Date;

use super::{Aspect, Word};
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::stage::coded;

coded! {
    /// Why two dates cannot be compared.
    Incomparable {
        /// There was no day then.
        NoDateThen = "no_date_then",
        /// There is no day now.
        NoDateNow = "no_date_now",
        /// One of them is given only roughly.
        Approximate = "approximate",
        /// The milestone is not in the earlier plan.
        NotThen = "not_then",
        /// The milestone is not in the later plan.
        NotNow = "not_now",
    }
}

/// By how many days something moved; later is more than zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// The same date is stated, to the letter.
    Same,
    /// Both days are known.
    Exact {
        /// How many; not zero.
        days: i32,
    },
    /// At least one is known only to a month, a year or a span: at least and at most so many days.
    Range {
        /// The least.
        least: i32,
        /// The most.
        most: i32,
    },
    /// They cannot be compared.
    Unknown {
        /// Why.
        why: Incomparable,
    },
}

impl Slip {
    /// Whether it is certain that it moved to a later day.
    #[must_use]
    pub const fn is_late(self) -> bool {
        match self {
            Self::Exact { days } => days > 0,
            Self::Range { least, .. } => least > 0,
            Self::Same | Self::Unknown { .. } => false,
        }
    }

    /// Whether it is certain that it moved to an earlier day.
    #[must_use]
    pub const fn is_early(self) -> bool {
        match self {
            Self::Exact { days } => days < 0,
            Self::Range { most, .. } => most < 0,
            Self::Same | Self::Unknown { .. } => false,
        }
    }

    /// The least number of days by which it is later, for sorting; zero where that is not certain.
    #[must_use]
    pub const fn least_late(self) -> i32 {
        match self {
            Self::Exact { days: least } | Self::Range { least, .. } if least > 0 => least,
            _ => 0,
        }
    }
}

/// Days from one day to another; negative when it lies before.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// By how much a date moved from `then` to `now`.
///
/// Rule: two days are subtracted. A month, a year or a span stands for any of its days, so that between "2030" and
/// "2030-06" lie from 213 days less to 180 days more: a range, and neither late nor early. "About" has no ends and is
/// compared with nothing but itself.
#[must_use]
pub fn slip(then: Option<Edtf>, now: Option<Edtf>) -> Slip {
    let (then, now) = match (then, now) {
        (None, _) => return Slip::Unknown { why: Incomparable::NoDateThen },
        (_, None) => return Slip::Unknown { why: Incomparable::NoDateNow },
        (Some(then), Some(now)) => (then, now),
    };
    if then == now {
        return Slip::Same;
    }
    if is_rough(then) || is_rough(now) {
        return Slip::Unknown { why: Incomparable::Approximate };
    }
    let least = days_between(then.last_day(), now.first_day());
    let most = days_between(then.first_day(), now.last_day());
    match (least == most, least) {
        // A span of one day is that day, written otherwise.
        (true, 0) => Slip::Same,
        (true, days) => Slip::Exact { days },
        (false, least) => Slip::Range { least, most },
    }
}

/// Whether a date is given only roughly.
pub(super) const fn is_rough(date: Edtf) -> bool {
    let (from, to) = date.ends();
    from.is_approximate() || to.is_approximate()
}

/// How often the expected day of a milestone was moved, and by how much in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moves {
    /// Versions of the words that moved it, in the order they became known, each with its own step.
    pub steps: Vec<(i64, Slip)>,
    /// From the first word to the last.
    pub total: Slip,
}

impl Moves {
    /// Of the words about one milestone: plans and forecasts in the order they became known. A word that repeats the
    /// day that stood is no move.
    #[must_use]
    pub fn of<'a>(words: impl IntoIterator<Item = &'a Said<Word>>) -> Self {
        let expects =
            |said: &&Said<Word>| matches!(said.what.aspect, Aspect::Planned | Aspect::Forecast);
        let mut words: Vec<&Said<Word>> = words.into_iter().filter(expects).collect();
        words.sort_by_key(|said| (said.meta.known_on, said.meta.version));
        let mut steps = Vec::new();
        for pair in words.windows(2) {
            let [before, after] = pair else { continue };
            if before.what.on != after.what.on {
                steps.push((after.meta.version, slip(before.what.on, after.what.on)));
            }
        }
        let first = words.iter().find_map(|said| said.what.on);
        Self { steps, total: slip(first, words.last().and_then(|said| said.what.on)) }
    }
}
