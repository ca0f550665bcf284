//! The terms of a call: everything an applicant can hold the ministries to.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::canonical::{CanonicalError, to_canonical};
use crate::id::{CallId, QuotaLineId};
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::programme::specialty::SpecialtyCode;
use crate::programme::{Kind, Zone};
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Who pays.
    Funding {
        /// The host state.
        HostState = "host_state",
        /// The home state.
        HomeState = "home_state",
        /// Both, as the agreement divides it.
        Shared = "shared",
        /// A foundation or an organisation.
        Sponsor = "sponsor",
        /// The applicant.
        Own = "own",
    }
}

coded! {
    /// When a document has to be there.
    Class {
        /// With the application, or it is not accepted.
        Hard = "hard",
        /// Before the nomination.
        Soft = "soft",
        /// Before the enrolment.
        Later = "later",
    }
}

coded! {
    /// A phase of a call. The order is the order in which they begin.
    PhaseKind {
        /// Applications are taken.
        Applications = "applications",
        /// Documents are checked and returned for correction.
        Check = "check",
        /// The commission reviews and scores.
        Review = "review",
        /// The sending side nominates, the host verifies.
        Nomination = "nomination",
        /// Applicants see their own scores and can object to arithmetic or missing documents.
        Objection = "objection",
        /// The result is published, at one instant in all languages.
        Result = "result",
        /// Offers are accepted or declined.
        Acceptance = "acceptance",
        /// The programme begins.
        Start = "start",
    }
}

coded! {
    /// How places are given. But for the nomination the codes are the names of the allocation engine.
    Mechanism {
        /// Applicants propose, places keep the best; telling the truth is safe.
        DeferredAcceptance = "deferred-acceptance",
        /// One order for all, each takes the best that is left.
        SerialDictatorship = "serial-dictatorship",
        /// No run: of those nominated whom the host takes, the ministry gives places by name, in the order of the scores where
        /// the call has criteria.
        Nomination = "nomination",
    }
}

coded! {
    /// How equal scores are ordered. The codes are the names of the allocation engine.
    Ties {
        /// By a draw from a seed that nobody knows beforehand.
        Lottery = "lottery",
        /// By a draw, improved as long as nobody loses by it.
        StableImprovementCycles = "stable-improvement-cycles",
    }
}

coded! {
    /// Which places of a reserve are filled first. The codes are the names of the allocation engine.
    Precedence {
        /// Reserved places first: a minimum guarantee.
        ReservedFirst = "reserved-first",
        /// Open places first: over and above.
        OpenFirst = "open-first",
    }
}

/// Places at one host in one specialty, out of one quota line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The line of the quota ledger.
    pub line: QuotaLineId,
    /// The host.
    pub host: PartyCode,
    /// The specialty, by a national list.
    pub specialty: SpecialtyCode,
    /// How many places.
    pub places: u64,
    /// Who pays.
    pub funding: Funding,
}

/// Places kept for applicants of a region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    /// The region by ISO 3166-2.
    pub region: String,
    /// How many places.
    pub places: u64,
}

/// A document an applicant brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// What it is.
    pub name: Text4,
    /// When it has to be there.
    pub class: Class,
}

/// What applicants are scored by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// What it is.
    pub name: Text4,
    /// Its weight in per cent.
    pub weight: u16,
}

/// A phase of the call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// Which.
    pub kind: PhaseKind,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends: the first instant at which it is over. The same as `from` for a phase of one instant.
    pub to: Timestamp,
}

/// What every applicant has to fulfil, as an expression, with the words for those who do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The expression, in the language of `docs/eligibility.md`.
    pub expression: String,
    /// What it asks for, in words.
    pub reason: Text4,
}

/// What happens when the service could not be reached before applications closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageRule {
    /// Down for at least so many minutes together …
    pub minutes: u16,
    /// … within so many hours before the close …
    pub within_hours: u16,
    /// … the close moves by so many hours, for everybody.
    pub moves_hours: u16,
}

/// One of a list of the terms, with a number by which it is named within the call for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item<T> {
    /// Its number.
    pub number: u32,
    /// The item.
    #[serde(flatten)]
    pub what: T,
}

/// The terms of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The kind of programme.
    pub kind: Kind,
    /// What the call is named.
    pub title: Text4,
    /// What is offered and to whom, in a few sentences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Text4>,
    /// The zone of its days.
    pub zone: Zone,
    /// Places by line, host and specialty.
    pub seats: Vec<Item<Seat>>,
    /// Places kept for regions.
    pub reserves: Vec<Item<Reserve>>,
    /// Documents.
    pub documents: Vec<Item<Document>>,
    /// What applicants are scored by.
    pub criteria: Vec<Item<Criterion>>,
    /// Phases, in the order of their kinds.
    pub phases: Vec<Item<Phase>>,
    /// What every applicant has to fulfil.
    pub rules: Vec<Item<Rule>>,
    /// Minutes after the close within which an application that was begun can still be sent.
    pub grace_minutes: u16,
    /// What happens after an outage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outage: Option<OutageRule>,
    /// How places are given.
    pub mechanism: Mechanism,
    /// How equal scores are ordered.
    pub ties: Ties,
    /// Which places of a reserve are filled first.
    pub precedence: Precedence,
    /// Whether hosts order applicants themselves; else the commission's score does, and hosts accept or refuse.
    pub hosts_rank: bool,
    /// Whether everything in the terms but the total was made up for demonstration; said wherever the call is shown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub made_up: bool,
    /// The call whose places that were left over or came back are given in this one, as its supplementary round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<CallId>,
    /// The number the next item gets.
    pub next: u32,
}

impl Terms {
    /// Most items of one list.
    pub const MOST: usize = 200;
    /// Longest grace, in minutes: a grace is for finishing, not for beginning.
    pub const LONGEST_GRACE: u16 = 120;

    /// Terms that say nothing yet, with what is usual: grace of fifteen minutes, deferred acceptance, a draw for ties,
    /// reserved places first, hosts that do not rank.
    #[must_use]
    pub const fn new(kind: Kind, title: Text4, zone: Zone) -> Self {
        Self {
            kind,
            title,
            about: None,
            zone,
            seats: Vec::new(),
            reserves: Vec::new(),
            documents: Vec::new(),
            criteria: Vec::new(),
            phases: Vec::new(),
            rules: Vec::new(),
            grace_minutes: 15,
            outage: Some(OutageRule { minutes: 30, within_hours: 24, moves_hours: 24 }),
            mechanism: Mechanism::DeferredAcceptance,
            ties: Ties::Lottery,
            precedence: Precedence::ReservedFirst,
            hosts_rank: false,
            made_up: false,
            follows: None,
            next: 1,
        }
    }

    /// Gives the next item its number.
    pub fn item<T>(&mut self, what: T) -> Item<T> {
        let number = self.next;
        self.next += 1;
        Item { number, what }
    }

    /// Takes an item out, whatever list it is in. Gives whether it was there.
    pub fn remove(&mut self, number: u32) -> bool {
        fn out<T>(items: &mut Vec<Item<T>>, number: u32) -> bool {
            let before = items.len();
            items.retain(|item| item.number != number);
            items.len() < before
        }
        out(&mut self.seats, number)
            || out(&mut self.reserves, number)
            || out(&mut self.documents, number)
            || out(&mut self.criteria, number)
            || out(&mut self.phases, number)
            || out(&mut self.rules, number)
    }

    /// Places of the call.
    #[must_use]
    pub fn places(&self) -> u64 {
        self.seats.iter().map(|seat| seat.what.places).sum()
    }

    /// Places by quota line.
    #[must_use]
    pub fn by_line(&self) -> BTreeMap<QuotaLineId, u64> {
        let mut lines = BTreeMap::new();
        for seat in &self.seats {
            *lines.entry(seat.what.line).or_insert(0) += seat.what.places;
        }
        lines
    }

    /// The phase of a kind.
    #[must_use]
    pub fn phase(&self, kind: PhaseKind) -> Option<&Phase> {
        self.phases.iter().map(|phase| &phase.what).find(|phase| phase.kind == kind)
    }

    /// The hash that freezes them: SHA-256 over their canonical JSON.
    ///
    /// # Errors
    /// When they have no canonical form.
    pub fn hash(&self) -> Result<Hash, CanonicalError> {
        Ok(Hash::of(to_canonical(self)?.as_bytes()))
    }
}
