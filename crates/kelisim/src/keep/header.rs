//! The first 4096 bytes of a backup: what it holds, in words that a person can read.

use anyhow::{Context as _, bail};
use jiff::Timestamp;
use kelisim_domain::journal::Hash;
use kelisim_store::keep::Part;
use serde::{Deserialize, Serialize};

/// How long the header is, whatever it says.
pub const LENGTH: usize = 4096;
/// How every backup of any version begins.
const MARK: &str = "kelisim-backup/";
/// The version of the form that this executable writes and reads.
const FORM: u32 = 1;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// When the snapshot was taken: the one field that differs between two backups of one record.
    pub made_at: Timestamp,
    /// Version of the schema that the record was kept under.
    pub schema: i64,
    /// Streams of the journal.
    pub streams: u64,
    /// Entries of the journal.
    pub entries: u64,
    /// The last seal; none when nothing was sealed yet.
    pub seal: Option<LastSeal>,
    /// The parts, in the order in which they lie behind the header.
    pub parts: Vec<PartHeader>,
}

/// The last seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastSeal {
    /// Its number.
    pub number: i64,
    /// Root over the heads it covers.
    pub root: Hash,
    /// Its hash: what `kelisim journal verify --root` takes.
    pub hash: Hash,
}

/// One part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartHeader {
    /// Its name.
    pub name: String,
    /// How many records it has.
    pub records: u64,
    /// How many bytes it has in the file.
    pub stored: u64,
    /// SHA-256 of these bytes.
    pub stored_sha256: Hash,
    /// How many bytes it has when it is unpacked.
    pub content: u64,
    /// SHA-256 of these bytes: the same for the same record, on whatever database it was kept.
    pub content_sha256: Hash,
}

impl Header {
    /// The header as it stands in the file.
    ///
    /// # Errors
    /// When it is too long, which a fixed number of parts cannot make it.
    pub fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        let json = serde_json::to_string(self).context("writing the header")?;
        let mut text = format!("{MARK}{FORM}\n{json}\n");
        let hash = Hash::of(text.as_bytes());
        text.push_str(&format!("{hash}\n"));
        let mut bytes = text.into_bytes();
        if bytes.len() >= LENGTH {
            bail!("the header is longer than {LENGTH} bytes");
        }
        bytes.resize(LENGTH - 1, b' ');
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a header.
    ///
    /// # Errors
    /// When it is none, is of another version, or was changed.
    pub fn read(bytes: &[u8]) -> anyhow::Result<Self> {
        let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
        let first = lines.next().and_then(|line| std::str::from_utf8(line).ok()).unwrap_or("");
        let form = first.strip_prefix(MARK).and_then(|form| form.parse::<u32>().ok());
        let Some(form) = form else { bail!("it does not begin like a backup of Kelisim") };
        if form != FORM {
            bail!(
                "it is of form {form}, and this version of kelisim reads form {FORM} only; use the version that made it"
            );
        }
        if bytes.len() < LENGTH {
            bail!("it is cut off within its header: {} of {LENGTH} bytes are there", bytes.len());
        }
        let (json, hash) = (lines.next().unwrap_or(&[]), lines.next().unwrap_or(&[]));
        let said: Self = match serde_json::from_slice(json) {
            Ok(header) if is_hash_of(hash, first, json) => header,
            _ => bail!("its header is damaged; take another copy of it"),
        };
        // Whatever stands behind the hash is fixed too.
        if said.bytes()? != bytes {
            bail!("its header is damaged; take another copy of it");
        }
        let names: Vec<&str> = said.parts.iter().map(|part| part.name.as_str()).collect();
        if names != Part::ALL.map(Part::name) {
            bail!("its header names other parts than this version of kelisim knows");
        }
        Ok(said)
    }

    /// How long the whole file is.
    pub fn file_length(&self) -> u64 {
        self.parts.iter().fold(LENGTH as u64, |sum, part| sum.saturating_add(part.stored))
    }

    /// Where a part begins, and what is said of it.
    pub fn part(&self, part: Part) -> Option<(u64, &PartHeader)> {
        let mut at = LENGTH as u64;
        for header in &self.parts {
            if header.name == part.name() {
                return Some((at, header));
            }
            at = at.saturating_add(header.stored);
        }
        None
    }
}

fn is_hash_of(hash: &[u8], first: &str, json: &[u8]) -> bool {
    let mut text = format!("{first}\n").into_bytes();
    text.extend_from_slice(json);
    text.push(b'\n');
    hash == Hash::of(&text).to_string().as_bytes()
}
