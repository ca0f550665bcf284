//! Applications: what an applicant registers, keeps and sends; what officers and the host's side decide.

mod act;
mod draft;
pub(crate) mod keep;
mod list;
mod page;
pub(crate) mod panel;
mod place;
mod recover;
mod register;
mod review;

use kelisim_app::access::Action;

pub(crate) use keep::title;
pub(crate) use panel::size;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let own = Access::Right(Action::Apply);
    let both = Access::AnyOf(&[Action::CheckApplications, Action::VerifyApplications]);
    let parties =
        Access::AnyOf(&[Action::Apply, Action::CheckApplications, Action::VerifyApplications]);
    routes
        .get("/{lang}/register", Access::Everybody, register::form)
        .post("/{lang}/register", Access::Everybody, register::submit)
        .get("/{lang}/lost-password", Access::Everybody, recover::form)
        .post("/{lang}/lost-password", Access::Everybody, recover::submit)
        .get("/{lang}/new-password/{token}", Access::Everybody, recover::link_form)
        .post("/{lang}/new-password/{token}", Access::Everybody, recover::link)
        .get("/{lang}/my", own, keep::mine)
        .get("/{lang}/my/profile", own, keep::profile_form)
        .post("/{lang}/my/profile", own, keep::profile)
        .get("/{lang}/my/documents", own, keep::documents)
        .post_document("/{lang}/my/documents", own, keep::upload)
        .post("/{lang}/my/uploads", own, keep::begin_upload)
        .post_document("/{lang}/my/uploads/{upload}", own, keep::add_part)
        .get("/{lang}/my/export", own, keep::export)
        .get("/{lang}/my/forget", own, keep::forget_form)
        .post("/{lang}/my/forget", own, keep::forget)
        .get("/{lang}/my/documents/{piece}", own, keep::document)
        .post("/{lang}/my/documents/{piece}", own, keep::drop_document)
        .get("/{lang}/apply/{call}", own, draft::show)
        .get("/{lang}/apply/{call}/{part}", own, draft::show)
        .post_document("/{lang}/apply/{call}/{part}", own, draft::submit)
        .get("/{lang}/calls/{id}/applications", both, list::show)
        .get("/{lang}/calls/{id}/applications.csv", both, list::csv)
        .get("/{lang}/calls/{id}/applications.xlsx", both, list::xlsx)
        .get("/{lang}/applications/{application}", parties, page::show)
        .get("/{lang}/applications/{application}/host", parties, page::as_host)
        .get("/{lang}/applications/{application}/place/{act}", own, place::form)
        .post("/{lang}/applications/{application}/place/{act}", own, place::submit)
        .get("/{lang}/applications/{application}/documents/{document}", parties, page::document)
        .get("/{lang}/applications/{application}/object", own, review::object_form)
        .post("/{lang}/applications/{application}/object", own, review::object)
        .get("/{lang}/applications/{application}/result", own, review::result)
        .get("/{lang}/applications/{application}/row", own, review::row)
        .get("/{lang}/applications/{application}/{act}", parties, act::form)
        .post("/{lang}/applications/{application}/{act}", parties, act::submit)
}
