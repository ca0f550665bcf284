//! Reviews: a reviewer's desk, and what an officer sees of the reviews of a call.

mod board;
mod book;
mod declare;
mod desk;
pub(crate) mod whole;

use kelisim_app::access::Action;
use kelisim_app::programme::review::FIELDS;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::review::Weight;
use kelisim_i18n::Locale;

use crate::routes::{Access, Routes};
use crate::words;

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let judge = Access::Right(Action::Review);
    let check = Access::Right(Action::CheckApplications);
    routes
        .get("/{lang}/reviews", judge, desk::show)
        .get("/{lang}/reviews/declaration", judge, declare::form)
        .post("/{lang}/reviews/declaration", judge, declare::submit)
        .get("/{lang}/reviews/{review}", judge, desk::file)
        .post("/{lang}/reviews/{review}", judge, desk::score)
        .post("/{lang}/reviews/{review}/open", judge, desk::open)
        .post("/{lang}/reviews/{review}/conflict", judge, desk::conflict)
        .get("/{lang}/reviews/{review}/documents/{document}", judge, desk::document)
        .get("/{lang}/calls/{id}/reviews", check, board::show)
        .get("/{lang}/calls/{id}/reviews.csv", check, board::csv)
        .get("/{lang}/calls/{id}/reviews.xlsx", check, board::xlsx)
        .get("/{lang}/calls/{id}/reviews/assign", check, board::assign_form)
        .post("/{lang}/calls/{id}/reviews/assign", check, board::assign)
        .get("/{lang}/calls/{id}/reviews/show", check, board::show_form)
        .post("/{lang}/calls/{id}/reviews/show", check, board::tell)
        .get("/{lang}/calls/{id}/scores", check, book::show)
        .post_table("/{lang}/calls/{id}/scores", check, book::bring)
        .get("/{lang}/calls/{id}/scores.xlsx", check, book::xlsx)
        .get("/{lang}/calls/{id}/scores.csv", check, book::csv)
        .post("/{lang}/calls/{id}/scores/accept", check, book::accept)
        .post("/{lang}/calls/{id}/scores/aside", check, book::aside)
        .get("/{lang}/applications/{application}/review", check, whole::show)
        .post("/{lang}/applications/{application}/review/release", check, whole::release)
        .get("/{lang}/applications/{application}/review/answer", check, whole::answer_form)
        .post("/{lang}/applications/{application}/review/answer", check, whole::answer)
        .get("/{lang}/applications/{application}/review/copy", check, whole::copy_form)
        .post_document("/{lang}/applications/{application}/review/copy", check, whole::copy)
        .get("/{lang}/applications/{application}/copies/{document}", check, whole::document)
}

/// The name of a criterion with its weight.
pub(crate) fn criterion(l: Locale, call: &Call, weight: Weight) -> String {
    let terms = call.terms();
    let item = terms.and_then(|terms| terms.criteria.iter().find(|c| c.number == weight.criterion));
    let name = item.map(|item| words::text(l, &item.what.name).0).unwrap_or_default();
    format!("{name} ({} %)", weight.per_cent)
}

/// The field of each criterion with its name.
fn fields(l: Locale, call: &Call, weights: &[Weight]) -> Vec<(&'static str, String)> {
    let named = weights.iter().map(|weight| criterion(l, call, *weight));
    FIELDS.into_iter().zip(named).collect()
}
