//! Visits of experts: the list, the page of one, and what an officer enters.

mod act;
mod form;
mod history;
pub(crate) mod list;
mod page;
pub(crate) mod shown;

use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(super) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/visits", read, list::show)
        .get("/{lang}/visits.csv", read, list::csv)
        .get("/{lang}/visits.xlsx", read, list::xlsx)
        .get("/{lang}/visits/new", keep, act::enter_form)
        .post("/{lang}/visits/new", keep, act::enter)
        .get("/{lang}/visits/{id}", read, page::show)
        .get("/{lang}/visits/{id}/{act}", keep, act::form)
        .post("/{lang}/visits/{id}/{act}", keep, act::submit)
}
