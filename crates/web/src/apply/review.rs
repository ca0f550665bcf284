//! Own scores, objections and the own result, for the applicant.

use kelisim_app::AppError;
use kelisim_app::lookup::directory;
use kelisim_app::programme::review::{self, Fate, ObjectForm, Own};
use kelisim_app::programme::run;
use kelisim_domain::id::ApplicationId;
use kelisim_domain::programme::review::Grounds;
use kelisim_i18n::Arg;

use super::keep::title;
use super::panel::{Panel, PanelPage, Row};
use crate::answer::{Answer, saved};
use crate::form::Choice;
use crate::posted::Posted;
use crate::programme::review::criterion;
use crate::programme::review::whole::objection;
use crate::programme::run::told;
use crate::programme::shown::instant;
use crate::routes::At;
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// What the own page says of scores and of the run.
pub(super) fn panels(
    visit: &Visit,
    seen: &kelisim_app::programme::application::Seen,
    fate: &Fate,
) -> Vec<Panel> {
    let l = visit.locale;
    let at = |path: &str| visit.at(&format!("/applications/{}/{path}", seen.id));
    let mut panels: Vec<Panel> =
        fate.own.iter().map(|own| scores(visit, seen, own, at("object"))).collect();
    if fate.released {
        panels.push(Panel {
            id: "h-result",
            title: l.t("own-result").to_owned(),
            note: Some(l.t("own-result-note").to_owned()),
            links: vec![
                (at("result"), l.t("own-result")),
                (visit.at(&format!("/results/{}", seen.call.id)), l.t("own-public")),
            ],
            ..Panel::default()
        });
    }
    panels
}

fn scores(
    visit: &Visit,
    seen: &kelisim_app::programme::application::Seen,
    own: &Own,
    object: String,
) -> Panel {
    let l = visit.locale;
    let zone = seen.call.terms().map(|terms| &terms.zone);
    let until = zone.map_or_else(String::new, |zone| instant(l, zone, own.until));
    let mut facts = vec![(l.t("review-total-label").to_owned(), own.outcome.total.to_string())];
    for (weight, given) in own.weights.iter().zip(&own.outcome.criteria) {
        facts.push((criterion(l, &seen.call, *weight), given.score.to_string()));
    }
    facts.extend(
        own.comments.iter().map(|text| (l.t("own-comment").to_owned(), words::text(l, text).0)),
    );
    let said = if own.open { "own-scores-open" } else { "own-scores-closed" };
    let note = match said {
        "own-scores-open" => l.format("own-scores-open", &[("at", Arg::Str(&until))]),
        _ => l.format("own-scores-closed", &[("at", Arg::Str(&until))]),
    };
    Panel {
        id: "h-scores",
        title: l.t("own-scores").to_owned(),
        facts,
        rows: own.objections.iter().map(|one| objection(l, zone, one)).collect(),
        note: Some(format!("{note} {}", l.t("review-rule"))),
        links: if own.open { vec![(object, l.t("objection-do"))] } else { Vec::new() },
        ..Panel::default()
    }
}

/// The form of an objection.
pub(super) async fn object_form(at: At, visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write(&visit, at.read("application")?, start).await
}

async fn write(visit: &Visit, id: ApplicationId, start: Start) -> Answer {
    let l = visit.locale;
    let fate = review::own(&visit.context(), id).await?;
    let version = fate.own.as_ref().map_or(0, |own| own.version);
    let grounds =
        Grounds::ALL.iter().map(|g| Choice::new(g.code(), l.term("objection_ground", g.code())));
    let inputs = vec![
        Input::select(l, "grounds", l.t("objection-grounds"), grounds.collect()),
        Input::area(l, "words", l.t("objection-words")),
    ];
    let action = visit.at(&format!("/applications/{id}/object"));
    let sheet = Sheet::new(&action, l.t("objection-do"), inputs).with("version", version);
    let head = Head {
        nav: Nav::My,
        title: l.t("objection-do").to_owned(),
        crumb: (visit.at(&format!("/applications/{id}")), l.term("thing", "application")),
        lead: l.t("objection-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Objects.
pub(super) async fn object(at: At, posted: Posted) -> Answer {
    let id: ApplicationId = at.read("application")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: ObjectForm = fields.form();
    let (version, language) = (fields.number("version"), words::language(visit.locale));
    let done = review::object(&visit.context(), id, version, language, &form).await;
    let path = format!("/applications/{id}");
    posted.answered(done, &path, |start| write(visit, id, start)).await
}

/// The own result after the release.
pub(super) async fn result(at: At, visit: Visit) -> Answer {
    let id: ApplicationId = at.read("application")?;
    let l = visit.locale;
    let ctx = visit.context();
    let (it, call, own) = run::own(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let terms = call.shown().ok_or(AppError::NotFound)?;
    let seats = told::seats(l, &names, terms);
    let mut panel = Panel {
        id: "h-result",
        title: l.t("own-result").to_owned(),
        links: vec![(visit.at(&format!("/results/{}", call.id)), l.t("own-public"))],
        ..Panel::default()
    };
    match &own {
        None => panel.note = Some(l.t("own-no-candidate").to_owned()),
        Some((explained, _)) => {
            let (head, unmet) = told::explained(l, &seats, explained);
            panel.facts.push((l.t("own-place").to_owned(), head));
            let line = |(text, meta): (String, String)| Row {
                href: None,
                text,
                meta,
                chip: None,
                forms: Vec::new(),
            };
            panel.rows = unmet.into_iter().map(line).collect();
            panel.note = Some(l.t("own-row-note").to_owned());
            let row = visit.at(&format!("/applications/{id}/row"));
            panel.links.insert(0, (row, l.t("run-get-row")));
        }
    }
    let back = visit.at(&format!("/applications/{id}"));
    let page = PanelPage {
        crumb: Some((back, l.term("thing", "application").to_owned())),
        lead: title(l, &call),
        says: Vec::new(),
        wrong: Vec::new(),
        panels: vec![panel],
        shell: visit.shell(it.description.receipt.as_str(), Nav::My).await?,
    };
    page.answer(&[])
}

/// The own row as a file, with which everybody checks the own place on the public page.
pub(super) async fn row(at: At, visit: Visit) -> Answer {
    let (it, _, own) = run::own(&visit.context(), at.read("application")?).await?;
    let (_, row) = own.ok_or(AppError::NotFound)?;
    let name = format!("kelisim-row-{}.json", it.description.receipt);
    Ok(saved(row, "application/json", &name))
}
