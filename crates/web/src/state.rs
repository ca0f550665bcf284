//! What every handler is given.

use std::sync::Arc;

use kelisim_app::{Actor, App};

use crate::answer::PublicCache;

/// How the house is served.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Whether pages are served under TLS: cookies are then `Secure` and carry the `__Host-` prefix.
    pub secure_cookies: bool,
    /// Whether a proxy stands in front and names the visitor's machine in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// The address under which everybody reaches the house, for files that name it.
    pub public_base: Option<String>,
    /// Whether mails go out with links to the house, so that whoever lost a password can be sent one.
    pub mails: bool,
}

/// What every handler is given. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub(crate) app: App,
    pub(crate) settings: Arc<Settings>,
    pub(crate) cache: Arc<PublicCache>,
}

impl AppState {
    /// Puts it together.
    #[must_use]
    pub fn new(app: App, settings: Settings) -> Self {
        Self { app, settings: Arc::new(settings), cache: Arc::default() }
    }

    /// A short random name for a request, for the log and the page that says what went wrong.
    pub(crate) fn request_id(&self) -> String {
        let id = self.app.context(Actor::Public).new_id().simple().to_string();
        id.chars().skip(12).take(12).collect()
    }

    /// Name of the session cookie.
    pub(crate) fn session_cookie(&self) -> &'static str {
        if self.settings.secure_cookies { "__Host-kelisim" } else { "kelisim" }
    }
}
