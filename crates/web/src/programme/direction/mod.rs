//! Directions that departments propose: the list, the page of one, the forms, and a call made of those accepted.

mod act;
mod list;
mod page;

use kelisim_app::access::Action;
use kelisim_domain::programme::direction::{Direction, State};
use kelisim_domain::programme::specialty;
use kelisim_i18n::Locale;

use crate::form::Choice;
use crate::routes::{Access, Routes};
use crate::{sheet, words};

/// The routes of these pages.
pub(super) fn add(routes: Routes) -> Routes {
    let inside = Access::Right(Action::ReadSources);
    let propose = Access::Right(Action::Propose);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/directions", inside, list::show)
        .get("/{lang}/directions.csv", inside, list::csv)
        .get("/{lang}/directions.xlsx", inside, list::xlsx)
        .get("/{lang}/directions/new", propose, act::propose_form)
        .post("/{lang}/directions/new", propose, act::propose)
        .get("/{lang}/directions/call", keep, act::gather_form)
        .post("/{lang}/directions/call", keep, act::gather)
        .get("/{lang}/directions/{id}", inside, page::show)
        .get("/{lang}/directions/{id}/change", propose, act::change_form)
        .post("/{lang}/directions/{id}/change", propose, act::change)
        .get("/{lang}/directions/{id}/withdraw", propose, act::withdraw_form)
        .post("/{lang}/directions/{id}/withdraw", propose, act::withdraw)
        .get("/{lang}/directions/{id}/accept", keep, act::accept_form)
        .post("/{lang}/directions/{id}/accept", keep, act::accept)
        .get("/{lang}/directions/{id}/refuse", keep, act::refuse_form)
        .post("/{lang}/directions/{id}/refuse", keep, act::refuse)
}

/// The look of the word for a state.
fn chip(l: Locale, state: State) -> (&'static str, &'static str, &'static str) {
    let (tone, icon) = match state {
        State::Proposed => ("info", "clock"),
        State::Accepted | State::Called => ("ok", "circle-check"),
        State::Refused => ("late", "x"),
        State::Withdrawn => ("dash", "x"),
    };
    (tone, icon, l.term("direction_state", state.code()))
}

/// The name of a specialty.
fn specialty_name(l: Locale, it: &Direction) -> String {
    let known = it.wish.specialty.known();
    known.map_or_else(|| it.wish.specialty.to_string(), |known| words::text(l, &known.name).0)
}

/// All specialties as choices.
fn specialties(l: Locale) -> Vec<Choice> {
    let choice = |one: specialty::Specialty| {
        let name = words::text(l, &one.name).0;
        Choice::new(one.code.to_string(), format!("{name} ({})", one.national))
    };
    sheet::sorted(l, specialty::all().map(choice))
}
