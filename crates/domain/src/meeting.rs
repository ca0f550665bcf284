//! Meetings of delegations.

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::aggregate::{Aggregate, Meta, OpenPerson, Projection, Row, readings_over};
use crate::canonical::CanonicalError;
use crate::edtf::Edtf;
use crate::id::{MeetingId, SourceId, StreamId};
use crate::party::PartyCode;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Who met.
    MeetingLevel {
        /// Heads of state or government.
        HeadsOfState = "heads_of_state",
        /// Ministers.
        Ministers = "ministers",
        /// Deputy ministers.
        DeputyMinisters = "deputy_ministers",
        /// A commission or working group.
        Commission = "commission",
        /// Experts.
        Experts = "experts",
        /// Others, for example a minister and an ambassador.
        Other = "other",
    }
}

/// What is said about a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry it is kept in.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// When.
    pub date: Edtf,
    /// Who met.
    pub level: MeetingLevel,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text4>,
    /// What it is called.
    pub title: Text4,
    /// Its communiqué.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communique: Option<SourceId>,
}

/// What can happen to a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was entered, or its description corrected.
    Described {
        /// What is said about it.
        description: Description,
    },
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// Its id.
    pub id: MeetingId,
    /// What is said about it.
    pub description: Description,
    /// Version of its stream.
    pub version: i64,
}

impl Aggregate for Meeting {
    const NAME: &'static str = "meeting";
    type Event = Event;

    fn event_name(event: &Event) -> &'static str {
        match event {
            Event::Described { .. } => "described",
        }
    }

    fn begin(stream: StreamId, event: Event, meta: Meta) -> Result<Self, Refusal> {
        let Event::Described { description } = event;
        Ok(Self { id: MeetingId::new(stream.uuid()), description, version: meta.version })
    }

    fn then(&mut self, event: Event, meta: Meta) -> Result<(), Refusal> {
        let Event::Described { description } = event;
        if description.registry != self.description.registry {
            return Err(Refusal::new("registry-code-fixed"));
        }
        self.description = description;
        self.version = meta.version;
        Ok(())
    }

    fn project(&self, _: &dyn OpenPerson) -> Result<Projection, CanonicalError> {
        let held_on = self.description.date.last_day();
        let row = Row::Meeting {
            registry: self.description.registry,
            partner: self.description.partner.clone(),
            held_on,
        };
        let readings = readings_over([held_on], |_| Some((self, row.clone())))?;
        Ok(Projection { readings, ..Projection::default() })
    }
}
