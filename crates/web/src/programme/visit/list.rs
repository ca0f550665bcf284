//! The list of visits.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::programme::visit::{self, Wanted};
use kelisim_domain::programme::visit::{Direction, ExpertVisit, State};
use kelisim_domain::saved::ListOf;
use kelisim_exchange::visit::visits_table;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, page};
use crate::commitment::party_choices;
use crate::form::{Choice, Control};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words::{self, Told};

/// A visit in a list.
pub(crate) struct VisitRow {
    pub(crate) href: String,
    pub(crate) title: Told,
    pub(crate) direction: &'static str,
    pub(crate) partner: String,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// The days, or that no source says so.
    pub(crate) days: String,
    /// The team and the largest reported totals, in words.
    pub(crate) counts: Vec<String>,
}

/// The word for how far a visit has come, and its look: only what took place is solid.
pub(crate) fn look(l: Locale, state: State) -> (&'static str, &'static str, &'static str) {
    let (tone, icon) = match state {
        State::Planned => ("dash", "circle-dashed"),
        State::Invited | State::Permitted => ("info", "clock"),
        State::OnSite | State::Reported | State::FollowedUp => ("ok", "circle-check"),
        State::Cancelled => ("", "x"),
    };
    (l.term("visit_state", state.code()), tone, icon)
}

/// The days of a visit in words.
pub(crate) fn days(l: Locale, it: &ExpertVisit) -> String {
    let days = it.description.days;
    days.map_or_else(|| l.t("visit-days-none").to_owned(), |days| l.edtf_short(&days.to_string()))
}

impl VisitRow {
    /// The row of a visit; `place` is `visits` in the console and `public-visits` for everybody.
    pub(crate) fn new(l: Locale, names: &Directory, place: &str, it: &ExpertVisit) -> Self {
        let d = &it.description;
        let (state, tone, icon) = look(l, it.state());
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let team = it.team_size().map(|size| l.count("visit-n-experts", number(size)));
        let counts = it.counts();
        let totals = counts.iter().filter_map(|counted| {
            let n = l.number(i64::from(counted.total()?));
            let what = l.term("visit_counter", counted.counter.code());
            Some(l.format("visit-total", &[("what", Arg::Str(what)), ("n", Arg::Str(&n))]))
        });
        Self {
            href: format!("/{}/{place}/{}", l.tag(), it.id),
            title: Told::new(l, &d.title),
            direction: l.term("visit_direction", d.direction.code()),
            partner: words::party(l, names, &d.partner),
            state,
            tone,
            icon,
            days: days(l, it),
            counts: team.into_iter().chain(totals.take(2)).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "visits.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<VisitRow>,
    next: Option<String>,
    enter_href: Option<String>,
    csv: String,
    xlsx: String,
}

/// How many visits a page of the list has.
const LISTED: usize = 40;

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have a list of their own.
    ctx.authorise(Action::ReadRecord)?;
    let found = visit::list(&ctx, &wanted(&visit), visit.after(), LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    page(&ListPage {
        saved: bar(&visit, ListOf::Visits, None).await?,
        filter: controls(&visit, &names),
        rows: found.visits.iter().map(|it| VisitRow::new(l, &names, "visits", it)).collect(),
        next: found.next.map(|next| visit.going_on(&next)),
        enter_href: visit.may(Action::KeepRecord).then(|| visit.at("/visits/new")),
        csv: visit.at_filtered("/visits.csv"),
        xlsx: visit.at_filtered("/visits.xlsx"),
        shell: visit.shell(l.t("visits-title"), Nav::Visits).await?,
    })
}

/// What the query chooses. A value that makes no sense chooses nothing.
fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        partner: visit.asked("partner"),
        direction: Direction::from_code(visit.chosen("direction")),
        state: State::from_code(visit.chosen("state")),
    }
}

fn controls(visit: &Visit, names: &Directory) -> Vec<Control> {
    let l = visit.locale;
    let directions =
        Direction::ALL.iter().map(|d| Choice::new(d.code(), l.term("visit_direction", d.code())));
    let states = State::ALL.iter().map(|s| Choice::new(s.code(), l.term("visit_state", s.code())));
    vec![
        visit.filter("partner", l.t("filter-partner"), party_choices(l, names)),
        visit.filter("direction", l.t("visit-direction"), directions),
        visit.filter("state", l.t("col-state"), states),
    ]
}

/// Most rows of the table.
const MOST_ROWS: usize = 5_000;

/// The list as a table for spreadsheets, with the same filters. The same bytes in every language.
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
    let found = visit::list(&ctx, &wanted(visit), None, MOST_ROWS).await?;
    answer(&visits_table(found.visits.iter()), "visits", form)
}
