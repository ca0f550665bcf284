//! The run of a call in the console: its page, its steps, the candidates, the sealed files.

mod act;
mod answers;
mod list;
mod page;
pub(crate) mod told;

pub(super) use act::read as read_table;
use kelisim_app::access::Action;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let inside = Access::Right(Action::ReadSources);
    let sealed = Access::Right(Action::ReadSealed);
    let keep = Access::Right(Action::KeepRecord);
    let answering = Access::AnyOf(&[Action::CheckApplications, Action::VerifyApplications]);
    let host = Access::Right(Action::VerifyApplications);
    routes
        .get("/{lang}/calls/{id}/run", inside, page::show)
        .get("/{lang}/calls/{id}/run/bring", keep, act::bring_form)
        .post_table("/{lang}/calls/{id}/run/bring", keep, act::bring)
        .get("/{lang}/calls/{id}/run/{act}", keep, act::form)
        .post("/{lang}/calls/{id}/run/{act}", keep, act::submit)
        .get("/{lang}/calls/{id}/answers", answering, answers::show)
        .get("/{lang}/calls/{id}/answers/{act}", host, answers::form)
        .post("/{lang}/calls/{id}/answers/{act}", host, answers::submit)
        .get("/{lang}/calls/{id}/candidates", inside, list::show)
        .get("/{lang}/calls/{id}/candidates.csv", inside, list::csv)
        .get("/{lang}/calls/{id}/candidates.xlsx", inside, list::xlsx)
        .get("/{lang}/calls/{id}/run-files/{name}", sealed, page::file)
        .get("/{lang}/calls/{id}/rows/{code}", keep, page::row)
}
