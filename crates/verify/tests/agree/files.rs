//! The same market as JSON, as tables and in the compact form.

use kelisim_allocation::canonical::{self, Json};
use kelisim_allocation::certificate::{self, Input, Seal, Signer, Signing};
use kelisim_allocation::compile::{PublicValue, Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::flat::{Assignment, Flat, NONE, leaf_of, rank_of};
use kelisim_allocation::lottery;
use kelisim_allocation::merkle::{hex, unhex};
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::read::{csv, fast, json, packed};
use kelisim_allocation::synth::{self, Plan};

use super::{Case, agree, certify};

fn market(seed: u64) -> Flat {
    let plan = Plan { applicants: 12, programmes: 4, shortest: 1, longest: 3, skewed: true, seed };
    synth::flat(&plan).unwrap_or_default()
}

/// Lines of both sides at once, and capacities; at times with quotes or spaces, which only the careful readers take.
fn tables(flat: &Flat, odd: &str) -> [String; 2] {
    let mut both = "applicant,programme,rank,programme_rank\n".to_owned();
    for who in 0..flat.people() as u32 {
        for (rank, entry) in flat.span(who).map(|at| flat.entries[at]).enumerate() {
            let (id, place) = (flat.applicants.get(who), flat.places.get(leaf_of(entry)));
            both += &format!("{odd}{id}{odd},{place},{},{}\n", rank + 1, rank_of(entry) + 1);
        }
    }
    let mut capacities = "programme,capacity\n".to_owned();
    for (place, capacity) in flat.places.iter().zip(&flat.capacity) {
        capacities += &format!("{place},{capacity}\n");
    }
    [both, capacities]
}

/// Found by fuzzing: a quote that stands inside a cell is a letter of it.
#[test]
fn quotes_and_blanks_of_tables_are_read_alike() {
    let (mut cases, mut expected) = (Vec::new(), Vec::new());
    for id in ["a\"b", "\"a\"\"b\"", " a b ", "\t\"a\"", "  \"a, b\" ", "\u{a0}a\u{a0}", "\u{85}a"]
    {
        let both = format!("applicant,programme,rank,programme_rank\n{id},p,1,1\n\r").into_bytes();
        let capacities = b"programme,capacity\r\np,1\r\n".to_vec();
        let seal = Seal::new(&[
            Input { role: "preferences", bytes: both.clone() },
            Input { role: "capacities", bytes: capacities.clone() },
        ]);
        let sources = [both.as_slice(), &capacities].map(|bytes| csv::Source {
            file: "table",
            kind: csv::kind(bytes).unwrap(),
            bytes,
        });
        let market = csv::read(&sources, None).unwrap();
        let flat = compile(&market, &Sealed { input: seal.input, public: None }).unwrap();
        let (made, _) = certify(&flat, &engine::run(&flat), &seal);
        let (certificate, more) = (made.sealed.into_bytes(), vec![capacities]);
        cases.push(Case { certificate, market: both, more, ..Case::default() });
        expected.push(true);
    }
    agree(&cases, &expected, &|at| String::from_utf8_lossy(&cases[at].market).into_owned());
}

/// Found by fuzzing: `-0` was no place to the engine and not a number to the verifier.
#[test]
fn a_number_is_digits_alone_to_every_reader() {
    let table = |capacity: &str, rank: &str| {
        let both = format!("applicant,programme,rank,programme_rank\na,p,{rank},1\n");
        [both.into_bytes(), format!("programme,capacity\np,{capacity}\n").into_bytes()]
    };
    let sealed = |[both, capacities]: &[Vec<u8>; 2]| {
        Seal::new(&[
            Input { role: "preferences", bytes: both.clone() },
            Input { role: "capacities", bytes: capacities.clone() },
        ])
    };
    let read = |files: &[Vec<u8>; 2], seal: &Seal| {
        let sources = files.each_ref().map(|bytes| csv::Source {
            file: "table",
            kind: csv::kind(bytes).unwrap(),
            bytes,
        });
        let market = csv::read(&sources, None).ok()?;
        compile(&market, &Sealed { input: seal.input, public: None }).ok()
    };
    let spellings = [
        ("1", "1", true),
        ("007", "01", true),
        ("-0", "1", false),
        ("+1", "1", false),
        ("1", "+1", false),
        ("\u{661}", "1", false),
        ("1e0", "1", false),
    ];
    let (mut cases, mut expected) = (Vec::new(), Vec::new());
    for (capacity, rank, fits) in spellings {
        let files = table(capacity, rank);
        let seal = sealed(&files);
        let flat = read(&files, &seal);
        assert_eq!(flat.is_some(), fits, "{capacity} {rank}");
        // A certificate in which nothing but the spelling is wrong.
        let plain = if capacity == "-0" { "0" } else { "1" };
        let flat = flat.or_else(|| read(&table(plain, "1"), &seal)).unwrap();
        let (made, _) = certify(&flat, &engine::run(&flat), &seal);
        let [market, capacities] = files;
        let certificate = made.sealed.into_bytes();
        cases.push(Case { certificate, market, more: vec![capacities], ..Case::default() });
        expected.push(fits);
    }
    agree(&cases, &expected, &|at| format!("{:?}", spellings[at]));
}

/// The answer, and the answer with each person moved.
fn answers(flat: &Flat) -> Vec<Assignment> {
    let answer = engine::run(flat);
    let mut all = vec![answer.clone()];
    for who in 0..flat.people() {
        let span = flat.span(who as u32).map(|entry| entry as u32);
        for entry in span.chain([NONE]).filter(|&entry| entry != answer.entry[who]) {
            let mut moved = answer.clone();
            moved.entry[who] = entry;
            all.push(moved);
        }
    }
    all
}

#[test]
fn tables_and_the_compact_form_are_checked_like_any_market() {
    let (mut cases, mut expected) = (Vec::new(), Vec::new());
    for seed in 0..6 {
        let flat = market(seed);
        let compact = packed::write(&flat).unwrap_or_default();
        let seal = Seal::new(&[Input { role: "market", bytes: compact.clone() }]);
        for (at, answer) in answers(&flat).into_iter().enumerate() {
            let (made, _) = certify(&flat, &answer, &seal);
            let certificate = made.sealed.into_bytes();
            cases.push(Case { certificate, market: compact.clone(), ..Case::default() });
            expected.push(at == 0);
        }
        for odd in ["", "\""] {
            let [both, capacities] = tables(&flat, odd).map(String::into_bytes);
            let read = fast::read(tables(&flat, "")[0].as_bytes(), &capacities);
            let flat = read.unwrap_or_default();
            let seal = Seal::new(&[
                Input { role: "preferences", bytes: both.clone() },
                Input { role: "capacities", bytes: capacities.clone() },
            ]);
            for (at, answer) in answers(&flat).into_iter().enumerate() {
                let (made, _) = certify(&flat, &answer, &seal);
                let (certificate, market) = (made.sealed.into_bytes(), both.clone());
                let more = vec![capacities.clone()];
                cases.push(Case { certificate, market, more, ..Case::default() });
                expected.push(at == 0);
            }
        }
    }
    agree(&cases, &expected, &|at| format!("case {at}"));
}

#[test]
fn every_changed_byte_of_the_compact_form_is_refused() {
    let flat = market(9);
    let compact = packed::write(&flat).unwrap_or_default();
    let seal = Seal::new(&[Input { role: "market", bytes: compact.clone() }]);
    let (made, _) = certify(&flat, &engine::run(&flat), &seal);
    let certificate = made.sealed.into_bytes();
    let mut cases = Vec::new();
    for at in 0..compact.len() {
        for market in [
            [&compact[..at], &[compact[at] ^ 1], &compact[at + 1..]].concat(),
            compact[..at].to_vec(),
        ] {
            if !market.is_empty() {
                cases.push(Case { certificate: certificate.clone(), market, ..Case::default() });
            }
        }
    }
    let expected = vec![false; cases.len()];
    agree(&cases, &expected, &|at| format!("case {at}"));
}

/// Round 123 of drand's quicknet; the verifiers check that its randomness is the hash of its signature.
#[test]
fn the_draw_from_a_beacon_is_repeated_from_what_the_certificate_says() {
    let signature = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
    let randomness = lottery::sha256(&unhex(signature).unwrap());
    let text = r#"{"applicants":{"a":{"prefs":["p"]},"b":{"prefs":["p"]}},"programmes":{"p":{"capacity":1,"scores":{"a":1,"b":1}}},
        "rules":{"ties":"lottery","lottery":{"beacon":{"chain":"52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971","round":123}}}}"#;
    let seal = Seal::new(&[Input { role: "market", bytes: text.as_bytes().to_vec() }]);
    let public = PublicValue::Beacon { round: 123, randomness: randomness.to_vec() };
    let market = json::read("market", text.as_bytes()).unwrap();
    let flat = compile(&market, &Sealed { input: seal.input, public: Some(public) }).unwrap();
    let answer = engine::run(&flat);
    let outcome = Outcome::new(&flat, &answer);
    let report = outcome.json(&seal.input).canonical();
    let said = |round: i64, randomness: &str, signature: &str| {
        let said = [
            ("round", Json::Int(round)),
            ("randomness", canonical::text(randomness.to_owned())),
            ("signature", canonical::text(signature.to_owned())),
        ];
        let origin = canonical::object([("beacon", canonical::object(said))]);
        let signing = Signing { report: &report, origin, signer: &Signer::Market };
        let made = certificate::make(&outcome, &flat, &answer, &seal, signing);
        Case { certificate: made.sealed.into_bytes(), market: text.into(), ..Case::default() }
    };
    let (own, zeros) = (hex(&randomness), "00".repeat(32));
    let cases = [
        said(123, &own, signature),
        said(124, &own, signature),
        said(123, &own, &signature.replace('7', "8")),
        said(123, &zeros, signature),
    ];
    agree(&cases, &[true, false, false, false], &|at| format!("case {at}"));
}
