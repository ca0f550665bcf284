//! Tokens of programs: only the hash of each is kept. And requests that were done, so that none is done twice.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{TokenId, UserId};
use kelisim_domain::journal::Hash;
use uuid::Uuid;

use crate::Result;

/// A token of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id, which opens nothing.
    pub id: TokenId,
    /// Hash of the token.
    pub hash: Hash,
    /// Whose it is.
    pub user: UserId,
    /// What its owner calls it.
    pub name: String,
    /// Codes of what it opens, with spaces between them.
    pub scopes: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// From when it opens nothing.
    pub ends_at: Timestamp,
    /// When it was last used, to the minute; nothing when it never was.
    pub used_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Which tokens are taken back with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// This one.
    One(TokenId, Timestamp),
    /// All of an account.
    All(UserId, Timestamp),
}

/// A request that changed the record, under the key its sender gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The token it came with.
    pub token: TokenId,
    /// The key.
    pub key: String,
    /// Hash of address and body.
    pub request: Hash,
    /// The thing it made or changed.
    pub thing: Uuid,
    /// The version the thing had then.
    pub version: i64,
    /// When it was done.
    pub at: Timestamp,
    /// Until when it is remembered.
    pub ends_at: Timestamp,
}

/// Tokens of programs.
#[async_trait]
pub trait Tokens: Send + Sync {
    /// The token with this hash, whether it still opens anything or not; nothing when there is none.
    async fn token(&self, hash: Hash) -> Result<Option<Token>>;

    /// Tokens of an account, the newest first, those that ended or were taken back lately among them.
    async fn tokens_of(&self, user: UserId) -> Result<Vec<Token>>;

    /// Notes that a token was used.
    async fn touch_token(&self, id: TokenId, at: Timestamp) -> Result<()>;

    /// What was done under a key and is still remembered; nothing when nothing was. Its `at` is not kept and is `now`.
    async fn answered(&self, token: TokenId, key: &str, now: Timestamp)
    -> Result<Option<Answered>>;
}
