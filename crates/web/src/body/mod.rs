//! Bodies between countries: the list, the page of one, and what an officer enters.

mod act;
mod form;
mod history;
pub(crate) mod list;
mod page;
pub(crate) mod shown;

use kelisim_app::access::Action;
use kelisim_app::body::Cursor;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/bodies", read, list::show)
        .get("/{lang}/bodies.csv", read, list::csv)
        .get("/{lang}/bodies.xlsx", read, list::xlsx)
        .get("/{lang}/bodies/new", keep, act::enter_form)
        .post("/{lang}/bodies/new", keep, act::enter)
        .get("/{lang}/bodies/{id}", read, page::show)
        .get("/{lang}/bodies/{id}/{act}", keep, act::form)
        .post("/{lang}/bodies/{id}/{act}", keep, act::submit)
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
