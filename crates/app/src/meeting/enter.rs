//! Entering a meeting, and changing what is said about it.

use kelisim_domain::Refusal;
use kelisim_domain::id::{MeetingId, SourceId};
use kelisim_domain::meeting::{Description, Event, Meeting, MeetingLevel, MeetingState};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_domain::text::{Language, Text4, tidy_line};
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use super::fact::load;
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{Directory, directory, latest};
use crate::typed::{TITLES, Typed};
use crate::{AppError, Result};

/// What is typed about a meeting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnterForm {
    /// Code of whether it took place.
    pub state: String,
    /// When.
    pub date: String,
    /// Code of the other side.
    pub partner: String,
    /// Code of the level.
    pub level: String,
    /// The name in Kazakh.
    pub title_kk: String,
    /// The name in Kyrgyz.
    pub title_ky: String,
    /// The name in Russian.
    pub title_ru: String,
    /// The name in English.
    pub title_en: String,
    /// Where.
    pub place: String,
    /// Codes of whose delegations met, where more than the two sides did.
    pub parties: String,
    /// Id of the communiqué.
    pub communique: String,
    /// Id of the meeting before.
    pub previous: String,
}

impl EnterForm {
    /// The form as it stands for a meeting, for a reader of a language.
    #[must_use]
    pub fn of(it: &Meeting, language: Language) -> Self {
        let d = &it.description;
        let title = |language| d.title.get(language).unwrap_or_default().to_owned();
        let codes: Vec<String> = d.parties.iter().map(ToString::to_string).collect();
        Self {
            state: d.state.code().to_owned(),
            date: d.date.to_string(),
            partner: d.partner.to_string(),
            level: d.level.code().to_owned(),
            title_kk: title(Language::Kk),
            title_ky: title(Language::Ky),
            title_ru: title(Language::Ru),
            title_en: title(Language::En),
            place: d.place.as_ref().map(|p| p.shown(language).0.to_owned()).unwrap_or_default(),
            parties: codes.join(" "),
            communique: d.communique.map(|id| id.to_string()).unwrap_or_default(),
            previous: d.previous.map(|id| id.to_string()).unwrap_or_default(),
        }
    }
}

/// Enters a meeting. `id` is made with the form, so that sending it twice enters it once.
///
/// # Errors
/// Each field that does not fit; `meeting-not-yet`.
pub async fn enter(
    ctx: &Context<'_>,
    id: MeetingId,
    language: Language,
    form: &EnterForm,
) -> Result<()> {
    ctx.authorise(Action::KeepRecord)?;
    let registry = ctx.registry()?;
    if latest::<Meeting>(ctx, Kind::Meeting, id.uuid())
        .await
        .is_ok_and(|it| it.description.registry == registry)
    {
        return Ok(());
    }
    let read = read_form(ctx, registry, None, language, form).await?;
    ctx.authorise_on(Action::KeepRecord, registry, Some(&read.partner))?;
    let about = about(ctx, &read).await?;
    let growing = Growing::<Meeting>::new(id.into());
    growing.record(ctx, &Event::Described { description: read }, about).await
}

/// Changes what is said about a meeting: it was held, put off, or moved to another day.
///
/// # Errors
/// Each field that does not fit; `meeting-not-yet`, `meeting-not-held`; [`AppError::Stale`].
pub async fn describe(
    ctx: &Context<'_>,
    id: MeetingId,
    version: i64,
    language: Language,
    form: &EnterForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let old = growing.state()?.description.clone();
    let read = read_form(ctx, old.registry, Some(&old), language, form).await?;
    // Whose delegation was named under one code stands under it: what is read as one party is written here as it was.
    let names = directory(ctx).await?;
    let description = Description {
        partner: names.written(&read.partner, [&old.partner]),
        parties: read.parties.iter().map(|it| names.written(it, &old.sides())).collect(),
        ..read
    };
    // A correction is known from the day it is made, whatever day the communiqué was published.
    growing.record(ctx, &Event::Described { description }, About::TODAY).await
}

/// What a meeting with a communiqué is known from: its publication.
async fn about(ctx: &Context<'_>, description: &Description) -> Result<About> {
    let about = match description.communique {
        Some(id) => {
            let source: Source = latest(ctx, Kind::Source, id.uuid()).await?;
            About::source(id, source.known_on())
        }
        None => About::TODAY,
    };
    Ok(About { valid_from: Some(description.date), ..about })
}

async fn read_form(
    ctx: &Context<'_>,
    registry: RegistryCode,
    old: Option<&Description>,
    language: Language,
    form: &EnterForm,
) -> Result<Description> {
    let names = directory(ctx).await?;
    let mut typed = Typed::default();
    let state = MeetingState::from_code(&form.state).ok_or(Refusal::new("meeting-state-unknown"));
    let state = typed.take("state", state);
    let level = MeetingLevel::from_code(&form.level).ok_or(Refusal::new("meeting-level-unknown"));
    let level = typed.take("level", level);
    let date = typed.date("date", &form.date);
    let partner = typed.party("partner", &form.partner);
    let partner = partner.and_then(|p| known(&mut typed, &names, "partner", &p));
    let parties = typed.parties("parties", &form.parties).map(|parties| {
        let of = parties.into_iter();
        of.filter_map(|p| known(&mut typed, &names, "parties", &p)).collect::<Vec<_>>()
    });
    let titles = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let title = typed.four(language, TITLES, titles.map(String::as_str));
    let place = place(&mut typed, old, language, &form.place);
    let communique = communique(ctx, &mut typed, registry, &form.communique).await?;
    let previous = other(ctx, &mut typed, registry, "previous", &form.previous).await?;
    let description = (|| {
        Some(Description {
            registry,
            partner: partner?,
            date: date?,
            level: level?,
            state: state?,
            place: place?,
            title: title?,
            parties: parties?,
            communique: communique?,
            previous: previous?,
        })
    })();
    typed.all1(description)
}

fn known(
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

/// The place. What was there in other languages stays while nobody types another one.
fn place(
    typed: &mut Typed,
    old: Option<&Description>,
    language: Language,
    text: &str,
) -> Option<Option<Text4>> {
    let there = old.and_then(|d| d.place.as_ref());
    match there.filter(|there| there.shown(language).0 == tidy_line(text)) {
        Some(same) => Some(Some(same.clone())),
        None => typed.optional_text("place", language, text),
    }
}

async fn communique(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    text: &str,
) -> Result<Option<Option<SourceId>>> {
    if text.trim().is_empty() {
        return Ok(Some(None));
    }
    if let Ok(id) = text.trim().parse::<SourceId>() {
        match latest::<Source>(ctx, Kind::Source, id.uuid()).await {
            Ok(it) if it.description.registry == registry => return Ok(Some(Some(id))),
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    typed.refuse(Refusal::of("communique", "source-unknown"));
    Ok(None)
}

/// A meeting of the registry, where one is named.
pub(crate) async fn other(
    ctx: &Context<'_>,
    typed: &mut Typed,
    registry: RegistryCode,
    field: &'static str,
    text: &str,
) -> Result<Option<Option<MeetingId>>> {
    if text.trim().is_empty() {
        return Ok(Some(None));
    }
    if let Ok(id) = text.trim().parse::<MeetingId>() {
        match latest::<Meeting>(ctx, Kind::Meeting, id.uuid()).await {
            Ok(it) if it.description.registry == registry => return Ok(Some(Some(id))),
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    typed.refuse(Refusal::of(field, "meeting-unknown"));
    Ok(None)
}
