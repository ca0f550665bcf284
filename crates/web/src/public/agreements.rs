//! Public instruments: the list and one of them. What is shown rests on published passages.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::instrument::{self, Cursor, Wanted};
use kelisim_app::lookup::directory;
use kelisim_domain::id::InstrumentId;

use super::{Anyone, HTML};
use crate::answer::{Answer, Failure};
use crate::cursor::Place as _;
use crate::instrument::list::InstrumentRow;
use crate::instrument::shown::{Naming, Shown};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// The list.
#[derive(Template)]
#[template(path = "agreements.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<InstrumentRow>,
    next: Option<String>,
}

/// How many instruments a page of the list has.
const LISTED: usize = 60;

/// Shows the list.
pub(crate) async fn list(anyone: Anyone) -> Answer {
    let after = anyone.visit.after::<Cursor>();
    let query = after.map(|at| format!("?after={}", at.text())).unwrap_or_default();
    anyone.page(format!("/agreements{query}"), HTML, |visit| write_list(visit, after)).await
}

async fn write_list(visit: Visit, after: Option<Cursor>) -> Result<String, Failure> {
    let ctx = visit.context();
    let found = instrument::list(&ctx, &Wanted::default(), after, LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let shell = visit.public_shell(l.t("agreements-title"), &names);
    let row = |line| InstrumentRow::new(l, &names, "agreements", line, "");
    let page = ListPage {
        shell: Shell { here: Some(Nav::Promises), ..shell },
        rows: found.lines.iter().map(row).collect(),
        next: found.next.map(|at| visit.at(&format!("/agreements?after={}", at.text()))),
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

/// One instrument.
#[derive(Template)]
#[template(path = "agreement.html")]
struct AgreementPage {
    shell: Shell,
    partner: String,
    registry: String,
    i: Shown,
    json: String,
}

/// Shows one. What is not public is not there.
pub(crate) async fn one(anyone: Anyone, at: At) -> Answer {
    let id: InstrumentId = at.read("id")?;
    anyone.page(format!("/agreements/{id}"), HTML, |visit| write_one(visit, id)).await
}

async fn write_one(visit: Visit, id: InstrumentId) -> Result<String, Failure> {
    let ctx = visit.context();
    let seen = instrument::page(&ctx, id, None).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let naming = Naming {
        l,
        names: &names,
        page: &seen,
        place: "agreements",
        promises: "promises",
        may_keep: false,
    };
    let i = naming.shown();
    let d = &seen.line.instrument.description;
    let shell = visit.public_shell(&i.title.text, &names);
    let page = AgreementPage {
        partner: words::party(l, &names, &d.partner),
        registry: words::registry(l, &names, d.registry),
        shell: Shell { here: Some(Nav::Promises), ..shell },
        json: format!("/api/v1/instruments/{id}"),
        i,
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}
