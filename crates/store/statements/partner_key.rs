//! Keys of partners: lists those of a registry. They are nobody's but the house's.

use async_trait::async_trait;
use kelisim_domain::aggregate::FOREVER;
use kelisim_store::Result;
use kelisim_store::partner_key::PartnerKeys;
use kelisim_store::reading::{Body, Scope};

use crate::lists::{fetch, list, within};
use crate::{Adapter, Conn};

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM partner_key").execute(conn).await?;
    Ok(())
}

#[async_trait]
impl PartnerKeys for Adapter {
    async fn partner_keys(&self, scope: &Scope, limit: i64) -> Result<Vec<Body>> {
        if scope.public_only {
            return Ok(Vec::new());
        }
        let mut query = list("partner_key", FOREVER.yesterday().unwrap_or(FOREVER));
        within(&mut query, scope, "registry");
        query.push(" ORDER BY id LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
