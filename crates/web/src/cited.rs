//! Sources that a document cites: numbered where they are cited, listed at its end, with the seal of the journal.

use std::collections::BTreeMap;

use kelisim_app::commitment::Line;
use kelisim_domain::id::{ObservationId, SourceId};
use kelisim_domain::journal::seal::Seal;
use kelisim_domain::source::Source;
use kelisim_i18n::{Arg, Locale, Zone};

use crate::words::{self, Told};

/// Sources that a page cites, numbered in the order in which they are first cited.
#[derive(Default)]
pub(crate) struct Numbered(Vec<SourceId>);

impl Numbered {
    /// The numbers of sources, as a reader finds them in the list: "1, 4".
    pub(crate) fn cite(&mut self, ids: impl IntoIterator<Item = SourceId>) -> String {
        let mut numbers: Vec<usize> = ids.into_iter().map(|id| self.number(id)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    fn number(&mut self, id: SourceId) -> usize {
        if let Some(there) = self.0.iter().position(|known| *known == id) {
            return there + 1;
        }
        self.0.push(id);
        self.0.len()
    }

    /// The sources in the order of their numbers.
    pub(crate) fn ids(&self) -> &[SourceId] {
        &self.0
    }
}

/// What the figures and dates of a commitment rest on: the words that say how firm it is, how much and by when, the last
/// report, its places, and the reported figures of the last year that has one.
pub(crate) fn rests_on(line: &Line, reported: &BTreeMap<ObservationId, SourceId>) -> Vec<SourceId> {
    let it = &line.commitment;
    let latest = it.latest();
    let mut ids: Vec<SourceId> = Vec::new();
    ids.extend(latest.stage_from.map(|s| s.what.quotation.source));
    ids.extend(latest.quantity_from.map(|s| s.what.quotation.source));
    let due = it.statements.iter().filter(|s| s.what.deadline.is_some());
    ids.extend(
        due.max_by_key(|s| (s.meta.known_on, s.meta.version)).map(|s| s.what.quotation.source),
    );
    ids.extend(latest.delivery.from.map(|r| r.what.quotation.source));
    ids.extend(latest.quotas.iter().map(|q| q.what.quotation.source));
    let year = line.years.iter().rev().find(|year| year.delivered.is_some());
    let figures = year.into_iter().flat_map(|year| &year.observations);
    ids.extend(figures.filter_map(|id| reported.get(id)));
    ids
}

/// Those sources that a document has.
pub(crate) fn known(
    ids: impl IntoIterator<Item = SourceId>,
    sources: &BTreeMap<SourceId, Source>,
) -> Vec<SourceId> {
    ids.into_iter().filter(|id| sources.contains_key(id)).collect()
}

/// A source as the list at the end names it.
pub(crate) struct SourceRow {
    pub(crate) number: usize,
    pub(crate) line: String,
    pub(crate) title: Told,
    pub(crate) href: String,
    pub(crate) url: Option<String>,
}

/// The sources that were cited, in the order of their numbers.
pub(crate) fn rows(
    l: Locale,
    cited: &Numbered,
    sources: &BTreeMap<SourceId, Source>,
) -> Vec<SourceRow> {
    let row = |(n, id): (usize, &SourceId)| {
        let source = sources.get(id)?;
        Some(SourceRow {
            number: n + 1,
            line: words::source_ref(l, source).line(l),
            title: Told::new(l, &source.description.title),
            href: words::source_href(l, *id),
            url: source.description.url.clone(),
        })
    };
    cited.ids().iter().enumerate().filter_map(row).collect()
}

/// The latest seal of the journal in a sentence.
pub(crate) fn seal(l: Locale, seal: Option<&Seal>) -> String {
    let Some(seal) = seal else { return l.t("pack-seal-none").to_owned() };
    let number = seal.number.to_string();
    let when = l.instant_short(seal.sealed_at, Zone::Utc);
    let root = seal.root.to_string();
    let args =
        [("number", Arg::Str(&number)), ("time", Arg::Str(&when)), ("root", Arg::Str(&root))];
    l.format("pack-seal", &args)
}
