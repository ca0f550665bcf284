//! The reviews of a call, for officers: how far they are, never who judges.

use kelisim_app::programme::review::{self, AssignForm, Board, Line};
use kelisim_domain::id::CallId;
use kelisim_domain::programme::application::ReceiptNumber;
use kelisim_domain::programme::review::Standing;
use kelisim_exchange::rows::{Columns, Rows};
use kelisim_i18n::{Arg, Locale};

use crate::answer::Answer;
use crate::apply::keep::title;
use crate::apply::panel::{Panel, PanelPage, Row};
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::table::{Form, answer};
use crate::visit::Visit;

/// How many a page of the board has.
const LISTED: usize = 50;
/// Most lines of the table.
const MOST: usize = 20_000;

/// The look of the word for a standing.
pub(super) fn chip(l: Locale, standing: Standing) -> (&'static str, &'static str, &'static str) {
    let (tone, icon) = match standing {
        Standing::Wanted | Standing::Third | Standing::Objected => ("risk", "triangle-alert"),
        Standing::AtWork | Standing::Open => ("info", "clock"),
        Standing::Scored => ("info", "circle-check"),
        Standing::Final => ("ok", "circle-check"),
    };
    (tone, icon, l.term("review_standing", standing.code()))
}

fn standing(visit: &Visit) -> Option<Standing> {
    Standing::from_code(visit.chosen("standing"))
}

fn row(visit: &Visit, line: &Line) -> Row {
    let l = visit.locale;
    let (seats, scored) = (line.seats.0.to_string(), line.seats.1.to_string());
    let args = [("scored", Arg::Str(&scored)), ("seats", Arg::Str(&seats))];
    let mut parts = vec![l.format("review-of-seats", &args)];
    if let Some(outcome) = &line.outcome {
        let total = outcome.total.to_string();
        parts.push(l.format("review-total", &[("total", Arg::Str(&total))]));
    }
    if let Some(spread) = &line.spread {
        let spread = spread.to_string();
        parts.push(l.format("review-spread", &[("spread", Arg::Str(&spread))]));
    }
    if line.conflicts > 0 {
        let conflicts = i64::try_from(line.conflicts).unwrap_or(i64::MAX);
        parts.push(l.count("review-conflicts", conflicts));
    }
    if line.late {
        parts.push(l.t("review-is-late").to_owned());
    }
    Row {
        href: Some(visit.at(&format!("/applications/{}/review", line.application))),
        text: line.receipt.to_string(),
        meta: parts.join(" · "),
        chip: Some(chip(l, line.standing)),
        forms: Vec::new(),
    }
}

/// Shows the board.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: CallId = at.read("id")?;
    let l = visit.locale;
    let after = visit.asked::<ReceiptNumber>("after");
    let found =
        review::board(&visit.context(), id, standing(&visit), after.as_ref(), LISTED).await?;
    let base = format!("/calls/{id}/reviews");
    let mut filter: Vec<(String, &'static str)> = vec![(visit.at(&base), l.t("filter-any"))];
    filter.extend(Standing::ALL.iter().map(|one| {
        let to = visit.at(&format!("{base}?standing={}", one.code()));
        (to, l.term("review_standing", one.code()))
    }));
    let page = PanelPage {
        crumb: Some((visit.at(&format!("/calls/{id}")), title(l, &found.call))),
        lead: l.t("reviews-board-lead").to_owned(),
        says: found
            .frozen
            .then(|| ("info", l.t("review-frozen-note").to_owned()))
            .into_iter()
            .collect(),
        wrong: Vec::new(),
        panels: vec![
            acts(&visit, &found),
            Panel {
                id: "h-filter",
                title: l.t("review-filter").to_owned(),
                links: filter,
                ..Panel::default()
            },
            Panel {
                id: "h-list",
                title: l.t("reviews-board").to_owned(),
                note: found.lines.is_empty().then(|| l.t("my-none").to_owned()),
                rows: found.lines.iter().map(|line| row(&visit, line)).collect(),
                links: more(&visit, &found, &base),
                ..Panel::default()
            },
        ],
        shell: visit.shell(l.t("reviews-board"), Nav::Calls).await?,
    };
    page.answer(&[])
}

fn acts(visit: &Visit, found: &Board) -> Panel {
    let l = visit.locale;
    let at = |path: &str| visit.at(&format!("/calls/{}/{path}", found.call.id));
    let mut links = Vec::new();
    if !found.frozen {
        links.push((at("reviews/assign"), l.t("review-assign")));
        links.push((at("reviews/show"), l.t("review-show")));
    }
    links.push((at("scores"), l.t("scores-title")));
    links.push((at("run"), l.t("run-title")));
    Panel { id: "h-acts", title: l.t("act-title").to_owned(), links, ..Panel::default() }
}

fn more(visit: &Visit, found: &Board, base: &str) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let mut more = vec![
        (visit.at_filtered(&format!("{base}.csv")), l.t("applications-csv")),
        (visit.at_filtered(&format!("{base}.xlsx")), l.t("applications-xlsx")),
    ];
    if let Some(next) = &found.next {
        let standing = visit.chosen("standing");
        let to = visit.at(&format!("{base}?standing={standing}&after={next}"));
        more.push((to, l.t("applications-more")));
    }
    more
}

const COLUMNS: Columns = Columns {
    names: &["receipt", "standing", "reviewers", "scored", "late", "conflicts", "spread", "total"],
    numbers: &[],
    dates: &[],
};

async fn table(at: &At, visit: &Visit, form: Form) -> Answer {
    let ctx = visit.context();
    let found = review::board(&ctx, at.read("id")?, standing(visit), None, MOST).await?;
    let mut rows = Rows::new(COLUMNS);
    for line in found.lines {
        rows.add(vec![
            line.receipt.to_string(),
            line.standing.code().to_owned(),
            line.seats.0.to_string(),
            line.seats.1.to_string(),
            if line.late { "yes" } else { "no" }.to_owned(),
            line.conflicts.to_string(),
            line.spread.map(|spread| spread.to_string()).unwrap_or_default(),
            line.outcome.map(|outcome| outcome.total.to_string()).unwrap_or_default(),
        ]);
    }
    answer(&rows, "reviews", form)
}

/// The board as a table of text, the same bytes in every language.
pub(super) async fn csv(at: At, visit: Visit) -> Answer {
    table(&at, &visit, Form::Csv).await
}

/// The same as a workbook.
pub(super) async fn xlsx(at: At, visit: Visit) -> Answer {
    table(&at, &visit, Form::Xlsx).await
}

fn head(visit: &Visit, id: CallId, title: &'static str, lead: &'static str) -> Head {
    Head {
        nav: Nav::Calls,
        title: title.to_owned(),
        crumb: (visit.at(&format!("/calls/{id}/reviews")), visit.locale.t("reviews-board")),
        lead,
    }
}

/// The form by which reviewers are asked.
pub(super) async fn assign_form(at: At, visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write_assign(&visit, at.read("id")?, start).await
}

async fn write_assign(visit: &Visit, id: CallId, start: Start) -> Answer {
    let l = visit.locale;
    let found = review::board(&visit.context(), id, None, None, 1).await?;
    let zone = found.call.terms().map(|terms| terms.zone.to_string()).unwrap_or_default();
    let hint = l.format("application-due-hint", &[("zone", Arg::Str(&zone))]);
    let inputs = vec![Input::line("due", l.t("review-due-field")).hint(&hint)];
    let action = visit.at(&format!("/calls/{id}/reviews/assign"));
    let sheet = Sheet::new(&action, l.t("review-assign"), inputs);
    let head = head(visit, id, l.t("review-assign"), l.t("review-assign-lead"));
    sheet.show_with(visit, &start, head, vec![title(l, &found.call)]).await
}

/// Asks reviewers.
pub(super) async fn assign(at: At, posted: Posted) -> Answer {
    let id: CallId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: AssignForm = fields.form();
    let done = review::assign(&visit.context(), id, &form).await.map(drop);
    let path = format!("/calls/{id}/reviews");
    posted.answered(done, &path, |start| write_assign(visit, id, start)).await
}

/// The form by which applicants are shown their scores.
pub(super) async fn show_form(at: At, visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write_show(&visit, at.read("id")?, start).await
}

async fn write_show(visit: &Visit, id: CallId, start: Start) -> Answer {
    let l = visit.locale;
    let found = review::board(&visit.context(), id, None, None, 1).await?;
    let action = visit.at(&format!("/calls/{id}/reviews/show"));
    let sheet = Sheet::new(&action, l.t("review-show"), Vec::new());
    let head = head(visit, id, l.t("review-show"), l.t("review-show-lead"));
    sheet.show_with(visit, &start, head, vec![title(l, &found.call)]).await
}

/// Shows applicants their scores.
pub(super) async fn tell(at: At, posted: Posted) -> Answer {
    let id: CallId = at.read("id")?;
    let visit = &posted.visit;
    let done = review::show(&visit.context(), id).await.map(drop);
    let path = format!("/calls/{id}/reviews");
    posted.answered(done, &path, |start| write_show(visit, id, start)).await
}
