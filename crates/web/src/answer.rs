//! Answers: pages, redirects, and the page that says what went wrong.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LOCATION, REFERRER_POLICY,
    RETRY_AFTER, SET_COOKIE, STRICT_TRANSPORT_SECURITY, VARY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use kelisim_app::AppError;
use kelisim_app::held::{Age, Held, Room};
use kelisim_i18n::Zone;

use crate::page::problem::{Problem, ProblemPage};
use crate::posted::Fields;
use crate::state::AppState;
use crate::visit::Visit;

/// What handlers give.
pub type Answer = Result<Response, Failure>;

/// A page as an answer.
///
/// # Errors
/// When the template cannot be written, which is our fault.
pub fn page(page: &impl Template) -> Answer {
    page_with(StatusCode::OK, page)
}

/// A page with a status, such as 422 for a form with mistakes.
///
/// # Errors
/// When the template cannot be written, which is our fault.
pub fn page_with(status: StatusCode, page: &impl Template) -> Answer {
    let html = page.render().map_err(|e| AppError::internal("writing a page", e))?;
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, html);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A file for one reader, to be saved under a name of letters, digits, dots and hyphens.
#[must_use]
pub fn saved(body: impl Into<Body>, kind: &'static str, name: &str) -> Response {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = format!("attachment; filename=\"{name}\"");
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(CONTENT_DISPOSITION, name);
    response
}

/// Goes on at another address after a form was taken.
#[must_use]
pub fn see_other(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(LOCATION, to);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Adds a cookie.
#[must_use]
pub fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}

/// Why there is no page. Becomes one in the language of the visit.
#[derive(Debug, Clone)]
pub struct Failure(Arc<Failed>);

#[derive(Debug)]
struct Failed {
    what: What,
    typed: Option<Fields>,
    way_back: Option<String>,
}

#[derive(Debug)]
enum What {
    App(AppError),
    Problem(Problem),
    SignIn(String),
    /// Of the API: a status with its stable code.
    Code(StatusCode, &'static str),
}

impl Failure {
    /// A problem of the request itself.
    #[must_use]
    pub fn problem(problem: Problem) -> Self {
        Self::new(What::Problem(problem))
    }

    /// Something the API says no to, by its stable code.
    #[must_use]
    pub fn code(status: StatusCode, code: &'static str) -> Self {
        Self::new(What::Code(status, code))
    }

    /// Whether it comes from a use case that says this.
    pub(crate) fn is(&self, wanted: impl FnOnce(&AppError) -> bool) -> bool {
        matches!(&self.0.what, What::App(error) if wanted(error))
    }

    /// Nobody is signed in: sign in, then go on at a path below the language.
    #[must_use]
    pub fn sign_in(path: &str) -> Self {
        Self::new(What::SignIn(path.to_owned()))
    }

    fn new(what: What) -> Self {
        Self(Arc::new(Failed { what, typed: None, way_back: None }))
    }

    /// Gives back what was typed.
    #[must_use]
    pub fn with_typed(self, typed: Fields) -> Self {
        self.change(|failed| failed.typed = Some(typed))
    }

    /// Gives a link to where both versions are shown.
    #[must_use]
    pub fn with_way_back(self, path: String) -> Self {
        self.change(|failed| failed.way_back = Some(path))
    }

    fn change(self, change: impl FnOnce(&mut Failed)) -> Self {
        match Arc::try_unwrap(self.0) {
            Ok(mut failed) => {
                change(&mut failed);
                Self(Arc::new(failed))
            }
            Err(shared) => Self(shared),
        }
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::new(What::App(error))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        // The page is written on the way out, where the language of the visit is known.
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

fn status_of(error: &AppError) -> (StatusCode, Problem) {
    match error {
        AppError::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, Problem::Refused),
        AppError::NotFound => (StatusCode::NOT_FOUND, Problem::NotFound),
        AppError::Forbidden => (StatusCode::FORBIDDEN, Problem::Forbidden),
        AppError::SignedOut => (StatusCode::UNAUTHORIZED, Problem::SessionExpired),
        AppError::Stale | AppError::Exists(_) | AppError::Repeated => {
            (StatusCode::CONFLICT, Problem::Stale)
        }
        AppError::TooMany(_) => {
            (StatusCode::TOO_MANY_REQUESTS, Problem::RateLimited { time: String::new() })
        }
        AppError::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, Problem::Unavailable),
        AppError::Uncertain => (StatusCode::SERVICE_UNAVAILABLE, Problem::Uncertain),
        AppError::Full => (StatusCode::INSUFFICIENT_STORAGE, Problem::DiskFull),
        AppError::Internal { .. } => (StatusCode::INTERNAL_SERVER_ERROR, Problem::Internal),
    }
}

const fn status_of_problem(problem: &Problem) -> StatusCode {
    match problem {
        Problem::Forbidden | Problem::Csrf => StatusCode::FORBIDDEN,
        Problem::NotFound => StatusCode::NOT_FOUND,
        Problem::Stale => StatusCode::CONFLICT,
        Problem::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Problem::Refused => StatusCode::UNPROCESSABLE_ENTITY,
        Problem::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Problem::Unavailable | Problem::Uncertain => StatusCode::SERVICE_UNAVAILABLE,
        Problem::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        Problem::SessionExpired => StatusCode::UNAUTHORIZED,
        Problem::Encoding | Problem::Malformed => StatusCode::BAD_REQUEST,
        Problem::RateLimited { .. } => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// Writes the page that says what went wrong, and notes in the log what was our fault.
pub async fn explain(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(mut visit) = Visit::anonymous(&mut parts, &state).await;
    let is_api = parts.uri.path().starts_with("/api/");
    let method = parts.method.clone();
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == crate::api::PROBLEM) {
        return response;
    }
    let failure = match response.extensions_mut().remove::<Failure>() {
        Some(failure) => failure,
        None => match response.status() {
            StatusCode::NOT_FOUND => Failure::problem(Problem::NotFound),
            StatusCode::METHOD_NOT_ALLOWED => Failure::problem(Problem::NotFound),
            StatusCode::PAYLOAD_TOO_LARGE => {
                Failure::problem(Problem::TooLarge { limit: "4 MB".to_owned() })
            }
            StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                Failure::problem(Problem::Malformed)
            }
            _ => return response,
        },
    };
    let id = state.request_id();
    if let What::App(error @ AppError::Internal { .. }) = &failure.0.what {
        let source = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        tracing::error!(request.id = id, path = logged(visit.path()), %source, "{error}");
    }
    if is_api {
        return api_problem(&failure);
    }
    if let What::SignIn(path) = &failure.0.what {
        return sign_in_first(&visit, path);
    }
    if method == axum::http::Method::GET
        && matches!(&failure.0.what, What::App(AppError::SignedOut))
    {
        return sign_in_first(&visit, &visit.path_and_query);
    }
    // Who asks is looked up for the header and the token of the form. A database that is lost is not waited for twice.
    let is_lost = matches!(&failure.0.what, What::App(AppError::Unavailable | AppError::Uncertain));
    if let Some(token) = visit.token.clone().filter(|_| !is_lost) {
        visit.who = kelisim_app::sign_in::resume(&state.app, &token).await.unwrap_or_default();
    }
    write_problem(&visit, &failure, &id)
        .unwrap_or_else(|_| (StatusCode::INTERNAL_SERVER_ERROR, "internal error").into_response())
}

/// A path as the log may know it: the address of a personal calendar and a link to a new password hold a token.
fn logged(path: &str) -> &str {
    match path {
        _ if path.starts_with("/calendar/") => "/calendar/…",
        _ if path.starts_with("/new-password/") => "/new-password/…",
        path => path,
    }
}

/// A failure as the API tells it.
fn api_problem(failure: &Failure) -> Response {
    let (status, code) = failure_of(failure);
    let mut response = match &failure.0.what {
        What::App(AppError::Refused(refusals)) => crate::api::problem_of(&status, code, refusals),
        _ => crate::api::problem(&status, code),
    };
    if matches!(&failure.0.what, What::App(AppError::TooMany(_))) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("900"));
    }
    response
}

fn failure_of(failure: &Failure) -> (StatusCode, &'static str) {
    match &failure.0.what {
        What::App(error) => {
            let (status, problem) = status_of(error);
            (status, problem.code())
        }
        What::Problem(problem) => (status_of_problem(problem), problem.code()),
        What::SignIn(_) => (StatusCode::UNAUTHORIZED, Problem::SessionExpired.code()),
        What::Code(status, code) => (*status, code),
    }
}

fn sign_in_first(visit: &Visit, then: &str) -> Response {
    let then: String = form_urlencoded::byte_serialize(then.as_bytes()).collect();
    let expired = if visit.token.is_some() { "&ended=1" } else { "" };
    see_other(&visit.at(&format!("/sign-in?return_to={then}{expired}")))
}

fn write_problem(visit: &Visit, failure: &Failure, id: &str) -> Answer {
    let (status, problem, retry) = match &failure.0.what {
        What::App(AppError::TooMany(at)) => {
            let time = visit.locale.instant_short(*at, Zone::Utc);
            (StatusCode::TOO_MANY_REQUESTS, Problem::RateLimited { time }, Some("900"))
        }
        What::App(error) => {
            let (status, problem) = status_of(error);
            (status, problem, None)
        }
        What::Problem(problem) => (status_of_problem(problem), problem.clone(), None),
        What::SignIn(_) => (StatusCode::UNAUTHORIZED, Problem::SessionExpired, None),
        // Only the API gives codes, and it writes no pages.
        What::Code(status, _) => (*status, Problem::Malformed, None),
    };
    let reasons = match &failure.0.what {
        What::App(AppError::Refused(refusals)) => {
            refusals.iter().map(|r| crate::words::refusal(visit.locale, r)).collect()
        }
        _ => Vec::new(),
    };
    let mut shell = visit.bare_shell("");
    shell.csrf = visit.csrf();
    if shell.csrf.is_empty()
        && let Some(fields) = &failure.0.typed
    {
        // The session cannot be looked up now: the token that was sent goes back, so that the form can be sent again.
        fields.get("csrf").clone_into(&mut shell.csrf);
    }
    let typed = failure.0.typed.as_ref().map(|fields| {
        fields.typed().map(|(n, v)| (n.to_owned(), v.to_owned())).collect::<Vec<_>>()
    });
    let page = ProblemPage {
        action: shell.at(visit.path()),
        reasons,
        typed: typed.unwrap_or_default(),
        way_back: failure.0.way_back.as_ref().map(|path| visit.at(path)),
        ..ProblemPage::new(shell, problem, status.is_server_error().then(|| id.to_owned()))
    };
    let mut response = page_with(status, &page)?;
    if let Some(seconds) = retry {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(seconds));
    }
    Ok(response)
}

/// Pages above this size are sent compressed: people sit on slow lines.
const WORTH: usize = 1_400;

/// Sends pages compressed to whoever can read that. A page's secret, the token of its forms, is masked anew in each
/// answer, so that the size of an answer tells nothing about it.
pub async fn compress(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let able = request
        .headers()
        .get(ACCEPT_ENCODING)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.split(',').any(|coding| coding.trim().starts_with("gzip")));
    let response = next.run(request).await;
    let is_text =
        response.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|kind| {
            ["text/html", "text/csv", "application/json"].iter().any(|t| kind.starts_with(t))
        });
    if !able || !is_text || response.headers().contains_key(CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Pages are whole in memory already, so this waits for nothing.
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    if bytes.len() < WORTH {
        return Response::from_parts(parts, Body::from(bytes));
    }
    let packed = match parts.headers.get(ETAG) {
        Some(etag) => state.cache.packed(etag, &bytes),
        None => gzip(&bytes, Compression::fast()),
    };
    let Some(packed) = packed else { return Response::from_parts(parts, Body::from(bytes)) };
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.append(VARY, HeaderValue::from_static("accept-encoding"));
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(packed))
}

/// A page of one person is packed fast: that takes two thirds off it in a fifth of a millisecond. A page that is the
/// same for everybody is packed once, and small.
fn gzip(bytes: &[u8], level: Compression) -> Option<Bytes> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), level);
    packer.write_all(bytes).ok()?;
    packer.finish().ok().map(Bytes::from)
}

/// The headers every answer carries. No script or style of a page stands in the page itself, so nothing is excepted.
pub async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(
        CONTENT_SECURITY_POLICY,
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
    );
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(X_FRAME_OPTIONS, "DENY");
    set(REFERRER_POLICY, "same-origin");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()");
    if state.settings.secure_cookies {
        set(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// Pages that are the same for everybody, kept ready for a moment.
#[derive(Debug)]
pub struct PublicCache {
    pages: Held<String, Instant, Kept>,
    /// Compressed bodies by the mark of their content.
    packed: Mutex<HashMap<HeaderValue, Bytes>>,
}

impl Default for PublicCache {
    fn default() -> Self {
        let room =
            Room { count: KEPT_PAGES, size: KEPT_BYTES, measure: |page: &Kept| page.body.len() };
        Self { pages: Held::new(room), packed: Mutex::default() }
    }
}

#[derive(Debug, Clone)]
struct Kept {
    kind: &'static str,
    etag: String,
    body: Bytes,
}

/// How long a public page is served as it was written.
const KEPT_FOR: Duration = Duration::from_secs(5);
/// How much room the public pages that are kept may take together, in bytes.
const KEPT_BYTES: usize = 48 << 20;
/// How many compressed bodies are kept.
const PACKED: usize = 64;
/// How many of them are kept.
const KEPT_PAGES: usize = 256;

impl PublicCache {
    /// A body compressed, once for each content.
    fn packed(&self, etag: &HeaderValue, bytes: &[u8]) -> Option<Bytes> {
        let held = self.packed.lock().unwrap_or_else(PoisonError::into_inner).get(etag).cloned();
        if held.is_some() {
            return held;
        }
        let packed = gzip(bytes, Compression::best())?;
        let mut bodies = self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        if bodies.len() >= PACKED {
            bodies.clear();
        }
        bodies.insert(etag.clone(), packed.clone());
        Some(packed)
    }

    /// The page under a key, written anew when it is older than five seconds: one of those who ask writes it, the others
    /// are given the old one meanwhile. Answers 304 to whoever has it already.
    ///
    /// # Errors
    /// What writing it gives.
    pub async fn page<F, B>(
        &self,
        key: String,
        kind: &'static str,
        if_none_match: Option<&HeaderValue>,
        write: F,
    ) -> Answer
    where
        F: Future<Output = Result<B, Failure>>,
        B: Into<Bytes>,
    {
        let age = |at: &Instant| if at.elapsed() < KEPT_FOR { Age::Fresh } else { Age::Old };
        let write = async {
            let body: Bytes = write.await?.into();
            let hash = kelisim_domain::journal::Hash::of(&body);
            Ok::<_, Failure>(Kept { kind, etag: format!("W/\"{hash}\""), body })
        };
        let kept = self.pages.get(key, Instant::now(), age, write).await?;
        let known = if_none_match.is_some_and(|v| v.as_bytes() == kept.etag.as_bytes());
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(kept.body))
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kept.kind));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=5"));
        if let Ok(etag) = HeaderValue::from_str(&kept.etag) {
            headers.insert(ETAG, etag);
        }
        Ok(response)
    }
}

/// The `If-None-Match` of a request.
pub(crate) fn if_none_match(headers: &axum::http::HeaderMap) -> Option<&HeaderValue> {
    headers.get(IF_NONE_MATCH)
}
