//! A form that was sent: read whole, checked for its token, and kept when it cannot be taken.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, FromRequestParts as _, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use kelisim_app::access::Action;
use kelisim_app::sign_in::{keep_form, kept_form};
use kelisim_app::{Actor, AppError};
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;

use crate::answer::{Answer, Failure, see_other};
use crate::page::problem::Problem;
use crate::sheet::Start;
use crate::state::AppState;
use crate::visit::Visit;

/// Largest form without a file.
const FORM: usize = 1 << 20;
/// Largest form with a file.
pub(crate) const UPLOAD: usize = 4 << 20;
/// Largest form with a table: the largest file that is read, and a little for what is typed beside it.
pub(crate) const TABLE: usize = kelisim_exchange::sheet::FILE + (1 << 20);

/// Largest form with a document: the largest document, and a little for what is typed beside it. A larger one is refused
/// with words by whoever reads what it is, so it is let in by a margin.
pub(crate) const DOCUMENT: usize =
    kelisim_domain::programme::application::FileKind::MOST + (2 << 20);

/// A form that was sent by somebody who is signed in, with the token of the session.
pub struct Posted {
    /// Who sent it.
    pub visit: Visit,
    /// Its fields; a field that is there several times has its values with spaces between them.
    pub fields: Fields,
    /// The file, where one was chosen.
    pub file: Option<Bytes>,
    /// Its name.
    pub file_name: String,
}

/// A form with a table, which may be large when it comes from somebody who may bring one.
pub struct PostedTable(pub Posted);

/// A form with a document, which may be large when it comes from an applicant.
pub struct PostedDocument(pub Posted);

/// Fields of a form as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// A field; empty when it is missing.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// A field as a number; 0 when it is none, which no record has as its version.
    #[must_use]
    pub fn number(&self, name: &str) -> i64 {
        self.get(name).trim().parse().unwrap_or(0)
    }

    /// The fields as a form of typed texts. Fields the form does not have are left out.
    #[must_use]
    pub fn form<T: DeserializeOwned + Default>(&self) -> T {
        let object = self.0.iter().map(|(k, v)| (k.clone(), v.clone().into())).collect();
        serde_json::from_value(serde_json::Value::Object(object)).unwrap_or_default()
    }

    /// What was typed, without tokens and passwords, name and value.
    pub(crate) fn typed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .filter(|(name, _)| *name != "csrf" && !name.contains("password") && *name != "again")
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.typed()).finish()
    }

    fn parse(body: &[u8]) -> Self {
        let mut fields = BTreeMap::<String, String>::new();
        for (name, value) in form_urlencoded::parse(body) {
            add(&mut fields, &name, &value);
        }
        Self(fields)
    }
}

fn add(fields: &mut BTreeMap<String, String>, name: &str, value: &str) {
    match fields.get_mut(name) {
        None => {
            fields.insert(name.to_owned(), value.to_owned());
        }
        Some(there) if value.is_empty() || there.is_empty() => there.push_str(value),
        Some(there) => {
            there.push(' ');
            there.push_str(value);
        }
    }
}

/// A form that was sent, whoever sent it: only for signing in.
pub struct Sent {
    /// Who sent it.
    pub visit: Visit,
    /// Its fields.
    pub fields: Fields,
}

impl FromRequest<AppState> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        let body = axum::body::to_bytes(body, FORM).await.map_err(|_| too_large(FORM))?;
        Ok(Self { visit, fields: Fields::parse(&body) })
    }
}

impl FromRequest<AppState> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        read(request, state, UPLOAD).await
    }
}

impl FromRequest<AppState> for PostedTable {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        // Whoever may not bring a table is not given the room for one.
        let limit = if visit.may(Action::KeepRecord) { TABLE } else { UPLOAD };
        read(Request::from_parts(parts, body), state, limit).await.map(Self)
    }
}

impl FromRequest<AppState> for PostedDocument {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, state).await?;
        let limit = if visit.may(Action::Apply) { DOCUMENT } else { UPLOAD };
        read(Request::from_parts(parts, body), state, limit).await.map(Self)
    }
}

/// Reads a form whole, with a file of at most so many bytes.
async fn read(request: Request, state: &AppState, limit: usize) -> Result<Posted, Failure> {
    let (mut parts, body) = request.into_parts();
    let visit = Visit::from_request_parts(&mut parts, state).await;
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let (fields, file, file_name) = if kind.starts_with("multipart/form-data") {
        multipart(Request::from_parts(parts, body), state, limit).await?
    } else {
        let bytes = axum::body::to_bytes(body, FORM).await.map_err(|_| too_large(FORM))?;
        (Fields::parse(&bytes), None, String::new())
    };
    // The database may be lost: what was typed goes back with the answer.
    let visit = visit.map_err(|failure| failure.with_typed(fields.clone()))?;
    let posted = Posted { visit, fields, file, file_name };
    posted.check().await?;
    Ok(posted)
}

impl Posted {
    /// A session that still holds and the token of that session, or what was typed is kept for after signing in.
    async fn check(&self) -> Result<(), Failure> {
        let Some(who) = self.visit.who.as_ref().filter(|r| r.missing.is_none()) else {
            return Err(self.keep_for_sign_in().await);
        };
        if is_masked(self.fields.get("csrf"), &who.csrf) {
            Ok(())
        } else {
            Err(Failure::problem(Problem::Csrf).with_typed(self.fields.clone()))
        }
    }

    async fn keep_for_sign_in(&self) -> Failure {
        let ctx = self.visit.state.app.context(Actor::Public);
        match keep_form(&ctx, &self.fields.encoded()).await {
            Ok(token) => Failure::sign_in(&format!("{}?kept={token}", self.visit.path())),
            Err(error) => Failure::from(error).with_typed(self.fields.clone()),
        }
    }

    /// Leads to the thing once it was done; shows the form again where a rule said no.
    pub(crate) async fn answered<F: Future<Output = Answer>>(
        &self,
        done: Result<(), AppError>,
        path: &str,
        again: impl FnOnce(Start) -> F,
    ) -> Answer {
        match done {
            Ok(()) => Ok(see_other(&self.visit.at(path))),
            Err(AppError::Refused(refusals)) => again(Start::refused(&self.fields, refusals)).await,
            Err(error) => Err(self.failed(error).await),
        }
    }

    /// A failure that gives back what was typed. Another hand that was faster gets a link to both versions.
    pub async fn failed(&self, error: AppError) -> Failure {
        if !matches!(error, AppError::Stale) {
            return Failure::from(error).with_typed(self.fields.clone());
        }
        let ctx = self.visit.context();
        match keep_form(&ctx, &self.fields.encoded()).await {
            Ok(token) => Failure::from(error)
                .with_way_back(format!("{}?kept={token}&stale=1", self.visit.path())),
            Err(_) => Failure::from(error).with_typed(self.fields.clone()),
        }
    }
}

impl Visit {
    /// What was typed before the session ended or another hand was faster, when the address names it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn kept(&self) -> Result<Option<Fields>, AppError> {
        let Some(token) = self.query.get("kept") else { return Ok(None) };
        let body = kept_form(&self.context(), token).await?;
        Ok(body.map(|body| Fields::parse(body.as_bytes())))
    }

    /// Whether the page is shown again because another hand was faster.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        self.query.contains_key("stale")
    }
}

async fn multipart(
    request: Request,
    state: &AppState,
    limit: usize,
) -> Result<(Fields, Option<Bytes>, String), Failure> {
    let malformed = || Failure::problem(Problem::Malformed);
    let unread = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(limit),
        _ => malformed(),
    };
    let mut form = Multipart::from_request(request, state).await.map_err(|_| malformed())?;
    let mut fields = BTreeMap::new();
    let mut file = None;
    let mut file_name = String::new();
    let mut size = 0;
    loop {
        let field = form.next_field().await.map_err(unread)?;
        let Some(mut field) = field else { break };
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        if let Some(name) = field.file_name().filter(|name| !name.is_empty()) {
            name.clone_into(&mut file_name);
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.chunk().await.map_err(unread)? {
            size += chunk.len();
            if size > limit {
                return Err(too_large(limit).with_typed(Fields(fields)));
            }
            bytes.extend_from_slice(&chunk);
        }
        if is_file {
            file = Some(Bytes::from(bytes)).filter(|bytes| !bytes.is_empty());
        } else {
            let text = String::from_utf8(bytes).map_err(|_| Failure::problem(Problem::Encoding))?;
            add(&mut fields, &name, &text);
        }
    }
    Ok((Fields(fields), file, file_name))
}

/// A token under a mask, so that it reads differently in each answer: the mask, then the token under it.
#[must_use]
pub(crate) fn masked(token: &str, mask: &str) -> String {
    format!("{mask}{}", over(token, mask).unwrap_or_default())
}

/// Whether this is the token under some mask; takes as long for a wrong one as for the right one.
fn is_masked(given: &str, token: &str) -> bool {
    let Some((mask, under)) = given.split_at_checked(token.len()) else { return false };
    let found = over(under, mask).unwrap_or_default();
    !token.is_empty() && bool::from(found.as_bytes().ct_eq(token.as_bytes()))
}

/// One text of hexadecimal digits over another of the same length, digit by digit.
fn over(text: &str, mask: &str) -> Option<String> {
    if text.len() != mask.len() {
        return None;
    }
    text.chars()
        .zip(mask.chars())
        .map(|(a, b)| char::from_digit(a.to_digit(16)? ^ b.to_digit(16)?, 16))
        .collect()
}

fn too_large(limit: usize) -> Failure {
    Failure::problem(Problem::TooLarge { limit: format!("{} MB", limit >> 20) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize, Default, PartialEq, Debug)]
    #[serde(default)]
    struct Form {
        promisors: String,
        title: String,
    }

    #[test]
    fn repeated_fields_are_joined_and_foreign_ones_left_out() {
        let fields =
            Fields::parse("promisors=TR&promisors=KG&title=%D2%9B+x&csrf=1&z=2".as_bytes());
        let form: Form = fields.form();
        assert_eq!(form, Form { promisors: "TR KG".to_owned(), title: "қ x".to_owned() });
        assert_eq!(Fields::parse(fields.encoded().as_bytes()).get("csrf"), "");
        assert_eq!(fields.number("title"), 0);
    }

    #[test]
    fn a_token_is_known_under_any_mask_and_nothing_else_is() {
        let token = "00ff".repeat(16);
        for mask in ["1234".repeat(16), "0000".repeat(16), "ffff".repeat(16)] {
            assert!(is_masked(&masked(&token, &mask), &token));
        }
        for wrong in
            ["", "x", &token, &masked(&"00fe".repeat(16), &"1234".repeat(16)), &"é".repeat(64)]
        {
            assert!(!is_masked(wrong, &token), "{wrong}");
        }
        assert!(!is_masked("", ""));
    }

    #[test]
    fn passwords_and_tokens_are_never_given_back() {
        let fields = Fields::parse(b"csrf=a&password=b&new_password=c&again=d&email=e");
        assert_eq!(fields.typed().collect::<Vec<_>>(), [("email", "e")]);
    }
}
