//! Every reading table as text, to compare before and after a rebuild.

use futures_util::TryStreamExt as _;
use kelisim_domain::journal::Hash;
use kelisim_store::Result;
use kelisim_store::keep::TableDigest;
use sqlx::AssertSqlSafe;

use crate::dialect::{by_bytes, failed, hex_of, text_of};
use crate::{Adapter, Conn};

/// What identifies and orders the rows of each table, and the columns compared.
const TABLES: &[(&str, &[&str], &[&str])] = &[
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
            "level",
            "state",
            "public",
            "body",
        ],
    ),
    (
        "commitment",
        &["id", "successor_of", "meeting"],
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
    (
        "letter",
        &["stream"],
        &[
            "version",
            "step",
            "aggregate",
            "registry",
            "partner",
            "direction",
            "number",
            "key",
            "registered_on",
        ],
    ),
    ("charge", &["commitment", "person"], &["part"]),
    (
        "project",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "moved_on",
            "public",
            "body",
        ],
    ),
    ("project_serves", &["project", "thing"], &["kind"]),
    (
        "call",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "kind",
            "state",
            "closes_on",
            "public",
            "body",
        ],
    ),
    (
        "visit",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "direction",
            "state",
            "starts_on",
            "ahead_on",
            "public",
            "body",
        ],
    ),
    (
        "indicator",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "measure",
            "owner",
            "unit",
            "periodicity",
            "moved_on",
            "public",
            "body",
        ],
    ),
    (
        "run",
        &["id", "call"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "state",
            "released_on",
            "public",
            "body",
        ],
    ),
    (
        "direction",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "state",
            "body",
        ],
    ),
    (
        "partner_key",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "state",
            "body",
        ],
    ),
    (
        "placement",
        &["id", "call"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "code",
            "state",
            "due_on",
            "body",
        ],
    ),
    (
        "review",
        &["id", "call", "reviewer_one", "reviewer_two", "reviewer_three"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "receipt",
            "body",
        ],
    ),
    (
        "application",
        &["id", "call", "applicant"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "receipt",
            "home",
            "host",
            "body",
        ],
    ),
    (
        "paper",
        &["id", "about"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "number",
            "signer",
            "body",
        ],
    ),
    (
        "joint_body",
        &["id"],
        &[
            "known_from",
            "known_to",
            "recorded_from",
            "recorded_to",
            "registry",
            "partner",
            "kind",
            "standing",
            "moved_on",
            "ahead_on",
            "public",
            "body",
        ],
    ),
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

/// All rows of a table as text, one after another: rows of things in the order of their key, others by their text.
async fn each_row(
    conn: &mut Conn,
    (table, ids, columns): (&str, &[&str], &[&str]),
    mut take: impl FnMut(String),
) -> Result<()> {
    let parts: Vec<String> = ids
        .iter()
        .map(|column| hex_of(column))
        .chain(columns.iter().map(|column| text_of(column)))
        .map(|column| format!("COALESCE({column}, '-')"))
        .collect();
    let line = parts.join(" || '|' || ");
    // Made of the constants above only.
    let sql = if columns.contains(&"recorded_from") {
        format!("SELECT {line} AS line FROM {table} ORDER BY id, recorded_from, known_from")
    } else {
        let order = by_bytes("line");
        format!("SELECT line FROM (SELECT {line} AS line FROM {table}) AS rows ORDER BY {order}")
    };
    let mut rows = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).fetch(conn);
    while let Some(line) = rows.try_next().await.map_err(failed)? {
        take(line);
    }
    Ok(())
}

fn name(table: &'static str) -> &'static str {
    table.split(' ').next().unwrap_or("")
}

/// Every row of every table.
pub async fn dump(store: &Adapter) -> Result<Vec<String>> {
    let mut conn = store.reader().acquire().await.map_err(failed)?;
    let mut lines = Vec::new();
    for table in TABLES.iter().copied() {
        each_row(&mut conn, table, |line| lines.push(format!("{}: {line}", name(table.0)))).await?;
    }
    Ok(lines)
}

/// How many rows each table has, and a hash over them.
pub async fn digests(conn: &mut Conn) -> Result<Vec<TableDigest>> {
    let mut digests = Vec::new();
    for table in TABLES.iter().copied() {
        let (mut rows, mut hash) = (0, Hash::ZERO);
        each_row(&mut *conn, table, |line| {
            let mut bytes = hash.0.to_vec();
            bytes.extend_from_slice(line.as_bytes());
            (rows, hash) = (rows + 1, Hash::of(&bytes));
        })
        .await?;
        let table = if table.0.starts_with('(') { "tally" } else { name(table.0) };
        digests.push(TableDigest { table, rows, hash });
    }
    Ok(digests)
}
