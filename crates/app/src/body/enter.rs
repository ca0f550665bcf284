//! Entering a body, and correcting what it is called.

use kelisim_domain::Refusal;
use kelisim_domain::body::{Body, BodyKind, Description, Event};
use kelisim_domain::id::BodyId;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::Language;
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{Directory, directory, latest};
use crate::observation::cited_in;
use crate::typed::{TITLES, Typed};
use crate::{AppError, Result};

/// What is typed about a body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DescribeForm {
    /// Code of the kind.
    pub kind: String,
    /// Code of the other side.
    pub partner: String,
    /// The name in Kazakh.
    pub title_kk: String,
    /// The name in Kyrgyz.
    pub title_ky: String,
    /// The name in Russian.
    pub title_ru: String,
    /// The name in English.
    pub title_en: String,
    /// Code of whoever keeps house for it.
    pub host: String,
    /// Id of the body it belongs to.
    pub parent: String,
}

/// What is typed to enter a body: what it is called, and the passage that names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnterForm {
    /// What it is called.
    #[serde(flatten)]
    pub about: DescribeForm,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
}

impl DescribeForm {
    /// The form as it stands for a body.
    #[must_use]
    pub fn of(it: &Body) -> Self {
        let d = &it.description;
        let title = |language| d.title.get(language).unwrap_or_default().to_owned();
        Self {
            kind: d.kind.code().to_owned(),
            partner: d.partner.to_string(),
            title_kk: title(Language::Kk),
            title_ky: title(Language::Ky),
            title_ru: title(Language::Ru),
            title_en: title(Language::En),
            host: d.host.as_ref().map(ToString::to_string).unwrap_or_default(),
            parent: d.parent.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

/// Enters a body. `id` is made with the form, so that sending it twice enters it once.
///
/// # Errors
/// Each field that does not fit.
pub async fn enter(
    ctx: &Context<'_>,
    id: BodyId,
    language: Language,
    form: &EnterForm,
) -> Result<()> {
    ctx.authorise(Action::KeepRecord)?;
    let registry = ctx.registry()?;
    let there = latest::<Body>(ctx, Kind::Body, id.uuid()).await;
    if there.is_ok_and(|it| it.description.registry == registry) {
        return Ok(());
    }
    let mut typed = Typed::default();
    let description = read_form(ctx, &mut typed, registry, language, &form.about).await?;
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let (description, (quotation, known_on)) = typed.all1(description.zip(cited))?;
    ctx.authorise_on(Action::KeepRecord, registry, Some(&description.partner))?;
    let about = About::source(quotation.source, known_on);
    let growing = Growing::<Body>::new(id.into());
    growing.record(ctx, &Event::Entered { description, quotation }, about).await
}

/// Corrects what a body is called.
///
/// # Errors
/// Each field that does not fit; `body-partner-fixed`, `body-itself`; [`AppError::Stale`].
pub async fn describe(
    ctx: &Context<'_>,
    id: BodyId,
    version: i64,
    language: Language,
    form: &DescribeForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let read = read_form(ctx, &mut typed, registry, language, form).await?;
    let read = typed.all1(read)?;
    // The partner stays, under the code it was entered with.
    let (names, old) = (directory(ctx).await?, &growing.state()?.description.partner);
    let description = Description { partner: names.written(&read.partner, [old]), ..read };
    // A correction is known from the day it is made.
    growing.record(ctx, &Event::Described { description }, About::TODAY).await
}

/// Loads a body of the actor's registry for a change.
pub(crate) async fn load(ctx: &Context<'_>, id: BodyId, version: i64) -> Result<Growing<Body>> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: Body = latest(ctx, Kind::Body, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

async fn read_form(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    language: Language,
    form: &DescribeForm,
) -> Result<Option<Description>> {
    let names = directory(ctx).await?;
    let kind = BodyKind::from_code(&form.kind).ok_or(Refusal::new("body-kind-unknown"));
    let kind = typed.take("kind", kind);
    let partner = known(typed, &names, "partner", &form.partner);
    let titles = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let title = typed.four(language, TITLES, titles.map(String::as_str));
    let host = match form.host.trim() {
        "" => Some(None),
        code => known(typed, &names, "host", code).map(Some),
    };
    let parent = named(ctx, typed, registry, "parent", &form.parent).await?;
    Ok((|| {
        Some(Description {
            registry,
            partner: partner?,
            kind: kind?,
            title: title?,
            host: host?,
            parent: parent?,
        })
    })())
}

/// A party that is on record.
pub(super) fn known(
    typed: &mut Typed,
    names: &Directory,
    field: &'static str,
    text: &str,
) -> Option<PartyCode> {
    let party = typed.party(field, text)?;
    if names.parties.contains_key(&party) {
        return Some(names.same.of(&party).clone());
    }
    typed.refuse(Refusal::of(field, "party-unknown").with("text", party.to_string()));
    None
}

/// A body of the registry, where one is named.
pub(super) async fn named(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    field: &'static str,
    text: &str,
) -> Result<Option<Option<BodyId>>> {
    if text.trim().is_empty() {
        return Ok(Some(None));
    }
    if let Ok(id) = text.trim().parse::<BodyId>() {
        match latest::<Body>(ctx, Kind::Body, id.uuid()).await {
            Ok(it) if it.description.registry == registry => return Ok(Some(Some(id))),
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    typed.refuse(Refusal::of(field, "body-unknown"));
    Ok(None)
}
