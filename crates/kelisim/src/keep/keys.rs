//! The keys of persons in a file of their own, apart from the record. It expires after thirty days.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context as _, bail};
use jiff::{SignedDuration, Timestamp};
use kelisim_app::person::PersonKeys;
use kelisim_domain::id::UserId;
use kelisim_domain::journal::Hash;

use crate::wiring::{FilePersonKeys, create_private, sync_folder};

/// How every such file begins.
const MARK: &str = "kelisim-keys/1";
/// After so long a copy of keys is to be removed, so that who was forgotten stays forgotten.
pub const EXPIRES: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Keys as they were at a moment.
#[derive(PartialEq, Eq)]
pub struct KeysFile {
    /// When they were copied.
    pub made_at: Timestamp,
    /// The keys.
    pub keys: BTreeMap<UserId, [u8; 32]>,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl KeysFile {
    /// The keys of a folder.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn of(folder: &FilePersonKeys, made_at: Timestamp) -> anyhow::Result<Self> {
        let mut keys = BTreeMap::new();
        for person in folder.persons().context("reading the keys of persons")? {
            // A key that was destroyed meanwhile is not copied.
            if let Some(key) = folder.get(person).context("reading a key")? {
                keys.insert(person, key);
            }
        }
        Ok(Self { made_at, keys })
    }

    /// Writes a file that is not there yet; it has its name only when it is whole.
    ///
    /// # Errors
    /// When there is such a file or the disk fails.
    pub fn write(&self, to: &Path) -> anyhow::Result<()> {
        if fs::symlink_metadata(to).is_ok() {
            bail!("{} is there already; name another file, or move that one away", to.display());
        }
        let folder = match to.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let name = to.file_name().context("the keys need a name of their own")?.to_string_lossy();
        super::writer::clear(folder);
        let new = folder.join(format!(".{name}.{}.new", std::process::id()));
        let written = (|| {
            let mut file = create_private(&new)?;
            io::Write::write_all(&mut file, self.text().as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, to)?;
            sync_folder(folder)
        })();
        if written.is_err() {
            // What was begun is of no use.
            let _ = fs::remove_file(&new);
        }
        written.with_context(|| format!("writing the keys of persons to {}", to.display()))
    }

    fn text(&self) -> String {
        let mut text = format!("{MARK}\nmade {}\n", self.made_at);
        for (person, key) in &self.keys {
            text.push_str(&format!("{person} {}\n", hex(key)));
        }
        let hash = Hash::of(text.as_bytes());
        text.push_str(&format!("sha256 {hash}\n"));
        text
    }

    /// Reads a file.
    ///
    /// # Errors
    /// When it is none or was changed.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let bytes =
            fs::read(path).with_context(|| format!("reading the keys in {}", path.display()))?;
        Self::parse(&bytes).with_context(|| format!("{} is no whole copy of keys", path.display()))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = text.lines();
        if lines.next()? != MARK {
            return None;
        }
        let made_at = lines.next()?.strip_prefix("made ")?.parse().ok()?;
        let mut keys = BTreeMap::new();
        for line in lines {
            let (person, key) = line.split_once(' ')?;
            if person == "sha256" {
                break;
            }
            let person = UserId::new(person.parse().ok()?);
            keys.insert(person, Hash::from_hex(key)?.0);
        }
        let read = Self { made_at, keys };
        // The hash, the order and every sign are fixed.
        (read.text() == text).then_some(read)
    }

    /// Whether it is too old to be used.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        now.duration_since(self.made_at) > EXPIRES
    }
}

/// Keys that were given, before those of the folder. Only read from.
pub struct Given {
    /// The keys that were given.
    pub keys: BTreeMap<UserId, [u8; 32]>,
    /// The folder.
    pub folder: FilePersonKeys,
}

impl PersonKeys for Given {
    fn get(&self, person: UserId) -> io::Result<Option<[u8; 32]>> {
        match self.folder.get(person)? {
            Some(key) => Ok(Some(key)),
            None => Ok(self.keys.get(&person).copied()),
        }
    }

    fn put(&self, _: UserId, _: &[u8; 32]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn destroy(&self, _: UserId) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;

    fn file() -> KeysFile {
        let person = |n| UserId::new(uuid::Uuid::from_u128(n));
        KeysFile {
            made_at: "2026-11-22T12:00:00Z".parse().unwrap(),
            keys: BTreeMap::from([(person(1), [7; 32]), (person(2), [9; 32])]),
        }
    }

    #[test]
    fn keys_are_read_back_and_every_changed_byte_is_refused() {
        let scratch = Scratch::new();
        let path = scratch.path.join("a.keys");
        file().write(&path).unwrap();
        let bytes = fs::read(&path).unwrap();
        assert!(KeysFile::parse(&bytes) == Some(file()));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(KeysFile::parse(&changed).is_none(), "byte {at}");
            assert!(KeysFile::parse(&bytes[..at]).is_none(), "cut at {at}");
        }
        assert!(file().write(&path).is_err(), "a copy is never written over");
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }

    #[test]
    fn a_copy_expires_after_thirty_days() {
        let file = file();
        let after = |hours| file.made_at + SignedDuration::from_hours(hours);
        assert!(!file.is_expired(after(30 * 24)));
        assert!(file.is_expired(after(30 * 24 + 1)));
    }
}
