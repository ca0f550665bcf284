//! Calls.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::Kind;
use kelisim_domain::programme::call::State;
use uuid::Uuid;

use crate::Result;
use crate::reading::{Body, Scope};

/// Which calls.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallFilter {
    /// With this partner.
    pub partner: Option<PartyCode>,
    /// Of this kind of programme.
    pub kind: Option<Kind>,
    /// That stand so by what people did.
    pub state: Option<State>,
    /// That close on this day or later.
    pub closes_from: Option<Date>,
}

/// Where a list of calls goes on: the day on which the last one shown closes, and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallCursor {
    /// The day.
    pub closes_on: Date,
    /// Id of the call.
    pub id: Uuid,
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
        after: Option<CallCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
