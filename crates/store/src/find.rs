//! Finding things by words: what an index holds of each thing, and what is asked of it.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::findable::Findable;
use kelisim_domain::id::StreamId;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
pub use kelisim_search::EDITION;
use kelisim_search::keys;

use crate::reading::Scope;
use crate::{Result, StreamChange};

/// Most keys of one thing. A long text has a few thousand different words; what lies beyond is not found by words.
const MOST_KEYS: usize = 4_000;

/// The key by which everything with a party is found.
#[must_use]
pub fn party_key(party: &PartyCode) -> String {
    format!("@{}", party.as_str().to_lowercase())
}

/// The keys of a thing: of its words, of its party, and of its text, each once, in their order.
#[must_use]
pub fn keys_of(findable: &Findable, text: Option<&str>) -> Vec<String> {
    let words = findable.words.iter().map(String::as_str).chain(text);
    let mut keys: Vec<String> =
        findable.partner.iter().map(party_key).chain(keys(words)).take(MOST_KEYS).collect();
    keys.sort_unstable();
    keys
}

/// One word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought {
    /// What its key is.
    pub key: String,
    /// Whether keys that go on after it count too.
    pub beginning: bool,
    /// Further keys that count, whole.
    pub also: Vec<String>,
}

/// A thing that has all words that were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The thing.
    pub stream: StreamId,
    /// Its kind.
    pub aggregate: String,
    /// The day that stands for it, where there is one.
    pub day: Option<Date>,
}

/// An index of words over the record. It is written in the same transaction as the record.
#[async_trait]
pub trait Finding: Send + Sync {
    /// How many things of a registry within the scope a word leads to, counted no further than `most`.
    async fn reach(
        &self,
        registry: RegistryCode,
        scope: &Scope,
        word: &Sought,
        most: i64,
    ) -> Result<i64>;

    /// Things within the scope that have every word, the latest day first. The first word should be the one with the
    /// shortest reach: the others are looked up in what it leads to, and in no more than `reach` of it.
    async fn find(
        &self,
        registry: RegistryCode,
        scope: &Scope,
        words: &[Sought],
        reach: i64,
        limit: i64,
    ) -> Result<Vec<Found>>;

    /// All keys of a registry, in order.
    async fn vocabulary(&self, registry: RegistryCode) -> Result<Vec<String>>;

    /// By which edition of the rules for keys the whole index is made; 0 while it is not whole.
    async fn edition(&self) -> Result<i64>;

    /// Writes what streams are found by, each if it still has the version given.
    async fn index(&self, streams: &[StreamChange]) -> Result<()>;

    /// Says that the whole index is made by this edition.
    async fn indexed(&self, edition: i64) -> Result<()>;
}
