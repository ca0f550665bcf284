//! Visits of experts, in either direction, with what they did counted.

use super::{Ask, BY_NAME_OR_RUN, Counter, Shape, Unit, usual};
use crate::quota::Programme;

const COUNTS: &[Counter] = &[
    Counter::Consultations,
    Counter::JointOperations,
    Counter::Lectures,
    Counter::CaseReviews,
    Counter::DoctorsTrained,
    Counter::Repeatable,
];

pub(super) const INCOMING: Shape = Shape {
    ledger: &[Programme::ExpertExchange],
    unit: Unit::Visit,
    asks: &[Ask::Directions, Ask::TeamMembers, Ask::PracticePermission],
    counts: COUNTS,
    lead_days: 0,
    rules: &[usual("specialist", "specialty_certificate")],
    documents: &[],
    mechanisms: BY_NAME_OR_RUN,
};

pub(super) const OUTGOING: Shape = Shape {
    ledger: &[Programme::ExpertExchange],
    unit: Unit::Visit,
    asks: &[Ask::TeamMembers, Ask::EmployerEndorsement],
    counts: COUNTS,
    lead_days: 0,
    rules: &[usual("specialist", "specialty_certificate"), usual("employer", "employer_agrees")],
    documents: &[],
    mechanisms: BY_NAME_OR_RUN,
};
