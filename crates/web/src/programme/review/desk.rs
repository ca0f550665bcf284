//! A reviewer's desk: what is to be scored by when, a file, and the form of its scores.

use kelisim_app::AppError;
use kelisim_app::programme::review::{self, Blind, FIELDS, File, Kept, ScoreForm, Task};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::review::outcome::total;
use kelisim_domain::programme::review::{Ground, SeatCode, Weight};
use kelisim_domain::programme::run::Score;
use kelisim_i18n::{Arg, Locale};

use super::super::shown::instant;
use super::whole::carried;
use super::{criterion, fields};
use crate::answer::Answer;
use crate::apply::keep::{file as saved, title};
use crate::apply::panel::{Panel, PanelPage, Row};
use crate::form::Choice;
use crate::posted::{Fields, Posted};
use crate::routes::At;
use crate::sheet::{Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

fn code(at: &At) -> Result<SeatCode, AppError> {
    at.read("review").map_err(|_| AppError::NotFound)
}

fn chip(l: Locale, task: &Task, late: bool) -> (&'static str, &'static str, &'static str) {
    match (task.frozen, task.scored, task.opened) {
        (true, ..) => ("dash", "circle-check", l.t("review-is-frozen")),
        (_, true, _) => ("ok", "circle-check", l.t("review-is-scored")),
        _ if late => ("late", "triangle-alert", l.t("review-is-late")),
        (_, _, true) => ("info", "clock", l.t("review-is-open")),
        _ => ("dash", "circle-dashed", l.t("review-is-new")),
    }
}

fn due(l: Locale, task: &Task) -> String {
    let zone = task.call.terms().map(|terms| &terms.zone);
    let at = zone.map_or_else(String::new, |zone| instant(l, zone, task.due));
    l.format("review-due", &[("at", Arg::Str(&at))])
}

/// Shows the desk.
pub(super) async fn show(visit: Visit) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let desk = review::desk(&ctx).await?;
    let row = |task: &Task| Row {
        href: Some(visit.at(&format!("/reviews/{}", task.code))),
        text: task.code.grouped(),
        meta: format!("{}. {}", title(l, &task.call), due(l, task)),
        chip: Some(chip(l, task, ctx.now >= task.due)),
        forms: Vec::new(),
    };
    let says = if desk.declared {
        Vec::new()
    } else {
        vec![("", l.t("reviews-declare-first").to_owned())]
    };
    let page = PanelPage {
        crumb: None,
        lead: l.t("reviews-lead").to_owned(),
        says,
        wrong: Vec::new(),
        panels: vec![
            Panel {
                id: "h-files",
                title: l.t("reviews-files").to_owned(),
                note: desk.tasks.is_empty().then(|| l.t("reviews-none").to_owned()),
                rows: desk.tasks.iter().map(row).collect(),
                ..Panel::default()
            },
            Panel {
                id: "h-own",
                title: l.t("declare-title").to_owned(),
                note: Some(l.t("reviews-declare-note").to_owned()),
                links: vec![(visit.at("/reviews/declaration"), l.t("declare-title"))],
                ..Panel::default()
            },
        ],
        shell: visit.shell(l.t("reviews-title"), Nav::Reviews).await?,
    };
    page.answer(&[])
}

/// Shows a file.
pub(super) async fn file(at: At, visit: Visit) -> Answer {
    let code = code(&at)?;
    let start = Start::kept(&visit).await?;
    write(&visit, &code, start).await
}

async fn write(visit: &Visit, code: &SeatCode, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let file = review::file(&ctx, code).await?;
    let task = &file.task;
    let mut says: Vec<(&'static str, String)> =
        start.warnings(l).into_iter().map(|text| ("", text)).collect();
    if task.frozen {
        says.push(("info", l.t("review-frozen-note").to_owned()));
    }
    let mut panels = Vec::new();
    let mut wrong = Vec::new();
    match &file.blind {
        None => panels.push(before(visit, code, &start)),
        Some(blind) => {
            panels.push(person(l, blind));
            panels.push(documents(visit, code, &task.call, blind));
            panels.extend(given(l, &file));
            if !task.frozen {
                let sheet = start.apply(l, sheet(visit, code, &file));
                wrong =
                    sheet.mistakes().into_iter().map(|(f, t)| (anchor(f), t.to_owned())).collect();
                panels.push(Panel {
                    id: "h-scores",
                    title: l.t("review-scores").to_owned(),
                    sheets: vec![sheet],
                    ..Panel::default()
                });
            }
        }
    }
    if !task.frozen {
        panels.push(leave(visit, code, &start));
    }
    let page = PanelPage {
        crumb: Some((visit.at("/reviews"), l.t("reviews-title").to_owned())),
        lead: format!("{}. {}", title(l, &task.call), due(l, task)),
        says,
        wrong,
        panels,
        shell: visit.shell(&code.grouped(), Nav::Reviews).await?,
    };
    page.answer(&start.refusals)
}

/// The field a mistake leads to, by a name that lives as long as the program.
fn anchor(field: &str) -> &'static str {
    let all = ["told", "inside", "why", "ground"];
    FIELDS.into_iter().chain(all).find(|name| *name == field).unwrap_or("h-scores")
}

/// What is said before a file opens.
fn before(visit: &Visit, code: &SeatCode, start: &Start) -> Panel {
    let l = visit.locale;
    let action = visit.at(&format!("/reviews/{code}/open"));
    let open = Sheet::new(&action, l.t("review-open-do"), Vec::new());
    Panel {
        id: "h-open",
        title: l.t("review-open").to_owned(),
        note: Some(l.t("review-open-note").to_owned()),
        sheets: vec![start.apply(l, open)],
        links: vec![(visit.at("/reviews/declaration"), l.t("declare-title"))],
        ..Panel::default()
    }
}

fn person(l: Locale, blind: &Blind) -> Panel {
    let mut facts = vec![(l.t("person-specialty").to_owned(), blind.specialty.clone())];
    for (question, answer) in &blind.answers {
        let answer = match answer.as_str() {
            "yes" => l.t("call-yes").to_owned(),
            "no" => l.t("call-no").to_owned(),
            other => other.to_owned(),
        };
        facts.push((l.term("question", question.code()).to_owned(), answer));
    }
    Panel {
        id: "h-person",
        title: l.t("review-person").to_owned(),
        facts,
        note: Some(l.t("review-blind-note").to_owned()),
        ..Panel::default()
    }
}

fn documents(visit: &Visit, code: &SeatCode, call: &Call, blind: &Blind) -> Panel {
    let l = visit.locale;
    let row = |copy: &review::Copy| {
        let items = call.terms().map(|terms| terms.documents.as_slice()).unwrap_or_default();
        let item = items.iter().find(|item| item.number == copy.document);
        let to = visit.at(&format!("/reviews/{code}/documents/{}", copy.document));
        Row {
            href: copy.there.then_some(to),
            text: item.map(|item| words::text(l, &item.what.name).0).unwrap_or_default(),
            meta: if copy.there { l.t("review-copy-there") } else { l.t("review-copy-missing") }
                .to_owned(),
            chip: Some(if copy.sent {
                ("ok", "circle-check", l.t("document-there"))
            } else {
                ("dash", "circle-dashed", l.t("document-missing"))
            }),
            forms: Vec::new(),
        }
    };
    Panel {
        id: "h-documents",
        title: l.t("application-documents").to_owned(),
        rows: blind.documents.iter().map(row).collect(),
        ..Panel::default()
    }
}

/// What the reviewer gave, the latest first.
fn given(l: Locale, file: &File) -> Option<Panel> {
    let zone = file.task.call.terms().map(|terms| terms.zone.clone());
    let weights = &file.weights;
    let row = |scored: &kelisim_domain::programme::review::Scored| {
        let total = Score::of_millionths(total(weights, &scored.scores)).to_string();
        let mut parts: Vec<String> = weights
            .iter()
            .zip(&scored.scores)
            .map(|(weight, given)| {
                format!("{}: {}", criterion(l, &file.task.call, *weight), given.score)
            })
            .collect();
        parts.extend(scored.carried.as_ref().map(|table| carried(l, table)));
        let at = scored.meta.recorded_at;
        let at = zone.as_ref().map_or_else(String::new, |zone| instant(l, zone, at));
        Row {
            href: None,
            text: l.format("review-total", &[("total", Arg::Str(&total))]),
            meta: format!("{at}. {}", parts.join("; ")),
            chip: None,
            forms: Vec::new(),
        }
    };
    (!file.scored.is_empty()).then(|| Panel {
        id: "h-given",
        title: l.t("review-given").to_owned(),
        rows: file.scored.iter().rev().map(row).collect(),
        ..Panel::default()
    })
}

fn sheet(visit: &Visit, code: &SeatCode, file: &File) -> Sheet {
    let l = visit.locale;
    let mut inputs: Vec<Input> = fields(l, &file.task.call, &file.weights)
        .into_iter()
        .map(|(field, name)| Input::line(field, &name).hint(l.t("review-score-hint")))
        .collect();
    inputs.push(Input::area(l, "told", l.t("review-told")).hint(l.t("review-told-hint")));
    inputs.push(Input::area(l, "inside", l.t("application-inside-label")).optional());
    if file.task.scored {
        inputs.push(Input::area(l, "why", l.t("review-why")).hint(l.t("review-why-hint")));
    }
    let action = visit.at(&format!("/reviews/{code}"));
    Sheet::new(&action, l.t("application-keep"), inputs)
        .tone("")
        .also("give", l.t("review-give"))
        .with("version", file.revision)
        .fill(|name| value(&file.form, name))
}

fn value<'f>(form: &'f ScoreForm, name: &str) -> Option<&'f str> {
    Some(match name {
        "told" => &form.told,
        "inside" => &form.inside,
        "why" => &form.why,
        score => form.scores.get(FIELDS.iter().position(|field| *field == score)?)?,
    })
}

fn leave(visit: &Visit, code: &SeatCode, start: &Start) -> Panel {
    let l = visit.locale;
    let grounds =
        Ground::ALL.iter().map(|g| Choice::new(g.code(), l.term("review_ground", g.code())));
    let input = Input::select(l, "ground", l.t("review-ground"), grounds.collect());
    let action = visit.at(&format!("/reviews/{code}/conflict"));
    let sheet = Sheet::new(&action, l.t("review-conflict-do"), vec![input]).tone("no");
    let own = start.refusals.iter().any(|refusal| refusal.field == Some("ground"));
    Panel {
        id: "h-conflict",
        title: l.t("review-conflict").to_owned(),
        note: Some(l.t("review-conflict-note").to_owned()),
        sheets: vec![if own { start.apply(l, sheet) } else { sheet }],
        ..Panel::default()
    }
}

fn typed(fields: &Fields, weights: &[Weight]) -> ScoreForm {
    let scores = FIELDS.into_iter().take(weights.len());
    ScoreForm {
        scores: scores.map(|field| fields.get(field).to_owned()).collect(),
        told: fields.get("told").to_owned(),
        inside: fields.get("inside").to_owned(),
        why: fields.get("why").to_owned(),
    }
}

/// Keeps what is typed; gives it, when that was asked for.
pub(super) async fn score(at: At, posted: Posted) -> Answer {
    let code = code(&at)?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    let form = typed(fields, &review::file(&ctx, &code).await?.weights);
    let kept = review::keep(&ctx, &code, fields.number("version"), &form).await;
    let done = match kept {
        Ok(Kept::Under(revision)) if fields.get("do") == "give" => {
            review::submit(&ctx, &code, revision, words::language(visit.locale), &form).await
        }
        Ok(Kept::Under(_)) => Ok(()),
        Ok(Kept::Conflict(..)) => Err(AppError::Stale),
        Err(error) => Err(error),
    };
    let path = format!("/reviews/{code}");
    posted.answered(done, &path, |start| write(visit, &code, start)).await
}

/// Opens a file, or leads back to the desk when a conflict was found.
pub(super) async fn open(at: At, posted: Posted) -> Answer {
    let code = code(&at)?;
    let visit = &posted.visit;
    let (done, path) = match review::open_file(&visit.context(), &code).await {
        Ok(true) => (Ok(()), format!("/reviews/{code}")),
        Ok(false) => (Ok(()), "/reviews".to_owned()),
        Err(error) => (Err(error), String::new()),
    };
    posted.answered(done, &path, |start| write(visit, &code, start)).await
}

/// Declares a conflict.
pub(super) async fn conflict(at: At, posted: Posted) -> Answer {
    let code = code(&at)?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let done = review::recuse(&visit.context(), &code, fields.get("ground")).await;
    posted.answered(done, "/reviews", |start| write(visit, &code, start)).await
}

/// A copy of a document, under a name that says nothing.
pub(super) async fn document(at: At, visit: Visit) -> Answer {
    let code = code(&at)?;
    let number: u32 = at.read("document")?;
    let (kind, bytes) = review::copy(&visit.context(), &code, number).await?;
    saved(&format!("document-{number}.{}", kind.extension()), kind.media_type(), bytes)
}
