//! The market that is left once some places are taken for good: for supplementary rounds and for reruns after
//! withdrawals, with binding acceptances fixed.
//!
//! Whoever has accepted for good keeps their place and asks for nothing more; whoever is out asks for nothing. A pool
//! has one place fewer for each who stays, and so has every cap above it; a member's target is what is left of it, not
//! below zero; a floor counts whoever stays. In a pool with reserved places those who stay are seated by its rule, and of
//! each type as many places are left as they do not use.
//!
//! Two rules cannot say what is left. Where places of a programme rank differently, and where a pool fills open places
//! first and keeps reserved ones empty, whoever stays and whoever comes may each fit beside the others, and the rule, asked
//! about all of them at once, would still seat somebody else in their stead: it goes by merit among all, not by who came
//! first.

use std::collections::BTreeMap;

use crate::engine;
use crate::engine::exact::{self, Found};
use crate::engine::vacancy::without;
use crate::flat::{Assignment, Flat, Mechanism, rank_of};
use crate::problem::Problems;
use crate::reserve::Reserves;
use crate::tree::{Child, Origin, Yield};

/// Someone who stays for good: applicant and leaf.
pub type Stays = (u32, u32);

/// What is left of a market. Applicants keep their numbers; those who stay or are out have no entries.
///
/// # Errors
/// Why it cannot be said what is left, or who cannot stay.
pub fn remaining(flat: &Flat, stays: &[Stays], out: &[u32]) -> Result<Flat, Problems> {
    let mut problems = Problems::new();
    whole(flat, stays, out, &mut problems);
    let gone: Vec<u32> = out.iter().copied().chain(stays.iter().map(|&(who, _)| who)).collect();
    let mut left = without(flat, &gone);
    let mut kept: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for &(applicant, leaf) in stays {
        take(flat, &mut left, applicant, leaf, &mut problems);
        if flat.reserves.contains_key(&leaf) {
            match flat.entry_at(applicant, leaf) {
                Some(entry) => {
                    kept.entry(leaf).or_default().push(rank_of(flat.entries[entry as usize]));
                }
                None => not_accepted(flat, applicant, leaf, &mut problems),
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    for (leaf, mut ranks) in kept {
        ranks.sort_unstable();
        if let Some(reserves) = left.reserves.get_mut(&leaf) {
            let used = reserves.used(&ranks, flat.capacity[leaf as usize]);
            for ((_, places), used) in reserves.types.iter_mut().zip(used) {
                *places -= used;
            }
        }
    }
    Ok(left)
}

/// One more place of a leaf, and of the programme whose line it is; caps over several programmes stay as they are.
///
/// # Errors
/// Where places of the programme rank differently, so that a new one needs an order of its own.
pub fn one_more(flat: &mut Flat, leaf: u32) -> Result<(), Problems> {
    if flat.slots.iter().any(|programme| programme.leaves.contains(&leaf)) {
        return Err(Problems::one(
            flat.places.get(leaf),
            "its places rank differently, and nothing says how one more would",
            "add a slot with its `order` to the market and run `kelisim allocate` on it",
        ));
    }
    flat.capacity[leaf as usize] += 1;
    if let Some(&programme) = flat.programme_of.get(leaf as usize) {
        flat.programme_capacity[programme as usize] += 1;
    }
    let above: Vec<u32> = flat.tree.above(leaf).collect();
    for number in above {
        let node = &mut flat.tree.nodes[number as usize];
        node.cap += u32::from(node.origin == Origin::Programme);
    }
    Ok(())
}

/// Runs the rule on what is left.
///
/// # Errors
/// Where quotas may cross: when no answer keeps all caps and floors beside those who stay, or when there are too many to
/// look at.
pub fn again(rest: &Flat) -> Result<Assignment, Problems> {
    if rest.crossing.is_empty() {
        return Ok(engine::run(rest));
    }
    match exact::run(rest) {
        Found::Best(answer) => Ok(answer),
        Found::Nothing => Err(Problems::one(
            "quotas",
            "beside those who stay no answer is within all caps, floors and lower quotas",
            "let fewer stay, or lower a floor",
        )),
        Found::TooMany => Err(Problems::one(
            "rules.overlapping",
            "there are too many answers for `exact` to look at",
            "let more stay, or nest the quotas",
        )),
    }
}

/// Where everybody is once what was left has been given: whoever stays beside the answer of [`remaining`]'s market.
#[must_use]
pub fn together(rest: &Flat, answer: &Assignment, stays: &[Stays]) -> Vec<Option<u32>> {
    let mut now: Vec<Option<u32>> =
        (0..rest.people() as u32).map(|who| answer.leaf(rest, who)).collect();
    stays.iter().for_each(|&(who, leaf)| now[who as usize] = Some(leaf));
    now
}

/// Features under which it cannot be said what is left.
fn whole(flat: &Flat, stays: &[Stays], out: &[u32], problems: &mut Problems) {
    let mut refuse = |what: &str| {
        problems.add("market", what, "run `kelisim allocate` on the market as it is now");
    };
    let named = |who: &u32| out.contains(who) || stays.iter().any(|(other, _)| other == who);
    if flat.couples.iter().any(|couple| couple.members.iter().any(named)) {
        refuse("a couple's joint list cannot be met in part");
    }
    if !flat.owned.is_empty() || flat.rule.mechanism == Mechanism::TopTradingCycles {
        refuse("an exchange of places has no rounds on what is left");
    }
    let by_merit = |own: &Reserves| own.open_first && own.hard;
    if stays.iter().any(|(_, leaf)| flat.reserves.get(leaf).is_some_and(by_merit)) {
        refuse("somebody stays in a pool that fills open places first and keeps the others empty");
    }
    if !flat.slots.is_empty() && !stays.is_empty() {
        refuse("whoever stays may hold any of the places that rank differently");
    }
    let mut met = vec![false; flat.people()];
    for &(applicant, _) in stays {
        if std::mem::replace(&mut met[applicant as usize], true) {
            let who = flat.applicants.get(applicant);
            problems.add("accepted", format!("`{who}` is named twice"), "name everybody once");
        }
    }
}

fn not_accepted(flat: &Flat, applicant: u32, leaf: u32, problems: &mut Problems) {
    problems.add(
        "accepted",
        format!(
            "`{}` is not accepted at `{}`",
            flat.applicants.get(applicant),
            flat.places.get(leaf)
        ),
        "keep whoever stays on both lists",
    );
}

/// Takes one place for good out of a leaf and out of every cap above it.
fn take(flat: &Flat, left: &mut Flat, applicant: u32, leaf: u32, problems: &mut Problems) {
    let mut short = |name: &str| {
        problems.add(
            "accepted",
            format!(
                "`{}` stays at `{name}`, which has no place left",
                flat.applicants.get(applicant)
            ),
            "give the market with the places it had",
        );
    };
    match left.capacity[leaf as usize].checked_sub(1) {
        Some(fewer) => left.capacity[leaf as usize] = fewer,
        None => short(flat.places.get(leaf)),
    }
    if let Some(lower) = left.lower.get_mut(leaf as usize) {
        *lower = lower.saturating_sub(1);
    }
    if let Some(&programme) = left.programme_of.get(leaf as usize) {
        let whole = &mut left.programme_capacity[programme as usize];
        *whole = whole.saturating_sub(1);
    }
    for set in left.crossing.iter_mut().filter(|set| set.leaves.contains(&leaf)) {
        match set.cap.checked_sub(1) {
            Some(fewer) => set.cap = fewer,
            None => short(&set.name),
        }
        set.floor = set.floor.saturating_sub(1);
    }
    let mut child = Child::Leaf(leaf);
    for number in flat.tree.above(leaf) {
        let node = &mut left.tree.nodes[number as usize];
        match node.cap.checked_sub(1) {
            Some(fewer) => node.cap = fewer,
            None => short(&node.name),
        }
        node.floor = node.floor.saturating_sub(1);
        if let (Yield::Targets(targets), Some(at)) =
            (&mut node.yields, node.children.iter().position(|&other| other == child))
        {
            targets[at] = targets[at].saturating_sub(1);
        }
        child = Child::Node(number);
    }
}
