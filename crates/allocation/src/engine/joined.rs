//! Deferred acceptance where pools are joined: caps above them, reserved places.
//!
//! Applicants offer one entry at a time. A pool that overflows lets one holder go; a cap that is exceeded lets one
//! holder below it go by its published rule. All these choices are substitutable, so that the order of offers does
//! not matter and nobody once let go would be taken later (Hatfield, Milgrom 2005; Kamada, Kojima 2015; Kojima,
//! Tamura, Yokoo 2018). Hence the best rank that a pool has refused is one from which on it refuses everybody, and most
//! offers end at that comparison. Programmes whose places rank differently are in [`crate::engine::table`].

use crate::engine::caps::Caps;
use crate::engine::kept::{Kept, Taken};
use crate::engine::plain::{Answer, Holders, Pools, rounds};
use crate::engine::table;
use crate::flat::{Assignment, Flat, NONE};

/// Pools with caps above them and reserved places in them.
pub(crate) struct Joined<'a> {
    flat: &'a Flat,
    holders: Holders,
    caps: Caps,
    /// Pools with reserves, by leaf; [`NONE`] for others, empty when there are none.
    kept_at: Vec<u32>,
    kept: Vec<Kept<'a>>,
}

/// Runs deferred acceptance with applicants proposing.
#[must_use]
pub fn run(flat: &Flat) -> Assignment {
    run_from(flat, (0..flat.people() as u32).collect())
}

/// As [`run`] with the first round in the order given, which does not change the answer.
#[must_use]
pub fn run_from(flat: &Flat, asking: Vec<u32>) -> Assignment {
    if flat.slots.is_empty() {
        rounds(flat, &mut Joined::new(flat), asking)
    } else {
        table::run_from(flat, asking)
    }
}

impl<'a> Joined<'a> {
    pub(crate) fn new(flat: &'a Flat) -> Self {
        let mut kept_at =
            if flat.reserves.is_empty() { Vec::new() } else { vec![NONE; flat.leaves()] };
        let mut kept = Vec::new();
        for (&leaf, reserves) in &flat.reserves {
            kept_at[leaf as usize] = kept.len() as u32;
            kept.push(Kept::new(reserves, flat.capacity[leaf as usize]));
        }
        Self { flat, holders: Holders::new(flat), caps: Caps::new(flat), kept_at, kept }
    }

    #[inline]
    fn kept(&self, leaf: u32) -> Option<usize> {
        self.kept_at.get(leaf as usize).filter(|&&at| at != NONE).map(|&at| at as usize)
    }

    /// Counts a new holder in under the caps; at the first that is exceeded somebody goes.
    #[inline]
    fn climb(&mut self, leaf: u32, rank: u32) -> Answer {
        let Some(node) = self.caps.enter(leaf) else { return Answer::Held };
        let holders = &self.holders;
        let from = self.caps.give_way(node, |at| holders.holds(at));
        let gone = match self.kept(from) {
            Some(at) => self.kept[at].give_way(),
            None => self.holders.give_way(from),
        };
        if (from, gone) == (leaf, rank) {
            return Answer::Refused;
        }
        Answer::Displaced(self.flat.leaf_start[from as usize] + gone)
    }
}

impl Pools for Joined<'_> {
    #[inline]
    fn offer(&mut self, leaf: u32, rank: u32) -> Answer {
        let base = self.flat.leaf_start[leaf as usize];
        let answer = match self.kept(leaf) {
            None => self.holders.offer(leaf, rank),
            Some(at) => match self.kept[at].offer(rank) {
                Taken::Held => Answer::Held,
                Taken::Instead(gone) => Answer::Displaced(base + gone),
                Taken::Refused => Answer::Refused,
            },
        };
        if answer == Answer::Refused || !self.caps.covers(leaf) {
            return answer;
        }
        self.caps.queue_up(self.flat, leaf, base + rank);
        if answer == Answer::Held { self.climb(leaf, rank) } else { answer }
    }
}
