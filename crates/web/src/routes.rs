//! Every route with who may take it. A route cannot be added without saying so, and the matrix test reads this table.

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts, RawPathParams};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::routing::{MethodRouter, get, post};
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_domain::token::Scope;
use std::str::FromStr;

use crate::answer::Failure;
use crate::state::AppState;

/// Who may take a route. The use case behind it decides; the matrix test compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Everybody,
    /// Whoever has this right in the registry the thing belongs to.
    Right(Action),
    /// Whoever has one of these rights to the thing.
    AnyOf(&'static [Action]),
    /// A program whose token opens this; nobody with a cookie.
    Token(Scope),
}

/// A route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may take it.
    pub access: Access,
}

/// Routes under construction, with their table.
#[derive(Default)]
pub struct Routes {
    router: Router<AppState>,
    table: Vec<Route>,
}

impl Routes {
    /// A page.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add("GET", path, access, get(handler))
    }

    /// A form.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        self.add("POST", path, access, post(handler))
    }

    /// A form with a table, which may be large.
    #[must_use]
    pub fn post_table<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let limit = DefaultBodyLimit::max(crate::posted::TABLE);
        self.add("POST", path, access, post(handler).layer(limit))
    }

    /// A form with a document, which may be a photograph.
    #[must_use]
    pub fn post_document<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let limit = DefaultBodyLimit::max(crate::posted::DOCUMENT);
        self.add("POST", path, access, post(handler).layer(limit))
    }

    fn add(
        mut self,
        method: &'static str,
        path: &'static str,
        access: Access,
        route: MethodRouter<AppState>,
    ) -> Self {
        self.table.push(Route { method, path, access });
        self.router = self.router.route(path, route);
        self
    }

    /// The router and the table.
    pub fn done(self) -> (Router<AppState>, Vec<Route>) {
        (self.router, self.table)
    }
}

/// The parameters of a path. What cannot be read names nothing that is there.
pub struct At(Vec<(String, String)>);

impl At {
    /// A parameter as a type.
    ///
    /// # Errors
    /// Not found, when it makes no sense.
    pub fn read<T: FromStr>(&self, name: &str) -> Result<T, Failure> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .and_then(|(_, value)| value.parse().ok())
            .ok_or_else(|| AppError::NotFound.into())
    }
}

impl FromRequestParts<AppState> for At {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let params = RawPathParams::from_request_parts(parts, state)
            .await
            .map_err(|_| Failure::from(AppError::NotFound))?;
        Ok(Self(params.iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect()))
    }
}
