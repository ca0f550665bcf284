//! Applications, and what applicants keep until they send it.

use async_trait::async_trait;
use kelisim_domain::aggregate::FOREVER;
use kelisim_domain::id::{PieceId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::user::Sealed;
use kelisim_store::Result;
use kelisim_store::application::{ApplicationFilter, Applications, Piece, PieceKind};
use kelisim_store::reading::{Body, Scope};
use uuid::Uuid;

use crate::dialect::failed;
use crate::lists::{fetch, list, within};
use crate::read::{at_micros, hash_of, inconsistent};
use crate::{Adapter, Conn};

/// Empties what a rebuild writes anew.
pub async fn clear(conn: &mut Conn) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM application").execute(conn).await?;
    Ok(())
}

pub struct PieceRow {
    pub id: Uuid,
    pub applicant: Uuid,
    pub kind: String,
    pub nonce: String,
    pub text: String,
    pub file: Option<Vec<u8>>,
    pub revision: i64,
    pub written_at: i64,
}

impl PieceRow {
    pub fn read(self) -> Result<Piece> {
        let kind = PieceKind::from_code(&self.kind)
            .ok_or_else(|| inconsistent("piece", "kind", &self.kind))?;
        let file = self.file.as_deref().map(|file| hash_of("piece", "file", file)).transpose()?;
        Ok(Piece {
            id: PieceId::new(self.id),
            applicant: UserId::new(self.applicant),
            kind,
            sealed: Sealed { nonce: self.nonce, text: self.text },
            file,
            revision: self.revision,
            written_at: at_micros("piece", "written_at", self.written_at)?,
        })
    }
}

/// Writes a piece; false when another hand was faster.
pub async fn put(conn: &mut Conn, piece: &Piece) -> sqlx::Result<bool> {
    let (id, applicant, kind) = (piece.id.uuid(), piece.applicant.uuid(), piece.kind.code());
    let file = piece.file.as_ref().map(|hash| hash.0.as_slice());
    let at = piece.written_at.as_microsecond();
    let before = piece.revision - 1;
    let written = if before == 0 {
        sqlx::query!(
            "INSERT INTO piece (id, applicant, kind, nonce, text, file, revision, written_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING",
            id,
            applicant,
            kind,
            piece.sealed.nonce,
            piece.sealed.text,
            file,
            piece.revision,
            at
        )
        .execute(conn)
        .await?
    } else {
        sqlx::query!(
            "UPDATE piece SET nonce = $1, text = $2, revision = $3, written_at = $4
             WHERE id = $5 AND applicant = $6 AND revision = $7",
            piece.sealed.nonce,
            piece.sealed.text,
            piece.revision,
            at,
            id,
            applicant,
            before
        )
        .execute(conn)
        .await?
    };
    Ok(written.rows_affected() == 1)
}

/// A piece with the revision it had.
pub async fn put_whole(conn: &mut Conn, piece: &Piece) -> sqlx::Result<()> {
    put(&mut *conn, &Piece { revision: 1, ..piece.clone() }).await?;
    let id = piece.id.uuid();
    sqlx::query!("UPDATE piece SET revision = $1 WHERE id = $2", piece.revision, id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes away a draft that was sent; false when another hand wrote to it meanwhile.
pub async fn done(conn: &mut Conn, id: PieceId, revision: i64) -> sqlx::Result<bool> {
    let id = id.uuid();
    let gone = sqlx::query!("DELETE FROM piece WHERE id = $1 AND revision = $2", id, revision)
        .execute(conn)
        .await?;
    Ok(gone.rows_affected() == 1)
}

/// Takes away everything a person kept, with the files: the person is forgotten.
pub async fn forget(conn: &mut Conn, user: UserId) -> sqlx::Result<()> {
    let applicant = user.uuid();
    sqlx::query!(
        "DELETE FROM blob WHERE hash IN (SELECT file FROM piece WHERE applicant = $1 AND file IS NOT NULL)",
        applicant
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("DELETE FROM piece WHERE applicant = $1", applicant).execute(conn).await?;
    Ok(())
}

#[async_trait]
impl Applications for Adapter {
    async fn applications(
        &self,
        scope: &Scope,
        filter: &ApplicationFilter,
        after: Option<&str>,
        limit: i64,
    ) -> Result<Vec<Body>> {
        if scope.public_only {
            return Ok(Vec::new());
        }
        let mut query = list("application", FOREVER.yesterday().unwrap_or(FOREVER));
        within(&mut query, scope, "registry");
        if let Some(call) = filter.call {
            query.push(" AND call = ").push_bind(call.uuid());
        }
        if let Some(home) = filter.home {
            query.push(" AND home = ").push_bind(home.code());
        }
        if let Some(host) = filter.host {
            query.push(" AND host = ").push_bind(host.code());
        }
        if let Some(receipt) = &filter.receipt {
            query.push(" AND receipt = ").push_bind(receipt.clone());
        }
        if let Some(after) = after {
            query.push(" AND receipt > ").push_bind(after.to_owned());
        }
        query.push(" ORDER BY receipt LIMIT ").push_bind(limit);
        fetch(self, query).await
    }

    async fn applications_of(&self, applicant: UserId) -> Result<Vec<Body>> {
        let mut query = list("application", FOREVER.yesterday().unwrap_or(FOREVER));
        query.push(" AND applicant = ").push_bind(applicant.uuid());
        query.push(" ORDER BY receipt LIMIT 1000");
        fetch(self, query).await
    }

    async fn pieces(&self, applicant: UserId) -> Result<Vec<Piece>> {
        let applicant = applicant.uuid();
        sqlx::query_as!(
            PieceRow,
            r#"SELECT id AS "id!: Uuid", applicant AS "applicant!: Uuid", kind, nonce, text, file, revision, written_at
               FROM piece WHERE applicant = $1 ORDER BY id"#,
            applicant
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(PieceRow::read)
        .collect()
    }

    async fn piece(&self, applicant: UserId, id: PieceId) -> Result<Option<Piece>> {
        let (applicant, id) = (applicant.uuid(), id.uuid());
        sqlx::query_as!(
            PieceRow,
            r#"SELECT id AS "id!: Uuid", applicant AS "applicant!: Uuid", kind, nonce, text, file, revision, written_at
               FROM piece WHERE applicant = $1 AND id = $2"#,
            applicant,
            id
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?
        .map(PieceRow::read)
        .transpose()
    }

    async fn write_piece(&self, piece: &Piece, file: Option<&[u8]>) -> Result<bool> {
        let mut tx = self.begin_write().await.map_err(failed)?;
        if let (Some(hash), Some(bytes)) = (piece.file, file) {
            let hash = hash.0.as_slice();
            sqlx::query!(
                "INSERT INTO blob (hash, bytes) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
                hash,
                bytes
            )
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        }
        if !put(&mut tx, piece).await.map_err(failed)? {
            // Dropping the transaction leaves neither the piece nor its file.
            return Ok(false);
        }
        tx.commit().await.map_err(failed)?;
        Ok(true)
    }

    async fn drop_piece(&self, applicant: UserId, id: PieceId, with_file: bool) -> Result<bool> {
        let (applicant, id) = (applicant.uuid(), id.uuid());
        let mut tx = self.begin_write().await.map_err(failed)?;
        if with_file {
            sqlx::query!(
                "DELETE FROM blob WHERE hash IN (SELECT file FROM piece WHERE applicant = $1 AND id = $2)",
                applicant,
                id
            )
            .execute(&mut *tx)
            .await
            .map_err(failed)?;
        }
        let gone =
            sqlx::query!("DELETE FROM piece WHERE applicant = $1 AND id = $2", applicant, id)
                .execute(&mut *tx)
                .await
                .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(gone.rows_affected() == 1)
    }

    async fn behind_door(&self, door: Hash) -> Result<Option<UserId>> {
        let door = door.0.as_slice();
        let account = sqlx::query_scalar!(
            r#"SELECT account AS "account!: Uuid" FROM credential WHERE door = $1"#,
            door
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?;
        Ok(account.map(UserId::new))
    }
}
