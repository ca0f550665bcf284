//! Quotas that cross, against every matching of small markets.

use kelisim_allocation::after;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::engine::crossing;
use kelisim_allocation::flat::{Assignment, Flat, NONE, leaf_of, rank_of};
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::read::json;
use kelisim_allocation::synth::Random;

fn shuffled(random: &mut Random, items: &[&str], least: usize) -> Vec<String> {
    let mut all: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
    for at in (1..all.len()).rev() {
        all.swap(at, random.below(at as u64 + 1) as usize);
    }
    all.truncate(least + random.below((items.len() - least) as u64 + 1) as usize);
    all
}

fn market(random: &mut Random, nested: bool) -> String {
    let people = ["a", "b", "c", "d"];
    let places = ["p", "q", "r"];
    let master = shuffled(random, &people, 4);
    let applicants: Vec<String> = people
        .iter()
        .map(|id| format!("{id:?}:{{\"prefs\":{:?}}}", shuffled(random, &places, 0)))
        .collect();
    let programmes: Vec<String> = places
        .iter()
        .map(|id| {
            let own = if nested { master.clone() } else { shuffled(random, &people, 2) };
            format!("{id:?}:{{\"capacity\":{},\"prefs\":{own:?}}}", random.below(3))
        })
        .collect();
    let members = if nested {
        ["[\"p\",\"q\"]", "[\"p\",\"q\",\"r\"]"]
    } else {
        ["[\"p\",\"q\"]", "[\"q\",\"r\"]"]
    };
    let quotas: Vec<String> = members
        .iter()
        .enumerate()
        .map(|(at, members)| {
            let cap = 1 + random.below(2);
            let floor = if nested { 0 } else { random.below(4).saturating_sub(2).min(cap) };
            let order = if nested { master.clone() } else { shuffled(random, &people, 4) };
            format!("{{\"id\":\"k{at}\",\"members\":{members},\"cap\":{cap},\"floor\":{floor},\"order\":{order:?}}}")
        })
        .collect();
    format!(
        "{{\"applicants\":{{{}}},\"programmes\":{{{}}},\"quotas\":[{}],\"rules\":{{\"overlapping\":\"exact\"}}}}",
        applicants.join(","),
        programmes.join(","),
        quotas.join(",")
    )
}

/// Blocking pairs by definition, people without a place, sum of ranks; `None` when a cap or floor is broken. Those who are
/// `settled` ask for nothing, are let go by nobody and are not counted.
fn worth(flat: &Flat, answer: &Assignment, settled: &[u32]) -> Option<(usize, usize, u64)> {
    let moves = |who: usize| !settled.contains(&(who as u32));
    let leaf = |who: usize| answer.leaf(flat, who as u32);
    let everyone = 0..flat.people();
    let at = |place: u32| everyone.clone().filter(move |&who| leaf(who) == Some(place));
    if (0..flat.leaves() as u32)
        .any(|place| at(place).count() > flat.capacity[place as usize] as usize)
    {
        return None;
    }
    let inside = |set: usize| {
        everyone.clone().filter(move |&who| {
            leaf(who).is_some_and(|leaf| flat.crossing[set].leaves.contains(&leaf))
        })
    };
    for (number, set) in flat.crossing.iter().enumerate() {
        let used = inside(number).count();
        if used > set.cap as usize || used < set.floor as usize {
            return None;
        }
    }
    let (mut blocking, mut ranks) = (0, 0);
    for who in everyone.clone().filter(|&who| moves(who)) {
        let own = answer.entry[who];
        if own != NONE {
            ranks += u64::from(flat.listed_rank(who as u32, own));
        }
        for entry in flat.span(who as u32).take_while(|&entry| entry as u32 != own) {
            let (place, rank) = (leaf_of(flat.entries[entry]), rank_of(flat.entries[entry]));
            let rank_at = |other: usize| {
                flat.entry_at(other as u32, place)
                    .map_or(0, |entry| rank_of(flat.entries[entry as usize]))
            };
            let pool = at(place).count() < flat.capacity[place as usize] as usize
                || at(place).any(|other| moves(other) && rank_at(other) > rank);
            let sets = (0..flat.crossing.len())
                .filter(|&set| flat.crossing[set].leaves.contains(&place))
                .all(|set| {
                    let order = &flat.crossing[set].order;
                    inside(set).any(|other| other == who)
                        || inside(set).count() < flat.crossing[set].cap as usize
                        || inside(set).any(|other| moves(other) && order[other] > order[who])
                });
            blocking += usize::from(pool && sets);
        }
    }
    let without = everyone.filter(|&who| moves(who) && answer.entry[who] == NONE).count();
    Some((blocking, without, ranks))
}

fn each(flat: &Flat, who: usize, answer: &mut Assignment, visit: &mut impl FnMut(&Assignment)) {
    if who == flat.people() {
        return visit(answer);
    }
    for entry in flat.span(who as u32).map(|entry| entry as u32).chain([NONE]) {
        answer.entry[who] = entry;
        each(flat, who + 1, answer, visit);
    }
}

#[test]
fn the_answer_is_the_best_of_all_by_definition() {
    let (mut unstable, mut impossible) = (0, 0);
    for seed in 0..1500 {
        let text = market(&mut Random(seed), false);
        let read = json::read("m", text.as_bytes()).unwrap();
        let compiled = compile(&read, &Sealed::default());
        let Ok(flat) = compiled else {
            let problems = compiled.unwrap_err().to_string();
            assert!(problems.contains("within all caps"), "{problems}\n{text}");
            impossible += 1;
            continue;
        };
        let answer = engine::run(&flat);
        let mut best = None;
        each(&flat, 0, &mut Assignment::empty(&flat), &mut |other| {
            if let Some(worth) = worth(&flat, other, &[]) {
                best = Some(best.map_or(worth, |best: (usize, usize, u64)| best.min(worth)));
                assert_eq!(crossing::blocking(&flat, other).len(), worth.0, "{other:?}\n{text}");
            }
        });
        assert_eq!(worth(&flat, &answer, &[]), best, "{answer:?}\n{text}");
        let outcome = Outcome::new(&flat, &answer);
        assert_eq!(outcome.stable(), best.is_some_and(|best| best.0 == 0), "{text}");
        unstable += usize::from(!outcome.stable());
    }
    assert!(unstable > 0 && impossible > 0, "{unstable} unstable, {impossible} impossible");
}

#[test]
fn what_is_left_beside_those_who_stay_is_given_as_well_as_can_be() {
    let (mut stayed, mut impossible, mut moved) = (0, 0, 0);
    for seed in 0..1000 {
        let mut random = Random(seed);
        let text = market(&mut random, false);
        let read = json::read("m", text.as_bytes()).unwrap();
        let Ok(flat) = compile(&read, &Sealed::default()) else { continue };
        let before = engine::run(&flat);
        let (mut stays, mut out) = (Vec::new(), Vec::new());
        for who in 0..flat.people() as u32 {
            match (random.below(3), before.leaf(&flat, who)) {
                (0, Some(leaf)) => stays.push((who, leaf)),
                (1, _) if random.below(2) == 0 => out.push(who),
                _ => {}
            }
        }
        let settled: Vec<u32> =
            out.iter().copied().chain(stays.iter().map(|&(who, _)| who)).collect();
        let mut best = None;
        each(&flat, 0, &mut Assignment::empty(&flat), &mut |other| {
            let kept = stays.iter().all(|&(who, leaf)| other.leaf(&flat, who) == Some(leaf))
                && out.iter().all(|&who| other.leaf(&flat, who).is_none());
            if let (true, Some(worth)) = (kept, worth(&flat, other, &settled)) {
                best = Some(best.map_or(worth, |best: (usize, usize, u64)| best.min(worth)));
            }
        });
        let rest = after::remaining(&flat, &stays, &out).unwrap();
        let Ok(answer) = after::again(&rest) else {
            assert_eq!(best, None, "seed {seed}\n{text}");
            impossible += 1;
            continue;
        };
        let mut whole = Assignment::empty(&flat);
        for (who, leaf) in (0..).zip(after::together(&rest, &answer, &stays)) {
            let entry = leaf.and_then(|leaf| flat.entry_at(who, leaf));
            whole.entry[who as usize] = entry.unwrap_or(NONE);
        }
        assert!(stays.iter().all(|&(who, leaf)| whole.leaf(&flat, who) == Some(leaf)));
        assert_eq!(worth(&flat, &whole, &settled), best, "seed {seed} {stays:?} {out:?}\n{text}");
        stayed += usize::from(!stays.is_empty());
        moved += usize::from(whole != before);
    }
    assert!(stayed > 300 && impossible > 0 && moved > 50, "{stayed} {impossible} {moved}");
}

#[test]
fn nested_quotas_by_one_order_have_a_stable_answer_which_is_found_either_way() {
    for seed in 0..500 {
        let text = market(&mut Random(seed), true);
        let run = |text: &str| {
            let flat =
                compile(&json::read("m", text.as_bytes()).unwrap(), &Sealed::default()).unwrap();
            let answer = engine::run(&flat);
            let stable = Outcome::new(&flat, &answer).stable();
            (answer, stable)
        };
        let (exact, nested) = (run(&text), run(&text.replace("exact", "refuse")));
        assert!(exact.1 && nested.1, "{text}");
        assert_eq!(exact.0.placed(), nested.0.placed(), "{text}");
    }
}

#[test]
fn what_exact_cannot_hold_is_refused_by_name() {
    let text = r#"{"applicants":{"a":{"prefs":["p"]}},"programmes":{"p":{"capacity":1,"prefs":["a"]},"q":{"capacity":1,"prefs":["a"]}},
        "quotas":[{"id":"k","members":["p","q"],"cap":1,"precedence":["p","q"]}],"rules":{"overlapping":"exact"}}"#;
    let problems =
        compile(&json::read("m", text.as_bytes()).unwrap(), &Sealed::default()).unwrap_err();
    assert!(problems.to_string().contains("quotas.k"), "{problems}");
}
