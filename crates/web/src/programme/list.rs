//! The list of calls, for those with an account and for everybody.

use askama::Template;
use jiff::Timestamp;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::programme::{self, Wanted};
use kelisim_domain::programme::Kind;
use kelisim_domain::programme::call::{Call, Stage};
use kelisim_domain::saved::ListOf;
use kelisim_exchange::call::rows;
use kelisim_i18n::{Arg, Locale};

use super::shown::{instant, look};
use crate::answer::{Answer, page};
use crate::commitment::party_choices;
use crate::form::{Choice, Control};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words::{self, Told};

/// A call in a list.
pub(crate) struct CallRow {
    pub(crate) href: String,
    pub(crate) title: Told,
    pub(crate) kind: &'static str,
    pub(crate) partner: String,
    pub(crate) stage: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) places: String,
    /// When applications open or close, whichever comes next; nothing while no day is known.
    pub(crate) when: Option<String>,
    pub(crate) made_up: bool,
}

impl CallRow {
    /// The row of a call; `place` is `calls` in the console and `open-calls` for everybody. Nothing for a call without
    /// terms, which there is none of.
    pub(crate) fn new(
        l: Locale,
        names: &Directory,
        place: &str,
        call: &Call,
        now: Timestamp,
    ) -> Option<Self> {
        let terms = call.shown()?;
        let stage = call.stage(now);
        let (tone, icon) = look(stage);
        Some(Self {
            href: format!("/{}/{place}/{}", l.tag(), call.id),
            title: Told::new(l, &terms.title),
            kind: l.term("programme_kind", terms.kind.code()),
            partner: words::party(l, names, &call.description.partner),
            stage: l.term("call_stage", stage.code()),
            tone,
            icon,
            places: l.count("call-places", i64::try_from(terms.places()).unwrap_or(i64::MAX)),
            when: when(l, call, stage),
            made_up: terms.made_up,
        })
    }
}

/// When applications open or close, in a sentence.
pub(crate) fn when(l: Locale, call: &Call, stage: Stage) -> Option<String> {
    let (opens, closes) = call.applications()?;
    let zone = &call.shown()?.zone;
    let told = |at| instant(l, zone, at);
    Some(match stage {
        Stage::Draft | Stage::Checking | Stage::Scheduled => {
            l.format("call-opens", &[("at", Arg::Str(&told(opens)))])
        }
        Stage::Open | Stage::Grace => l.format("call-closes", &[("at", Arg::Str(&told(closes)))]),
        Stage::Closed | Stage::Cancelled => {
            l.format("call-closed", &[("at", Arg::Str(&told(closes)))])
        }
    })
}

/// The list in the console.
#[derive(Template)]
#[template(path = "calls.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<CallRow>,
    next: Option<String>,
    begin_href: Option<String>,
    directions_href: Option<String>,
    stays_href: Option<String>,
    csv: String,
    xlsx: String,
}

/// How many calls a page of the list has.
const LISTED: usize = 40;

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have a list of their own.
    ctx.authorise(Action::ReadRecord)?;
    let found = programme::list(&ctx, &wanted(&visit), visit.after(), LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let row = |call| CallRow::new(l, &names, "calls", call, ctx.now);
    page(&ListPage {
        saved: bar(&visit, ListOf::Calls, None).await?,
        filter: controls(&visit, &names),
        rows: found.calls.iter().filter_map(row).collect(),
        next: found.next.map(|next| visit.going_on(&next)),
        begin_href: visit.may(Action::KeepRecord).then(|| visit.at("/calls/new")),
        stays_href: visit.may(Action::VerifyApplications).then(|| visit.at("/stays")),
        directions_href: visit.may(Action::ReadSources).then(|| visit.at("/directions")),
        csv: visit.at_filtered("/calls.csv"),
        xlsx: visit.at_filtered("/calls.xlsx"),
        shell: visit.shell(l.t("calls-title"), Nav::Calls).await?,
    })
}

/// What the query chooses. A value that makes no sense chooses nothing.
fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        partner: visit.asked("partner"),
        kind: Kind::from_code(visit.chosen("kind")),
        stage: Stage::from_code(visit.chosen("stage")),
    }
}

fn controls(visit: &Visit, names: &Directory) -> Vec<Control> {
    let l = visit.locale;
    let kinds = Kind::ALL.iter().map(|k| Choice::new(k.code(), l.term("programme_kind", k.code())));
    let stages = Stage::ALL.iter().map(|s| Choice::new(s.code(), l.term("call_stage", s.code())));
    vec![
        visit.filter("partner", l.t("filter-partner"), party_choices(l, names)),
        visit.filter("kind", l.t("call-kind"), kinds),
        visit.filter("stage", l.t("call-stage"), stages),
    ]
}

/// Most calls of the table.
const MOST: usize = 2_000;

async fn table(visit: &Visit, form: Form) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let found = programme::list(&ctx, &wanted(visit), None, MOST).await?;
    answer(&rows(&found.calls, ctx.now), "calls", form)
}

/// Places by host and specialty as a table of text, with the same filters. The same bytes in every language.
pub(super) async fn csv(visit: Visit) -> Answer {
    table(&visit, Form::Csv).await
}

/// The same as a workbook.
pub(super) async fn xlsx(visit: Visit) -> Answer {
    table(&visit, Form::Xlsx).await
}
