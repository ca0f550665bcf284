//! The list of bodies.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::body::{self, Wanted};
use kelisim_app::lookup::{Directory, directory};
use kelisim_domain::body::{Body, BodyKind, Standing};
use kelisim_domain::saved::ListOf;
use kelisim_exchange::body::bodies_table;
use kelisim_i18n::Locale;

use crate::answer::{Answer, page};
use crate::commitment::party_choices;
use crate::form::{Choice, Control};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words::{self, Told};

/// A body in a list.
pub(crate) struct BodyRow {
    pub(crate) href: String,
    pub(crate) title: Told,
    pub(crate) kind: &'static str,
    pub(crate) partner: String,
    pub(crate) standing: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// Since when, where a passage says so.
    pub(crate) since: Option<String>,
    /// How many members, sessions and decisions are on record, in words.
    pub(crate) counts: Vec<String>,
}

/// The word for how far a body has come, and its look: only what is at work is solid.
pub(crate) fn look(
    l: Locale,
    standing: Option<Standing>,
) -> (&'static str, &'static str, &'static str) {
    let (tone, icon) = match standing {
        None | Some(Standing::Proposed | Standing::Planned) => ("dash", "circle-dashed"),
        Some(Standing::Agreed) => ("info", "clock"),
        Some(Standing::AtWork) => ("ok", "circle-check"),
        Some(Standing::Ended) => ("", "x"),
    };
    (l.term("body_standing", standing.map_or("unknown", Standing::code)), tone, icon)
}

impl BodyRow {
    /// The row of a body; `place` is `bodies` in the console and `public-bodies` for everybody.
    pub(crate) fn new(l: Locale, names: &Directory, place: &str, it: &Body) -> Self {
        let d = &it.description;
        let (standing, tone, icon) = look(l, it.standing());
        let since = it.foundation().and_then(|said| said.what.on);
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let (sessions, decisions) = (it.sittings().len(), it.decisions.len());
        let members = it.memberships().iter().filter(|member| member.until.is_none()).count();
        let counts = [
            (members > 0).then(|| l.count("body-n-members", number(members))),
            (sessions > 0).then(|| l.count("body-n-sessions", number(sessions))),
            (decisions > 0).then(|| l.count("body-n-decisions", number(decisions))),
        ];
        Self {
            href: format!("/{}/{place}/{}", l.tag(), it.id),
            title: Told::new(l, &d.title),
            kind: l.term("body_kind", d.kind.code()),
            partner: words::party(l, names, &d.partner),
            standing,
            tone,
            icon,
            since: since.map(|on| l.edtf_short(&on.to_string())),
            counts: counts.into_iter().flatten().collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "bodies.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<BodyRow>,
    next: Option<String>,
    enter_href: Option<String>,
    csv: String,
    xlsx: String,
}

/// How many bodies a page of the list has.
const LISTED: usize = 40;

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have a list of their own.
    ctx.authorise(Action::ReadRecord)?;
    let found = body::list(&ctx, &wanted(&visit), visit.after(), LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    page(&ListPage {
        saved: bar(&visit, ListOf::Bodies, None).await?,
        filter: controls(&visit, &names),
        rows: found.bodies.iter().map(|it| BodyRow::new(l, &names, "bodies", it)).collect(),
        next: found.next.map(|next| visit.going_on(&next)),
        enter_href: visit.may(Action::KeepRecord).then(|| visit.at("/bodies/new")),
        csv: visit.at_filtered("/bodies.csv"),
        xlsx: visit.at_filtered("/bodies.xlsx"),
        shell: visit.shell(l.t("bodies-title"), Nav::Bodies).await?,
    })
}

/// What the query chooses. A value that makes no sense chooses nothing.
fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        partner: visit.asked("partner"),
        kind: BodyKind::from_code(visit.chosen("kind")),
        standing: Standing::from_code(visit.chosen("standing")),
        member: visit.asked("member"),
    }
}

fn controls(visit: &Visit, names: &Directory) -> Vec<Control> {
    let l = visit.locale;
    let kinds = BodyKind::ALL.iter().map(|k| Choice::new(k.code(), l.term("body_kind", k.code())));
    let standings =
        Standing::ALL.iter().map(|s| Choice::new(s.code(), l.term("body_standing", s.code())));
    vec![
        visit.filter("partner", l.t("filter-partner"), party_choices(l, names)),
        visit.filter("kind", l.t("body-kind"), kinds),
        visit.filter("standing", l.t("col-state"), standings),
        visit.filter("member", l.t("body-member"), party_choices(l, names)),
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
    let found = body::list(&ctx, &wanted(visit), None, MOST_ROWS).await?;
    answer(&bodies_table(found.bodies.iter()), "bodies", form)
}
