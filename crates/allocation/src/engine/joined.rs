//! Deferred acceptance where pools are joined: caps above them, reserved places, places that rank differently.
//!
//! Applicants offer one entry at a time. A pool that overflows lets one holder go; a cap that is exceeded lets one
//! holder below it go by its published rule. All these choices are substitutable, so that the order of offers does
//! not matter and nobody once let go would be taken later (Hatfield, Milgrom 2005; Kamada, Kojima 2015; Kojima,
//! Tamura, Yokoo 2018). Programmes with slots keep all offers on the table instead (Kominers, Sönmez 2016).

use std::collections::{BinaryHeap, HashMap};

use crate::engine::caps::Caps;
use crate::engine::kept::Kept;
use crate::engine::plain::{Answer, Holders};
use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};
use crate::slot::Offer;
use crate::tree::{Child, Yield};

/// The state of a run.
struct Joined<'a> {
    flat: &'a Flat,
    holders: Holders,
    caps: Caps,
    /// For caps that order applicants: position and applicant, the last on top; stale ones are skipped.
    queue: Vec<BinaryHeap<(u32, u32)>>,
    /// Pools with reserves, by leaf; [`NONE`] for others, empty when there are none.
    kept_at: Vec<u32>,
    kept: Vec<Kept<'a>>,
    /// Which slot programme a leaf belongs to.
    slotted: HashMap<u32, usize>,
    table: Vec<Vec<Offer>>,
    assignment: Assignment,
}

/// Runs deferred acceptance with applicants proposing.
#[must_use]
pub fn run(flat: &Flat) -> Assignment {
    run_from(flat, (0..flat.people() as u32).collect())
}

/// As [`run`] with the first round in the order given, which does not change the answer.
#[must_use]
pub fn run_from(flat: &Flat, mut asking: Vec<u32>) -> Assignment {
    let mut state = Joined::new(flat);
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

impl<'a> Joined<'a> {
    fn new(flat: &'a Flat) -> Self {
        let mut slotted = HashMap::new();
        for (number, slots) in flat.slots.iter().enumerate() {
            slotted.extend(slots.leaves.iter().map(|&leaf| (leaf, number)));
        }
        let mut kept_at =
            if flat.reserves.is_empty() { Vec::new() } else { vec![NONE; flat.leaves()] };
        let mut kept = Vec::new();
        for (&leaf, reserves) in &flat.reserves {
            kept_at[leaf as usize] = kept.len() as u32;
            kept.push(Kept::new(reserves, flat.capacity[leaf as usize]));
        }
        Self {
            flat,
            holders: Holders::new(flat),
            caps: Caps::new(flat),
            queue: vec![BinaryHeap::new(); flat.tree.nodes.len()],
            kept_at,
            kept,
            slotted,
            table: vec![Vec::new(); flat.slots.len()],
            assignment: Assignment::empty(flat),
        }
    }

    fn kept(&self, leaf: u32) -> Option<usize> {
        self.kept_at.get(leaf as usize).filter(|&&at| at != NONE).map(|&at| at as usize)
    }

    /// Offers an entry; `gone` receives whoever is let go, which may be the one who offers.
    fn offer(&mut self, applicant: u32, entry: u32, gone: &mut Vec<u32>) {
        let packed = self.flat.entries[entry as usize];
        let (leaf, rank) = (leaf_of(packed), rank_of(packed));
        if !self.slotted.is_empty()
            && let Some(&programme) = self.slotted.get(&leaf)
        {
            self.offer_slots(programme, Offer { applicant, leaf, entry }, gone);
            return;
        }
        if let Some(at) = self.kept(leaf) {
            self.holders.add(leaf, rank);
            self.kept[at].added(rank);
            self.assignment.entry[applicant as usize] = entry;
            if let Some(out) = self.kept[at].overflow(&self.holders, leaf) {
                self.release(leaf, out, gone);
                return;
            }
        } else {
            match self.holders.offer(leaf, rank) {
                Answer::Refused => {
                    gone.push(applicant);
                    return;
                }
                Answer::Displaced(position) => {
                    let out = self.flat.candidates[position as usize];
                    self.assignment.entry[applicant as usize] = entry;
                    self.assignment.entry[out as usize] = NONE;
                    gone.push(out);
                    self.queue_up(applicant, leaf);
                    return;
                }
                Answer::Held => self.assignment.entry[applicant as usize] = entry,
            }
        }
        self.queue_up(applicant, leaf);
        let (mut node, mut seat) = self.caps.above[leaf as usize];
        let mut count = self.holders.count(leaf);
        while node != NONE {
            let here = node;
            (node, seat) = self.caps.enter(here, seat, count);
            count = self.caps.nodes[here as usize].count;
            if count > self.caps.nodes[here as usize].cap {
                let (leaf, out) = self.give_way(Child::Node(here));
                self.release(leaf, out, gone);
                self.caps.leave(leaf, here);
                return;
            }
        }
    }

    /// Puts a new holder into the queues of the caps above that order applicants.
    fn queue_up(&mut self, applicant: u32, leaf: u32) {
        let mut node = self.caps.above[leaf as usize].0;
        while node != NONE {
            if let Yield::Merit(order) = &self.flat.tree.nodes[node as usize].yields {
                self.queue[node as usize].push((order[applicant as usize], applicant));
            }
            node = self.caps.nodes[node as usize].parent;
        }
    }

    /// Who goes when everything under `child` may hold one less: the leaf and the rank.
    fn give_way(&mut self, child: Child) -> (u32, u32) {
        match child {
            Child::Leaf(leaf) => match self.kept(leaf) {
                Some(at) => (leaf, self.kept[at].last(&self.holders, leaf)),
                None => (leaf, self.holders.worst(leaf)),
            },
            Child::Node(number) if self.caps.nodes[number as usize].merit => {
                self.last_by_merit(number)
            }
            Child::Node(number) => {
                let holders = &self.holders;
                let next = self.caps.yields(number, |leaf| holders.count(leaf));
                self.give_way(next)
            }
        }
    }

    fn last_by_merit(&mut self, number: u32) -> (u32, u32) {
        while let Some((_, applicant)) = self.queue[number as usize].pop() {
            let entry = self.assignment.entry[applicant as usize];
            if entry == NONE {
                continue;
            }
            let packed = self.flat.entries[entry as usize];
            if self.caps.below(leaf_of(packed), number) {
                return (leaf_of(packed), rank_of(packed));
            }
        }
        (0, 0)
    }

    fn release(&mut self, leaf: u32, rank: u32, gone: &mut Vec<u32>) {
        let applicant = self.flat.competitors(leaf)[rank as usize];
        self.holders.remove(leaf, rank);
        if let Some(at) = self.kept(leaf) {
            self.kept[at].removed(rank);
        }
        self.assignment.entry[applicant as usize] = NONE;
        gone.push(applicant);
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
