//! The history of a project: every word with its day, who entered it, why, and the passage; and what was frozen.

use std::collections::BTreeMap;

use kelisim_domain::aggregate::Meta;
use kelisim_domain::project::{Linked, Moves, Slip};
use kelisim_domain::quotation::Quotation;
use kelisim_i18n::{Arg, Zone};

use super::shown::{Naming, slip};
use crate::commitment::shown::Quoted;
use crate::words::{self, Told};

/// Something in the history.
pub(crate) struct Happened {
    pub(crate) version: i64,
    pub(crate) machine: String,
    pub(crate) date: String,
    pub(crate) what: String,
    pub(crate) details: Vec<Told>,
    pub(crate) quote: Option<Quoted>,
    /// When it was entered, and by whom where that may be known.
    pub(crate) entered: String,
    /// Whether it can be taken back.
    pub(crate) is_fact: bool,
}

/// What a fact says on its way to the page.
struct Fact<'a> {
    meta: Meta,
    what: String,
    details: Vec<Told>,
    quotation: Option<&'a Quotation>,
    is_fact: bool,
}

impl Naming<'_> {
    /// Everything on record, the latest known first.
    pub(super) fn history(&self) -> Vec<Happened> {
        let mut all: Vec<Fact<'_>> = Vec::new();
        self.begun(&mut all);
        self.words(&mut all);
        self.work(&mut all);
        all.sort_by_key(|fact| std::cmp::Reverse((fact.meta.known_on, fact.meta.version)));
        all.into_iter().map(|fact| self.happened(fact)).collect()
    }

    fn happened(&self, fact: Fact<'_>) -> Happened {
        let l = self.l;
        let meta = fact.meta;
        let time = l.instant_short(meta.recorded_at, Zone::Utc);
        let who = meta.actor.and_then(|actor| self.page.writers.get(&actor));
        Happened {
            version: meta.version,
            machine: meta.known_on.to_string(),
            date: l.date_long(meta.known_on),
            what: fact.what,
            details: fact.details,
            quote: fact.quotation.and_then(|q| self.quoted(q)),
            entered: match who {
                Some(who) => l.format(
                    "project-entered-by",
                    &[("time", Arg::Str(&time)), ("who", Arg::Str(who))],
                ),
                None => l.format("entered-at", &[("time", Arg::Str(&time))]),
            },
            is_fact: fact.is_fact,
        }
    }

    fn begun<'a>(&'a self, all: &mut Vec<Fact<'a>>) {
        let begun = &self.it().begun;
        all.push(Fact {
            meta: begun.meta,
            what: self.l.t("project-h-begun").to_owned(),
            details: Vec::new(),
            quotation: begun.what.as_ref(),
            is_fact: false,
        });
    }

    /// What was said of the days, with how far each word moved the one before.
    fn words<'a>(&'a self, all: &mut Vec<Fact<'a>>) {
        let (l, it) = (self.l, self.it());
        let moved: BTreeMap<i64, Slip> =
            it.milestones.iter().flat_map(|m| Moves::of(it.words_on(m.what.id)).steps).collect();
        for said in &it.words {
            let word = &said.what;
            let milestone = self.milestone(word.milestone).text;
            let date = word.on.map_or_else(|| l.t("project-no-day").to_owned(), |on| self.edtf(on));
            let args = [
                ("milestone", Arg::Str(&milestone)),
                ("aspect", Arg::Str(self.aspect(word.aspect))),
                ("date", Arg::Str(&date)),
            ];
            let mut details = Vec::new();
            if let Some(step) = moved.get(&said.meta.version) {
                let step = slip(l, *step).1;
                let text = l.format("project-h-moved", &[("slip", Arg::Str(&step))]);
                details.push(self.own(text));
            }
            details.extend(word.reason.iter().map(|reason| Told::new(l, reason)));
            all.push(Fact {
                meta: said.meta,
                what: l.format("project-h-said", &args),
                details,
                quotation: word.quotation.as_ref(),
                is_fact: true,
            });
        }
    }

    /// What was frozen, and what the project serves.
    fn work<'a>(&'a self, all: &mut Vec<Fact<'a>>) {
        let (l, it) = (self.l, self.it());
        for said in &it.baselines {
            let (name, hash) = (words::text(l, &said.what.name).0, said.what.hash.short());
            let args = [("name", Arg::Str(&name)), ("hash", Arg::Str(&hash))];
            all.push(Fact {
                meta: said.meta,
                what: l.format("project-h-frozen", &args),
                details: Vec::new(),
                quotation: None,
                is_fact: false,
            });
        }
        for said in &it.links {
            let title = match said.what.to {
                Linked::Commitment(id) => {
                    self.page.commitments.get(&id).map(|c| &c.description.title)
                }
                Linked::Instrument(id) => {
                    self.page.instruments.get(&id).map(|i| &i.description.title)
                }
            };
            let Some(title) = title else { continue };
            all.push(Fact {
                meta: said.meta,
                what: l.t("project-h-serves").to_owned(),
                details: vec![Told::new(l, title)],
                quotation: said.what.quotation.as_ref(),
                is_fact: true,
            });
        }
    }

    fn own(&self, text: String) -> Told {
        Told { text, lang: words::language(self.l).code(), other: false }
    }
}
