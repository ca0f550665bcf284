//! The register of letters.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::id::StreamId;
use kelisim_domain::registry::RegistryCode;

use crate::Result;

/// Which letters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LetterFilter {
    /// Whose number, as it is looked for, begins so.
    pub beginning: Option<String>,
    /// That went this way, by its code.
    pub direction: Option<&'static str>,
}

/// Where a list of letters goes on: what the last row shown has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LetterCursor {
    /// The day it was registered.
    pub on: Date,
    /// The thing it is about.
    pub stream: StreamId,
    /// The entry that noted it.
    pub version: i64,
}

/// A letter and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFound {
    /// The thing it is about.
    pub stream: StreamId,
    /// The kind of that thing.
    pub aggregate: String,
    /// The entry that noted it.
    pub version: i64,
    /// The entry it is about.
    pub step: i64,
    /// Code of which way it went.
    pub direction: String,
    /// Its number.
    pub number: String,
    /// The day it was registered.
    pub on: Date,
}

/// The register of letters. Letters are work of the house: a registry reads its own and nobody else does.
#[async_trait]
pub trait Letters: Send + Sync {
    /// Letters of a registry, the latest first.
    async fn letters(
        &self,
        registry: RegistryCode,
        filter: &LetterFilter,
        after: Option<LetterCursor>,
        limit: i64,
    ) -> Result<Vec<LetterFound>>;
}
