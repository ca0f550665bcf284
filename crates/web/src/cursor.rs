//! Where a list goes on, in an address. What cannot be read begins the list anew.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kelisim_app::commitment::Cursor;
use kelisim_app::letter::Cursor as LetterCursor;
use kelisim_app::notice::NoticeCursor;
use kelisim_app::public::FigureCursor;
use kelisim_app::source::Cursor as DayCursor;
use kelisim_domain::id::StreamId;

/// A place in a list that can stand in an address: parts with points between them.
pub trait Place: Sized {
    /// The place a text names; nothing when it was never given out as one.
    fn read(text: &str) -> Option<Self>;

    /// The place as it stands in an address.
    fn text(&self) -> String;
}

impl Place for Cursor {
    fn read(text: &str) -> Option<Self> {
        let [weight, due, id] = parts(text)?;
        Some(Self { weight: weight.parse().ok()?, due: due.parse().ok()?, id: id.parse().ok()? })
    }

    fn text(&self) -> String {
        format!("{}.{}.{}", self.weight, self.due, self.id)
    }
}

impl Place for DayCursor {
    fn read(text: &str) -> Option<Self> {
        let [day, id] = parts(text)?;
        Some(Self { day: day.parse().ok()?, id: id.parse().ok()? })
    }

    fn text(&self) -> String {
        format!("{}.{}", self.day, self.id)
    }
}

impl Place for LetterCursor {
    fn read(text: &str) -> Option<Self> {
        let [on, stream, version] = parts(text)?;
        let stream = StreamId::new(stream.parse().ok()?);
        Some(Self { on: on.parse().ok()?, stream, version: version.parse().ok()? })
    }

    fn text(&self) -> String {
        format!("{}.{}.{}", self.on, self.stream, self.version)
    }
}

impl Place for NoticeCursor {
    fn read(text: &str) -> Option<Self> {
        let [at, id] = parts(text)?;
        Some(Self { at: Timestamp::from_microsecond(at.parse().ok()?).ok()?, id: id.parse().ok()? })
    }

    fn text(&self) -> String {
        format!("{}.{}", self.at.as_microsecond(), self.id)
    }
}

impl Place for FigureCursor {
    fn read(text: &str) -> Option<Self> {
        let [end, id, measure] = parts(text)?;
        let measure = Some(measure.to_owned()).filter(|code| !code.is_empty())?;
        Some(Self { period_end: end.parse().ok()?, id: id.parse().ok()?, measure })
    }

    fn text(&self) -> String {
        format!("{}.{}.{}", self.period_end, self.id, self.measure)
    }
}

fn parts<const N: usize>(text: &str) -> Option<[&str; N]> {
    text.splitn(N, '.').collect::<Vec<_>>().try_into().ok()
}

/// The query of a page: the same choice, from the beginning of the list or going on behind a place.
#[must_use]
pub fn query_with(query: &BTreeMap<String, String>, after: Option<String>) -> String {
    let mut kept = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    kept.extend_pairs(query.iter().filter(|(name, value)| *name != "after" && !value.is_empty()));
    if let Some(after) = after {
        kept.append_pair("after", &after);
    }
    kept.finish().trim_end_matches('?').to_owned()
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    const ID: &str = "018f0000-0000-7000-8000-000000000001";

    fn comes_back<P: Place + PartialEq + Debug>(place: &P, bad: &[&str]) {
        assert_eq!(P::read(&place.text()).as_ref(), Some(place));
        for bad in bad.iter().copied().chain(["", ".", "..", "....", "x", "2026-12-31"]) {
            assert_eq!(P::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_place_that_is_written_is_read_back_and_nothing_else_is() {
        let (id, day) = (ID.parse().unwrap(), "2026-12-31".parse().unwrap());
        comes_back(
            &Cursor { weight: 2, due: "9999-12-31".parse().unwrap(), id },
            &["1", "1.2.3", "x.2026-01-01.0", "1.2026-13-01.018f0000-0000-7000-8000-000000000001"],
        );
        comes_back(
            &DayCursor { day, id },
            &["2026-13-01.018f0000-0000-7000-8000-000000000001", "2026-12-31.x"],
        );
        comes_back(
            &LetterCursor { on: day, stream: StreamId::new(id), version: 12 },
            &["2026-12-31.018f0000-0000-7000-8000-000000000001.x", "2026-12-31.x.1"],
        );
        comes_back(
            &NoticeCursor {
                at: "2026-12-31T10:00:00.000001Z".parse().unwrap(),
                id: ID.parse().unwrap(),
            },
            &["x.018f0000-0000-7000-8000-000000000001", "9999999999999999999.x", "1.x"],
        );
        comes_back(
            &FigureCursor { period_end: day, id, measure: "treated".to_owned() },
            &["2026-12-31.018f0000-0000-7000-8000-000000000001.", "2026-12-31.x.treated"],
        );
    }

    #[test]
    fn the_choice_stays_and_the_place_is_new() {
        let query = [("after", "old"), ("partner", "KG"), ("state", "")];
        let query = query.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        assert_eq!(query_with(&query, None), "?partner=KG");
        assert_eq!(query_with(&query, Some("new".to_owned())), "?partner=KG&after=new");
        assert_eq!(query_with(&BTreeMap::new(), None), "");
    }
}
