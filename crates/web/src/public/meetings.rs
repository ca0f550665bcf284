//! Published meetings: the list and one of them, with what came of it. What is shown rests on passages.

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::lookup::directory;
use kelisim_app::meeting::{self, Cursor, Wanted};
use kelisim_domain::id::MeetingId;

use super::{Anyone, HTML};
use crate::answer::{Answer, Failure};
use crate::cursor::Place as _;
use crate::meeting::list::MeetingRow;
use crate::meeting::shown::{Naming, Shown};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "public_meetings.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<MeetingRow>,
    next: Option<String>,
}

/// How many meetings a page of the list has.
const LISTED: usize = 60;

/// Shows the list.
pub(crate) async fn list(anyone: Anyone) -> Answer {
    let after = anyone.visit.after::<Cursor>();
    let query = after.map(|at| format!("?after={}", at.text())).unwrap_or_default();
    anyone.page(format!("/public-meetings{query}"), HTML, |visit| write_list(visit, after)).await
}

async fn write_list(visit: Visit, after: Option<Cursor>) -> Result<String, Failure> {
    let ctx = visit.context();
    let found = meeting::list(&ctx, &Wanted::default(), after, LISTED).await?;
    let names = directory(&ctx).await?;
    let (l, today) = (visit.locale, ctx.today());
    let shell = visit.public_shell(l.t("public-meetings-title"), &names);
    let row = |it| MeetingRow::new(l, &names, "public-meetings", it, today);
    let page = ListPage {
        shell: Shell { here: Some(Nav::Promises), ..shell },
        rows: found.meetings.iter().map(row).collect(),
        next: found.next.map(|at| visit.at(&format!("/public-meetings?after={}", at.text()))),
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

#[derive(Template)]
#[template(path = "public_meeting.html")]
struct MeetingPage {
    shell: Shell,
    registry: String,
    s: Shown,
    json: String,
}

/// Shows one. What is not public is not there.
pub(crate) async fn one(anyone: Anyone, at: At) -> Answer {
    let id: MeetingId = at.read("id")?;
    anyone.page(format!("/public-meetings/{id}"), HTML, |visit| write_one(visit, id)).await
}

async fn write_one(visit: Visit, id: MeetingId) -> Result<String, Failure> {
    let ctx = visit.context();
    let mut seen = meeting::page(&ctx, id, None).await?;
    // A neighbour that is not published is nothing everybody may know of.
    seen.previous = seen.previous.filter(|it| it.public);
    seen.next.retain(|it| it.public);
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let today = ctx.today();
    let naming =
        Naming { l, names: &names, page: &seen, today, console: false, may_read_sources: false };
    let s = naming.shown();
    let shell = visit.public_shell(&s.title.text, &names);
    let page = MeetingPage {
        registry: words::registry(l, &names, seen.meeting.description.registry),
        shell: Shell { here: Some(Nav::Promises), ..shell },
        json: format!("/api/v1/meetings/{id}"),
        s,
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}
