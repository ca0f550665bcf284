//! The tables that were brought, and the report of one: how far it has come, what was found in each row, what can be done.

use askama::Template;
use axum::http::HeaderValue;
use kelisim_app::import::{self, Counts, Finding, Found, Note, State, Table, report};
use kelisim_app::lookup::colleagues;
use kelisim_app::under_way::{Phase, Progress};
use kelisim_domain::id::{ImportId, SourceId};
use kelisim_exchange::csv_out::Csv;
use kelisim_i18n::{Arg, Locale};

use super::bring::language_name;
use super::{heading, words};
use crate::answer::{Answer, page, see_other};
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::table::{Form, file};
use crate::visit::Visit;
use crate::words::{Told, source_href};

/// Rows on a page.
const ROWS: usize = 100;
/// Tables in the list.
const TABLES: i64 = 50;

/// The list.
#[derive(Template)]
#[template(path = "imports.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<ListRow>,
    templates: Vec<Choice>,
    /// The source that a file which was brought again became.
    known: Option<String>,
}

struct ListRow {
    title: Told,
    href: String,
    file: String,
    kind: &'static str,
    state: &'static str,
    rows: i64,
    who: String,
    when: String,
}

/// Shows the list.
pub(super) async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    let l = visit.locale;
    let tables = import::list(&ctx, TABLES).await?;
    let authors =
        colleagues(&ctx, tables.iter().filter_map(|table| table.author).collect()).await?;
    let row = |table: Table| ListRow {
        title: Told::new(l, &table.about.description.title),
        href: visit.at(&format!("/imports/{}", table.id)),
        file: table.about.file.clone(),
        kind: l.term("import_kind", table.about.kind.code()),
        state: state(l, &table),
        rows: i64::try_from(table.about.rows).unwrap_or(i64::MAX),
        who: table.author.and_then(|id| authors.get(&id).cloned()).unwrap_or_default(),
        when: l.instant_short(table.at, visit.zone()),
    };
    let templates = import::Kind::ALL.iter().map(|kind| {
        let href = visit.at(&format!("/imports/templates/{}", kind.code()));
        Choice::new(href, l.term("import_kind", kind.code()))
    });
    page(&ListPage {
        templates: templates.collect(),
        known: visit.asked::<SourceId>("known").map(|id| source_href(l, id)),
        shell: visit.shell(l.t("imports-title"), Nav::Communiques).await?,
        rows: tables.into_iter().map(row).collect(),
    })
}

/// The report.
#[derive(Template)]
#[template(path = "import.html")]
struct ReportPage {
    shell: Shell,
    title: Told,
    facts: Vec<(&'static str, String)>,
    state: &'static str,
    code: State,
    progress: Option<Shown>,
    /// Whether its process was lost while it was checked.
    interrupted: bool,
    trouble: Option<&'static str>,
    /// Most rows are wrong: the columns may be shifted.
    shifted: bool,
    unread: Option<String>,
    filters: Vec<Filter>,
    rows: Vec<Row>,
    next: Option<String>,
    csv: String,
    path: String,
    revision: i64,
    /// The words on the buttons that enter, where there is something to enter.
    enter_all: Option<String>,
    enter_right: Option<String>,
    /// The source it became.
    source: Option<String>,
}

struct Shown {
    words: String,
    done: u64,
    total: u64,
}

struct Filter {
    label: &'static str,
    count: i64,
    href: String,
    here: bool,
}

struct Row {
    number: u32,
    finding: Finding,
    label: &'static str,
    notes: Vec<Said>,
}

struct Said {
    column: &'static str,
    text: String,
    grave: bool,
}

fn state(l: Locale, table: &Table) -> &'static str {
    let code = match (table.state, table.progress) {
        (State::Written, _) => "written",
        (State::Dropped, _) => "dropped",
        (_, Some(Progress { phase: Phase::Preparing | Phase::Writing, .. })) => "writing",
        (State::Checked, _) => "checked",
        (State::Checking, Some(_)) => "checking",
        (State::Checking, None) => "interrupted",
    };
    l.term("import_state", code)
}

/// Shows the report.
pub(super) async fn show(visit: Visit, at: At) -> Answer {
    let ctx = visit.context();
    let id: ImportId = at.read("id")?;
    let (table, found) = report(&ctx, id).await?;
    let l = visit.locale;
    let title = Told::new(l, &table.about.description.title);
    let shell = visit.shell(&title.text, Nav::Communiques).await?;
    let busy = table.progress.is_some();
    let page_of = report_page(&visit, shell, title, &table, &found);
    let mut response = page(&page_of)?;
    if busy {
        // Asked for again every other second while this goes on, without a script.
        response.headers_mut().insert("refresh", HeaderValue::from_static("2"));
    }
    Ok(response)
}

fn report_page(
    visit: &Visit,
    shell: Shell,
    title: Told,
    table: &Table,
    found: &[Found],
) -> ReportPage {
    let l = visit.locale;
    let about = &table.about;
    let counts = about.counts;
    let path = visit.at(&format!("/imports/{}", table.id));
    let asked = visit.query.get("show").and_then(|code| Finding::from_code(code));
    let after: u32 = visit.asked("after").unwrap_or(0);
    let mut chosen = found
        .iter()
        .filter(|found| asked.is_none_or(|asked| found.finding == asked) && found.row > after);
    let rows: Vec<Row> = chosen.by_ref().take(ROWS).map(|found| row(l, found)).collect();
    let last = rows.last().map_or(0, |row| row.number);
    let show = asked.map(|asked| format!("show={}&", asked.code())).unwrap_or_default();
    let is_open = table.state == State::Checked && table.progress.is_none();
    let writable = counts.writable() > 0 && is_open;
    let n = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    ReportPage {
        shell,
        title,
        facts: facts(l, table),
        state: state(l, table),
        code: table.state,
        progress: table.progress.map(|progress| progress_words(l, progress)),
        interrupted: table.state == State::Checking && table.progress.is_none(),
        trouble: about.trouble.as_deref().map(|code| l.term("import_trouble", code)),
        shifted: counts.wrong > 4 && counts.wrong * 2 > counts.rows(),
        unread: (!about.unread.is_empty()).then(|| {
            let list = about.unread.join(", ");
            l.format("import-unread", &[("list", Arg::Str(&list))])
        }),
        filters: filters(l, &path, counts, asked),
        next: chosen.next().map(|_| format!("{path}?{show}after={last}")),
        rows,
        csv: format!("{path}/report.csv"),
        revision: table.revision,
        enter_all: (writable && counts.wrong == 0)
            .then(|| l.count("import-enter-all", n(counts.writable()))),
        enter_right: (writable && counts.wrong > 0).then(|| {
            let args = [("n", Arg::Num(n(counts.writable()))), ("left", Arg::Num(n(counts.wrong)))];
            l.format("import-enter-right", &args)
        }),
        source: (table.state == State::Written)
            .then(|| source_href(l, SourceId::new(table.id.uuid()))),
        path,
    }
}

fn facts(l: Locale, table: &Table) -> Vec<(&'static str, String)> {
    let about = &table.about;
    let sheet = if about.sheet.is_empty() { "–" } else { &about.sheet };
    vec![
        (l.t("import-kind"), l.term("import_kind", about.kind.code()).to_owned()),
        (l.t("import-file"), about.file.clone()),
        (l.t("import-sheet"), sheet.to_owned()),
        (l.t("import-language"), language_name(l, about.language).to_owned()),
        (l.t("import-publisher"), about.description.publisher.clone()),
        (l.t("import-date"), l.edtf(&about.description.published_on.to_string())),
        ("SHA-256", about.sha256.to_string()),
    ]
}

fn progress_words(l: Locale, progress: Progress) -> Shown {
    let n = |count: u64| Arg::Num(i64::try_from(count).unwrap_or(i64::MAX));
    let args = [("n", n(progress.done)), ("total", n(progress.total))];
    let words = match progress.phase {
        Phase::Checking => l.format("import-phase-checking", &args),
        Phase::Preparing => l.format("import-phase-preparing", &args),
        // A run is told on its own page.
        _ => l.format("import-phase-writing", &args),
    };
    Shown { words, done: progress.done, total: progress.total }
}

fn filters(l: Locale, path: &str, counts: Counts, asked: Option<Finding>) -> Vec<Filter> {
    let n = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let all = Filter {
        label: l.t("import-all-rows"),
        count: n(counts.rows()),
        href: path.to_owned(),
        here: asked.is_none(),
    };
    let each = Finding::ALL.into_iter().map(|finding| Filter {
        label: l.term("import_finding", finding.code()),
        count: n(counts.of(finding)),
        href: format!("{path}?show={}", finding.code()),
        here: asked == Some(finding),
    });
    std::iter::once(all).chain(each).collect()
}

fn row(l: Locale, found: &Found) -> Row {
    Row {
        number: found.row,
        finding: found.finding,
        label: l.term("import_finding", found.finding.code()),
        notes: found.notes.iter().map(|note| said(l, note)).collect(),
    }
}

fn said(l: Locale, note: &Note) -> Said {
    let args: Vec<(&str, Arg<'_>)> =
        note.args.iter().map(|(name, value)| (name.as_str(), Arg::Str(value))).collect();
    Said {
        column: if note.field.is_empty() || note.field == "passage" {
            ""
        } else {
            heading(l, &note.field)
        },
        text: l.format(&format!("refusal-{}", note.code), &args),
        grave: note.grave,
    }
}

/// The report as a table: one line for each thing that is said, and one for each row of which nothing is.
pub(super) async fn csv(visit: Visit, at: At) -> Answer {
    let ctx = visit.context();
    let (table, found) = report(&ctx, at.read("id")?).await?;
    let bytes = report_csv(visit.locale, &found).into_bytes();
    Ok(file(bytes, &format!("report-{}", table.id), Form::Csv))
}

/// The columns of the report as a table. `docs/formats/import.md` says what each means.
const COLUMNS: [&str; 5] = ["row", "result", "weight", "column", "what"];

/// The report of rows as a table.
#[must_use]
pub fn report_csv(l: Locale, found: &[Found]) -> String {
    let mut csv = Csv::new(&COLUMNS);
    for found in found {
        let start = [found.row.to_string(), found.finding.code().to_owned()];
        if found.notes.is_empty() {
            let [row, result] = start;
            csv.row(&[row, result, String::new(), String::new(), String::new()]);
            continue;
        }
        for note in &found.notes {
            let said = said(l, note);
            let weight = if said.grave { "error" } else { "remark" };
            let [row, result] = start.clone();
            csv.row(&[row, result, weight.to_owned(), note.field.clone(), said.text]);
        }
    }
    csv.finish()
}

/// Checks the table anew.
pub(super) async fn check(at: At, posted: Posted) -> Answer {
    let visit = &posted.visit;
    let id: ImportId = at.read("id")?;
    let ctx = visit.context();
    let table = import::table(&ctx, id).await?;
    import::check(&ctx, id, words(table.about.kind, visit.locale)).await?;
    Ok(see_other(&visit.at(&format!("/imports/{id}"))))
}

/// Enters the rows.
pub(super) async fn enter(at: At, posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id: ImportId = at.read("id")?;
    let ctx = visit.context();
    let table = import::table(&ctx, id).await?;
    let words = words(table.about.kind, visit.locale);
    let only_right = fields.get("rows") == "right";
    match import::enter(&ctx, id, fields.number("revision"), only_right, words).await {
        Ok(()) => Ok(see_other(&visit.at(&format!("/imports/{id}")))),
        Err(error) => Err(posted.failed(error).await),
    }
}

/// Puts the table aside.
pub(super) async fn put_aside(at: At, posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id: ImportId = at.read("id")?;
    match import::drop_table(&visit.context(), id, fields.number("revision")).await {
        Ok(()) => Ok(see_other(&visit.at("/imports"))),
        Err(error) => Err(posted.failed(error).await),
    }
}
