//! What is done to a project: it is begun, milestones and days are entered, plans are frozen.

use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::project::{self, Page};
use kelisim_app::{AppError, Result};
use kelisim_domain::id::{MilestoneId, ProjectId};
use kelisim_domain::project::Against;
use kelisim_domain::text::Text4;
use kelisim_i18n::Locale;

use super::form;
use super::shown::Naming;
use crate::answer::{Answer, Failure};
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form of a new project.
pub(super) async fn begin_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_begin(&visit, Start::kept(&visit).await?).await
}

async fn write_begin(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = form::begin(visit).await?.with("id", start.id(visit));
    let there = form::from_what_it_serves(visit).await?;
    let sheet = form::filled(sheet, &there);
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Projects,
        title: l.t("project-begin").to_owned(),
        crumb: (visit.at("/projects"), l.t("projects-title")),
        lead: l.t("project-begin-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Begins a project.
pub(super) async fn begin(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id = ProjectId::new(Start::refused(fields, Vec::new()).id(visit));
    let locale = visit.locale;
    let names = move |key: &'static str| template_name(locale, key);
    let language = words::language(locale);
    let done = project::begin(&visit.context(), id, language, &fields.form(), &names).await;
    posted.answered(done, &format!("/projects/{id}"), |start| write_begin(visit, start)).await
}

/// The name of a milestone of a template, in all languages.
fn template_name(locale: Locale, key: &str) -> Option<Text4> {
    let [kk, ky, ru, en] = [Locale::Kk, Locale::Ky, Locale::Ru, Locale::En]
        .map(|locale| locale.term("project_step", key));
    Text4::all(words::language(locale), kk, ky, ru, en).ok()
}

/// What can be done to a project.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Describe,
    Milestone,
    Rename,
    Remove,
    Depend,
    Undepend,
    Say,
    Freeze,
    Link,
    Withdraw,
    Publish,
}

impl Work {
    /// The act an address names.
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        Ok(match code.as_str() {
            "describe" => Self::Describe,
            "milestone" => Self::Milestone,
            "rename" => Self::Rename,
            "remove" => Self::Remove,
            "depend" => Self::Depend,
            "undepend" => Self::Undepend,
            "say" => Self::Say,
            "freeze" => Self::Freeze,
            "link" => Self::Link,
            "withdraw" => Self::Withdraw,
            "publish" => Self::Publish,
            _ => return Err(AppError::NotFound.into()),
        })
    }
}

/// The form of an act.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

/// The title, the sentence under it and the form of an act.
async fn sheet_of(
    visit: &Visit,
    seen: &Page,
    work: Work,
    start: &Start,
) -> Result<(&'static str, &'static str, Sheet)> {
    let l = visit.locale;
    let it = &seen.line.project;
    let typed = start.typed.as_ref().map(|fields| fields.get("milestone").to_owned());
    let asked = typed.or_else(|| visit.query.get("milestone").cloned()).unwrap_or_default();
    Ok(match work {
        Work::Describe => {
            (l.t("act-describe"), l.t("project-describe-lead"), form::describe(visit, it).await?)
        }
        Work::Milestone => {
            let new = asked.parse::<MilestoneId>().map(MilestoneId::uuid);
            let id = new.unwrap_or_else(|_| visit.context().new_id()).to_string();
            let lead = l.t("project-milestone-lead");
            (l.t("project-do-milestone"), lead, form::milestone(visit, it, &id))
        }
        Work::Rename => {
            let id = asked.parse().map_err(|_| AppError::NotFound)?;
            let milestone = it.milestone(id).ok_or(AppError::NotFound)?;
            let lead = l.t("project-rename-lead");
            (l.t("project-do-rename"), lead, form::rename(visit, it, milestone))
        }
        Work::Remove => {
            (l.t("project-do-remove"), l.t("project-remove-lead"), form::remove(visit, it))
        }
        Work::Depend => {
            (l.t("project-do-depend"), l.t("project-depend-lead"), form::depend(visit, it))
        }
        Work::Undepend => {
            (l.t("project-do-undepend"), l.t("project-undepend-lead"), form::undepend(visit, it))
        }
        Work::Say => (l.t("project-do-say"), l.t("project-say-lead"), form::say(visit, it).await?),
        Work::Freeze => {
            (l.t("project-do-freeze"), l.t("project-freeze-lead"), form::freeze(visit, it))
        }
        Work::Link => {
            (l.t("project-do-link"), l.t("project-link-lead"), form::link(visit, it).await?)
        }
        Work::Withdraw => {
            let facts = facts(visit, seen).await?;
            let lead = l.t("project-withdraw-lead");
            (l.t("instrument-do-withdraw"), lead, form::withdraw(visit, it, facts))
        }
        Work::Publish => {
            let lead = if it.public {
                l.t("instrument-unpublish-lead")
            } else {
                l.t("project-publish-lead")
            };
            (l.t("quota-publish"), lead, form::publish(visit, it))
        }
    })
}

async fn write(visit: &Visit, id: ProjectId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let seen = project::page(&visit.context(), id, None, Against::FirstWord).await?;
    let it = &seen.line.project;
    let (title, lead, sheet) = sheet_of(visit, &seen, work, &start).await?;
    let sheet = sheet.with("version", it.version);
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let name = words::text(l, &it.description.title).0;
    let head = Head {
        nav: Nav::Projects,
        title: format!("{title}: {name}"),
        crumb: (visit.at(&format!("/projects/{id}")), l.term("thing", "project")),
        lead,
    };
    sheet.show(visit, &start, head).await
}

/// Words and links that can be taken back, the latest first.
async fn facts(visit: &Visit, seen: &Page) -> Result<Vec<Choice>> {
    let names = directory(&visit.context()).await?;
    let naming = Naming {
        l: visit.locale,
        names: &names,
        page: seen,
        place: "projects",
        promises: "commitments",
        agreements: "instruments",
        may_keep: true,
        missing: false,
        on: None,
        with: None,
    };
    let history = naming.shown().history.into_iter().filter(|h| h.is_fact);
    Ok(history.map(|h| Choice::new(h.version.to_string(), h.what)).collect())
}

/// Does an act.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    posted.visit.context().authorise(Action::KeepRecord)?;
    done(&posted, at.read("id")?, Work::of(&at)?).await
}

async fn done(posted: &Posted, id: ProjectId, work: Work) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    let result = match work {
        Work::Describe => project::describe(&ctx, id, version, language, &fields.form()).await,
        Work::Milestone => project::add(&ctx, id, version, language, &fields.form()).await,
        Work::Rename => project::rename(&ctx, id, version, language, &fields.form()).await,
        Work::Remove => project::remove(&ctx, id, version, language, &fields.form()).await,
        Work::Depend => project::depend(&ctx, id, version, language, &fields.form()).await,
        Work::Undepend => project::undepend(&ctx, id, version, &fields.form()).await,
        Work::Say => project::say(&ctx, id, version, language, &fields.form()).await,
        Work::Freeze => project::freeze(&ctx, id, version, language, &fields.form()).await,
        Work::Link => project::link(&ctx, id, version, &fields.form()).await,
        Work::Withdraw => project::withdraw(&ctx, id, version, language, &fields.form()).await,
        Work::Publish => project::publish(&ctx, id, version, fields.get("public") == "1").await,
    };
    posted.answered(result, &format!("/projects/{id}"), |start| write(visit, id, work, start)).await
}
