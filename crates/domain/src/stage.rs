//! How firm the words are, what happened, and what a person judged: three axes that are never mixed.

use serde::{Deserialize, Serialize};

/// The stage of the wording of a commitment, from a mention to force of law.
///
/// Only S5 and above count as a promise: talks and intentions bind nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Stage {
    /// Mentioned as background.
    S0,
    /// Discussed; on the agenda; possibility considered.
    S1,
    /// Interest shown or a request made.
    S2,
    /// Proposed or offered.
    S3,
    /// Planned, expected, agreed to explore, or a point of an unsigned draft.
    S4,
    /// Agreed: what.
    S5,
    /// Agreed with a quantity and a date.
    S6,
    /// In a signed instrument.
    S7,
    /// In force or funded.
    S8,
}

/// The five words a reader sees for the nine stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// S0 to S2.
    Raised,
    /// S3 and S4.
    Intended,
    /// S5 and S6.
    Agreed,
    /// S7.
    Signed,
    /// S8.
    InForce,
}

impl Stage {
    /// All stages, weakest first.
    pub const ALL: [Self; 9] =
        [Self::S0, Self::S1, Self::S2, Self::S3, Self::S4, Self::S5, Self::S6, Self::S7, Self::S8];

    /// Whether words of this firmness are counted as a promise.
    ///
    /// Rule: S5 and above. "Discussed", "proposed", "planned" and "requested" never count.
    #[must_use]
    pub const fn is_promise(self) -> bool {
        matches!(self, Self::S5 | Self::S6 | Self::S7 | Self::S8)
    }

    /// The word a reader sees.
    #[must_use]
    pub const fn shown(self) -> Shown {
        match self {
            Self::S0 | Self::S1 | Self::S2 => Shown::Raised,
            Self::S3 | Self::S4 => Shown::Intended,
            Self::S5 | Self::S6 => Shown::Agreed,
            Self::S7 => Shown::Signed,
            Self::S8 => Shown::InForce,
        }
    }

    /// The code kept in tables and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::S0 => "S0",
            Self::S1 => "S1",
            Self::S2 => "S2",
            Self::S3 => "S3",
            Self::S4 => "S4",
            Self::S5 => "S5",
            Self::S6 => "S6",
            Self::S7 => "S7",
            Self::S8 => "S8",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

impl Shown {
    /// All words, weakest first.
    pub const ALL: [Self; 5] =
        [Self::Raised, Self::Intended, Self::Agreed, Self::Signed, Self::InForce];

    /// Position from 1 to 5.
    #[must_use]
    pub const fn step(self) -> u8 {
        match self {
            Self::Raised => 1,
            Self::Intended => 2,
            Self::Agreed => 3,
            Self::Signed => 4,
            Self::InForce => 5,
        }
    }
}

macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant),+
        }

        impl $name {
            /// All values, in the order of the field.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code kept in tables, files and addresses.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Reads a code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.code() == code)
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// What happened to a commitment so far.
    Delivery {
        /// Nothing is due yet.
        NotDue = "not_due",
        /// Work is reported.
        InProgress = "in_progress",
        /// A part was delivered.
        PartlyDelivered = "partly_delivered",
        /// A party says that it was delivered.
        DeliveredClaimed = "delivered_claimed",
        /// Delivery was checked by somebody other than the party that claims it.
        Verified = "verified",
        /// Stopped, with a reason.
        Suspended = "suspended",
        /// The term ended without delivery.
        Lapsed = "lapsed",
        /// Replaced by a successor.
        Renegotiated = "renegotiated",
    }
}

coded! {
    /// What a person judged, with evidence.
    Verdict {
        /// Nobody judged it.
        NotRated = "not_rated",
        /// Will probably be kept.
        OnTrack = "on_track",
        /// May not be kept.
        AtRisk = "at_risk",
        /// Kept.
        Kept = "kept",
        /// Kept in part.
        KeptInPart = "kept_in_part",
        /// Broken.
        Broken = "broken",
        /// Cannot be checked.
        Unverifiable = "unverifiable",
    }
}

impl Delivery {
    /// Whether nothing more is expected.
    #[must_use]
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::DeliveredClaimed | Self::Verified | Self::Lapsed | Self::Renegotiated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talks_are_never_promises_and_agreed_and_above_are() {
        let promises: Vec<_> =
            Stage::ALL.into_iter().filter(|s| s.is_promise()).map(Stage::code).collect();
        assert_eq!(promises, ["S5", "S6", "S7", "S8"]);
        for stage in Stage::ALL {
            assert_eq!(stage.is_promise(), stage.shown() >= Shown::Agreed);
            assert_eq!(Stage::from_code(stage.code()), Some(stage));
        }
    }
}
