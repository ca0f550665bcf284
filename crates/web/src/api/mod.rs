//! The JSON face of the same use cases, under `/api/v1`. Visitors are given what is public; a program that shows a token
//! is given what its person sees, and changes what its person may, as far as the token goes.
//!
//! [`openapi`] describes it; its snapshot is `docs/api/openapi.json`. A query or a body that makes no sense is refused
//! with a stable code, never guessed at.

mod acts;
mod bodies;
mod body_schema;
mod call_schema;
mod caller;
mod calls;
mod endpoints;
mod figures;
mod indicator_schema;
mod indicators;
mod instruments;
mod meetings;
pub mod openapi;
mod parties;
mod partners;
mod programme;
mod programme_schema;
mod projects;
mod promises;
mod query;
mod quotas;
mod schema;
mod sources;
mod visit_schema;
mod visits;
mod write;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use kelisim_app::AppError;
use kelisim_domain::Refusal;
use kelisim_domain::token::Scope;
use kelisim_i18n::Locale;
use serde::Serialize;

use self::caller::{Caller, Written};
use self::query::{BadQuery, Query};
use crate::answer::{Answer, Failure};
use crate::public::Anyone;
use crate::routes::{Access, Routes};
use crate::visit::Visit;

/// The type of JSON.
const JSON: &str = "application/json";
/// The type of a problem.
pub(crate) const PROBLEM: &str = "application/problem+json";

/// A problem as RFC 9457 has it, with a stable code and no inner message.
pub(crate) fn problem(status: &StatusCode, code: &str) -> Response {
    problem_of(status, code, &[])
}

/// The same, with what a rule says no to: each with its field, its code and an English sentence.
pub(crate) fn problem_of(status: &StatusCode, code: &str, refusals: &[Refusal]) -> Response {
    let errors: Vec<_> = refusals
        .iter()
        .map(|refusal| {
            serde_json::json!({
                "field": refusal.field,
                "code": refusal.code,
                "text": crate::words::refusal(Locale::En, refusal),
            })
        })
        .collect();
    let body = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("error"),
        "status": status.as_u16(),
        "code": code,
        "errors": errors,
    });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = *status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if *status == StatusCode::UNAUTHORIZED {
        let bearer = HeaderValue::from_static("Bearer realm=\"kelisim\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, bearer);
    }
    response
}

/// A part of a list, and where it goes on.
#[derive(Debug, Serialize)]
struct Listed<T> {
    items: Vec<T>,
    next: Option<String>,
}

/// What a list is asked for. Every list is read, kept ready and written the same way.
trait Asked: Sized + Send + 'static {
    /// What a token must open for it.
    const SCOPE: Scope;

    /// The fields its query may have.
    const FIELDS: &'static [&'static str];

    /// Reads the query.
    fn read(query: &Query<'_>) -> Result<Self, BadQuery>;

    /// The same question has the same key, however it was typed.
    fn key(&self) -> String;

    /// Writes the part of the list that is asked for.
    fn write(self, visit: Visit) -> impl Future<Output = Result<String, Failure>> + Send;
}

/// Gives a list.
async fn list<A: Asked>(caller: Caller) -> Answer {
    let query = Query::of(&caller.visit.query, A::FIELDS);
    let asked = match query.and_then(|query| A::read(&query)) {
        Ok(asked) => asked,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let key = asked.key();
    caller.give(A::SCOPE, key, async |visit| Ok(Written::from(asked.write(visit).await?))).await
}

fn written(body: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(body).map_err(|e| AppError::internal("writing JSON", e).into())
}

/// The routes of the API.
pub(crate) fn add(routes: Routes) -> Routes {
    let writes = |scope| Access::Token(scope);
    routes
        .get("/api/v1/promises", Access::Everybody, list::<promises::Promises>)
        .get("/api/v1/promises/{id}", Access::Everybody, promises::one)
        .post("/api/v1/promises", writes(Scope::WritePromises), acts::add_promise)
        .post("/api/v1/promises/{id}/{act}", writes(Scope::WritePromises), acts::promise)
        .get("/api/v1/partners", Access::Everybody, partners::list)
        .get("/api/v1/parties", Access::Token(Scope::ReadParties), parties::list)
        .get("/api/v1/parties/{code}", Access::Token(Scope::ReadParties), parties::one)
        .post("/api/v1/parties", writes(Scope::WriteParties), acts::add_party)
        .post("/api/v1/parties/{code}/{act}", writes(Scope::WriteParties), acts::party_act)
        .get("/api/v1/figures", Access::Everybody, list::<figures::Figures>)
        .get("/api/v1/figures/{id}", Access::Everybody, figures::one)
        .post("/api/v1/figures", writes(Scope::WriteFigures), acts::add_figure)
        .post("/api/v1/figures/{id}/{act}", writes(Scope::WriteFigures), acts::figure)
        .get("/api/v1/indicators", Access::Everybody, list::<indicators::Indicators>)
        .get("/api/v1/indicators/{id}", Access::Everybody, indicators::one)
        .post("/api/v1/indicators", writes(Scope::WriteIndicators), acts::add_indicator)
        .post("/api/v1/indicators/{id}/{act}", writes(Scope::WriteIndicators), acts::indicator_act)
        .get("/api/v1/instruments", Access::Everybody, list::<instruments::Instruments>)
        .get("/api/v1/instruments/{id}", Access::Everybody, instruments::one)
        .post("/api/v1/instruments", writes(Scope::WriteInstruments), acts::add_instrument)
        .post("/api/v1/instruments/{id}/approve", writes(Scope::ApproveTexts), acts::approve_text)
        .post(
            "/api/v1/instruments/{id}/{act}",
            writes(Scope::WriteInstruments),
            acts::instrument_act,
        )
        .get("/api/v1/meetings", Access::Everybody, list::<meetings::Meetings>)
        .get("/api/v1/meetings/{id}", Access::Everybody, meetings::one)
        .get("/api/v1/bodies", Access::Everybody, list::<bodies::Bodies>)
        .get("/api/v1/bodies/{id}", Access::Everybody, bodies::one)
        .get("/api/v1/projects", Access::Everybody, list::<projects::Projects>)
        .get("/api/v1/projects/{id}", Access::Everybody, projects::one)
        .get("/api/v1/calls", Access::Everybody, list::<calls::Calls>)
        .get("/api/v1/calls/{id}", Access::Everybody, calls::one)
        .get(
            "/api/v1/calls/{id}/applications",
            Access::Token(Scope::ReadApplications),
            programme::applications,
        )
        .get(
            "/api/v1/applications/{id}",
            Access::Token(Scope::ReadApplications),
            programme::one_application,
        )
        .get("/api/v1/calls/{id}/reviews", Access::Token(Scope::ReadReviews), programme::reviews)
        .get(
            "/api/v1/calls/{id}/placements",
            Access::Token(Scope::ReadPlacements),
            programme::placements,
        )
        .get(
            "/api/v1/placements/{id}",
            Access::Token(Scope::ReadPlacements),
            programme::one_placement,
        )
        .get("/api/v1/results", Access::Everybody, list::<programme::Results>)
        .get("/api/v1/results/{id}", Access::Everybody, programme::one_result)
        .get("/api/v1/papers", Access::Token(Scope::ReadPapers), programme::papers)
        .get("/api/v1/papers/{number}", Access::Everybody, programme::check_paper)
        .get("/api/v1/visits", Access::Everybody, list::<visits::Visits>)
        .get("/api/v1/visits/{id}", Access::Everybody, visits::one)
        .get("/api/v1/quotas", Access::Everybody, list::<quotas::Lines>)
        .get("/api/v1/quotas/{id}", Access::Everybody, quotas::one)
        .get("/api/v1/quotas/{id}/moves", Access::Everybody, quotas::moves)
        .post("/api/v1/quotas", writes(Scope::WriteQuotas), acts::add_quota)
        .post("/api/v1/quotas/{id}/{act}", writes(Scope::WriteQuotas), acts::quota_act)
        .get("/api/v1/sources", Access::Token(Scope::ReadSources), sources::list)
        .get("/api/v1/sources/{id}", Access::Token(Scope::ReadSources), sources::one)
        .post("/api/v1/sources", writes(Scope::WriteSources), acts::add_source)
        .get("/api/v1/openapi.json", Access::Everybody, describe)
}

/// The description of the API.
async fn describe(Anyone { visit, known }: Anyone) -> Answer {
    let cache = visit.state.cache.clone();
    let write = async { written(&openapi::document()) };
    cache.page("openapi".to_owned(), JSON, known.as_ref(), write).await
}
