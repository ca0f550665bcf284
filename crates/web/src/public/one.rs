//! One public commitment: its years, its history with the passages, and who contradicts whom.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::commitment;
use kelisim_app::lookup::directory;
use kelisim_domain::id::CommitmentId;

use super::{Anyone, HTML};
use crate::answer::{Answer, Failure};
use crate::commitment::shown::{Shown, Wording};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// The page.
#[derive(Template)]
#[template(path = "promise.html")]
struct PromisePage {
    shell: Shell,
    partner: String,
    registry: String,
    c: Shown,
    may_open: bool,
    json: String,
}

/// Shows the page. What is not public is not there.
pub(crate) async fn show(anyone: Anyone, at: At) -> Answer {
    let id: CommitmentId = at.read("id")?;
    anyone.page(format!("/promises/{id}"), HTML, |visit| write(visit, id)).await
}

async fn write(visit: Visit, id: CommitmentId) -> Result<String, Failure> {
    let ctx = visit.context();
    let seen = commitment::page(&ctx, id, None).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let wording = Wording { locale: l, names: &names, sources: &seen.sources, place: "promises" };
    let c = wording.shown(&seen);
    let d = &seen.line.commitment.description;
    let shell = visit.public_shell(&c.title.text, &names);
    let page = PromisePage {
        partner: words::party(l, &names, &d.partner),
        registry: words::registry(l, &names, d.registry),
        shell: Shell { here: Some(Nav::Promises), ..shell },
        may_open: false,
        json: format!("/api/v1/promises/{id}"),
        c,
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}
