//! Is an answer within every rule, and would any place take somebody who prefers it?
//!
//! An answer is *stable under the declared rule* when every pool and cap, offered what it holds, keeps all of it, and
//! when no pool, offered in addition an entry that its applicant prefers, would take that entry.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::engine::crossing;
use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};
use crate::slot::Offer;
use crate::tree::{Child, Yield, victim};

/// An answer prepared for questions.
pub struct Checker<'a> {
    flat: &'a Flat,
    assignment: &'a Assignment,
    /// By leaf: how many it holds.
    count: Vec<u32>,
    /// By leaf: the worst rank held, or zero.
    worst: Vec<u32>,
    /// Ranks held, made when first asked for.
    held: OnceCell<Held>,
    node_count: Vec<u32>,
    /// Last position held under each node that orders applicants.
    node_last: Vec<Option<u32>>,
    slotted: HashMap<u32, usize>,
    slot_held: Vec<Vec<Offer>>,
}

/// Ranks held at each leaf, best first, one leaf after another.
struct Held {
    start: Vec<u32>,
    rank: Vec<u32>,
}

impl Held {
    fn new(flat: &Flat, assignment: &Assignment, count: &[u32]) -> Self {
        let mut bits = vec![0u64; flat.candidates.len().div_ceil(64)];
        for &entry in assignment.entry.iter().filter(|&&entry| entry != NONE) {
            let entry = flat.entries[entry as usize];
            let at = flat.leaf_start[leaf_of(entry) as usize] + rank_of(entry);
            bits[(at / 64) as usize] |= 1 << (at % 64);
        }
        let mut start = vec![0; count.len() + 1];
        for (leaf, &count) in count.iter().enumerate() {
            start[leaf + 1] = start[leaf] + count;
        }
        let mut rank = Vec::with_capacity(start.last().copied().unwrap_or(0) as usize);
        let mut leaf = 0;
        for (word, &bits) in bits.iter().enumerate() {
            let mut rest = bits;
            while rest != 0 {
                let at = word as u32 * 64 + rest.trailing_zeros();
                rest &= rest - 1;
                while flat.leaf_start[leaf + 1] <= at {
                    leaf += 1;
                }
                rank.push(at - flat.leaf_start[leaf]);
            }
        }
        Self { start, rank }
    }
}

/// Why an entry that its applicant prefers to the answer is not theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The pool is full of better ranked holders, or of reserved and better ranked ones.
    Pool,
    /// The cap of this node binds.
    Node(u32),
}

impl<'a> Checker<'a> {
    /// Prepares an answer; `assignment` must hold entries of their own applicants.
    #[must_use]
    pub fn new(flat: &'a Flat, assignment: &'a Assignment) -> Self {
        let mut node_count = vec![0; flat.tree.nodes.len()];
        let mut node_last = vec![None; flat.tree.nodes.len()];
        let mut slotted = HashMap::new();
        for (number, slots) in flat.slots.iter().enumerate() {
            slotted.extend(slots.leaves.iter().map(|&leaf| (leaf, number)));
        }
        let mut slot_held = vec![Vec::new(); flat.slots.len()];
        let (mut count, mut worst) = (vec![0; flat.leaves()], vec![0; flat.leaves()]);
        for (applicant, &entry) in
            assignment.entry.iter().enumerate().filter(|&(_, &entry)| entry != NONE)
        {
            let applicant = applicant as u32;
            let packed = flat.entries[entry as usize];
            let leaf = leaf_of(packed);
            count[leaf as usize] += 1;
            worst[leaf as usize] = u32::max(worst[leaf as usize], rank_of(packed));
            if flat.slots.is_empty() && flat.tree.nodes.is_empty() {
                continue;
            }
            if let Some(&programme) = slotted.get(&leaf) {
                slot_held[programme].push(Offer { applicant, leaf, entry });
            }
            for node in flat.tree.above(leaf) {
                node_count[node as usize] += 1;
                if let Yield::Merit(order) = &flat.tree.nodes[node as usize].yields {
                    let last = &mut node_last[node as usize];
                    *last = (*last).max(Some(order[applicant as usize]));
                }
            }
        }
        Self {
            flat,
            assignment,
            count,
            worst,
            held: OnceCell::new(),
            node_count,
            node_last,
            slotted,
            slot_held,
        }
    }

    /// Ranks held at a leaf, best first.
    #[must_use]
    pub fn held(&self, leaf: u32) -> &[u32] {
        let held = self.held.get_or_init(|| Held::new(self.flat, self.assignment, &self.count));
        let leaf = leaf as usize;
        &held.rank[held.start[leaf] as usize..held.start[leaf + 1] as usize]
    }

    /// The answer.
    #[must_use]
    pub fn assignment(&self) -> &'a Assignment {
        self.assignment
    }

    /// How many a leaf holds.
    #[must_use]
    pub fn count(&self, leaf: u32) -> u32 {
        self.count[leaf as usize]
    }

    /// The worst rank held at a leaf.
    #[must_use]
    pub fn worst(&self, leaf: u32) -> Option<u32> {
        (self.count[leaf as usize] > 0).then(|| self.worst[leaf as usize])
    }

    /// How many a node holds.
    #[must_use]
    pub fn node_count(&self, node: u32) -> u32 {
        self.node_count[node as usize]
    }

    /// Position of the last holder under a node that orders applicants, from 0.
    #[must_use]
    pub fn node_last(&self, node: u32) -> Option<u32> {
        self.node_last[node as usize]
    }

    /// Everything that breaks a capacity, a cap, a reserve or a slot.
    #[must_use]
    pub fn violations(&self) -> Vec<String> {
        let mut found = Vec::new();
        for leaf in 0..self.flat.leaves() as u32 {
            if self.slotted.contains_key(&leaf) {
                continue;
            }
            let (count, capacity) = (self.count(leaf), self.flat.capacity[leaf as usize]);
            let name = self.flat.places.get(leaf);
            if count > capacity {
                found.push(format!("`{name}` holds {count} with {capacity} places"));
            } else if let Some(reserves) = self.flat.reserves.get(&leaf)
                && reserves.choose(self.held(leaf), capacity).len() != count as usize
            {
                found.push(format!("`{name}` gives reserved places to others"));
            }
        }
        for (number, node) in self.flat.tree.nodes.iter().enumerate() {
            if self.node_count[number] > node.cap {
                found.push(format!(
                    "`{}` holds {} with a cap of {}",
                    node.name, self.node_count[number], node.cap
                ));
            }
        }
        found.extend(crossing::violations(self.flat, self.assignment));
        for (programme, held) in self.flat.slots.iter().zip(&self.slot_held) {
            if programme.choose(held).len() != held.len() {
                let name = programme.leaves.first().map_or("", |&leaf| self.flat.places.get(leaf));
                found.push(format!("the slots of `{name}` cannot hold {} applicants", held.len()));
            }
        }
        found
    }

    /// Entries that their applicants prefer and that the rule would take.
    #[must_use]
    pub fn blocking(&self) -> Vec<(u32, u32)> {
        let flat = self.flat;
        let compared = flat.reserves.is_empty()
            && flat.slots.is_empty()
            && flat.tree.nodes.is_empty()
            && !flat.equals_keep();
        if compared {
            return self.blocking_by_rank();
        }
        let mut found = Vec::new();
        self.preferred(|applicant, entry| {
            if self.refusal(applicant, entry).is_none() {
                found.push((applicant, entry));
            }
        });
        found
    }

    /// Where every pool stands alone an entry is refused exactly when the pool is full of better ranked holders.
    fn blocking_by_rank(&self) -> Vec<(u32, u32)> {
        let flat = self.flat;
        let limit: Vec<u32> = self
            .count
            .iter()
            .zip(&self.worst)
            .zip(&flat.capacity)
            .map(|((&count, &worst), &capacity)| match capacity {
                0 => 0,
                _ if count < capacity => NONE,
                _ => worst,
            })
            .collect();
        let mut found = Vec::new();
        self.preferred(|applicant, entry| {
            let packed = flat.entries[entry as usize];
            if rank_of(packed) < limit[leaf_of(packed) as usize] {
                found.push((applicant, entry));
            }
        });
        found
    }

    /// Visits every entry that its applicant prefers to the answer.
    #[inline]
    fn preferred(&self, mut visit: impl FnMut(u32, u32)) {
        for (applicant, &own) in (0u32..).zip(&self.assignment.entry) {
            let span = self.flat.span(applicant);
            for entry in span.start as u32..own.min(span.end as u32) {
                visit(applicant, entry);
            }
        }
    }

    /// Why the rule would not take this entry in addition to what it holds; `None` if it would.
    #[must_use]
    pub fn refusal(&self, applicant: u32, entry: u32) -> Option<Refusal> {
        let flat = self.flat;
        let (leaf, rank) =
            (leaf_of(flat.entries[entry as usize]), rank_of(flat.entries[entry as usize]));
        if let Some(&programme) = self.slotted.get(&leaf) {
            let mut table = self.slot_held[programme].clone();
            table.push(Offer { applicant, leaf, entry });
            let taken =
                flat.slots[programme].choose(&table).iter().any(|(offer, _)| offer.entry == entry);
            return (!taken).then_some(Refusal::Pool);
        }
        let capacity = flat.capacity[leaf as usize];
        if let Some(reserves) = flat.reserves.get(&leaf) {
            let with = with(self.held(leaf), rank);
            let chosen = reserves.choose(&with, capacity);
            if chosen.len() < with.len() {
                return chosen.iter().all(|&(taken, _)| taken != rank).then_some(Refusal::Pool);
            }
        } else if self.count(leaf) >= capacity {
            let refused = |worst: u32| {
                if flat.equals_keep() {
                    return flat.class_at(leaf, rank) >= flat.class_at(leaf, worst);
                }
                rank > worst
            };
            return self.worst(leaf).is_none_or(refused).then_some(Refusal::Pool);
        }
        if flat.tree.nodes.is_empty() {
            return None;
        }
        let current = self.assignment.leaf(flat, applicant);
        let mut path = vec![Child::Leaf(leaf)];
        for number in flat.tree.above(leaf) {
            let node = &flat.tree.nodes[number as usize];
            let full = self.node_count[number as usize] >= node.cap;
            if let Yield::Merit(order) = &node.yields {
                if current.is_some_and(|leaf| flat.tree.above(leaf).any(|other| other == number)) {
                    return None;
                }
                if full {
                    let before = self.node_last[number as usize]
                        .is_some_and(|last| order[applicant as usize] < last);
                    return (!before).then_some(Refusal::Node(number));
                }
            } else if full {
                path.push(Child::Node(number));
                return self.gives_way(applicant, rank, &path).then_some(Refusal::Node(number));
            }
            path.push(Child::Node(number));
        }
        None
    }

    /// The first set over crossing programmes that is full of applicants who come before this one, where the pool itself
    /// would take the entry.
    #[must_use]
    pub fn crossed(&self, applicant: u32, entry: u32) -> Option<usize> {
        if self.flat.crossing.is_empty() || self.refusal(applicant, entry).is_some() {
            return None;
        }
        let leaf = leaf_of(self.flat.entries[entry as usize]);
        crossing::Standing::new(self.flat, self.assignment).full(applicant, leaf)
    }

    /// Whether the newcomer at the bottom of `path` is the one who goes when its top holds one too many.
    fn gives_way(&self, applicant: u32, rank: u32, path: &[Child]) -> bool {
        let Some((&top, below)) = path.split_last() else { return true };
        match top {
            Child::Leaf(leaf) => match self.flat.reserves.get(&leaf) {
                Some(reserves) => {
                    let held = self.held(leaf);
                    let chosen =
                        reserves.choose(&with(held, rank), self.flat.capacity[leaf as usize]);
                    chosen.iter().take(held.len()).all(|&(taken, _)| taken != rank)
                }
                None => self.worst(leaf).is_none_or(|worst| rank > worst),
            },
            Child::Node(number) => {
                let node = &self.flat.tree.nodes[number as usize];
                if let Yield::Merit(order) = &node.yields {
                    return self.node_last[number as usize]
                        .is_none_or(|last| order[applicant as usize] > last);
                }
                let counts = |child: Child| {
                    let one = u32::from(below.last() == Some(&child));
                    one + match child {
                        Child::Leaf(leaf) => self.count(leaf),
                        Child::Node(node) => self.node_count[node as usize],
                    }
                };
                match victim(node, counts) {
                    Some(at) if below.last() == Some(&node.children[at]) => {
                        self.gives_way(applicant, rank, below)
                    }
                    Some(_) => false,
                    None => true,
                }
            }
        }
    }
}

fn with(held: &[u32], rank: u32) -> Vec<u32> {
    let mut all = held.to_vec();
    let at = all.partition_point(|&other| other < rank);
    all.insert(at, rank);
    all
}
