//! The history of a visit: every fact with its passage, who entered it, and from when it is known.

use kelisim_domain::commitment::Said;
use kelisim_domain::programme::visit::{Fact, Operation};
use kelisim_i18n::{Arg, Zone};

use super::shown::Naming;
use crate::commitment::shown::Quoted;
use crate::words::Told;

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
}

impl Naming<'_> {
    /// Everything on record, the latest known first.
    pub(super) fn history(&self) -> Vec<Happened> {
        let mut facts: Vec<&Said<Fact>> = self.it().facts.iter().collect();
        facts.sort_by_key(|said| std::cmp::Reverse((said.meta.known_on, said.meta.version)));
        facts.into_iter().map(|said| self.happened(said)).collect()
    }

    fn happened(&self, said: &Said<Fact>) -> Happened {
        let l = self.l;
        let meta = said.meta;
        let time = l.instant_short(meta.recorded_at, Zone::Utc);
        let who = meta.actor.and_then(|actor| self.page.writers.get(&actor));
        Happened {
            version: meta.version,
            machine: meta.known_on.to_string(),
            date: l.date_long(meta.known_on),
            what: self.fact(&said.what),
            details: self.details(&said.what),
            quote: said.what.quotation().and_then(|quotation| self.quoted(quotation)),
            entered: match who {
                Some(who) => {
                    let args = [("time", Arg::Str(&time)), ("who", Arg::Str(who))];
                    l.format("project-entered-by", &args)
                }
                None => l.format("entered-at", &[("time", Arg::Str(&time))]),
            },
        }
    }

    /// A fact in one line.
    pub(super) fn fact(&self, fact: &Fact) -> String {
        let l = self.l;
        match fact {
            Fact::Described(it) => {
                let days = it.days.map(|days| self.edtf(days));
                self.dated(l.t("visit-h-described"), days)
            }
            Fact::Stepped(it) => {
                self.dated(l.term("visit_state", it.to.code()), Some(self.edtf(it.on)))
            }
            Fact::Expert(it) => {
                let n = l.number(i64::from(it.count));
                let role = self.role(it.role);
                let name = self.specialty(it.specialty.as_ref());
                let args = [
                    ("code", Arg::Str(it.code.as_str())),
                    ("specialty", Arg::Str(&name)),
                    ("role", Arg::Str(role)),
                    ("n", Arg::Str(&n)),
                ];
                l.format("visit-h-expert", &args)
            }
            Fact::Permission(it) => {
                let expert = self.it().experts().find(|(entry, _)| *entry == it.expert);
                let code = expert.map(|(_, expert)| expert.code.as_str()).unwrap_or_default();
                let (from, until) = (l.date_long(it.from), l.date_long(it.until));
                let args = [
                    ("code", Arg::Str(code)),
                    ("from", Arg::Str(&from)),
                    ("until", Arg::Str(&until)),
                ];
                l.format("visit-h-permission", &args)
            }
            Fact::Report(it) => {
                let n = l.number(i64::from(it.value));
                let what = l.term("visit_counter", it.counter.code());
                l.format("visit-h-report", &[("what", Arg::Str(what)), ("n", Arg::Str(&n))])
            }
            Fact::Tally(it) => {
                let n = l.number(i64::from(it.value));
                let what = l.term("visit_counter", it.counter.code());
                let args = [("what", Arg::Str(what)), ("n", Arg::Str(&n))];
                self.dated(&l.format("visit-h-tally", &args), Some(l.date_long(it.on)))
            }
            Fact::Operation(it) => self.operation(it),
            Fact::Judgement(it) => {
                let word = l.term("visit_repeatable", it.repeatable.code());
                let args = [("what", Arg::Str(word))];
                self.dated(&l.format("visit-h-judged", &args), Some(l.date_long(it.on)))
            }
            Fact::Agreed(it) => self.dated(l.t("visit-h-agreed"), it.due.map(|due| self.edtf(due))),
            Fact::Done(it) => self.dated(l.t("visit-h-done"), Some(self.edtf(it.on))),
        }
    }

    /// An operation in one line: whether it was joint, and when.
    pub(super) fn operation(&self, it: &Operation) -> String {
        let l = self.l;
        let word = l.term("visit_operation", it.counter().code());
        let name = self.specialty(Some(&it.specialty));
        self.dated(&format!("{word}, {name}"), Some(l.date_long(it.on)))
    }

    /// A word with its date, where there is one.
    fn dated(&self, what: &str, date: Option<String>) -> String {
        let Some(date) = date else { return what.to_owned() };
        let args = [("what", Arg::Str(what)), ("date", Arg::Str(&date))];
        self.l.format("visit-dated", &args)
    }

    fn details(&self, fact: &Fact) -> Vec<Told> {
        let l = self.l;
        match fact {
            Fact::Described(it) => vec![Told::new(l, &it.title)],
            Fact::Stepped(it) => it.note.iter().map(|note| Told::new(l, note)).collect(),
            Fact::Permission(it) => vec![Told::new(l, &it.document), Told::new(l, &it.authority)],
            Fact::Tally(it) => it.matter.iter().map(|matter| Told::new(l, matter)).collect(),
            Fact::Operation(it) => vec![Told::new(l, &it.procedure)],
            Fact::Judgement(it) => vec![Told::new(l, &it.by)],
            Fact::Agreed(it) => vec![Told::new(l, &it.matter)],
            Fact::Done(it) => {
                let agreed = self.it().followed();
                let agreed = agreed.iter().find(|one| one.entry == it.agreed);
                agreed.map(|one| Told::new(l, &one.agreed.matter)).into_iter().collect()
            }
            Fact::Expert(_) | Fact::Report(_) => Vec::new(),
        }
    }
}
