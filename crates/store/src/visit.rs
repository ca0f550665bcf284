//! Visits of experts.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::programme::visit::{Direction, State};

use crate::Result;
use crate::reading::{Body, DayCursor, Scope};

/// Which visits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitFilter {
    /// Which way.
    pub direction: Option<Direction>,
    /// That stand here.
    pub state: Option<State>,
    /// Only those of which something is still to come.
    pub ahead: bool,
}

/// Reading tables of visits.
#[async_trait]
pub trait Visits: Send + Sync {
    /// Visits as known on a day, the one that begins last first; those without days stand before all others.
    async fn visits(
        &self,
        scope: &Scope,
        filter: &VisitFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
