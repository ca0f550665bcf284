//! Bodies between countries.

use async_trait::async_trait;
use jiff::civil::Date;

use crate::Result;
use crate::reading::{Body, DayCursor, Scope};

/// Which bodies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BodyFilter {
    /// Of this kind, by its code.
    pub kind: Option<&'static str>,
    /// That have come this far, by the code of their standing.
    pub standing: Option<&'static str>,
    /// Only those with a session that is planned.
    pub sits_ahead: bool,
}

/// Reading tables of bodies.
#[async_trait]
pub trait Bodies: Send + Sync {
    /// Bodies as known on a day, the one of which something became known last first.
    async fn bodies(
        &self,
        scope: &Scope,
        filter: &BodyFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
