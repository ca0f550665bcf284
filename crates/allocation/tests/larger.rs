//! Markets too large to enumerate: whatever the features, the checker finds nothing to say against the answer, and the
//! order of proposals does not change it.

#![expect(clippy::panic, reason = "helpers of tests stop the test")]

use std::fmt::Write as _;

use kelisim_allocation::after;
use kelisim_allocation::check::Checker;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine::{self, joined};
use kelisim_allocation::flat::{Assignment, Flat, NONE};
use kelisim_allocation::read::json;
use kelisim_allocation::reserve::Reserves;
use kelisim_allocation::synth::Random;

const TYPES: [&str; 4] = ["n", "r", "s", "w"];

fn shuffled<T: Clone>(random: &mut Random, items: &[T]) -> Vec<T> {
    let mut all = items.to_vec();
    for at in (1..all.len()).rev() {
        all.swap(at, random.below(at as u64 + 1) as usize);
    }
    all
}

/// Programmes with reserves of four types, or with three lines, under three levels of caps.
fn market(random: &mut Random, programmes: u64, caps: bool) -> String {
    let people: Vec<String> = (0..30 + random.below(90)).map(|at| format!("a{at}")).collect();
    let mut places = Vec::new();
    let mut out = String::from("{\"programmes\":{");
    for number in 0..programmes {
        let comma = if number == 0 { "" } else { "," };
        let listed = shuffled(random, &people);
        let _ = write!(out, "{comma}\"p{number}\":{{\"prefs\":{listed:?},");
        if random.below(3) == 0 {
            let lines: Vec<String> = (0..3)
                .map(|line| format!("{{\"name\":\"l{line}\",\"places\":{}}}", 1 + random.below(4)))
                .collect();
            let _ = write!(
                out,
                "\"capacity\":{},\"lines\":[{}]}}",
                2 + random.below(6),
                lines.join(",")
            );
            places.extend((0..3).map(|line| format!("p{number}:l{line}")));
            continue;
        }
        let kind = ["soft", "hard"][random.below(2) as usize];
        let order = ["reserved-first", "open-first"][random.below(2) as usize];
        let kept: Vec<u64> = TYPES.iter().map(|_| random.below(3)).collect();
        let capacity = kept.iter().sum::<u64>() + random.below(6);
        let reserves: Vec<String> = TYPES
            .iter()
            .zip(&kept)
            .map(|(name, places)| {
                format!("{{\"type\":{name:?},\"places\":{places},\"kind\":{kind:?}}}")
            })
            .collect();
        let _ = write!(
            out,
            "\"capacity\":{capacity},\"precedence\":{order:?},\"reserves\":[{}]}}",
            reserves.join(",")
        );
        places.push(format!("p{number}"));
    }
    out.push_str("},\"applicants\":{");
    for (at, id) in people.iter().enumerate() {
        let own: Vec<&str> = TYPES.into_iter().filter(|_| random.below(10) < 3).collect();
        let mut prefs = shuffled(random, &places);
        prefs.truncate(2 + random.below(6) as usize);
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(out, "{comma}{id:?}:{{\"prefs\":{prefs:?},\"types\":{own:?}}}");
    }
    out.push_str("},\"quotas\":[");
    if caps {
        out.push_str(&quotas(random, programmes));
    }
    out.push_str("]}");
    out
}

/// Groups of programmes, groups of these, and one cap over all; in wide markets the groups have many members.
fn quotas(random: &mut Random, programmes: u64) -> String {
    let mut below: Vec<String> = (0..programmes).map(|at| format!("p{at}")).collect();
    let mut parts = Vec::new();
    let first = if programmes > 20 { 20 } else { 3 };
    for (level, size) in [(0, first), (1, 2), (2, usize::MAX)] {
        let mut above = Vec::new();
        for (number, members) in below.chunks(size.min(below.len())).enumerate() {
            let cap = 4 + random.below(12);
            let rule = if random.below(2) == 0 {
                let targets: Vec<String> = members
                    .iter()
                    .map(|member| {
                        format!("{member:?}:{}", random.below(cap / members.len() as u64 + 1))
                    })
                    .collect();
                format!("\"targets\":{{{}}}", targets.join(","))
            } else {
                format!("\"precedence\":{:?}", shuffled(random, members))
            };
            let id = format!("q{level}{number}");
            parts.push(format!("{{\"id\":{id:?},\"members\":{members:?},\"cap\":{cap},{rule}}}"));
            above.push(id);
        }
        below = above;
    }
    parts.join(",")
}

fn read(text: &str, seed: u64) -> Flat {
    let market = json::read("market", text.as_bytes())
        .unwrap_or_else(|problem| panic!("seed {seed}: {problem}"));
    compile(&market, &Sealed::default())
        .unwrap_or_else(|problems| panic!("seed {seed}: {problems}\n{text}"))
}

#[test]
fn whoever_stays_is_untouched_and_beside_lines_nobody_else_is_worse_off() {
    let mut moved = 0;
    for seed in 0..400 {
        let mut random = Random(seed);
        let programmes = 3 + random.below(6);
        let flat = read(&market(&mut random, programmes, false), seed);
        let before = engine::run(&flat);
        let mut stays = Vec::new();
        let mut out = Vec::new();
        for who in 0..flat.people() as u32 {
            match (random.below(4), before.leaf(&flat, who)) {
                (0, Some(leaf)) if seed % 2 == 0 || !flat.reserves.contains_key(&leaf) => {
                    stays.push((who, leaf));
                }
                (1, _) if random.below(4) == 0 => out.push(who),
                _ => {}
            }
        }
        let by_merit = |own: &Reserves| own.open_first && own.hard;
        let open_first =
            stays.iter().any(|(_, leaf)| flat.reserves.get(leaf).is_some_and(by_merit));
        let rest = match after::remaining(&flat, &stays, &out) {
            Err(problems) if open_first => {
                assert!(problems.to_string().contains("open places first"), "seed {seed}");
                continue;
            }
            other => other.unwrap_or_else(|problems| panic!("seed {seed}: {problems}")),
        };
        let answer = engine::run(&rest);
        let checker = Checker::new(&rest, &answer);
        assert_eq!(checker.violations(), Vec::<String>::new(), "seed {seed}");
        assert_eq!(checker.blocking(), [], "seed {seed}");
        // All together are within the rules of the whole market.
        let mut whole = Assignment::empty(&flat);
        for who in 0..flat.people() as u32 {
            let stayed = stays.iter().find(|(other, _)| *other == who).map(|&(_, leaf)| leaf);
            let leaf = answer.leaf(&rest, who).or(stayed);
            assert!(stayed.is_none_or(|stayed| leaf == Some(stayed)), "seed {seed}");
            let entry = leaf.and_then(|leaf| flat.entry_at(who, leaf)).unwrap_or(NONE);
            whole.entry[who as usize] = entry;
            if seed % 2 == 1 && !out.contains(&who) {
                assert!(entry <= before.entry[who as usize], "seed {seed}: {who} is worse off");
                moved += usize::from(entry < before.entry[who as usize]);
            }
        }
        assert_eq!(Checker::new(&flat, &whole).violations(), Vec::<String>::new(), "seed {seed}");
    }
    assert!(moved > 100, "{moved} moved");
}

#[test]
fn where_nobody_stays_and_nobody_is_out_all_is_left() {
    for seed in 0..50 {
        let mut random = Random(seed);
        let flat = read(&market(&mut random, 5, true), seed);
        let rest = after::remaining(&flat, &[], &[]).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!((&rest.entries, &rest.tree), (&flat.entries, &flat.tree));
    }
}

#[test]
fn reserves_and_lines_under_three_levels_of_caps_are_stable_in_any_order_of_proposals() {
    for seed in 0..600 {
        let mut random = Random(seed);
        let programmes = if seed % 5 == 0 { 24 } else { 3 + random.below(6) };
        let text = market(&mut random, programmes, seed % 4 != 0);
        let flat = read(&text, seed);
        let answer = engine::run(&flat);
        let checker = Checker::new(&flat, &answer);
        assert_eq!(checker.violations(), Vec::<String>::new(), "seed {seed}\n{text}");
        assert_eq!(checker.blocking(), [], "seed {seed}\n{text}");
        let people: Vec<u32> = (0..flat.people() as u32).collect();
        assert_eq!(joined::run_from(&flat, shuffled(&mut random, &people)), answer, "seed {seed}");
    }
}
