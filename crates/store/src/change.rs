//! A change: everything that one use case writes, as plain data.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use jiff::Timestamp;
use kelisim_domain::aggregate::Projection;
use kelisim_domain::id::{PieceId, StreamId, UserId};
use kelisim_domain::journal::{Entry, Hash};
use kelisim_domain::registry::RegistryCode;

use crate::notice::Notice;
use crate::token::{Answered, Revoked, Token};
use crate::work::{Credential, Draft};

/// Everything that one use case writes, in one transaction.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Streams that grow.
    pub appends: Vec<Append>,
    /// Texts and files, by their hash.
    pub blobs: Vec<(Hash, Vec<u8>)>,
    /// Work in hand that changes with the record.
    pub drafts: Vec<Draft>,
    /// Sign-in data of accounts that are opened or reset.
    pub credentials: Vec<Credential>,
    /// Accounts whose sign-in data is removed, with everything an applicant kept: people who are forgotten.
    pub forgotten: Vec<UserId>,
    /// Drafts of applications that are sent, each with the revision that was sent.
    pub sent: Vec<(PieceId, i64)>,
    /// Accounts whose sessions end.
    pub sign_out: Vec<UserId>,
    /// Tokens that are made.
    pub tokens: Vec<Token>,
    /// Tokens that are taken back.
    pub revoked: Vec<Revoked>,
    /// Notices to persons.
    pub notices: Vec<Notice>,
    /// The request of a program that this change answers: done once.
    pub once: Option<Answered>,
    /// Counts the streams that were written so far, for whoever watches a long change.
    pub watched: Option<Arc<AtomicU64>>,
}

/// A stream that grows.
#[derive(Debug, Clone)]
pub struct Append {
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The version the stream must have; 0 for a new one.
    pub expected: i64,
    /// The entries, chained, in order; at least one.
    pub entries: Vec<Entry>,
    /// What pages read once they are written.
    pub stream: StreamChange,
}

/// A stream and what pages read of it after a step.
#[derive(Debug, Clone)]
pub struct StreamChange {
    /// The stream.
    pub stream: StreamId,
    /// Its kind.
    pub aggregate: &'static str,
    /// The version it has after the step.
    pub version: i64,
    /// The registry it belongs to, for the journal's page; none for parties.
    pub registry: Option<RegistryCode>,
    /// What pages read.
    pub projection: Projection,
}
