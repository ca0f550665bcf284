//! Internship and advanced training: weeks or months in a foreign clinic, in directions that departments propose.

use super::{Ask, BY_NAME_OR_RUN, Counter, Shape, Unit, usual};
use crate::programme::call::Class;
use crate::quota::Programme;

pub(super) const SHAPE: Shape = Shape {
    ledger: &[Programme::Internship, Programme::Training],
    unit: Unit::Person,
    asks: &[
        Ask::RankedChoices,
        Ask::Directions,
        Ask::LearningPlan,
        Ask::EmployerEndorsement,
        Ask::ReturnService,
    ],
    counts: &[Counter::Completed],
    lead_days: 0,
    rules: &[
        usual("certificate", "medical_diploma && specialty_certificate"),
        usual("employer", "employer_agrees"),
    ],
    documents: &[(Ask::EmployerEndorsement, Class::Hard), (Ask::LearningPlan, Class::Later)],
    mechanisms: BY_NAME_OR_RUN,
};
