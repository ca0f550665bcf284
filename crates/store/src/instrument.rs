//! Instruments, and the commitments that stand in them.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::id::{CommitmentId, InstrumentId};

use crate::Result;
use crate::reading::{Body, DayCursor, Scope};

/// Which instruments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InstrumentFilter {
    /// Of this type, by its code.
    pub kind: Option<&'static str>,
    /// That amend, replace or belong to this one.
    pub parent: Option<InstrumentId>,
    /// In which this commitment stands.
    pub commitment: Option<CommitmentId>,
}

/// Reading tables of instruments.
#[async_trait]
pub trait Instruments: Send + Sync {
    /// Instruments as known on a day, the one that moved last first.
    async fn instruments(
        &self,
        scope: &Scope,
        filter: &InstrumentFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
