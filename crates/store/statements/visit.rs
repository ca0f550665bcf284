//! Lists of visits of experts.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_store::Result;
use kelisim_store::reading::{Body, DayCursor, Scope};
use kelisim_store::visit::{VisitFilter, Visits};

use crate::lists::{fetch, list, within};
use crate::{Adapter, Conn};

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM visit").execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Visits for Adapter {
    async fn visits(
        &self,
        scope: &Scope,
        filter: &VisitFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("visit", known_on);
        within(&mut query, scope, "registry");
        if let Some(direction) = filter.direction {
            query.push(" AND direction = ").push_bind(direction.code());
        }
        if let Some(state) = filter.state {
            query.push(" AND state = ").push_bind(state.code());
        }
        if filter.ahead {
            query.push(" AND ahead_on IS NOT NULL");
        }
        if let Some(DayCursor { day, id }) = after {
            query.push(" AND (starts_on, id) < (").push_bind(day.to_string());
            query.push(", ").push_bind(id).push(")");
        }
        query.push(" ORDER BY starts_on DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
