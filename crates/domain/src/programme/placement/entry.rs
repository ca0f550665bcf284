//! What is entered about a candidate after a run.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Clock, Step, Who};
use crate::aggregate::Meta;
use crate::id::{CallId, QuotaLineId};
use crate::letter::LetterNumber;
use crate::party::PartyCode;
use crate::quota::{Account, Reason};
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// How a place came to a candidate.
    Origin {
        /// The run gave it.
        Run = "run",
        /// It was given by name, without a run.
        Nomination = "nomination",
        /// It came back and went to the next by the order of the run.
        Waitlist = "waitlist",
        /// It came back and was wanted more than the place the candidate had.
        Upgrade = "upgrade",
        /// An appeal was upheld.
        Appeal = "appeal",
    }
}

coded! {
    /// What an appeal can be about: how it was done. What a commission thought of a candidate is not appealed against.
    Ground {
        /// A step of the published procedure was left out or made otherwise.
        Procedure = "procedure",
        /// Somebody decided who had a conflict of interests.
        Conflict = "conflict",
        /// What was entered is not what the documents say.
        Data = "data",
        /// The candidate was not told, or told too late.
        NotTold = "not_told",
    }
}

coded! {
    /// What became of an appeal.
    Verdict {
        /// It is being looked at.
        Open = "open",
        /// It was rejected.
        Rejected = "rejected",
        /// It was upheld.
        Upheld = "upheld",
    }
}

coded! {
    /// Where the obligation to serve at home stands.
    DutyState {
        /// None was agreed on.
        None = "none",
        /// It runs; proof is due every half year.
        Running = "running",
        /// It stands still: further study, illness, a child, military service.
        Deferred = "deferred",
        /// It was served.
        Fulfilled = "fulfilled",
        /// The person was released from it.
        Released = "released",
        /// It was broken; what is owed is recovered.
        Breached = "breached",
        /// What was owed after a breach was settled.
        Settled = "settled",
    }
}

/// Whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// The call.
    pub call: CallId,
    /// The candidate, by the pseudonym of the run.
    pub code: String,
    /// Whether the candidate was made up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub made_up: bool,
}

/// A place as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The number of the seat in the call.
    pub seat: u32,
    /// The quota line it is of.
    pub line: QuotaLineId,
    /// Its position among the candidate's choices, from 1; nothing where an appeal gave what was not chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// How it came to the candidate.
    pub origin: Origin,
    /// The account of the ledger it was taken from.
    pub taken: Account,
    /// How many people go as one, each on a place of the line; one but for teams.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub people: u32,
}

const fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the serialiser asks by reference")]
const fn is_one(people: &u32) -> bool {
    *people == 1
}

/// Until when an answer is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The deadline.
    pub clock: Clock,
    /// Until when a place can be held while a better one may come free; nothing where holding is not allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_until: Option<Timestamp>,
}

/// A paper by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The number of the letter, order, contract or certificate.
    pub number: LetterNumber,
    /// Its day.
    pub date: Date,
}

/// What is said with a step. What a step needs is in its rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The day it happened.
    pub on: Date,
    /// The paper it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<Paper>,
    /// Why the place comes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// A remark, or the place of work. Never the name of a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
    /// Until when it is put off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// How many months are to be served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// Whether an interruption was justified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justified: Option<bool>,
    /// What an appeal is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// By when an appeal had to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
    /// Who entered it, where that was not an officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Who>,
}

impl Said {
    /// A step of a day with nothing else to say.
    #[must_use]
    pub const fn on(on: Date) -> Self {
        Self {
            on,
            paper: None,
            reason: None,
            note: None,
            until: None,
            months: None,
            justified: None,
            ground: None,
            clock: None,
            by: None,
        }
    }
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A place was offered to a candidate who had none.
    Offered {
        /// To whom.
        description: Description,
        /// Which.
        place: Place,
        /// Until when an answer is taken.
        offer: Offer,
    },
    /// A candidate without a place appealed.
    Asked {
        /// Who.
        description: Description,
        /// The appeal.
        said: Said,
    },
    /// A further place was given: from the waiting list, a better one, or one by an upheld appeal.
    Given {
        /// Which.
        place: Place,
        /// Until when an answer is taken; nothing for whoever had accepted and gets a better one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offer: Option<Offer>,
        /// The paper, where an appeal gave it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<Paper>,
    },
    /// A step of the table was made.
    Made {
        /// Which.
        step: Step,
        /// What was said with it.
        said: Said,
    },
}

/// Something that happened, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// Name of the entry.
    pub what: String,
    /// The step, where it is one of the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The seat, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<u32>,
    /// What was said with it.
    pub said: Said,
    /// When, and by whom.
    pub meta: Meta,
}

/// An appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// What it is about.
    pub ground: Ground,
    /// By when it had to come.
    pub clock: Clock,
    /// What became of it.
    pub verdict: Verdict,
    /// When it came, and who entered it.
    pub meta: Meta,
}

/// The obligation to serve at home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Where it stands.
    pub state: DutyState,
    /// Since when it runs.
    pub from: Date,
    /// When it ends, as it stands: the months agreed on and the days it stood still.
    pub ends: Date,
    /// By when the next proof is due, while it runs; until when it stands still, while it does.
    pub due: Date,
    /// Where the person serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text4>,
    /// Since when it stands still.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub still: Option<Date>,
}
