//! Internship and advanced training: weeks or months in a foreign clinic, in directions that departments propose.

use super::{Ask, Counter, Shape, Unit, usual};
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
};
