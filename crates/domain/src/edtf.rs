//! Dates as sources state them: a year, a month, a day, roughly one of these, or a span between two.
//!
//! The forms are a subset of ISO 8601-2:2019 (EDTF level 1): `2026`, `2019-11`, `2018-11-02`, each with an optional
//! `~` (approximate), and `A/B` for a span. A deadline "by 2030" is the year `2030`, whose last day is what counts;
//! it is never turned into the first of January.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year is stated.
    Year,
    /// Year and month are stated.
    Month,
    /// The day is stated.
    Day,
}

/// One end of an [`Edtf`]: a date with its precision and whether it is approximate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    first: Date,
    precision: Precision,
    approximate: bool,
}

impl Point {
    /// The first day the point can mean.
    #[must_use]
    pub const fn first_day(self) -> Date {
        self.first
    }

    /// The last day the point can mean.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self.precision {
            Precision::Day => self.first,
            Precision::Month => self.first.last_of_month(),
            Precision::Year => self.first.last_of_year(),
        }
    }

    /// How exactly the point is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        self.precision
    }

    /// Whether the source gives the date only roughly.
    #[must_use]
    pub const fn is_approximate(self) -> bool {
        self.approximate
    }
}

/// A date as a source states it. See the module for the forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edtf {
    /// A single date.
    Single(Point),
    /// A span; both ends belong to it.
    Span(Point, Point),
}

/// Why a text is no date. The caller names the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdtfError {
    /// Not one of the forms.
    #[error("not a date of the form 2026, 2026-03, 2026-03-15 or a span of two: {0:?}")]
    Form(String),
    /// A form that names no day of the calendar, such as 30 February.
    #[error("no such date: {0:?}")]
    NoSuchDate(String),
    /// The span ends before it begins.
    #[error("the span ends before it begins: {0:?}")]
    Backwards(String),
}

impl Edtf {
    /// A single day.
    #[must_use]
    pub const fn day(date: Date) -> Self {
        Self::Single(Point { first: date, precision: Precision::Day, approximate: false })
    }

    /// A calendar year.
    ///
    /// # Errors
    /// When the year lies outside 1 to 9999.
    pub fn year(year: i16) -> Result<Self, EdtfError> {
        let text = format!("{year:04}");
        text.parse()
    }

    /// The first day the date can mean.
    #[must_use]
    pub const fn first_day(self) -> Date {
        match self {
            Self::Single(point) | Self::Span(point, _) => point.first_day(),
        }
    }

    /// The last day the date can mean; for a deadline this is the day that counts.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self {
            Self::Single(point) | Self::Span(_, point) => point.last_day(),
        }
    }

    /// The two ends; the same point twice for a single date.
    #[must_use]
    pub const fn ends(self) -> (Point, Point) {
        match self {
            Self::Single(point) => (point, point),
            Self::Span(from, to) => (from, to),
        }
    }

    /// The year, when the date is a single one.
    #[must_use]
    pub fn single_year(self) -> Option<i16> {
        match self {
            Self::Single(point) => Some(point.first.year()),
            Self::Span(..) => None,
        }
    }
}

fn parse_point(text: &str) -> Result<Point, EdtfError> {
    let form = || EdtfError::Form(text.to_owned());
    let (body, approximate) = text.strip_suffix('~').map_or((text, false), |body| (body, true));
    if !body.is_ascii() {
        return Err(form());
    }
    let parts: Vec<&str> = body.split('-').collect();
    let number = |part: &str, digits: usize| -> Result<i16, EdtfError> {
        if part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        part.parse().map_err(|_| form())
    };
    let (year, month, day, precision) = match parts.as_slice() {
        [year] => (number(year, 4)?, 1, 1, Precision::Year),
        [year, month] => (number(year, 4)?, number(month, 2)?, 1, Precision::Month),
        [year, month, day] => {
            (number(year, 4)?, number(month, 2)?, number(day, 2)?, Precision::Day)
        }
        _ => return Err(form()),
    };
    let none = || EdtfError::NoSuchDate(text.to_owned());
    let month = i8::try_from(month).map_err(|_| none())?;
    let day = i8::try_from(day).map_err(|_| none())?;
    if year < 1 {
        return Err(none());
    }
    let first = Date::new(year, month, day).map_err(|_| none())?;
    Ok(Point { first, precision, approximate })
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            None => Ok(Self::Single(parse_point(text)?)),
            Some((from, to)) => {
                let (from, to) = (parse_point(from)?, parse_point(to)?);
                if to.last_day() < from.first_day() {
                    return Err(EdtfError::Backwards(text.to_owned()));
                }
                Ok(Self::Span(from, to))
            }
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.first;
        match self.precision {
            Precision::Year => write!(f, "{:04}", date.year())?,
            Precision::Month => write!(f, "{:04}-{:02}", date.year(), date.month())?,
            Precision::Day => {
                write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())?;
            }
        }
        if self.approximate { f.write_str("~") } else { Ok(()) }
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Single(point) => point.fmt(f),
            Self::Span(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

impl Serialize for Edtf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn edtf(text: &str) -> Edtf {
        text.parse().unwrap()
    }

    #[test]
    fn by_2030_means_its_last_day_and_never_the_first_of_january() {
        assert_eq!(edtf("2030").last_day(), date(2030, 12, 31));
        assert_eq!(edtf("2030").to_string(), "2030");
    }

    #[test]
    fn a_month_and_a_span_have_their_ends() {
        assert_eq!(edtf("2024-02").last_day(), date(2024, 2, 29));
        let span = edtf("2022-06/2024-03");
        assert_eq!((span.first_day(), span.last_day()), (date(2022, 6, 1), date(2024, 3, 31)));
        assert!(edtf("2019-11~").ends().0.is_approximate());
    }

    #[test]
    fn bad_forms_are_named() {
        for text in
            ["", "26", "2026-1", "2026-1-1", "20260101", "2026-01-01T00", "x/2026", "١٩٩٩", "2026/"]
        {
            assert!(matches!(text.parse::<Edtf>(), Err(EdtfError::Form(_))), "{text}");
        }
        for text in ["2026-02-30", "2026-13", "0000", "2025-02-29", "2026-00"] {
            assert!(matches!(text.parse::<Edtf>(), Err(EdtfError::NoSuchDate(_))), "{text}");
        }
        assert!(matches!("2026/2025".parse::<Edtf>(), Err(EdtfError::Backwards(_))));
    }

    proptest! {
        #[test]
        fn never_panics_and_what_is_read_is_written_back(text in "\\PC{0,24}") {
            if let Ok(read) = text.parse::<Edtf>() {
                prop_assert_eq!(read.to_string(), text);
            }
        }

        #[test]
        fn every_day_survives(year in 1i16..=9999, month in 1i8..=12, day in 1i8..=31) {
            let text = format!("{year:04}-{month:02}-{day:02}");
            prop_assert_eq!(text.parse::<Edtf>().is_ok(), Date::new(year, month, day).is_ok());
        }
    }
}
