//! The page of a line: where its places are, how far they came, why some were lost, and every move.

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::letter::Thing;
use kelisim_app::lookup::{Directory, colleagues, directory};
use kelisim_app::quota::{self, Page};
use kelisim_domain::id::{SourceId, UserId};
use kelisim_domain::observation::Observation;
use kelisim_domain::quota::{Account, Booked, QuotaYear, burn_down, flows, losses, reached};
use kelisim_i18n::{Arg, Locale};

use super::{LineRow, accounts, label, places, row, strip, title};
use crate::answer::{Answer, page};
use crate::chart::{Bar, Bars, Burn, Form, Point, Promised, SourceLink, Strip, Year, YearChart};
use crate::letter::{self, LetterRow};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words::{self, Told};

#[derive(Template)]
#[template(path = "quota.html")]
struct LinePage {
    shell: Shell,
    title: Told,
    label: String,
    partner: String,
    partner_href: String,
    facts: Vec<(&'static str, String)>,
    commitment: Option<(String, Told)>,
    public: bool,
    acts: Vec<(String, &'static str)>,
    publish: Option<String>,
    strip: Strip,
    stairs: Bars,
    flows: Bars,
    losses: Option<Bars>,
    burn: Option<Burn>,
    chart: Option<YearChart>,
    years: Vec<YearRow>,
    reported: Vec<ReportedRow>,
    beside: Vec<LineRow>,
    moves: Vec<MoveRow>,
    letters: Vec<LetterRow>,
    csv: String,
    xlsx: String,
    known_on: KnownOn,
}

/// A year of the promise: its lines beside what others report.
struct YearRow {
    year: i16,
    promised: String,
    completed: String,
    reported: String,
    unexplained: String,
    sources: Vec<SourceLink>,
}

/// A figure that somebody reported for the year of the line.
struct ReportedRow {
    name: Told,
    href: String,
    value: String,
    channel: String,
    source: Option<SourceLink>,
}

/// A move in the book.
struct MoveRow {
    version: i64,
    number: String,
    on: String,
    machine: String,
    from: String,
    to: String,
    places: String,
    reason: &'static str,
    source: Option<SourceLink>,
    note: Option<Told>,
    other: Option<String>,
    /// What it makes good, or what made it good.
    mended: Option<String>,
    undone: bool,
    entered: String,
    who: Option<String>,
    /// Where it can be made good.
    reverse: Option<String>,
}

/// Shows a line.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let known_on = visit.known_on();
    let seen = quota::page(&ctx, at.read("id")?, known_on.day).await?;
    let names = directory(&ctx).await?;
    let actors = seen.moves.iter().filter_map(|m| m.actor).collect();
    let shown = Shown {
        visit: &visit,
        names: &names,
        seen: &seen,
        on: known_on,
        people: colleagues(&ctx, actors).await?,
    };
    let title = title(visit.locale, seen.commitment.as_ref());
    let shell = visit.shell(&title.text, Nav::Quotas).await?;
    page(&shown.page(shell, title))
}

/// What is needed to name everything of a line.
struct Shown<'a> {
    visit: &'a Visit,
    names: &'a Directory,
    seen: &'a Page,
    /// The day asked for.
    on: KnownOn,
    people: BTreeMap<UserId, String>,
}

impl Shown<'_> {
    fn page(&self, shell: Shell, title: Told) -> LinePage {
        let (visit, seen) = (self.visit, self.seen);
        let l = visit.locale;
        let d = &seen.line.description;
        let may = self.may_book();
        let at = |act: &str| visit.at(&format!("/quotas/{}/{act}", seen.line.id));
        let mut acts = Vec::new();
        if may {
            acts.push((at("book"), l.t("quota-book")));
            acts.push((visit.at(&format!("/letters/quota/{}", seen.line.id)), l.t("letter-do")));
        }
        if self.on.day.is_none() && visit.may(Action::ReadJournal) {
            let stream = format!("/journal/streams/{}", seen.line.id);
            acts.push((visit.at(&stream), l.t("act-journal")));
        }
        LinePage {
            shell,
            label: label(l, d),
            partner: words::party(l, self.names, &d.partner),
            partner_href: visit.at(&format!("/partners/{}", d.partner)),
            facts: self.facts(),
            commitment: seen.commitment.as_ref().map(|c| {
                let on = self.on.query();
                (
                    visit.at(&format!("/commitments/{}{on}", c.id)),
                    Told::new(l, &c.description.title),
                )
            }),
            public: seen.line.public,
            acts,
            publish: may.then(|| at("publish")),
            strip: strip(l, &accounts(&seen.line.balances)),
            stairs: stairs(l, &seen.moves),
            flows: self.flows(),
            losses: self.losses(),
            burn: self.burn(),
            chart: self.chart(),
            years: seen.years.iter().map(|year| self.year(year)).collect(),
            reported: self.reported(),
            beside: self.beside(),
            moves: seen.moves.iter().rev().map(|booked| self.booked(booked)).collect(),
            letters: self.letters(),
            csv: at("moves.csv") + &self.on.query(),
            xlsx: at("moves.xlsx") + &self.on.query(),
            known_on: self.on.clone(),
            title,
        }
    }

    /// Whether moves can be booked here: by an officer, and never on a page of the past.
    fn may_book(&self) -> bool {
        self.on.day.is_none() && self.visit.may(Action::KeepRecord)
    }

    fn letters(&self) -> Vec<LetterRow> {
        let l = self.visit.locale;
        let steps = letter::of_moves(l, &self.seen.moves);
        let letters = &self.seen.line.letters;
        let thing = Thing::QuotaLine(self.seen.line.id);
        letter::with_ways(self.visit, thing, letter::rows(l, letters, &steps))
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        let l = self.visit.locale;
        let d = &self.seen.line.description;
        let mut facts = vec![
            (l.t("figure-period"), l.edtf(&d.period.to_string())),
            (l.t("figure-channel"), l.term("channel", d.channel.code()).to_owned()),
            (l.t("quota-programme"), l.term("topic", d.programme.code()).to_owned()),
        ];
        let split = [
            (l.t("quota-specialty"), &d.specialty),
            (l.t("quota-host"), &d.host),
            (l.t("quota-region"), &d.region),
        ];
        facts.extend(
            split
                .into_iter()
                .filter_map(|(name, text)| Some((name, words::text(l, text.as_ref()?).0))),
        );
        facts.push((l.t("quota-col-places"), places(l, self.seen.line.balances.total())));
        facts.push((l.t("quota-col-open"), places(l, self.seen.line.balances.open())));
        facts
    }

    fn flows(&self) -> Bars {
        let l = self.visit.locale;
        let bar = |((from, to), count): ((Option<Account>, Option<Account>), u64)| Bar {
            label: format!("{} → {}", from_name(l, from, to), to_name(l, to)),
            count: Some(count),
            beside: None,
            form: match to {
                Some(Account::Completed) => Form::Done,
                Some(Account::Pledged) => Form::Promise,
                Some(Account::Returned | Account::Lapsed) => Form::Lost,
                _ => Form::Underway,
            },
        };
        Bars {
            locale: l,
            caption: l.t("quota-flows").to_owned(),
            heads: vec![l.t("quota-step").to_owned(), l.t("quota-col-places").to_owned()],
            nothing: l.t("quota-nothing").to_owned(),
            bars: flows(&self.seen.moves).into_iter().map(bar).collect(),
        }
    }

    fn losses(&self) -> Option<Bars> {
        let l = self.visit.locale;
        let mut lost: Vec<_> = losses(&self.seen.moves).into_iter().collect();
        lost.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
        if lost.is_empty() {
            return None;
        }
        let bars = lost.into_iter().map(|(reason, count)| Bar {
            label: l.term("quota_reason", reason.code()).to_owned(),
            count: Some(count),
            beside: None,
            form: Form::Lost,
        });
        Some(Bars {
            locale: l,
            caption: l.t("quota-losses").to_owned(),
            heads: vec![l.t("quota-reason").to_owned(), l.t("quota-col-places").to_owned()],
            nothing: l.t("quota-nothing").to_owned(),
            bars: bars.collect(),
        })
    }

    fn burn(&self) -> Option<Burn> {
        let l = self.visit.locale;
        let points: Vec<Point> = burn_down(&self.seen.moves)
            .into_iter()
            .map(|left| Point { on: left.on, open: left.open, done: left.completed })
            .collect();
        let last = points.last()?;
        let (open, done) = (places(l, last.open), places(l, last.done));
        let period = self.seen.line.description.period;
        Some(Burn {
            locale: l,
            id: "burn".to_owned(),
            title: l.t("quota-burn").to_owned(),
            desc: l
                .format("quota-burn-desc", &[("open", Arg::Str(&open)), ("done", Arg::Str(&done))]),
            whole: self.seen.line.balances.total(),
            period: (period.first_day(), period.last_day()),
            today: self.on.day.unwrap_or_else(|| self.visit.context().today()),
            points,
        })
    }

    fn chart(&self) -> Option<YearChart> {
        let l = self.visit.locale;
        if self.seen.years.is_empty() {
            return None;
        }
        let year = |year: &QuotaYear| {
            let shown = Year {
                promised: promised(year),
                delivered: year.completed,
                unexplained: year.unexplained.filter(|n| *n > 0),
                sources: Vec::new(),
            };
            (year.year, shown)
        };
        Some(YearChart {
            locale: l,
            id: "years".to_owned(),
            title: l.t("quota-years").to_owned(),
            desc: l.t("quota-years-desc").to_owned(),
            caption: l.t("quota-years-caption").to_owned(),
            years: self.seen.years.iter().map(year).collect(),
        })
    }

    fn year(&self, year: &QuotaYear) -> YearRow {
        let l = self.visit.locale;
        let known =
            |n: Option<u64>, missing: &str| n.map_or_else(|| missing.to_owned(), |n| places(l, n));
        let observed = |o: &&Observation| year.observations.contains(&o.id);
        let mut ids: Vec<SourceId> = (self.seen.reported.iter().filter(observed))
            .filter_map(|o| o.latest().map(|v| v.what.quotation.source))
            .collect();
        let mut seen = std::collections::BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        YearRow {
            year: year.year,
            promised: match promised(year) {
                Promised::Nothing => l.t("chart-no-promise").to_owned(),
                Promised::Stated(n) => places(l, n),
                Promised::Assumed(n) => {
                    l.format("chart-assumed-cell", &[("n", Arg::Str(&places(l, n)))])
                }
            },
            completed: known(year.completed, l.t("quota-nothing")),
            reported: known(year.reported, l.t("chart-no-figure")),
            unexplained: known(year.unexplained, ""),
            sources: ids.into_iter().filter_map(|id| self.source(id)).collect(),
        }
    }

    fn source(&self, id: SourceId) -> Option<SourceLink> {
        let l = self.visit.locale;
        let source = self.seen.sources.get(&id)?;
        Some(SourceLink {
            text: words::source_ref(l, source).line(l),
            href: words::source_href(l, id),
            lang: None,
        })
    }

    /// Figures of the year of the line, whatever channel they cover.
    fn reported(&self) -> Vec<ReportedRow> {
        let l = self.visit.locale;
        let year = self.seen.line.description.period.single_year();
        let own = |o: &&Observation| year.is_some() && o.description.period.single_year() == year;
        self.seen
            .reported
            .iter()
            .filter(own)
            .filter_map(|o| {
                let d = &o.description;
                let latest = &o.latest()?.what;
                let unit = d.unit.code();
                Some(ReportedRow {
                    name: Told::new(l, &d.name),
                    href: self.visit.at(&format!("/figures/{}", o.id)),
                    value: l.quantity(&latest.value.to_string(), unit, "once"),
                    channel: d
                        .channel
                        .map_or_else(String::new, |c| l.term("channel", c.code()).to_owned()),
                    source: self.source(latest.quotation.source),
                })
            })
            .collect()
    }

    fn beside(&self) -> Vec<LineRow> {
        let seen = self.seen;
        seen.lines
            .iter()
            .map(|line| LineRow {
                here: line.id == seen.line.id,
                ..row(
                    self.visit.locale,
                    self.names,
                    line,
                    seen.commitment.as_ref(),
                    &self.on.query(),
                )
            })
            .collect()
    }

    fn booked(&self, booked: &Booked) -> MoveRow {
        let l = self.visit.locale;
        let mended_by = self.seen.moves.iter().find(|other| other.reverses == Some(booked.version));
        let mended = match (booked.reverses, mended_by) {
            (Some(version), _) => {
                Some(l.format("quota-undoes", &[("n", Arg::Str(&version.to_string()))]))
            }
            (None, Some(by)) => {
                Some(l.format("quota-undone", &[("n", Arg::Str(&by.version.to_string()))]))
            }
            (None, None) => None,
        };
        let can = self.may_book() && mended.is_none();
        let id = self.seen.line.id;
        let reverse = format!("/quotas/{id}/reverse?move={}", booked.version);
        MoveRow {
            version: booked.version,
            number: l.format("quota-number", &[("n", Arg::Str(&booked.version.to_string()))]),
            on: l.date_short(booked.on),
            machine: booked.on.to_string(),
            from: from_name(l, booked.from, booked.to),
            to: to_name(l, booked.to),
            places: places(l, booked.places),
            reason: l.term("quota_reason", booked.reason.code()),
            source: booked.quotation.as_ref().and_then(|q| self.source(q.source)),
            note: booked.note.as_ref().map(|note| Told::new(l, note)),
            other: booked.other.map(|id| self.visit.at(&format!("/quotas/{id}"))),
            undone: mended_by.is_some(),
            mended,
            entered: l.instant_short(booked.recorded_at, self.visit.zone()),
            who: booked.actor.and_then(|id| self.people.get(&id).cloned()),
            reverse: can.then(|| self.visit.at(&reverse)),
        }
    }
}

fn stairs(l: Locale, moves: &[Booked]) -> Bars {
    let bars = reached(moves).into_iter().map(|step| Bar {
        label: l.term("quota_account", step.account.code()).to_owned(),
        count: (step.came > 0).then_some(step.came),
        beside: (step.came > 0).then_some(step.now),
        form: match step.account {
            Account::Pledged => Form::Promise,
            Account::Completed => Form::Done,
            _ => Form::Underway,
        },
    });
    Bars {
        locale: l,
        caption: l.t("quota-stairs").to_owned(),
        heads: [l.t("quota-account"), l.t("quota-came"), l.t("quota-now")]
            .map(str::to_owned)
            .to_vec(),
        nothing: l.t("quota-nothing").to_owned(),
        bars: bars.collect(),
    }
}

/// What is promised for a year: the places of its lines, else what the statements say.
fn promised(year: &QuotaYear) -> Promised {
    match (year.stated, year.promised) {
        (Some(stated), _) => Promised::Stated(stated),
        (None, Some(promised)) => match (promised.places.as_whole(), promised.stated) {
            (Some(n), true) => Promised::Stated(n),
            (Some(n), false) => Promised::Assumed(n),
            (None, _) => Promised::Nothing,
        },
        (None, None) => Promised::Nothing,
    }
}

/// Where places come from. Into "pledged" a source brings them, into any other account another line.
pub(super) fn from_name(l: Locale, from: Option<Account>, to: Option<Account>) -> String {
    match (from, to) {
        (Some(from), _) => l.term("quota_account", from.code()),
        (None, Some(Account::Pledged)) => l.t("quota-outside-stated"),
        (None, _) => l.t("quota-outside-line"),
    }
    .to_owned()
}

pub(super) fn to_name(l: Locale, to: Option<Account>) -> String {
    to.map_or(l.t("quota-outside-back"), |to| l.term("quota_account", to.code())).to_owned()
}
