//! Notices to persons and the mails about them.

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use kelisim_domain::id::{NoticeId, StreamId, UserId};
use kelisim_domain::notice::{Mail, Subject};
use kelisim_store::notice::{Delivery, Notice, NoticeCursor, Wish};
use kelisim_store::{Notices, Result};
use uuid::Uuid;

use crate::dialect::failed;
use crate::read::{at_micros, inconsistent};
use crate::{Adapter, Conn};

/// How long a notice is kept: four hundred days, so that what happened a year ago can still be looked up.
const KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);

pub struct NoticeRow {
    pub id: Uuid,
    pub account: Uuid,
    pub subject: String,
    pub aggregate: String,
    pub thing: Uuid,
    pub title: String,
    pub made_at: i64,
    pub read_at: Option<i64>,
    pub mail: String,
}

impl NoticeRow {
    fn read(self) -> Result<Notice> {
        let unknown = |column, code: &str| inconsistent("notice", column, code);
        Ok(Notice {
            id: NoticeId::new(self.id),
            to: UserId::new(self.account),
            subject: Subject::from_code(&self.subject)
                .ok_or_else(|| unknown("subject", &self.subject))?,
            aggregate: self.aggregate,
            thing: StreamId::new(self.thing),
            title: self.title,
            made_at: at_micros("notice", "made_at", self.made_at)?,
            read_at: self.read_at.map(|at| at_micros("notice", "read_at", at)).transpose()?,
            mail: Mail::from_code(&self.mail).ok_or_else(|| unknown("mail", &self.mail))?,
        })
    }
}

pub struct DeliveryRow {
    pub notice: Uuid,
    pub carrier: String,
    pub at: i64,
    pub mail: String,
    pub answer: String,
}

impl DeliveryRow {
    fn read(self) -> Result<Delivery> {
        let mail = Mail::from_code(&self.mail);
        Ok(Delivery {
            notice: NoticeId::new(self.notice),
            carrier: self.carrier,
            at: at_micros("delivery", "at", self.at)?,
            mail: mail.ok_or_else(|| inconsistent("delivery", "mail", &self.mail))?,
            answer: self.answer,
        })
    }
}

/// Writes a notice; one that is there stays as it is, since the same happening is told once.
pub async fn put(conn: &mut Conn, notice: &Notice) -> sqlx::Result<()> {
    let (id, account, thing) = (notice.id.uuid(), notice.to.uuid(), notice.thing.uuid());
    let (subject, mail) = (notice.subject.code(), notice.mail.code());
    let made = notice.made_at.as_microsecond();
    sqlx::query!(
        "INSERT INTO notice (id, account, subject, aggregate, thing, title, made_at, mail, next_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING",
        id,
        account,
        subject,
        notice.aggregate,
        thing,
        notice.title,
        made,
        mail,
        made
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes all that a person was told: the person is forgotten.
pub async fn drop_of(conn: &mut Conn, user: UserId) -> sqlx::Result<()> {
    let account = user.uuid();
    sqlx::query!(
        "DELETE FROM delivery WHERE notice IN (SELECT id FROM notice WHERE account = $1)",
        account
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM notice WHERE account = $1", account).execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM notice_wish WHERE account = $1", account).execute(conn).await?;
    Ok(())
}

/// Removes what is old.
pub async fn sweep(conn: &mut Conn, now: Timestamp) -> sqlx::Result<()> {
    let before = now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN).as_microsecond();
    sqlx::query!(
        "DELETE FROM delivery WHERE notice IN (SELECT id FROM notice WHERE made_at < $1)",
        before
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM notice WHERE made_at < $1", before).execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Notices for Adapter {
    async fn notices_of(
        &self,
        user: UserId,
        after: Option<NoticeCursor>,
        limit: i64,
    ) -> Result<Vec<Notice>> {
        let account = user.uuid();
        let (at, id) = after
            .map_or((i64::MAX, Uuid::max()), |after| (after.at.as_microsecond(), after.id.uuid()));
        sqlx::query_as!(
            NoticeRow,
            r#"SELECT id AS "id!: Uuid", account AS "account!: Uuid", subject, aggregate, thing AS "thing!: Uuid", title,
                   made_at, read_at, mail
               FROM notice WHERE account = $1 AND (made_at < $2 OR (made_at = $2 AND id < $3))
               ORDER BY made_at DESC, id DESC LIMIT $4"#,
            account,
            at,
            id,
            limit
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(NoticeRow::read)
        .collect()
    }

    async fn unread(&self, user: UserId) -> Result<i64> {
        let account = user.uuid();
        sqlx::query_scalar!(
            r#"SELECT COUNT(*) AS "count!" FROM notice WHERE account = $1 AND read_at IS NULL"#,
            account
        )
        .fetch_one(self.reader())
        .await
        .map_err(failed)
    }

    async fn mark_read(&self, user: UserId, id: Option<NoticeId>, now: Timestamp) -> Result<bool> {
        let (account, at) = (user.uuid(), now.as_microsecond());
        let mut tx = self.begin_write().await.map_err(failed)?;
        let marked = match id.map(NoticeId::uuid) {
            Some(id) => {
                sqlx::query!(
                    "UPDATE notice SET read_at = $1 WHERE id = $2 AND account = $3 AND read_at IS NULL",
                    at,
                    id,
                    account
                )
                .execute(&mut *tx)
                .await
            }
            None => {
                sqlx::query!(
                    "UPDATE notice SET read_at = $1 WHERE account = $2 AND made_at <= $1 AND read_at IS NULL",
                    at,
                    account
                )
                .execute(&mut *tx)
                .await
            }
        };
        let marked = marked.map_err(failed)?.rows_affected() > 0;
        tx.commit().await.map_err(failed)?;
        Ok(marked)
    }

    async fn mails_due(&self, now: Timestamp, limit: i64) -> Result<Vec<Notice>> {
        let now = now.as_microsecond();
        sqlx::query_as!(
            NoticeRow,
            r#"SELECT id AS "id!: Uuid", account AS "account!: Uuid", subject, aggregate, thing AS "thing!: Uuid", title,
                   made_at, read_at, mail
               FROM notice WHERE mail = 'waiting' AND next_at <= $1 ORDER BY next_at, id LIMIT $2"#,
            now,
            limit
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(NoticeRow::read)
        .collect()
    }

    async fn note_delivery(&self, delivery: &Delivery, next: Timestamp) -> Result<()> {
        let (notice, mail) = (delivery.notice.uuid(), delivery.mail.code());
        let (at, next) = (delivery.at.as_microsecond(), next.as_microsecond());
        let mut tx = self.begin_write().await.map_err(failed)?;
        sqlx::query!("UPDATE notice SET mail = $1, next_at = $2 WHERE id = $3", mail, next, notice)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        sqlx::query!(
            "INSERT INTO delivery (notice, number, carrier, at, mail, answer)
             VALUES ($1, (SELECT COUNT(*) + 1 FROM delivery WHERE notice = $1), $2, $3, $4, $5)",
            notice,
            delivery.carrier,
            at,
            mail,
            delivery.answer
        )
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn deliveries(&self, notice: NoticeId) -> Result<Vec<Delivery>> {
        let notice = notice.uuid();
        sqlx::query_as!(
            DeliveryRow,
            r#"SELECT notice AS "notice!: Uuid", carrier, at, mail, answer FROM delivery WHERE notice = $1 ORDER BY number"#,
            notice
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(DeliveryRow::read)
        .collect()
    }

    async fn wish(&self, user: UserId) -> Result<Wish> {
        let account = user.uuid();
        let row = sqlx::query!(
            r#"SELECT no_mail AS "no_mail: bool", language FROM notice_wish WHERE account = $1"#,
            account
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?;
        Ok(row.map_or_else(Wish::default, |row| Wish {
            no_mail: row.no_mail,
            language: row.language,
        }))
    }

    async fn set_wish(&self, user: UserId, wish: &Wish) -> Result<()> {
        let account = user.uuid();
        let mut tx = self.begin_write().await.map_err(failed)?;
        sqlx::query!(
            "INSERT INTO notice_wish (account, no_mail, language) VALUES ($1, $2, $3)
             ON CONFLICT (account) DO UPDATE SET no_mail = excluded.no_mail, language = excluded.language",
            account,
            wish.no_mail,
            wish.language
        )
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}
