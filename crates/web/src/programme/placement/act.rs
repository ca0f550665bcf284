//! The steps of a placement, each as a form.

use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::placement::{self, Page, StepForm};
use kelisim_domain::id::PlacementId;
use kelisim_domain::programme::placement::Step;

use super::super::run::told::seats;
use super::told;
use crate::answer::{Answer, Failure};
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// A step of the table, or the decision that gives a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Step(Step),
    Uphold,
}

impl Work {
    fn of(at: &At) -> Result<Self, Failure> {
        let code: String = at.read("act")?;
        if code == "uphold" {
            return Ok(Self::Uphold);
        }
        Step::from_code(&code).map(Self::Step).ok_or_else(|| AppError::NotFound.into())
    }
}

/// The form of a step.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("placement")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

async fn inputs(visit: &Visit, seen: &Page, work: Work) -> Result<Vec<Input>, AppError> {
    let l = visit.locale;
    let day = || Input::line("on", l.t("placement-on")).hint(l.t("placement-on-hint")).optional();
    match work {
        Work::Step(step) => {
            let mut all = told::inputs(l, step);
            all.push(day());
            Ok(all)
        }
        Work::Uphold => {
            let names = directory(&visit.context()).await?;
            let terms = seen.call.shown().ok_or(AppError::NotFound)?;
            let places = seats(l, &names, terms).into_iter();
            let places = places.map(|(number, name)| Choice::new(number.to_string(), name));
            let mut all = vec![
                Input::select(l, "seat", l.t("call-seat"), places.collect()),
                Input::line("paper", l.t("placement-paper")).hint(l.t("placement-paper-hint")),
                Input::line("paper_date", l.t("placement-paper-date")).optional(),
            ];
            all.extend(told::deadline(l, &terms.zone));
            Ok(all)
        }
    }
}

async fn write(visit: &Visit, id: PlacementId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let seen = placement::page(&ctx, id).await?;
    let (code, title, lead, tone) = match work {
        Work::Step(step) => (
            step.code(),
            l.term("entry", &format!("placement_{}", step.code())),
            l.t("placement-lead-step"),
            told::tone(step),
        ),
        Work::Uphold => ("uphold", l.t("placement-do-uphold"), l.t("placement-lead-uphold"), "go"),
    };
    let sheet = Sheet::new(
        &visit.at(&format!("/placements/{id}/{code}")),
        l.t("placement-enter"),
        inputs(visit, &seen, work).await?,
    )
    .tone(tone)
    .with("version", seen.placement.version)
    .fill(|name| (name == "days").then_some("5"));
    let head = Head {
        nav: Nav::Calls,
        title: format!("{title}: {}", seen.placement.description.code),
        crumb: (visit.at(&format!("/placements/{id}")), l.t("placement-one")),
        lead,
    };
    sheet.show(visit, &start, head).await
}

/// Makes a step.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    posted.visit.context().authorise(Action::KeepRecord)?;
    let (id, work): (PlacementId, Work) = (at.read("placement")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    let done = match work {
        Work::Step(step) => {
            let form: StepForm = fields.form();
            placement::step(&ctx, id, version, language, step, &form).await
        }
        Work::Uphold => placement::uphold(&ctx, id, version, &fields.form()).await,
    };
    let path = format!("/placements/{id}");
    posted.answered(done, &path, |start| write(visit, id, work, start)).await
}
