//! A commitment as it is shown to an officer and to everybody: where it stands, its years, its history with the
//! passages, the figures held against it, and who contradicts whom.

use std::collections::BTreeMap;

use kelisim_app::commitment::Page;
use kelisim_app::lookup::Directory;
use kelisim_domain::aggregate::Meta;
use kelisim_domain::commitment::{Commitment, Promised as Places, YearFigures};
use kelisim_domain::conflict::Conflict;
use kelisim_domain::id::SourceId;
use kelisim_domain::observation::Observation;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::source::Source;
use kelisim_i18n::{Arg, Locale, Zone};

use crate::chart::{Promised, SourceLink, Year, YearChart};
use crate::source::SourceRef;
use crate::words::{self, Told};

/// A commitment as it is shown.
pub(crate) struct Shown {
    pub(crate) title: Told,
    pub(crate) object: Option<Told>,
    pub(crate) topic: &'static str,
    pub(crate) shown: &'static str,
    pub(crate) step: i64,
    pub(crate) stage: &'static str,
    pub(crate) counts: bool,
    pub(crate) standing: &'static str,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) chart: Option<YearChart>,
    pub(crate) history: Vec<Happened>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) conflicts: Vec<ConflictCard>,
    pub(crate) before: Vec<Link>,
    pub(crate) after: Vec<Link>,
    /// Instruments in which it stands: type and where each stands, and the link.
    pub(crate) instruments: Vec<(String, Link)>,
    /// Projects that serve it: where each stands, and the link.
    pub(crate) projects: Vec<(String, Link)>,
}

/// A link to another commitment.
pub(crate) struct Link {
    pub(crate) title: Told,
    pub(crate) href: String,
}

/// Something in the history of a commitment.
pub(crate) struct Happened {
    /// The day from which it is known, for machines and people.
    pub(crate) machine: String,
    pub(crate) date: String,
    /// What happened, in a few words.
    pub(crate) what: String,
    pub(crate) shown: Option<(&'static str, i64)>,
    pub(crate) details: Vec<Told>,
    pub(crate) quote: Option<Quoted>,
    /// When it was entered.
    pub(crate) entered: String,
    /// Version of the entry, for withdrawing it.
    pub(crate) version: i64,
}

/// A passage with its source.
pub(crate) struct Quoted {
    pub(crate) text: String,
    pub(crate) lang: String,
    pub(crate) source: SourceRef,
    pub(crate) tier: &'static str,
    /// Whether the words are our own rendering of the publication.
    pub(crate) rendering: bool,
    /// The publication itself.
    pub(crate) url: Option<String>,
}

/// A figure held against a commitment.
pub(crate) struct Figure {
    pub(crate) name: Told,
    pub(crate) period: String,
    pub(crate) value: String,
    pub(crate) note: Option<Told>,
    pub(crate) source: Option<SourceRef>,
    pub(crate) href: String,
}

/// A contradiction with what each side says.
pub(crate) struct ConflictCard {
    pub(crate) title: Told,
    pub(crate) question: Told,
    pub(crate) rule: &'static str,
    pub(crate) state: &'static str,
    pub(crate) href: String,
    pub(crate) sides: Vec<(Told, Quoted)>,
}

/// What is needed to put things into words.
#[derive(Clone, Copy)]
pub(crate) struct Wording<'a> {
    pub(crate) locale: Locale,
    pub(crate) names: &'a Directory,
    pub(crate) sources: &'a BTreeMap<SourceId, Source>,
    /// `commitments` in the console, `promises` for everybody.
    pub(crate) place: &'static str,
}

impl Wording<'_> {
    /// A passage with its source.
    pub(crate) fn quoted(&self, quotation: &Quotation) -> Option<Quoted> {
        let source = self.sources.get(&quotation.source)?;
        Some(Quoted {
            text: quotation.exact.clone(),
            lang: quotation.language.clone(),
            source: words::source_ref(self.locale, source),
            tier: source.description.tier.code(),
            rendering: source.description.rendering,
            url: source.description.url.clone(),
        })
    }

    /// An instrument in which the commitment stands.
    fn instrument(&self, line: &kelisim_app::instrument::Line) -> (String, Link) {
        let l = self.locale;
        let place = if self.place == "commitments" { "instruments" } else { "agreements" };
        let words = [
            l.term("instrument_type", line.instrument.description.kind.code()),
            l.term("instrument_standing", line.position.standing.code()),
        ];
        let link = Link {
            title: Told::new(l, &line.instrument.description.title),
            href: format!("/{}/{place}/{}", l.tag(), line.instrument.id),
        };
        (words.join(" · "), link)
    }

    /// A project that serves the commitment.
    fn project(&self, line: &kelisim_app::project::Line) -> (String, Link) {
        let l = self.locale;
        let place = if self.place == "commitments" { "projects" } else { "progress" };
        let words = l.term("project_standing", line.plan.standing.code()).to_owned();
        let link = Link {
            title: Told::new(l, &line.project.description.title),
            href: format!("/{}/{place}/{}", l.tag(), line.project.id),
        };
        (words, link)
    }

    fn link(&self, commitment: &Commitment) -> Link {
        Link {
            title: Told::new(self.locale, &commitment.description.title),
            href: format!("/{}/{}/{}", self.locale.tag(), self.place, commitment.id),
        }
    }

    /// A contradiction as a card.
    pub(crate) fn conflict(&self, conflict: &Conflict) -> ConflictCard {
        let l = self.locale;
        let sides = conflict
            .sides
            .iter()
            .filter_map(|side| Some((Told::new(l, &side.claim), self.quoted(&side.quotation)?)));
        ConflictCard {
            title: Told::new(l, &conflict.title),
            question: Told::new(l, &conflict.question),
            rule: conflict.rule.code(),
            state: conflict.state.code(),
            href: format!("/{}/conflicts/{}", l.tag(), conflict.id),
            sides: sides.collect(),
        }
    }

    /// The page of a commitment.
    pub(crate) fn shown(&self, page: &Page) -> Shown {
        let l = self.locale;
        let commitment = &page.line.commitment;
        let known = commitment.latest();
        let d = &commitment.description;
        Shown {
            title: Told::new(l, &d.title),
            object: d.object.as_ref().map(|object| Told::new(l, object)),
            topic: d.topic.code(),
            shown: words::shown(known.stage),
            step: words::step(known.stage),
            stage: known.stage.code(),
            counts: known.stage.is_promise(),
            standing: page.line.standing.code(),
            facts: self.facts(commitment),
            chart: self.chart(page),
            history: self.history(commitment),
            figures: page.observations.iter().map(|o| self.figure(o)).collect(),
            conflicts: page.conflicts.iter().map(|c| self.conflict(c)).collect(),
            before: page.before.iter().map(|c| self.link(c)).collect(),
            after: page.after.iter().map(|c| self.link(c)).collect(),
            instruments: page.instruments.iter().map(|line| self.instrument(line)).collect(),
            projects: page.projects.iter().map(|line| self.project(line)).collect(),
        }
    }

    fn facts(&self, commitment: &Commitment) -> Vec<(String, String)> {
        let l = self.locale;
        let known = commitment.latest();
        let d = &commitment.description;
        let named = |codes: &[kelisim_domain::party::PartyCode]| {
            if codes.is_empty() {
                l.t("not-named").to_owned()
            } else {
                words::parties(l, self.names, codes)
            }
        };
        let quantity = known
            .quantity
            .map_or_else(|| l.t("quantity-none").to_owned(), |q| words::quantity(l, &q));
        let due = known
            .deadline
            .map_or_else(|| l.t("due-none").to_owned(), |date| l.edtf(&date.to_string()));
        let mut facts = vec![
            (l.t("fact-who").to_owned(), named(&d.promisors)),
            (l.t("fact-to-whom").to_owned(), named(&d.beneficiaries)),
            (l.t("fact-quantity").to_owned(), quantity),
            (l.t("col-due").to_owned(), due),
        ];
        let delivery = known.delivery;
        let mut happened = l.term("delivery", delivery.state.code()).to_owned();
        if delivery.from.is_none() {
            l.t("delivery-nothing").clone_into(&mut happened);
        } else if let Some(valid) = delivery.from.and_then(|r| r.what.valid) {
            happened = format!("{happened} ({})", l.edtf_short(&valid.to_string()));
        }
        facts.push((l.t("fact-delivery").to_owned(), happened));
        if let Some(verdict) = known.verdict {
            let word = l.term("verdict", verdict.what.verdict.code()).to_owned();
            facts.push((l.t("fact-verdict").to_owned(), word));
        }
        facts
    }

    fn chart(&self, page: &Page) -> Option<YearChart> {
        let years = &page.line.years;
        if !years.iter().any(|y| y.promised.is_some() || y.delivered.is_some()) {
            return None;
        }
        let l = self.locale;
        let title = finding(l, years).unwrap_or_else(|| l.t("years-title").to_owned());
        Some(YearChart {
            locale: l,
            id: "years".to_owned(),
            title,
            desc: l.t("years-desc").to_owned(),
            caption: l.t("years-caption").to_owned(),
            years: years.iter().map(|year| (year.year, self.year(page, year))).collect(),
        })
    }

    fn year(&self, page: &Page, year: &YearFigures) -> Year {
        let places = |p: Places| p.places.as_whole();
        let promised = match year.promised.and_then(|p| Some((places(p)?, p.stated))) {
            None => Promised::Nothing,
            Some((n, true)) => Promised::Stated(n),
            Some((n, false)) => Promised::Assumed(n),
        };
        let chain = page.before.iter().chain([&page.line.commitment]);
        let quotas = chain
            .flat_map(|c| &c.quotas)
            .filter(|q| q.what.period.single_year() == Some(year.year));
        let figures = page
            .observations
            .iter()
            .filter(|o| year.observations.contains(&o.id))
            .filter_map(|o| o.latest())
            .map(|v| v.what.quotation.source);
        let mut ids: Vec<SourceId> =
            quotas.map(|q| q.what.quotation.source).chain(figures).collect();
        ids.dedup();
        let mut seen = Vec::new();
        ids.retain(|id| {
            !seen.contains(id) && {
                seen.push(*id);
                true
            }
        });
        Year {
            promised,
            delivered: year.delivered,
            unexplained: year.unexplained.filter(|n| *n > 0),
            sources: ids
                .into_iter()
                .filter_map(|id| self.sources.get(&id))
                .map(|source| SourceLink {
                    text: words::source_ref(self.locale, source).line(self.locale),
                    href: words::source_href(self.locale, source.id),
                    lang: None,
                })
                .collect(),
        }
    }

    /// Everything said about a commitment, the latest known first.
    fn history(&self, commitment: &Commitment) -> Vec<Happened> {
        let l = self.locale;
        let mut history: Vec<(Meta, Happened)> = Vec::new();
        for said in &commitment.statements {
            let statement = &said.what;
            let mut item = self.happened(&said.meta, l.t("history-said").to_owned());
            item.shown = statement.stage.map(|s| (words::shown(s), words::step(s)));
            if let Some(stage) = statement.stage {
                item.what = l
                    .format("history-stage", &[("stage", Arg::Str(l.term("stage", stage.code())))]);
            }
            let texts = [&statement.condition, &statement.note];
            item.details = texts.into_iter().flatten().map(|t| Told::new(l, t)).collect();
            item.quote = self.quoted(&statement.quotation);
            history.push((said.meta, item));
        }
        self.add_quotas(commitment, &mut history);
        for said in &commitment.reports {
            let what = l.term("delivery", said.what.state.code());
            let what = match said.what.valid {
                Some(valid) => l.format(
                    "history-delivery-when",
                    &[
                        ("what", Arg::Str(what)),
                        ("when", Arg::Str(&l.edtf_short(&valid.to_string()))),
                    ],
                ),
                None => l.format("history-delivery", &[("what", Arg::Str(what))]),
            };
            let mut item = self.happened(&said.meta, what);
            item.details = said.what.reason.iter().map(|t| Told::new(l, t)).collect();
            item.quote = self.quoted(&said.what.quotation);
            history.push((said.meta, item));
        }
        for said in &commitment.verdicts {
            let word = l.term("verdict", said.what.verdict.code());
            let what = l.format("history-verdict", &[("what", Arg::Str(word))]);
            let mut item = self.happened(&said.meta, what);
            item.details = vec![Told::new(l, &said.what.evidence)];
            history.push((said.meta, item));
        }
        history.sort_by_key(|(meta, _)| std::cmp::Reverse((meta.known_on, meta.version)));
        history.into_iter().map(|(_, item)| item).collect()
    }

    /// Places by period; those that rest on the same passage are one item.
    fn add_quotas(&self, commitment: &Commitment, history: &mut Vec<(Meta, Happened)>) {
        let l = self.locale;
        let mut by_passage: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for said in &commitment.quotas {
            let q = &said.what.quotation;
            by_passage.entry((q.source, q.start, q.end)).or_default().push(said);
        }
        for quotas in by_passage.into_values() {
            let Some(first) = quotas.first() else { continue };
            let mut item = self.happened(&first.meta, l.t("history-quota").to_owned());
            item.details = quotas
                .iter()
                .map(|said| {
                    let text = l.format(
                        "history-places",
                        &[
                            ("period", Arg::Str(&l.edtf_short(&said.what.period.to_string()))),
                            ("places", Arg::Str(&words::figure(l, said.what.places))),
                            ("channel", Arg::Str(l.term("channel", said.what.channel.code()))),
                        ],
                    );
                    Told { text, lang: l.tag(), other: false }
                })
                .collect();
            item.quote = self.quoted(&first.what.quotation);
            history.push((first.meta, item));
        }
    }

    fn happened(&self, meta: &Meta, what: String) -> Happened {
        Happened {
            machine: meta.known_on.to_string(),
            date: self.locale.date_long(meta.known_on),
            what,
            shown: None,
            details: Vec::new(),
            quote: None,
            entered: self.locale.instant_short(meta.recorded_at, Zone::Utc),
            version: meta.version,
        }
    }

    fn figure(&self, observation: &Observation) -> Figure {
        let l = self.locale;
        let latest = observation.latest();
        let source = latest.and_then(|v| self.sources.get(&v.what.quotation.source));
        Figure {
            name: Told::new(l, &observation.description.name),
            period: l.edtf_short(&observation.description.period.to_string()),
            value: latest.map(|v| words::figure(l, v.what.value)).unwrap_or_default(),
            note: latest.and_then(|v| v.what.note.as_ref()).map(|note| Told::new(l, note)),
            source: source.map(|s| words::source_ref(l, s)),
            href: format!("/{}/figures/{}", l.tag(), observation.id),
        }
    }
}

/// The last year with a published figure, in a sentence. What no source explains is said in so many words.
pub(crate) fn finding(l: Locale, years: &[YearFigures]) -> Option<String> {
    let year = years.iter().rev().find(|y| y.delivered.is_some())?;
    let number = |n: u64| Arg::Num(i64::try_from(n).unwrap_or(i64::MAX));
    let name = year.year.to_string();
    let delivered = year.delivered?;
    let Some(promised) = year.promised.and_then(|p| p.places.as_whole()) else {
        return Some(l.format(
            "finding-delivered",
            &[("year", Arg::Str(&name)), ("delivered", number(delivered))],
        ));
    };
    Some(match year.unexplained {
        Some(open) if open > 0 => l.format(
            "finding-unexplained",
            &[
                ("year", Arg::Str(&name)),
                ("delivered", number(delivered)),
                ("promised", number(promised)),
                ("n", number(open)),
            ],
        ),
        _ => l.format(
            "finding-of",
            &[
                ("year", Arg::Str(&name)),
                ("delivered", number(delivered)),
                ("promised", number(promised)),
            ],
        ),
    })
}
