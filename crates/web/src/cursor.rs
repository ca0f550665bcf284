//! Where a list goes on, in an address. What cannot be read begins the list anew.

use std::collections::BTreeMap;

use kelisim_app::commitment::Cursor;

/// The place the query names.
#[must_use]
pub fn after(query: &BTreeMap<String, String>) -> Option<Cursor> {
    read(query.get("after")?)
}

/// The place a cursor names.
#[must_use]
pub fn read(text: &str) -> Option<Cursor> {
    let mut parts = text.splitn(3, '.');
    Some(Cursor {
        weight: parts.next()?.parse().ok()?,
        due: parts.next()?.parse().ok()?,
        id: parts.next()?.parse().ok()?,
    })
}

/// The cursor as it stands in an address.
#[must_use]
pub fn text(cursor: &Cursor) -> String {
    format!("{}.{}.{}", cursor.weight, cursor.due, cursor.id)
}

/// The query of the next page: the same choice, going on behind the cursor.
#[must_use]
pub fn next_query(query: &BTreeMap<String, String>, cursor: &Cursor) -> String {
    let mut next = form_urlencoded::Serializer::new(String::from("?"));
    next.extend_pairs(query.iter().filter(|(name, value)| *name != "after" && !value.is_empty()));
    next.append_pair("after", &text(cursor));
    next.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_anything_else_begins_anew() {
        let cursor = Cursor {
            weight: 2,
            due: "9999-12-31".parse().unwrap(),
            id: "018f0000-0000-7000-8000-000000000001".parse().unwrap(),
        };
        let query = |text: &str| BTreeMap::from([("after".to_owned(), text.to_owned())]);
        assert_eq!(after(&query(&text(&cursor))), Some(cursor));
        for bad in [
            "",
            "1",
            "1.2.3",
            "x.2026-01-01.0",
            "1.2026-13-01.018f0000-0000-7000-8000-000000000001",
            "....",
            "9999999999999999999.2026-01-01.x",
        ] {
            assert_eq!(after(&query(bad)), None, "{bad}");
        }
    }
}
