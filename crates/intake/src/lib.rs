//! Communiqué text in Kazakh, Kyrgyz, Russian or English becomes draft records with quotations.
//!
//! Text goes in, a [`draft::Draft`] comes out: parties, commitments with their stage, quantity, date, direction and
//! specialties, and indicators, each with the exact passage it rests on. Nothing here is confirmed: a person does
//! that. The crate reads no file, no clock and no network, and knows nothing of the record.
//!
//! Start reading at [`engine::draft`]; the words it knows stand in `data/`, one row a fact.

mod again;
mod agency;
mod ahead;
mod citation;
mod clause;
pub mod compare;
pub mod date;
mod dateline;
mod deadline;
pub mod direction;
pub mod draft;
pub mod engine;
mod field;
mod follow;
pub mod gold;
mod implied;
pub mod indicator;
pub mod item;
pub mod language;
pub mod layout;
pub mod letter;
mod level;
pub mod lexicon;
mod life;
pub mod merge;
pub mod morphology;
mod occasion;
pub mod opinion;
mod own;
pub mod party;
pub mod predicate;
pub mod quantity;
#[cfg(feature = "readers")]
pub mod reader;
pub mod script;
mod settle;
pub mod text;
pub mod vocabulary;

/// The edition of the engine: raised whenever it drafts otherwise, so that drafts that were kept are made anew.
pub const EDITION: i64 = 4;

pub use compare::compare;
pub use draft::Draft;
pub use engine::{DraftError, Options, draft};
