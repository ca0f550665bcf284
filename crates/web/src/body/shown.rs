//! A body as it is shown to officers and to everybody.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kelisim_app::body::Page;
use kelisim_app::lookup::Directory;
use kelisim_domain::body::{
    Amount, Body, Currency, Delivery, Gift, InvitationStep, Invited, Membership, Pledged, Session,
    Sitting, Total, Where, Who,
};
use kelisim_domain::commitment::Said;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::BodyId;
use kelisim_domain::meeting::{Decision, MeetingState};
use kelisim_domain::party::PartyCode;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Per;
use kelisim_i18n::{Arg, Locale};

use super::history::Happened;
use super::list::{BodyRow, look};
use crate::chart::PromiseBar;
use crate::commitment::shown::{Quoted, Wording};
use crate::meeting::shown::Point;
use crate::overview::CommitmentRow;
use crate::words::{self, Told};

/// Who somebody is: a name, what stands below it, and a link where it is a body.
pub(crate) struct WhoShown {
    pub(crate) name: Told,
    pub(crate) of: Option<String>,
    pub(crate) href: Option<String>,
}

/// A member.
pub(crate) struct MemberRow {
    pub(crate) entry: i64,
    pub(crate) who: WhoShown,
    pub(crate) role: &'static str,
    pub(crate) period: String,
    /// Whether it is a member on the day of the page.
    pub(crate) now: bool,
    pub(crate) acceded: bool,
}

/// A session.
pub(crate) struct SessionRow {
    pub(crate) entry: i64,
    pub(crate) name: String,
    pub(crate) href: Option<String>,
    pub(crate) date: String,
    pub(crate) machine: String,
    pub(crate) place: Option<Told>,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
}

/// What was given.
pub(crate) struct GivenRow {
    pub(crate) entry: i64,
    pub(crate) text: String,
}

/// A contribution: what was promised or spoken of, and what was given.
pub(crate) struct GiftRow {
    pub(crate) who: WhoShown,
    pub(crate) kind: &'static str,
    pub(crate) matter: Told,
    /// The entry of the promise, its amount in words, and code and place of the stage; none where nothing was promised.
    pub(crate) promised: Option<(i64, String, &'static str, i64)>,
    pub(crate) when: Option<String>,
    pub(crate) given: Vec<GivenRow>,
    pub(crate) bar: Option<PromiseBar>,
    /// Whether nothing has to be given: the words are talk.
    pub(crate) talk: bool,
}

/// An invitation.
pub(crate) struct InvitedRow {
    pub(crate) entry: i64,
    pub(crate) who: WhoShown,
    pub(crate) role: &'static str,
    pub(crate) matter: Option<Told>,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// Each step in words, with its entry.
    pub(crate) steps: Vec<(i64, String)>,
}

/// A body as it is shown.
pub(crate) struct Shown {
    pub(crate) title: Told,
    pub(crate) titles: Vec<Told>,
    pub(crate) lead: String,
    pub(crate) standing: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) mandate: Option<(Told, Option<Quoted>)>,
    pub(crate) founded: Option<Quoted>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) links: Vec<(&'static str, String, Told)>,
    pub(crate) members: Vec<MemberRow>,
    pub(crate) sessions: Vec<SessionRow>,
    pub(crate) decisions: Vec<Point>,
    pub(crate) rows: Vec<CommitmentRow>,
    pub(crate) gifts: Vec<GiftRow>,
    pub(crate) promised: Vec<String>,
    pub(crate) delivered: Vec<String>,
    pub(crate) invited: Vec<InvitedRow>,
    pub(crate) children: Vec<BodyRow>,
    pub(crate) history: Vec<Happened>,
}

/// What is needed to put a body into words.
pub(crate) struct Naming<'a> {
    pub(crate) l: Locale,
    pub(crate) names: &'a Directory,
    pub(crate) page: &'a Page,
    pub(crate) today: Date,
    /// Whether the reader is in the console, not among everybody.
    pub(crate) console: bool,
}

impl Naming<'_> {
    fn at(&self, console: &str, open: &str) -> String {
        format!("/{}/{}", self.l.tag(), if self.console { console } else { open })
    }

    pub(super) fn quoted(&self, quotation: &Quotation) -> Option<Quoted> {
        let place = if self.console { "commitments" } else { "promises" };
        let (locale, names, sources) = (self.l, self.names, &self.page.sources);
        Wording { locale, names, sources, place }.quoted(quotation)
    }

    pub(super) const fn it(&self) -> &Body {
        &self.page.body
    }

    /// The body.
    pub(crate) fn shown(&self) -> Shown {
        let (l, it) = (self.l, self.it());
        let d = &it.description;
        let (standing, tone, icon) = look(l, it.standing());
        let lead = [l.term("body_kind", d.kind.code()).to_owned(), self.party(&d.partner)];
        let mandate = it.mandate().map(|said| &said.what);
        Shown {
            title: Told::new(l, &d.title),
            titles: other_titles(l, &d.title),
            lead: lead.join(" · "),
            standing,
            tone,
            icon,
            mandate: mandate.map(|m| (Told::new(l, &m.matter), self.quoted(&m.quotation))),
            founded: it.foundation().and_then(|said| self.quoted(&said.what.quotation)),
            facts: self.facts(),
            links: self.links(),
            members: self.members(),
            sessions: self.sessions(),
            decisions: self.decisions(),
            rows: self.rows(),
            gifts: self.gifts(),
            promised: it.promised_totals().iter().map(|total| self.total(total)).collect(),
            delivered: it.delivered_totals().iter().map(|total| self.total(total)).collect(),
            invited: self.invited(),
            children: self.children(),
            history: self.history(),
        }
    }

    fn party(&self, code: &PartyCode) -> String {
        words::party(self.l, self.names, code)
    }

    pub(super) fn edtf(&self, on: Edtf) -> String {
        self.l.edtf(&on.to_string())
    }

    /// A text of our own, or a name, which is in the language of the page.
    fn own(&self, text: String) -> Told {
        Told { text, lang: words::language(self.l).code(), other: false }
    }

    fn body_href(&self, id: BodyId) -> Option<String> {
        let it = self.page.named.get(&id).filter(|it| self.console || it.public)?;
        Some(format!("{}/{}", self.at("bodies", "public-bodies"), it.id))
    }

    pub(super) fn who(&self, who: &Who) -> WhoShown {
        match who {
            Who::Party { party } => {
                WhoShown { name: self.own(self.party(party)), of: None, href: None }
            }
            Who::Agency { party, name } | Who::Office { party, name } => {
                WhoShown { name: Told::new(self.l, name), of: Some(self.party(party)), href: None }
            }
            Who::Body { body } => {
                let known = self.page.named.get(body).filter(|it| self.console || it.public);
                let name = known.map(|it| Told::new(self.l, &it.description.title));
                WhoShown {
                    name: name.unwrap_or_else(|| self.own(self.l.t("body-other").to_owned())),
                    of: None,
                    href: self.body_href(*body),
                }
            }
        }
    }

    /// Who somebody is, in one line.
    pub(super) fn name(&self, who: &Who) -> String {
        let who = self.who(who);
        who.of.map_or(who.name.text.clone(), |of| format!("{}, {of}", who.name.text))
    }

    /// What a session is called: by its number, the meeting it is, or the word.
    pub(super) fn sitting_name(&self, s: &Session) -> String {
        let l = self.l;
        let meeting = s.meeting.and_then(|id| self.page.meetings.get(&id));
        match (s.number, meeting) {
            (Some(number), _) => {
                let number = l.number(i64::from(number));
                l.format("body-session-n", &[("n", Arg::Str(&number))])
            }
            (None, Some(meeting)) => words::text(l, &meeting.description.title).0,
            (None, None) => l.t("body-session").to_owned(),
        }
    }

    /// A session in one line, for those who choose one.
    pub(super) fn sitting(&self, sitting: &Sitting<'_>) -> String {
        let s = sitting.session;
        let state = self.l.term("meeting_state", s.state.code());
        format!("{}, {state}, {}", self.sitting_name(s), self.l.edtf_short(&s.date.to_string()))
    }

    fn facts(&self) -> Vec<(String, String)> {
        let (l, it) = (self.l, self.it());
        let d = &it.description;
        let unknown = || l.t("body-not-stated").to_owned();
        let since = it.foundation().and_then(|said| said.what.on);
        let host = d.host.as_ref().map_or_else(unknown, |host| self.party(host));
        let now = self.members().iter().filter(|member| member.now).count();
        let mut facts = vec![
            (l.t("body-kind").to_owned(), l.term("body_kind", d.kind.code()).to_owned()),
            (l.t("body-since").to_owned(), since.map_or_else(unknown, |on| self.edtf(on))),
            (l.t("filter-partner").to_owned(), self.party(&d.partner)),
            (l.t("body-host").to_owned(), host),
        ];
        if now > 0 {
            let count = l.number(i64::try_from(now).unwrap_or(i64::MAX));
            facts.push((l.t("body-members-now").to_owned(), count));
        }
        facts
    }

    fn links(&self) -> Vec<(&'static str, String, Told)> {
        let (l, page) = (self.l, self.page);
        let mut links = Vec::new();
        let parent = self.it().description.parent.and_then(|id| page.named.get(&id));
        if let Some(parent) = parent
            && let Some(href) = self.body_href(parent.id)
        {
            links.push((l.t("body-parent"), href, Told::new(l, &parent.description.title)));
        }
        for said in &self.it().foundations {
            if let Some(it) = said.what.instrument.and_then(|id| page.instruments.get(&id)) {
                let href = format!("{}/{}", self.at("instruments", "agreements"), it.id);
                links.push((l.t("body-by"), href, Told::new(l, &it.description.title)));
            }
            let meeting = said.what.meeting.and_then(|id| page.meetings.get(&id));
            if let Some(it) = meeting {
                let href = format!("{}/{}", self.at("meetings", "public-meetings"), it.id);
                links.push((l.t("body-at"), href, crate::meeting::shown::dated(l, it)));
            }
        }
        links
    }

    /// The members of today first, then those that were, each in the order of entry.
    fn members(&self) -> Vec<MemberRow> {
        let l = self.l;
        let period = |it: &Membership<'_>| {
            let from = it.from.map(|on| self.edtf(on));
            let until = it.until.map(|on| self.edtf(on));
            let text = |on: &Option<String>| on.clone().unwrap_or_default();
            let (from_text, until_text) = (text(&from), text(&until));
            let args = [("from", Arg::Str(&from_text)), ("until", Arg::Str(&until_text))];
            match (from, until) {
                (Some(_), Some(_)) => l.format("body-from-until", &args),
                (Some(_), None) => l.format("body-from", &args),
                (None, Some(_)) => l.format("body-until", &args),
                (None, None) => l.t("body-from-unknown").to_owned(),
            }
        };
        let mut rows: Vec<MemberRow> = self
            .it()
            .memberships()
            .iter()
            .map(|it| MemberRow {
                entry: it.entry,
                who: self.who(&it.who),
                role: l.term("body_role", it.role.code()),
                period: period(it),
                now: it.holds(self.today),
                acceded: it.acceded,
            })
            .collect();
        rows.sort_by_key(|row| (!row.now, row.entry));
        rows
    }

    fn sessions(&self) -> Vec<SessionRow> {
        let l = self.l;
        let row = |it: &Sitting<'_>| {
            let s = it.session;
            let meeting = s.meeting.and_then(|id| self.page.meetings.get(&id));
            let name = self.sitting_name(s);
            let passed = s.date.last_day() < self.today;
            let (tone, icon) = match s.state {
                MeetingState::Held => ("ok", "circle-check"),
                MeetingState::Planned if passed => ("risk", "triangle-alert"),
                MeetingState::Planned => ("dash", "calendar"),
                MeetingState::PutOff => ("", "x"),
            };
            SessionRow {
                entry: it.entry,
                name,
                href: meeting
                    .map(|it| format!("{}/{}", self.at("meetings", "public-meetings"), it.id)),
                date: l.edtf(&s.date.to_string()),
                machine: s.date.last_day().to_string(),
                place: s.place.as_ref().map(|place| Told::new(l, place)),
                state: l.term("meeting_state", s.state.code()),
                tone,
                icon,
            }
        };
        self.it().sittings().iter().map(row).collect()
    }

    /// Its own decisions and those of the meetings that are its sessions.
    fn decisions(&self) -> Vec<Point> {
        let (l, it) = (self.l, self.it());
        let point = |version, decision: &Decision| Point {
            version,
            matter: Told::new(l, &decision.matter),
            links: self.decided(decision),
            quote: self.quoted(&decision.quotation),
        };
        let own = it.decisions.iter().map(|said| point(said.meta.version, &said.what.decision));
        let sittings = it.sittings();
        let meetings =
            sittings.iter().filter_map(|sitting| self.page.meetings.get(&sitting.session.meeting?));
        // What a meeting decided has a place on the page of that meeting, and none among the entries of the body.
        let held = meetings.flat_map(|it| it.decisions.iter().map(|said| point(0, &said.what)));
        own.chain(held).collect()
    }

    fn decided(&self, decision: &Decision) -> Vec<(String, Told)> {
        let commitments = decision.commitments.iter().filter_map(|id| {
            let it = self.page.commitments.get(id)?;
            let href = format!("{}/{id}", self.at("commitments", "promises"));
            Some((href, Told::new(self.l, &it.description.title)))
        });
        let instruments = decision.instruments.iter().filter_map(|id| {
            let it = self.page.instruments.get(id)?;
            let href = format!("{}/{id}", self.at("instruments", "agreements"));
            Some((href, Told::new(self.l, &it.description.title)))
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

    /// An amount in words: number, currency, how often.
    pub(super) fn amount(&self, amount: &Amount) -> String {
        let number = self.l.decimal(&amount.value.to_string());
        let currency = amount.currency.map(Currency::code).unwrap_or_default();
        let args = [("n", Arg::Str(&number)), ("currency", Arg::Str(currency))];
        let l = self.l;
        match (amount.currency.is_some(), amount.per) {
            (true, Per::Once) => l.format("body-money", &args),
            (true, Per::Year) => l.format("body-money-year", &args),
            (true, Per::Month) => l.format("body-money-month", &args),
            (false, Per::Once) => number.clone(),
            (false, Per::Year) => l.format("body-amount-year", &args),
            (false, Per::Month) => l.format("body-amount-month", &args),
        }
    }

    pub(super) fn amount_or_none(&self, amount: Option<&Amount>) -> String {
        amount.map_or_else(|| self.l.t("body-amount-none").to_owned(), |a| self.amount(a))
    }

    fn total(&self, total: &Total) -> String {
        let kind = self.l.term("body_gift", total.gift.code());
        let sum = total
            .sum
            .map(|value| self.amount(&Amount { value, currency: total.currency, per: total.per }));
        let unnumbered = (total.unnumbered > 0).then(|| {
            let n = i64::try_from(total.unnumbered).unwrap_or(i64::MAX);
            self.l.count("body-n-unnumbered", n)
        });
        let parts: Vec<String> = sum.into_iter().chain(unnumbered).collect();
        format!("{kind}: {}", parts.join(", "))
    }

    fn given(&self, entry: i64, delivery: &Delivery) -> GivenRow {
        let (amount, on) = (self.amount_or_none(delivery.amount.as_ref()), self.edtf(delivery.on));
        let args = [("amount", Arg::Str(&amount)), ("date", Arg::Str(&on))];
        GivenRow { entry, text: self.l.format("body-given-on", &args) }
    }

    fn gifts(&self) -> Vec<GiftRow> {
        let (l, it) = (self.l, self.it());
        let promised = it.pledged().into_iter().map(|pledged| {
            let p = pledged.pledge;
            let amount = self.amount_or_none(p.amount.as_ref());
            let given = pledged.given.iter().map(|g| self.given(g.entry, g.delivery)).collect();
            GiftRow {
                who: self.who(&p.by),
                kind: l.term("body_gift", p.gift.code()),
                matter: Told::new(l, &p.matter),
                promised: Some((
                    pledged.entry,
                    amount,
                    words::shown(p.stage),
                    words::step(p.stage),
                )),
                when: p.when.map(|on| self.edtf(on)),
                bar: bar(&pledged),
                talk: !p.stage.is_promise(),
                given,
            }
        });
        let unpromised = it.unpromised().into_iter().map(|given| GiftRow {
            who: self.who(&given.delivery.by),
            kind: l.term("body_gift", given.delivery.gift.code()),
            matter: Told::new(l, &given.delivery.matter),
            promised: None,
            when: None,
            given: vec![self.given(given.entry, given.delivery)],
            bar: None,
            talk: false,
        });
        promised.chain(unpromised).collect()
    }

    fn invited(&self) -> Vec<InvitedRow> {
        let l = self.l;
        let row = |it: &Invited<'_>| {
            let at = it.is_at();
            let (tone, icon) = match at {
                Where::Planned => ("dash", "circle-dashed"),
                Where::Sent => ("info", "clock"),
                Where::Later => ("risk", "clock"),
                Where::Yes => ("", "check"),
                Where::Acceded => ("ok", "circle-check"),
                Where::No | Where::Left => ("", "x"),
            };
            let step = |said: &&Said<InvitationStep>| {
                let step = &said.what;
                let date = self.edtf(step.on);
                let what = l.term("body_step", step.step.code());
                let args = [("what", Arg::Str(what)), ("date", Arg::Str(&date))];
                let text = l.format("body-step-on", &args);
                let note = step.note.as_ref().map(|note| words::text(l, note).0);
                let text = note.map_or(text.clone(), |note| format!("{text}. {note}"));
                (said.meta.version, text)
            };
            InvitedRow {
                entry: it.entry,
                who: self.who(&it.invitation.who),
                role: l.term("body_role", it.invitation.role.code()),
                matter: it.invitation.matter.as_ref().map(|matter| Told::new(l, matter)),
                state: l.term("body_where", at.code()),
                tone,
                icon,
                steps: it.steps.iter().map(step).collect(),
            }
        };
        self.it().invited().iter().map(row).collect()
    }

    fn children(&self) -> Vec<BodyRow> {
        let place = if self.console { "bodies" } else { "public-bodies" };
        let shown = self.page.children.iter().filter(|it| self.console || it.public);
        shown.map(|it| BodyRow::new(self.l, self.names, place, it)).collect()
    }
}

/// The bar of a promise: hollow for what was promised, solid for what was given. Only where both are whole numbers of
/// one kind that are not for each year or month, since else they cannot be compared.
fn bar(pledged: &Pledged<'_>) -> Option<PromiseBar> {
    let promised = pledged.pledge.amount.filter(|amount| amount.per == Per::Once)?;
    let talk = !pledged.pledge.stage.is_promise();
    let comparable = |amount: &Amount| amount.currency == promised.currency;
    let given: Vec<Amount> = pledged.given.iter().filter_map(|g| g.delivery.amount).collect();
    let whole = pledged.given.len() == given.len() && given.iter().all(comparable);
    let sum = given.iter().try_fold(0_u64, |sum, amount| sum.checked_add(amount.value.as_whole()?));
    let none = pledged.given.is_empty();
    Some(PromiseBar {
        promised: promised.value.as_whole(),
        delivered: sum.filter(|_| whole && !none),
        talk,
    })
}

/// The name in the other languages it is known in.
fn other_titles(l: Locale, title: &Text4) -> Vec<Told> {
    let shown = title.shown(words::language(l)).1;
    Language::ALL
        .iter()
        .filter(|language| **language != shown)
        .filter_map(|language| {
            let text = title.get(*language)?.to_owned();
            Some(Told { text, lang: language.code(), other: true })
        })
        .collect()
}

/// What kind of thing a contribution is, in words.
pub(super) fn gift(l: Locale, gift: Gift) -> &'static str {
    l.term("body_gift", gift.code())
}

/// What the facts of a body are called, by the entries that say them.
pub(crate) fn steps(
    l: Locale,
    names: &Directory,
    page: &Page,
    today: Date,
) -> BTreeMap<i64, String> {
    let naming = Naming { l, names, page, today, console: true };
    let name = |fact: super::history::Fact<'_>| {
        (fact.meta.version, format!("{}, {}", fact.what, l.date_short(fact.meta.known_on)))
    };
    naming.entries().into_iter().map(name).collect()
}
