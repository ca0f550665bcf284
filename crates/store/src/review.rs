//! Reviews of applications.

use async_trait::async_trait;
use kelisim_domain::id::{CallId, UserId};

use crate::Result;
use crate::reading::{Body, Scope};

/// Reading tables of reviews.
#[async_trait]
pub trait Reviews: Send + Sync {
    /// Reviews of a call in the order of the receipts, which are drawn; `after` is the receipt of the last one shown.
    /// Nothing for whoever sees what is public only.
    async fn reviews(
        &self,
        scope: &Scope,
        call: CallId,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// Reviews in which a person has a seat, in no order that says anything.
    async fn reviews_of(&self, reviewer: UserId) -> Result<Vec<Body>>;
}
