//! The flat form of a market: every id a number, every tie settled, one word of memory for each entry.
//!
//! Engines index these arrays with numbers that [`crate::compile`] or a reader made, and nothing else makes them.

use std::collections::BTreeMap;

use crate::engine::couples::CoupleRule;
use crate::engine::crossing::Crossing;
use crate::engine::lower::LowerRule;
use crate::lottery::Draw;
use crate::names::Names;
use crate::problem::Problems;
use crate::reserve::Reserves;
use crate::slot::SlotProgramme;
use crate::tree::Tree;

/// No applicant, place, entry or node.
pub const NONE: u32 = u32::MAX;

/// How places are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mechanism {
    /// Gale, Shapley 1962.
    DeferredAcceptance,
    /// One after another in the published order.
    SerialDictatorship,
    /// Shapley, Scarf 1974; Abdulkadiroğlu, Sönmez 2003.
    TopTradingCycles,
    /// First preferences first; offered only to compare.
    ImmediateAcceptance,
}

/// Which side makes offers in deferred acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Applicants ask.
    Applicants,
    /// Programmes invite.
    Programmes,
}

/// What is done with equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// Equals are a problem of the input.
    Refuse,
    /// One draw for the whole market.
    Lottery,
    /// A draw, then Erdil and Ergin's stable improvement cycles.
    ImprovementCycles,
    /// Király's 3/2-approximation of the largest stable matching.
    MaxSize,
    /// A largest stable matching.
    MaxSizeExact,
}

/// The rule chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// How places are given.
    pub mechanism: Mechanism,
    /// Who makes offers.
    pub side: Side,
    /// What is done with equals.
    pub ties: Ties,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            mechanism: Mechanism::DeferredAcceptance,
            side: Side::Applicants,
            ties: Ties::Refuse,
        }
    }
}

impl Mechanism {
    /// The key in the market form.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::DeferredAcceptance => "deferred-acceptance",
            Self::SerialDictatorship => "serial-dictatorship",
            Self::TopTradingCycles => "top-trading-cycles",
            Self::ImmediateAcceptance => "immediate-acceptance",
        }
    }
}

impl Side {
    /// The key in the market form.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Applicants => "applicants",
            Self::Programmes => "programmes",
        }
    }
}

impl Ties {
    /// The key in the market form.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Lottery => "lottery",
            Self::ImprovementCycles => "stable-improvement-cycles",
            Self::MaxSize => "max-size",
            Self::MaxSizeExact => "max-size-exact",
        }
    }
}

/// Two applicants with one joint list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoupleList {
    /// The two applicants.
    pub members: [u32; 2],
    /// Pairs of leaves, best first; [`NONE`] is no place.
    pub prefs: Vec<[u32; 2]>,
}

/// Somebody whom a place points to under top trading cycles: everybody it ranks, whether or not they ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointed {
    /// Class of equals, from 0; owners come before the others.
    pub class: u32,
    /// Who.
    pub applicant: u32,
}

/// A market in numbers. A *leaf* is a pool of places: a programme without lines, or one line of a programme.
#[derive(Debug, Clone, Default)]
pub struct Flat {
    /// Ids of applicants.
    pub applicants: Names,
    /// Names of leaves: `programme` or `programme:line`.
    pub places: Names,
    /// Places of each leaf.
    pub capacity: Vec<u32>,
    /// Where each applicant's entries begin; one more than there are applicants.
    pub pref_start: Vec<u32>,
    /// Acceptable entries of all applicants, best first: leaf in the high half, applicant's rank there in the low half.
    pub entries: Vec<u64>,
    /// Position of each entry on the applicant's own list, from 1; empty when it is the order of entries.
    pub listed: Vec<u16>,
    /// Where each leaf's candidates begin; one more than there are leaves.
    pub leaf_start: Vec<u32>,
    /// Competitors of each leaf, best first.
    pub candidates: Vec<u32>,
    /// Class of equals of each candidate at its leaf, from 0; empty when nobody is tied.
    pub candidate_class: Vec<u32>,
    /// Class of equals of each entry on its applicant's list, from 0; empty when nothing is tied.
    pub entry_class: Vec<u32>,
    /// Caps above leaves.
    pub tree: Tree,
    /// Caps and floors over sets that may cross.
    pub crossing: Vec<Crossing>,
    /// Leaves with reserved places.
    pub reserves: BTreeMap<u32, Reserves>,
    /// Programmes whose places rank differently.
    pub slots: Vec<SlotProgramme>,
    /// The published order of applicants, if the rule needs one.
    pub order: Vec<u32>,
    /// The leaf each applicant owns, or [`NONE`]; empty when nobody owns any.
    pub owned: Vec<u32>,
    /// Under top trading cycles, for each leaf whom it points to in turn; otherwise empty.
    pub points: Vec<Vec<Pointed>>,
    /// Couples.
    pub couples: Vec<CoupleList>,
    /// How couples are handled.
    pub couple_rule: CoupleRule,
    /// How lower quotas are met.
    pub lower_rule: LowerRule,
    /// Lower quota of each leaf; empty when there are none.
    pub lower: Vec<u32>,
    /// Ids of programmes; empty when every leaf is a programme of its own.
    pub programmes: Names,
    /// The programme of each leaf; empty when every leaf is a programme of its own.
    pub programme_of: Vec<u32>,
    /// Capacity of each programme; empty when every leaf is a programme of its own.
    pub programme_capacity: Vec<u32>,
    /// Places taken back after the call, by leaf; empty when there are none.
    pub withdrawn: Vec<u32>,
    /// Types that applicants hold, each with its holders.
    pub types: Vec<(String, Vec<u32>)>,
    /// The rule.
    pub rule: Rule,
    /// The draw that settled ties.
    pub draw: Draw,
}

/// The leaf of an entry.
#[must_use]
pub fn leaf_of(entry: u64) -> u32 {
    (entry >> 32) as u32
}

/// The applicant's rank at the leaf of an entry, from 0.
#[must_use]
pub fn rank_of(entry: u64) -> u32 {
    entry as u32
}

impl Flat {
    /// Number of applicants.
    #[must_use]
    pub fn people(&self) -> usize {
        self.applicants.len()
    }

    /// Number of leaves.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.capacity.len()
    }

    /// Where the entries of an applicant lie.
    #[must_use]
    pub fn span(&self, applicant: u32) -> std::ops::Range<usize> {
        self.pref_start[applicant as usize] as usize
            ..self.pref_start[applicant as usize + 1] as usize
    }

    /// Competitors of a leaf, best first.
    #[must_use]
    pub fn competitors(&self, leaf: u32) -> &[u32] {
        let leaf = leaf as usize;
        &self.candidates[self.leaf_start[leaf] as usize..self.leaf_start[leaf + 1] as usize]
    }

    /// The entry of an applicant at a leaf.
    #[must_use]
    pub fn entry_at(&self, applicant: u32, leaf: u32) -> Option<u32> {
        self.span(applicant).find(|&at| leaf_of(self.entries[at]) == leaf).map(|at| at as u32)
    }

    /// Position of an entry on its applicant's own list, from 1.
    #[must_use]
    pub fn listed_rank(&self, applicant: u32, entry: u32) -> u32 {
        self.listed
            .get(entry as usize)
            .map_or(entry - self.pref_start[applicant as usize] + 1, |&rank| u32::from(rank))
    }

    /// Whether a place keeps its holders against equals, so that only a strictly better applicant would be taken.
    #[must_use]
    pub fn equals_keep(&self) -> bool {
        matches!(self.rule.ties, Ties::ImprovementCycles | Ties::MaxSize | Ties::MaxSizeExact)
    }

    /// The class of equals at a leaf of the candidate with this rank.
    #[must_use]
    pub fn class_at(&self, leaf: u32, rank: u32) -> u32 {
        let at = self.leaf_start[leaf as usize] + rank;
        self.candidate_class.get(at as usize).copied().unwrap_or(rank)
    }

    /// Whether every leaf stands alone: no caps above leaves, no reserves, no slots, no couples, no lower quotas.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.tree.nodes.is_empty()
            && self.crossing.is_empty()
            && self.reserves.is_empty()
            && self.slots.is_empty()
            && self.couples.is_empty()
            && self.lower.is_empty()
    }

    /// Bytes of memory of the arrays.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.applicants.bytes()
            + self.places.bytes()
            + 4 * (self.capacity.len()
                + self.pref_start.len()
                + self.leaf_start.len()
                + self.candidates.len())
            + 8 * self.entries.len()
            + 2 * self.listed.len()
            + 4 * (self.candidate_class.len() + self.entry_class.len())
    }
}

/// Rows of lists of different length, one after another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// Where each row begins; one more than there are rows.
    pub start: Vec<u32>,
    /// The items of all rows.
    pub item: Vec<u32>,
    /// Class of equals of each item within its row, from 0; empty when nothing is tied.
    pub class: Vec<u32>,
}

impl Rows {
    /// No rows.
    #[must_use]
    pub fn new() -> Self {
        Self { start: vec![0], item: Vec::new(), class: Vec::new() }
    }

    /// Ends the current row.
    pub fn close(&mut self) {
        self.start.push(self.item.len() as u32);
    }

    fn span(&self, row: usize) -> std::ops::Range<usize> {
        self.start[row] as usize..self.start[row + 1] as usize
    }
}

/// The two sides of a market before they are joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// For each applicant the leaves asked for, best first.
    pub asks: Rows,
    /// Position on the applicant's own list of each ask, from 1; empty when it is the order.
    pub listed: Vec<u16>,
    /// For each leaf the applicants accepted, best first.
    pub accepts: Rows,
}

/// Keeps what both sides want and gives each entry its rank.
///
/// # Errors
/// When there are 2³² entries or more.
pub fn join(sides: &Sides, flat: &mut Flat) -> Result<(), Problems> {
    let people = sides.asks.start.len() - 1;
    let leaves = sides.accepts.start.len() - 1;
    if sides.asks.item.len() >= NONE as usize || sides.accepts.item.len() >= NONE as usize {
        return Err(Problems::one("market", "there are 2³² entries or more", "split the market"));
    }
    let mut back_start = vec![0u32; people + 1];
    for &applicant in &sides.accepts.item {
        back_start[applicant as usize + 1] += 1;
    }
    for at in 0..people {
        back_start[at + 1] += back_start[at];
    }
    let mut fill = back_start.clone();
    let mut back = vec![(0u32, 0u32); sides.accepts.item.len()];
    for leaf in 0..leaves {
        for at in sides.accepts.span(leaf) {
            let cursor = &mut fill[sides.accepts.item[at] as usize];
            back[*cursor as usize] = (leaf as u32, at as u32);
            *cursor += 1;
        }
    }
    let mut mutual = vec![false; sides.accepts.item.len()];
    let mut kept: Vec<(u32, u32)> = Vec::with_capacity(sides.asks.item.len());
    let mut dropped = false;
    flat.pref_start = vec![0];
    flat.listed = Vec::new();
    flat.entry_class = Vec::new();
    for person in 0..people {
        let own = &back[back_start[person] as usize..back_start[person + 1] as usize];
        let span = sides.asks.span(person);
        for at in span.clone() {
            let leaf = sides.asks.item[at];
            if let Ok(found) = own.binary_search_by_key(&leaf, |&(leaf, _)| leaf) {
                mutual[own[found].1 as usize] = true;
                kept.push((leaf, own[found].1));
                let listed = sides.listed.get(at).copied();
                flat.listed.push(
                    listed
                        .unwrap_or_else(|| u16::try_from(at - span.start + 1).unwrap_or(u16::MAX)),
                );
                if let Some(&class) = sides.asks.class.get(at) {
                    flat.entry_class.push(class);
                }
            } else {
                dropped = true;
            }
        }
        flat.pref_start.push(kept.len() as u32);
    }
    if !dropped && sides.listed.is_empty() {
        flat.listed = Vec::new();
    }
    let mut rank = vec![0u32; sides.accepts.item.len()];
    flat.leaf_start = vec![0];
    flat.candidates = Vec::with_capacity(kept.len());
    flat.candidate_class = Vec::new();
    for leaf in 0..leaves {
        let start = flat.candidates.len();
        for at in sides.accepts.span(leaf) {
            if mutual[at] {
                rank[at] = (flat.candidates.len() - start) as u32;
                flat.candidates.push(sides.accepts.item[at]);
                if let Some(&class) = sides.accepts.class.get(at) {
                    flat.candidate_class.push(class);
                }
            }
        }
        flat.leaf_start.push(flat.candidates.len() as u32);
    }
    flat.entries = kept
        .into_iter()
        .map(|(leaf, at)| (u64::from(leaf) << 32) | u64::from(rank[at as usize]))
        .collect();
    Ok(())
}

/// Who got what: for each applicant the number of an entry in [`Flat::entries`], or [`NONE`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Entry of each applicant.
    pub entry: Vec<u32>,
}

impl Assignment {
    /// Nobody has a place.
    #[must_use]
    pub fn empty(flat: &Flat) -> Self {
        Self { entry: vec![NONE; flat.people()] }
    }

    /// The leaf of an applicant's place.
    #[must_use]
    pub fn leaf(&self, flat: &Flat, applicant: u32) -> Option<u32> {
        let entry = self.entry[applicant as usize];
        (entry != NONE).then(|| leaf_of(flat.entries[entry as usize]))
    }

    /// How many applicants have a place.
    #[must_use]
    pub fn placed(&self) -> usize {
        self.entry.iter().filter(|&&entry| entry != NONE).count()
    }

    /// Ranks held at each leaf, best first.
    #[must_use]
    pub fn held(&self, flat: &Flat) -> Vec<Vec<u32>> {
        let mut held = vec![Vec::new(); flat.leaves()];
        for &at in self.entry.iter().filter(|&&at| at != NONE) {
            let entry = flat.entries[at as usize];
            held[leaf_of(entry) as usize].push(rank_of(entry));
        }
        for ranks in &mut held {
            ranks.sort_unstable();
        }
        held
    }
}
