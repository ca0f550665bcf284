//! What is entered about a project.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Template;
use crate::edtf::Edtf;
use crate::id::{CommitmentId, InstrumentId, MilestoneId};
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;
use crate::topic::Topic;

coded! {
    /// What kind of milestone it is. One is never taken for another: what is built is not yet licensed, and what was
    /// opened with a ceremony may have worked for years, or not at all. The order is that in which they mostly come.
    MilestoneKind {
        /// A decision of a state, a ministry or the parties.
        Decision = "decision",
        /// A law, a rule, a standard that must be there first.
        Regulation = "regulation",
        /// An agreement between the parties.
        Agreement = "agreement",
        /// Money that is bound for it.
        Funding = "funding",
        /// A design that is ready.
        Design = "design",
        /// Leave to build.
        Permit = "permit",
        /// The building.
        Construction = "construction",
        /// Equipment that is delivered and installed.
        Equipment = "equipment",
        /// Leave to operate.
        Licence = "licence",
        /// People who are trained and in their posts.
        Staff = "staff",
        /// Tests that are passed; work begins.
        Commissioning = "commissioning",
        /// The first patient.
        FirstPatient = "first_patient",
        /// The opening with guests.
        Ceremony = "ceremony",
        /// A review by others.
        Audit = "audit",
    }
}

/// What a project is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry that keeps it.
    pub registry: RegistryCode,
    /// The other side, under which it is filed.
    pub partner: PartyCode,
    /// Its title in the languages it is known in.
    pub title: Text4,
    /// Whose project it is; at least two.
    pub parties: Vec<PartyCode>,
    /// Where, in words; nothing when no site is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<Text4>,
    /// Its matter.
    pub topic: Topic,
    /// The template it was begun from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}

/// A milestone. It has no day of its own: days are what people say of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Its id.
    pub id: MilestoneId,
    /// What kind it is.
    pub kind: MilestoneKind,
    /// Its name.
    pub title: Text4,
    /// To which phase of the project it belongs, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<u8>,
}

/// One milestone cannot be reached before another one is (finish to start).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Dependency {
    /// What must be reached first.
    pub before: MilestoneId,
    /// What waits for it.
    pub after: MilestoneId,
    /// How many days must lie between them at least.
    #[serde(default)]
    pub lag: u16,
}

coded! {
    /// What a word about a milestone says. The order is that of its life.
    Aspect {
        /// When it is to be, as it was first laid down.
        Planned = "planned",
        /// When it is expected now.
        Forecast = "forecast",
        /// Work on it began.
        Started = "started",
        /// Somebody reports that it is reached.
        Claimed = "claimed",
        /// It was checked that it is reached.
        Confirmed = "confirmed",
    }
}

impl Aspect {
    /// Whether it speaks of what has happened.
    #[must_use]
    pub const fn is_past(self) -> bool {
        matches!(self, Self::Started | Self::Claimed | Self::Confirmed)
    }

    /// Whether by it the milestone is reached.
    #[must_use]
    pub const fn is_reached(self) -> bool {
        matches!(self, Self::Claimed | Self::Confirmed)
    }
}

/// What somebody says of the day of a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word {
    /// The milestone.
    pub milestone: MilestoneId,
    /// What it says.
    pub aspect: Aspect,
    /// The day, as exactly as stated. A forecast may say that there is no day any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// Why, or on what evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text4>,
    /// The passage that says so, where it is a public fact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// A milestone as it stood when a baseline was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Which.
    pub milestone: MilestoneId,
    /// Its kind then.
    pub kind: MilestoneKind,
    /// Its name then.
    pub title: Text4,
    /// Its phase then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<u8>,
    /// The day that was expected then; nothing where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Edtf>,
    /// By what kind of word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// Whether a passage says so.
    #[serde(default)]
    pub quoted: bool,
}

/// The whole plan at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The day as of which the plan was taken, where it is an earlier one: then it holds what was known on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_known_on: Option<Date>,
    /// The milestones, in order of id.
    pub milestones: Vec<Point>,
    /// The dependencies, in their order.
    pub dependencies: Vec<Dependency>,
}

/// A plan that was frozen. It is never changed and never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// Its name.
    pub name: Text4,
    /// SHA-256 of the snapshot in canonical form.
    pub hash: Hash,
    /// What was frozen.
    pub snapshot: Snapshot,
}

/// What a project serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Linked {
    /// A commitment.
    Commitment(CommitmentId),
    /// An instrument.
    Instrument(InstrumentId),
}

/// A commitment or an instrument that the project serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Which.
    pub to: Linked,
    /// The passage that says so, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// What can happen to a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was begun.
    Begun {
        /// What it is.
        description: Description,
        /// The passage that speaks of it, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quotation: Option<Quotation>,
    },
    /// Its description was corrected.
    Described {
        /// What it is now.
        description: Description,
    },
    /// A milestone was added.
    MilestoneAdded {
        /// It.
        milestone: Milestone,
    },
    /// The name, kind or phase of a milestone was corrected.
    MilestoneDescribed {
        /// What it is now.
        milestone: Milestone,
    },
    /// A milestone is no part of the plan any more. Baselines keep it.
    MilestoneRemoved {
        /// Which.
        milestone: MilestoneId,
        /// Why.
        reason: Text4,
    },
    /// One milestone waits for another.
    DependencyAdded {
        /// Which for which.
        dependency: Dependency,
    },
    /// It waits no more.
    DependencyRemoved {
        /// What had to be reached first.
        before: MilestoneId,
        /// What waited.
        after: MilestoneId,
    },
    /// Somebody says when.
    Dated {
        /// What is said.
        word: Word,
    },
    /// The plan was frozen.
    BaselineFrozen {
        /// As what.
        baseline: Baseline,
    },
    /// It serves a commitment or an instrument.
    LinkAdded {
        /// Which.
        link: Link,
    },
    /// A word or a link was entered by mistake; it stays in the journal and counts no more.
    FactWithdrawn {
        /// The version that entered it.
        version: i64,
        /// Why.
        reason: Text4,
    },
    /// Everybody may see what rests on published passages.
    Published,
    /// Only those with an account may see it.
    Unpublished,
}
