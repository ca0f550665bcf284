//! A visit by anyone: nobody is looked up, so that the answer is the same for everybody.

use axum::extract::FromRequestParts;
use axum::http::HeaderValue;
use axum::http::request::Parts;
use kelisim_app::AppError;
use kelisim_i18n::Locale;

use crate::answer::{Answer, Failure, if_none_match};
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

impl Anyone {
    /// The page at an address below the language, as it was written a moment ago or as `write` writes it.
    ///
    /// The address has no more in it than the page depends on, so that nobody fills the room with addresses of their
    /// own making.
    pub(crate) async fn page<F>(
        self,
        path: String,
        kind: &'static str,
        write: impl FnOnce(Visit) -> F,
    ) -> Answer
    where
        F: Future<Output = Result<String, Failure>>,
    {
        let Self { visit, known } = self;
        let (state, key) = (visit.state.clone(), visit.at(&path));
        let write = write(Visit { path_and_query: path, ..visit });
        state.cache.page(key, kind, known.as_ref(), write).await
    }
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
