//! Markets in which every list is strict and every pool stands alone, as columns of numbers.
//!
//! The compact form is always one; tables are when every line of `applicant,programme,rank,programme_rank` is plain, each
//! applicant's lines stand together best first, and the ranks at each programme are 1, 2, …. Other tables are read as
//! any market is.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::canonical::quote;
use crate::names::{Names, Ranked, WHOLE, key};
use crate::plain;
use crate::rows::Rows;
use crate::tables::{Files, header};

/// Such a market. Its columns are borrowed from the compact form, where they lie as they are used.
pub(crate) struct Strict<'a> {
    pub(crate) people: Names<'a>,
    pub(crate) places: Vec<&'a str>,
    pub(crate) capacity: Vec<u32>,
    /// Where each applicant's entries begin, and where the last end; little-endian.
    pub(crate) start: Cow<'a, [[u8; 4]]>,
    /// Place and the applicant's rank there from 0, best first; two little-endian words.
    pub(crate) entries: Cow<'a, [[u8; 8]]>,
    /// Competitors of each place.
    pub(crate) competitors: Vec<u32>,
    /// Applicants in the byte order of their ids.
    pub(crate) order: Vec<Ranked>,
    /// Places in the byte order of their ids.
    pub(crate) by_name: Vec<Ranked>,
}

/// Place and rank of an entry.
fn place_and_rank(entry: [u8; 8]) -> (usize, u32) {
    let both = u64::from_le_bytes(entry);
    (both as u32 as usize, (both >> 32) as u32)
}

/// Who holds a place: how many, and the last by rank.
#[derive(Clone, Copy, Default)]
pub(crate) struct Held {
    count: u32,
    last: Option<(u32, u32)>,
}

const BOTH: &str = "applicant,programme,rank,programme_rank";

impl<'a> Strict<'a> {
    /// Reads a market of this kind; `None` when it is of another, an error when it claims to be and is not.
    pub(crate) fn read(files: &Files<'a>) -> Option<Result<Self, String>> {
        let mut market = match files.by_role.get("market") {
            Some(bytes) if bytes.starts_with(MAGIC) => match compact(bytes) {
                Some(market) => market,
                None => {
                    return Some(Err(
                        "the compact form is cut short or a number in it is wrong".into()
                    ));
                }
            },
            Some(_) => return None,
            None => {
                let (both, capacities) =
                    (files.by_role.get("preferences")?, files.by_role.get("capacities")?);
                if files.by_role.len() != 2 || header(both) != BOTH {
                    return None;
                }
                plain::read(both, capacities)?
            }
        };
        let mut first = vec![0; market.places.len() + 1];
        for (place, &competitors) in market.competitors.iter().enumerate() {
            first[place + 1] = first[place] + competitors;
        }
        let mut met: Vec<u64> = vec![0; market.entries.len().div_ceil(64)];
        for (place, rank) in market.entries.iter().map(|&entry| place_and_rank(entry)) {
            let (from, to) = (first[place], first[place + 1]);
            let at = from as usize + rank as usize;
            if rank >= to - from || met[at / 64] >> (at % 64) & 1 == 1 {
                let place = &market.places[place];
                let wrong = format!("rank {rank} of `{place}` is there twice or too high");
                return files.by_role.contains_key("market").then_some(Err(wrong));
            }
            met[at / 64] |= 1 << (at % 64);
        }
        let (Some(order), Some(by_name)) =
            (market.people.sorted(), Names::Apart(market.places.clone()).sorted())
        else {
            let twice = || Err("an id is empty or there twice".to_owned());
            return files.by_role.contains_key("market").then(twice);
        };
        (market.order, market.by_name) = (order, by_name);
        Some(Ok(market))
    }

    #[inline]
    pub(crate) fn entries_of(&self, person: usize) -> &[[u8; 8]] {
        let start = |at: usize| u32::from_le_bytes(self.start[at]) as usize;
        &self.entries[start(person)..start(person + 1)]
    }

    /// Which of their entries each person has, the number of their entries when none; and who holds each place.
    pub(crate) fn place(&self, matching: &Rows<'_>) -> Result<(Vec<u32>, Vec<Held>), String> {
        let ids = || self.order.iter().map(|one| self.people.get(one.number as usize));
        if matching.len() != self.people.len() {
            matching.are_of(ids())?;
        }
        let keys: Vec<u64> = self.places.iter().map(|name| key(name.as_bytes())).collect();
        let mut placed = vec![0; self.people.len()];
        let mut held = vec![Held::default(); self.places.len()];
        for (one, row) in self.order.iter().zip(matching.iter()) {
            let person = one.number;
            let asks = self.entries_of(person as usize);
            let chosen = match row.name() {
                _ if !one.is(row.id.as_bytes(), &self.people) => None,
                Ok(None) => Some(asks.len()),
                Ok(Some(name)) => {
                    let wanted = key(name.as_bytes());
                    asks.iter().position(|&entry| {
                        let (place, _) = place_and_rank(entry);
                        keys[place] == wanted && (name.len() <= WHOLE || self.places[place] == name)
                    })
                }
                Err(_) => None,
            };
            let Some(chosen) = chosen else {
                return matching.are_of(ids()).and_then(|()| Err(row.unasked()));
            };
            placed[person as usize] = chosen as u32;
            if let Some(&entry) = asks.get(chosen) {
                let (place, rank) = place_and_rank(entry);
                held[place].count += 1;
                held[place].last = held[place].last.max(Some((rank, person)));
            }
        }
        Ok((placed, held))
    }

    /// Whether no place holds more than it has.
    pub(crate) fn feasible(&self, held: &[Held]) -> Result<(), String> {
        let over = (0..held.len()).find(|&place| held[place].count > self.capacity[place]);
        match over {
            Some(place) => Err(format!(
                "`{}` cannot hold its {} applicants",
                self.places[place], held[place].count
            )),
            None => Ok(()),
        }
    }

    /// People and places they prefer that have room or hold somebody who comes later.
    pub(crate) fn blocking(&self, placed: &[u32], held: &[Held]) -> Vec<Value> {
        let limit: Vec<u32> = held
            .iter()
            .zip(&self.capacity)
            .map(|(held, &capacity)| match held.last {
                _ if held.count < capacity => u32::MAX,
                Some((rank, _)) if capacity > 0 => rank,
                _ => 0,
            })
            .collect();
        let mut found = Vec::new();
        for (person, &chosen) in placed.iter().enumerate() {
            for &entry in &self.entries_of(person)[..chosen as usize] {
                let (place, rank) = place_and_rank(entry);
                if rank < limit[place] {
                    let (who, place) = (self.people.get(person), &self.places[place]);
                    found.push(json!({"applicants": [who], "places": [place]}));
                }
            }
        }
        found
    }

    pub(crate) fn rules_json() -> Value {
        json!({"mechanism": "deferred-acceptance", "ties": "refuse", "proposing": "applicants"})
    }

    pub(crate) fn totals(&self, held: &[Held]) -> Value {
        json!({
            "applicants": self.people.len(),
            "placed": held.iter().map(|held| held.count as usize).sum::<usize>(),
            "places": self.capacity.iter().map(|&places| places as usize).sum::<usize>(),
            "pools": self.places.len(),
        })
    }

    /// Figures that everybody may see, as canonical text, and of how many places there are none.
    pub(crate) fn public_pools(&self, held: &[Held]) -> (String, usize) {
        let mut text = String::from("[");
        let mut withheld = 0;
        for at in &self.by_name {
            let place = at.number as usize;
            if self.competitors[place] < 3 {
                withheld += 1;
                continue;
            }
            text.push_str(if text.len() > 1 { ",{\"capacity\":" } else { "{\"capacity\":" });
            number(self.capacity[place], &mut text);
            text.push_str(",\"competitors\":");
            number(self.competitors[place], &mut text);
            text.push_str(",\"cutoff\":");
            match held[place].last {
                Some((rank, _)) => number(rank + 1, &mut text),
                None => text.push_str("null"),
            }
            text.push_str(",\"place\":");
            quote(self.places[place], &mut text);
            text.push_str(",\"used\":");
            number(held[place].count, &mut text);
            text.push('}');
        }
        text.push(']');
        (text, withheld)
    }

    /// Who was admitted last to each place, as canonical text.
    pub(crate) fn sealed_pools(&self, held: &[Held]) -> String {
        let mut order = self.by_name.clone();
        // Names are in the order of UTF-16 here; that of bytes differs only above these.
        if self.places.iter().any(|name| name.bytes().any(|byte| byte >= 0xEE)) {
            order.sort_by_cached_key(|at| {
                self.places[at.number as usize].encode_utf16().collect::<Vec<u16>>()
            });
        }
        let mut text = String::from("{");
        for place in order.into_iter().map(|at| at.number as usize) {
            if text.len() > 1 {
                text.push(',');
            }
            quote(self.places[place], &mut text);
            text.push_str(":{\"last\":");
            match held[place].last {
                Some((_, person)) => quote(self.people.get(person as usize), &mut text),
                None => text.push_str("null"),
            }
            text.push_str(",\"used\":");
            number(held[place].count, &mut text);
            text.push('}');
        }
        text.push('}');
        text
    }
}

/// Writes a number in digits.
fn number(mut number: u32, text: &mut String) {
    let mut digits = [0; 10];
    let mut from = digits.len();
    loop {
        from -= 1;
        digits[from] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.push_str(std::str::from_utf8(&digits[from..]).unwrap_or_default());
}

const MAGIC: &[u8] = b"KELMKT1\n";

/// Columns of little-endian numbers, as docs/formats/market.md describes them.
fn compact(bytes: &[u8]) -> Option<Strict<'_>> {
    let mut rest = bytes.strip_prefix(MAGIC)?;
    let mut take = |count: u64, size: u64| {
        let (column, after) =
            rest.split_at_checked(usize::try_from(count.checked_mul(size)?).ok()?)?;
        rest = after;
        Some(column)
    };
    let counts: Vec<u64> =
        take(5, 8)?.as_chunks().0.iter().map(|&word| u64::from_le_bytes(word)).collect();
    let &[people, places, entries, people_bytes, place_bytes] = counts.as_slice() else {
        return None;
    };
    let capacity: &[[u8; 4]] = take(places, 4)?.as_chunks().0;
    let start: &[[u8; 4]] = take(people.checked_add(1)?, 4)?.as_chunks().0;
    let entries: &[[u8; 8]] = take(entries, 8)?.as_chunks().0;
    let (people_ends, place_ends) =
        (take(people, 4)?.as_chunks().0, take(places, 4)?.as_chunks().0);
    let people = Names::joined(take(people_bytes, 1)?, people_ends)?;
    let places: Vec<&str> = Names::joined(take(place_bytes, 1)?, place_ends)?.iter().collect();
    let word = |word: &[u8; 4]| u32::from_le_bytes(*word);
    let starts = start.first().map(word) == Some(0)
        && start.is_sorted_by_key(word)
        && start.last().map(|last| word(last) as usize) == Some(entries.len());
    if !rest.is_empty() || !starts {
        return None;
    }
    let mut competitors = vec![0; places.len()];
    for &entry in entries {
        *competitors.get_mut(place_and_rank(entry).0)? += 1;
    }
    Some(Strict {
        people,
        places,
        capacity: capacity.iter().map(word).collect(),
        start: Cow::Borrowed(start),
        entries: Cow::Borrowed(entries),
        competitors,
        order: Vec::new(),
        by_name: Vec::new(),
    })
}
