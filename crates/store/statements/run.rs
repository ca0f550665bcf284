//! Runs: lists them.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_store::Result;
use kelisim_store::reading::{Body, DayCursor, Scope};
use kelisim_store::run::Runs;

use crate::lists::{fetch, list, within};
use crate::{Adapter, Conn};

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM run").execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Runs for Adapter {
    async fn runs(
        &self,
        scope: &Scope,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("run", known_on);
        within(&mut query, scope, "registry");
        if let Some(DayCursor { day, id }) = after {
            query.push(" AND (released_on, id) < (").push_bind(day.to_string());
            query.push(", ").push_bind(id).push(")");
        }
        query.push(" ORDER BY released_on DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
