//! Papers the house gave out: lists them.

use async_trait::async_trait;
use kelisim_domain::aggregate::FOREVER;
use kelisim_domain::id::StreamId;
use kelisim_domain::journal::Hash;
use kelisim_store::Result;
use kelisim_store::paper::Papers;
use kelisim_store::reading::{Body, Scope};

use crate::dialect::failed;
use crate::lists::{fetch, list, within};
use crate::read::inconsistent;
use crate::{Adapter, Conn};

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM paper").execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Papers for Adapter {
    async fn papers(&self, scope: &Scope, after: Option<&str>, limit: i64) -> Result<Vec<Body>> {
        if scope.public_only {
            return Ok(Vec::new());
        }
        let mut query = list("paper", FOREVER.yesterday().unwrap_or(FOREVER));
        within(&mut query, scope, "registry");
        if let Some(after) = after {
            query.push(" AND number > ").push_bind(after.to_owned());
        }
        query.push(" ORDER BY number LIMIT ").push_bind(limit);
        fetch(self, query).await
    }

    async fn papers_about(&self, about: StreamId) -> Result<Vec<Body>> {
        let mut query = list("paper", FOREVER.yesterday().unwrap_or(FOREVER));
        query.push(" AND about = ").push_bind(about.uuid());
        query.push(" ORDER BY number LIMIT 1000");
        fetch(self, query).await
    }

    async fn signers(&self) -> Result<Vec<Hash>> {
        let keys = sqlx::query_scalar!("SELECT DISTINCT signer FROM paper ORDER BY signer")
            .fetch_all(self.reader())
            .await
            .map_err(failed)?;
        let read =
            |key: String| Hash::from_hex(&key).ok_or_else(|| inconsistent("paper", "signer", &key));
        keys.into_iter().map(read).collect()
    }
}
