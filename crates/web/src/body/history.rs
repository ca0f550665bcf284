//! The history of a body: every fact with its passage, who entered it, and from when it is known.

use kelisim_domain::aggregate::Meta;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::quotation::Quotation;
use kelisim_i18n::{Arg, Zone};

use super::shown::{Naming, gift};
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

/// A fact on its way to the page.
pub(super) struct Fact<'a> {
    pub(super) meta: Meta,
    pub(super) what: String,
    details: Vec<Told>,
    quotation: Option<&'a Quotation>,
}

impl Naming<'_> {
    /// Everything on record, the latest known first.
    pub(super) fn history(&self) -> Vec<Happened> {
        self.entries().into_iter().map(|fact| self.happened(fact)).collect()
    }

    /// Every entry in words, the latest known first.
    pub(super) fn entries(&self) -> Vec<Fact<'_>> {
        let mut all: Vec<Fact<'_>> = Vec::new();
        self.of_the_whole(&mut all);
        self.of_members(&mut all);
        self.of_sessions(&mut all);
        self.of_contributions(&mut all);
        self.of_invitations(&mut all);
        all.sort_by_key(|fact| std::cmp::Reverse((fact.meta.known_on, fact.meta.version)));
        all
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
            quote: fact.quotation.and_then(|quotation| self.quoted(quotation)),
            entered: match who {
                Some(who) => {
                    let args = [("time", Arg::Str(&time)), ("who", Arg::Str(who))];
                    l.format("project-entered-by", &args)
                }
                None => l.format("entered-at", &[("time", Arg::Str(&time))]),
            },
        }
    }

    fn of_the_whole<'a>(&'a self, all: &mut Vec<Fact<'a>>) {
        let (l, it) = (self.l, self.it());
        let first = it.descriptions.iter().map(|said| said.meta.version).min();
        for said in &it.descriptions {
            let begins = Some(said.meta.version) == first;
            all.push(Fact {
                meta: said.meta,
                what: if begins { l.t("body-h-entered") } else { l.t("body-h-described") }
                    .to_owned(),
                details: vec![Told::new(l, &said.what.title)],
                quotation: begins.then_some(&it.named),
            });
        }
        for said in &it.mandates {
            all.push(Fact {
                meta: said.meta,
                what: l.t("body-mandate").to_owned(),
                details: vec![Told::new(l, &said.what.matter)],
                quotation: Some(&said.what.quotation),
            });
        }
        for said in &it.foundations {
            let standing = l.term("body_standing", said.what.standing.code());
            all.push(Fact {
                meta: said.meta,
                what: self.dated(standing, said.what.on),
                details: Vec::new(),
                quotation: Some(&said.what.quotation),
            });
        }
    }

    /// A word with its date, where there is one.
    fn dated(&self, what: &str, on: Option<Edtf>) -> String {
        let Some(on) = on else { return what.to_owned() };
        let date = self.edtf(on);
        let args = [("what", Arg::Str(what)), ("date", Arg::Str(&date))];
        self.l.format("body-step-on", &args)
    }

    fn of_members<'a>(&'a self, all: &mut Vec<Fact<'a>>) {
        let (l, it) = (self.l, self.it());
        for said in &it.members {
            let role = l.term("body_role", said.what.role.code());
            let words = l.format("body-h-joined", &[("who", Arg::Str(&self.name(&said.what.who)))]);
            all.push(Fact {
                meta: said.meta,
                what: format!("{words} ({role})"),
                details: Vec::new(),
                quotation: Some(&said.what.quotation),
            });
        }
        for said in &it.lefts {
            let member = it.members.iter().find(|m| m.meta.version == said.what.member);
            let Some(member) = member else { continue };
            let words = l.format("body-h-left", &[("who", Arg::Str(&self.name(&member.what.who)))]);
            all.push(Fact {
                meta: said.meta,
                what: self.dated(&words, Some(said.what.on)),
                details: Vec::new(),
                quotation: Some(&said.what.quotation),
            });
        }
    }

    fn of_sessions<'a>(&'a self, all: &mut Vec<Fact<'a>>) {
        let (l, it) = (self.l, self.it());
        for said in &it.sessions {
            let s = &said.what;
            let name = self.sitting_name(s);
            let state = l.term("meeting_state", s.state.code());
            all.push(Fact {
                meta: said.meta,
                what: self.dated(&format!("{name}, {state}"), Some(s.date)),
                details: s.place.iter().map(|place| Told::new(l, place)).collect(),
                quotation: s.quotation.as_ref(),
            });
        }
        for said in &it.decisions {
            all.push(Fact {
                meta: said.meta,
                what: l.t("body-h-decided").to_owned(),
                details: vec![Told::new(l, &said.what.decision.matter)],
                quotation: Some(&said.what.decision.quotation),
            });
        }
    }

    fn of_contributions<'a>(&'a self, all: &mut Vec<Fact<'a>>) {
        let (l, it) = (self.l, self.it());
        for said in &it.pledges {
            let p = &said.what;
            let name = self.name(&p.by);
            let who = [("who", Arg::Str(&name))];
            let words = if p.stage.is_promise() {
                l.format("body-h-promised", &who)
            } else {
                l.format("body-h-talked", &who)
            };
            let amount = self.amount_or_none(p.amount.as_ref());
            all.push(Fact {
                meta: said.meta,
                what: format!("{words}: {}, {amount}", gift(l, p.gift)),
                details: vec![Told::new(l, &p.matter)],
                quotation: Some(&p.quotation),
            });
        }
        for said in &it.deliveries {
            let d = &said.what;
            let amount = self.amount_or_none(d.amount.as_ref());
            let words = l.format("body-h-gave", &[("who", Arg::Str(&self.name(&d.by)))]);
            let words = format!("{words}: {}, {amount}", gift(l, d.gift));
            all.push(Fact {
                meta: said.meta,
                what: self.dated(&words, Some(d.on)),
                details: vec![Told::new(l, &d.matter)],
                quotation: Some(&d.quotation),
            });
        }
    }

    fn of_invitations<'a>(&'a self, all: &mut Vec<Fact<'a>>) {
        let (l, it) = (self.l, self.it());
        for said in &it.invitations {
            all.push(Fact {
                meta: said.meta,
                what: l.format("body-h-invited", &[("who", Arg::Str(&self.name(&said.what.who)))]),
                details: said.what.matter.iter().map(|matter| Told::new(l, matter)).collect(),
                quotation: said.what.quotation.as_ref(),
            });
        }
        for said in &it.steps {
            let invitation = it.invitations.iter().find(|i| i.meta.version == said.what.invitation);
            let Some(invitation) = invitation else { continue };
            let step = l.term("body_step", said.what.step.code());
            let words = l.format(
                "body-h-invitation",
                &[("who", Arg::Str(&self.name(&invitation.what.who)))],
            );
            all.push(Fact {
                meta: said.meta,
                what: self.dated(&format!("{words}: {step}"), Some(said.what.on)),
                details: said.what.note.iter().map(|note| Told::new(l, note)).collect(),
                quotation: said.what.quotation.as_ref(),
            });
        }
    }
}
