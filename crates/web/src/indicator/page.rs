//! The page of an indicator in the console.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::indicator;
use kelisim_app::lookup::directory;
use kelisim_domain::id::IndicatorId;
use kelisim_domain::indicator::Indicator;

use super::shown::{Naming, Shown};
use crate::answer::{Answer, page};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    shell: Shell,
    known_on: KnownOn,
    s: Shown,
    acts: Vec<(String, &'static str)>,
    public_note: &'static str,
}

/// Shows an indicator.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: IndicatorId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let known_on = visit.known_on();
    let seen = indicator::page(&ctx, id, known_on.day).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let s = Naming { l, names: &names, page: &seen, console: true }.shown();
    let it = &seen.indicator;
    page(&IndicatorPage {
        acts: if known_on.day.is_none() { acts(&visit, it) } else { Vec::new() },
        public_note: if it.public { l.t("figure-is-public") } else { l.t("public-no") },
        shell: visit.shell(&s.name.text, Nav::Indicators).await?,
        known_on,
        s,
    })
}

/// What this person can do to an indicator, as links.
fn acts(visit: &Visit, it: &Indicator) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let at = |act: &str| visit.at(&format!("/indicators/{}/{act}", it.id));
    let mut acts = Vec::new();
    if visit.may(Action::KeepRecord) {
        let d = &it.definition;
        let (measure, unit) = (d.measure.as_str(), d.unit.code());
        acts.push((
            visit.at(&format!("/figures/new?measure={measure}&unit={unit}")),
            l.t("figure-book"),
        ));
        acts.push((at("method"), l.t("indicator-do-method")));
        acts.push((at("describe"), l.t("indicator-do-describe")));
        if it.methods.len() > 1 {
            acts.push((at("withdraw"), l.t("indicator-do-withdraw")));
        }
        let word = if it.public { l.t("act-unpublish") } else { l.t("act-publish") };
        acts.push((at("publish"), word));
    }
    if visit.may(Action::ReadJournal) {
        acts.push((visit.at(&format!("/journal/streams/{}", it.id)), l.t("act-journal")));
    }
    acts
}
