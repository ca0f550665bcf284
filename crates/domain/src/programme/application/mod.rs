//! Applications: what one doctor asks of one call, and what both sides say to it.
//!
//! What an applicant wrote, and what officers wrote about the person, is sealed under the key of that person
//! ([`Content`], [`Words`]); in clear stand the call, the number of the receipt, states, coded reasons and hashes. The
//! home side and the host's side own a state each ([`Home`], [`Host`]); [`Application::stage`] is what the two make
//! together on an instant. The time of sending enters no order: lists go by the number of the receipt, which is drawn.

mod content;
mod entry;
mod file;
mod state;
#[cfg(test)]
mod tests;

pub use content::{Attached, Content, Member, Person, Words, latin_name};
pub use entry::{
    BadReceipt, Description, Event, Home, Host, Reason, ReceiptNumber, Sent, Side, Step,
};
pub use file::FileKind;
pub use state::{Application, Stage, UNDO_HOURS};
