//! Ways back into accounts whose password was lost.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::UserId;
use kelisim_domain::journal::Hash;
use uuid::Uuid;

use crate::Result;
use crate::reading::Body;

/// That somebody asked for a link to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its id, which salts the hash.
    pub id: Uuid,
    /// Hash of the id and the address.
    pub address: Hash,
    /// Tag of the language of the mail.
    pub language: String,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When the mail is to be tried next.
    pub next_at: Timestamp,
}

/// A link into an account, used once at the most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Hash of the token in the mail.
    pub token: Hash,
    /// The account.
    pub account: UserId,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// Ways back into accounts. They are no part of the record and in no backup; whatever changes a password or forgets the
/// person takes the links of the account away in the same transaction.
#[async_trait]
pub trait Recoveries: Send + Sync {
    /// Notes that somebody asked.
    async fn note_asked(&self, asked: &Asked) -> Result<()>;

    /// What was asked and is to be answered by now, the oldest first.
    async fn asked_due(&self, now: Timestamp, limit: i64) -> Result<Vec<Asked>>;

    /// Keeps the links of a mail that is about to be carried, and when the mail is tried next should that fail.
    async fn keep_links(&self, asked: Uuid, links: &[Link], next: Timestamp) -> Result<()>;

    /// What was asked is done with.
    async fn end_asked(&self, asked: Uuid) -> Result<()>;

    /// The account a link leads to; nothing when it ended or was used.
    async fn linked(&self, token: Hash, now: Timestamp) -> Result<Option<UserId>>;

    /// Accounts of applicants of every registry behind an id, in order of id.
    async fn applicants(&self, after: Option<UserId>, limit: i64) -> Result<Vec<Body>>;
}
