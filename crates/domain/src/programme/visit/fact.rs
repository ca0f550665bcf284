//! What is entered about a visit, one fact at a time.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::edtf::Edtf;
use crate::id::{CommitmentId, QuotaLineId};
use crate::party::PartyCode;
use crate::programme::specialty::SpecialtyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::stage::coded;
use crate::text::Text4;

coded! {
    /// Which way the experts travel, seen from the registry.
    Direction {
        /// They come from the partner.
        In = "in",
        /// They go to the partner.
        Out = "out",
    }
}

coded! {
    /// How far a visit has come, in the order of the steps.
    State {
        /// It is planned.
        Planned = "planned",
        /// The experts are invited.
        Invited = "invited",
        /// The permission of everybody who operates was checked.
        Permitted = "permitted",
        /// The experts are or were there.
        OnSite = "on_site",
        /// It was reported what they did.
        Reported = "reported",
        /// What was agreed on after is done.
        FollowedUp = "followed_up",
        /// It does not take place.
        Cancelled = "cancelled",
    }
}

impl State {
    /// Whether it is still to begin.
    #[must_use]
    pub const fn is_ahead(self) -> bool {
        matches!(self, Self::Planned | Self::Invited | Self::Permitted)
    }

    /// Whether nothing comes after it.
    #[must_use]
    pub const fn is_last(self) -> bool {
        matches!(self, Self::FollowedUp | Self::Cancelled)
    }
}

coded! {
    /// What an expert is there for.
    ExpertRole {
        /// Operates.
        Surgeon = "surgeon",
        /// Gives anaesthesia at operations.
        Anaesthetist = "anaesthetist",
        /// Sees patients and gives advice.
        Consultant = "consultant",
        /// Teaches.
        Lecturer = "lecturer",
        /// Nurses.
        Nurse = "nurse",
        /// Learns.
        Trainee = "trainee",
        /// Leads the team or keeps its papers.
        Coordinator = "coordinator",
    }
}

impl ExpertRole {
    /// Whether the expert works at operations, for which a permission to practise is needed.
    #[must_use]
    pub const fn operates(self) -> bool {
        matches!(self, Self::Surgeon | Self::Anaesthetist)
    }
}

coded! {
    /// What is counted.
    Counter {
        /// Consultations.
        Consultations = "consultations",
        /// Operations at which visiting and local doctors worked together.
        JointOperations = "joint_operations",
        /// Operations of which it is not said that local doctors took part.
        Operations = "operations",
        /// Lectures.
        Lectures = "lectures",
        /// Cases that were talked through.
        CaseReviews = "case_reviews",
        /// Studies, such as ultrasound.
        Studies = "studies",
        /// Doctors who were trained.
        DoctorsTrained = "doctors_trained",
        /// People who were examined.
        Examined = "examined",
    }
}

impl Counter {
    /// Whether its records are operations, each entered by itself.
    #[must_use]
    pub const fn is_of_operations(self) -> bool {
        matches!(self, Self::JointOperations | Self::Operations)
    }
}

coded! {
    /// Whether the local team can do such an operation without guests.
    Repeatable {
        /// It can.
        Yes = "yes",
        /// It cannot yet.
        No = "no",
    }
}

/// What stands for a person: the number in a team or a code of the hospital's own, never a name.
///
/// One to sixteen of `A`–`Z`, digits and hyphens; small letters are made large.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OperatorCode(String);

impl OperatorCode {
    /// Most letters of a code.
    pub const LONGEST: usize = 16;

    /// Reads a code.
    ///
    /// # Errors
    /// `visit-code-form`.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let code = text.trim().to_ascii_uppercase();
        let fits = (1..=Self::LONGEST).contains(&code.len())
            && code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
        if fits { Ok(Self(code)) } else { Err(Refusal::new("visit-code-form")) }
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OperatorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OperatorCode {
    type Error = Refusal;

    fn try_from(text: String) -> Result<Self, Refusal> {
        Self::read(&text)
    }
}

impl From<OperatorCode> for String {
    fn from(code: OperatorCode) -> Self {
        code.0
    }
}

/// What a visit is: whose, which way, when, where and under which promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The registry it is kept in.
    pub registry: RegistryCode,
    /// The other side.
    pub partner: PartyCode,
    /// Which way.
    pub direction: Direction,
    /// What it is called, in the languages that are known.
    pub title: Text4,
    /// The first and the last day, as exactly as stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Edtf>,
    /// Who receives the experts, where they are parties on record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<PartyCode>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text4>,
    /// Who sends the experts: a hospital, a foundation, a company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<Text4>,
    /// The promise it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<CommitmentId>,
    /// The line of the ledger whose place it takes. The place itself moves by the bookings of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<QuotaLineId>,
    /// The passage that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// A step of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// How far it has come.
    pub to: State,
    /// When.
    pub on: Edtf,
    /// A remark; why, when it is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text4>,
    /// The passage that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// An expert of the team, or several of whom no more is said than their number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expert {
    /// What stands for the expert within the visit.
    pub code: OperatorCode,
    /// The specialty, where it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty: Option<SpecialtyCode>,
    /// What for, where it is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ExpertRole>,
    /// How many; whoever operates is entered alone.
    pub count: u16,
    /// The passage that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

impl Expert {
    /// Most people of one entry.
    pub const MOST: u16 = 500;

    /// Whether a permission to practise is needed.
    #[must_use]
    pub fn operates(&self) -> bool {
        self.role.is_some_and(ExpertRole::operates)
    }
}

/// A permission to practise of one expert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permission {
    /// The version that entered the expert.
    pub expert: i64,
    /// Number or name of the document.
    pub document: Text4,
    /// Who issued it.
    pub authority: Text4,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub until: Date,
}

impl Permission {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds(&self, day: Date) -> bool {
        (self.from..=self.until).contains(&day)
    }
}

/// A total that somebody reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Of what.
    pub counter: Counter,
    /// How many.
    pub value: u32,
    /// The passage.
    pub quotation: Quotation,
}

/// What the house itself counted on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Of what; operations are entered one by one.
    pub counter: Counter,
    /// When.
    pub on: Date,
    /// How many.
    pub value: u32,
    /// What about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<Text4>,
}

/// An operation that the house entered. What came of it for the patient is not part of the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// When.
    pub on: Date,
    /// In which specialty.
    pub specialty: SpecialtyCode,
    /// What was done, in words that name nobody.
    pub procedure: Text4,
    /// Who led.
    pub lead: OperatorCode,
    /// Who stood second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<OperatorCode>,
    /// The operator of the local team, where one took part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local: Option<OperatorCode>,
}

impl Operation {
    /// Everybody named, in the order of the fields.
    pub fn operators(&self) -> impl Iterator<Item = &OperatorCode> {
        std::iter::once(&self.lead).chain(&self.second).chain(&self.local)
    }

    /// What it counts as: an operation is joint where a local operator took part.
    #[must_use]
    pub const fn counter(&self) -> Counter {
        if self.local.is_some() { Counter::JointOperations } else { Counter::Operations }
    }
}

/// Whether the local team can do an operation by itself, as somebody judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The version that entered the operation.
    pub operation: i64,
    /// Whether it can.
    pub repeatable: Repeatable,
    /// Who judged, by office.
    pub by: Text4,
    /// When.
    pub on: Date,
}

/// What was agreed to be done afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    /// What.
    pub matter: Text4,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Edtf>,
    /// The passage that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// That something agreed on was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The version that entered what was agreed on.
    pub agreed: i64,
    /// When.
    pub on: Edtf,
    /// The passage that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotation: Option<Quotation>,
}

/// Something on record about a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "most facts of a visit are operations and experts; boxing the rest would cost every reader"
)]
pub enum Fact {
    /// What it is.
    Described(Description),
    /// A step.
    Stepped(Step),
    /// An expert of the team.
    Expert(Expert),
    /// A permission to practise.
    Permission(Permission),
    /// A reported total.
    Report(Report),
    /// What the house counted.
    Tally(Tally),
    /// An operation.
    Operation(Operation),
    /// Whether the local team can do it.
    Judgement(Judgement),
    /// What was agreed on.
    Agreed(Agreed),
    /// That it was done.
    Done(Done),
}

impl Fact {
    /// The passage it rests on.
    #[must_use]
    pub const fn quotation(&self) -> Option<&Quotation> {
        match self {
            Self::Described(it) => it.quotation.as_ref(),
            Self::Stepped(it) => it.quotation.as_ref(),
            Self::Expert(it) => it.quotation.as_ref(),
            Self::Report(it) => Some(&it.quotation),
            Self::Agreed(it) => it.quotation.as_ref(),
            Self::Done(it) => it.quotation.as_ref(),
            Self::Permission(_) | Self::Tally(_) | Self::Operation(_) | Self::Judgement(_) => None,
        }
    }

    /// The version of the entry it speaks of, which it goes with.
    #[must_use]
    pub const fn of(&self) -> Option<i64> {
        match self {
            Self::Permission(it) => Some(it.expert),
            Self::Judgement(it) => Some(it.operation),
            Self::Done(it) => Some(it.agreed),
            _ => None,
        }
    }
}

/// What can happen to a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "an event lives for one call; boxing would cost every reader"
)]
pub enum Event {
    /// Something was entered; the first fact says what the visit is.
    Stated {
        /// What.
        fact: Fact,
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
