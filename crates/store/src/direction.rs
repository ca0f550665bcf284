//! Directions that departments propose.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::programme::direction::State;
use uuid::Uuid;

use crate::Result;
use crate::reading::{Body, Scope};

/// Reading tables of directions.
#[async_trait]
pub trait Directions: Send + Sync {
    /// Directions as known on a day, in the order of their ids, at most `limit` after one. Nothing for a scope that is open to
    /// everybody: they are work of the house.
    async fn directions(
        &self,
        scope: &Scope,
        state: Option<State>,
        known_on: Date,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
