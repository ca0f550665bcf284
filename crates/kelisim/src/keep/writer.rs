//! Writes a backup: under another name until it is whole, checked and on the disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use kelisim_domain::journal::Hash;
use kelisim_domain::journal::seal::{Head, SealFault};
use kelisim_store::Store;
use kelisim_store::keep::{CarryError, Check, Part, Record, Snapshot};
use kelisim_store::verify::Fault;
use sha2::{Digest as _, Sha256};

use super::header::{self, Header, LastSeal, PartHeader};
use super::{BackupFile, Progress, line};
use crate::wiring::{create_private, sync_folder};

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Where it lies.
    pub path: PathBuf,
    /// What it holds.
    pub header: Header,
    /// How long it is.
    pub bytes: u64,
    /// How long it took.
    pub took: Duration,
}

/// The record itself does not hold: no copy of it would be a good one.
#[derive(Debug)]
pub struct Unsound(pub String);

impl std::fmt::Display for Unsound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the record does not hold, so that no backup of it was kept: {}", self.0)
    }
}

impl std::error::Error for Unsound {}

/// There is no room where the backup was to lie.
#[derive(Debug)]
pub struct NoRoom(String);

impl std::fmt::Display for NoRoom {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "there is no room left in {}; make room and start again, nothing was kept",
            self.0
        )
    }
}

impl std::error::Error for NoRoom {}

/// Told how many records of how many are written.
pub type Tell = dyn Fn(u64, u64) + Send + Sync;

/// Refuses a database whose schema is not the one of this executable: a backup never changes what it copies.
///
/// # Errors
/// When the schema is another one, or there is none.
pub async fn schema_fits(store: &dyn Store) -> anyhow::Result<()> {
    let place = store.describe();
    match store.schema_found().await.with_context(|| format!("reading the schema of {place}"))? {
        None => bail!("{place} holds no record"),
        Some(found) if found < store.schema() => bail!(
            "{place} has the schema of an older version ({found}, here {}); start `kelisim serve` of this version on it once, or use the version that wrote it",
            store.schema()
        ),
        Some(found) if found > store.schema() => bail!(
            "{place} has the schema of a newer version of kelisim ({found}, here {}); use that version",
            store.schema()
        ),
        Some(_) => Ok(()),
    }
}

/// Writes the record as of now to a file that is not there yet.
///
/// Writers go on. The file has its name only when it is whole, was read again and lies on the disk; what was begun and
/// is not finished is removed.
///
/// # Errors
/// When there is such a file, the store or the disk fails, or the record does not hold ([`Unsound`]).
pub async fn write(store: &dyn Store, to: &Path, now: Timestamp) -> anyhow::Result<Made> {
    write_told(store, to, now, &|_, _| {}).await
}

/// The same, telling how far it has come.
///
/// # Errors
/// As [`write()`].
pub async fn write_told(
    store: &dyn Store,
    to: &Path,
    now: Timestamp,
    tell: &Tell,
) -> anyhow::Result<Made> {
    schema_fits(store).await?;
    let temporary = Temporary::beside(to)?;
    let file = temporary.file.try_clone().context("opening the file a second time")?;
    let mut snapshot = store.snapshot().await.context("reading the record")?;
    let mut total = 0;
    for part in Part::ALL {
        total += snapshot.count(part).await.context("counting the records")?;
    }
    let mut progress = Progress::new("records", total);
    let mut writer = Writer::on(file).map_err(|error| no_room(to, error))?;
    let mut check = Check::default();
    for part in Part::ALL {
        writer.begin(part);
        loop {
            let page =
                Snapshot::next(snapshot.as_mut(), part).await.context("reading the record")?;
            if page.is_empty() {
                break;
            }
            sound(&mut check, part, &page, snapshot.as_mut()).await?;
            progress.add(page.len() as u64);
            tell(progress.done(), total);
            writer = tokio::task::spawn_blocking(move || writer.put(&page).map(|()| writer))
                .await
                .context("packing the record")?
                .map_err(|error| no_room(to, error))?;
        }
        writer = tokio::task::spawn_blocking(move || writer.end().map(|()| writer))
            .await
            .context("packing the record")?
            .map_err(|error| no_room(to, error))?;
    }
    drop(snapshot);
    let header = writer.finish(now, store.schema()).map_err(|error| no_room(to, error))?;
    let bytes = header.file_length();
    let at = temporary.path.clone();
    let read = tokio::task::spawn_blocking(move || BackupFile::open(&at)).await;
    read.context("reading the backup again")?.context("reading the backup again")?;
    temporary.keep(to).with_context(|| format!("giving the backup its name {}", to.display()))?;
    Ok(Made { path: to.to_owned(), header, bytes, took: progress.took() })
}

/// Checks a page of the record, so that no backup is called good that could not be restored.
async fn sound(
    check: &mut Check,
    part: Part,
    page: &[Record],
    snapshot: &mut dyn Snapshot,
) -> anyhow::Result<()> {
    let unsound = |error: CarryError| Unsound(format!("{:#}", anyhow!(error)));
    check.see(part, page).map_err(unsound)?;
    for record in page {
        let Record::Seal(seal, _) = record else { continue };
        let missing = snapshot.missing_heads(seal.number).await.context("reading the record")?;
        if let Some(Head { stream, version, .. }) = missing.first().copied() {
            let fault = SealFault::Entry { number: seal.number, stream, version };
            return Err(unsound(Fault::from(fault).into()).into());
        }
    }
    Ok(())
}

/// Says where there is no room.
fn no_room(to: &Path, error: io::Error) -> anyhow::Error {
    let folder = folder_of(to).display().to_string();
    if error.kind() == io::ErrorKind::StorageFull {
        anyhow!(NoRoom(folder))
    } else {
        anyhow!(error).context(format!("writing in {folder}"))
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// A file under a name that begins with a dot, locked, until it gets its own name. Removed when dropped before.
struct Temporary {
    path: PathBuf,
    file: File,
    kept: bool,
}

impl Temporary {
    fn beside(to: &Path) -> anyhow::Result<Self> {
        let folder = folder_of(to);
        if !folder.is_dir() {
            bail!("there is no folder {}; make it first", folder.display());
        }
        refuse_taken(to)?;
        let name = to.file_name().context("the backup needs a name of its own")?.to_string_lossy();
        clear(folder);
        let path = folder.join(format!(".{name}.{}.new", std::process::id()));
        let file = create_private(&path)
            .with_context(|| format!("making a file in {}", folder.display()))?;
        // Whoever clears up later sees by the lock that somebody is still writing. File systems without locks have none.
        let _ = file.try_lock();
        Ok(Self { path, file, kept: false })
    }

    fn keep(mut self, to: &Path) -> anyhow::Result<()> {
        self.file.sync_all()?;
        refuse_taken(to)?;
        fs::rename(&self.path, to)?;
        self.kept = true;
        Ok(sync_folder(folder_of(to))?)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.kept {
            // What stays behind is cleared by the next backup.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn refuse_taken(to: &Path) -> anyhow::Result<()> {
    if fs::symlink_metadata(to).is_ok() {
        bail!("{} is there already; name another file, or move that one away", to.display());
    }
    Ok(())
}

/// Removes what a killed process left half-written in a folder.
pub fn clear(folder: &Path) {
    let Ok(listing) = fs::read_dir(folder) else { return };
    for entry in listing.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !(name.starts_with('.') && name.ends_with(".new")) {
            continue;
        }
        let Ok(file) = File::options().read(true).write(true).open(entry.path()) else { continue };
        // Ours begin with a page of zeros until the header is there, or with the mark of the form.
        if begins_like_ours(&file) && file.try_lock().is_ok() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn begins_like_ours(file: &File) -> bool {
    use std::io::Read as _;
    let mut first = Vec::new();
    let read = file.take(14).read_to_end(&mut first).is_ok();
    read && (first.iter().all(|byte| *byte == 0)
        || first == b"kelisim-backup"
        || first == b"kelisim-keys/1")
}

/// Counts and hashes what goes through to the file.
struct Stored {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Stored {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Counts and hashes what is packed.
struct Packing {
    gz: GzEncoder<Stored>,
    hash: Sha256,
    bytes: u64,
}

impl Write for Packing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.gz.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.gz.flush()
    }
}

/// Where the writer stands.
enum Standing {
    Between(BufWriter<File>),
    Within(Part, u64, Box<Packing>),
    /// Only while it goes from one to the other, and after an error.
    Broken,
}

/// Writes parts one after another behind room for a header.
struct Writer {
    standing: Standing,
    parts: Vec<PartHeader>,
    streams: u64,
    entries: u64,
    seal: Option<LastSeal>,
}

fn hash_of(hash: Sha256) -> Hash {
    Hash(hash.finalize().into())
}

fn broken() -> io::Error {
    io::Error::other("the backup was given up")
}

impl Writer {
    fn on(mut file: File) -> io::Result<Self> {
        file.write_all(&[0; header::LENGTH])?;
        let standing = Standing::Between(BufWriter::with_capacity(1 << 18, file));
        Ok(Self { standing, parts: Vec::new(), streams: 0, entries: 0, seal: None })
    }

    fn begin(&mut self, part: Part) {
        self.standing = match std::mem::replace(&mut self.standing, Standing::Broken) {
            Standing::Between(file) => {
                let stored = Stored { file, hash: Sha256::new(), bytes: 0 };
                let gz = GzEncoder::new(stored, Compression::new(6));
                Standing::Within(part, 0, Box::new(Packing { gz, hash: Sha256::new(), bytes: 0 }))
            }
            other => other,
        };
    }

    fn put(&mut self, page: &[Record]) -> io::Result<()> {
        let Standing::Within(_, records, packing) = &mut self.standing else {
            return Err(broken());
        };
        for record in page {
            line::put(packing, record)?;
            *records += 1;
            match record {
                Record::Stream(stream) => {
                    self.streams += 1;
                    self.entries += stream.entries.len() as u64;
                }
                Record::Seal(seal, _) => {
                    let (number, root, hash) = (seal.number, seal.root, seal.hash);
                    self.seal = Some(LastSeal { number, root, hash });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        let Standing::Within(part, records, packing) =
            std::mem::replace(&mut self.standing, Standing::Broken)
        else {
            return Err(broken());
        };
        let stored = packing.gz.finish()?;
        self.parts.push(PartHeader {
            name: part.name().to_owned(),
            records,
            stored: stored.bytes,
            stored_sha256: hash_of(stored.hash),
            content: packing.bytes,
            content_sha256: hash_of(packing.hash),
        });
        self.standing = Standing::Between(stored.file);
        Ok(())
    }

    /// Writes the header into its room and everything to the disk.
    fn finish(self, made_at: Timestamp, schema: i64) -> io::Result<Header> {
        let Standing::Between(file) = self.standing else { return Err(broken()) };
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let header = Header {
            made_at,
            schema,
            streams: self.streams,
            entries: self.entries,
            seal: self.seal,
            parts: self.parts,
        };
        let bytes = header.bytes().map_err(io::Error::other)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        Ok(header)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_named_as_such() {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let Err(error) = Writer::on(full) else { panic!("nothing can be written there") };
        let told = format!("{:#}", no_room(Path::new("folder/file"), error));
        assert!(told.contains("no room left in folder"), "{told}");
    }
}
