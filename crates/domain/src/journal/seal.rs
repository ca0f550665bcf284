//! Seals: roots over the heads of streams, chained, so that a root kept outside proves the journal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Hash, merkle};
use crate::canonical::{CanonicalError, to_canonical};
use crate::id::StreamId;

/// The last entry of a stream at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Head {
    /// The stream.
    pub stream: StreamId,
    /// Version of its last entry.
    pub version: i64,
    /// Hash of its last entry.
    pub hash: Hash,
}

/// A root over the heads of the streams that changed since the seal before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// Number, from 1 without gaps.
    pub number: i64,
    /// When it was made.
    pub sealed_at: Timestamp,
    /// How many heads it covers.
    pub heads: i64,
    /// Merkle root over the heads, sorted by stream.
    pub root: Hash,
    /// Hash of the seal before; [`Hash::ZERO`] for the first.
    pub prev: Hash,
    /// Its own hash: this is what is exported and printed.
    pub hash: Hash,
}

/// A seal that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealFault {
    /// Numbers are not 1, 2, 3 and so on.
    #[error("seal {expected} is missing, {found} stands there")]
    Gap {
        /// The number that should stand here.
        expected: i64,
        /// The number that does.
        found: i64,
    },
    /// The seal does not follow the one before it, or was changed.
    #[error("seal {number} was changed or does not follow the seal before it")]
    Broken {
        /// The seal.
        number: i64,
    },
    /// The heads kept with the seal do not give its root.
    #[error("seal {number}: its heads do not give its root")]
    Heads {
        /// The seal.
        number: i64,
    },
    /// A sealed entry is gone or has another hash.
    #[error("seal {number}: stream {stream} version {version} is missing or was changed")]
    Entry {
        /// The seal.
        number: i64,
        /// The stream.
        stream: StreamId,
        /// The sealed version.
        version: i64,
    },
    /// A root held outside is not among the seals.
    #[error("no seal has the root held outside: {root}")]
    Outside {
        /// What was held outside.
        root: Hash,
    },
}

/// Merkle root over heads; they are sorted by stream first.
#[must_use]
pub fn root_over(heads: &[Head]) -> Hash {
    let mut heads = heads.to_vec();
    heads.sort();
    let leaves = heads
        .iter()
        .map(|head| {
            let mut bytes = [0; 56];
            let (stream, rest) = bytes.split_at_mut(16);
            let (version, hash) = rest.split_at_mut(8);
            stream.copy_from_slice(head.stream.uuid().as_bytes());
            version.copy_from_slice(&head.version.to_be_bytes());
            hash.copy_from_slice(&head.hash.0);
            merkle::leaf(&bytes)
        })
        .collect();
    merkle::root(leaves)
}

impl Seal {
    /// Makes the seal that follows `prev` (number and hash; none for the first).
    ///
    /// # Errors
    /// Never in practice; the canonical form of a seal always exists.
    pub fn over(
        prev: Option<(i64, Hash)>,
        sealed_at: Timestamp,
        heads: &[Head],
    ) -> Result<Self, CanonicalError> {
        let (number, prev) = prev.map_or((1, Hash::ZERO), |(number, hash)| (number + 1, hash));
        let mut seal = Self {
            number,
            sealed_at,
            heads: i64::try_from(heads.len()).unwrap_or(i64::MAX),
            root: root_over(heads),
            prev,
            hash: Hash::ZERO,
        };
        seal.hash = seal.digest()?;
        Ok(seal)
    }

    fn digest(&self) -> Result<Hash, CanonicalError> {
        let text = to_canonical(&serde_json::json!({
            "form": "kelisim-seal/1",
            "number": self.number,
            "sealed_at": self.sealed_at.as_microsecond(),
            "heads": self.heads,
            "root": self.root,
            "prev": self.prev,
        }))?;
        Ok(Hash::of(text.as_bytes()))
    }

    /// Checks that this seal follows `prev` and that `heads` give its root.
    ///
    /// # Errors
    /// The fault found.
    pub fn verify(&self, prev: Option<(i64, Hash)>, heads: &[Head]) -> Result<(), SealFault> {
        let (expected, before) = prev.map_or((1, Hash::ZERO), |(number, hash)| (number + 1, hash));
        if self.number != expected {
            return Err(SealFault::Gap { expected, found: self.number });
        }
        if self.prev != before || self.digest().ok() != Some(self.hash) {
            return Err(SealFault::Broken { number: self.number });
        }
        if usize::try_from(self.heads) != Ok(heads.len()) || root_over(heads) != self.root {
            return Err(SealFault::Heads { number: self.number });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn heads(n: u128) -> Vec<Head> {
        (0..n)
            .map(|i| Head {
                stream: StreamId::new(Uuid::from_u128(i)),
                version: 3,
                hash: Hash::of(&i.to_be_bytes()),
            })
            .collect()
    }

    #[test]
    fn order_of_heads_does_not_matter_and_each_of_them_does() {
        let mut turned = heads(9);
        turned.reverse();
        assert_eq!(root_over(&turned), root_over(&heads(9)));
        for i in 0..9 {
            let mut changed = heads(9);
            changed[i].version = 2;
            assert_ne!(root_over(&changed), root_over(&heads(9)));
        }
    }

    #[test]
    fn a_changed_missing_or_swapped_seal_is_noticed() {
        let at = Timestamp::from_second(1).unwrap();
        let first = Seal::over(None, at, &heads(2)).unwrap();
        let second = Seal::over(Some((1, first.hash)), at, &heads(3)).unwrap();
        assert_eq!(first.verify(None, &heads(2)), Ok(()));
        assert_eq!(second.verify(Some((1, first.hash)), &heads(3)), Ok(()));
        assert_eq!(second.verify(None, &heads(3)), Err(SealFault::Gap { expected: 1, found: 2 }));
        assert_eq!(
            second.verify(Some((1, first.hash)), &heads(4)),
            Err(SealFault::Heads { number: 2 })
        );
        let changed = Seal { heads: 4, ..second };
        assert_eq!(
            changed.verify(Some((1, first.hash)), &heads(3)),
            Err(SealFault::Broken { number: 2 })
        );
    }
}
