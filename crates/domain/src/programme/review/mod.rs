//! The review of an application: who scores it, what they gave, and what the applicant says to it.
//!
//! One **review** stands for one application. Reviewers have a **seat** in it under a code that is drawn, so that neither
//! the address nor the order of a list says whose file it is, nor that two reviewers read the same one. A reviewer in
//! **conflict** ([`conflict`]) never gets a seat, or loses it before the file opens. Scores are exact, weighted by the
//! criteria of the call and put together by one rule ([`outcome`]). The applicant sees the outcome and has three working
//! days to object on process grounds ([`window()`]). Start with [`Review`].

pub mod book;
pub mod conflict;
mod entry;
pub mod outcome;
mod state;
#[cfg(test)]
mod tests;
mod window;

pub use book::{Back, Book, Difference};
pub use conflict::{Declaration, Ground};
pub use entry::{
    Answer, Carried, Comments, Copied, Description, Event, Given, Grounds, Objection, Recusal,
    Scored, Seat, SeatCode, Shown, Weight, Why,
};
pub use outcome::{Outcome, SCALE, SPREAD};
pub use state::{MOST_CRITERIA, Review, Standing};
pub use window::{OBJECTION_DAYS, window};
