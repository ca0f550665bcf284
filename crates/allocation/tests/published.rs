//! Small markets from the literature with their known answers; facts only, sources named.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use std::collections::BTreeMap;

use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::flat::{Assignment, Flat};
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::read::json;

fn flat(text: &str) -> Flat {
    compile(&json::read("market", text.as_bytes()).unwrap(), &Sealed::default()).unwrap()
}

fn solve(text: &str) -> BTreeMap<String, Option<String>> {
    let flat = flat(text);
    named(&flat, &engine::run(&flat))
}

fn named(flat: &Flat, answer: &Assignment) -> BTreeMap<String, Option<String>> {
    (0..flat.people() as u32)
        .map(|at| {
            (
                flat.applicants.get(at).to_owned(),
                answer.leaf(flat, at).map(|leaf| flat.places.get(leaf).to_owned()),
            )
        })
        .collect()
}

fn expect(text: &str, pairs: &[(&str, &str)]) {
    let expected = pairs
        .iter()
        .map(|(who, place)| ((*who).to_owned(), (*place != "-").then(|| (*place).to_owned())))
        .collect::<BTreeMap<_, _>>();
    assert_eq!(solve(text), expected);
}

fn with(text: &str, rules: &str) -> String {
    text.replacen('{', &format!("{{\"rules\":{rules},"), 1)
}

/// Gale, Shapley 1962, example 1: three and three, all six complete matchings, three of them stable.
#[test]
fn gale_shapley_1962_example_1() {
    let market = r#"{"applicants":{"alpha":{"prefs":["A","B","C"]},"beta":{"prefs":["B","C","A"]},"gamma":{"prefs":["C","A","B"]}},
        "programmes":{"A":{"capacity":1,"prefs":["beta","gamma","alpha"]},"B":{"capacity":1,"prefs":["gamma","alpha","beta"]},
        "C":{"capacity":1,"prefs":["alpha","beta","gamma"]}}}"#;
    expect(market, &[("alpha", "A"), ("beta", "B"), ("gamma", "C")]);
    expect(
        &with(market, r#"{"proposing":"programmes"}"#),
        &[("alpha", "C"), ("beta", "A"), ("gamma", "B")],
    );
}

/// Gale, Shapley 1962, example 2: four and four with exactly one stable matching.
#[test]
fn gale_shapley_1962_example_2_has_one_stable_matching() {
    let market = r#"{"applicants":{"alpha":{"prefs":["A","B","C","D"]},"beta":{"prefs":["A","D","C","B"]},
        "gamma":{"prefs":["B","A","C","D"]},"delta":{"prefs":["D","B","C","A"]}},
        "programmes":{"A":{"capacity":1,"prefs":["delta","gamma","alpha","beta"]},"B":{"capacity":1,"prefs":["beta","delta","alpha","gamma"]},
        "C":{"capacity":1,"prefs":["delta","alpha","beta","gamma"]},"D":{"capacity":1,"prefs":["gamma","beta","alpha","delta"]}}}"#;
    let only = [("alpha", "C"), ("beta", "D"), ("gamma", "A"), ("delta", "B")];
    expect(market, &only);
    expect(&with(market, r#"{"proposing":"programmes"}"#), &only);
}

/// Roth, Sotomayor 1990, example 2.17 (due to Knuth): ten stable matchings; the two extreme ones.
#[test]
fn roth_sotomayor_2_17() {
    let market = r#"{"applicants":{"m1":{"prefs":["w1","w2","w3","w4"]},"m2":{"prefs":["w2","w1","w4","w3"]},
        "m3":{"prefs":["w3","w4","w1","w2"]},"m4":{"prefs":["w4","w3","w2","w1"]}},
        "programmes":{"w1":{"capacity":1,"prefs":["m4","m3","m2","m1"]},"w2":{"capacity":1,"prefs":["m3","m4","m1","m2"]},
        "w3":{"capacity":1,"prefs":["m2","m1","m4","m3"]},"w4":{"capacity":1,"prefs":["m1","m2","m3","m4"]}}}"#;
    expect(market, &[("m1", "w1"), ("m2", "w2"), ("m3", "w3"), ("m4", "w4")]);
    expect(
        &with(market, r#"{"proposing":"programmes"}"#),
        &[("m1", "w4"), ("m2", "w3"), ("m3", "w2"), ("m4", "w1")],
    );
    let flat = flat(market);
    let mut stable = 0;
    let mut answer = Assignment::empty(&flat);
    for code in 0..256_u32 {
        for person in 0..4 {
            answer.entry[person] = flat.pref_start[person] + (code >> (2 * person) & 3);
        }
        stable += usize::from(Outcome::new(&flat, &answer).stable());
    }
    assert_eq!(stable, 10);
}

/// The worked example of the National Resident Matching Program ("Run a Match", 2014): five applicants, three
/// programmes of two places.
#[test]
fn nrmp_run_a_match_2014() {
    let market = r#"{"applicants":{"Anderson":{"prefs":["City"]},"Chen":{"prefs":["City","Mercy"]},
        "Ford":{"prefs":["City","General","Mercy"]},"Davis":{"prefs":["Mercy","City","General"]},
        "Eastman":{"prefs":["City","Mercy","General"]}},
        "programmes":{"Mercy":{"capacity":2,"prefs":["Chen","Ford"]},
        "City":{"capacity":2,"prefs":["Eastman","Anderson","Chen","Davis","Ford"]},
        "General":{"capacity":2,"prefs":["Eastman","Anderson","Ford","Davis"]}}}"#;
    let answer = [
        ("Anderson", "City"),
        ("Chen", "Mercy"),
        ("Davis", "General"),
        ("Eastman", "City"),
        ("Ford", "General"),
    ];
    expect(market, &answer);
}

/// Kamada, Kojima 2015, example 1: one region with a cap of ten over two hospitals with targets of five each; ten
/// doctors, of whom three rank hospital 1 first and seven hospital 2. Fixed lower capacities leave places empty; the
/// flexible rule seats all ten.
#[test]
fn kamada_kojima_2015_targets_are_flexible() {
    let doctor =
        |at: usize| format!("\"d{at}\":{{\"prefs\":[\"{}\"]}}", if at <= 3 { "h1" } else { "h2" });
    let doctors: Vec<String> = (1..=10).map(doctor).collect();
    let list: Vec<String> = (1..=10).map(|at| format!("\"d{at}\"")).collect();
    let list = list.join(",");
    let market = |capacity: usize, quota: &str| {
        format!(
            r#"{{"applicants":{{{}}},"programmes":{{"h1":{{"capacity":{capacity},"prefs":[{list}]}},"h2":{{"capacity":{capacity},"prefs":[{list}]}}}}{quota}}}"#,
            doctors.join(",")
        )
    };
    let flexible =
        r#","quotas":[{"id":"region","members":["h1","h2"],"cap":10,"targets":{"h1":5,"h2":5}}]"#;
    let seated = |text: &str| solve(text).values().flatten().count();
    assert_eq!(seated(&market(5, "")), 8);
    assert_eq!(seated(&market(10, flexible)), 10);
}

/// Dur, Kominers, Pathak, Sönmez 2018: with the same reserve, filling open places first seats more of the reserve's
/// own applicants than filling reserved places first.
#[test]
fn the_order_of_precedence_is_a_policy() {
    let market = |precedence: &str| {
        format!(
            r#"{{"applicants":{{"i1":{{"prefs":["s"],"types":["walk"]}},"i2":{{"prefs":["s"]}},"i3":{{"prefs":["s"],"types":["walk"]}}}},
            "programmes":{{"s":{{"capacity":2,"prefs":["i1","i2","i3"],"precedence":"{precedence}","reserves":[{{"type":"walk","places":1}}]}}}}}}"#
        )
    };
    expect(&market("reserved-first"), &[("i1", "s"), ("i2", "s"), ("i3", "-")]);
    expect(&market("open-first"), &[("i1", "s"), ("i2", "-"), ("i3", "s")]);
}

/// Abdulkadiroğlu, Sönmez 2003, example 1: top trading cycles and deferred acceptance differ.
#[test]
fn abdulkadiroglu_sonmez_2003_stability_against_efficiency() {
    let market = r#"{"applicants":{"i1":{"prefs":["s2","s1","s3"]},"i2":{"prefs":["s1","s2","s3"]},"i3":{"prefs":["s1","s2","s3"]}},
        "programmes":{"s1":{"capacity":1,"prefs":["i1","i3","i2"]},"s2":{"capacity":1,"prefs":["i2","i1","i3"]},
        "s3":{"capacity":1,"prefs":["i2","i1","i3"]}}}"#;
    expect(market, &[("i1", "s1"), ("i2", "s2"), ("i3", "s3")]);
    let cycles = with(market, r#"{"mechanism":"top-trading-cycles"}"#);
    expect(&cycles, &[("i1", "s2"), ("i2", "s1"), ("i3", "s3")]);
    let text =
        Outcome::new(&flat(&cycles), &engine::run(&flat(&cycles))).json(&[0; 32]).canonical();
    assert!(text.contains("\"stable\":false"));
}

/// Shapley, Scarf 1974: owners trade along cycles and nobody loses what they own.
#[test]
fn owners_trade_and_nobody_loses() {
    let market = r#"{"applicants":{"a":{"prefs":["hb"]},"b":{"prefs":["hc","ha"]},"c":{"prefs":["ha","hb"]},"d":{"prefs":["ha","hb","hc"]}},
        "programmes":{"ha":{"capacity":1},"hb":{"capacity":1},"hc":{"capacity":1},"hd":{"capacity":1}},
        "owners":{"a":"ha","b":"hb","c":"hc","d":"hd"},"rules":{"mechanism":"top-trading-cycles","ties":"lottery","lottery":{"seed":"01"}}}"#;
    expect(market, &[("a", "hb"), ("b", "hc"), ("c", "ha"), ("d", "hd")]);
}

/// The student–project form: a lead's own capacity binds over two projects with room.
#[test]
fn a_lead_with_one_place_over_two_projects() {
    let market = r#"{"applicants":{"s1":{"prefs":["p1"]},"s2":{"prefs":["p2","p3"]}},
        "programmes":{"p1":{"capacity":1},"p2":{"capacity":1},"p3":{"capacity":1,"prefs":["s1","s2"]}},
        "leads":{"lecturer":{"capacity":1,"programmes":["p1","p2"],"prefs":["s1","s2"]}}}"#;
    expect(market, &[("s1", "p1"), ("s2", "p3")]);
}
