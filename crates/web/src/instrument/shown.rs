//! An instrument as it is shown to an officer and to everybody: where it stands and why, its way, its parties and what
//! each did, its texts, its clause, and its history with the passages.

use kelisim_app::instrument::Page;
use kelisim_app::lookup::Directory;
use kelisim_app::paper::fingerprint;
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{
    ActKind, Alarm, Answer, Between, Clause, Force, Instrument, Length, Missing, Position,
    Provisional, Side, Standing,
};
use kelisim_domain::party::PartyCode;
use kelisim_domain::quotation::Quotation;
use kelisim_i18n::{Arg, Locale, Zone};

use super::history::Happened;
use super::list::look;
use super::steps::{Step, steps};
use crate::commitment::shown::{Quoted, Wording};
use crate::words::{self, Told};

/// An instrument as it is shown.
pub(crate) struct Shown {
    pub(crate) title: Told,
    /// The title in other languages, where it is known in them.
    pub(crate) titles: Vec<Told>,
    pub(crate) kind: String,
    pub(crate) standing: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// Why it stands where it does.
    pub(crate) why: String,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) steps: Vec<Step>,
    pub(crate) alarms: Vec<AlarmRow>,
    pub(crate) held: Vec<HeldRow>,
    pub(crate) heads: Vec<&'static str>,
    pub(crate) parties: Vec<PartyRow>,
    pub(crate) texts: Vec<TextRow>,
    pub(crate) clauses: Vec<ClauseShown>,
    pub(crate) commitments: Vec<(String, Told)>,
    /// Projects that serve it: address, title, where it stands.
    pub(crate) projects: Vec<(String, Told, &'static str)>,
    pub(crate) related: Vec<(&'static str, String, Told)>,
    pub(crate) history: Vec<Happened>,
}

/// Something to know of.
pub(crate) struct AlarmRow {
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) text: String,
    pub(crate) detail: String,
}

/// A draft with an agency.
pub(crate) struct HeldRow {
    pub(crate) agency: Told,
    pub(crate) matter: Option<Told>,
    pub(crate) sent: String,
    pub(crate) due: String,
    /// How long it has been held, or what was answered.
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) detail: Option<Told>,
    pub(crate) days: String,
    /// Where an answer is entered.
    pub(crate) answer: Option<String>,
}

/// A party and what it did.
pub(crate) struct PartyRow {
    pub(crate) name: String,
    pub(crate) cells: Vec<(&'static str, Vec<(i64, String)>)>,
}

/// A version of the text.
pub(crate) struct TextRow {
    pub(crate) name: String,
    pub(crate) entered: String,
    pub(crate) short: String,
    pub(crate) hash: String,
    pub(crate) href: String,
    pub(crate) present: bool,
    pub(crate) note: Option<Told>,
    /// For each side: its name, and whether it approves this version.
    pub(crate) sides: Vec<(&'static str, Option<String>)>,
    /// The signed files among these approvals, and the fingerprint of the key of each.
    pub(crate) signed: Vec<(String, String)>,
}

/// A clause in words.
pub(crate) struct ClauseShown {
    pub(crate) since: Option<String>,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) quote: Option<Quoted>,
}

/// A span of days, or the day.
pub(super) fn between(l: Locale, days: Between) -> String {
    if days.is_exact() {
        return l.date_long(days.latest);
    }
    let (from, to) = (l.date_long(days.earliest), l.date_long(days.latest));
    l.format("instrument-between", &[("from", Arg::Str(&from)), ("to", Arg::Str(&to))])
}

/// A length of time.
pub(super) fn length(l: Locale, length: Length) -> String {
    use kelisim_domain::instrument::LengthUnit as U;
    let n = i64::from(length.count());
    match length.unit() {
        U::Day => l.count("instrument-days", n),
        U::Month => l.count("instrument-months", n),
        U::Year => l.count("instrument-years", n),
    }
}

/// What is needed to put an instrument into words.
pub(crate) struct Naming<'a> {
    pub(crate) l: Locale,
    pub(crate) names: &'a Directory,
    pub(crate) page: &'a Page,
    /// `instruments` in the console, `agreements` for everybody.
    pub(crate) place: &'static str,
    /// Where commitments are shown.
    pub(crate) promises: &'static str,
    /// Whether an answer may be entered.
    pub(crate) may_keep: bool,
}

impl Naming<'_> {
    pub(super) fn it(&self) -> &Instrument {
        &self.page.line.instrument
    }

    fn position(&self) -> &Position {
        &self.page.line.position
    }

    fn at(&self, path: &str) -> String {
        format!("/{}/{}", self.l.tag(), path)
    }

    pub(super) fn own(&self, text: String) -> Told {
        Told { text, lang: words::language(self.l).code(), other: false }
    }

    pub(super) fn party(&self, code: &PartyCode) -> String {
        words::party(self.l, self.names, code)
    }

    pub(super) fn quoted(&self, quotation: &Quotation) -> Option<Quoted> {
        let wording = Wording {
            locale: self.l,
            names: self.names,
            sources: &self.page.sources,
            place: self.promises,
        };
        wording.quoted(quotation)
    }

    /// Everything a page shows.
    pub(crate) fn shown(&self) -> Shown {
        let (l, it, position) = (self.l, self.it(), self.position());
        let d = &it.description;
        let (tone, icon) = look(position.standing);
        let (heads, parties) = self.parties();
        Shown {
            title: Told::new(l, &d.title),
            titles: self.titles(),
            kind: [
                l.term("instrument_type", d.kind.code()),
                l.term("instrument_level", d.level.code()),
            ]
            .join(" · "),
            standing: l.term("instrument_standing", position.standing.code()),
            tone,
            icon,
            why: self.why(),
            facts: self.facts(),
            steps: steps(l, it, position),
            alarms: position.alarms.iter().map(|alarm| self.alarm(alarm)).collect(),
            held: self.held(),
            heads,
            parties,
            texts: self.texts(),
            clauses: it
                .clauses
                .iter()
                .map(|said| ClauseShown {
                    since: said.what.since.map(|day| l.date_long(day)),
                    facts: self.clause(&said.what.clause),
                    quote: self.quoted(&said.what.quotation),
                })
                .collect(),
            commitments: self.commitments(),
            projects: self.projects(),
            related: self.related(),
            history: self.history(),
        }
    }

    fn titles(&self) -> Vec<Told> {
        let title = &self.it().description.title;
        let shown = title.shown(words::language(self.l)).1;
        kelisim_domain::text::Language::ALL
            .iter()
            .filter(|language| **language != shown)
            .filter_map(|language| {
                Some(Told {
                    text: title.get(*language)?.to_owned(),
                    lang: language.code(),
                    other: true,
                })
            })
            .collect()
    }

    /// Why it stands where it does: the rule of the clause with the act that met it, or what is missing.
    fn why(&self) -> String {
        let (l, position) = (self.l, self.position());
        let over = position.standing.is_over();
        match &position.force {
            Force::Met { since, ground } => {
                let (since, last) = (between(l, *since), between(l, ground.last));
                let by = words::parties(l, self.names, &ground.by);
                let wait = ground.wait.map(|wait| length(l, wait)).unwrap_or_default();
                let id = match (ground.entry.code(), ground.wait.is_some()) {
                    ("on_signature", _) => "instrument-why-on_signature",
                    ("on_date", _) => "instrument-why-on_date",
                    ("on_last_notification", false) => "instrument-why-on_last_notification",
                    ("on_last_notification", true) => "instrument-why-on_last_notification-wait",
                    (_, false) => "instrument-why-after_ratifications",
                    (_, true) => "instrument-why-after_ratifications-wait",
                };
                let args = [
                    ("since", Arg::Str(&since)),
                    ("last", Arg::Str(&last)),
                    ("by", Arg::Str(&by)),
                    ("wait", Arg::Str(&wait)),
                ];
                l.format(id, &args)
            }
            _ if over => l.t("instrument-why-over").to_owned(),
            _ if position.standing == Standing::InForceReported => {
                let on = self.it().reports.iter().map(|r| r.what.on).max();
                let date = on.map(|on| l.edtf(&on.to_string())).unwrap_or_default();
                l.format("instrument-why-reported", &[("date", Arg::Str(&date))])
            }
            Force::Waiting { missing, of, needed } => {
                let of = words::parties(l, self.names, of);
                let n = needed.to_string();
                let id = match missing {
                    Missing::Signature => "instrument-missing-signature",
                    Missing::Consent => "instrument-missing-consent",
                    Missing::Notification => "instrument-missing-notification",
                };
                l.format(id, &[("of", Arg::Str(&of)), ("n", Arg::Str(&n))])
            }
            Force::Unstated => l.t("instrument-why-unstated").to_owned(),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let (l, position) = (self.l, self.position());
        let d = &self.it().description;
        let mut facts = vec![
            (l.t("instrument-parties"), words::parties(l, self.names, &d.parties)),
            (l.t("fact-topic"), l.term("topic", d.topic.code()).to_owned()),
        ];
        if let Some(subject) = &d.subject {
            facts.push((l.t("instrument-subject"), words::text(l, subject).0));
        }
        let languages: Vec<&str> =
            d.languages.iter().map(|tag| l.term("language_name", tag)).collect();
        let languages =
            if languages.is_empty() { l.t("not-named").to_owned() } else { languages.join(", ") };
        facts.push((l.t("instrument-languages"), languages));
        if let Some(depositary) = &d.depositary {
            facts.push((l.t("instrument-depositary"), words::text(l, depositary).0));
        }
        let term = position.term;
        let provisional = position.provisional.map(|days| between(l, days));
        let dates = [
            (l.t("instrument-provisional"), provisional),
            (l.t("instrument-ends"), term.ends.map(|day| l.date_long(day))),
            (l.t("instrument-renews"), term.renews.map(|day| l.date_long(day))),
            (l.t("instrument-notice-by"), term.notice_by.map(|day| l.date_long(day))),
        ];
        facts.extend(dates.into_iter().filter_map(|(name, day)| Some((name, day?))));
        facts
    }

    fn alarm(&self, alarm: &Alarm) -> AlarmRow {
        let l = self.l;
        let days = |n: i32| l.count("instrument-days", i64::from(n));
        let in_days = |n: i32| l.format("instrument-in-days", &[("days", Arg::Str(&days(n)))]);
        let dated = |id: &str, on| l.format(id, &[("date", Arg::Str(&l.date_long(on)))]);
        let row = |tone, icon, text: String, detail: String| AlarmRow { tone, icon, text, detail };
        match alarm {
            Alarm::Overdue { agency, days: n } => {
                let agency = words::text(l, agency).0;
                let detail = l.format("instrument-overdue-by", &[("days", Arg::Str(&days(*n)))]);
                row("late", "triangle-alert", agency, detail)
            }
            Alarm::HeldLong { agency, days: n } => {
                let exact = self.position().held.iter().any(|h| h.agency == *agency && h.exact);
                let agency = words::text(l, agency).0;
                let args = [("days", Arg::Str(&days(*n)))];
                let detail = if exact {
                    l.format("instrument-held-for", &args)
                } else {
                    l.format("instrument-held-least", &args)
                };
                row("risk", "clock", agency, detail)
            }
            Alarm::Unsigned => {
                let text = l.term("instrument_standing", "approved_unsigned").to_owned();
                row("risk", "pencil", text, l.t("instrument-unsigned-note").to_owned())
            }
            Alarm::NoticeBy { on, days: n } => {
                row("risk", "clock", dated("instrument-alarm-notice", *on), in_days(*n))
            }
            Alarm::Ends { on, days: n } => {
                row("risk", "clock", dated("instrument-alarm-ends", *on), in_days(*n))
            }
            Alarm::Renews { on, days: n } => {
                row("info", "calendar", dated("instrument-alarm-renews", *on), in_days(*n))
            }
            Alarm::ForceDiffers { stated, .. } => {
                let date = l.edtf(&stated.to_string());
                let text = l.t("instrument-alarm-force").to_owned();
                let detail = l.format("instrument-alarm-force-note", &[("date", Arg::Str(&date))]);
                row("risk", "scale", text, detail)
            }
            Alarm::ReportsDiffer { party, kind } => {
                let text = l.t("instrument-alarm-reports").to_owned();
                let act = l.term("act_kind", kind.code());
                let detail = format!("{}: {act}", self.party(party));
                row("risk", "scale", text, detail)
            }
        }
    }

    /// Who was asked, and who still holds it.
    fn held(&self) -> Vec<HeldRow> {
        let (l, it) = (self.l, self.it());
        let days = |n: i32| l.count("instrument-days", i64::from(n));
        it.steps()
            .map(|shown| {
                let (meta, step) = (&shown.step.meta, &shown.step.what);
                let held = self.position().held.iter().find(|h| h.step == meta.version);
                let (state, tone, icon) = match (shown.reply, held) {
                    (Some(reply), _) => {
                        let word = l.term("approval_answer", reply.what.answer.code());
                        match reply.what.answer {
                            Answer::Agreed => (word.to_owned(), "ok", "circle-check"),
                            Answer::Remarks => (word.to_owned(), "risk", "pencil"),
                            Answer::Refused => (word.to_owned(), "late", "x"),
                        }
                    }
                    (None, Some(held)) => match held.overdue {
                        Some(n) => {
                            let args = [("days", Arg::Str(&days(n)))];
                            (l.format("instrument-overdue-by", &args), "late", "triangle-alert")
                        }
                        None => (l.t("instrument-holds").to_owned(), "info", "clock"),
                    },
                    (None, None) => (String::new(), "", "clock"),
                };
                let length = match (shown.reply, held) {
                    (Some(reply), _) => {
                        let on = reply.what.on.to_string();
                        l.format(
                            "instrument-answered-on",
                            &[("date", Arg::Str(&l.edtf_short(&on)))],
                        )
                    }
                    (None, Some(held)) if held.exact => {
                        l.format("instrument-held-for", &[("days", Arg::Str(&days(held.days)))])
                    }
                    (None, Some(held)) => {
                        l.format("instrument-held-least", &[("days", Arg::Str(&days(held.days)))])
                    }
                    (None, None) => String::new(),
                };
                let answer = (self.may_keep && shown.reply.is_none()).then(|| {
                    self.at(&format!("{}/{}/answer?step={}", self.place, it.id, meta.version))
                });
                HeldRow {
                    agency: Told::new(l, &step.agency),
                    matter: step.matter.as_ref().map(|text| Told::new(l, text)),
                    sent: l.edtf_short(&step.sent.to_string()),
                    due: step.due.map_or_else(
                        || l.t("instrument-no-due").to_owned(),
                        |due| l.date_short(due),
                    ),
                    state,
                    tone,
                    icon,
                    detail: shown
                        .reply
                        .and_then(|r| r.what.remark.as_ref())
                        .map(|t| Told::new(l, t)),
                    days: length,
                    answer,
                }
            })
            .collect()
    }

    /// The table of parties: columns for the acts somebody took, and for signature always.
    fn parties(&self) -> (Vec<&'static str>, Vec<PartyRow>) {
        let (l, it) = (self.l, self.it());
        let asked = |kind: ActKind| {
            kind == ActKind::Signed || it.acts.iter().any(|said| said.what.kind == kind)
        };
        let kinds: Vec<ActKind> = ActKind::ALL.iter().copied().filter(|k| asked(*k)).collect();
        let cell = |party: &PartyCode, kind: ActKind| {
            let acts = it.acts.iter().filter(|s| s.what.party == *party && s.what.kind == kind);
            let mut days: Vec<_> = acts
                .map(|s| (s.what.on, s.meta.version, l.edtf_short(&s.what.on.to_string())))
                .collect();
            days.sort();
            days.into_iter().map(|(_, version, day)| (version, day)).collect()
        };
        let rows = it.description.parties.iter().map(|party| PartyRow {
            name: self.party(party),
            cells: kinds
                .iter()
                .map(|kind| (l.term("act_kind", kind.code()), cell(party, *kind)))
                .collect(),
        });
        (kinds.iter().map(|kind| l.term("act_kind", kind.code())).collect(), rows.collect())
    }

    /// Versions of the text, the present one first.
    fn texts(&self) -> Vec<TextRow> {
        let (l, it) = (self.l, self.it());
        let present = it.draft().map(|draft| draft.meta.version);
        let by = |draft: i64, side: Side| {
            let of =
                it.approvals.iter().find(|a| a.what.draft == draft && a.what.approval.side == side);
            of.map(|a| l.date_short(a.meta.known_on))
        };
        let signed = |draft: i64| {
            let of = it.approvals.iter().filter(|said| said.what.draft == draft);
            of.filter_map(|said| {
                let file = said.what.approval.signed?;
                let at = format!("{}/{}/answers/{}", self.place, it.id, said.meta.version);
                Some((self.at(&at), fingerprint(&file.key.0)))
            })
            .collect()
        };
        let row =
            |draft: &kelisim_domain::commitment::Said<kelisim_domain::instrument::Draft>| TextRow {
                signed: signed(draft.meta.version),
                name: draft.what.name.clone(),
                entered: l.instant_short(draft.meta.recorded_at, Zone::Utc),
                short: draft.what.hash.short(),
                hash: draft.what.hash.to_string(),
                href: self.at(&format!("{}/{}/drafts/{}", self.place, it.id, draft.meta.version)),
                present: present == Some(draft.meta.version),
                note: draft.what.note.as_ref().map(|note| Told::new(l, note)),
                sides: Side::ALL
                    .iter()
                    .map(|side| (l.term("text_side", side.code()), by(draft.meta.version, *side)))
                    .collect(),
            };
        it.drafts.iter().rev().map(row).collect()
    }

    pub(super) fn clause(&self, clause: &Clause) -> Vec<(&'static str, String)> {
        use kelisim_domain::instrument::Entry;
        let l = self.l;
        let mut facts = Vec::new();
        let mut entry = clause.entry.map_or_else(
            || l.t("not-named").to_owned(),
            |e| l.term("instrument_entry", e.code()).to_owned(),
        );
        match clause.entry {
            Some(Entry::OnDate { date }) => entry = format!("{entry}: {}", l.date_long(date)),
            Some(Entry::AfterRatifications { count, .. }) => entry = format!("{entry}: {count}"),
            _ => {}
        }
        if let Some(wait) = clause.entry.and_then(|e| e.wait()) {
            entry = format!("{entry} + {}", length(l, wait));
        }
        facts.push((l.t("instrument-entry"), entry));
        if let Some(provisional) = clause.provisional {
            let from = match provisional {
                Provisional::Signature => l.t("instrument-provisional-signature").to_owned(),
                Provisional::Date { date } => l.date_long(date),
            };
            facts.push((l.t("instrument-provisional"), from));
        }
        let rest = [
            (l.t("instrument-duration"), clause.duration.map(|d| length(l, d))),
            (l.t("instrument-until"), clause.until.map(|u| l.edtf(&u.to_string()))),
            (l.t("instrument-renewal"), clause.renewal.map(|r| length(l, r))),
            (l.t("instrument-notice"), clause.notice.map(|n| length(l, n))),
            (
                l.t("instrument-ending"),
                clause.ending.map(|e| l.term("instrument_ending", e.code()).to_owned()),
            ),
        ];
        facts.extend(rest.into_iter().filter_map(|(name, value)| Some((name, value?))));
        facts
    }

    fn commitments(&self) -> Vec<(String, Told)> {
        let links = self.it().links.iter().filter_map(|link| {
            let commitment = self.page.commitments.get(&link.what.commitment)?;
            let href = self.at(&format!("{}/{}", self.promises, commitment.id));
            Some((href, Told::new(self.l, &commitment.description.title)))
        });
        links.collect()
    }

    fn projects(&self) -> Vec<(String, Told, &'static str)> {
        let place = if self.place == "instruments" { "projects" } else { "progress" };
        let told = |line: &kelisim_app::project::Line| {
            let href = self.at(&format!("{place}/{}", line.project.id));
            let standing = self.l.term("project_standing", line.plan.standing.code());
            (href, Told::new(self.l, &line.project.description.title), standing)
        };
        self.page.projects.iter().map(told).collect()
    }

    fn related(&self) -> Vec<(&'static str, String, Told)> {
        let (l, it) = (self.l, self.it());
        let link = |word: &'static str, id: &InstrumentId| {
            let other = self.page.named.get(id)?;
            let href = self.at(&format!("{}/{id}", self.place));
            Some((word, href, Told::new(l, &other.description.title)))
        };
        let parent =
            it.description.parent.iter().filter_map(|id| link(l.t("instrument-parent"), id));
        let changes = it.changes.iter().filter_map(|said| {
            link(l.term("change_kind", said.what.kind.code()), said.what.by.as_ref()?)
        });
        let children = self.page.children.iter().filter_map(|id| link(l.t("instrument-child"), id));
        parent.chain(changes).chain(children).collect()
    }
}
