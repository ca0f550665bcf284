//! Reviews: lists them.

use async_trait::async_trait;
use kelisim_domain::aggregate::FOREVER;
use kelisim_domain::id::{CallId, UserId};
use kelisim_store::Result;
use kelisim_store::reading::{Body, Scope};
use kelisim_store::review::Reviews;

use crate::lists::{fetch, list, within};
use crate::{Adapter, Conn};

/// Most reviews of one person at a time.
const MOST: i64 = 10_000;

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM review").execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Reviews for Adapter {
    async fn reviews(
        &self,
        scope: &Scope,
        call: CallId,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        if scope.public_only {
            return Ok(Vec::new());
        }
        let mut query = list("review", FOREVER.yesterday().unwrap_or(FOREVER));
        within(&mut query, scope, "registry");
        query.push(" AND call = ").push_bind(call.uuid());
        if let Some(after) = after {
            query.push(" AND receipt > ").push_bind(after.to_owned());
        }
        query.push(" ORDER BY receipt LIMIT ").push_bind(limit);
        fetch(self, query).await
    }

    async fn reviews_of(&self, reviewer: UserId) -> Result<Vec<Body>> {
        let mut query = list("review", FOREVER.yesterday().unwrap_or(FOREVER));
        query.push(" AND (reviewer_one = ").push_bind(reviewer.uuid());
        query.push(" OR reviewer_two = ").push_bind(reviewer.uuid());
        query.push(" OR reviewer_three = ").push_bind(reviewer.uuid());
        query.push(") ORDER BY id LIMIT ").push_bind(MOST);
        fetch(self, query).await
    }
}
