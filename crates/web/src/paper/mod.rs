//! Papers: issuing and keeping them, their printed form, and the public page on which anybody checks one.

mod check;
mod keys;
mod page;
mod print;

use kelisim_app::access::Action;

pub(crate) use page::faces;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let keep = Access::Right(Action::KeepRecord);
    let parties =
        Access::AnyOf(&[Action::Apply, Action::CheckApplications, Action::VerifyApplications]);
    routes
        .get("/{lang}/check", Access::Everybody, check::form)
        .post("/{lang}/check", Access::Everybody, check::submit)
        .get("/.well-known/did.json", Access::Everybody, keys::did)
        .get("/.well-known/kelisim-keys.json", Access::Everybody, keys::keys)
        .get("/{lang}/papers", keep, page::list)
        .get("/{lang}/papers/{paper}", Access::Everybody, page::show)
        .get("/{lang}/papers/{paper}/paper.pdf", Access::Everybody, page::pdf)
        .get("/{lang}/papers/{paper}/credential.json", Access::Everybody, page::credential)
        .post("/{lang}/papers/{paper}/withdraw", keep, page::withdraw)
        .get("/{lang}/calls/{id}/papers", keep, page::of_call)
        .post("/{lang}/calls/{id}/papers", keep, page::issue_of_call)
        .get("/{lang}/applications/{application}/papers", parties, page::of_application)
        .post("/{lang}/applications/{application}/papers", parties, page::issue_of_application)
}
