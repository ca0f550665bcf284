//! The data folder: keys of persons, exported seals, and the database file when none is named.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// A folder that only its owner can enter.
#[derive(Debug, Clone)]
pub struct DataDir {
    path: PathBuf,
}

impl DataDir {
    /// Opens the folder, making it when it is not there.
    ///
    /// # Errors
    /// When it cannot be made, or something else lies there.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        make(path).with_context(|| {
            format!(
                "making the data folder {}; name a folder you may write to with --data",
                path.display()
            )
        })?;
        Ok(Self { path: path.to_owned() })
    }

    /// A file in the folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// A folder in the folder, made when it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = self.path.join(name);
        make(&path).with_context(|| format!("making the folder {}", path.display()))?;
        Ok(path)
    }
}

fn make(path: &Path) -> std::io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A new file that only its owner can read. Fails when there is one already.
pub fn create_private(path: &Path) -> std::io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes the names in a folder durable.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    // Only Unix can open a folder for this; elsewhere the file system keeps names by itself.
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Writes a file durably, in the place of an older one: a reader sees the old one or the new one, never a part.
///
/// # Errors
/// When the folder cannot be written.
pub fn replace(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let path = folder.join(name);
    let new = folder.join(format!(".{name}.{}.new", std::process::id()));
    // What a stopped process of the same number left behind is of no use.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = create_private(&new)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&new, &path)?;
    sync_folder(folder)?;
    Ok(path)
}
