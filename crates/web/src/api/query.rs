//! The query of a request to the API, read strictly: what is not known or makes no sense is refused by name.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::http::StatusCode;
use axum::response::Response;

use super::problem;
use crate::cursor::Place;

/// A query that is being read.
pub(super) struct Query<'a> {
    fields: &'a BTreeMap<String, String>,
}

/// Why a query is refused; the code is stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadQuery(pub(super) &'static str);

impl From<BadQuery> for Response {
    fn from(bad: BadQuery) -> Self {
        problem(&StatusCode::BAD_REQUEST, bad.0)
    }
}

impl<'a> Query<'a> {
    /// A query that has no field but these.
    pub(super) fn of(
        fields: &'a BTreeMap<String, String>,
        known: &[&str],
    ) -> Result<Self, BadQuery> {
        if fields.keys().all(|name| known.contains(&name.as_str())) {
            Ok(Self { fields })
        } else {
            Err(BadQuery("query-unknown"))
        }
    }

    /// A field as a type; nothing when it is missing.
    pub(super) fn field<T: FromStr>(
        &self,
        name: &str,
        code: &'static str,
    ) -> Result<Option<T>, BadQuery> {
        self.fields.get(name).map(|text| text.parse().map_err(|_| BadQuery(code))).transpose()
    }

    /// How many at most: `usual` when nothing is asked for.
    pub(super) fn limit(&self, usual: i64, most: i64) -> Result<i64, BadQuery> {
        let limit = self.field("limit", "query-limit")?.unwrap_or(usual);
        if (1..=most).contains(&limit) { Ok(limit) } else { Err(BadQuery("query-limit")) }
    }

    /// A field as a code of the record; nothing when it is missing.
    pub(super) fn code<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
        code: &'static str,
    ) -> Result<Option<T>, BadQuery> {
        self.fields.get(name).map(|text| read(text).ok_or(BadQuery(code))).transpose()
    }

    /// Where the list goes on. What was never given out as a cursor is refused, not taken for the beginning.
    pub(super) fn after<P: Place>(&self) -> Result<Option<P>, BadQuery> {
        self.code("after", P::read, "query-after")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kelisim_app::commitment::Cursor;

    fn read(name: &str, value: &str) -> Result<(i64, Option<Cursor>), BadQuery> {
        let fields = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let query = Query::of(&fields, &["limit", "after"])?;
        Ok((query.limit(50, 200)?, query.after()?))
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_name() {
        assert_eq!(read("limit", "7").unwrap(), (7, None));
        for (name, value, code) in [
            ("limit", "0", "query-limit"),
            ("limit", "-1", "query-limit"),
            ("limit", "201", "query-limit"),
            ("limit", "99999999999999999999", "query-limit"),
            ("limit", "ten", "query-limit"),
            ("limit", "", "query-limit"),
            ("after", "", "query-after"),
            ("after", "1.2026-01-01", "query-after"),
            ("after", "1.2026-02-30.018f0000-0000-7000-8000-000000000001", "query-after"),
            ("after", "' OR 1=1 --", "query-after"),
            ("page", "2", "query-unknown"),
        ] {
            assert_eq!(read(name, value), Err(BadQuery(code)), "{name}={value}");
        }
    }
}
