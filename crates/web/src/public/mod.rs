//! What everybody may see without an account: the promises, one of them with its history, and the table.
//!
//! These answers are the same bytes for everybody, so they are kept for a moment and answered with 304 to whoever has
//! them already.

mod agreements;
mod anyone;
mod bodies;
mod calls;
mod indicators;
mod meetings;
mod one;
mod progress;
mod promises;
mod results;
mod row;
pub(crate) mod table;
mod visits;

pub(crate) use anyone::Anyone;
pub(crate) use calls::input as call_question;

use crate::routes::{Access, Routes};

/// The type of a page.
const HTML: &str = "text/html; charset=utf-8";

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    routes
        .get("/{lang}/promises", Access::Everybody, promises::show)
        .get("/{lang}/promises.csv", Access::Everybody, table::csv)
        .get("/{lang}/promises.xlsx", Access::Everybody, table::xlsx)
        .get("/{lang}/promises/{id}", Access::Everybody, one::show)
        .get("/{lang}/agreements", Access::Everybody, agreements::list)
        .get("/{lang}/agreements.xml", Access::Everybody, crate::instrument::iati::public)
        .get("/{lang}/agreements/{id}", Access::Everybody, agreements::one)
        .get("/{lang}/public-meetings", Access::Everybody, meetings::list)
        .get("/{lang}/public-meetings/{id}", Access::Everybody, meetings::one)
        .get("/{lang}/public-bodies", Access::Everybody, bodies::list)
        .get("/{lang}/public-bodies/{id}", Access::Everybody, bodies::one)
        .get("/{lang}/progress", Access::Everybody, progress::list)
        .get("/{lang}/progress/{id}", Access::Everybody, progress::one)
        .get("/{lang}/public-visits", Access::Everybody, visits::list)
        .get("/{lang}/public-visits/{id}", Access::Everybody, visits::one)
        .get("/{lang}/public-indicators", Access::Everybody, indicators::list)
        .get("/{lang}/public-indicators/{id}", Access::Everybody, indicators::one)
        .get("/{lang}/open-calls", Access::Everybody, calls::list)
        .get("/{lang}/open-calls/{id}", Access::Everybody, calls::one)
        .get("/{lang}/open-calls/{id}/check", Access::Everybody, calls::questions_form)
        .post("/{lang}/open-calls/{id}/check", Access::Everybody, calls::check)
        .get("/{lang}/results/{id}", Access::Everybody, results::one)
        .post("/{lang}/results/{id}", Access::Everybody, results::explain)
        .get("/{lang}/results/{id}/certificate.json", Access::Everybody, results::certificate)
}
