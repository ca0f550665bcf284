//! Team training: several people of one hospital go as one unit, such as a transplant team.

use super::{Ask, Counter, Shape, Unit, usual};
use crate::programme::call::{Class, Mechanism};
use crate::quota::Programme;

pub(super) const SHAPE: Shape = Shape {
    ledger: &[Programme::Internship, Programme::Training],
    unit: Unit::Team,
    asks: &[Ask::TeamMembers, Ask::LearningPlan, Ask::EmployerEndorsement, Ask::ReturnService],
    counts: &[Counter::Completed, Counter::Repeatable],
    lead_days: 0,
    rules: &[usual("employer", "employer_agrees")],
    documents: &[(Ask::EmployerEndorsement, Class::Hard), (Ask::LearningPlan, Class::Later)],
    mechanisms: &[Mechanism::Nomination],
};
