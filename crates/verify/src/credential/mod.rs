//! Reads and checks a Verifiable Credential (W3C Data Model 2.0) with a proof of the suite `eddsa-jcs-2022`.
//!
//! [`parse`] gives a [`Credential`] or says what is wrong with the text; [`Credential::check`] says whether the proof
//! holds, whether the time is right and whether the key is one that was asked for. Nothing is fetched: the key stands in
//! the name of the verification method, as a Multikey behind the `#`, and whose key it is has to be known from
//! elsewhere. What a house of Kelisim issues is all that is read; the forms are in `docs/formats/credential.md`.

pub mod base58;
mod json;
#[cfg(test)]
mod tests;

use std::fmt;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::canonical::canonical;

/// Longest text that is read, in bytes.
pub const LONGEST: usize = 256 * 1024;
/// The first context of every credential.
pub const CONTEXT: &str = "https://www.w3.org/ns/credentials/v2";
/// The suite of proofs that is read.
pub const SUITE: &str = "eddsa-jcs-2022";

/// What is wrong with a credential. The code is for translating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is longer than [`LONGEST`].
    TooLong,
    /// It is no JSON in UTF-8.
    NotJson,
    /// A member of an object stands there twice.
    Twice,
    /// A number is no whole number that every reader holds exactly.
    Number,
    /// Lists and objects lie too deep in one another.
    Deep,
    /// It is JSON, and no credential of the form that is read.
    NotCredential,
    /// Its proof is missing or of another suite.
    Proof,
    /// The method of the proof does not belong to the issuer.
    Issuer,
    /// The proof does not belong to this text and key: something was changed.
    Changed,
    /// Its time has not come.
    NotYet,
    /// Its time is over.
    Expired,
    /// It is signed by another key than those asked for.
    Key,
}

impl Fault {
    /// All faults.
    pub const ALL: [Self; 12] = [
        Self::TooLong,
        Self::NotJson,
        Self::Twice,
        Self::Number,
        Self::Deep,
        Self::NotCredential,
        Self::Proof,
        Self::Issuer,
        Self::Changed,
        Self::NotYet,
        Self::Expired,
        Self::Key,
    ];

    /// Its stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "too_long",
            Self::NotJson => "not_json",
            Self::Twice => "twice",
            Self::Number => "number",
            Self::Deep => "deep",
            Self::NotCredential => "not_credential",
            Self::Proof => "proof",
            Self::Issuer => "issuer",
            Self::Changed => "changed",
            Self::NotYet => "not_yet",
            Self::Expired => "expired",
            Self::Key => "key",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the text is longer than 256 KiB; no credential is",
            Self::NotJson => "the text is not JSON in UTF-8",
            Self::Twice => "a member of an object stands there twice",
            Self::Number => "a number is not a whole number of at most 2^53 - 1",
            Self::Deep => "lists and objects lie too deep in one another",
            Self::NotCredential => {
                "it is not a Verifiable Credential 2.0 of the form Kelisim issues"
            }
            Self::Proof => "its proof is missing or not of the suite eddsa-jcs-2022",
            Self::Issuer => "the key of its proof is not named as a key of its issuer",
            Self::Changed => {
                "the proof does not belong to this text and key: something was changed"
            }
            Self::NotYet => "its time has not come",
            Self::Expired => "its time is over",
            Self::Key => "it is signed by another key than the one you named",
        })
    }
}

impl std::error::Error for Fault {}

/// A credential that was read. Whether it is true is said by [`Credential::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its own name.
    pub id: Option<String>,
    /// What it is besides a credential.
    pub kind: String,
    /// The name of the issuer, a DID.
    pub issuer: String,
    /// How the issuer is called in it.
    pub issuer_name: Option<String>,
    /// From when it holds, in UTC to the second.
    pub valid_from: String,
    /// Until when it holds, where that is said.
    pub valid_until: Option<String>,
    /// What it says.
    pub subject: Map<String, Value>,
    /// The public key it is signed by.
    pub key: [u8; 32],
    /// SHA-256 over the canonical form of the whole, proof and all: what a register knows it by.
    pub hash: [u8; 32],
    signature: [u8; 64],
    signed: [u8; 64],
}

impl Credential {
    /// Checks the proof, the time when one is given (`2026-11-23T04:20:31Z`), and that one of `keys` signed it when any
    /// are named.
    ///
    /// # Errors
    /// The first fault.
    pub fn check(&self, now: Option<&str>, keys: &[[u8; 32]]) -> Result<(), Fault> {
        let key = ed25519_compact::PublicKey::new(self.key);
        let signature = ed25519_compact::Signature::new(self.signature);
        key.verify(self.signed, &signature).map_err(|_| Fault::Changed)?;
        if !keys.is_empty() && !keys.contains(&self.key) {
            return Err(Fault::Key);
        }
        if let Some(now) = now {
            if self.valid_from.as_str() > now {
                return Err(Fault::NotYet);
            }
            if self.valid_until.as_deref().is_some_and(|until| until <= now) {
                return Err(Fault::Expired);
            }
        }
        Ok(())
    }
}

/// What is signed: the hash of the proof's settings, then that of the document without its proof
/// (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3).
#[must_use]
pub fn to_sign(document: &Value, settings: &Value) -> [u8; 64] {
    let mut both = [0; 64];
    let (first, second) = both.split_at_mut(32);
    first.copy_from_slice(&Sha256::digest(canonical(settings)));
    second.copy_from_slice(&Sha256::digest(canonical(document)));
    both
}

/// The name of an Ed25519 key as a Multikey.
#[must_use]
pub fn multikey(key: &[u8; 32]) -> String {
    let mut bytes = vec![0xed, 0x01];
    bytes.extend_from_slice(key);
    format!("z{}", base58::encode(&bytes))
}

/// Reads a Multikey; nothing for what is no Ed25519 key.
#[must_use]
pub fn read_multikey(text: &str) -> Option<[u8; 32]> {
    let bytes = base58::decode(text.strip_prefix('z')?, 34)?;
    bytes.strip_prefix(&[0xed, 0x01])?.try_into().ok()
}

/// What people compare to know a key: the first half of its SHA-256, in groups of four.
#[must_use]
pub fn fingerprint(key: &[u8; 32]) -> String {
    let hash = Sha256::digest(key);
    let groups: Vec<String> = hash
        .chunks(2)
        .take(8)
        .map(|two| two.iter().map(|b| format!("{b:02x}")).collect())
        .collect();
    groups.join(" ")
}

/// Reads a credential.
///
/// # Errors
/// What is wrong with its form. Whether its proof holds is another question.
pub fn parse(bytes: &[u8]) -> Result<Credential, Fault> {
    let mut value = json::read(bytes)?;
    let hash = Sha256::digest(canonical(&value)).into();
    let Value::Object(document) = &mut value else { return Err(Fault::NotCredential) };
    let Some(Value::Object(mut settings)) = document.remove("proof") else {
        return Err(Fault::Proof);
    };
    let read = read_form(document)?;
    let Some(Value::String(proof_value)) = settings.remove("proofValue") else {
        return Err(Fault::Proof);
    };
    check_settings(&settings, document)?;
    let method = text(&settings, "verificationMethod").ok_or(Fault::Proof)?;
    let key = key_of(method, &read.issuer)?;
    let decoded = proof_value.strip_prefix('z').and_then(|text| base58::decode(text, 64));
    let signature = decoded.and_then(|bytes| bytes.try_into().ok()).ok_or(Fault::Proof)?;
    let signed = to_sign(&value, &Value::Object(settings));
    Ok(Credential { key, hash, signature, signed, ..read })
}

fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}

/// A member that is a text, when it is there at all.
fn optional(object: &Map<String, Value>, name: &str) -> Result<Option<String>, Fault> {
    match object.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(Fault::NotCredential),
    }
}

/// An instant in UTC to the second, so that the order of texts is that of times.
fn instant(text: &str) -> Result<String, Fault> {
    let form = b"dddd-dd-ddTdd:dd:ddZ";
    let fits = text.len() == form.len()
        && text.bytes().zip(form).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            other => byte == *other,
        });
    if fits { Ok(text.to_owned()) } else { Err(Fault::NotCredential) }
}

fn read_form(document: &Map<String, Value>) -> Result<Credential, Fault> {
    let first = document.get("@context").and_then(|list| list.get(0)).and_then(Value::as_str);
    let types = document.get("type").and_then(Value::as_array).ok_or(Fault::NotCredential)?;
    let types: Vec<&str> = types.iter().filter_map(Value::as_str).collect();
    let [of, kind] = types.as_slice() else { return Err(Fault::NotCredential) };
    if first != Some(CONTEXT) || *of != "VerifiableCredential" {
        return Err(Fault::NotCredential);
    }
    let (issuer, issuer_name) = match document.get("issuer") {
        Some(Value::String(id)) => (id.clone(), None),
        Some(Value::Object(object)) => {
            (text(object, "id").ok_or(Fault::NotCredential)?.to_owned(), optional(object, "name")?)
        }
        _ => return Err(Fault::NotCredential),
    };
    let Some(Value::Object(subject)) = document.get("credentialSubject") else {
        return Err(Fault::NotCredential);
    };
    let until = optional(document, "validUntil")?;
    Ok(Credential {
        id: optional(document, "id")?,
        kind: (*kind).to_owned(),
        issuer,
        issuer_name,
        valid_from: instant(text(document, "validFrom").ok_or(Fault::NotCredential)?)?,
        valid_until: until.as_deref().map(instant).transpose()?,
        subject: subject.clone(),
        key: [0; 32],
        hash: [0; 32],
        signature: [0; 64],
        signed: [0; 64],
    })
}

/// The settings are exactly those of the suite; a context of their own is that of the document.
fn check_settings(
    settings: &Map<String, Value>,
    document: &Map<String, Value>,
) -> Result<(), Fault> {
    let known =
        ["type", "cryptosuite", "created", "verificationMethod", "proofPurpose", "@context"];
    let is = |name: &str, wanted: &str| text(settings, name) == Some(wanted);
    let created = text(settings, "created").is_some_and(|text| instant(text).is_ok());
    let context = settings.get("@context").is_none_or(|own| document.get("@context") == Some(own));
    let whole = is("type", "DataIntegrityProof")
        && is("cryptosuite", SUITE)
        && is("proofPurpose", "assertionMethod")
        && created
        && context
        && settings.keys().all(|name| known.contains(&name.as_str()));
    if whole { Ok(()) } else { Err(Fault::Proof) }
}

/// The key a method names. It has to be one of the issuer's own names, and `did:key` is the key itself.
fn key_of(method: &str, issuer: &str) -> Result<[u8; 32], Fault> {
    let (owner, name) = method.split_once('#').ok_or(Fault::Proof)?;
    let key = read_multikey(name).ok_or(Fault::Proof)?;
    if owner != issuer || owner.strip_prefix("did:key:").is_some_and(|own| own != name) {
        return Err(Fault::Issuer);
    }
    Ok(key)
}
