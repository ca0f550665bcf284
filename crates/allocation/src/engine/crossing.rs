//! Caps and floors over sets of programmes that may cross, by looking at every answer that could still be the best.
//!
//! Each set orders applicants. An applicant blocks with a programme that they prefer when the programme, and every set that
//! holds it and not their present place, has room or holds somebody who comes later in its order (after Biró, Fleiner,
//! Irving, Manlove 2010). Where sets cross an answer without such a pair need not exist and finding one is NP-complete;
//! the search gives, within every cap and floor, an answer with the fewest blocking pairs, among these one that places
//! the most, among these one with the smallest sum of ranks, and of these the first when applicants are gone through in
//! the byte order of their ids.

use std::sync::Arc;

use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};

/// Entries that the search looks at before it gives up.
const BUDGET: u64 = 400_000_000;

/// A cap and a floor over a set of leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// Its name in the market.
    pub name: String,
    /// The most applicants in it.
    pub cap: u32,
    /// The fewest applicants in it.
    pub floor: u32,
    /// Its leaves.
    pub leaves: Vec<u32>,
    /// Position of each applicant in its order, [`NONE`] when not in it.
    pub order: Arc<Vec<u32>>,
}

/// What the search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// The best answer.
    Best(Assignment),
    /// No answer is within all caps and floors.
    Nothing,
    /// There are too many answers to look at.
    TooMany,
}

/// Looks for the best answer.
#[must_use]
pub fn run(flat: &Flat) -> Found {
    let mut search = Search {
        flat,
        sequence: flat.applicants.sorted(),
        view: View::new(flat),
        work: 0,
        best: None,
    };
    search.go(0, (0, 0));
    match search.best {
        _ if search.work > BUDGET => Found::TooMany,
        Some((_, assignment)) => Found::Best(assignment),
        None => Found::Nothing,
    }
}

/// Pairs that block an answer.
#[must_use]
pub fn blocking(flat: &Flat, assignment: &Assignment) -> Vec<(u32, u32)> {
    let mut view = View::new(flat);
    view.possible_pool.fill(0);
    view.possible_set.fill(0);
    for (who, &entry) in (0u32..).zip(&assignment.entry) {
        view.put(who, entry);
    }
    let people = 0..flat.people() as u32;
    people
        .flat_map(|who| view.blocking(who).map(move |entry| (who, entry)).collect::<Vec<_>>())
        .collect()
}

/// Sets that hold more than their cap or fewer than their floor.
#[must_use]
pub fn violations(flat: &Flat, assignment: &Assignment) -> Vec<String> {
    let mut found = Vec::new();
    for (set, used) in flat.crossing.iter().zip(used(flat, assignment)) {
        if used > set.cap || used < set.floor {
            found.push(format!(
                "`{}` holds {used} with a floor of {} and a cap of {}",
                set.name, set.floor, set.cap
            ));
        }
    }
    found
}

/// How many each set holds.
#[must_use]
pub fn used(flat: &Flat, assignment: &Assignment) -> Vec<u32> {
    let mut used = vec![0; flat.crossing.len()];
    for who in 0..flat.people() as u32 {
        let Some(leaf) = assignment.leaf(flat, who) else { continue };
        for (set, used) in flat.crossing.iter().zip(&mut used) {
            *used += u32::from(set.leaves.contains(&leaf));
        }
    }
    used
}

/// The first set of an entry that has no room and holds nobody who comes later than its applicant.
#[must_use]
pub fn full(flat: &Flat, assignment: &Assignment, applicant: u32, entry: u32) -> Option<usize> {
    let leaf = leaf_of(flat.entries[entry as usize]);
    let here = assignment.leaf(flat, applicant);
    let counts = used(flat, assignment);
    flat.crossing.iter().enumerate().position(|(number, set)| {
        let inside = |leaf: Option<u32>| leaf.is_some_and(|leaf| set.leaves.contains(&leaf));
        let later = |who: &u32| {
            inside(assignment.leaf(flat, *who))
                && set.order[*who as usize] > set.order[applicant as usize]
        };
        inside(Some(leaf))
            && !inside(here)
            && counts[number] >= set.cap
            && !(0..flat.people() as u32).any(|who| later(&who))
    })
}

/// Who sits where so far, and who may still come.
struct View<'a> {
    flat: &'a Flat,
    /// By leaf: the sets that hold it.
    sets: Vec<Vec<usize>>,
    entry: Vec<u32>,
    /// By leaf: ranks held, best first.
    pool: Vec<Vec<u32>>,
    /// By set: positions held, first first.
    set: Vec<Vec<u32>>,
    /// By leaf and by set: how many who are not decided yet ask there.
    possible_pool: Vec<u32>,
    possible_set: Vec<u32>,
}

impl<'a> View<'a> {
    fn new(flat: &'a Flat) -> Self {
        let mut sets = vec![Vec::new(); flat.leaves()];
        for (number, set) in flat.crossing.iter().enumerate() {
            set.leaves.iter().for_each(|&leaf| sets[leaf as usize].push(number));
        }
        let mut view = Self {
            flat,
            sets,
            entry: vec![NONE; flat.people()],
            pool: vec![Vec::new(); flat.leaves()],
            set: vec![Vec::new(); flat.crossing.len()],
            possible_pool: vec![0; flat.leaves()],
            possible_set: vec![0; flat.crossing.len()],
        };
        (0..flat.people() as u32).for_each(|who| view.expect(who, 1));
        view
    }

    /// Counts somebody who is not decided yet in (1) or out (−1) wherever they ask.
    fn expect(&mut self, who: u32, change: i32) {
        let mut met = vec![false; self.set.len()];
        for at in self.flat.span(who) {
            let leaf = leaf_of(self.flat.entries[at]) as usize;
            let possible = &mut self.possible_pool[leaf];
            *possible = possible.saturating_add_signed(change);
            for &set in &self.sets[leaf] {
                if !std::mem::replace(&mut met[set], true) {
                    self.possible_set[set] = self.possible_set[set].saturating_add_signed(change);
                }
            }
        }
    }

    fn put(&mut self, who: u32, entry: u32) {
        self.entry[who as usize] = entry;
        if entry == NONE {
            return;
        }
        let packed = self.flat.entries[entry as usize];
        let leaf = leaf_of(packed) as usize;
        insert(&mut self.pool[leaf], rank_of(packed));
        for &set in &self.sets[leaf] {
            insert(&mut self.set[set], self.flat.crossing[set].order[who as usize]);
        }
    }

    fn take_back(&mut self, who: u32) {
        let entry = std::mem::replace(&mut self.entry[who as usize], NONE);
        if entry == NONE {
            return;
        }
        let packed = self.flat.entries[entry as usize];
        let leaf = leaf_of(packed) as usize;
        self.pool[leaf].retain(|&rank| rank != rank_of(packed));
        for &set in &self.sets[leaf] {
            let own = self.flat.crossing[set].order[who as usize];
            self.set[set].retain(|&position| position != own);
        }
    }

    /// Whether everything decided so far is within caps, and every floor can still be met.
    fn fits(&self, leaf: Option<u32>) -> bool {
        let pool = leaf.is_none_or(|leaf| {
            self.pool[leaf as usize].len() <= self.flat.capacity[leaf as usize] as usize
        });
        pool && self.flat.crossing.iter().enumerate().all(|(number, set)| {
            let now = self.set[number].len() as u32;
            now <= set.cap && now + self.possible_set[number] >= set.floor
        })
    }

    /// Entries with which somebody who is decided blocks, whatever those do who are not.
    fn blocking(&self, who: u32) -> impl Iterator<Item = u32> + '_ {
        let own = self.entry[who as usize];
        let here = (own != NONE).then(|| leaf_of(self.flat.entries[own as usize]) as usize);
        let better = self.flat.span(who).map(|at| at as u32).take_while(move |&at| at != own);
        better.filter(move |&at| {
            let packed = self.flat.entries[at as usize];
            let leaf = leaf_of(packed) as usize;
            let pool = self.open(
                &self.pool[leaf],
                self.possible_pool[leaf],
                self.flat.capacity[leaf],
                rank_of(packed),
            );
            pool && self.sets[leaf].iter().all(|&set| {
                let limits = &self.flat.crossing[set];
                here.is_some_and(|here| self.sets[here].contains(&set))
                    || self.open(
                        &self.set[set],
                        self.possible_set[set],
                        limits.cap,
                        limits.order[who as usize],
                    )
            })
        })
    }

    /// Whether there is room for certain, or somebody who comes later.
    fn open(&self, held: &[u32], possible: u32, cap: u32, own: u32) -> bool {
        (held.len() as u32).saturating_add(possible) < cap
            || (cap > 0 && held.last().is_some_and(|&last| last > own))
    }
}

fn insert(held: &mut Vec<u32>, value: u32) {
    let at = held.partition_point(|&other| other < value);
    held.insert(at, value);
}

/// Blocking pairs, applicants without a place, sum of ranks: less is better.
type Worth = (usize, usize, u64);

struct Search<'a> {
    flat: &'a Flat,
    sequence: Vec<u32>,
    view: View<'a>,
    work: u64,
    best: Option<(Worth, Assignment)>,
}

impl Search<'_> {
    /// Decides applicants from `at` on; so far some have no place and ranks add up.
    fn go(&mut self, at: usize, (without, ranks): (usize, u64)) {
        let decided = &self.sequence[..at];
        self.work += decided.iter().map(|&who| self.flat.span(who).len() as u64 + 1).sum::<u64>();
        if self.work > BUDGET {
            return;
        }
        let most = self.best.as_ref().map_or(usize::MAX, |(worth, _)| worth.0);
        let mut blocking = 0;
        for &who in decided {
            blocking += self.view.blocking(who).count();
            if blocking > most {
                return;
            }
        }
        let worth = (blocking, without, ranks);
        if self.best.as_ref().is_some_and(|(best, _)| worth >= *best) {
            return;
        }
        let Some(&who) = self.sequence.get(at) else {
            self.best = Some((worth, Assignment { entry: self.view.entry.clone() }));
            return;
        };
        self.view.expect(who, -1);
        for entry in self.flat.span(who).map(|entry| entry as u32) {
            self.view.put(who, entry);
            if self.view.fits(Some(leaf_of(self.flat.entries[entry as usize]))) {
                let rank = u64::from(self.flat.listed_rank(who, entry));
                self.go(at + 1, (without, ranks + rank));
            }
            self.view.take_back(who);
        }
        if self.view.fits(None) {
            self.go(at + 1, (without + 1, ranks));
        }
        self.view.expect(who, 1);
    }
}
