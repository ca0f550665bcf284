//! How long an applicant has to object.

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};

use crate::programme::Zone;

/// Working days an applicant has to object to the own scores (research/programmes.md §4.4).
pub const OBJECTION_DAYS: u8 = 3;

/// The first instant at which it is too late to object to scores shown at `shown`.
///
/// Rule: three whole working days after the day of showing, by the clocks of the call. Working days are Monday to Friday;
/// holidays, which the two sides have different ones of, are not taken out and stand in nobody's way.
#[must_use]
pub fn window(shown: Timestamp, zone: &Zone) -> Timestamp {
    let mut day = zone.clock(shown).0.date();
    let mut left = OBJECTION_DAYS;
    while left > 0 {
        day = day.tomorrow().unwrap_or(Date::MAX);
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    let end = day.tomorrow().unwrap_or(Date::MAX);
    // Clocks that skip midnight show an hour later first.
    let instant = |hour| zone.instant(end.to_datetime(Time::constant(hour, 0, 0, 0)));
    instant(0).or_else(|_| instant(1)).or_else(|_| instant(3)).unwrap_or(shown)
}
