//! What is entered about a place given to a person.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::id::{CallId, PlacementId, QuotaLineId, RunId};
use crate::party::PartyCode;
use crate::quota::Reason;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Where it stands.
    Stage {
        /// Offered; an answer is awaited.
        Offered = "offered",
        /// Kept until a published day while a better place may come free.
        Held = "held",
        /// Accepted; the journey is prepared.
        Accepted = "accepted",
        /// The person has arrived.
        Enrolled = "enrolled",
        /// The programme was completed.
        Completed = "completed",
        /// It ended before; the place came back.
        Returned = "returned",
    }
}

coded! {
    /// A step of the preparation or the stay, with its day.
    Fact {
        /// The host invited.
        Invitation = "invitation",
        /// The visa was given, or none is needed.
        Visa = "visa",
        /// Insurance is there.
        Insurance = "insurance",
        /// The journey was made.
        Travel = "travel",
        /// A report came in.
        Report = "report",
    }
}

coded! {
    /// Whether an interruption was justified; the second ends with money back.
    Exit {
        /// Illness, family, the host's doing.
        Justified = "justified",
        /// None of it.
        Unjustified = "unjustified",
    }
}

/// Where the place came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Origin {
    /// The run gave it.
    Run,
    /// It came back and went to the next of the frozen order.
    Waitlist {
        /// The placement whose place it was.
        after: PlacementId,
        /// The position in that order, from 1.
        position: u32,
    },
}

/// Which place, and whose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// The call.
    pub call: CallId,
    /// The giving of its places.
    pub run: RunId,
    /// The number of the run.
    pub attempt: u32,
    /// The candidate.
    pub code: String,
    /// The number of the seat.
    pub seat: u32,
    /// The line the place is of.
    pub line: QuotaLineId,
    /// Its position among the choices, from 1.
    pub rank: u32,
    /// Where the place came from.
    pub origin: Origin,
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was offered.
    Offered {
        /// Which, to whom.
        description: Description,
        /// Until when an answer is taken.
        until: Timestamp,
    },
    /// The person holds it until a published day.
    Held {
        /// Until when.
        until: Timestamp,
        /// Whether the person takes a better place that comes free.
        upgrade: bool,
    },
    /// The person accepted.
    Accepted,
    /// The place came back before the arrival.
    Declined {
        /// Why.
        reason: Reason,
        /// A remark that names nobody.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Text4>,
    },
    /// The deadline passed without an answer.
    Expired,
    /// A step of the preparation or the stay was made.
    Noted {
        /// Which.
        fact: Fact,
        /// When.
        on: Date,
    },
    /// The person arrived.
    Enrolled {
        /// When.
        on: Date,
    },
    /// The programme was completed.
    Completed {
        /// When.
        on: Date,
    },
    /// The person left before the end.
    Interrupted {
        /// When.
        on: Date,
        /// Whether it was justified.
        exit: Exit,
        /// Why, in the words of the ledger.
        reason: Reason,
    },
}
