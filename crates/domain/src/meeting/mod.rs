//! Meetings of delegations: who met, on what, what was decided, and what is to be asked next time.
//!
//! A meeting is planned, held or put off. What it says of persons and decisions rests on passages; its agenda may be
//! typed before there is any. What came of it is not in here: commitments name the meeting they come from.

mod entry;
mod state;
#[cfg(test)]
mod tests;

pub use entry::{
    AgendaItem, Decision, Delegation, Description, Event, MeetingLevel, MeetingState, Question,
};
pub use state::Meeting;
