//! The best of all answers, by a search that leaves out what can no longer be the best.
//!
//! It serves rules under which a stable answer need not exist and finding one is NP-complete: sets that cross (Biró,
//! Fleiner, Irving, Manlove 2010), couples (Ronn 1990), and what stands beside them: leads, lines, reserves, slots and lower
//! quotas. Within every limit it gives an answer with the fewest blocking preferences and wanted closed programmes, among
//! these one that places the most, among these one with the smallest sum of ranks, and of these the first when singles and
//! couples are gone through in the byte order of their (first) ids.

use crate::check::Checker;
use crate::engine::couples::{self, Unit, takes};
use crate::engine::crossing::{self, Set};
use crate::engine::lower;
use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};

/// Options that the search looks at before it gives up.
const BUDGET: u64 = 400_000_000;

/// What the search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The best answer.
    Best(Assignment),
    /// No answer is within all limits.
    Nothing,
    /// There are too many answers to look at.
    TooMany,
}

/// Blocking preferences with wanted closed programmes, applicants without a place, sum of ranks: less is better.
type Worth = (usize, usize, u64);

/// Looks for the best answer.
#[must_use]
pub fn run(flat: &Flat) -> Found {
    // An answer of the repairs without a blocking unit needs no search, unless floors have to be met.
    let repaired = (flat.crossing.is_empty() && !flat.couples.is_empty())
        .then(|| couples::run(flat, couples::CoupleRule::RothPeranson));
    if let Some(repaired) = &repaired
        && couples::blocks(flat, repaired).is_empty()
    {
        return Found::Best(repaired.clone());
    }
    let mut search = Search::new(flat);
    search.best = repaired.map(|answer| (worth(flat, &search.units, &answer), answer));
    search.go(0, (0, 0));
    match search.best {
        _ if search.work > BUDGET => Found::TooMany,
        Some((_, assignment)) => Found::Best(assignment),
        None => Found::Nothing,
    }
}

/// What an answer within every limit is worth.
fn worth(flat: &Flat, units: &[Unit], answer: &Assignment) -> Worth {
    let rank = |unit: &Unit| match unit.chosen(answer) {
        Some(at) => option_rank(flat, unit, at),
        None => 0,
    };
    let without = answer.entry.iter().filter(|&&entry| entry == NONE).count();
    (trouble(flat, answer), without, units.iter().map(rank).sum())
}

/// Blocking preferences and closed programmes that enough want.
fn trouble(flat: &Flat, answer: &Assignment) -> usize {
    if !flat.couples.is_empty() {
        return couples::blocks(flat, answer).len();
    }
    crossing::blocking(flat, answer).len() + lower::closed_with_enough(flat, answer).len()
}

/// Position of an option on the list of its unit, from 1.
fn option_rank(flat: &Flat, unit: &Unit, at: usize) -> u64 {
    match unit.members.as_slice() {
        [who] => u64::from(flat.listed_rank(*who, unit.options[at][0])),
        _ => at as u64 + 1,
    }
}

/// Who holds what so far, at one pool or under one set, and how many may still come.
#[derive(Debug, Clone, Default)]
struct Stand {
    /// Ranks or positions held, best first.
    held: Vec<u32>,
    possible: u32,
}

struct Search<'a> {
    flat: &'a Flat,
    /// Singles and couples in the order in which they are decided.
    units: Vec<Unit>,
    /// The option of each; the number of its options when it has none.
    chosen: Vec<usize>,
    sets: Vec<Set<'a>>,
    /// By leaf: the sets that hold it.
    sets_of: Vec<Vec<usize>>,
    /// By leaf: whether the rank alone decides who goes.
    by_rank: Vec<bool>,
    /// By leaf: whether its capacity limits it; places that rank differently have limits of their own.
    limited: Vec<bool>,
    pool: Vec<Stand>,
    set: Vec<Stand>,
    node: Vec<u32>,
    entry: Vec<u32>,
    work: u64,
    best: Option<(Worth, Assignment)>,
}

impl<'a> Search<'a> {
    fn new(flat: &'a Flat) -> Self {
        let sets = crossing::sets(flat);
        let mut sets_of = vec![Vec::new(); flat.leaves()];
        for (number, set) in sets.iter().enumerate() {
            set.leaves.iter().for_each(|&leaf| sets_of[leaf as usize].push(number));
        }
        let mut limited = vec![true; flat.leaves()];
        flat.slots
            .iter()
            .flat_map(|slots| &slots.leaves)
            .for_each(|&at| limited[at as usize] = false);
        let coupled = !flat.couples.is_empty();
        let by_rank = (0..flat.leaves() as u32)
            .map(|leaf| {
                limited[leaf as usize]
                    && !flat.reserves.contains_key(&leaf)
                    && (coupled || flat.tree.above(leaf).next().is_none())
            })
            .collect();
        let mut units = couples::units(flat);
        let mut place = vec![0; flat.people()];
        for (position, who) in flat.applicants.sorted().into_iter().enumerate() {
            place[who as usize] = position;
        }
        units.sort_by_key(|unit| unit.members.iter().map(|&who| place[who as usize]).min());
        let mut search = Self {
            flat,
            chosen: units.iter().map(|unit| unit.options.len()).collect(),
            units,
            pool: vec![Stand::default(); flat.leaves()],
            set: vec![Stand::default(); sets.len()],
            node: vec![0; flat.tree.nodes.len()],
            sets,
            sets_of,
            by_rank,
            limited,
            entry: vec![NONE; flat.people()],
            work: 0,
            best: None,
        };
        (0..search.units.len()).for_each(|unit| search.expect(unit, 1));
        search
    }

    /// Counts the members of a unit that is not decided yet in (1) or out (−1) wherever they ask.
    fn expect(&mut self, unit: usize, change: i32) {
        let (mut pools, mut sets): (Vec<u32>, Vec<usize>) = (Vec::new(), Vec::new());
        for at in 0..self.units[unit].members.len() {
            pools.clear();
            sets.clear();
            for option in self.units[unit].options.iter().filter(|option| option[at] != NONE) {
                let leaf = leaf_of(self.flat.entries[option[at] as usize]);
                if pools.contains(&leaf) {
                    continue;
                }
                pools.push(leaf);
                sets.extend(&self.sets_of[leaf as usize]);
            }
            sets.sort_unstable();
            sets.dedup();
            for &leaf in &pools {
                let possible = &mut self.pool[leaf as usize].possible;
                *possible = possible.saturating_add_signed(change);
            }
            for &set in &sets {
                let possible = &mut self.set[set].possible;
                *possible = possible.saturating_add_signed(change);
            }
        }
    }

    fn put(&mut self, unit: usize, at: usize) {
        self.chosen[unit] = at;
        for (who, entry) in self.members(unit, at) {
            self.entry[who as usize] = entry;
            let packed = self.flat.entries[entry as usize];
            let leaf = leaf_of(packed) as usize;
            insert(&mut self.pool[leaf].held, rank_of(packed));
            for &set in &self.sets_of[leaf] {
                insert(&mut self.set[set].held, self.sets[set].order[who as usize]);
            }
            for node in self.flat.tree.above(leaf as u32) {
                self.node[node as usize] += 1;
            }
        }
    }

    fn take_back(&mut self, unit: usize) {
        for (who, entry) in self.members(unit, self.chosen[unit]) {
            self.entry[who as usize] = NONE;
            let packed = self.flat.entries[entry as usize];
            let leaf = leaf_of(packed) as usize;
            remove(&mut self.pool[leaf].held, rank_of(packed));
            for &set in &self.sets_of[leaf] {
                remove(&mut self.set[set].held, self.sets[set].order[who as usize]);
            }
            for node in self.flat.tree.above(leaf as u32) {
                self.node[node as usize] -= 1;
            }
        }
        self.chosen[unit] = self.units[unit].options.len();
    }

    /// Members with the entries of an option, without those who have no place in it.
    fn members(&self, unit: usize, at: usize) -> impl Iterator<Item = (u32, u32)> + use<> {
        let unit = &self.units[unit];
        let option = unit.options.get(at).copied().unwrap_or([NONE, NONE]);
        let members = [unit.members[0], unit.members.get(1).copied().unwrap_or(NONE)];
        members.into_iter().zip(option).filter(|&(_, entry)| entry != NONE)
    }

    /// Whether everything decided so far is within the limits, and every floor and lower quota can still be met.
    fn fits(&self) -> bool {
        let pools = self.pool.iter().enumerate().all(|(leaf, stand)| {
            let now = stand.held.len() as u32;
            let lower = self.flat.lower.get(leaf).copied().unwrap_or(0);
            (!self.limited[leaf] || now <= self.flat.capacity[leaf])
                && (now == 0 || now + stand.possible >= lower)
        });
        let sets = self.set.iter().zip(&self.sets).all(|(stand, set)| {
            let now = stand.held.len() as u32;
            now <= set.cap && now + stand.possible >= set.floor
        });
        pools
            && sets
            && self.node.iter().zip(&self.flat.tree.nodes).all(|(&now, node)| now <= node.cap)
    }

    /// How often a decided unit blocks whatever those do who are not decided: a couple at most once.
    fn blocks(&self, unit: usize) -> usize {
        let coupled = !self.flat.couples.is_empty();
        let mut found = 0;
        for at in 0..self.chosen[unit] {
            if self.is_taken(unit, at) {
                found += 1;
                if coupled {
                    break;
                }
            }
        }
        found
    }

    /// Whether every pool and set of an option takes it for certain.
    fn is_taken(&self, unit: usize, at: usize) -> bool {
        let now: Vec<(u32, u32)> = self.members(unit, self.chosen[unit]).collect();
        let wanted: Vec<(u32, u32)> = self.members(unit, at).collect();
        let leaf = |entry: u32| leaf_of(self.flat.entries[entry as usize]);
        let pools = wanted.iter().map(|&(_, entry)| leaf(entry)).all(|pool| {
            let opens = self.flat.lower.get(pool as usize).is_none_or(|&lower| lower == 0)
                || !self.pool[pool as usize].held.is_empty();
            if !self.by_rank[pool as usize] || !opens {
                return false;
            }
            let rank = |&(_, entry): &(u32, u32)| {
                let packed = self.flat.entries[entry as usize];
                (leaf_of(packed) == pool).then(|| rank_of(packed))
            };
            let own: Vec<u32> = now.iter().filter_map(rank).collect();
            let all: Vec<u32> = wanted.iter().filter_map(rank).collect();
            self.stand_takes(
                &self.pool[pool as usize],
                self.flat.capacity[pool as usize],
                &own,
                &all,
            )
        });
        pools
            && self.sets.iter().zip(&self.set).all(|(set, stand)| {
                let inside = |leaf: u32| set.leaves.contains(&leaf);
                let position = |who: u32| set.order[who as usize];
                let own: Vec<u32> = now
                    .iter()
                    .filter(|&&(_, entry)| inside(leaf(entry)))
                    .map(|&(who, _)| position(who))
                    .collect();
                let all: Vec<u32> = wanted
                    .iter()
                    .filter(|&&(_, entry)| inside(leaf(entry)))
                    .map(|&(who, _)| position(who))
                    .collect();
                self.stand_takes(stand, set.cap, &own, &all)
            })
    }

    /// Whether a pool or set takes all of these, of whom some are there already.
    fn stand_takes(&self, stand: &Stand, cap: u32, own: &[u32], all: &[u32]) -> bool {
        let stay = all.iter().filter(|&value| own.contains(value)).count();
        let mut come: Vec<u32> = all.iter().copied().filter(|value| !own.contains(value)).collect();
        come.sort_unstable();
        let mut others = stand.held.iter().rev().copied().filter(|value| !own.contains(value));
        let last = [others.next(), others.next()];
        let count = stand.held.len() - own.len() + stay;
        takes(cap as usize, count + stand.possible as usize, last, &come)
    }

    /// Decides units from `at` on; so far some applicants have no place and ranks add up.
    fn go(&mut self, at: usize, (without, ranks): (usize, u64)) {
        self.work += self.units[..at].iter().map(|unit| unit.options.len() as u64 + 1).sum::<u64>();
        if self.work > BUDGET {
            return;
        }
        let most = self.best.as_ref().map_or(usize::MAX, |(worth, _)| worth.0);
        let mut blocking = 0;
        for unit in 0..at {
            blocking += self.blocks(unit);
            if blocking > most {
                return;
            }
        }
        // Whoever is not decided yet adds a rank of one at least, or goes without a place, which is worse.
        let open = (self.units.len() - at) as u64;
        if self.best.as_ref().is_some_and(|(best, _)| (blocking, without, ranks + open) >= *best) {
            return;
        }
        if at == self.units.len() {
            return self.arrive(without, ranks);
        }
        self.expect(at, -1);
        for option in 0..self.units[at].options.len() {
            self.put(at, option);
            if self.fits() {
                let rank = option_rank(self.flat, &self.units[at], option);
                let taken = self.members(at, option).count();
                let members = self.units[at].members.len();
                self.go(at + 1, (without + members - taken, ranks + rank));
            }
            self.take_back(at);
        }
        if self.fits() {
            self.go(at + 1, (without + self.units[at].members.len(), ranks));
        }
        self.expect(at, 1);
    }

    /// Weighs an answer in which everybody is decided.
    fn arrive(&mut self, without: usize, ranks: u64) {
        let answer = Assignment { entry: self.entry.clone() };
        if !Checker::new(self.flat, &answer).violations().is_empty() {
            return;
        }
        let worth = (trouble(self.flat, &answer), without, ranks);
        if self.best.as_ref().is_none_or(|(best, _)| worth < *best) {
            self.best = Some((worth, answer));
        }
    }
}

fn insert(held: &mut Vec<u32>, value: u32) {
    let at = held.partition_point(|&other| other < value);
    held.insert(at, value);
}

fn remove(held: &mut Vec<u32>, value: u32) {
    if let Ok(at) = held.binary_search(&value) {
        held.remove(at);
    }
}
