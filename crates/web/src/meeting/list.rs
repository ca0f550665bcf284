//! The list of meetings.

use askama::Template;
use jiff::civil::Date;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::meeting::{self, Wanted};
use kelisim_domain::meeting::{Meeting, MeetingLevel, MeetingState};
use kelisim_domain::saved::ListOf;
use kelisim_exchange::meeting::meetings_table;
use kelisim_i18n::Locale;

use crate::answer::{Answer, page};
use crate::commitment::party_choices;
use crate::form::{Choice, Control};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words::{self, Told};

/// A meeting in a list.
pub(crate) struct MeetingRow {
    pub(crate) href: String,
    pub(crate) title: Told,
    pub(crate) level: &'static str,
    pub(crate) partner: String,
    pub(crate) machine: String,
    pub(crate) date: String,
    pub(crate) place: Option<Told>,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) icon: &'static str,
    /// How many decisions it has, in words.
    pub(crate) decided: Option<String>,
}

/// The look of the word for whether a meeting took place. One whose day has passed and that nobody described since
/// waits for a word.
pub(crate) fn look(it: &Meeting, today: Date) -> (&'static str, &'static str) {
    match it.description.state {
        MeetingState::Held => ("ok", "circle-check"),
        MeetingState::Planned if it.description.date.last_day() < today => {
            ("risk", "triangle-alert")
        }
        MeetingState::Planned => ("info", "calendar"),
        MeetingState::PutOff => ("", "x"),
    }
}

impl MeetingRow {
    /// The row of a meeting; `place` is `meetings` in the console and `public-meetings` for everybody.
    pub(crate) fn new(
        l: Locale,
        names: &Directory,
        place: &str,
        it: &Meeting,
        today: Date,
    ) -> Self {
        let d = &it.description;
        let (tone, icon) = look(it, today);
        let decided = i64::try_from(it.decisions.len()).unwrap_or(i64::MAX);
        Self {
            href: format!("/{}/{place}/{}", l.tag(), it.id),
            title: Told::new(l, &d.title),
            level: l.term("level", d.level.code()),
            partner: words::party(l, names, &d.partner),
            machine: d.date.last_day().to_string(),
            date: l.edtf_short(&d.date.to_string()),
            place: d.place.as_ref().map(|place| Told::new(l, place)),
            state: l.term("meeting_state", d.state.code()),
            tone,
            icon,
            decided: (decided > 0).then(|| l.count("meeting-decided", decided)),
        }
    }
}

#[derive(Template)]
#[template(path = "meetings.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<MeetingRow>,
    next: Option<String>,
    enter_href: Option<String>,
    letters_href: Option<String>,
    csv: String,
    xlsx: String,
}

/// How many meetings a page of the list has.
const LISTED: usize = 40;

/// Shows the list.
pub(super) async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have a list of their own.
    ctx.authorise(Action::ReadRecord)?;
    let found = meeting::list(&ctx, &wanted(&visit), visit.after(), LISTED).await?;
    let names = directory(&ctx).await?;
    let (l, today) = (visit.locale, ctx.today());
    let row = |it| MeetingRow::new(l, &names, "meetings", it, today);
    page(&ListPage {
        saved: bar(&visit, ListOf::Meetings, None).await?,
        filter: controls(&visit, &names),
        rows: found.meetings.iter().map(row).collect(),
        next: found.next.map(|next| visit.going_on(&next)),
        enter_href: visit.may(Action::KeepRecord).then(|| visit.at("/meetings/new")),
        letters_href: visit.may(Action::ReadSources).then(|| visit.at("/letters")),
        csv: visit.at_filtered("/meetings.csv"),
        xlsx: visit.at_filtered("/meetings.xlsx"),
        shell: visit.shell(l.t("meetings-title"), Nav::Meetings).await?,
    })
}

/// What the query chooses. A value that makes no sense chooses nothing.
fn wanted(visit: &Visit) -> Wanted {
    Wanted {
        partner: visit.asked("partner"),
        level: MeetingLevel::from_code(visit.chosen("level")),
        state: MeetingState::from_code(visit.chosen("state")),
    }
}

fn controls(visit: &Visit, names: &Directory) -> Vec<Control> {
    let l = visit.locale;
    let levels = MeetingLevel::ALL.iter().map(|k| Choice::new(k.code(), l.term("level", k.code())));
    let states =
        MeetingState::ALL.iter().map(|s| Choice::new(s.code(), l.term("meeting_state", s.code())));
    vec![
        visit.filter("partner", l.t("filter-partner"), party_choices(l, names)),
        visit.filter("level", l.t("meeting-level"), levels),
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
    let found = meeting::list(&ctx, &wanted(visit), None, MOST_ROWS).await?;
    answer(&meetings_table(found.meetings.iter()), "meetings", form)
}
