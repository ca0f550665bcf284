//! Residency: two years or more at a host, for graduates, with work at home after the return.

use super::{Ask, BY_RUN, Counter, Shape, Unit, usual};
use crate::quota::Programme;

pub(super) const SHAPE: Shape = Shape {
    ledger: &[Programme::Residency],
    unit: Unit::Person,
    asks: &[Ask::RankedChoices, Ask::ReturnService],
    counts: &[Counter::Completed],
    lead_days: 0,
    rules: &[usual("diploma", "medical_diploma"), usual("return", "accepts_return_service")],
    documents: &[],
    mechanisms: BY_RUN,
};
