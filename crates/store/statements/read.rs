//! Turns columns into types; what cannot be read is named by table and column.

use jiff::Timestamp;
use kelisim_domain::journal::Hash;
use kelisim_store::{Result, StoreError};

/// A column that should not look like this.
pub fn inconsistent(table: &'static str, column: &'static str, what: &str) -> StoreError {
    StoreError::Inconsistent { table, column, what: what.chars().take(40).collect() }
}

/// Instants are integer microseconds.
pub fn at_micros(table: &'static str, column: &'static str, micros: i64) -> Result<Timestamp> {
    Timestamp::from_microsecond(micros)
        .map_err(|_| inconsistent(table, column, &micros.to_string()))
}

/// Hashes are 32 bytes.
pub fn hash_of(table: &'static str, column: &'static str, bytes: &[u8]) -> Result<Hash> {
    bytes
        .try_into()
        .map(Hash)
        .map_err(|_| inconsistent(table, column, &format!("{} bytes", bytes.len())))
}
