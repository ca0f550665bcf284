//! Formats out of the house and into it: the record as tables for spreadsheets and as JSON for programs, and the sheets
//! of workbooks that people bring.
//!
//! Knows the domain and nothing else: no store, no page, no language of a reader. A format here is a promise to those
//! who read it; `docs/formats/` says what each column means. Start with [`promise`], the shapes both faces share.
#![deny(missing_docs)]

pub mod body;
pub mod call;
pub mod csv_out;
pub mod figure;
pub mod iati;
pub mod ical;
pub mod iia;
pub mod indicator;
pub mod instrument;
pub mod list;
pub mod meeting;
pub mod package;
pub mod pdf;
pub mod project;
pub mod promise;
pub mod promise_csv;
pub mod quota;
pub mod rows;
pub mod sheet;
pub mod source;
pub mod status;
pub mod visit;
pub mod workbook;
