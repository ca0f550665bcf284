//! Reported figures, partners and contradictions as they leave the house.

use kelisim_domain::conflict::Conflict;
use kelisim_domain::observation::Observation;
use serde::Serialize;

use crate::source::{QuotationOut, Sources, TextOut};

/// A reported figure with every value it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureOut {
    /// Its id.
    pub id: String,
    /// The registry that keeps it.
    pub registry: String,
    /// The other side.
    pub partner: String,
    /// The commitment it is held against.
    pub commitment: Option<String>,
    /// Code of what is measured.
    pub measure: String,
    /// The same in words.
    pub name: TextOut,
    /// Period or day it holds for (EDTF).
    pub period: String,
    /// Code of the unit.
    pub unit: &'static str,
    /// The country it holds in.
    pub subject: String,
    /// Whose people or products are counted.
    pub origin: Option<String>,
    /// Values, the latest word last.
    pub values: Vec<ValueOut>,
}

/// A value somebody reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueOut {
    /// The value, exact, as decimal text.
    pub value: String,
    /// The day from which it could be known.
    pub known_on: String,
    /// Who said it, or why it changed.
    pub note: Option<TextOut>,
    /// The passage it rests on.
    pub quotation: QuotationOut,
}

impl FigureOut {
    /// A figure as it is told to programs.
    #[must_use]
    pub fn new(observation: &Observation, sources: &Sources) -> Self {
        let d = &observation.description;
        let mut values: Vec<_> = observation.values.iter().collect();
        values.sort_by_key(|v| (v.meta.known_on, v.meta.version));
        Self {
            id: observation.id.to_string(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            commitment: d.commitment.map(|id| id.to_string()),
            measure: d.measure.as_str().to_owned(),
            name: TextOut::from(&d.name),
            period: d.period.to_string(),
            unit: d.unit.code(),
            subject: d.subject.to_string(),
            origin: d.origin.as_ref().map(ToString::to_string),
            values: values
                .into_iter()
                .map(|v| ValueOut {
                    value: v.what.value.to_string(),
                    known_on: v.meta.known_on.to_string(),
                    note: v.what.note.as_ref().map(TextOut::from),
                    quotation: QuotationOut::new(&v.what.quotation, sources),
                })
                .collect(),
        }
    }
}

/// Statements that cannot all be true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConflictOut {
    /// Its id.
    pub id: String,
    /// Where it stands: `open`, `explained`, `resolved` or `standing`.
    pub state: &'static str,
    /// A short name.
    pub title: TextOut,
    /// What must be asked to settle it.
    pub question: TextOut,
    /// The statements.
    pub sides: Vec<SideOut>,
}

/// One of the statements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SideOut {
    /// What it claims.
    pub claim: TextOut,
    /// The passage.
    pub quotation: QuotationOut,
}

impl ConflictOut {
    /// A contradiction as it is told to programs.
    #[must_use]
    pub fn new(conflict: &Conflict, sources: &Sources) -> Self {
        Self {
            id: conflict.id.to_string(),
            state: conflict.state.code(),
            title: TextOut::from(&conflict.title),
            question: TextOut::from(&conflict.question),
            sides: conflict
                .sides
                .iter()
                .map(|side| SideOut {
                    claim: TextOut::from(&side.claim),
                    quotation: QuotationOut::new(&side.quotation, sources),
                })
                .collect(),
        }
    }
}

/// How much one registry records with a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerCount {
    /// The registry.
    pub registry: String,
    /// Commitments that count as a promise: agreed, signed or in force.
    pub promises: i64,
    /// Talks and intentions, which bind nobody.
    pub talks_and_intentions: i64,
}

/// A partner with what is recorded with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerOut {
    /// Its code.
    pub code: String,
    /// What it is; missing for a code the directory does not have.
    pub kind: Option<&'static str>,
    /// The name it has now.
    pub name: Option<TextOut>,
    /// Counts by registry.
    pub registries: Vec<PartnerCount>,
}
