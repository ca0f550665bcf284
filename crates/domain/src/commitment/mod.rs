//! Commitments: who owes whom what, how much, by when, in words how firm, and what came of it.
//!
//! A commitment is the list of statements made about it. What is known of it on a day is what the statements published
//! by that day say, the latest of them last. Three axes stay apart: **stage** (how firm the words are), **delivery**
//! (what happened) and **verdict** (what a person judged).

mod charge;
mod gap;
mod known;
mod standing;
mod state;
#[cfg(test)]
mod tests;

pub use charge::{Charge, Holder};
pub use gap::{Gap, gaps};
pub use known::{DeliveryKnown, Known, Promised, Weight};
pub use standing::{LOSSES, Standing, YearFigures, standing, years};
pub use state::{
    Commitment, DeliveryReport, Description, Event, QuotaPeriod, Said, Statement, VerdictGiven,
};
