//! Ways back into accounts whose password was lost.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::UserId;
use kelisim_domain::journal::Hash;
use kelisim_store::Result;
use kelisim_store::reading::Body;
use kelisim_store::recovery::{Asked, Link, Recoveries};
use uuid::Uuid;

use crate::dialect::failed;
use crate::read::{at_micros, hash_of};
use crate::readings::{BodyRow, bodies};
use crate::{Adapter, Conn};

/// After a day nobody waits for a mail any more.
const ABANDONED: i64 = 86_400_000_000;

struct AskedRow {
    id: Uuid,
    address: Vec<u8>,
    language: String,
    asked_at: i64,
    next_at: i64,
}

impl AskedRow {
    fn read(self) -> Result<Asked> {
        Ok(Asked {
            id: self.id,
            address: hash_of("recovery_ask", "address", &self.address)?,
            language: self.language,
            asked_at: at_micros("recovery_ask", "asked_at", self.asked_at)?,
            next_at: at_micros("recovery_ask", "next_at", self.next_at)?,
        })
    }
}

/// Takes away what ended.
pub async fn sweep(conn: &mut Conn, now: i64) -> sqlx::Result<()> {
    let before = now - ABANDONED;
    sqlx::query!("DELETE FROM recovery_ask WHERE asked_at < $1", before)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("DELETE FROM recovery_link WHERE ends_at < $1", now).execute(conn).await?;
    Ok(())
}

/// Takes away every link into an account: its password changed, or the person is forgotten.
pub async fn close(conn: &mut Conn, user: UserId) -> sqlx::Result<()> {
    let account = user.uuid();
    sqlx::query!("DELETE FROM recovery_link WHERE account = $1", account).execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Recoveries for Adapter {
    async fn note_asked(&self, asked: &Asked) -> Result<()> {
        let address = asked.address.0.as_slice();
        let (at, next) = (asked.asked_at.as_microsecond(), asked.next_at.as_microsecond());
        sqlx::query!(
            "INSERT INTO recovery_ask (id, address, language, asked_at, next_at) VALUES ($1, $2, $3, $4, $5)",
            asked.id,
            address,
            asked.language,
            at,
            next
        )
        .execute(self.writer())
        .await
        .map_err(failed)?;
        Ok(())
    }

    async fn asked_due(&self, now: Timestamp, limit: i64) -> Result<Vec<Asked>> {
        let now = now.as_microsecond();
        sqlx::query_as!(
            AskedRow,
            r#"SELECT id AS "id!: Uuid", address, language, asked_at, next_at
               FROM recovery_ask WHERE next_at <= $1 ORDER BY next_at, id LIMIT $2"#,
            now,
            limit
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(AskedRow::read)
        .collect()
    }

    async fn keep_links(&self, asked: Uuid, links: &[Link], next: Timestamp) -> Result<()> {
        let next = next.as_microsecond();
        let mut tx = self.begin_write().await.map_err(failed)?;
        for link in links {
            let (token, account) = (link.token.0.as_slice(), link.account.uuid());
            let ends = link.ends_at.as_microsecond();
            sqlx::query!(
                "INSERT INTO recovery_link (token, account, ends_at) VALUES ($1, $2, $3)",
                token,
                account,
                ends
            )
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        }
        sqlx::query!("UPDATE recovery_ask SET next_at = $1 WHERE id = $2", next, asked)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn end_asked(&self, asked: Uuid) -> Result<()> {
        sqlx::query!("DELETE FROM recovery_ask WHERE id = $1", asked)
            .execute(self.writer())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn linked(&self, token: Hash, now: Timestamp) -> Result<Option<UserId>> {
        let (token, now) = (token.0.as_slice(), now.as_microsecond());
        let account = sqlx::query_scalar!(
            r#"SELECT account AS "account!: Uuid" FROM recovery_link WHERE token = $1 AND ends_at > $2"#,
            token,
            now
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?;
        Ok(account.map(UserId::new))
    }

    async fn applicants(&self, after: Option<UserId>, limit: i64) -> Result<Vec<Body>> {
        let after = after.map_or(Uuid::nil(), UserId::uuid);
        bodies(
            sqlx::query_as!(
                BodyRow,
                r#"SELECT id AS "id!: Uuid", body, recorded_from FROM account
                   WHERE id > $1 AND role = 'applicant' AND recorded_to IS NULL ORDER BY id LIMIT $2"#,
                after,
                limit
            )
            .fetch_all(self.reader())
            .await,
        )
    }
}
