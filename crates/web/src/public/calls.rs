//! Published calls: the list, one of them, and the check a doctor makes before applying.
//!
//! The check is answered from what was sent with it and forgets it: no row, no cookie, no address with the answers in it.

use askama::Template;
use axum::http::StatusCode;
use kelisim_app::lookup::directory;
use kelisim_app::programme::{self, Cursor, Page, Wanted, answers, checked, questions};
use kelisim_app::{Actor, AppError};
use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::programme::call::{Stage, Terms};
use kelisim_domain::programme::question::{Answer as Kind, Question};
use kelisim_domain::programme::region;
use kelisim_i18n::{Arg, Country, Locale};

use super::{Anyone, HTML};
use crate::answer::{Answer, Failure, page_with};
use crate::cursor::Place as _;
use crate::form::Choice;
use crate::posted::{Fields, Sent};
use crate::programme::list::CallRow;
use crate::programme::shown::{Naming, Shown};
use crate::routes::At;
use crate::sheet::{self, Input, Sheet};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// The list.
#[derive(Template)]
#[template(path = "open_calls.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<CallRow>,
    next: Option<String>,
}

/// How many calls a page of the list has.
const LISTED: usize = 60;

/// Shows the list.
pub(crate) async fn list(anyone: Anyone) -> Answer {
    let after = anyone.visit.after::<Cursor>();
    let query = after.map(|at| format!("?after={}", at.text())).unwrap_or_default();
    anyone.page(format!("/open-calls{query}"), HTML, |visit| write_list(visit, after)).await
}

async fn write_list(visit: Visit, after: Option<Cursor>) -> Result<String, Failure> {
    let ctx = visit.context();
    let found = programme::list(&ctx, &Wanted::default(), after, LISTED).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let shell = visit.public_shell(l.t("calls-title"), &names);
    let row = |call| CallRow::new(l, &names, "open-calls", call, ctx.now);
    let page = ListPage {
        shell: Shell { here: Some(Nav::Promises), ..shell },
        rows: found.calls.iter().filter_map(row).collect(),
        next: found.next.map(|at| visit.at(&format!("/open-calls?after={}", at.text()))),
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

/// One call.
#[derive(Template)]
#[template(path = "open_call.html")]
struct CallPage {
    shell: Shell,
    partner: String,
    registry: String,
    c: Shown,
    check_href: Option<String>,
    /// Where the released result is.
    result_href: Option<String>,
    /// Where a doctor applies, while applications are taken.
    apply_href: Option<String>,
    json: String,
}

/// Shows one. What is not published is not there.
pub(crate) async fn one(anyone: Anyone, at: At) -> Answer {
    let id: CallId = at.read("id")?;
    anyone.page(format!("/open-calls/{id}"), HTML, |visit| write_one(visit, id)).await
}

async fn write_one(visit: Visit, id: CallId) -> Result<String, Failure> {
    let ctx = visit.context();
    let seen = programme::page(&ctx, id, None).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let terms = seen.call.terms().ok_or(AppError::NotFound)?;
    let c = Naming { l, names: &names, page: &seen, terms, console: false }.shown();
    let d = &seen.call.description;
    let shell = visit.public_shell(&c.title.text, &names);
    let page = CallPage {
        partner: words::party(l, &names, &d.partner),
        registry: words::registry(l, &names, d.registry),
        shell: Shell { here: Some(Nav::Promises), ..shell },
        check_href: (!questions(terms).is_empty())
            .then(|| visit.at(&format!("/open-calls/{id}/check")))
            .filter(|_| seen.call.given.is_none()),
        // Places given by name have no result that could be checked.
        result_href: (seen.call.given.is_some() && !seen.call.by_name())
            .then(|| visit.at(&format!("/results/{id}"))),
        apply_href: (seen.stage == Stage::Open)
            .then(|| visit.at(&format!("/register?return_to=/apply/{id}"))),
        json: format!("/api/v1/calls/{id}"),
        c,
    };
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

/// A rule with what it says to the answers.
struct RuleRow {
    tone: &'static str,
    icon: &'static str,
    says: &'static str,
    reason: Told,
    expression: String,
    /// What the rule asks for.
    asks: String,
}

/// What comes of a check, with its look.
struct Verdict {
    tone: &'static str,
    text: &'static str,
}

/// The check.
#[derive(Template)]
#[template(path = "call_check.html")]
struct CheckPage {
    shell: Shell,
    title: Told,
    href: String,
    sheet: Sheet,
    /// What comes of it; nothing before anything was answered.
    verdict: Option<Verdict>,
    rules: Vec<RuleRow>,
}

async fn published(visit: &Visit, id: CallId) -> Result<Page, AppError> {
    // Whoever is signed in makes the check as everybody does.
    programme::page(&visit.state.app.context(Actor::Public), id, None).await
}

/// The questions.
pub(crate) async fn questions_form(at: At, visit: Visit) -> Answer {
    write_check(&visit, at.read("id")?, &Fields::default(), false).await
}

/// The answers, and what the rules say to them.
pub(crate) async fn check(at: At, sent: Sent) -> Answer {
    write_check(&sent.visit, at.read("id")?, &sent.fields, true).await
}

async fn write_check(visit: &Visit, id: CallId, fields: &Fields, sent: bool) -> Answer {
    let l = visit.locale;
    let seen = published(visit, id).await?;
    let terms = seen.call.terms().ok_or(AppError::NotFound)?;
    let asked = questions(terms);
    let read = answers(&asked, |name| fields.get(name).to_owned());
    let (given, refusals): (_, Vec<Refusal>) = match read {
        Ok(given) => (given, Vec::new()),
        Err(refusals) => (Default::default(), refusals),
    };
    let told = (sent && refusals.is_empty()).then(|| checked(terms, &given));
    let href = visit.at(&format!("/open-calls/{id}"));
    let inputs = asked.iter().map(|question| input(l, *question, terms, &seen)).collect();
    let sheet = Sheet::new(&format!("{href}/check"), l.t("call-check-do"), inputs)
        .fill(|name| Some(fields.get(name)))
        .refused(l, &refusals);
    let ctx = visit.context();
    let names = directory(&ctx).await?;
    let shell = visit.public_shell(l.t("call-check-title"), &names);
    let status =
        if refusals.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(
        status,
        &CheckPage {
            shell: Shell { here: Some(Nav::Promises), ..shell },
            title: Told::new(l, &terms.title),
            href,
            verdict: told.as_ref().map(|told| match told.fits() {
                Some(true) => Verdict { tone: "ok", text: l.t("call-check-fits") },
                Some(false) => Verdict { tone: "", text: l.t("call-check-fails") },
                None => Verdict { tone: "info", text: l.t("call-check-unknown") },
            }),
            rules: told.iter().flat_map(|told| &told.rules).map(|rule| row(l, rule)).collect(),
            sheet,
        },
    )
}

fn row(l: Locale, told: &programme::Told) -> RuleRow {
    let (tone, icon, says) = match told.holds {
        Some(true) => ("ok", "circle-check", l.t("call-rule-holds")),
        Some(false) => ("late", "x", l.t("call-rule-fails")),
        None => ("dash", "circle-dashed", l.t("call-rule-unknown")),
    };
    let asks: Vec<&str> = told.asks.iter().map(|q| l.term("question", q.code())).collect();
    RuleRow {
        tone,
        icon,
        says,
        reason: Told::new(l, &told.reason),
        expression: told.expression.clone(),
        asks: asks.join("; "),
    }
}

/// A question as an input. Every question may be left open: the rule that needs it then says so.
pub(crate) fn input(l: Locale, question: Question, terms: &Terms, seen: &Page) -> Input {
    let label = l.term("question", question.code());
    let name = question.code();
    let input = match question.answer() {
        Kind::YesNo => {
            let choices =
                vec![Choice::new("yes", l.t("call-yes")), Choice::new("no", l.t("call-no"))];
            Input::select(l, name, label, choices)
        }
        Kind::Whole { least, most } => {
            let (least, most) = (least.to_string(), most.to_string());
            let args = [("least", Arg::Str(&least)), ("most", Arg::Str(&most))];
            Input::line(name, label).hint(&l.format("call-whole-hint", &args))
        }
        Kind::Country => {
            let all = Country::sorted(l).into_iter();
            Input::select(l, name, label, all.map(|c| Choice::new(c.alpha2, c.name(l))).collect())
        }
        Kind::Region => {
            let regions = region::of(seen.call.description.registry).map(|code| {
                let named = region::name(code).map(|name| words::text(l, &name).0);
                Choice::new(code, named.unwrap_or_else(|| code.to_owned()))
            });
            Input::select(l, name, label, sheet::sorted(l, regions))
        }
        Kind::OneOf(codes) => Input::select(
            l,
            name,
            label,
            codes.iter().map(|code| Choice::new(*code, *code)).collect(),
        ),
    };
    // Age is counted on a day that is known.
    let closes = seen.call.applications().filter(|_| question == Question::Age);
    match closes {
        Some((_, closes)) => {
            let day = l.date_long(terms.zone.clock(closes).0.date());
            input.hint(&l.format("call-age-hint", &[("date", Arg::Str(&day))])).optional()
        }
        None => input.optional(),
    }
}
