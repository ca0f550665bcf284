//! Serial dictatorship: one applicant after another in the published order takes the best place that is still free
//! under every cap (Svensson 1999).

use crate::flat::{Assignment, Flat, leaf_of};

/// Runs serial dictatorship.
#[must_use]
pub fn run(flat: &Flat) -> Assignment {
    let mut assignment = Assignment::empty(flat);
    let mut free = flat.capacity.clone();
    let mut room: Vec<u32> = flat.tree.nodes.iter().map(|node| node.cap).collect();
    for &applicant in &flat.order {
        for at in flat.span(applicant) {
            let leaf = leaf_of(flat.entries[at]);
            if free[leaf as usize] == 0
                || flat.tree.above(leaf).any(|node| room[node as usize] == 0)
            {
                continue;
            }
            free[leaf as usize] -= 1;
            for node in flat.tree.above(leaf) {
                room[node as usize] -= 1;
            }
            assignment.entry[applicant as usize] = at as u32;
            break;
        }
    }
    assignment
}
