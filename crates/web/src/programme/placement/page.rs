//! The page of a placement.

use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::placement::{self, Page};
use kelisim_domain::id::PlacementId;
use kelisim_domain::programme::Zone;
use kelisim_domain::programme::placement::Placement;
use kelisim_i18n::{Arg, Locale};

use super::super::run::told::{seat, seats};
use super::super::shown::instant;
use super::told;
use crate::answer::Answer;
use crate::apply::panel::{Panel, PanelPage, Row};
use crate::routes::At;
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// Shows it.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: PlacementId = at.read("placement")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadSources)?;
    let seen = placement::page(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let terms = seen.call.shown().ok_or(AppError::NotFound)?;
    let seats = seats(l, &names, terms);
    let it = &seen.placement;
    let mut says = vec![("info", told::next(l, &terms.zone, seen.due))];
    if it.overdue(ctx.now) {
        says.push(("", l.t("placement-overdue").to_owned()));
    }
    if it.description.made_up || terms.made_up {
        says.push(("info", l.t("run-made-up").to_owned()));
    }
    let name = |number: u32| seat(&seats, number);
    let panels = vec![
        Panel {
            id: "h-place",
            title: l.t("placement-place").to_owned(),
            facts: facts(l, it, &terms.zone, &name),
            links: links(&visit, &seen),
            ..Panel::default()
        },
        history(l, it, &terms.zone, &seen, &name),
    ];
    let title = it.description.code.clone();
    let page = PanelPage {
        crumb: Some((
            visit.at(&format!("/calls/{}/placements", seen.call.id)),
            l.t("placement-title").to_owned(),
        )),
        lead: words::text(l, &terms.title).0,
        says,
        wrong: Vec::new(),
        panels,
        shell: visit.shell(&title, Nav::Calls).await?,
    };
    page.answer(&[])
}

/// The place, in terms and values.
pub(crate) fn facts(
    l: Locale,
    it: &Placement,
    zone: &Zone,
    seat: &dyn Fn(u32) -> String,
) -> Vec<(String, String)> {
    let mut facts = vec![(
        l.t("placement-col-stage").to_owned(),
        l.term("placement_stage", it.stage.code()).to_owned(),
    )];
    if let Some(place) = &it.place {
        facts.push((l.t("call-seat").to_owned(), seat(place.seat)));
        if let Some(rank) = place.rank {
            let rank = rank.to_string();
            let which = l.format("run-rank", &[("rank", Arg::Str(&rank))]);
            let origin = l.term("placement_origin", place.origin.code());
            facts.push((l.t("placement-given").to_owned(), format!("{which}. {origin}")));
        }
    }
    if it.people() > 1 {
        let n = i64::try_from(it.people()).unwrap_or(i64::MAX);
        facts.push((l.t("application-team").to_owned(), l.count("placement-people", n)));
    }
    if let Some(until) = it.until() {
        facts.push((l.t("placement-answer-by").to_owned(), instant(l, zone, until)));
    }
    if let Some(until) = it.may_hold().filter(|_| it.until().is_some()) {
        facts.push((l.t("placement-may-hold").to_owned(), instant(l, zone, until)));
    }
    if it.wishes {
        facts.push((l.t("placement-wishes").to_owned(), l.t("call-yes").to_owned()));
    }
    if let Some(reason) = it.returned {
        let reason = l.term("quota_reason", reason.code()).to_owned();
        facts.push((l.t("placement-reason").to_owned(), reason));
    }
    if let Some(appeal) = &it.appeal {
        let ground = l.term("placement_ground", appeal.ground.code());
        let verdict = l.term("placement_verdict", appeal.verdict.code());
        facts.push((l.t("placement-appeal").to_owned(), format!("{ground} · {verdict}")));
    }
    let day = |day: Option<jiff::civil::Date>| day.map(|day| l.date_long(day));
    facts.extend(day(it.deferred).map(|day| (l.t("placement-until").to_owned(), day)));
    facts.extend(day(it.enrolled).map(|day| (l.t("placement-enrolled").to_owned(), day)));
    facts.extend(day(it.ended).map(|day| (l.t("placement-ended").to_owned(), day)));
    facts.extend(told::duty(l, it));
    facts
}

/// What this person can do now.
fn links(visit: &Visit, seen: &Page) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let id = seen.placement.id;
    let mut links = Vec::new();
    if visit.may(Action::KeepRecord) {
        if seen.placement.appealing().is_some() {
            let at = visit.at(&format!("/placements/{id}/uphold"));
            links.push((at, l.t("placement-do-uphold")));
        }
        for step in &seen.steps {
            let at = visit.at(&format!("/placements/{id}/{}", step.code()));
            links.push((at, l.term("entry", &format!("placement_{}", step.code()))));
        }
    }
    if let Some(application) = seen.application.filter(|_| visit.may(Action::CheckApplications)) {
        links.push((
            visit.at(&format!("/applications/{application}")),
            l.term("thing", "application"),
        ));
    }
    links
}

fn history(
    l: Locale,
    it: &Placement,
    zone: &Zone,
    seen: &Page,
    seat: &dyn Fn(u32) -> String,
) -> Panel {
    let rows = it.steps.iter().map(|made| {
        let at = instant(l, zone, made.meta.recorded_at);
        let by = made.meta.actor.and_then(|id| seen.people.get(&id));
        let by = by.map(|name| format!(" · {name}")).unwrap_or_default();
        let which = made.seat.map(|number| format!(": {}", seat(number))).unwrap_or_default();
        Row {
            href: None,
            text: format!("{}{which}", told::what(l, made)),
            meta: format!("{at}{by}. {}", told::said(l, made)),
            chip: None,
            forms: Vec::new(),
        }
    });
    Panel {
        id: "h-history",
        title: l.t("placement-history").to_owned(),
        rows: rows.collect(),
        ..Panel::default()
    }
}
