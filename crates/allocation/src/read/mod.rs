//! Readers: from bytes to a flat market.

pub mod csv;
pub mod json;
