//! Lists of the console that people keep under a name.

use async_trait::async_trait;
use kelisim_domain::id::{SavedListId, UserId};
use kelisim_domain::registry::RegistryCode;
use kelisim_store::saved::{Saved, SavedList};
use kelisim_store::{Result, SavedLists};
use uuid::Uuid;

use crate::dialect::failed;
use crate::read::{at_micros, inconsistent};
use crate::{Adapter, Conn};

pub struct SavedListRow {
    pub id: Uuid,
    pub account: Uuid,
    pub registry: String,
    pub list: String,
    pub name: String,
    pub filters: String,
    pub shared: bool,
    pub saved_at: i64,
}

impl SavedListRow {
    pub fn read(self) -> Result<SavedList> {
        let registry = self.registry.parse();
        Ok(SavedList {
            id: SavedListId::new(self.id),
            owner: UserId::new(self.account),
            registry: registry
                .map_err(|_| inconsistent("saved_list", "registry", &self.registry))?,
            of: self.list,
            name: self.name,
            filters: self.filters,
            shared: self.shared,
            saved_at: at_micros("saved_list", "saved_at", self.saved_at)?,
        })
    }
}

/// Writes a list; false when one with this id, or of this name and owner, is there.
pub async fn put(conn: &mut Conn, it: &SavedList) -> sqlx::Result<bool> {
    let (id, account, registry) = (it.id.uuid(), it.owner.uuid(), it.registry.to_string());
    let at = it.saved_at.as_microsecond();
    let written = sqlx::query!(
        "INSERT INTO saved_list (id, account, registry, list, name, filters, shared, saved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        id,
        account,
        registry,
        it.of,
        it.name,
        it.filters,
        it.shared,
        at
    )
    .execute(conn)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// Removes the lists of a person who is forgotten.
pub async fn drop_of(conn: &mut Conn, user: UserId) -> sqlx::Result<()> {
    let account = user.uuid();
    sqlx::query!("DELETE FROM saved_list WHERE account = $1", account).execute(conn).await?;
    Ok(())
}

/// Lists behind an id, in order of id.
pub async fn after(conn: &mut Conn, after: Uuid, rows: i64) -> Result<Vec<SavedList>> {
    sqlx::query_as!(
        SavedListRow,
        r#"SELECT id AS "id!: Uuid", account AS "account!: Uuid", registry, list, name, filters,
               shared AS "shared!: bool", saved_at
           FROM saved_list WHERE id > $1 ORDER BY id LIMIT $2"#,
        after,
        rows
    )
    .fetch_all(conn)
    .await
    .map_err(failed)?
    .into_iter()
    .map(SavedListRow::read)
    .collect()
}

async fn there(conn: &mut Conn, id: Uuid, account: Uuid) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT COUNT(*) AS "count!: i64" FROM saved_list WHERE id = $1 AND account = $2"#,
        id,
        account
    )
    .fetch_one(conn)
    .await?;
    Ok(found > 0)
}

#[async_trait]
impl SavedLists for Adapter {
    async fn saved_list(&self, id: SavedListId) -> Result<Option<SavedList>> {
        let id = id.uuid();
        sqlx::query_as!(
            SavedListRow,
            r#"SELECT id AS "id!: Uuid", account AS "account!: Uuid", registry, list, name, filters,
                   shared AS "shared!: bool", saved_at
               FROM saved_list WHERE id = $1"#,
            id
        )
        .fetch_optional(self.reader())
        .await
        .map_err(failed)?
        .map(SavedListRow::read)
        .transpose()
    }

    async fn saved_lists(&self, user: UserId, registry: RegistryCode) -> Result<Vec<SavedList>> {
        let (account, registry) = (user.uuid(), registry.to_string());
        sqlx::query_as!(
            SavedListRow,
            r#"SELECT id AS "id!: Uuid", account AS "account!: Uuid", registry, list, name, filters,
                   shared AS "shared!: bool", saved_at
               FROM saved_list WHERE account = $1 OR (registry = $2 AND shared) ORDER BY name, id"#,
            account,
            registry
        )
        .fetch_all(self.reader())
        .await
        .map_err(failed)?
        .into_iter()
        .map(SavedListRow::read)
        .collect()
    }

    async fn save_list(&self, list: &SavedList, most: i64) -> Result<Saved> {
        let (id, account) = (list.id.uuid(), list.owner.uuid());
        let mut tx = self.begin_write().await.map_err(failed)?;
        if there(&mut tx, id, account).await.map_err(failed)? {
            return Ok(Saved::Done);
        }
        let have = sqlx::query_scalar!(
            r#"SELECT COUNT(*) AS "count!: i64" FROM saved_list WHERE account = $1"#,
            account
        )
        .fetch_one(&mut *tx)
        .await
        .map_err(failed)?;
        if have >= most {
            return Ok(Saved::Full);
        }
        if !put(&mut tx, list).await.map_err(failed)? {
            return Ok(Saved::NameTaken);
        }
        tx.commit().await.map_err(failed)?;
        Ok(Saved::Done)
    }

    async fn change_saved_list(&self, list: &SavedList) -> Result<Saved> {
        let (id, account, at) = (list.id.uuid(), list.owner.uuid(), list.saved_at.as_microsecond());
        let mut tx = self.begin_write().await.map_err(failed)?;
        let taken = sqlx::query_scalar!(
            r#"SELECT COUNT(*) AS "count!: i64" FROM saved_list
               WHERE account = $1 AND list = $2 AND name = $3 AND id <> $4"#,
            account,
            list.of,
            list.name,
            id
        )
        .fetch_one(&mut *tx)
        .await
        .map_err(failed)?;
        if taken > 0 {
            return Ok(Saved::NameTaken);
        }
        sqlx::query!(
            "UPDATE saved_list SET name = $1, shared = $2, saved_at = $3 WHERE id = $4 AND account = $5",
            list.name,
            list.shared,
            at,
            id,
            account
        )
        .execute(&mut *tx)
        .await
        .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(Saved::Done)
    }

    async fn remove_saved_list(&self, id: SavedListId) -> Result<()> {
        let id = id.uuid();
        sqlx::query!("DELETE FROM saved_list WHERE id = $1", id)
            .execute(self.writer())
            .await
            .map_err(failed)?;
        Ok(())
    }
}
