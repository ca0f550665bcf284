//! The compact form for millions: columns of little-endian numbers, one after another.
//!
//! `KELMKT1\n`, then as u64 the number of applicants n, places m, entries e, bytes of applicants' ids and of places' ids; then as u32
//! m capacities, n + 1 starts of lists, e entries of place and rank there, n ends of ids, m ends of ids; then the ids. It holds markets
//! with strict lists in which every pool stands alone.

use crate::flat::{Flat, Mechanism, Side, leaf_of, rank_of};
use crate::lottery::Draw;
use crate::names::Names;
use crate::problem::Problems;

const MAGIC: &[u8; 8] = b"KELMKT1\n";

/// Whether the bytes begin as this form does.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Writes a market; `None` when it has ties, caps, reserves, another rule or anything else that the form does not hold.
#[must_use]
pub fn write(flat: &Flat) -> Option<Vec<u8>> {
    let strict = flat.candidate_class.is_empty() && flat.listed.is_empty();
    let told_apart = flat.programmes.is_empty() || flat.programmes == flat.places;
    let silent = flat.owned.is_empty() && flat.withdrawn.is_empty() && flat.types.is_empty();
    let by_default = flat.rule.mechanism == Mechanism::DeferredAcceptance
        && flat.rule.side == Side::Applicants
        && flat.draw == Draw::None;
    if !(flat.is_plain() && strict && told_apart && silent && by_default) {
        return None;
    }
    let mut out = MAGIC.to_vec();
    let ids = [&flat.applicants, &flat.places];
    let texts = ids.map(|names| names.iter().collect::<String>());
    let counts = [flat.people(), flat.leaves(), flat.entries.len(), texts[0].len(), texts[1].len()];
    counts.iter().for_each(|&count| out.extend((count as u64).to_le_bytes()));
    flat.capacity
        .iter()
        .chain(&flat.pref_start)
        .for_each(|number| out.extend(number.to_le_bytes()));
    for &entry in &flat.entries {
        out.extend(leaf_of(entry).to_le_bytes());
        out.extend(rank_of(entry).to_le_bytes());
    }
    for names in ids {
        let mut end = 0u32;
        for name in names.iter() {
            end += name.len() as u32;
            out.extend(end.to_le_bytes());
        }
    }
    texts.iter().for_each(|text| out.extend(text.as_bytes()));
    Some(out)
}

/// Cuts columns off the front.
struct Columns<'a> {
    rest: &'a [u8],
}

impl<'a> Columns<'a> {
    fn take(&mut self, bytes: u64) -> Option<&'a [u8]> {
        let (column, rest) = self.rest.split_at_checked(usize::try_from(bytes).ok()?)?;
        self.rest = rest;
        Some(column)
    }

    fn words(&mut self, count: u64) -> Option<Vec<u32>> {
        let column = self.take(count.checked_mul(4)?)?;
        Some(
            column
                .chunks_exact(4)
                .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
                .collect(),
        )
    }
}

/// Reads the form.
///
/// # Errors
/// That the file is cut short, or the first number that cannot be right.
pub fn read(file: &str, bytes: &[u8]) -> Result<Flat, Problems> {
    let wrong =
        |what: String| Problems::one(file, what, "write the file anew with `kelisim convert`");
    let short = || wrong("the file is cut short or its counts are wrong".to_owned());
    let mut columns = Columns { rest: bytes.strip_prefix(MAGIC).ok_or_else(short)? };
    let mut count = || -> Option<u64> {
        let column = columns.take(8)?;
        Some(u64::from_le_bytes(column.try_into().ok()?))
    };
    let counts: Vec<u64> = (0..5).map_while(|_| count()).collect();
    let &[people, leaves, entries, id_bytes, place_bytes] = counts.as_slice() else {
        return Err(short());
    };
    let needed = [people, people, 1, leaves, leaves, entries, entries]
        .iter()
        .try_fold(0u64, |sum, &count| sum.checked_add(count.checked_mul(4)?))
        .and_then(|sum| sum.checked_add(id_bytes)?.checked_add(place_bytes));
    if needed != Some(columns.rest.len() as u64) || entries >= u64::from(u32::MAX) {
        return Err(short());
    }
    let capacity = columns.words(leaves).ok_or_else(short)?;
    let pref_start = columns.words(people + 1).ok_or_else(short)?;
    let packed = columns.take(entries * 8).ok_or_else(short)?;
    let packed: Vec<u64> = packed
        .chunks_exact(8)
        .map(|word| {
            let leaf = u32::from_le_bytes([word[0], word[1], word[2], word[3]]);
            let rank = u32::from_le_bytes([word[4], word[5], word[6], word[7]]);
            u64::from(leaf) << 32 | u64::from(rank)
        })
        .collect();
    let ends = [columns.words(people).ok_or_else(short)?, columns.words(leaves).ok_or_else(short)?];
    let texts =
        [columns.take(id_bytes).ok_or_else(short)?, columns.take(place_bytes).ok_or_else(short)?];
    let [applicants, places] = [0, 1].map(|side| names(&ends[side], texts[side]));
    let (Some(applicants), Some(places)) = (applicants, places) else {
        return Err(wrong("the ids are not UTF-8 or their ends are not in order".to_owned()));
    };
    if let Some(id) = unfit(&applicants).or_else(|| unfit(&places)) {
        return Err(wrong(format!("the id `{id}` is empty or there twice")));
    }
    if capacity.iter().any(|&capacity| capacity >= 1 << 31) {
        return Err(wrong("a capacity is 2³¹ or more".to_owned()));
    }
    let ordered = pref_start.first() == Some(&0)
        && pref_start.is_sorted()
        && pref_start.last() == Some(&(entries as u32));
    if !ordered {
        return Err(wrong("the starts of lists are not in order".to_owned()));
    }
    let mut flat =
        Flat { applicants, places, capacity, pref_start, entries: packed, ..Flat::default() };
    candidates(&mut flat).map_err(wrong)?;
    Ok(flat)
}

fn names(ends: &[u32], text: &[u8]) -> Option<Names> {
    Names::from_parts(String::from_utf8(text.to_vec()).ok()?, ends.to_vec())
}

/// An id that is empty or there twice, found by sorting hashes instead of texts.
fn unfit(names: &Names) -> Option<&str> {
    let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(names.len());
    for (name, at) in names.iter().zip(0..) {
        if name.is_empty() {
            return Some(name);
        }
        let hash = name.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        keyed.push((hash, at));
    }
    keyed.sort_unstable();
    let mut alike = keyed.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    alike.find_map(|group| {
        let mut same: Vec<&str> = group.iter().map(|&(_, at)| names.get(at)).collect();
        same.sort_unstable();
        same.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
    })
}

/// Lays out competitors by rank and checks that every rank is there once.
fn candidates(flat: &mut Flat) -> Result<(), String> {
    let mut start = vec![0u32; flat.leaves() + 1];
    for &entry in &flat.entries {
        let leaf = leaf_of(entry) as usize;
        *start.get_mut(leaf + 1).ok_or_else(|| format!("place {leaf} does not exist"))? += 1;
    }
    for at in 1..start.len() {
        start[at] += start[at - 1];
    }
    let mut candidates = vec![crate::flat::NONE; flat.entries.len()];
    let mut asked = vec![crate::flat::NONE; flat.leaves()];
    for applicant in 0..flat.people() as u32 {
        for entry in flat.span(applicant) {
            let (leaf, rank) = (leaf_of(flat.entries[entry]), rank_of(flat.entries[entry]));
            if std::mem::replace(&mut asked[leaf as usize], applicant) == applicant {
                let (who, place) = (flat.applicants.get(applicant), flat.places.get(leaf));
                return Err(format!("`{who}` lists `{place}` twice"));
            }
            let size = start[leaf as usize + 1] - start[leaf as usize];
            let seat = candidates.get_mut(start[leaf as usize] as usize + rank.min(size) as usize);
            match seat {
                Some(seat) if rank < size && *seat == crate::flat::NONE => *seat = applicant,
                _ => {
                    return Err(format!(
                        "rank {rank} of `{}` is there twice or too high",
                        flat.places.get(leaf)
                    ));
                }
            }
        }
    }
    flat.leaf_start = start;
    flat.candidates = candidates;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synth::{self, Plan};

    #[test]
    fn a_market_comes_back_and_every_shorter_or_changed_file_is_refused_or_another_market() {
        let plan =
            Plan { applicants: 20, programmes: 4, shortest: 1, longest: 3, skewed: false, seed: 3 };
        let flat = synth::flat(&plan).unwrap();
        let bytes = write(&flat).unwrap();
        let again = read("m", &bytes).unwrap();
        assert_eq!((&again.entries, &again.candidates), (&flat.entries, &flat.candidates));
        assert_eq!((&again.applicants, &again.places), (&flat.applicants, &flat.places));
        for length in 0..bytes.len() {
            assert!(read("m", &bytes[..length]).is_err(), "cut at {length}");
        }
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 0x41;
            if let Ok(flat) = read("m", &other) {
                assert_eq!(write(&flat), Some(other), "byte {at}");
            }
        }
    }

    /// Found by fuzzing: two places without a name.
    #[test]
    fn an_id_that_is_empty_or_there_twice_is_refused() {
        let with = |first: &str, second: &str| {
            let mut flat = synth::flat(&Plan {
                applicants: 2,
                programmes: 1,
                shortest: 1,
                longest: 1,
                skewed: false,
                seed: 1,
            })
            .unwrap();
            flat.applicants = [first, second].into_iter().collect();
            read("m", &write(&flat).unwrap())
        };
        assert!(with("a", "b").is_ok());
        assert!(with("a", "a").unwrap_err().to_string().contains("`a` is empty or there twice"));
        assert!(with("", "a").is_err());
    }

    #[test]
    fn a_market_with_another_rule_is_not_written_since_the_form_would_lose_it() {
        let plan =
            Plan { applicants: 20, programmes: 4, shortest: 1, longest: 3, skewed: false, seed: 3 };
        let market = synth::flat(&plan).unwrap();
        let changes: [fn(&mut Flat); 5] = [
            |flat| flat.rule.mechanism = Mechanism::TopTradingCycles,
            |flat| flat.rule.side = Side::Programmes,
            |flat| flat.draw = Draw::Seed(vec![1]),
            |flat| flat.owned = vec![0; 20],
            |flat| flat.types = vec![("rural".into(), vec![1])],
        ];
        for change in changes {
            let mut other = market.clone();
            change(&mut other);
            assert_eq!(write(&other), None);
        }
    }
}
