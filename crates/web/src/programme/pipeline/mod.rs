//! The pipeline of a call in the console: the board with its counts and filters, and one act on many rows with a preview.

mod board;
mod bulk;

use kelisim_app::access::Action;
use kelisim_app::programme::pipeline::{Act, State};
use kelisim_i18n::Locale;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(super) fn add(routes: Routes) -> Routes {
    let check = Access::Right(Action::CheckApplications);
    routes
        .get("/{lang}/calls/{id}/board", check, board::show)
        .get("/{lang}/calls/{id}/board.csv", check, board::csv)
        .get("/{lang}/calls/{id}/board.xlsx", check, board::xlsx)
        .post("/{lang}/calls/{id}/board/preview", check, bulk::preview)
        .post("/{lang}/calls/{id}/board/do", check, bulk::submit)
}

/// The word for where a row stands, with its look.
fn chip(l: Locale, state: State) -> (&'static str, &'static str, &'static str) {
    match state {
        State::Application(stage) => crate::apply::panel::chip(l, stage),
        State::Placement(stage) => super::placement::told::chip(l, stage),
    }
}

/// The word for an act.
fn act_name(l: Locale, act: Act) -> &'static str {
    match act {
        Act::Judge(home) => l.term("pipeline_judge", home.code()),
        Act::Return => l.t("application-return"),
        Act::Remind => l.t("pipeline-remind"),
        Act::Step(step) => l.term("entry", &format!("placement_{}", step.code())),
    }
}
