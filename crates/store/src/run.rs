//! Runs: the giving of calls' places.

use async_trait::async_trait;
use jiff::civil::Date;

use crate::Result;
use crate::reading::{Body, DayCursor, Scope};

/// Reading tables of runs.
#[async_trait]
pub trait Runs: Send + Sync {
    /// Runs as known on a day, the one released last first; those not released stand before all others.
    async fn runs(
        &self,
        scope: &Scope,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
