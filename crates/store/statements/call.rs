//! Calls: lists them.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_store::Result;
use kelisim_store::call::{CallFilter, Calls};
use kelisim_store::reading::{Body, DayCursor, Scope};

use crate::lists::{fetch, list, within};
use crate::{Adapter, Conn};

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM call").execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Calls for Adapter {
    async fn calls(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("call", known_on);
        within(&mut query, scope, "registry");
        if let Some(kind) = filter.kind {
            query.push(" AND kind = ").push_bind(kind.code());
        }
        if let Some(state) = filter.state {
            query.push(" AND state = ").push_bind(state.code());
        }
        if let Some(from) = filter.closes_from {
            query.push(" AND closes_on >= ").push_bind(from.to_string());
        }
        if let Some(DayCursor { day, id }) = after {
            query.push(" AND (closes_on, id) < (").push_bind(day.to_string());
            query.push(", ").push_bind(id).push(")");
        }
        query.push(" ORDER BY closes_on DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
