//! What turned up after the sealing of a market: a round of a beacon, or the values that parties revealed.
//!
//! A round is taken only with its signature, which is checked here, without a network, against the public key of the
//! announced network.

use std::path::Path;

use drand_verify::{G1Pubkey, G2PubkeyRfc, Pubkey, VerificationError};
use kelisim_allocation::canonical::{Json, count, object, text};
use kelisim_allocation::compile::PublicValue;
use kelisim_allocation::lottery;
use kelisim_allocation::market::Market;
use kelisim_allocation::merkle::{hex, unhex};
use kelisim_allocation::problem::Problems;
use serde_json::Value;

use crate::market_file::{DrawFiles, Failure, small};

/// Networks whose rounds can be checked: chain hash and public key, as the League of Entropy publishes them.
const DEFAULT: (&str, &str) = (
    "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
    "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
);
const QUICKNET: (&str, &str) = (
    "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
);

/// Reads what turned up, and how the certificate says it.
pub fn read(
    draw: &DrawFiles,
    market: &Market,
) -> Result<(Option<PublicValue>, Json<'static>), Failure> {
    match (&draw.beacon, &draw.reveal) {
        (Some(path), _) => beacon(path, market),
        (None, Some(path)) => revealed(path),
        (None, None) => Ok((None, Json::Null)),
    }
}

fn beacon(path: &Path, market: &Market) -> Result<(Option<PublicValue>, Json<'static>), Failure> {
    const ANEW: &str = "give the file of the round as the beacon published it";
    let wrong = |what: &str, fix: &str| {
        Failure::Input(Problems::one(path.display().to_string(), what, fix))
    };
    let read = small(path)?;
    let bytes = |key: &str| read.get(key).and_then(Value::as_str).and_then(unhex);
    let (Some(round), Some(signature)) =
        (read.get("round").and_then(Value::as_u64), bytes("signature"))
    else {
        return Err(wrong("`round` or `signature` is missing", ANEW));
    };
    // The newer interface of the beacon leaves the randomness out, since it is made from the signature.
    let randomness = lottery::sha256(&signature).to_vec();
    if read.get("randomness").is_some() && bytes("randomness").as_ref() != Some(&randomness) {
        return Err(wrong("the randomness is not SHA-256 of the signature", ANEW));
    }
    let lottery = market.rules.as_ref().and_then(|rules| rules.lottery.as_ref());
    let chain = lottery.and_then(|lottery| lottery.beacon.as_ref()?.chain.as_deref());
    let previous = bytes("previous_signature").unwrap_or_default();
    match holds(chain.unwrap_or_default(), round, &previous, &signature) {
        Some(Ok(true)) => {}
        Some(_) => {
            return Err(wrong(
                "the signature is not by the announced network for this round",
                ANEW,
            ));
        }
        None => {
            return Err(wrong(
                "the network that rules.lottery.beacon.chain names is not known, so that its signature cannot be checked",
                &format!(
                    "announce {} (quicknet) or {} (default), or use `commit_reveal`",
                    QUICKNET.0, DEFAULT.0
                ),
            ));
        }
    }
    let said = object([
        ("round", count(usize::try_from(round).unwrap_or(usize::MAX))),
        ("randomness", text(hex(&randomness))),
        ("signature", text(hex(&signature))),
    ]);
    Ok((Some(PublicValue::Beacon { round, randomness }), object([("beacon", said)])))
}

/// Whether a network signed a round; `None` for a network that is not known.
fn holds(
    chain: &str,
    round: u64,
    previous: &[u8],
    signature: &[u8],
) -> Option<Result<bool, VerificationError>> {
    if chain.eq_ignore_ascii_case(DEFAULT.0) {
        let key = G1Pubkey::from_variable(&unhex(DEFAULT.1)?).ok()?;
        return Some(key.verify(round, previous, signature));
    }
    if chain.eq_ignore_ascii_case(QUICKNET.0) {
        let key = G2PubkeyRfc::from_variable(&unhex(QUICKNET.1)?).ok()?;
        return Some(key.verify(round, &[], signature));
    }
    None
}

fn revealed(path: &Path) -> Result<(Option<PublicValue>, Json<'static>), Failure> {
    let mut values = Vec::new();
    for (party, value) in small(path)?.as_object().into_iter().flatten() {
        let Some(bytes) = value.as_str().and_then(unhex) else {
            return Err(Failure::Input(Problems::one(
                format!("{}: {party}", path.display()),
                "is not hexadecimal",
                "write the value as pairs of 0-9 and a-f",
            )));
        };
        values.push((party.clone(), bytes));
    }
    let shown = values.iter().map(|(party, value)| {
        object([("party", text(party.clone())), ("value", text(hex(value)))])
    });
    let origin = object([("revealed", Json::Arr(shown.collect()))]);
    Ok((Some(PublicValue::Revealed(values)), origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Published rounds: 123 of quicknet, and 72785 of the default network with the signature of the round before.
    const OF_QUICKNET: &str = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
    const OF_DEFAULT: &str = "82f5d3d2de4db19d40a6980e8aa37842a0e55d1df06bd68bddc8d60002e8e959eb9cfa368b3c1b77d18f02a54fe047b80f0989315f83b12a74fd8679c4f12aae86eaf6ab5690b34f1fddd50ee3cc6f6cdf59e95526d5a5d82aaa84fa6f181e42";
    const BEFORE: &str = "a609e19a03c2fcc559e8dae14900aaefe517cb55c840f6e69bc8e4f66c8d18e8a609685d9917efbfb0c37f058c2de88f13d297c7e19e0ab24813079efe57a182554ff054c7638153f9b26a60e7111f71a0ff63d9571704905d3ca6df0b031747";

    fn good(chain: &str, round: u64, previous: &str, signature: &str) -> Option<bool> {
        let bytes = |text: &str| unhex(text).unwrap();
        Some(matches!(holds(chain, round, &bytes(previous), &bytes(signature))?, Ok(true)))
    }

    #[test]
    fn published_rounds_hold_and_changed_ones_do_not() {
        assert_eq!(good(QUICKNET.0, 123, "", OF_QUICKNET), Some(true));
        assert_eq!(good(QUICKNET.0, 124, "", OF_QUICKNET), Some(false));
        assert_eq!(good(QUICKNET.0, 123, "", OF_DEFAULT), Some(false));
        assert_eq!(good(QUICKNET.0, 123, "", ""), Some(false));
        assert_eq!(good(DEFAULT.0, 72785, BEFORE, OF_DEFAULT), Some(true));
        assert_eq!(good(DEFAULT.0, 72785, "", OF_DEFAULT), Some(false));
        assert_eq!(good(DEFAULT.0, 72784, BEFORE, OF_DEFAULT), Some(false));
        assert_eq!(good("ab", 123, "", OF_QUICKNET), None);
    }
}
