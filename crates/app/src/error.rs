//! Why a use case did not do it.

use jiff::Timestamp;
use kelisim_domain::aggregate::FoldError;
use kelisim_domain::canonical::CanonicalError;
use kelisim_domain::{Refusal, id::StreamId};
use kelisim_store::StoreError;

/// What use cases give.
pub type Result<T> = std::result::Result<T, AppError>;

/// Why a use case did not do it. Nothing was written, unless it is [`AppError::Uncertain`].
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule said no; for a form, each field that does not fit.
    #[error("refused by a rule")]
    Refused(Vec<Refusal>),
    /// It is not there, or the actor may not know that it is.
    #[error("not found")]
    NotFound,
    /// The actor may know of it but not do this.
    #[error("not allowed")]
    Forbidden,
    /// Nobody is signed in, or the session has ended.
    #[error("not signed in")]
    SignedOut,
    /// Another hand was faster.
    #[error("changed meanwhile")]
    Stale,
    /// Something was done under this key of a program before.
    #[error("done before")]
    Repeated,
    /// It is there already.
    #[error("already there: {0}")]
    Exists(StreamId),
    /// Too many tries; may try again at the instant given.
    #[error("too many tries")]
    TooMany(Timestamp),
    /// The database cannot be reached now.
    #[error("the database cannot be reached")]
    Unavailable,
    /// The database was lost while it kept the change: it is there whole, or not at all.
    #[error("it is not known whether it was written")]
    Uncertain,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// Our fault.
    #[error("internal: {what}")]
    Internal {
        /// What we were doing.
        what: &'static str,
        /// What went wrong.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl AppError {
    /// Something that cannot happen unless the data or the program is broken.
    pub fn internal(
        what: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Internal { what, source: source.into() }
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale { .. } => Self::Stale,
            StoreError::Taken { by, .. } => Self::Exists(by),
            StoreError::Repeated => Self::Repeated,
            StoreError::Unavailable(_) => Self::Unavailable,
            StoreError::Uncertain(_) => Self::Uncertain,
            StoreError::Full => Self::Full,
            other => Self::internal("database", other),
        }
    }
}

impl From<CanonicalError> for AppError {
    fn from(error: CanonicalError) -> Self {
        Self::internal("canonical form", error)
    }
}

impl From<FoldError> for AppError {
    fn from(error: FoldError) -> Self {
        Self::internal("reading a stream", error)
    }
}
