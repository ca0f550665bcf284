//! The list of directions, with a filter for each column, and as a table.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::direction::{Wanted, list};
use kelisim_domain::programme::direction::{Direction, State};
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_exchange::rows::{Columns, Rows};

use super::{chip, specialties, specialty_name};
use crate::answer::{Answer, page};
use crate::form::{Choice, Control};
use crate::sheet;
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words;

struct Row {
    href: String,
    specialty: String,
    department: String,
    host: String,
    months: String,
    people: String,
    chip: (&'static str, &'static str, &'static str),
}

#[derive(Template)]
#[template(path = "directions.html")]
struct ListPage {
    shell: Shell,
    filter: Vec<Control>,
    total: String,
    rows: Vec<Row>,
    next: Option<String>,
    propose: Option<String>,
    gather: Option<String>,
    csv: String,
    xlsx: String,
}

/// How many a page has.
const LISTED: usize = 50;

fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        state: State::from_code(visit.chosen("state")),
        partner: visit.asked("partner"),
        host: visit.asked("host"),
        specialty: SpecialtyCode::read(visit.chosen("specialty")),
        own: visit.chosen("own") == "1",
    }
}

/// For how many people: as wished, or as accepted where that is fewer.
fn people(it: &Direction) -> (u64, Option<u64>) {
    let accepted = it.answer.as_ref().filter(|answer| answer.reason.is_none());
    (it.wish.people, accepted.map(|answer| answer.people))
}

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    let all = list(&ctx, &wanted(&visit)).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let row = |it: &Direction| {
        let (wished, accepted) = people(it);
        Row {
            href: visit.at(&format!("/directions/{}", it.id)),
            specialty: specialty_name(l, it),
            department: words::text(l, &it.wish.department).0,
            host: words::party(l, &names, &it.wish.host),
            months: it.wish.months.to_string(),
            people: match accepted {
                Some(accepted) if accepted != wished => format!("{accepted} / {wished}"),
                _ => wished.to_string(),
            },
            chip: chip(l, it.state),
        }
    };
    let from = visit.asked::<usize>("from").unwrap_or(0).min(all.len());
    let next = (all.len() > from + LISTED).then(|| {
        let at = visit.at_filtered("/directions");
        let sign = if at.contains('?') { '&' } else { '?' };
        format!("{at}{sign}from={}", from + LISTED)
    });
    let states =
        State::ALL.iter().map(|s| Choice::new(s.code(), l.term("direction_state", s.code())));
    let parties = || sheet::parties(l, &names);
    let keep = visit.may(Action::KeepRecord);
    page(&ListPage {
        filter: vec![
            visit.filter("specialty", l.t("call-specialty"), specialties(l)),
            visit.filter("host", l.t("call-host"), parties()),
            visit.filter("partner", l.t("filter-partner"), parties()),
            visit.filter("state", l.t("direction-state"), states),
            visit.filter(
                "own",
                l.t("direction-whose"),
                [Choice::new("1", l.t("direction-own-only"))],
            ),
        ],
        total: l.count("direction-count", i64::try_from(all.len()).unwrap_or(i64::MAX)),
        rows: all.iter().skip(from).take(LISTED).map(row).collect(),
        next,
        propose: visit.may(Action::Propose).then(|| visit.at("/directions/new")),
        gather: keep.then(|| visit.at("/directions/call")),
        csv: visit.at_filtered("/directions.csv"),
        xlsx: visit.at_filtered("/directions.xlsx"),
        shell: visit.shell(l.t("directions-title"), Nav::Calls).await?,
    })
}

const COLUMNS: Columns = Columns {
    names: &[
        "partner",
        "host",
        "specialty",
        "months",
        "people",
        "accepted",
        "state",
        "reason",
        "department",
        "why",
        "call",
    ],
    numbers: &["months", "people", "accepted"],
    dates: &[],
};

async fn table(visit: &Visit, form: Form) -> Answer {
    let all = list(&visit.context(), &wanted(visit)).await?;
    let mut rows = Rows::new(COLUMNS);
    for it in &all {
        let (wished, accepted) = people(it);
        let reason = it.answer.as_ref().and_then(|answer| answer.reason);
        let of = |text: &kelisim_domain::text::Text4| text.shown(text.record).0.to_owned();
        rows.add(vec![
            it.description.partner.to_string(),
            it.wish.host.to_string(),
            it.wish.specialty.to_string(),
            it.wish.months.to_string(),
            wished.to_string(),
            accepted.map(|n| n.to_string()).unwrap_or_default(),
            it.state.code().to_owned(),
            reason.map(|reason| reason.code().to_owned()).unwrap_or_default(),
            of(&it.wish.department),
            of(&it.wish.why),
            it.call.map(|call| call.to_string()).unwrap_or_default(),
        ]);
    }
    answer(&rows, "directions", form)
}

/// The list as a table of text, with the same filters. The same bytes in every language.
pub(super) async fn csv(visit: Visit) -> Answer {
    table(&visit, Form::Csv).await
}

/// The same as a workbook.
pub(super) async fn xlsx(visit: Visit) -> Answer {
    table(&visit, Form::Xlsx).await
}
