//! What can be done with equals besides drawing: stable improvement cycles, and looking for more places filled.
//!
//! Stable here means weakly stable: no place would take somebody whom it ranks strictly before one it holds. Both rules are
//! for markets in which every pool stands alone; applicants' own equals are settled by the draw first.

use std::collections::BinaryHeap;

use crate::check::Checker;
use crate::engine::plain;
use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};

/// Class of equals of an entry's applicant at its leaf.
fn class(flat: &Flat, entry: u32) -> u32 {
    let packed = flat.entries[entry as usize];
    flat.class_at(leaf_of(packed), rank_of(packed))
}

/// Stable improvement cycles (Erdil, Ergin 2008) after deferred acceptance with the draw.
///
/// Whom a place would let in next is computed anew after every set of disjoint cycles, so that nobody keeps a claim on a
/// place between the one they had and the better one they got; carrying such claims over gives unstable answers
/// (Demeulemeester 2026, arXiv 2602.13250).
#[must_use]
pub fn improvement_cycles(flat: &Flat) -> Assignment {
    let mut assignment = plain::applicants_propose(flat);
    let order = flat.places.sorted();
    loop {
        let wishes = wishes(flat, &assignment);
        let cycles = cycles(flat, &wishes, &order);
        if cycles.is_empty() {
            return assignment;
        }
        for entry_of in cycles.into_iter().flatten() {
            assignment.entry[entry_of.0 as usize] = entry_of.1;
        }
    }
}

/// For each leaf the moves out of it that would be stable: the leaf moved to, rank there, applicant, entry.
fn wishes(flat: &Flat, assignment: &Assignment) -> Vec<Vec<(u32, u32, u32, u32)>> {
    let mut best = vec![u32::MAX; flat.leaves()];
    let better = |applicant: u32| {
        let own = assignment.entry[applicant as usize];
        flat.span(applicant).map(|entry| entry as u32).take_while(move |&entry| entry != own)
    };
    for applicant in 0..flat.people() as u32 {
        for entry in better(applicant) {
            let leaf = leaf_of(flat.entries[entry as usize]) as usize;
            best[leaf] = best[leaf].min(class(flat, entry));
        }
    }
    let mut wishes = vec![Vec::new(); flat.leaves()];
    for applicant in 0..flat.people() as u32 {
        let Some(own) = assignment.leaf(flat, applicant) else { continue };
        for entry in better(applicant) {
            let packed = flat.entries[entry as usize];
            if class(flat, entry) == best[leaf_of(packed) as usize] {
                wishes[own as usize].push((leaf_of(packed), rank_of(packed), applicant, entry));
            }
        }
    }
    wishes
}

/// Disjoint cycles of leaves, each as the moves of its applicants, found in the byte order of names.
fn cycles(
    flat: &Flat,
    wishes: &[Vec<(u32, u32, u32, u32)>],
    order: &[u32],
) -> Vec<Vec<(u32, u32)>> {
    let mut position = vec![0u32; flat.leaves()];
    for (at, &leaf) in order.iter().enumerate() {
        position[leaf as usize] = at as u32;
    }
    let mut sorted: Vec<Vec<(u32, u32, u32, u32)>> = wishes.to_vec();
    for moves in &mut sorted {
        moves.sort_unstable_by_key(|&(to, rank, ..)| (position[to as usize], rank));
        moves.dedup_by_key(|&mut (to, ..)| to);
    }
    let mut done = vec![false; flat.leaves()];
    let mut on_path = vec![NONE; flat.leaves()];
    let mut found = Vec::new();
    for &start in order {
        let mut path: Vec<(u32, usize)> = Vec::new();
        if !done[start as usize] {
            on_path[start as usize] = 0;
            path.push((start, 0));
        }
        while let Some(&(leaf, next)) = path.last() {
            let Some(&(to, ..)) = sorted[leaf as usize].get(next) else {
                done[leaf as usize] = true;
                on_path[leaf as usize] = NONE;
                path.pop();
                if let Some(last) = path.last_mut() {
                    last.1 += 1;
                }
                continue;
            };
            if on_path[to as usize] != NONE {
                let cycle = path.split_off(on_path[to as usize] as usize);
                found.push(
                    cycle
                        .iter()
                        .map(|&(leaf, next)| {
                            let (_, _, applicant, entry) = sorted[leaf as usize][next];
                            (applicant, entry)
                        })
                        .collect(),
                );
                for (leaf, _) in cycle {
                    done[leaf as usize] = true;
                    on_path[leaf as usize] = NONE;
                }
                if let Some(last) = path.last_mut() {
                    last.1 += 1;
                }
            } else if done[to as usize] {
                if let Some(last) = path.last_mut() {
                    last.1 += 1;
                }
            } else {
                on_path[to as usize] = path.len() as u32;
                path.push((to, 0));
            }
        }
    }
    found
}

/// Király's rule (2011, 2013): whoever has asked everywhere in vain asks once more, and among equals a programme now
/// prefers them. With strict lists of applicants at least two thirds of the largest stable number are placed.
#[must_use]
pub fn max_size(flat: &Flat) -> Assignment {
    let mut held: Vec<BinaryHeap<(u32, bool, u32, u32)>> = vec![BinaryHeap::new(); flat.leaves()];
    let mut next: Vec<u32> = flat.pref_start[..flat.people()].to_vec();
    let mut second = vec![false; flat.people()];
    let mut assignment = Assignment::empty(flat);
    let mut asking: Vec<u32> = (0..flat.people() as u32).rev().collect();
    while let Some(applicant) = asking.pop() {
        let who = applicant as usize;
        if next[who] >= flat.pref_start[who + 1] {
            if second[who] {
                continue;
            }
            second[who] = true;
            next[who] = flat.pref_start[who];
            if next[who] >= flat.pref_start[who + 1] {
                continue;
            }
        }
        let entry = next[who];
        next[who] += 1;
        let packed = flat.entries[entry as usize];
        let heap = &mut held[leaf_of(packed) as usize];
        heap.push((class(flat, entry), !second[who], rank_of(packed), applicant));
        assignment.entry[who] = entry;
        if heap.len() > flat.capacity[leaf_of(packed) as usize] as usize
            && let Some((_, _, _, out)) = heap.pop()
        {
            assignment.entry[out as usize] = NONE;
            asking.push(out);
        }
    }
    assignment
}

/// Answers that the exact search for the largest stable one looks at before the market is refused.
pub const EXACT_BUDGET: u64 = 20_000_000;

/// How many answers there are, or `None` beyond counting.
#[must_use]
pub fn answers(flat: &Flat) -> Option<u64> {
    (0..flat.people() as u32)
        .try_fold(1u64, |product, who| product.checked_mul(flat.span(who).len() as u64 + 1))
}

/// A stable answer that fills the most places: Király's first, then every answer that could fill more.
#[must_use]
pub fn max_size_exact(flat: &Flat) -> Assignment {
    let best = max_size(flat);
    let mut search = Search {
        flat,
        free: flat.capacity.clone(),
        current: Assignment::empty(flat),
        placed: 0,
        most: best.placed(),
        best,
    };
    search.go(0);
    search.best
}

struct Search<'a> {
    flat: &'a Flat,
    free: Vec<u32>,
    current: Assignment,
    placed: usize,
    most: usize,
    best: Assignment,
}

impl Search<'_> {
    fn go(&mut self, who: u32) {
        let people = self.flat.people();
        if self.placed + (people - who as usize) <= self.most {
            return;
        }
        if who as usize == people {
            if Checker::new(self.flat, &self.current).blocking().is_empty() {
                self.most = self.placed;
                self.best = self.current.clone();
            }
            return;
        }
        for entry in self.flat.span(who) {
            let leaf = leaf_of(self.flat.entries[entry]) as usize;
            if self.free[leaf] == 0 {
                continue;
            }
            self.free[leaf] -= 1;
            self.placed += 1;
            self.current.entry[who as usize] = entry as u32;
            self.go(who + 1);
            self.current.entry[who as usize] = NONE;
            self.placed -= 1;
            self.free[leaf] += 1;
        }
        self.go(who + 1);
    }
}
