//! The review of one application, for officers: seats without names, scores, objections, copies for reviewers.

use kelisim_app::programme::review::{self, AnswerForm, Objected, Round, SeatShown, Whole};
use kelisim_domain::Refusal;
use kelisim_domain::id::ApplicationId;
use kelisim_domain::programme::Zone;
use kelisim_domain::programme::review::Carried;
use kelisim_i18n::{Arg, Locale};

use super::super::shown::instant;
use super::criterion;
use crate::answer::Answer;
use crate::apply::keep::{file as saved, title};
use crate::apply::panel::{Panel, PanelPage, Row};
use crate::form::Choice;
use crate::posted::{Posted, PostedDocument};
use crate::routes::At;
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// Shows it.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    write(&visit, at.read("application")?, Start::default()).await
}

async fn write(visit: &Visit, id: ApplicationId, start: Start) -> Answer {
    let l = visit.locale;
    let whole = review::whole(&visit.context(), id).await?;
    let zone = whole.call.terms().map(|terms| terms.zone.clone());
    let mut says: Vec<(&'static str, String)> =
        start.refusals.iter().map(|refusal| ("", words::refusal(l, refusal))).collect();
    if whole.frozen {
        says.push(("info", l.t("review-frozen-note").to_owned()));
    }
    let mut panels = vec![standing(visit, &whole)];
    panels.push(seats(visit, &whole, zone.as_ref()));
    if !whole.objections.is_empty() {
        panels.push(Panel {
            id: "h-objections",
            title: l.t("objections-title").to_owned(),
            rows: whole.objections.iter().map(|one| objection(l, zone.as_ref(), one)).collect(),
            ..Panel::default()
        });
    }
    panels.push(copies(visit, &whole));
    let list = visit.at(&format!("/calls/{}/reviews", whole.call.id));
    let page = PanelPage {
        crumb: Some((list, l.t("reviews-board").to_owned())),
        lead: title(l, &whole.call),
        says,
        wrong: Vec::new(),
        panels,
        shell: visit.shell(whole.receipt.as_str(), Nav::Calls).await?,
    };
    page.answer(&start.refusals)
}

fn standing(visit: &Visit, whole: &Whole) -> Panel {
    let l = visit.locale;
    let at = |path: &str| visit.at(&format!("/applications/{}{path}", whole.application));
    let mut facts = Vec::new();
    if let Some(outcome) = &whole.outcome {
        facts.push((l.t("review-total-label").to_owned(), outcome.total.to_string()));
        for (weight, given) in whole.weights.iter().zip(&outcome.criteria) {
            facts.push((criterion(l, &whole.call, *weight), given.score.to_string()));
        }
    }
    if let Some(spread) = &whole.spread {
        facts.push((l.t("review-spread-label").to_owned(), spread.to_string()));
    }
    let zone = whole.call.terms().map(|terms| &terms.zone);
    if let (Some(shown), Some(zone)) = (whole.shown, zone) {
        facts.push((l.t("review-until").to_owned(), instant(l, zone, shown.until)));
    }
    let mut links = vec![(at(""), l.term("thing", "application"))];
    let waits = whole.objections.last().is_some_and(|one| one.answer.is_none());
    if waits && !whole.frozen {
        links.push((at("/review/answer"), l.t("objection-answer")));
    }
    Panel {
        id: "h-standing",
        title: l.term("review_standing", whole.standing.code()).to_owned(),
        facts,
        note: Some(l.t("review-rule").to_owned()),
        links,
        ..Panel::default()
    }
}

fn seats(visit: &Visit, whole: &Whole, zone: Option<&Zone>) -> Panel {
    let l = visit.locale;
    let mut rows = Vec::new();
    for seat in &whole.seats {
        let at = zone.map_or_else(String::new, |zone| instant(l, zone, seat.due));
        let number = seat.number.to_string();
        rows.push(Row {
            href: None,
            text: l.format("review-seat", &[("number", Arg::Str(&number))]),
            meta: l.format("review-due", &[("at", Arg::Str(&at))]),
            chip: Some(seat_chip(l, seat)),
            forms: can_release(visit, whole, seat),
        });
        rows.extend(seat.rounds.iter().map(|round| given(l, whole, zone, round)));
    }
    Panel {
        id: "h-seats",
        title: l.t("review-seats").to_owned(),
        note: Some(
            if rows.is_empty() { l.t("review-no-seats") } else { l.t("review-no-names") }
                .to_owned(),
        ),
        rows,
        ..Panel::default()
    }
}

fn seat_chip(l: Locale, seat: &SeatShown) -> (&'static str, &'static str, &'static str) {
    match seat.lost {
        Some(lost) => ("dash", "x", l.term("review_lost", lost.code())),
        None if !seat.rounds.is_empty() => ("ok", "circle-check", l.t("review-is-scored")),
        None if seat.late => ("late", "triangle-alert", l.t("review-is-late")),
        None if seat.opened => ("info", "clock", l.t("review-is-open")),
        None => ("dash", "circle-dashed", l.t("review-is-new")),
    }
}

fn can_release(visit: &Visit, whole: &Whole, seat: &SeatShown) -> Vec<Sheet> {
    if whole.frozen || seat.lost.is_some() || !seat.rounds.is_empty() {
        return Vec::new();
    }
    let action = visit.at(&format!("/applications/{}/review/release", whole.application));
    let sheet = Sheet::new(&action, visit.locale.t("review-release"), Vec::new()).tone("");
    vec![sheet.with("version", whole.version).with("number", seat.number)]
}

fn given(l: Locale, whole: &Whole, zone: Option<&Zone>, round: &Round) -> Row {
    let total = round.total.to_string();
    let at = zone.map_or_else(String::new, |zone| instant(l, zone, round.at));
    let scores = whole.weights.iter().zip(&round.scores);
    let mut parts: Vec<String> = vec![at];
    parts.extend(
        scores.map(|(weight, given)| {
            format!("{}: {}", criterion(l, &whole.call, *weight), given.score)
        }),
    );
    let text = |text: &Option<kelisim_domain::text::Text4>| {
        text.as_ref().map(|text| words::text(l, text).0)
    };
    let comments = &round.comments;
    parts.extend(
        text(&comments.told).map(|t| l.format("review-said-told", &[("text", Arg::Str(&t))])),
    );
    parts.extend(
        text(&comments.inside).map(|t| l.format("application-inside", &[("text", Arg::Str(&t))])),
    );
    parts.extend(
        text(&comments.why).map(|t| l.format("review-said-why", &[("text", Arg::Str(&t))])),
    );
    parts.extend(round.carried.map(|table| carried(l, &table)));
    Row {
        href: None,
        text: l.format("review-total", &[("total", Arg::Str(&total))]),
        meta: parts.join(" · "),
        chip: None,
        forms: Vec::new(),
    }
}

/// That scores came in a table.
pub(super) fn carried(l: Locale, table: &Carried) -> String {
    let hash = table.file.to_string();
    l.format("scores-from-table", &[("hash", Arg::Str(&hash))])
}

/// What was objected and answered, as a line.
pub(crate) fn objection(l: Locale, zone: Option<&Zone>, one: &Objected) -> Row {
    let at = zone.map_or_else(String::new, |zone| instant(l, zone, one.at));
    let mut parts = vec![at];
    parts.extend(one.words.iter().map(|text| words::text(l, text).0));
    let answer = one.answer.as_ref();
    parts.extend(answer.and_then(|(_, text)| text.as_ref()).map(|text| {
        let text = words::text(l, text).0;
        l.format("objection-said", &[("text", Arg::Str(&text))])
    }));
    Row {
        href: None,
        text: l.term("objection_ground", one.grounds.code()).to_owned(),
        meta: parts.join(" · "),
        chip: Some(match answer {
            None => ("risk", "clock", l.t("objection-waits")),
            Some((true, _)) => ("ok", "circle-check", l.t("objection-upheld")),
            Some((false, _)) => ("dash", "x", l.t("objection-rejected")),
        }),
        forms: Vec::new(),
    }
}

fn copies(visit: &Visit, whole: &Whole) -> Panel {
    let l = visit.locale;
    let documents = whole.call.terms().map(|terms| terms.documents.as_slice()).unwrap_or_default();
    let rows = documents.iter().map(|item| {
        let there = whole.copies.contains(&item.number);
        let to = format!("/applications/{}/copies/{}", whole.application, item.number);
        Row {
            href: there.then(|| visit.at(&to)),
            text: words::text(l, &item.what.name).0,
            meta: if there { l.t("review-copy-there") } else { l.t("review-copy-missing") }
                .to_owned(),
            chip: None,
            forms: Vec::new(),
        }
    });
    let add = visit.at(&format!("/applications/{}/review/copy", whole.application));
    let can = !whole.frozen && !whole.seats.is_empty() && !documents.is_empty();
    Panel {
        id: "h-copies",
        title: l.t("review-copies").to_owned(),
        rows: rows.collect(),
        note: Some(l.t("review-copies-note").to_owned()),
        links: if can { vec![(add, l.t("review-copy-add"))] } else { Vec::new() },
        ..Panel::default()
    }
}

/// Takes a seat away from whoever gave nothing.
pub(super) async fn release(at: At, posted: Posted) -> Answer {
    let id: ApplicationId = at.read("application")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let number = usize::try_from(fields.number("number")).unwrap_or(0);
    let done = review::release(&visit.context(), id, fields.number("version"), number).await;
    let path = format!("/applications/{id}/review");
    posted.answered(done, &path, |start| write(visit, id, start)).await
}

/// The form of an answer.
pub(super) async fn answer_form(at: At, visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write_answer(&visit, at.read("application")?, start).await
}

async fn write_answer(visit: &Visit, id: ApplicationId, start: Start) -> Answer {
    let l = visit.locale;
    let whole = review::whole(&visit.context(), id).await?;
    let zone = whole.call.terms().map(|terms| terms.zone.clone());
    let said = whole.objections.last().map(|one| objection(l, zone.as_ref(), one));
    let said = said.map(|row| format!("{}. {}", row.text, row.meta));
    let choices = ["yes", "no"].map(|code| {
        let word = if code == "yes" { l.t("objection-upheld") } else { l.t("objection-rejected") };
        Choice::new(code, word)
    });
    let inputs = vec![
        Input::select(l, "upheld", l.t("objection-decision"), choices.to_vec()),
        Input::area(l, "words", l.t("objection-reason")),
    ];
    let action = visit.at(&format!("/applications/{id}/review/answer"));
    let sheet = Sheet::new(&action, l.t("objection-answer"), inputs).with("version", whole.version);
    let head = Head {
        nav: Nav::Calls,
        title: format!("{}: {}", l.t("objection-answer"), whole.receipt),
        crumb: (visit.at(&format!("/applications/{id}/review")), l.term("thing", "review")),
        lead: l.t("objection-answer-lead"),
    };
    sheet.show_with(visit, &start, head, said.into_iter().collect()).await
}

/// Answers.
pub(super) async fn answer(at: At, posted: Posted) -> Answer {
    let id: ApplicationId = at.read("application")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: AnswerForm = fields.form();
    let (version, language) = (fields.number("version"), words::language(visit.locale));
    let done = review::answer(&visit.context(), id, version, language, &form).await;
    let path = format!("/applications/{id}/review");
    posted.answered(done, &path, |start| write_answer(visit, id, start)).await
}

/// The form of a copy.
pub(super) async fn copy_form(at: At, visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write_copy(&visit, at.read("application")?, start).await
}

async fn write_copy(visit: &Visit, id: ApplicationId, start: Start) -> Answer {
    let l = visit.locale;
    let whole = review::whole(&visit.context(), id).await?;
    let documents = whole.call.terms().map(|terms| terms.documents.as_slice()).unwrap_or_default();
    let choice = |item: &kelisim_domain::programme::call::Item<
        kelisim_domain::programme::call::Document,
    >| Choice::new(item.number.to_string(), words::text(l, &item.what.name).0);
    let inputs = vec![
        Input::select(l, "document", l.t("document-which"), documents.iter().map(choice).collect()),
        Input::file("file", l.t("review-copy-file")).hint(l.t("review-copy-hint")),
    ];
    let action = visit.at(&format!("/applications/{id}/review/copy"));
    let sheet = Sheet::new(&action, l.t("review-copy-add"), inputs).with("version", whole.version);
    let head = Head {
        nav: Nav::Calls,
        title: format!("{}: {}", l.t("review-copy-add"), whole.receipt),
        crumb: (visit.at(&format!("/applications/{id}/review")), l.term("thing", "review")),
        lead: l.t("review-copies-note"),
    };
    sheet.show(visit, &start, head).await
}

/// Puts a copy before the reviewers.
pub(super) async fn copy(at: At, PostedDocument(posted): PostedDocument) -> Answer {
    let id: ApplicationId = at.read("application")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let bytes = posted.file.clone().unwrap_or_default();
    let done = match fields.get("document").trim().parse::<u32>() {
        Ok(number) => {
            let version = fields.number("version");
            review::add_copy(&visit.context(), id, version, number, &bytes).await
        }
        Err(_) => Err(Refusal::of("document", "document-which-unknown").into()),
    };
    let path = format!("/applications/{id}/review");
    posted.answered(done, &path, |start| write_copy(visit, id, start)).await
}

/// A copy, as reviewers get it.
pub(super) async fn document(at: At, visit: Visit) -> Answer {
    let number: u32 = at.read("document")?;
    let id: ApplicationId = at.read("application")?;
    let (kind, bytes) = review::copy_of(&visit.context(), id, number).await?;
    saved(&format!("document-{number}.{}", kind.extension()), kind.media_type(), bytes)
}
