//! Every reading table as text, to compare before and after a rebuild.

use kelisim_store::Result;
use sqlx::AssertSqlSafe;

use crate::Adapter;
use crate::dialect::{failed, hex_of, text_of};

/// What identifies and orders the rows of each table, and the columns compared.
const TABLES: [(&str, &[&str], &[&str]); 19] = [
    (
        "registry",
        &["id"],
        &["known_from", "known_to", "recorded_from", "recorded_to", "code", "body"],
    ),
    ("party", &["id"], &["known_from", "known_to", "recorded_from", "recorded_to", "code", "body"]),
    (
        "source",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "kind",
            "published_on",
            "review",
            "body",
        ],
    ),
    (
        "meeting",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "held_on",
            "body",
        ],
    ),
    (
        "commitment",
        &["id", "successor_of"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "topic",
            "stage",
            "delivery",
            "due",
            "weight",
            "public",
            "body",
        ],
    ),
    (
        "observation",
        &["id", "commitment"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "measure",
            "period_end",
            "public",
            "body",
        ],
    ),
    (
        "conflict",
        &["id", "commitment"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "state",
            "public",
            "body",
        ],
    ),
    (
        "account",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "role",
            "state",
            "email",
            "body",
        ],
    ),
    (
        "quota_line",
        &["id", "commitment"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "programme",
            "channel",
            "period_end",
            "public",
            "body",
        ],
    ),
    ("quota_account", &["line"], &["account", "places"]),
    (
        "quota_move",
        &["line"],
        &[
            "version",
            "happened_on",
            "known_on",
            "from_account",
            "to_account",
            "places",
            "reason",
            "body",
        ],
    ),
    ("find_thing", &["stream"], &["aggregate", "registry", "partner", "public", "day", "keys"]),
    ("find_key", &["stream"], &["registry", "key"]),
    (
        "instrument",
        &["id", "parent"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "kind",
            "moved_on",
            "public",
            "body",
        ],
    ),
    ("instrument_link", &["instrument", "commitment"], &[]),
    ("quotation", &["stream", "source"], &["number", "place", "aggregate", "start_at", "end_at"]),
    ("claim", &["stream"], &["scope", "key"]),
    ("counted", &["stream"], &["registry", "partner", "stage", "delivery", "public"]),
    (
        "(SELECT registry, partner, stage, delivery, public, SUM(count) AS count FROM tally
       GROUP BY registry, partner, stage, delivery, public HAVING SUM(count) <> 0) AS tallies",
        &[],
        &["registry", "partner", "stage", "delivery", "public", "count"],
    ),
];

pub async fn dump(store: &Adapter) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for (table, ids, columns) in TABLES {
        let columns: Vec<String> = ids
            .iter()
            .map(|column| hex_of(column))
            .chain(columns.iter().map(|column| text_of(column)))
            .map(|column| format!("COALESCE({column}, '-')"))
            .collect();
        // Made of the constants above only.
        let sql = format!("SELECT {} AS line FROM {table} ORDER BY 1", columns.join(" || '|' || "));
        let rows: Vec<(String,)> =
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(store.reader()).await.map_err(failed)?;
        lines.extend(
            rows.into_iter()
                .map(|(line,)| format!("{}: {line}", table.split(' ').next().unwrap_or(""))),
        );
    }
    Ok(lines)
}
