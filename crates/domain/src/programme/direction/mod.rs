//! Directions: what departments wish their people to learn abroad, before there is a call.
//!
//! A department proposes a specialty, a host, months and a number of people, and says why. The international department gathers
//! what was proposed, accepts it for as many people as it can, or refuses it with a reason, and makes a call of what it accepted.
//! Whoever proposed does not decide. Start with [`Direction`].

mod state;
#[cfg(test)]
mod tests;

pub use state::{Answer, Description, Direction, Event, Reason, State, Wish};
