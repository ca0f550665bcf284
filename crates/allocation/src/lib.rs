//! Who gets which place under which published rule: engine, lottery, cut-offs, explanation, certificate.
//!
//! A market is read ([`read`]) into the flat form ([`flat::Flat`]), in which every id is a number and every tie
//! is settled; an engine ([`engine`]) gives each applicant at most one entry of their own list; [`outcome`] says what
//! happened and what holds; [`certificate`] lets a stranger check it; [`explain`] answers one applicant.
//!
//! The crate does no input or output of its own, reads no clock and draws no random number: the same bytes in give
//! the same bytes out. It must not know about agreements, people or stores, and `kelisim-verify` shares no code with it.
//! Start reading at [`market::Market`], the form in which people write a market, then [`compile`].

pub mod after;
pub mod audit;
pub mod canonical;
pub mod certificate;
pub mod check;
pub mod compile;
pub mod engine;
pub mod explain;
pub mod flat;
pub mod guarantee;
pub mod lottery;
pub mod market;
pub mod merkle;
pub mod names;
pub mod outcome;
pub mod problem;
pub mod read;
pub mod reserve;
pub mod scalar;
pub mod slot;
pub mod synth;
pub mod tree;
