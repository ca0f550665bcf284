//! Files that are still being sent, part by part.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{PieceId, UserId};
use kelisim_domain::user::Sealed;
use kelisim_store::Result;
use kelisim_store::upload::{Part, Unfinished, Uploads};
use uuid::Uuid;

use crate::dialect::failed;
use crate::read::at_micros;
use crate::{Adapter, Conn};

/// Seven days without a part: nobody comes back to send the rest.
const ABANDONED: i64 = 7 * 86_400_000_000;

struct UploadRow {
    id: Uuid,
    applicant: Uuid,
    nonce: String,
    text: String,
    received: i64,
    touched_at: i64,
}

/// Takes away what nobody went on with.
pub async fn sweep(conn: &mut Conn, now: i64) -> sqlx::Result<()> {
    let before = now - ABANDONED;
    sqlx::query!(
        "DELETE FROM upload_part WHERE upload IN (SELECT id FROM upload WHERE touched_at < $1)",
        before
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM upload WHERE touched_at < $1", before).execute(conn).await?;
    Ok(())
}

/// Takes away everything a person was sending: the person is forgotten.
pub async fn forget(conn: &mut Conn, user: UserId) -> sqlx::Result<()> {
    let applicant = user.uuid();
    sqlx::query!(
        "DELETE FROM upload_part WHERE upload IN (SELECT id FROM upload WHERE applicant = $1)",
        applicant
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM upload WHERE applicant = $1", applicant).execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Uploads for Adapter {
    async fn unfinished(&self, applicant: UserId) -> Result<Vec<Unfinished>> {
        let applicant = applicant.uuid();
        sqlx::query_as!(
            UploadRow,
            r#"SELECT id AS "id!: Uuid", applicant AS "applicant!: Uuid", nonce, text, received, touched_at
               FROM upload WHERE applicant = $1 ORDER BY id"#,
            applicant
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(|row| {
            Ok(Unfinished {
                id: PieceId::new(row.id),
                applicant: UserId::new(row.applicant),
                sealed: Sealed { nonce: row.nonce, text: row.text },
                received: row.received,
                touched_at: at_micros("upload", "touched_at", row.touched_at)?,
            })
        })
        .collect()
    }

    async fn begin_upload(&self, upload: &Unfinished) -> Result<()> {
        let (id, applicant) = (upload.id.uuid(), upload.applicant.uuid());
        let at = upload.touched_at.as_microsecond();
        sqlx::query!(
            "INSERT INTO upload (id, applicant, nonce, text, received, touched_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
            id,
            applicant,
            upload.sealed.nonce,
            upload.sealed.text,
            upload.received,
            at
        )
        .execute(self.writer())
        .await
        .map_err(failed)?;
        Ok(())
    }

    async fn add_part(
        &self,
        applicant: UserId,
        id: PieceId,
        part: Part<'_>,
        at: Timestamp,
    ) -> Result<bool> {
        let (applicant, id, at) = (applicant.uuid(), id.uuid(), at.as_microsecond());
        let mut tx = self.begin_write().await.map_err(failed)?;
        let moved = sqlx::query!(
            "UPDATE upload SET received = received + $1, touched_at = $2
             WHERE id = $3 AND applicant = $4 AND received = $5",
            part.size,
            at,
            id,
            applicant,
            part.start
        )
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        if moved.rows_affected() != 1 {
            return Ok(false);
        }
        sqlx::query!(
            "INSERT INTO upload_part (upload, start, bytes) VALUES ($1, $2, $3)",
            id,
            part.start,
            part.sealed
        )
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(true)
    }

    async fn parts(&self, applicant: UserId, id: PieceId) -> Result<Vec<Vec<u8>>> {
        let (applicant, id) = (applicant.uuid(), id.uuid());
        sqlx::query_scalar!(
            "SELECT bytes FROM upload_part
             WHERE upload IN (SELECT id FROM upload WHERE id = $1 AND applicant = $2) ORDER BY start",
            id,
            applicant
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)
    }

    async fn end_upload(&self, applicant: UserId, id: PieceId) -> Result<()> {
        let (applicant, id) = (applicant.uuid(), id.uuid());
        let mut tx = self.begin_write().await.map_err(failed)?;
        sqlx::query!(
            "DELETE FROM upload_part
             WHERE upload IN (SELECT id FROM upload WHERE id = $1 AND applicant = $2)",
            id,
            applicant
        )
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        sqlx::query!("DELETE FROM upload WHERE id = $1 AND applicant = $2", id, applicant)
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}
