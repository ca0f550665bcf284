//! The draw: where its seed comes from and in which order it puts equals.

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::market::number;
use crate::unhex;

/// What settles equals.
#[derive(Debug, Clone)]
pub(crate) enum Draw {
    /// Nothing.
    None,
    /// Keys made from this seed.
    Seed(Vec<u8>),
    /// A list drawn elsewhere.
    Order(Vec<String>),
}

impl Draw {
    /// What an id is sorted by; the id itself settles what is left.
    pub(crate) fn key(&self, id: &str) -> (Vec<u8>, String) {
        let key = match self {
            Self::None => Vec::new(),
            Self::Seed(seed) => {
                let input = [b"kelisim-lottery/1\0".as_slice(), seed, id.as_bytes()].concat();
                Sha256::digest(input).to_vec()
            }
            Self::Order(order) => {
                let at = order.iter().position(|other| other == id).unwrap_or(usize::MAX);
                at.to_be_bytes().to_vec()
            }
        };
        (key, id.to_owned())
    }
}

/// The draw that the rules name; `input` is the hash of the market, `origin` what turned up after the sealing.
///
/// # Errors
/// What is missing or does not match.
pub(crate) fn read(lottery: &Value, input: &[u8], origin: &Value) -> Result<Draw, String> {
    let drawn = |public: &[u8]| {
        Draw::Seed(
            Sha256::digest([b"kelisim-seed/1\0".as_slice(), input, public].concat()).to_vec(),
        )
    };
    if let Some(seed) = lottery["seed"].as_str() {
        return Ok(Draw::Seed(unhex(seed).ok_or("the seed is not hexadecimal")?));
    }
    if let Some(order) = lottery["order"].as_array() {
        return Ok(Draw::Order(
            order.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        ));
    }
    if lottery["beacon"].is_object() {
        let found = &origin["beacon"];
        if number(&lottery["beacon"]["round"]) != number(&found["round"]) {
            return Err("the round of the beacon is not the one announced".into());
        }
        let randomness =
            found["randomness"].as_str().and_then(unhex).ok_or("the randomness is missing")?;
        let signature =
            found["signature"].as_str().and_then(unhex).ok_or("its signature is missing")?;
        if Sha256::digest(signature).as_slice() != randomness {
            return Err("the randomness is not SHA-256 of the signature of the round".into());
        }
        return Ok(drawn(&randomness));
    }
    let Some(commitments) = lottery["commit_reveal"].as_array() else { return Ok(Draw::None) };
    let mut public = Sha256::new();
    for commitment in commitments {
        let revealed = origin["revealed"].as_array().into_iter().flatten();
        let own = revealed
            .filter(|value| value["party"] == commitment["party"])
            .find_map(|value| value["value"].as_str());
        let value = own.and_then(unhex).ok_or("a party has not revealed its value")?;
        if commitment["sha256"].as_str().and_then(unhex) != Some(Sha256::digest(&value).to_vec()) {
            return Err("a revealed value does not match its commitment".into());
        }
        public.update((value.len() as u64).to_be_bytes());
        public.update(&value);
    }
    Ok(drawn(&public.finalize()))
}
