//! A visit: who asks, in which language, for what. The first thing every handler takes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, OriginalUri};
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use jiff::civil::Date;
use kelisim_app::access::{Action, may};
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::notice::unread;
use kelisim_app::overview::{OpenWork, open_work};
use kelisim_app::sign_in::{Resumed, resume};
use kelisim_app::{Actor, AppError, Context, PageReads, typed};
use kelisim_i18n::{Locale, Zone};

use crate::answer::Failure;
use crate::cursor::{Place, query_with};
use crate::form::{Choice, Control};
use crate::posted::masked;
use crate::shell::{Counts, Nav, Shell, ShellUser, Theme};
use crate::state::AppState;
use crate::words;

/// Who asks, in which language, for what.
#[derive(Clone)]
pub struct Visit {
    /// What every handler is given.
    pub state: AppState,
    /// The language of the page.
    pub locale: Locale,
    /// The address below the language, with its query.
    pub path_and_query: String,
    /// The fields of the query.
    pub query: BTreeMap<String, String>,
    /// The appearance chosen.
    pub theme: Theme,
    /// Who is signed in; nobody for a visitor or an ended session.
    pub who: Option<Resumed>,
    /// The token of the session cookie, whether it still holds or not.
    pub token: Option<String>,
    /// Where the request comes from.
    pub machine: String,
    /// What the page has read so far, where something is asked and nothing changed.
    pub reads: Option<Arc<PageReads>>,
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let Ok(mut visit) = Self::anonymous(parts, state).await;
        let is_page = Locale::from_path(parts.uri.path()).is_some();
        if !is_page && !parts.uri.path().starts_with("/api/") {
            return Err(AppError::NotFound.into());
        }
        if let Some(token) = &visit.token {
            visit.who = resume(&state.app, token).await?;
        }
        Ok(visit)
    }
}

impl Visit {
    /// A visit without looking up who it is: for pages that are the same for everybody.
    pub(crate) async fn anonymous(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let OriginalUri(uri) = OriginalUri::from_request_parts(parts, state).await?;
        let whole = uri.path_and_query().map_or("/", |p| p.as_str());
        let (locale, path_and_query) = Locale::from_path(whole)
            .map_or((Locale::En, whole.to_owned()), |(locale, rest)| (locale, rest.to_owned()));
        let query = uri.query().unwrap_or("");
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let cookies = cookies(parts);
        let from = |name: &str| cookies.get(name).cloned();
        Ok(Self {
            state: state.clone(),
            locale,
            path_and_query,
            query,
            theme: Theme::from_code(&from("theme").unwrap_or_default()),
            who: None,
            token: from(state.session_cookie()).filter(|t| t.len() == 64),
            machine: machine(parts, state),
            reads: parts.method.is_safe().then(Arc::default),
        })
    }

    /// Begins an operation of whoever asks. A session that still lacks a step acts as a visitor.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        let actor = match &self.who {
            Some(Resumed { who, missing: None, .. }) => Actor::User(who.clone()),
            _ => Actor::Public,
        };
        self.state.app.context(actor).on_page(self.reads.clone())
    }

    /// A field of the query as a type; nothing when it is missing or makes no sense.
    #[must_use]
    pub fn asked<T: FromStr>(&self, name: &str) -> Option<T> {
        self.query.get(name)?.parse().ok()
    }

    /// What a filter of the query chooses, as it was typed; empty when it is missing.
    #[must_use]
    pub fn chosen(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    /// A filter of a list: any, or one of these.
    #[must_use]
    pub fn filter(
        &self,
        name: &'static str,
        label: &str,
        choices: impl IntoIterator<Item = Choice>,
    ) -> Control {
        let mut all = vec![Choice::new("", self.locale.t("filter-any"))];
        all.extend(choices);
        Control::choice(name, label, all).value(self.chosen(name)).narrowing()
    }

    /// The place at which the list goes on; nothing for its beginning.
    #[must_use]
    pub fn after<P: Place>(&self) -> Option<P> {
        P::read(self.chosen("after"))
    }

    /// The query of the part of the list behind a place, with the same filters.
    #[must_use]
    pub fn going_on(&self, after: &impl Place) -> String {
        query_with(&self.query, Some(after.text()))
    }

    /// An address below the language of the page, with the filters of this one.
    #[must_use]
    pub fn at_filtered(&self, path: &str) -> String {
        self.at(path) + &query_with(&self.query, None)
    }

    /// The day asked for with "as known on".
    #[must_use]
    pub fn known_on(&self) -> KnownOn {
        let typed = self.query.get("on").map(|text| text.trim().to_owned()).unwrap_or_default();
        let read = if typed.is_empty() { Ok(None) } else { typed::read_day(&typed).map(Some) };
        match read {
            Ok(day) => KnownOn { day, typed, error: None },
            Err(refusal) => {
                KnownOn { day: None, error: Some(words::refusal(self.locale, &refusal)), typed }
            }
        }
    }

    /// Whether the person may do something at all; decides which links are shown, never what is allowed.
    #[must_use]
    pub fn may(&self, action: Action) -> bool {
        self.who.as_ref().is_some_and(|r| r.missing.is_none() && may(r.who.role, action))
    }

    /// The clock of the registry of whoever asks.
    #[must_use]
    pub fn zone(&self) -> Zone {
        match self.who.as_ref().map(|r| r.who.registry.to_string()).as_deref() {
            Some("KG") => Zone::Bishkek,
            Some("KZ") => Zone::Astana,
            _ => Zone::Utc,
        }
    }

    /// The path without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.path_and_query.split('?').next().unwrap_or("/")
    }

    /// An address below the language of the page.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("/{}{path}", self.locale.tag())
    }

    /// What is around a page of the console.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn shell(&self, title: &str, here: Nav) -> Result<Shell, AppError> {
        let ctx = self.context();
        let names = directory(&ctx).await?;
        let Actor::User(user) = &ctx.actor else {
            return Ok(self.public_shell(title, &names));
        };
        let reads = may(user.role, Action::ReadRecord);
        let work = if reads { open_work(&ctx).await? } else { OpenWork::default() };
        let registry = names.registries.get(&user.registry);
        let nav = Nav::ALL.into_iter().filter(|nav| may(user.role, action_of(*nav))).collect();
        Ok(Shell {
            user: Some(ShellUser { name: user.name.clone(), role: user.role.code() }),
            here: Some(here),
            search_path: reads.then_some("/search"),
            nav,
            csrf: self.csrf(),
            counts: Counts {
                communiques: work.reviews,
                conflicts: work.conflicts,
                notices: unread(&ctx).await?,
            },
            registry_name: words::registry(self.locale, &names, user.registry),
            demo: registry.is_some_and(|r| r.demonstration),
            ..self.bare_shell(title)
        })
    }

    /// What is around a page for everybody.
    #[must_use]
    pub fn public_shell(&self, title: &str, names: &Directory) -> Shell {
        Shell {
            demo: names.registries.values().any(|r| r.demonstration),
            csrf: self.csrf(),
            user: self
                .who
                .as_ref()
                .map(|r| ShellUser { name: r.who.name.clone(), role: r.who.role.code() }),
            ..self.bare_shell(title)
        }
    }

    /// What is around a page when nothing can be looked up.
    #[must_use]
    pub fn bare_shell(&self, title: &str) -> Shell {
        let registry = self.locale.t("open-record");
        let shell = Shell::visitor(self.locale, &self.path_and_query, title, registry);
        Shell { theme: self.theme, ..shell }
    }

    /// The token every form of the session carries, under a fresh mask.
    #[must_use]
    pub fn csrf(&self) -> String {
        let mask = || self.state.app.context(Actor::Public).new_token();
        self.who.as_ref().map(|r| masked(&r.csrf, &mask())).unwrap_or_default()
    }
}

/// Which right opens an entry of the navigation.
const fn action_of(nav: Nav) -> Action {
    match nav {
        Nav::Overview
        | Nav::Calendar
        | Nav::Partners
        | Nav::Commitments
        | Nav::Instruments
        | Nav::Meetings
        | Nav::Bodies
        | Nav::Projects
        | Nav::Calls
        | Nav::Visits
        | Nav::Quotas
        | Nav::Indicators
        | Nav::Conflicts => Action::ReadRecord,
        Nav::Notices => Action::OwnAccount,
        Nav::Reviews => Action::Review,
        Nav::My => Action::Apply,
        Nav::Communiques => Action::ReadSources,
        Nav::Journal => Action::ReadJournal,
        Nav::Users | Nav::Backups => Action::ManageAccounts,
        Nav::Promises => Action::ReadPublic,
    }
}

/// The day asked for with "as known on": what was typed is kept whether it makes sense or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownOn {
    /// The day; now, when none was asked for.
    pub day: Option<Date>,
    /// What was typed.
    pub typed: String,
    /// Why it makes no sense.
    pub error: Option<String>,
}

impl KnownOn {
    /// The query that keeps the day in a link, with its question mark; empty for now.
    #[must_use]
    pub fn query(&self) -> String {
        self.day.map(|day| format!("?on={day}")).unwrap_or_default()
    }
}

fn cookies(parts: &Parts) -> BTreeMap<String, String> {
    parts
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Where a request comes from. Behind a proxy, the last machine the proxy itself names.
fn machine(parts: &Parts, state: &AppState) -> String {
    if state.settings.behind_proxy
        && let Some(named) = parts.headers.get("x-forwarded-for").and_then(|v| v.to_str().ok())
        && let Some(last) = named.rsplit(',').next()
    {
        return last.trim().chars().take(45).collect();
    }
    parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or_else(|| "unknown".to_owned(), |info| info.0.ip().to_string())
}
