//! The list of sources of the registry, newest first.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::source::{SourceLine, list};
use kelisim_domain::saved::ListOf;
use kelisim_domain::source::{Review, SourceKind};

use crate::answer::{Answer, page};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// How many sources stand on a page.
const LINES: i64 = 50;

/// The page.
#[derive(Template)]
#[template(path = "communiques.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    rows: Vec<Row>,
    /// Where the list goes on.
    older: Option<String>,
    may_add: bool,
}

/// A source as a row.
struct Row {
    title: Told,
    href: String,
    publisher: String,
    kind: &'static str,
    tier: &'static str,
    published: String,
    review: Review,
}

/// Shows the page.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    let (lines, next) = list(&ctx, visit.after(), LINES).await?;
    let l = visit.locale;
    page(&ListPage {
        saved: bar(&visit, ListOf::Communiques, None).await?,
        shell: visit.shell(l.t("nav-communiques"), Nav::Communiques).await?,
        rows: lines.into_iter().map(|line| row(&visit, line)).collect(),
        older: next.map(|next| visit.at("/communiques") + &visit.going_on(&next)),
        may_add: visit.may(Action::KeepRecord),
    })
}

fn row(visit: &Visit, line: SourceLine) -> Row {
    let description = line.source.description;
    Row {
        title: Told::new(visit.locale, &description.title),
        href: match description.kind {
            SourceKind::Table => words::source_href(visit.locale, line.source.id),
            _ => visit.at(&format!("/communiques/{}", line.source.id)),
        },
        publisher: description.publisher,
        kind: description.kind.code(),
        tier: description.tier.code(),
        published: visit.locale.edtf_short(&description.published_on.to_string()),
        review: line.source.review,
    }
}
