//! One function for each thing a person does. Each authorises, loads, decides by the domain's rules, and appends.
//!
//! Pages, the API and the command line are faces of these functions and hold no rule of their own. The operation
//! [`Context`] is always the first argument; the first statement is always the authorisation. Start with
//! [`communique`], the way a sentence becomes a commitment, and [`access`], who may do what.
#![deny(missing_docs)]

pub mod access;
pub mod account;
pub mod backup;
pub mod body;
pub mod brief;
pub mod calendar;
pub mod charge;
pub mod commitment;
pub mod communique;
pub mod conflict;
pub mod context;
pub mod contradiction;
mod error;
pub mod growing;
pub mod held;
pub mod import;
pub mod indicator;
pub mod instrument;
pub mod journal;
pub mod letter;
pub mod lookup;
pub mod meeting;
pub mod notice;
pub mod observation;
pub mod once;
pub mod overview;
mod page_reads;
pub mod paper;
pub mod partner_key;
pub mod party;
pub mod person;
pub mod programme;
pub mod project;
pub mod proposal;
pub mod public;
pub mod quota;
mod recent;
pub mod recover;
pub mod register;
pub mod saved;
mod scan;
pub mod search;
pub mod sign_in;
pub mod source;
pub mod token;
pub mod typed;
pub mod under_way;

pub use context::{Actor, App, Clock, Context, Entropy, Known, Once, REMEMBERED, Signed};
pub use error::{AppError, Result};
pub use page_reads::PageReads;
