//! The page of a visit in the console.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::visit;
use kelisim_domain::id::VisitId;
use kelisim_domain::programme::visit::{ExpertVisit, State};

use super::shown::{Naming, Shown};
use crate::answer::{Answer, page};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;

#[derive(Template)]
#[template(path = "visit.html")]
struct VisitPage {
    shell: Shell,
    known_on: KnownOn,
    partner: String,
    partner_href: String,
    s: Shown,
    acts: Vec<(String, &'static str)>,
    public_note: &'static str,
}

/// Shows a visit.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: VisitId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let known_on = visit.known_on();
    let seen = visit::page(&ctx, id, known_on.day).await?;
    let names = directory(&ctx).await?;
    let (l, today) = (visit.locale, known_on.day.unwrap_or_else(|| ctx.today()));
    let s = Naming { l, names: &names, page: &seen, today, console: true }.shown();
    let it = &seen.visit;
    page(&VisitPage {
        partner: words::party(l, &names, &it.description.partner),
        partner_href: visit.at(&format!("/partners/{}", it.description.partner)),
        acts: if known_on.day.is_none() { acts(&visit, it) } else { Vec::new() },
        public_note: if it.public { l.t("meeting-public-yes") } else { l.t("public-no") },
        shell: visit.shell(&s.title.text, Nav::Visits).await?,
        known_on,
        s,
    })
}

/// What this person can do to a visit, as links.
fn acts(visit: &Visit, it: &ExpertVisit) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let at = |act: &str| visit.at(&format!("/visits/{}/{act}", it.id));
    let mut acts = Vec::new();
    if visit.may(Action::KeepRecord) {
        let state = it.state();
        if !state.is_last() {
            acts.push((at("step"), l.t("visit-do-step")));
        }
        acts.push((at("expert"), l.t("visit-do-expert")));
        if it.experts().any(|(_, expert)| expert.operates()) {
            acts.push((at("permit"), l.t("visit-do-permit")));
        }
        acts.push((at("report"), l.t("visit-do-report")));
        if state != State::Cancelled {
            acts.push((at("operate"), l.t("visit-do-operate")));
            acts.push((at("count"), l.t("visit-do-count")));
        }
        if !it.operations().is_empty() {
            acts.push((at("judge"), l.t("visit-do-judge")));
        }
        acts.push((at("agree"), l.t("visit-do-agree")));
        if it.followed().iter().any(|one| one.done.is_none()) {
            acts.push((at("done"), l.t("visit-do-done")));
        }
        if let Some(line) = it.description.line {
            acts.push((visit.at(&format!("/quotas/{line}/book")), l.t("visit-do-move")));
        }
        acts.push((at("describe"), l.t("visit-do-describe")));
        acts.push((at("withdraw"), l.t("instrument-do-withdraw")));
        let word = if it.public { l.t("act-unpublish") } else { l.t("act-publish") };
        acts.push((at("publish"), word));
    }
    if visit.may(Action::ReadJournal) {
        acts.push((visit.at(&format!("/journal/streams/{}", it.id)), l.t("act-journal")));
    }
    acts
}
