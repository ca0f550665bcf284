//! Textbook forms of deferred acceptance, kept as they are taught: one applicant at a time, the displaced one at once.

use std::collections::BinaryHeap;

use kelisim_allocation::flat::{Assignment, Flat, NONE, leaf_of, rank_of};

/// A heap of holders per programme, the worst on top.
pub fn heap(flat: &Flat) -> Assignment {
    let mut held: Vec<BinaryHeap<(u32, u32)>> =
        flat.capacity.iter().map(|&c| BinaryHeap::with_capacity(c as usize + 1)).collect();
    let mut next: Vec<u32> = flat.pref_start.clone();
    let mut answer = Assignment::empty(flat);
    for start in 0..flat.people() as u32 {
        let mut applicant = start;
        while next[applicant as usize] < flat.pref_start[applicant as usize + 1] {
            let at = next[applicant as usize];
            next[applicant as usize] += 1;
            let entry = flat.entries[at as usize];
            let heap = &mut held[leaf_of(entry) as usize];
            heap.push((rank_of(entry), applicant));
            answer.entry[applicant as usize] = at;
            if heap.len() <= flat.capacity[leaf_of(entry) as usize] as usize {
                break;
            }
            if let Some((_, out)) = heap.pop() {
                answer.entry[out as usize] = NONE;
                applicant = out;
            }
        }
    }
    answer
}

/// An array of ranks per programme with a pointer to the worst holder (linear time).
pub fn slots(flat: &Flat) -> Assignment {
    let mut at_rank: Vec<u32> = vec![NONE; flat.candidates.len()];
    let mut count = vec![0u32; flat.leaves()];
    let mut worst = vec![0u32; flat.leaves()];
    let mut next: Vec<u32> = flat.pref_start.clone();
    let mut answer = Assignment::empty(flat);
    for start in 0..flat.people() as u32 {
        let mut applicant = start;
        while next[applicant as usize] < flat.pref_start[applicant as usize + 1] {
            let at = next[applicant as usize];
            next[applicant as usize] += 1;
            let entry = flat.entries[at as usize];
            let (leaf, rank) = (leaf_of(entry) as usize, rank_of(entry));
            if flat.capacity[leaf] == 0
                || (count[leaf] == flat.capacity[leaf] && rank > worst[leaf])
            {
                continue;
            }
            let base = flat.leaf_start[leaf];
            at_rank[(base + rank) as usize] = applicant;
            answer.entry[applicant as usize] = at;
            worst[leaf] = worst[leaf].max(rank);
            count[leaf] += 1;
            if count[leaf] <= flat.capacity[leaf] {
                break;
            }
            let out = at_rank[(base + worst[leaf]) as usize];
            at_rank[(base + worst[leaf]) as usize] = NONE;
            count[leaf] -= 1;
            while at_rank[(base + worst[leaf]) as usize] == NONE {
                worst[leaf] -= 1;
            }
            answer.entry[out as usize] = NONE;
            applicant = out;
        }
    }
    answer
}
