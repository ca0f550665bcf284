//! Entries and the chain of one stream.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::canonical::{CanonicalError, to_canonical};
use crate::edtf::Edtf;
use crate::id::{SourceId, StreamId, UserId};

/// A SHA-256 value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first entry of a stream and the first seal point back to.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The first ten digits, enough to recognise a hash by eye.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string().chars().take(10).collect()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        Self::from_hex(&text).ok_or_else(|| serde::de::Error::custom("not 64 hexadecimal digits"))
    }
}

/// What is to be written, before it has its place in a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// `aggregate.event`, for example `commitment.restated`.
    pub kind: String,
    /// When it was recorded, exact to the microsecond.
    pub recorded_at: Timestamp,
    /// From when what it says holds, where the statement says so.
    pub valid_from: Option<Edtf>,
    /// From which day it could be known: the publication date of its source, else the day it was entered.
    pub known_on: Date,
    /// Who wrote it; nobody for the first administrator and for loaded demonstrations.
    pub actor: Option<UserId>,
    /// The source it rests on.
    pub source: Option<SourceId>,
    /// The event as canonical JSON.
    pub payload: String,
}

/// An entry in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose history it belongs to.
    pub stream: StreamId,
    /// Its place in the stream, from 1.
    pub version: i64,
    /// What it says.
    pub new: NewEntry,
    /// The hash of the entry before it; [`Hash::ZERO`] for the first.
    pub prev: Hash,
    /// Its own hash over everything above.
    pub hash: Hash,
}

impl Entry {
    /// Puts an entry in its place behind `prev`.
    ///
    /// The hash is SHA-256 over `kelisim-entry/1`, a zero byte, and the canonical JSON of all its fields.
    ///
    /// # Errors
    /// When the payload is not JSON or has no canonical form.
    pub fn chain(
        stream: StreamId,
        version: i64,
        new: NewEntry,
        prev: Hash,
    ) -> Result<Self, CanonicalError> {
        let hash = digest(stream, version, &new, prev)?;
        Ok(Self { stream, version, new, prev, hash })
    }
}

#[derive(Serialize)]
struct Hashed<'a> {
    actor: Option<UserId>,
    kind: &'a str,
    known_on: Date,
    payload: serde_json::Value,
    prev: Hash,
    recorded_at: i64,
    source: Option<SourceId>,
    stream: StreamId,
    valid_from: Option<Edtf>,
    version: i64,
}

fn digest(
    stream: StreamId,
    version: i64,
    new: &NewEntry,
    prev: Hash,
) -> Result<Hash, CanonicalError> {
    let text = to_canonical(&Hashed {
        actor: new.actor,
        kind: &new.kind,
        known_on: new.known_on,
        payload: serde_json::from_str(&new.payload)?,
        prev,
        recorded_at: new.recorded_at.as_microsecond(),
        source: new.source,
        stream,
        valid_from: new.valid_from,
        version,
    })?;
    let mut hasher = Sha256::new();
    hasher.update(b"kelisim-entry/1\0");
    hasher.update(text.as_bytes());
    Ok(Hash(hasher.finalize().into()))
}

/// The first entry of a stream that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// A version is missing or doubled.
    #[error("stream {stream}: version {expected} is missing, {found} stands there")]
    Gap {
        /// The stream.
        stream: StreamId,
        /// The version that should stand here.
        expected: i64,
        /// The version that does.
        found: i64,
    },
    /// The entry does not point to the one before it.
    #[error("stream {stream}: version {version} does not follow the entry before it")]
    Broken {
        /// The stream.
        stream: StreamId,
        /// The entry.
        version: i64,
    },
    /// The entry's content is not what was hashed.
    #[error("stream {stream}: version {version} was changed after it was written")]
    Changed {
        /// The stream.
        stream: StreamId,
        /// The entry.
        version: i64,
    },
}

/// Checks the entries of one stream, in order of version, and returns the hash of the last.
///
/// # Errors
/// The first fault found.
pub fn verify_chain<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
) -> Result<(i64, Hash), ChainFault> {
    let (mut version, mut prev) = (0, Hash::ZERO);
    for entry in entries {
        version += 1;
        let stream = entry.stream;
        if entry.version != version {
            return Err(ChainFault::Gap { stream, expected: version, found: entry.version });
        }
        if entry.prev != prev {
            return Err(ChainFault::Broken { stream, version });
        }
        match digest(stream, version, &entry.new, prev) {
            Ok(hash) if hash == entry.hash => prev = hash,
            _ => return Err(ChainFault::Changed { stream, version }),
        }
    }
    Ok((version, prev))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    pub(crate) fn chain_of(n: i64) -> Vec<Entry> {
        let stream = StreamId::new(Uuid::from_u128(7));
        let mut prev = Hash::ZERO;
        (1..=n)
            .map(|version| {
                let new = NewEntry {
                    kind: "commitment.restated".to_owned(),
                    recorded_at: Timestamp::from_microsecond(1_000 + version).unwrap(),
                    valid_from: Some("2026".parse().unwrap()),
                    known_on: date(2026, 1, 16),
                    actor: None,
                    source: None,
                    payload: format!("{{\"n\":{version}}}"),
                };
                let entry = Entry::chain(stream, version, new, prev).unwrap();
                prev = entry.hash;
                entry
            })
            .collect()
    }

    #[test]
    fn an_untouched_chain_verifies_and_gives_its_head() {
        let chain = chain_of(5);
        assert_eq!(verify_chain(&chain), Ok((5, chain[4].hash)));
    }

    #[test]
    fn the_first_bad_entry_is_named() {
        let stream = chain_of(1)[0].stream;
        let mut chain = chain_of(5);
        chain[2].new.payload = "{\"n\":9}".to_owned();
        assert_eq!(verify_chain(&chain), Err(ChainFault::Changed { stream, version: 3 }));
        let mut chain = chain_of(5);
        chain.remove(1);
        assert_eq!(verify_chain(&chain), Err(ChainFault::Gap { stream, expected: 2, found: 3 }));
        let mut chain = chain_of(5);
        chain[3].prev = Hash::of(b"elsewhere");
        assert_eq!(verify_chain(&chain), Err(ChainFault::Broken { stream, version: 4 }));
    }

    proptest! {
        #[test]
        fn any_changed_field_is_noticed(at in 0usize..4, field in 0u8..7) {
            let mut chain = chain_of(4);
            let new = &mut chain[at].new;
            match field {
                0 => new.kind.push('x'),
                1 => new.recorded_at = Timestamp::from_microsecond(5).unwrap(),
                2 => new.valid_from = None,
                3 => new.known_on = date(2026, 1, 17),
                4 => new.actor = Some(UserId::new(Uuid::from_u128(1))),
                5 => new.source = Some(SourceId::new(Uuid::from_u128(1))),
                _ => new.payload = "{}".to_owned(),
            }
            prop_assert!(verify_chain(&chain).is_err());
        }
    }

    #[test]
    fn white_space_and_key_order_of_a_payload_do_not_matter_only_its_value() {
        let mut chain = chain_of(1);
        chain[0].new.payload = "{ \"n\" : 1 }".to_owned();
        assert!(verify_chain(&chain).is_ok());
    }
}
