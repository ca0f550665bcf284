//! What is kept, as ports. No SQL here and no rule: an adapter keeps what it is given and finds it again.
//!
//! Writing is one call: a use case reads, decides, and hands a [`Change`] to [`Journal::commit`]. A change is plain data,
//! so an adapter may try the transaction again when the engine asks for it. Start reading with [`change`].
#![deny(missing_docs)]

pub mod application;
pub mod body;
pub mod call;
pub mod change;
pub mod direction;
pub mod drafted;
pub mod find;
pub mod indicator;
pub mod instrument;
pub mod keep;
pub mod letter;
pub mod meeting;
pub mod notice;
pub mod paper;
pub mod partner_key;
pub mod placement;
pub mod project;
pub mod quota;
pub mod reading;
pub mod recovery;
pub mod replay;
pub mod review;
pub mod run;
pub mod saved;
pub mod token;
pub mod upload;
pub mod verify;
pub mod visit;
pub mod work;

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::StreamId;
use kelisim_domain::journal::Entry;
use kelisim_domain::journal::seal::{Head, Seal};

pub use application::Applications;
pub use body::Bodies;
pub use call::Calls;
pub use change::{Append, Change, StreamChange};
pub use direction::Directions;
pub use drafted::Drafts;
pub use find::Finding;
pub use indicator::Indicators;
pub use instrument::Instruments;
pub use keep::Keep;
pub use letter::Letters;
pub use meeting::Meetings;
pub use notice::Notices;
pub use paper::Papers;
pub use partner_key::PartnerKeys;
pub use placement::Placements;
pub use project::Projects;
pub use quota::Quotas;
pub use reading::Readings;
pub use recovery::Recoveries;
pub use review::Reviews;
pub use run::Runs;
pub use saved::SavedLists;
pub use token::Tokens;
pub use upload::Uploads;
pub use visit::Visits;
pub use work::Work;

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another hand was faster: the stream is no longer at the version the change was made for.
    #[error("stream {stream} is no longer at version {expected}")]
    Stale {
        /// The stream.
        stream: StreamId,
        /// The version the change was made for.
        expected: i64,
    },
    /// A name is taken: by this stream.
    #[error("{scope} is taken")]
    Taken {
        /// What kind of name.
        scope: String,
        /// Who has it.
        by: StreamId,
    },
    /// Something was done under this key of a program before. Nothing was written now.
    #[error("something was done under this key before")]
    Repeated,
    /// The database cannot be reached. Nothing was written.
    #[error("the database cannot be reached")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The connection was lost while the engine was keeping the change. It was written whole or not at all.
    #[error("it is not known whether the change was written")]
    Uncertain(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The disk is full. Nothing was written.
    #[error("the disk is full")]
    Full,
    /// A row is there that should not be: the database was changed by another hand.
    #[error("table {table}, column {column} cannot be read: {what}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What stands there.
        what: String,
    },
    /// Anything else the engine says.
    #[error("the database refused")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// What ports give.
pub type Result<T> = std::result::Result<T, StoreError>;

/// The journal: appended to, read in order, sealed.
#[async_trait]
pub trait Journal: Send + Sync {
    /// Writes a change: entries, readings, claims, blobs and work in hand, in one transaction.
    ///
    /// When it returns, the change survives loss of power. On an error nothing was written, except that
    /// [`StoreError::Uncertain`] means the whole change or nothing of it.
    async fn commit(&self, change: &Change) -> Result<()>;

    /// All entries of a stream in order; empty when there is none.
    async fn entries(&self, stream: StreamId) -> Result<Vec<Entry>>;

    /// Up to `limit` streams after `after`, in order of id, each with its kind.
    async fn streams(
        &self,
        after: Option<StreamId>,
        limit: i64,
    ) -> Result<Vec<(StreamId, String, Head)>>;

    /// The latest entries of a registry's streams, newest first; of all streams, when no registry is named.
    ///
    /// `before` continues a list: recorded-at, stream and version of the last row shown.
    async fn latest(
        &self,
        registry: Option<kelisim_domain::registry::RegistryCode>,
        before: Option<(Timestamp, StreamId, i64)>,
        limit: i64,
    ) -> Result<Vec<Entry>>;

    /// Whether a stream is there and belongs to a registry.
    async fn stream_in(
        &self,
        stream: StreamId,
        registry: kelisim_domain::registry::RegistryCode,
    ) -> Result<bool>;

    /// Heads not yet sealed, at most `limit`; a seal over them is made with [`Journal::seal`].
    async fn unsealed(&self, limit: i64) -> Result<Vec<Head>>;

    /// Keeps a seal with the heads it covers.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when another process made a seal of this number first.
    async fn seal(&self, seal: &Seal, heads: &[Head]) -> Result<()>;

    /// Seals after a number, in order, at most `limit`.
    async fn seals(&self, after: i64, limit: i64) -> Result<Vec<Seal>>;

    /// The latest seal.
    async fn last_seal(&self) -> Result<Option<Seal>>;

    /// The heads a seal covers, in order of stream.
    async fn heads_of(&self, seal: i64) -> Result<Vec<Head>>;

    /// Whether sealed heads stand in the journal as they were sealed; gives those that do not.
    async fn missing_heads(&self, seal: i64) -> Result<Vec<Head>>;

    /// Begins to write all reading tables anew, in one transaction; other writers wait until it ends.
    async fn rebuild(&self) -> Result<Box<dyn Rebuild>>;

    /// Every reading table as text, row by row in a fixed order, to compare before and after a rebuild.
    async fn dump(&self) -> Result<Vec<String>>;
}

/// A rebuild under way. Dropping it leaves everything as it was.
#[async_trait]
pub trait Rebuild: Send {
    /// Replays one step of a stream.
    async fn project(&mut self, step: &StreamChange, recorded_at: Timestamp) -> Result<()>;
    /// Puts the new tables in place.
    async fn finish(self: Box<Self>) -> Result<()>;
}

/// Everything together: what the executable hands to the use cases.
#[async_trait]
pub trait Store:
    Journal
    + Readings
    + Quotas
    + Indicators
    + Instruments
    + Meetings
    + Letters
    + Projects
    + Bodies
    + Calls
    + Visits
    + Reviews
    + Runs
    + Placements
    + Directions
    + Applications
    + Papers
    + PartnerKeys
    + Drafts
    + Finding
    + Work
    + Tokens
    + Uploads
    + Recoveries
    + Notices
    + SavedLists
    + Keep
{
    /// Brings the schema up to this version of the executable.
    async fn migrate(&self) -> Result<()>;

    /// Whether the database answers.
    async fn ping(&self) -> Result<()>;

    /// Words for people: which engine, never a password.
    fn describe(&self) -> String;
}
