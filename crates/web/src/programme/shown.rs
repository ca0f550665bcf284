//! A call as it is shown to officers and to everybody: what is offered, by when, to whom, and how it is given.

use jiff::Timestamp;
use kelisim_app::lookup::Directory;
use kelisim_app::programme::{Page, Round};
use kelisim_domain::programme::call::{Call, Class, PhaseKind, Stage, Terms};
use kelisim_domain::programme::{Zone, region};
use kelisim_i18n::{Arg, Locale};

use super::list::when;
use crate::words::{self, Told};

/// Places at a host in a specialty.
pub(crate) struct SeatRow {
    pub(crate) host: String,
    pub(crate) specialty: Told,
    pub(crate) code: String,
    pub(crate) places: String,
    pub(crate) funding: &'static str,
    /// Places the host confirmed, where it confirmed some.
    pub(crate) seated: Option<String>,
}

/// A phase.
pub(crate) struct PhaseRow {
    pub(crate) name: &'static str,
    pub(crate) from: String,
    pub(crate) from_machine: String,
    pub(crate) to: Option<(String, String)>,
}

/// Terms as they were published.
pub(crate) struct EditionRow {
    pub(crate) name: String,
    pub(crate) on: String,
    pub(crate) machine: String,
    pub(crate) why: Option<Told>,
    pub(crate) hash: String,
    pub(crate) short: String,
    pub(crate) by: Option<String>,
}

/// A call as it is shown.
pub(crate) struct Shown {
    pub(crate) title: Told,
    pub(crate) about: Option<Told>,
    pub(crate) stage: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) when: Option<String>,
    pub(crate) made_up: bool,
    pub(crate) cancelled: Option<Told>,
    pub(crate) total: String,
    pub(crate) seats: Vec<SeatRow>,
    pub(crate) reserves: Vec<(Told, String)>,
    pub(crate) documents: Vec<(&'static str, Vec<Told>)>,
    pub(crate) criteria: Vec<(Told, String)>,
    pub(crate) phases: Vec<PhaseRow>,
    pub(crate) zone: String,
    pub(crate) rules: Vec<(Told, String)>,
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) choice: Vec<(&'static str, String)>,
    pub(crate) outages: Vec<String>,
    /// The rounds before and behind it.
    pub(crate) rounds: Vec<(String, String)>,
    pub(crate) editions: Vec<EditionRow>,
    /// The lines the places come from.
    pub(crate) lines: Vec<(String, String)>,
}

/// The look of the word for a stage.
pub(crate) const fn look(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Draft | Stage::Checking => ("dash", "circle-dashed"),
        Stage::Scheduled => ("info", "calendar"),
        Stage::Open => ("ok", "circle-check"),
        Stage::Grace => ("risk", "clock"),
        Stage::Closed => ("", "check"),
        Stage::Cancelled => ("late", "x"),
    }
}

/// An instant by the clocks of a zone, with the zone and its difference to UTC.
pub(crate) fn instant(l: Locale, zone: &Zone, at: Timestamp) -> String {
    let (local, ahead) = zone.clock(at);
    let (date, time) = clock(l, local);
    let sign = if ahead < 0 { '\u{2212}' } else { '+' };
    let ahead = ahead.unsigned_abs();
    let offset = format!("UTC{sign}{:02}:{:02}", ahead / 60, ahead % 60);
    let args = [
        ("date", Arg::Str(&date)),
        ("time", Arg::Str(&time)),
        ("zone", Arg::Str(zone.as_str())),
        ("offset", Arg::Str(&offset)),
    ];
    l.format("call-instant", &args)
}

/// The same where the zone stands above.
fn local(l: Locale, zone: &Zone, at: Timestamp) -> String {
    let (date, time) = clock(l, zone.clock(at).0);
    format!("{date}, {time}")
}

fn clock(l: Locale, local: jiff::civil::DateTime) -> (String, String) {
    (l.date_long(local.date()), format!("{:02}:{:02}", local.hour(), local.minute()))
}

/// What is needed to put a call into words.
pub(crate) struct Naming<'a> {
    pub(crate) l: Locale,
    pub(crate) names: &'a Directory,
    pub(crate) page: &'a Page,
    /// The terms shown: those that hold, or a draft.
    pub(crate) terms: &'a Terms,
    /// Whether lines of the ledger can be opened.
    pub(crate) console: bool,
}

impl Naming<'_> {
    fn call(&self) -> &Call {
        &self.page.call
    }

    fn places(&self, places: u64) -> String {
        self.l.count("call-places", i64::try_from(places).unwrap_or(i64::MAX))
    }

    /// Everything a page shows.
    pub(crate) fn shown(&self) -> Shown {
        let (l, call, terms) = (self.l, self.call(), self.terms);
        let stage = self.page.stage;
        let (tone, icon) = look(stage);
        Shown {
            title: Told::new(l, &terms.title),
            about: terms.about.as_ref().map(|about| Told::new(l, about)),
            stage: l.term("call_stage", stage.code()),
            tone,
            icon,
            when: when(l, call, stage),
            made_up: terms.made_up,
            cancelled: call.cancelled.as_ref().map(|said| Told::new(l, &said.what)),
            total: self.places(terms.places()),
            seats: self.seats(),
            reserves: terms
                .reserves
                .iter()
                .filter_map(|item| {
                    let name = region::name(&item.what.region)?;
                    Some((Told::new(l, &name), self.places(item.what.places)))
                })
                .collect(),
            documents: self.documents(),
            criteria: terms
                .criteria
                .iter()
                .map(|c| (Told::new(l, &c.what.name), format!("{}\u{a0}%", c.what.weight)))
                .collect(),
            phases: self.phases(),
            zone: terms.zone.to_string(),
            rules: terms
                .rules
                .iter()
                .map(|r| (Told::new(l, &r.what.reason), r.what.expression.clone()))
                .collect(),
            facts: self.facts(),
            choice: self.choice(),
            outages: self.outages(),
            rounds: self.rounds(),
            editions: self.editions(),
            lines: self.lines(),
        }
    }

    fn seats(&self) -> Vec<SeatRow> {
        let l = self.l;
        let row = |item: &kelisim_domain::programme::call::Item<
            kelisim_domain::programme::call::Seat,
        >| {
            let seat = &item.what;
            let known = seat.specialty.known();
            let lang = words::language(l).code();
            let plain = || Told { text: seat.specialty.to_string(), lang, other: false };
            let seated = self.call().seated.get(&item.number);
            SeatRow {
                host: words::party(l, self.names, &seat.host),
                specialty: known.as_ref().map_or_else(plain, |known| Told::new(l, &known.name)),
                code: known.map_or_else(String::new, |known| {
                    let edition = known.list.edition.to_string();
                    let isced = format!("ISCED-F {}", known.isced);
                    let args = [
                        ("code", Arg::Str(known.national)),
                        ("edition", Arg::Str(&edition)),
                        ("isced", Arg::Str(&isced)),
                    ];
                    l.format("call-specialty-code", &args)
                }),
                places: self.places(seat.places),
                funding: l.term("call_funding", seat.funding.code()),
                seated: seated.map(|n| l.count("call-seated", i64::try_from(*n).unwrap_or(0))),
            }
        };
        self.terms.seats.iter().map(row).collect()
    }

    fn documents(&self) -> Vec<(&'static str, Vec<Told>)> {
        let l = self.l;
        let of = |class: Class| -> Vec<Told> {
            let own = self.terms.documents.iter().filter(|item| item.what.class == class);
            own.map(|item| Told::new(l, &item.what.name)).collect()
        };
        let classes =
            Class::ALL.iter().map(|class| (l.term("call_class", class.code()), of(*class)));
        classes.filter(|(_, documents)| !documents.is_empty()).collect()
    }

    fn phases(&self) -> Vec<PhaseRow> {
        let (l, zone) = (self.l, &self.terms.zone);
        let closes = self.call().applications().map(|(_, closes)| closes);
        let published = self.call().terms().is_some_and(|terms| terms == self.terms);
        let row = |item: &kelisim_domain::programme::call::Item<
            kelisim_domain::programme::call::Phase,
        >| {
            let phase = &item.what;
            // An outage moved the close.
            let moved = closes.filter(|_| published && phase.kind == PhaseKind::Applications);
            let to = moved.unwrap_or(phase.to);
            PhaseRow {
                name: l.term("call_phase", phase.kind.code()),
                from: local(l, zone, phase.from),
                from_machine: phase.from.to_string(),
                to: (to > phase.from).then(|| (local(l, zone, to), to.to_string())),
            }
        };
        self.terms.phases.iter().map(row).collect()
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let (l, terms) = (self.l, self.terms);
        let shape = terms.kind.shape();
        let list = |prefix: &str, codes: Vec<&'static str>| -> String {
            codes.into_iter().map(|code| l.term(prefix, code)).collect::<Vec<_>>().join("; ")
        };
        let mut facts = vec![
            (l.t("call-kind"), l.term("programme_kind", terms.kind.code()).to_owned()),
            (l.t("call-asks"), list("call_ask", shape.asks.iter().map(|ask| ask.code()).collect())),
            (
                l.t("call-counts"),
                list("call_counter", shape.counts.iter().map(|counter| counter.code()).collect()),
            ),
        ];
        facts.retain(|(_, value)| !value.is_empty());
        facts
    }

    /// How places are given, announced beforehand.
    fn choice(&self) -> Vec<(&'static str, String)> {
        let (l, terms) = (self.l, self.terms);
        let who =
            if terms.hosts_rank { l.t("call-hosts-rank") } else { l.t("call-commission-ranks") };
        let outage = match terms.outage {
            Some(rule) => {
                let minutes = rule.minutes.to_string();
                let (within, moves) = (rule.within_hours.to_string(), rule.moves_hours.to_string());
                let args = [
                    ("minutes", Arg::Str(&minutes)),
                    ("within", Arg::Str(&within)),
                    ("moves", Arg::Str(&moves)),
                ];
                l.format("call-outage-told", &args)
            }
            None => l.t("not-named").to_owned(),
        };
        vec![
            (l.t("call-who-ranks"), who.to_owned()),
            (l.t("call-mechanism"), l.term("call_mechanism", terms.mechanism.code()).to_owned()),
            (l.t("call-ties"), l.term("call_ties", terms.ties.code()).to_owned()),
            (l.t("call-precedence"), l.term("call_precedence", terms.precedence.code()).to_owned()),
            (l.t("call-grace"), l.count("call-grace-told", i64::from(terms.grace_minutes))),
            (l.t("call-outage"), outage),
            (l.t("call-time"), l.t("call-time-never").to_owned()),
        ]
    }

    fn outages(&self) -> Vec<String> {
        let (l, zone) = (self.l, &self.terms.zone);
        let told = |outage: kelisim_domain::programme::call::Outage| {
            let (from, to) = (instant(l, zone, outage.from), instant(l, zone, outage.to));
            l.format("call-outage-was", &[("from", Arg::Str(&from)), ("to", Arg::Str(&to))])
        };
        self.call().outages.iter().map(|said| told(said.what)).collect()
    }

    fn editions(&self) -> Vec<EditionRow> {
        let l = self.l;
        let row = |edition: &kelisim_domain::programme::call::Edition| {
            let number = edition.number.to_string();
            EditionRow {
                name: match edition.number {
                    0 => l.t("call-edition-first").to_owned(),
                    _ => l.format("call-edition", &[("number", Arg::Str(&number))]),
                },
                on: instant(l, &edition.terms.zone, edition.meta.recorded_at),
                machine: edition.meta.recorded_at.to_string(),
                why: edition.why.as_ref().map(|why| Told::new(l, why)),
                hash: edition.hash.to_string(),
                short: edition.hash.short(),
                by: edition.meta.actor.and_then(|id| self.page.people.get(&id).cloned()),
            }
        };
        self.call().editions.iter().map(row).collect()
    }

    fn rounds(&self) -> Vec<(String, String)> {
        let l = self.l;
        let place = if self.console { "calls" } else { "open-calls" };
        let href = |round: &Round| format!("/{}/{place}/{}", l.tag(), round.id);
        let title = |round: &Round| words::text(l, &round.title).0;
        let before = self.page.rounds.before.iter().map(|round| {
            let told = l.format("call-round-before", &[("title", Arg::Str(&title(round)))]);
            (href(round), told)
        });
        let behind = self.page.rounds.behind.iter().map(|round| {
            let told = l.format("call-round-behind", &[("title", Arg::Str(&title(round)))]);
            (href(round), told)
        });
        before.chain(behind).collect()
    }

    fn lines(&self) -> Vec<(String, String)> {
        let l = self.l;
        let by_line = self.terms.by_line();
        let row = |line: &kelisim_domain::quota::LineShown| {
            let d = &line.description;
            let period = l.edtf(&d.period.to_string());
            let taken = by_line.get(&line.id).copied().unwrap_or(0).to_string();
            let stated = line.stated.to_string();
            let args = [
                ("period", Arg::Str(&period)),
                ("programme", Arg::Str(l.term("topic", d.programme.code()))),
                ("taken", Arg::Str(&taken)),
                ("stated", Arg::Str(&stated)),
            ];
            let href = if self.console {
                format!("/{}/quotas/{}", l.tag(), line.id)
            } else {
                format!("/{}/promises/{}", l.tag(), d.commitment)
            };
            (href, l.format("call-line-told", &args))
        };
        self.page.lines.values().map(row).collect()
    }
}
