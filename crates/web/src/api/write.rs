//! Changes by programs: a JSON object in place of a form, done once under the key its sender gives, and only to the
//! version its sender has read.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts as _, Request};
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, IF_MATCH, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use kelisim_app::once::{Done, done, not_text, unknown_field};
use kelisim_app::{AppError, Context, Once};
use kelisim_domain::id::StreamId;
use kelisim_domain::journal::Hash;
use kelisim_domain::text::Language;
use kelisim_domain::token::Scope;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::JSON;
use super::caller::Caller;
use crate::answer::{Answer, Failure};
use crate::state::AppState;
use crate::visit::Visit;

/// Largest body: the longest text of a source in four bytes for each letter, and a little.
const LARGEST: usize = 2 << 20;
/// Longest key.
const KEY: usize = 200;

/// A change that a program asks for, as it was sent.
pub(super) struct Order {
    caller: Caller,
    key: String,
    request: Hash,
    /// The version the program has read, where it names one.
    version: Result<Option<i64>, Failure>,
    /// The language of what is written.
    pub(super) language: Language,
    fields: BTreeMap<String, Value>,
}

/// What was answered.
#[derive(Serialize)]
struct Told {
    id: Uuid,
    /// The code by which the thing is addressed, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// The version the thing has; null where it was there already and nothing was written.
    version: Option<i64>,
}

/// Where a change is made.
pub(super) struct Place {
    /// What a token must open for it.
    pub(super) scope: Scope,
    /// The list to which is added, or in which the thing stands.
    pub(super) list: &'static str,
    /// The thing that is changed; none for one that is made.
    pub(super) thing: Option<Uuid>,
    /// What the address of the thing ends with, where that is not its id: the code of a party.
    pub(super) code: Option<String>,
}

/// A change that has begun.
pub(super) enum Begun {
    /// It is to be done now.
    Now(Once),
    /// It was done before, and was answered so.
    Before(Response),
}

/// What a change came to.
pub(super) enum Came {
    /// It is written.
    Written,
    /// The same was there already, under this id.
    Known(Uuid),
}

fn bad(code: &'static str) -> Failure {
    Failure::code(StatusCode::BAD_REQUEST, code)
}

impl FromRequest<AppState> for Order {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, state).await?;
        if !caller.is_program() {
            return Err(Failure::code(StatusCode::UNAUTHORIZED, "token-missing"));
        }
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
        if kind.split(';').next().map(str::trim) != Some(JSON) {
            return Err(Failure::code(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body-not-json"));
        }
        let key = key(&parts)?;
        let language = language(&parts)?;
        let body = axum::body::to_bytes(body, LARGEST)
            .await
            .map_err(|_| Failure::code(StatusCode::PAYLOAD_TOO_LARGE, "too_large"))?;
        let fields = serde_json::from_slice(&body).map_err(|_| bad("body-not-an-object"))?;
        let asked = format!("{} {}\0{}\0", parts.method, parts.uri, language.code());
        let request = Hash::of(&[asked.as_bytes(), &body].concat());
        Ok(Self { version: version(&parts), caller, key, request, language, fields })
    }
}

/// The `Idempotency-Key`: a string as structured fields have it, or the same without its quotation marks.
fn key(parts: &Parts) -> Result<String, Failure> {
    let header =
        parts.headers.get("idempotency-key").ok_or_else(|| bad("idempotency-key-missing"))?;
    let text = header.to_str().map_err(|_| bad("idempotency-key-form"))?.trim();
    let key = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text);
    let fits = (1..=KEY).contains(&key.len())
        && key.bytes().all(|b| (0x20..0x7f).contains(&b) && b != b'"' && b != b'\\');
    if fits { Ok(key.to_owned()) } else { Err(bad("idempotency-key-form")) }
}

/// The language of the texts of a body. It is part of the record, so nothing is guessed.
fn language(parts: &Parts) -> Result<Language, Failure> {
    let header = parts.headers.get(CONTENT_LANGUAGE).and_then(|v| v.to_str().ok());
    let tag = header.ok_or_else(|| bad("content-language-missing"))?.trim();
    Language::ALL
        .iter()
        .copied()
        .find(|language| language.code() == tag)
        .ok_or_else(|| bad("content-language-unknown"))
}

/// The version an `If-Match` names: the part of the mark before its dot. One mark, since one version was read.
fn version(parts: &Parts) -> Result<Option<i64>, Failure> {
    let Some(header) = parts.headers.get(IF_MATCH) else { return Ok(None) };
    let text = header.to_str().ok().map(str::trim);
    let mark = text.and_then(|t| t.strip_prefix("\"v")).and_then(|t| t.strip_suffix('"'));
    let number = mark.and_then(|mark| mark.split('.').next()).and_then(|n| n.parse().ok());
    number.map(Some).ok_or_else(|| bad("if-match-form"))
}

impl Order {
    /// Whoever asks.
    pub(super) const fn visit(&self) -> &Visit {
        &self.caller.visit
    }

    /// The version the program has read.
    ///
    /// # Errors
    /// 428 without one.
    pub(super) fn version(&self) -> Result<i64, Failure> {
        let missing = || Failure::code(StatusCode::PRECONDITION_REQUIRED, "if-match-missing");
        self.version.clone()?.ok_or_else(missing)
    }

    /// For what only adds beside what is there: whoever takes a place does not mind who took the one before.
    ///
    /// # Errors
    /// 400 with a version, which would promise a check that is not made.
    pub(super) fn no_version(&self) -> Result<(), Failure> {
        match self.version.clone()? {
            None => Ok(()),
            Some(_) => Err(bad("if-match-not-taken")),
        }
    }

    /// The body as a form. A field the form does not have is refused, since it would be lost.
    ///
    /// Values are texts, as people type them; whole numbers are taken as their digits, lists as their parts with spaces
    /// between them, null as nothing.
    ///
    /// # Errors
    /// 422 for each field that is unknown or no text.
    pub(super) fn form<T: DeserializeOwned + Default + Serialize>(&self) -> Result<T, AppError> {
        self.form_beside(&[]).map(|(form, _)| form)
    }

    /// A field of the body as it was typed; empty when it is missing or no text.
    pub(super) fn field(&self, name: &str) -> String {
        self.fields.get(name).and_then(typed).unwrap_or_default()
    }

    /// The same, beside fields that belong to no form, which are given back.
    ///
    /// # Errors
    /// As [`Order::form`].
    pub(super) fn form_beside<T: DeserializeOwned + Default + Serialize>(
        &self,
        beside: &[&'static str],
    ) -> Result<(T, BTreeMap<&'static str, String>), AppError> {
        let unread = |e: serde_json::Error| AppError::internal("a form", e);
        let known = serde_json::to_value(T::default()).map_err(unread)?;
        let (mut form, mut others, mut refusals) = (known.clone(), BTreeMap::new(), Vec::new());
        for (name, value) in &self.fields {
            let Some(text) = typed(value) else {
                refusals.push(not_text(name));
                continue;
            };
            if let Some(field) = beside.iter().find(|field| *field == name) {
                others.insert(*field, text);
            } else if known.get(name).is_some() {
                form[name] = text.into();
            } else {
                refusals.push(unknown_field(name));
            }
        }
        if !refusals.is_empty() {
            return Err(AppError::Refused(refusals));
        }
        Ok((serde_json::from_value(form).map_err(unread)?, others))
    }

    /// Begins what is asked. What was done under the key before is answered again, as it was answered then.
    ///
    /// # Errors
    /// 403 without the scope; 422 for a key under which something else was asked for.
    pub(super) async fn begin(&self, place: &Place) -> Result<Begun, Failure> {
        self.caller.program(place.scope)?;
        let token = self.visit().who.as_ref().and_then(|it| it.who.pass.as_ref()).map(|p| p.token);
        let once = Once {
            token: token.ok_or(AppError::SignedOut)?,
            key: self.key.clone(),
            request: self.request,
            thing: place.thing.map(StreamId::new),
        };
        Ok(match done(&self.visit().context(), &once).await? {
            Some(done) => Begun::Before(answer(place, done)?),
            None => Begun::Now(once),
        })
    }

    /// The operation that is done once.
    pub(super) fn context(&self, once: &Once) -> Context<'_> {
        self.visit().context().once(once.clone())
    }

    /// Answers what was done.
    pub(super) async fn finish(
        &self,
        place: &Place,
        once: &Once,
        came: Result<Came, Failure>,
    ) -> Answer {
        match came {
            Ok(Came::Known(id)) => {
                let code = place.code.clone();
                written(StatusCode::OK, place.list, &Told { id, code, version: None })
            }
            Ok(Came::Written) => self.answer_noted(place, once).await,
            // Another of the same was faster: it is answered as that one.
            Err(failure) if failure.is(|error| matches!(error, AppError::Repeated)) => {
                self.answer_noted(place, once).await
            }
            Err(failure) if failure.is(|error| matches!(error, AppError::Stale)) => {
                Err(Failure::code(StatusCode::PRECONDITION_FAILED, "if-match-stale"))
            }
            Err(failure) => Err(failure),
        }
    }

    async fn answer_noted(&self, place: &Place, once: &Once) -> Answer {
        let found = done(&self.visit().context(), once).await?;
        let nothing = || AppError::internal("answering", "a change left no note of its key");
        answer(place, found.ok_or_else(nothing)?)
    }
}

fn answer(place: &Place, done: Done) -> Answer {
    let status = if place.thing.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    let id = place.thing.unwrap_or(done.thing);
    let code = place.code.clone();
    written(status, place.list, &Told { id, code, version: Some(done.version) })
}

/// A value of a body as a person would type it.
fn typed(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        Value::Array(parts) => {
            let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
            parts.map(|parts| parts.join(" "))
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
}

fn written(status: StatusCode, list: &str, told: &Told) -> Answer {
    let body = serde_json::to_string(told).map_err(|e| AppError::internal("writing JSON", e))?;
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut set = |name, text: String| {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    };
    let last = told.code.clone().unwrap_or_else(|| told.id.to_string());
    set(LOCATION, format!("{list}/{last}"));
    if let Some(version) = told.version {
        set(ETAG, format!("\"v{version}\""));
    }
    Ok(response)
}
