//! The register of letters, and in whose charge commitments are: written with the thing, read by number or by person.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::aggregate::Row;
use kelisim_domain::id::StreamId;
use kelisim_domain::registry::RegistryCode;
use kelisim_store::letter::{LetterCursor, LetterFilter, LetterFound, Letters};
use kelisim_store::{Result, StreamChange};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::dialect::failed;
use crate::read::inconsistent;
use crate::{Adapter, Conn};

/// Keeps the letters about the steps of a thing.
pub async fn note(conn: &mut Conn, change: &StreamChange, fresh: bool) -> sqlx::Result<()> {
    let stream = change.stream.uuid();
    let has_letters = matches!(
        change.aggregate,
        "commitment" | "instrument" | "quota" | "meeting" | "observation" | "conflict" | "body"
    );
    if !fresh && has_letters {
        sqlx::query!("DELETE FROM letter WHERE stream = $1", stream).execute(&mut *conn).await?;
    }
    let Some((registry, partner)) = whose(change) else { return Ok(()) };
    for letter in &change.projection.letters {
        let day = letter.on.to_string();
        sqlx::query!(
            "INSERT INTO letter (stream, version, step, aggregate, registry, partner, direction, number, key,
                 registered_on)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            stream,
            letter.version,
            letter.step,
            change.aggregate,
            registry,
            partner,
            letter.direction,
            letter.number,
            letter.key,
            day
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Registry and partner of a thing that can have letters.
fn whose(change: &StreamChange) -> Option<(&str, &str)> {
    match &change.projection.readings.last()?.row {
        Row::Commitment { registry, partner, .. }
        | Row::Instrument { registry, partner, .. }
        | Row::QuotaLine { registry, partner, .. }
        | Row::Observation { registry, partner, .. }
        | Row::Conflict { registry, partner, .. }
        | Row::Body { registry, partner, .. }
        | Row::Meeting { registry, partner, .. } => Some((registry.as_str(), partner.as_str())),
        _ => None,
    }
}

/// Keeps in whose charge a commitment is.
pub async fn charge(conn: &mut Conn, change: &StreamChange, fresh: bool) -> sqlx::Result<()> {
    if change.aggregate != "commitment" {
        return Ok(());
    }
    let commitment = change.stream.uuid();
    if !fresh {
        sqlx::query!("DELETE FROM charge WHERE commitment = $1", commitment)
            .execute(&mut *conn)
            .await?;
    }
    for charge in &change.projection.charges {
        let part = if charge.deputy { "deputy" } else { "responsible" };
        sqlx::query!(
            "INSERT INTO charge (commitment, person, part) VALUES ($1, $2, $3)",
            commitment,
            charge.user,
            part
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM letter").execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM charge").execute(&mut *conn).await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct LetterRow {
    stream: Uuid,
    version: i64,
    step: i64,
    aggregate: String,
    direction: String,
    number: String,
    registered_on: String,
}

impl LetterRow {
    fn read(self) -> Result<LetterFound> {
        let on: Date = self
            .registered_on
            .parse()
            .map_err(|_| inconsistent("letter", "registered_on", &self.registered_on))?;
        Ok(LetterFound {
            stream: StreamId::new(self.stream),
            aggregate: self.aggregate,
            version: self.version,
            step: self.step,
            direction: self.direction,
            number: self.number,
            on,
        })
    }
}

#[async_trait]
impl Letters for Adapter {
    async fn letters(
        &self,
        registry: RegistryCode,
        filter: &LetterFilter,
        after: Option<LetterCursor>,
        limit: i64,
    ) -> Result<Vec<LetterFound>> {
        let mut query = QueryBuilder::new(
            "SELECT stream, version, step, aggregate, direction, number, registered_on FROM letter WHERE registry = ",
        );
        query.push_bind(registry.to_string());
        if let Some(beginning) = &filter.beginning {
            query.push(" AND key >= ").push_bind(beginning.clone());
            query.push(" AND key < ").push_bind(format!("{beginning}\u{10ffff}"));
        }
        if let Some(direction) = filter.direction {
            query.push(" AND direction = ").push_bind(direction);
        }
        if let Some(LetterCursor { on, stream, version }) = after {
            query.push(" AND (registered_on, stream, version) < (").push_bind(on.to_string());
            query.push(", ").push_bind(stream.uuid()).push(", ").push_bind(version).push(")");
        }
        query
            .push(" ORDER BY registered_on DESC, stream DESC, version DESC LIMIT ")
            .push_bind(limit);
        let rows: Vec<LetterRow> =
            query.build_query_as().fetch_all(self.reader()).await.map_err(failed)?;
        rows.into_iter().map(LetterRow::read).collect()
    }
}
