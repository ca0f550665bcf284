//! The answers of the hosts: a page for officers and the host's side, and the two forms of the host's side.

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::programme::run::{self, AnswersForm, AnswersPage, HostAnswers, Nominee};
use kelisim_app::{AppError, Result};
use kelisim_domain::Refusal;
use kelisim_domain::aggregate::Meta;
use kelisim_domain::id::CallId;
use kelisim_domain::programme::run::Given;
use kelisim_i18n::Locale;

use super::super::shown::instant;
use super::told;
use crate::answer::{Answer, Failure, page};
use crate::posted::{Fields, Posted};
use crate::routes::At;
use crate::sheet::{self, Start};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// One person of a list.
struct Person {
    href: String,
    name: String,
    receipt: String,
}

struct SeatShown {
    seat: String,
    /// Whether the list of those it takes is an order that was given.
    ordered: bool,
    accepted: Vec<Person>,
    refused: Vec<Person>,
    /// How many more there are than are shown.
    more: Option<String>,
}

/// Most people of one seat that are shown where nobody has to order them; the list that is signed has all.
const SHOWN: usize = 200;

struct HostShown {
    name: String,
    /// Look, icon and word.
    chip: (&'static str, &'static str, &'static str),
    facts: Vec<(&'static str, String)>,
    seats: Vec<SeatShown>,
    links: Vec<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "answers.html")]
struct AnswersShown {
    shell: Shell,
    crumb: (String, String),
    lead: &'static str,
    says: Vec<(&'static str, String)>,
    hosts: Vec<HostShown>,
}

/// The page.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: CallId = at.read("id")?;
    let ctx = visit.context();
    let seen = run::answers(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let terms = seen.call.terms().ok_or(AppError::NotFound)?;
    let mut says = Vec::new();
    if seen.waiting > 0 {
        says.push(("", l.count("answers-waiting", wide(seen.waiting))));
    }
    if terms.made_up {
        says.push(("info", l.t("run-made-up").to_owned()));
    }
    if seen.frozen {
        says.push(("info", l.t("answers-frozen").to_owned()));
    }
    page(&AnswersShown {
        crumb: (visit.at(&format!("/calls/{id}")), words::text(l, &terms.title).0),
        lead: if seen.ordered { l.t("answers-lead-ordered") } else { l.t("answers-lead") },
        says,
        hosts: seen.hosts.iter().map(|host| shown(&visit, &names, &seen, host)).collect(),
        shell: visit.shell(l.t("answers-title"), Nav::Calls).await?,
    })
}

fn wide(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Who did something, and when.
fn hand(l: Locale, seen: &AnswersPage, meta: Meta) -> String {
    let zone = seen.call.terms().map(|terms| instant(l, &terms.zone, meta.recorded_at));
    let who = meta.actor.and_then(|id| seen.people.get(&id).cloned());
    [zone, who].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Where a host stands: look, icon and word.
fn chip(l: Locale, host: &HostAnswers) -> (&'static str, &'static str, &'static str) {
    match &host.given {
        None => ("dash", "circle-dashed", l.t("answers-none-yet")),
        Some(_) if !host.holds => ("risk", "triangle-alert", l.t("answers-outdated")),
        Some(given) if given.signed.is_some() => ("ok", "circle-check", l.t("answers-signed")),
        Some(_) => ("info", "clock", l.t("answers-to-sign")),
    }
}

fn shown(visit: &Visit, names: &Directory, seen: &AnswersPage, host: &HostAnswers) -> HostShown {
    let l = visit.locale;
    let told = seen.call.terms().map(|terms| told::seats(l, names, terms)).unwrap_or_default();
    let mut facts = Vec::new();
    if let Some(given) = &host.given {
        facts.push((l.t("answers-given"), hand(l, seen, given.given)));
        facts.extend(given.signed.map(|meta| (l.t("answers-signed"), hand(l, seen, meta))));
        facts.push(("SHA-256", given.hash.to_string()));
    }
    let person = |one: &Nominee| Person {
        href: visit.at(&format!("/applications/{}", one.id)),
        name: one.name.clone(),
        receipt: one.receipt.clone(),
    };
    let seat = |(number, at): (&u32, &run::SeatAnswers)| {
        let most = if seen.ordered { usize::MAX } else { SHOWN };
        let more = at.accepted.len().saturating_sub(most) + at.refused.len().saturating_sub(most);
        SeatShown {
            seat: told::seat(&told, *number),
            ordered: seen.ordered && at.ordered == at.accepted.len(),
            accepted: at.accepted.iter().take(most).map(person).collect(),
            refused: at.refused.iter().take(most).map(person).collect(),
            more: (more > 0).then(|| l.count("answers-more", wide(more))),
        }
    };
    HostShown {
        name: words::party(l, names, &host.host),
        chip: chip(l, host),
        facts,
        seats: host.seats.iter().map(seat).collect(),
        links: links(visit, seen, host),
    }
}

/// What the host's side can do now.
fn links(visit: &Visit, seen: &AnswersPage, host: &HostAnswers) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let mut links = Vec::new();
    if !seen.hosts_side || seen.frozen {
        return links;
    }
    let at = |act| visit.at(&format!("/calls/{}/answers/{act}?host={}", seen.call.id, host.host));
    let to_sign =
        |given: &Given| given.signed.is_none() && given.given.actor != visit.context().user();
    if host.holds && host.given.as_ref().is_some_and(to_sign) {
        links.push((at("sign"), l.t("answers-do-sign")));
    }
    if seen.waiting == 0 {
        links.push((at("give"), l.t("answers-do-give")));
    }
    links
}

/// What the host's side does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Give,
    Sign,
}

impl Work {
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        match code.as_str() {
            "give" => Ok(Self::Give),
            "sign" => Ok(Self::Sign),
            _ => Err(AppError::NotFound.into()),
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Give => "give",
            Self::Sign => "sign",
        }
    }
}

/// One whom the host takes, with the field of the place.
struct Placed {
    field: String,
    name: String,
    receipt: String,
    value: String,
    error: Option<String>,
}

struct AtSeat {
    seat: String,
    accepted: Vec<Placed>,
    refused: Vec<String>,
}

/// The form of a host.
#[derive(Template)]
#[template(path = "answers_form.html")]
struct AnswersFormPage {
    shell: Shell,
    crumb: (String, &'static str),
    host: String,
    lead: &'static str,
    warnings: Vec<String>,
    general: Vec<String>,
    action: String,
    hidden: Vec<(&'static str, String)>,
    /// Whether places are typed.
    typing: bool,
    ordered: bool,
    seats: Vec<AtSeat>,
    sha256: Option<String>,
    submit: &'static str,
}

impl AnswersFormPage {
    fn mistakes(&self) -> Vec<(&str, &str)> {
        let first = self.seats.iter().flat_map(|at| &at.accepted).next();
        let first = first.map_or("main", |one| one.field.as_str());
        let all = self.seats.iter().flat_map(|at| &at.accepted);
        let general = self.general.iter().map(|text| (first, text.as_str()));
        let own = all.filter_map(|one| Some((one.field.as_str(), one.error.as_deref()?)));
        general.chain(own).collect()
    }
}

fn field(seat: u32, receipt: &str) -> String {
    format!("place-{seat}-{receipt}")
}

/// A form of the host's side.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::VerifyApplications)?;
    let host = visit.chosen("host").to_owned();
    write(&visit, at.read("id")?, Work::of(&at)?, &host, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: CallId, work: Work, host: &str, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let seen = run::answers(&ctx, id).await?;
    let own = seen.hosts.iter().find(|own| own.host.as_str() == host);
    let own = own.ok_or(AppError::NotFound)?;
    let names = directory(&ctx).await?;
    let given = own.given.as_ref();
    let (title, lead) = match work {
        Work::Give if seen.ordered => (l.t("answers-do-give"), l.t("answers-give-ordered")),
        Work::Give => (l.t("answers-do-give"), l.t("answers-give-lead")),
        Work::Sign => (l.t("answers-do-sign"), l.t("answers-sign-lead")),
    };
    let hash = given.map(|given| given.hash.to_string());
    // What the host gave before the form was opened: another hand that was faster is told by it.
    let before = start.typed.as_ref().filter(|_| !start.stale).map(|typed| typed.get("before"));
    let before = before.map_or_else(|| hash.clone().unwrap_or_default(), str::to_owned);
    let hidden = match work {
        Work::Give => vec![("host", host.to_owned()), ("before", before)],
        Work::Sign => vec![("host", host.to_owned()), ("hash", hash.clone().unwrap_or_default())],
    };
    let mut shown = AnswersFormPage {
        crumb: (visit.at(&format!("/calls/{id}/answers")), l.t("answers-title")),
        host: words::party(l, &names, &own.host),
        lead,
        warnings: start.warnings(l),
        general: Vec::new(),
        action: visit.at(&format!("/calls/{id}/answers/{}", work.code())),
        hidden,
        typing: work == Work::Give && seen.ordered,
        ordered: seen.ordered,
        seats: seats(l, &names, &seen, own, start.typed.as_ref()),
        sha256: hash.filter(|_| work == Work::Sign),
        submit: title,
        shell: visit.shell(title, Nav::Calls).await?,
    };
    for refusal in &start.refusals {
        mark(&mut shown, l, refusal);
    }
    sheet::answer(&start.refusals, &shown)
}

fn seats(
    l: Locale,
    names: &Directory,
    seen: &AnswersPage,
    own: &HostAnswers,
    typed: Option<&Fields>,
) -> Vec<AtSeat> {
    let told = seen.call.terms().map(|terms| told::seats(l, names, terms)).unwrap_or_default();
    let one = |number: u32, at: &run::SeatAnswers| AtSeat {
        seat: told::seat(&told, number),
        accepted: (1..)
            .zip(&at.accepted)
            .map(|(place, one)| {
                let field = field(number, &one.receipt);
                let known = if place <= at.ordered { place.to_string() } else { String::new() };
                Placed {
                    value: typed.map_or(known, |typed| typed.get(&field).to_owned()),
                    field,
                    name: one.name.clone(),
                    receipt: one.receipt.clone(),
                    error: None,
                }
            })
            .collect(),
        refused: at.refused.iter().map(|one| format!("{} ({})", one.name, one.receipt)).collect(),
    };
    own.seats.iter().map(|(number, at)| one(*number, at)).collect()
}

/// Puts what a rule says no to beside the place it is about.
fn mark(page: &mut AnswersFormPage, l: Locale, refusal: &Refusal) {
    let text = words::refusal(l, refusal);
    let arg = |name| refusal.args.iter().find(|(own, _)| *own == name).map(|(_, v)| v.as_str());
    let seat = arg("seat").and_then(|seat| seat.parse().ok());
    let meant = seat.zip(arg("code")).map(|(seat, code)| field(seat, code));
    let mut all = page.seats.iter_mut().flat_map(|at| &mut at.accepted);
    match meant.and_then(|meant| all.find(|one| one.field == meant)) {
        Some(one) => one.error = Some(text),
        None => page.general.push(text),
    }
}

/// The places that were typed, by seat and receipt.
fn places(fields: &Fields) -> BTreeMap<(u32, String), String> {
    let one = |(name, value): (&str, &str)| {
        let (seat, receipt) = name.strip_prefix("place-")?.split_once('-')?;
        Some(((seat.parse().ok()?, receipt.to_owned()), value.to_owned()))
    };
    fields.typed().filter_map(one).collect()
}

/// Does it.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    posted.visit.context().authorise(Action::VerifyApplications)?;
    let (id, work): (CallId, Work) = (at.read("id")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    let host = fields.get("host");
    let done: Result<()> = match work {
        Work::Give => {
            let form = AnswersForm {
                host: host.to_owned(),
                before: fields.get("before").to_owned(),
                places: places(fields),
            };
            run::give_answers(&ctx, id, &form).await
        }
        Work::Sign => run::sign_answers(&ctx, id, host, fields.get("hash")).await,
    };
    let path = format!("/calls/{id}/answers");
    posted.answered(done, &path, |start| write(visit, id, work, host, start)).await
}
