//! The JSON face of the same use cases, under `/api/v1`.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;

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
    let json = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response
}

/// The routes of the API.
pub(crate) fn add(routes: crate::routes::Routes) -> crate::routes::Routes {
    routes
}
