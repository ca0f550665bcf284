//! A quick way through large tables: straight into the flat form, without a market in between.
//!
//! It takes only what needs no judgement: unquoted fields, strict ranks on both sides, every line good. Anything else
//! is left to [`crate::read::csv`], which names what is wrong.

use crate::flat::{Flat, NONE};
use crate::names::Names;

/// Ids met so far, by open addressing.
struct Ids {
    names: Names,
    slots: Vec<u32>,
    mask: usize,
}

impl Ids {
    fn with_room(room: usize) -> Self {
        let size = (room * 2).next_power_of_two().max(64);
        Self { names: Names::new(), slots: vec![NONE; size], mask: size - 1 }
    }

    fn slot(&self, id: &str) -> usize {
        let mut hash = 0x9E37_79B9_7F4A_7C15_u64 ^ id.len() as u64;
        for chunk in id.as_bytes().chunks(8) {
            let mut word = [0u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
            hash ^= hash >> 32;
        }
        let mut at = hash as usize & self.mask;
        while self.slots[at] != NONE && self.names.get(self.slots[at]) != id {
            at = (at + 1) & self.mask;
        }
        at
    }

    fn find(&self, id: &str) -> Option<u32> {
        let number = self.slots[self.slot(id)];
        (number != NONE).then_some(number)
    }

    fn enter(&mut self, id: &str) -> Option<u32> {
        let at = self.slot(id);
        if self.slots[at] != NONE {
            return Some(self.slots[at]);
        }
        let number = self.names.push(id)?;
        self.slots[at] = number;
        if self.names.len() * 2 > self.slots.len() {
            let size = self.slots.len() * 2;
            self.slots = vec![NONE; size];
            self.mask = size - 1;
            for number in 0..self.names.len() as u32 {
                let at = self.slot(self.names.get(number));
                self.slots[at] = number;
            }
        }
        Some(number)
    }
}

/// Fields of the next line; `None` inside when the line is not of plain fields.
fn line<'a, const N: usize>(text: &mut &'a str) -> Option<Option<[&'a str; N]>> {
    if text.is_empty() {
        return None;
    }
    let bytes = text.as_bytes();
    let mut fields = [""; N];
    let (mut from, mut at, mut number) = (0, 0, 0);
    loop {
        let byte = bytes.get(at).copied().unwrap_or(b'\n');
        if byte == b',' || byte == b'\n' {
            let end =
                if byte == b'\n' && at > from && bytes[at - 1] == b'\r' { at - 1 } else { at };
            let Some(field) = fields.get_mut(number) else { return Some(None) };
            *field = &text[from..end];
            number += 1;
            from = at + 1;
            if byte == b'\n' {
                break;
            }
        } else if byte == b'"'
            || (byte <= b' ' && !(byte == b'\r' && bytes.get(at + 1) == Some(&b'\n')))
        {
            return Some(None);
        }
        at += 1;
    }
    *text = &text[from.min(text.len())..];
    let whole = number == N && fields.iter().all(|field| !field.is_empty());
    Some(whole.then_some(fields))
}

fn rank(text: &str) -> Option<u32> {
    let mut value = 0u32;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(u32::from(digit))?;
    }
    (value > 0).then_some(value)
}

/// One line of the table of both sides.
#[derive(Clone, Copy)]
struct Entry {
    applicant: u32,
    leaf: u32,
    rank: u32,
    back: u32,
}

/// Reads `applicant,programme,rank,programme_rank` and `programme,capacity`; `None` when they need judgement.
#[must_use]
pub fn read(both: &[u8], capacities: &[u8]) -> Option<Flat> {
    let mut places = Ids::with_room(capacities.len() / 12);
    let mut capacity = Vec::new();
    let mut text = std::str::from_utf8(capacities).ok()?;
    line::<2>(&mut text)??;
    while let Some(fields) = line::<2>(&mut text) {
        let [id, places_text] = fields?;
        let value = if places_text == "0" { 0 } else { rank(places_text)? };
        if value >= 1 << 31 || places.enter(id)? as usize != capacity.len() {
            return None;
        }
        capacity.push(value);
    }
    let mut people = Ids::with_room(both.len() / 120);
    let mut entries: Vec<Entry> = Vec::with_capacity(both.len() / 16);
    let mut text = std::str::from_utf8(both).ok()?;
    line::<4>(&mut text)??;
    let mut last: (&str, u32) = ("", NONE);
    while let Some(fields) = line::<4>(&mut text) {
        let [applicant, programme, own, back] = fields?;
        if applicant != last.0 {
            last = (applicant, people.enter(applicant)?);
        }
        entries.push(Entry {
            applicant: last.1,
            leaf: places.find(programme)?,
            rank: rank(own)?,
            back: rank(back)?,
        });
    }
    let mut flat =
        Flat { applicants: people.names, places: places.names, capacity, ..Flat::default() };
    lay_out(&entries, &mut flat)?;
    Some(flat)
}

/// Sorts entries by applicant and rank and gives them their ranks at programmes; `None` at equals and repeats.
fn lay_out(entries: &[Entry], flat: &mut Flat) -> Option<()> {
    let mut start = vec![0u32; flat.applicants.len() + 1];
    let mut leaf_start = vec![0u32; flat.capacity.len() + 1];
    for entry in entries {
        start[entry.applicant as usize + 1] += 1;
        leaf_start[entry.leaf as usize + 1] += 1;
    }
    for at in 1..start.len() {
        start[at] += start[at - 1];
    }
    for at in 1..leaf_start.len() {
        leaf_start[at] += leaf_start[at - 1];
    }
    let sorted = entries.is_sorted_by(|a, b| (a.applicant, a.rank) < (b.applicant, b.rank));
    let mut by_person: Vec<Entry>;
    let ordered = if sorted {
        entries
    } else {
        by_person = entries.to_vec();
        by_person.sort_unstable_by_key(|entry| (entry.applicant, entry.rank));
        &by_person
    };
    let repeats =
        |pair: &[Entry]| pair[0].applicant == pair[1].applicant && pair[0].rank == pair[1].rank;
    if !sorted && ordered.windows(2).any(repeats) {
        return None;
    }
    // Listed ranks must count up from one, as the flat form numbers them by position.
    let counts = |(at, entry): (usize, &Entry)| {
        entry.rank == at as u32 - start[entry.applicant as usize] + 1
    };
    if !ordered.iter().enumerate().all(counts) {
        return None;
    }
    let mut candidates = vec![NONE; entries.len()];
    for entry in ordered {
        let (base, end) = (leaf_start[entry.leaf as usize], leaf_start[entry.leaf as usize + 1]);
        let at = base.checked_add(entry.back - 1).filter(|at| *at < end)?;
        let seat = &mut candidates[at as usize];
        if *seat != NONE {
            return None;
        }
        *seat = entry.applicant;
    }
    for row in ordered.chunk_by(|a, b| a.applicant == b.applicant) {
        for (at, entry) in row.iter().enumerate() {
            if row[..at].iter().any(|other| other.leaf == entry.leaf) {
                return None;
            }
        }
    }
    flat.entries = ordered
        .iter()
        .map(|entry| u64::from(entry.leaf) << 32 | u64::from(entry.back - 1))
        .collect();
    flat.pref_start = start;
    flat.leaf_start = leaf_start;
    flat.candidates = candidates;
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPACITIES: &[u8] = b"programme,capacity\np,1\nq,2\n";

    #[test]
    fn the_quick_way_gives_what_the_long_way_gives() {
        use crate::read::csv::{Kind, Source, read as slow};
        let both = b"applicant,programme,rank,programme_rank\nb,p,1,2\nb,q,2,1\na,p,1,1\nc,q,1,2\n";
        let quick = read(both, CAPACITIES).unwrap();
        let sources = [
            Source { file: "both", kind: Kind::Both, bytes: both },
            Source { file: "capacities", kind: Kind::Capacities, bytes: CAPACITIES },
        ];
        let flat =
            crate::compile::compile(&slow(&sources, None).unwrap(), &Default::default()).unwrap();
        assert_eq!(
            (&quick.entries, &quick.candidates, &quick.capacity),
            (&flat.entries, &flat.candidates, &flat.capacity)
        );
        assert_eq!((&quick.applicants, &quick.places), (&flat.applicants, &flat.places));
    }

    #[test]
    fn whatever_needs_judgement_is_left_to_the_long_way() {
        for row in [
            "b,p,1,1\na,p,1,1",
            "b,p,1,2",
            "b,x,1,1",
            "\"b\",p,1,1",
            "b,p,0,1",
            "b,p,1",
            "b,p,1,1,1",
            "b,p,1,1\nb,p,2,2",
            "b,p,2,1",
        ] {
            let both = format!("applicant,programme,rank,programme_rank\n{row}\n");
            assert!(read(both.as_bytes(), CAPACITIES).is_none(), "{row}");
        }
    }
}
