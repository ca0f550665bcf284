//! The record carried whole: out of a snapshot, into an empty database.

use async_trait::async_trait;
use kelisim_domain::id::{StreamId, UserId};
use kelisim_domain::journal::seal::{Head, Seal};
use kelisim_domain::journal::{Entry, Hash};
use kelisim_domain::user::Sealed;
use kelisim_store::keep::{Fill, Part, Record, Snapshot, StreamRecord, TableDigest};
use kelisim_store::work::{Credential, Draft};
use kelisim_store::{Keep, Result};
use sqlx::{Acquire as _, QueryBuilder, Transaction};
use uuid::Uuid;

use crate::application::{PieceRow, put_whole};
use crate::dialect::{self, failed};
use crate::journal::{EntryRow, HeadRow, Rebuilding, SealRow, missing_heads};
use crate::read::{hash_of, inconsistent};
use crate::work::{DraftRow, put_credential, put_draft};
use crate::{Adapter, Conn, Db, dump, saved};

/// Rows looked at for one page.
const ROWS: i64 = 500;
/// Entries of one page, unless a single stream has more.
const ENTRIES: i64 = 2_000;
/// Bytes of texts and files of one page, unless a single one has more.
const BYTES: i64 = 4 << 20;
/// Rows written by one statement.
const BATCH: usize = 200;

/// Where a snapshot goes on within a part.
#[derive(Debug, Clone)]
enum At {
    Start,
    Id(Uuid),
    Piece(Uuid),
    List(Uuid),
    Entry(Uuid, i64),
    Number(i64),
    Hash(Vec<u8>),
}

impl At {
    const fn id(&self) -> Uuid {
        match self {
            Self::Id(id) | Self::Entry(id, _) => *id,
            _ => Uuid::nil(),
        }
    }

    const fn number(&self) -> i64 {
        match self {
            Self::Number(number) | Self::Entry(_, number) => *number,
            _ => 0,
        }
    }

    fn hash(&self) -> &[u8] {
        match self {
            Self::Hash(hash) => hash,
            _ => &[],
        }
    }
}

/// The record as of one moment: a transaction that only reads.
struct Reading {
    tx: Transaction<'static, Db>,
    part: Option<Part>,
    at: At,
}

/// How many of the first rows fit into one page, and one at least.
fn fitting(weights: impl Iterator<Item = i64>, most: i64) -> usize {
    let mut sum: i64 = 0;
    let fits = weights.take_while(|weight| {
        sum = sum.saturating_add(*weight);
        sum <= most
    });
    fits.count().max(1)
}

async fn streams(conn: &mut Conn, at: &At) -> Result<Vec<Record>> {
    let after = at.id();
    let heads = sqlx::query!(
        r#"SELECT stream AS "stream!: Uuid", aggregate, version, hash
               FROM journal_stream WHERE stream > $1 ORDER BY stream LIMIT $2"#,
        after,
        ROWS
    )
    .fetch_all(&mut *conn)
    .await
    .map_err(failed)?;
    let fitting = fitting(heads.iter().map(|head| head.version), ENTRIES);
    let heads = &heads[..fitting.min(heads.len())];
    let Some(last) = heads.last() else { return Ok(Vec::new()) };
    let until = last.stream;
    let rows = sqlx::query!(
        r#"SELECT stream AS "stream!: Uuid", version, kind, registry, recorded_at, valid_from, known_on,
               actor AS "actor: Uuid", source AS "source: Uuid", payload, prev_hash, hash
           FROM journal_entry WHERE stream > $1 AND stream <= $2 ORDER BY stream, version"#,
        after,
        until
    )
    .fetch_all(conn)
    .await
    .map_err(failed)?;
    let mut rows = rows.into_iter().peekable();
    let mut records = Vec::with_capacity(heads.len());
    for head in heads {
        let mut entries = Vec::new();
        // An entry without a stream would stand before the next one: it belongs to none and must not be passed over.
        while let Some(row) = rows.next_if(|row| row.stream <= head.stream) {
            let registry = match &row.registry {
                None => None,
                Some(code) => Some(
                    code.parse().map_err(|_| inconsistent("journal_entry", "registry", code))?,
                ),
            };
            let row = EntryRow {
                stream: row.stream,
                version: row.version,
                kind: row.kind,
                recorded_at: row.recorded_at,
                valid_from: row.valid_from,
                known_on: row.known_on,
                actor: row.actor,
                source: row.source,
                payload: row.payload,
                prev_hash: row.prev_hash,
                hash: row.hash,
            };
            entries.push((registry, row.read()?));
        }
        let hash = hash_of("journal_stream", "hash", &head.hash)?;
        let stream = StreamId::new(head.stream);
        records.push(Record::Stream(StreamRecord {
            kind: head.aggregate.clone(),
            head: Head { stream, version: head.version, hash },
            entries,
        }));
    }
    Ok(records)
}

async fn unsealed(conn: &mut Conn, at: &At) -> Result<Vec<Record>> {
    let (stream, version) = (at.id(), at.number());
    let rows = sqlx::query!(
        r#"SELECT stream AS "stream!: Uuid", version AS "version!" FROM journal_unsealed
           WHERE (stream, version) > ($1, $2) ORDER BY stream, version LIMIT $3"#,
        stream,
        version,
        ROWS
    )
    .fetch_all(conn)
    .await
    .map_err(failed)?;
    Ok(rows.into_iter().map(|r| Record::Unsealed(StreamId::new(r.stream), r.version)).collect())
}

async fn seals(conn: &mut Conn, at: &At) -> Result<Vec<Record>> {
    let after = at.number();
    let row = sqlx::query_as!(
        SealRow,
        "SELECT number, sealed_at, heads, root, prev_hash, hash FROM journal_seal
         WHERE number > $1 ORDER BY number LIMIT 1",
        after
    )
    .fetch_optional(&mut *conn)
    .await
    .map_err(failed)?;
    let Some(row) = row else { return Ok(Vec::new()) };
    let seal = row.read()?;
    let heads = sqlx::query_as!(
        HeadRow,
        r#"SELECT stream AS "stream!: Uuid", version, hash FROM journal_seal_head
               WHERE number = $1 ORDER BY stream"#,
        seal.number
    )
    .fetch_all(conn)
    .await
    .map_err(failed)?;
    let heads = heads.into_iter().map(HeadRow::read).collect::<Result<_>>()?;
    Ok(vec![Record::Seal(seal, heads)])
}

async fn blobs(conn: &mut Conn, at: &At) -> Result<Vec<Record>> {
    let after = at.hash();
    let sizes = sqlx::query!(
        r#"SELECT hash, CAST(length(bytes) AS BIGINT) AS "size!: i64" FROM blob WHERE hash > $1 ORDER BY hash LIMIT $2"#,
        after,
        ROWS
    )
    .fetch_all(&mut *conn)
    .await
    .map_err(failed)?;
    let fitting = fitting(sizes.iter().map(|row| row.size), BYTES);
    let Some(last) = sizes.get(fitting.min(sizes.len()).saturating_sub(1)) else {
        return Ok(Vec::new());
    };
    let until = last.hash.as_slice();
    let rows = sqlx::query!(
        "SELECT hash, bytes FROM blob WHERE hash > $1 AND hash <= $2 ORDER BY hash",
        after,
        until
    )
    .fetch_all(conn)
    .await
    .map_err(failed)?;
    rows.into_iter()
        .map(|row| Ok(Record::Blob(hash_of("blob", "hash", &row.hash)?, row.bytes)))
        .collect()
}

async fn drafts(conn: &mut Conn, at: &At) -> Result<Vec<Record>> {
    let after = at.id();
    let rows = sqlx::query_as!(
        DraftRow,
        r#"SELECT id AS "id!: Uuid", source AS "source!: Uuid", registry, author AS "author: Uuid", state,
               start_at, body, revision, written_at FROM draft WHERE id > $1 ORDER BY id LIMIT $2"#,
        after,
        ROWS
    )
    .fetch_all(conn)
    .await
    .map_err(failed)?;
    rows.into_iter().map(|row| Ok(Record::Draft(row.read()?))).collect()
}

async fn pieces(conn: &mut Conn, after: Uuid) -> Result<Vec<Record>> {
    let rows = sqlx::query_as!(
        PieceRow,
        r#"SELECT id AS "id!: Uuid", applicant AS "applicant!: Uuid", kind, nonce, text, file, revision, written_at
           FROM piece WHERE id > $1 ORDER BY id LIMIT $2"#,
        after,
        ROWS
    )
    .fetch_all(conn)
    .await
    .map_err(failed)?;
    rows.into_iter().map(|row| Ok(Record::Piece(row.read()?))).collect()
}

async fn lists(conn: &mut Conn, after: Uuid) -> Result<Vec<Record>> {
    Ok(saved::after(conn, after, ROWS).await?.into_iter().map(Record::List).collect())
}

/// Work in hand: marked passages first, then what applicants keep, then lists that were saved.
async fn work_in_hand(conn: &mut Conn, at: &At) -> Result<Vec<Record>> {
    let from_pieces = match at {
        At::List(after) => return lists(conn, *after).await,
        At::Piece(after) => *after,
        _ => {
            let drafts = drafts(conn, at).await?;
            if !drafts.is_empty() {
                return Ok(drafts);
            }
            Uuid::nil()
        }
    };
    let pieces = pieces(conn, from_pieces).await?;
    if pieces.is_empty() { lists(conn, Uuid::nil()).await } else { Ok(pieces) }
}

async fn credentials(conn: &mut Conn, at: &At) -> Result<Vec<Record>> {
    let after = at.id();
    let rows = sqlx::query!(
        r#"SELECT account AS "account!: Uuid", password, must_change AS "must_change!: bool", totp_nonce,
               totp_text, totp_step, door FROM credential WHERE account > $1 ORDER BY account LIMIT $2"#,
        after,
        ROWS
    )
    .fetch_all(conn)
    .await
    .map_err(failed)?;
    let read = rows.into_iter().map(|row| {
        let door = row.door.map(|door| hash_of("credential", "door", &door)).transpose()?;
        Ok(Record::Credential(Credential {
            user: UserId::new(row.account),
            password: row.password,
            must_change: row.must_change,
            totp: row.totp_nonce.zip(row.totp_text).map(|(nonce, text)| Sealed { nonce, text }),
            totp_step: row.totp_step,
            door,
        }))
    });
    read.collect()
}

/// Where a part goes on behind a record.
fn behind(record: &Record) -> At {
    match record {
        Record::Stream(stream) => At::Id(stream.head.stream.uuid()),
        Record::Unsealed(stream, version) => At::Entry(stream.uuid(), *version),
        Record::Seal(seal, _) => At::Number(seal.number),
        Record::Blob(hash, _) => At::Hash(hash.0.to_vec()),
        Record::Draft(draft) => At::Id(draft.id.uuid()),
        Record::Piece(piece) => At::Piece(piece.id.uuid()),
        Record::List(list) => At::List(list.id.uuid()),
        Record::Credential(credential) => At::Id(credential.user.uuid()),
    }
}

#[async_trait]
impl Snapshot for Reading {
    async fn count(&mut self, part: Part) -> Result<u64> {
        let conn = self.tx.acquire().await.map_err(failed)?;
        let count = match part {
            Part::Journal => {
                sqlx::query_scalar!(r#"SELECT COUNT(*) AS "count!: i64" FROM journal_stream"#)
                    .fetch_one(conn)
                    .await
            }
            Part::Unsealed => {
                sqlx::query_scalar!(r#"SELECT COUNT(*) AS "count!: i64" FROM journal_unsealed"#)
                    .fetch_one(conn)
                    .await
            }
            Part::Seals => {
                sqlx::query_scalar!(r#"SELECT COUNT(*) AS "count!: i64" FROM journal_seal"#)
                    .fetch_one(conn)
                    .await
            }
            Part::Blobs => {
                sqlx::query_scalar!(r#"SELECT COUNT(*) AS "count!: i64" FROM blob"#)
                    .fetch_one(conn)
                    .await
            }
            Part::Drafts => {
                sqlx::query_scalar!(
                    r#"SELECT (SELECT COUNT(*) FROM draft) + (SELECT COUNT(*) FROM piece)
                         + (SELECT COUNT(*) FROM saved_list) AS "count!: i64""#
                )
                .fetch_one(conn)
                .await
            }
            Part::Credentials => {
                sqlx::query_scalar!(r#"SELECT COUNT(*) AS "count!: i64" FROM credential"#)
                    .fetch_one(conn)
                    .await
            }
        };
        Ok(u64::try_from(count.map_err(failed)?).unwrap_or(0))
    }

    async fn next(&mut self, part: Part) -> Result<Vec<Record>> {
        if self.part != Some(part) {
            (self.part, self.at) = (Some(part), At::Start);
        }
        let conn = self.tx.acquire().await.map_err(failed)?;
        let records = match part {
            Part::Journal => streams(conn, &self.at).await?,
            Part::Unsealed => unsealed(conn, &self.at).await?,
            Part::Seals => seals(conn, &self.at).await?,
            Part::Blobs => blobs(conn, &self.at).await?,
            Part::Drafts => work_in_hand(conn, &self.at).await?,
            Part::Credentials => credentials(conn, &self.at).await?,
        };
        if let Some(last) = records.last() {
            self.at = behind(last);
        }
        Ok(records)
    }

    async fn missing_heads(&mut self, seal: i64) -> Result<Vec<Head>> {
        let conn = self.tx.acquire().await.map_err(failed)?;
        missing_heads(conn, seal).await
    }

    async fn readings(&mut self) -> Result<Vec<TableDigest>> {
        let conn = self.tx.acquire().await.map_err(failed)?;
        dump::digests(conn).await
    }
}

#[async_trait]
impl Fill for Rebuilding {
    async fn put(&mut self, records: &[Record]) -> Result<()> {
        let conn = self.tx.acquire().await.map_err(failed)?;
        put(conn, records).await
    }

    async fn missing_heads(&mut self, seal: i64) -> Result<Vec<Head>> {
        let conn = self.tx.acquire().await.map_err(failed)?;
        missing_heads(conn, seal).await
    }
}

/// Writes records of one part, many rows with a statement where rows are many.
async fn put(conn: &mut Conn, records: &[Record]) -> Result<()> {
    let mut heads = Vec::new();
    let mut entries = Vec::new();
    let mut open = Vec::new();
    for record in records {
        match record {
            Record::Stream(stream) => {
                heads.push(stream);
                entries.extend(&stream.entries);
            }
            Record::Unsealed(stream, version) => open.push((*stream, *version)),
            Record::Seal(seal, heads) => put_seal(conn, seal, heads).await?,
            Record::Blob(hash, bytes) => put_blob(conn, *hash, bytes).await?,
            Record::Draft(draft) => {
                insert_draft(conn, draft).await.map_err(failed)?;
            }
            Record::Piece(piece) => put_whole(conn, piece).await.map_err(failed)?,
            Record::List(list) => {
                saved::put(conn, list).await.map_err(failed)?;
            }
            Record::Credential(credential) => {
                put_credential(conn, credential).await.map_err(failed)?;
            }
        }
    }
    for batch in heads.chunks(BATCH) {
        put_heads(conn, batch).await.map_err(failed)?;
    }
    for batch in entries.chunks(BATCH) {
        put_entries(conn, batch).await.map_err(failed)?;
    }
    for batch in open.chunks(BATCH) {
        put_unsealed(conn, batch).await.map_err(failed)?;
    }
    Ok(())
}

async fn put_heads(conn: &mut Conn, batch: &[&StreamRecord]) -> sqlx::Result<()> {
    let mut query =
        QueryBuilder::<Db>::new("INSERT INTO journal_stream (stream, aggregate, version, hash) ");
    query.push_values(batch, |mut row, stream| {
        row.push_bind(stream.head.stream.uuid())
            .push_bind(stream.kind.clone())
            .push_bind(stream.head.version)
            .push_bind(stream.head.hash.0.to_vec());
    });
    query.build().execute(conn).await.map(drop)
}

async fn put_entries(
    conn: &mut Conn,
    batch: &[&(Option<kelisim_domain::registry::RegistryCode>, Entry)],
) -> sqlx::Result<()> {
    let mut query = QueryBuilder::<Db>::new(
        "INSERT INTO journal_entry (stream, version, kind, registry, recorded_at, valid_from, known_on, actor, source,
             payload, prev_hash, hash) ",
    );
    query.push_values(batch, |mut row, (registry, entry)| {
        let new = &entry.new;
        row.push_bind(entry.stream.uuid())
            .push_bind(entry.version)
            .push_bind(new.kind.clone())
            .push_bind(registry.map(|registry| registry.to_string()))
            .push_bind(new.recorded_at.as_microsecond())
            .push_bind(new.valid_from.map(|date| date.to_string()))
            .push_bind(new.known_on.to_string())
            .push_bind(new.actor.map(UserId::uuid))
            .push_bind(new.source.map(kelisim_domain::id::SourceId::uuid))
            .push_bind(new.payload.clone())
            .push_bind(entry.prev.0.to_vec())
            .push_bind(entry.hash.0.to_vec());
    });
    query.build().execute(conn).await.map(drop)
}

async fn put_unsealed(conn: &mut Conn, batch: &[(StreamId, i64)]) -> sqlx::Result<()> {
    let mut query = QueryBuilder::<Db>::new("INSERT INTO journal_unsealed (stream, version) ");
    query.push_values(batch, |mut row, (stream, version)| {
        row.push_bind(stream.uuid()).push_bind(*version);
    });
    query.build().execute(conn).await.map(drop)
}

async fn put_seal(conn: &mut Conn, seal: &Seal, heads: &[Head]) -> Result<()> {
    let at = seal.sealed_at.as_microsecond();
    let (root, prev, hash) =
        (seal.root.0.as_slice(), seal.prev.0.as_slice(), seal.hash.0.as_slice());
    sqlx::query!(
        "INSERT INTO journal_seal (number, sealed_at, heads, root, prev_hash, hash)
         VALUES ($1, $2, $3, $4, $5, $6)",
        seal.number,
        at,
        seal.heads,
        root,
        prev,
        hash
    )
    .execute(&mut *conn)
    .await
    .map_err(failed)?;
    for batch in heads.chunks(BATCH) {
        let mut query = QueryBuilder::<Db>::new(
            "INSERT INTO journal_seal_head (number, stream, version, hash) ",
        );
        query.push_values(batch, |mut row, head| {
            row.push_bind(seal.number)
                .push_bind(head.stream.uuid())
                .push_bind(head.version)
                .push_bind(head.hash.0.to_vec());
        });
        query.build().execute(&mut *conn).await.map_err(failed)?;
    }
    Ok(())
}

async fn put_blob(conn: &mut Conn, hash: Hash, bytes: &[u8]) -> Result<()> {
    let hash = hash.0.as_slice();
    sqlx::query!("INSERT INTO blob (hash, bytes) VALUES ($1, $2)", hash, bytes)
        .execute(conn)
        .await
        .map_err(failed)?;
    Ok(())
}

/// A draft with the revision it had.
async fn insert_draft(conn: &mut Conn, draft: &Draft) -> sqlx::Result<()> {
    let first = Draft { revision: 1, ..draft.clone() };
    put_draft(&mut *conn, &first).await?;
    let id = draft.id.uuid();
    sqlx::query!("UPDATE draft SET revision = $1 WHERE id = $2", draft.revision, id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Whether nothing is recorded yet.
async fn is_empty(conn: &mut Conn) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM journal_stream LIMIT 1) AS a)
             + (SELECT COUNT(*) FROM (SELECT 1 FROM journal_entry LIMIT 1) AS b)
             + (SELECT COUNT(*) FROM (SELECT 1 FROM journal_seal LIMIT 1) AS c)
             + (SELECT COUNT(*) FROM (SELECT 1 FROM blob LIMIT 1) AS d)
             + (SELECT COUNT(*) FROM (SELECT 1 FROM draft LIMIT 1) AS e)
             + (SELECT COUNT(*) FROM (SELECT 1 FROM piece LIMIT 1) AS g)
             + (SELECT COUNT(*) FROM (SELECT 1 FROM saved_list LIMIT 1) AS h)
             + (SELECT COUNT(*) FROM (SELECT 1 FROM credential LIMIT 1) AS f) AS "found!: i64""#
    )
    .fetch_one(conn)
    .await?;
    Ok(found == 0)
}

#[async_trait]
impl Keep for Adapter {
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>> {
        let mut tx = self.begin_snapshot().await.map_err(failed)?;
        // The first statement is what fixes the moment.
        sqlx::query_scalar!(r#"SELECT COUNT(*) AS "count!: i64" FROM journal_seal"#)
            .fetch_one(&mut *tx)
            .await
            .map_err(failed)?;
        Ok(Box::new(Reading { tx, part: None, at: At::Start }))
    }

    async fn fill(&self) -> Result<Option<Box<dyn Fill>>> {
        let mut tx = self.begin_write().await.map_err(failed)?;
        let conn = tx.acquire().await.map_err(failed)?;
        dialect::hold_writers(conn).await.map_err(failed)?;
        if !is_empty(conn).await.map_err(failed)? {
            return Ok(None);
        }
        Ok(Some(Box::new(Rebuilding { tx, seen: None })))
    }

    fn schema(&self) -> i64 {
        dialect::MIGRATOR.iter().map(|migration| migration.version).max().unwrap_or(0)
    }

    async fn schema_found(&self) -> Result<Option<i64>> {
        dialect::schema_found(self).await.map_err(failed)
    }

    async fn scrub(&self) -> Result<()> {
        dialect::scrub(self).await.map_err(failed)
    }
}
