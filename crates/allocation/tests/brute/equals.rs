//! Rules for equals against every matching of small markets.

use kelisim_allocation::check::Checker;
use kelisim_allocation::engine::{self, plain, ties};
use kelisim_allocation::flat::{Assignment, Flat, NONE, Ties, leaf_of, rank_of};

use crate::oracle;
use crate::random::{self, Features, PLAIN, Random};
use crate::{better_or_same, flat, rounds};

/// Weakly stable by definition.
fn stable(flat: &Flat, matching: &Assignment) -> bool {
    let held = matching.held(flat);
    let fits =
        held.iter().zip(&flat.capacity).all(|(held, &capacity)| held.len() <= capacity as usize);
    fits && (0..flat.people() as u32).all(|applicant| {
        let own = matching.entry[applicant as usize];
        flat.span(applicant).take_while(|&entry| entry as u32 != own).all(|entry| {
            let (leaf, rank) = (leaf_of(flat.entries[entry]), rank_of(flat.entries[entry]));
            let here = &held[leaf as usize];
            let own_class = flat.class_at(leaf, rank);
            here.len() == flat.capacity[leaf as usize] as usize
                && here.iter().all(|&other| flat.class_at(leaf, other) <= own_class)
        })
    })
}

/// Half of the markets are of one place a programme with complete lists, where cycles are frequent.
fn markets(seed: u64, ties: Ties, mut visit: impl FnMut(&Flat, &str)) {
    let mut random = Random(seed);
    for round in 0..rounds() * 2 {
        let mut parts = random::market(&mut random, Features { ties: true, ..PLAIN });
        if round % 2 == 0 {
            parts.prefs = (0..4)
                .map(|_| {
                    random
                        .some(&["p0", "p1", "p2"].map(str::to_owned), 2)
                        .into_iter()
                        .map(|id| vec![id])
                        .collect()
                })
                .collect();
            parts.types = vec![Vec::new(); 4];
            let all: Vec<String> = (0..4).map(|at| format!("a{at}")).collect();
            let mut list = || {
                let listed = random.some(&all, 3);
                random::in_groups(&mut random, &listed)
            };
            let programmes: Vec<String> = (0..3)
                .map(|at| format!("\"p{at}\":{{\"capacity\":1,\"prefs\":{}}}", list()))
                .collect();
            parts.rest = format!(
                "\"programmes\":{{{}}},\"rules\":{{\"ties\":\"lottery\",\"lottery\":{{\"seed\":\"2a\"}}}}",
                programmes.join(",")
            );
        }
        let mut market = flat(&parts);
        market.rule.ties = ties;
        visit(&market, &parts.json());
    }
}

#[test]
fn improvement_cycles_end_where_no_stable_matching_is_better_for_all() {
    let mut improved = 0;
    markets(31, Ties::ImprovementCycles, |flat, text| {
        let answer = engine::run(flat);
        let drawn = plain::applicants_propose(flat);
        assert!(stable(flat, &answer), "{text}");
        assert!(better_or_same(&answer, &drawn), "{text}");
        improved += usize::from(answer != drawn);
        oracle::every(flat, |matching| {
            let holds = stable(flat, matching);
            let checker = Checker::new(flat, matching);
            assert_eq!(
                checker.violations().is_empty() && checker.blocking().is_empty(),
                holds,
                "{text}"
            );
            if holds && better_or_same(matching, &answer) {
                assert_eq!(matching, &answer, "a stable matching is better for all\n{text}");
            }
        });
    });
    assert!(improved > 0, "no market of the sample needed a cycle");
}

#[test]
fn the_largest_rule_places_two_thirds_of_the_most_that_is_stable() {
    let (mut ours, mut draw, mut most) = (0, 0, 0);
    markets(32, Ties::MaxSize, |flat, text| {
        let answer = engine::run(flat);
        assert!(stable(flat, &answer), "{text}");
        let mut largest = 0;
        oracle::every(flat, |matching| {
            if stable(flat, matching) {
                largest = largest.max(matching.placed());
            }
        });
        assert!(3 * answer.placed() >= 2 * largest, "{text}");
        let exact = ties::max_size_exact(flat);
        assert!(stable(flat, &exact) && exact.placed() == largest, "{text}");
        ours += answer.placed();
        draw += plain::applicants_propose(flat).placed();
        most += largest;
    });
    assert!(draw < ours && ours <= most, "{draw} by draw, {ours} by the rule, {most} at most");
}

/// One place is wanted by two equals of whom one has nowhere else to go.
#[test]
fn the_largest_rule_gives_the_place_to_the_equal_with_nowhere_else_to_go() {
    let text = r#"{"applicants":{"a":{"prefs":["p","q"]},"b":{"prefs":["p"]}},
        "programmes":{"p":{"capacity":1,"prefs":[["a","b"]]},"q":{"capacity":1,"prefs":["a"]}},
        "rules":{"ties":"max-size","lottery":{"order":["a","b"]}}}"#;
    let market = kelisim_allocation::read::json::read("m", text.as_bytes()).unwrap();
    let flat = kelisim_allocation::compile::compile(&market, &Default::default()).unwrap();
    assert_eq!(engine::run(&flat).placed(), 2);
    assert!(plain::applicants_propose(&flat).entry.contains(&NONE));
}
