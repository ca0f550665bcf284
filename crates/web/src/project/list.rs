//! The list of projects, for those with an account and for everybody.

use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::project::{self, Having, Line, Wanted};
use kelisim_domain::project::{Standing, Tally};
use kelisim_exchange::project::projects_csv;
use kelisim_i18n::{Arg, Locale};

use super::{cursor, cursor_text};
use crate::answer::{Answer, page};
use crate::commitment::party_choices;
use crate::form::{Choice, Control};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// A project in a list.
pub(crate) struct ProjectRow {
    pub(crate) href: String,
    pub(crate) title: Told,
    pub(crate) site: Option<Told>,
    pub(crate) partner: String,
    pub(crate) standing: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// How many of its milestones are reached.
    pub(crate) reached: String,
    /// What is to be known, in a few words.
    pub(crate) alarms: Vec<(&'static str, String)>,
}

/// The look of the word for where a project stands.
pub(crate) const fn look(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::AllReached => ("ok", "circle-check"),
        Standing::OnPlan => ("info", "clock"),
        Standing::Overdue => ("late", "triangle-alert"),
        Standing::Slipped => ("risk", "triangle-alert"),
        Standing::Undated | Standing::Empty => ("dash", "circle-dashed"),
    }
}

impl ProjectRow {
    /// The row of a project; `place` is `projects` in the console and `progress` for everybody.
    pub(crate) fn new(l: Locale, names: &Directory, place: &str, line: &Line, on: &str) -> Self {
        let d = &line.project.description;
        let (tone, icon) = look(line.plan.standing);
        let tally = line.plan.tally;
        Self {
            href: format!("/{}/{place}/{}{on}", l.tag(), line.project.id),
            title: Told::new(l, &d.title),
            site: d.site.as_ref().map(|site| Told::new(l, site)),
            partner: words::party(l, names, &d.partner),
            standing: l.term("project_standing", line.plan.standing.code()),
            tone,
            icon,
            reached: reached(l, tally),
            alarms: alarms(l, tally),
        }
    }
}

/// How many of the milestones are reached, in words.
pub(super) fn reached(l: Locale, tally: Tally) -> String {
    let (n, of) = (tally.reached.to_string(), tally.milestones.to_string());
    l.format("project-reached-of", &[("n", Arg::Str(&n)), ("of", Arg::Str(&of))])
}

/// How many milestones of each sort there are to know of.
pub(super) fn alarms(l: Locale, tally: Tally) -> Vec<(&'static str, String)> {
    let all = [
        ("late", tally.overdue, "project-n-overdue"),
        ("risk", tally.slipped, "project-n-slipped"),
        ("risk", tally.too_early, "project-n-too-early"),
        ("info", tally.due, "project-n-due"),
        ("", tally.undated, "project-n-undated"),
    ];
    let there = all.into_iter().filter(|(_, n, _)| *n > 0);
    there.map(|(tone, n, id)| (tone, l.count(id, i64::from(n)))).collect()
}

/// The list in the console.
#[derive(Template)]
#[template(path = "projects.html")]
struct ListPage {
    shell: Shell,
    filter: Vec<Control>,
    rows: Vec<ProjectRow>,
    next: Option<String>,
    begin_href: Option<String>,
    csv: String,
}

/// How many projects a page of the list has.
const LISTED: usize = 40;

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have a list of their own.
    ctx.authorise(Action::ReadRecord)?;
    let after = visit.query.get("after").and_then(|text| cursor(text));
    let found = project::list(&ctx, &wanted(&visit), after, LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let row = |line| ProjectRow::new(l, &names, "projects", line, "");
    page(&ListPage {
        filter: controls(&visit, &names),
        rows: found.lines.iter().map(row).collect(),
        next: found.next.map(|next| query_with(&visit, Some(&cursor_text(next)))),
        begin_href: visit.may(Action::KeepRecord).then(|| visit.at("/projects/new")),
        csv: format!("{}{}", visit.at("/projects.csv"), query_with(&visit, None)),
        shell: visit.shell(l.t("projects-title"), Nav::Projects).await?,
    })
}

/// What the query chooses. A value that makes no sense chooses nothing.
fn wanted(visit: &Visit) -> Wanted {
    let having = visit.query.get("having").map_or("", String::as_str);
    Wanted { partner: visit.asked("partner"), having: Having::from_code(having) }
}

fn controls(visit: &Visit, names: &Directory) -> Vec<Control> {
    let l = visit.locale;
    let asked = |name: &str| visit.query.get(name).map_or("", String::as_str);
    let any = || vec![Choice::new("", l.t("filter-any"))];
    let mut partners = any();
    partners.extend(party_choices(l, names));
    let mut having = any();
    let codes = Having::ALL.into_iter().map(Having::code);
    having.extend(codes.map(|code| Choice::new(code, l.term("project_having", code))));
    vec![
        Control::choice("partner", l.t("filter-partner"), partners).value(asked("partner")),
        Control::choice("having", l.t("project-having"), having).value(asked("having")),
    ]
}

/// The filters of the page as a query, and where the list goes on.
fn query_with(visit: &Visit, after: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::from("?"));
    let kept = ["partner", "having"];
    let chosen = visit.query.iter().filter(|(n, v)| kept.contains(&n.as_str()) && !v.is_empty());
    query.extend_pairs(chosen);
    if let Some(after) = after {
        query.append_pair("after", after);
    }
    query.finish().trim_end_matches('?').to_owned()
}

/// Most projects of the table.
const MOST: usize = 2_000;

/// The milestones as a table for spreadsheets, with the same filters. The same bytes in every language.
pub(super) async fn csv(visit: Visit) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let found = project::list(&ctx, &wanted(&visit), None, MOST).await?;
    let table = projects_csv(found.lines.iter().map(|line| (&line.project, &line.plan)));
    let mut response: Response = table.into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    headers.insert(CONTENT_TYPE, kind);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_static("attachment; filename=\"kelisim-projects.csv\"");
    headers.insert(CONTENT_DISPOSITION, name);
    Ok(response)
}
