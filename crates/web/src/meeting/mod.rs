//! Meetings: the list, the page of one, what an officer enters, and the pack for the next one.

mod act;
pub(crate) mod fact;
pub(crate) mod list;
pub(crate) mod pack;
mod page;
mod print;
pub(crate) mod shown;

use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let inner = Access::Right(Action::ReadSources);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/meetings", read, list::show)
        .get("/{lang}/meetings.csv", read, list::csv)
        .get("/{lang}/meetings.xlsx", read, list::xlsx)
        .get("/{lang}/meetings/new", keep, act::enter_form)
        .post("/{lang}/meetings/new", keep, act::enter)
        .get("/{lang}/meetings/{id}", read, page::show)
        .get("/{lang}/meetings/{id}/pack", inner, pack::of_meeting)
        .get("/{lang}/meetings/{id}/pack.pdf", inner, print::of_meeting)
        .get("/{lang}/partners/{code}/pack", inner, pack::with_partner)
        .get("/{lang}/partners/{code}/pack.pdf", inner, print::with_partner)
        .get("/{lang}/meetings/{id}/{act}", keep, act::form)
        .post("/{lang}/meetings/{id}/{act}", keep, act::submit)
}
