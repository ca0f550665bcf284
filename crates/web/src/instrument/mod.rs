//! Instruments: the list, the page of one, and what an officer enters.

mod act;
pub(crate) mod fact;
mod history;
pub(crate) mod iati;
mod iia;
pub(crate) mod list;
mod package;
mod page;
pub(crate) mod shown;
mod steps;

use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    let approve = Access::Right(Action::ApproveText);
    routes
        .get("/{lang}/instruments", read, list::show)
        .get("/{lang}/instruments.csv", read, list::csv)
        .get("/{lang}/instruments.xlsx", read, list::xlsx)
        .get("/{lang}/instruments.xml", read, iati::own)
        .get("/{lang}/instruments/new", keep, act::enter_form)
        .post("/{lang}/instruments/new", keep, act::enter)
        .get("/{lang}/instruments/{id}", read, page::show)
        .get("/{lang}/instruments/{id}/iia.xml", read, iia::show)
        .get("/{lang}/instruments/{id}/drafts/{number}", read, page::content)
        .get("/{lang}/instruments/{id}/drafts/{number}/package.zip", keep, package::show)
        .get("/{lang}/instruments/{id}/answers/{number}", read, package::answer)
        .get("/{lang}/instruments/{id}/approve", approve, act::approve_form)
        .post("/{lang}/instruments/{id}/approve", approve, act::approve)
        .get("/{lang}/instruments/{id}/{act}", keep, act::form)
        .post("/{lang}/instruments/{id}/{act}", keep, act::submit)
}
