//! Placements: what became of candidates after a run.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::id::CallId;
use uuid::Uuid;

use crate::Result;
use crate::reading::{Body, Scope};

/// Reading tables of placements.
#[async_trait]
pub trait Placements: Send + Sync {
    /// Placements of a call as known on a day, in the order of the candidates' codes, at most `limit` after one. Nothing for a
    /// scope that is open to everybody.
    async fn placements(
        &self,
        scope: &Scope,
        call: CallId,
        known_on: Date,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// Offers of all registries that are to be answered within these days, the first and the last among them, in the order of their
    /// ids, at most `limit` after one.
    async fn placements_due(
        &self,
        days: (Date, Date),
        known_on: Date,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
