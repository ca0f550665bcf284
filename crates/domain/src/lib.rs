//! The words of the field as types, their rules, and the journal they are written to.
//!
//! This crate reads no clock, no file and no table: it takes values and returns values.
//! Start with [`commitment`], the object Kelisim exists for, then [`journal`], how anything is kept, and
//! [`aggregate`], how a stream of entries becomes the rows that pages read.
#![deny(missing_docs)]

pub mod aggregate;
pub mod body;
pub mod canonical;
pub mod commitment;
pub mod conflict;
pub mod contradiction;
pub mod country;
pub mod edtf;
pub mod figure;
pub mod findable;
pub mod id;
pub mod indicator;
pub mod instrument;
pub mod journal;
pub mod letter;
pub mod meeting;
pub mod notice;
pub mod observation;
pub mod paper;
pub mod partner_key;
pub mod party;
pub mod programme;
pub mod project;
pub mod quota;
pub mod quotation;
pub mod refusal;
pub mod registry;
pub mod saved;
pub mod sheet;
pub mod source;
pub mod stage;
pub mod text;
pub mod token;
pub mod topic;
pub mod user;

pub use refusal::Refusal;
