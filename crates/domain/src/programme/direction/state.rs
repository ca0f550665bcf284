//! The entries of a direction and the rules of its steps.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::{Aggregate, Meta, OpenPerson, Projection, Row, readings_over, whole};
use crate::canonical::CanonicalError;
use crate::id::{CallId, DirectionId, StreamId, UserId};
use crate::party::PartyCode;
use crate::programme::specialty::SpecialtyCode;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Where a direction stands.
    State {
        /// It waits for a decision.
        Proposed = "proposed",
        /// It was accepted; a call can be made of it.
        Accepted = "accepted",
        /// It was refused.
        Refused = "refused",
        /// Its department took it back.
        Withdrawn = "withdrawn",
        /// It is in a call.
        Called = "called",
    }
}

coded! {
    /// Why a direction was refused.
    Reason {
        /// There are no places for it.
        NoPlaces = "no_places",
        /// Others are more urgent.
        NotNow = "not_now",
        /// Another department proposed the same.
        Same = "same",
        /// It can be learnt at home.
        AtHome = "at_home",
        /// The host does not take people for it.
        HostRefuses = "host_refuses",
        /// The proposal does not say enough.
        Unclear = "unclear",
    }
}

/// Whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side, where the host is.
    pub partner: PartyCode,
}

/// What a department wishes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The department, hospital or institute.
    pub department: Text4,
    /// What is to be learnt, by a national list.
    pub specialty: SpecialtyCode,
    /// Where.
    pub host: PartyCode,
    /// For how many months.
    pub months: u32,
    /// How many people.
    pub people: u64,
    /// Why: what cannot be done at home today. Never the name of a person.
    pub why: Text4,
}

impl Wish {
    /// Most months of a stay: what is longer is a residency.
    pub const MOST_MONTHS: u32 = 24;
    /// Most people of one direction.
    pub const MOST_PEOPLE: u64 = 100;

    fn check(&self) -> Result<(), Refusal> {
        if !(1..=Self::MOST_MONTHS).contains(&self.months) {
            let most = Self::MOST_MONTHS.to_string();
            return Err(Refusal::of("months", "direction-months-range").with("most", most));
        }
        if !(1..=Self::MOST_PEOPLE).contains(&self.people) {
            let most = Self::MOST_PEOPLE.to_string();
            return Err(Refusal::of("people", "direction-people-range").with("most", most));
        }
        Ok(())
    }
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// For how many people it was accepted; none when it was refused.
    pub people: u64,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What the department is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
    /// When, and by whom.
    pub meta: Meta,
}

/// What can happen to a direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was proposed.
    Proposed {
        /// Whose it is.
        description: Description,
        /// What is wished.
        wish: Wish,
    },
    /// The proposal was changed before it was decided.
    Changed {
        /// What is wished.
        wish: Wish,
    },
    /// It was accepted.
    Accepted {
        /// For how many people.
        people: u64,
        /// What the department is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Text4>,
    },
    /// It was refused.
    Refused {
        /// Why.
        reason: Reason,
        /// What the department is told.
        note: Text4,
    },
    /// Its department took it back.
    Withdrawn,
    /// A call was made of it.
    Called {
        /// Which.
        call: CallId,
    },
}

/// A direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Direction {
    /// Its id.
    pub id: DirectionId,
    /// Whose it is.
    pub description: Description,
    /// What is wished.
    pub wish: Wish,
    /// Where it stands.
    pub state: State,
    /// What was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
    /// The call it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<CallId>,
    /// Who proposed it, and when.
    pub proposed: Meta,
    /// Version of the last entry.
    pub version: i64,
    /// Its entries, for what was known on a day; only while it is folded.
    #[serde(skip)]
    log: Vec<(Date, Box<Direction>)>,
}

impl Direction {
    /// Whether somebody proposed it.
    #[must_use]
    pub fn is_of(&self, user: Option<UserId>) -> bool {
        user.is_some() && self.proposed.actor == user
    }

    /// Whether somebody can decide on it now.
    #[must_use]
    pub fn may_decide(&self, user: Option<UserId>) -> bool {
        self.state == State::Proposed && !self.is_of(user)
    }

    fn waits(&self) -> Result<(), Refusal> {
        if self.state == State::Proposed { Ok(()) } else { Err(Refusal::new("direction-decided")) }
    }

    /// Rule: whoever proposed it does not decide, and what is decided stays.
    fn decides(&self, meta: Meta) -> Result<(), Refusal> {
        self.waits()?;
        if meta.actor.is_none() || self.is_of(meta.actor) {
            return Err(Refusal::new("direction-own"));
        }
        Ok(())
    }

    fn add(&mut self, event: &Event, meta: Meta) -> Result<(), Refusal> {
        match event {
            Event::Proposed { .. } => return Err(Refusal::new("direction-proposed")),
            Event::Changed { wish } => {
                self.waits()?;
                wish.check()?;
                self.wish = wish.clone();
            }
            Event::Accepted { people, note } => {
                self.decides(meta)?;
                self.accept(*people, note.clone(), meta)?;
            }
            Event::Refused { reason, note } => {
                self.decides(meta)?;
                let (reason, note) = (Some(*reason), Some(note.clone()));
                self.answer = Some(Answer { people: 0, reason, note, meta });
                self.state = State::Refused;
            }
            Event::Withdrawn => {
                self.waits()?;
                self.state = State::Withdrawn;
            }
            Event::Called { call } => {
                if self.state != State::Accepted {
                    return Err(Refusal::new("direction-not-accepted"));
                }
                self.call = Some(*call);
                self.state = State::Called;
            }
        }
        self.version = meta.version;
        Ok(())
    }

    /// Rule: accepted for at most as many people as wished; whoever takes some away says why.
    fn accept(&mut self, people: u64, note: Option<Text4>, meta: Meta) -> Result<(), Refusal> {
        if !(1..=self.wish.people).contains(&people) {
            let most = self.wish.people.to_string();
            return Err(Refusal::of("people", "direction-people-range").with("most", most));
        }
        if people < self.wish.people && note.is_none() {
            return Err(Refusal::of("note", "direction-fewer-why"));
        }
        self.answer = Some(Answer { people, reason: None, note, meta });
        self.state = State::Accepted;
        Ok(())
    }

    fn keep(&mut self, meta: Meta) {
        let mut log = std::mem::take(&mut self.log);
        log.push((meta.known_on, Box::new(self.clone())));
        self.log = log;
    }
}

impl Aggregate for Direction {
    const NAME: &'static str = "direction";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Proposed { .. } => "proposed",
            Event::Changed { .. } => "changed",
            Event::Accepted { .. } => "accepted",
            Event::Refused { .. } => "refused",
            Event::Withdrawn => "withdrawn",
            Event::Called { .. } => "called",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Proposed { description, wish } = event else {
            return Err(Refusal::new("direction-not-proposed"));
        };
        wish.check()?;
        let mut this = Self {
            id: DirectionId::new(stream.uuid()),
            description,
            wish,
            state: State::Proposed,
            answer: None,
            call: None,
            proposed: meta,
            version: meta.version,
            log: Vec::new(),
        };
        this.keep(meta);
        Ok(this)
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        let log = std::mem::take(&mut self.log);
        let done = whole(self, |next| next.add(&event, meta));
        self.log = log;
        if done.is_ok() {
            self.keep(meta);
        }
        done
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let mut days: BTreeMap<Date, &Self> = BTreeMap::new();
        let mut day = Date::MIN;
        for (known_on, state) in &self.log {
            day = day.max(*known_on);
            days.insert(day, state);
        }
        let readings = readings_over(days.keys().copied(), |day| {
            let state = days.get(&day)?;
            let row = Row::Direction {
                registry: state.description.registry,
                partner: state.description.partner.clone(),
                state: state.state.code(),
            };
            Some(((*state).clone(), row))
        })?;
        Ok(Projection { readings, ..Projection::default() })
    }
}
