//! Bodies between countries: the list, the page of one, and what an officer enters.

mod act;
mod form;
mod history;
pub(crate) mod list;
mod page;
pub(crate) mod shown;

use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/bodies", read, list::show)
        .get("/{lang}/bodies.csv", read, list::csv)
        .get("/{lang}/bodies.xlsx", read, list::xlsx)
        .get("/{lang}/bodies/new", keep, act::enter_form)
        .post("/{lang}/bodies/new", keep, act::enter)
        .get("/{lang}/bodies/{id}", read, page::show)
        .get("/{lang}/bodies/{id}/{act}", keep, act::form)
        .post("/{lang}/bodies/{id}/{act}", keep, act::submit)
}
