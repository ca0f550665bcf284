//! Deferred acceptance (Gale, Shapley 1962) where every pool stands alone.
//!
//! Applicants propose in rounds instead of chasing each displaced applicant at once: the answer does not depend on
//! the order of proposals, and rounds keep memory busy. Holders of a pool are a bitmap by rank, so that the worst
//! holder is the highest set bit and only ever moves towards better ranks.

use std::hint::black_box;

use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};

/// How many askers are looked up together, so that their lists travel from memory side by side.
const BATCH: usize = 32;

/// What became of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Held; nobody had to go.
    Held,
    /// Held; the candidate at this position of [`Flat::candidates`] had to go.
    Displaced(u32),
    /// Refused.
    Refused,
}

/// Whoever answers proposals one at a time. Nobody once refused or displaced would be taken later, so that the order
/// of proposals does not change who is held in the end.
pub(crate) trait Pools {
    /// Proposes `rank` to `leaf`.
    fn offer(&mut self, leaf: u32, rank: u32) -> Answer;

    /// Proposes `rank` to `leaf` in a round that [`Self::settle`] ends; false when it is refused already. Who goes at
    /// once is put into `gone`, as a position of [`Flat::candidates`].
    fn note(&mut self, leaf: u32, rank: u32, gone: &mut Vec<u32>) -> bool;

    /// Ends a round: whoever is too many goes.
    fn settle(&mut self, gone: &mut Vec<u32>);
}

/// What a pool remembers, in sixteen bytes.
#[derive(Debug, Clone, Copy)]
struct Pool {
    /// Where its ranks begin in the bitmap.
    base: u32,
    /// The rank from which on it refuses.
    limit: u32,
    /// Places that are free; below zero while a round is noted.
    free: i32,
    /// Rank of the worst holder; zero when it holds nobody.
    worst: u32,
}

/// Holders of all pools: a bitmap by rank, the worst holder of a pool its highest set bit.
pub(crate) struct Holders {
    pools: Vec<Pool>,
    bits: Vec<u64>,
}

impl Holders {
    pub(crate) fn new(flat: &Flat) -> Self {
        let pool = |(&capacity, &base): (&u32, &u32)| Pool {
            base,
            limit: if capacity == 0 { 0 } else { NONE },
            free: capacity as i32,
            worst: 0,
        };
        Self {
            pools: flat.capacity.iter().zip(&flat.leaf_start).map(pool).collect(),
            bits: vec![0; flat.candidates.len().div_ceil(64)],
        }
    }

    /// Lets the worst of a pool go until it holds as many as it may.
    #[inline]
    pub(crate) fn trim(&mut self, leaf: u32, gone: &mut Vec<u32>) {
        let pool = &mut self.pools[leaf as usize];
        if pool.free > 0 {
            return;
        }
        let mut at = pool.base + pool.worst;
        while pool.free < 0 {
            self.bits[(at / 64) as usize] &= !(1 << (at % 64));
            gone.push(at);
            at = before(&self.bits, at);
            pool.free += 1;
        }
        pool.worst = at.saturating_sub(pool.base);
        pool.limit = pool.limit.min(pool.worst);
    }

    /// How many places of a pool are free.
    #[inline]
    pub(crate) fn free(&self, leaf: u32) -> u32 {
        self.pools[leaf as usize].free.max(0) as u32
    }

    /// Lets the worst holder of a pool go, and refuses whoever is ranked no better from then on.
    ///
    /// The pool must hold somebody.
    #[inline]
    pub(crate) fn give_way(&mut self, leaf: u32) -> u32 {
        let pool = &mut self.pools[leaf as usize];
        let gone = pool.worst;
        let at = pool.base + gone;
        self.bits[(at / 64) as usize] &= !(1 << (at % 64));
        pool.worst = before(&self.bits, at).saturating_sub(pool.base);
        pool.free += 1;
        pool.limit = pool.limit.min(gone);
        gone
    }

    /// Whether the candidate at this position of [`Flat::candidates`] is held.
    pub(crate) fn holds(&self, at: u32) -> bool {
        self.bits[(at / 64) as usize] >> (at % 64) & 1 == 1
    }
}

impl Pools for Holders {
    #[inline]
    fn offer(&mut self, leaf: u32, rank: u32) -> Answer {
        let pool = &mut self.pools[leaf as usize];
        if rank >= pool.limit {
            return Answer::Refused;
        }
        let at = pool.base + rank;
        self.bits[(at / 64) as usize] |= 1 << (at % 64);
        if pool.free > 0 {
            pool.free -= 1;
            pool.worst = pool.worst.max(rank);
            if pool.free == 0 {
                pool.limit = pool.limit.min(pool.worst);
            }
            return Answer::Held;
        }
        let gone = pool.base + pool.worst;
        self.bits[(gone / 64) as usize] &= !(1 << (gone % 64));
        pool.worst = before(&self.bits, gone).saturating_sub(pool.base);
        pool.limit = pool.worst;
        Answer::Displaced(gone)
    }

    #[inline]
    fn note(&mut self, leaf: u32, rank: u32, _gone: &mut Vec<u32>) -> bool {
        let pool = &mut self.pools[leaf as usize];
        if rank >= pool.limit {
            return false;
        }
        let at = pool.base + rank;
        self.bits[(at / 64) as usize] |= 1 << (at % 64);
        pool.free -= 1;
        pool.worst = pool.worst.max(rank);
        true
    }

    fn settle(&mut self, gone: &mut Vec<u32>) {
        for leaf in 0..self.pools.len() as u32 {
            self.trim(leaf, gone);
        }
    }
}

/// The last set bit before `at`, or zero when there is none.
#[inline]
pub(crate) fn before(bits: &[u64], at: u32) -> u32 {
    let mut word = (at / 64) as usize;
    let mut rest = bits[word] & ((1u64 << (at % 64)) - 1);
    while rest == 0 && word > 0 {
        word -= 1;
        rest = bits[word];
    }
    if rest == 0 { 0 } else { word as u32 * 64 + 63 - rest.leading_zeros() }
}

/// Applicants propose; gives the applicant-optimal stable matching.
#[must_use]
pub fn applicants_propose(flat: &Flat) -> Assignment {
    let everyone: Vec<u32> = (0..flat.people() as u32).collect();
    propose_from(flat, everyone)
}

/// As [`applicants_propose`] with the first round in the order given, which does not change the answer.
#[must_use]
pub fn propose_from(flat: &Flat, asking: Vec<u32>) -> Assignment {
    rounds(flat, &mut Holders::new(flat), asking)
}

/// Proposals in rounds: whoever was displaced in one round asks on in the next.
///
/// As long as there are more askers than pools, pools look at all who ask in a round together.
pub(crate) fn rounds(flat: &Flat, pools: &mut impl Pools, mut asking: Vec<u32>) -> Assignment {
    let mut assignment = Assignment::empty(flat);
    let mut gone: Vec<u32> = Vec::new();
    while !asking.is_empty() {
        gone.clear();
        if asking.len() > flat.leaves() {
            ask(flat, &mut assignment, &asking, |leaf, rank| pools.note(leaf, rank, &mut gone));
            pools.settle(&mut gone);
        } else {
            ask(flat, &mut assignment, &asking, |leaf, rank| match pools.offer(leaf, rank) {
                Answer::Refused => false,
                Answer::Held => true,
                Answer::Displaced(at) => {
                    gone.push(at);
                    true
                }
            });
        }
        asking.clear();
        asking.extend(gone.iter().map(|&at| flat.candidates[at as usize]));
    }
    assignment
}

/// Every asker proposes down their list until somebody takes them; the assignment notes where, or that nobody did.
#[inline]
fn ask(
    flat: &Flat,
    assignment: &mut Assignment,
    asking: &[u32],
    mut taken: impl FnMut(u32, u32) -> bool,
) {
    let mut spans = [(0u32, 0u32); BATCH];
    for batch in asking.chunks(BATCH) {
        for (span, &applicant) in spans.iter_mut().zip(batch) {
            let own = &flat.pref_start[applicant as usize..applicant as usize + 2];
            // Whoever asks again was displaced from the entry noted last; the others have none.
            let from = own[0].max(assignment.entry[applicant as usize].wrapping_add(1));
            // The first entry is read now, when nothing waits for it.
            black_box(flat.entries.get(from as usize).copied());
            *span = (from, own[1]);
        }
        for (&(from, end), &applicant) in spans.iter().zip(batch) {
            let list = &flat.entries[from as usize..end as usize];
            let found = list.iter().position(|&entry| taken(leaf_of(entry), rank_of(entry)));
            assignment.entry[applicant as usize] = found.map_or(NONE, |at| from + at as u32);
        }
    }
}

/// Programmes propose; gives the programme-optimal stable matching, the worst one for every applicant.
#[must_use]
pub fn programmes_propose(flat: &Flat) -> Assignment {
    let entry_of = entries_by_candidate(flat);
    let mut assignment = Assignment::empty(flat);
    let mut next: Vec<u32> = flat.leaf_start[..flat.leaves()].to_vec();
    let mut free = flat.capacity.clone();
    let mut inviting: Vec<u32> = (0..flat.leaves() as u32).collect();
    while let Some(leaf) = inviting.pop() {
        let end = flat.leaf_start[leaf as usize + 1];
        while free[leaf as usize] > 0 && next[leaf as usize] < end {
            let at = next[leaf as usize];
            next[leaf as usize] += 1;
            let applicant = flat.candidates[at as usize];
            let entry = entry_of[at as usize];
            let held = &mut assignment.entry[applicant as usize];
            if *held == NONE || entry < *held {
                if *held != NONE {
                    let left = leaf_of(flat.entries[*held as usize]);
                    free[left as usize] += 1;
                    inviting.push(left);
                }
                *held = entry;
                free[leaf as usize] -= 1;
            }
        }
    }
    assignment
}

/// The entry behind each position of [`Flat::candidates`].
pub(crate) fn entries_by_candidate(flat: &Flat) -> Vec<u32> {
    let mut entry_of = vec![NONE; flat.candidates.len()];
    for (at, &entry) in flat.entries.iter().enumerate() {
        entry_of[(flat.leaf_start[leaf_of(entry) as usize] + rank_of(entry)) as usize] = at as u32;
    }
    entry_of
}
