//! The list of indicators, and codes that nobody defined yet.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::indicator::{self, Wanted};
use kelisim_app::lookup::{Directory, directory};
use kelisim_domain::indicator::{Indicator, Periodicity};
use kelisim_domain::saved::ListOf;
use kelisim_domain::topic::Unit;
use kelisim_exchange::indicator::indicators_table;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, page};
use crate::commitment::party_choices;
use crate::form::{Choice, Control};
use crate::meeting::fact::coded;
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words::{self, Told};

/// An indicator in a list.
pub(crate) struct IndicatorRow {
    pub(crate) href: String,
    pub(crate) name: Told,
    pub(crate) measure: String,
    pub(crate) unit: &'static str,
    pub(crate) geography: String,
    pub(crate) periodicity: &'static str,
    /// Who owns it, or that no source says so.
    pub(crate) owner: String,
}

impl IndicatorRow {
    /// The row of an indicator; `place` is `indicators` in the console and `public-indicators` for everybody.
    pub(crate) fn new(l: Locale, names: &Directory, place: &str, it: &Indicator) -> Self {
        let d = &it.definition;
        Self {
            href: format!("/{}/{place}/{}", l.tag(), it.id),
            name: Told::new(l, &d.name),
            measure: d.measure.as_str().to_owned(),
            unit: l.term("unit_name", d.unit.code()),
            geography: geography(l, names, it),
            periodicity: l.term("periodicity", d.periodicity.code()),
            owner: owner(l, names, it),
        }
    }
}

/// The countries it is measured in, in words.
pub(crate) fn geography(l: Locale, names: &Directory, it: &Indicator) -> String {
    match it.definition.geography.as_slice() {
        [] => l.t("indicator-anywhere").to_owned(),
        named => words::parties(l, names, named),
    }
}

/// Who owns it, or that nobody is named.
pub(crate) fn owner(l: Locale, names: &Directory, it: &Indicator) -> String {
    let owner = it.definition.owner.as_ref();
    owner.map_or_else(|| l.t("indicator-owner-none").to_owned(), |it| words::party(l, names, it))
}

#[derive(Template)]
#[template(path = "indicators.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<IndicatorRow>,
    next: Option<String>,
    define_href: Option<String>,
    /// Codes that figures have and nobody defined, each with the form that defines it.
    undefined: Vec<(String, String)>,
    csv: String,
    xlsx: String,
}

/// How many indicators a page of the list has.
const LISTED: usize = 40;

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have a list of their own.
    ctx.authorise(Action::ReadRecord)?;
    let found = indicator::list(&ctx, &wanted(&visit), visit.after(), LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let row = |it| IndicatorRow::new(l, &names, "indicators", it);
    page(&ListPage {
        saved: bar(&visit, ListOf::Indicators, None).await?,
        filter: controls(&visit, &names),
        rows: found.indicators.iter().map(row).collect(),
        next: found.next.map(|next| visit.going_on(&next)),
        define_href: visit.may(Action::KeepRecord).then(|| visit.at("/indicators/new")),
        undefined: undefined(&visit).await?,
        csv: visit.at_filtered("/indicators.csv"),
        xlsx: visit.at_filtered("/indicators.xlsx"),
        shell: visit.shell(l.t("indicators-title"), Nav::Indicators).await?,
    })
}

async fn undefined(visit: &Visit) -> kelisim_app::Result<Vec<(String, String)>> {
    if !visit.may(Action::KeepRecord) {
        return Ok(Vec::new());
    }
    let l = visit.locale;
    let codes = indicator::undefined(&visit.context()).await?;
    let link = |it: indicator::Undefined| {
        let n = l.number(it.figures);
        let args = [("code", Arg::Str(&it.measure)), ("n", Arg::Str(&n))];
        let href = visit.at(&format!("/indicators/new?measure={}", it.measure));
        (href, l.format("indicator-undefined-line", &args))
    };
    Ok(codes.into_iter().map(link).collect())
}

/// What the query chooses. A value that makes no sense chooses nothing.
fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        owner: visit.asked("owner"),
        unit: Unit::from_code(visit.chosen("unit")),
        periodicity: Periodicity::from_code(visit.chosen("periodicity")),
        geography: visit.asked("geography"),
    }
}

fn controls(visit: &Visit, names: &Directory) -> Vec<Control> {
    let l = visit.locale;
    let units = Unit::ALL.iter().map(|u| Choice::new(u.code(), l.term("unit_name", u.code())));
    let often = coded(l, "periodicity", Periodicity::ALL.iter().map(|p| p.code()));
    vec![
        visit.filter("geography", l.t("indicator-geography"), party_choices(l, names)),
        visit.filter("owner", l.t("indicator-owner"), party_choices(l, names)),
        visit.filter("unit", l.t("figure-unit"), crate::sheet::sorted(l, units)),
        visit.filter("periodicity", l.t("indicator-periodicity"), often),
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
    let found = indicator::list(&ctx, &wanted(visit), None, MOST_ROWS).await?;
    answer(&indicators_table(found.indicators.iter()), "indicators", form)
}
