//! Applications, and what applicants keep until they send it.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{CallId, PieceId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::application::{Home, Host};
use kelisim_domain::user::Sealed;

use crate::Result;
use crate::reading::{Body, Scope};

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PieceKind {
    /// What an applicant says of the own person; one for each account.
    Profile,
    /// A version of a document.
    Document,
    /// An application that is not sent.
    Draft,
}

impl PieceKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Profile, Self::Document, Self::Draft];

    /// Its code in tables and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Document => "document",
            Self::Draft => "draft",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Something an applicant keeps, sealed under the key of that person. It is work in hand and no part of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its id.
    pub id: PieceId,
    /// Whose it is.
    pub applicant: UserId,
    /// What it is.
    pub kind: PieceKind,
    /// What stands in it.
    pub sealed: Sealed,
    /// The sealed bytes of a file, where it is one.
    pub file: Option<Hash>,
    /// Counts up with each write; the first is 1.
    pub revision: i64,
    /// When it was last written.
    pub written_at: Timestamp,
}

/// Which applications.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplicationFilter {
    /// To this call.
    pub call: Option<CallId>,
    /// That stand so with the sending side.
    pub home: Option<Home>,
    /// That stand so with the host's side.
    pub host: Option<Host>,
    /// With this number of the receipt.
    pub receipt: Option<String>,
}

/// Applications, and what applicants keep.
#[async_trait]
pub trait Applications: Send + Sync {
    /// Applications in the order of their receipts, which is drawn; `after` is the number of the last one shown. Nothing
    /// for whoever sees what is public only.
    async fn applications(
        &self,
        scope: &Scope,
        filter: &ApplicationFilter,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// The applications of one account.
    async fn applications_of(&self, applicant: UserId) -> Result<Vec<Body>>;

    /// Everything an applicant keeps, in order of id.
    async fn pieces(&self, applicant: UserId) -> Result<Vec<Piece>>;

    /// One thing an applicant keeps; nothing for what is another person's.
    async fn piece(&self, applicant: UserId, id: PieceId) -> Result<Option<Piece>>;

    /// Writes a piece with its file, where it has one; false when `revision` is not one above what is there.
    async fn write_piece(&self, piece: &Piece, file: Option<&[u8]>) -> Result<bool>;

    /// Throws a piece away; its file too, when `with_file`. False when it was not there.
    async fn drop_piece(&self, applicant: UserId, id: PieceId, with_file: bool) -> Result<bool>;

    /// The account that this door opens.
    async fn behind_door(&self, door: Hash) -> Result<Option<UserId>>;
}
