//! Things of the record in the words of a language.

use std::collections::BTreeMap;

use kelisim_app::lookup::Directory;
use kelisim_domain::Refusal;
use kelisim_domain::commitment::{Charge, Holder};
use kelisim_domain::figure::{Figure, Quantity};
use kelisim_domain::id::{SourceId, UserId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::Source;
use kelisim_domain::stage::{Shown, Stage};
use kelisim_domain::text::{Language, Text4};
use kelisim_i18n::{Arg, Locale};

use crate::source::SourceRef;

/// The language of the record that a page's language is.
#[must_use]
pub const fn language(locale: Locale) -> Language {
    match locale {
        Locale::Kk => Language::Kk,
        Locale::Ky => Language::Ky,
        Locale::Ru => Language::Ru,
        Locale::En => Language::En,
    }
}

/// A text typed by a person, with the language it is really in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The text.
    pub text: String,
    /// The tag of its language.
    pub lang: &'static str,
    /// Whether that is another language than the page's.
    pub other: bool,
}

impl Told {
    /// A text for a reader of the page.
    #[must_use]
    pub fn new(locale: Locale, text: &Text4) -> Self {
        let (shown, in_language) = text.shown(language(locale));
        let other = in_language != language(locale);
        Self { text: shown.to_owned(), lang: in_language.code(), other }
    }
}

/// A text for a reader of the page, and whether it is in another language.
#[must_use]
pub fn text(locale: Locale, text: &Text4) -> (String, bool) {
    let told = Told::new(locale, text);
    (told.text, told.other)
}

/// The name of a registry, else its code.
#[must_use]
pub fn registry(locale: Locale, names: &Directory, code: RegistryCode) -> String {
    let known = names.registries.get(&code);
    known.map_or_else(|| code.to_string(), |registry| text(locale, &registry.name).0)
}

/// The name of a party: as the directory has it now, else the country's, else its code.
#[must_use]
pub fn party(locale: Locale, names: &Directory, code: &PartyCode) -> String {
    if code.country().is_some()
        && let Some(name) = locale.party(code.as_str())
    {
        return name.to_owned();
    }
    match names.parties.get(code).and_then(|party| party.names.last()) {
        Some(dated) => text(locale, &dated.name).0,
        None => locale.party(code.as_str()).map_or_else(|| code.to_string(), str::to_owned),
    }
}

/// Names of several parties, with commas between them.
#[must_use]
pub fn parties(locale: Locale, names: &Directory, codes: &[PartyCode]) -> String {
    codes.iter().map(|code| party(locale, names, code)).collect::<Vec<_>>().join(", ")
}

/// The code of the word shown for a stage.
#[must_use]
pub const fn shown(stage: Stage) -> &'static str {
    match stage.shown() {
        Shown::Raised => "raised",
        Shown::Intended => "intended",
        Shown::Agreed => "agreed",
        Shown::Signed => "signed",
        Shown::InForce => "in_force",
    }
}

/// A stage as the macro for stages takes it.
#[must_use]
pub fn step(stage: Stage) -> i64 {
    i64::from(stage.shown().step())
}

/// A number.
#[must_use]
pub fn figure(locale: Locale, figure: Figure) -> String {
    locale.decimal(&figure.to_string())
}

/// A quantity with its unit.
#[must_use]
pub fn quantity(locale: Locale, quantity: &Quantity) -> String {
    locale.quantity(&quantity.value.to_string(), quantity.unit.code(), quantity.per.code())
}

/// In whose charge something is, in a sentence; nothing when it is in nobody's.
#[must_use]
pub fn charge(l: Locale, charge: &Charge, colleagues: &BTreeMap<UserId, String>) -> Option<String> {
    let name = |holder: &Holder| match holder {
        Holder::Account { user } => {
            colleagues.get(user).cloned().unwrap_or_else(|| l.t("charge-left").to_owned())
        }
        Holder::Office { office } => text(l, office).0,
    };
    let responsible = charge.responsible.as_ref().map(name)?;
    Some(match charge.deputy.as_ref().map(name) {
        Some(deputy) => l.format(
            "charge-both",
            &[("responsible", Arg::Str(&responsible)), ("deputy", Arg::Str(&deputy))],
        ),
        None => l.format("charge-one", &[("responsible", Arg::Str(&responsible))]),
    })
}

/// A refusal as a full sentence.
#[must_use]
pub fn refusal(locale: Locale, refusal: &Refusal) -> String {
    // A phase or a language comes as its code.
    let of_call = refusal.code.starts_with("call-");
    let word = |name: &str, value: &'_ str| match name {
        "phase" | "before" if of_call => locale.term("call_phase", value).to_owned(),
        "unit" => locale.term("unit_name", value).to_owned(),
        "kind" | "other" if refusal.code == "party-merge-kind" => {
            locale.term("party_kind", value).to_owned()
        }
        "language" if of_call => locale.term("language_name", value).to_owned(),
        _ => value.to_owned(),
    };
    let values: Vec<(&str, String)> =
        refusal.args.iter().map(|(name, value)| (*name, word(name, value))).collect();
    let args: Vec<(&str, Arg<'_>)> =
        values.iter().map(|(name, value)| (*name, Arg::Str(value))).collect();
    locale.format(&format!("refusal-{}", refusal.code), &args)
}

/// A source as a line names it, with a link to its page.
#[must_use]
pub fn source_ref(locale: Locale, source: &Source) -> SourceRef {
    SourceRef {
        publisher: source.description.publisher.clone(),
        date: source.description.published_on.to_string(),
        href: Some(source_href(locale, source.id)),
    }
}

/// The address of a source's page.
#[must_use]
pub fn source_href(locale: Locale, id: SourceId) -> String {
    format!("/{}/sources/{id}", locale.tag())
}
