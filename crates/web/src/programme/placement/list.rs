//! The placements of a call: a list with filters, where the places are, and as a table.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::placement::{Board, Wanted, board};
use kelisim_domain::id::CallId;
use kelisim_domain::programme::placement::{Placement, Stage};
use kelisim_domain::saved::ListOf;
use kelisim_exchange::rows::{Columns, Rows};
use kelisim_i18n::{Arg, Locale};

use super::super::run::told::{seat, seats};
use super::told;
use crate::answer::{Answer, page};
use crate::form::{Choice, Control};
use crate::routes::At;
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;

struct Row {
    code: String,
    href: String,
    chip: (&'static str, &'static str, &'static str),
    seat: String,
    who: String,
    by: String,
}

struct PoolRow {
    seat: String,
    numbers: [String; 4],
}

#[derive(Template)]
#[template(path = "placements.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    call_href: String,
    call_title: String,
    made_up: bool,
    first: Option<(String, &'static str)>,
    acts: Vec<(String, &'static str)>,
    says: Vec<String>,
    filter: Vec<Control>,
    total: String,
    rows: Vec<Row>,
    next: Option<String>,
    pools: Vec<PoolRow>,
    csv: String,
    xlsx: String,
}

/// How many a page has.
const LISTED: usize = 100;

fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        stage: Stage::from_code(visit.chosen("stage")),
        code: visit.chosen("code").to_owned(),
        seat: visit.asked("seat"),
    }
}

/// Shows the list.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: CallId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadSources)?;
    let found = board(&ctx, id, &wanted(&visit)).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let terms = found.call.shown().ok_or(AppError::NotFound)?;
    let seats = seats(l, &names, terms);
    let zone = &terms.zone;
    let base = format!("/calls/{id}/placements");
    let stages = Stage::ALL.iter().map(|stage| {
        let there = found.stages.get(stage).copied().unwrap_or(0);
        let word = l.term("placement_stage", stage.code());
        Choice::new(stage.code(), format!("{word} ({there})"))
    });
    let places = seats.iter().map(|(number, name)| Choice::new(number.to_string(), name.clone()));
    let after = visit.chosen("after");
    let mut rest = found.placements.iter().filter(|it| it.description.code.as_str() > after);
    let part: Vec<&Placement> = rest.by_ref().take(LISTED).collect();
    let next = rest.next().and_then(|_| part.last()).map(|last| {
        let at = visit.at_filtered(&base);
        let sign = if at.contains('?') { '&' } else { '?' };
        format!("{at}{sign}after={}", last.description.code)
    });
    let row = |it: &&Placement| {
        let due = it.due(ctx.now);
        Row {
            code: it.description.code.clone(),
            href: visit.at(&format!("/placements/{}", it.id)),
            chip: told::chip(l, it.stage),
            seat: it.place.as_ref().map(|place| seat(&seats, place.seat)).unwrap_or_default(),
            who: due.map(|due| told::who(l, due.who).to_owned()).unwrap_or_default(),
            by: due.map(|due| told::by(l, zone, due)).unwrap_or_default(),
        }
    };
    let rows = part.iter().map(row).collect();
    let mut acts = acts(&visit, &found);
    let first = (!acts.is_empty()).then(|| acts.remove(0));
    let text = |name, label| Control::line(name, label).optional().value(visit.chosen(name));
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    page(&ListPage {
        saved: bar(&visit, ListOf::Placements, Some(id)).await?,
        call_href: visit.at(&format!("/calls/{id}")),
        call_title: crate::words::text(l, &terms.title).0,
        made_up: terms.made_up,
        first,
        acts,
        says: says(l, &found),
        filter: vec![
            visit.filter("stage", l.t("placement-col-stage"), stages),
            visit.filter("seat", l.t("call-seat"), places),
            text("code", l.term("candidate_column", "code")),
        ],
        total: l.count("placement-count", count(found.placements.len())),
        rows,
        next,
        pools: found
            .pools
            .iter()
            .map(|(number, pool)| PoolRow {
                seat: seat(&seats, *number),
                numbers: [pool.waiting, pool.held, pool.returned, pool.left].map(|n| n.to_string()),
            })
            .collect(),
        csv: visit.at_filtered(&format!("{base}.csv")),
        xlsx: visit.at_filtered(&format!("{base}.xlsx")),
        shell: visit.shell(l.t("placement-title"), Nav::Calls).await?,
    })
}

/// What this person can do with all of them now, the next step first.
fn acts(visit: &Visit, found: &Board) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    if !visit.may(Action::KeepRecord) || !found.released {
        return Vec::new();
    }
    let at = |act: &str| visit.at(&format!("/calls/{}/placements/{act}", found.call.id));
    let mut acts = Vec::new();
    if found.overdue > 0 {
        acts.push((at("lapse"), l.t("placement-do-lapse")));
    }
    let by_name = found.call.by_name();
    if by_name && found.pools.values().any(|pool| pool.left > 0 || pool.returned > 0) {
        acts.push((at("name"), l.t("placement-do-name")));
    }
    if found.pools.values().any(|pool| pool.waiting > 0) {
        acts.push((at("offer"), l.t("placement-do-offer")));
    }
    if !by_name && found.pools.values().any(|pool| pool.returned > 0) {
        acts.push((at("promote"), l.t("placement-do-promote")));
    }
    acts.push((at("appeal"), l.t("placement-do-appeal-of")));
    acts
}

fn says(l: Locale, found: &Board) -> Vec<String> {
    let mut all = Vec::new();
    if !found.released {
        all.push(l.t("placement-no-result-yet").to_owned());
    }
    if found.overdue > 0 {
        let n = found.overdue.to_string();
        all.push(l.format("placement-overdue-n", &[("n", Arg::Str(&n))]));
    }
    all
}

const COLUMNS: Columns = Columns {
    names: &[
        "code",
        "stage",
        "seat",
        "choice",
        "origin",
        "next",
        "due",
        "enrolled",
        "ended",
        "returned",
        "obligation",
    ],
    numbers: &["seat", "choice"],
    dates: &["enrolled", "ended"],
};

async fn table(at: At, visit: Visit, form: Form) -> Answer {
    let id: CallId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadSources)?;
    let found = board(&ctx, id, &wanted(&visit)).await?;
    let mut rows = Rows::new(COLUMNS);
    for it in &found.placements {
        let due = it.due(ctx.now);
        let place = it.place.as_ref();
        let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
        rows.add(vec![
            it.description.code.clone(),
            it.stage.code().to_owned(),
            place.map(|place| place.seat.to_string()).unwrap_or_default(),
            place.and_then(|place| place.rank).map(|rank| rank.to_string()).unwrap_or_default(),
            place.map(|place| place.origin.code().to_owned()).unwrap_or_default(),
            due.map(|due| due.who.code().to_owned()).unwrap_or_default(),
            due.and_then(|due| due.at.map(|at| at.to_string()).or(due.on.map(|d| d.to_string())))
                .unwrap_or_default(),
            day(it.enrolled),
            day(it.ended),
            it.returned.map(|reason| reason.code().to_owned()).unwrap_or_default(),
            it.duty_state().code().to_owned(),
        ]);
    }
    answer(&rows, "placements", form)
}

/// The list as a table of text.
pub(super) async fn csv(at: At, visit: Visit) -> Answer {
    table(at, visit, Form::Csv).await
}

/// The list as a workbook.
pub(super) async fn xlsx(at: At, visit: Visit) -> Answer {
    table(at, visit, Form::Xlsx).await
}
