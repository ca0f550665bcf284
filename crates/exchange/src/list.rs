//! Lists of the console as tables: figures, contradictions, sources, lines of the quota ledger. Columns are described in
//! `docs/formats/lists.md`. Made for those who may read the list; nobody who entered a thing is named.

use kelisim_domain::conflict::Conflict;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::Party;
use kelisim_domain::quota::{Account, LineShown};
use kelisim_domain::source::Source;
use kelisim_domain::text::{Language, Text4};

use crate::rows::{Columns, Rows};
use crate::source::Sources;

/// A text in the four languages, empty where it was not given.
fn four(text: &Text4) -> [String; 4] {
    [Language::Kk, Language::Ky, Language::Ru, Language::En]
        .map(|language| text.get(language).unwrap_or_default().to_owned())
}

fn record(text: &Text4) -> String {
    text.get(text.record).unwrap_or_default().to_owned()
}

/// Reported figures: a row for each value a figure had, the latest word last.
#[must_use]
pub fn figures_table<'a>(
    figures: impl Iterator<Item = &'a Observation>,
    sources: &Sources,
) -> Rows {
    let mut table = Rows::new(Columns {
        names: &[
            "id",
            "registry",
            "partner",
            "commitment",
            "measure",
            "name_kk",
            "name_ky",
            "name_ru",
            "name_en",
            "period",
            "unit",
            "subject",
            "origin",
            "channel",
            "public",
            "value",
            "is_latest",
            "known_on",
            "note",
            "passage",
            "language",
            "source",
            "source_title",
            "source_url",
            "published_on",
        ],
        numbers: &["value"],
        dates: &["known_on", "published_on"],
    });
    for it in figures {
        let d = &it.description;
        let latest = it.latest().map(|said| said.meta.version);
        for said in &it.values {
            let (what, source) = (&said.what, sources.get(&said.what.quotation.source));
            let about = source.map(|source| &source.description);
            let mut row = vec![
                it.id.to_string(),
                d.registry.to_string(),
                d.partner.to_string(),
                d.commitment.map(|id| id.to_string()).unwrap_or_default(),
                d.measure.as_str().to_owned(),
            ];
            row.extend(four(&d.name));
            row.extend([
                d.period.to_string(),
                d.unit.code().to_owned(),
                d.subject.to_string(),
                d.origin.as_ref().map(ToString::to_string).unwrap_or_default(),
                d.channel.map_or("", |channel| channel.code()).to_owned(),
                it.public.to_string(),
                what.value.to_string(),
                (latest == Some(said.meta.version)).to_string(),
                said.meta.known_on.to_string(),
                what.note.as_ref().map(record).unwrap_or_default(),
                what.quotation.exact.clone(),
                what.quotation.language.clone(),
                what.quotation.source.to_string(),
                about.map(|d| record(&d.title)).unwrap_or_default(),
                about.and_then(|d| d.url.clone()).unwrap_or_default(),
                about.map(|d| d.published_on.to_string()).unwrap_or_default(),
            ]);
            table.add(row);
        }
    }
    table
}

/// Contradictions: a row for each statement of each.
#[must_use]
pub fn conflicts_table<'a>(
    conflicts: impl Iterator<Item = &'a Conflict>,
    sources: &Sources,
) -> Rows {
    let mut table = Rows::new(Columns {
        names: &[
            "id",
            "registry",
            "partner",
            "commitment",
            "rule",
            "state",
            "public",
            "title_kk",
            "title_ky",
            "title_ru",
            "title_en",
            "question",
            "raised_on",
            "decided_on",
            "decision",
            "statement",
            "claim",
            "chosen",
            "passage",
            "language",
            "source",
            "source_title",
            "source_url",
            "published_on",
        ],
        numbers: &["statement"],
        dates: &["raised_on", "decided_on", "published_on"],
    });
    for it in conflicts {
        let decided = it.decisions.last();
        for (at, side) in (0_u32..).zip(&it.sides) {
            let about = sources.get(&side.quotation.source).map(|source| &source.description);
            let mut row = vec![
                it.id.to_string(),
                it.registry.to_string(),
                it.partner.to_string(),
                it.commitment.map(|id| id.to_string()).unwrap_or_default(),
                it.rule.code().to_owned(),
                it.state.code().to_owned(),
                it.public.to_string(),
            ];
            row.extend(four(&it.title));
            let chosen = decided.and_then(|said| said.what.chosen);
            row.extend([
                record(&it.question),
                it.raised.known_on.to_string(),
                decided.map(|said| said.meta.known_on.to_string()).unwrap_or_default(),
                decided.map(|said| record(&said.what.note)).unwrap_or_default(),
                (at + 1).to_string(),
                record(&side.claim),
                chosen.map(|chosen| (chosen == at).to_string()).unwrap_or_default(),
                side.quotation.exact.clone(),
                side.quotation.language.clone(),
                side.quotation.source.to_string(),
                about.map(|d| record(&d.title)).unwrap_or_default(),
                about.and_then(|d| d.url.clone()).unwrap_or_default(),
                about.map(|d| d.published_on.to_string()).unwrap_or_default(),
            ]);
            table.add(row);
        }
    }
    table
}

/// Sources, a row for each.
#[must_use]
pub fn sources_table<'a>(sources: impl Iterator<Item = &'a Source>) -> Rows {
    let mut table = Rows::new(Columns {
        names: &[
            "id",
            "registry",
            "kind",
            "tier",
            "title_kk",
            "title_ky",
            "title_ru",
            "title_en",
            "publisher",
            "url",
            "published_on",
            "language",
            "own_rendering",
            "meeting",
            "review",
        ],
        numbers: &[],
        dates: &["published_on"],
    });
    for it in sources {
        let d = &it.description;
        let mut row = vec![
            it.id.to_string(),
            d.registry.to_string(),
            d.kind.code().to_owned(),
            d.tier.code().to_owned(),
        ];
        row.extend(four(&d.title));
        row.extend([
            d.publisher.clone(),
            d.url.clone().unwrap_or_default(),
            d.published_on.to_string(),
            d.language.clone(),
            d.rendering.to_string(),
            d.meeting.map(|id| id.to_string()).unwrap_or_default(),
            it.review.code().to_owned(),
        ]);
        table.add(row);
    }
    table
}

/// Lines of the quota ledger: a row for each account of each line, so that every place stands in one row.
#[must_use]
pub fn lines_table<'a>(lines: impl Iterator<Item = &'a LineShown>) -> Rows {
    let mut table = Rows::new(Columns {
        names: &[
            "id",
            "registry",
            "partner",
            "commitment",
            "period",
            "programme",
            "channel",
            "specialty",
            "host",
            "region",
            "public",
            "stated",
            "moves",
            "account",
            "places",
        ],
        numbers: &["stated", "moves", "places"],
        dates: &[],
    });
    for it in lines {
        let d = &it.description;
        let text = |text: &Option<Text4>| text.as_ref().map(record).unwrap_or_default();
        for account in Account::ALL.iter().copied() {
            table.add(vec![
                it.id.to_string(),
                d.registry.to_string(),
                d.partner.to_string(),
                d.commitment.to_string(),
                d.period.to_string(),
                d.programme.code().to_owned(),
                d.channel.code().to_owned(),
                text(&d.specialty),
                text(&d.host),
                text(&d.region),
                it.public.to_string(),
                it.stated.to_string(),
                it.moves.to_string(),
                account.code().to_owned(),
                it.balances.get(account).to_string(),
            ]);
        }
    }
    table
}

/// Parties: a row for each name a party had, the latest last.
#[must_use]
pub fn parties_table<'a>(parties: impl Iterator<Item = &'a Party>) -> Rows {
    let mut table = Rows::new(Columns {
        names: &[
            "code",
            "kind",
            "country",
            "parent",
            "from",
            "to",
            "name_kk",
            "name_ky",
            "name_ru",
            "name_en",
            "is_latest",
        ],
        numbers: &[],
        dates: &["from", "to"],
    });
    for it in parties {
        for (n, dated) in it.names.iter().enumerate() {
            let text = |value: Option<String>| value.unwrap_or_default();
            let [kk, ky, ru, en] = four(&dated.name);
            table.add(vec![
                it.code.to_string(),
                it.kind.code().to_owned(),
                text(it.country.map(|c| c.as_str().to_owned())),
                text(it.parent.as_ref().map(ToString::to_string)),
                text(dated.from.map(|d| d.to_string())),
                text(dated.to.map(|d| d.to_string())),
                kk,
                ky,
                ru,
                en,
                (n + 1 == it.names.len()).to_string(),
            ]);
        }
    }
    table
}
