//! Entering an instrument, and correcting what is said about it.

use kelisim_domain::Refusal;
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{Description, Event, Instrument, Level, Type};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::Language;
use kelisim_domain::topic::Topic;
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use super::fact::load;
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{Directory, directory, latest};
use crate::observation::cited_in;
use crate::typed::{TITLES, Typed};
use crate::{AppError, Result};

/// What is typed about an instrument.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnterForm {
    /// Code of the type.
    pub kind: String,
    /// Code of the level.
    pub level: String,
    /// Code of the other side.
    pub partner: String,
    /// Codes of the parties, with spaces between them.
    pub parties: String,
    /// The title in Kazakh.
    pub title_kk: String,
    /// The title in Kyrgyz.
    pub title_ky: String,
    /// The title in Russian.
    pub title_ru: String,
    /// The title in English.
    pub title_en: String,
    /// Code of the matter.
    pub topic: String,
    /// The field of medicine or the subject, in words.
    pub subject: String,
    /// Language tags of the authentic texts, with spaces between them.
    pub languages: String,
    /// Who keeps the original.
    pub depositary: String,
    /// Id of the instrument it amends, replaces or is a protocol to.
    pub parent: String,
    /// Id of the source; only when it is entered.
    pub source: String,
    /// The passage; only when it is entered.
    pub passage: String,
}

/// Languages an authentic text may be in; what else there is goes into the remark.
pub const LANGUAGES: [&str; 12] =
    ["kk", "ky", "ru", "en", "tr", "uz", "tg", "tk", "zh", "ar", "fr", "de"];

/// Enters an instrument. `id` is made with the form, so that sending it twice enters it once.
///
/// # Errors
/// Each field that does not fit; `instrument-two-parties`.
pub async fn enter(
    ctx: &Context<'_>,
    id: InstrumentId,
    language: Language,
    form: &EnterForm,
) -> Result<()> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let mut typed = Typed::default();
    let description = described(ctx, &mut typed, registry, language, form).await?;
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let (description, (quotation, known_on)) = typed.all1(description.zip(cited))?;
    let about = About::source(quotation.source, known_on);
    let growing = Growing::<Instrument>::new(id.into());
    match growing.record(ctx, &Event::Entered { description, quotation }, about).await {
        // The same form sent twice.
        Err(AppError::Stale) if own(ctx, id).await? => Ok(()),
        other => other,
    }
}

/// Whether the stream was begun by the actor: then the form was sent twice.
async fn own(ctx: &Context<'_>, id: InstrumentId) -> Result<bool> {
    let entries = ctx.store().entries(id.into()).await?;
    Ok(entries.first().is_some_and(|e| e.new.actor.is_some() && e.new.actor == ctx.user()))
}

/// Corrects what is said about an instrument.
///
/// # Errors
/// Each field that does not fit; `instrument-not-a-party` where a party that acted is left out; [`AppError::Stale`].
pub async fn describe(
    ctx: &Context<'_>,
    id: InstrumentId,
    version: i64,
    language: Language,
    form: &EnterForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let registry = growing.state()?.description.registry;
    let mut typed = Typed::default();
    let description = described(ctx, &mut typed, registry, language, form).await?;
    let description = typed.all1(description)?;
    // Whoever acted under one code goes on under it: what is read as one party is written here as it was.
    let (names, old) = (directory(ctx).await?, &growing.state()?.description);
    let parties = description.parties.iter().map(|it| names.written(it, &old.parties)).collect();
    let partner = names.written(&description.partner, [&old.partner]);
    let description = Description { partner, parties, ..description };
    growing.record(ctx, &Event::Described { description }, About::TODAY).await
}

async fn described(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    language: Language,
    form: &EnterForm,
) -> Result<Option<Description>> {
    let names = directory(ctx).await?;
    let kind = Type::from_code(&form.kind).ok_or(Refusal::new("instrument-kind-unknown"));
    let kind = typed.take("kind", kind);
    let level = Level::from_code(&form.level).ok_or(Refusal::new("instrument-level-unknown"));
    let level = typed.take("level", level);
    let partner = typed.party("partner", &form.partner);
    let partner = partner.and_then(|p| known_party(typed, &names, "partner", &p));
    let parties = typed.parties("parties", &form.parties).and_then(|parties| {
        let known: Vec<PartyCode> =
            parties.into_iter().filter_map(|p| known_party(typed, &names, "parties", &p)).collect();
        if known.len() < 2 {
            typed.refuse(Refusal::of("parties", "instrument-two-parties"));
            return None;
        }
        Some(known)
    });
    let titles = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let title = typed.four(language, TITLES, titles.map(String::as_str));
    let topic = Topic::from_code(&form.topic).ok_or(Refusal::new("topic-unknown"));
    let topic = typed.take("topic", topic);
    let subject = typed.optional_text("subject", language, &form.subject);
    let depositary = typed.optional_text("depositary", language, &form.depositary);
    let languages = languages(typed, &form.languages);
    let parent = other(ctx, typed, registry, "parent", &form.parent).await?;
    Ok((|| {
        Some(Description {
            registry,
            partner: partner?,
            kind: kind?,
            level: level?,
            title: title?,
            parties: parties?,
            topic: topic?,
            subject: subject?,
            languages: languages?,
            depositary: depositary?,
            parent: parent?,
        })
    })())
}

/// A party that is on record, or a note that it is not.
pub(crate) fn known_party(
    typed: &mut Typed,
    names: &Directory,
    field: &'static str,
    party: &PartyCode,
) -> Option<PartyCode> {
    if names.parties.contains_key(party) {
        return Some(names.same.of(party).clone());
    }
    typed.refuse(Refusal::of(field, "party-unknown").with("text", party.to_string()));
    None
}

fn languages(typed: &mut Typed, text: &str) -> Option<Vec<String>> {
    let tags: Vec<&str> = text.split(' ').filter(|tag| !tag.is_empty()).collect();
    if tags.iter().any(|tag| !LANGUAGES.contains(tag)) {
        typed.refuse(Refusal::of("languages", "language-unknown"));
        return None;
    }
    Some(tags.into_iter().map(str::to_owned).collect())
}

/// Another instrument of the registry that a form names by its id; the inner option says whether it names one.
pub(crate) async fn other(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    field: &'static str,
    text: &str,
) -> Result<Option<Option<InstrumentId>>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Some(None));
    }
    if let Ok(id) = text.parse::<InstrumentId>() {
        match latest::<Instrument>(ctx, Kind::Instrument, id.uuid()).await {
            Ok(it) if it.description.registry == registry => return Ok(Some(Some(id))),
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    typed.refuse(Refusal::of(field, "instrument-unknown"));
    Ok(None)
}
