//! What is entered about a body as a whole.

use serde::{Deserialize, Serialize};

use super::{DecisionOf, Delivery, Invitation, InvitationStep, Left, Member, Pledge, Session};
use crate::edtf::Edtf;
use crate::id::{BodyId, InstrumentId, MeetingId};
use crate::letter::LetterOf;
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// What a body is.
    BodyKind {
        /// A working group.
        WorkingGroup = "working_group",
        /// An intergovernmental commission.
        Commission = "commission",
        /// A council.
        Council = "council",
        /// A secretariat.
        Secretariat = "secretariat",
        /// A coalition of countries.
        Coalition = "coalition",
        /// An office or centre that one side keeps for another.
        Office = "office",
    }
}

coded! {
    /// How far a body has come, as a passage says. Words about a body do not make it one: only what is at work is.
    Standing {
        /// Somebody proposed it.
        Proposed = "proposed",
        /// It is planned or being prepared.
        Planned = "planned",
        /// It was decided that it shall be.
        Agreed = "agreed",
        /// It was set up or is reported to sit and work.
        AtWork = "at_work",
        /// It is no more.
        Ended = "ended",
    }
}

/// What a body is called and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry it is kept in.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// What it is.
    pub kind: BodyKind,
    /// What it is called, in the languages that are known.
    pub title: Text4,
    /// Who keeps house for it and invites in its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<PartyCode>,
    /// The body it belongs to: that of a secretariat, for example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<BodyId>,
}

/// What a body is for, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// What for.
    pub matter: Text4,
    /// The passage.
    pub quotation: Quotation,
}

/// How far a body has come and by what, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foundation {
    /// How far.
    pub standing: Standing,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// The instrument by which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<InstrumentId>,
    /// The meeting at which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<MeetingId>,
    /// The passage.
    pub quotation: Quotation,
}

/// What can happen to a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was entered, with the passage that names it.
    Entered {
        /// What it is called.
        description: Description,
        /// The passage.
        quotation: Quotation,
    },
    /// What it is called was corrected.
    Described {
        /// What it is called.
        description: Description,
    },
    /// A passage says what it is for.
    MandateStated {
        /// What for.
        mandate: Mandate,
    },
    /// A passage says how far it has come.
    StandingStated {
        /// How far.
        foundation: Foundation,
    },
    /// A passage names a member.
    MemberJoined {
        /// Who, as what and when.
        member: Member,
    },
    /// A passage says that a member left.
    MemberLeft {
        /// Which, and when.
        left: Left,
    },
    /// A session was planned, held or put off.
    SessionStated {
        /// The session.
        session: Session,
    },
    /// A passage says what was decided.
    Decided {
        /// What, and at which session.
        decided: DecisionOf,
    },
    /// A passage says what somebody is to contribute.
    Pledged {
        /// What.
        pledge: Pledge,
    },
    /// A passage says what somebody contributed.
    Delivered {
        /// What.
        delivery: Delivery,
    },
    /// Somebody is to be invited.
    InvitationPlanned {
        /// Who.
        invitation: Invitation,
    },
    /// An invitation moved on.
    InvitationMoved {
        /// Which, and how.
        step: InvitationStep,
    },
    /// A letter about a fact was registered.
    LetterNoted {
        /// The letter and the fact.
        letter: LetterOf,
    },
    /// Something was entered by mistake; it stays in the journal and counts no more.
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
