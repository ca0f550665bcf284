//! The rows of a matching: who has which place.

use std::borrow::Cow;

use crate::canonical::Reader;
use crate::seal::{self, Seal};
use crate::sha::Hash;

/// One applicant and their place.
pub(crate) struct Row<'a> {
    /// Whose row it is.
    pub(crate) id: Cow<'a, str>,
    /// The place as canonical JSON.
    pub(crate) place: &'a str,
}

impl Row<'_> {
    /// The name of the place, nothing where there is none; an error when it is neither.
    pub(crate) fn name(&self) -> Result<Option<Cow<'_, str>>, String> {
        let place = self.place;
        if place == "null" {
            return Ok(None);
        }
        let plain = place.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        match plain.filter(|name| !name.contains('\\')) {
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

/// All rows of a matching, in the byte order of ids.
pub(crate) struct Rows<'a> {
    /// The matching as canonical JSON.
    pub(crate) text: &'a str,
    rows: Vec<Row<'a>>,
}

impl<'a> Rows<'a> {
    /// Reads the object that comes next; `None` when it is not in canonical form.
    pub(crate) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let from = reader.at();
        let mut rows = Vec::new();
        reader.members(|reader, id| {
            rows.push(Row { id, place: reader.value()? });
            Some(())
        })?;
        // Names come in the order of UTF-16, which is that of bytes for all but rare letters.
        if !rows.is_sorted_by(|a, b| a.id <= b.id) {
            rows.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Some(Self { text: reader.since(from), rows })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row of each of these people, who come in the byte order of their ids.
    ///
    /// # Errors
    /// Who is missing, or that there are too many.
    pub(crate) fn of<'s>(
        &'s self,
        people: impl ExactSizeIterator<Item = &'s str>,
    ) -> Result<&'s [Row<'a>], String> {
        let (matched, applied) = (self.rows.len(), people.len());
        if matched != applied {
            return Err(format!("{matched} people are matched, {applied} applied"));
        }
        let missing = people.zip(&self.rows).find(|(id, row)| row.id != *id);
        missing.map_or(Ok(&self.rows), |(id, _)| Err(format!("`{id}` is missing")))
    }

    /// The root over all rows, each core with an even share of them.
    pub(crate) fn root(&self, seal: &Seal) -> Hash {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        // The tree over a power of two of rows, and over whatever is left at the end, is a part of the whole tree.
        let share = self.rows.len().div_ceil(cores).next_power_of_two().max(4096);
        let part = |rows: &[Row<'_>]| seal::root(seal::leaves(&seal.salt_key, rows));
        if self.rows.len() <= share {
            return part(&self.rows);
        }
        seal::root(std::thread::scope(|scope| {
            let shares = self.rows.chunks(share).map(|rows| scope.spawn(move || part(rows)));
            let shares = shares.collect::<Vec<_>>().into_iter();
            shares
                .map(|done| done.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect()
        }))
    }
}
