//! Meetings: the list, the page of one, what an officer enters, and the pack for the next one.

mod act;
pub(crate) mod fact;
pub(crate) mod list;
mod pack;
mod page;
mod print;
pub(crate) mod shown;

use kelisim_app::access::Action;
use kelisim_app::meeting::Cursor;

use crate::routes::{Access, Routes};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let inner = Access::Right(Action::ReadSources);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/meetings", read, list::show)
        .get("/{lang}/meetings.csv", read, list::csv)
        .get("/{lang}/meetings.xlsx", read, list::xlsx)
        .get("/{lang}/meetings/new", keep, act::enter_form)
        .post("/{lang}/meetings/new", keep, act::enter)
        .get("/{lang}/meetings/{id}", read, page::show)
        .get("/{lang}/meetings/{id}/pack", inner, pack::of_meeting)
        .get("/{lang}/meetings/{id}/pack.pdf", inner, print::of_meeting)
        .get("/{lang}/partners/{code}/pack", inner, pack::with_partner)
        .get("/{lang}/partners/{code}/pack.pdf", inner, print::with_partner)
        .get("/{lang}/meetings/{id}/{act}", keep, act::form)
        .post("/{lang}/meetings/{id}/{act}", keep, act::submit)
}

/// Where a list goes on, as it stands in an address. What cannot be read begins the list anew.
pub(crate) fn cursor(text: &str) -> Option<Cursor> {
    let (held_on, id) = text.split_once('.')?;
    Some(Cursor { held_on: held_on.parse().ok()?, id: id.parse().ok()? })
}

/// The cursor as it stands in an address.
pub(crate) fn cursor_text(cursor: Cursor) -> String {
    format!("{}.{}", cursor.held_on, cursor.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_is_written_is_read_back_and_anything_else_begins_anew() {
        let next = Cursor {
            held_on: "2026-12-31".parse().unwrap(),
            id: "018f0000-0000-7000-8000-000000000001".parse().unwrap(),
        };
        assert_eq!(cursor(&cursor_text(next)), Some(next));
        for bad in ["", ".", "2026-13-01.018f0000-0000-7000-8000-000000000001", "2026-12-31.x"] {
            assert_eq!(cursor(bad), None, "{bad}");
        }
    }
}
