//! Hashes of the sealed market, and the Merkle tree over all rows.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::canonical::quote;
use crate::rows::Row;
use crate::tables::Files;
use crate::{hex, same, same_value};

/// A SHA-256.
pub(crate) type Hash = [u8; 32];

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
        let mut salt = Sha256::new();
        let mut all = Sha256::new();
        salt.update(b"kelisim-salt-key/1\0");
        let mut named = Vec::new();
        let mut last: Hash = [0; 32];
        for (role, bytes) in &files.by_role {
            salt.update(bytes);
            last = Sha256::digest(bytes).into();
            all.update(last);
            named.push((*role, hex(&last)));
        }
        let input = if named.len() == 1 { last } else { all.finalize().into() };
        Self { files: named, input, salt_key: salt.finalize().into() }
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

/// The leaf of a row of this market; `scratch` is room to write in.
pub(crate) fn row(salt_key: &Hash, row: &Row<'_>, scratch: &mut String) -> Hash {
    let mut salt = Sha256::new();
    salt.update(b"kelisim-salt/1\0");
    salt.update(salt_key);
    salt.update(row.id.as_bytes());
    leaf(&salt.finalize(), &row.id, row.place, scratch)
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
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => node(left, right),
                [only, ..] => *only,
                [] => [0; 32],
            })
            .collect();
    }
    level.first().copied().unwrap_or_default()
}
