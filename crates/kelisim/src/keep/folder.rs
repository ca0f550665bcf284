//! A folder of backups: names that say when, the newest, and what has had its time.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// How every file of ours begins.
const BEGIN: &str = "kelisim-";

/// Files of one ending in one folder.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    ending: &'static str,
}

/// A file whose name says when it was made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamped {
    /// When, to the second.
    pub made_at: Timestamp,
    /// The file.
    pub path: PathBuf,
}

impl Folder {
    /// Backups of the record.
    pub fn of_backups(path: &Path) -> Self {
        Self { path: path.to_owned(), ending: ".backup" }
    }

    /// Copies of keys.
    pub fn of_keys(path: &Path) -> Self {
        Self { path: path.to_owned(), ending: ".keys" }
    }

    /// The file for a moment.
    pub fn file(&self, at: Timestamp) -> PathBuf {
        self.path.join(format!("{BEGIN}{}{}", at.strftime("%Y%m%dT%H%M%SZ"), self.ending))
    }

    /// Our files, oldest first. Others are passed over.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn files(&self) -> anyhow::Result<Vec<Stamped>> {
        let listing = fs::read_dir(&self.path)
            .with_context(|| format!("reading the folder {}", self.path.display()))?;
        let mut files = Vec::new();
        for entry in listing {
            let path = entry.context("reading a folder")?.path();
            if let Some(made_at) = self.stamp(&path) {
                files.push(Stamped { made_at, path });
            }
        }
        files.sort();
        Ok(files)
    }

    fn stamp(&self, path: &Path) -> Option<Timestamp> {
        let name = path.file_name()?.to_str()?;
        let stamp = name.strip_prefix(BEGIN)?.strip_suffix(self.ending)?;
        let at = DateTime::strptime("%Y%m%dT%H%M%SZ", stamp).ok()?;
        at.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
    }

    /// Removes all but the newest; gives what was removed.
    ///
    /// # Errors
    /// When the folder cannot be read or a file cannot be removed.
    pub fn keep_newest(&self, keep: usize) -> anyhow::Result<Vec<PathBuf>> {
        let files = self.files()?;
        let old = files.len().saturating_sub(keep.max(1));
        remove(&files[..old])
    }

    /// Removes what is from before a moment; gives what was removed.
    ///
    /// # Errors
    /// As [`Folder::keep_newest`].
    pub fn keep_since(&self, moment: Timestamp) -> anyhow::Result<Vec<PathBuf>> {
        let old: Vec<_> = self.files()?.into_iter().filter(|file| file.made_at < moment).collect();
        remove(&old)
    }
}

fn remove(files: &[Stamped]) -> anyhow::Result<Vec<PathBuf>> {
    for file in files {
        fs::remove_file(&file.path).with_context(|| format!("removing {}", file.path.display()))?;
    }
    Ok(files.iter().map(|file| file.path.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;

    #[test]
    fn only_our_own_files_are_counted_and_the_oldest_go_first() {
        let scratch = Scratch::new();
        let folder = Folder::of_backups(&scratch.path);
        let at =
            |day: i8| jiff::civil::date(2026, 11, day).to_zoned(TimeZone::UTC).unwrap().timestamp();
        for day in [3, 1, 2, 4] {
            fs::write(folder.file(at(day)), "").unwrap();
        }
        let others = ["notes.txt", "kelisim-20261101T000000Z.keys", "kelisim-2026.backup"];
        for other in others {
            fs::write(scratch.path.join(other), "").unwrap();
        }
        assert_eq!(
            folder.files().unwrap().iter().map(|f| f.made_at).collect::<Vec<_>>(),
            [at(1), at(2), at(3), at(4)]
        );
        let gone = folder.keep_newest(2).unwrap();
        assert_eq!(gone, [folder.file(at(1)), folder.file(at(2))]);
        assert_eq!(folder.keep_since(at(4)).unwrap(), [folder.file(at(3))]);
        assert!(folder.keep_newest(0).unwrap().is_empty(), "the newest always stays");
        assert!(others.iter().all(|other| scratch.path.join(other).exists()));
    }
}
