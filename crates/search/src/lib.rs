//! Finding things by words, in Kazakh, Kyrgyz, Russian and English, in both alphabets, with endings and slips of the
//! hand.
//!
//! A word becomes a **key** in two steps: [`fold()`] writes it by its sound in plain Latin letters, so that «Бишкек»,
//! "Bishkek" and «БИШКЕК» are one; [`stem()`] takes endings off, so that «ординатура» and «ординатураны» are one. An index
//! keeps keys; a [`Query`] asks for all things that have a key for each of its words, and gives each of them a
//! [`Score`]. Where an index has no such key, [`nearest`] names those that are a slip or two away.
//!
//! Nothing here rests on a dictionary: two words that happen to share a key are told apart only by their score.
#![deny(missing_docs)]

mod fold;
mod near;
mod query;
mod stem;
mod words;

pub use fold::fold;
pub use near::nearest;
pub use query::{Query, Score, Word};
pub use stem::stem;
pub use words::{keys, tokens};

/// Which edition of the rules of this crate made a key. It grows with every change that gives another key for some word:
/// an index of an earlier edition is then made anew.
pub const EDITION: i64 = 1;
