//! Projects, and the commitments and instruments they serve.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::party::PartyCode;
use kelisim_domain::project::Linked;
use uuid::Uuid;

use crate::Result;
use crate::reading::{Body, Scope};

/// Which projects.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectFilter {
    /// Of this partner.
    pub partner: Option<PartyCode>,
    /// That serve this commitment or instrument.
    pub serves: Option<Linked>,
}

/// Where a list of projects goes on: the day on which something of the last row shown became known, and its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProjectCursor {
    /// The day.
    pub moved_on: Date,
    /// Id of the project.
    pub id: Uuid,
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
        after: Option<ProjectCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
