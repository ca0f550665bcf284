//! Published indicators: the list and one of them with its series, made of published figures.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::indicator::{self, Cursor, Wanted};
use kelisim_app::lookup::directory;
use kelisim_domain::id::IndicatorId;

use super::{Anyone, HTML};
use crate::answer::{Answer, Failure};
use crate::cursor::Place as _;
use crate::indicator::list::IndicatorRow;
use crate::indicator::shown::{Naming, Shown};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "public_indicators.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<IndicatorRow>,
    next: Option<String>,
}

/// How many indicators a page of the list has.
const LISTED: usize = 60;

/// Shows the list.
pub(crate) async fn list(anyone: Anyone) -> Answer {
    let after = anyone.visit.after::<Cursor>();
    let query = after.map(|at| format!("?after={}", at.text())).unwrap_or_default();
    anyone.page(format!("/public-indicators{query}"), HTML, |visit| write_list(visit, after)).await
}

async fn write_list(visit: Visit, after: Option<Cursor>) -> Result<String, Failure> {
    let ctx = visit.context();
    let found = indicator::list(&ctx, &Wanted::default(), after, LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let shell = visit.public_shell(l.t("public-indicators-title"), &names);
    let row = |it| IndicatorRow::new(l, &names, "public-indicators", it);
    let page = ListPage {
        shell: Shell { here: Some(Nav::Promises), ..shell },
        rows: found.indicators.iter().map(row).collect(),
        next: found.next.map(|at| visit.at(&format!("/public-indicators?after={}", at.text()))),
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

#[derive(Template)]
#[template(path = "public_indicator.html")]
struct IndicatorPage {
    shell: Shell,
    registry: String,
    s: Shown,
    json: String,
}

/// Shows one. What is not public is not there.
pub(crate) async fn one(anyone: Anyone, at: At) -> Answer {
    let id: IndicatorId = at.read("id")?;
    anyone.page(format!("/public-indicators/{id}"), HTML, |visit| write_one(visit, id)).await
}

async fn write_one(visit: Visit, id: IndicatorId) -> Result<String, Failure> {
    let ctx = visit.context();
    let seen = indicator::page(&ctx, id, None).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let s = Naming { l, names: &names, page: &seen, console: false }.shown();
    let shell = visit.public_shell(&s.name.text, &names);
    let page = IndicatorPage {
        registry: words::registry(l, &names, seen.indicator.definition.registry),
        shell: Shell { here: Some(Nav::Promises), ..shell },
        json: format!("/api/v1/indicators/{id}"),
        s,
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}
