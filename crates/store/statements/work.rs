//! Sessions, sign-in data, work in hand.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{DraftId, ImportId, SourceId, StreamId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::Sealed;
use kelisim_store::Result;
use kelisim_store::Work;
use kelisim_store::work::{Credential, Draft, Session, Staged, StagedFile};
use uuid::Uuid;

use crate::dialect::{failed, note_session};
use crate::read::{at_micros, hash_of, inconsistent};
use crate::{Adapter, Conn, notice, recovery, staged, token, upload};

/// Writes a draft; false when another hand was faster.
pub async fn put_draft(conn: &mut Conn, draft: &Draft) -> sqlx::Result<bool> {
    let (id, source) = (draft.id.uuid(), draft.source.uuid());
    let registry = draft.registry.to_string();
    let author = draft.author.map(UserId::uuid);
    let at = draft.written_at.as_microsecond();
    let before = draft.revision - 1;
    let written = if before == 0 {
        sqlx::query!(
            "INSERT INTO draft (id, source, registry, author, state, start_at, body, revision, written_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING",
            id, source, registry, author, draft.state, draft.start, draft.body, draft.revision, at
        )
        .execute(conn)
        .await?
    } else {
        sqlx::query!(
            "UPDATE draft SET author = $1, state = $2, start_at = $3, body = $4, revision = $5, written_at = $6
             WHERE id = $7 AND source = $8 AND revision = $9",
            author, draft.state, draft.start, draft.body, draft.revision, at, id, source, before
        )
        .execute(conn)
        .await?
    };
    Ok(written.rows_affected() == 1)
}

/// Writes what signs an account in.
pub async fn put_credential(conn: &mut Conn, credential: &Credential) -> sqlx::Result<()> {
    let account = credential.user.uuid();
    let nonce = credential.totp.as_ref().map(|t| &t.nonce);
    let text = credential.totp.as_ref().map(|t| &t.text);
    let door = credential.door.as_ref().map(|hash| hash.0.as_slice());
    sqlx::query!(
        "INSERT INTO credential (account, password, must_change, totp_nonce, totp_text, totp_step, door)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (account) DO UPDATE SET password = excluded.password, must_change = excluded.must_change,
             totp_nonce = excluded.totp_nonce, totp_text = excluded.totp_text, totp_step = excluded.totp_step,
             door = excluded.door",
        account, credential.password, credential.must_change, nonce, text, credential.totp_step, door
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes what signs an account in.
pub async fn drop_credential(conn: &mut Conn, user: UserId) -> sqlx::Result<()> {
    let account = user.uuid();
    sqlx::query!("DELETE FROM credential WHERE account = $1", account).execute(conn).await?;
    Ok(())
}

/// Ends every session of an account.
pub async fn sign_out(conn: &mut Conn, user: UserId) -> sqlx::Result<()> {
    let account = user.uuid();
    sqlx::query!("DELETE FROM session WHERE account = $1", account).execute(conn).await?;
    Ok(())
}

pub struct DraftRow {
    pub id: Uuid,
    pub source: Uuid,
    pub registry: String,
    pub author: Option<Uuid>,
    pub state: String,
    pub start_at: i64,
    pub body: String,
    pub revision: i64,
    pub written_at: i64,
}

impl DraftRow {
    pub fn read(self) -> Result<Draft> {
        Ok(Draft {
            id: DraftId::new(self.id),
            source: SourceId::new(self.source),
            registry: self
                .registry
                .parse()
                .map_err(|_| inconsistent("draft", "registry", &self.registry))?,
            author: self.author.map(UserId::new),
            state: self.state,
            start: self.start_at,
            body: self.body,
            revision: self.revision,
            written_at: at_micros("draft", "written_at", self.written_at)?,
        })
    }
}

#[async_trait]
impl Work for Adapter {
    async fn begin_session(&self, session: &Session) -> Result<()> {
        let token = session.token.0.as_slice();
        let account = session.user.uuid();
        let (began, seen, ends) = (
            session.began_at.as_microsecond(),
            session.seen_at.as_microsecond(),
            session.ends_at.as_microsecond(),
        );
        sqlx::query!(
            "INSERT INTO session (token, account, csrf, began_at, seen_at, ends_at, second_factor)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            token,
            account,
            session.csrf,
            began,
            seen,
            ends,
            session.second_factor
        )
        .execute(self.writer())
        .await
        .map_err(failed)?;
        Ok(())
    }

    async fn session(&self, token: Hash) -> Result<Option<Session>> {
        let key = token.0.as_slice();
        let row = sqlx::query!(
            r#"SELECT account AS "account!: Uuid", csrf, began_at, seen_at, ends_at,
                   second_factor AS "second_factor!: bool"
               FROM session WHERE token = $1"#,
            key
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Session {
            token,
            user: UserId::new(row.account),
            csrf: row.csrf,
            began_at: at_micros("session", "began_at", row.began_at)?,
            seen_at: at_micros("session", "seen_at", row.seen_at)?,
            ends_at: at_micros("session", "ends_at", row.ends_at)?,
            second_factor: row.second_factor,
        }))
    }

    async fn touch_session(&self, token: Hash, at: Timestamp) -> Result<()> {
        note_session(self, &token.0, at.as_microsecond()).await.map_err(failed)
    }

    async fn complete_session(&self, token: Hash, at: Timestamp) -> Result<()> {
        let (key, at) = (token.0.as_slice(), at.as_microsecond());
        sqlx::query!(
            "UPDATE session SET seen_at = $1, second_factor = TRUE WHERE token = $2",
            at,
            key
        )
        .execute(self.writer())
        .await
        .map_err(failed)?;
        Ok(())
    }

    async fn end_session(&self, token: Hash) -> Result<()> {
        let key = token.0.as_slice();
        sqlx::query!("DELETE FROM session WHERE token = $1", key)
            .execute(self.writer())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn sweep(&self, now: Timestamp) -> Result<bool> {
        let at = now.as_microsecond();
        let day_ago = at - 86_400_000_000;
        let mut tx = self.begin_write().await.map_err(failed)?;
        sqlx::query!("DELETE FROM session WHERE ends_at < $1", at)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        sqlx::query!("DELETE FROM kept_form WHERE ends_at < $1", at)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        sqlx::query!("DELETE FROM attempt WHERE window_at < $1", day_ago)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        staged::sweep(&mut tx, at).await.map_err(failed)?;
        token::sweep(&mut tx, at).await.map_err(failed)?;
        upload::sweep(&mut tx, at).await.map_err(failed)?;
        recovery::sweep(&mut tx, at).await.map_err(failed)?;
        notice::sweep(&mut tx, now).await.map_err(failed)?;
        let folded = fold_tallies(&mut tx, at).await.map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(folded == GROUPS)
    }

    async fn credential(&self, user: UserId) -> Result<Option<Credential>> {
        let account = user.uuid();
        let row = sqlx::query!(
            r#"SELECT password, must_change AS "must_change!: bool", totp_nonce, totp_text, totp_step, door
               FROM credential WHERE account = $1"#,
            account
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?;
        let Some(row) = row else { return Ok(None) };
        let door = row.door.map(|door| hash_of("credential", "door", &door)).transpose()?;
        Ok(Some(Credential {
            user,
            password: row.password,
            must_change: row.must_change,
            totp: row.totp_nonce.zip(row.totp_text).map(|(nonce, text)| Sealed { nonce, text }),
            totp_step: row.totp_step,
            door,
        }))
    }

    async fn set_credential(&self, credential: &Credential) -> Result<()> {
        let mut tx = self.begin_write().await.map_err(failed)?;
        put_credential(&mut tx, credential).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn take_totp_step(&self, user: UserId, step: i64) -> Result<bool> {
        let account = user.uuid();
        let taken = sqlx::query!(
            "UPDATE credential SET totp_step = $1 WHERE account = $2 AND totp_step < $3",
            step,
            account,
            step
        )
        .execute(self.writer())
        .await
        .map_err(failed)?;
        Ok(taken.rows_affected() == 1)
    }

    async fn count_try(&self, bucket: &str, window: Timestamp) -> Result<i64> {
        let window = window.as_microsecond();
        sqlx::query_scalar!(
            r#"INSERT INTO attempt (bucket, window_at, tries) VALUES ($1, $2, 1)
               ON CONFLICT (bucket, window_at) DO UPDATE SET tries = attempt.tries + 1
               RETURNING tries AS "tries!""#,
            bucket,
            window
        )
        .fetch_one(self.writer())
        .await
        .map_err(failed)
    }

    async fn keep_form(&self, token: Hash, body: &str, until: Timestamp) -> Result<()> {
        let (key, until) = (token.0.as_slice(), until.as_microsecond());
        sqlx::query!(
            "INSERT INTO kept_form (token, body, ends_at) VALUES ($1, $2, $3)
             ON CONFLICT (token) DO UPDATE SET body = excluded.body, ends_at = excluded.ends_at",
            key,
            body,
            until
        )
        .execute(self.writer())
        .await
        .map_err(failed)?;
        Ok(())
    }

    async fn kept_form(&self, token: Hash, now: Timestamp) -> Result<Option<String>> {
        let (key, now) = (token.0.as_slice(), now.as_microsecond());
        sqlx::query_scalar!(
            "SELECT body FROM kept_form WHERE token = $1 AND ends_at > $2",
            key,
            now
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)
    }

    async fn write_draft(&self, draft: &Draft) -> Result<bool> {
        let mut tx = self.begin_write().await.map_err(failed)?;
        let written = put_draft(&mut tx, draft).await.map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(written)
    }

    async fn draft(&self, id: DraftId) -> Result<Option<Draft>> {
        let id = id.uuid();
        sqlx::query_as!(
            DraftRow,
            r#"SELECT id AS "id!: Uuid", source AS "source!: Uuid", registry, author AS "author: Uuid", state,
                   start_at, body, revision, written_at FROM draft WHERE id = $1"#,
            id
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?
        .map(DraftRow::read)
        .transpose()
    }

    async fn drafts(&self, source: SourceId) -> Result<Vec<Draft>> {
        let source = source.uuid();
        sqlx::query_as!(
            DraftRow,
            r#"SELECT id AS "id!: Uuid", source AS "source!: Uuid", registry, author AS "author: Uuid", state,
                   start_at, body, revision, written_at FROM draft WHERE source = $1 ORDER BY start_at, id"#,
            source
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(DraftRow::read)
        .collect()
    }

    async fn open_drafts(&self, registry: RegistryCode) -> Result<i64> {
        let registry = registry.to_string();
        sqlx::query_scalar!(
            r#"SELECT COUNT(*) AS "count!" FROM draft WHERE registry = $1 AND state = 'open'"#,
            registry
        )
        .fetch_one(self.reader())
        .await
        .map_err(failed)
    }

    async fn stage(&self, staged: &Staged, file: &StagedFile) -> Result<bool> {
        staged::stage(self, staged, file).await
    }

    async fn restage(&self, staged: &Staged) -> Result<bool> {
        staged::restage(self, staged).await
    }

    async fn staged(&self, id: ImportId) -> Result<Option<Staged>> {
        staged::staged(self, id).await
    }

    async fn staged_file(&self, id: ImportId) -> Result<Option<StagedFile>> {
        staged::file(self, id).await
    }

    async fn staged_about(&self, thing: StreamId) -> Result<Vec<Staged>> {
        staged::about(self, thing).await
    }

    async fn staged_in(&self, registry: RegistryCode, limit: i64) -> Result<Vec<Staged>> {
        staged::list(self, registry, limit).await
    }

    async fn lease(
        &self,
        name: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<i64>> {
        let (now, until) = (now.as_microsecond(), until.as_microsecond());
        let beyond = now.saturating_add(LONGEST_LEASE);
        sqlx::query_scalar!(
            r#"INSERT INTO lease (name, holder, fencing, ends_at) VALUES ($1, $2, 1, $3)
               ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at,
                   fencing = lease.fencing + 1
               WHERE lease.ends_at <= $4 OR lease.holder = excluded.holder OR lease.ends_at > $5
               RETURNING fencing AS "fencing!""#,
            name, holder, until, now, beyond
        )
        .fetch_optional(self.writer())
        .await
        .map_err(failed)
    }
}

/// No lease is taken for longer, in microseconds: one that ends later was taken by a clock that was ahead.
const LONGEST_LEASE: i64 = 60 * 60 * 1_000_000;

/// How many groups of the tally are folded at a time, so that writers wait for moments only.
const GROUPS: usize = 500;

/// Folds the rows of each group of the tally to which rows were added into one, so that reading it stays short. What is
/// folded already is not looked at. Gives how many groups there were.
async fn fold_tallies(conn: &mut Conn, now: i64) -> sqlx::Result<usize> {
    let limit = i64::try_from(GROUPS).unwrap_or(i64::MAX);
    let groups = sqlx::query!(
        r#"SELECT DISTINCT registry, partner, stage, delivery, public AS "public!: bool"
           FROM tally WHERE folded_at IS NULL LIMIT $1"#,
        limit
    )
    .fetch_all(&mut *conn)
    .await?;
    let folded = groups.len();
    for group in groups {
        let rows = sqlx::query!(
            r#"DELETE FROM tally WHERE registry = $1 AND partner = $2 AND stage = $3 AND delivery = $4 AND public = $5
               RETURNING id AS "id!: Uuid", count AS "count!""#,
            group.registry, group.partner, group.stage, group.delivery, group.public
        )
        .fetch_all(&mut *conn)
        .await?;
        let count: i64 = rows.iter().map(|row| row.count).sum();
        let Some(first) = rows.iter().map(|row| row.id).min() else { continue };
        if count != 0 {
            sqlx::query!(
                "INSERT INTO tally (id, registry, partner, stage, delivery, public, count, folded_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                first,
                group.registry,
                group.partner,
                group.stage,
                group.delivery,
                group.public,
                count,
                now
            )
            .execute(&mut *conn)
            .await?;
        }
    }
    Ok(folded)
}
