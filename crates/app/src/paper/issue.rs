//! Issuing: what stands in a paper becomes a credential, is signed, and is kept.

use std::collections::BTreeMap;

use kelisim_domain::id::UserId;
use kelisim_domain::journal::Hash;
use kelisim_domain::paper::{Description, Event, Kept, Paper, PaperKind, PaperNumber, Signed};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::Language;
use kelisim_verify::credential::parse;
use serde_json::{Map, Value};

use super::sign::{Unsigned, sign};
use super::{Thing, facts, second};
use crate::Result;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::read_all;

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

/// Issues a paper about a thing, or gives the one that says the same already.
///
/// # Errors
/// `paper-no-key`, `paper-not-released`, `paper-not-nominated`, `application-forgotten`; [`crate::AppError::NotFound`] for
/// a thing the actor may not see, and for a kind of paper that such a thing has not.
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
    let mut random = [0; 12];
    ctx.app.entropy.fill(&mut random);
    let number = PaperNumber::drawn(drafted.registry, random);
    let id = Paper::id_of(&number);
    let mut subject = drafted.subject;
    subject.insert("number".to_owned(), number.as_str().into());
    let unsigned = Unsigned {
        id: id.uuid(),
        kind: kind.credential(),
        issuer: &faces.registry,
        base: faces.base.as_deref(),
        from: second(ctx.now),
        subject,
    };
    let (text, read) = sign(ctx, &unsigned)?;
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
    let signed = Signed { hash: Hash(read.hash), key: Hash(read.key), credential };
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
