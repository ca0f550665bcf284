//! The page that says what went wrong, what was kept and what to do.

use askama::Template;
use kelisim_i18n::Arg;

use crate::shell::Shell;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 409: somebody else was faster.
    Stale,
    /// 413, with the limit as it is shown.
    TooLarge {
        /// Such as "5 MB".
        limit: String,
    },
    /// 422.
    Refused,
    /// 500.
    Internal,
    /// 503: the database does not answer.
    Unavailable,
    /// 503: the database was lost while it kept the change.
    Uncertain,
    /// 507: the disk is full.
    DiskFull,
    /// 401: the session has ended.
    SessionExpired,
    /// 403: the token of the form is not that of the session.
    Csrf,
    /// 400: not UTF-8.
    Encoding,
    /// 400: a body that cannot be read.
    Malformed,
    /// 429, with the moment from which it may be tried again.
    RateLimited {
        /// Such as "18:05, Bishkek time".
        time: String,
    },
}

impl Problem {
    /// Middle part of the ids of its sentences.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::NotFound => "not_found",
            Self::Stale => "stale",
            Self::TooLarge { .. } => "too_large",
            Self::Refused => "refused",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
            Self::Uncertain => "uncertain",
            Self::DiskFull => "disk_full",
            Self::SessionExpired => "session_expired",
            Self::Csrf => "csrf",
            Self::Encoding => "encoding",
            Self::Malformed => "malformed",
            Self::RateLimited { .. } => "rate_limited",
        }
    }
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "problem.html")]
pub struct ProblemPage {
    /// What is around it; its title is replaced by that of the problem.
    pub shell: Shell,
    /// What went wrong.
    pub problem: Problem,
    /// Why a rule refused it, as full sentences.
    pub reasons: Vec<String>,
    /// Where the form is sent again.
    pub action: String,
    /// What was typed, name and value, when it came with the request.
    pub typed: Vec<(String, String)>,
    /// Where both versions are shown, when another hand was faster.
    pub way_back: Option<String>,
    /// The number under which the log knows the request.
    pub request_id: Option<String>,
}

impl ProblemPage {
    /// The page for a problem by itself: nothing was typed, nothing is to be compared.
    #[must_use]
    pub fn new(shell: Shell, problem: Problem, request_id: Option<String>) -> Self {
        Self {
            shell,
            problem,
            reasons: Vec::new(),
            action: String::new(),
            typed: Vec::new(),
            way_back: None,
            request_id,
        }
    }

    /// The heading.
    #[must_use]
    pub fn heading(&self) -> &'static str {
        self.shell.locale.t(&format!("error-{}-title", self.problem.code()))
    }

    /// What happened, what was kept, what to do.
    #[must_use]
    pub fn text(&self) -> String {
        let id = format!("error-{}-text", self.problem.code());
        match &self.problem {
            Problem::TooLarge { limit } => {
                self.shell.locale.format(&id, &[("limit", Arg::Str(limit))])
            }
            Problem::RateLimited { time } => {
                self.shell.locale.format(&id, &[("time", Arg::Str(time))])
            }
            _ => self.shell.locale.t(&id).to_owned(),
        }
    }
}
