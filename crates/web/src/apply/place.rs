//! The place offered to an applicant: on the page of the application, and the answers as forms.

use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::placement::{self, Appealable, Own, StepForm};
use kelisim_domain::id::ApplicationId;
use kelisim_domain::programme::placement::{Stage, Step};
use kelisim_i18n::Arg;

use super::panel::{Panel, Row};
use crate::answer::Answer;
use crate::posted::Posted;
use crate::programme::placement::told;
use crate::programme::run::told::{seat, seats};
use crate::programme::shown::instant;
use crate::routes::At;
use crate::sheet::{Head, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// What the page of an application says first, and the panel of the place; nothing while no place was offered.
pub(super) async fn panel(
    visit: &Visit,
    id: ApplicationId,
) -> Result<Option<(String, Panel)>, AppError> {
    let ctx = visit.context();
    if !visit.may(Action::Apply) {
        return Ok(None);
    }
    let l = visit.locale;
    let Some(own) = placement::own(&ctx, id).await? else {
        return Ok(placement::appealable(&ctx, id).await?.map(|open| without(visit, id, &open)));
    };
    let names = directory(&ctx).await?;
    let terms = own.call.terms().ok_or(AppError::NotFound)?;
    let seats = seats(l, &names, terms);
    let it = &own.placement;
    let zone = &terms.zone;
    let says = says(visit, &own);
    let name = |number: u32| seat(&seats, number);
    let rows = it.steps.iter().map(|made| {
        let which = made.seat.map(|number| format!(": {}", name(number))).unwrap_or_default();
        Row {
            href: None,
            text: format!("{}{which}", told::what(l, made)),
            meta: format!("{}. {}", instant(l, zone, made.meta.recorded_at), told::said(l, made)),
            chip: None,
            forms: Vec::new(),
        }
    });
    let link = |step: &Step| {
        let at = visit.at(&format!("/applications/{id}/place/{}", step.code()));
        (at, told::answer(l, *step))
    };
    let panel = Panel {
        id: "h-offer",
        title: l.t("placement-own").to_owned(),
        facts: crate::programme::placement::facts(l, it, zone, &name),
        rows: rows.collect(),
        links: own.steps.iter().map(link).collect(),
        ..Panel::default()
    };
    Ok(Some((says, panel)))
}

/// What whoever was given no place reads: that it is so, and until when an appeal is taken.
fn without(visit: &Visit, id: ApplicationId, open: &Appealable) -> (String, Panel) {
    let l = visit.locale;
    let panel = Panel {
        id: "h-offer",
        title: l.t("placement-own").to_owned(),
        note: Some(l.t("placement-ground-hint").to_owned()),
        links: vec![(
            visit.at(&format!("/applications/{id}/place/{}", Step::Appeal.code())),
            told::answer(l, Step::Appeal),
        )],
        ..Panel::default()
    };
    (until(visit, open), panel)
}

/// That no place was given, and until when an appeal is taken.
fn until(visit: &Visit, open: &Appealable) -> String {
    let l = visit.locale;
    let zone = open.call.terms().map(|terms| &terms.zone);
    let at = zone.map_or_else(String::new, |zone| instant(l, zone, open.until));
    l.format("placement-none-given", &[("at", Arg::Str(&at))])
}

/// What it is now, who acts next, and by when.
fn says(visit: &Visit, own: &Own) -> String {
    let l = visit.locale;
    let it = &own.placement;
    let zone = own.call.terms().map(|terms| &terms.zone);
    let until = it.until().zip(zone).map(|(until, zone)| instant(l, zone, until));
    if it.overdue(visit.context().now) {
        let at = until.unwrap_or_default();
        return l.format("placement-too-late-now", &[("at", Arg::Str(&at))]);
    }
    let now = l.term("placement_now", it.stage.code());
    match (it.stage, until, zone) {
        (Stage::Offered | Stage::Held, Some(at), _) => {
            format!("{now} {}", l.format("application-by", &[("at", Arg::Str(&at))]))
        }
        (Stage::Returned | Stage::Refused, ..) => now.to_owned(),
        (.., Some(zone)) => format!("{now} {}", told::next(l, zone, own.due)),
        _ => now.to_owned(),
    }
}

/// A step of the applicant's.
fn step(at: &crate::routes::At) -> Result<Step, crate::answer::Failure> {
    let code: String = at.read("act")?;
    Step::from_code(&code).ok_or_else(|| AppError::NotFound.into())
}

/// The form of an answer.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write(&visit, at.read("application")?, step(&at)?, start).await
}

async fn write(visit: &Visit, id: ApplicationId, step: Step, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let Some(own) = placement::own(&ctx, id).await? else {
        return write_appeal(visit, id, step, start).await;
    };
    let name = told::answer(l, step);
    let inputs = if step == Step::Appeal { vec![told::grounds(l)] } else { Vec::new() };
    let action = visit.at(&format!("/applications/{id}/place/{}", step.code()));
    let sheet = Sheet::new(&action, name, inputs)
        .tone(told::tone(step))
        .with("version", own.placement.version);
    let head = Head {
        nav: Nav::My,
        title: name.to_owned(),
        crumb: (visit.at(&format!("/applications/{id}")), l.term("thing", "application")),
        lead: told::lead(l, step),
    };
    let terms = own.call.terms().ok_or(AppError::NotFound)?;
    let mut more = vec![words::text(l, &terms.title).0, says(visit, &own)];
    if let Some(place) = &own.placement.place {
        let names = directory(&ctx).await?;
        more.insert(1, seat(&seats(l, &names, terms), place.seat));
    }
    sheet.show_with(visit, &start, head, more).await
}

/// The form of an appeal of whoever was given no place.
async fn write_appeal(visit: &Visit, id: ApplicationId, step: Step, start: Start) -> Answer {
    let l = visit.locale;
    let open = placement::appealable(&visit.context(), id).await?.ok_or(AppError::NotFound)?;
    if step != Step::Appeal {
        return Err(AppError::NotFound.into());
    }
    let name = told::answer(l, step);
    let action = visit.at(&format!("/applications/{id}/place/{}", step.code()));
    let sheet = Sheet::new(&action, name, vec![told::grounds(l)]).tone(told::tone(step));
    let head = Head {
        nav: Nav::My,
        title: name.to_owned(),
        crumb: (visit.at(&format!("/applications/{id}")), l.term("thing", "application")),
        lead: told::lead(l, step),
    };
    let terms = open.call.terms().ok_or(AppError::NotFound)?;
    let more = vec![words::text(l, &terms.title).0, until(visit, &open)];
    sheet.show_with(visit, &start, head, more).await
}

/// Answers.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    let (id, step): (ApplicationId, Step) = (at.read("application")?, step(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    let (version, language) = (fields.number("version"), words::language(visit.locale));
    let form: StepForm = fields.form();
    let none = placement::own(&ctx, id).await?.is_none();
    let done = if none && step == Step::Appeal {
        placement::appeal_own(&ctx, id, &form.ground).await
    } else {
        placement::answer(&ctx, id, version, language, step, &form).await
    };
    let path = format!("/applications/{id}");
    posted.answered(done, &path, |start| write(visit, id, step, start)).await
}
