//! The giving of a call's places: its candidates, and the one run that counts.
//!
//! Candidates come as a **list** that one person brings and another accepts ([`Candidates`]). A run is made of the terms of
//! the call and the accepted list ([`market`]); it is **frozen** by the hash of its canonical bytes, the two sides reveal
//! what they committed to, it is **computed**, checked by the verifier that shares no code with the engine, **signed** by two
//! persons and **released** at one instant. Where the call has hosts order, what they signed ([`Answers`]) stands in for the
//! scores. A discarded run stays on record. What a step does to the ledger is in
//! [`super::call::moves`], since the call holds the places.

mod answers;
mod candidate;
mod entry;
pub mod market;
mod state;
#[cfg(test)]
mod tests;

pub use answers::{Answers, AtSeat, Given};
pub use candidate::{Candidate, Candidates, Change, Differs, MOST, Score, What, code, person};
pub use entry::{
    As, Attempt, Checked, Commitment, Computed, Description, Event, File, Frozen, List, ListState,
    Revealed, Signature, Stage,
};
pub use state::Run;
