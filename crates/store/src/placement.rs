//! Places given to persons.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::id::CallId;
use kelisim_domain::programme::placement::Stage;

use crate::Result;
use crate::reading::{Body, Scope};

/// Reading tables of placements.
#[async_trait]
pub trait Placements: Send + Sync {
    /// Placements of a call, in the order of their ids, at most `limit` after one; at one stage, when one is named.
    async fn placements(
        &self,
        scope: &Scope,
        call: CallId,
        stage: Option<Stage>,
        known_on: Date,
        after: Option<uuid::Uuid>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
