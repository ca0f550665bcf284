//! What became of the places of a released run, in the console: the list of a call, one placement, and the acts.

mod act;
mod call_act;
mod list;
mod page;
pub(crate) mod told;

pub(crate) use page::facts;

use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let inside = Access::Right(Action::ReadSources);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/calls/{id}/placements", inside, list::show)
        .get("/{lang}/calls/{id}/placements.csv", inside, list::csv)
        .get("/{lang}/calls/{id}/placements.xlsx", inside, list::xlsx)
        .get("/{lang}/calls/{id}/placements/{act}", keep, call_act::form)
        .post("/{lang}/calls/{id}/placements/{act}", keep, call_act::submit)
        .get("/{lang}/placements/{placement}", inside, page::show)
        .get("/{lang}/placements/{placement}/{act}", keep, act::form)
        .post("/{lang}/placements/{placement}/{act}", keep, act::submit)
}
