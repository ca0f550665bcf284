//! What became of a candidate after the run: the place offered, the answer, the journey, the stay, and the years to be served
//! at home.
//!
//! One candidate of a call has one stream ([`Placement::of`]), so that nobody holds two places of it. Which step is allowed
//! when, who makes it and what it needs is one table ([`RULES`]). A place that a step moves is moved in the quota ledger in the
//! same transaction ([`moves`]), naming the placement. A deadline is counted in working days of a zone, with the holidays that
//! the offer names ([`Clock`]); that it passed is computed, and the lapse is written by a step like any other. What everybody
//! learns of the outcome names nobody and shows no small number ([`outcome`]).

mod check;
mod clock;
mod entry;
mod ledger;
#[cfg(test)]
mod model;
#[cfg(test)]
mod model_course;
#[cfg(test)]
mod model_named;
mod named;
pub mod outcome;
mod pool;
mod rule;
mod state;
#[cfg(test)]
mod tests;

pub use clock::{APPEAL_DAYS, Clock, MOST_DAYS, MOST_HOLIDAYS, working_days};
pub use entry::{
    Appeal, Description, Duty, DutyState, Event, Ground, Made, Offer, Origin, Paper, Place, Said,
    Verdict,
};
pub use ledger::moves;
pub use named::{Nominee, may_name};
pub use pool::{Pool, pools};
pub use rule::{Need, RULES, Rule, Stage, Step, Who, rule};
pub use state::{Due, Placement};
