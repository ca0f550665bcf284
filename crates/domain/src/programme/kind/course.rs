//! Short courses with slots by country.
//!
//! The shape follows the published rules of India's ITEC: age 25 to 45, an application at least three months before the
//! start, endorsement by the employer and by the nodal ministry, recommendation by the mission, nobody twice.

use super::{Ask, BY_NAME_OR_RUN, Counter, Shape, Unit, usual};
use crate::programme::call::Class;
use crate::quota::Programme;

pub(super) const SHAPE: Shape = Shape {
    ledger: &[Programme::Training],
    unit: Unit::Person,
    asks: &[Ask::EmployerEndorsement, Ask::NodalEndorsement, Ask::MissionRecommendation],
    counts: &[Counter::Completed],
    lead_days: 90,
    rules: &[
        usual("age_25_45", "age >= 25 && age <= 45"),
        usual("first_time", "!former_participant"),
        usual("employer", "employer_agrees"),
    ],
    documents: &[
        (Ask::EmployerEndorsement, Class::Hard),
        (Ask::NodalEndorsement, Class::Soft),
        (Ask::MissionRecommendation, Class::Soft),
    ],
    mechanisms: BY_NAME_OR_RUN,
};
