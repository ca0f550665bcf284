//! Writes what pages read of one stream: closes rows that no longer hold, adds those that do.

use jiff::Timestamp;
use kelisim_domain::aggregate::{Claim, QuotationRow, Reading, Row};
use kelisim_domain::id::StreamId;
use kelisim_domain::party::PartyCode;
use kelisim_store::{Result, StoreError, StreamChange};
use sqlx::Connection as _;
use uuid::Uuid;

use crate::dialect::failed;
use crate::{
    Conn, application, call, direction, find, indicator, instrument, letter, paper, partner_key,
    placement, quota, review, run, served, tally, visit,
};

/// A row that holds until now.
struct OpenRow {
    known_from: String,
    known_to: String,
    recorded_from: i64,
    body: String,
}

/// The statements of one reading table, the same for each but for its name.
macro_rules! table {
    ($name:ident, $table:literal) => {
        mod $name {
            use super::*;

            pub async fn open(conn: &mut Conn, id: Uuid) -> sqlx::Result<Vec<OpenRow>> {
                sqlx::query_as!(
                    OpenRow,
                    "SELECT known_from, known_to, recorded_from, body FROM "
                        + $table
                        + " WHERE id = $1 AND recorded_to IS NULL",
                    id
                )
                .fetch_all(conn)
                .await
            }

            pub async fn close(conn: &mut Conn, id: Uuid, row: &OpenRow, at: i64) -> sqlx::Result<()> {
                if row.recorded_from == at {
                    sqlx::query!(
                        "DELETE FROM " + $table + " WHERE id = $1 AND recorded_from = $2 AND known_from = $3",
                        id,
                        at,
                        row.known_from
                    )
                    .execute(conn)
                    .await?;
                } else {
                    sqlx::query!(
                        "UPDATE "
                            + $table
                            + " SET recorded_to = $1 WHERE id = $2 AND known_from = $3 AND recorded_to IS NULL",
                        at,
                        id,
                        row.known_from
                    )
                    .execute(conn)
                    .await?;
                }
                Ok(())
            }

            pub async fn reopen(conn: &mut Conn, id: Uuid, reading: &Reading, at: i64) -> sqlx::Result<bool> {
                let (from, to) = (reading.known_from.to_string(), reading.known_to.to_string());
                let opened = sqlx::query!(
                    "UPDATE "
                        + $table
                        + " SET recorded_to = NULL WHERE id = $1 AND known_from = $2 AND known_to = $3"
                        + " AND recorded_to = $4 AND body = $5",
                    id,
                    from,
                    to,
                    at,
                    reading.body
                )
                .execute(conn)
                .await?;
                Ok(opened.rows_affected() > 0)
            }
        }
    };
}

/// The reading tables: the aggregate whose rows lie in each, and the module of its statements.
macro_rules! tables {
    ($($kind:ident: $aggregate:literal in $module:ident, $table:tt;)+) => {
        $(table!($module, $table);)+

        /// Which table a row belongs to.
        #[derive(Clone, Copy)]
        enum Table {
            $($kind,)+
        }

        impl Table {
            fn of(aggregate: &str) -> Option<Self> {
                match aggregate {
                    $($aggregate => Some(Self::$kind),)+
                    _ => None,
                }
            }

            async fn open(self, conn: &mut Conn, id: Uuid) -> sqlx::Result<Vec<OpenRow>> {
                match self {
                    $(Self::$kind => $module::open(conn, id).await,)+
                }
            }

            async fn close(self, conn: &mut Conn, id: Uuid, row: &OpenRow, at: i64) -> sqlx::Result<()> {
                match self {
                    $(Self::$kind => $module::close(conn, id, row, at).await,)+
                }
            }

            async fn reopen(
                self,
                conn: &mut Conn,
                id: Uuid,
                reading: &Reading,
                at: i64,
            ) -> sqlx::Result<bool> {
                match self {
                    $(Self::$kind => $module::reopen(conn, id, reading, at).await,)+
                }
            }
        }
    };
}

tables! {
    Registry: "registry" in registry, "registry";
    Party: "party" in party, "party";
    Source: "source" in source, "source";
    Meeting: "meeting" in meeting, "meeting";
    Commitment: "commitment" in commitment, "commitment";
    Observation: "observation" in observation, "observation";
    Conflict: "conflict" in conflict, "conflict";
    QuotaLine: "quota" in quota_line, "quota_line";
    Instrument: "instrument" in instrument_row, "instrument";
    Project: "project" in project_row, "project";
    Body: "body" in body_row, "joint_body";
    Call: "call" in call_row, "call";
    Visit: "visit" in visit_row, "visit";
    Indicator: "indicator" in indicator_row, "indicator";
    Run: "run" in run_row, "run";
    Placement: "placement" in placement_row, "placement";
    Direction: "direction" in direction_row, "direction";
    Application: "application" in application_row, "application";
    Paper: "paper" in paper_row, "paper";
    PartnerKey: "partner_key" in partner_key_row, "partner_key";
    Review: "review" in review_row, "review";
    Account: "user" in account, "account";
}

/// Brings the reading tables to what `change` says, as recorded at `at`.
///
/// A fresh stream has nothing in the tables yet, which saves looking.
pub async fn project(
    conn: &mut Conn,
    change: &StreamChange,
    fresh: bool,
    at: Timestamp,
) -> Result<()> {
    let table = Table::of(change.aggregate).ok_or(StoreError::Inconsistent {
        table: "journal_stream",
        column: "aggregate",
        what: change.aggregate.to_owned(),
    })?;
    let id = change.stream.uuid();
    let at = at.as_microsecond();
    let readings = &change.projection.readings;
    let forgotten = readings.iter().any(|r| matches!(&r.row, Row::User { state: "forgotten", .. }));
    if forgotten {
        purge(conn, id).await.map_err(failed)?;
    }
    let fresh_rows = fresh || forgotten;
    let open = if fresh_rows { Vec::new() } else { table.open(conn, id).await.map_err(failed)? };
    let same = |row: &OpenRow, reading: &Reading| {
        row.known_from == reading.known_from.to_string()
            && row.known_to == reading.known_to.to_string()
            && row.body == reading.body
    };
    for row in open.iter().filter(|row| !readings.iter().any(|reading| same(row, reading))) {
        table.close(conn, id, row, at).await.map_err(failed)?;
    }
    for reading in readings.iter().filter(|reading| !open.iter().any(|row| same(row, reading))) {
        // What a step of the same instant closed and this one brings back was never away.
        let again = open.iter().any(|row| row.recorded_from == at);
        if !(again && table.reopen(conn, id, reading, at).await.map_err(failed)?) {
            insert(conn, id, reading, at).await.map_err(failed)?;
        }
    }
    tally::keep(conn, change, fresh).await.map_err(failed)?;
    quotations(conn, change, fresh).await.map_err(failed)?;
    quota::book(conn, change, fresh).await?;
    find::write(conn, change, fresh).await?;
    instrument::link(conn, change, fresh).await.map_err(failed)?;
    letter::note(conn, change, fresh).await.map_err(failed)?;
    letter::charge(conn, change, fresh).await.map_err(failed)?;
    served::serve(conn, change, fresh).await.map_err(failed)?;
    claims(conn, change.stream, &change.projection.claims, fresh).await
}

/// Removes every row of a person who was forgotten, also those of earlier times, which name the person.
async fn purge(conn: &mut Conn, id: Uuid) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM account WHERE id = $1", id).execute(conn).await?;
    Ok(())
}

async fn insert(conn: &mut Conn, id: Uuid, reading: &Reading, at: i64) -> sqlx::Result<()> {
    let from = reading.known_from.to_string();
    let to = reading.known_to.to_string();
    let body = reading.body.as_str();
    let query = match &reading.row {
        Row::Registry { code } => {
            let code = code.as_str();
            sqlx::query!(
                "INSERT INTO registry (id, known_from, known_to, recorded_from, code, body)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                id,
                from,
                to,
                at,
                code,
                body
            )
            .execute(conn)
            .await
        }
        Row::Party { code } => {
            let code = code.as_str();
            sqlx::query!(
                "INSERT INTO party (id, known_from, known_to, recorded_from, code, body)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                id,
                from,
                to,
                at,
                code,
                body
            )
            .execute(conn)
            .await
        }
        Row::Source { registry, kind, published_on, review } => {
            let (registry, published_on) = (registry.as_str(), published_on.to_string());
            sqlx::query!(
                "INSERT INTO source (id, known_from, known_to, recorded_from, registry, kind, published_on, review, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                id, from, to, at, registry, kind, published_on, review, body
            )
            .execute(conn)
            .await
        }
        Row::Meeting { registry, partner, held_on, level, state, public } => {
            let (registry, partner, held_on) =
                (registry.as_str(), partner.as_str(), held_on.to_string());
            sqlx::query!(
                "INSERT INTO meeting (id, known_from, known_to, recorded_from, registry, partner, held_on, level, state,
                     public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                id, from, to, at, registry, partner, held_on, level, state, public, body
            )
            .execute(conn)
            .await
        }
        Row::Commitment {
            registry,
            partner,
            topic,
            stage,
            delivery,
            due,
            weight,
            successor_of,
            meeting,
            public,
        } => {
            let (registry, partner, due) = (registry.as_str(), partner.as_str(), due.to_string());
            let (stage, delivery) = (stage.code(), delivery.code());
            sqlx::query!(
                "INSERT INTO commitment (id, known_from, known_to, recorded_from, registry, partner, topic, stage,
                     delivery, due, weight, successor_of, meeting, public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
                id, from, to, at, registry, partner, topic, stage, delivery, due, weight, *successor_of, *meeting,
                public, body
            )
            .execute(conn)
            .await
        }
        Row::Observation { registry, partner, commitment, measure, period_end, public } => {
            let (registry, partner, end) =
                (registry.as_str(), partner.as_str(), period_end.to_string());
            sqlx::query!(
                "INSERT INTO observation (id, known_from, known_to, recorded_from, registry, partner, commitment,
                     measure, period_end, public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                id, from, to, at, registry, partner, *commitment, measure, end, public, body
            )
            .execute(conn)
            .await
        }
        Row::Conflict { registry, partner, commitment, state, public } => {
            let (registry, partner) = (registry.as_str(), partner.as_str());
            sqlx::query!(
                "INSERT INTO conflict (id, known_from, known_to, recorded_from, registry, partner, commitment, state,
                     public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                id, from, to, at, registry, partner, *commitment, state, public, body
            )
            .execute(conn)
            .await
        }
        Row::QuotaLine {
            registry,
            partner,
            commitment,
            programme,
            channel,
            period_end,
            public,
        } => {
            let (registry, partner, end) =
                (registry.as_str(), partner.as_str(), period_end.to_string());
            sqlx::query!(
                "INSERT INTO quota_line (id, known_from, known_to, recorded_from, registry, partner, commitment,
                     programme, channel, period_end, public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                id, from, to, at, registry, partner, commitment, programme, channel, end, public, body
            )
            .execute(conn)
            .await
        }
        Row::Instrument { registry, partner, kind, parent, moved_on, public } => {
            let (registry, partner, moved_on) =
                (registry.as_str(), partner.as_str(), moved_on.to_string());
            sqlx::query!(
                "INSERT INTO instrument (id, known_from, known_to, recorded_from, registry, partner, kind, parent,
                     moved_on, public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                id, from, to, at, registry, partner, kind, *parent, moved_on, public, body
            )
            .execute(conn)
            .await
        }
        Row::Project { registry, partner, moved_on, public } => {
            let (registry, partner, moved_on) =
                (registry.as_str(), partner.as_str(), moved_on.to_string());
            sqlx::query!(
                "INSERT INTO project (id, known_from, known_to, recorded_from, registry, partner, moved_on, public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                id, from, to, at, registry, partner, moved_on, public, body
            )
            .execute(conn)
            .await
        }
        Row::Body { registry, partner, kind, standing, moved_on, ahead_on, public } => {
            let (registry, partner, moved_on) =
                (registry.as_str(), partner.as_str(), moved_on.to_string());
            let ahead_on = ahead_on.map(|day| day.to_string());
            sqlx::query!(
                "INSERT INTO joint_body (id, known_from, known_to, recorded_from, registry, partner, kind, standing,
                     moved_on, ahead_on, public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                id, from, to, at, registry, partner, kind, standing, moved_on, ahead_on, public, body
            )
            .execute(conn)
            .await
        }
        Row::Call { registry, partner, kind, state, closes_on, public } => {
            let (registry, partner, closes_on) =
                (registry.as_str(), partner.as_str(), closes_on.to_string());
            sqlx::query!(
                "INSERT INTO call (id, known_from, known_to, recorded_from, registry, partner, kind, state, closes_on,
                     public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                id, from, to, at, registry, partner, kind, state, closes_on, public, body
            )
            .execute(conn)
            .await
        }
        Row::Visit { registry, partner, direction, state, starts_on, ahead_on, public } => {
            let (registry, partner) = (registry.as_str(), partner.as_str());
            let (starts_on, ahead_on) =
                (starts_on.to_string(), ahead_on.map(|day| day.to_string()));
            sqlx::query!(
                "INSERT INTO visit (id, known_from, known_to, recorded_from, registry, partner, direction, state,
                     starts_on, ahead_on, public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                id, from, to, at, registry, partner, direction, state, starts_on, ahead_on, public, body
            )
            .execute(conn)
            .await
        }
        Row::Indicator { registry, measure, owner, unit, periodicity, moved_on, public } => {
            let (registry, owner) = (registry.as_str(), owner.as_ref().map(PartyCode::as_str));
            let moved_on = moved_on.to_string();
            sqlx::query!(
                "INSERT INTO indicator (id, known_from, known_to, recorded_from, registry, measure, owner, unit,
                     periodicity, moved_on, public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                id, from, to, at, registry, measure, owner, unit, periodicity, moved_on, public, body
            )
            .execute(conn)
            .await
        }
        Row::Run { registry, partner, call, state, released_on, public } => {
            let (registry, partner, released_on) =
                (registry.as_str(), partner.as_str(), released_on.to_string());
            sqlx::query!(
                "INSERT INTO run (id, known_from, known_to, recorded_from, registry, partner, call, state, released_on,
                     public, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                id, from, to, at, registry, partner, *call, state, released_on, public, body
            )
            .execute(conn)
            .await
        }
        Row::Placement { registry, partner, call, code, state, due_on } => {
            let (registry, partner, due_on) =
                (registry.as_str(), partner.as_str(), due_on.to_string());
            sqlx::query!(
                "INSERT INTO placement (id, known_from, known_to, recorded_from, registry, partner, call, code, state,
                     due_on, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                id, from, to, at, registry, partner, *call, code, state, due_on, body
            )
            .execute(conn)
            .await
        }
        Row::Direction { registry, partner, state } => {
            let (registry, partner) = (registry.as_str(), partner.as_str());
            sqlx::query!(
                "INSERT INTO direction (id, known_from, known_to, recorded_from, registry, partner, state, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                id, from, to, at, registry, partner, state, body
            )
            .execute(conn)
            .await
        }
        Row::Application { registry, partner, call, applicant, receipt, home, host } => {
            let (registry, partner) = (registry.as_str(), partner.as_str());
            sqlx::query!(
                "INSERT INTO application (id, known_from, known_to, recorded_from, registry, partner, call, applicant,
                     receipt, home, host, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                id, from, to, at, registry, partner, *call, *applicant, receipt, home, *host, body
            )
            .execute(conn)
            .await
        }
        Row::Paper { registry, partner, about, number, signer } => {
            let (registry, partner) = (registry.as_str(), partner.as_str());
            sqlx::query!(
                "INSERT INTO paper (id, known_from, known_to, recorded_from, registry, partner, about, number, signer,
                     body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                id, from, to, at, registry, partner, *about, number, signer, body
            )
            .execute(conn)
            .await
        }
        Row::PartnerKey { registry, partner, state } => {
            let (registry, partner) = (registry.as_str(), partner.as_str());
            sqlx::query!(
                "INSERT INTO partner_key (id, known_from, known_to, recorded_from, registry, partner, state, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                id, from, to, at, registry, partner, state, body
            )
            .execute(conn)
            .await
        }
        Row::Review { registry, partner, call, receipt, reviewers: [one, two, three] } => {
            let (registry, partner) = (registry.as_str(), partner.as_str());
            sqlx::query!(
                "INSERT INTO review (id, known_from, known_to, recorded_from, registry, partner, call, receipt,
                     reviewer_one, reviewer_two, reviewer_three, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                id, from, to, at, registry, partner, *call, receipt, *one, *two, *three, body
            )
            .execute(conn)
            .await
        }
        Row::User { registry, role, state, email } => {
            let (registry, email) = (registry.as_str(), email.as_deref());
            sqlx::query!(
                "INSERT INTO account (id, known_from, known_to, recorded_from, registry, role, state, email, body)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                id, from, to, at, registry, role, state, email, body
            )
            .execute(conn)
            .await
        }
    };
    query.map(|_| ())
}

async fn quotations(conn: &mut Conn, change: &StreamChange, fresh: bool) -> sqlx::Result<()> {
    let stream = change.stream.uuid();
    if !fresh {
        sqlx::query!("DELETE FROM quotation WHERE stream = $1", stream).execute(&mut *conn).await?;
    }
    for (place, quotation) in (0i64..).zip(&change.projection.quotations) {
        let QuotationRow { number, source, start, end } = quotation;
        let source = source.uuid();
        sqlx::query!(
            "INSERT INTO quotation (stream, number, place, aggregate, source, start_at, end_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            stream,
            number,
            place,
            change.aggregate,
            source,
            start,
            end
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

struct Held {
    scope: String,
    key: String,
}

async fn claims(conn: &mut Conn, stream: StreamId, claims: &[Claim], fresh: bool) -> Result<()> {
    let id = stream.uuid();
    let held = if fresh {
        Vec::new()
    } else {
        sqlx::query_as!(Held, "SELECT scope, key FROM claim WHERE stream = $1", id)
            .fetch_all(&mut *conn)
            .await
            .map_err(failed)?
    };
    for old in held.iter().filter(|h| !claims.iter().any(|c| c.scope == h.scope && c.key == h.key))
    {
        sqlx::query!("DELETE FROM claim WHERE scope = $1 AND key = $2", old.scope, old.key)
            .execute(&mut *conn)
            .await
            .map_err(failed)?;
    }
    for new in claims.iter().filter(|c| !held.iter().any(|h| c.scope == h.scope && c.key == h.key))
    {
        let written = sqlx::query!(
            "INSERT INTO claim (scope, key, stream) VALUES ($1, $2, $3) ON CONFLICT (scope, key) DO NOTHING",
            new.scope, new.key, id
        )
        .execute(&mut *conn)
        .await
        .map_err(failed)?;
        if written.rows_affected() == 0 {
            let by = sqlx::query_scalar!(
                r#"SELECT stream AS "stream!: Uuid" FROM claim WHERE scope = $1 AND key = $2"#,
                new.scope,
                new.key
            )
            .fetch_one(&mut *conn)
            .await
            .map_err(failed)?;
            return Err(StoreError::Taken { scope: new.scope.to_owned(), by: StreamId::new(by) });
        }
    }
    Ok(())
}

/// Empties every table that is written anew by a rebuild.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    let mut tx = conn.begin().await?;
    sqlx::query!("DELETE FROM registry").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM party").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM source").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM meeting").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM commitment").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM observation").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM conflict").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM joint_body").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM account").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM quotation").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM claim").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM tally").execute(&mut *tx).await?;
    sqlx::query!("DELETE FROM counted").execute(&mut *tx).await?;
    quota::clear(&mut tx).await?;
    find::clear(&mut tx).await?;
    instrument::clear(&mut tx).await?;
    letter::clear(&mut tx).await?;
    served::clear(&mut tx).await?;
    application::clear(&mut tx).await?;
    call::clear(&mut tx).await?;
    visit::clear(&mut tx).await?;
    review::clear(&mut tx).await?;
    indicator::clear(&mut tx).await?;
    run::clear(&mut tx).await?;
    paper::clear(&mut tx).await?;
    partner_key::clear(&mut tx).await?;
    placement::clear(&mut tx).await?;
    direction::clear(&mut tx).await?;
    tx.commit().await
}
