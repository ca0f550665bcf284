//! Deferred acceptance where the places of some programmes rank differently: all offers made to such a programme stay on
//! its table, and with each new one it chooses anew among those who are free (Kominers, Sönmez 2016).

use std::collections::HashMap;

use crate::engine::joined::Joined;
use crate::engine::plain::{Answer, Pools};
use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};
use crate::slot::Offer;

/// The state of a run.
struct Tables<'a> {
    flat: &'a Flat,
    /// The programmes without slots.
    joined: Joined<'a>,
    /// Which slot programme a leaf belongs to.
    slotted: HashMap<u32, usize>,
    table: Vec<Vec<Offer>>,
    assignment: Assignment,
}

/// Runs with the first round in the order given, which does not change the answer.
pub(crate) fn run_from(flat: &Flat, mut asking: Vec<u32>) -> Assignment {
    let mut slotted = HashMap::new();
    for (number, slots) in flat.slots.iter().enumerate() {
        slotted.extend(slots.leaves.iter().map(|&leaf| (leaf, number)));
    }
    let mut state = Tables {
        flat,
        joined: Joined::new(flat),
        slotted,
        table: vec![Vec::new(); flat.slots.len()],
        assignment: Assignment::empty(flat),
    };
    let mut next: Vec<u32> = flat.pref_start[..flat.people()].to_vec();
    let mut gone = Vec::new();
    let mut again = Vec::new();
    while !asking.is_empty() {
        again.clear();
        for &applicant in &asking {
            let end = flat.pref_start[applicant as usize + 1];
            while state.assignment.entry[applicant as usize] == NONE
                && next[applicant as usize] < end
            {
                let entry = next[applicant as usize];
                next[applicant as usize] += 1;
                gone.clear();
                state.offer(applicant, entry, &mut gone);
                again.extend(gone.iter().copied().filter(|&who| who != applicant));
            }
        }
        std::mem::swap(&mut asking, &mut again);
    }
    state.assignment
}

impl Tables<'_> {
    /// Offers an entry; `gone` receives whoever is let go, which may be the one who offers.
    fn offer(&mut self, applicant: u32, entry: u32, gone: &mut Vec<u32>) {
        let packed = self.flat.entries[entry as usize];
        if let Some(&programme) = self.slotted.get(&leaf_of(packed)) {
            let offer = Offer { applicant, leaf: leaf_of(packed), entry };
            self.offer_slots(programme, offer, gone);
            return;
        }
        match self.joined.offer(leaf_of(packed), rank_of(packed)) {
            Answer::Refused => {}
            Answer::Held => self.assignment.entry[applicant as usize] = entry,
            Answer::Displaced(at) => {
                let out = self.flat.candidates[at as usize];
                self.assignment.entry[applicant as usize] = entry;
                self.assignment.entry[out as usize] = NONE;
                gone.push(out);
            }
        }
    }

    fn offer_slots(&mut self, programme: usize, offer: Offer, gone: &mut Vec<u32>) {
        let flat = self.flat;
        self.table[programme].push(offer);
        let assignment = &mut self.assignment;
        let leaves = &flat.slots[programme].leaves;
        let here = |entry: u32| leaves.contains(&leaf_of(flat.entries[entry as usize]));
        let free: Vec<Offer> = self.table[programme]
            .iter()
            .copied()
            .filter(|offer| {
                let held = assignment.entry[offer.applicant as usize];
                held == NONE || here(held)
            })
            .collect();
        let before: Vec<u32> = free
            .iter()
            .map(|offer| offer.applicant)
            .filter(|&who| assignment.entry[who as usize] != NONE || who == offer.applicant)
            .collect();
        for &who in &before {
            assignment.entry[who as usize] = NONE;
        }
        for (taken, _) in flat.slots[programme].choose(&free) {
            assignment.entry[taken.applicant as usize] = taken.entry;
        }
        let mut out: Vec<u32> =
            before.into_iter().filter(|&who| assignment.entry[who as usize] == NONE).collect();
        out.sort_unstable();
        out.dedup();
        gone.extend(out);
    }
}
