//! Projects: keeps what they serve, and lists them.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::project::Linked;
use kelisim_store::project::{ProjectFilter, Projects};
use kelisim_store::reading::{Body, DayCursor, Scope};
use kelisim_store::{Result, StreamChange};

use crate::lists::{fetch, list, within};
use crate::{Adapter, Conn};

/// Keeps the commitments and instruments a project serves.
pub async fn serve(conn: &mut Conn, change: &StreamChange, fresh: bool) -> sqlx::Result<()> {
    if change.aggregate != "project" {
        return Ok(());
    }
    let project = change.stream.uuid();
    if !fresh {
        sqlx::query!("DELETE FROM project_serves WHERE project = $1", project)
            .execute(&mut *conn)
            .await?;
    }
    for row in &change.projection.serves {
        sqlx::query!(
            "INSERT INTO project_serves (project, kind, thing) VALUES ($1, $2, $3)",
            project,
            row.kind,
            row.thing
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM project").execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM project_serves").execute(&mut *conn).await?;
    Ok(())
}

#[async_trait]
impl Projects for Adapter {
    async fn projects(
        &self,
        scope: &Scope,
        filter: &ProjectFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("project", known_on);
        within(&mut query, scope, "registry");
        if let Some(served) = filter.serves {
            let (kind, thing) = match served {
                Linked::Commitment(id) => ("commitment", id.uuid()),
                Linked::Instrument(id) => ("instrument", id.uuid()),
            };
            query.push(" AND id IN (SELECT project FROM project_serves WHERE thing = ");
            query.push_bind(thing).push(" AND kind = ").push_bind(kind).push(")");
        }
        if let Some(DayCursor { day, id }) = after {
            query.push(" AND (moved_on, id) < (").push_bind(day.to_string());
            query.push(", ").push_bind(id).push(")");
        }
        query.push(" ORDER BY moved_on DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
