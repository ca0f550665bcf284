//! The journal: whatever is recorded is an entry of a stream, chained by hash, and sealed in batches.
//!
//! - Each stream is the history of one thing. An entry carries the hash of the stream's previous entry, so that writers
//!   of different streams never wait for one another.
//! - From time to time the heads of all streams that changed are put into a Merkle tree; its root, chained to the
//!   previous one, is a [`seal::Seal`]. A root kept outside the house proves later that nothing sealed was changed,
//!   removed or slipped in.
//! - Nothing is ever overwritten: a correction is a new entry.

mod entry;
pub mod merkle;
pub mod seal;

pub use entry::{ChainFault, Entry, Hash, NewEntry, verify_chain};
