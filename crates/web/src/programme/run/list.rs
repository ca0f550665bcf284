//! The candidates of a call: a list with filters, and as a table.

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::run::{CandidateList, Line, Wanted, candidates};
use kelisim_domain::id::CallId;
use kelisim_domain::saved::ListOf;
use kelisim_exchange::rows::{Columns, Rows};
use kelisim_i18n::{Arg, Locale};

use super::told;
use crate::answer::{Answer, page};
use crate::form::Control;
use crate::routes::At;
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;

struct Row {
    code: String,
    score: String,
    choices: String,
    region: String,
    /// Places in the orders of the hosts, where hosts order.
    places: Option<String>,
    given: Option<String>,
    row_href: Option<String>,
}

#[derive(Template)]
#[template(path = "candidates.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    run_href: String,
    total: String,
    filter: Vec<Control>,
    rows: Vec<Row>,
    next: Option<String>,
    csv: String,
    xlsx: String,
}

/// How many a page has.
const LISTED: usize = 100;
/// Most of a table: all of a call.
const MOST: usize = 200_000;

fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        code: visit.chosen("code").to_owned(),
        seat: visit.asked("seat"),
        region: Some(visit.chosen("region").to_owned()).filter(|region| !region.is_empty()),
    }
}

/// Shows the list.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: CallId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadSources)?;
    let after = Some(visit.chosen("after")).filter(|after| !after.is_empty());
    let found = candidates(&ctx, id, &wanted(&visit), after, LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let terms = found.call.shown().ok_or(AppError::NotFound)?;
    let seats = told::seats(l, &names, terms);
    let released = found.call.given.is_some() && visit.may(Action::KeepRecord);
    let base = format!("/calls/{id}/candidates");
    let text = |name, label| Control::line(name, label).optional().value(visit.chosen(name));
    page(&ListPage {
        saved: bar(&visit, ListOf::Candidates, Some(id)).await?,
        run_href: visit.at(&format!("/calls/{id}/run")),
        total: l.count("run-candidates", i64::try_from(found.total).unwrap_or(i64::MAX)),
        filter: vec![
            text("code", l.term("candidate_column", "code")),
            text("seat", l.t("call-seat")),
            text("region", l.term("candidate_column", "region")),
        ],
        rows: rows(l, &visit, id, &found, released, |seat| told::seat(&seats, seat)),
        next: found.next.as_ref().map(|code| {
            let at = visit.at_filtered(&base);
            let sign = if at.contains('?') { '&' } else { '?' };
            format!("{at}{sign}after={code}")
        }),
        csv: visit.at_filtered(&format!("{base}.csv")),
        xlsx: visit.at_filtered(&format!("{base}.xlsx")),
        shell: visit.shell(l.t("run-candidates-title"), Nav::Calls).await?,
    })
}

fn rows(
    l: Locale,
    visit: &Visit,
    id: CallId,
    found: &CandidateList,
    released: bool,
    seat: impl Fn(u32) -> String,
) -> Vec<Row> {
    let row = |line: &Line| {
        let one = &line.candidate;
        let choices: Vec<String> = one
            .choices
            .iter()
            .map(|number| {
                let text = number.to_string();
                let refused = one.hosts_refused.contains(number);
                if refused {
                    l.format("run-refused-at", &[("seat", Arg::Str(&text))])
                } else {
                    text
                }
            })
            .collect();
        Row {
            code: one.code.clone(),
            score: one.score.to_string(),
            choices: choices.join(", "),
            region: one.region.clone().unwrap_or_default(),
            places: Some(places(&one.host_places)).filter(|text| !text.is_empty()),
            given: line.given.map(|given| match given {
                Some(number) => seat(number),
                None => l.t("run-no-place").to_owned(),
            }),
            row_href: released.then(|| visit.at(&format!("/calls/{id}/rows/{}", one.code))),
        }
    };
    found.lines.iter().map(row).collect()
}

/// Places in the orders of hosts, seat by seat.
pub(super) fn places(all: &BTreeMap<u32, u32>) -> String {
    let one = |(seat, place): (&u32, &u32)| format!("{seat}: {place}");
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

const COLUMNS: Columns = Columns {
    names: &["code", "score", "choices", "region", "refused", "given", "places"],
    numbers: &["score", "given"],
    dates: &[],
};

async fn table(at: At, visit: Visit, form: Form) -> Answer {
    let id: CallId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadSources)?;
    let found = candidates(&ctx, id, &wanted(&visit), None, MOST).await?;
    let list = |all: &[u32]| all.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
    let mut rows = Rows::new(COLUMNS);
    for Line { candidate: one, given } in &found.lines {
        rows.add(vec![
            one.code.clone(),
            one.score.to_string(),
            list(&one.choices),
            one.region.clone().unwrap_or_default(),
            list(&one.hosts_refused),
            given.flatten().map(|seat| seat.to_string()).unwrap_or_default(),
            places(&one.host_places),
        ]);
    }
    answer(&rows, "candidates", form)
}

/// The list as a table of text.
pub(super) async fn csv(at: At, visit: Visit) -> Answer {
    table(at, visit, Form::Csv).await
}

/// The list as a workbook.
pub(super) async fn xlsx(at: At, visit: Visit) -> Answer {
    table(at, visit, Form::Xlsx).await
}
