//! Both engines have the same tables, columns, nullability, keys and indexes.

use std::collections::BTreeSet;

use kelisim_store::Store as _;
use kelisim_store_sqlite::SqliteStore;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, PgPool, Pool, Sqlite};

use crate::server::{Database, with_database};

/// Lines such as `table draft column author null`, `table draft key 1 id`, `table draft index draft_open: registry, state`.
type Schema = BTreeSet<String>;

/// The kind of a column by the names both engines give it.
fn kind(name: &str) -> &'static str {
    match name.to_ascii_lowercase().as_str() {
        "bigint" | "integer" | "boolean" => "number",
        "text" => "text",
        "bytea" | "blob" | "uuid" => "bytes",
        _ => "unknown",
    }
}

fn column(table: &str, name: &str, of: &str, nullable: bool) -> String {
    format!(
        "table {table} column {name} {} {}",
        kind(of),
        if nullable { "null" } else { "not null" }
    )
}

async fn of_postgres(pool: &PgPool) -> Schema {
    let columns: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let indexes: Vec<(String, String, String, bool)> = sqlx::query_as(
        "SELECT i.tablename::text, i.indexname::text, i.indexdef, x.indisprimary
         FROM pg_indexes AS i
         JOIN pg_class AS c ON c.relname = i.indexname JOIN pg_index AS x ON x.indexrelid = c.oid
         WHERE i.schemaname = 'public' AND i.tablename <> '_sqlx_migrations'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let columns =
        columns.iter().map(|(table, name, of, null)| column(table, name, of, null == "YES"));
    let indexes = indexes.iter().map(|(table, name, definition, primary)| {
        let name = if *primary { "primary key" } else { name };
        format!("table {table} index {name}{}", what_follows_on(definition))
    });
    columns.chain(indexes).collect()
}

async fn of_sqlite(pool: &Pool<Sqlite>) -> Schema {
    let tables: Vec<(String,)> = sqlx::query_as(
        "SELECT name FROM sqlite_master
         WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut schema = Schema::new();
    for (table,) in tables {
        let columns: Vec<(String, String, bool, i64)> = sqlx::query_as(AssertSqlSafe(format!(
            "SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table}')"
        )))
        .fetch_all(pool)
        .await
        .unwrap();
        let mut key: Vec<_> =
            columns.iter().filter(|c| c.3 > 0).map(|c| (c.3, c.0.as_str())).collect();
        key.sort_unstable();
        let key: Vec<&str> = key.into_iter().map(|(_, name)| name).collect();
        schema.insert(format!("table {table} index primary key({})", key.join(", ")));
        schema.extend(
            columns.iter().map(|(name, of, not_null, _)| column(&table, name, of, !not_null)),
        );
    }
    let indexes: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    schema.extend(indexes.iter().map(|(table, name, definition)| {
        format!("table {table} index {name}{}", what_follows_on(definition))
    }));
    schema
}

/// The columns and the condition of an index, without what only one engine writes.
fn what_follows_on(definition: &str) -> String {
    let columns = definition.find('(').map_or("", |at| &definition[at..]);
    let words: Vec<&str> = columns.split_whitespace().collect();
    let columns = words.join(" ").replace("::text", "").replace("( CASE", "(CASE");
    match columns.split_once(" WHERE ") {
        None => columns,
        Some((columns, condition)) => {
            let condition = condition.trim_start_matches('(').trim_end_matches(')');
            format!("{columns} WHERE {condition}")
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_have_the_same_schema() {
    with_database(async move |database: Database| {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("kelisim.db");
        let twin = SqliteStore::open(&path).await.unwrap();
        twin.migrate().await.unwrap();
        let file = SqliteConnectOptions::new().filename(&path);
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(file).await.unwrap();
        let (here, there) = (of_postgres(&database.pool).await, of_sqlite(&pool).await);
        let only = |a: &Schema, b: &Schema| a.difference(b).cloned().collect::<Vec<_>>();
        assert_eq!(only(&here, &there), [""; 0], "only in PostgreSQL");
        assert_eq!(only(&there, &here), [""; 0], "only in SQLite");
        assert!(here.len() > 150, "{}", here.len());
        assert!(!here.iter().any(|line| line.contains("unknown")));
        pool.close().await;
        twin.close().await;
    })
    .await;
}
