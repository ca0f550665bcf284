//! Promised and delivered: what a person sees first.

mod line;

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::charge;
use kelisim_app::commitment::Line;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::overview::{Overview, by_shown, overview};
use kelisim_domain::commitment::{Commitment, Standing};
use kelisim_domain::party::PartyCode;
use kelisim_i18n::Locale;

use crate::answer::{Answer, page};
use crate::chart::{Part, Strip, Tone};
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;

pub(crate) use line::{CommitmentRow, FigureRow, figure_row, figures};

/// The page.
#[derive(Template)]
#[template(path = "overview.html")]
struct OverviewPage {
    shell: Shell,
    known_on: KnownOn,
    position: String,
    strip: Strip,
    groups: Vec<PartnerGroup>,
    figures: Vec<FigureRow>,
    /// What is in the charge of the reader.
    mine: Vec<CommitmentRow>,
    decisions: Vec<Decision>,
    dates: Vec<NextDate>,
    may_add: bool,
}

/// Commitments with one partner.
struct PartnerGroup {
    name: String,
    href: String,
    count: String,
    rows: Vec<CommitmentRow>,
}

/// Something that needs a decision, with the link to where it is settled.
struct Decision {
    tone: &'static str,
    icon: &'static str,
    text: String,
    href: String,
    detail: String,
}

/// Something that falls due.
struct NextDate {
    machine: String,
    date: String,
    text: words::Told,
    href: String,
    partner: String,
}

/// How many commitments in the charge of the reader are shown; all others are one link away.
const MINE: i64 = 12;

/// Shows the page.
pub async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    let known_on = visit.known_on();
    let seen = overview(&ctx, known_on.day).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let shell = visit.shell(l.t("overview-title"), Nav::Overview).await?;
    let mine = if known_on.day.is_none() { charge::mine(&ctx, MINE).await? } else { Vec::new() };
    let total: i64 = seen.tallies.iter().map(|t| t.count).sum();
    let day = known_on.day.unwrap_or_else(|| ctx.today());
    page(&OverviewPage {
        position: l.format(
            "overview-position",
            &[("date", (&l.date_long(day)).into()), ("n", total.into())],
        ),
        strip: strip(l, &seen),
        groups: groups(&visit, &names, &seen, &known_on),
        figures: figures(l, &names, &seen.figures),
        mine: mine.iter().map(|line| CommitmentRow::new(l, line, "")).collect(),
        decisions: decisions(&visit, &seen),
        dates: dates(&visit, &names, &seen.next),
        may_add: visit.may(Action::KeepRecord),
        known_on,
        shell,
    })
}

/// The strip: how many commitments stand where. Talks and plans are drawn apart and counted apart.
fn strip(l: Locale, seen: &Overview) -> Strip {
    let open: Vec<Standing> = seen.lines.iter().map(|line| line.standing).collect();
    let whole = i64::try_from(open.len()).unwrap_or(0)
        == seen.tallies.iter().filter(|t| !t.delivery.is_closed()).map(|t| t.count).sum::<i64>();
    let parts = if whole {
        standing_parts(l, &open)
    } else {
        by_shown(&seen.tallies)
            .into_iter()
            .filter(|(_, n)| *n > 0)
            .map(|(shown, n)| {
                let tone = if shown.step() >= 3 { Tone::Due } else { Tone::Talk };
                let code = ["raised", "intended", "agreed", "signed", "in_force"]
                    .get(usize::from(shown.step()).saturating_sub(1))
                    .copied()
                    .unwrap_or("raised");
                Part {
                    count: u64::try_from(n).unwrap_or(0),
                    label: l.term("shown", code).to_owned(),
                    tone,
                }
            })
            .collect()
    };
    let sentence = parts
        .iter()
        .map(|p| format!("{}: {}", p.label, l.number(i64::try_from(p.count).unwrap_or(0))))
        .collect::<Vec<_>>()
        .join("; ");
    Strip { locale: l, sentence, parts }
}

fn standing_parts(l: Locale, standings: &[Standing]) -> Vec<Part> {
    let mut counts: BTreeMap<Standing, u64> = BTreeMap::new();
    for standing in standings {
        *counts.entry(*standing).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(standing, count)| Part {
            count,
            label: l.term("state", standing.code()).to_owned(),
            tone: match standing {
                Standing::Reported | Standing::Delivered => Tone::Done,
                Standing::Behind | Standing::Lapsed => Tone::Late,
                Standing::NoReport => Tone::None,
                Standing::DueThisYear => Tone::Due,
                Standing::Intended | Standing::Talks | Standing::Replaced => Tone::Talk,
            },
        })
        .collect()
}

/// How many commitments of a partner the overview shows; the others are on the partner's page.
const PER_PARTNER: usize = 6;

/// Commitments by partner, the most pressing first; the partner with the most pressing one first.
fn groups(
    visit: &Visit,
    names: &Directory,
    seen: &Overview,
    known_on: &KnownOn,
) -> Vec<PartnerGroup> {
    let l = visit.locale;
    let mut lines: Vec<&Line> = seen.lines.iter().collect();
    // A promise with published figures before one without: it can be discussed with numbers.
    lines.sort_by_key(|line| {
        let figures = line.years.iter().any(|y| y.delivered.is_some());
        (line.standing, !figures, line.commitment.latest().due(), line.commitment.id)
    });
    let mut order: Vec<&PartyCode> = Vec::new();
    for line in &lines {
        let partner = &line.commitment.description.partner;
        if !order.contains(&partner) {
            order.push(partner);
        }
    }
    let of = |code: &PartyCode| {
        let own = lines.iter().filter(|line| &line.commitment.description.partner == code);
        own.take(PER_PARTNER).map(|line| CommitmentRow::new(l, line, &known_on.query())).collect()
    };
    order
        .into_iter()
        .map(|code| {
            let count = seen.tallies.iter().filter(|t| &t.partner == code).map(|t| t.count).sum();
            PartnerGroup {
                name: words::party(l, names, code),
                href: visit.at(&format!("/partners/{code}{}", known_on.query())),
                count: l.count("commitments-count", count),
                rows: of(code),
            }
        })
        .collect()
}

/// What needs a decision, the most consequential first.
fn decisions(visit: &Visit, seen: &Overview) -> Vec<Decision> {
    let l = visit.locale;
    let mut decisions = Vec::new();
    for commitment in &seen.overdue {
        let title = words::Told::new(l, &commitment.description.title);
        let due = commitment.latest().deadline.map(|d| d.to_string()).unwrap_or_default();
        decisions.push(Decision {
            tone: "late",
            icon: "triangle-alert",
            text: title.text,
            href: visit.at(&format!("/commitments/{}", commitment.id)),
            detail: l.format("decision-overdue", &[("date", (&l.edtf(&due)).into())]),
        });
    }
    decisions.extend(watched(visit, seen));
    decisions.extend(slipped(visit, seen));
    if seen.work.conflicts > 0 {
        let first = seen.conflicts.first();
        decisions.push(Decision {
            tone: "risk",
            icon: "scale",
            text: l.count("decision-conflicts", seen.work.conflicts),
            href: visit.at("/conflicts"),
            detail: first.map(|c| words::Told::new(l, &c.title).text).unwrap_or_default(),
        });
    }
    if seen.work.reviews > 0 {
        decisions.push(Decision {
            tone: "info",
            icon: "file-text",
            text: l.count("decision-reviews", seen.work.reviews),
            href: visit.at("/communiques"),
            detail: l.count("decision-drafts", seen.work.drafts),
        });
    }
    decisions
}

/// Milestones of projects that are late, or expected before they can be.
fn slipped(visit: &Visit, seen: &Overview) -> Vec<Decision> {
    let l = visit.locale;
    let watch = seen.projects;
    let all = [
        (watch.overdue, "late", "decision-milestones-overdue", "overdue"),
        (watch.slipped, "risk", "decision-milestones-slipped", "slipped"),
        (watch.too_early, "risk", "decision-milestones-too-early", "too_early"),
        (watch.due, "info", "decision-milestones-due", "due"),
    ];
    all.into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, tone, id, having)| Decision {
            tone,
            icon: "chart-gantt",
            text: l.count(id, n),
            href: visit.at(&format!("/projects?having={having}")),
            detail: l.t("decision-milestones-note").to_owned(),
        })
        .collect()
}

/// What waits or runs out over the instruments.
fn watched(visit: &Visit, seen: &Overview) -> Vec<Decision> {
    let l = visit.locale;
    let watch = seen.watch;
    let all = [
        (
            watch.held,
            "late",
            "clock",
            l.count("decision-held", watch.held),
            "/instruments?standing=in_approval",
            l.t("decision-held-note"),
        ),
        (
            watch.notice,
            "risk",
            "calendar",
            l.count("decision-notice", watch.notice),
            "/instruments?soon=1",
            l.t("decision-notice-note"),
        ),
        (
            watch.ends,
            "risk",
            "calendar",
            l.count("decision-ends", watch.ends),
            "/instruments?soon=1",
            l.t("decision-ends-note"),
        ),
        (
            watch.unsigned,
            "risk",
            "pencil",
            l.count("decision-unsigned", watch.unsigned),
            "/instruments?standing=approved_unsigned",
            l.t("decision-unsigned-note"),
        ),
    ];
    all.into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(_, tone, icon, text, path, detail)| Decision {
            tone,
            icon,
            text,
            href: visit.at(path),
            detail: detail.to_owned(),
        })
        .collect()
}

fn dates(visit: &Visit, names: &Directory, next: &[Commitment]) -> Vec<NextDate> {
    let l = visit.locale;
    next.iter()
        .filter_map(|commitment| {
            let deadline = commitment.latest().deadline?;
            Some(NextDate {
                machine: deadline.last_day().to_string(),
                date: l.edtf(&deadline.to_string()),
                text: words::Told::new(l, &commitment.description.title),
                href: visit.at(&format!("/commitments/{}", commitment.id)),
                partner: words::party(l, names, &commitment.description.partner),
            })
        })
        .collect()
}
