//! Deferred acceptance where pools are joined: caps above them, reserved places.
//!
//! Applicants offer one entry at a time. A pool that overflows lets one holder go; a cap that is exceeded lets one
//! holder below it go by its published rule. All these choices are substitutable, so that the order of offers does
//! not matter and nobody once let go would be taken later (Hatfield, Milgrom 2005; Kamada, Kojima 2015; Kojima,
//! Tamura, Yokoo 2018). Hence the best rank that a pool has refused is one from which on it refuses everybody, and most
//! offers end at that comparison. Programmes whose places rank differently are in `table.rs`.

use crate::engine::caps::Caps;
use crate::engine::kept::{Kept, Taken};
use crate::engine::plain::{Answer, Holders, Pools, entries_by_candidate, rounds};
use crate::engine::table;
use crate::flat::{Assignment, Flat};

/// Pools with caps above them and reserved places in them.
pub(crate) struct Joined<'a> {
    flat: &'a Flat,
    holders: Holders,
    caps: Caps,
    kept: Kept<'a>,
    /// By position of [`Flat::candidates`]: the entry, where a pool may be offered several of one applicant at once.
    wish: Vec<u32>,
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

/// Deferred acceptance with programmes proposing: every pool and cap invites all it would take of those who have not
/// refused it, everybody keeps the best invitation and refuses the others, and so on until nobody refuses.
///
/// Since the choices are substitutable, whoever is invited once stays invited while others refuse; the answer is the stable
/// one that is worst for every applicant (Hatfield, Milgrom 2005). Places that rank differently are not substitutable.
#[must_use]
pub fn programmes_propose(flat: &Flat) -> Assignment {
    let wish = entries_by_candidate(flat);
    let mut refused = vec![false; flat.candidates.len()];
    loop {
        let mut pools = Joined { wish: wish.clone(), ..Joined::new(flat) };
        let mut invited = vec![false; flat.candidates.len()];
        for leaf in 0..flat.leaves() as u32 {
            let base = flat.leaf_start[leaf as usize];
            for rank in 0..flat.competitors(leaf).len() as u32 {
                let at = (base + rank) as usize;
                if refused[at] {
                    continue;
                }
                let answer = pools.offer(leaf, rank);
                invited[at] = answer != Answer::Refused;
                if let Answer::Displaced(gone) = answer {
                    invited[gone as usize] = false;
                }
            }
        }
        let mut assignment = Assignment::empty(flat);
        for (at, _) in invited.iter().enumerate().filter(|(_, invited)| **invited) {
            let best = &mut assignment.entry[flat.candidates[at] as usize];
            *best = wish[at].min(*best);
        }
        let mut settled = true;
        for (at, _) in invited.iter().enumerate().filter(|(_, invited)| **invited) {
            if assignment.entry[flat.candidates[at] as usize] != wish[at] {
                refused[at] = true;
                settled = false;
            }
        }
        if settled {
            return assignment;
        }
    }
}

impl<'a> Joined<'a> {
    pub(crate) fn new(flat: &'a Flat) -> Self {
        let (holders, caps, kept) = (Holders::new(flat), Caps::new(flat), Kept::new(flat));
        Self { flat, holders, caps, kept, wish: Vec::new() }
    }

    /// Puts a new holder at this position of [`Flat::candidates`] before the caps that order applicants.
    #[inline]
    fn queue_up(&mut self, leaf: u32, at: u32) {
        let wish = self.wish.get(at as usize).copied().unwrap_or(0);
        self.caps.queue_up(self.flat, leaf, at, wish);
    }

    /// Counts a new holder in under the caps; at the first that is exceeded somebody goes.
    #[inline]
    fn climb(&mut self, leaf: u32, rank: u32) -> Answer {
        let Some(node) = self.caps.enter(leaf) else { return Answer::Held };
        let gone = self.let_go(node);
        if gone == self.flat.leaf_start[leaf as usize] + rank {
            return Answer::Refused;
        }
        Answer::Displaced(gone)
    }

    /// Lets somebody below a cap go; gives their position of [`Flat::candidates`].
    #[inline]
    fn let_go(&mut self, node: u32) -> u32 {
        let holders = &self.holders;
        let leaf = self.caps.give_way(node, |at| holders.holds(at));
        let rank = match self.kept.pool(leaf) {
            Some(at) => self.kept.give_way(at),
            None => self.holders.give_way(leaf),
        };
        self.flat.leaf_start[leaf as usize] + rank
    }
}

impl Pools for Joined<'_> {
    #[inline]
    fn offer(&mut self, leaf: u32, rank: u32) -> Answer {
        if self.kept.refuses(leaf, rank) {
            return Answer::Refused;
        }
        let base = self.flat.leaf_start[leaf as usize];
        let answer = match self.kept.pool(leaf) {
            None => self.holders.offer(leaf, rank),
            Some(at) => match self.kept.offer(at, rank) {
                Taken::Held => Answer::Held,
                Taken::Instead(gone) => Answer::Displaced(base + gone),
                Taken::Refused => Answer::Refused,
            },
        };
        if answer == Answer::Refused || !self.caps.covers(leaf) {
            return answer;
        }
        self.queue_up(leaf, base + rank);
        if answer == Answer::Held { self.climb(leaf, rank) } else { answer }
    }

    #[inline]
    fn note(&mut self, leaf: u32, rank: u32, gone: &mut Vec<u32>) -> bool {
        let taken = match self.kept.note(leaf, rank, gone) {
            None => self.holders.note(leaf, rank, gone),
            Some(taken) => taken,
        };
        if taken && self.caps.covers(leaf) {
            self.queue_up(leaf, self.flat.leaf_start[leaf as usize] + rank);
        }
        taken
    }

    fn settle(&mut self, gone: &mut Vec<u32>) {
        self.holders.settle(gone);
        self.kept.settle(gone);
        for node in 0..self.flat.tree.nodes.len() as u32 {
            let (flat, holders, kept) = (self.flat, &self.holders, &self.kept);
            self.caps.recount(node, |leaf| match kept.pool(leaf) {
                Some(at) => kept.count(at),
                None => flat.capacity[leaf as usize] - holders.free(leaf),
            });
            while self.caps.exceeded(node) {
                gone.push(self.let_go(node));
            }
        }
    }
}
