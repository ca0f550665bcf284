//! Lists of bodies between countries.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_store::Result;
use kelisim_store::body::{Bodies, BodyFilter};
use kelisim_store::reading::{Body, DayCursor, Scope};

use crate::Adapter;
use crate::lists::{fetch, list, within};

#[async_trait]
impl Bodies for Adapter {
    async fn bodies(
        &self,
        scope: &Scope,
        filter: &BodyFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("joint_body", known_on);
        within(&mut query, scope, "registry");
        if let Some(kind) = filter.kind {
            query.push(" AND kind = ").push_bind(kind);
        }
        if let Some(standing) = filter.standing {
            query.push(" AND standing = ").push_bind(standing);
        }
        if filter.sits_ahead {
            query.push(" AND ahead_on IS NOT NULL");
        }
        if let Some(DayCursor { day, id }) = after {
            query.push(" AND (moved_on, id) < (").push_bind(day.to_string());
            query.push(", ").push_bind(id).push(")");
        }
        query.push(" ORDER BY moved_on DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
