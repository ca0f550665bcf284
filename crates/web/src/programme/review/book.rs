//! Scores by a table, for officers: taken out, brought back, and accepted by another officer who sees each difference.

use kelisim_app::programme::review::{self, BookForm, Books, Waiting};
use kelisim_app::{AppError, Result};
use kelisim_domain::id::{CallId, ImportId};
use kelisim_domain::programme::review::Difference;
use kelisim_domain::programme::run::Score;
use kelisim_exchange::csv_out::Csv;
use kelisim_exchange::workbook::{Cell, Heading, Table, write as workbook};
use kelisim_i18n::{Arg, Locale};

use super::super::run::read_table;
use crate::answer::Answer;
use crate::apply::keep::title;
use crate::apply::panel::{Panel, PanelPage, Row};
use crate::posted::{Posted, PostedTable};
use crate::routes::At;
use crate::sheet::{Input, Sheet, Start};
use crate::shell::Nav;
use crate::table::{Form, file};
use crate::visit::Visit;
use crate::words;

/// Most differences that a page shows; all of them stand in the table.
const SHOWN: usize = 500;

/// The page.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write(&visit, at.read("id")?, start).await
}

async fn write(visit: &Visit, id: CallId, start: Start) -> Answer {
    let l = visit.locale;
    let books = review::books(&visit.context(), id, words::language(l)).await?;
    let mut panels = vec![out(visit, &books)];
    let waiting = books.waiting.first();
    panels.extend(waiting.map(|one| waits(visit, &books, one)));
    let (mut says, mut wrong) = (Vec::new(), Vec::new());
    says.extend(start.warnings(l).into_iter().map(|text| ("info", text)));
    if books.frozen {
        says.push(("info", l.t("review-frozen-note").to_owned()));
    }
    if waiting.is_none() && books.rows > 0 && !books.frozen {
        let sheet = start.apply(l, bring_sheet(visit, &books, &start));
        let told = sheet.mistakes().into_iter();
        wrong = told
            .map(|(field, text)| (if field == "basis" { "basis" } else { "file" }, text.to_owned()))
            .collect();
        panels.push(Panel {
            id: "h-bring",
            title: l.t("scores-bring").to_owned(),
            note: Some(l.t("scores-bring-note").to_owned()),
            sheets: vec![sheet],
            ..Panel::default()
        });
    } else {
        says.extend(start.refusals.iter().map(|refusal| ("", words::refusal(l, refusal))));
    }
    let page = PanelPage {
        crumb: Some((visit.at(&format!("/calls/{id}/reviews")), l.t("reviews-board").to_owned())),
        lead: title(l, &books.call),
        says,
        wrong,
        panels,
        shell: visit.shell(l.t("scores-title"), Nav::Calls).await?,
    };
    page.answer(&start.refusals)
}

fn count(n: usize) -> String {
    n.to_string()
}

fn out(visit: &Visit, books: &Books) -> Panel {
    let l = visit.locale;
    let facts = vec![
        (l.t("scores-rows").to_owned(), count(books.rows)),
        (l.t("scores-scored").to_owned(), count(books.scored)),
        (l.t("scores-closed").to_owned(), count(books.closed)),
    ];
    let base = format!("/calls/{}/scores", books.call.id);
    let links = if books.rows == 0 {
        Vec::new()
    } else {
        vec![
            (visit.at(&format!("{base}.xlsx")), l.t("scores-xlsx")),
            (visit.at(&format!("{base}.csv")), l.t("scores-csv")),
        ]
    };
    let note = if books.rows == 0 { l.t("scores-none") } else { l.t("scores-out-note") };
    Panel {
        id: "h-out",
        title: l.t("scores-out").to_owned(),
        facts,
        note: Some(note.to_owned()),
        links,
        ..Panel::default()
    }
}

fn waits(visit: &Visit, books: &Books, one: &Waiting) -> Panel {
    let l = visit.locale;
    let size = crate::apply::size(l, u64::try_from(one.size).unwrap_or(u64::MAX));
    let mut facts = vec![
        (l.t("scores-file").to_owned(), format!("{}, {size}", one.file)),
        ("SHA-256".to_owned(), one.sha256.to_string()),
        (l.t("scores-basis").to_owned(), words::text(l, &one.basis).0),
        (l.t("scores-rows").to_owned(), count(one.rows)),
        (l.t("scores-differ").to_owned(), count(one.differs.len())),
    ];
    let at = l.instant(one.at, visit.zone());
    let by = one.by.as_ref().map_or_else(|| at.clone(), |name| format!("{at}, {name}"));
    facts.push((l.t("scores-brought").to_owned(), by));
    let note = match (one.outdated, one.own, one.differs.len() > SHOWN) {
        (true, _, _) => l.t("scores-outdated").to_owned(),
        (false, true, _) => l.t("scores-own").to_owned(),
        (false, false, true) => l.count("run-changes-more", rest(one)),
        (false, false, false) => l.t("scores-look").to_owned(),
    };
    let base = format!("/calls/{}/scores", books.call.id);
    let sheet = |act: &str, word: &'static str, tone: &'static str| {
        Sheet::new(&visit.at(&format!("{base}/{act}")), word, Vec::new())
            .tone(tone)
            .with("id", one.id)
            .with("version", one.revision)
    };
    let mut sheets = Vec::new();
    if !one.own && !one.outdated && !books.frozen {
        sheets.push(sheet("accept", l.t("scores-accept"), "go"));
    }
    sheets.push(sheet("aside", l.t("scores-aside"), "no"));
    Panel {
        id: "h-waiting",
        title: l.t("scores-waiting").to_owned(),
        facts,
        rows: one.differs.iter().take(SHOWN).map(|it| differs(l, &books.criteria, it)).collect(),
        note: Some(note),
        sheets,
        ..Panel::default()
    }
}

fn rest(one: &Waiting) -> i64 {
    i64::try_from(one.differs.len().saturating_sub(SHOWN)).unwrap_or(i64::MAX)
}

/// A row that is otherwise than it was: old and new under the name of each criterion that differs.
fn differs(l: Locale, criteria: &[String], it: &Difference) -> Row {
    let said = |scores: &[Score], at: usize| {
        scores.get(at).map_or_else(|| l.t("scores-nothing").to_owned(), ToString::to_string)
    };
    let parts = criteria.iter().enumerate().filter(|(at, _)| it.old.get(*at) != it.new.get(*at));
    let parts: Vec<String> = parts
        .map(|(at, name)| {
            let (old, new) = (said(&it.old, at), said(&it.new, at));
            let args = [("name", Arg::Str(name)), ("old", Arg::Str(&old)), ("new", Arg::Str(&new))];
            l.format("run-change", &args)
        })
        .collect();
    let (tone, icon, word) = if it.old.is_empty() {
        ("info", "circle-dashed", l.t("scores-is-new"))
    } else {
        ("risk", "triangle-alert", l.t("scores-is-changed"))
    };
    Row {
        href: None,
        text: it.code.grouped(),
        meta: parts.join(" · "),
        chip: Some((tone, icon, word)),
        forms: Vec::new(),
    }
}

fn bring_sheet(visit: &Visit, books: &Books, start: &Start) -> Sheet {
    let l = visit.locale;
    let inputs = vec![
        Input::file("file", l.t("scores-file")).hint(l.t("scores-file-hint")),
        Input::line("basis", l.t("scores-basis")).hint(l.t("scores-basis-hint")),
    ];
    let to = visit.at(&format!("/calls/{}/scores", books.call.id));
    Sheet::new(&to, l.t("scores-do-bring"), inputs).with("id", start.id(visit))
}

/// The table as a workbook.
pub(super) async fn xlsx(at: At, visit: Visit) -> Answer {
    given(&at, &visit, Form::Xlsx).await
}

/// The table as text.
pub(super) async fn csv(at: At, visit: Visit) -> Answer {
    given(&at, &visit, Form::Csv).await
}

async fn given(at: &At, visit: &Visit, form: Form) -> Answer {
    let l = visit.locale;
    let out = review::take_out(&visit.context(), at.read("id")?, words::language(l)).await?;
    let bytes = match form {
        Form::Csv => {
            let headings: Vec<&str> = out.headings.iter().map(String::as_str).collect();
            let mut csv = Csv::new(&headings);
            for (code, scores, mark) in &out.rows {
                let mut cells = vec![code.clone()];
                cells.extend(
                    scores
                        .iter()
                        .map(|score| score.as_ref().map(ToString::to_string).unwrap_or_default()),
                );
                cells.push(mark.clone());
                csv.row(&cells);
            }
            csv.finish().into_bytes()
        }
        Form::Xlsx => book(l, &out).map_err(|error| AppError::internal("a workbook", error))?,
    };
    Ok(file(bytes, "scores", form))
}

fn book(l: Locale, out: &review::Out) -> std::result::Result<Vec<u8>, String> {
    let last = out.headings.len().saturating_sub(1);
    let heading = |(at, text): (usize, &String)| {
        let hint = (at > 0 && at < last).then(|| l.t("review-score-hint").to_owned());
        Heading { hint, ..Heading::new(text) }
    };
    let cell = |score: &Option<Score>| {
        score
            .as_ref()
            .map_or_else(|| Cell::Text(String::new()), |score| Cell::Number(score.to_string()))
    };
    let rows = out.rows.iter().map(|(code, scores, mark)| {
        let mut cells = vec![Cell::Text(code.clone())];
        cells.extend(scores.iter().map(cell));
        cells.push(Cell::Text(mark.clone()));
        cells
    });
    workbook(&[Table {
        name: "scores".to_owned(),
        headings: out.headings.iter().enumerate().map(heading).collect(),
        rows: rows.collect(),
    }])
}

/// Reads a table and brings it.
pub(super) async fn bring(at: At, PostedTable(posted): PostedTable) -> Answer {
    let id: CallId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    ctx.authorise(kelisim_app::access::Action::CheckApplications)?;
    let form: BookForm = fields.form();
    let table = ImportId::new(Start::refused(fields, Vec::new()).id(visit));
    let done = match read_table(posted.file.clone(), posted.file_name.clone()).await {
        Ok(file) => {
            review::bring(&ctx, id, table, words::language(visit.locale), &form, file).await
        }
        Err(Some(refusal)) => Err(refusal.into()),
        Err(None) => Err(AppError::internal("reading a table", "the reader fell")),
    };
    answered(&posted, id, done).await
}

async fn answered(posted: &Posted, id: CallId, done: Result<()>) -> Answer {
    let path = format!("/calls/{id}/scores");
    posted.answered(done, &path, |start| write(&posted.visit, id, start)).await
}

/// Which table a form is about. What is no id names nothing.
fn table(posted: &Posted) -> Result<ImportId> {
    posted.fields.get("id").trim().parse().map_err(|_| AppError::NotFound)
}

/// Accepts a table.
pub(super) async fn accept(at: At, posted: Posted) -> Answer {
    let id: CallId = at.read("id")?;
    let (ctx, version) = (posted.visit.context(), posted.fields.number("version"));
    ctx.authorise(kelisim_app::access::Action::CheckApplications)?;
    let done = match table(&posted) {
        Ok(table) => review::accept(&ctx, id, table, version).await,
        Err(error) => Err(error),
    };
    answered(&posted, id, done).await
}

/// Puts a table aside.
pub(super) async fn aside(at: At, posted: Posted) -> Answer {
    let id: CallId = at.read("id")?;
    let (ctx, version) = (posted.visit.context(), posted.fields.number("version"));
    ctx.authorise(kelisim_app::access::Action::CheckApplications)?;
    let done = match table(&posted) {
        Ok(table) => review::put_aside(&ctx, id, table, version).await,
        Err(error) => Err(error),
    };
    answered(&posted, id, done).await
}
