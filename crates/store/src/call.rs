//! Calls.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::programme::Kind;
use kelisim_domain::programme::call::State;

use crate::Result;
use crate::reading::{Body, DayCursor, Scope};

/// Which calls.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallFilter {
    /// Of this kind of programme.
    pub kind: Option<Kind>,
    /// That stand so by what people did.
    pub state: Option<State>,
    /// That close on this day or later.
    pub closes_from: Option<Date>,
}

/// Reading tables of calls.
#[async_trait]
pub trait Calls: Send + Sync {
    /// Calls as known on a day, the one that closes last first; those without a day stand before all others.
    async fn calls(
        &self,
        scope: &Scope,
        filter: &CallFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
