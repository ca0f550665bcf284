//! Indicators: the list, the page of one with its series, and what an officer enters.

mod act;
mod form;
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
        .get("/{lang}/indicators", read, list::show)
        .get("/{lang}/indicators.csv", read, list::csv)
        .get("/{lang}/indicators.xlsx", read, list::xlsx)
        .get("/{lang}/indicators/new", keep, act::define_form)
        .post("/{lang}/indicators/new", keep, act::define)
        .get("/{lang}/indicators/{id}", read, page::show)
        .get("/{lang}/indicators/{id}/{act}", keep, act::form)
        .post("/{lang}/indicators/{id}/{act}", keep, act::submit)
}
