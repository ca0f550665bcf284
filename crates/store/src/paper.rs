//! Papers the house gave out.

use async_trait::async_trait;
use kelisim_domain::id::StreamId;
use kelisim_domain::journal::Hash;

use crate::Result;
use crate::reading::{Body, Scope};

/// Reading table of papers.
#[async_trait]
pub trait Papers: Send + Sync {
    /// Papers in the order of their numbers, which are drawn; `after` is the number of the last one shown. Nothing for
    /// whoever sees what is public only.
    async fn papers(&self, scope: &Scope, after: Option<&str>, limit: i64) -> Result<Vec<Body>>;

    /// The papers about a thing, in the order of their numbers. Whoever asks has been let in to the thing.
    async fn papers_about(&self, about: StreamId) -> Result<Vec<Body>>;

    /// The public keys that papers were ever signed with, in order.
    async fn signers(&self) -> Result<Vec<Hash>>;
}
