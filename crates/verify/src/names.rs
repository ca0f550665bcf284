//! Ids of applicants and places: put in order, and found by what they say.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

/// Ids by number.
pub(crate) enum Names<'a> {
    /// One after another in one text, with where each ends as little-endian words.
    Joined(&'a str, &'a [[u8; 4]]),
    /// Each by itself.
    Apart(Vec<&'a str>),
}

impl<'a> Names<'a> {
    /// Names that lie one after another; `None` when an end is not within the text, or the last not its end.
    pub(crate) fn joined(text: &'a [u8], ends: &'a [[u8; 4]]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let mut from = 0;
        for end in ends.iter().map(|end| u32::from_le_bytes(*end) as usize) {
            text.get(from..end)?;
            from = end;
        }
        (from == text.len()).then_some(Self::Joined(text, ends))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Joined(_, ends) => ends.len(),
            Self::Apart(names) => names.len(),
        }
    }

    /// The name of this number, which must be below [`Names::len`].
    #[inline]
    pub(crate) fn get(&self, at: usize) -> &'a str {
        match self {
            Self::Joined(text, ends) => {
                let end = |at: usize| u32::from_le_bytes(ends[at]) as usize;
                &text[if at == 0 { 0 } else { end(at - 1) }..end(at)]
            }
            Self::Apart(names) => names[at],
        }
    }

    /// As [`Names::get`], as bytes.
    #[inline]
    pub(crate) fn bytes(&self, at: usize) -> &'a [u8] {
        match self {
            Self::Joined(text, ends) => {
                let end = |at: usize| u32::from_le_bytes(ends[at]) as usize;
                &text.as_bytes()[if at == 0 { 0 } else { end(at - 1) }..end(at)]
            }
            Self::Apart(names) => names[at].as_bytes(),
        }
    }

    /// Each name and its number.
    fn ranked(&self) -> Vec<Ranked> {
        match self {
            Self::Joined(text, ends) => {
                let mut from = 0;
                let ends = ends.iter().map(|end| u32::from_le_bytes(*end) as usize);
                let names =
                    ends.map(|end| &text.as_bytes()[std::mem::replace(&mut from, end)..end]);
                names.zip(0..).map(Ranked::new).collect()
            }
            Self::Apart(names) => {
                names.iter().map(|name| name.as_bytes()).zip(0..).map(Ranked::new).collect()
            }
        }
    }

    /// All names in order of number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Numbers in the byte order of their names; `None` when a name is empty or there twice.
    pub(crate) fn sorted(&self) -> Option<Vec<Ranked>> {
        let name = |one: &Ranked| self.bytes(one.number as usize);
        let mut order = self.ranked();
        // A stable sort makes use of runs that are in order, as numbered ids are.
        order.sort_by(|a, b| a.front.cmp(&b.front).then_with(|| name(a).cmp(name(b))));
        let twice =
            |pair: &[Ranked]| pair[0].front == pair[1].front && name(&pair[0]) == name(&pair[1]);
        let empty = order.first().is_some_and(|first| first.length == 0);
        (!empty && !order.windows(2).any(twice)).then_some(order)
    }
}

/// A number among others in the order of their names, and what can be said of its name without looking.
#[derive(Clone, Copy)]
pub(crate) struct Ranked {
    front: u64,
    /// The number.
    pub(crate) number: u32,
    length: u32,
}

impl Ranked {
    fn new((name, number): (&[u8], u32)) -> Self {
        let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
        Self { front: front(name), number, length }
    }

    /// Whether this is the name of the number; it is looked up only when it is longer than its front.
    #[inline]
    pub(crate) fn is(&self, name: &[u8], names: &Names<'_>) -> bool {
        self.front == front(name)
            && match name.len() {
                0..=8 => self.length as usize == name.len(),
                _ => names.bytes(self.number as usize) == name,
            }
    }
}

/// The first eight bytes as a number that is in the same order.
#[inline]
fn front(name: &[u8]) -> u64 {
    if let Some(word) = name.first_chunk() {
        return u64::from_be_bytes(*word);
    }
    if let (Some(head), Some(tail)) = (name.first_chunk(), name.last_chunk()) {
        // Four to seven bytes: the first four and the last four, which say the same where they meet.
        let tail = u64::from(u32::from_be_bytes(*tail)) << (8 * (8 - name.len()));
        return (u64::from(u32::from_be_bytes(*head)) << 32) | tail;
    }
    name.iter().zip([56, 48, 40]).fold(0, |front, (&byte, by)| front | (u64::from(byte) << by))
}

/// Up to seven bytes are all of the key of a name.
pub(crate) const WHOLE: usize = 7;

/// A number by which names are told apart: all of a name up to [`WHOLE`] bytes, the front and the length of others.
#[inline]
pub(crate) fn key(name: &[u8]) -> u64 {
    (front(name) & !0xFF) | name.len().min(0xFF) as u64
}

/// Numbers by name.
pub(crate) struct Numbers<'a> {
    short: HashMap<u64, u32, Multiply>,
    long: HashMap<&'a [u8], u32>,
}

impl<'a> Numbers<'a> {
    /// Of nothing.
    pub(crate) fn new() -> Self {
        let by = Multiply(RandomState::new().hash_one(0) | 1);
        Self { short: HashMap::with_hasher(by), long: HashMap::new() }
    }

    /// Gives a name a number; the one it had before, if it had any.
    pub(crate) fn insert(&mut self, name: &'a [u8], number: u32) -> Option<u32> {
        match name.len() {
            0..=WHOLE => self.short.insert(key(name), number),
            _ => self.long.insert(name, number),
        }
    }

    /// The number of a name.
    #[inline]
    pub(crate) fn get(&self, name: &[u8]) -> Option<u32> {
        match name.len() {
            0..=WHOLE => self.short.get(&key(name)).copied(),
            _ => self.long.get(name).copied(),
        }
    }
}

/// Hashes one word by a product with a number that nobody knows beforehand.
struct Multiply(u64);

struct Product {
    by: u64,
    hash: u64,
}

impl BuildHasher for Multiply {
    type Hasher = Product;

    fn build_hasher(&self) -> Product {
        Product { by: self.0, hash: 0 }
    }
}

impl Hasher for Product {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    fn write_u64(&mut self, word: u64) {
        let product = u128::from(word ^ self.hash) * u128::from(self.by);
        self.hash = (product as u64) ^ ((product >> 64) as u64);
    }

    fn finish(&self) -> u64 {
        self.hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 16] = [
        "b",
        "a",
        "ab",
        "abc",
        "abcd",
        "abcde",
        "abcdef",
        "abcdefg",
        "abcdefgh",
        "abcdefgi",
        "abcdefgha",
        "a\0",
        "a\0\0",
        "é",
        "a2",
        "a10",
    ];

    #[test]
    fn names_are_in_the_order_of_their_bytes() {
        let mut expected = NAMES;
        expected.sort_unstable();
        let names = Names::Apart(NAMES.to_vec());
        let sorted = names.sorted().unwrap();
        assert_eq!(
            sorted.iter().map(|one| names.get(one.number as usize)).collect::<Vec<_>>(),
            expected
        );
        for one in &sorted {
            for other in NAMES {
                let own = names.get(one.number as usize);
                assert_eq!(one.is(other.as_bytes(), &names), own == other, "{own:?} {other:?}");
            }
        }
        assert!(Names::Apart(vec!["a", ""]).sorted().is_none());
        assert!(Names::Apart(vec!["abcdefgha", "b", "abcdefgha"]).sorted().is_none());
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        let mut numbers = Numbers::new();
        for (at, name) in NAMES.iter().enumerate().skip(1) {
            assert_eq!(numbers.insert(name.as_bytes(), at as u32), None);
        }
        for (at, name) in NAMES.iter().enumerate() {
            assert_eq!(numbers.get(name.as_bytes()), (at > 0).then_some(at as u32), "{name:?}");
        }
        assert_eq!(numbers.insert(b"a10", 99), Some(15));
        assert_eq!(numbers.get(b""), None);
    }

    #[test]
    fn names_in_one_text_end_where_they_say() {
        let words = |ends: &[u32]| ends.iter().map(|end| end.to_le_bytes()).collect::<Vec<_>>();
        let names = |text: &str, ends: &[u32]| {
            let ends = words(ends);
            let names = Names::joined(text.as_bytes(), &ends)?;
            Some(names.iter().map(str::to_owned).collect::<Vec<_>>())
        };
        assert_eq!(names("aéb", &[1, 3, 4]).unwrap(), ["a", "é", "b"]);
        for ends in [&[1, 2, 4][..], &[1, 3], &[1, 3, 5], &[3, 1, 4]] {
            assert_eq!(names("aéb", ends), None, "{ends:?}");
        }
    }
}
