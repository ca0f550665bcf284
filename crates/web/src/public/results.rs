//! The released result of a call: its figures, the check that a visitor's browser makes, and the answer to whoever holds a
//! row. Nothing that is sent is kept.

use askama::Template;
use axum::http::StatusCode;
use kelisim_app::lookup::directory;
use kelisim_app::programme::placement;
use kelisim_app::programme::run::{self, Page};
use kelisim_app::{Actor, AppError};
use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_i18n::{Arg, Locale};

use super::{Anyone, HTML};
use crate::answer::{Answer, Failure, page_with};
use crate::posted::Sent;
use crate::programme::run::told::{self, FiguresTold};
use crate::programme::shown::instant;
use crate::routes::At;
use crate::sheet::{Input, Sheet};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// The answer to whoever holds a row.
struct Answered {
    head: String,
    unmet: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "result.html")]
struct ResultPage {
    shell: Shell,
    title: Told,
    registry: String,
    partner: String,
    call_href: String,
    made_up: bool,
    released: String,
    figures: FiguresTold,
    /// What the browser compares: hash and totals as this page says them.
    sha256: String,
    totals: [String; 3],
    certificate_href: String,
    /// Hashes with what they are of.
    hashes: Vec<(&'static str, String)>,
    signatures: Vec<(&'static str, String)>,
    sheet: Sheet,
    answer: Option<Answered>,
    /// What became of the places; nothing before the first offer, empty where there are too few to show.
    outcome: Option<Vec<(String, String)>>,
}

/// Shows it. What is not released is not there.
pub(crate) async fn one(anyone: Anyone, at: At) -> Answer {
    let id: CallId = at.read("id")?;
    anyone.page(format!("/results/{id}"), HTML, |visit| write_one(visit, id)).await
}

async fn write_one(visit: Visit, id: CallId) -> Result<String, Failure> {
    let page = page_of(&visit, id, &[], "", None).await?;
    page.render().map_err(|e| AppError::internal("writing a page", e).into())
}

/// The public certificate, byte for byte as it was signed.
pub(crate) async fn certificate(anyone: Anyone, at: At) -> Answer {
    let id: CallId = at.read("id")?;
    let path = format!("/results/{id}/certificate.json");
    anyone.page(path, "application/json", |visit| write_certificate(visit, id)).await
}

async fn write_certificate(visit: Visit, id: CallId) -> Result<String, Failure> {
    let bytes = run::public_certificate(&visit.context(), id).await?;
    String::from_utf8(bytes).map_err(|e| AppError::internal("reading a certificate", e).into())
}

/// Answers whoever holds a row.
pub(crate) async fn explain(at: At, sent: Sent) -> Answer {
    let id: CallId = at.read("id")?;
    let row = sent.fields.get("row");
    // Whoever is signed in is answered as everybody is.
    let ctx = sent.visit.state.app.context(Actor::Public);
    let (refusals, answer) = match run::explained(&ctx, id, row.as_bytes()).await {
        Ok(answer) => (Vec::new(), Some(answer)),
        Err(AppError::Refused(refusals)) => (refusals, None),
        Err(error) => return Err(error.into()),
    };
    let status =
        if refusals.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page_with(status, &page_of(&sent.visit, id, &refusals, row, answer).await?)
}

/// What became of the places and obligations, number by number; a small one is not told.
fn outcome(l: Locale, told: placement::Outcome) -> Vec<(String, String)> {
    let number = |n: Option<u64>| match n {
        Some(n) => n.to_string(),
        None => l.t("placement-hidden").to_owned(),
    };
    let places = told.places.into_iter().flatten();
    let mut all: Vec<(String, String)> = places
        .map(|(what, n)| (l.term("placement_outcome", what.code()).to_owned(), number(n)))
        .collect();
    let duties = told.duties.into_iter().flatten();
    all.extend(duties.map(|(state, n)| {
        let what = l.term("placement_duty", state.code());
        (format!("{}: {what}", l.t("placement-duty")), number(n))
    }));
    all
}

async fn page_of(
    visit: &Visit,
    id: CallId,
    refusals: &[Refusal],
    row: &str,
    answer: Option<run::Explained>,
) -> Result<ResultPage, AppError> {
    let ctx = visit.state.app.context(Actor::Public);
    let Page { call, run, figures, .. } = run::public(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let terms = call.terms().ok_or(AppError::NotFound)?;
    let seats = told::seats(l, &names, terms);
    let run = run.ok_or(AppError::NotFound)?;
    let attempt = run.released().ok_or(AppError::NotFound)?;
    let computed = &attempt.computed.as_ref().ok_or(AppError::NotFound)?.what;
    let figures = figures.ok_or(AppError::NotFound)?;
    let released = attempt.released.ok_or(AppError::NotFound)?.recorded_at;
    let at = |instant_at| instant(l, &terms.zone, instant_at);
    let told_at = at(released);
    let title = Told::new(l, &terms.title);
    let outcome = placement::outcome(&ctx, id).await?.map(|told| outcome(l, told));
    let shell = visit.public_shell(l.t("result-title"), &names);
    let here = visit.at(&format!("/results/{id}"));
    let inputs = vec![Input::area(l, "row", l.t("result-row")).hint(l.t("result-row-hint"))];
    let sheet = Sheet::new(&here, l.t("result-explain"), inputs).fill(|_| Some(row));
    Ok(ResultPage {
        shell: Shell { here: Some(Nav::Promises), ..shell },
        title,
        registry: words::registry(l, &names, call.description.registry),
        partner: words::party(l, &names, &call.description.partner),
        call_href: visit.at(&format!("/open-calls/{id}")),
        made_up: terms.made_up,
        released: l.format("result-released", &[("at", Arg::Str(&told_at))]),
        sha256: computed.public.to_string(),
        totals: [figures.applicants, figures.placed, figures.places].map(|n| n.to_string()),
        certificate_href: format!("{here}/certificate.json"),
        hashes: vec![
            (l.t("result-hash-certificate"), computed.public.to_string()),
            (l.t("result-hash-sealed"), computed.certificate.to_string()),
            (l.t("result-hash-input"), attempt.frozen.input.to_string()),
            (l.t("result-hash-terms"), attempt.frozen.terms.to_string()),
        ],
        signatures: attempt
            .signatures
            .iter()
            .map(|one| (l.term("run_as", one.capacity.code()), at(one.meta.recorded_at)))
            .collect(),
        outcome,
        figures: told::figures(l, &seats, &figures),
        sheet: sheet.refused(l, refusals),
        answer: answer.map(|answer| {
            let (head, unmet) = told::explained(l, &seats, &answer);
            Answered { head, unmet }
        }),
    })
}
