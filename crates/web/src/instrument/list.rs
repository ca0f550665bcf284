//! The list of instruments, for those with an account and for everybody.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::instrument::{self, Line, Wanted};
use kelisim_app::lookup::{Directory, directory};
use kelisim_domain::instrument::{Alarm, Standing, Type};
use kelisim_domain::saved::ListOf;
use kelisim_exchange::instrument::instruments_table;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, page};
use crate::commitment::party_choices;
use crate::form::{Choice, Control};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words::{self, Told};

/// An instrument in a list.
pub(crate) struct InstrumentRow {
    pub(crate) href: String,
    pub(crate) title: Told,
    /// Type and level.
    pub(crate) kind: String,
    pub(crate) partner: String,
    pub(crate) standing: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// The day that matters: since when, or until when.
    pub(crate) day: String,
    /// Who holds it and for how many days.
    pub(crate) held: Option<String>,
    /// What comes up, in a few words.
    pub(crate) alarms: Vec<(&'static str, String)>,
}

/// The look of the word for where an instrument stands.
pub(crate) const fn look(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::InForce => ("ok", "circle-check"),
        Standing::InForceReported | Standing::Provisional => ("info", "circle-check"),
        Standing::ApprovedUnsigned | Standing::Returned | Standing::Denounced => {
            ("risk", "triangle-alert")
        }
        Standing::InApproval
        | Standing::PartlySigned
        | Standing::Signed
        | Standing::AwaitingRatification
        | Standing::AwaitingNotification
        | Standing::AwaitingDate => ("info", "clock"),
        Standing::Prepared | Standing::Drafted | Standing::TextAgreed | Standing::Initialled => {
            ("dash", "circle-dashed")
        }
        Standing::Expired | Standing::Terminated | Standing::Replaced | Standing::GivenUp => {
            ("", "x")
        }
    }
}

impl InstrumentRow {
    /// The row of an instrument; `place` is `instruments` in the console and `agreements` for everybody.
    pub(crate) fn new(l: Locale, names: &Directory, place: &str, line: &Line, on: &str) -> Self {
        let (it, position) = (&line.instrument, &line.position);
        let d = &it.description;
        let (tone, icon) = look(position.standing);
        Self {
            href: format!("/{}/{place}/{}{on}", l.tag(), it.id),
            title: Told::new(l, &d.title),
            kind: l.term("instrument_type", d.kind.code()).to_owned(),
            partner: words::party(l, names, &d.partner),
            standing: l.term("instrument_standing", position.standing.code()),
            tone,
            icon,
            day: day(l, line),
            held: position.held.first().map(|held| {
                let agency = words::text(l, &held.agency).0;
                let days = l.count("instrument-days", i64::from(held.days));
                let args = [("agency", Arg::Str(&agency)), ("days", Arg::Str(&days))];
                l.format("instrument-held-by", &args)
            }),
            alarms: position.alarms.iter().filter_map(|alarm| brief(l, alarm)).collect(),
        }
    }
}

/// The day that matters most of an instrument: since when it is in force, else when it was signed last.
fn day(l: Locale, line: &Line) -> String {
    let position = &line.position;
    if let Some(since) = position.force.since() {
        let day = l.date_short(since.latest);
        return l.format("instrument-row-force", &[("date", Arg::Str(&day))]);
    }
    let signed = line.instrument.acts.iter().filter(|s| s.what.kind.code() == "signed");
    match signed.max_by_key(|s| s.what.on.last_day()) {
        Some(last) => {
            let day = l.edtf_short(&last.what.on.to_string());
            l.format("instrument-row-signed", &[("date", Arg::Str(&day))])
        }
        None => l.t("instrument-row-none").to_owned(),
    }
}

/// An alarm in a few words, with its look; what is said elsewhere in the row is left out.
fn brief(l: Locale, alarm: &Alarm) -> Option<(&'static str, String)> {
    let dated = |id: &str, on| l.format(id, &[("date", Arg::Str(&l.date_short(on)))]);
    match alarm {
        Alarm::Overdue { days, .. } => {
            let days = l.count("instrument-days", i64::from(*days));
            Some(("late", l.format("instrument-overdue-by", &[("days", Arg::Str(&days))])))
        }
        Alarm::NoticeBy { on, .. } => Some(("risk", dated("instrument-row-notice", *on))),
        Alarm::Ends { on, .. } => Some(("risk", dated("instrument-row-ends", *on))),
        Alarm::Renews { on, .. } => Some(("info", dated("instrument-row-renews", *on))),
        Alarm::ForceDiffers { .. } | Alarm::ReportsDiffer { .. } => {
            Some(("risk", l.t("instrument-row-differ").to_owned()))
        }
        Alarm::HeldLong { .. } | Alarm::Unsigned => None,
    }
}

/// The list in the console.
#[derive(Template)]
#[template(path = "instruments.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<InstrumentRow>,
    next: Option<String>,
    enter_href: Option<String>,
    csv: String,
    xlsx: String,
}

/// How many instruments a page of the list has.
const LISTED: usize = 40;

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have a list of their own.
    ctx.authorise(Action::ReadRecord)?;
    let found = instrument::list(&ctx, &wanted(&visit), visit.after(), LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let row = |line| InstrumentRow::new(l, &names, "instruments", line, "");
    page(&ListPage {
        saved: bar(&visit, ListOf::Instruments, None).await?,
        filter: controls(&visit, &names),
        rows: found.lines.iter().map(row).collect(),
        next: found.next.map(|next| visit.going_on(&next)),
        enter_href: visit.may(Action::KeepRecord).then(|| visit.at("/instruments/new")),
        csv: visit.at_filtered("/instruments.csv"),
        xlsx: visit.at_filtered("/instruments.xlsx"),
        shell: visit.shell(l.t("instruments-title"), Nav::Instruments).await?,
    })
}

/// What the query chooses. A value that makes no sense chooses nothing.
fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        partner: visit.asked("partner"),
        kind: Type::from_code(visit.chosen("kind")),
        standing: Standing::from_code(visit.chosen("standing")),
        expiring: visit.chosen("soon") == "1",
    }
}

fn controls(visit: &Visit, names: &Directory) -> Vec<Control> {
    let l = visit.locale;
    let kinds =
        Type::ALL.iter().map(|k| Choice::new(k.code(), l.term("instrument_type", k.code())));
    let standings = Standing::ALL
        .iter()
        .map(|s| Choice::new(s.code(), l.term("instrument_standing", s.code())));
    let soon = [Choice::new("1", l.t("instrument-filter-soon"))];
    vec![
        visit.filter("partner", l.t("filter-partner"), party_choices(l, names)),
        visit.filter("kind", l.t("instrument-kind"), kinds),
        visit.filter("standing", l.t("instrument-standing"), standings),
        visit.filter("soon", l.t("instrument-dates"), soon),
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
    let found = instrument::list(&ctx, &wanted(visit), None, MOST_ROWS).await?;
    let lines = found.lines.iter().map(|line| (&line.instrument, &line.position));
    answer(&instruments_table(lines), "instruments", form)
}
