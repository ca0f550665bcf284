//! The quota ledger: lines, their moves, and where all places are.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::id::{CommitmentId, QuotaLineId};
use kelisim_domain::quota::Account;

use crate::Result;
use crate::reading::{Body, DayCursor, Scope};

/// Which lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineFilter {
    /// Resting on this commitment.
    pub commitment: Option<CommitmentId>,
}

/// Reading tables of the quota ledger.
#[async_trait]
pub trait Quotas: Send + Sync {
    /// Lines as known on a day, the latest period first.
    async fn quota_lines(
        &self,
        scope: &Scope,
        filter: &LineFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// Moves of a line after a version, in the order they were booked, as the JSON the domain wrote.
    async fn quota_moves(&self, line: QuotaLineId, after: i64, limit: i64) -> Result<Vec<String>>;

    /// How many places lie in each account by now, over all lines within the scope and filter.
    ///
    /// An account that holds none is left out.
    async fn quota_accounts(
        &self,
        scope: &Scope,
        filter: &LineFilter,
    ) -> Result<Vec<(Account, u64)>>;
}
