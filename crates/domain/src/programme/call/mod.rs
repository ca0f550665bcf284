//! Calls: places of quota lines offered under published terms.
//!
//! **Terms** are drafted by one person and published by another; they are complete in four languages or they are not
//! published ([`Terms::missing`]). What was published is an **edition** with its number and hash and never changes; a
//! change is a further edition that everybody can see beside the first. The places of an edition are taken out of their
//! quota lines in the same transaction and given back when the call is cancelled ([`moves`]). Whether a call is open is
//! computed from its days ([`Call::stage`]); the time of an application enters no order.

mod entry;
mod ledger;
mod missing;
#[cfg(test)]
mod model;
mod round;
mod state;
mod terms;
#[cfg(test)]
mod tests;

pub use entry::{Description, Edition, Event, Freed, Outage, Seated, State};
pub use ledger::{Take, moves};
pub use state::{Call, Draft, Stage};
pub use terms::{
    Class, Criterion, Document, Funding, Item, Mechanism, OutageRule, Phase, PhaseKind, Precedence,
    Reserve, Rule, Seat, Terms, Ties,
};
