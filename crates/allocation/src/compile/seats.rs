//! Programmes, their lines, reserves, slots and lists.

use std::collections::HashMap;

use super::{Book, unknown};
use crate::flat::Flat;
use crate::market::{Market, Programme, Reserve, Table};
use crate::problem::Problems;
use crate::reserve::Reserves;
use crate::scalar::{Decimal, Written};
use crate::slot::{SlotProgramme, SlotRun};

/// A run of slots before applicants are ranked.
pub(crate) struct SlotDraft {
    pub(crate) leaf: Option<u32>,
    pub(crate) places: u32,
    pub(crate) groups: Vec<Vec<u32>>,
}

/// Reserves of a programme.
pub(crate) struct ReserveDraft {
    pub(crate) types: Vec<(String, u32)>,
    pub(crate) hard: bool,
    pub(crate) open_first: bool,
}

pub(crate) fn places(at: &str, value: &Written, problems: &mut Problems) -> u32 {
    value.places().unwrap_or_else(|why| {
        problems.add(at, why, "write a whole number from 0 to 2147483647");
        0
    })
}

pub(super) fn read(market: &Market, book: &mut Book, problems: &mut Problems) {
    for (id, lead) in market.leads.iter().flat_map(|table| &table.0) {
        unknown(&format!("leads.{id}"), &lead.unknown, problems);
    }
    let none = Table::default();
    for (number, (id, programme)) in
        market.programmes.as_ref().unwrap_or(&none).0.iter().enumerate()
    {
        let at = format!("programmes.{id}");
        unknown(&at, &programme.unknown, problems);
        let leaves = lines(&at, id, programme, book, problems);
        book.leaves_of.push(leaves);
        let sum: u64 = book.leaves_of[number]
            .iter()
            .map(|&(_, leaf)| u64::from(book.capacity[leaf as usize]))
            .sum();
        let slot_sum: u64 = programme
            .slots
            .iter()
            .flatten()
            .map(|slot| {
                slot.places.as_ref().map_or(1, |places| places.places().map_or(0, u64::from))
            })
            .sum();
        let whole = match &programme.capacity {
            Some(capacity) => places(&format!("{at}.capacity"), capacity, problems),
            None if programme.lines.is_some() => u32::try_from(sum).unwrap_or(u32::MAX),
            None if programme.slots.is_some() => u32::try_from(slot_sum).unwrap_or(u32::MAX),
            None => {
                problems.add(&at, "`capacity` is missing", "add the number of places");
                0
            }
        };
        book.programme_capacity.push(whole);
        if programme.lines.is_none() {
            let leaf = book.leaves_of[number][0].1;
            book.capacity[leaf as usize] = whole;
        }
        let lower = programme
            .lower
            .as_ref()
            .map_or(0, |lower| places(&format!("{at}.lower"), lower, problems));
        if lower > whole {
            problems.add(
                format!("{at}.lower"),
                format!("the lower quota of {lower} is above the capacity of {whole}"),
                "lower it or raise the capacity",
            );
        }
        book.lower.push(lower);
        let withdrawn = programme.withdrawn.as_ref();
        book.withdrawn
            .push(withdrawn.map_or(0, |count| places(&format!("{at}.withdrawn"), count, problems)));
        slots(&at, number, programme, book, problems);
        if let Some(reserves) = &programme.reserves {
            if let Some(draft) = reserve(&at, programme, reserves, whole, problems) {
                book.reserves.insert(number, draft);
            }
        } else if programme.precedence.is_some() {
            problems.add(
                format!("{at}.precedence"),
                "there are no reserves for it",
                "add `reserves` or leave it out",
            );
        }
        let (list, scored) = list(&at, programme, book, problems);
        book.lists.push(list);
        book.scored.push(scored);
    }
}

fn lines(
    at: &str,
    id: &str,
    programme: &Programme,
    book: &mut Book,
    problems: &mut Problems,
) -> Vec<(Option<String>, u32)> {
    let mut leaves = Vec::new();
    let Some(lines) = &programme.lines else {
        leaves.extend(leaf(id.to_owned(), 0, book).map(|leaf| (None, leaf)));
        return leaves;
    };
    if lines.is_empty() {
        problems.add(format!("{at}.lines"), "there are none", "add a line or leave `lines` out");
    }
    for (number, line) in lines.iter().enumerate() {
        let at = format!("{at}.lines[{number}]");
        unknown(&at, &line.unknown, problems);
        let Some(name) = line.name.as_deref().filter(|name| !name.is_empty()) else {
            problems.add(&at, "the line has no name", "add `name`");
            continue;
        };
        let count = match &line.places {
            Some(count) => places(&format!("{at}.places"), count, problems),
            None => 0,
        };
        if count == 0 {
            problems.add(
                &at,
                format!("line `{name}` has no places"),
                "give it at least one place or take it out",
            );
        }
        let place = format!("{id}:{name}");
        if book.place_at.contains_key(&place) {
            problems.add(&at, format!("line `{name}` is listed twice"), "keep one of the two");
            continue;
        }
        leaves.extend(leaf(place, count, book).map(|leaf| (Some(name.to_owned()), leaf)));
    }
    if leaves.is_empty() {
        leaves.extend(leaf(id.to_owned(), 0, book).map(|leaf| (None, leaf)));
    }
    leaves
}

fn leaf(name: String, capacity: u32, book: &mut Book) -> Option<u32> {
    let number = book.places.push(&name)?;
    book.place_at.insert(name, number);
    book.capacity.push(capacity);
    Some(number)
}

fn slots(at: &str, number: usize, programme: &Programme, book: &mut Book, problems: &mut Problems) {
    let Some(slots) = &programme.slots else { return };
    let mut drafts = Vec::new();
    for (place, slot) in slots.iter().enumerate() {
        let at = format!("{at}.slots[{place}]");
        unknown(&at, &slot.unknown, problems);
        let leaf = slot.line.as_ref().and_then(|line| {
            let found = book.leaves_of[number].iter().find(|(name, _)| name.as_ref() == Some(line));
            if found.is_none() {
                problems.add(
                    format!("{at}.line"),
                    format!("`{line}` is not a line of the programme"),
                    "name one of `lines`",
                );
            }
            found.map(|&(_, leaf)| leaf)
        });
        let Some(order) = &slot.order else {
            problems.add(&at, "`order` is missing", "list the applicants this place may go to");
            continue;
        };
        let groups = book.groups(&format!("{at}.order"), order, problems);
        let places = slot
            .places
            .as_ref()
            .map_or(1, |count| places(&format!("{at}.places"), count, problems));
        drafts.push(SlotDraft { leaf, places, groups });
    }
    if programme.prefs.is_some() || programme.scores.is_some() || programme.reserves.is_some() {
        problems.add(
            at,
            "has slots and also a list, scores or reserves",
            "write the orders in the slots alone",
        );
    }
    book.slots.insert(number, drafts);
}

fn reserve(
    at: &str,
    programme: &Programme,
    reserves: &[Reserve],
    capacity: u32,
    problems: &mut Problems,
) -> Option<ReserveDraft> {
    let before = problems.list().len();
    let mut draft = ReserveDraft { types: Vec::new(), hard: false, open_first: false };
    draft.open_first = match programme.precedence.as_deref() {
        None | Some("reserved-first") => false,
        Some("open-first") => true,
        Some(other) => {
            problems.add(
                format!("{at}.precedence"),
                format!("`{other}` is not known"),
                "write `reserved-first` or `open-first`",
            );
            false
        }
    };
    let mut kinds = Vec::new();
    for (number, reserve) in reserves.iter().enumerate() {
        let at = format!("{at}.reserves[{number}]");
        unknown(&at, &reserve.unknown, problems);
        let name = reserve.kind.clone().unwrap_or_default();
        if name.is_empty() {
            problems.add(&at, "`type` is missing", "name the type the places are kept for");
        }
        if draft.types.iter().any(|(other, _)| *other == name) {
            problems.add(&at, format!("type `{name}` is listed twice"), "add the places together");
        }
        let count = match &reserve.places {
            Some(count) => places(&format!("{at}.places"), count, problems),
            None => {
                problems.add(&at, "`places` is missing", "add the number of places kept");
                0
            }
        };
        match reserve.hardness.as_deref() {
            None | Some("soft") => kinds.push(false),
            Some("hard") => kinds.push(true),
            Some(other) => problems.add(
                format!("{at}.kind"),
                format!("`{other}` is not known"),
                "write `soft` or `hard`",
            ),
        }
        draft.types.push((name, count));
    }
    draft.hard = kinds.first().copied().unwrap_or(false);
    if kinds.iter().any(|&hard| hard != draft.hard) {
        problems.add(
            format!("{at}.reserves"),
            "soft and hard reserves are mixed",
            "make all reserves of the programme one kind",
        );
    }
    if draft.types.len() > 32 {
        problems.add(format!("{at}.reserves"), "there are more than 32 types", "keep at most 32");
    }
    let sum: u64 = draft.types.iter().map(|(_, places)| u64::from(*places)).sum();
    if sum > u64::from(capacity) {
        problems.add(
            format!("{at}.reserves"),
            format!("{sum} places are kept, more than the capacity of {capacity}"),
            "keep fewer or raise the capacity",
        );
    }
    if programme.lines.is_some() {
        problems.add(
            format!("{at}.reserves"),
            "a programme with lines cannot have reserves",
            "use `slots`, or a programme for each line",
        );
    }
    (problems.list().len() == before).then_some(draft)
}

/// The list of a programme by groups of equals, and whether it came from scores.
fn list(
    at: &str,
    programme: &Programme,
    book: &Book,
    problems: &mut Problems,
) -> (Option<Vec<Vec<u32>>>, bool) {
    match (&programme.prefs, &programme.scores) {
        (Some(_), Some(_)) => {
            problems.add(at, "has both `prefs` and `scores`", "keep one of the two");
            (None, false)
        }
        (Some(prefs), None) => (Some(book.groups(&format!("{at}.prefs"), prefs, problems)), false),
        (None, Some(scores)) => {
            (Some(by_score(&format!("{at}.scores"), scores, book, problems)), true)
        }
        (None, None) => (None, false),
    }
}

/// Groups of equal scores, highest first.
pub(crate) fn by_score(
    at: &str,
    scores: &Table<Written>,
    book: &Book,
    problems: &mut Problems,
) -> Vec<Vec<u32>> {
    let mut met: HashMap<u32, ()> = HashMap::new();
    let mut read: Vec<(Decimal, u32)> = Vec::with_capacity(scores.0.len());
    for (id, written) in &scores.0 {
        let Some(&applicant) = book.applicant_at.get(id) else {
            problems.add(
                at,
                format!("`{id}` is not an applicant"),
                "correct the id or add the applicant",
            );
            continue;
        };
        if met.insert(applicant, ()).is_some() {
            problems.add(at, format!("`{id}` is listed twice"), "keep one of the two");
            continue;
        }
        match Decimal::parse(&written.0) {
            Some(score) => read.push((score, applicant)),
            None => problems.add(
                format!("{at}.{id}"),
                format!("`{}` is not a score", written.0),
                "write a whole number, or a decimal in quotes such as \"87.5\"",
            ),
        }
    }
    read.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| book.id(a.1).cmp(book.id(b.1))));
    read.chunk_by(|a, b| a.0 == b.0)
        .map(|group| group.iter().map(|&(_, at)| at).collect())
        .collect()
}

/// Reserves and slots, once ranks are known.
pub(super) fn finish(book: &Book, flat: &mut Flat) {
    for (&programme, draft) in &book.reserves {
        let leaf = book.leaves_of[programme][0].1;
        let holds = flat
            .competitors(leaf)
            .iter()
            .map(|&applicant| {
                let own = &book.types[applicant as usize];
                draft
                    .types
                    .iter()
                    .enumerate()
                    .filter(|(_, (name, _))| own.contains(name))
                    .fold(0, |bits, (at, _)| bits | 1 << at)
            })
            .collect();
        let reserves = Reserves {
            types: draft.types.clone(),
            hard: draft.hard,
            open_first: draft.open_first,
            holds,
        };
        flat.reserves.insert(leaf, reserves);
    }
    for (&programme, drafts) in &book.slots {
        let runs = drafts
            .iter()
            .map(|draft| {
                let mut position = HashMap::new();
                for group in &draft.groups {
                    let mut group = group.clone();
                    book.settle(&mut group);
                    for applicant in group {
                        position.insert(applicant, position.len() as u32);
                    }
                }
                SlotRun { leaf: draft.leaf, places: draft.places, position }
            })
            .collect();
        let leaves = book.leaves_of[programme].iter().map(|&(_, leaf)| leaf).collect();
        flat.slots.push(SlotProgramme {
            leaves,
            capacity: book.programme_capacity[programme],
            runs,
        });
    }
    if book.withdrawn.iter().any(|&withdrawn| withdrawn > 0) {
        flat.withdrawn = vec![0; flat.leaves()];
        for (leaves, &withdrawn) in book.leaves_of.iter().zip(&book.withdrawn) {
            for &(_, leaf) in leaves {
                flat.withdrawn[leaf as usize] = withdrawn;
            }
        }
    }
    if book.lower.iter().any(|&lower| lower > 0) {
        flat.lower = vec![0; flat.leaves()];
        for (programme, &lower) in book.lower.iter().enumerate() {
            for &(_, leaf) in &book.leaves_of[programme] {
                flat.lower[leaf as usize] = lower;
            }
        }
    }
}
