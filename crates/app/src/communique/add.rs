//! Entering a communiqué: what is typed, and the same text twice.

use kelisim_domain::Refusal;
use kelisim_domain::id::SourceId;
use kelisim_domain::journal::Hash;
use kelisim_domain::source::{Description, Event, Source, SourceKind, Tier, fingerprint};
use kelisim_domain::text::Language;
use kelisim_store::Change;
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::typed::{Typed, read_document};
use crate::{AppError, Result};

/// Longest text of a communiqué, in Unicode scalar values.
pub const LONGEST: usize = 300_000;

/// What is typed to enter a communiqué. The text comes apart, as bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AddForm {
    /// Title.
    pub title: String,
    /// Code of the kind.
    pub kind: String,
    /// Code of the tier.
    pub tier: String,
    /// Who published it.
    pub publisher: String,
    /// Address.
    pub url: String,
    /// Publication date.
    pub published_on: String,
    /// Language tag of the text.
    pub language: String,
    /// The text, when pasted.
    pub text: String,
}

/// What came of entering a communiqué.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It was entered.
    New(SourceId),
    /// The same text is in the registry already.
    Known(SourceId),
}

/// Enters a communiqué. `id` is made with the form, so that sending it twice enters it once.
///
/// The same text, whatever its spacing and quotation marks, is recognised and not entered again.
///
/// # Errors
/// Each field that does not fit.
pub async fn add(
    ctx: &Context<'_>,
    id: SourceId,
    language: Language,
    form: &AddForm,
    bytes: &[u8],
) -> Result<Added> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let mut typed = Typed::default();
    let body = typed.take("text", read_document(bytes, LONGEST));
    let title = typed.text("title", language, &form.title);
    let kind = SourceKind::from_code(&form.kind).ok_or(Refusal::new("source-kind-unknown"));
    let kind = typed.take("kind", kind);
    let tier = Tier::from_code(&form.tier).ok_or(Refusal::new("tier-unknown"));
    let tier = typed.take("tier", tier);
    let published_on = typed.date("published_on", &form.published_on).filter(|date| {
        let past = date.first_day() <= ctx.today();
        if !past {
            typed.refuse(Refusal::of("published_on", "published-later"));
        }
        past
    });
    let publisher = typed.line("publisher", &form.publisher, 300);
    let description = (|| {
        Some(Description {
            registry,
            kind: kind?,
            tier: tier?,
            title: title?,
            publisher: publisher?,
            url: Some(form.url.trim().to_owned()).filter(|url| !url.is_empty()),
            published_on: published_on?,
            language: form.language.trim().to_owned(),
            rendering: false,
            meeting: None,
        })
    })();
    if let Some(Err(refusal)) = description.as_ref().map(Description::check) {
        typed.refuse(refusal);
    }
    let both = description.zip(body);
    let (description, body) = typed.all1(both)?;
    if let Some(known) = same_text(ctx, &description, &body).await? {
        return Ok(Added::Known(known));
    }
    let event = Event::Added {
        description,
        text: Hash::of(body.as_bytes()),
        fingerprint: fingerprint(&body),
        review: true,
    };
    let mut growing = Growing::<Source>::new(id.into());
    growing.push(ctx, &event, About::TODAY)?;
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        blobs: vec![(Hash::of(body.as_bytes()), body.into_bytes())],
        ..Change::default()
    };
    match ctx.commit(&change).await {
        Ok(()) => Ok(Added::New(id)),
        Err(AppError::Exists(by)) => Ok(Added::Known(SourceId::new(by.uuid()))),
        // The same form sent twice.
        Err(AppError::Stale) => Ok(Added::Known(id)),
        Err(error) => Err(error),
    }
}

async fn same_text(
    ctx: &Context<'_>,
    description: &Description,
    body: &str,
) -> Result<Option<SourceId>> {
    let key = format!("{}/{}", description.registry, fingerprint(body));
    let by = ctx.store().claimed("source-text", &key).await?;
    Ok(by.map(|stream| SourceId::new(stream.uuid())))
}
