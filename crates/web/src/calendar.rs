//! The days on which something falls due: a page, and the same for the calendars of people.

use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::calendar::{Calendar, Due, Thing, Why, calendar, mine};
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::sign_in::Resumed;
use kelisim_app::token::subscriber;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::token::Scope;
use kelisim_exchange::ical;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, Failure, page};
use crate::public::Anyone;
use crate::routes::{Access, At, Routes};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    routes
        .get("/{lang}/calendar", read, show)
        .get("/{lang}/calendar.ics", read, file)
        .get("/{lang}/calendar/{file}", Access::Token(Scope::Calendar), own)
        .get("/{lang}/promises.ics", Access::Everybody, public)
}

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage {
    shell: Shell,
    months: Vec<Month>,
    /// Whether there are more days than are shown.
    more: bool,
    public_href: String,
}

/// Days under one heading.
struct Month {
    id: String,
    heading: String,
    days: Vec<Row>,
}

/// A day.
struct Row {
    machine: String,
    day: String,
    href: String,
    title: Told,
    /// Why it matters.
    why: String,
    partner: String,
    /// Code and place of the stage, where that differs.
    stage: Option<(&'static str, i64)>,
    /// Whether it has passed.
    late: bool,
}

async fn show(visit: Visit) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let found = calendar(&ctx).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    page(&CalendarPage {
        shell: visit.shell(l.t("calendar-title"), Nav::Calendar).await?,
        months: months(l, &names, &found),
        more: found.more,
        public_href: visit.at("/promises.ics"),
    })
}

/// What has passed with something open, then one heading a month.
fn months(l: Locale, names: &Directory, found: &Calendar) -> Vec<Month> {
    let mut months = Vec::new();
    if !found.passed.is_empty() {
        let days = found.passed.iter().map(|due| Row::new(l, names, due, true)).collect();
        months.push(Month { id: "passed".into(), heading: l.t("calendar-passed").into(), days });
    }
    let month = |due: &Due| format!("{:04}-{:02}", due.on.year(), due.on.month());
    for days in found.ahead.chunk_by(|a, b| month(a) == month(b)) {
        let Some(id) = days.first().map(month) else { continue };
        months.push(Month {
            heading: l.edtf(&id),
            id,
            days: days.iter().map(|due| Row::new(l, names, due, false)).collect(),
        });
    }
    months
}

impl Row {
    fn new(l: Locale, names: &Directory, due: &Due, late: bool) -> Self {
        let whole = due.stated == Edtf::day(due.on);
        Self {
            machine: due.on.to_string(),
            day: match whole {
                true if late => l.date_short(due.on),
                true => l.day_month(due.on),
                false => l.edtf_short(&due.stated.to_string()),
            },
            href: format!("/{}{}", l.tag(), path(due, false)),
            title: Told::new(l, &due.title),
            why: why(l, &due.why),
            partner: words::party(l, names, &due.partner),
            stage: due.stage.map(|stage| (words::shown(stage), words::step(stage))),
            late,
        }
    }
}

/// Where a thing is shown: in the console, or to everybody. A line of the ledger has no public page.
fn path(due: &Due, public: bool) -> String {
    let id = due.thing.id();
    match (due.thing, public) {
        (Thing::Commitment(_), false) => format!("/commitments/{id}"),
        (Thing::Commitment(_), true) => format!("/promises/{id}"),
        (Thing::Instrument(_), false) => format!("/instruments/{id}"),
        (Thing::Instrument(_), true) => format!("/agreements/{id}"),
        (Thing::Meeting(_), false) => format!("/meetings/{id}"),
        (Thing::Meeting(_), true) => format!("/public-meetings/{id}"),
        (Thing::Quota(_), false) => format!("/quotas/{id}"),
        (Thing::Quota(_), true) => "/promises".to_owned(),
        (Thing::Session { body, .. }, false) => format!("/bodies/{body}"),
        (Thing::Session { body, .. }, true) => format!("/public-bodies/{body}"),
        (Thing::Phase { call, .. }, false) => format!("/calls/{call}"),
        (Thing::Phase { call, .. }, true) => format!("/open-calls/{call}"),
        (Thing::Visit(visit) | Thing::Agreed { visit, .. }, false) => format!("/visits/{visit}"),
        (Thing::Visit(visit) | Thing::Agreed { visit, .. }, true) => {
            format!("/public-visits/{visit}")
        }
        (Thing::Milestone { project, .. }, false) => format!("/projects/{project}#m{id}"),
        (Thing::Milestone { project, .. }, true) => format!("/progress/{project}#m{id}"),
    }
}

/// Why a day matters, in words.
fn why(l: Locale, why: &Why) -> String {
    match why {
        Why::Answer { agency } => {
            let agency = words::text(l, agency).0;
            l.format("calendar-answer", &[("agency", Arg::Str(&agency))])
        }
        Why::PeriodEnds { open, channel } => {
            let open = l.count("calendar-period", i64::try_from(*open).unwrap_or(i64::MAX));
            format!("{open} · {}", l.term("channel", channel.code()))
        }
        Why::Session { number: Some(number) } => {
            let number = l.number(i64::from(*number));
            l.format("calendar-session-n", &[("n", Arg::Str(&number))])
        }
        Why::Phase { phase } => {
            let phase = l.term("call_phase", phase.code());
            l.format("calendar-phase", &[("phase", Arg::Str(phase))])
        }
        Why::Agreed { matter } => {
            let matter = words::text(l, matter).0;
            l.format("calendar-agreed", &[("matter", Arg::Str(&matter))])
        }
        Why::Milestone { name } => {
            let name = words::text(l, name).0;
            l.format("calendar-milestone", &[("name", Arg::Str(&name))])
        }
        other => l.term("calendar-why", other.code()).to_owned(),
    }
}

/// The calendar of whoever is signed in, as a file.
async fn file(visit: Visit) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let mut response: Response =
        written(&visit, &calendar(&ctx).await?, false).await?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(ICAL));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = HeaderValue::from_static("attachment; filename=\"kelisim.ics\"");
    headers.insert(CONTENT_DISPOSITION, name);
    Ok(response)
}

/// What everybody may know, to be subscribed to.
async fn public(anyone: Anyone) -> Answer {
    let write = async |visit: Visit| {
        let found = calendar(&visit.context()).await?;
        written(&visit, &found, true).await
    };
    anyone.page("/promises.ics".to_owned(), ICAL, write).await
}

/// The type of a calendar.
const ICAL: &str = "text/calendar; charset=utf-8";

/// What is in the charge of one person, to be subscribed to at an address that only this person knows.
///
/// No cookie is read, and a token that opens nothing is answered as an address that is not there.
async fn own(Anyone { mut visit, .. }: Anyone, at: At) -> Answer {
    let file: String = at.read("file")?;
    let secret = file.strip_suffix(".ics").ok_or(AppError::NotFound)?;
    let who = subscriber(&visit.state.app, secret).await?.ok_or(AppError::NotFound)?;
    visit.who = Some(Resumed { who, csrf: String::new(), missing: None });
    let found = mine(&visit.context()).await?;
    let mut response: Response = written(&visit, &found, false).await?.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(ICAL));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}

async fn written(visit: &Visit, found: &Calendar, public: bool) -> Result<String, Failure> {
    let names = directory(&visit.context()).await?;
    let mut text = ical::Calendar::new(visit.locale.t("calendar-name"));
    for due in found.passed.iter().chain(&found.ahead) {
        text.add(&event(visit, &names, due, public));
    }
    Ok(text.finish())
}

fn event(visit: &Visit, names: &Directory, due: &Due, public: bool) -> ical::Event {
    let l = visit.locale;
    let (title, why) = (words::text(l, &due.title).0, why(l, &due.why));
    let partner = words::party(l, names, &due.partner);
    let mut description = vec![why.clone()];
    if due.stated != Edtf::day(due.on) {
        description.push(l.edtf(&due.stated.to_string()));
    }
    description.extend(due.stage.map(|stage| l.term("shown", words::shown(stage)).to_owned()));
    let base = visit.state.settings.public_base.as_ref();
    // A call has several phases, a thing of any other kind one day of each sort.
    let part = match due.thing {
        Thing::Phase { phase, .. } => format!("{}-{}", due.why.code(), phase.code()),
        _ => due.why.code().to_owned(),
    };
    ical::Event {
        uid: format!("{}.{part}@kelisim", due.thing.id()),
        on: due.on,
        summary: format!("{partner}: {title}"),
        description: description.join("\n"),
        category: why,
        url: base.map(|base| format!("{base}/{}{}", l.tag(), path(due, public))),
        tentative: due.stage.is_some_and(|stage| !stage.is_promise()),
        known_on: due.known_on,
        warn: match due.why {
            Why::NoticeBy | Why::Deadline | Why::Milestone { .. } => Some(30),
            Why::Answer { .. } | Why::Phase { .. } => Some(3),
            Why::Meeting | Why::Session { .. } | Why::Visit | Why::Agreed { .. } => Some(14),
            Why::Ends | Why::Renews | Why::PeriodEnds { .. } => None,
        },
    }
}
