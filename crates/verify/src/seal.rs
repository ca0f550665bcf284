//! Hashes of the sealed market, and the Merkle tree over all rows.

use std::borrow::Cow;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::canonical::quote;
use crate::rows::Row;
use crate::sha::{self, Hash, Many, Stream, TOGETHER};
use crate::tables::Files;
use crate::{hex, same, same_value};

/// Hashes of the files of a market.
pub(crate) struct Seal {
    files: Vec<(&'static str, String)>,
    /// Hash of the market.
    pub(crate) input: Hash,
    /// Known only to holders of the market.
    pub(crate) salt_key: Hash,
}

impl Seal {
    /// Hashes the files.
    pub(crate) fn new(files: &Files<'_>) -> Self {
        let mut salt = Stream::new();
        let mut all = Stream::new();
        salt.update(b"kelisim-salt-key/1\0");
        let mut named = Vec::new();
        let mut last: Hash = [0; 32];
        for (role, bytes) in &files.by_role {
            let mut own = Stream::new();
            sha::update_both(&mut own, &mut salt, [bytes, bytes]);
            last = own.finish();
            all.update(&last);
            named.push((*role, hex(&last)));
        }
        let input = if named.len() == 1 { last } else { all.finish() };
        Self { files: named, input, salt_key: salt.finish() }
    }

    /// Whether the certificate names these files.
    pub(crate) fn check(&self, body: &Value) -> Result<(), String> {
        let files: Vec<Value> = self
            .files
            .iter()
            .map(|(role, hash)| serde_json::json!({"role": role, "sha256": hash}))
            .collect();
        same_value(&body["inputs"], &Value::from(files))?;
        same(&body["input"], &hex(&self.input))
    }

    /// Whether the signature is by the key made from the market.
    pub(crate) fn check_key(&self, signature: &Value) -> Result<(), String> {
        let mut seed = Sha256::new();
        seed.update(b"kelisim-run-key/1\0");
        seed.update(self.salt_key);
        let seed = ed25519_compact::Seed::from_slice(&seed.finalize())
            .map_err(|error| error.to_string())?;
        let pair = ed25519_compact::KeyPair::from_seed(seed);
        same(&signature["key"], &hex(pair.pk.as_ref()))
    }
}

/// The leaves of rows of this market.
pub(crate) fn leaves<'a>(salt_key: &Hash, rows: impl Iterator<Item = Row<'a>>) -> Vec<Hash> {
    let mut begin = [0; 47];
    begin[..15].copy_from_slice(b"kelisim-salt/1\0");
    begin[15..].copy_from_slice(salt_key);
    let rows: Vec<Row<'_>> = rows.collect();
    let (mut many, mut leaves) = (Many::default(), Vec::with_capacity(rows.len()));
    let mut quoted = String::new();
    let mut salts = [[0; 32]; TOGETHER];
    for some in rows.chunks(TOGETHER) {
        some.iter().for_each(|row| many.add([&begin, row.id.as_bytes()]));
        let mut to = salts.iter_mut();
        many.hashes(|salt| to.by_ref().take(1).for_each(|to| *to = salt));
        for (row, salt) in some.iter().zip(&salts) {
            let id = match &row.id {
                // It stands in canonical JSON as it is.
                Cow::Borrowed(id) => id.as_bytes(),
                Cow::Owned(id) => {
                    quoted.clear();
                    quote(id, &mut quoted);
                    &quoted.as_bytes()[1..quoted.len() - 1]
                }
            };
            let place = row.place.as_bytes();
            many.add([&[0], salt, b"{\"applicant\":\"", id, b"\",\"place\":", place, b"}"]);
        }
        many.hashes(|hash| leaves.push(hash));
    }
    leaves
}

/// The leaf of a row with its salt; the place is canonical JSON.
pub(crate) fn leaf(salt: &[u8], applicant: &str, place: &str, scratch: &mut String) -> Hash {
    scratch.clear();
    scratch.push_str("{\"applicant\":");
    quote(applicant, scratch);
    scratch.push_str(",\"place\":");
    scratch.push_str(place);
    scratch.push('}');
    let mut hash = Sha256::new();
    hash.update([0]);
    hash.update(salt);
    hash.update(scratch.as_bytes());
    hash.finalize().into()
}

/// The node above two others.
pub(crate) fn node(left: &[u8], right: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

/// The root over leaves; a node without a partner moves up as it is (RFC 6962, section 2.1).
pub(crate) fn root(mut level: Vec<Hash>) -> Hash {
    if level.is_empty() {
        return Sha256::digest([]).into();
    }
    while level.len() > 1 {
        let (two, left) = level.as_chunks();
        let mut above = Vec::with_capacity(level.len().div_ceil(2));
        sha::pairs(two, |hash| above.push(hash));
        above.extend(left);
        level = above;
    }
    level.first().copied().unwrap_or_default()
}
