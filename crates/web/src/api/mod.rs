//! The JSON face of the same use cases, under `/api/v1`. What it gives is public; nobody is looked up.
//!
//! [`openapi`] describes it; its snapshot is `docs/api/openapi.json`. A query that makes no sense is refused with a
//! stable code, never guessed at.

mod bodies;
mod body_schema;
mod call_schema;
mod calls;
mod figures;
mod instruments;
mod meetings;
pub mod openapi;
mod partners;
mod projects;
mod promises;
mod query;
mod quotas;
mod schema;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use kelisim_app::AppError;
use serde::Serialize;

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
    let body = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("error"),
        "status": status.as_u16(),
        "code": code,
    });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = *status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
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
async fn list<A: Asked>(Anyone { visit, known }: Anyone) -> Answer {
    let asked = match Query::of(&visit.query, A::FIELDS).and_then(|query| A::read(&query)) {
        Ok(asked) => asked,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let cache = visit.state.cache.clone();
    cache.page(format!("api/{}", asked.key()), JSON, known.as_ref(), asked.write(visit)).await
}

fn written(body: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(body).map_err(|e| AppError::internal("writing JSON", e).into())
}

/// The routes of the API.
pub(crate) fn add(routes: Routes) -> Routes {
    routes
        .get("/api/v1/promises", Access::Everybody, list::<promises::Promises>)
        .get("/api/v1/promises/{id}", Access::Everybody, promises::one)
        .get("/api/v1/partners", Access::Everybody, partners::list)
        .get("/api/v1/figures", Access::Everybody, list::<figures::Figures>)
        .get("/api/v1/instruments", Access::Everybody, list::<instruments::Instruments>)
        .get("/api/v1/instruments/{id}", Access::Everybody, instruments::one)
        .get("/api/v1/meetings", Access::Everybody, list::<meetings::Meetings>)
        .get("/api/v1/meetings/{id}", Access::Everybody, meetings::one)
        .get("/api/v1/bodies", Access::Everybody, list::<bodies::Bodies>)
        .get("/api/v1/bodies/{id}", Access::Everybody, bodies::one)
        .get("/api/v1/projects", Access::Everybody, list::<projects::Projects>)
        .get("/api/v1/projects/{id}", Access::Everybody, projects::one)
        .get("/api/v1/calls", Access::Everybody, list::<calls::Calls>)
        .get("/api/v1/calls/{id}", Access::Everybody, calls::one)
        .get("/api/v1/quotas", Access::Everybody, list::<quotas::Lines>)
        .get("/api/v1/quotas/{id}", Access::Everybody, quotas::one)
        .get("/api/v1/quotas/{id}/moves", Access::Everybody, quotas::moves)
        .get("/api/v1/openapi.json", Access::Everybody, describe)
}

/// The description of the API.
async fn describe(Anyone { visit, known }: Anyone) -> Answer {
    let cache = visit.state.cache.clone();
    let write = async { written(&openapi::document()) };
    cache.page("openapi".to_owned(), JSON, known.as_ref(), write).await
}
