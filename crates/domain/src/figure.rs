//! Numbers as sources print them: exact decimals, never binary floating point.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::topic::{Per, Unit};

/// A non-negative decimal number, exact: `48`, `3.5`, `18.4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Figure {
    digits: u64,
    scale: u8,
}

/// Why a text is no figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FigureError {
    /// Not a number with an optional decimal part.
    #[error("not a number: {0:?}")]
    Form(String),
    /// Below zero.
    #[error("below zero: {0:?}")]
    Negative(String),
    /// More than fifteen digits, or more than six after the point.
    #[error("too many digits: {0:?}")]
    TooLarge(String),
}

impl Figure {
    /// Largest figure: fifteen digits, which every JSON reader keeps exactly.
    pub const MAX: u64 = 999_999_999_999_999;

    /// A whole number.
    ///
    /// # Errors
    /// When it has more than fifteen digits.
    pub fn whole(value: u64) -> Result<Self, FigureError> {
        if value > Self::MAX {
            return Err(FigureError::TooLarge(value.to_string()));
        }
        Ok(Self { digits: value, scale: 0 })
    }

    /// The whole number, when the figure is one.
    #[must_use]
    pub const fn as_whole(self) -> Option<u64> {
        if self.scale == 0 { Some(self.digits) } else { None }
    }

    /// The figure in millionths, exact: six digits after the point are the most it can have.
    #[must_use]
    pub fn millionths(self) -> u128 {
        u128::from(self.digits) * 10u128.pow(u32::from(6 - self.scale.min(6)))
    }

    /// Compares two figures by value.
    #[must_use]
    pub fn cmp_value(self, other: Self) -> std::cmp::Ordering {
        let scale = self.scale.max(other.scale);
        let widen = |f: Self| u128::from(f.digits) * 10u128.pow(u32::from(scale - f.scale));
        widen(self).cmp(&widen(other))
    }

    /// The exact sum; nothing when it has more digits than a figure may have.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let widen =
            |f: Self| u128::from(f.digits).checked_mul(10u128.pow(u32::from(scale - f.scale)));
        let (mut digits, mut scale) = (widen(self)?.checked_add(widen(other)?)?, scale);
        while scale > 0 && digits % 10 == 0 {
            (digits, scale) = (digits / 10, scale - 1);
        }
        let digits = u64::try_from(digits).ok().filter(|digits| *digits <= Self::MAX)?;
        Some(Self { digits, scale })
    }
}

impl FromStr for Figure {
    type Err = FigureError;

    /// Reads digits with spaces or no-break spaces between groups and a point or comma before decimals.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || FigureError::Form(text.to_owned());
        let compact: String = text
            .trim()
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
            .map(|c| if c == ',' { '.' } else { c })
            .collect();
        if let Some(rest) = compact.strip_prefix(['-', '−']) {
            return Err(if rest.starts_with(|c: char| c.is_ascii_digit()) {
                FigureError::Negative(text.to_owned())
            } else {
                form()
            });
        }
        let (whole, part) = compact.split_once('.').unwrap_or((&compact, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || !all_digits(whole)
            || !all_digits(part)
            || (compact.contains('.') && part.is_empty())
        {
            return Err(form());
        }
        let part = part.trim_end_matches('0');
        let large = || FigureError::TooLarge(text.to_owned());
        if part.len() > 6 {
            return Err(large());
        }
        let digits: u64 = format!("{whole}{part}").parse().map_err(|_| large())?;
        if digits > Self::MAX {
            return Err(large());
        }
        let scale = u8::try_from(part.len()).map_err(|_| large())?;
        Ok(Self { digits, scale })
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return self.digits.fmt(f);
        }
        let base = 10u64.pow(u32::from(self.scale));
        write!(
            f,
            "{}.{:0width$}",
            self.digits / base,
            self.digits % base,
            width = usize::from(self.scale)
        )
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// How much of what, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// How much.
    pub value: Figure,
    /// Of what.
    pub unit: Unit,
    /// How often.
    pub per: Per,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn figures_are_read_as_people_type_them() {
        for (typed, kept) in [
            ("1 037", "1037"),
            ("3,5", "3.5"),
            ("18.40", "18.4"),
            ("0", "0"),
            ("2\u{a0}000\u{a0}000", "2000000"),
        ] {
            assert_eq!(typed.parse::<Figure>().unwrap().to_string(), kept);
        }
    }

    #[test]
    fn negative_overflowing_and_foreign_forms_are_told_apart() {
        assert!(matches!("-1".parse::<Figure>(), Err(FigureError::Negative(_))));
        assert!(matches!("−48".parse::<Figure>(), Err(FigureError::Negative(_))));
        for text in ["99999999999999999999999", "1000000000000000", "0.1234567"] {
            assert!(matches!(text.parse::<Figure>(), Err(FigureError::TooLarge(_))), "{text}");
        }
        for text in ["", "x", "1.", ".5", "1.2.3", "1e3", "٤٨", "--1", "NaN"] {
            assert!(matches!(text.parse::<Figure>(), Err(FigureError::Form(_))), "{text}");
        }
    }

    #[test]
    fn sums_are_exact_and_never_larger_than_a_figure() {
        let figure = |text: &str| text.parse::<Figure>().unwrap();
        for (one, two, sum) in [("1.5", "2.5", "4"), ("0.1", "0.02", "0.12"), ("48", "0", "48")] {
            assert_eq!(figure(one).plus(figure(two)), Some(figure(sum)));
        }
        let most = Figure::whole(Figure::MAX).unwrap();
        assert_eq!(most.plus(figure("1")), None);
        assert_eq!(most.plus(figure("0.5")), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(digits in 0u64..=Figure::MAX, text in "\\PC{0,20}") {
            let figure = Figure::whole(digits).unwrap();
            prop_assert_eq!(figure.to_string().parse::<Figure>().unwrap(), figure);
            if let Ok(read) = text.parse::<Figure>() {
                prop_assert_eq!(read.to_string().parse::<Figure>().unwrap(), read);
            }
        }
    }
}
