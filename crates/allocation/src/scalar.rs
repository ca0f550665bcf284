//! Numbers as they are written in a market: whole numbers and exact decimals, never floating point.

use std::fmt;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// The largest capacity, quota or number of places: 2³¹ − 1.
pub const MOST_PLACES: i64 = (1 << 31) - 1;

/// A whole number written in digits alone: no sign, so that every reader of a market reads it alike.
pub(crate) fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A number as the file wrote it, judged later so that all problems of a file are listed at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written(pub String);

impl Written {
    /// The number of places it stands for, or what is wrong with it.
    ///
    /// # Errors
    /// The reason why it is no number of places between 0 and 2³¹ − 1.
    pub fn places(&self) -> Result<u32, String> {
        if self.0.is_empty() {
            return Err("it is empty".to_owned());
        }
        let places = digits::<u32>(&self.0).filter(|&places| i64::from(places) <= MOST_PLACES);
        places.ok_or_else(|| match self.0.strip_prefix('-').unwrap_or(&self.0) {
            size if !size.bytes().all(|byte| byte.is_ascii_digit()) || size.is_empty() => {
                format!("`{}` is not a whole number", self.0)
            }
            size if size.bytes().all(|byte| byte == b'0') => {
                format!("`{}` is no way to write zero", self.0)
            }
            _ if self.0.starts_with('-') => format!("{} is below zero", self.0),
            _ => format!("{} is above {MOST_PLACES}", self.0),
        })
    }
}

impl From<u32> for Written {
    fn from(value: u32) -> Self {
        Self(value.to_string())
    }
}

impl Serialize for Written {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.parse::<i64>() {
            Ok(value) => serializer.serialize_i64(value),
            Err(_) => serializer.serialize_str(&self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Written;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a decimal string")
            }
            fn visit_i64<E: Error>(self, v: i64) -> Result<Written, E> {
                Ok(exact(v.unsigned_abs(), v.to_string()))
            }
            fn visit_u64<E: Error>(self, v: u64) -> Result<Written, E> {
                Ok(exact(v, v.to_string()))
            }
            fn visit_f64<E: Error>(self, v: f64) -> Result<Written, E> {
                Ok(Written(format!("{v:?} (a JSON number with a point)")))
            }
            fn visit_str<E: Error>(self, v: &str) -> Result<Written, E> {
                Ok(Written(v.to_owned()))
            }
            fn visit_bool<E: Error>(self, v: bool) -> Result<Written, E> {
                Ok(Written(v.to_string()))
            }
            fn visit_unit<E: Error>(self) -> Result<Written, E> {
                Ok(Written("null".to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Written, A::Error> {
                while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                Ok(Written("a list".to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Written, A::Error> {
                while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
                Ok(Written("an object".to_owned()))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// A JSON number beyond 2⁵³ is read differently by different languages, so it must be a string.
fn exact(size: u64, text: String) -> Written {
    Written(if size > 1 << 53 {
        format!("{text} (a JSON number beyond 2^53, write it in quotes)")
    } else {
        text
    })
}

/// An exact decimal of up to 18 digits before and after the point, for scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(i128);

const SCALE_DIGITS: usize = 18;

impl Decimal {
    /// Reads `12`, `-3.50` or `0.125`; no exponent, no sign `+`, no spaces.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (digits, ""),
        };
        let good =
            |part: &str| part.len() <= SCALE_DIGITS && part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !good(whole) || !good(fraction) {
            return None;
        }
        let mut value: i128 = 0;
        let padding = SCALE_DIGITS - fraction.len();
        for byte in whole.bytes().chain(fraction.bytes()).chain(std::iter::repeat_n(b'0', padding))
        {
            value = value * 10 + i128::from(byte - b'0');
        }
        Some(Self(if negative { -value } else { value }))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_i128.pow(18);
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, fraction) = (self.0.abs() / scale, self.0.abs() % scale);
        if fraction == 0 {
            return write!(f, "{sign}{whole}");
        }
        let fraction = format!("{fraction:018}");
        write!(f, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_compare_by_value_and_print_shortest() {
        let parse = |text| Decimal::parse(text).unwrap();
        assert_eq!(parse("7.50"), parse("7.5"));
        assert!(parse("-1") < parse("-0.999999999999999999"));
        assert_eq!(parse("-0.250").to_string(), "-0.25");
        assert_eq!(parse("100").to_string(), "100");
        for bad in ["", "-", "1e3", "+1", " 1", "1.", ".5", "1.2.3", "NaN", "1234567890123456789"] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_number_of_places_says_why_it_is_none() {
        assert_eq!(Written("7".into()).places(), Ok(7));
        assert_eq!(Written("2147483647".into()).places(), Ok(2_147_483_647));
        for (bad, why) in [
            ("-1", "below zero"),
            ("-0", "no way to write zero"),
            ("+5", "not a whole"),
            ("-", "not a whole"),
            ("", "empty"),
            ("2147483648", "above"),
            ("x", "not a whole"),
            ("99999999999999999999", "above"),
        ] {
            assert!(Written(bad.into()).places().unwrap_err().contains(why), "{bad}");
        }
    }
}
