//! The index of words: written beside the rows of a thing, and asked for the things that have every word.

use async_trait::async_trait;
use kelisim_domain::findable::Findable;
use kelisim_domain::id::StreamId;
use kelisim_domain::journal::Hash;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_store::find::{Finding, Found, Sought, keys_of};
use kelisim_store::reading::Scope;
use kelisim_store::{Result, StreamChange};
use sqlx::{Acquire as _, QueryBuilder};
use uuid::Uuid;

use crate::dialect::failed;
use crate::lists::within;
use crate::read::inconsistent;
use crate::{Adapter, Conn, Db};

/// Rows written with one statement.
const ROWS: usize = 200;

/// Writes what a thing is found by.
pub async fn write(conn: &mut Conn, change: &StreamChange, fresh: bool) -> Result<()> {
    let Some(findable) = &change.projection.findable else { return Ok(()) };
    let text = match findable.text {
        Some(hash) => text_of(conn, hash).await.map_err(failed)?,
        None => None,
    };
    let keys = keys_of(findable, text.as_deref());
    let id = change.stream.uuid();
    let held = if fresh { None } else { held(conn, id).await.map_err(failed)? };
    let held: Vec<&str> = held.as_deref().unwrap_or("").split_whitespace().collect();
    let registry = findable.registry.as_str();
    for key in held.iter().filter(|key| keys.binary_search_by(|new| new.as_str().cmp(key)).is_err())
    {
        sqlx::query!(
            "DELETE FROM find_key WHERE registry = $1 AND key = $2 AND stream = $3",
            registry,
            key,
            id
        )
        .execute(&mut *conn)
        .await
        .map_err(failed)?;
    }
    let new: Vec<&str> =
        keys.iter().map(String::as_str).filter(|key| held.binary_search(key).is_err()).collect();
    for rows in new.chunks(ROWS) {
        let mut query = QueryBuilder::<Db>::new("INSERT INTO find_key (registry, key, stream) ");
        query.push_values(rows, |mut row, key| {
            row.push_bind(registry.to_owned()).push_bind((*key).to_owned()).push_bind(id);
        });
        query.build().execute(&mut *conn).await.map_err(failed)?;
    }
    write_thing(conn, change, findable, &keys).await.map_err(failed)
}

async fn write_thing(
    conn: &mut Conn,
    change: &StreamChange,
    findable: &Findable,
    keys: &[String],
) -> sqlx::Result<()> {
    let id = change.stream.uuid();
    let registry = findable.registry.as_str();
    let partner = findable.partner.as_ref().map(PartyCode::as_str);
    let day = findable.day.map_or_else(String::new, |day| day.to_string());
    let keys = keys.iter().fold(String::from(" "), |line, key| line + key + " ");
    sqlx::query!(
        "INSERT INTO find_thing (stream, aggregate, registry, partner, public, day, keys)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (stream) DO UPDATE SET partner = excluded.partner, public = excluded.public,
             day = excluded.day, keys = excluded.keys",
        id,
        change.aggregate,
        registry,
        partner,
        findable.public,
        day,
        keys
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn held(conn: &mut Conn, stream: Uuid) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("SELECT keys FROM find_thing WHERE stream = $1", stream)
        .fetch_optional(conn)
        .await
}

/// A kept text. A file that is none has no words.
async fn text_of(conn: &mut Conn, hash: Hash) -> sqlx::Result<Option<String>> {
    let hash = hash.0.as_slice();
    let bytes = sqlx::query_scalar!("SELECT bytes FROM blob WHERE hash = $1", hash)
        .fetch_optional(conn)
        .await?;
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM find_thing").execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM find_key").execute(&mut *conn).await?;
    Ok(())
}

/// Says by which edition of the rules the whole index is made.
pub async fn set_edition(conn: &mut Conn, edition: i64) -> sqlx::Result<()> {
    sqlx::query!("UPDATE find_edition SET edition = $1", edition).execute(conn).await?;
    Ok(())
}

/// Whether a stream still has a version. Until the transaction ends nobody gives it another one.
async fn still(conn: &mut Conn, stream: &StreamChange) -> sqlx::Result<bool> {
    let id = stream.stream.uuid();
    let held = sqlx::query!(
        "UPDATE journal_stream SET version = version WHERE stream = $1 AND version = $2",
        id,
        stream.version
    )
    .execute(conn)
    .await?;
    Ok(held.rows_affected() == 1)
}

/// Streams that a word leads to, each of its keys counted no further than `most`. Each key is asked for by itself, so
/// that every part is a walk along the index.
fn led_to(query: &mut QueryBuilder<Db>, registry: RegistryCode, word: &Sought, most: i64) {
    let begin = |query: &mut QueryBuilder<Db>| {
        query.push("SELECT stream FROM (SELECT stream FROM find_key WHERE registry = ");
        query.push_bind(registry.to_string());
    };
    let end = |query: &mut QueryBuilder<Db>| {
        query.push(" ORDER BY key, stream LIMIT ").push_bind(most).push(") AS part");
    };
    begin(query);
    if word.beginning {
        query.push(" AND key >= ").push_bind(word.key.clone());
        query.push(" AND key < ").push_bind(format!("{}\u{10ffff}", word.key));
    } else {
        query.push(" AND key = ").push_bind(word.key.clone());
    }
    end(query);
    for key in &word.also {
        query.push(" UNION ALL ");
        begin(query);
        query.push(" AND key = ").push_bind(key.clone());
        end(query);
    }
}

/// The condition that a thing has a word.
fn has(query: &mut QueryBuilder<Db>, word: &Sought) {
    let pattern = match word.beginning {
        true => format!("% {}%", word.key),
        false => format!("% {} %", word.key),
    };
    query.push(" AND (keys LIKE ").push_bind(pattern);
    for key in &word.also {
        query.push(" OR keys LIKE ").push_bind(format!("% {key} %"));
    }
    query.push(")");
}

#[async_trait]
impl Finding for Adapter {
    async fn reach(
        &self,
        registry: RegistryCode,
        scope: &Scope,
        word: &Sought,
        most: i64,
    ) -> Result<i64> {
        let mut query = QueryBuilder::new("SELECT COUNT(*) FROM find_thing WHERE stream IN (");
        led_to(&mut query, registry, word, most);
        query.push(")");
        within(&mut query, scope, "registry");
        query.build_query_scalar().fetch_one(self.reader()).await.map_err(failed)
    }

    async fn find(
        &self,
        registry: RegistryCode,
        scope: &Scope,
        words: &[Sought],
        reach: i64,
        limit: i64,
    ) -> Result<Vec<Found>> {
        let Some((first, others)) = words.split_first() else { return Ok(Vec::new()) };
        let mut query =
            QueryBuilder::new("SELECT stream, aggregate, day FROM find_thing WHERE stream IN (");
        led_to(&mut query, registry, first, reach);
        query.push(")");
        within(&mut query, scope, "registry");
        for word in others {
            has(&mut query, word);
        }
        query.push(" ORDER BY day DESC, stream LIMIT ").push_bind(limit);
        let rows: Vec<(Uuid, String, String)> =
            query.build_query_as().fetch_all(self.reader()).await.map_err(failed)?;
        rows.into_iter().map(found).collect()
    }

    async fn vocabulary(&self, registry: RegistryCode) -> Result<Vec<String>> {
        let registry = registry.as_str();
        // From each key to the next one: as many steps as there are keys, however many things have them.
        sqlx::query_scalar!(
            r#"WITH RECURSIVE words (key) AS (
                 SELECT MIN(key) FROM find_key WHERE registry = $1
                 UNION ALL
                 SELECT (SELECT MIN(find_key.key) FROM find_key WHERE registry = $2 AND find_key.key > words.key)
                 FROM words WHERE words.key IS NOT NULL
               )
               SELECT key AS "key!: String" FROM words WHERE key IS NOT NULL"#,
            registry,
            registry
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)
    }

    async fn edition(&self) -> Result<i64> {
        sqlx::query_scalar!(r#"SELECT edition AS "edition!: i64" FROM find_edition"#)
            .fetch_one(self.reader())
            .await
            .map_err(failed)
    }

    async fn index(&self, streams: &[StreamChange]) -> Result<()> {
        let mut tx = self.begin_write().await.map_err(failed)?;
        let conn = tx.acquire().await.map_err(failed)?;
        for stream in streams {
            if still(conn, stream).await.map_err(failed)? {
                write(conn, stream, false).await?;
            }
        }
        tx.commit().await.map_err(failed)
    }

    async fn indexed(&self, edition: i64) -> Result<()> {
        let mut tx = self.begin_write().await.map_err(failed)?;
        set_edition(&mut tx, edition).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}

fn found((stream, aggregate, day): (Uuid, String, String)) -> Result<Found> {
    let read = |day: &str| day.parse().map_err(|_| inconsistent("find_thing", "day", day));
    let day = if day.is_empty() { None } else { Some(read(&day)?) };
    Ok(Found { stream: StreamId::new(stream), aggregate, day })
}
