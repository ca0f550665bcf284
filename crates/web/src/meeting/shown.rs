//! A meeting as it is shown to officers and to everybody.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_app::lookup::Directory;
use kelisim_app::meeting::Page;
use kelisim_domain::id::{CommitmentId, SourceId};
use kelisim_domain::meeting::{Decision, Meeting, MeetingState};
use kelisim_domain::source::Source;
use kelisim_i18n::{Arg, Locale};

use super::list::look;
use crate::commitment::shown::{Quoted, Wording};
use crate::letter::{self, LetterRow};
use crate::overview::CommitmentRow;
use crate::words::{self, Told};

/// Who led a delegation.
pub(crate) struct DelegationRow {
    pub(crate) party: String,
    pub(crate) office: Option<Told>,
    pub(crate) name: Option<Told>,
    pub(crate) quote: Option<Quoted>,
}

/// A point of the agenda, a decision or a question, with the things it names.
pub(crate) struct Point {
    pub(crate) version: i64,
    pub(crate) matter: Told,
    pub(crate) links: Vec<(String, Told)>,
    pub(crate) quote: Option<Quoted>,
}

/// A meeting as it is shown.
pub(crate) struct Shown {
    pub(crate) title: Told,
    pub(crate) lead: String,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// Whether it is held: what came of it is asked only then.
    pub(crate) held: bool,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) delegations: Vec<DelegationRow>,
    pub(crate) agenda: Vec<Point>,
    pub(crate) decisions: Vec<Point>,
    pub(crate) questions: Vec<Point>,
    pub(crate) rows: Vec<CommitmentRow>,
    /// Communiqué and neighbouring meetings: the word, the link, what it is called.
    pub(crate) links: Vec<(&'static str, String, Told)>,
    pub(crate) letters: Vec<LetterRow>,
}

/// What is needed to put a meeting into words.
pub(crate) struct Naming<'a> {
    pub(crate) l: Locale,
    pub(crate) names: &'a Directory,
    pub(crate) page: &'a Page,
    pub(crate) today: Date,
    /// Whether the reader is in the console, not among everybody.
    pub(crate) console: bool,
    /// Whether the reader may open sources in the console.
    pub(crate) may_read_sources: bool,
}

impl Naming<'_> {
    fn at(&self, console: &str, open: &str) -> String {
        format!("/{}/{}", self.l.tag(), if self.console { console } else { open })
    }

    fn wording(&self) -> Wording<'_> {
        let place = if self.console { "commitments" } else { "promises" };
        Wording { locale: self.l, names: self.names, sources: &self.page.sources, place }
    }

    /// The meeting.
    pub(crate) fn shown(&self) -> Shown {
        let (l, it) = (self.l, &self.page.meeting);
        let d = &it.description;
        let (tone, icon) = look(it, self.today);
        let lead = [
            l.edtf(&d.date.to_string()),
            l.term("level", d.level.code()).to_owned(),
            words::parties(l, self.names, &d.sides()),
        ];
        Shown {
            title: Told::new(l, &d.title),
            lead: lead.join(" · "),
            state: l.term("meeting_state", d.state.code()),
            tone,
            icon,
            held: d.state == MeetingState::Held,
            facts: self.facts(),
            delegations: self.delegations(),
            agenda: it
                .agenda
                .iter()
                .map(|said| Point {
                    version: said.meta.version,
                    matter: Told::new(l, &said.what.matter),
                    links: self.commitment_link(said.what.commitment).into_iter().collect(),
                    quote: said.what.quotation.as_ref().and_then(|q| self.wording().quoted(q)),
                })
                .collect(),
            decisions: it
                .decisions
                .iter()
                .map(|said| Point {
                    version: said.meta.version,
                    matter: Told::new(l, &said.what.matter),
                    links: self.decided(&said.what),
                    quote: self.wording().quoted(&said.what.quotation),
                })
                .collect(),
            questions: it
                .questions
                .iter()
                .map(|said| Point {
                    version: said.meta.version,
                    matter: Told::new(l, &said.what.words),
                    links: self.commitment_link(said.what.commitment).into_iter().collect(),
                    quote: None,
                })
                .collect(),
            rows: self.rows(),
            links: self.links(),
            letters: letter::rows(l, &it.letters, &steps(l, it)),
        }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let (l, d) = (self.l, &self.page.meeting.description);
        let place = d.place.as_ref();
        let place =
            place.map_or_else(|| l.t("meeting-place-none").to_owned(), |p| words::text(l, p).0);
        vec![
            (l.t("meeting-date").to_owned(), l.edtf(&d.date.to_string())),
            (l.t("meeting-place").to_owned(), place),
            (l.t("meeting-level").to_owned(), l.term("level", d.level.code()).to_owned()),
            (l.t("filter-partner").to_owned(), words::party(l, self.names, &d.partner)),
        ]
    }

    fn delegations(&self) -> Vec<DelegationRow> {
        let (l, it) = (self.l, &self.page.meeting);
        let row = |party| {
            let head = it.head(&party).map(|said| &said.what);
            DelegationRow {
                party: words::party(l, self.names, &party),
                office: head.map(|head| Told::new(l, &head.office)),
                name: head.and_then(|head| head.name.as_ref()).map(|name| Told::new(l, name)),
                quote: head.and_then(|head| self.wording().quoted(&head.quotation)),
            }
        };
        let mut rows: Vec<DelegationRow> = it.description.sides().into_iter().map(row).collect();
        // One passage that speaks of several heads stands below the last of them.
        for n in 1..rows.len() {
            let words = |row: Option<&DelegationRow>| Some(row?.quote.as_ref()?.text.clone());
            if words(rows.get(n - 1)).is_some() && words(rows.get(n - 1)) == words(rows.get(n)) {
                rows[n - 1].quote = None;
            }
        }
        rows
    }

    fn commitment_link(&self, id: Option<CommitmentId>) -> Option<(String, Told)> {
        let commitment = self.page.commitments.get(&id?)?;
        let path = format!("{}/{}", self.at("commitments", "promises"), commitment.id);
        Some((path, Told::new(self.l, &commitment.description.title)))
    }

    fn decided(&self, decision: &Decision) -> Vec<(String, Told)> {
        let commitments =
            decision.commitments.iter().filter_map(|id| self.commitment_link(Some(*id)));
        let instruments = decision.instruments.iter().filter_map(|id| {
            let line = self.page.instruments.get(id)?;
            let path = format!("{}/{id}", self.at("instruments", "agreements"));
            Some((path, Told::new(self.l, &line.instrument.description.title)))
        });
        commitments.chain(instruments).collect()
    }

    fn rows(&self) -> Vec<CommitmentRow> {
        let place = self.at("commitments", "promises");
        let row = |line: &kelisim_app::commitment::Line| CommitmentRow {
            href: format!("{place}/{}", line.commitment.id),
            ..CommitmentRow::new(self.l, line, "")
        };
        self.page.outcomes.iter().map(row).collect()
    }

    fn links(&self) -> Vec<(&'static str, String, Told)> {
        let (l, page) = (self.l, self.page);
        let place = self.at("meetings", "public-meetings");
        let mut links = Vec::new();
        let source = page.meeting.description.communique.and_then(|id| page.sources.get(&id));
        if let Some(source) = source.filter(|source| self.may_open(source.id)) {
            let href = self.source_href(source);
            links.push((l.t("meeting-communique"), href, Told::new(l, &source.description.title)));
        }
        let linked = |it: &Meeting| (format!("{place}/{}", it.id), dated(l, it));
        links.extend(page.previous.iter().map(|it| {
            let (href, title) = linked(it);
            (l.t("meeting-previous"), href, title)
        }));
        links.extend(page.next.iter().map(|it| {
            let (href, title) = linked(it);
            (l.t("meeting-next"), href, title)
        }));
        links
    }

    /// Whether the reader finds a page behind the communiqué: a visitor does where something public rests on it.
    fn may_open(&self, source: SourceId) -> bool {
        let page = self.page;
        self.console
            || page.meeting.quotations().any(|(_, quotation)| quotation.source == source)
            || page.outcomes.iter().any(|line| {
                line.commitment.statements.iter().any(|s| s.what.quotation.source == source)
            })
    }

    fn source_href(&self, source: &Source) -> String {
        if self.may_read_sources {
            return format!("/{}/communiques/{}", self.l.tag(), source.id);
        }
        words::source_href(self.l, source.id)
    }
}

/// The name of a meeting with its date.
pub(crate) fn dated(l: Locale, it: &Meeting) -> Told {
    let told = Told::new(l, &it.description.title);
    let date = l.edtf_short(&it.description.date.to_string());
    let text =
        l.format("meeting-dated", &[("title", Arg::Str(&told.text)), ("date", Arg::Str(&date))]);
    Told { text, ..told }
}

/// What each entry of a meeting is called, for those who choose one.
pub(crate) fn steps(l: Locale, it: &Meeting) -> BTreeMap<i64, String> {
    let mut steps = BTreeMap::new();
    for said in &it.descriptions {
        let words = [
            l.term("meeting_state", said.what.state.code()).to_owned(),
            l.edtf_short(&said.what.date.to_string()),
        ];
        steps.insert(said.meta.version, words.join(", "));
    }
    for said in &it.delegations {
        steps.insert(said.meta.version, words::text(l, &said.what.office).0);
    }
    for said in &it.agenda {
        steps.insert(said.meta.version, words::text(l, &said.what.matter).0);
    }
    for said in &it.decisions {
        steps.insert(said.meta.version, words::text(l, &said.what.matter).0);
    }
    for said in &it.questions {
        steps.insert(said.meta.version, words::text(l, &said.what.words).0);
    }
    steps
}
