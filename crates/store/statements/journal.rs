//! Entries, heads and seals.

use std::sync::atomic::Ordering;

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{SourceId, StreamId, UserId};
use kelisim_domain::journal::seal::{Head, Seal};
use kelisim_domain::journal::{Entry, NewEntry};
use kelisim_domain::registry::RegistryCode;
use kelisim_store::{Append, Change, Journal, Rebuild, Result, StoreError};
use sqlx::Acquire as _;
use uuid::Uuid;

use crate::dialect::{self, failed};
use crate::read::{at_micros, hash_of, inconsistent};
use crate::{
    Adapter, Conn, application, find, notice, project, recovery, saved, token, upload, work,
};

pub struct EntryRow {
    pub stream: Uuid,
    pub version: i64,
    pub kind: String,
    pub recorded_at: i64,
    pub valid_from: Option<String>,
    pub known_on: String,
    pub actor: Option<Uuid>,
    pub source: Option<Uuid>,
    pub payload: String,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

impl EntryRow {
    pub fn read(self) -> Result<Entry> {
        let valid_from = match self.valid_from {
            None => None,
            Some(text) => {
                Some(text.parse().map_err(|_| inconsistent("journal_entry", "valid_from", &text))?)
            }
        };
        Ok(Entry {
            stream: StreamId::new(self.stream),
            version: self.version,
            new: NewEntry {
                kind: self.kind,
                recorded_at: at_micros("journal_entry", "recorded_at", self.recorded_at)?,
                valid_from,
                known_on: self
                    .known_on
                    .parse()
                    .map_err(|_| inconsistent("journal_entry", "known_on", &self.known_on))?,
                actor: self.actor.map(UserId::new),
                source: self.source.map(SourceId::new),
                payload: self.payload,
            },
            prev: hash_of("journal_entry", "prev_hash", &self.prev_hash)?,
            hash: hash_of("journal_entry", "hash", &self.hash)?,
        })
    }
}

pub struct HeadRow {
    pub stream: Uuid,
    pub version: i64,
    pub hash: Vec<u8>,
}

impl HeadRow {
    pub fn read(self) -> Result<Head> {
        let hash = hash_of("journal_stream", "hash", &self.hash)?;
        Ok(Head { stream: StreamId::new(self.stream), version: self.version, hash })
    }
}

pub struct SealRow {
    pub number: i64,
    pub sealed_at: i64,
    pub heads: i64,
    pub root: Vec<u8>,
    pub prev_hash: Vec<u8>,
    pub hash: Vec<u8>,
}

impl SealRow {
    pub fn read(self) -> Result<Seal> {
        Ok(Seal {
            number: self.number,
            sealed_at: at_micros("journal_seal", "sealed_at", self.sealed_at)?,
            heads: self.heads,
            root: hash_of("journal_seal", "root", &self.root)?,
            prev: hash_of("journal_seal", "prev_hash", &self.prev_hash)?,
            hash: hash_of("journal_seal", "hash", &self.hash)?,
        })
    }
}

/// Writes a change within a transaction that is already open.
async fn write(conn: &mut Conn, change: &Change) -> Result<()> {
    // Before anything else, so that whoever sends a request twice is told that and nothing else.
    if let Some(once) = &change.once
        && !token::note(conn, once).await.map_err(failed)?
    {
        return Err(StoreError::Repeated);
    }
    for (hash, bytes) in &change.blobs {
        let hash = hash.0.as_slice();
        sqlx::query!(
            "INSERT INTO blob (hash, bytes) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
            hash,
            bytes
        )
        .execute(&mut *conn)
        .await
        .map_err(failed)?;
    }
    for (done, append) in (0_u64..).zip(&change.appends) {
        append_to(conn, append).await?;
        project::project(conn, &append.stream, append.expected == 0, append.recorded_at).await?;
        if let Some(watched) = &change.watched {
            watched.store(done + 1, Ordering::Relaxed);
        }
    }
    for draft in &change.drafts {
        if !work::put_draft(conn, draft).await.map_err(failed)? {
            let stream = StreamId::new(draft.id.uuid());
            return Err(StoreError::Stale { stream, expected: draft.revision - 1 });
        }
    }
    for credential in &change.credentials {
        work::put_credential(conn, credential).await.map_err(failed)?;
        recovery::close(conn, credential.user).await.map_err(failed)?;
    }
    for user in &change.forgotten {
        work::drop_credential(conn, *user).await.map_err(failed)?;
        notice::drop_of(conn, *user).await.map_err(failed)?;
        saved::drop_of(conn, *user).await.map_err(failed)?;
        application::forget(conn, *user).await.map_err(failed)?;
        upload::forget(conn, *user).await.map_err(failed)?;
        recovery::close(conn, *user).await.map_err(failed)?;
    }
    for (draft, revision) in &change.sent {
        if !application::done(conn, *draft, *revision).await.map_err(failed)? {
            let stream = StreamId::new(draft.uuid());
            return Err(StoreError::Stale { stream, expected: *revision });
        }
    }
    for user in &change.sign_out {
        work::sign_out(conn, *user).await.map_err(failed)?;
    }
    for made in &change.tokens {
        if !token::put(conn, made).await.map_err(failed)? {
            return Err(StoreError::Stale { stream: made.user.into(), expected: 0 });
        }
    }
    for revoked in &change.revoked {
        token::revoke(conn, *revoked).await.map_err(failed)?;
    }
    for told in &change.notices {
        notice::put(conn, told).await.map_err(failed)?;
    }
    Ok(())
}

async fn append_to(conn: &mut Conn, append: &Append) -> Result<()> {
    let stream = append.stream.stream;
    let stale = || StoreError::Stale { stream, expected: append.expected };
    let Some(last) = append.entries.last() else { return Err(stale()) };
    let id = stream.uuid();
    let (version, hash) = (last.version, last.hash.0.as_slice());
    let moved =
        if append.expected == 0 {
            sqlx::query!(
            "INSERT INTO journal_stream (stream, aggregate, version, hash) VALUES ($1, $2, $3, $4)
             ON CONFLICT (stream) DO NOTHING",
            id, append.stream.aggregate, version, hash
        )
            .execute(&mut *conn)
            .await
            .map_err(failed)?
        } else {
            sqlx::query!(
            "UPDATE journal_stream SET version = $1, hash = $2 WHERE stream = $3 AND version = $4",
            version, hash, id, append.expected
        )
        .execute(&mut *conn)
        .await
        .map_err(failed)?
        };
    if moved.rows_affected() != 1 {
        return Err(stale());
    }
    let registry = append.stream.registry.map(|r| r.to_string());
    for entry in &append.entries {
        let new = &entry.new;
        let at = new.recorded_at.as_microsecond();
        let valid_from = new.valid_from.map(|v| v.to_string());
        let known_on = new.known_on.to_string();
        let (actor, source) = (new.actor.map(UserId::uuid), new.source.map(SourceId::uuid));
        let (prev, hash) = (entry.prev.0.as_slice(), entry.hash.0.as_slice());
        sqlx::query!(
            "INSERT INTO journal_entry (stream, version, kind, registry, recorded_at, valid_from, known_on, actor,
                 source, payload, prev_hash, hash)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            id, entry.version, new.kind, registry, at, valid_from, known_on, actor, source, new.payload, prev, hash
        )
        .execute(&mut *conn)
        .await
        .map_err(failed)?;
    }
    sqlx::query!("INSERT INTO journal_unsealed (stream, version) VALUES ($1, $2)", id, version)
        .execute(&mut *conn)
        .await
        .map_err(failed)?;
    Ok(())
}

/// Heads of a seal that do not stand in the journal as they were sealed.
pub async fn missing_heads(conn: &mut Conn, seal: i64) -> Result<Vec<Head>> {
    sqlx::query_as!(
        HeadRow,
        r#"SELECT h.stream AS "stream!: Uuid", h.version AS "version!", h.hash AS "hash!" FROM journal_seal_head AS h
               LEFT JOIN journal_entry AS e
                   ON e.stream = h.stream AND e.version = h.version AND e.hash = h.hash
               LEFT JOIN journal_stream AS s ON s.stream = h.stream AND s.version >= h.version
               WHERE h.number = $1 AND (e.stream IS NULL OR s.stream IS NULL) ORDER BY h.stream"#,
        seal
    )
    .fetch_all(conn)
    .await
    .map_err(failed)?
    .into_iter()
    .map(HeadRow::read)
    .collect()
}

/// Whether the journal holds every entry of a change.
async fn holds(store: &Adapter, change: &Change) -> Result<bool> {
    for append in &change.appends {
        let held = store.entries(append.stream.stream).await?;
        if !append.entries.iter().all(|entry| held.iter().any(|held| held.hash == entry.hash)) {
            return Ok(false);
        }
    }
    Ok(true)
}

#[async_trait]
impl Journal for Adapter {
    async fn commit(&self, change: &Change) -> Result<()> {
        let mut tries = 0;
        // The answer to an earlier COMMIT of this change, when the connection was lost before it came.
        let mut lost = None;
        loop {
            let done = async {
                let mut tx = self.begin_write().await.map_err(failed)?;
                write(&mut tx, change).await?;
                tx.commit().await.map_err(|error| match failed(error) {
                    StoreError::Unavailable(error) => StoreError::Uncertain(error),
                    other => other,
                })
            };
            match (dialect::in_time(change.appends.len(), done).await, lost.take()) {
                (Err(error), before) if dialect::may_retry(&error, tries) => {
                    (tries, lost) = (tries + 1, before);
                }
                // Sent once more, the versions of the streams tell whether the first one was kept.
                (Err(StoreError::Uncertain(error)), None) if !change.appends.is_empty() => {
                    lost = Some(error);
                }
                (
                    Err(
                        refused @ (StoreError::Stale { .. }
                        | StoreError::Taken { .. }
                        | StoreError::Repeated),
                    ),
                    Some(lost),
                ) => {
                    return match holds(self, change).await {
                        Ok(true) => Ok(()),
                        Ok(false) => Err(refused),
                        Err(_) => Err(StoreError::Uncertain(lost)),
                    };
                }
                (Err(StoreError::Unavailable(_) | StoreError::Uncertain(_)), Some(error)) => {
                    return Err(StoreError::Uncertain(error));
                }
                (other, _) => return other,
            }
        }
    }

    async fn entries(&self, stream: StreamId) -> Result<Vec<Entry>> {
        let id = stream.uuid();
        sqlx::query_as!(
            EntryRow,
            r#"SELECT stream AS "stream!: Uuid", version, kind, recorded_at, valid_from, known_on,
                   actor AS "actor: Uuid", source AS "source: Uuid", payload, prev_hash, hash
               FROM journal_entry WHERE stream = $1 ORDER BY version"#,
            id
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(EntryRow::read)
        .collect()
    }

    async fn streams(
        &self,
        after: Option<StreamId>,
        limit: i64,
    ) -> Result<Vec<(StreamId, String, Head)>> {
        let after = after.map_or(Uuid::nil(), StreamId::uuid);
        sqlx::query!(
            r#"SELECT stream AS "stream!: Uuid", aggregate, version, hash
               FROM journal_stream WHERE stream > $1 ORDER BY stream LIMIT $2"#,
            after,
            limit
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(|row| {
            let head =
                HeadRow { stream: row.stream, version: row.version, hash: row.hash }.read()?;
            Ok((head.stream, row.aggregate, head))
        })
        .collect()
    }

    async fn latest(
        &self,
        registry: Option<RegistryCode>,
        before: Option<(Timestamp, StreamId, i64)>,
        limit: i64,
    ) -> Result<Vec<Entry>> {
        let (at, stream, version) = before
            .map_or((i64::MAX, Uuid::max(), i64::MAX), |b| (b.0.as_microsecond(), b.1.uuid(), b.2));
        let rows = if let Some(registry) = registry {
            let registry = registry.to_string();
            sqlx::query_as!(
                EntryRow,
                r#"SELECT stream AS "stream!: Uuid", version, kind, recorded_at, valid_from, known_on,
                       actor AS "actor: Uuid", source AS "source: Uuid", payload, prev_hash, hash
                   FROM journal_entry
                   WHERE registry = $1 AND (recorded_at, stream, version) < ($2, $3, $4)
                   ORDER BY recorded_at DESC, stream DESC, version DESC LIMIT $5"#,
                registry, at, stream, version, limit
            )
            .fetch_all(self.reader())
            .await
        } else {
            sqlx::query_as!(
                EntryRow,
                r#"SELECT stream AS "stream!: Uuid", version, kind, recorded_at, valid_from, known_on,
                       actor AS "actor: Uuid", source AS "source: Uuid", payload, prev_hash, hash
                   FROM journal_entry
                   WHERE (recorded_at, stream, version) < ($1, $2, $3)
                   ORDER BY recorded_at DESC, stream DESC, version DESC LIMIT $4"#,
                at, stream, version, limit
            )
            .fetch_all(self.reader())
            .await
        };
        rows.map_err(failed)?.into_iter().map(EntryRow::read).collect()
    }

    async fn stream_in(&self, stream: StreamId, registry: RegistryCode) -> Result<bool> {
        let (id, registry) = (stream.uuid(), registry.to_string());
        let found = sqlx::query_scalar!(
            "SELECT version FROM journal_entry WHERE stream = $1 AND registry = $2 LIMIT 1",
            id,
            registry
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?;
        Ok(found.is_some())
    }

    async fn unsealed(&self, limit: i64) -> Result<Vec<Head>> {
        sqlx::query_as!(
            HeadRow,
            r#"SELECT u.stream AS "stream!: Uuid", u.version AS "version!: i64", e.hash AS "hash!"
               FROM (SELECT stream, MAX(version) AS version FROM journal_unsealed
                     GROUP BY stream ORDER BY stream LIMIT $1) AS u
               JOIN journal_entry AS e ON e.stream = u.stream AND e.version = u.version
               ORDER BY u.stream"#,
            limit
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(HeadRow::read)
        .collect()
    }

    async fn seal(&self, seal: &Seal, heads: &[Head]) -> Result<()> {
        let mut tx = self.begin_write().await.map_err(failed)?;
        let at = seal.sealed_at.as_microsecond();
        let (root, prev, hash) =
            (seal.root.0.as_slice(), seal.prev.0.as_slice(), seal.hash.0.as_slice());
        let written = sqlx::query!(
            "INSERT INTO journal_seal (number, sealed_at, heads, root, prev_hash, hash)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (number) DO NOTHING",
            seal.number,
            at,
            seal.heads,
            root,
            prev,
            hash
        )
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        if written.rows_affected() != 1 {
            let stream = StreamId::new(Uuid::nil());
            return Err(StoreError::Stale { stream, expected: seal.number - 1 });
        }
        for head in heads {
            let (stream, hash) = (head.stream.uuid(), head.hash.0.as_slice());
            sqlx::query!(
                "INSERT INTO journal_seal_head (number, stream, version, hash) VALUES ($1, $2, $3, $4)",
                seal.number, stream, head.version, hash
            )
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
            sqlx::query!(
                "DELETE FROM journal_unsealed WHERE stream = $1 AND version <= $2",
                stream,
                head.version
            )
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        }
        tx.commit().await.map_err(failed)
    }

    async fn seals(&self, after: i64, limit: i64) -> Result<Vec<Seal>> {
        sqlx::query_as!(
            SealRow,
            "SELECT number, sealed_at, heads, root, prev_hash, hash FROM journal_seal
             WHERE number > $1 ORDER BY number LIMIT $2",
            after,
            limit
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(SealRow::read)
        .collect()
    }

    async fn last_seal(&self) -> Result<Option<Seal>> {
        sqlx::query_as!(
            SealRow,
            "SELECT number, sealed_at, heads, root, prev_hash, hash FROM journal_seal
             ORDER BY number DESC LIMIT 1"
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?
        .map(SealRow::read)
        .transpose()
    }

    async fn heads_of(&self, seal: i64) -> Result<Vec<Head>> {
        sqlx::query_as!(
            HeadRow,
            r#"SELECT stream AS "stream!: Uuid", version, hash FROM journal_seal_head
               WHERE number = $1 ORDER BY stream"#,
            seal
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(HeadRow::read)
        .collect()
    }

    async fn missing_heads(&self, seal: i64) -> Result<Vec<Head>> {
        let mut conn = self.reader().acquire().await.map_err(failed)?;
        missing_heads(&mut conn, seal).await
    }

    async fn rebuild(&self) -> Result<Box<dyn Rebuild>> {
        let mut tx = self.begin_write().await.map_err(failed)?;
        let conn = tx.acquire().await.map_err(failed)?;
        dialect::hold_writers(conn).await.map_err(failed)?;
        project::clear(conn).await.map_err(failed)?;
        Ok(Box::new(Rebuilding { tx, seen: None }))
    }

    async fn dump(&self) -> Result<Vec<String>> {
        crate::dump::dump(self).await
    }
}

/// A rebuild under way, inside one transaction.
pub struct Rebuilding {
    pub tx: sqlx::Transaction<'static, crate::Db>,
    pub seen: Option<StreamId>,
}

#[async_trait]
impl Rebuild for Rebuilding {
    async fn project(
        &mut self,
        step: &kelisim_store::StreamChange,
        recorded_at: Timestamp,
    ) -> Result<()> {
        let fresh = self.seen != Some(step.stream);
        self.seen = Some(step.stream);
        project::project(&mut self.tx, step, fresh, recorded_at).await
    }

    async fn finish(mut self: Box<Self>) -> Result<()> {
        find::set_edition(&mut self.tx, kelisim_store::find::EDITION).await.map_err(failed)?;
        self.tx.commit().await.map_err(failed)
    }
}
