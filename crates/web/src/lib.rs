//! The faces of Kelisim in a browser: layouts, macros, charts and assets.
//!
//! A page is a struct with an askama template that extends `layout.html` (console) or `public_layout.html`
//! (visitors) and carries a [`shell::Shell`]; words come from `kelisim-i18n`. Charts are SVG written here, each with
//! a table from the same struct. Pages run under `default-src 'self'`: no inline style, no inline script.
//! Nothing here reads a store; handlers ask the use cases for what a page shows.
//!
//! Start with `shell.rs` and `templates/layout.html`, then `templates/macros.html`.

// Templates name this crate by its outside name, so that they also serve tests and examples.
extern crate self as kelisim_web;

mod account;
pub mod answer;
mod api;
mod apply;
pub mod asset;
mod backup;
mod body;
mod calendar;
pub mod chart;
mod cited;
mod commitment;
mod communique;
mod conflict;
pub mod cursor;
pub mod form;
pub mod import;
mod indicator;
mod instrument;
mod journal;
mod letter;
mod lists;
mod meeting;
mod observation;
mod overview;
pub mod page;
mod paper;
mod partner;
mod partner_key;
mod party;
pub mod posted;
mod print;
mod programme;
mod project;
mod public;
mod quota;
pub mod routes;
mod saved;
mod search;
mod sheet;
pub mod shell;
mod sign_in;
pub mod source;
mod source_page;
pub mod state;
mod table;
pub mod visit;
pub mod words;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use kelisim_app::App;
use kelisim_app::access::Action;

use crate::routes::{Access, Route, Routes};
use crate::state::AppState;
pub use crate::state::Settings;

/// Every route with who may take it.
fn routes() -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let routes = Routes::default()
        .get("/", Access::Everybody, sign_in::root)
        .get("/health", Access::Everybody, sign_in::health)
        .get("/{lang}", Access::Everybody, sign_in::start)
        .get("/{lang}/", Access::Everybody, sign_in::start)
        .get("/{lang}/sign-in", Access::Everybody, sign_in::form)
        .post("/{lang}/sign-in", Access::Everybody, sign_in::submit)
        .get("/{lang}/sign-in/code", Access::Everybody, sign_in::code_form)
        .post("/{lang}/sign-in/code", Access::Everybody, sign_in::code)
        .get("/{lang}/sign-in/password", Access::Everybody, sign_in::password_form)
        .post("/{lang}/sign-in/password", Access::Everybody, sign_in::password)
        .post("/{lang}/sign-out", Access::Everybody, sign_in::sign_out)
        .post("/{lang}/appearance", Access::Everybody, sign_in::appearance)
        .get("/{lang}/overview", read, overview::show);
    [
        account::add,
        apply::add,
        api::add,
        backup::add,
        calendar::add,
        commitment::add,
        communique::add,
        conflict::add,
        import::add,
        indicator::add,
        instrument::add,
        journal::add,
        letter::add,
        lists::add,
        meeting::add,
        observation::add,
        paper::add,
        partner::add,
        partner_key::add,
        party::add,
        body::add,
        programme::add,
        project::add,
        public::add,
        quota::add,
        saved::add,
        search::add,
        source_page::add,
    ]
    .into_iter()
    .fold(routes, |routes, add| add(routes))
}

/// The table of routes, for the matrix test.
#[must_use]
pub fn table() -> Vec<Route> {
    routes().done().1
}

/// The whole house as a service.
pub fn router(app: App, settings: Settings) -> Router {
    let state = AppState::new(app, settings);
    let (pages, _) = routes().done();
    pages
        .merge(asset::router())
        .layer(DefaultBodyLimit::max(posted::UPLOAD + (1 << 16)))
        .layer(from_fn_with_state(state.clone(), answer::explain))
        .layer(from_fn_with_state(state.clone(), answer::compress))
        .layer(from_fn_with_state(state.clone(), answer::guard))
        .with_state(state)
}
