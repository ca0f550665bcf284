//! Calls for applications: the list, the page of one, and what an officer drafts and publishes.

mod act;
mod direction;
mod form;
pub(crate) mod list;
mod page;
mod pipeline;
pub(crate) mod placement;
pub(crate) mod review;
pub(crate) mod run;
pub(crate) mod shown;
mod stay;
pub(crate) mod visit;

use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    placement::add(review::add(run::add(visit::add(direction::add(pipeline::add(stay::add(
        routes,
    )))))))
    .get("/{lang}/calls", read, list::show)
    .get("/{lang}/calls.csv", read, list::csv)
    .get("/{lang}/calls.xlsx", read, list::xlsx)
    .get("/{lang}/calls/new", keep, act::begin_form)
    .post("/{lang}/calls/new", keep, act::begin)
    .get("/{lang}/calls/{id}", read, page::show)
    .get("/{lang}/calls/{id}/{act}", keep, act::form)
    .post("/{lang}/calls/{id}/{act}", keep, act::submit)
}
