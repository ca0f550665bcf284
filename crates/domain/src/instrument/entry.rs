//! What is entered about an instrument.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Clause;
use crate::edtf::Edtf;
use crate::id::{CommitmentId, InstrumentId};
use crate::journal::Hash;
use crate::letter::LetterOf;
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;
use crate::topic::Topic;

coded! {
    /// What kind of document it is.
    Type {
        /// An agreement between governments or states.
        Agreement = "agreement",
        /// An agreement between ministries or agencies.
        InteragencyAgreement = "interagency_agreement",
        /// A memorandum of understanding.
        Memorandum = "memorandum",
        /// A protocol, mostly to another instrument.
        Protocol = "protocol",
        /// A roadmap or plan of action.
        Plan = "plan",
        /// A programme or strategy of cooperation.
        Programme = "programme",
        /// A letter, joint statement or declaration.
        Statement = "statement",
        /// An exchange of notes.
        Notes = "notes",
        /// Anything else.
        Other = "other",
    }
}

coded! {
    /// Between whom it is.
    Level {
        /// States.
        State = "state",
        /// Governments.
        Government = "government",
        /// Ministries.
        Ministry = "ministry",
        /// Agencies.
        Agency = "agency",
        /// Hospitals, universities, companies.
        Institution = "institution",
    }
}

/// What an instrument is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side, under which it is filed.
    pub partner: PartyCode,
    /// What kind of document it is.
    pub kind: Type,
    /// Between whom.
    pub level: Level,
    /// Its title in the languages it is known in.
    pub title: Text4,
    /// Who concludes it; at least two.
    pub parties: Vec<PartyCode>,
    /// Its matter.
    pub topic: Topic,
    /// The field of medicine or the subject, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Text4>,
    /// Language tags of its authentic texts; empty when not stated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Who keeps the original, in words; not stated for most of two parties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depositary: Option<Text4>,
    /// The instrument it amends, replaces, or is a protocol to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<InstrumentId>,
}

coded! {
    /// What a party did. The order is the order in which one party does it.
    ActKind {
        /// Its government or ministry approved the draft and leave was given to sign.
        DraftApproved = "draft_approved",
        /// A person was empowered to sign.
        FullPowers = "full_powers",
        /// Its negotiator put initials under the text.
        Initialled = "initialled",
        /// It signed.
        Signed = "signed",
        /// Its parliament adopted the law of ratification.
        Parliament = "parliament",
        /// It ratified: the law of ratification was signed, or an instrument of ratification given.
        Ratified = "ratified",
        /// Its government approved or accepted, with the effect of ratification.
        Approved = "approved",
        /// It acceded to what others had signed.
        Acceded = "acceded",
        /// Its notice that internal procedures are complete was received.
        Notified = "notified",
        /// Its notice of denunciation was received.
        Denounced = "denounced",
    }
}

impl ActKind {
    /// Place in the order of one party's acts; acts of one place may come in any order.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::DraftApproved | Self::FullPowers | Self::Initialled => 0,
            Self::Signed => 1,
            Self::Parliament => 2,
            Self::Ratified | Self::Approved | Self::Acceded => 3,
            Self::Notified => 4,
            Self::Denounced => 5,
        }
    }

    /// Whether by it a party consents to be bound.
    #[must_use]
    pub const fn is_consent(self) -> bool {
        matches!(self, Self::Ratified | Self::Approved | Self::Acceded)
    }
}

/// An act of a party, as one passage reports it. Several passages may report one act, and may differ about its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Who.
    pub party: PartyCode,
    /// What it did.
    pub kind: ActKind,
    /// When, as exactly as stated.
    pub on: Edtf,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text4>,
    /// A remark, such as the number of the decree or who was empowered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
    /// The passage that says so.
    pub quotation: Quotation,
}

/// The clause as a passage states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseStated {
    /// What it says.
    pub clause: Clause,
    /// From which day, when an amendment changed it; from the beginning, when not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The passage.
    pub quotation: Quotation,
}

/// A day of entry into force that somebody states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Since when.
    pub on: Edtf,
    /// The passage that says so.
    pub quotation: Quotation,
}

coded! {
    /// What became of an instrument by an act that is not of one party.
    ChangeKind {
        /// Another instrument changed it.
        Amended = "amended",
        /// Another instrument took its place.
        Replaced = "replaced",
        /// The parties ended it together.
        Ended = "ended",
        /// The parties gave it up before it was signed.
        GivenUp = "given_up",
    }
}

/// A change of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What became of it.
    pub kind: ChangeKind,
    /// When.
    pub on: Edtf,
    /// By which instrument, where it is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<InstrumentId>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
    /// The passage that says so.
    pub quotation: Quotation,
}

/// A version of the text. What is approved is this content and no other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// SHA-256 of the file or the text.
    pub hash: Hash,
    /// Its name, such as that of the file.
    pub name: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// What changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
}

coded! {
    /// Whose approval of a text it is.
    Side {
        /// That of the registry's own state.
        Home = "home",
        /// That of the partner.
        Partner = "partner",
    }
}

/// One side approves one content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextApproval {
    /// Whose approval.
    pub side: Side,
    /// The content.
    pub hash: Hash,
    /// The letter that says so, where one is on record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
    /// The file by which it was given, where it came signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedFile>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
}

/// A file of the other side, signed with a key of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedFile {
    /// SHA-256 of the file as it came, by which its content is kept.
    pub file: Hash,
    /// The public key it is signed with.
    pub key: Hash,
}

/// A draft sent to an agency for its approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalStep {
    /// Who has it.
    pub agency: Text4,
    /// Since when.
    pub sent: Edtf,
    /// By when an answer is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// What is to be looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Text4>,
    /// The passage that says so, where it is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

coded! {
    /// What an agency answered.
    Answer {
        /// It agrees.
        Agreed = "agreed",
        /// It gave the draft back with remarks.
        Remarks = "remarks",
        /// It refused.
        Refused = "refused",
    }
}

/// The answer to a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The version that sent the draft.
    pub step: i64,
    /// What it answered.
    pub answer: Answer,
    /// When.
    pub on: Date,
    /// Its remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Text4>,
    /// The passage that says so, where it is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// A commitment that stands in the instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The commitment.
    pub commitment: CommitmentId,
    /// The passage that says so.
    pub quotation: Quotation,
}

/// What can happen to an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was entered from a passage that speaks of it.
    Entered {
        /// What it is.
        description: Description,
        /// The passage.
        quotation: Quotation,
    },
    /// Its description was corrected.
    Described {
        /// What it is now.
        description: Description,
    },
    /// A passage says how long it is valid.
    ClauseStated {
        /// What it says.
        stated: ClauseStated,
    },
    /// A party acted.
    Acted {
        /// What it did.
        act: Act,
    },
    /// A source states a day of entry into force.
    ForceReported {
        /// What it states.
        report: Report,
    },
    /// The whole was amended, replaced, ended or given up.
    Changed {
        /// How.
        change: Change,
    },
    /// There is a new version of the text.
    Drafted {
        /// The version.
        draft: Draft,
    },
    /// A side approved the present version.
    TextApproved {
        /// Which side, and what content.
        approval: TextApproval,
    },
    /// A draft went to an agency.
    Sent {
        /// To whom.
        step: ApprovalStep,
    },
    /// An agency answered.
    Answered {
        /// What.
        reply: Reply,
    },
    /// A passage says that a commitment stands in it.
    Linked {
        /// Which.
        link: Link,
    },
    /// A fact was entered by mistake; it stays in the journal and counts no more.
    FactWithdrawn {
        /// The version that entered it.
        version: i64,
        /// Why.
        reason: Text4,
    },
    /// A letter about a step was registered.
    LetterNoted {
        /// The letter and the step.
        letter: LetterOf,
    },
    /// Everybody may see what rests on published passages.
    Published,
    /// Only those with an account may see it.
    Unpublished,
}
