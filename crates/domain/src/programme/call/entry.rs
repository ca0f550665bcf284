//! What is entered about a call.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Terms;
use crate::aggregate::Meta;
use crate::id::CallId;
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Where a call stands by what people did to it. What its days make of it is [`super::Stage`].
    State {
        /// It is being drafted.
        Draft = "draft",
        /// A second person is to check and publish it.
        Checking = "checking",
        /// It is published.
        Published = "published",
        /// It was cancelled after it was published.
        Cancelled = "cancelled",
    }
}

/// Whose call it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
}

/// Terms as they were published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// 0 for the first, then the number of the amendment.
    pub number: u32,
    /// The terms.
    pub terms: Terms,
    /// Their hash.
    pub hash: Hash,
    /// Why they were amended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text4>,
    /// When, and by whom.
    pub meta: Meta,
}

/// Places of a seat that go on to the next round: nobody of this call has them or is given them any more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freed {
    /// The number of the seat.
    pub seat: u32,
    /// Announced, and never confirmed by the host.
    pub unconfirmed: u64,
    /// Confirmed, and given to nobody.
    pub left: u64,
    /// Given, and came back.
    pub returned: u64,
}

impl Freed {
    /// All of them.
    #[must_use]
    pub const fn places(&self) -> u64 {
        self.unconfirmed.saturating_add(self.left).saturating_add(self.returned)
    }
}

/// That a host confirmed places: dates, ward or supervisor are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seated {
    /// The number of the seat within the terms.
    pub seat: u32,
    /// How many of its places.
    pub places: u64,
}

/// That the service could not be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// Since when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

/// What can happen to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was begun.
    Begun {
        /// Whose it is.
        description: Description,
        /// Its first terms.
        terms: Terms,
    },
    /// Its terms were drafted further; after it was published, an amendment.
    Drafted {
        /// All terms as they are to be.
        terms: Terms,
    },
    /// The draft is complete; a second person is to check it.
    Submitted {
        /// Why it is amended; only after it was published.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<Text4>,
    },
    /// The draft was given back.
    Returned {
        /// Why.
        why: Text4,
    },
    /// The draft of an amendment was thrown away.
    Dropped,
    /// The draft was published by a second person.
    Published {
        /// The hash of its terms.
        hash: Hash,
    },
    /// A host confirmed places.
    Seated {
        /// Which, and how many.
        seated: Seated,
    },
    /// The service could not be reached.
    OutageNoted {
        /// Since when, until when.
        outage: Outage,
    },
    /// A run took its terms and confirmed places as they are: neither changes until the run is discarded.
    Frozen {
        /// The hash of what the run is computed from.
        input: Hash,
    },
    /// The run was discarded.
    Thawed,
    /// The result of the run was released: so many of the confirmed places were given.
    Given {
        /// By seat.
        given: Vec<Seated>,
    },
    /// Places were given by name, without a run.
    Named {
        /// By seat.
        given: Vec<Seated>,
    },
    /// Places that a released run left over, or that came back, go back to their lines: the next round gives them.
    HandedOn {
        /// Which.
        freed: Vec<Freed>,
        /// The call that is the next round.
        next: CallId,
    },
    /// It was cancelled: its places go back.
    Cancelled {
        /// Why.
        why: Text4,
    },
}
