//! Visits of experts, in either direction: who comes, under which permission, what they did, what was agreed on after.
//!
//! What was done is kept in two ways that are never added up together: **reported** totals, each with the passage that
//! says so, and **entered** records of the house, each operation by itself. What a reported total leaves open beside the
//! entered records is shown as unexplained ([`Counted`]). Start with [`Fact`] and [`ExpertVisit`].

mod count;
mod fact;
mod rule;
mod state;
#[cfg(test)]
mod tests;

pub use count::{Counted, Difference, Reported};
pub use fact::{
    Agreed, Counter, Description, Direction, Done, Event, Expert, ExpertRole, Fact, Judgement,
    Operation, OperatorCode, Permission, Repeatable, Report, State, Step, Tally,
};
pub use state::{ExpertVisit, Followed, Operated};
