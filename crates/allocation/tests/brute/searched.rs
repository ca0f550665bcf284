//! Rules under which a stable answer need not exist: sets that cross, couples and lower quotas, each beside whatever else a
//! market may have. The answer must be the best of all by definition.

use kelisim_allocation::check::Checker;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine::couples::{self, CoupleRule};
use kelisim_allocation::engine::{self, crossing, lower};
use kelisim_allocation::flat::{Assignment, Flat, NONE, leaf_of};
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::read::json;
use kelisim_allocation::tree::Yield;

use super::mixed::{Beside, combinations, market};
use super::oracle::{self, Root};
use super::random::Random;
use super::rounds;

/// A body that takes people by an order: a set, and beside couples also a pool, a cap or a lead.
struct Body {
    limit: usize,
    floor: usize,
    leaves: Vec<u32>,
    position: Vec<usize>,
}

fn bodies(flat: &Flat) -> Vec<Body> {
    let mut all = Vec::new();
    for set in &flat.crossing {
        all.push(Body {
            limit: set.cap as usize,
            floor: set.floor as usize,
            leaves: set.leaves.clone(),
            position: set.order.iter().map(|&at| at as usize).collect(),
        });
    }
    if flat.couples.is_empty() {
        return all;
    }
    for (number, node) in flat.tree.nodes.iter().enumerate() {
        let binds = flat.tree.can_give_way(number as u32, &flat.capacity);
        if let (Yield::Merit(order), true) = (&node.yields, binds) {
            all.push(Body {
                limit: node.cap as usize,
                floor: 0,
                leaves: node.leaves.clone(),
                position: order.iter().map(|&at| at as usize).collect(),
            });
        }
    }
    for leaf in 0..flat.leaves() as u32 {
        let mut position = vec![usize::MAX; flat.people()];
        for (rank, &who) in flat.competitors(leaf).iter().enumerate() {
            position[who as usize] = rank;
        }
        let limit = flat.capacity[leaf as usize] as usize;
        all.push(Body { limit, floor: 0, leaves: vec![leaf], position });
    }
    all
}

/// Whether a body takes the members of a unit at their new leaves together.
fn takes(body: &Body, now: &[Option<u32>], unit: &[u32], new: &[Option<u32>]) -> bool {
    let inside = |leaf: Option<u32>| leaf.is_some_and(|leaf| body.leaves.contains(&leaf));
    let others: Vec<usize> = (0..now.len())
        .filter(|&who| inside(now[who]) && !unit.contains(&(who as u32)))
        .map(|who| body.position[who])
        .collect();
    let wanted = unit.iter().zip(new).filter(|(_, leaf)| inside(**leaf));
    let (stay, come): (Vec<u32>, Vec<u32>) =
        wanted.map(|(&who, _)| who).partition(|&who| inside(now[who as usize]));
    let come: Vec<usize> = come.iter().map(|&who| body.position[who as usize]).collect();
    let free = body.limit.saturating_sub(others.len() + stay.len());
    match come.as_slice() {
        [] => true,
        _ if come.len() <= free => true,
        [one] => others.iter().any(|other| other > one),
        [one, two] if free == 1 => others.iter().any(|other| other > one || other > two),
        [one, two] => others.iter().enumerate().any(|(at, first)| {
            others.iter().enumerate().any(|(to, second)| at != to && first > one && second > two)
        }),
        _ => unreachable!("a couple has two members"),
    }
}

/// Trouble by definition, people without a place, sum of ranks; `None` when a limit is broken.
fn worth(
    flat: &Flat,
    roots: &[Root],
    bodies: &[Body],
    answer: &Assignment,
) -> Option<(usize, usize)> {
    let now: Vec<Option<u32>> =
        (0..flat.people() as u32).map(|who| answer.leaf(flat, who)).collect();
    let held: Vec<(u32, u32)> = (0u32..)
        .zip(&answer.entry)
        .filter(|(_, entry)| **entry != NONE)
        .map(|(who, &entry)| (who, entry))
        .collect();
    let count = |leaves: &[u32]| now.iter().flatten().filter(|leaf| leaves.contains(leaf)).count();
    let kept: usize = roots.iter().map(|root| oracle::choose(flat, root, &held).len()).sum();
    let broken = bodies.iter().any(|body| {
        let used = count(&body.leaves);
        used > body.limit || used < body.floor
    });
    let low = (0..flat.leaves()).any(|leaf| {
        let lower = flat.lower.get(leaf).copied().unwrap_or(0) as usize;
        (1..lower).contains(&count(&[leaf as u32]))
    });
    let joint = flat.couples.iter().all(|couple| {
        let pair = couple.members.map(|who| now[who as usize].unwrap_or(NONE));
        pair == [NONE, NONE] || couple.prefs.contains(&pair)
    });
    if kept != held.len() || broken || low || !joint {
        return None;
    }
    let without = answer.entry.iter().filter(|&&entry| entry == NONE).count();
    if !flat.couples.is_empty() {
        return Some((blocking_units(flat, bodies, &now), without));
    }
    let shut = |leaf: u32| {
        flat.lower.get(leaf as usize).is_some_and(|&lower| lower > 0) && count(&[leaf]) == 0
    };
    let mut trouble = 0;
    let mut wanting = vec![0; flat.leaves()];
    for who in 0..flat.people() as u32 {
        let own = answer.entry[who as usize];
        for entry in flat.span(who).map(|entry| entry as u32).take_while(|&entry| entry != own) {
            let leaf = leaf_of(flat.entries[entry as usize]);
            let mut with = held.clone();
            with.push((who, entry));
            let chosen =
                roots.iter().any(|root| oracle::choose(flat, root, &with).contains(&(who, entry)));
            let sets = bodies.iter().all(|body| takes(body, &now, &[who], &[Some(leaf)]));
            let taken = usize::from(chosen && sets);
            if shut(leaf) {
                wanting[leaf as usize] += taken;
            } else {
                trouble += taken;
            }
        }
    }
    for leaf in (0..flat.leaves() as u32).filter(|&leaf| shut(leaf)) {
        let lower = flat.lower[leaf as usize] as usize;
        trouble += usize::from(flat.capacity[leaf as usize] > 0 && wanting[leaf as usize] >= lower);
    }
    Some((trouble, without))
}

fn blocking_units(flat: &Flat, bodies: &[Body], now: &[Option<u32>]) -> usize {
    let accepts = |who: u32, leaf: u32| leaf == NONE || flat.competitors(leaf).contains(&who);
    let place = |leaf: u32| (leaf != NONE).then_some(leaf);
    let mut count = 0;
    for couple in &flat.couples {
        let own = couple.members.map(|who| now[who as usize].unwrap_or(NONE));
        let better = couple.prefs.iter().take_while(|pair| **pair != own).filter(|pair| {
            accepts(couple.members[0], pair[0]) && accepts(couple.members[1], pair[1])
        });
        let mut taken = better.map(|pair| pair.map(place)).filter(|new| {
            *new != [None, None] && bodies.iter().all(|body| takes(body, now, &couple.members, new))
        });
        count += usize::from(taken.next().is_some());
    }
    for who in 0..flat.people() as u32 {
        if flat.couples.iter().any(|couple| couple.members.contains(&who)) {
            continue;
        }
        let leaves = flat.span(who).map(|entry| leaf_of(flat.entries[entry]));
        let mut better = leaves.map(Some).take_while(|leaf| *leaf != now[who as usize]);
        count += usize::from(
            better.any(|leaf| bodies.iter().all(|body| takes(body, now, &[who], &[leaf]))),
        );
    }
    count
}

#[test]
fn the_search_gives_the_best_answer_by_definition_for_every_set_of_features() {
    let (mut unstable, mut stable, mut impossible) = (0, 0, 0);
    for (number, (beside, exact)) in combinations().into_iter().enumerate() {
        let mut random = Random(5000 + number as u64);
        for _ in 0..rounds() / 12 {
            let text = market(&mut random, beside, exact);
            let read = json::read("m", text.as_bytes()).unwrap();
            let flat = match compile(&read, &Sealed::default()) {
                Ok(flat) => flat,
                Err(problems) => {
                    let problems = problems.to_string();
                    assert!(problems.contains("no answer is within"), "{problems}\n{text}");
                    impossible += 1;
                    continue;
                }
            };
            let (roots, bodies) = (oracle::roots(&flat), bodies(&flat));
            let answer = engine::run(&flat);
            let mut best: Option<(usize, usize)> = None;
            oracle::every(&flat, |other| {
                let Some(worth) = worth(&flat, &roots, &bodies, other) else { return };
                best = Some(best.map_or(worth, |best| best.min(worth)));
                let found = if flat.couples.is_empty() {
                    assert!(
                        Checker::new(&flat, other).violations().is_empty(),
                        "{other:?}\n{text}"
                    );
                    crossing::blocking(&flat, other).len()
                        + lower::closed_with_enough(&flat, other).len()
                } else {
                    couples::blocks(&flat, other).len()
                };
                assert_eq!(found, worth.0, "{other:?}\n{text}");
            });
            let own = worth(&flat, &roots, &bodies, &answer);
            let (own, best) = (own.unwrap_or_else(|| panic!("{answer:?}\n{text}")), best.unwrap());
            let repaired = !flat.couples.is_empty() && flat.couple_rule == CoupleRule::RothPeranson;
            if !repaired {
                // Repairs that end without trouble are not searched for a larger answer.
                let same = own.0 == best.0 && (own == best || (beside.couples && own.0 == 0));
                assert!(same, "{own:?} {best:?} {answer:?}\n{text}");
            }
            assert_eq!(Outcome::new(&flat, &answer).stable(), own.0 == 0, "{text}");
            if own.0 == 0 {
                stable += 1;
            } else {
                unstable += 1;
            }
        }
    }
    assert!(unstable > 20 && stable > 500 && impossible > 0, "{unstable} {stable} {impossible}");
}

/// Beside caps, reserves and lines elsewhere, closing programmes one set after another finds an answer whenever there is one.
#[test]
fn lower_quotas_that_stand_alone_are_met_beside_reserves_lines_and_caps_elsewhere() {
    let (mut stable, mut without) = (0, 0);
    let mut random = Random(6000);
    for _ in 0..rounds() / 3 {
        let beside = Beside { lower: true, lines: true, reserves: true, ..Beside::default() };
        let text = market(&mut random, beside, false);
        let rule = ["\"precedence\":[\"r:x\",\"r:y\"]", "\"targets\":{\"r:x\":1}"][random.below(2)];
        let from = text.find("\"quotas\"").unwrap();
        let to = text.find("\"rules\"").unwrap();
        let text = format!(
            "{}\"quotas\":[{{\"id\":\"k\",\"members\":[\"r:x\",\"r:y\"],\"cap\":1,{rule}}}],{}",
            &text[..from],
            &text[to..]
        );
        let flat = super::flat_of(&text);
        let (roots, bodies) = (oracle::roots(&flat), bodies(&flat));
        let answer = engine::run(&flat);
        let mut fewest = usize::MAX;
        oracle::every(&flat, |other| {
            if let Some((trouble, _)) = worth(&flat, &roots, &bodies, other) {
                fewest = fewest.min(trouble);
            }
        });
        let own = worth(&flat, &roots, &bodies, &answer);
        let (own, _) = own.unwrap_or_else(|| panic!("{answer:?}\n{text}"));
        assert_eq!(own == 0, fewest == 0, "{answer:?}\n{text}");
        assert_eq!(Outcome::new(&flat, &answer).stable(), own == 0, "{text}");
        if own == 0 {
            stable += 1;
        } else {
            without += 1;
        }
    }
    assert!(stable > 100 && without > 0, "{stable} {without}");
}
