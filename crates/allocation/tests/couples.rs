//! Couples: what blocks, the repaired answer, and the answer with the fewest blocking units.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine::couples::{CoupleRule, blocking, run};
use kelisim_allocation::flat::{Assignment, Flat, NONE};
use kelisim_allocation::read::json;
use kelisim_allocation::synth::Random;

fn flat(text: &str) -> Flat {
    compile(&json::read("m", text.as_bytes()).unwrap(), &Sealed::default())
        .unwrap_or_else(|problems| unreachable!("{problems}\n{text}"))
}

/// Klaus, Klijn 2005, in the manner of Roth 1984: one couple, one single, two places, and no stable answer.
#[test]
fn where_no_stable_answer_exists_it_is_reported_and_the_fewest_block() {
    let text = r#"{"applicants":{"c1":{},"c2":{},"s":{"prefs":["h1","h2"]}},
        "programmes":{"h1":{"capacity":1,"prefs":["c1","s"]},"h2":{"capacity":1,"prefs":["s","c2"]}},
        "couples":[{"members":["c1","c2"],"prefs":[["h1","h2"]]}],"rules":{"couples":"exact"}}"#;
    let market = flat(text);
    let answer = run(&market, CoupleRule::Exact);
    assert_eq!(blocking(&market, &answer).len(), 1);
    assert!(!blocking(&market, &run(&market, CoupleRule::RothPeranson)).is_empty());
}

#[test]
fn a_programme_with_one_place_left_takes_a_couple_of_whom_one_is_better_than_a_holder() {
    let market = |list: &str| {
        flat(&format!(
            r#"{{"applicants":{{"a":{{}},"b":{{}},"x":{{"prefs":["h"]}}}},"programmes":{{"h":{{"capacity":2,"prefs":[{list}]}}}},
            "couples":[{{"members":["a","b"],"prefs":[["h","h"]]}}]}}"#
        ))
    };
    let takes_couple = |list: &str| {
        let flat = market(list);
        let mut only_x = Assignment::empty(&flat);
        only_x.entry[2] = flat.pref_start[2];
        !blocking(&flat, &only_x).is_empty()
    };
    assert!(takes_couple(r#""a","x","b""#));
    assert!(takes_couple(r#""a","b","x""#));
    assert!(!takes_couple(r#""x","a","b""#));
}

/// What blocks, written once more from the definition with sets of people.
fn blocks_by_definition(flat: &Flat, answer: &Assignment) -> bool {
    let at = |who: u32| answer.leaf(flat, who);
    let rank = |who: u32, leaf: u32| flat.competitors(leaf).iter().position(|&other| other == who);
    let holders = |leaf: u32| -> Vec<u32> {
        (0..flat.people() as u32).filter(|&who| at(who) == Some(leaf)).collect()
    };
    let free = |leaf: u32, leaving: usize| {
        flat.capacity[leaf as usize] as usize + leaving - holders(leaf).len()
    };
    let prefers = |leaf: u32, who: u32, other: u32| rank(who, leaf) < rank(other, leaf);
    let member = |who: u32| flat.couples.iter().any(|couple| couple.members.contains(&who));
    let takes_one = |leaf: u32, who: u32, partner: Option<u32>| {
        let leaving = usize::from(partner.is_some_and(|partner| at(partner) == Some(leaf)));
        free(leaf, leaving) > 0
            || holders(leaf)
                .iter()
                .any(|&other| Some(other) != partner && prefers(leaf, who, other))
    };
    let single = (0..flat.people() as u32).filter(|&who| !member(who)).any(|who| {
        let better = flat.span(who).take_while(|&entry| entry as u32 != answer.entry[who as usize]);
        better
            .map(|entry| kelisim_allocation::flat::leaf_of(flat.entries[entry]))
            .any(|leaf| takes_one(leaf, who, None))
    });
    single
        || flat.couples.iter().any(|couple| {
            let [a, b] = couple.members;
            let now = [at(a).unwrap_or(NONE), at(b).unwrap_or(NONE)];
            couple.prefs.iter().take_while(|pair| **pair != now).any(|&[p, q]| {
                let acceptable =
                    (p == NONE || rank(a, p).is_some()) && (q == NONE || rank(b, q).is_some());
                if !acceptable {
                    return false;
                }
                if p == q && p != NONE && now[0] != p && now[1] != p {
                    let here = holders(p);
                    return match free(p, 0) {
                        0 => here.iter().any(|&x| {
                            prefers(p, a, x) && here.iter().any(|&y| x != y && prefers(p, b, y))
                        }),
                        1 => here.iter().any(|&x| prefers(p, a, x) || prefers(p, b, x)),
                        _ => true,
                    };
                }
                let stays_beside = |leaf: u32, partner: u32, with: u32| {
                    (with == leaf && at(partner) == Some(leaf)).then_some(partner)
                };
                let one = |who: u32, leaf: u32, partner: u32, with: u32| {
                    if leaf == NONE || at(who) == Some(leaf) {
                        return true;
                    }
                    match stays_beside(leaf, partner, with) {
                        Some(partner) => {
                            free(leaf, 0) > 0
                                || holders(leaf)
                                    .iter()
                                    .any(|&other| other != partner && prefers(leaf, who, other))
                        }
                        None => takes_one(leaf, who, Some(partner)),
                    }
                };
                one(a, p, b, q) && one(b, q, a, p)
            })
        })
}

#[test]
fn answers_and_blocking_agree_with_the_definition_over_every_matching() {
    let mut random = Random(5);
    let (mut without, mut repaired) = (0, 0);
    for _ in 0..400 {
        let places = ["null", "\"h0\"", "\"h1\"", "\"h2\""];
        let ids = ["c1", "c2", "s1", "s2"];
        let mut list = |items: &[&str], least: usize| {
            let mut all: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            for at in (1..all.len()).rev() {
                all.swap(at, random.below(at as u64 + 1) as usize);
            }
            all.truncate(least + random.below((items.len() - least) as u64 + 1) as usize);
            all.join(",")
        };
        let pairs: Vec<String> = places
            .iter()
            .flat_map(|a| places.iter().map(move |b| format!("[{a},{b}]")))
            .skip(1)
            .collect();
        let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
        let joint: String = list(&pairs, 3);
        let singles: Vec<String> = ["s1", "s2"]
            .iter()
            .map(|id| format!("\"{id}\":{{\"prefs\":[{}]}}", list(&places[1..], 1)))
            .collect();
        let quoted = ids.map(|id| format!("\"{id}\""));
        let quoted: Vec<&str> = quoted.iter().map(String::as_str).collect();
        let programmes: Vec<String> = (0..3)
            .map(|at| {
                format!(
                    "\"h{at}\":{{\"capacity\":{},\"prefs\":[{}]}}",
                    at % 2 + 1,
                    list(&quoted, 2)
                )
            })
            .collect();
        let text = format!(
            "{{\"applicants\":{{\"c1\":{{}},\"c2\":{{}},{}}},\"programmes\":{{{}}},\"couples\":[{{\"members\":[\"c1\",\"c2\"],\"prefs\":[{joint}]}}]}}",
            singles.join(","),
            programmes.join(",")
        );
        let flat = flat(&text);
        let mut fewest = usize::MAX;
        each(&flat, 0, &mut Assignment::empty(&flat), &mut |answer| {
            let held = answer.held(&flat);
            if held
                .iter()
                .zip(&flat.capacity)
                .any(|(held, &capacity)| held.len() > capacity as usize)
                || !joint_answer(&flat, answer)
            {
                return;
            }
            let found = blocking(&flat, answer);
            assert_eq!(
                found.is_empty(),
                !blocks_by_definition(&flat, answer),
                "{answer:?}\n{text}"
            );
            fewest = fewest.min(found.len());
        });
        assert_eq!(blocking(&flat, &run(&flat, CoupleRule::Exact)).len(), fewest, "{text}");
        let repair = blocking(&flat, &run(&flat, CoupleRule::RothPeranson)).len();
        without += usize::from(fewest > 0);
        repaired += usize::from(fewest == 0 && repair == 0);
    }
    assert!(without > 0, "no market of the sample lacks a stable answer");
    assert!(repaired * 10 >= (400 - without) * 9, "{repaired} of {} repaired", 400 - without);
}

/// Whether the couple has nothing or a pair of its list.
fn joint_answer(flat: &Flat, answer: &Assignment) -> bool {
    flat.couples.iter().all(|couple| {
        let now = couple.members.map(|who| answer.leaf(flat, who).unwrap_or(NONE));
        now == [NONE, NONE] || couple.prefs.contains(&now)
    })
}

fn each(flat: &Flat, who: usize, answer: &mut Assignment, visit: &mut impl FnMut(&Assignment)) {
    if who == flat.people() {
        visit(answer);
        return;
    }
    for entry in flat.span(who as u32).map(|entry| entry as u32).chain([NONE]) {
        answer.entry[who] = entry;
        each(flat, who + 1, answer, visit);
    }
}
