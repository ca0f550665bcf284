//! The folder of backups as the console sees it, and what is noted about it: the last good one, the last that failed,
//! and which files were read whole.
//!
//! The notes lie in the data folder, not beside the backups: a folder that is full or gone must not keep its own
//! failure from being told.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_app::backup::{BackupFile, BackupPlace, Found, Held, Planned, Steps, Trouble};
use kelisim_domain::journal::Hash;
use serde::{Deserialize, Serialize};

use crate::keep::{self, Header, NoRoom, Stamped, Unsound};
use crate::schedule::Scheduled;
use crate::wiring::{DataDir, replace};

/// The file of the notes in the data folder.
const NOTES: &str = "backups.json";
/// Most files that are shown, the newest first.
const SHOWN: usize = 100;

/// What is noted about backups.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Noted {
    last_good: Option<Timestamp>,
    last_failed: Option<(Timestamp, String)>,
    /// By name of the file.
    checked: BTreeMap<String, Checked>,
}

/// That a file was read whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Checked {
    at: Timestamp,
    holds: bool,
    /// Hash of its header: another file of the same name was not read.
    header: Option<Hash>,
}

/// The notes of one data folder.
#[derive(Debug, Clone)]
pub struct Notes {
    data: DataDir,
    hand: Arc<Mutex<()>>,
}

impl Notes {
    /// The notes in this folder.
    pub fn new(data: DataDir) -> Self {
        Self { data, hand: Arc::default() }
    }

    /// What was noted; nothing when the file is not there or cannot be read: notes are no record.
    fn read(&self) -> Noted {
        let bytes = fs::read(self.data.file(NOTES)).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    fn change(&self, with: impl FnOnce(&mut Noted)) {
        let _hand = self.hand.lock().unwrap_or_else(PoisonError::into_inner);
        let mut noted = self.read();
        with(&mut noted);
        let write = || -> anyhow::Result<()> {
            let folder = self.data.file("");
            replace(&folder, NOTES, &serde_json::to_vec(&noted)?)?;
            Ok(())
        };
        if let Err(error) = write().context("noting how a backup went") {
            tracing::warn!(
                error = format!("{error:#}"),
                "the console will not know of this backup"
            );
        }
    }

    /// A good backup was made, and read again when it was.
    pub fn good(&self, at: Timestamp, path: &Path, header: &Header) {
        let header = hash_of(header);
        self.change(|noted| {
            noted.last_good = noted.last_good.max(Some(at));
            noted.checked.insert(name_of(path), Checked { at, holds: true, header });
        });
    }

    /// A backup was tried in vain.
    pub fn failed(&self, at: Timestamp, why: Trouble) {
        self.change(|noted| noted.last_failed = Some((at, why.code().to_owned())));
    }

    /// A file was read whole. Files that are no longer there are forgotten.
    fn checked(&self, name: &str, checked: Checked, there: &[String]) {
        self.change(|noted| {
            noted.checked.insert(name.to_owned(), checked);
            noted.checked.retain(|name, _| there.contains(name));
        });
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn hash_of(header: &Header) -> Option<Hash> {
    header.bytes().ok().map(|bytes| Hash::of(&bytes))
}

/// What an error of making a backup comes to.
pub fn trouble_of(error: &anyhow::Error, folder: &Path) -> Trouble {
    if error.is::<Unsound>() {
        return Trouble::Unsound;
    }
    let kinds = || {
        error.chain().filter_map(|e| e.downcast_ref::<std::io::Error>()).map(std::io::Error::kind)
    };
    if error.is::<NoRoom>() || kinds().any(|kind| kind == std::io::ErrorKind::StorageFull) {
        Trouble::NoRoom
    } else if !folder.is_dir() || kinds().any(is_of_the_folder) {
        Trouble::Folder
    } else {
        Trouble::Other
    }
}

fn is_of_the_folder(kind: std::io::ErrorKind) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound, PermissionDenied, ReadOnlyFilesystem};
    matches!(kind, NotADirectory | NotFound | PermissionDenied | ReadOnlyFilesystem)
}

/// The folder of backups of a server.
#[derive(Clone)]
pub struct Shelf {
    scheduled: Arc<Scheduled>,
    notes: Notes,
    database: &'static str,
}

impl Shelf {
    /// The folder that a schedule writes to.
    pub fn new(scheduled: Scheduled, notes: Notes, database: &'static str) -> Self {
        Self { scheduled: Arc::new(scheduled), notes, database }
    }

    fn file(&self, noted: &Noted, file: &Stamped) -> BackupFile {
        let name = name_of(&file.path);
        let header = keep::BackupFile::header(&file.path);
        let held = header.map_err(|error| unreadable(&error)).map(|header| Held {
            schema: header.schema,
            streams: header.streams,
            entries: header.entries,
            seal: header.seal.as_ref().map(|seal| (seal.number, seal.hash)),
            hash: hash_of(&header).unwrap_or(Hash([0; 32])),
        });
        let own = held.as_ref().ok().map(|held| held.hash);
        let checked = noted.checked.get(&name);
        let checked = checked.filter(|it| it.header.is_none() || it.header == own || !it.holds);
        BackupFile {
            checked: checked.map(|it| (it.at, it.holds)),
            made_at: file.made_at,
            bytes: fs::metadata(&file.path).map_or(0, |it| it.len()),
            name,
            held,
        }
    }

    fn look(&self) -> Found {
        let noted = self.notes.read();
        let last_failed = noted
            .last_failed
            .as_ref()
            .map(|(at, why)| (*at, Trouble::from_code(why).unwrap_or(Trouble::Other)));
        let Ok(files) = self.scheduled.plan().folder().files() else {
            let files = Err(Trouble::Folder);
            return Found { files, last_good: noted.last_good, last_failed };
        };
        let files: Vec<BackupFile> =
            files.iter().rev().take(SHOWN).map(|file| self.file(&noted, file)).collect();
        // One that was made by hand on the machine is a backup as well.
        let whole = |file: &&BackupFile| file.held.is_ok() && file.checked.is_none_or(|it| it.1);
        let newest = files.iter().find(whole).map(|file| file.made_at);
        Found { last_good: noted.last_good.max(newest), files: Ok(files), last_failed }
    }

    fn compare(
        &self,
        name: &str,
        now: Timestamp,
        tell: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Trouble> {
        let files = self.scheduled.plan().folder().files().map_err(|_| Trouble::Folder)?;
        let there: Vec<String> = files.iter().map(|file| name_of(&file.path)).collect();
        let named = files.iter().find(|file| name_of(&file.path) == name);
        let file = named.ok_or(Trouble::Folder)?;
        let read = keep::BackupFile::open_told(&file.path, tell);
        let header = read.as_ref().ok().and_then(|it| hash_of(it.said()));
        let trouble = read.err().map(|error| {
            tracing::error!(error = format!("{error:#}"), "a backup does not hold");
            unreadable(&error)
        });
        // A folder that cannot be read says nothing about the file.
        if trouble != Some(Trouble::Folder) {
            self.notes.checked(name, Checked { at: now, holds: trouble.is_none(), header }, &there);
        }
        trouble.map_or(Ok(()), Err)
    }
}

fn unreadable(error: &anyhow::Error) -> Trouble {
    let mut kinds =
        error.chain().filter_map(|e| e.downcast_ref::<std::io::Error>()).map(std::io::Error::kind);
    if kinds.any(is_of_the_folder) { Trouble::Folder } else { Trouble::Damaged }
}

#[async_trait]
impl BackupPlace for Shelf {
    fn planned(&self) -> Option<Planned> {
        Some(self.scheduled.planned(self.database))
    }

    async fn found(&self) -> Found {
        let shelf = self.clone();
        tokio::task::spawn_blocking(move || shelf.look()).await.unwrap_or(Found {
            files: Err(Trouble::Other),
            last_good: None,
            last_failed: None,
        })
    }

    async fn make(&self, now: Timestamp, steps: Steps) -> Result<(), Trouble> {
        self.scheduled.by_hand(now, &move |done, total| steps.packed(done, total)).await
    }

    async fn check(&self, name: &str, now: Timestamp, steps: Steps) -> Result<(), Trouble> {
        let (shelf, name) = (self.clone(), name.to_owned());
        let read = tokio::task::spawn_blocking(move || {
            shelf.compare(&name, now, &mut |done, total| steps.read(done, total))
        })
        .await;
        read.unwrap_or(Err(Trouble::Other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::tests::daily;
    use crate::testing::World;

    fn shelf(world: &World) -> Shelf {
        let (app, data) = (world.house.app.clone(), world.house.data.clone());
        let notes = Notes::new(data.clone());
        let scheduled = Scheduled::new(app, data, daily(world), notes.clone());
        Shelf::new(scheduled, notes, "sqlite")
    }

    fn compared(shelf: &Shelf, name: &str, now: Timestamp) -> Result<(), Trouble> {
        shelf.compare(name, now, &mut |_, _| {})
    }

    fn only(shelf: &Shelf) -> BackupFile {
        let mut files = shelf.look().files.unwrap();
        assert_eq!(files.len(), 1);
        files.remove(0)
    }

    #[tokio::test]
    async fn what_was_read_whole_is_noted_and_another_file_of_its_name_was_not_read() {
        let world = World::sqlite().await;
        world.load_demo().await;
        let shelf = shelf(&world);
        assert_eq!(shelf.look().files.unwrap(), Vec::new());
        shelf.scheduled.by_hand(world.now(), &|_, _| {}).await.unwrap();
        let made = only(&shelf);
        assert_eq!(made.checked, Some((world.now(), true)), "it is read again when it is made");
        assert_eq!(shelf.look().last_good, Some(world.now()));

        let path = world.house.data.file("backups").join(&made.name);
        let whole = fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        let at = damaged.len() - 9;
        damaged[at] ^= 1;
        fs::write(&path, &damaged).unwrap();
        let later = world.now() + jiff::SignedDuration::from_mins(5);
        assert_eq!(compared(&shelf, &made.name, later), Err(Trouble::Damaged));
        assert_eq!(only(&shelf).checked, Some((later, false)));
        fs::write(&path, &whole).unwrap();
        assert_eq!(compared(&shelf, &made.name, later), Ok(()));
        assert_eq!(only(&shelf).checked, Some((later, true)));

        // A newer backup under the old name: that the old one held says nothing of it.
        world.clock.advance(jiff::SignedDuration::from_hours(1));
        shelf.scheduled.by_hand(world.now(), &|_, _| {}).await.unwrap();
        let files = shelf.look().files.unwrap();
        let newer = files.iter().find(|file| file.name != made.name).unwrap();
        fs::rename(path.with_file_name(&newer.name), &path).unwrap();
        assert_eq!(only(&shelf).checked, None);
        fs::remove_dir_all(world.house.data.file("backups")).unwrap();
        assert_eq!(shelf.look().last_good, Some(world.now()), "it is told although it is gone");
        world.end().await;
    }

    #[tokio::test]
    async fn notes_that_cannot_be_read_and_a_folder_that_is_gone_are_no_failure_of_the_page() {
        let world = World::sqlite().await;
        world.load_demo().await;
        let shelf = shelf(&world);
        shelf.scheduled.by_hand(world.now(), &|_, _| {}).await.unwrap();
        let name = only(&shelf).name;
        fs::write(world.house.data.file(NOTES), "{half").unwrap();
        assert_eq!(only(&shelf).checked, None, "notes are no record");
        assert_eq!(compared(&shelf, &name, world.now()), Ok(()));
        assert!(only(&shelf).checked.is_some(), "and are written anew");

        let folder = world.house.data.file("backups");
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(shelf.look().files, Err(Trouble::Folder));
        assert_eq!(compared(&shelf, &name, world.now()), Err(Trouble::Folder));
        assert_eq!(
            shelf.scheduled.by_hand(world.now(), &|_, _| {}).await,
            Err(Trouble::Folder),
            "the folder is not made anew: it may be a disk that is not there"
        );
        assert_eq!(shelf.look().last_failed, Some((world.now(), Trouble::Folder)));
        world.end().await;
    }
}
