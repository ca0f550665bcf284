//! How many commitments stand where: tallies that a page sums up instead of counting every commitment.

use kelisim_domain::aggregate::{Reading, Row};
use kelisim_domain::id::StreamId;
use kelisim_store::StreamChange;

use crate::Conn;

/// What counts in the tallies: a commitment as known last.
type Group = (String, String, &'static str, &'static str, bool);

fn group(reading: &Reading) -> Option<Group> {
    match &reading.row {
        Row::Commitment { registry, partner, stage, delivery, public, .. } => Some((
            registry.to_string(),
            partner.to_string(),
            stage.code(),
            delivery.code(),
            *public,
        )),
        _ => None,
    }
}

struct Counted {
    registry: String,
    partner: String,
    stage: String,
    delivery: String,
    public: bool,
}

/// Keeps the tallies in step: a commitment that changes its group adds a row that takes it out of the old one and a row
/// that puts it into the new one. The sealer folds rows of a group into one.
pub async fn keep(conn: &mut Conn, change: &StreamChange, fresh: bool) -> sqlx::Result<()> {
    if change.aggregate != "commitment" {
        return Ok(());
    }
    let id = change.stream.uuid();
    let now = change.projection.readings.last().and_then(group);
    let before = if fresh {
        None
    } else {
        sqlx::query_as!(
            Counted,
            r#"SELECT registry, partner, stage, delivery, public AS "public!: bool" FROM counted WHERE stream = $1"#,
            id
        )
        .fetch_optional(&mut *conn)
        .await?
    };
    let before = before.map(|c| (c.registry, c.partner, c.stage, c.delivery, c.public));
    let now = now.map(|(r, p, s, d, public)| (r, p, s.to_owned(), d.to_owned(), public));
    if before == now {
        return Ok(());
    }
    for (group, step) in [(before, -1i64), (now.clone(), 1)] {
        let Some((registry, partner, stage, delivery, public)) = group else { continue };
        let row = StreamId::named("tally", &format!("{id}/{}/{step}", change.version)).uuid();
        sqlx::query!(
            "INSERT INTO tally (id, registry, partner, stage, delivery, public, count)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            row,
            registry,
            partner,
            stage,
            delivery,
            public,
            step
        )
        .execute(&mut *conn)
        .await?;
    }
    if let Some((registry, partner, stage, delivery, public)) = now {
        sqlx::query!(
            "INSERT INTO counted (stream, registry, partner, stage, delivery, public)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (stream) DO UPDATE SET registry = excluded.registry, partner = excluded.partner,
                 stage = excluded.stage, delivery = excluded.delivery, public = excluded.public",
            id, registry, partner, stage, delivery, public
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}
