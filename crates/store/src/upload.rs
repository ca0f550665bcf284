//! Files that are still being sent, part by part.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{PieceId, UserId};
use kelisim_domain::user::Sealed;

use crate::Result;

/// A file that is still being sent. Name, size and hash are sealed under the key of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// Its id, the same for the same file of the same person.
    pub id: PieceId,
    /// Whose it is.
    pub applicant: UserId,
    /// What it will be.
    pub sealed: Sealed,
    /// Bytes of the file that have come.
    pub received: i64,
    /// When a part came last.
    pub touched_at: Timestamp,
}

/// A part of a file.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Bytes of the file before it.
    pub start: i64,
    /// Bytes of the file in it.
    pub size: i64,
    /// These bytes, sealed.
    pub sealed: &'a [u8],
}

/// Files that are still being sent. They are no part of the record and in no backup.
#[async_trait]
pub trait Uploads: Send + Sync {
    /// Files a person has not sent whole, in order of id.
    async fn unfinished(&self, applicant: UserId) -> Result<Vec<Unfinished>>;

    /// Begins one, unless it was begun before; what had come of it stays.
    async fn begin_upload(&self, upload: &Unfinished) -> Result<()>;

    /// Keeps a part; false when it does not begin where the last one ended, or there is no such file of this person.
    async fn add_part(
        &self,
        applicant: UserId,
        id: PieceId,
        part: Part<'_>,
        at: Timestamp,
    ) -> Result<bool>;

    /// The sealed parts in their order; none for a file of another person.
    async fn parts(&self, applicant: UserId, id: PieceId) -> Result<Vec<Vec<u8>>>;

    /// Takes away what had come of a file.
    async fn end_upload(&self, applicant: UserId, id: PieceId) -> Result<()>;
}
