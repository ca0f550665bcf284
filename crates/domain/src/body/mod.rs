//! Bodies between countries: working groups, commissions, councils, a secretariat, a coalition.
//!
//! A body is what passages say of it: whether it is proposed, agreed on, at work or ended; who belongs to it and when;
//! when it sits and what it decides; who promised and gave what; who was invited and what was answered. Whoever was
//! invited and acceded is a member from that day, so that nobody enters it twice.

mod contribution;
mod entry;
mod invitation;
mod member;
mod session;
mod state;
#[cfg(test)]
mod tests;

pub use contribution::{Amount, Currency, Delivery, Gift, Given, Pledge, Pledged, Total};
pub use entry::{BodyKind, Description, Event, Foundation, Mandate, Standing};
pub use invitation::{Invitation, InvitationStep, Invited, Move, Where};
pub use member::{Left, Member, MemberRole, Membership, Who};
pub use session::{DecisionOf, Session, Sitting};
pub use state::Body;
