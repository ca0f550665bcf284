//! The page of a project in the console.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::project;
use kelisim_domain::id::ProjectId;
use kelisim_domain::project::{Against, Project};

use super::shown::{Naming, Shown};
use crate::answer::{Answer, page};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;

#[derive(Template)]
#[template(path = "project.html")]
struct ProjectPage {
    shell: Shell,
    known_on: KnownOn,
    partner: String,
    partner_href: String,
    p: Shown,
    /// The first thing to do.
    first: Option<(String, &'static str)>,
    acts: Vec<(String, &'static str)>,
    public_note: &'static str,
}

/// Shows a project.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: ProjectId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let known_on = visit.known_on();
    let asked = visit.asked::<i64>("baseline");
    let against = asked.map_or(Against::FirstWord, Against::Baseline);
    let mut seen = project::page(&ctx, id, known_on.day, against).await?;
    // A baseline that is not on record, or was not yet on the day asked for: nothing is held against it.
    let missing = asked.is_some_and(|version| seen.line.project.baseline(version).is_none());
    if missing {
        seen.line.plan = seen.line.project.plan(seen.line.plan.day, Against::FirstWord);
    }
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let now = known_on.day.is_none();
    let naming = Naming {
        l,
        names: &names,
        page: &seen,
        place: "projects",
        promises: "commitments",
        agreements: "instruments",
        may_keep: visit.may(Action::KeepRecord) && now,
        missing,
        on: known_on.day,
        with: visit.asked("with"),
    };
    let p = naming.shown();
    let it = &seen.line.project;
    let mut acts = if now { acts(&visit, it) } else { Vec::new() };
    let first = (!acts.is_empty() && visit.may(Action::KeepRecord)).then(|| acts.remove(0));
    page(&ProjectPage {
        partner: words::party(l, &names, &it.description.partner),
        partner_href: visit.at(&format!("/partners/{}", it.description.partner)),
        first,
        acts,
        public_note: if it.public { l.t("instrument-public-yes") } else { l.t("public-no") },
        shell: visit.shell(&p.title.text, Nav::Projects).await?,
        known_on,
        p,
    })
}

/// What this person can do to a project, as links.
fn acts(visit: &Visit, it: &Project) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let at = |act: &str| visit.at(&format!("/projects/{}/{act}", it.id));
    let mut acts = Vec::new();
    if visit.may(Action::KeepRecord) {
        let any = !it.milestones.is_empty();
        if any {
            acts.push((at("say"), l.t("project-do-say")));
        }
        acts.push((at("milestone"), l.t("project-do-milestone")));
        if it.milestones.len() > 1 {
            acts.push((at("depend"), l.t("project-do-depend")));
        }
        if !it.depends.is_empty() {
            acts.push((at("undepend"), l.t("project-do-undepend")));
        }
        if any {
            acts.push((at("freeze"), l.t("project-do-freeze")));
            acts.push((at("remove"), l.t("project-do-remove")));
        }
        acts.push((at("link"), l.t("project-do-link")));
        acts.push((at("describe"), l.t("act-describe")));
        if !it.words.is_empty() || !it.links.is_empty() {
            acts.push((at("withdraw"), l.t("instrument-do-withdraw")));
        }
        let word = if it.public { l.t("act-unpublish") } else { l.t("act-publish") };
        acts.push((at("publish"), word));
    }
    if visit.may(Action::ReadJournal) {
        acts.push((visit.at(&format!("/journal/streams/{}", it.id)), l.t("act-journal")));
    }
    acts
}
