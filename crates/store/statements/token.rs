//! Tokens of programs, and requests that were done.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{TokenId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_store::token::{Answered, Revoked, Token};
use kelisim_store::{Result, Tokens};
use uuid::Uuid;

use crate::dialect::{failed, note_token};
use crate::read::{at_micros, hash_of};
use crate::{Adapter, Conn};

/// How long a token that ended or was taken back is still listed, in microseconds: ninety days.
const LISTED: i64 = 90 * 86_400_000_000;

pub struct TokenRow {
    pub id: Uuid,
    pub hash: Vec<u8>,
    pub account: Uuid,
    pub name: String,
    pub scopes: String,
    pub made_at: i64,
    pub ends_at: i64,
    pub used_at: Option<i64>,
    pub revoked_at: Option<i64>,
}

impl TokenRow {
    fn read(self) -> Result<Token> {
        let at = |column, micros: Option<i64>| {
            micros.map(|micros| at_micros("token", column, micros)).transpose()
        };
        Ok(Token {
            id: TokenId::new(self.id),
            hash: hash_of("token", "hash", &self.hash)?,
            user: UserId::new(self.account),
            name: self.name,
            scopes: self.scopes,
            made_at: at_micros("token", "made_at", self.made_at)?,
            ends_at: at_micros("token", "ends_at", self.ends_at)?,
            used_at: at("used_at", self.used_at)?,
            revoked_at: at("revoked_at", self.revoked_at)?,
        })
    }
}

/// Writes a new token; false when one with this id is there.
pub async fn put(conn: &mut Conn, token: &Token) -> sqlx::Result<bool> {
    let (id, account, hash) = (token.id.uuid(), token.user.uuid(), token.hash.0.as_slice());
    let (made, ends) = (token.made_at.as_microsecond(), token.ends_at.as_microsecond());
    let written = sqlx::query!(
        "INSERT INTO token (id, hash, account, name, scopes, made_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        id,
        hash,
        account,
        token.name,
        token.scopes,
        made,
        ends
    )
    .execute(conn)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// Takes tokens back. What was taken back before keeps its instant.
pub async fn revoke(conn: &mut Conn, revoked: Revoked) -> sqlx::Result<()> {
    match revoked {
        Revoked::One(id, at) => {
            let (id, at) = (id.uuid(), at.as_microsecond());
            sqlx::query!(
                "UPDATE token SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
                at,
                id
            )
            .execute(conn)
            .await?;
        }
        Revoked::All(user, at) => {
            let (account, at) = (user.uuid(), at.as_microsecond());
            sqlx::query!(
                "UPDATE token SET revoked_at = $1 WHERE account = $2 AND revoked_at IS NULL",
                at,
                account
            )
            .execute(conn)
            .await?;
        }
    }
    Ok(())
}

/// Notes what was done under a key; false when something was done under it that is still remembered.
pub async fn note(conn: &mut Conn, it: &Answered) -> sqlx::Result<bool> {
    let (token, thing, request) = (it.token.uuid(), it.thing, it.request.0.as_slice());
    let (ends, at) = (it.ends_at.as_microsecond(), it.at.as_microsecond());
    let written = sqlx::query!(
        "INSERT INTO answered (token, key, request, thing, version, ends_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (token, key) DO UPDATE SET request = excluded.request, thing = excluded.thing,
             version = excluded.version, ends_at = excluded.ends_at WHERE answered.ends_at <= $7",
        token, it.key, request, thing, it.version, ends, at
    )
    .execute(conn)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// Removes what is not remembered any more.
pub async fn sweep(conn: &mut Conn, now: i64) -> sqlx::Result<()> {
    let before = now - LISTED;
    sqlx::query!("DELETE FROM token WHERE ends_at < $1 OR revoked_at < $2", before, before)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("DELETE FROM answered WHERE ends_at <= $1", now).execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Tokens for Adapter {
    async fn token(&self, hash: Hash) -> Result<Option<Token>> {
        let hash = hash.0.as_slice();
        sqlx::query_as!(
            TokenRow,
            r#"SELECT id AS "id!: Uuid", hash, account AS "account!: Uuid", name, scopes, made_at, ends_at, used_at,
                   revoked_at FROM token WHERE hash = $1"#,
            hash
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?
        .map(TokenRow::read)
        .transpose()
    }

    async fn tokens_of(&self, user: UserId) -> Result<Vec<Token>> {
        let account = user.uuid();
        sqlx::query_as!(
            TokenRow,
            r#"SELECT id AS "id!: Uuid", hash, account AS "account!: Uuid", name, scopes, made_at, ends_at, used_at,
                   revoked_at FROM token WHERE account = $1 ORDER BY made_at DESC, id DESC"#,
            account
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(TokenRow::read)
        .collect()
    }

    async fn touch_token(&self, id: TokenId, at: Timestamp) -> Result<()> {
        note_token(self, id.uuid(), at.as_microsecond()).await.map_err(failed)
    }

    async fn answered(
        &self,
        token: TokenId,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<Answered>> {
        let (id, at) = (token.uuid(), now.as_microsecond());
        let row = sqlx::query!(
            r#"SELECT request, thing AS "thing!: Uuid", version, ends_at FROM answered
               WHERE token = $1 AND key = $2 AND ends_at > $3"#,
            id,
            key,
            at
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Answered {
            token,
            key: key.to_owned(),
            request: hash_of("answered", "request", &row.request)?,
            thing: row.thing,
            version: row.version,
            at: now,
            ends_at: at_micros("answered", "ends_at", row.ends_at)?,
        }))
    }
}
