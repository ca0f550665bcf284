//! The lottery that anyone can repeat.
//!
//! Key of an applicant = SHA-256("kelisim-lottery/1" ‖ 0x00 ‖ seed ‖ UTF-8 id); the smaller key comes first.
//! Each key depends on its own id alone, so a late withdrawal moves nobody else's number.

use sha2::{Digest, Sha256};

use crate::merkle::Hash;

/// The lottery key of an id under a seed.
#[must_use]
pub fn key(seed: &[u8], id: &str) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"kelisim-lottery/1\0");
    hash.update(seed);
    hash.update(id.as_bytes());
    hash.finalize().into()
}

/// The seed drawn from a sealed input and a public value that nobody knew when it was sealed:
/// SHA-256("kelisim-seed/1" ‖ 0x00 ‖ input hash ‖ public value).
#[must_use]
pub fn seed(input: &Hash, public: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"kelisim-seed/1\0");
    hash.update(input);
    hash.update(public);
    hash.finalize().into()
}

/// The public value of a commit–reveal: SHA-256 over the revealed values, each preceded by its length in bytes
/// as eight big-endian bytes, in the order in which the commitments are listed.
#[must_use]
pub fn reveal<'a>(values: impl IntoIterator<Item = &'a [u8]>) -> Hash {
    let mut hash = Sha256::new();
    for value in values {
        hash.update((value.len() as u64).to_be_bytes());
        hash.update(value);
    }
    hash.finalize().into()
}

/// SHA-256, which a drand beacon applies to its signature to make its randomness.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// How equals are ordered: by key, or for reproduction by a list that was drawn elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Draw {
    /// No draw was announced.
    #[default]
    None,
    /// Keys under this seed.
    Seed(Vec<u8>),
    /// Ids in the order drawn.
    Order(Vec<String>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merkle::hex;

    /// `printf 'kelisim-lottery/1\0\x01\x02aida' | sha256sum`
    #[test]
    fn the_key_is_what_sha256sum_prints() {
        assert_eq!(hex(&key(&[1, 2], "aida")), KEY_AIDA);
    }

    const KEY_AIDA: &str = "2b0d59a4d77f97878d33037e92699c2ab4deb1071908b7ee96550f0390541586";
}
