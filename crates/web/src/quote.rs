//! A passage with the source it stands in, as cards show it.

use std::collections::BTreeMap;

use kelisim_domain::id::SourceId;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::source::Source;
use kelisim_i18n::Locale;

use crate::source::SourceRef;
use crate::words::{self, Told};

/// A passage with its source.
pub(crate) struct Quote {
    pub(crate) text: String,
    pub(crate) lang: String,
    pub(crate) source: SourceRef,
    /// How close the source stands to the event; nothing where it is not told.
    pub(crate) tier: Option<&'static str>,
    /// A translation somebody made.
    pub(crate) translation: Option<Told>,
}

impl Quote {
    /// The passage; its source is looked up among `sources`.
    pub(crate) fn new(l: Locale, q: &Quotation, sources: &BTreeMap<SourceId, Source>) -> Self {
        let source = sources.get(&q.source);
        let unnamed = || SourceRef {
            publisher: q.source.to_string(),
            date: String::new(),
            href: Some(words::source_href(l, q.source)),
        };
        Self {
            text: q.exact.clone(),
            lang: q.language.clone(),
            source: source.map_or_else(unnamed, |s| words::source_ref(l, s)),
            tier: source.map(|s| s.description.tier.code()),
            translation: q.translation.as_ref().map(|text| Told::new(l, text)),
        }
    }
}
