//! What a thing is found by.

use jiff::civil::Date;

use crate::aggregate::FOREVER;
use crate::journal::Hash;
use crate::party::PartyCode;
use crate::registry::RegistryCode;
use crate::text::{Language, Text4};

/// What a thing is found by, and who may find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Findable {
    /// The registry it belongs to.
    pub registry: RegistryCode,
    /// The other side, where there is one.
    pub partner: Option<PartyCode>,
    /// Whether everybody may see it.
    pub public: bool,
    /// The day that stands for it, where there is one: of publication, of the end of its period, of its deadline.
    pub day: Option<Date>,
    /// Its names and other words, in all languages they are given in.
    pub words: Vec<String>,
    /// The text it holds.
    pub text: Option<Hash>,
}

impl Findable {
    /// Found by these texts, and by the year of its day; [`FOREVER`] is none.
    pub(crate) fn by<'a>(
        registry: RegistryCode,
        partner: Option<&PartyCode>,
        public: bool,
        day: Date,
        texts: impl IntoIterator<Item = &'a Text4>,
    ) -> Self {
        let mut words: Vec<String> = texts.into_iter().flat_map(languages).collect();
        let day = Some(day).filter(|day| *day < FOREVER);
        words.extend(day.map(|day| day.year().to_string()));
        Self { registry, partner: partner.cloned(), public, day, words, text: None }
    }
}

fn languages(text: &Text4) -> impl Iterator<Item = String> {
    Language::ALL.iter().filter_map(|language| text.get(*language)).map(str::to_owned)
}
