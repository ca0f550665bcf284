//! Formats out of the house: what is public, as a table for spreadsheets and as JSON for programs.
//!
//! Knows the domain and nothing else: no store, no page, no language of a reader. A format here is a promise to those
//! who read it; `docs/formats/` says what each column means. Start with [`promise`], the shapes both faces share.
#![deny(missing_docs)]

pub mod csv_out;
pub mod figure;
pub mod ical;
pub mod instrument;
pub mod meeting;
pub mod pdf;
pub mod promise;
pub mod promise_csv;
pub mod quota;
pub mod source;
