//! Couples: two applicants with one joint list over pairs of places.
//!
//! A stable answer need not exist and finding one is NP-complete (Ronn 1990). `roth-peranson` takes one unit, a single or a
//! couple, after the other and repairs what each displaces, in the manner of Roth, Peranson 1999; `exact` gives an answer
//! with the fewest blocking units (after Manlove, McBride, Trimble 2017; the search is in `exact.rs`). What blocks
//! follows Manlove and McBride: a programme takes both members of a couple when it has two places left, or one
//! and prefers at least one of them to somebody it holds, or none and prefers each to a different one. A cap or lead that
//! goes by an order takes them in the same way by that order, besides their programmes.

use std::collections::BTreeMap;

use crate::engine::crossing::{self, Set};
use crate::engine::exact;
use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};

/// How couples are handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CoupleRule {
    /// One unit after the other with repairs.
    #[default]
    RothPeranson,
    /// Fewest blocking units.
    Exact,
}

/// A single or a couple with its options, best first; each option is an entry for each member or [`NONE`].
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) members: Vec<u32>,
    pub(crate) options: Vec<[u32; 2]>,
}

/// Couples, then singles.
pub(crate) fn units(flat: &Flat) -> Vec<Unit> {
    let mut single = vec![true; flat.people()];
    let mut units = Vec::new();
    for couple in &flat.couples {
        let entry = |member: usize, leaf: u32| {
            if leaf == NONE { Some(NONE) } else { flat.entry_at(couple.members[member], leaf) }
        };
        let options = couple.prefs.iter().filter_map(|&[a, b]| Some([entry(0, a)?, entry(1, b)?]));
        let options = options.filter(|option| *option != [NONE, NONE]).collect();
        couple.members.iter().for_each(|&who| single[who as usize] = false);
        units.push(Unit { members: couple.members.to_vec(), options });
    }
    for who in (0..flat.people() as u32).filter(|&who| single[who as usize]) {
        let options = flat.span(who).map(|entry| [entry as u32, NONE]).collect();
        units.push(Unit { members: vec![who], options });
    }
    units
}

/// Whether somebody with so many places takes newcomers in ascending order beside `count` who are there, of whom the
/// `last` two may go.
pub(crate) fn takes(places: usize, count: usize, last: [Option<u32>; 2], come: &[u32]) -> bool {
    let over = come.len().saturating_sub(places.saturating_sub(count));
    match (over, come, last) {
        (0, ..) => true,
        (1, [best, ..], [Some(last), _]) => *best < last,
        (2, [first, second], [Some(last), Some(next)]) => *first < next && *second < last,
        _ => false,
    }
}

struct Run<'a> {
    flat: &'a Flat,
    units: Vec<Unit>,
    unit_of: Vec<u32>,
    /// The option of each unit; its number of options when it has none.
    chosen: Vec<usize>,
    /// Ranks held by each leaf, best first.
    held: Vec<Vec<u32>>,
    /// Caps and leads that go by an order.
    sets: Vec<Set<'a>>,
    /// By leaf: the sets that hold it.
    sets_of: Vec<Vec<usize>>,
    /// By set: who is in it, with leaf and rank there, by position.
    inside: Vec<BTreeMap<u32, (u32, u32, u32)>>,
}

impl CoupleRule {
    /// The word for it in a market.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::RothPeranson => "roth-peranson",
            Self::Exact => "exact",
        }
    }
}

/// Runs the rule.
#[must_use]
pub fn run(flat: &Flat, rule: CoupleRule) -> Assignment {
    match rule {
        CoupleRule::RothPeranson => {
            let mut run = Run::new(flat);
            run.repair();
            run.assignment()
        }
        CoupleRule::Exact => match exact::run(flat) {
            exact::Found::Best(answer) => answer,
            _ => Assignment::empty(flat),
        },
    }
}

/// A single or a couple that would be taken at places it prefers, and which: an entry for each member or [`NONE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// One applicant, or both members of a couple.
    pub members: Vec<u32>,
    /// The best entries that would be taken, one for each member.
    pub entries: Vec<u32>,
}

/// Units that block an answer.
#[must_use]
pub fn blocks(flat: &Flat, assignment: &Assignment) -> Vec<Block> {
    let run = Run::at(flat, assignment);
    let found = (0..run.units.len()).filter_map(|unit| {
        let option = run.units[unit].options[run.better(unit)?];
        let members = run.units[unit].members.clone();
        let entries = option[..members.len()].to_vec();
        Some(Block { members, entries })
    });
    found.collect()
}

/// Units that block an answer: the first member and the entry that it would take (of the second when the first has none).
#[must_use]
pub fn blocking(flat: &Flat, assignment: &Assignment) -> Vec<(u32, u32)> {
    let first = |block: Block| {
        let taken = |(_, entry): &(u32, u32)| *entry != NONE;
        block.members.into_iter().zip(block.entries).find(taken)
    };
    blocks(flat, assignment).into_iter().filter_map(first).collect()
}

/// What became of a pair that a couple prefers to its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// This leaf does not accept the member who asks for it.
    NotAcceptable(u32),
    /// This leaf would not take whoever asks for it.
    Refused(u32),
    /// This cap or lead, by its number among those that go by an order, would not take whoever asks below it.
    Full(usize),
    /// Both would be taken: the couple blocks the answer.
    Taken,
}

/// What became of a pair of leaves of a couple.
#[must_use]
pub fn verdict(flat: &Flat, assignment: &Assignment, couple: usize, pair: [u32; 2]) -> Verdict {
    let members = flat.couples[couple].members;
    let mut option = [NONE, NONE];
    for at in 0..2 {
        if pair[at] != NONE {
            match flat.entry_at(members[at], pair[at]) {
                Some(entry) => option[at] = entry,
                None => return Verdict::NotAcceptable(pair[at]),
            }
        }
    }
    let run = Run::at(flat, assignment);
    match run.displaces(couple, option) {
        Ok(_) => Verdict::Taken,
        Err(verdict) => verdict,
    }
}

/// Name and cap of a set of [`Verdict::Full`].
#[must_use]
pub fn set_of(flat: &Flat, number: usize) -> Option<(String, u32)> {
    crossing::sets(flat).get(number).map(|set| (set.name.to_owned(), set.cap))
}

impl Unit {
    fn entries(&self, assignment: &Assignment) -> [u32; 2] {
        let entry =
            |at: usize| self.members.get(at).map_or(NONE, |&who| assignment.entry[who as usize]);
        [entry(0), entry(1)]
    }

    /// Which option it has in an answer.
    pub(crate) fn chosen(&self, assignment: &Assignment) -> Option<usize> {
        let own = self.entries(assignment);
        self.options.iter().position(|&option| option == own)
    }
}

impl<'a> Run<'a> {
    fn new(flat: &'a Flat) -> Self {
        let units = units(flat);
        let mut unit_of = vec![NONE; flat.people()];
        for (number, unit) in (0u32..).zip(&units) {
            unit.members.iter().for_each(|&who| unit_of[who as usize] = number);
        }
        let sets = crossing::sets(flat);
        let mut sets_of = vec![Vec::new(); flat.leaves()];
        for (number, set) in sets.iter().enumerate() {
            set.leaves.iter().for_each(|&leaf| sets_of[leaf as usize].push(number));
        }
        Self {
            flat,
            chosen: units.iter().map(|unit| unit.options.len()).collect(),
            units,
            unit_of,
            held: vec![Vec::new(); flat.leaves()],
            inside: vec![BTreeMap::new(); sets.len()],
            sets,
            sets_of,
        }
    }

    /// As an answer stands.
    fn at(flat: &'a Flat, assignment: &Assignment) -> Self {
        let mut run = Self::new(flat);
        for (unit, chosen) in run.units.iter().zip(run.chosen.iter_mut()) {
            *chosen = unit.chosen(assignment).unwrap_or(unit.options.len());
        }
        run.held = assignment.held(flat);
        for (who, &entry) in (0u32..).zip(&assignment.entry).filter(|(_, entry)| **entry != NONE) {
            let (leaf, rank) = run.place(entry);
            for &set in &run.sets_of[leaf as usize] {
                run.inside[set].insert(run.sets[set].order[who as usize], (who, leaf, rank));
            }
        }
        run
    }

    fn assignment(&self) -> Assignment {
        let mut assignment = Assignment::empty(self.flat);
        for (unit, &chosen) in self.units.iter().zip(&self.chosen) {
            let Some(option) = unit.options.get(chosen) else { continue };
            for (&who, &entry) in unit.members.iter().zip(option) {
                assignment.entry[who as usize] = entry;
            }
        }
        assignment
    }

    fn place(&self, entry: u32) -> (u32, u32) {
        let packed = self.flat.entries[entry as usize];
        (leaf_of(packed), rank_of(packed))
    }

    /// Whom an option would displace, by leaf and rank, or what would not take it.
    fn displaces(&self, unit: usize, option: [u32; 2]) -> Result<Vec<(u32, u32)>, Verdict> {
        let members = &self.units[unit].members;
        let current = self.units[unit].options.get(self.chosen[unit]);
        let taken = |option: [u32; 2]| {
            members.iter().copied().zip(option).filter(|&(_, entry)| entry != NONE)
        };
        let now: Vec<(u32, u32)> = taken(current.copied().unwrap_or([NONE, NONE])).collect();
        let wanted: Vec<(u32, u32)> = taken(option).collect();
        let mut out: Vec<(u32, u32)> = Vec::new();
        let mut met = Vec::new();
        for (leaf, _) in wanted.iter().map(|&(_, entry)| self.place(entry)) {
            if met.contains(&leaf) {
                continue;
            }
            met.push(leaf);
            let ranks = |list: &[(u32, u32)]| -> Vec<u32> {
                let here = list.iter().map(|&(_, entry)| self.place(entry));
                here.filter(|place| place.0 == leaf).map(|place| place.1).collect()
            };
            let places = self.flat.capacity[leaf as usize] as usize;
            let held = self.held[leaf as usize].iter().rev().copied();
            let gone = room(places, held, &ranks(&now), &ranks(&wanted));
            out.extend(gone.ok_or(Verdict::Refused(leaf))?.into_iter().map(|rank| (leaf, rank)));
        }
        for (number, set) in self.sets.iter().enumerate() {
            let positions = |list: &[(u32, u32)]| -> Vec<u32> {
                let here = list.iter().filter(|(_, entry)| {
                    set.leaves.contains(&leaf_of(self.flat.entries[*entry as usize]))
                });
                here.map(|&(who, _)| set.order[who as usize]).collect()
            };
            let (own, all) = (positions(&now), positions(&wanted));
            if all.is_empty() {
                continue;
            }
            let inside = &self.inside[number];
            let held = inside.keys().rev().copied();
            if room(set.cap as usize, held, &own, &all).is_none() {
                return Err(Verdict::Full(number));
            }
            // Whoever is displaced at a programme below the cap has made room already.
            let others = inside.values().filter(|(who, ..)| !members.contains(who));
            let places: Vec<(u32, u32)> = others.map(|&(_, leaf, rank)| (leaf, rank)).collect();
            let left = places.iter().filter(|place| !out.contains(place)).count();
            let over = (left + all.len()).saturating_sub(set.cap as usize);
            let last = places.iter().rev().filter(|place| !out.contains(place));
            let more: Vec<(u32, u32)> = last.take(over).copied().collect();
            out.extend(more);
        }
        Ok(out)
    }

    /// The best option that a unit prefers to what it has and that would be taken.
    fn better(&self, unit: usize) -> Option<usize> {
        (0..self.chosen[unit])
            .find(|&at| self.displaces(unit, self.units[unit].options[at]).is_ok())
    }

    fn leave(&mut self, unit: usize) {
        if let Some(&option) = self.units[unit].options.get(self.chosen[unit]) {
            for entry in option.into_iter().filter(|&entry| entry != NONE) {
                let (leaf, rank) = self.place(entry);
                self.held[leaf as usize].retain(|&other| other != rank);
                let who = self.flat.competitors(leaf)[rank as usize];
                for &set in &self.sets_of[leaf as usize] {
                    self.inside[set].remove(&self.sets[set].order[who as usize]);
                }
            }
        }
        self.chosen[unit] = self.units[unit].options.len();
    }

    fn take(&mut self, unit: usize, at: usize) {
        self.leave(unit);
        self.chosen[unit] = at;
        for entry in self.units[unit].options[at].into_iter().filter(|&entry| entry != NONE) {
            let (leaf, rank) = self.place(entry);
            let held = &mut self.held[leaf as usize];
            let position = held.partition_point(|&other| other < rank);
            held.insert(position, rank);
            let who = self.flat.competitors(leaf)[rank as usize];
            for &set in &self.sets_of[leaf as usize] {
                self.inside[set].insert(self.sets[set].order[who as usize], (who, leaf, rank));
            }
        }
    }

    /// Units ask in turn; who is displaced asks again, a couple gives up both places, and whoever would be taken at a
    /// place that was given up asks again. Ends when nobody blocks, or after many steps without that.
    fn repair(&mut self) {
        let singles = (0..self.units.len()).filter(|&unit| self.units[unit].members.len() == 1);
        let couples = (0..self.units.len()).filter(|&unit| self.units[unit].members.len() == 2);
        let mut turn: std::collections::VecDeque<usize> = singles.chain(couples).collect();
        let mut steps = 200 * self.units.len() + 1000;
        let mut best: Option<(usize, Vec<usize>)> = None;
        while let Some(unit) = turn.pop_front() {
            steps -= 1;
            if steps == 0 {
                break;
            }
            if let Some(at) = self.better(unit) {
                let out = self.displaces(unit, self.units[unit].options[at]).unwrap_or_default();
                let gone: Vec<usize> = out
                    .into_iter()
                    .map(|(leaf, rank)| {
                        self.unit_of[self.flat.competitors(leaf)[rank as usize] as usize] as usize
                    })
                    .collect();
                for other in gone {
                    self.leave(other);
                    turn.push_back(other);
                }
                self.take(unit, at);
            }
            if turn.is_empty() {
                let again: Vec<usize> =
                    (0..self.units.len()).filter(|&unit| self.better(unit).is_some()).collect();
                if best.as_ref().is_none_or(|(fewest, _)| again.len() < *fewest) {
                    best = Some((again.len(), self.chosen.clone()));
                }
                turn.extend(again);
            }
        }
        if let Some((_, chosen)) = best {
            self.chosen = chosen;
        }
    }
}

/// Who goes, last first, so that newcomers find room among those held (given last first), some of whom are the unit's own
/// and stay or leave; `None` when it would not take them.
fn room(
    places: usize,
    held: impl Iterator<Item = u32> + Clone,
    own: &[u32],
    wanted: &[u32],
) -> Option<Vec<u32>> {
    let stay = wanted.iter().filter(|&value| own.contains(value)).count();
    let mut come: Vec<u32> = wanted.iter().copied().filter(|value| !own.contains(value)).collect();
    come.sort_unstable();
    let count = held.clone().count() - own.len() + stay;
    let mut others = held.filter(|value| !own.contains(value));
    let last = [others.next(), others.next()];
    let over = (count + come.len()).saturating_sub(places);
    takes(places, count, last, &come).then(|| last.into_iter().flatten().take(over).collect())
}
