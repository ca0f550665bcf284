//! After the run: a withdrawal or a new place re-seats along a chain instead of running everything again.
//!
//! The best ranked applicant who prefers the free place takes it and frees their own, and so on. The answer stays stable and
//! nobody who stays is worse off (Blum, Roth, Rothblum 1997). For markets in which every pool stands alone.

use crate::flat::{Assignment, Flat, NONE, leaf_of, rank_of};

/// One applicant re-seated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// Who.
    pub applicant: u32,
    /// The entry they had, or [`NONE`].
    pub from: u32,
    /// The entry they have now.
    pub to: u32,
}

/// An answer that can be changed by withdrawals and new places.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    flat: &'a Flat,
    assignment: Assignment,
    /// Rank from which on nobody of a leaf has been looked at; those before hold it or have better.
    looked: Vec<u32>,
    out: Vec<bool>,
    fixed: Vec<bool>,
}

impl<'a> Standing<'a> {
    /// Prepares a stable answer of a market in which every pool stands alone.
    #[must_use]
    pub fn new(flat: &'a Flat, assignment: Assignment) -> Self {
        let mut looked = vec![0; flat.leaves()];
        let mut count = vec![0; flat.leaves()];
        for &entry in assignment.entry.iter().filter(|&&entry| entry != NONE) {
            let packed = flat.entries[entry as usize];
            let leaf = leaf_of(packed) as usize;
            looked[leaf] = u32::max(looked[leaf], rank_of(packed) + 1);
            count[leaf] += 1;
        }
        for leaf in 0..flat.leaves() {
            if count[leaf] < flat.capacity[leaf] {
                looked[leaf] = flat.leaf_start[leaf + 1] - flat.leaf_start[leaf];
            }
        }
        Self {
            flat,
            assignment,
            looked,
            out: vec![false; flat.people()],
            fixed: vec![false; flat.people()],
        }
    }

    /// The answer as it stands.
    #[must_use]
    pub fn assignment(&self) -> &Assignment {
        &self.assignment
    }

    /// A binding acceptance: this applicant keeps what they have.
    pub fn fix(&mut self, applicant: u32) {
        self.fixed[applicant as usize] = true;
    }

    /// Takes an applicant out and re-seats along the chain.
    pub fn withdraw(&mut self, applicant: u32) -> Vec<Move> {
        self.out[applicant as usize] = true;
        let entry = std::mem::replace(&mut self.assignment.entry[applicant as usize], NONE);
        if entry == NONE {
            Vec::new()
        } else {
            self.fill(leaf_of(self.flat.entries[entry as usize]))
        }
    }

    /// Adds a place to a leaf and re-seats along the chain.
    pub fn add_place(&mut self, leaf: u32) -> Vec<Move> {
        self.fill(leaf)
    }

    /// How many more would be placed with one more place at a leaf: one or none. Every stable answer of the larger market
    /// places as many (Roth 1986), so that the chain tells what a rerun would. Nothing changes.
    pub fn gain(&mut self, leaf: u32) -> i64 {
        let mut looked = Vec::new();
        let moves = self.chain(leaf, &mut looked);
        for step in moves.iter().rev() {
            self.assignment.entry[step.applicant as usize] = step.from;
        }
        for (leaf, before) in looked.into_iter().rev() {
            self.looked[leaf as usize] = before;
        }
        i64::from(moves.last().is_some_and(|step| step.from == NONE))
    }

    fn fill(&mut self, leaf: u32) -> Vec<Move> {
        self.chain(leaf, &mut Vec::new())
    }

    /// Moves along the chain; `looked` receives how far each leaf had been looked at before.
    fn chain(&mut self, leaf: u32, looked: &mut Vec<(u32, u32)>) -> Vec<Move> {
        let mut moves = Vec::new();
        let mut free = leaf;
        loop {
            looked.push((free, self.looked[free as usize]));
            let list = self.flat.competitors(free);
            let mut taker = None;
            while let Some(&applicant) = list.get(self.looked[free as usize] as usize) {
                self.looked[free as usize] += 1;
                if self.out[applicant as usize] || self.fixed[applicant as usize] {
                    continue;
                }
                let own = self.assignment.entry[applicant as usize];
                if let Some(entry) =
                    self.flat.entry_at(applicant, free).filter(|&entry| entry < own)
                {
                    taker = Some((applicant, own, entry));
                    break;
                }
            }
            let Some((applicant, from, to)) = taker else { return moves };
            self.assignment.entry[applicant as usize] = to;
            moves.push(Move { applicant, from, to });
            if from == NONE {
                return moves;
            }
            free = leaf_of(self.flat.entries[from as usize]);
        }
    }
}

/// The market without some applicants' lists, for comparing with a full rerun.
#[must_use]
pub fn without(flat: &Flat, out: &[u32]) -> Flat {
    let mut rest = flat.clone();
    let gone: std::collections::HashSet<u32> = out.iter().copied().collect();
    rest.entries.clear();
    rest.listed.clear();
    rest.entry_class.clear();
    rest.pref_start = vec![0];
    for applicant in 0..flat.people() as u32 {
        if !gone.contains(&applicant) {
            let span = flat.span(applicant);
            rest.entries.extend_from_slice(&flat.entries[span.clone()]);
            rest.listed.extend(flat.listed.get(span.clone()).into_iter().flatten());
            rest.entry_class.extend(flat.entry_class.get(span).into_iter().flatten());
        }
        rest.pref_start.push(rest.entries.len() as u32);
    }
    rest
}
