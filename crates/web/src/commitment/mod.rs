//! Commitments: the list, the page of one, and what an officer does to it.

mod act;
pub(crate) mod shown;

use askama::Template;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::commitment;
use kelisim_app::letter::Thing;
use kelisim_app::lookup::{Directory, colleagues, directory};
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::CommitmentId;
use kelisim_domain::saved::ListOf;
use kelisim_domain::stage::Stage;
use kelisim_domain::topic::Topic;
use kelisim_i18n::Locale;

use self::shown::{Shown, Wording};
use crate::answer::{Answer, page};
use crate::cursor::query_with;
use crate::form::{Choice, Control};
use crate::letter::{self, LetterRow};
use crate::overview::CommitmentRow;
use crate::routes::{Access, At, Routes};
use crate::saved::{Bar, bar};
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/commitments", read, list)
        .get("/{lang}/commitments/{id}", read, show)
        .get("/{lang}/commitments/{id}/{act}", keep, act::form)
        .post("/{lang}/commitments/{id}/{act}", keep, act::submit)
}

#[derive(Template)]
#[template(path = "commitment.html")]
struct CommitmentPage {
    shell: Shell,
    known_on: KnownOn,
    partner: String,
    partner_href: String,
    c: Shown,
    /// In whose charge it is and was, the latest first: since when, and whose.
    charges: Vec<(String, String)>,
    letters: Vec<LetterRow>,
    acts: Vec<(String, &'static str)>,
    public_note: &'static str,
}

async fn show(visit: Visit, at: At) -> Answer {
    let id: CommitmentId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let known_on = visit.known_on();
    let seen = commitment::page(&ctx, id, known_on.day).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let wording =
        Wording { locale: l, names: &names, sources: &seen.sources, place: "commitments" };
    let c = wording.shown(&seen);
    let d = &seen.line.commitment.description;
    let public = seen.line.commitment.public;
    let it = &seen.line.commitment;
    let steps = letter::of_commitment(l, it);
    page(&CommitmentPage {
        charges: charges(&visit, it).await?,
        letters: letter::with_ways(
            &visit,
            Thing::Commitment(it.id),
            letter::rows(l, &it.letters, &steps),
        ),
        partner: words::party(l, &names, &d.partner),
        partner_href: visit.at(&format!("/partners/{}", d.partner)),
        acts: if known_on.day.is_none() {
            acts(&visit, id, &d.partner, public)
        } else {
            Vec::new()
        },
        public_note: if public { l.t("public-yes") } else { l.t("public-no") },
        shell: visit.shell(&c.title.text, Nav::Commitments).await?,
        known_on,
        c,
    })
}

/// In whose charge a commitment is and was, the latest first.
async fn charges(visit: &Visit, it: &Commitment) -> Result<Vec<(String, String)>, AppError> {
    let l = visit.locale;
    let users = it.charges.iter().flat_map(|said| said.what.accounts()).flatten().collect();
    let names = colleagues(&visit.context(), users).await?;
    let told = it.charges.iter().rev().map(|said| {
        let words = words::charge(l, &said.what, &names);
        (l.date_short(said.meta.known_on), words.unwrap_or_else(|| l.t("charge-none").to_owned()))
    });
    Ok(told.collect())
}

/// What this person can do to a commitment, as links.
fn acts(
    visit: &Visit,
    id: CommitmentId,
    partner: &kelisim_domain::party::PartyCode,
    public: bool,
) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let mut acts = Vec::new();
    if visit.may(Action::KeepRecord) {
        let at = |act: &str| visit.at(&format!("/commitments/{id}/{act}"));
        acts.push((at("report"), l.t("act-report")));
        let figure = format!("/figures/new?commitment={id}&partner={partner}");
        acts.push((visit.at(&figure), l.t("act-figure")));
        acts.push((at("quota"), l.t("act-quota")));
        acts.push((at("judge"), l.t("act-judge")));
        acts.push((at("charge"), l.t("charge-give")));
        acts.push((visit.at(&format!("/letters/commitment/{id}")), l.t("letter-do")));
        let project = format!("/projects/new?commitment={id}");
        acts.push((visit.at(&project), l.t("project-begin")));
        acts.push((at("describe"), l.t("act-describe")));
        acts.push((at("withdraw"), l.t("act-withdraw")));
        acts.push(if public {
            (at("unpublish"), l.t("act-unpublish"))
        } else {
            (at("publish"), l.t("act-publish"))
        });
    }
    acts.push((visit.at(&format!("/quotas?commitment={id}")), l.t("quotas-title")));
    if visit.may(Action::ReadJournal) {
        acts.push((visit.at(&format!("/journal/streams/{id}")), l.t("act-journal")));
    }
    acts
}

#[derive(Template)]
#[template(path = "commitments.html")]
struct CommitmentsPage {
    shell: Shell,
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<CommitmentRow>,
    next: Option<String>,
    /// What is chosen, for the files.
    query: String,
}

/// How many commitments a page of the list has.
const LISTED: i64 = 40;

async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    // Visitors have a list of their own.
    ctx.authorise(Action::ReadRecord)?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let filter = chosen(&visit, ctx.today());
    let seen = commitment::list(&ctx, &filter, None, visit.after().as_ref(), LISTED).await?;
    page(&CommitmentsPage {
        saved: bar(&visit, ListOf::Commitments, None).await?,
        filter: controls(&visit, &names),
        rows: seen.lines.iter().map(|line| CommitmentRow::new(l, line, "")).collect(),
        next: seen.next.map(|cursor| visit.going_on(&cursor)),
        query: query_with(&visit.query, None),
        shell: visit.shell(l.t("commitments-title"), Nav::Commitments).await?,
    })
}

/// What the query chooses. A value that makes no sense chooses nothing.
pub(crate) fn chosen(visit: &Visit, today: jiff::civil::Date) -> commitment::Filter {
    let mut which = commitment::Which {
        topic: Topic::from_code(visit.chosen("topic")).map(|topic| topic.code().to_owned()),
        charged: (visit.chosen("charge") == "mine")
            .then(|| visit.who.as_ref().map(|resumed| resumed.who.id))
            .flatten(),
        ..commitment::Which::default()
    };
    match visit.chosen("words") {
        "promises" => which.stage_from = Some(Stage::S5),
        "talks" => which.stage_to = Some(Stage::S4),
        "overdue" => which.due_before = Some(today),
        _ => {}
    }
    commitment::Filter { partner: visit.asked("partner"), which }
}

fn controls(visit: &Visit, names: &Directory) -> Vec<Control> {
    let l = visit.locale;
    let topics = Topic::ALL.iter().map(|t| Choice::new(t.code(), l.term("topic", t.code())));
    let words = [
        Choice::new("promises", l.t("filter-promises")),
        Choice::new("talks", l.t("filter-talks")),
        Choice::new("overdue", l.t("filter-overdue")),
    ];
    let charge = [Choice::new("mine", l.t("charge-mine"))];
    vec![
        visit.filter("charge", l.t("charge-title"), charge),
        visit.filter("partner", l.t("filter-partner"), party_choices(l, names)),
        visit.filter("topic", l.t("filter-topic"), topics),
        visit.filter("words", l.t("filter-stage"), words),
    ]
}

/// Parties of the directory to choose from, in the order of the language.
pub(crate) fn party_choices(l: Locale, names: &Directory) -> Vec<Choice> {
    let mut choices: Vec<Choice> = names
        .parties
        .keys()
        .map(|code| Choice::new(code.as_str(), words::party(l, names, code)))
        .collect();
    l.sort_by_name(&mut choices, |choice| &choice.label);
    choices
}
