//! The quota ledger: where every promised place is, kept in double entry.
//!
//! A **line** is what one promise gives for one period, through one channel, for one kind of programme, where stated
//! for one specialty, host and region. Its places lie in **accounts**, from pledged to completed. A **move** takes a
//! number of places out of one account and puts the same number into another, so that places are conserved at every
//! moment; no account falls below zero. A wrong move is made good by a counter-entry and never taken away.
//!
//! Only moves that were made in Kelisim are booked. What others report are observations beside the ledger; what they
//! leave open is *unexplained*. Start with [`Account`] and [`reasons`], the table of moves, then [`QuotaLine`].

mod account;
mod balance;
mod entry;
mod line;
mod reckoning;
#[cfg(test)]
mod tests;

pub use account::{Account, CALL_STEPS, PLACEMENT_STEPS, Programme, Reason, STEPS, reasons};
pub use balance::Balances;
pub use entry::{Booked, Description, Event, LineShown, Move, Pledge};
pub use line::QuotaLine;
pub use reckoning::{Left, QuotaYear, Reached, burn_down, flows, losses, reached, years};
