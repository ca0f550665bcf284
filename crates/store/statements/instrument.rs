//! Instruments: keeps which commitments stand in them, and lists them.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_store::instrument::{InstrumentFilter, Instruments};
use kelisim_store::reading::{Body, DayCursor, Scope};
use kelisim_store::{Result, StreamChange};

use crate::lists::{fetch, list, within};
use crate::{Adapter, Conn};

/// Keeps the commitments that stand in an instrument.
pub async fn link(conn: &mut Conn, change: &StreamChange, fresh: bool) -> sqlx::Result<()> {
    if change.aggregate != "instrument" {
        return Ok(());
    }
    let instrument = change.stream.uuid();
    if !fresh {
        sqlx::query!("DELETE FROM instrument_link WHERE instrument = $1", instrument)
            .execute(&mut *conn)
            .await?;
    }
    for link in &change.projection.links {
        sqlx::query!(
            "INSERT INTO instrument_link (instrument, commitment) VALUES ($1, $2)",
            instrument,
            link.commitment
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM instrument").execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM instrument_link").execute(&mut *conn).await?;
    Ok(())
}

#[async_trait]
impl Instruments for Adapter {
    async fn instruments(
        &self,
        scope: &Scope,
        filter: &InstrumentFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("instrument", known_on);
        within(&mut query, scope, "registry");
        if let Some(kind) = filter.kind {
            query.push(" AND kind = ").push_bind(kind);
        }
        if let Some(parent) = filter.parent {
            query.push(" AND parent = ").push_bind(parent.uuid());
        }
        if let Some(commitment) = filter.commitment {
            query.push(" AND id IN (SELECT instrument FROM instrument_link WHERE commitment = ");
            query.push_bind(commitment.uuid()).push(")");
        }
        if let Some(DayCursor { day, id }) = after {
            query.push(" AND (moved_on, id) < (").push_bind(day.to_string());
            query.push(", ").push_bind(id).push(")");
        }
        query.push(" ORDER BY moved_on DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }
}
