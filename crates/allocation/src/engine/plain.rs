//! Deferred acceptance (Gale, Shapley 1962) where every pool stands alone.
//!
//! Applicants propose in rounds instead of chasing each displaced applicant at once: the answer does not depend on
//! the order of proposals, and rounds keep memory busy. Holders of a pool are a bitmap by rank, so that the worst
//! holder is the highest set bit and only ever moves towards better ranks.

use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};

/// What a pool remembers, in sixteen bytes.
#[derive(Debug, Clone, Copy)]
struct Pool {
    /// Where its ranks begin in the bitmap.
    base: u32,
    capacity: u32,
    held: u32,
    /// Rank of the worst holder.
    worst: u32,
}

/// Holders of all pools.
pub(crate) struct Holders {
    pools: Vec<Pool>,
    bits: Vec<u64>,
}

/// What became of a proposal.
pub(crate) enum Answer {
    /// Held; nobody had to go.
    Held,
    /// Held; the candidate at this position of [`Flat::candidates`] had to go.
    Displaced(u32),
    /// Refused.
    Refused,
}

impl Holders {
    pub(crate) fn new(flat: &Flat) -> Self {
        let pools = flat
            .capacity
            .iter()
            .zip(&flat.leaf_start)
            .map(|(&capacity, &base)| Pool { base, capacity, held: 0, worst: 0 })
            .collect();
        Self { pools, bits: vec![0; flat.candidates.len().div_ceil(64)] }
    }

    /// Offers `rank` to `leaf`.
    #[inline]
    pub(crate) fn offer(&mut self, leaf: u32, rank: u32) -> Answer {
        let pool = &mut self.pools[leaf as usize];
        if pool.held < pool.capacity {
            pool.held += 1;
            pool.worst = pool.worst.max(rank);
            let at = pool.base + rank;
            self.bits[(at / 64) as usize] |= 1 << (at % 64);
            return Answer::Held;
        }
        if rank >= pool.worst || pool.capacity == 0 {
            return Answer::Refused;
        }
        let gone = pool.base + pool.worst;
        let at = pool.base + rank;
        self.bits[(at / 64) as usize] |= 1 << (at % 64);
        self.bits[(gone / 64) as usize] &= !(1 << (gone % 64));
        pool.worst = before(&self.bits, gone) - pool.base;
        Answer::Displaced(gone)
    }

    /// How many a pool holds.
    #[inline]
    pub(crate) fn count(&self, leaf: u32) -> u32 {
        self.pools[leaf as usize].held
    }

    /// The worst rank that a pool holds; zero when it holds nobody.
    #[inline]
    pub(crate) fn worst(&self, leaf: u32) -> u32 {
        self.pools[leaf as usize].worst
    }

    /// The next better rank that a pool holds.
    pub(crate) fn better(&self, leaf: u32, rank: u32) -> Option<u32> {
        let base = self.pools[leaf as usize].base;
        let (first, at) = (base / 64, base + rank);
        let mut word = at / 64;
        let mut rest = self.bits[word as usize] & ((1u64 << (at % 64)) - 1);
        while rest == 0 && word > first {
            word -= 1;
            rest = self.bits[word as usize];
        }
        let found = (rest != 0).then(|| word * 64 + 63 - rest.leading_zeros())?;
        found.checked_sub(base)
    }

    /// Holds a rank whatever the capacity.
    #[inline]
    pub(crate) fn add(&mut self, leaf: u32, rank: u32) {
        let pool = &mut self.pools[leaf as usize];
        pool.held += 1;
        pool.worst = pool.worst.max(rank);
        let at = pool.base + rank;
        self.bits[(at / 64) as usize] |= 1 << (at % 64);
    }

    /// Lets a rank go that is held.
    #[inline]
    pub(crate) fn remove(&mut self, leaf: u32, rank: u32) {
        let at = self.pools[leaf as usize].base + rank;
        self.bits[(at / 64) as usize] &= !(1 << (at % 64));
        let worst = if self.pools[leaf as usize].worst == rank {
            self.better(leaf, rank).unwrap_or(0)
        } else {
            self.pools[leaf as usize].worst
        };
        let pool = &mut self.pools[leaf as usize];
        pool.held -= 1;
        pool.worst = worst;
    }

    /// Whether the candidate at this position of [`Flat::candidates`] is held.
    pub(crate) fn holds(&self, at: u32) -> bool {
        self.bits[(at / 64) as usize] >> (at % 64) & 1 == 1
    }
}

/// The last set bit before `at`; the caller knows that there is one.
#[inline]
fn before(bits: &[u64], at: u32) -> u32 {
    let mut word = (at / 64) as usize;
    let mut rest = bits[word] & ((1u64 << (at % 64)) - 1);
    while rest == 0 && word > 0 {
        word -= 1;
        rest = bits[word];
    }
    word as u32 * 64 + 63 - rest.leading_zeros()
}

/// Applicants propose; gives the applicant-optimal stable matching.
#[must_use]
pub fn applicants_propose(flat: &Flat) -> Assignment {
    let everyone: Vec<u32> = (0..flat.people() as u32).collect();
    propose_from(flat, everyone)
}

/// As [`applicants_propose`] with the first round in the order given, which does not change the answer.
#[must_use]
pub fn propose_from(flat: &Flat, mut asking: Vec<u32>) -> Assignment {
    let mut holders = Holders::new(flat);
    let mut next: Vec<u32> = flat.pref_start[..flat.people()].to_vec();
    let mut displaced: Vec<u32> = Vec::new();
    while !asking.is_empty() {
        displaced.clear();
        for &applicant in &asking {
            let end = flat.pref_start[applicant as usize + 1];
            let mut at = next[applicant as usize];
            while at < end {
                let entry = flat.entries[at as usize];
                at += 1;
                match holders.offer(leaf_of(entry), rank_of(entry)) {
                    Answer::Held => break,
                    Answer::Displaced(gone) => {
                        displaced.push(gone);
                        break;
                    }
                    Answer::Refused => {}
                }
            }
            next[applicant as usize] = at;
        }
        asking.clear();
        asking.extend(displaced.iter().map(|&at| flat.candidates[at as usize]));
    }
    let mut assignment = Assignment::empty(flat);
    for (applicant, slot) in assignment.entry.iter_mut().enumerate() {
        let at = next[applicant];
        if at > flat.pref_start[applicant] {
            let entry = flat.entries[at as usize - 1];
            if holders.holds(flat.leaf_start[leaf_of(entry) as usize] + rank_of(entry)) {
                *slot = at - 1;
            }
        }
    }
    assignment
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
