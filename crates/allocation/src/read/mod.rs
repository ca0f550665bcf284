//! Readers: from bytes to a flat market.

pub mod algmatch;
pub mod csv;
pub mod fast;
pub mod json;
pub mod packed;
pub mod preflib;
#[cfg(feature = "xlsx")]
pub mod xlsx;
