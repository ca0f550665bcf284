//! The list of reported figures, the newest period first, by partner and by what is measured.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::{indicator, public};
use kelisim_domain::saved::ListOf;

use crate::answer::{Answer, page};
use crate::commitment::party_choices;
use crate::form::{Choice, Control};
use crate::overview::{FigureRow, figure_row};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

#[derive(Template)]
#[template(path = "figures.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<FigureRow>,
    next: Option<String>,
    book_href: Option<String>,
    csv: String,
    xlsx: String,
}

/// How many figures a page of the list has.
const LISTED: i64 = 40;
/// Most indicators that are offered as a filter; the address takes any code.
const OFFERED: usize = 500;

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let (partner, measure) = (visit.asked("partner"), visit.chosen("measure"));
    let measure = Some(measure).filter(|code| !code.is_empty());
    let after = visit.after();
    let found =
        public::figures_seen(&ctx, partner.as_ref(), measure, after.as_ref(), LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let rows = found.figures.iter().filter_map(|figure| {
        let href = visit.at(&format!("/figures/{}", figure.id));
        Some(FigureRow { href, ..figure_row(l, &names, figure, None)? })
    });
    let filter = vec![
        visit.filter("partner", l.t("filter-partner"), party_choices(l, &names)),
        visit.filter("measure", l.t("figure-indicator"), measures(&visit).await?),
    ];
    page(&ListPage {
        saved: bar(&visit, ListOf::Figures, None).await?,
        filter,
        rows: rows.collect(),
        next: found.next.map(|next| visit.going_on(&next)),
        book_href: visit.may(Action::KeepRecord).then(|| visit.at("/figures/new")),
        csv: visit.at_filtered("/figures.csv"),
        xlsx: visit.at_filtered("/figures.xlsx"),
        shell: visit.shell(l.t("overview-figures"), Nav::Indicators).await?,
    })
}

/// What is measured: indicators that are defined, and the code that is asked for where nobody defined it.
async fn measures(visit: &Visit) -> kelisim_app::Result<Vec<Choice>> {
    let ctx = visit.context();
    let wanted = indicator::Wanted::default();
    let found = indicator::list(&ctx, &wanted, None, OFFERED).await?;
    let choice = |it: &kelisim_domain::indicator::Indicator| {
        let name = words::text(visit.locale, &it.definition.name).0;
        Choice::new(it.definition.measure.as_str(), name)
    };
    let mut choices = crate::sheet::sorted(visit.locale, found.indicators.iter().map(choice));
    let chosen = visit.chosen("measure");
    if !chosen.is_empty() && choices.iter().all(|choice| choice.value != chosen) {
        choices.push(Choice::new(chosen, chosen));
    }
    Ok(choices)
}
