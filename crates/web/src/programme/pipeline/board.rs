//! The board: who stands where, who acts next, what is late; a filter for each column, boxes to tick.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::lookup::directory;
use kelisim_app::programme::pipeline::{self, Act, Board, Key, Row, State, Wanted};
use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::programme::placement::Who;
use kelisim_domain::programme::region;
use kelisim_exchange::rows::{Columns, Rows};
use kelisim_i18n::Locale;

use super::super::placement::told;
use super::super::run::told::{seat, seats};
use super::super::shown::instant;
use super::{act_name, chip};
use crate::answer::Answer;
use crate::form::{Choice, Control};
use crate::routes::At;
use crate::sheet;
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words;

/// How many rows a page has; all of them can be ticked at once.
const LISTED: usize = 100;
/// Most rows of the table.
const MOST: usize = 50_000;

struct RowShown {
    /// What is sent when it is ticked.
    key: String,
    ticked: bool,
    href: String,
    code: String,
    name: String,
    chip: (&'static str, &'static str, &'static str),
    seat: String,
    region: String,
    who: String,
    by: String,
    late: bool,
}

/// A number with the filter it leads to.
struct Count {
    href: String,
    text: String,
    n: String,
}

#[derive(Template)]
#[template(path = "board.html")]
struct BoardPage {
    shell: Shell,
    call_href: String,
    call_title: String,
    wrong: Vec<String>,
    counts: Vec<Count>,
    filter: Vec<Control>,
    total: String,
    rows: Vec<RowShown>,
    act: Control,
    preview: String,
    all_href: String,
    none_href: String,
    next: Option<String>,
    csv: String,
    xlsx: String,
}

impl BoardPage {
    fn mistakes(&self) -> Vec<(&str, &str)> {
        self.wrong.iter().map(|text| ("act", text.as_str())).collect()
    }
}

fn wanted(visit: &Visit) -> Wanted {
    let late = match visit.chosen("late") {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    };
    Wanted {
        state: State::from_code(visit.chosen("state")),
        who: Who::from_code(visit.chosen("who")),
        late,
        seat: visit.asked("seat"),
        region: Some(visit.chosen("region").to_owned()).filter(|code| !code.is_empty()),
        words: visit.chosen("words").to_owned(),
    }
}

/// Shows the board.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    write(&visit, at.read("id")?, &[], "").await
}

/// The board, with what was ticked where a form could not be taken.
pub(super) async fn write(visit: &Visit, id: CallId, refusals: &[Refusal], ticked: &str) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let from = visit.asked::<usize>("from").unwrap_or(0);
    let found = pipeline::board(&ctx, id, &wanted(visit), (from, LISTED)).await?;
    let names = directory(&ctx).await?;
    let terms = found.call.terms().ok_or(AppError::NotFound)?;
    let seats = seats(l, &names, terms);
    let base = format!("/calls/{id}/board");
    let all = visit.chosen("all") == "1";
    let row = |row: &Row| {
        let key = key(row);
        RowShown {
            ticked: all || ticked.split_whitespace().any(|own| own == key),
            href: visit.at(&href(row)),
            code: row.code.clone(),
            name: match (&row.name, row.application) {
                (Some(name), _) => name.clone(),
                (None, Some(_)) => l.t("application-erased-name").to_owned(),
                (None, None) => String::new(),
            },
            chip: chip(l, row.state),
            seat: row.seat.map(|number| seat(&seats, number)).unwrap_or_default(),
            region: region_name(l, row.region.as_deref()),
            who: row.who.map(|who| told::who(l, who).to_owned()).unwrap_or_default(),
            by: row.due.map(|due| instant(l, &terms.zone, due)).unwrap_or_default(),
            late: row.late,
            key,
        }
    };
    let beside = |name: &str, value: &str| {
        let at = visit.at_filtered(&base);
        let sign = if at.contains('?') { '&' } else { '?' };
        format!("{at}{sign}{name}={value}")
    };
    let acts = Act::ALL.iter().map(|act| Choice::new(act.code(), act_name(l, *act)));
    let none = Choice::new("", l.t("sheet-choose"));
    let act =
        Control::choice("act", l.t("pipeline-act"), std::iter::once(none).chain(acts).collect());
    let next = (found.count > from + LISTED).then(|| beside("from", &(from + LISTED).to_string()));
    let page = BoardPage {
        call_href: visit.at(&format!("/calls/{id}")),
        call_title: words::text(l, &terms.title).0,
        wrong: refusals.iter().map(|refusal| words::refusal(l, refusal)).collect(),
        counts: counts(visit, &found, &base),
        filter: filter(visit, &found, &seats),
        total: l.count("pipeline-count", i64::try_from(found.count).unwrap_or(i64::MAX)),
        rows: found.rows.iter().map(row).collect(),
        act,
        preview: visit.at_filtered(&format!("{base}/preview")),
        all_href: beside("all", "1"),
        none_href: visit.at_filtered(&base),
        next,
        csv: visit.at_filtered(&format!("{base}.csv")),
        xlsx: visit.at_filtered(&format!("{base}.xlsx")),
        shell: visit.shell(l.t("pipeline-title"), Nav::Calls).await?,
    };
    sheet::answer(refusals, &page)
}

/// What is sent when a row is ticked: its placement where it has one, else its application.
fn key(row: &Row) -> String {
    let placement = row.placement.map(|(id, version)| Key::Placement(id, version));
    let application = row.application.map(|(id, version)| Key::Application(id, version));
    placement.or(application).map(|key| key.to_string()).unwrap_or_default()
}

fn href(row: &Row) -> String {
    match (row.placement, row.application) {
        (Some((id, _)), _) => format!("/placements/{id}"),
        (None, Some((id, _))) => format!("/applications/{id}"),
        (None, None) => "/calls".to_owned(),
    }
}

fn region_name(l: Locale, code: Option<&str>) -> String {
    let name = code.and_then(region::name);
    name.map_or_else(|| code.unwrap_or_default().to_owned(), |name| words::text(l, &name).0)
}

/// Who waits for whom, what is late, and how many stand where, each with the filter it leads to.
fn counts(visit: &Visit, found: &Board, base: &str) -> Vec<Count> {
    let l = visit.locale;
    let mut all = vec![Count {
        href: visit.at(&format!("{base}?late=1")),
        text: l.t("pipeline-late").to_owned(),
        n: found.late.to_string(),
    }];
    all.extend(found.waits.iter().map(|(who, n)| Count {
        href: visit.at(&format!("{base}?who={}", who.code())),
        text: l.term("pipeline_waits", who.code()).to_owned(),
        n: n.to_string(),
    }));
    all.extend(found.states.iter().map(|(state, n)| Count {
        href: visit.at(&format!("{base}?state={}", state.code())),
        text: chip(l, *state).2.to_owned(),
        n: n.to_string(),
    }));
    all
}

fn filter(
    visit: &Visit,
    found: &Board,
    seats: &std::collections::BTreeMap<u32, String>,
) -> Vec<Control> {
    let l = visit.locale;
    let states = State::all().map(|state| Choice::new(state.code(), chip(l, state).2));
    let whos = Who::ALL.iter().map(|who| Choice::new(who.code(), told::who(l, *who)));
    let late = [Choice::new("1", l.t("call-yes")), Choice::new("0", l.t("call-no"))];
    let places = seats.iter().map(|(number, name)| Choice::new(number.to_string(), name.clone()));
    let regions = region::of(found.call.description.registry);
    let regions = regions.map(|code| Choice::new(code, region_name(l, Some(code))));
    let words =
        Control::line("words", l.t("pipeline-words")).optional().value(visit.chosen("words"));
    vec![
        visit.filter("state", l.t("placement-col-stage"), states),
        visit.filter("who", l.t("placement-col-next"), whos),
        visit.filter("late", l.t("pipeline-late"), late),
        visit.filter("seat", l.t("call-seat"), places),
        visit.filter("region", l.t("person-region"), sheet::sorted(l, regions)),
        words,
    ]
}

const COLUMNS: Columns = Columns {
    names: &["code", "name", "state", "seat", "region", "next", "due", "late"],
    numbers: &["seat"],
    dates: &[],
};

async fn table(at: &At, visit: &Visit, form: Form) -> Answer {
    let ctx = visit.context();
    let found = pipeline::board(&ctx, at.read("id")?, &wanted(visit), (0, MOST)).await?;
    write_table(found, form)
}

fn write_table(found: Board, form: Form) -> Answer {
    let mut rows = Rows::new(COLUMNS);
    for row in found.rows {
        rows.add(vec![
            row.code,
            row.name.unwrap_or_default(),
            row.state.code(),
            row.seat.map(|seat| seat.to_string()).unwrap_or_default(),
            row.region.unwrap_or_default(),
            row.who.map(|who| who.code().to_owned()).unwrap_or_default(),
            row.due.map(|due| due.to_string()).unwrap_or_default(),
            if row.late { "yes" } else { "no" }.to_owned(),
        ]);
    }
    answer(&rows, "pipeline", form)
}

/// The board as a table of text, with the same filters. The same bytes in every language.
pub(super) async fn csv(at: At, visit: Visit) -> Answer {
    table(&at, &visit, Form::Csv).await
}

/// The same as a workbook.
pub(super) async fn xlsx(at: At, visit: Visit) -> Answer {
    table(&at, &visit, Form::Xlsx).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_and_act_has_words_in_every_language() {
        for l in Locale::ALL {
            for state in State::all() {
                assert_eq!(State::from_code(&state.code()), Some(state));
                assert!(!chip(l, state).2.is_empty(), "{}", state.code());
            }
            for act in Act::ALL {
                assert!(!act_name(l, act).is_empty(), "{}", act.code());
            }
        }
    }
}
