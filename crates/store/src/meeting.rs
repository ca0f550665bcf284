//! Meetings.

use async_trait::async_trait;
use jiff::civil::Date;

use crate::Result;
use crate::reading::{Body, DayCursor, Scope};

/// Which meetings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MeetingFilter {
    /// Of this level, by its code.
    pub level: Option<&'static str>,
    /// In this state, by its code.
    pub state: Option<&'static str>,
    /// On this day or later.
    pub from: Option<Date>,
    /// Before this day.
    pub before: Option<Date>,
}

/// Reading tables of meetings.
#[async_trait]
pub trait Meetings: Send + Sync {
    /// Meetings as known on a day, the latest first.
    async fn meetings(
        &self,
        scope: &Scope,
        filter: &MeetingFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;
}
