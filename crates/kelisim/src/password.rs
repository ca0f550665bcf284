//! Passwords that the command line makes, and their hashes.

use anyhow::anyhow;
use argon2::{Argon2, PasswordHash, PasswordHasher};
use kelisim_app::Entropy;

/// Letters and digits that nobody mistakes for one another, 32 of them so that each byte serves without a bias.
const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A random password of four groups of four: 80 bits, readable aloud.
pub fn readable(entropy: &dyn Entropy) -> String {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    let mut out = String::with_capacity(19);
    for (i, byte) in bytes.into_iter().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push('-');
        }
        let sign = SIGNS.get(usize::from(byte % 32)).copied().unwrap_or(b'a');
        out.push(char::from(sign));
    }
    out
}

/// The argon2id hash of a password with a fresh salt, by the parameters that signing in uses: 19 MiB, two passes.
///
/// # Errors
/// When there is not enough memory.
pub fn hash(password: &str, entropy: &dyn Entropy) -> anyhow::Result<String> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| anyhow!("hashing a password: {error}"))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wiring::OsEntropy;
    use argon2::PasswordVerifier as _;

    #[test]
    fn a_password_has_four_groups_and_is_never_the_same() {
        let (one, other) = (readable(&OsEntropy), readable(&OsEntropy));
        assert_ne!(one, other);
        let groups: Vec<usize> = one.split('-').map(str::len).collect();
        assert_eq!(groups, [4, 4, 4, 4]);
        assert!(!one.contains(['l', '1', 'o', '0']), "{one}");
    }

    #[test]
    fn a_hash_takes_its_own_password_only_and_has_the_parameters_in_it() {
        let hash = hash("right", &OsEntropy).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let verify =
            |password: &str| Argon2::default().verify_password(password.as_bytes(), hash.as_str());
        assert!(verify("right").is_ok());
        assert!(verify("wrong").is_err());
    }
}
