//! Immediate acceptance ("first preference first", the Boston rule), offered only to compare: ranking truthfully can
//! lose under it (Abdulkadiroğlu, Sönmez 2003).

use crate::flat::{Assignment, Flat, leaf_of, rank_of};

/// Round k: every applicant without a place asks for their k-th entry; places are given for good.
#[must_use]
pub fn run(flat: &Flat) -> Assignment {
    let mut assignment = Assignment::empty(flat);
    let mut free = flat.capacity.clone();
    let mut asking: Vec<u32> = (0..flat.people() as u32).collect();
    let mut round = 0;
    while !asking.is_empty() {
        let mut asks: Vec<(u32, u32, u32, u32)> = Vec::new();
        for &applicant in &asking {
            if let Some(at) = flat.span(applicant).nth(round) {
                asks.push((
                    leaf_of(flat.entries[at]),
                    rank_of(flat.entries[at]),
                    applicant,
                    at as u32,
                ));
            }
        }
        asks.sort_unstable();
        asking.clear();
        for (leaf, _, applicant, at) in asks {
            if free[leaf as usize] > 0 {
                free[leaf as usize] -= 1;
                assignment.entry[applicant as usize] = at;
            } else {
                asking.push(applicant);
            }
        }
        round += 1;
    }
    assignment
}
