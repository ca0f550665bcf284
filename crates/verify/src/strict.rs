//! Markets in which every list is strict and every pool stands alone, as columns of numbers.
//!
//! The compact form is always one; tables are when every line of `applicant,programme,rank,programme_rank` is plain, each
//! applicant's lines stand together best first, and the ranks at each programme are 1, 2, …. Other tables are read as
//! any market is.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::canonical::quote;
use crate::rows::Rows;
use crate::tables::{Files, header, whole};

/// Such a market.
pub(crate) struct Strict<'a> {
    people: Vec<&'a str>,
    places: Vec<&'a str>,
    capacity: Vec<u32>,
    /// Where each applicant's entries begin.
    start: Vec<u32>,
    /// Place and the applicant's rank there from 0, best first.
    entries: Vec<(u32, u32)>,
    /// Competitors of each place.
    competitors: Vec<u32>,
    /// Applicants in the byte order of their ids.
    order: Vec<u32>,
    /// Places in the byte order of their ids.
    by_name: Vec<u32>,
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
                tables(both, capacities)?
            }
        };
        let size = |at: u32| market.competitors[at as usize] as usize;
        let mut met: Vec<u64> = vec![0; market.entries.len().div_ceil(64)];
        let mut first = Vec::with_capacity(market.places.len());
        let mut next = 0;
        for place in 0..market.places.len() as u32 {
            first.push(next);
            next += size(place);
        }
        for &(place, rank) in &market.entries {
            let at = first[place as usize] + rank as usize;
            if rank as usize >= size(place) || met[at / 64] >> (at % 64) & 1 == 1 {
                let place = &market.places[place as usize];
                let wrong = format!("rank {rank} of `{place}` is there twice or too high");
                return files.by_role.contains_key("market").then_some(Err(wrong));
            }
            met[at / 64] |= 1 << (at % 64);
        }
        let (Some(order), Some(by_name)) = (sorted(&market.people), sorted(&market.places)) else {
            let twice = || Err("an id is empty or there twice".to_owned());
            return files.by_role.contains_key("market").then(twice);
        };
        (market.order, market.by_name) = (order, by_name);
        Some(Ok(market))
    }

    fn entries_of(&self, person: usize) -> &[(u32, u32)] {
        &self.entries[self.start[person] as usize..self.start[person + 1] as usize]
    }

    /// Which of their entries each person has; the number of their entries when none.
    pub(crate) fn place(&self, matching: &Rows<'_>) -> Result<Vec<u32>, String> {
        let rows = matching.of(self.order.iter().map(|&person| self.people[person as usize]))?;
        let mut placed = vec![0; self.people.len()];
        for (&person, row) in self.order.iter().zip(rows) {
            let asks = self.entries_of(person as usize);
            let chosen = match row.name()? {
                None => Some(asks.len()),
                Some(name) => {
                    asks.iter().position(|&(place, _)| self.places[place as usize] == name)
                }
            };
            placed[person as usize] = chosen.ok_or_else(|| row.unasked())? as u32;
        }
        Ok(placed)
    }

    /// Who holds each place.
    pub(crate) fn held(&self, placed: &[u32]) -> Vec<Held> {
        let mut held = vec![Held::default(); self.places.len()];
        for (person, &chosen) in placed.iter().enumerate() {
            if let Some(&(place, rank)) = self.entries_of(person).get(chosen as usize) {
                let held = &mut held[place as usize];
                held.count += 1;
                held.last = held.last.max(Some((rank, person as u32)));
            }
        }
        held
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
            for &(place, rank) in &self.entries_of(person)[..chosen as usize] {
                if rank < limit[place as usize] {
                    let (who, place) = (&self.people[person], &self.places[place as usize]);
                    found.push(json!({"applicants": [who], "places": [place]}));
                }
            }
        }
        found
    }

    pub(crate) fn rules_json() -> Value {
        json!({"mechanism": "deferred-acceptance", "ties": "refuse", "proposing": "applicants"})
    }

    pub(crate) fn totals(&self, placed: &[u32]) -> Value {
        let seated = |(person, &chosen): (usize, &u32)| {
            usize::from((chosen as usize) < self.entries_of(person).len())
        };
        json!({
            "applicants": self.people.len(),
            "placed": placed.iter().enumerate().map(seated).sum::<usize>(),
            "places": self.capacity.iter().map(|&places| places as usize).sum::<usize>(),
            "pools": self.places.len(),
        })
    }

    /// Figures that everybody may see, as canonical text, and of how many places there are none.
    pub(crate) fn public_pools(&self, held: &[Held]) -> (String, usize) {
        let mut text = String::from("[");
        let mut withheld = 0;
        for &at in &self.by_name {
            let place = at as usize;
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
            order.sort_by_cached_key(|&at| {
                self.places[at as usize].encode_utf16().collect::<Vec<u16>>()
            });
        }
        let mut text = String::from("{");
        for place in order.into_iter().map(|at| at as usize) {
            if text.len() > 1 {
                text.push(',');
            }
            quote(self.places[place], &mut text);
            text.push_str(":{\"last\":");
            match held[place].last {
                Some((_, person)) => quote(self.people[person as usize], &mut text),
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
    text.extend(digits[from..].iter().map(|&digit| char::from(digit)));
}

/// Numbers in the byte order of names; `None` when a name is empty or there twice.
fn sorted(names: &[&str]) -> Option<Vec<u32>> {
    // Most names differ within eight bytes, which are compared as one number.
    let front = |name: &str| {
        let mut front = [0; 8];
        name.bytes().zip(&mut front).for_each(|(byte, to)| *to = byte);
        u64::from_be_bytes(front)
    };
    let mut order: Vec<(u64, u32)> = names.iter().map(|name| front(name)).zip(0..).collect();
    if !names.is_sorted() {
        order.sort_unstable_by(|a, b| {
            a.0.cmp(&b.0).then_with(|| names[a.1 as usize].cmp(names[b.1 as usize]))
        });
    }
    let order: Vec<u32> = order.into_iter().map(|(_, at)| at).collect();
    let twice = |pair: &[u32]| names[pair[0] as usize] == names[pair[1] as usize];
    let empty = names.iter().any(|name| name.is_empty());
    (!empty && !order.windows(2).any(twice)).then_some(order)
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
    let wide = |column: &[u8]| {
        column.as_chunks().0.iter().map(|&word| u64::from_le_bytes(word)).collect::<Vec<_>>()
    };
    let words = |column: &[u8]| {
        column.as_chunks().0.iter().map(|&word| u32::from_le_bytes(word)).collect::<Vec<_>>()
    };
    let counts = wide(take(5, 8)?);
    let &[people, places, entries, people_bytes, place_bytes] = counts.as_slice() else {
        return None;
    };
    let capacity = words(take(places, 4)?);
    let start = words(take(people.checked_add(1)?, 4)?);
    let entries: Vec<(u32, u32)> = take(entries, 8)?
        .as_chunks()
        .0
        .iter()
        .map(|&pair| u64::from_le_bytes(pair))
        .map(|pair| (pair as u32, (pair >> 32) as u32))
        .collect();
    let (people_ends, place_ends) = (words(take(people, 4)?), words(take(places, 4)?));
    let people = names(&people_ends, take(people_bytes, 1)?)?;
    let places = names(&place_ends, take(place_bytes, 1)?)?;
    let starts = start.first() == Some(&0)
        && start.is_sorted()
        && start.last().map(|&last| last as usize) == Some(entries.len());
    if !rest.is_empty() || !starts {
        return None;
    }
    let mut competitors = vec![0; places.len()];
    for &(place, _) in &entries {
        *competitors.get_mut(place as usize)? += 1;
    }
    let (order, by_name) = (Vec::new(), Vec::new());
    Some(Strict { people, places, capacity, start, entries, competitors, order, by_name })
}

fn names<'a>(ends: &[u32], text: &'a [u8]) -> Option<Vec<&'a str>> {
    let text = std::str::from_utf8(text).ok()?;
    let mut from = 0;
    let mut all = Vec::with_capacity(ends.len());
    for &end in ends {
        all.push(text.get(from..end as usize)?);
        from = end as usize;
    }
    (from == text.len()).then_some(all)
}

/// Whether a text has quotes, blanks, or returns within a line: what the careful reader trims or takes apart is left to it.
fn odd(text: &str) -> bool {
    let bytes = text.as_bytes();
    let strange = |byte: u8| byte == b'"' || (byte <= b' ' && byte != b'\n' && byte != b'\r');
    let block = |block: &[u8]| block.iter().fold(false, |odd, &byte| odd | strange(byte));
    let within = |pair: &[u8]| pair[0] == b'\r' && pair[1] != b'\n';
    bytes.chunks(256).any(block) || (bytes.contains(&b'\r') && bytes.windows(2).any(within))
}

/// The cells of a plain line, when there are as many.
fn cells<const N: usize>(line: &str) -> Option<[&str; N]> {
    let (mut cells, mut number, mut from) = ([""; N], 0, 0);
    for (at, _) in line.bytes().enumerate().filter(|(_, byte)| *byte == b',') {
        *cells.get_mut(number)? = &line[from..at];
        (number, from) = (number + 1, at + 1);
    }
    *cells.get_mut(number)? = &line[from..];
    (number + 1 == N).then_some(cells)
}

/// Plain lines of tables; `None` when a line needs more than this.
fn tables<'a>(both: &'a [u8], capacities: &'a [u8]) -> Option<Strict<'a>> {
    let (both, capacities) =
        (std::str::from_utf8(both).ok()?, std::str::from_utf8(capacities).ok()?);
    if odd(both) || odd(capacities) {
        return None;
    }
    let mut market = Strict {
        people: Vec::new(),
        places: Vec::new(),
        capacity: Vec::new(),
        start: vec![0],
        entries: Vec::new(),
        competitors: Vec::new(),
        order: Vec::new(),
        by_name: Vec::new(),
    };
    let mut number: HashMap<&str, u32> = HashMap::new();
    for line in capacities.lines().skip(1).filter(|line| !line.is_empty()) {
        let [id, capacity] = cells(line)?;
        let fresh = number.insert(id, market.places.len() as u32).is_none();
        market.places.push(fresh.then_some(id)?);
        market.capacity.push(whole(capacity)?);
    }
    market.competitors = vec![0; market.places.len()];
    let mut last = 0u64;
    for line in both.lines().skip(1).filter(|line| !line.is_empty()) {
        let [id, place, rank, at] = cells(line)?;
        let (place, rank, at) = (*number.get(place)?, whole(rank)?, whole::<u32>(at)?);
        if market.people.last().is_none_or(|&person| person != id) {
            if !market.people.is_empty() {
                market.start.push(market.entries.len() as u32);
            }
            market.people.push(id);
            last = 0;
        }
        if rank <= last {
            return None;
        }
        last = rank;
        market.competitors[place as usize] += 1;
        market.entries.push((place, at.checked_sub(1)?));
    }
    if !market.people.is_empty() {
        market.start.push(market.entries.len() as u32);
    }
    let twice = (0..market.people.len()).any(|person| {
        let asks = market.entries_of(person);
        (1..asks.len()).any(|at| asks[..at].iter().any(|other| other.0 == asks[at].0))
    });
    (!twice).then_some(market)
}
