//! Deadlines in working days.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan as _};
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::programme::Zone;

/// Working days in which a step of the run or of the house can be appealed against.
pub const APPEAL_DAYS: u32 = 5;
/// Most working days of a deadline.
pub const MOST_DAYS: u32 = 60;
/// Most holidays that a deadline names.
pub const MOST_HOLIDAYS: usize = 100;

/// A deadline: so many working days after an instant, by the clocks of a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// From when it is counted.
    pub from: Timestamp,
    /// How many working days.
    pub days: u32,
    /// By whose clocks a day ends.
    pub zone: Zone,
    /// Days that are no working days beside Saturdays and Sundays, as whoever set the deadline named them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub holidays: BTreeSet<Date>,
}

impl Clock {
    /// The instant from which it is too late.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        working_days(&self.zone, self.from, self.days, &self.holidays)
    }

    /// Whether it can be counted.
    ///
    /// # Errors
    /// `placement-days-range`, `placement-holidays-many`.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.days == 0 || self.days > MOST_DAYS {
            let most = MOST_DAYS.to_string();
            return Err(Refusal::of("days", "placement-days-range").with("most", most));
        }
        if self.holidays.len() > MOST_HOLIDAYS {
            let most = MOST_HOLIDAYS.to_string();
            return Err(Refusal::of("holidays", "placement-holidays-many").with("most", most));
        }
        Ok(())
    }
}

/// The end of the working day that is `days` working days after an instant: the first instant of the day behind it.
///
/// Rule: the day of the instant does not count, by the clocks of the zone; Saturdays, Sundays and the named holidays do not
/// count. In a zone whose clocks skip midnight the day ends an hour later.
#[must_use]
pub fn working_days(
    zone: &Zone,
    from: Timestamp,
    days: u32,
    holidays: &BTreeSet<Date>,
) -> Timestamp {
    let mut day = zone.clock(from).0.date();
    let mut left = days.min(MOST_DAYS);
    while left > 0 {
        day = day.saturating_add(1.day());
        let rest = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        if !rest && !holidays.contains(&day) {
            left -= 1;
        }
    }
    let next = day.saturating_add(1.day());
    let midnight = zone.instant(next.at(0, 0, 0, 0));
    midnight.or_else(|_| zone.instant(next.at(1, 0, 0, 0))).unwrap_or(Timestamp::MAX)
}
