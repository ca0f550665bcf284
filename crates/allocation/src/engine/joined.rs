//! Deferred acceptance where pools are joined: caps above them, reserved places, places that rank differently.
//!
//! Applicants offer one entry at a time. A pool that overflows lets one holder go; a cap that is exceeded lets one
//! holder below it go by its published rule. All these choices are substitutable, so that the order of offers does
//! not matter and nobody once let go would be taken later (Hatfield, Milgrom 2005; Kamada, Kojima 2015; Kojima,
//! Tamura, Yokoo 2018). Programmes with slots keep all offers on the table instead (Kominers, Sönmez 2016).

use std::collections::{BinaryHeap, HashMap};

use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};
use crate::slot::Offer;
use crate::tree::{Child, Yield, victim};

/// The state of a run.
pub(crate) struct Joined<'a> {
    flat: &'a Flat,
    /// Holders by rank, worst last; for pools with reserves too.
    held: Vec<Vec<u32>>,
    leaf_count: Vec<u32>,
    node_count: Vec<u32>,
    /// Whether a node may ever have to let somebody go.
    binding: Vec<bool>,
    /// For nodes that order applicants: position and applicant, the last on top; stale ones are skipped.
    queue: Vec<BinaryHeap<(u32, u32)>>,
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
    while !asking.is_empty() {
        let mut again = Vec::new();
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
        asking = again;
    }
    state.assignment
}

impl<'a> Joined<'a> {
    pub(crate) fn new(flat: &'a Flat) -> Self {
        let nodes = flat.tree.nodes.len();
        let mut slotted = HashMap::new();
        for (number, slots) in flat.slots.iter().enumerate() {
            slotted.extend(slots.leaves.iter().map(|&leaf| (leaf, number)));
        }
        Self {
            flat,
            held: vec![Vec::new(); flat.leaves()],
            leaf_count: vec![0; flat.leaves()],
            node_count: vec![0; nodes],
            binding: (0..nodes as u32)
                .map(|node| flat.tree.can_give_way(node, &flat.capacity))
                .collect(),
            queue: vec![BinaryHeap::new(); nodes],
            slotted,
            table: vec![Vec::new(); flat.slots.len()],
            assignment: Assignment::empty(flat),
        }
    }

    /// Offers an entry; `gone` receives whoever is let go, which may be the one who offers.
    fn offer(&mut self, applicant: u32, entry: u32, gone: &mut Vec<u32>) {
        let leaf = leaf_of(self.flat.entries[entry as usize]);
        let rank = rank_of(self.flat.entries[entry as usize]);
        if let Some(&programme) = self.slotted.get(&leaf) {
            self.offer_slots(programme, Offer { applicant, leaf, entry }, gone);
            return;
        }
        let capacity = self.flat.capacity[leaf as usize];
        let full = self.leaf_count[leaf as usize] >= capacity;
        if full
            && (capacity == 0
                || (!self.flat.reserves.contains_key(&leaf) && rank > self.worst(leaf)))
        {
            gone.push(applicant);
            return;
        }
        self.hold(applicant, leaf, rank, entry);
        if let Some(out) = self.overflow(leaf, capacity) {
            self.release(leaf, out, gone);
            return;
        }
        for node in self.flat.tree.above(leaf) {
            self.node_count[node as usize] += 1;
            if self.node_count[node as usize] > self.flat.tree.nodes[node as usize].cap {
                let (leaf, out) = self.give_way(Child::Node(node));
                self.release(leaf, out, gone);
                for passed in self.flat.tree.above(leaf) {
                    self.node_count[passed as usize] -= 1;
                    if passed == node {
                        break;
                    }
                }
                return;
            }
        }
    }

    fn worst(&self, leaf: u32) -> u32 {
        self.held[leaf as usize].last().copied().unwrap_or(0)
    }

    fn hold(&mut self, applicant: u32, leaf: u32, rank: u32, entry: u32) {
        let held = &mut self.held[leaf as usize];
        let at = held.partition_point(|&other| other < rank);
        held.insert(at, rank);
        self.leaf_count[leaf as usize] += 1;
        self.assignment.entry[applicant as usize] = entry;
        for node in self.flat.tree.above(leaf) {
            if self.binding[node as usize]
                && let Yield::Merit(order) = &self.flat.tree.nodes[node as usize].yields
            {
                self.queue[node as usize].push((order[applicant as usize], applicant));
            }
        }
    }

    /// Who of a pool goes when it holds one too many by its own rule.
    fn overflow(&self, leaf: u32, capacity: u32) -> Option<u32> {
        let held = &self.held[leaf as usize];
        match self.flat.reserves.get(&leaf) {
            Some(reserves) => {
                let chosen = reserves.choose(held, capacity);
                held.iter()
                    .rev()
                    .copied()
                    .find(|rank| chosen.iter().all(|(taken, _)| taken != rank))
            }
            None => (held.len() > capacity as usize).then(|| self.worst(leaf)),
        }
    }

    /// Who goes when everything under `child` may hold one less: the leaf and the rank.
    fn give_way(&mut self, child: Child) -> (u32, u32) {
        match child {
            Child::Leaf(leaf) => (leaf, self.last_in(leaf)),
            Child::Node(number) => {
                let node = &self.flat.tree.nodes[number as usize];
                if matches!(node.yields, Yield::Merit(_)) {
                    return self.last_by_merit(number);
                }
                let counts = |child| match child {
                    Child::Leaf(leaf) => self.leaf_count[leaf as usize],
                    Child::Node(node) => self.node_count[node as usize],
                };
                let at = victim(node, counts).unwrap_or(0);
                self.give_way(node.children[at])
            }
        }
    }

    /// The holder who filled the last place of a pool.
    fn last_in(&self, leaf: u32) -> u32 {
        match self.flat.reserves.get(&leaf) {
            Some(reserves) => {
                let chosen =
                    reserves.choose(&self.held[leaf as usize], self.flat.capacity[leaf as usize]);
                chosen.last().map_or(0, |&(rank, _)| rank)
            }
            None => self.worst(leaf),
        }
    }

    fn last_by_merit(&mut self, number: u32) -> (u32, u32) {
        while let Some((_, applicant)) = self.queue[number as usize].pop() {
            let entry = self.assignment.entry[applicant as usize];
            if entry == NONE {
                continue;
            }
            let (leaf, rank) = (
                leaf_of(self.flat.entries[entry as usize]),
                rank_of(self.flat.entries[entry as usize]),
            );
            if self.flat.tree.above(leaf).any(|node| node == number) {
                return (leaf, rank);
            }
        }
        (0, 0)
    }

    fn release(&mut self, leaf: u32, rank: u32, gone: &mut Vec<u32>) {
        let applicant = self.flat.competitors(leaf)[rank as usize];
        let held = &mut self.held[leaf as usize];
        if let Ok(at) = held.binary_search(&rank) {
            held.remove(at);
        }
        self.leaf_count[leaf as usize] -= 1;
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
