//! Signing: facts under names become a credential of the house, in canonical form.

use kelisim_domain::Refusal;
use kelisim_domain::canonical::to_canonical;
use kelisim_verify::credential::{CONTEXT, Credential, SUITE, base58, multikey, parse, to_sign};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::context::Context;
use crate::{AppError, Result};

/// The context for members that no vocabulary of others defines.
const UNDEFINED: &str = "https://www.w3.org/ns/credentials/undefined-terms/v2";

/// What is to be signed.
pub(crate) struct Unsigned<'a> {
    /// The id of the credential.
    pub(crate) id: Uuid,
    /// What it is besides a credential.
    pub(crate) kind: &'a str,
    /// How the registry is called in it.
    pub(crate) issuer: &'a str,
    /// The address of the house, where it has one.
    pub(crate) base: Option<&'a str>,
    /// From when it holds, UTC to the second.
    pub(crate) from: String,
    /// What it says.
    pub(crate) subject: Map<String, Value>,
}

/// The name of the house as an issuer: `did:web` under an address with TLS, else `did:key` of its key.
///
/// Rule (did:web method, section 3.1): the name is a host, with its port escaped; nothing but TLS resolves it.
#[must_use]
pub fn did(base: Option<&str>, key: &[u8; 32]) -> String {
    let host = base.and_then(|base| base.trim_end_matches('/').strip_prefix("https://"));
    match host.filter(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@'])) {
        Some(host) => format!("did:web:{}", host.replace(':', "%3A")),
        None => format!("did:key:{}", multikey(key)),
    }
}

/// Signs with the key of the house. What is given out is read as whoever checks it will read it: a house that cannot sign
/// says so here.
///
/// # Errors
/// `paper-no-key`; when the key cannot be read.
pub(crate) fn sign(ctx: &Context<'_>, unsigned: &Unsigned<'_>) -> Result<(String, Credential)> {
    let house = &ctx.app.house;
    let io = |e| AppError::internal("the key of the house", e);
    let key = house.public().map_err(io)?.ok_or(Refusal::new("paper-no-key"))?;
    let issuer = did(unsigned.base, &key);
    let context = json!([CONTEXT, UNDEFINED]);
    let mut document = json!({
        "@context": context,
        "id": format!("urn:uuid:{}", unsigned.id),
        "type": ["VerifiableCredential", unsigned.kind],
        "issuer": {"id": issuer, "name": unsigned.issuer},
        "validFrom": unsigned.from,
        "credentialSubject": unsigned.subject,
    });
    let mut proof = json!({
        "@context": context,
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": unsigned.from,
        "verificationMethod": format!("{issuer}#{}", multikey(&key)),
        "proofPurpose": "assertionMethod",
    });
    let signature = house.sign(&key, &to_sign(&document, &proof)).map_err(io)?;
    if let (Some(proof), Some(document)) = (proof.as_object_mut(), document.as_object_mut()) {
        let value = format!("z{}", base58::encode(&signature));
        proof.insert("proofValue".to_owned(), value.into());
        document.insert("proof".to_owned(), Value::Object(proof.clone()));
    }
    let text = to_canonical(&document)?;
    let read = parse(text.as_bytes()).map_err(|e| AppError::internal("signing", e))?;
    read.check(None, &[key]).map_err(|e| AppError::internal("signing", e))?;
    Ok((text, read))
}
