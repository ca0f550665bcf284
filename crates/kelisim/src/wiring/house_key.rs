//! The key the house signs its papers with: one file beside the keys of persons, outside the database and every backup.
//!
//! `current.key` holds the seed, `former.txt` the public keys that were used before, one on each line. When the seed is
//! lost a new one is made: old papers stay checkable, since the record keeps the public key of each.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use ed25519_compact::{KeyPair, Seed};
use kelisim_app::Entropy;
use kelisim_app::paper::HouseKey;

use super::OsEntropy;
use super::data::{DataDir, create_private, replace, sync_folder};

/// Tells the temporary files of one process apart.
static NEXT: AtomicU64 = AtomicU64::new(0);
const CURRENT: &str = "current.key";
const FORMER: &str = "former.txt";

/// The key in the folder `house` of the data folder.
#[derive(Debug)]
pub struct FileHouseKey {
    folder: PathBuf,
}

fn broken(path: &std::path::Path, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{}: {what}", path.display()))
}

fn public_of(pair: &KeyPair) -> [u8; 32] {
    *pair.pk
}

fn hex(key: &[u8; 32]) -> String {
    key.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(line: &str) -> Option<[u8; 32]> {
    kelisim_domain::journal::Hash::from_hex(line.trim()).map(|hash| hash.0)
}

fn fresh() -> [u8; 32] {
    let mut seed = [0; 32];
    OsEntropy.fill(&mut seed);
    seed
}

impl FileHouseKey {
    /// Opens the folder of the key.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(data: &DataDir) -> anyhow::Result<Self> {
        Ok(Self { folder: data.folder("house")? })
    }

    /// Makes a key where there is none. Of several processes that do so at once one wins.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn make(&self) -> io::Result<()> {
        let path = self.folder.join(CURRENT);
        if path.exists() {
            return Ok(());
        }
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let new = self.folder.join(format!(".{CURRENT}.{}.{number}.new", std::process::id()));
        let mut file = create_private(&new)?;
        file.write_all(&fresh())?;
        file.sync_all()?;
        // A second name is given only where there is none: unlike renaming, linking never replaces a key.
        let linked = fs::hard_link(&new, &path);
        fs::remove_file(&new)?;
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => sync_folder(&self.folder),
        }
    }

    /// Signs with a new key from now on; the old seed is destroyed, its public key is kept. Gives the new public key.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn rotate(&self) -> io::Result<[u8; 32]> {
        if let Some(pair) = self.pair()? {
            let mut former = self.former()?;
            former.push(public_of(&pair));
            former.sort_unstable();
            former.dedup();
            let lines: String = former.iter().map(|key| format!("{}\n", hex(key))).collect();
            // First the old one is known as former: whatever stops this in between, no paper loses its key.
            replace(&self.folder, FORMER, lines.as_bytes())?;
        }
        let old = fs::OpenOptions::new().write(true).open(self.folder.join(CURRENT));
        replace(&self.folder, CURRENT, &fresh())?;
        if let Ok(mut old) = old {
            old.write_all(&[0; 32])?;
            old.sync_all()?;
        }
        let pair = self.pair()?.ok_or_else(|| io::Error::other("the new key is gone"))?;
        Ok(public_of(&pair))
    }

    fn pair(&self) -> io::Result<Option<KeyPair>> {
        let path = self.folder.join(CURRENT);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read.map_err(|error| {
                io::Error::new(error.kind(), format!("{}: {error}", path.display()))
            })?,
        };
        let seed = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| {
            broken(
                &path,
                "no key of 32 bytes; move it away and a new one is made, old papers stay checkable",
            )
        })?;
        Ok(Some(KeyPair::from_seed(Seed::new(seed))))
    }
}

impl HouseKey for FileHouseKey {
    fn public(&self) -> io::Result<Option<[u8; 32]>> {
        Ok(self.pair()?.as_ref().map(public_of))
    }

    fn former(&self) -> io::Result<Vec<[u8; 32]>> {
        let path = self.folder.join(FORMER);
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            read => read?,
        };
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let read = |line: &str| unhex(line).ok_or_else(|| broken(&path, "a line is no public key"));
        lines.map(read).collect()
    }

    fn sign(&self, key: &[u8; 32], message: &[u8]) -> io::Result<[u8; 64]> {
        let pair = self.pair()?.filter(|pair| public_of(pair) == *key);
        let pair =
            pair.ok_or_else(|| io::Error::other("the house signs with another key meanwhile"))?;
        // Without noise: the same paper has the same signature.
        Ok(*pair.sk.sign(message, None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;

    fn house(scratch: &Scratch) -> FileHouseKey {
        FileHouseKey::open(&DataDir::open(&scratch.path).unwrap()).unwrap()
    }

    #[test]
    fn a_key_is_made_once_and_signs_the_same_way_each_time() {
        let scratch = Scratch::new();
        let key = house(&scratch);
        assert_eq!(key.public().unwrap(), None);
        key.make().unwrap();
        let public = key.public().unwrap().unwrap();
        house(&scratch).make().unwrap();
        assert_eq!(house(&scratch).public().unwrap(), Some(public), "made once");
        let signature = key.sign(&public, b"paper").unwrap();
        assert_eq!(key.sign(&public, b"paper").unwrap(), signature);
        let read = ed25519_compact::PublicKey::new(public);
        assert!(read.verify(b"paper", &ed25519_compact::Signature::new(signature)).is_ok());
        assert!(key.sign(&[1; 32], b"paper").is_err());
    }

    #[test]
    fn of_many_who_make_a_key_at_once_all_have_the_same() {
        let scratch = Scratch::new();
        let keys: Vec<_> = std::thread::scope(|scope| {
            let tries: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let key = house(&scratch);
                        key.make().unwrap();
                        key.public().unwrap().unwrap()
                    })
                })
                .collect();
            tries.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| key == &keys[0]));
    }

    #[test]
    fn after_a_change_of_keys_the_old_public_key_is_known_and_its_seed_is_gone() {
        let scratch = Scratch::new();
        let key = house(&scratch);
        key.make().unwrap();
        let first = key.public().unwrap().unwrap();
        let seed = fs::read(scratch.path.join("house/current.key")).unwrap();
        let copy = scratch.path.join("copy");
        fs::hard_link(scratch.path.join("house/current.key"), &copy).unwrap();
        let second = key.rotate().unwrap();
        assert_ne!(first, second);
        assert_eq!(key.former().unwrap(), [first]);
        assert!(key.sign(&first, b"x").is_err());
        assert_eq!(fs::read(&copy).unwrap(), [0; 32], "the old seed is overwritten");
        assert_ne!(fs::read(scratch.path.join("house/current.key")).unwrap(), seed);
        key.rotate().unwrap();
        assert_eq!(key.former().unwrap().len(), 2);
    }

    #[test]
    fn a_broken_file_is_an_error_that_names_it() {
        let scratch = Scratch::new();
        let key = house(&scratch);
        fs::write(scratch.path.join("house/current.key"), [1; 31]).unwrap();
        assert!(key.public().unwrap_err().to_string().contains("current.key"));
        fs::write(scratch.path.join("house/former.txt"), "zz\n").unwrap();
        assert!(key.former().unwrap_err().to_string().contains("former.txt"));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_the_key() {
        use std::os::unix::fs::PermissionsExt as _;
        let scratch = Scratch::new();
        let key = house(&scratch);
        key.make().unwrap();
        key.rotate().unwrap();
        let mode =
            fs::metadata(scratch.path.join("house/current.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
