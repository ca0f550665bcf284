//! Lower quotas of programmes that no cap, line or slot joins to others.
//!
//! *Close or fill*: a programme has at least its lower quota or nobody, and a closed one has fewer applicants who would rather
//! be there than its lower quota (Biró, Fleiner, Irving, Manlove 2010). Whether such an answer exists is NP-complete; all
//! sets of closed programmes are tried, the smallest first. For one set deferred acceptance is enough: a programme that
//! stands alone holds as many in every stable answer (Roth 1986; Hatfield, Milgrom 2005 for other choices), and in the
//! best one for applicants the fewest want to leave. Under caps that is not so; there `exact.rs` searches.
//!
//! *Extended seats*: the lower quota of each programme is filled from regular places, and extended places together take only
//! as many as there are applicants beyond all lower quotas (Fragiadakis, Iwasaki, Troyan, Ueda, Yokoo 2016). Every
//! lower quota is met when everybody accepts everybody; places may be left empty that somebody would rather have.

use crate::check::Checker;
use crate::engine::crossing::Standing;
use crate::engine::{self, joined};
use crate::flat::{Assignment, Flat, NONE, Sides, leaf_of, rank_of};
use crate::tree::{Child, Node, Origin, Tree, Yield};

/// Runs of deferred acceptance times entries that the search for closed programmes may cost.
pub const CLOSING_BUDGET: u64 = 2_000_000_000;

/// How lower quotas are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LowerRule {
    /// At least the lower quota or closed.
    #[default]
    CloseOrFill,
    /// Every lower quota, by extended seats.
    ExtendedSeats,
}

impl LowerRule {
    /// The word for it in a market.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::CloseOrFill => "close-or-fill-exact",
            Self::ExtendedSeats => "extended-seats",
        }
    }
}

/// Runs the rule.
#[must_use]
pub fn run(flat: &Flat, rule: LowerRule) -> Assignment {
    match rule {
        LowerRule::CloseOrFill => close_or_fill(flat),
        LowerRule::ExtendedSeats => extended_seats(flat),
    }
}

/// Leaves that may have to close.
fn doubtful(flat: &Flat) -> Vec<u32> {
    (0..flat.leaves() as u32).filter(|&leaf| flat.lower[leaf as usize] > 0).collect()
}

/// What the search for closed programmes may cost at most.
#[must_use]
pub fn closing_cost(flat: &Flat) -> u64 {
    let sets = 1u64.checked_shl(doubtful(flat).len() as u32).unwrap_or(u64::MAX);
    sets.saturating_mul(flat.entries.len() as u64 + 1)
}

fn close_or_fill(flat: &Flat) -> Assignment {
    let doubtful = doubtful(flat);
    let mut sets: Vec<u64> = (0..1u64 << doubtful.len().min(40)).collect();
    sets.sort_by_key(|set| (set.count_ones(), *set));
    let mut fallback: Option<Assignment> = None;
    for set in sets {
        let mut open = flat.clone();
        for (at, &leaf) in doubtful.iter().enumerate() {
            if set >> at & 1 == 1 {
                open.capacity[leaf as usize] = 0;
                open.reserves.remove(&leaf);
            }
        }
        open.lower.clear();
        let answer = engine::run(&open);
        if !filled(flat, &answer) {
            continue;
        }
        if closed_with_enough(flat, &answer).is_empty() {
            return answer;
        }
        if fallback.as_ref().is_none_or(|other| answer.placed() > other.placed()) {
            fallback = Some(answer);
        }
    }
    fallback.unwrap_or_else(|| Assignment::empty(flat))
}

/// Whether every programme has nobody or at least its lower quota.
#[must_use]
pub fn filled(flat: &Flat, answer: &Assignment) -> bool {
    let held = answer.held(flat);
    held.iter()
        .zip(&flat.lower)
        .all(|(held, &lower)| held.is_empty() || held.len() >= lower as usize)
}

/// Whether a programme is closed: nobody is there and it needs several.
pub(crate) fn shut(flat: &Flat, checker: &Checker<'_>, leaf: u32) -> bool {
    flat.lower_rule == LowerRule::CloseOrFill
        && flat.lower.get(leaf as usize).is_some_and(|&lower| lower > 0)
        && checker.count(leaf) == 0
}

/// Closed programmes that enough applicants would rather have to open them, with how many want each: those whom the
/// programme and every cap above it would take one at a time.
#[must_use]
pub fn closed_with_enough(flat: &Flat, answer: &Assignment) -> Vec<(u32, u32)> {
    if flat.lower.is_empty() || flat.lower_rule != LowerRule::CloseOrFill {
        return Vec::new();
    }
    let checker = Checker::new(flat, answer);
    let standing = Standing::new(flat, answer);
    let mut wanting = vec![0u32; flat.leaves()];
    for who in 0..flat.people() as u32 {
        let own = answer.entry[who as usize];
        for entry in flat.span(who).take_while(|&entry| entry as u32 != own) {
            let leaf = leaf_of(flat.entries[entry]);
            let taken = shut(flat, &checker, leaf)
                && checker.refusal(who, entry as u32).is_none()
                && standing.full(who, leaf).is_none();
            wanting[leaf as usize] += u32::from(taken);
        }
    }
    (0..flat.leaves() as u32)
        .filter(|&leaf| shut(flat, &checker, leaf) && flat.capacity[leaf as usize] > 0)
        .filter(|&leaf| wanting[leaf as usize] >= flat.lower[leaf as usize])
        .map(|leaf| (leaf, wanting[leaf as usize]))
        .collect()
}

/// Why lower quotas cannot all be met by extended seats, if so.
#[must_use]
pub fn unmeetable(flat: &Flat) -> Option<String> {
    let needed: u64 = flat.lower.iter().map(|&lower| u64::from(lower)).sum();
    let people = flat.people() as u64;
    let places: u64 = flat.capacity.iter().map(|&capacity| u64::from(capacity)).sum();
    let complete = flat.entries.len() as u64 == people * flat.leaves() as u64;
    match () {
        () if needed > people => {
            Some(format!("the lower quotas ask for {needed} applicants and there are {people}"))
        }
        () if places < people => Some(format!("there are {places} places for {people} applicants")),
        () if !complete => {
            Some("somebody does not accept or is not accepted everywhere".to_owned())
        }
        () => None,
    }
}

fn extended_seats(flat: &Flat) -> Assignment {
    let Some(double) = doubled(flat) else { return Assignment::empty(flat) };
    let answer = joined::run(&double);
    let mut own = Assignment::empty(flat);
    for (who, &entry) in answer.entry.iter().enumerate().filter(|(_, entry)| **entry != NONE) {
        own.entry[who] = flat.pref_start[who] + (entry - double.pref_start[who]) / 2;
    }
    own
}

/// Applicants who would be taken at a regular or an extended place that they prefer, where the best ranked holders of a
/// programme have its regular places.
#[must_use]
pub fn extended_blocking(flat: &Flat, answer: &Assignment) -> Vec<u32> {
    let Some(double) = doubled(flat) else { return Vec::new() };
    let mut apart = Assignment::empty(&double);
    for (leaf, ranks) in answer.held(flat).iter().enumerate() {
        for (position, &rank) in ranks.iter().enumerate() {
            let who = flat.competitors(leaf as u32)[rank as usize] as usize;
            let extended = u32::from(position as u32 >= double.capacity[2 * leaf]);
            let entry = answer.entry[who] - flat.pref_start[who];
            apart.entry[who] = double.pref_start[who] + 2 * entry + extended;
        }
    }
    let checker = Checker::new(&double, &apart);
    checker.blocking().into_iter().map(|(who, _)| who).collect()
}

/// Doubles every leaf into regular and extended places, with one cap over all extended ones.
fn doubled(flat: &Flat) -> Option<Flat> {
    let needed: u32 = flat.lower.iter().sum();
    let mut double = Flat {
        applicants: flat.applicants.clone(),
        places: flat.places.clone(),
        ..Flat::default()
    };
    let mut sides = Sides {
        asks: crate::flat::Rows::new(),
        listed: Vec::new(),
        accepts: crate::flat::Rows::new(),
    };
    for who in 0..flat.people() as u32 {
        for entry in flat.span(who) {
            let leaf = leaf_of(flat.entries[entry]);
            sides.asks.item.extend([2 * leaf, 2 * leaf + 1]);
        }
        sides.asks.close();
    }
    for leaf in 0..flat.leaves() {
        let lower = flat.lower[leaf].min(flat.capacity[leaf]);
        double.capacity.extend([lower, flat.capacity[leaf] - lower]);
        for _ in 0..2 {
            sides.accepts.item.extend_from_slice(flat.competitors(leaf as u32));
            sides.accepts.close();
        }
    }
    crate::flat::join(&sides, &mut double).ok()?;
    let extended: Vec<u32> = flat.places.sorted().into_iter().map(|leaf| 2 * leaf + 1).collect();
    let leaf_parent =
        (0..2 * flat.leaves()).map(|leaf| if leaf % 2 == 1 { 0 } else { NONE }).collect();
    let node = Node {
        name: "extended".to_owned(),
        origin: Origin::Quota,
        cap: (flat.people() as u32).saturating_sub(needed),
        floor: 0,
        children: extended.iter().map(|&leaf| Child::Leaf(leaf)).collect(),
        yields: Yield::Precedence,
        parent: NONE,
        leaves: extended,
    };
    double.tree = Tree { nodes: vec![node], leaf_parent };
    Some(double)
}

/// Applicants whom a programme ranks before somebody it holds and who would rather be there.
#[must_use]
pub fn envy(flat: &Flat, answer: &Assignment) -> Vec<(u32, u32)> {
    let held = answer.held(flat);
    let mut found = Vec::new();
    for who in 0..flat.people() as u32 {
        let own = answer.entry[who as usize];
        for entry in flat.span(who).take_while(|&entry| entry as u32 != own) {
            let packed = flat.entries[entry];
            if held[leaf_of(packed) as usize].last().is_some_and(|&worst| rank_of(packed) < worst) {
                found.push((who, entry as u32));
            }
        }
    }
    found
}
