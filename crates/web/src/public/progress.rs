//! Public projects: the list and one of them. What is shown rests on published passages.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::lookup::directory;
use kelisim_app::project::{self, Cursor, Wanted};
use kelisim_domain::id::ProjectId;
use kelisim_domain::project::Against;

use super::{Anyone, HTML};
use crate::answer::{Answer, Failure};
use crate::cursor::Place as _;
use crate::project::list::ProjectRow;
use crate::project::shown::{Naming, Shown};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// The list.
#[derive(Template)]
#[template(path = "progress.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<ProjectRow>,
    next: Option<String>,
}

/// How many projects a page of the list has.
const LISTED: usize = 60;

/// Shows the list.
pub(crate) async fn list(anyone: Anyone) -> Answer {
    let after = anyone.visit.after::<Cursor>();
    let query = after.map(|at| format!("?after={}", at.text())).unwrap_or_default();
    anyone.page(format!("/progress{query}"), HTML, |visit| write_list(visit, after)).await
}

async fn write_list(visit: Visit, after: Option<Cursor>) -> Result<String, Failure> {
    let ctx = visit.context();
    let found = project::list(&ctx, &Wanted::default(), after, LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let shell = visit.public_shell(l.t("progress-title"), &names);
    let row = |line| ProjectRow::new(l, &names, "progress", line, "");
    let page = ListPage {
        shell: Shell { here: Some(Nav::Promises), ..shell },
        rows: found.lines.iter().map(row).collect(),
        next: found.next.map(|at| visit.at(&format!("/progress?after={}", at.text()))),
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

/// One project.
#[derive(Template)]
#[template(path = "progress_one.html")]
struct ProgressPage {
    shell: Shell,
    partner: String,
    registry: String,
    p: Shown,
    json: String,
}

/// Shows one. What is not public is not there.
pub(crate) async fn one(anyone: Anyone, at: At) -> Answer {
    let id: ProjectId = at.read("id")?;
    let baseline = anyone.visit.asked::<i64>("baseline");
    let with = anyone.visit.asked::<i64>("with").filter(|_| baseline.is_some());
    let mut query = baseline.map(|version| format!("?baseline={version}")).unwrap_or_default();
    query.extend(with.map(|version| format!("&with={version}")));
    let path = format!("/progress/{id}{query}");
    anyone.page(path, HTML, |visit| write_one(visit, id, baseline, with)).await
}

async fn write_one(
    visit: Visit,
    id: ProjectId,
    baseline: Option<i64>,
    with: Option<i64>,
) -> Result<String, Failure> {
    let ctx = visit.context();
    let against = baseline.map_or(Against::FirstWord, Against::Baseline);
    let mut seen = project::page(&ctx, id, None, against).await?;
    let missing = baseline.is_some_and(|version| seen.line.project.baseline(version).is_none());
    if missing {
        seen.line.plan = seen.line.project.plan(seen.line.plan.day, Against::FirstWord);
    }
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let naming = Naming {
        l,
        names: &names,
        page: &seen,
        place: "progress",
        promises: "promises",
        agreements: "agreements",
        may_keep: false,
        missing,
        on: None,
        with,
    };
    let p = naming.shown();
    let d = &seen.line.project.description;
    let shell = visit.public_shell(&p.title.text, &names);
    let page = ProgressPage {
        partner: words::party(l, &names, &d.partner),
        registry: words::registry(l, &names, d.registry),
        shell: Shell { here: Some(Nav::Promises), ..shell },
        json: format!("/api/v1/projects/{id}"),
        p,
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}
