//! Changed markets and certificates: whatever they say, both verifiers give the same answer.
//!
//! Every market is changed somewhere in its JSON and sealed anew, so that hashes and signature do not end the check at once.
//! `KELISIM_FUZZ=100000 cargo test --release -p kelisim-verify --test agree fuzzed` changes that many.

use kelisim_allocation::certificate::{Input, Seal};
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::flat::{Flat, NONE};
use kelisim_allocation::read::json;
use serde_json::Value;

use super::random::Random;
use super::{Case, all_features, by_javascript, by_rust, certify, opened, random, stated};

fn rounds() -> usize {
    std::env::var("KELISIM_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(1500)
}

/// Values that readers may take differently.
const ODD: [&str; 26] = [
    "null",
    "true",
    "0",
    "1",
    "2",
    "-0",
    "-1",
    "1.0",
    "1e0",
    "0.5",
    "\"1\"",
    "\"01\"",
    "\"+1\"",
    "\" 1\"",
    "\"1.50\"",
    "\"\"",
    "\"exact\"",
    "\"p\"",
    "\"a\"",
    "\"w\"",
    "[]",
    "{}",
    "[[]]",
    "9007199254740993",
    "\"2147483648\"",
    "\"\\u0000\"",
];

/// Changes one value somewhere.
fn change(random: &mut Random, value: &mut Value) {
    let deeper = random.below(6) > 0;
    match value {
        Value::Array(items) if deeper && !items.is_empty() => {
            let at = random.below(items.len());
            match random.below(8) {
                0 => {
                    items.remove(at);
                }
                1 => items.push(items[at].clone()),
                2 => {
                    let other = random.below(items.len());
                    items.swap(at, other);
                }
                3 => items[at] = Value::Array(vec![items[at].clone()]),
                _ => change(random, &mut items[at]),
            }
        }
        Value::Object(members) if deeper && !members.is_empty() => {
            let at = random.below(members.len());
            let key = members.keys().nth(at).cloned().unwrap_or_default();
            match random.below(10) {
                0 => {
                    members.remove(&key);
                }
                1 => {
                    let inner = members.remove(&key).unwrap_or_default();
                    let other = ["p0", "a0", "p", "a", "__proto__", "constructor", "order", "я"];
                    members.insert(other[random.below(other.len())].to_owned(), inner);
                }
                _ => change(random, &mut members[&key]),
            }
        }
        Value::String(own) if random.below(3) > 0 => {
            let like =
                ["a", "b", "c", "p", "q", "r", "a0", "a1", "p0", "p1", "w", "lottery", "exact"];
            *own = like[random.below(like.len())].to_owned();
        }
        Value::Number(_) if random.below(3) > 0 => *value = Value::from(random.below(4)),
        other => {
            let odd = ODD[random.below(ODD.len())];
            *other = serde_json::from_str(odd).unwrap_or_default();
        }
    }
}

fn seal(text: &str) -> Seal {
    Seal::new(&[Input { role: "market", bytes: text.as_bytes().to_vec() }])
}

fn case(certificate: String, market: &str) -> Case {
    Case {
        certificate: certificate.into_bytes(),
        market: market.as_bytes().to_vec(),
        ..Case::default()
    }
}

/// The market as the engine understands it, if it does.
fn understood(text: &str, seal: &Seal) -> Option<Flat> {
    let market = json::read("market", text.as_bytes()).ok()?;
    compile(&market, &Sealed { input: seal.input, public: None }).ok()
}

#[test]
fn both_verifiers_say_the_same_of_any_changed_market() {
    let mut random = Random(9100);
    let features = all_features();
    let stated = stated::markets(30);
    let (mut cases, mut from_engine) = (Vec::new(), Vec::new());
    for round in 0..rounds() {
        let text = if round % 2 == 0 {
            let own = features[random.below(features.len())];
            random::market(&mut random, own).json()
        } else {
            stated[random.below(stated.len())].clone()
        };
        let (flat, _) = opened(&text);
        let mut value: Value = serde_json::from_str(&text).unwrap_or_default();
        for _ in 0..=random.below(3) {
            change(&mut random, &mut value);
        }
        let changed = value.to_string();
        let seal = seal(&changed);
        let mut answer = engine::run(&flat);
        if flat.people() > 0 && random.below(3) == 0 {
            answer.entry[random.below(flat.people())] = NONE;
        }
        cases.push(case(certify(&flat, &answer, &seal).0.sealed, &changed));
        from_engine.push(false);
        if let Some(flat) = understood(&changed, &seal) {
            cases.push(case(certify(&flat, &engine::run(&flat), &seal).0.sealed, &changed));
            from_engine.push(true);
        }
    }
    let by_rust: Vec<bool> = cases
        .iter()
        .map(|case| {
            let answer = std::panic::catch_unwind(|| by_rust(case));
            answer.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&case.market)))
        })
        .collect();
    let passed = by_rust.iter().filter(|&&passes| passes).count();
    assert!(passed > cases.len() / 20 && passed < cases.len(), "{passed} of {}", cases.len());
    let show = |at: usize| {
        format!(
            "{}\n{}",
            String::from_utf8_lossy(&cases[at].certificate),
            String::from_utf8_lossy(&cases[at].market)
        )
    };
    let mut wrong: Vec<String> = Vec::new();
    for at in (0..cases.len()).filter(|&at| from_engine[at] && !by_rust[at]) {
        wrong.push(format!("the engine made it and Rust refuses it: {}", show(at)));
    }
    for (at, answer) in by_javascript(&cases).into_iter().flatten().enumerate() {
        if answer != by_rust[at] {
            wrong.push(format!("Rust {}, JavaScript {answer}: {}", by_rust[at], show(at)));
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"));
}
