//! One act on many rows: what will happen to each is shown, one confirmation does it, and what became of each is told.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::programme::pipeline::{self, Act, Asks, BulkForm, Fate, Tried};
use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::programme::application::Reason;
use kelisim_i18n::{Arg, Locale};

use super::super::placement::told;
use super::{act_name, board, chip};
use crate::answer::Answer;
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{self, Input, Sheet, Start};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

struct RowShown {
    href: String,
    code: String,
    tone: &'static str,
    icon: &'static str,
    word: &'static str,
    why: String,
}

#[derive(Template)]
#[template(path = "bulk.html")]
struct BulkPage {
    shell: Shell,
    crumb: String,
    lead: &'static str,
    says: Vec<(&'static str, String)>,
    rows: Vec<RowShown>,
    sheet: Option<Sheet>,
}

impl BulkPage {
    fn mistakes(&self) -> Vec<(&str, &str)> {
        self.sheet.as_ref().map(Sheet::mistakes).unwrap_or_default()
    }
}

fn row(visit: &Visit, act: Act, one: &Tried, done: bool) -> RowShown {
    let l = visit.locale;
    let place = match one.key {
        pipeline::Key::Application(id, _) => format!("/applications/{id}"),
        pipeline::Key::Placement(id, _) => format!("/placements/{id}"),
    };
    let (tone, icon, word) = match (&one.fate, done) {
        (Fate::Done, false) => ("info", "clock", l.t("pipeline-will")),
        (Fate::Done, true) => ("ok", "circle-check", l.t("pipeline-done")),
        (Fate::Refused(_), _) => ("late", "x", l.t("pipeline-not")),
        (Fate::Changed, _) => ("risk", "triangle-alert", l.t("pipeline-changed")),
        (Fate::Gone, _) => ("dash", "x", l.t("pipeline-gone")),
        (Fate::Failed, _) => ("late", "x", l.t("pipeline-failed")),
    };
    let why = match &one.fate {
        Fate::Done => match act.to() {
            Some(state) => {
                let to = chip(l, state).2;
                l.format("pipeline-to", &[("state", Arg::Str(to))])
            }
            None => act_name(l, act).to_owned(),
        },
        Fate::Refused(refusals) => {
            let all: Vec<String> =
                refusals.iter().map(|refusal| words::refusal(l, refusal)).collect();
            all.join(" ")
        }
        Fate::Changed => l.t("pipeline-changed-why").to_owned(),
        Fate::Gone => l.t("pipeline-gone-why").to_owned(),
        Fate::Failed => l.t("pipeline-failed-why").to_owned(),
    };
    RowShown { href: visit.at(&place), code: one.code.clone(), tone, icon, word, why }
}

/// What has to be typed once for all rows.
fn inputs(l: Locale, act: Act) -> Vec<Input> {
    let inside = || Input::area(l, "inside", l.t("application-inside-label")).optional();
    match act.asks() {
        Asks::Nothing => Vec::new(),
        Asks::Refusal => {
            let reasons = Reason::OF_HOME.iter();
            let choice = |r: &Reason| Choice::new(r.code(), l.term("application_reason", r.code()));
            vec![
                Input::select(
                    l,
                    "reason",
                    l.t("application-reason"),
                    reasons.map(choice).collect(),
                ),
                Input::area(l, "told", l.t("application-told")),
                inside(),
            ]
        }
        Asks::Defects => vec![
            Input::area(l, "defects", l.t("application-defects"))
                .hint(l.t("application-defects-hint")),
            Input::line("due", l.t("application-due")).hint(l.t("pipeline-due-hint")),
            inside(),
        ],
        Asks::Step(step) => {
            let mut all = told::inputs(l, step);
            let day = Input::line("on", l.t("placement-on"));
            all.push(day.hint(l.t("placement-on-hint")).optional());
            all
        }
    }
}

/// Shows what an act would do to each row that was ticked, before anything is done.
pub(super) async fn preview(at: At, posted: Posted) -> Answer {
    let id: CallId = at.read("id")?;
    let form: BulkForm = posted.fields.form();
    match form.read() {
        Err(refusal) => board::write(&posted.visit, id, &[refusal], &form.rows).await,
        Ok(_) => write_preview(&posted.visit, id, &form, Start::default()).await,
    }
}

async fn write_preview(visit: &Visit, id: CallId, form: &BulkForm, start: Start) -> Answer {
    let l = visit.locale;
    let (act, tried) = pipeline::dry(&visit.context(), id, form).await?;
    let rows: Vec<RowShown> = tried.iter().map(|one| row(visit, act, one, false)).collect();
    let able: Vec<String> =
        tried.iter().filter(|one| one.fate == Fate::Done).map(|one| one.key.to_string()).collect();
    let sheet = (!able.is_empty()).then(|| {
        let n = able.len().to_string();
        let submit = l.format("pipeline-confirm", &[("n", Arg::Str(&n))]);
        let action = visit.at_filtered(&format!("/calls/{id}/board/do"));
        // All rows go along, those too that cannot be done: the report speaks of each.
        let all: Vec<String> = tried.iter().map(|one| one.key.to_string()).collect();
        let sheet = Sheet::new(&action, &submit, inputs(l, act))
            .with("act", act.code())
            .with("rows", all.join(" "));
        start.apply(l, sheet)
    });
    let (all, n) = (tried.len().to_string(), able.len().to_string());
    let args = [("n", Arg::Str(n.as_str())), ("all", Arg::Str(all.as_str()))];
    let page = BulkPage {
        crumb: visit.at_filtered(&format!("/calls/{id}/board")),
        lead: l.t("pipeline-preview-lead"),
        says: vec![("info", l.format("pipeline-able", &args))],
        rows,
        sheet,
        shell: visit.shell(act_name(l, act), Nav::Calls).await?,
    };
    sheet::answer(&start.refusals, &page)
}

/// Does the act to each row, and tells what became of each.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    let id: CallId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let l = visit.locale;
    let form: BulkForm = fields.form();
    let language = words::language(l);
    let (act, tried) = match pipeline::run(&visit.context(), id, language, &form).await {
        Ok(done) => done,
        Err(AppError::Refused(refusals)) if of_rows(&refusals) => {
            return board::write(visit, id, &refusals, &form.rows).await;
        }
        Err(AppError::Refused(refusals)) => {
            return write_preview(visit, id, &form, Start::refused(fields, refusals)).await;
        }
        Err(error) => return Err(posted.failed(error).await),
    };
    let done = tried.iter().filter(|one| one.fate == Fate::Done).count();
    let (n, all) = (done.to_string(), tried.len().to_string());
    let args = [("n", Arg::Str(n.as_str())), ("all", Arg::Str(all.as_str()))];
    let tone = if done == tried.len() { "info" } else { "" };
    let page = BulkPage {
        crumb: visit.at_filtered(&format!("/calls/{id}/board")),
        lead: l.t("pipeline-report-lead"),
        says: vec![(tone, l.format("pipeline-was-done", &args))],
        rows: tried.iter().map(|one| row(visit, act, one, true)).collect(),
        sheet: None,
        shell: visit.shell(act_name(l, act), Nav::Calls).await?,
    };
    sheet::answer(&[], &page)
}

/// Whether the form names no act or no rows: then there is nothing to preview.
fn of_rows(refusals: &[Refusal]) -> bool {
    refusals.iter().any(|refusal| matches!(refusal.field, Some("act" | "rows")))
}
