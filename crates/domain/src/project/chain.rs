//! What the dependencies say: which milestone can be reached from which day on, and which of them decide that.
//!
//! The chain never overwrites what people say. It is computed from it and shown beside it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;

use super::slip::is_rough;
use super::{Dependency, Project};
use crate::id::MilestoneId;

/// What the milestones before one say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The first day on which it can be reached.
    pub not_before: Date,
    /// That day if everything before it comes as late as its words allow; nothing, where something before it has no
    /// day, or only a rough one.
    pub at_latest: Option<Date>,
    /// The milestone directly before it that decides the day.
    pub by: MilestoneId,
    /// Milestones on the way to it that nobody has given a day for.
    pub undated: BTreeSet<MilestoneId>,
}

/// When a milestone is reached at the earliest, by the chain and by its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finish {
    /// What the chain says; nothing for a milestone that waits for none.
    pub(super) chain: Option<Chain>,
    /// The first day.
    pub(super) earliest: Date,
    latest: Option<Date>,
    undated: BTreeSet<MilestoneId>,
}

/// A day so many days later; the last day of the calendar where there is none.
fn plus(day: Date, days: u16) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(Date::MAX)
}

/// The way along dependencies from one milestone to another, both included; the shortest, and of those the first in
/// order of ids. Nothing when there is none.
pub(super) fn way(
    dependencies: &[Dependency],
    from: MilestoneId,
    to: MilestoneId,
) -> Option<Vec<MilestoneId>> {
    let mut came: BTreeMap<MilestoneId, MilestoneId> = BTreeMap::new();
    let mut edge = vec![from];
    while !edge.is_empty() && !came.contains_key(&to) {
        let mut next = BTreeSet::new();
        for at in edge {
            for after in dependencies.iter().filter(|d| d.before == at).map(|d| d.after) {
                if after != from && !came.contains_key(&after) {
                    came.insert(after, at);
                    next.insert(after);
                }
            }
        }
        edge = next.into_iter().collect();
    }
    let mut path = vec![to];
    let mut at = to;
    while at != from {
        at = *came.get(&at)?;
        path.push(at);
    }
    path.reverse();
    Some(path)
}

/// The milestones so that each stands behind all it waits for; of those that could come next the lowest id first.
pub(super) fn in_order(project: &Project) -> Vec<MilestoneId> {
    let mut waits: BTreeMap<MilestoneId, usize> =
        project.milestones.iter().map(|said| (said.what.id, 0)).collect();
    for dependency in project.dependencies() {
        if let Some(count) = waits.get_mut(&dependency.after) {
            *count += 1;
        }
    }
    let mut free: BTreeSet<MilestoneId> =
        waits.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    let mut order = Vec::with_capacity(waits.len());
    while let Some(next) = free.pop_first() {
        order.push(next);
        for dependency in project.dependencies().filter(|d| d.before == next) {
            if let Some(count) = waits.get_mut(&dependency.after) {
                *count -= 1;
                if *count == 0 {
                    free.insert(dependency.after);
                }
            }
        }
    }
    order
}

/// When each milestone is reached at the earliest, as seen on a day.
///
/// Rule: what is reached counts with its day. What is not cannot be reached before the day asked about, before the day
/// people give for it, nor before everything it waits for plus the days between them. What has no day holds the
/// others up by nothing that is known, and is named as missing.
pub(super) fn finishes(project: &Project, day: Date) -> BTreeMap<MilestoneId, Finish> {
    let mut done: BTreeMap<MilestoneId, Finish> = BTreeMap::new();
    for id in in_order(project) {
        let finish = finish(project, id, day, &done);
        done.insert(id, finish);
    }
    done
}

fn finish(
    project: &Project,
    id: MilestoneId,
    day: Date,
    before: &BTreeMap<MilestoneId, Finish>,
) -> Finish {
    let chain = chain(project, id, before);
    if let Some(on) = project.reached(id).and_then(|said| said.what.on) {
        let (earliest, latest) = (on.first_day(), Some(on.last_day()));
        return Finish { chain, earliest, latest, undated: BTreeSet::new() };
    }
    let word = project.expected(id).and_then(|said| said.what.on);
    let mut undated = chain.as_ref().map(|c| c.undated.clone()).unwrap_or_default();
    let earliest = word.map_or(day, |on| on.first_day().max(day));
    let latest = word.filter(|on| !is_rough(*on)).map(|on| on.last_day().max(day));
    if word.is_none() {
        undated.insert(id);
    }
    match &chain {
        None => Finish { chain, earliest, latest, undated },
        Some(c) => {
            let earliest = earliest.max(c.not_before);
            let latest = latest.zip(c.at_latest).map(|(own, chain)| own.max(chain));
            Finish { chain, earliest, latest, undated }
        }
    }
}

fn chain(
    project: &Project,
    id: MilestoneId,
    before: &BTreeMap<MilestoneId, Finish>,
) -> Option<Chain> {
    let mut found: Option<Chain> = None;
    let mut waits: Vec<&Dependency> = project.dependencies().filter(|d| d.after == id).collect();
    waits.sort_unstable();
    for dependency in waits {
        let Some(finish) = before.get(&dependency.before) else { continue };
        let not_before = plus(finish.earliest, dependency.lag);
        let at_latest = finish.latest.map(|day| plus(day, dependency.lag));
        match &mut found {
            None => {
                found = Some(Chain {
                    not_before,
                    at_latest,
                    by: dependency.before,
                    undated: finish.undated.clone(),
                });
            }
            Some(chain) => {
                if not_before > chain.not_before {
                    (chain.not_before, chain.by) = (not_before, dependency.before);
                }
                chain.at_latest = chain.at_latest.zip(at_latest).map(|(a, b)| a.max(b));
                chain.undated.extend(&finish.undated);
            }
        }
    }
    found
}

/// The milestones that decide when the last open one can be reached, first to last.
///
/// Rule: from the open milestone whose earliest day is the latest, back over the one that decides that day, as long as
/// it is open too and decides it. Empty where nothing waits for anything, or where the way begins at a milestone that
/// nobody has given a day for: then it would say no more than that today is today.
pub(super) fn critical(
    project: &Project,
    finishes: &BTreeMap<MilestoneId, Finish>,
) -> Vec<MilestoneId> {
    let open = |id: &MilestoneId| project.reached(*id).is_none();
    let mut last: Option<(MilestoneId, &Finish)> = None;
    // Of two that are reached on one day the one that stands behind the other ends the chain.
    for id in in_order(project).into_iter().filter(open) {
        let Some(finish) = finishes.get(&id) else { continue };
        let waits = |f: &Finish| f.chain.as_ref().is_some_and(|c| c.not_before == f.earliest);
        let key = |f: &Finish| (f.earliest, waits(f));
        if last.is_none_or(|(_, held)| key(finish) >= key(held)) {
            last = Some((id, finish));
        }
    }
    let mut path = Vec::new();
    while let Some((id, finish)) = last {
        path.push(id);
        let by = finish.chain.as_ref().filter(|c| c.not_before == finish.earliest).map(|c| c.by);
        last = by.filter(open).and_then(|by| Some((by, finishes.get(&by)?)));
    }
    path.reverse();
    let dated = |id: &MilestoneId| project.expected(*id).is_some_and(|said| said.what.on.is_some());
    if path.len() < 2 || !path.first().is_some_and(dated) { Vec::new() } else { path }
}
