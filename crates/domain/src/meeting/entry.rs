//! What is entered about a meeting.

use serde::{Deserialize, Serialize};

use crate::edtf::Edtf;
use crate::id::{CommitmentId, InstrumentId, MeetingId, SourceId};
use crate::letter::LetterOf;
use crate::party::PartyCode;
use crate::quotation::Quotation;
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

coded! {
    /// Whether it took place.
    MeetingState {
        /// It is to take place.
        Planned = "planned",
        /// It took place.
        Held = "held",
        /// It did not take place and has no new date.
        PutOff = "put_off",
    }
}

impl MeetingState {
    /// Meetings entered before they could be planned were entered from reports of them.
    const fn reported() -> Self {
        Self::Held
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference")]
    const fn is_reported(&self) -> bool {
        matches!(self, Self::Held)
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
    /// Whether it took place.
    #[serde(default = "MeetingState::reported", skip_serializing_if = "MeetingState::is_reported")]
    pub state: MeetingState,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text4>,
    /// What it is called.
    pub title: Text4,
    /// Who met, where more than the two sides did; empty for the home state and the partner.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<PartyCode>,
    /// Its communiqué: the source of what it decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub communique: Option<SourceId>,
    /// The meeting before it, where it is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<MeetingId>,
}

impl Description {
    /// Whose delegations met.
    #[must_use]
    pub fn sides(&self) -> Vec<PartyCode> {
        if !self.parties.is_empty() {
            return self.parties.clone();
        }
        let home = self.registry.as_str().parse().ok();
        home.into_iter().chain([self.partner.clone()]).collect()
    }
}

/// Who led a delegation, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Whose delegation.
    pub party: PartyCode,
    /// The office its head holds.
    pub office: Text4,
    /// The head, where the passage names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text4>,
    /// The passage that says so.
    pub quotation: Quotation,
}

/// A point of the agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// What is to be spoken about.
    pub matter: Text4,
    /// The commitment it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<CommitmentId>,
    /// The passage that says so, where it is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// What was decided, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What.
    pub matter: Text4,
    /// Commitments it leads to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<CommitmentId>,
    /// Instruments it leads to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instruments: Vec<InstrumentId>,
    /// The passage that says so.
    pub quotation: Quotation,
}

/// A question an officer wants to be asked. It is work of the house and shown to nobody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The question.
    pub words: Text4,
    /// The commitment it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<CommitmentId>,
}

/// What can happen to a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was entered, or its description changed: it was held, put off, or moved to another day.
    Described {
        /// What is said about it.
        description: Description,
    },
    /// A passage says who led a delegation.
    DelegationStated {
        /// Who.
        delegation: Delegation,
    },
    /// A point was put on the agenda.
    AgendaAdded {
        /// The point.
        item: AgendaItem,
    },
    /// A passage says what was decided.
    Decided {
        /// What.
        decision: Decision,
    },
    /// An officer noted a question.
    Asked {
        /// The question.
        question: Question,
    },
    /// A letter about a step was registered.
    LetterNoted {
        /// The letter and the step.
        letter: LetterOf,
    },
    /// Something was entered by mistake or settled; it stays in the journal and counts no more.
    FactWithdrawn {
        /// The version that entered it.
        version: i64,
        /// Why.
        reason: Text4,
    },
    /// Everybody may see what rests on passages.
    Published,
    /// Only those with an account may see it.
    Unpublished,
}
