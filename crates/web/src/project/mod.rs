//! Projects: the list, the page of one with its plan, and what an officer enters.

mod act;
mod form;
mod history;
pub(crate) mod list;
mod page;
mod plan;
pub(crate) mod shown;

use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/projects", read, list::show)
        .get("/{lang}/projects.csv", read, list::csv)
        .get("/{lang}/projects.xlsx", read, list::xlsx)
        .get("/{lang}/projects/new", keep, act::begin_form)
        .post("/{lang}/projects/new", keep, act::begin)
        .get("/{lang}/projects/{id}", read, page::show)
        .get("/{lang}/projects/{id}/{act}", keep, act::form)
        .post("/{lang}/projects/{id}/{act}", keep, act::submit)
}
