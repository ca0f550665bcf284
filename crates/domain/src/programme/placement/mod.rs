//! What becomes of one place that was given: offered, answered, gone to, completed.
//!
//! A placement begins with the offer of a place that a released run gave, and moves that one place through the ledger: what
//! a step does to it is [`Placement::moves`], and the two are always written in one transaction. Offers are made in the
//! frozen order of the run; a place that comes back is offered to the next of that order ([`Origin::Waitlist`]).

mod entry;
mod state;

pub use entry::{Description, Event, Exit, Fact, Origin, Stage};
pub use state::{Placement, working_days};
