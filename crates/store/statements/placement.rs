//! Placements: lists those of a call. They are nobody's but the house's, the partner's and the candidate's.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::id::CallId;
use kelisim_store::Result;
use kelisim_store::placement::Placements;
use kelisim_store::reading::{Body, Scope};
use uuid::Uuid;

use crate::lists::{fetch, list, within};
use crate::{Adapter, Conn};

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM placement").execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Placements for Adapter {
    async fn placements(
        &self,
        scope: &Scope,
        call: CallId,
        known_on: Date,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        if scope.public_only {
            return Ok(Vec::new());
        }
        let mut query = list("placement", known_on);
        within(&mut query, scope, "registry");
        query.push(" AND call = ").push_bind(call.uuid());
        if let Some(after) = after {
            query.push(" AND code > ").push_bind(after.to_owned());
        }
        query.push(" ORDER BY code LIMIT ").push_bind(limit);
        fetch(self, query).await
    }

    async fn placements_due(
        &self,
        (from, to): (Date, Date),
        known_on: Date,
        after: Option<Uuid>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("placement", known_on);
        query.push(" AND state IN ('offered', 'held') AND due_on >= ").push_bind(from.to_string());
        query.push(" AND due_on <= ").push_bind(to.to_string());
        if let Some(after) = after {
            query.push(" AND id > ").push_bind(after);
        }
        query.push(" ORDER BY id LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
