//! Directions: lists those of a registry. They are nobody's but the house's.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::programme::direction::State;
use kelisim_store::Result;
use kelisim_store::direction::Directions;
use kelisim_store::reading::{Body, Scope};
use uuid::Uuid;

use crate::lists::{fetch, list, within};
use crate::{Adapter, Conn};

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM direction").execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Directions for Adapter {
    async fn directions(
        &self,
        scope: &Scope,
        state: Option<State>,
        known_on: Date,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        if scope.public_only {
            return Ok(Vec::new());
        }
        let mut query = list("direction", known_on);
        within(&mut query, scope, "registry");
        if let Some(state) = state {
            query.push(" AND state = ").push_bind(state.code());
        }
        if let Some(after) = after {
            query.push(" AND id > ").push_bind(after);
        }
        query.push(" ORDER BY id LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
