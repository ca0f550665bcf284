//! The page of a source: what it is, its text with the passages that are quoted, and what rests on each.

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::source::{SourcePage, Thing, page as source_page};
use kelisim_domain::source::{Source, SourceKind};
use kelisim_i18n::{Locale, Zone};

use crate::answer::{Answer, page};
use crate::communique::document::{Mark, article};
use crate::quota::label;
use crate::routes::{Access, At, Routes};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    routes.get("/{lang}/sources/{id}", Access::Everybody, show)
}

/// What a source is, in the words of a language.
pub(crate) struct About {
    pub(crate) kind: &'static str,
    pub(crate) tier: &'static str,
    pub(crate) publisher: String,
    pub(crate) published: String,
    pub(crate) entered: String,
    pub(crate) hash: String,
    /// Address at the publisher's.
    pub(crate) url: Option<String>,
    /// Whether the text kept is our own rendering.
    pub(crate) rendering: bool,
    /// The page of the source.
    pub(crate) page: String,
}

impl About {
    /// Describes a source.
    pub(crate) fn new(l: Locale, source: &Source) -> Self {
        let description = &source.description;
        Self {
            kind: description.kind.code(),
            tier: description.tier.code(),
            publisher: description.publisher.clone(),
            published: l.edtf(&description.published_on.to_string()),
            entered: l.instant(source.entered.recorded_at, Zone::Utc),
            hash: source.text.to_string(),
            url: description.url.clone(),
            rendering: description.rendering,
            page: words::source_href(l, source.id),
        }
    }
}

/// What both faces of the page show.
struct Content {
    title: Told,
    about: About,
    /// The text; none where the reader may see only what is quoted.
    article: Option<String>,
    lang: String,
    is_news: bool,
    passages: Vec<Passage>,
    /// The page on which its passages are marked, for those who may read it.
    review: Option<String>,
    /// The parts of a long text before and behind this one.
    before: Option<String>,
    next: Option<String>,
}

/// A passage with what rests on it.
struct Passage {
    n: usize,
    quote: String,
    things: Vec<Item>,
}

/// A thing that rests on a passage.
pub(crate) struct Item {
    pub(crate) what: &'static str,
    pub(crate) title: Told,
    pub(crate) partner: String,
    /// Where it is shown, where the reader may see that page.
    pub(crate) href: Option<String>,
}

impl Item {
    /// Whether both name the same thing, which may rest twice on one passage.
    fn same(&self, other: &Self) -> bool {
        (self.what, &self.title, &self.href) == (other.what, &other.title, &other.href)
    }
}

/// The page in the console.
#[derive(Template)]
#[template(path = "source.html")]
struct ConsolePage {
    shell: Shell,
    seen: Content,
}

/// The page for a visitor.
#[derive(Template)]
#[template(path = "source_public.html")]
struct VisitorPage {
    shell: Shell,
    seen: Content,
}

/// Shows the page.
async fn show(visit: Visit, at: At) -> Answer {
    let ctx = visit.context();
    let seen = source_page(&ctx, at.read("id")?, visit.asked("from").unwrap_or(0)).await?;
    let names = directory(&ctx).await?;
    let title = Told::new(visit.locale, &seen.source.description.title).text;
    let in_console = visit.may(Action::ReadRecord) && !seen.as_visitor;
    let seen = content(&visit, &names, &seen, in_console);
    if in_console {
        let here = if visit.may(Action::ReadSources) { Nav::Communiques } else { Nav::Commitments };
        let shell = visit.shell(&title, here).await?;
        return page(&ConsolePage { shell, seen });
    }
    page(&VisitorPage { shell: visit.public_shell(&title, &names), seen })
}

fn content(visit: &Visit, names: &Directory, seen: &SourcePage, in_console: bool) -> Content {
    let l = visit.locale;
    let mut grouped: BTreeMap<(u32, u32), Vec<Item>> = BTreeMap::new();
    for rest in &seen.rests {
        let items = grouped.entry((rest.start, rest.end)).or_default();
        let item = item(visit, names, &rest.thing, in_console);
        if !items.iter().any(|there| there.same(&item)) {
            items.push(item);
        }
    }
    let chars: Vec<char> = seen.text.chars().collect();
    let part = |from: u32| visit.at(&format!("/sources/{}?from={from}", seen.source.id));
    let mut passages = Vec::new();
    let mut marks = Vec::new();
    for (i, ((start, end), things)) in grouped.into_iter().enumerate() {
        let n = i + 1;
        let piece = chars.get(start as usize..(end as usize).min(chars.len()));
        let quote = piece.unwrap_or_default().iter().collect();
        marks.push(Mark { start, end, n, tone: "ok", href: format!("#d{n}") });
        passages.push(Passage { n, quote, things });
    }
    Content {
        title: Told::new(l, &seen.source.description.title),
        about: About::new(l, &seen.source),
        article: seen.whole.then(|| article(&seen.text, &marks, l.t("review-passage"))),
        lang: seen.source.description.language.clone(),
        is_news: seen.source.description.kind == SourceKind::News,
        passages,
        // A table is not read passage by passage: its rows are the passages.
        review: (in_console
            && visit.may(Action::ReadSources)
            && seen.source.description.kind != SourceKind::Table)
            .then(|| visit.at(&format!("/communiques/{}", seen.source.id))),
        before: seen.part.and_then(|it| it.before).map(part),
        next: seen.part.and_then(|it| it.next).map(part),
    }
}

/// A thing as a reader of a language knows it.
pub(crate) fn item(visit: &Visit, names: &Directory, thing: &Thing, in_console: bool) -> Item {
    let l = visit.locale;
    let (what, title, partner) = match thing {
        Thing::Commitment(it) => {
            let d = &it.description;
            (l.t("source-commitment"), Told::new(l, &d.title), &d.partner)
        }
        Thing::Observation(it) => {
            let d = &it.description;
            (l.t("source-figure"), Told::new(l, &d.name), &d.partner)
        }
        Thing::Conflict(it) => (l.t("source-conflict"), Told::new(l, &it.title), &it.partner),
        Thing::QuotaLine(it) => {
            let d = &it.description;
            let lang = words::language(l).code();
            let title = Told { text: label(l, d), lang, other: false };
            (l.term("thing", "quota"), title, &d.partner)
        }
        Thing::Instrument(it) => {
            let d = &it.description;
            (l.term("thing", "instrument"), Told::new(l, &d.title), &d.partner)
        }
        Thing::Meeting(it) => {
            let d = &it.description;
            (l.term("thing", "meeting"), Told::new(l, &d.title), &d.partner)
        }
        Thing::Body(it) => {
            let d = &it.description;
            (l.term("thing", "body"), Told::new(l, &d.title), &d.partner)
        }
        Thing::Project(it) => {
            let d = &it.description;
            (l.term("thing", "project"), Told::new(l, &d.title), &d.partner)
        }
        Thing::Visit(it) => {
            let d = &it.description;
            (l.term("thing", "visit"), Told::new(l, &d.title), &d.partner)
        }
        Thing::Indicator(it) => {
            let d = &it.definition;
            return Item {
                what: l.term("thing", "indicator"),
                title: Told::new(l, &d.name),
                partner: words::registry(l, names, d.registry),
                href: path_of(in_console, thing).map(|path| visit.at(&path)),
            };
        }
        Thing::Call(it) => {
            let lang = words::language(l).code();
            let none = || Told { text: String::new(), lang, other: false };
            let title = it.shown().map_or_else(none, |terms| Told::new(l, &terms.title));
            (l.term("thing", "call"), title, &it.description.partner)
        }
    };
    Item {
        what,
        title,
        partner: words::party(l, names, partner),
        href: path_of(in_console, thing).map(|path| visit.at(&path)),
    }
}

/// Where a thing is shown: in the console, or to everybody.
fn path_of(in_console: bool, thing: &Thing) -> Option<String> {
    match thing {
        Thing::Commitment(it) if in_console => Some(format!("/commitments/{}", it.id)),
        Thing::Observation(it) if in_console => Some(format!("/figures/{}", it.id)),
        Thing::Conflict(it) if in_console => Some(format!("/conflicts/{}", it.id)),
        Thing::QuotaLine(it) if in_console => Some(format!("/quotas/{}", it.id)),
        Thing::Body(it) if in_console => Some(format!("/bodies/{}", it.id)),
        Thing::Body(it) => it.public.then(|| format!("/public-bodies/{}", it.id)),
        Thing::Project(it) if in_console => Some(format!("/projects/{}", it.id)),
        Thing::Project(it) => it.public.then(|| format!("/progress/{}", it.id)),
        Thing::Visit(it) if in_console => Some(format!("/visits/{}", it.id)),
        Thing::Visit(it) => it.public.then(|| format!("/public-visits/{}", it.id)),
        Thing::Indicator(it) if in_console => Some(format!("/indicators/{}", it.id)),
        Thing::Indicator(it) => it.public.then(|| format!("/public-indicators/{}", it.id)),
        Thing::Call(it) if in_console => Some(format!("/calls/{}", it.id)),
        Thing::Call(it) => (!it.editions.is_empty()).then(|| format!("/open-calls/{}", it.id)),
        Thing::Instrument(it) if in_console => Some(format!("/instruments/{}", it.id)),
        Thing::Instrument(it) => it.public.then(|| format!("/agreements/{}", it.id)),
        Thing::Meeting(it) if in_console => Some(format!("/meetings/{}", it.id)),
        Thing::Meeting(it) => it.public.then(|| format!("/public-meetings/{}", it.id)),
        Thing::Commitment(it) => Some(format!("/promises/{}", it.id)),
        Thing::Observation(it) => it.description.commitment.map(|id| format!("/promises/{id}")),
        Thing::Conflict(it) => it.commitment.map(|id| format!("/promises/{id}")),
        Thing::QuotaLine(it) => Some(format!("/promises/{}", it.description.commitment)),
    }
}
