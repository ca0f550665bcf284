//! What the host's side sees of its stays, and the steps it enters itself.

use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::placement::{self, Stay, StepForm};
use kelisim_domain::id::PlacementId;
use kelisim_domain::programme::placement::{Stage, Step};

use super::placement::{facts, told};
use super::run::told::{seat, seats};
use super::shown::instant;
use crate::answer::{Answer, Failure};
use crate::apply::panel::{Panel, PanelPage, Row};
use crate::posted::Posted;
use crate::routes::{Access, At, Routes};
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The routes of these pages.
pub(super) fn add(routes: Routes) -> Routes {
    let host = Access::Right(Action::VerifyApplications);
    routes
        .get("/{lang}/stays", host, list)
        .get("/{lang}/stays/{placement}", host, show)
        .get("/{lang}/stays/{placement}/{act}", host, form)
        .post("/{lang}/stays/{placement}/{act}", host, submit)
}

/// The stays of the hosts this person acts for; those at one stage, where that is asked for.
async fn list(visit: Visit) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let all = placement::stays(&ctx).await?;
    let names = directory(&ctx).await?;
    let stage = Stage::from_code(visit.chosen("stage"));
    let mut rows = Vec::new();
    for stay in all.iter().filter(|own| stage.is_none_or(|stage| own.placement.stage == stage)) {
        let terms = stay.call.terms().ok_or(AppError::NotFound)?;
        let it = &stay.placement;
        let place = it.place.as_ref().map(|own| seat(&seats(l, &names, terms), own.seat));
        let next = told::next(l, &terms.zone, stay.due);
        rows.push(Row {
            href: Some(visit.at(&format!("/stays/{}", it.id))),
            text: it.description.code.clone(),
            meta: [words::text(l, &terms.title).0, place.unwrap_or_default(), next].join(" · "),
            chip: Some(told::chip(l, it.stage)),
            forms: Vec::new(),
        });
    }
    let mut links: Vec<(String, &'static str)> = vec![(visit.at("/stays"), l.t("filter-any"))];
    let there = |stage: &&Stage| all.iter().any(|own| own.placement.stage == **stage);
    links.extend(Stage::ALL.iter().filter(there).map(|stage| {
        let to = visit.at(&format!("/stays?stage={}", stage.code()));
        (to, l.term("placement_stage", stage.code()))
    }));
    let page = PanelPage {
        crumb: Some((visit.at("/calls"), l.t("calls-title").to_owned())),
        lead: l.t("stays-lead").to_owned(),
        says: Vec::new(),
        wrong: Vec::new(),
        panels: vec![
            Panel {
                id: "h-filter",
                title: l.t("placement-col-stage").to_owned(),
                links,
                ..Panel::default()
            },
            Panel {
                id: "h-list",
                title: l.t("stays-title").to_owned(),
                note: rows.is_empty().then(|| l.t("placement-none").to_owned()),
                rows,
                ..Panel::default()
            },
        ],
        shell: visit.shell(l.t("stays-title"), Nav::Calls).await?,
    };
    page.answer(&[])
}

/// One stay, with its history and what the host can enter.
async fn show(at: At, visit: Visit) -> Answer {
    let id: PlacementId = at.read("placement")?;
    let ctx = visit.context();
    let stay = placement::stay(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let terms = stay.call.terms().ok_or(AppError::NotFound)?;
    let seats = seats(l, &names, terms);
    let name = |number: u32| seat(&seats, number);
    let it = &stay.placement;
    let rows = it.steps.iter().map(|made| Row {
        href: None,
        text: told::what(l, made).to_owned(),
        meta: format!(
            "{}. {}",
            instant(l, &terms.zone, made.meta.recorded_at),
            told::said(l, made)
        ),
        chip: None,
        forms: Vec::new(),
    });
    let mut says = vec![("info", told::next(l, &terms.zone, stay.due))];
    if it.description.made_up || terms.made_up {
        says.push(("info", l.t("run-made-up").to_owned()));
    }
    let page = PanelPage {
        crumb: Some((visit.at("/stays"), l.t("stays-title").to_owned())),
        lead: words::text(l, &terms.title).0,
        says,
        wrong: Vec::new(),
        panels: vec![
            Panel {
                id: "h-place",
                title: l.t("placement-place").to_owned(),
                facts: facts(l, it, &terms.zone, &name),
                links: links(&visit, &stay),
                ..Panel::default()
            },
            Panel {
                id: "h-history",
                title: l.t("placement-history").to_owned(),
                rows: rows.collect(),
                ..Panel::default()
            },
        ],
        shell: visit.shell(&it.description.code, Nav::Calls).await?,
    };
    page.answer(&[])
}

fn links(visit: &Visit, stay: &Stay) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let id = stay.placement.id;
    let step = |step: &Step| {
        let at = visit.at(&format!("/stays/{id}/{}", step.code()));
        (at, l.term("entry", &format!("placement_{}", step.code())))
    };
    let mut links: Vec<(String, &'static str)> = stay.steps.iter().map(step).collect();
    if let Some(application) = stay.application {
        let at = visit.at(&format!("/applications/{application}"));
        links.push((at, l.term("thing", "application")));
    }
    links
}

fn step(at: &At) -> Result<Step, Failure> {
    let code: String = at.read("act")?;
    Step::from_code(&code).ok_or_else(|| AppError::NotFound.into())
}

/// The form of a step.
async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::VerifyApplications)?;
    let start = Start::kept(&visit).await?;
    write(&visit, at.read("placement")?, step(&at)?, start).await
}

async fn write(visit: &Visit, id: PlacementId, step: Step, start: Start) -> Answer {
    let l = visit.locale;
    let stay = placement::stay(&visit.context(), id).await?;
    let title = l.term("entry", &format!("placement_{}", step.code()));
    let mut inputs = told::inputs(l, step);
    inputs.push(Input::line("on", l.t("placement-on")).hint(l.t("placement-on-hint")).optional());
    let action = visit.at(&format!("/stays/{id}/{}", step.code()));
    let sheet = Sheet::new(&action, l.t("placement-enter"), inputs)
        .tone(told::tone(step))
        .with("version", stay.placement.version);
    let head = Head {
        nav: Nav::Calls,
        title: format!("{title}: {}", stay.placement.description.code),
        crumb: (visit.at(&format!("/stays/{id}")), l.t("placement-one")),
        lead: l.t("stay-step-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Enters a step.
async fn submit(at: At, posted: Posted) -> Answer {
    posted.visit.context().authorise(Action::VerifyApplications)?;
    let (id, step): (PlacementId, Step) = (at.read("placement")?, step(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    let (version, language) = (fields.number("version"), words::language(visit.locale));
    let form: StepForm = fields.form();
    let done = placement::report(&ctx, id, version, language, step, &form).await;
    let path = format!("/stays/{id}");
    posted.answered(done, &path, |start| write(visit, id, step, start)).await
}
