//! Projects, and the commitments and instruments they serve.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::project::Linked;

use crate::Result;
use crate::reading::{Body, DayCursor, Scope};

/// Which projects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectFilter {
    /// That serve this commitment or instrument.
    pub serves: Option<Linked>,
}

/// Reading tables of projects.
#[async_trait]
pub trait Projects: Send + Sync {
    /// Projects as known on a day, the one of which something became known last first.
    async fn projects(
        &self,
        scope: &Scope,
        filter: &ProjectFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
