//! Keys of partners.

use async_trait::async_trait;

use crate::Result;
use crate::reading::{Body, Scope};

/// Reading table of the keys of partners.
#[async_trait]
pub trait PartnerKeys: Send + Sync {
    /// Keys in the order of their ids, which come of the keys themselves; at most `limit`. Nothing for a scope that is open
    /// to everybody: they are work of the house.
    async fn partner_keys(&self, scope: &Scope, limit: i64) -> Result<Vec<Body>>;
}
