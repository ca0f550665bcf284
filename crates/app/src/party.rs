//! Parties: the list, the page of one, and what an officer enters.
//!
//! Parties belong to all registries together. So an officer enters new ones, gives names in languages that are missing,
//! and says that a party is called otherwise from a day on; what another registry has entered is never written over.

mod merge;

use kelisim_domain::Refusal;
use kelisim_domain::party::{DatedName, Event, Party, PartyCode, PartyKind};
use kelisim_domain::text::{Language, Text4};
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{Directory, directory};
use crate::typed::Typed;
use crate::{AppError, Result};

pub use merge::{ApartForm, Count, MergeForm, Preview, candidates, merge, preview, take_apart};

/// What is typed about a party.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PartyForm {
    /// Its code.
    pub code: String,
    /// Code of what it is.
    pub kind: String,
    /// Code of its country; empty for one that has none.
    pub country: String,
    /// Code of the party it is part of; empty for none.
    pub parent: String,
    /// Its name in Kazakh.
    pub name_kk: String,
    /// In Kyrgyz.
    pub name_ky: String,
    /// In Russian.
    pub name_ru: String,
    /// In English.
    pub name_en: String,
}

/// What is typed about the name of a party.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NameForm {
    /// Since when it is called so; empty to fill in languages in which the name it has is missing.
    pub from: String,
    /// The name in Kazakh.
    pub name_kk: String,
    /// In Kyrgyz.
    pub name_ky: String,
    /// In Russian.
    pub name_ru: String,
    /// In English.
    pub name_en: String,
}

/// The fields of names.
pub(crate) const NAMES: [(Language, &str); 4] = [
    (Language::Kk, "name_kk"),
    (Language::Ky, "name_ky"),
    (Language::Ru, "name_ru"),
    (Language::En, "name_en"),
];

/// What came of entering or merging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It is written; the party has this code, or is read under it now.
    Written(PartyCode),
    /// The same was there already.
    Known(PartyCode),
}

impl Came {
    /// The code of the party.
    #[must_use]
    pub const fn code(&self) -> &PartyCode {
        match self {
            Self::Written(code) | Self::Known(code) => code,
        }
    }
}

/// The page of a party.
#[derive(Debug, Clone)]
pub struct Page {
    /// The party.
    pub party: Party,
    /// The version of its stream, for forms.
    pub version: i64,
    /// Parties that are part of it, in the order of their codes.
    pub parts: Vec<PartyCode>,
    /// Records of it under other codes, in the order of their codes, with the version of the stream of each.
    pub also: Vec<(Party, i64)>,
}

/// All parties, in the order of their codes; one that was entered twice and merged is there once.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(ctx: &Context<'_>) -> Result<Vec<Party>> {
    ctx.authorise(Action::ReadRecord)?;
    Ok(directory(ctx).await?.standing().cloned().collect())
}

/// The page of a party; of one that was merged the page of the one that stays, whose code is that of its party.
///
/// # Errors
/// [`AppError::NotFound`] when nobody entered it.
pub async fn page(ctx: &Context<'_>, code: &PartyCode) -> Result<Page> {
    ctx.authorise(Action::ReadRecord)?;
    let names = directory(ctx).await?;
    let code = names.same.of(code);
    let party = names.parties.get(code).cloned().ok_or(AppError::NotFound)?;
    let parts = names.standing().filter(|it| it.parent.as_ref() == Some(code));
    let mut also = Vec::new();
    for other in names.same.codes(code).into_iter().filter(|other| other != code) {
        let record = names.parties.get(&other).cloned();
        also.extend(record.zip(Some(version(ctx, &other).await?)));
    }
    Ok(Page {
        parts: parts.map(|it| it.code.clone()).collect(),
        version: version(ctx, code).await?,
        also,
        party,
    })
}

async fn version(ctx: &Context<'_>, code: &PartyCode) -> Result<i64> {
    let entries = ctx.store().entries(code.stream()).await?;
    Ok(entries.last().map_or(0, |entry| entry.version))
}

/// Enters a party. The same sent twice enters it once.
///
/// # Errors
/// Each field that does not fit; `party-there`, where another party has the code.
pub async fn enter(ctx: &Context<'_>, language: Language, form: &PartyForm) -> Result<Came> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let names = directory(ctx).await?;
    let mut typed = Typed::default();
    let party = described(&mut typed, &names, language, form);
    let party = typed.all1(party)?;
    let code = party.code.clone();
    let there =
        || -> AppError { Refusal::of("code", "party-there").with("code", code.to_string()).into() };
    match names.parties.get(&code) {
        Some(known) if known.description() == party => return Ok(Came::Known(code)),
        Some(_) => return Err(there()),
        None => {}
    }
    let (growing, entered) = (Growing::<Party>::new(code.stream()), party.clone());
    match growing.record(ctx, &Event::Described(party), About::TODAY).await {
        Ok(()) => Ok(Came::Written(code)),
        // Another hand was faster, of whatever registry, or the same form was sent twice.
        Err(AppError::Stale | AppError::Exists(_)) => {
            let known = Growing::<Party>::load(ctx, code.stream()).await?;
            let same = known.state().is_ok_and(|known| known.description() == entered);
            if same { Ok(Came::Known(code)) } else { Err(there()) }
        }
        Err(error) => Err(error),
    }
}

/// Says that a party is called otherwise from a day on, or fills in languages in which its name is missing.
///
/// Rule: a name that is there is never written over; a later name begins after the one before it.
///
/// # Errors
/// [`AppError::NotFound`] when nobody entered it; each field that does not fit; `party-shared`, `party-name-before`,
/// `party-name-nothing`; [`AppError::Stale`].
pub async fn rename(
    ctx: &Context<'_>,
    code: &PartyCode,
    version: i64,
    language: Language,
    form: &NameForm,
) -> Result<()> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let growing = Growing::<Party>::load(ctx, code.stream()).await?;
    let mut party = growing.state()?.description();
    growing.at_version(version)?;
    let mut typed = Typed::default();
    let from = typed.optional_date("from", &form.from);
    let texts = [&form.name_kk, &form.name_ky, &form.name_ru, &form.name_en];
    let name = name(&mut typed, language, texts.map(|text| text.trim()));
    let (from, name) = typed.all1(from.zip(name))?;
    let last = party.names.last_mut().ok_or(AppError::NotFound)?;
    match from {
        Some(from) => {
            if last.from.is_some_and(|before| from.first_day() <= before.first_day()) {
                return Err(Refusal::of("from", "party-name-before").into());
            }
            party.names.push(DatedName { from: Some(from), to: None, name });
        }
        None => last.name = filled(&last.name, &name)?,
    }
    growing.record(ctx, &Event::Described(party), About::TODAY).await
}

/// A name with the languages filled in that it lacks.
fn filled(held: &Text4, given: &Text4) -> Result<Text4> {
    let mut wrong = Vec::new();
    let texts = NAMES.map(|(language, field)| {
        let (old, new) = (held.get(language).unwrap_or(""), given.get(language).unwrap_or(""));
        if !old.is_empty() && !new.is_empty() && old != new {
            wrong.push(Refusal::of(field, "party-named-already").with("old", old));
        }
        if old.is_empty() { new } else { old }
    });
    if !wrong.is_empty() {
        return Err(AppError::Refused(wrong));
    }
    let [kk, ky, ru, en] = texts;
    let filled = Text4::all(held.record, kk, ky, ru, en)?;
    if filled == *held {
        return Err(Refusal::new("party-name-nothing").into());
    }
    Ok(filled)
}

/// What is said of a party, by the rules that hold for forms and for tables.
pub(crate) fn described(
    typed: &mut Typed,
    names: &Directory,
    language: Language,
    form: &PartyForm,
) -> Option<Party> {
    let text = form.code.trim().to_uppercase();
    let code: std::result::Result<PartyCode, _> = text.parse();
    let code = code.map_err(|_| Refusal::new("party-code-form").with("text", text));
    let code = typed.take("code", code);
    let kind = PartyKind::from_code(&form.kind).ok_or(Refusal::new("party-kind-unknown"));
    let kind = typed.take("kind", kind);
    if let (Some(code), Some(PartyKind::State)) = (&code, kind)
        && code.country().is_none()
    {
        typed.refuse(Refusal::of("code", "party-state-code"));
    }
    let country = match form.country.trim() {
        "" => Some(None),
        text => {
            let country = text.parse::<PartyCode>().ok().and_then(|code| code.country());
            let unknown = || Refusal::new("party-unknown").with("text", text);
            typed.take("country", country.ok_or_else(unknown)).map(Some)
        }
    };
    let parent = match form.parent.trim() {
        "" => Some(None),
        text => {
            let parent = text.parse().ok();
            let known = |parent: &PartyCode| names.parties.contains_key(parent);
            let unknown = || Refusal::new("party-unknown").with("text", text);
            let parent = parent.filter(known).map(|parent| names.same.of(&parent).clone());
            typed.take("parent", parent.ok_or_else(unknown)).map(Some)
        }
    };
    let texts = [&form.name_kk, &form.name_ky, &form.name_ru, &form.name_en];
    let name = name(typed, language, texts.map(String::as_str));
    Some(Party {
        code: code?,
        kind: kind?,
        country: country?,
        parent: parent?,
        names: vec![DatedName { from: None, to: None, name: name? }],
        merged: None,
        joined: Vec::new(),
    })
}

/// A name in at least one language. Its language of record is that of the page where it is given in it, else the first.
fn name(typed: &mut Typed, language: Language, texts: [&str; 4]) -> Option<Text4> {
    let given = |wanted: &Language| {
        NAMES.iter().zip(texts).any(|((l, _), text)| l == wanted && !text.is_empty())
    };
    let languages = [language].into_iter().chain(Language::ALL.iter().copied());
    let record = languages.into_iter().find(given).unwrap_or(language);
    let [kk, ky, ru, en] = texts;
    typed.take("name_en", Text4::all(record, kk, ky, ru, en))
}
