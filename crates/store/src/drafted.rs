//! What the engine drafted of texts, kept so that no text is read twice: work of the house, no part of the record.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::id::SourceId;
use kelisim_domain::registry::RegistryCode;

use crate::Result;
use crate::reading::Body;

/// A text as it was drafted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The source.
    pub source: SourceId,
    /// The registry it belongs to.
    pub registry: RegistryCode,
    /// Edition of the engine.
    pub edition: i64,
    /// The day of publication that was assumed.
    pub published_on: Date,
    /// Keys by which it is told which texts to hold against one another, as JSON.
    pub keys: String,
    /// The draft, as JSON.
    pub draft: String,
}

/// Drafts of texts.
#[async_trait]
pub trait Drafts: Send + Sync {
    /// Sources of a registry of which no draft of this edition and of their present day is kept, the newest first.
    /// Tables are left out: their rows are no sentences.
    async fn undrafted(
        &self,
        registry: RegistryCode,
        edition: i64,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// Keeps drafts, in place of earlier ones of the same sources.
    async fn keep_drafts(&self, drafts: &[Drafted]) -> Result<()>;

    /// The keys of all drafts of a registry, the newest text first.
    async fn draft_keys(
        &self,
        registry: RegistryCode,
        edition: i64,
    ) -> Result<Vec<(SourceId, String)>>;

    /// Drafts of sources, in no particular order.
    async fn drafts_of(&self, sources: &[SourceId]) -> Result<Vec<(SourceId, String)>>;
}
