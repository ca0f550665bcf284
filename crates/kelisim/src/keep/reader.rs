//! Reads a backup: checked as a whole first, then part by part.

use std::fs::File;
use std::io::{BufReader, Read, Seek as _, SeekFrom, Take};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use async_trait::async_trait;
use flate2::read::GzDecoder;
use kelisim_domain::journal::Hash;
use kelisim_store::keep::{CarryError, Part, Record, Records};
use sha2::{Digest as _, Sha256};

use super::header::{self, Header};
use super::line;

/// Records of one page.
const PAGE: usize = 500;
/// Entries or bytes of one page, roughly.
const WEIGHT: usize = 4 << 20;

/// A backup whose every byte was found as its header says.
pub struct BackupFile {
    path: PathBuf,
    header: Header,
    open: Option<(Part, BufReader<GzDecoder<Take<File>>>)>,
}

impl BackupFile {
    /// Reads the whole file and compares it with its header.
    ///
    /// # Errors
    /// When it is no backup, is cut off or damaged, or is of another form.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        Self::open_told(path, &mut |_, _| {})
    }

    /// The same, telling how many bytes of how many are read.
    ///
    /// # Errors
    /// As [`BackupFile::open`].
    pub fn open_told(path: &Path, tell: &mut dyn FnMut(u64, u64)) -> anyhow::Result<Self> {
        let named = || format!("{} cannot be used", path.display());
        Self::check(path, tell).with_context(named)
    }

    fn check(path: &Path, tell: &mut dyn FnMut(u64, u64)) -> anyhow::Result<Self> {
        let header = Self::header(path)?;
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(header::LENGTH as u64))?;
        let (mut done, total) = (header::LENGTH as u64, header.file_length());
        for part in &header.parts {
            let more = &mut |bytes: usize| {
                done = done.saturating_add(bytes as u64);
                tell(done, total);
            };
            if hash(&mut (&mut file).take(part.stored), more)? != part.stored_sha256 {
                bail!(
                    "it is damaged in its part {}; take another copy of it, or an older one",
                    part.name
                );
            }
        }
        Ok(Self { path: path.to_owned(), header, open: None })
    }

    /// Reads the header alone, and whether the file is as long as it says.
    ///
    /// # Errors
    /// As [`BackupFile::open`], but for damage behind the header.
    pub fn header(path: &Path) -> anyhow::Result<Header> {
        let file = File::open(path).context("opening it")?;
        let length = file.metadata().context("asking its length")?.len();
        let mut first = Vec::new();
        file.take(header::LENGTH as u64).read_to_end(&mut first).context("reading it")?;
        let header = Header::read(&first)?;
        let whole = header.file_length();
        if length < whole {
            bail!("it is cut off: {length} of {whole} bytes are there; take another copy of it");
        }
        if length > whole {
            bail!("{} bytes stand behind its end; take another copy of it", length - whole);
        }
        Ok(header)
    }

    /// What it says of itself.
    pub const fn said(&self) -> &Header {
        &self.header
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn page(&mut self, part: Part) -> std::io::Result<Vec<Record>> {
        if self.open.as_ref().is_none_or(|(open, _)| *open != part) {
            let Some((at, said)) = self.header.part(part) else { return Ok(Vec::new()) };
            let mut file = File::open(&self.path)?;
            file.seek(SeekFrom::Start(at))?;
            let packed = GzDecoder::new(file.take(said.stored));
            self.open = Some((part, BufReader::with_capacity(1 << 17, packed)));
        }
        let Some((_, from)) = &mut self.open else { return Ok(Vec::new()) };
        let (mut page, mut weight) = (Vec::new(), 0);
        while page.len() < PAGE && weight < WEIGHT {
            let Some(record) = line::take(from, part)? else { break };
            weight += match &record {
                Record::Stream(stream) => stream.entries.len() * 2_000,
                Record::Seal(_, heads) => heads.len() * 100,
                Record::Blob(_, bytes) => bytes.len(),
                _ => 100,
            };
            page.push(record);
        }
        Ok(page)
    }
}

/// The hash of all there is to read; `more` is told how many bytes came each time.
fn hash(from: &mut dyn Read, more: &mut dyn FnMut(usize)) -> std::io::Result<Hash> {
    let mut hash = Sha256::new();
    let mut bytes = vec![0; 1 << 17];
    loop {
        match from.read(&mut bytes)? {
            0 => return Ok(Hash(hash.finalize().into())),
            read => {
                hash.update(&bytes[..read]);
                more(read);
            }
        }
    }
}

#[async_trait]
impl Records for BackupFile {
    async fn next(&mut self, part: Part) -> Result<Vec<Record>, CarryError> {
        self.page(part).map_err(|error| CarryError::Origin(Box::new(error)))
    }
}
