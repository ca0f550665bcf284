//! Lists of the console that people keep under a name. Plain rows outside the journal, carried with the record.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::id::{SavedListId, UserId};
use kelisim_domain::registry::RegistryCode;

use crate::Result;

/// A list as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedList {
    /// Its id.
    pub id: SavedListId,
    /// Whose it is.
    pub owner: UserId,
    /// The registry of the owner.
    pub registry: RegistryCode,
    /// Code of the list of the console.
    pub of: String,
    /// What the owner calls it.
    pub name: String,
    /// Its filters, as JSON: an object of texts.
    pub filters: String,
    /// Whether colleagues of the registry see it.
    pub shared: bool,
    /// When it was saved or changed.
    pub saved_at: Timestamp,
}

/// What became of writing a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is there, now or since the same form was sent before.
    Done,
    /// The owner has another list of the console's list under this name.
    NameTaken,
    /// The owner has as many as one may have.
    Full,
}

/// Saved lists.
#[async_trait]
pub trait SavedLists: Send + Sync {
    /// The list with this id; nothing when there is none.
    async fn saved_list(&self, id: SavedListId) -> Result<Option<SavedList>>;

    /// Lists of a person and those others of the registry share, in order of name, then id.
    async fn saved_lists(&self, user: UserId, registry: RegistryCode) -> Result<Vec<SavedList>>;

    /// Writes a new list of a person who may have `most`; one whose id is there stays as it is.
    async fn save_list(&self, list: &SavedList, most: i64) -> Result<Saved>;

    /// Gives a list another name, or shares it or ends that. [`Saved::Full`] never; a list that is gone stays gone.
    async fn change_saved_list(&self, list: &SavedList) -> Result<Saved>;

    /// Removes a list. Removing it twice removes it once.
    async fn remove_saved_list(&self, id: SavedListId) -> Result<()>;
}
