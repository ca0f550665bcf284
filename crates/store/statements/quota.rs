//! The quota ledger: books moves beside the row of their line, and reads them back.

use async_trait::async_trait;
use jiff::civil::Date;
use kelisim_domain::aggregate::MoveRow;
use kelisim_domain::id::QuotaLineId;
use kelisim_domain::quota::Account;
use kelisim_store::quota::{LineFilter, Quotas};
use kelisim_store::reading::{Body, DayCursor, Scope};
use kelisim_store::{Result, StoreError, StreamChange};
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::dialect::failed;
use crate::lists::{fetch, list, within};
use crate::read::inconsistent;
use crate::{Adapter, Conn, Db};

/// Books the moves of a line that are not booked yet, each with its two accounts.
///
/// The version of the stream has let one writer through already. That an account holds too few places then means that
/// another hand changed the table: the whole change is refused.
pub async fn book(conn: &mut Conn, change: &StreamChange, fresh: bool) -> Result<()> {
    let moves = &change.projection.moves;
    if moves.is_empty() {
        return Ok(());
    }
    let line = change.stream.uuid();
    let booked = if fresh { 0 } else { last_booked(conn, line).await.map_err(failed)? };
    for row in moves.iter().filter(|row| row.version > booked) {
        if let Some(from) = row.from
            && !take(conn, line, from, row.places).await.map_err(failed)?
        {
            return Err(inconsistent("quota_account", "places", from));
        }
        if let Some(to) = row.to {
            put(conn, line, to, row.places).await.map_err(failed)?;
        }
        write(conn, line, row).await.map_err(failed)?;
    }
    Ok(())
}

async fn last_booked(conn: &mut Conn, line: Uuid) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT COALESCE(MAX(version), 0) AS "version!: i64" FROM quota_move WHERE line = $1"#,
        line
    )
    .fetch_one(conn)
    .await
}

async fn take(conn: &mut Conn, line: Uuid, account: &str, places: i64) -> sqlx::Result<bool> {
    let taken = sqlx::query!(
        "UPDATE quota_account SET places = places - $1 WHERE line = $2 AND account = $3 AND places >= $4",
        places,
        line,
        account,
        places
    )
    .execute(conn)
    .await?;
    Ok(taken.rows_affected() == 1)
}

async fn put(conn: &mut Conn, line: Uuid, account: &str, places: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO quota_account (line, account, places) VALUES ($1, $2, $3)
         ON CONFLICT (line, account) DO UPDATE SET places = quota_account.places + excluded.places",
        line,
        account,
        places
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn write(conn: &mut Conn, line: Uuid, row: &MoveRow) -> sqlx::Result<()> {
    let (on, known_on) = (row.on.to_string(), row.known_on.to_string());
    sqlx::query!(
        "INSERT INTO quota_move (line, version, happened_on, known_on, from_account, to_account, places, reason, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        line,
        row.version,
        on,
        known_on,
        row.from,
        row.to,
        row.places,
        row.reason,
        row.body
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM quota_line").execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM quota_account").execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM quota_move").execute(&mut *conn).await?;
    Ok(())
}

fn chosen(query: &mut QueryBuilder<Db>, filter: &LineFilter) {
    if let Some(commitment) = filter.commitment {
        query.push(" AND commitment = ").push_bind(commitment.uuid());
    }
}

#[async_trait]
impl Quotas for Adapter {
    async fn quota_lines(
        &self,
        scope: &Scope,
        filter: &LineFilter,
        known_on: Date,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        let mut query = list("quota_line", known_on);
        within(&mut query, scope, "registry");
        chosen(&mut query, filter);
        if let Some(DayCursor { day, id }) = after {
            query.push(" AND (period_end, id) < (").push_bind(day.to_string());
            query.push(", ").push_bind(id).push(")");
        }
        query.push(" ORDER BY period_end DESC, id DESC LIMIT ").push_bind(limit);
        fetch(self, query).await
    }

    async fn quota_moves(&self, line: QuotaLineId, after: i64, limit: i64) -> Result<Vec<String>> {
        let line = line.uuid();
        sqlx::query_scalar!(
            "SELECT body FROM quota_move WHERE line = $1 AND version > $2 ORDER BY version LIMIT $3",
            line,
            after,
            limit
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)
    }

    async fn quota_accounts(
        &self,
        scope: &Scope,
        filter: &LineFilter,
    ) -> Result<Vec<(Account, u64)>> {
        let mut query = QueryBuilder::new(
            "SELECT account, CAST(SUM(places) AS BIGINT) AS places FROM quota_account
             JOIN quota_line ON id = line WHERE recorded_to IS NULL AND known_to = '9999-12-31'",
        );
        within(&mut query, scope, "registry");
        chosen(&mut query, filter);
        query.push(" GROUP BY account HAVING SUM(places) > 0 ORDER BY account");
        let rows: Vec<(String, i64)> =
            query.build_query_as().fetch_all(self.reader()).await.map_err(failed)?;
        rows.into_iter().map(account_of).collect()
    }
}

fn account_of((account, places): (String, i64)) -> Result<(Account, u64)> {
    let bad = |column, what: &str| -> StoreError { inconsistent("quota_account", column, what) };
    let code = Account::from_code(&account).ok_or_else(|| bad("account", &account))?;
    let places = u64::try_from(places).map_err(|_| bad("places", &places.to_string()))?;
    Ok((code, places))
}
