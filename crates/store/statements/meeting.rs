//! Lists of meetings.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_store::Result;
use kelisim_store::meeting::{MeetingFilter, Meetings};
use kelisim_store::reading::{Body, DayCursor, Scope};

use crate::Adapter;
use crate::lists::{fetch, list, within};

#[async_trait]
impl Meetings for Adapter {
    async fn meetings(
        &self,
        scope: &Scope,
        filter: &MeetingFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("meeting", known_on);
        within(&mut query, scope, "registry");
        if let Some(level) = filter.level {
            query.push(" AND level = ").push_bind(level);
        }
        if let Some(state) = filter.state {
            query.push(" AND state = ").push_bind(state);
        }
        if let Some(from) = filter.from {
            query.push(" AND held_on >= ").push_bind(from.to_string());
        }
        if let Some(before) = filter.before {
            query.push(" AND held_on < ").push_bind(before.to_string());
        }
        if let Some(DayCursor { day, id }) = after {
            query.push(" AND (held_on, id) < (").push_bind(day.to_string());
            query.push(", ").push_bind(id).push(")");
        }
        query.push(" ORDER BY held_on DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
