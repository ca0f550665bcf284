//! The page on which things are found by words.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::search::{Hit, LONGEST, Query, Results, What, passage, search};
use kelisim_domain::aggregate::Aggregate as _;
use kelisim_domain::body::Body;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::Conflict;
use kelisim_domain::indicator::Indicator;
use kelisim_domain::instrument::Instrument;
use kelisim_domain::meeting::Meeting;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::visit::ExpertVisit;
use kelisim_domain::project::Project;
use kelisim_domain::quota::QuotaLine;
use kelisim_domain::saved::ListOf;
use kelisim_domain::source::Source;
use kelisim_domain::text::Text4;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, Failure, page};
use crate::chart::markup::escaped;
use crate::letter::LetterRow;
use crate::routes::{Access, Routes};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::source_page::item;
use crate::visit::Visit;
use crate::words::{self, Told};

/// The routes of this page.
pub(crate) fn add(routes: Routes) -> Routes {
    routes.get("/{lang}/search", Access::Right(Action::ReadRecord), show)
}

/// How many results a page has.
const SHOWN: usize = 30;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    shell: Shell,
    saved: Bar,
    typed: String,
    longest: usize,
    /// How many were found, in words; none where nothing was asked.
    told: Option<String>,
    missing: Option<String>,
    /// Whether there are more than were looked at.
    more: bool,
    /// Whether the index is still being made.
    partial: bool,
    parties: Vec<Choice>,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    letters: Vec<LetterRow>,
    next: Option<String>,
}

/// A link with words.
struct Choice {
    href: String,
    label: String,
    here: bool,
}

/// A thing that was found.
struct Row {
    href: String,
    what: &'static str,
    title: Marked,
    partner: String,
    day: String,
    /// Where its words were found, when not in the title that is shown.
    at: Option<Marked>,
}

/// Words with those that were looked for marked, as HTML.
struct Marked {
    html: String,
    lang: String,
    /// Whether it is in another language than the page.
    other: bool,
}

impl Marked {
    fn new(query: &Query, told: &Told) -> Self {
        Self { html: marked(query, &told.text), lang: told.lang.to_owned(), other: told.other }
    }
}

/// A text as HTML, with the words that were looked for in `mark`.
fn marked(query: &Query, text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 32);
    let mut from = 0;
    for mark in query.marks(text) {
        html.push_str(&escaped(&text[from..mark.start]));
        html.push_str("<mark>");
        html.push_str(&escaped(&text[mark.clone()]));
        html.push_str("</mark>");
        from = mark.end;
    }
    html + &escaped(&text[from..])
}

async fn show(visit: Visit) -> Answer {
    let typed = visit.query.get("q").map_or("", |q| q.trim()).to_owned();
    let ctx = visit.context();
    let found = search(&ctx, &typed).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let kind = visit.query.get("kind").filter(|kind| KINDS.contains(&kind.as_str()));
    let chosen: Vec<&Hit> =
        found.hits.iter().filter(|hit| kind.is_none_or(|kind| hit.what.kind() == kind)).collect();
    let from = visit.asked::<usize>("from").unwrap_or(0).min(chosen.len());
    let to = chosen.len().min(from + SHOWN);
    let mut rows = Vec::new();
    if let Some(query) = &found.query {
        for hit in &chosen[from..to] {
            rows.push(row(&visit, &names, query, hit).await?);
        }
    }
    let title = if typed.is_empty() {
        l.t("search-title").to_owned()
    } else {
        l.format("search-title-of", &[("typed", Arg::Str(&typed))])
    };
    let kind = kind.map(String::as_str);
    let shell = Shell { here: None, ..visit.shell(&title, Nav::Commitments).await? };
    page(&SearchPage {
        saved: bar(&visit, ListOf::Search, None).await?,
        shell,
        longest: LONGEST,
        told: found.query.is_some().then(|| l.count("search-found", count(chosen.len()))),
        missing: (!found.missing.is_empty()).then(|| found.missing.join(", ")),
        more: found.more,
        partial: !found.whole,
        parties: parties(&visit, &names, &found),
        kinds: kinds(&visit, &typed, &found, kind),
        rows,
        letters: found.letters.iter().map(|line| LetterRow::listed(l, line)).collect(),
        next: (to < chosen.len()).then(|| at(&visit, &typed, kind, to)),
        typed,
    })
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The kinds that are found, in the order they are offered.
const KINDS: [&str; 11] = [
    Commitment::NAME,
    Instrument::NAME,
    Project::NAME,
    Body::NAME,
    ExpertVisit::NAME,
    QuotaLine::NAME,
    Indicator::NAME,
    Meeting::NAME,
    Observation::NAME,
    Conflict::NAME,
    Source::NAME,
];

/// The address of a list of results.
fn at(visit: &Visit, typed: &str, kind: Option<&str>, from: usize) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("q", typed);
    if let Some(kind) = kind {
        query.append_pair("kind", kind);
    }
    if from > 0 {
        query.append_pair("from", &from.to_string());
    }
    visit.at(&format!("/search?{}", query.finish()))
}

/// The kinds of what was found, each with how many there are; none where there is but one.
fn kinds(visit: &Visit, typed: &str, found: &Results, here: Option<&str>) -> Vec<Choice> {
    let l = visit.locale;
    let choice = |kind: Option<&str>, label: &str, n: usize| Choice {
        href: at(visit, typed, kind, 0),
        label: format!("{label} {}", l.number(count(n))),
        here: here == kind,
    };
    let mut choices = vec![choice(None, l.t("search-all"), found.hits.len())];
    for kind in KINDS {
        let n = found.hits.iter().filter(|hit| hit.what.kind() == kind).count();
        if n > 0 {
            choices.push(choice(Some(kind), l.term("things", kind), n));
        }
    }
    if choices.len() > 2 || here.is_some() { choices } else { Vec::new() }
}

/// The parties that were named, each with the way to its page: a state to what is agreed with it, another to its record.
fn parties(visit: &Visit, names: &Directory, found: &Results) -> Vec<Choice> {
    let room = |code: &PartyCode| if code.country().is_some() { "partners" } else { "parties" };
    found
        .parties
        .iter()
        .map(|code| Choice {
            href: visit.at(&format!("/{}/{code}", room(code))),
            label: words::party(visit.locale, names, code),
            here: false,
        })
        .collect()
}

async fn row(visit: &Visit, names: &Directory, query: &Query, hit: &Hit) -> Result<Row, Failure> {
    let l = visit.locale;
    let day = hit.day.map_or_else(|| l.t("due-none").to_owned(), |day| l.date_short(day));
    Ok(match &hit.what {
        What::Source(source) => {
            let title = Told::new(l, &source.description.title);
            let at = match elsewhere(l, query, &source.description.title) {
                None if query.marks(&title.text).is_empty() => {
                    passage(&visit.context(), query, source).await?.map(|text| Marked {
                        html: marked(query, &text),
                        lang: source.description.language.clone(),
                        other: source.description.language != l.tag(),
                    })
                }
                found => found,
            };
            Row {
                href: visit.at(&format!("/communiques/{}", source.id)),
                what: l.term("thing", Source::NAME),
                title: Marked::new(query, &title),
                partner: source.description.publisher.clone(),
                day,
                at,
            }
        }
        What::Thing(thing) => {
            let shown = item(visit, names, thing, true);
            Row {
                href: shown.href.unwrap_or_default(),
                what: shown.what,
                at: hit.what.texts().into_iter().find_map(|text| elsewhere(l, query, text)),
                title: Marked::new(query, &shown.title),
                partner: shown.partner,
                day,
            }
        }
    })
}

/// The language of a text in which a word was found that the language of the page does not show.
fn elsewhere(l: Locale, query: &Query, text: &Text4) -> Option<Marked> {
    let shown = Told::new(l, text);
    if !query.marks(&shown.text).is_empty() {
        return None;
    }
    Locale::ALL
        .into_iter()
        .map(|other| Told::new(other, text))
        .find(|told| !query.marks(&told.text).is_empty())
        .map(|told| Marked {
            html: marked(query, &told.text),
            lang: told.lang.to_owned(),
            other: true,
        })
}
