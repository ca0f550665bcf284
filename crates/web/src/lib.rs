//! The faces of Kelisim in a browser: layouts, macros, charts and assets.
//!
//! A page is a struct with an askama template that extends `layout.html` (console) or `public_layout.html`
//! (visitors) and carries a [`shell::Shell`]; words come from `kelisim-i18n`. Charts are SVG written here, each with
//! a table from the same struct. Pages run under `default-src 'self'`: no inline style, no inline script.
//! Nothing here reads a store; handlers ask the use cases for what a page shows.
//!
//! Start with `shell.rs` and `templates/layout.html`, then `templates/macros.html`.

// Templates name this crate by its outside name, so that they also serve tests and examples.
extern crate self as kelisim_web;

pub mod asset;
pub mod chart;
pub mod form;
pub mod page;
pub mod shell;
pub mod source;
