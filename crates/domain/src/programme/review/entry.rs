//! What is entered about a review.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use super::Ground;
use crate::aggregate::Meta;
use crate::id::{ApplicationId, CallId, UserId};
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::programme::application::ReceiptNumber;
use crate::programme::run::Score;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;
use crate::user::Sealed;

coded! {
    /// How a reviewer lost a seat.
    Why {
        /// A conflict was computed when the file was to be opened, or later.
        Computed = "computed",
        /// The reviewer declared a conflict.
        Declared = "declared",
        /// An officer took the seat away because nothing came.
        Released = "released",
    }
}

coded! {
    /// On what an applicant can object: how it was done, never how it was judged.
    Grounds {
        /// An announced rule was not applied.
        Rule = "rule",
        /// It was added up wrongly.
        Arithmetic = "arithmetic",
        /// A document of the receipt was not looked at.
        Document = "document",
        /// A reviewer was in conflict.
        Conflict = "conflict",
    }
}

/// The code of a seat: all a reviewer is given of an application. Drawn, and another one for each reviewer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SeatCode(String);

/// The text is no code of a seat.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the code of a seat in a review: {0:?}")]
pub struct BadSeat(pub String);

impl SeatCode {
    const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// The code these random bytes make: sixty bits.
    #[must_use]
    pub fn drawn(random: [u8; 12]) -> Self {
        let sign = |byte: &u8| {
            char::from(Self::SIGNS.get(usize::from(byte % 32)).copied().unwrap_or(b'0'))
        };
        Self(random.iter().map(sign).collect())
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Three groups of four, as people read it to one another. No spreadsheet takes it for a number.
    #[must_use]
    pub fn grouped(&self) -> String {
        let groups: Vec<&str> = (0..3).filter_map(|n| self.0.get(n * 4..n * 4 + 4)).collect();
        groups.join("-")
    }
}

impl FromStr for SeatCode {
    type Err = BadSeat;

    fn from_str(text: &str) -> Result<Self, BadSeat> {
        let fits = text.len() == 12 && text.bytes().all(|byte| Self::SIGNS.contains(&byte));
        if fits { Ok(Self(text.to_owned())) } else { Err(BadSeat(text.to_owned())) }
    }
}

impl fmt::Display for SeatCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SeatCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A criterion of the call with its weight, as the review uses it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weight {
    /// Its number in the terms.
    pub criterion: u32,
    /// Its weight in per cent.
    pub per_cent: u16,
}

/// What is reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side of the call.
    pub partner: PartyCode,
    /// The call.
    pub call: CallId,
    /// The application.
    pub application: ApplicationId,
    /// The account of the applicant, under whose key comments are sealed.
    pub applicant: UserId,
    /// The number of the receipt.
    pub receipt: ReceiptNumber,
    /// The criteria of the call, in the order of their numbers. They stay what they were when the review began.
    pub weights: Vec<Weight>,
}

/// A score for a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The number of the criterion.
    pub criterion: u32,
    /// The score.
    pub score: Score,
}

/// What a reviewer writes, sealed under the applicant's key where it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comments {
    /// For the applicant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Text4>,
    /// For the management.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Text4>,
    /// Why scores were changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text4>,
}

/// The table in which scores came that the reviewer did not type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// SHA-256 of the file.
    pub file: Hash,
    /// Who brought it. Another person accepted it.
    pub brought: UserId,
}

/// What a reviewer gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    /// By criterion.
    pub scores: Vec<Given>,
    /// Comments, sealed.
    pub comments: Sealed,
    /// The table it came in; nothing for what the reviewer typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Carried>,
    /// Who, and when.
    pub meta: Meta,
}

/// That a reviewer does not judge this application, or no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recusal {
    /// How it came.
    pub why: Why,
    /// On what ground; none where an officer took the seat away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// Who, and when.
    pub meta: Meta,
}

/// A reviewer's place in a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// Its code.
    pub code: SeatCode,
    /// The reviewer.
    pub reviewer: UserId,
    /// By when scores are wanted.
    pub due: Timestamp,
    /// When the seat was given.
    pub assigned: Meta,
    /// When the reviewer confirmed that there is no conflict, and the file opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Meta>,
    /// What was given, the latest last: what was amended stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scored: Vec<Scored>,
    /// How the seat was lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recused: Option<Recusal>,
}

/// A copy of a document without what names the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copied {
    /// The number of the document in the terms.
    pub document: u32,
    /// SHA-256 of the copy.
    pub sha256: Hash,
    /// SHA-256 of its sealed bytes, under which they are kept.
    pub blob: Hash,
    /// Who, and when.
    pub meta: Meta,
}

/// That scores were shown to the applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The first instant at which it is too late to object.
    pub until: Timestamp,
    /// Who, and when.
    pub meta: Meta,
}

/// The answer to an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Whether it is right.
    pub upheld: bool,
    /// The reason, sealed under the applicant's key.
    pub words: Sealed,
    /// Who, and when.
    pub meta: Meta,
}

/// What an applicant says against the own scores.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// On what.
    pub grounds: Grounds,
    /// In words, sealed.
    pub words: Sealed,
    /// Who, and when.
    pub meta: Meta,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The first reviewer was found.
    Begun {
        /// What is reviewed.
        description: Description,
    },
    /// A reviewer got a seat.
    Assigned {
        /// The code of the seat.
        code: SeatCode,
        /// The reviewer.
        reviewer: UserId,
        /// By when scores are wanted.
        due: Timestamp,
    },
    /// A reviewer lost a seat.
    Recused {
        /// Which.
        code: SeatCode,
        /// How it came.
        why: Why,
        /// On what ground.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<Ground>,
    },
    /// A reviewer confirmed that there is no conflict.
    Opened {
        /// Which seat.
        code: SeatCode,
    },
    /// A reviewer scored.
    Scored {
        /// Which seat.
        code: SeatCode,
        /// By criterion.
        scores: Vec<Given>,
        /// Comments, sealed.
        comments: Sealed,
    },
    /// A reviewer changed the own scores; the old ones stay.
    Amended {
        /// Which seat.
        code: SeatCode,
        /// By criterion.
        scores: Vec<Given>,
        /// Comments with the reason, sealed.
        comments: Sealed,
    },
    /// Scores came in a table that one person brought and another accepted; those given before stay.
    Carried {
        /// Which seat.
        code: SeatCode,
        /// By criterion.
        scores: Vec<Given>,
        /// On what it rests, sealed.
        comments: Sealed,
        /// The table.
        table: Carried,
    },
    /// A copy of a document without what names the person was put before the reviewers.
    Copied {
        /// The number of the document in the terms.
        document: u32,
        /// SHA-256 of the copy.
        sha256: Hash,
        /// SHA-256 of its sealed bytes, under which they are kept.
        blob: Hash,
    },
    /// The applicant sees the outcome from now on.
    Shown {
        /// The first instant at which it is too late to object.
        until: Timestamp,
    },
    /// The applicant objected.
    Objected {
        /// On what.
        grounds: Grounds,
        /// In words, sealed.
        words: Sealed,
    },
    /// An officer answered.
    Answered {
        /// Whether the objection is right.
        upheld: bool,
        /// The reason, sealed.
        words: Sealed,
    },
}
