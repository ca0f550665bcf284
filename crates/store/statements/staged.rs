//! Tables that people bring, until their rows are in the record.

use kelisim_domain::id::{ImportId, StreamId, UserId};
use kelisim_domain::registry::RegistryCode;
use kelisim_store::Result;
use kelisim_store::work::{Staged, StagedFile};
use uuid::Uuid;

use crate::dialect::failed;
use crate::read::{at_micros, inconsistent};
use crate::{Adapter, Conn};

/// How long a staged table is kept after it was last written, in microseconds: thirty days.
const KEPT: i64 = 30 * 86_400_000_000;

pub struct StagedRow {
    pub id: Uuid,
    pub registry: String,
    pub thing: Option<Uuid>,
    pub author: Option<Uuid>,
    pub state: String,
    pub about: String,
    pub report: String,
    pub revision: i64,
    pub written_at: i64,
}

impl StagedRow {
    fn read(self) -> Result<Staged> {
        let registry = self.registry.parse();
        Ok(Staged {
            id: ImportId::new(self.id),
            registry: registry.map_err(|_| inconsistent("import", "registry", &self.registry))?,
            thing: self.thing.map(StreamId::new),
            author: self.author.map(UserId::new),
            state: self.state,
            about: self.about,
            report: self.report,
            revision: self.revision,
            written_at: at_micros("import", "written_at", self.written_at)?,
        })
    }
}

/// Stages a table with its file; false when one with this id is there.
pub async fn stage(store: &Adapter, it: &Staged, file: &StagedFile) -> Result<bool> {
    let (id, registry) = (it.id.uuid(), it.registry.to_string());
    let (thing, author) = (it.thing.map(StreamId::uuid), it.author.map(UserId::uuid));
    let at = it.written_at.as_microsecond();
    let written = sqlx::query!(
        "INSERT INTO import (id, registry, thing, author, state, about, file, rows, report, revision, written_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING",
        id, registry, thing, author, it.state, it.about, file.bytes, file.rows, it.report, it.revision, at
    )
    .execute(store.writer())
    .await
    .map_err(failed)?;
    Ok(written.rows_affected() == 1)
}

/// Writes what came of a staged table; false when another hand was faster.
pub async fn restage(store: &Adapter, it: &Staged) -> Result<bool> {
    let (id, before) = (it.id.uuid(), it.revision - 1);
    let at = it.written_at.as_microsecond();
    let mut tx = store.begin_write().await.map_err(failed)?;
    let written = sqlx::query!(
        "UPDATE import SET state = $1, about = $2, report = $3, revision = $4, written_at = $5
         WHERE id = $6 AND revision = $7",
        it.state,
        it.about,
        it.report,
        it.revision,
        at,
        id,
        before
    )
    .execute(&mut *tx)
    .await
    .map_err(failed)?;
    if !matches!(it.state.as_str(), "checking" | "checked") {
        let empty: &[u8] = &[];
        sqlx::query!("UPDATE import SET file = $1, rows = '' WHERE id = $2", empty, id)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
    }
    tx.commit().await.map_err(failed)?;
    Ok(written.rows_affected() == 1)
}

/// A staged table.
pub async fn staged(store: &Adapter, id: ImportId) -> Result<Option<Staged>> {
    let id = id.uuid();
    sqlx::query_as!(
        StagedRow,
        r#"SELECT id AS "id!: Uuid", registry, thing AS "thing: Uuid", author AS "author: Uuid", state, about, report, revision, written_at
           FROM import WHERE id = $1"#,
        id
    )
    .fetch_optional(store.reader())
    .await
    .map_err(failed)?
    .map(StagedRow::read)
    .transpose()
}

/// The file of a staged table.
pub async fn file(store: &Adapter, id: ImportId) -> Result<Option<StagedFile>> {
    let id = id.uuid();
    let row = sqlx::query!("SELECT file, rows FROM import WHERE id = $1", id)
        .fetch_optional(store.reader())
        .await
        .map_err(failed)?;
    Ok(row.map(|row| StagedFile { bytes: row.file, rows: row.rows }))
}

/// Tables that wait beside a thing, newest first, with their reports.
pub async fn about(store: &Adapter, thing: StreamId) -> Result<Vec<Staged>> {
    let thing = thing.uuid();
    sqlx::query_as!(
        StagedRow,
        r#"SELECT id AS "id!: Uuid", registry, thing AS "thing: Uuid", author AS "author: Uuid", state, about,
               report, revision, written_at
           FROM import WHERE thing = $1 AND state = 'checked' ORDER BY written_at DESC, id"#,
        thing
    )
    .fetch_all(store.reader())
    .await
    .map_err(failed)?
    .into_iter()
    .map(StagedRow::read)
    .collect()
}

/// Staged tables of a registry that are for the record, newest first, without their reports.
pub async fn list(store: &Adapter, registry: RegistryCode, limit: i64) -> Result<Vec<Staged>> {
    let registry = registry.to_string();
    sqlx::query_as!(
        StagedRow,
        r#"SELECT id AS "id!: Uuid", registry, thing AS "thing: Uuid", author AS "author: Uuid", state, about, '' AS "report!: String",
               revision, written_at
           FROM import WHERE registry = $1 AND thing IS NULL ORDER BY written_at DESC, id LIMIT $2"#,
        registry,
        limit
    )
    .fetch_all(store.reader())
    .await
    .map_err(failed)?
    .into_iter()
    .map(StagedRow::read)
    .collect()
}

/// Removes what nobody looked at for thirty days.
pub async fn sweep(conn: &mut Conn, now: i64) -> sqlx::Result<()> {
    let before = now - KEPT;
    sqlx::query!("DELETE FROM import WHERE written_at < $1", before).execute(conn).await?;
    Ok(())
}
