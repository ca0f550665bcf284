//! The list of projects, for those with an account and for everybody.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::project::{self, Having, Line, Wanted};
use kelisim_domain::project::{Standing, Tally};
use kelisim_domain::saved::ListOf;
use kelisim_exchange::project::projects_table;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, page};
use crate::commitment::party_choices;
use crate::form::{Choice, Control};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
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
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<ProjectRow>,
    next: Option<String>,
    begin_href: Option<String>,
    csv: String,
    xlsx: String,
}

/// How many projects a page of the list has.
const LISTED: usize = 40;

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have a list of their own.
    ctx.authorise(Action::ReadRecord)?;
    let found = project::list(&ctx, &wanted(&visit), visit.after(), LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let row = |line| ProjectRow::new(l, &names, "projects", line, "");
    page(&ListPage {
        saved: bar(&visit, ListOf::Projects, None).await?,
        filter: controls(&visit, &names),
        rows: found.lines.iter().map(row).collect(),
        next: found.next.map(|next| visit.going_on(&next)),
        begin_href: visit.may(Action::KeepRecord).then(|| visit.at("/projects/new")),
        csv: visit.at_filtered("/projects.csv"),
        xlsx: visit.at_filtered("/projects.xlsx"),
        shell: visit.shell(l.t("projects-title"), Nav::Projects).await?,
    })
}

/// What the query chooses. A value that makes no sense chooses nothing.
fn wanted(visit: &Visit) -> Wanted {
    Wanted { partner: visit.asked("partner"), having: Having::from_code(visit.chosen("having")) }
}

fn controls(visit: &Visit, names: &Directory) -> Vec<Control> {
    let l = visit.locale;
    let codes = Having::ALL.into_iter().map(Having::code);
    let having = codes.map(|code| Choice::new(code, l.term("project_having", code)));
    vec![
        visit.filter("partner", l.t("filter-partner"), party_choices(l, names)),
        visit.filter("having", l.t("project-having"), having),
    ]
}

/// Most projects of the table.
const MOST: usize = 2_000;

/// The milestones as a table for spreadsheets, with the same filters. The same bytes in every language.
pub(super) async fn csv(visit: Visit) -> Answer {
    table(&visit, Form::Csv).await
}

/// The same as a workbook.
pub(super) async fn xlsx(visit: Visit) -> Answer {
    table(&visit, Form::Xlsx).await
}

async fn table(visit: &Visit, form: Form) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let found = project::list(&ctx, &wanted(visit), None, MOST).await?;
    let lines = found.lines.iter().map(|line| (&line.project, &line.plan));
    answer(&projects_table(lines), "projects", form)
}
