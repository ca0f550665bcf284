//! A visit by anyone: nobody is looked up, so that the answer is the same for everybody.

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use kelisim_app::AppError;
use kelisim_i18n::Locale;

use crate::answer::{Failure, if_none_match};
use crate::shell::Theme;
use crate::state::AppState;
use crate::visit::Visit;

/// A visit by anyone. No cookie is read: neither who it is nor the appearance chosen changes the answer; the script
/// paints the page in the appearance of the cookie.
pub(crate) struct Anyone {
    /// The visit.
    pub(crate) visit: Visit,
    /// What the reader has already.
    pub(crate) known: Option<HeaderValue>,
}

impl FromRequestParts<AppState> for Anyone {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let Ok(visit) = Visit::anonymous(parts, state).await;
        let path = parts.uri.path();
        if Locale::from_path(path).is_none() && !path.starts_with("/api/") {
            return Err(AppError::NotFound.into());
        }
        let known = if_none_match(&parts.headers).cloned();
        Ok(Self { visit: Visit { theme: Theme::System, token: None, ..visit }, known })
    }
}
