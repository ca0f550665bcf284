//! Projects: the list, the page of one with its plan, and what an officer enters.

mod act;
mod form;
mod history;
pub(crate) mod list;
mod page;
mod plan;
pub(crate) mod shown;

use kelisim_app::access::Action;
use kelisim_app::project::Cursor;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/projects", read, list::show)
        .get("/{lang}/projects.csv", read, list::csv)
        .get("/{lang}/projects/new", keep, act::begin_form)
        .post("/{lang}/projects/new", keep, act::begin)
        .get("/{lang}/projects/{id}", read, page::show)
        .get("/{lang}/projects/{id}/{act}", keep, act::form)
        .post("/{lang}/projects/{id}/{act}", keep, act::submit)
}

/// Where a list goes on, as it stands in an address. What cannot be read begins the list anew.
pub(crate) fn cursor(text: &str) -> Option<Cursor> {
    let (moved_on, id) = text.split_once('.')?;
    Some(Cursor { moved_on: moved_on.parse().ok()?, id: id.parse().ok()? })
}

/// The cursor as it stands in an address.
pub(crate) fn cursor_text(cursor: Cursor) -> String {
    format!("{}.{}", cursor.moved_on, cursor.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_is_written_is_read_back_and_anything_else_begins_anew() {
        let next = Cursor {
            moved_on: "2026-12-31".parse().unwrap(),
            id: "018f0000-0000-7000-8000-000000000001".parse().unwrap(),
        };
        assert_eq!(cursor(&cursor_text(next)), Some(next));
        for bad in ["", ".", "2026-13-01.018f0000-0000-7000-8000-000000000001", "2026-12-31.x"] {
            assert_eq!(cursor(bad), None, "{bad}");
        }
    }
}
