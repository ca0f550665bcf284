//! Keys of persons, one file each, outside the database: a backup of the record holds no key.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use kelisim_app::person::PersonKeys;
use kelisim_domain::id::UserId;

use super::data::{DataDir, create_private, sync_folder};

/// Tells the temporary files of one process apart.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Keys in the folder `keys` of the data folder.
#[derive(Debug)]
pub struct FilePersonKeys {
    folder: PathBuf,
}

impl FilePersonKeys {
    /// Opens the folder of keys.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(data: &DataDir) -> anyhow::Result<Self> {
        Ok(Self { folder: data.folder("keys")? })
    }

    /// Everybody who has a key, in order of id. What is no key by its name is passed over.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn persons(&self) -> io::Result<Vec<UserId>> {
        let mut persons = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(|e| named(&self.folder, &e))? {
            let name = entry?.file_name();
            let id = name.to_str().and_then(|name| name.strip_suffix(".key"));
            persons.extend(id.and_then(|id| id.parse().ok()).map(UserId::new));
        }
        persons.sort_unstable();
        Ok(persons)
    }

    fn file(&self, person: UserId) -> PathBuf {
        self.folder.join(format!("{person}.key"))
    }
}

impl PersonKeys for FilePersonKeys {
    fn get(&self, person: UserId) -> io::Result<Option<[u8; 32]>> {
        let path = self.file(person);
        match fs::read(&path) {
            Ok(bytes) => match <[u8; 32]>::try_from(bytes.as_slice()) {
                Ok(key) => Ok(Some(key)),
                Err(_) => Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!("{} is no key of 32 bytes; restore it from a backup", path.display()),
                )),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(named(&path, &error)),
        }
    }

    fn put(&self, person: UserId, key: &[u8; 32]) -> io::Result<()> {
        let path = self.file(person);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let new = self.folder.join(format!(".{person}.{}.{number}.new", std::process::id()));
        let kept = (|| {
            let mut file = create_private(&new)?;
            file.write_all(key)?;
            file.sync_all()?;
            // A second name is given only where there is none: unlike renaming, linking never replaces a key.
            fs::hard_link(&new, &path)
        })();
        let cleared = fs::remove_file(&new);
        kept.and(cleared).and_then(|()| sync_folder(&self.folder)).map_err(|e| named(&path, &e))
    }

    fn destroy(&self, person: UserId) -> io::Result<()> {
        let path = self.file(person);
        let destroyed = (|| {
            let mut file = fs::OpenOptions::new().write(true).open(&path)?;
            file.write_all(&[0; 32])?;
            file.sync_all()?;
            fs::remove_file(&path)?;
            sync_folder(&self.folder)
        })();
        match destroyed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other.map_err(|e| named(&path, &e)),
        }
    }
}

fn named(path: &std::path::Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Scratch;

    fn person(n: u128) -> UserId {
        UserId::new(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn a_key_is_found_again_by_another_process_and_by_nobody_else() {
        let scratch = Scratch::new();
        let data = DataDir::open(&scratch.path).unwrap();
        FilePersonKeys::open(&data).unwrap().put(person(1), &[7; 32]).unwrap();
        let again = FilePersonKeys::open(&data).unwrap();
        assert_eq!(again.get(person(1)).unwrap(), Some([7; 32]));
        assert_eq!(again.get(person(2)).unwrap(), None);
    }

    #[test]
    fn a_second_key_for_a_person_is_refused_and_the_first_one_stays() {
        let scratch = Scratch::new();
        let keys = FilePersonKeys::open(&DataDir::open(&scratch.path).unwrap()).unwrap();
        keys.put(person(1), &[7; 32]).unwrap();
        let refused = keys.put(person(1), &[8; 32]).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(keys.get(person(1)).unwrap(), Some([7; 32]));
        let names: Vec<_> = fs::read_dir(scratch.path.join("keys")).unwrap().collect();
        assert_eq!(names.len(), 1, "no temporary file stays behind: {names:?}");
    }

    #[test]
    fn of_many_who_put_a_key_at_once_exactly_one_wins() {
        let scratch = Scratch::new();
        let keys = FilePersonKeys::open(&DataDir::open(&scratch.path).unwrap()).unwrap();
        let won: Vec<u8> = std::thread::scope(|scope| {
            let tries: Vec<_> = (1..=8)
                .map(|n| {
                    let keys = &keys;
                    scope.spawn(move || keys.put(person(1), &[n; 32]).is_ok().then_some(n))
                })
                .collect();
            tries.into_iter().filter_map(|t| t.join().unwrap()).collect()
        });
        assert_eq!(won.len(), 1);
        assert_eq!(keys.get(person(1)).unwrap(), Some([won[0]; 32]));
    }

    #[test]
    fn a_destroyed_key_is_gone_even_for_those_who_hold_a_copy_of_its_name() {
        let scratch = Scratch::new();
        let keys = FilePersonKeys::open(&DataDir::open(&scratch.path).unwrap()).unwrap();
        keys.put(person(1), &[7; 32]).unwrap();
        let copy = scratch.path.join("copy");
        fs::hard_link(keys.file(person(1)), &copy).unwrap();
        keys.destroy(person(1)).unwrap();
        assert_eq!(keys.get(person(1)).unwrap(), None);
        assert_eq!(fs::read(&copy).unwrap(), [0; 32]);
        keys.destroy(person(1)).unwrap();
    }

    #[test]
    fn a_key_of_another_length_is_an_error_that_names_the_file() {
        let scratch = Scratch::new();
        let keys = FilePersonKeys::open(&DataDir::open(&scratch.path).unwrap()).unwrap();
        fs::write(keys.file(person(1)), [1; 31]).unwrap();
        let error = keys.get(person(1)).unwrap_err();
        assert!(error.to_string().contains(&person(1).to_string()), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_keys() {
        use std::os::unix::fs::PermissionsExt as _;
        let scratch = Scratch::new();
        let data = DataDir::open(&scratch.path.join("data")).unwrap();
        let keys = FilePersonKeys::open(&data).unwrap();
        keys.put(person(1), &[7; 32]).unwrap();
        let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(keys.file(person(1))), 0o600);
        assert_eq!(mode(scratch.path.join("data")), 0o700);
        assert_eq!(mode(scratch.path.join("data/keys")), 0o700);
    }
}
