//! Who asks the API: anybody, or a program that shows a token. Cookies are never read, so that no page of a stranger can
//! write with the session of somebody who is signed in.

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use kelisim_app::sign_in::Resumed;
use kelisim_app::token::bearer;
use kelisim_domain::journal::Hash;
use kelisim_domain::token::Scope;

use super::JSON;
use crate::answer::{Answer, Failure};
use crate::public::Anyone;
use crate::state::AppState;
use crate::visit::Visit;

/// Who asks.
pub(super) struct Caller {
    /// The visit, in the name of the person whose token was shown.
    pub(super) visit: Visit,
    /// What the reader has already.
    known: Option<HeaderValue>,
}

/// A thing or a list, written; of one thing the version of its stream.
pub(super) struct Written {
    body: String,
    version: Option<i64>,
}

impl From<String> for Written {
    fn from(body: String) -> Self {
        Self { body, version: None }
    }
}

impl Written {
    /// One thing at a version.
    pub(super) const fn at(body: String, version: i64) -> Self {
        Self { body, version: Some(version) }
    }

    /// The mark of what was written: the version, which `If-Match` compares, and what the whole answer hashes to, since
    /// what stands around a thing changes without it.
    fn etag(&self) -> String {
        let hash = Hash::of(self.body.as_bytes()).to_string();
        match self.version {
            Some(version) => format!("\"v{version}.{}\"", &hash[..16]),
            None => format!("\"{}\"", &hash[..32]),
        }
    }
}

/// The token of an `Authorization` header. Anything that is there and is none is refused, never taken for a visitor.
async fn shown(parts: &Parts, state: &AppState) -> Result<Option<Resumed>, Failure> {
    let Some(header) = parts.headers.get(AUTHORIZATION) else { return Ok(None) };
    let invalid = || Failure::code(StatusCode::UNAUTHORIZED, "token-invalid");
    let (scheme, secret) =
        header.to_str().ok().and_then(|h| h.split_once(' ')).ok_or_else(invalid)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(invalid());
    }
    let who = bearer(&state.app, secret.trim()).await?.ok_or_else(invalid)?;
    Ok(Some(Resumed { who, csrf: String::new(), missing: None }))
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let Anyone { mut visit, known } = Anyone::from_request_parts(parts, state).await?;
        visit.who = shown(parts, state).await?;
        Ok(Self { visit, known })
    }
}

impl Caller {
    /// Whether a token was shown.
    pub(super) const fn is_program(&self) -> bool {
        self.visit.who.is_some()
    }

    /// Only with a token that opens this.
    pub(super) fn program(&self, scope: Scope) -> Result<(), Failure> {
        if !self.is_program() {
            return Err(Failure::code(StatusCode::UNAUTHORIZED, "token-missing"));
        }
        self.opens(scope)
    }

    /// A visitor reads what is public; a program what its token opens.
    fn opens(&self, scope: Scope) -> Result<(), Failure> {
        if self.is_program() {
            let checked = self.visit.context().authorise_scope(scope);
            checked.map_err(|_| Failure::code(StatusCode::FORBIDDEN, "token-scope"))?;
        }
        Ok(())
    }

    /// Gives what `write` writes: to visitors as it was written a moment ago, to a program anew and to it alone.
    pub(super) async fn give<F>(
        self,
        scope: Scope,
        key: String,
        write: impl FnOnce(Visit) -> F,
    ) -> Answer
    where
        F: Future<Output = Result<Written, Failure>>,
    {
        self.opens(scope)?;
        let is_program = self.is_program();
        let Self { visit, known } = self;
        let cache = visit.state.cache.clone();
        // A list with what stands around each thing is a large operation: it lies on the heap, not in every frame above.
        let write = Box::pin(write(visit));
        if !is_program {
            let write = async { Ok::<_, Failure>(write.await?.body) };
            return cache.page(format!("api/{key}"), JSON, known.as_ref(), write).await;
        }
        let written = write.await?;
        let etag = written.etag();
        let same = known.as_ref().and_then(|known| known.to_str().ok());
        let same = same.is_some_and(|known| known.split(',').any(|one| one.trim() == etag));
        let mut response = if same {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(written.body))
        };
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            headers.insert(ETAG, etag);
        }
        Ok(response)
    }
}
