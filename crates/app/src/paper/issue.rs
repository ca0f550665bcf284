//! Issuing: what stands in a paper becomes a credential, is signed, and is kept.

use std::collections::BTreeMap;

use kelisim_domain::Refusal;
use kelisim_domain::canonical::to_canonical;
use kelisim_domain::id::UserId;
use kelisim_domain::journal::Hash;
use kelisim_domain::paper::{Description, Event, Kept, Paper, PaperKind, PaperNumber, Signed};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::Language;
use kelisim_verify::credential::{CONTEXT, SUITE, base58, multikey, parse, to_sign};
use serde_json::{Map, Value, json};

use super::{Thing, facts, second};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::read_all;
use crate::{AppError, Result};

/// The context for members that no vocabulary of others defines.
const UNDEFINED: &str = "https://www.w3.org/ns/credentials/undefined-terms/v2";

/// Words that the face who asks has in the language of the paper: this crate knows none.
#[derive(Debug, Clone, Default)]
pub struct Faces {
    /// The name of the registry.
    pub registry: String,
    /// The name of the other side.
    pub partner: String,
    /// Names of seats by their number.
    pub seats: BTreeMap<u32, String>,
    /// The address under which people reach the house, where it has one.
    pub base: Option<String>,
}

/// What is to stand in a paper.
pub(super) struct Drafted {
    pub(super) registry: RegistryCode,
    pub(super) partner: PartyCode,
    pub(super) person: Option<UserId>,
    pub(super) made_up: bool,
    /// Everything but the number.
    pub(super) subject: Map<String, Value>,
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

/// Issues a paper about a thing, or gives the one that says the same already.
///
/// # Errors
/// `paper-no-key`, `paper-not-released`, `paper-not-nominated`, `application-forgotten`; [`AppError::NotFound`] for a
/// thing the actor may not see, and for a kind of paper that such a thing has not.
pub async fn issue(
    ctx: &Context<'_>,
    kind: PaperKind,
    thing: Thing,
    language: Language,
    faces: &Faces,
) -> Result<PaperNumber> {
    let drafted = facts::of(ctx, kind, thing, language, faces).await?;
    if let Some(number) = same(ctx, kind, thing, language, &drafted).await? {
        return Ok(number);
    }
    let house = &ctx.app.house;
    let io = |e| AppError::internal("the key of the house", e);
    let key = house.public().map_err(io)?.ok_or(Refusal::new("paper-no-key"))?;
    let mut random = [0; 12];
    ctx.app.entropy.fill(&mut random);
    let number = PaperNumber::drawn(drafted.registry, random);
    let id = Paper::id_of(&number);
    let issuer = did(faces.base.as_deref(), &key);
    let context = json!([CONTEXT, UNDEFINED]);
    let mut subject = drafted.subject;
    subject.insert("number".to_owned(), number.as_str().into());
    let mut document = json!({
        "@context": context,
        "id": format!("urn:uuid:{id}"),
        "type": ["VerifiableCredential", kind.credential()],
        "issuer": {"id": issuer, "name": faces.registry},
        "validFrom": second(ctx.now),
        "credentialSubject": subject,
    });
    let mut proof = json!({
        "@context": context,
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": second(ctx.now),
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
    // What is given out is read as whoever checks it will read it: a house that cannot sign says so here.
    let read = parse(text.as_bytes()).map_err(|e| AppError::internal("issuing a paper", e))?;
    read.check(None, &[key]).map_err(|e| AppError::internal("issuing a paper", e))?;
    let credential = match drafted.person {
        Some(person) => Kept::Sealed(ctx.app.persons.seal(person, &text)?),
        None => Kept::Open(text),
    };
    let description = Description {
        registry: drafted.registry,
        partner: drafted.partner,
        number: number.clone(),
        kind,
        language,
        about: thing.stream(),
        person: drafted.person,
        made_up: drafted.made_up,
    };
    let signed = Signed { hash: Hash(read.hash), key: Hash(key), credential };
    let growing = Growing::<Paper>::new(id.into());
    growing.record(ctx, &Event::Issued { description, signed }, About::TODAY).await?;
    Ok(number)
}

/// The number of a paper that holds and says the same in the same language.
async fn same(
    ctx: &Context<'_>,
    kind: PaperKind,
    thing: Thing,
    language: Language,
    drafted: &Drafted,
) -> Result<Option<PaperNumber>> {
    let papers: Vec<Paper> = read_all(ctx, ctx.store().papers_about(thing.stream()).await?).await?;
    let says_so = |paper: &Paper| {
        let d = &paper.description;
        if (d.kind, d.language) != (kind, language) || paper.withdrawn.is_some() {
            return false;
        }
        let read = super::text(ctx, paper).and_then(|text| parse(text.as_bytes()).ok());
        read.is_some_and(|mut read| {
            read.subject.remove("number");
            read.subject == drafted.subject
        })
    };
    Ok(papers.iter().find(|paper| says_so(paper)).map(|paper| paper.description.number.clone()))
}
