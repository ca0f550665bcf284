//! What a line is made of: what it is for, and the entries that move its places.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Account, Balances, Programme, Reason};
use crate::commitment::Said;
use crate::edtf::Edtf;
use crate::id::{CallId, CommitmentId, MoveId, PlacementId, QuotaLineId, UserId};
use crate::letter::LetterOf;
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::text::Text4;
use crate::topic::Channel;

/// What a line is for. No two lines are for the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// The commitment it rests on.
    pub commitment: CommitmentId,
    /// The period, mostly a year.
    pub period: Edtf,
    /// Through whom.
    pub channel: Channel,
    /// For what.
    pub programme: Programme,
    /// Only for this specialty, where one is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Text4>,
    /// Only at this host, where one is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<Text4>,
    /// Only for people of this region of the home state, where one is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Text4>,
}

impl Description {
    /// The name that only one line may have: what it is for, without regard to capitals.
    #[must_use]
    pub fn key(&self) -> String {
        let split = |text: &Option<Text4>| {
            text.as_ref().map_or_else(String::new, |t| t.shown(t.record).0.to_lowercase())
        };
        [
            self.registry.to_string(),
            self.commitment.to_string(),
            self.period.to_string(),
            self.channel.code().to_owned(),
            self.programme.code().to_owned(),
            split(&self.specialty),
            split(&self.host),
            split(&self.region),
        ]
        .join("\u{1f}")
    }
}

/// Places that a source says there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pledge {
    /// Its id, made with the form.
    pub id: MoveId,
    /// How many.
    pub places: u64,
    /// The day it was said.
    pub on: Date,
    /// The passage that says so.
    pub quotation: Quotation,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
}

/// A number of places taken out of one account and put into another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// Its id, made with the form; the same on both lines where two take part.
    pub id: MoveId,
    /// Out of which account.
    pub from: Account,
    /// Into which.
    pub to: Account,
    /// How many places.
    pub places: u64,
    /// The day it happened.
    pub on: Date,
    /// Why.
    pub reason: Reason,
    /// The line the places go to, when they are transferred or carried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<QuotaLineId>,
    /// The passage it rests on, where one exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
    /// A remark. Never the name of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
    /// The call that makes it, with places it takes or holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// The placement whose place it is; only beside its call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placement: Option<PlacementId>,
}

/// What can happen to a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "an event lives for one call; boxing would cost every reader"
)]
pub enum Event {
    /// It was opened with the places a source names.
    Opened {
        /// What it is for.
        description: Description,
        /// Its first places.
        pledge: Pledge,
    },
    /// A source names further places.
    Pledged {
        /// How many.
        pledge: Pledge,
    },
    /// Places moved.
    Moved {
        /// From where to where.
        step: Move,
    },
    /// Places came from another line, which gave them over in the same instant.
    Received {
        /// The id of the move on both lines.
        id: MoveId,
        /// The line they came from.
        line: QuotaLineId,
        /// How many.
        places: u64,
        /// The day it happened.
        on: Date,
        /// Why.
        reason: Reason,
    },
    /// A wrong booking was made good by a counter-entry.
    Reversed {
        /// The id of the counter-entry.
        id: MoveId,
        /// The version that booked it.
        version: i64,
        /// The day the mistake was made good.
        on: Date,
        /// What was wrong.
        why: Text4,
    },
    /// A letter about a move was registered.
    LetterNoted {
        /// The letter and the entry that booked the move.
        letter: LetterOf,
    },
    /// A letter was noted by mistake; it stays in the journal and counts no more.
    LetterWithdrawn {
        /// The version that noted it.
        version: i64,
        /// Why.
        reason: Text4,
    },
    /// Everybody may see it.
    Published,
    /// Only those with an account may see it.
    Unpublished,
}

/// A move as it stands in the book. Outside the line lies what sources say and what other lines hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booked {
    /// Its place in the stream of the line.
    pub version: i64,
    /// Its id.
    pub id: MoveId,
    /// Out of which account; none, when from outside the line.
    pub from: Option<Account>,
    /// Into which account; none, when out of the line.
    pub to: Option<Account>,
    /// How many places.
    pub places: u64,
    /// The day it happened.
    pub on: Date,
    /// Why.
    pub reason: Reason,
    /// The line on the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<QuotaLineId>,
    /// The version it makes good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<i64>,
    /// The passage it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
    /// A remark, or what was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
    /// The call that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// The placement whose place it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placement: Option<PlacementId>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// From which day it is known.
    pub known_on: Date,
    /// Who booked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<UserId>,
}

impl LineShown {
    /// What others than the registry may see: no letters.
    #[must_use]
    pub fn shared(mut self) -> Self {
        self.letters.clear();
        self
    }
}

/// A line as lists show it: without its moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineShown {
    /// Its id.
    pub id: QuotaLineId,
    /// What it is for.
    pub description: Description,
    /// Where its places are.
    pub balances: Balances,
    /// Places that sources say it has.
    pub stated: u64,
    /// How many moves were booked.
    pub moves: u64,
    /// Letters about its moves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Said<LetterOf>>,
    /// Whether everybody may see it.
    pub public: bool,
    /// Version of the last entry that is known.
    pub version: i64,
}
