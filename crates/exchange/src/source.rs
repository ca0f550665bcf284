//! Texts, quotations and sources as they leave the house.

use std::collections::BTreeMap;

use kelisim_domain::id::SourceId;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::source::Source;
use kelisim_domain::text::{Language, Text4};
use serde::Serialize;

/// Sources by id.
pub type Sources = BTreeMap<SourceId, Source>;

/// A text in the languages it was given in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextOut {
    /// The language in which it was first written.
    pub record: &'static str,
    /// In Kazakh.
    pub kk: Option<String>,
    /// In Kyrgyz.
    pub ky: Option<String>,
    /// In Russian.
    pub ru: Option<String>,
    /// In English.
    pub en: Option<String>,
}

impl From<&Text4> for TextOut {
    fn from(text: &Text4) -> Self {
        let get = |language| text.get(language).map(str::to_owned);
        Self {
            record: text.record.code(),
            kk: get(Language::Kk),
            ky: get(Language::Ky),
            ru: get(Language::Ru),
            en: get(Language::En),
        }
    }
}

/// A source, named as it is cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceOut {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: &'static str,
    /// How near it stands to what it reports, from 1 (the instrument itself) to 4.
    pub tier: &'static str,
    /// Its title.
    pub title: TextOut,
    /// Who published it.
    pub publisher: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was published (EDTF).
    pub published_on: String,
    /// Whether the text kept is our own rendering of what it says, not its words.
    pub own_rendering: bool,
}

impl From<&Source> for SourceOut {
    fn from(source: &Source) -> Self {
        let d = &source.description;
        Self {
            id: source.id.to_string(),
            kind: d.kind.code(),
            tier: d.tier.code(),
            title: TextOut::from(&d.title),
            publisher: d.publisher.clone(),
            url: d.url.clone(),
            published_on: d.published_on.to_string(),
            own_rendering: d.rendering,
        }
    }
}

/// A passage with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuotationOut {
    /// The passage, to the letter.
    pub text: String,
    /// Language tag of the passage.
    pub language: String,
    /// The source; missing when it cannot be shown.
    pub source: Option<SourceOut>,
}

impl QuotationOut {
    /// A passage as it is cited.
    #[must_use]
    pub fn new(quotation: &Quotation, sources: &Sources) -> Self {
        Self {
            text: quotation.exact.clone(),
            language: quotation.language.clone(),
            source: sources.get(&quotation.source).map(SourceOut::from),
        }
    }
}
