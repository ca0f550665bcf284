//! The way of an instrument as a timeline: what is done is solid, what is still to come is hollow.

use kelisim_domain::instrument::{
    ActKind, Answer, Between, Entry, Force, Instrument, Position, Standing,
};
use kelisim_i18n::{Arg, Locale};

use super::shown::between;

/// A step on the way.
pub(crate) struct Step {
    /// `ok` for done, `now` for what is awaited, empty for later.
    pub(crate) state: &'static str,
    /// Whether it is the one that is awaited.
    pub(crate) now: bool,
    pub(crate) name: &'static str,
    /// When it was done, or how much of it.
    pub(crate) detail: String,
}

/// A step before it is known which one is awaited.
struct Raw {
    code: &'static str,
    done: bool,
    detail: String,
}

/// The steps of an instrument, in order. Steps that its clause does not ask for and nobody took are left out.
pub(super) fn steps(l: Locale, it: &Instrument, position: &Position) -> Vec<Step> {
    let way = Way { l, it, position };
    let mut raw =
        vec![Raw { code: "recorded", done: true, detail: l.date_long(it.entered.meta.known_on) }];
    raw.extend(way.approved());
    raw.push(way.signed());
    raw.extend(way.ratified());
    raw.extend(way.notified());
    raw.push(way.in_force());
    raw.extend(way.over());
    let over = position.standing.is_over();
    let awaited = raw.iter().position(|step| !step.done).filter(|_| !over);
    let shown = |(n, step): (usize, Raw)| {
        let now = awaited == Some(n);
        let state = match (step.done, now) {
            (true, _) => "ok",
            (false, true) => "now",
            (false, false) => "",
        };
        Step { state, now, name: l.term("instrument_step", step.code), detail: step.detail }
    };
    raw.into_iter().enumerate().map(shown).collect()
}

struct Way<'a> {
    l: Locale,
    it: &'a Instrument,
    position: &'a Position,
}

impl Way<'_> {
    /// The days of the first report of an act by a party.
    fn day(&self, party: &kelisim_domain::party::PartyCode, kinds: &[ActKind]) -> Option<Between> {
        let acts = self.it.acts.iter().map(|said| &said.what);
        acts.filter(|act| act.party == *party && kinds.contains(&act.kind))
            .map(|act| Between::of(act.on))
            .reduce(|a, b| Between {
                earliest: a.earliest.min(b.earliest),
                latest: a.latest.max(b.latest),
            })
    }

    /// How many parties did it, and when the last of them.
    fn of_parties(&self, kinds: &[ActKind]) -> (usize, Option<Between>) {
        let parties = &self.it.description.parties;
        let days: Vec<Between> = parties.iter().filter_map(|p| self.day(p, kinds)).collect();
        let last = days.iter().copied().reduce(|a, b| Between {
            earliest: a.earliest.max(b.earliest),
            latest: a.latest.max(b.latest),
        });
        (days.len(), last)
    }

    fn part(&self, there: usize, of: usize, last: Option<Between>) -> String {
        match (there, last) {
            (0, _) | (_, None) => self.l.t("instrument-step-open").to_owned(),
            (n, Some(last)) if n >= of => between(self.l, last),
            (n, Some(_)) => {
                let (n, of) = (n.to_string(), of.to_string());
                self.l.format("instrument-step-part", &[("n", Arg::Str(&n)), ("of", Arg::Str(&of))])
            }
        }
    }

    /// Approvals at home, where any is on record or nobody has signed.
    fn approved(&self) -> Option<Raw> {
        let granted = [ActKind::DraftApproved, ActKind::FullPowers];
        let (_, granted_on) = self.of_parties(&granted);
        let answers = self.it.replies.iter().filter(|r| r.what.answer == Answer::Agreed);
        let answered = answers.map(|r| r.what.on).max().map(Between::day);
        let signatures = self.of_parties(&[ActKind::Signed, ActKind::Acceded]).0;
        let on_record = granted_on.is_some() || self.it.steps().next().is_some();
        if !on_record && (signatures > 0 || self.position.standing >= Standing::Signed) {
            return None;
        }
        let done = signatures > 0 || self.position.standing == Standing::ApprovedUnsigned;
        let last = granted_on.or(answered).filter(|_| done);
        let detail = match (self.position.held.len(), last) {
            (0, Some(last)) => between(self.l, last),
            (0, None) => self.l.t("instrument-step-open").to_owned(),
            (n, _) => self.l.count("instrument-step-held", i64::try_from(n).unwrap_or(0)),
        };
        Some(Raw { code: "approved", done, detail })
    }

    fn signed(&self) -> Raw {
        let of = self.it.description.parties.len();
        let (there, last) = self.of_parties(&[ActKind::Signed, ActKind::Acceded]);
        Raw { code: "signed", done: there >= of, detail: self.part(there, of, last) }
    }

    fn ratified(&self) -> Option<Raw> {
        let kinds = [ActKind::Ratified, ActKind::Approved, ActKind::Acceded];
        let (there, last) = self.of_parties(&kinds);
        let asked = match self.entry() {
            Some(Entry::AfterRatifications { count, .. }) => Some(usize::from(count)),
            _ => None,
        };
        if asked.is_none() && there == 0 {
            return None;
        }
        let of = asked.unwrap_or(self.it.description.parties.len());
        Some(Raw { code: "ratified", done: there >= of, detail: self.part(there, of, last) })
    }

    fn notified(&self) -> Option<Raw> {
        let (there, last) = self.of_parties(&[ActKind::Notified]);
        let asked = matches!(self.entry(), Some(Entry::OnLastNotification { .. }));
        let of = self.it.description.parties.len();
        let detail = self.part(there, of, last);
        (asked || there > 0).then_some(Raw { code: "notified", done: there >= of, detail })
    }

    fn entry(&self) -> Option<Entry> {
        self.it.clauses.iter().find(|s| s.what.since.is_none())?.what.clause.entry
    }

    fn in_force(&self) -> Raw {
        let l = self.l;
        let (done, detail) = match &self.position.force {
            Force::Met { since, .. } => (since.latest <= self.position.day, between(l, *since)),
            _ => match self.it.reports.iter().map(|r| r.what.on).min() {
                Some(on) => {
                    let date = l.edtf(&on.to_string());
                    (false, l.format("instrument-step-reported", &[("date", Arg::Str(&date))]))
                }
                None => (false, l.t("instrument-step-open").to_owned()),
            },
        };
        Raw { code: "in_force", done, detail }
    }

    /// The end, where one is known.
    fn over(&self) -> Option<Raw> {
        let ends = self.position.term.ends?;
        let done = ends <= self.position.day;
        let code = match self.position.standing {
            Standing::Terminated => "terminated",
            Standing::Replaced => "replaced",
            Standing::GivenUp => "given_up",
            _ => "ends",
        };
        Some(Raw { code, done, detail: self.l.date_long(ends) })
    }
}
