//! What an instrument says about its own validity.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Refusal;
use crate::edtf::Edtf;
use crate::stage::coded;

coded! {
    /// In what a length of time is counted.
    LengthUnit {
        /// Days.
        Day = "day",
        /// Months.
        Month = "month",
        /// Years.
        Year = "year",
    }
}

/// A length of time as texts state it: 30 days, 6 months, 5 years. Written as ISO 8601 has it (`P30D`, `P6M`, `P5Y`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length {
    count: u16,
    unit: LengthUnit,
}

impl Length {
    /// Longest length in its unit.
    pub const MOST: u16 = 999;

    /// A length of at least one day.
    ///
    /// # Errors
    /// `length-range`.
    pub fn new(count: u16, unit: LengthUnit) -> Result<Self, Refusal> {
        if (1..=Self::MOST).contains(&count) {
            Ok(Self { count, unit })
        } else {
            Err(Refusal::new("length-range").with("most", Self::MOST.to_string()))
        }
    }

    /// How many.
    #[must_use]
    pub const fn count(self) -> u16 {
        self.count
    }

    /// Of what.
    #[must_use]
    pub const fn unit(self) -> LengthUnit {
        self.unit
    }

    /// The day so much later. A day the month does not have is its last one; nothing is later than the last day of the
    /// calendar.
    #[must_use]
    pub fn after(self, day: Date) -> Date {
        self.times_after(1, day)
    }

    /// The day this length `times` over after another, so that 31 January and three months is 30 April.
    #[must_use]
    pub fn times_after(self, times: u32, day: Date) -> Date {
        let n = i64::from(self.count) * i64::from(times);
        let span = match self.unit {
            LengthUnit::Day => n.days(),
            LengthUnit::Month => n.months(),
            LengthUnit::Year => n.years(),
        };
        day.checked_add(span).unwrap_or(Date::MAX)
    }

    /// The day so much earlier.
    #[must_use]
    pub fn before(self, day: Date) -> Date {
        let n = i64::from(self.count);
        let span = match self.unit {
            LengthUnit::Day => n.days(),
            LengthUnit::Month => n.months(),
            LengthUnit::Year => n.years(),
        };
        day.checked_sub(span).unwrap_or(Date::MIN)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            LengthUnit::Day => 'D',
            LengthUnit::Month => 'M',
            LengthUnit::Year => 'Y',
        };
        write!(f, "P{}{unit}", self.count)
    }
}

impl FromStr for Length {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad = || Refusal::new("length-range").with("most", Self::MOST.to_string());
        let body = text.strip_prefix('P').ok_or_else(bad)?;
        let (digits, unit) = match body.char_indices().next_back() {
            Some((at, 'D')) => (body.get(..at), LengthUnit::Day),
            Some((at, 'M')) => (body.get(..at), LengthUnit::Month),
            Some((at, 'Y')) => (body.get(..at), LengthUnit::Year),
            _ => return Err(bad()),
        };
        let digits = digits.filter(|d| d.bytes().all(|b| b.is_ascii_digit())).ok_or_else(bad)?;
        Self::new(digits.parse().map_err(|_| bad())?, unit)
    }
}

impl Serialize for Length {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(|refusal: Refusal| serde::de::Error::custom(refusal.code))
    }
}

/// What must happen before an instrument enters into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Entry {
    /// All parties have signed.
    OnSignature,
    /// The last party has notified that its procedures are complete, and so much time has passed.
    OnLastNotification {
        /// How long after the notification; the same day, when not stated.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wait: Option<Length>,
    },
    /// So many parties have ratified, approved, accepted or acceded, and so much time has passed.
    AfterRatifications {
        /// How many.
        count: u16,
        /// How long after the last of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wait: Option<Length>,
    },
    /// A day of the calendar, once all parties have signed.
    OnDate {
        /// The day.
        date: Date,
    },
}

impl Entry {
    /// The code of the rule.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::OnSignature => "on_signature",
            Self::OnLastNotification { .. } => "on_last_notification",
            Self::AfterRatifications { .. } => "after_ratifications",
            Self::OnDate { .. } => "on_date",
        }
    }

    /// How long after the last act.
    #[must_use]
    pub const fn wait(&self) -> Option<Length> {
        match self {
            Self::OnLastNotification { wait } | Self::AfterRatifications { wait, .. } => *wait,
            Self::OnSignature | Self::OnDate { .. } => None,
        }
    }
}

/// From when an instrument is applied before it is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Provisional {
    /// From the last signature.
    Signature,
    /// From a day, once all parties have signed.
    Date {
        /// The day.
        date: Date,
    },
}

coded! {
    /// When notice of denunciation takes effect.
    Ending {
        /// At any time, when the notice period has passed.
        AnyTime = "any_time",
        /// At the end of the term that runs, when given the notice period before it.
        EndOfTerm = "end_of_term",
    }
}

/// What an instrument says about its validity. Whatever it does not say is missing, never assumed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// What must happen before it enters into force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Entry>,
    /// From when it is applied before that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisional: Option<Provisional>,
    /// How long it stays in force; without end, when neither this nor a last day is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Length>,
    /// The last day or year it is for, as plans and programmes state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Edtf>,
    /// By how much it is renewed each time nobody gives notice; not renewed, when not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Length>,
    /// How long before it ends notice must be given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Length>,
    /// When notice takes effect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ending: Option<Ending>,
}

impl Clause {
    /// Checks that the clause can be met by so many parties and hangs together.
    ///
    /// # Errors
    /// `instrument-count-range`, `instrument-two-terms`, `instrument-renewal-alone`, `instrument-ending-alone`.
    pub(super) fn check(&self, parties: usize) -> Result<(), Refusal> {
        if let Some(Entry::AfterRatifications { count, .. }) = self.entry
            && (count == 0 || usize::from(count) > parties)
        {
            let most = parties.to_string();
            return Err(Refusal::of("count", "instrument-count-range").with("most", most));
        }
        if self.duration.is_some() && self.until.is_some() {
            return Err(Refusal::of("until", "instrument-two-terms"));
        }
        let has_term = self.duration.is_some() || self.until.is_some();
        if self.renewal.is_some() && !has_term {
            return Err(Refusal::of("renewal", "instrument-renewal-alone"));
        }
        if self.ending == Some(Ending::EndOfTerm) && !has_term {
            return Err(Refusal::of("ending", "instrument-ending-alone"));
        }
        Ok(())
    }
}
