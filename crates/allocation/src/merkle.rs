//! A Merkle tree over salted rows: each person can prove their own row, and learns nothing of another's.
//!
//! leaf = SHA-256(0x00 ‖ salt ‖ row), node = SHA-256(0x01 ‖ left ‖ right); a node without a partner moves up as it is,
//! which is the tree of RFC 6962, section 2.1. The salt of a row is SHA-256("kelisim-salt/1" ‖ 0x00 ‖ salt key ‖ id).

use sha2::{Digest, Sha256};

/// A SHA-256 value.
pub type Hash = [u8; 32];

/// The salt of one applicant's row.
#[must_use]
pub fn salt(key: &Hash, applicant: &str) -> Hash {
    let mut hash = Sha256::new();
    hash.update(b"kelisim-salt/1\0");
    hash.update(key);
    hash.update(applicant.as_bytes());
    hash.finalize().into()
}

/// The hash of one salted row; `row` is its canonical JSON.
#[must_use]
pub fn leaf(salt: &Hash, row: &str) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0]);
    hash.update(salt);
    hash.update(row.as_bytes());
    hash.finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut hash = Sha256::new();
    hash.update([1]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

/// The root over the leaves; of no leaves, SHA-256 of nothing.
#[must_use]
pub fn root(mut level: Vec<Hash>) -> Hash {
    if level.is_empty() {
        return Sha256::digest([]).into();
    }
    while level.len() > 1 {
        level = parents(&level);
    }
    level[0]
}

fn parents(level: &[Hash]) -> Vec<Hash> {
    level
        .chunks(2)
        .map(|pair| if pair.len() == 2 { node(&pair[0], &pair[1]) } else { pair[0] })
        .collect()
}

/// One step of a proof: the partner's hash and on which side it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Whether the partner stands to the left.
    pub left: bool,
    /// The partner's hash.
    pub hash: Hash,
}

/// The partners from leaf `at` up to the root; empty when `at` is not a leaf.
#[must_use]
pub fn proof(mut level: Vec<Hash>, mut at: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    if at >= level.len() {
        return steps;
    }
    while level.len() > 1 {
        if let Some(&hash) = level.get(at ^ 1) {
            steps.push(Step { left: at % 2 == 1, hash });
        }
        level = parents(&level);
        at /= 2;
    }
    steps
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Bytes of a hexadecimal text of even length.
#[must_use]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    digits
        .len()
        .is_multiple_of(2)
        .then(|| digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leaf_of_every_small_tree_proves_itself_and_no_other() {
        for size in 1..=17_u8 {
            let leaves: Vec<Hash> = (0..size).map(|i| leaf(&[i; 32], "row")).collect();
            let top = root(leaves.clone());
            for (at, own) in leaves.iter().enumerate() {
                let climb = |start: Hash| {
                    proof(leaves.clone(), at).iter().fold(start, |hash, step| {
                        if step.left { node(&step.hash, &hash) } else { node(&hash, &step.hash) }
                    })
                };
                assert_eq!(climb(*own), top);
                assert_ne!(climb([9; 32]), top);
            }
        }
    }

    #[test]
    fn hexadecimal_goes_both_ways() {
        assert_eq!(unhex(&hex(&[0, 9, 0xab, 0xff])), Some(vec![0, 9, 0xab, 0xff]));
        assert_eq!(unhex("abc"), None);
        assert_eq!(unhex("zz"), None);
    }
}
