//! Communiqués: the list, entering one, and the page on which its passages are marked and decided.

mod decide;
pub(crate) mod document;
mod entry;
mod field;
mod list;
mod passage;
mod review;

use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadSources);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/communiques", read, list::show)
        .get("/{lang}/communiques/new", keep, entry::form)
        .post("/{lang}/communiques/new", keep, entry::submit)
        .get("/{lang}/communiques/{id}", read, review::show)
        .get("/{lang}/communiques/{id}/passages/{passage}", read, decide::passage_page)
        .post("/{lang}/communiques/{id}/passages/{passage}", keep, decide::passage)
        .get("/{lang}/communiques/{id}/propose", read, decide::review_page)
        .post("/{lang}/communiques/{id}/propose", keep, decide::propose)
        .get("/{lang}/communiques/{id}/finish", read, decide::review_page)
        .post("/{lang}/communiques/{id}/finish", keep, decide::finish)
        .get("/{lang}/communiques/{id}/take-up", read, decide::review_page)
        .post("/{lang}/communiques/{id}/take-up", keep, decide::take_up)
}
