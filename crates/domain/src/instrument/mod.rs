//! Instruments: what states, ministries and organisations put into writing, from the first draft to the last day in force.
//!
//! Nobody types that an instrument is in force. What is entered are **acts of the parties** (signed, ratified,
//! notified, denounced), each with its passage, and the **clause** that says what must happen; [`force()`] holds one
//! against the other and says from which day, and why. A date of entry into force that a source states is a report
//! beside the computed one. Drafts, their approvals by agencies and by the two sides are work of the house: whoever is
//! not of it sees only what rests on a published passage.
//!
//! Start with [`Clause`], then [`Force`], then [`Position`], what a page shows of a day.

mod clause;
mod entry;
mod force;
mod position;
mod state;
#[cfg(test)]
mod tests;

pub use clause::{Clause, Ending, Entry, Length, LengthUnit, Provisional};
pub use entry::{
    Act, ActKind, Answer, ApprovalStep, Change, ChangeKind, ClauseStated, Description, Draft,
    Event, Level, Link, Reply, Report, Side, SignedFile, TextApproval, Type,
};
pub use force::{Between, Force, Ground, Missing, Term, force};
pub use position::{Alarm, Held, LONG, Position, SOON, Standing};
pub use state::{Approved, Instrument, StepShown};
