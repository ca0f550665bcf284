//! The rows of a matching: who has which place.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::canonical::{Reader, quote};
use crate::seal;
use crate::sha::Hash;

/// One applicant and their place.
pub(crate) struct Row<'a> {
    /// Whose row it is.
    pub(crate) id: Cow<'a, str>,
    /// The place as canonical JSON.
    pub(crate) place: &'a str,
}

impl<'a> Row<'a> {
    /// The name of the place, nothing where there is none; an error when it is neither.
    #[inline]
    pub(crate) fn name(&self) -> Result<Option<Cow<'a, str>>, String> {
        let place = self.place;
        if place == "null" {
            return Ok(None);
        }
        let plain = place.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match plain.filter(|name| !name.bytes().any(|byte| byte == b'\\')) {
            Some(name) => Ok(Some(Cow::Borrowed(name))),
            None => match serde_json::from_str(place) {
                Ok(name) => Ok(Some(Cow::Owned(name))),
                Err(_) => Err(self.unasked()),
            },
        }
    }

    /// What is said of somebody who is where they cannot be.
    pub(crate) fn unasked(&self) -> String {
        let (id, place) = (&self.id, self.place);
        format!("`{id}` is placed at {place} without having asked or being accepted")
    }
}

/// Where a row stands in the text of its matching.
#[derive(Clone, Copy)]
struct Span {
    /// Where the place begins; the id in its quotes and a colon stand before it.
    place: usize,
    /// Bytes of the id as it is written, without its quotes.
    id_bytes: u32,
    /// Bytes of the place; [`ESCAPED`] is added where the id is not written as it is.
    place_bytes: u32,
}

const ESCAPED: u32 = 1 << 31;

/// All rows of a matching, in the byte order of ids.
pub(crate) struct Rows<'a> {
    /// The matching as canonical JSON.
    pub(crate) text: &'a str,
    spans: Vec<Span>,
}

impl<'a> Rows<'a> {
    /// Reads the object that comes next; `None` when it is not in canonical form, or an id has gigabytes.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let from = reader.at();
        let mut spans = Vec::new();
        let mut quoted = String::new();
        reader.members(|reader, id| {
            let (bytes, escaped) = match &id {
                Cow::Borrowed(id) => (id.len(), 0),
                Cow::Owned(id) => {
                    quoted.clear();
                    quote(id, &mut quoted);
                    (quoted.len() - 2, ESCAPED)
                }
            };
            let place = reader.at() - from;
            let place_bytes = u32::try_from(reader.value()?.len()).ok()?;
            let place_bytes = (place_bytes < ESCAPED).then_some(place_bytes | escaped)?;
            spans.push(Span { place, id_bytes: u32::try_from(bytes).ok()?, place_bytes });
            Some(())
        })?;
        let mut rows = Self { text: reader.since(from), spans };
        // Names come in the order of UTF-16, which is that of bytes for all but rare letters and what is escaped.
        let rare = |byte: u8| byte >= 0xEE || byte == b'\\';
        let rare = |bytes: &[u8]| bytes.iter().fold(false, |any, &byte| any | rare(byte));
        if rows.text.as_bytes().chunks(256).any(rare) {
            let mut spans = std::mem::take(&mut rows.spans);
            spans.sort_by_cached_key(|span| rows.of_span(*span).id.into_owned());
            rows.spans = spans;
        }
        Some(rows)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    #[inline]
    fn of_span(&self, span: Span) -> Row<'a> {
        let place = &self.text[span.place..span.place + (span.place_bytes & !ESCAPED) as usize];
        let quoted = &self.text[span.place - span.id_bytes as usize - 3..span.place - 1];
        let plain = &quoted[1..quoted.len() - 1];
        let id = match span.place_bytes & ESCAPED {
            0 => Cow::Borrowed(plain),
            _ => serde_json::from_str(quoted).map_or(Cow::Borrowed(plain), Cow::Owned),
        };
        Row { id, place }
    }

    /// The rows in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Row<'a>> {
        self.spans.iter().map(|&span| self.of_span(span))
    }

    /// Whether these people, who come in the byte order of their ids, have a row each.
    ///
    /// # Errors
    /// Who is missing, or that there are too many.
    pub(crate) fn are_of<'s>(
        &self,
        people: impl ExactSizeIterator<Item = &'s str>,
    ) -> Result<(), String> {
        let (matched, applied) = (self.len(), people.len());
        if matched != applied {
            return Err(format!("{matched} people are matched, {applied} applied"));
        }
        let missing = people.zip(self.iter()).find(|(id, row)| row.id != *id);
        missing.map_or(Ok(()), |(id, _)| Err(format!("`{id}` is missing")))
    }
}

/// How many rows are one share; a power of two, so that the tree over a share is a part of the whole tree, and few
/// enough to stay near the processor.
const SHARE: usize = 1024;

/// The root over all rows of a matching, a share at a time by everybody who has time for one.
pub(crate) struct Climb<'a> {
    rows: &'a Rows<'a>,
    salt_key: &'a Hash,
    next: AtomicUsize,
    parts: Vec<OnceLock<Hash>>,
}

impl<'a> Climb<'a> {
    /// Nothing is done yet.
    pub(crate) fn new(rows: &'a Rows<'a>, salt_key: &'a Hash) -> Self {
        let parts = (0..rows.len().div_ceil(SHARE)).map(|_| OnceLock::new()).collect();
        Self { rows, salt_key, next: AtomicUsize::new(0), parts }
    }

    /// Does shares until all are begun.
    pub(crate) fn help(&self) {
        while self.next.load(Ordering::Relaxed) < self.parts.len() {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            if let Some(part) = self.parts.get(at) {
                part.get_or_init(|| self.part(at));
            }
        }
    }

    fn part(&self, at: usize) -> Hash {
        let spans = &self.rows.spans[at * SHARE..self.rows.len().min((at + 1) * SHARE)];
        let rows = spans.iter().map(|&span| self.rows.of_span(span));
        seal::root(seal::leaves(self.salt_key, rows))
    }

    /// The root, once all is done.
    pub(crate) fn root(&self) -> Hash {
        self.help();
        let parts = self.parts.iter().enumerate();
        seal::root(parts.map(|(at, part)| *part.get_or_init(|| self.part(at))).collect())
    }
}
