//! After the run: chains against full reruns, other draws, changed files.

use kelisim_allocation::check::Checker;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine::vacancy::{Standing, without};
use kelisim_allocation::engine::{self, plain};
use kelisim_allocation::flat::{Flat, NONE};
use kelisim_allocation::read::json;
use kelisim_allocation::synth::{self, Plan, Random};
use kelisim_allocation::{after, audit};

fn plan(seed: u64) -> Plan {
    Plan {
        applicants: 60,
        programmes: 8,
        shortest: 1,
        longest: 5,
        skewed: seed.is_multiple_of(2),
        seed,
    }
}

#[test]
fn a_withdrawal_re_seats_along_a_chain_to_a_stable_answer_that_harms_nobody() {
    let (mut same, mut chains) = (0, 0);
    for seed in 0..300 {
        let flat = synth::flat(&plan(seed)).unwrap();
        let before = plain::applicants_propose(&flat);
        let gone = Random(seed).below(60) as u32;
        let mut standing = Standing::new(&flat, before.clone());
        chains += standing.withdraw(gone).len();
        let rest = without(&flat, &[gone]);
        let full = engine::run(&rest);
        let after = standing.assignment().clone();
        let mut in_rest = after.clone();
        for (who, entry) in in_rest.entry.iter_mut().enumerate() {
            if *entry != NONE {
                *entry = *entry - flat.pref_start[who] + rest.pref_start[who];
            }
        }
        let checker = Checker::new(&rest, &in_rest);
        assert!(checker.blocking().is_empty() && checker.violations().is_empty(), "seed {seed}");
        for who in (0..60).filter(|&who| who != gone as usize) {
            assert!(after.entry[who] <= before.entry[who], "seed {seed}: {who} is worse off");
            assert!(
                full.entry[who] <= in_rest.entry[who],
                "seed {seed}: the rerun is the best for applicants"
            );
        }
        same += usize::from(in_rest == full);
    }
    assert!(chains > 200, "{chains} moves");
    assert!((200..=300).contains(&same), "{same} of 300 equal the full rerun");
}

#[test]
fn a_new_place_re_seats_as_a_larger_capacity_would() {
    for seed in 0..100 {
        let flat = synth::flat(&plan(seed)).unwrap();
        let mut standing = Standing::new(&flat, plain::applicants_propose(&flat));
        standing.add_place(3);
        let mut larger = flat.clone();
        larger.capacity[3] += 1;
        assert!(Checker::new(&larger, standing.assignment()).blocking().is_empty(), "seed {seed}");
        assert!(
            Checker::new(&larger, standing.assignment()).violations().is_empty(),
            "seed {seed}"
        );
    }
}

#[test]
fn a_chain_tells_how_many_more_one_place_would_seat() {
    let mut gained = 0;
    for seed in 0..100 {
        let flat = synth::flat(&plan(seed)).unwrap();
        let before = plain::applicants_propose(&flat);
        let mut standing = Standing::new(&flat, before.clone());
        for leaf in 0..flat.leaves() {
            let mut larger = flat.clone();
            larger.capacity[leaf] += 1;
            let more = engine::run(&larger).placed() - before.placed();
            assert_eq!(standing.gain(leaf as u32), more as i64, "seed {seed}, leaf {leaf}");
            assert_eq!(standing.assignment(), &before, "nothing changes");
            gained += more;
        }
    }
    assert!(gained > 0);
}

#[test]
fn who_has_accepted_for_good_does_not_move() {
    for seed in 0..100 {
        let flat = synth::flat(&plan(seed)).unwrap();
        let before = plain::applicants_propose(&flat);
        let mut standing = Standing::new(&flat, before.clone());
        (0..60).filter(|who| who % 2 == 0).for_each(|who| standing.fix(who));
        standing.withdraw(1);
        for who in (0..60).filter(|who| who % 2 == 0) {
            assert_eq!(standing.assignment().entry[who], before.entry[who]);
        }
    }
}

#[test]
fn redrawing_with_the_seed_of_the_market_gives_the_market_back() {
    let text = r#"{"applicants":{"a":{"prefs":["p"],"types":["w"]},"b":{"prefs":["p"]},"c":{"prefs":["p"]},"d":{"prefs":["p"]}},
        "programmes":{"p":{"capacity":2,"prefs":[["a","b"],["c","d"]],"reserves":[{"type":"w","places":1}]}},
        "rules":{"ties":"lottery","lottery":{"seed":"0102"}}}"#;
    let market = kelisim_allocation::read::json::read("m", text.as_bytes()).unwrap();
    let flat = kelisim_allocation::compile::compile(&market, &Default::default()).unwrap();
    let again = audit::redraw(&audit::redraw(&flat, &[9]), &[1, 2]);
    assert_eq!(again.entries, flat.entries);
    assert_eq!(again.candidates, flat.candidates);
    assert_eq!(again.reserves, flat.reserves);
    let many = audit::draws(&flat, 200, 1);
    assert_eq!(many.placed, (2, 2));
    assert_eq!(many.times.iter().sum::<u32>(), 400);
}

#[test]
fn one_more_place_of_a_line_is_one_more_of_its_programme_and_of_no_quota() {
    let market = |slots: &str, quota: &str| {
        let text = format!(
            r#"{{"applicants":{{"a":{{"prefs":["p:x","p:y"]}},"b":{{"prefs":["p:x","p:y"]}},"c":{{"prefs":["p:x","s"]}}}},
            "programmes":{{"p":{{"capacity":1,"lines":[{{"name":"x","places":1}},{{"name":"y","places":1}}],"prefs":["a","b","c"]}},
            "s":{{"capacity":1{slots}}}}},"order":["a","b","c"],
            "quotas":[{quota}]}}"#
        );
        let market = json::read("m", text.as_bytes()).unwrap();
        compile(&market, &Sealed::default()).unwrap()
    };
    let mut flat = market("", r#"{"id":"q","members":["p","s"],"cap":2,"precedence":["p","s"]}"#);
    let leaf = |flat: &Flat, name: &str| {
        (0..flat.leaves() as u32).find(|&leaf| flat.places.get(leaf) == name).unwrap()
    };
    let places = |flat: &Flat| {
        let answer = engine::run(flat);
        let place = |who| answer.leaf(flat, who).map_or("-", |leaf| flat.places.get(leaf));
        [place(0).to_owned(), place(1).to_owned(), place(2).to_owned()]
    };
    assert_eq!(places(&flat), ["p:x", "-", "s"]);
    let x = leaf(&flat, "p:x");
    after::one_more(&mut flat, x).unwrap();
    // The programme has two places now, but the quota over both programmes still two in all.
    assert_eq!(places(&flat), ["p:x", "p:x", "-"]);
    assert_eq!(flat.programme_capacity, [2, 1]);
    let mut slotted = market(r#","slots":[{"order":["c"]}]"#, "");
    let s = leaf(&slotted, "s");
    let refused = after::one_more(&mut slotted, s).unwrap_err().to_string();
    assert!(refused.contains("its places rank differently"), "{refused}");
}
