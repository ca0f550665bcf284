//! Evidence about a run: draws repeated, shadow prices, one attribute changed.

use crate::engine;
use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};
use crate::lottery;
use crate::synth::Random;

/// What many draws show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draws {
    /// How many were made.
    pub draws: u32,
    /// Fewest and most applicants placed.
    pub placed: (usize, usize),
    /// How often each applicant had a place.
    pub times: Vec<u32>,
    /// For each number of applicants placed, how many draws gave it, in ascending order.
    pub histogram: Vec<(usize, u32)>,
}

impl Draws {
    /// Applicants who have a place under some draws and none under others.
    #[must_use]
    pub fn decided_by_lot(&self) -> usize {
        self.times.iter().filter(|&&times| times > 0 && times < self.draws).count()
    }
}

/// The market with its equals ordered by another seed; caps that order applicants keep their order.
#[must_use]
pub fn redraw(flat: &Flat, seed: &[u8]) -> Flat {
    let mut other = flat.clone();
    if flat.candidate_class.is_empty() && flat.points.is_empty() {
        return other;
    }
    let keys: Vec<crate::merkle::Hash> =
        (0..flat.people() as u32).map(|who| lottery::key(seed, flat.applicants.get(who))).collect();
    for points in &mut other.points {
        points.sort_by_key(|pointed| (pointed.class, keys[pointed.applicant as usize]));
    }
    if flat.candidate_class.is_empty() {
        return other;
    }
    let mut rank = vec![0u32; flat.candidates.len()];
    for leaf in 0..flat.leaves() {
        let span = flat.leaf_start[leaf] as usize..flat.leaf_start[leaf + 1] as usize;
        let mut order: Vec<usize> = span.clone().collect();
        order.sort_by(|&a, &b| {
            let class = flat.candidate_class[a].cmp(&flat.candidate_class[b]);
            class.then_with(|| {
                keys[flat.candidates[a] as usize].cmp(&keys[flat.candidates[b] as usize])
            })
        });
        for (position, &at) in order.iter().enumerate() {
            rank[at] = position as u32;
            other.candidates[span.start + position] = flat.candidates[at];
        }
        if let (Some(old), Some(new)) =
            (flat.reserves.get(&(leaf as u32)), other.reserves.get_mut(&(leaf as u32)))
        {
            for (position, &at) in order.iter().enumerate() {
                new.holds[position] = old.holds[at - span.start];
            }
        }
    }
    for entry in &mut other.entries {
        let at = flat.leaf_start[leaf_of(*entry) as usize] + rank_of(*entry);
        *entry = (u64::from(leaf_of(*entry)) << 32) | u64::from(rank[at as usize]);
    }
    other
}

/// Runs `draws` draws with seeds made from `seed`.
#[must_use]
pub fn draws(flat: &Flat, draws: u32, seed: u64) -> Draws {
    let mut random = Random(seed);
    let mut times = vec![0; flat.people()];
    let mut histogram = std::collections::BTreeMap::new();
    for _ in 0..draws {
        let answer = engine::run(&redraw(flat, &random.draw().to_be_bytes()));
        *histogram.entry(answer.placed()).or_insert(0) += 1;
        for (times, &entry) in times.iter_mut().zip(&answer.entry) {
            *times += u32::from(entry != NONE);
        }
    }
    let histogram: Vec<(usize, u32)> = histogram.into_iter().collect();
    let placed =
        (histogram.first().map_or(0, |first| first.0), histogram.last().map_or(0, |last| last.0));
    Draws { draws, placed, times, histogram }
}

/// How many more are placed when a cap is one higher, and how many fewer when it is one lower.
#[must_use]
pub fn shadow_price(flat: &Flat, answer: &Assignment, node: usize) -> (i64, i64) {
    let placed = |change: i64| {
        let mut other = flat.clone();
        let cap = i64::from(other.tree.nodes[node].cap) + change;
        other.tree.nodes[node].cap = u32::try_from(cap).unwrap_or(0);
        engine::run(&other).placed() as i64
    };
    let now = answer.placed() as i64;
    (placed(1) - now, now - placed(-1))
}

/// Applicants whose place differs between two answers of markets with the same applicants and places.
#[must_use]
pub fn differences(first: (&Flat, &Assignment), second: (&Flat, &Assignment)) -> Vec<u32> {
    (0..first.0.people() as u32)
        .filter(|&who| first.1.leaf(first.0, who) != second.1.leaf(second.0, who))
        .collect()
}
