//! The page of a direction.

use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::direction::{self, Page};
use kelisim_domain::id::DirectionId;
use kelisim_domain::programme::direction::State;
use kelisim_i18n::{Arg, Locale};

use super::{chip, specialty_name};
use crate::answer::Answer;
use crate::apply::panel::{Panel, PanelPage, Row};
use crate::routes::At;
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// Shows it.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: DirectionId = at.read("id")?;
    let ctx = visit.context();
    let seen = direction::page(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let it = &seen.direction;
    let title = specialty_name(l, it);
    let facts = vec![
        (l.t("direction-department").to_owned(), words::text(l, &it.wish.department).0),
        (l.t("call-specialty").to_owned(), format!("{title} ({})", it.wish.specialty)),
        (l.t("call-host").to_owned(), words::party(l, &names, &it.wish.host)),
        (l.t("figure-partner").to_owned(), words::party(l, &names, &it.description.partner)),
        (l.t("placement-months").to_owned(), it.wish.months.to_string()),
        (l.t("direction-people").to_owned(), it.wish.people.to_string()),
        (l.t("direction-why").to_owned(), words::text(l, &it.wish.why).0),
    ];
    let page = PanelPage {
        crumb: Some((visit.at("/directions"), l.t("directions-title").to_owned())),
        lead: words::text(l, &it.wish.department).0,
        says: vec![("info", l.term("direction_now", it.state.code()).to_owned())],
        wrong: Vec::new(),
        panels: vec![
            Panel {
                id: "h-wish",
                title: l.t("direction-wish").to_owned(),
                facts,
                links: links(&visit, &seen),
                ..Panel::default()
            },
            Panel {
                id: "h-history",
                title: l.t("placement-history").to_owned(),
                rows: history(&visit, &seen),
                ..Panel::default()
            },
        ],
        shell: visit.shell(&title, Nav::Calls).await?,
    };
    page.answer(&[])
}

/// What this person can do now.
fn links(visit: &Visit, seen: &Page) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let it = &seen.direction;
    let at = |act: &str| visit.at(&format!("/directions/{}/{act}", it.id));
    let user = visit.context().user();
    let mut links = Vec::new();
    if visit.may(Action::KeepRecord) && it.may_decide(user) {
        links.push((at("accept"), l.t("direction-do-accept")));
        links.push((at("refuse"), l.t("direction-do-refuse")));
    }
    if visit.may(Action::Propose) && it.state == State::Proposed && it.is_of(user) {
        links.push((at("change"), l.t("direction-do-change")));
        links.push((at("withdraw"), l.t("direction-do-withdraw")));
    }
    if let Some(call) = it.call {
        links.push((visit.at(&format!("/calls/{call}")), l.term("thing", "call")));
    } else if visit.may(Action::KeepRecord) && it.state == State::Accepted {
        let at = visit.at(&format!("/directions/call?directions={}", it.id));
        links.push((at, l.t("direction-gather")));
    }
    links
}

fn history(visit: &Visit, seen: &Page) -> Vec<Row> {
    let l = visit.locale;
    let it = &seen.direction;
    let who = |meta: &kelisim_domain::aggregate::Meta| {
        let by = meta.actor.and_then(|id| seen.people.get(&id));
        let at = l.instant_short(meta.recorded_at, visit.zone());
        by.map_or_else(|| at.clone(), |name| format!("{at} · {name}"))
    };
    let mut rows = vec![Row {
        href: None,
        text: l.term("entry", "direction_proposed").to_owned(),
        meta: who(&it.proposed),
        chip: None,
        forms: Vec::new(),
    }];
    rows.extend(it.answer.as_ref().map(|answer| {
        let mut said: Vec<String> = vec![who(&answer.meta)];
        said.extend(answer.reason.map(|r| l.term("direction_reason", r.code()).to_owned()));
        if answer.reason.is_none() {
            said.push(people(l, answer.people));
        }
        said.extend(answer.note.as_ref().map(|note| words::text(l, note).0));
        let state = if answer.reason.is_some() { State::Refused } else { State::Accepted };
        Row {
            href: None,
            text: l.term("entry", &format!("direction_{}", state.code())).to_owned(),
            meta: said.join(" · "),
            chip: Some(chip(l, state)),
            forms: Vec::new(),
        }
    }));
    rows
}

fn people(l: Locale, n: u64) -> String {
    let n = n.to_string();
    l.format("direction-for", &[("n", Arg::Str(&n))])
}
