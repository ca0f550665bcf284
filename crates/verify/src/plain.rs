//! Plain tables read in one pass: no quotes, no blanks, the lines of each applicant together and best first.
//!
//! Whatever is not plain is left to the careful reader of [`crate::tables`], which knows every form that a line can have.

use std::borrow::Cow;

use crate::names::{Names, Numbers};
use crate::scan;
use crate::strict::Strict;

/// The market of two plain tables, `applicant,programme,rank,programme_rank` and `programme,capacity`; `None` when a line
/// needs more than this.
pub(crate) fn read<'a>(both: &'a [u8], capacities: &'a [u8]) -> Option<Strict<'a>> {
    let mut numbers = Numbers::new();
    let (mut places, mut capacity) = (Vec::new(), Vec::new());
    let mut cells = Cells::below_names(capacities);
    while cells.more() {
        let id = cells.text()?;
        if numbers.insert(id, places.len() as u32).is_some() {
            return None;
        }
        places.push(std::str::from_utf8(id).ok()?);
        capacity.push(cells.number()?);
        cells.end()?;
    }
    let mut people: Vec<&str> = Vec::new();
    let mut start: Vec<[u8; 4]> = Vec::new();
    let mut entries = Entries {
        numbers,
        all: Vec::new(),
        asked: vec![(0, 0); places.len()],
        waiting: Vec::with_capacity(TOGETHER),
    };
    let mut last = 0;
    let mut same: Option<Same<'_>> = None;
    let mut cells = Cells::below_names(both);
    while cells.more() {
        if !same.as_ref().is_some_and(|same| cells.again(same)) {
            let id = cells.text()?;
            same = Some(Same::new(id));
            start.push(entries.count().to_le_bytes());
            people.push(std::str::from_utf8(id).ok()?);
            last = 0;
        }
        let place = cells.text()?;
        let rank = cells.number()?;
        cells.comma()?;
        let at = cells.number()?.checked_sub(1)?;
        cells.end()?;
        if rank <= last {
            return None;
        }
        last = rank;
        entries.add(Line { person: people.len() as u32, place, rank: at })?;
    }
    entries.settle()?;
    start.push(entries.count().to_le_bytes());
    Some(Strict {
        people: Names::Apart(people),
        places,
        capacity,
        start: Cow::Owned(start),
        entries: Cow::Owned(entries.all),
        competitors: entries.asked.into_iter().map(|(competitors, _)| competitors).collect(),
        order: Vec::new(),
        by_name: Vec::new(),
    })
}

/// A cell that may come again. One of up to seven bytes is compared with its comma as one word.
struct Same<'a> {
    cell: &'a [u8],
    word: u64,
    /// Zero for longer cells.
    mask: u64,
}

impl<'a> Same<'a> {
    fn new(cell: &'a [u8]) -> Self {
        let mut word = [0; 8];
        if cell.len() >= word.len() {
            return Self { cell, word: 0, mask: 0 };
        }
        word[..cell.len()].copy_from_slice(cell);
        word[cell.len()] = b',';
        let mask = u64::MAX >> (8 * (7 - cell.len()));
        Self { cell, word: u64::from_le_bytes(word), mask }
    }
}

/// A line whose place has not been looked up.
struct Line<'a> {
    /// Number of the applicant, from 1.
    person: u32,
    place: &'a [u8],
    /// The applicant's rank there, from 0.
    rank: u32,
}

/// How many lines are looked up together: while the processor waits for one place it asks for the next.
const TOGETHER: usize = 64;

struct Entries<'a> {
    numbers: Numbers<'a>,
    /// Place and rank, two little-endian words.
    all: Vec<[u8; 8]>,
    /// How many ask for each place, and who did last.
    asked: Vec<(u32, u32)>,
    waiting: Vec<Line<'a>>,
}

impl<'a> Entries<'a> {
    fn count(&self) -> u32 {
        (self.all.len() + self.waiting.len()) as u32
    }

    fn add(&mut self, line: Line<'a>) -> Option<()> {
        self.waiting.push(line);
        if self.waiting.len() < TOGETHER { Some(()) } else { self.settle() }
    }

    /// Looks up whatever waits; `None` when a place is unknown or somebody asks for one twice.
    fn settle(&mut self) -> Option<()> {
        for Line { person, place, rank } in self.waiting.drain(..) {
            let place = self.numbers.get(place)?;
            let (competitors, last) = &mut self.asked[place as usize];
            if *last == person {
                return None;
            }
            (*competitors, *last) = (*competitors + 1, person);
            self.all.push(((u64::from(rank) << 32) | u64::from(place)).to_le_bytes());
        }
        Some(())
    }
}

/// The cells of plain lines, from front to back.
struct Cells<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cells<'a> {
    /// Begins below the line with the names of columns.
    fn below_names(bytes: &'a [u8]) -> Self {
        let names = bytes.iter().position(|&byte| byte == b'\n');
        Self { bytes, at: names.map_or(bytes.len(), |end| end + 1) }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// Whether there is another line; empty ones are passed.
    fn more(&mut self) -> bool {
        while self.at < self.bytes.len() && self.end().is_some() {}
        self.at < self.bytes.len()
    }

    /// Passes the end of a line.
    fn end(&mut self) -> Option<()> {
        self.at += match self.peek(0) {
            None => 0,
            Some(b'\n') => 1,
            Some(b'\r') if self.peek(1) == Some(b'\n') => 2,
            Some(_) => return None,
        };
        Some(())
    }

    fn comma(&mut self) -> Option<()> {
        (self.peek(0) == Some(b',')).then(|| self.at += 1)
    }

    /// A cell and the comma after it; `None` when there is a quote or a blank in it, or no comma in the line.
    fn text(&mut self) -> Option<&'a [u8]> {
        let rest = &self.bytes[self.at..];
        let end = scan::first(rest, b' ' + 1, [b'"', b','])?;
        (rest[end] == b',').then(|| {
            self.at += end + 1;
            &rest[..end]
        })
    }

    /// Passes this cell and the comma after it, when they come next.
    fn again(&mut self, same: &Same<'_>) -> bool {
        let rest = &self.bytes[self.at..];
        let again = match rest.first_chunk() {
            Some(word) if same.mask != 0 => u64::from_le_bytes(*word) & same.mask == same.word,
            _ => rest.strip_prefix(same.cell).is_some_and(|rest| rest.first() == Some(&b',')),
        };
        self.at += if again { same.cell.len() + 1 } else { 0 };
        again
    }

    /// Up to nine digits.
    fn number(&mut self) -> Option<u32> {
        let (from, mut number) = (self.at, 0u32);
        while let Some(digit) =
            self.peek(0).map(|byte| byte.wrapping_sub(b'0')).filter(|&digit| digit < 10)
        {
            number = number.wrapping_mul(10).wrapping_add(u32::from(digit));
            self.at += 1;
        }
        (1..=9).contains(&(self.at - from)).then_some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAPACITIES: &str = "programme,capacity\np,1\nlonger-name,2\n";

    fn entries(lines: &str, capacities: &str) -> Option<Vec<(u32, u32, u32)>> {
        let both = format!("applicant,programme,rank,programme_rank\n{lines}");
        let market = read(both.as_bytes(), capacities.as_bytes())?;
        let people = 0..market.people.len();
        let rows = people.flat_map(|person| {
            let own = market.entries_of(person).iter().map(|entry| u64::from_le_bytes(*entry));
            own.map(move |entry| (person as u32, entry as u32, (entry >> 32) as u32))
                .collect::<Vec<_>>()
        });
        Some(rows.collect())
    }

    #[test]
    fn plain_lines_are_read_with_any_end_of_line_and_without_the_last() {
        let expected = vec![(0, 0, 0), (0, 1, 1), (1, 1, 0)];
        for lines in [
            "a,p,1,1\na,longer-name,2,2\nb,longer-name,7,1\n",
            "1234567,p,1,1\n1234567,longer-name,2,2\n12345678,longer-name,7,1\n",
            "12345678,p,1,1\n12345678,longer-name,2,2\n123456789,longer-name,7,1\n",
            "a,p,1,1\r\na,longer-name,2,2\r\n\r\n\nb,longer-name,1,1",
        ] {
            assert_eq!(entries(lines, CAPACITIES).unwrap(), expected, "{lines}");
        }
        assert!(entries("", "programme,capacity").unwrap().is_empty());
    }

    #[test]
    fn whatever_is_not_plain_is_left_to_the_careful_reader() {
        for lines in [
            "a,p,1",
            "a,p,1,1,1",
            "a,p,1,",
            "a,p,,1",
            "a,p,1,0",
            "a,p,+1,1",
            "a,p,1,0000000001",
            "a,p,1,1 ",
            "a ,p,1,1",
            "\"a\",p,1,1",
            "a,q,1,1",
            "a,p,1,1\r",
            "a,p,1,1\rb,p,1,2",
            "a,p,1,1\na,p,2,2",
            "a,p,2,1\na,longer-name,1,1",
            "a,p,1,1\na,longer-name,1,1",
            "a",
            "\ta,p,1,1",
            "a,longer-nam,1,1",
            "a,p\n,1,1",
        ] {
            assert!(entries(lines, CAPACITIES).is_none(), "{lines:?}");
        }
        for capacities in ["x\np,1\np,2", "x\np", "x\np,-1", "x\np,1,2", "x\n\"p\",1"] {
            assert!(entries("", capacities).is_none(), "{capacities:?}");
        }
        let both = b"applicant,programme,rank,programme_rank\n\xFF,p,1,1\n";
        assert!(read(both, CAPACITIES.as_bytes()).is_none());
    }
}
