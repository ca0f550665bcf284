//! Top trading cycles: owners keep or trade their places (Shapley, Scarf 1974), and places without owners point to
//! the applicant whom they rank first (Abdulkadiroğlu, Sönmez 1999, 2003).
//!
//! A place points to whomever it ranks, also to somebody who does not ask for it: what one can trade must not depend on
//! one's own list, or a place at its end, never wanted, would bring a better one.

use crate::flat::{Assignment, Flat, leaf_of};

/// Runs top trading cycles. A place points first to its owners by its own order, then to the others.
#[must_use]
pub fn run(flat: &Flat) -> Assignment {
    let people = flat.people();
    let mut assignment = Assignment::empty(flat);
    let mut free = flat.capacity.clone();
    let mut done = vec![false; people];
    let mut wish: Vec<u32> = flat.pref_start[..people].to_vec();
    let lists: Vec<Vec<u32>> = (0..flat.leaves()).map(|leaf| priority(flat, leaf)).collect();
    let mut turn = vec![0usize; flat.leaves()];
    let mut path: Vec<u32> = Vec::new();
    let mut on_path = vec![false; people];
    for start in 0..people as u32 {
        while !done[start as usize] {
            let mut at = path.last().copied().unwrap_or(start);
            loop {
                while wish[at as usize] < flat.pref_start[at as usize + 1]
                    && free[leaf_of(flat.entries[wish[at as usize] as usize]) as usize] == 0
                {
                    wish[at as usize] += 1;
                }
                if wish[at as usize] >= flat.pref_start[at as usize + 1] {
                    done[at as usize] = true;
                    if path.last() == Some(&at) {
                        path.pop();
                        on_path[at as usize] = false;
                    }
                    break;
                }
                if !on_path[at as usize] {
                    on_path[at as usize] = true;
                    path.push(at);
                }
                let leaf = leaf_of(flat.entries[wish[at as usize] as usize]) as usize;
                while done[lists[leaf][turn[leaf]] as usize] {
                    turn[leaf] += 1;
                }
                let pointed = lists[leaf][turn[leaf]];
                if on_path[pointed as usize] {
                    let from = path.iter().position(|&who| who == pointed).unwrap_or(0);
                    for who in path.drain(from..) {
                        let entry = wish[who as usize];
                        assignment.entry[who as usize] = entry;
                        free[leaf_of(flat.entries[entry as usize]) as usize] -= 1;
                        done[who as usize] = true;
                        on_path[who as usize] = false;
                    }
                    break;
                }
                at = pointed;
            }
        }
    }
    assignment
}

/// Whom a place points to, first to last; its competitors where the market says nothing of others.
fn priority(flat: &Flat, leaf: usize) -> Vec<u32> {
    match flat.points.get(leaf) {
        Some(points) => points.iter().map(|pointed| pointed.applicant).collect(),
        None => flat.competitors(leaf as u32).to_vec(),
    }
}
