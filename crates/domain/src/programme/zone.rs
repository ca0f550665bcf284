//! Time zones by their names in the tz database, as compiled into the executable.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize};

/// A time zone, such as `Asia/Bishkek`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Zone(String);

/// The name is in no tz database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a time zone: {0:?}")]
pub struct UnknownZone(pub String);

/// Why a time on a wall clock is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LocalTimeError {
    /// It cannot be read.
    #[error("not a day and a time")]
    Form,
    /// Clocks go over it, or show it twice.
    #[error("the clocks of the zone do not show it exactly once")]
    Ambiguous,
}

impl Zone {
    /// Zones that forms offer first: the home states and those of partners.
    pub const OFFERED: &'static [&'static str] = &[
        "Asia/Bishkek",
        "Asia/Almaty",
        "Europe/Moscow",
        "Europe/Istanbul",
        "Asia/Tashkent",
        "Asia/Kolkata",
        "Asia/Shanghai",
        "UTC",
    ];

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn rules(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }

    /// What a wall clock of the zone shows at an instant, and by how many minutes it is ahead of UTC.
    #[must_use]
    pub fn clock(&self, at: Timestamp) -> (DateTime, i32) {
        let zoned = at.to_zoned(self.rules());
        (zoned.datetime(), zoned.offset().seconds() / 60)
    }

    /// The instant at which a wall clock of the zone shows this time.
    ///
    /// # Errors
    /// [`LocalTimeError::Ambiguous`] in the hour that clocks skip or show twice.
    pub fn instant(&self, local: DateTime) -> Result<Timestamp, LocalTimeError> {
        let there = self.rules().to_ambiguous_timestamp(local);
        there.unambiguous().map_err(|_| LocalTimeError::Ambiguous)
    }

    /// Reads a day and a time as people type them: `2026-05-23 17:00` or `23.05.2026 17:00`.
    ///
    /// # Errors
    /// When it cannot be read, or is no single instant.
    pub fn read(&self, text: &str) -> Result<Timestamp, LocalTimeError> {
        let text = text.trim().replace('T', " ");
        let (day, time) = text.split_once(' ').ok_or(LocalTimeError::Form)?;
        let parts: Vec<&str> = day.split('.').collect();
        let day = match parts.as_slice() {
            [d, m, y] if y.len() == 4 => format!("{y}-{m:0>2}-{d:0>2}"),
            _ => day.to_owned(),
        };
        let local: DateTime =
            format!("{day}T{:0>5}", time.trim()).parse().map_err(|_| LocalTimeError::Form)?;
        self.instant(local)
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim();
        // Names of the database hold a slash or are UTC; anything else is an abbreviation that means different things.
        let named = name == "UTC" || (name.contains('/') && name.len() < 50);
        match TimeZone::get(name) {
            Ok(zone) if named && zone.iana_name() == Some(name) => Ok(Self(name.to_owned())),
            _ => Err(UnknownZone(name.to_owned())),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    /// One deadline on the clocks of five countries, after research/programmes.md 4.4.
    #[test]
    fn one_deadline_is_one_instant_on_all_clocks() {
        let at = zone("Asia/Bishkek").read("23.05.2024 23:59").unwrap();
        assert_eq!(at.to_string(), "2024-05-23T17:59:00Z");
        for (name, shown, ahead) in [
            ("Asia/Almaty", "2024-05-23T22:59:00", 300),
            ("Europe/Moscow", "2024-05-23T20:59:00", 180),
            ("Asia/Kolkata", "2024-05-23T23:29:00", 330),
            ("Asia/Shanghai", "2024-05-24T01:59:00", 480),
            ("UTC", "2024-05-23T17:59:00", 0),
        ] {
            let (local, minutes) = zone(name).clock(at);
            assert_eq!((local.to_string().as_str(), minutes), (shown, ahead), "{name}");
        }
        // Kazakhstan went to one zone on 1 March 2024: before, Almaty was an hour further.
        let before = zone("Asia/Almaty").read("2024-02-28 22:59").unwrap();
        assert_eq!(before.to_string(), "2024-02-28T16:59:00Z");
    }

    #[test]
    fn hours_that_clocks_skip_or_repeat_and_names_of_no_zone_are_refused() {
        let berlin = zone("Europe/Berlin");
        assert_eq!(berlin.read("2026-03-29 02:30"), Err(LocalTimeError::Ambiguous));
        assert_eq!(berlin.read("2026-10-25 02:30"), Err(LocalTimeError::Ambiguous));
        assert!(berlin.read("2026-10-25 03:30").is_ok());
        for bad in ["", "tomorrow", "2026-05-23", "2026-05-23 25:00", "31.02.2026 10:00"] {
            assert_eq!(berlin.read(bad), Err(LocalTimeError::Form), "{bad}");
        }
        for bad in ["", "MSK", "Asia/Frunze2", "asia/bishkek", "../etc/passwd"] {
            assert!(bad.parse::<Zone>().is_err(), "{bad}");
        }
    }
}
