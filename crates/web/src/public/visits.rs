//! Published visits of experts: the list and one of them. What is shown rests on passages.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::lookup::directory;
use kelisim_app::programme::visit::{self, Cursor, Wanted};
use kelisim_domain::id::VisitId;

use super::{Anyone, HTML};
use crate::answer::{Answer, Failure};
use crate::cursor::Place as _;
use crate::programme::visit::list::VisitRow;
use crate::programme::visit::shown::{Naming, Shown};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "public_visits.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<VisitRow>,
    next: Option<String>,
}

/// How many visits a page of the list has.
const LISTED: usize = 60;

/// Shows the list.
pub(crate) async fn list(anyone: Anyone) -> Answer {
    let after = anyone.visit.after::<Cursor>();
    let query = after.map(|at| format!("?after={}", at.text())).unwrap_or_default();
    anyone.page(format!("/public-visits{query}"), HTML, |visit| write_list(visit, after)).await
}

async fn write_list(visit: Visit, after: Option<Cursor>) -> Result<String, Failure> {
    let ctx = visit.context();
    let found = visit::list(&ctx, &Wanted::default(), after, LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let shell = visit.public_shell(l.t("public-visits-title"), &names);
    let row = |it| VisitRow::new(l, &names, "public-visits", it);
    let page = ListPage {
        shell: Shell { here: Some(Nav::Promises), ..shell },
        rows: found.visits.iter().map(row).collect(),
        next: found.next.map(|at| visit.at(&format!("/public-visits?after={}", at.text()))),
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

#[derive(Template)]
#[template(path = "public_visit.html")]
struct VisitPage {
    shell: Shell,
    registry: String,
    s: Shown,
    json: String,
}

/// Shows one. What is not public is not there.
pub(crate) async fn one(anyone: Anyone, at: At) -> Answer {
    let id: VisitId = at.read("id")?;
    anyone.page(format!("/public-visits/{id}"), HTML, |visit| write_one(visit, id)).await
}

async fn write_one(visit: Visit, id: VisitId) -> Result<String, Failure> {
    let ctx = visit.context();
    let seen = visit::page(&ctx, id, None).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let today = ctx.today();
    let s = Naming { l, names: &names, page: &seen, today, console: false }.shown();
    let shell = visit.public_shell(&s.title.text, &names);
    let page = VisitPage {
        registry: words::registry(l, &names, seen.visit.description.registry),
        shell: Shell { here: Some(Nav::Promises), ..shell },
        json: format!("/api/v1/visits/{id}"),
        s,
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}
