//! The market that is left once some places are taken for good: for supplementary rounds and for reruns after
//! withdrawals, with binding acceptances fixed.
//!
//! Whoever has accepted for good keeps their place and asks for nothing more; whoever is out asks for nothing. A pool
//! without reserved places has one place fewer for each who stays, and so has every cap above it; a member's target is
//! what is left of it, not below zero. In a pool with reserved places those who stay are ranked first instead, so that
//! the reserved places that they use count as used.

use crate::flat::{Flat, Mechanism, NONE, leaf_of, rank_of};
use crate::problem::Problems;
use crate::tree::{Child, Yield};

/// Someone who stays for good: applicant and leaf.
pub type Stays = (u32, u32);

/// What is left of a market. Applicants keep their numbers; those who stay in a pool with reserved places keep the one
/// entry there, all others who stay or are out have no entries.
///
/// # Errors
/// Why it cannot be said what is left, or who cannot stay.
pub fn remaining(flat: &Flat, stays: &[Stays], out: &[u32]) -> Result<Flat, Problems> {
    let mut problems = Problems::new();
    whole(flat, stays, out, &mut problems);
    let mut left = flat.clone();
    let mut ranked_first: Vec<Stays> = Vec::new();
    for &(applicant, leaf) in stays {
        if flat.reserves.contains_key(&leaf) {
            if flat.entry_at(applicant, leaf).is_none() {
                not_accepted(flat, applicant, leaf, &mut problems);
            }
            ranked_first.push((applicant, leaf));
        } else {
            take(flat, &mut left, applicant, leaf, &mut problems);
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut keeps: Vec<Option<u32>> = vec![Some(NONE); flat.people()];
    out.iter().for_each(|&who| keeps[who as usize] = None);
    for &(applicant, leaf) in stays {
        let kept = flat.reserves.contains_key(&leaf).then_some(leaf);
        keeps[applicant as usize] = kept;
    }
    rank_first(&mut left, &ranked_first);
    ask_again(&mut left, &keeps);
    Ok(left)
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
    if !flat.crossing.is_empty() {
        refuse("its quotas may cross");
    }
    if stays.iter().any(|(_, leaf)| flat.reserves.get(leaf).is_some_and(|own| own.open_first)) {
        refuse("somebody stays in a pool that fills open places first");
    }
    if !flat.slots.is_empty() && !stays.is_empty() {
        refuse("whoever stays may hold any of the places that rank differently");
    }
    let bound = stays.iter().any(|(_, leaf)| {
        flat.reserves.contains_key(leaf)
            && flat.tree.above(*leaf).any(|node| flat.tree.can_give_way(node, &flat.capacity))
    });
    if bound {
        refuse("somebody stays in a pool with reserved places under a cap that can bind");
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

/// Moves whoever stays to the front of their pools.
fn rank_first(left: &mut Flat, first: &[Stays]) {
    if first.is_empty() {
        return;
    }
    let mut front = vec![false; left.candidates.len()];
    for &(applicant, leaf) in first {
        if let Some(entry) = left.entry_at(applicant, leaf) {
            let rank = rank_of(left.entries[entry as usize]);
            front[(left.leaf_start[leaf as usize] + rank) as usize] = true;
        }
    }
    let mut new_rank = vec![0u32; left.candidates.len()];
    for leaf in 0..left.leaves() {
        let span = left.leaf_start[leaf] as usize..left.leaf_start[leaf + 1] as usize;
        let mut order: Vec<usize> = span.clone().collect();
        order.sort_by_key(|&at| !front[at]);
        for (rank, &at) in order.iter().enumerate() {
            new_rank[at] = rank as u32;
        }
        let moved = |column: &[u32]| order.iter().map(|&at| column[at]).collect::<Vec<u32>>();
        let candidates = moved(&left.candidates);
        if let Some(reserves) = left.reserves.get_mut(&(leaf as u32)) {
            reserves.holds = order.iter().map(|&at| reserves.holds[at - span.start]).collect();
        }
        if !left.candidate_class.is_empty() {
            let classes = moved(&left.candidate_class);
            left.candidate_class[span.clone()].copy_from_slice(&classes);
        }
        left.candidates[span].copy_from_slice(&candidates);
    }
    for entry in &mut left.entries {
        let leaf = leaf_of(*entry);
        let rank = new_rank[(left.leaf_start[leaf as usize] + rank_of(*entry)) as usize];
        *entry = u64::from(leaf) << 32 | u64::from(rank);
    }
}

/// Takes entries out: all, all but one leaf, or none where the leaf is [`NONE`].
fn ask_again(left: &mut Flat, keeps: &[Option<u32>]) {
    let old = std::mem::take(&mut left.entries);
    let (listed, classes) =
        (std::mem::take(&mut left.listed), std::mem::take(&mut left.entry_class));
    let start = std::mem::replace(&mut left.pref_start, vec![0]);
    for (applicant, keeps) in keeps.iter().enumerate() {
        for at in start[applicant] as usize..start[applicant + 1] as usize {
            if keeps.is_some_and(|leaf| leaf == NONE || leaf == leaf_of(old[at])) {
                let position = at as u32 - start[applicant] + 1;
                let position = u16::try_from(position).unwrap_or(u16::MAX);
                left.entries.push(old[at]);
                left.listed.push(listed.get(at).copied().unwrap_or(position));
                left.entry_class.extend(classes.get(at));
            }
        }
        left.pref_start.push(left.entries.len() as u32);
    }
}
