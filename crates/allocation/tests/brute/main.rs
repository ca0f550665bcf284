//! Engines against definitions: every matching of small random markets is enumerated.
//!
//! `KELISIM_BRUTE=1000000 cargo test --release -p kelisim-allocation --test brute` runs that many markets a feature.

#![expect(clippy::panic, reason = "helpers of tests stop the test")]

mod efficient;
mod equals;
mod mixed;
mod oracle;
mod random;
mod searched;

use kelisim_allocation::check::Checker;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine::{self, joined, plain};
use kelisim_allocation::flat::{Assignment, Flat, NONE, leaf_of};
use kelisim_allocation::read::json;
use random::{Caps, Features, PLAIN, Parts, Random};

fn rounds() -> u64 {
    std::env::var("KELISIM_BRUTE").ok().and_then(|text| text.parse().ok()).unwrap_or(900)
}

fn flat(parts: &Parts) -> Flat {
    flat_of(&parts.json())
}

fn flat_of(text: &str) -> Flat {
    let market =
        json::read("market", text.as_bytes()).unwrap_or_else(|problem| panic!("{problem}\n{text}"));
    compile(&market, &Sealed::default()).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

fn combinations() -> Vec<Features> {
    let mut all = Vec::new();
    for caps in [Caps::None, Caps::Merit, Caps::Targets, Caps::Precedence, Caps::Mixed, Caps::Lead]
    {
        let ordered = matches!(caps, Caps::Merit | Caps::Mixed | Caps::Lead);
        for reserves in [false, true] {
            for lines in [false, true] {
                if ordered && (reserves || lines) {
                    continue;
                }
                for ties in [false, true] {
                    if ordered && ties {
                        continue;
                    }
                    all.push(Features { caps, reserves, lines, ties, slots: false });
                }
            }
        }
    }
    for (reserves, lines) in [(false, false), (true, false), (false, true), (true, true)] {
        all.push(Features { slots: true, reserves, lines, ..PLAIN });
    }
    all
}

fn better_or_same(assignment: &Assignment, other: &Assignment) -> bool {
    assignment.entry.iter().zip(&other.entry).all(|(own, other)| own <= other)
}

#[test]
fn the_engine_gives_the_applicant_optimal_stable_matching_and_the_checker_agrees_with_the_definition()
 {
    for (number, features) in combinations().into_iter().enumerate() {
        let mut random = Random(number as u64);
        let mut met = 0;
        for _ in 0..rounds() {
            let parts = random::market(&mut random, features);
            let flat = flat(&parts);
            let roots = oracle::roots(&flat);
            let answer = engine::run(&flat);
            let text = parts.json();
            assert!(
                oracle::stable(&flat, &roots, &answer),
                "{features:?} unstable {answer:?}\n{text}"
            );
            oracle::every(&flat, |matching| {
                let checker = Checker::new(&flat, matching);
                let by_checker = checker.violations().is_empty() && checker.blocking().is_empty();
                let by_definition = oracle::stable(&flat, &roots, matching);
                let ordered = matches!(features.caps, Caps::Merit | Caps::Mixed | Caps::Lead);
                // Where a common order rules, the checker also lets an applicant move within the cap; see `check`.
                if ordered {
                    assert!(!by_checker || by_definition, "{features:?} {matching:?}\n{text}");
                } else {
                    assert_eq!(by_checker, by_definition, "{features:?} {matching:?}\n{text}");
                }
                if matching == &answer {
                    assert!(by_checker, "{features:?} {matching:?}\n{text}");
                }
                if by_definition {
                    met += 1;
                    if !features.slots {
                        assert!(
                            better_or_same(&answer, matching),
                            "{features:?} {answer:?} {matching:?}\n{text}"
                        );
                    }
                }
            });
        }
        assert!(met > 0);
    }
}

#[test]
fn programmes_proposing_gives_the_stable_matching_that_is_worst_for_every_applicant() {
    let mut differ = 0;
    for (number, features) in combinations().into_iter().enumerate() {
        if features.slots {
            continue;
        }
        let mut random = Random(3000 + number as u64);
        for _ in 0..rounds() {
            let parts = random::market(&mut random, features);
            let flat = flat(&parts);
            let roots = oracle::roots(&flat);
            let worst = joined::programmes_propose(&flat);
            let text = parts.json();
            assert!(oracle::stable(&flat, &roots, &worst), "{features:?} {worst:?}\n{text}");
            let checker = Checker::new(&flat, &worst);
            assert!(checker.violations().is_empty() && checker.blocking().is_empty(), "{text}");
            differ += usize::from(worst != engine::run(&flat));
            oracle::every(&flat, |matching| {
                if oracle::stable(&flat, &roots, matching) {
                    assert!(
                        better_or_same(matching, &worst),
                        "{features:?} {worst:?} {matching:?}\n{text}"
                    );
                }
            });
        }
    }
    assert!(differ > 100, "{differ}");
}

#[test]
fn the_order_of_proposals_does_not_matter() {
    for (number, features) in combinations().into_iter().enumerate() {
        let mut random = Random(1000 + number as u64);
        for _ in 0..rounds() {
            let flat = flat(&random::market(&mut random, features));
            let answer = engine::run(&flat);
            let mut people: Vec<u32> = (0..flat.people() as u32).collect();
            random.shuffle(&mut people);
            assert_eq!(joined::run_from(&flat, people.clone()), answer);
            if flat.is_plain() {
                assert_eq!(plain::propose_from(&flat, people), answer);
            }
        }
    }
}

#[test]
fn ranking_truthfully_never_loses_whatever_else_one_could_write() {
    for (number, features) in combinations().into_iter().enumerate() {
        let mut random = Random(2000 + number as u64);
        for _ in 0..rounds() / 30 {
            let parts = random::market(&mut random, features);
            let truth = flat(&parts);
            let honest = engine::run(&truth);
            for liar in 0..parts.prefs.len() {
                let own = &parts.prefs[liar];
                let value = |flat: &Flat, answer: &Assignment| {
                    let entry = answer.entry[liar];
                    (entry != NONE)
                        .then(|| flat.places.get(leaf_of(flat.entries[entry as usize])).to_owned())
                        .map_or(usize::MAX, |name| {
                            own.iter().position(|group| group[0] == name).unwrap_or(usize::MAX)
                        })
                };
                let true_value = value(&truth, &honest);
                for report in reports(own) {
                    let mut lie = parts.clone();
                    lie.prefs[liar] = report;
                    let lied = flat(&lie);
                    assert!(
                        value(&lied, &engine::run(&lied)) >= true_value,
                        "{features:?} {}",
                        parts.json()
                    );
                }
            }
        }
    }
}

/// Every order of every subset.
fn reports(own: &[Vec<String>]) -> Vec<Vec<Vec<String>>> {
    let mut all = vec![Vec::new()];
    for (at, first) in own.iter().enumerate() {
        let mut others = own.to_vec();
        others.remove(at);
        for mut rest in reports(&others) {
            rest.insert(0, first.clone());
            all.push(rest);
        }
    }
    all
}

#[test]
fn in_a_plain_market_all_stable_matchings_fill_the_same_places_with_the_same_people() {
    let mut random = Random(7);
    for _ in 0..rounds() * 4 {
        let parts = random::market(&mut random, PLAIN);
        let flat = flat(&parts);
        let roots = oracle::roots(&flat);
        let best = engine::run(&flat);
        let worst = plain::programmes_propose(&flat);
        assert!(oracle::stable(&flat, &roots, &worst));
        oracle::every(&flat, |matching| {
            if oracle::stable(&flat, &roots, matching) {
                assert!(
                    better_or_same(matching, &worst),
                    "programmes proposing is the worst stable for applicants"
                );
                for (own, other) in matching.entry.iter().zip(&best.entry) {
                    assert_eq!(*own == NONE, *other == NONE, "rural hospitals");
                }
                let (held, other) = (matching.held(&flat), best.held(&flat));
                for leaf in 0..flat.leaves() {
                    assert_eq!(held[leaf].len(), other[leaf].len());
                    if held[leaf].len() < flat.capacity[leaf] as usize {
                        assert_eq!(
                            held[leaf], other[leaf],
                            "a place left empty has the same people (Roth 1986)"
                        );
                    }
                }
            }
        });
    }
}

#[test]
fn a_cap_over_one_programme_is_a_smaller_capacity() {
    let mut random = Random(8);
    for _ in 0..rounds() {
        let parts = random::market(&mut random, PLAIN);
        let cap = random.below(3);
        let mut capped = parts.clone();
        capped.rest = format!(
            "{},\"quotas\":[{{\"id\":\"q\",\"members\":[\"p0\"],\"cap\":{cap}}}]",
            parts.rest
        );
        let mut smaller = flat(&parts);
        smaller.capacity[0] = smaller.capacity[0].min(cap as u32);
        assert_eq!(engine::run(&flat(&capped)), engine::run(&smaller));
    }
}

#[test]
fn under_one_common_order_deferred_acceptance_serial_dictatorship_and_trading_cycles_agree() {
    let mut random = Random(9);
    for _ in 0..rounds() {
        let people = 2 + random.below(4);
        let mut order: Vec<String> = (0..people).map(|at| format!("a{at}")).collect();
        random.shuffle(&mut order);
        let places = ["p0".to_owned(), "p1".to_owned(), "p2".to_owned()];
        let applicants: Vec<String> = (0..people)
            .map(|at| format!("\"a{at}\":{{\"prefs\":{:?}}}", random.some(&places, 0)))
            .collect();
        let programmes: Vec<String> = places
            .iter()
            .map(|id| format!("\"{id}\":{{\"capacity\":{}}}", random.below(3)))
            .collect();
        let run = |mechanism: &str| {
            let text = format!(
                "{{\"applicants\":{{{}}},\"programmes\":{{{}}},\"order\":{order:?},\"rules\":{{\"mechanism\":\"{mechanism}\"}}}}",
                applicants.join(","),
                programmes.join(",")
            );
            let flat =
                compile(&json::read("m", text.as_bytes()).unwrap(), &Sealed::default()).unwrap();
            engine::run(&flat)
        };
        let answer = run("deferred-acceptance");
        assert_eq!(answer, run("serial-dictatorship"));
        assert_eq!(answer, run("top-trading-cycles"));
    }
}
