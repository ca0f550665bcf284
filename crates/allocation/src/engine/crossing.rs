//! Caps and floors over sets of programmes that go by an order of applicants, and may cross.
//!
//! An applicant blocks with a programme that they prefer when the programme would take them by its own rule, and every set
//! that holds it and not their present place has room or holds somebody who comes later in its order (after Biró,
//! Fleiner, Irving, Manlove 2010). Where sets cross an answer without such a pair need not exist and finding one is
//! NP-complete; `exact.rs` searches.

use std::sync::Arc;

use crate::check::Checker;
use crate::engine::lower::shut;
use crate::flat::{Assignment, Flat, leaf_of};
use crate::tree::{Origin, Yield};

/// A cap and a floor over a set of leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crossing {
    /// Its name in the market.
    pub name: String,
    /// Whether it is a quota or a lead.
    pub origin: Origin,
    /// The most applicants in it.
    pub cap: u32,
    /// The fewest applicants in it.
    pub floor: u32,
    /// Its leaves.
    pub leaves: Vec<u32>,
    /// Position of each applicant in its order, [`crate::flat::NONE`] when not in it.
    pub order: Arc<Vec<u32>>,
}

/// A set that may have to let somebody go by its order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Set<'a> {
    pub(crate) name: &'a str,
    pub(crate) cap: u32,
    pub(crate) floor: u32,
    pub(crate) leaves: &'a [u32],
    pub(crate) order: &'a [u32],
}

/// The sets of a market: those that may cross and, beside couples, caps and leads that go by an order.
pub(crate) fn sets(flat: &Flat) -> Vec<Set<'_>> {
    let crossing = flat.crossing.iter().map(|set| Set {
        name: &set.name,
        cap: set.cap,
        floor: set.floor,
        leaves: &set.leaves,
        order: &set.order,
    });
    let nested = flat.tree.nodes.iter().enumerate().filter_map(|(number, node)| {
        let Yield::Merit(order) = &node.yields else { return None };
        let counts =
            !flat.couples.is_empty() && flat.tree.can_give_way(number as u32, &flat.capacity);
        counts.then(|| Set {
            name: &node.name,
            cap: node.cap,
            floor: node.floor,
            leaves: &node.leaves,
            order,
        })
    });
    crossing.chain(nested).collect()
}

/// How the sets that may cross stand in an answer.
pub(crate) struct Standing<'a> {
    flat: &'a Flat,
    answer: &'a Assignment,
    used: Vec<u32>,
    /// The last position held.
    last: Vec<Option<u32>>,
}

impl<'a> Standing<'a> {
    pub(crate) fn new(flat: &'a Flat, answer: &'a Assignment) -> Self {
        let inside = |set: &'a Crossing| {
            (0..flat.people() as u32)
                .filter(|&who| {
                    answer.leaf(flat, who).is_some_and(|leaf| set.leaves.contains(&leaf))
                })
                .map(|who| set.order[who as usize])
        };
        let last = flat.crossing.iter().map(|set| inside(set).max()).collect();
        Self { flat, answer, used: used(flat, answer), last }
    }

    /// The first set that keeps an applicant out of a leaf.
    pub(crate) fn full(&self, applicant: u32, leaf: u32) -> Option<usize> {
        let here = self.answer.leaf(self.flat, applicant);
        self.flat.crossing.iter().enumerate().position(|(number, set)| {
            let inside = |leaf: u32| set.leaves.contains(&leaf);
            let later = self.last[number].is_some_and(|last| last > set.order[applicant as usize]);
            inside(leaf)
                && !here.is_some_and(inside)
                && self.used[number] >= set.cap
                && !(later && set.cap > 0)
        })
    }
}

/// Entries that their applicants prefer and that would be taken, at programmes that are not closed.
#[must_use]
pub fn blocking(flat: &Flat, answer: &Assignment) -> Vec<(u32, u32)> {
    let checker = Checker::new(flat, answer);
    let standing = Standing::new(flat, answer);
    let mut found = checker.blocking();
    found.retain(|&(who, entry)| {
        let leaf = leaf_of(flat.entries[entry as usize]);
        standing.full(who, leaf).is_none() && !shut(flat, &checker, leaf)
    });
    found
}

/// Sets that hold more than their cap or fewer than their floor.
#[must_use]
pub fn violations(flat: &Flat, assignment: &Assignment) -> Vec<String> {
    let mut found = Vec::new();
    for (set, used) in flat.crossing.iter().zip(used(flat, assignment)) {
        if used > set.cap || used < set.floor {
            found.push(format!(
                "`{}` holds {used} with a floor of {} and a cap of {}",
                set.name, set.floor, set.cap
            ));
        }
    }
    found
}

/// How many each set holds.
#[must_use]
pub fn used(flat: &Flat, assignment: &Assignment) -> Vec<u32> {
    let mut used = vec![0; flat.crossing.len()];
    for who in 0..flat.people() as u32 {
        let Some(leaf) = assignment.leaf(flat, who) else { continue };
        for (set, used) in flat.crossing.iter().zip(&mut used) {
            *used += u32::from(set.leaves.contains(&leaf));
        }
    }
    used
}
