//! Published bodies: the list and one of them. What is shown rests on passages.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::body::{self, Cursor, Wanted};
use kelisim_app::lookup::directory;
use kelisim_domain::id::BodyId;

use super::{Anyone, HTML};
use crate::answer::{Answer, Failure};
use crate::body::list::BodyRow;
use crate::body::shown::{Naming, Shown};
use crate::cursor::Place as _;
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "public_bodies.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<BodyRow>,
    next: Option<String>,
}

/// How many bodies a page of the list has.
const LISTED: usize = 60;

/// Shows the list.
pub(crate) async fn list(anyone: Anyone) -> Answer {
    let after = anyone.visit.after::<Cursor>();
    let query = after.map(|at| format!("?after={}", at.text())).unwrap_or_default();
    anyone.page(format!("/public-bodies{query}"), HTML, |visit| write_list(visit, after)).await
}

async fn write_list(visit: Visit, after: Option<Cursor>) -> Result<String, Failure> {
    let ctx = visit.context();
    let found = body::list(&ctx, &Wanted::default(), after, LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let shell = visit.public_shell(l.t("public-bodies-title"), &names);
    let row = |it| BodyRow::new(l, &names, "public-bodies", it);
    let page = ListPage {
        shell: Shell { here: Some(Nav::Promises), ..shell },
        rows: found.bodies.iter().map(row).collect(),
        next: found.next.map(|at| visit.at(&format!("/public-bodies?after={}", at.text()))),
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

#[derive(Template)]
#[template(path = "public_body.html")]
struct BodyPage {
    shell: Shell,
    registry: String,
    s: Shown,
    json: String,
}

/// Shows one. What is not public is not there.
pub(crate) async fn one(anyone: Anyone, at: At) -> Answer {
    let id: BodyId = at.read("id")?;
    anyone.page(format!("/public-bodies/{id}"), HTML, |visit| write_one(visit, id)).await
}

async fn write_one(visit: Visit, id: BodyId) -> Result<String, Failure> {
    let ctx = visit.context();
    let seen = body::page(&ctx, id, None).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let today = ctx.today();
    let s = Naming { l, names: &names, page: &seen, today, console: false }.shown();
    let shell = visit.public_shell(&s.title.text, &names);
    let page = BodyPage {
        registry: words::registry(l, &names, seen.body.description.registry),
        shell: Shell { here: Some(Nav::Promises), ..shell },
        json: format!("/api/v1/bodies/{id}"),
        s,
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}
