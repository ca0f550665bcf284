//! Both verifiers agree with each other and with the engine's own checker, and refuse whatever was changed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests stop the test")]

mod files;
mod fuzzed;
#[path = "../../../allocation/tests/brute/mixed.rs"]
mod mixed;
#[path = "../../../allocation/tests/brute/random.rs"]
mod random;
mod stated;

use std::io::Write as _;
use std::process::{Command, Stdio};

use kelisim_allocation::canonical::Json;
use kelisim_allocation::certificate::{self, Certificate, Input, Seal, Signer, Signing};
use kelisim_allocation::check::Checker;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::flat::{Assignment, Flat, NONE};
use kelisim_allocation::merkle::hex;
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::read::json;
use kelisim_verify::{Evidence, verify};
use random::{Caps, Features, PLAIN, Random};

/// One question to a verifier.
#[derive(Default)]
struct Case {
    certificate: Vec<u8>,
    market: Vec<u8>,
    /// Further files of the market.
    more: Vec<Vec<u8>>,
    result: Option<Vec<u8>>,
    row: Option<Vec<u8>>,
}

fn by_rust(case: &Case) -> bool {
    let mut market: Vec<&[u8]> = Vec::new();
    if !case.market.is_empty() {
        market.push(&case.market);
    }
    market.extend(case.more.iter().map(Vec::as_slice));
    let evidence =
        Evidence { market, result: case.result.as_deref(), row: case.row.as_deref(), signer: None };
    verify(&case.certificate, &evidence).passed()
}

const BATCH: &str = r#"
import { readFileSync } from "node:fs";
const { verify } = await import(process.env.KELISIM_VERIFIER);
const bytes = (text) => text ? new Uint8Array(Buffer.from(text, "hex")) : undefined;
const passes = async (line) => {
  const [certificate, result, row, ...market] = line.split(",").map(bytes);
  return (await verify(certificate ?? new Uint8Array(), { market: market.filter(Boolean), result, row })).passed;
};
const lines = readFileSync(0, "utf8").trim().split("\n");
// Hashes are made on other threads, and while one case waits for its own another goes on.
for (let from = 0; from < lines.length; from += 64) {
  for (const passed of await Promise.all(lines.slice(from, from + 64).map(passes))) console.log(passed);
}
"#;

/// Answers of the JavaScript verifier, or `None` where Node is not installed.
fn by_javascript(cases: &[Case]) -> Option<Vec<bool>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/js/verify.js");
    let mut node = match Command::new("node")
        .args(["--no-warnings", "--input-type=module", "-e", BATCH])
        .env("KELISIM_VERIFIER", script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
    {
        Ok(node) => node,
        Err(error) => {
            eprintln!("the JavaScript verifier was not run: node: {error}");
            return None;
        }
    };
    let mut lines = String::new();
    for case in cases {
        let part = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(hex).unwrap_or_default();
        lines.push_str(&format!(
            "{},{},{},{}{}\n",
            hex(&case.certificate),
            part(&case.result),
            part(&case.row),
            hex(&case.market),
            case.more.iter().map(|bytes| format!(",{}", hex(bytes))).collect::<String>()
        ));
    }
    let mut input = node.stdin.take().unwrap();
    let feed = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = node.wait_with_output().unwrap();
    feed.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<bool> = text.lines().map(|line| line == "true").collect();
    assert_eq!(answers.len(), cases.len(), "the JavaScript verifier stopped early");
    Some(answers)
}

fn agree(cases: &[Case], expected: &[bool], what: &dyn Fn(usize) -> String) {
    for (at, case) in cases.iter().enumerate() {
        assert_eq!(by_rust(case), expected[at], "Rust, {}", what(at));
    }
    for (at, answer) in by_javascript(cases).into_iter().flatten().enumerate() {
        assert_eq!(answer, expected[at], "JavaScript, {}", what(at));
    }
}

fn certify(flat: &Flat, assignment: &Assignment, seal: &Seal) -> (Certificate, String) {
    let outcome = Outcome::new(flat, assignment);
    let report = outcome.json(&seal.input).canonical();
    let signing = Signing { report: &report, origin: Json::Null, signer: &Signer::Market };
    (certificate::make(&outcome, flat, assignment, seal, signing), report)
}

fn opened(text: &str) -> (Flat, Seal) {
    let seal = Seal::new(&[Input { role: "market", bytes: text.as_bytes().to_vec() }]);
    let market = json::read("market", text.as_bytes()).unwrap();
    let flat = compile(&market, &Sealed { input: seal.input, public: None })
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"));
    (flat, seal)
}

fn all_features() -> Vec<Features> {
    let mut all = Vec::new();
    for caps in [Caps::None, Caps::Merit, Caps::Targets, Caps::Precedence, Caps::Mixed, Caps::Lead]
    {
        let ordered = matches!(caps, Caps::Merit | Caps::Mixed | Caps::Lead);
        for (reserves, lines, ties) in
            [(false, false, false), (true, true, true), (true, false, false), (false, true, true)]
        {
            if !(ordered && (reserves || lines || ties)) {
                all.push(Features { caps, reserves, lines, ties, slots: false });
            }
        }
    }
    all.push(Features { ties: true, ..PLAIN });
    all.push(Features { slots: true, ..PLAIN });
    all.push(Features { slots: true, reserves: true, lines: true, ..PLAIN });
    all
}

#[test]
fn both_verifiers_pass_what_the_checker_passes_and_refuse_every_moved_person() {
    let mut cases = Vec::new();
    let mut expected = Vec::new();
    for (number, features) in all_features().into_iter().enumerate() {
        let mut random = Random(500 + number as u64);
        for _ in 0..40 {
            let mut text = random::market(&mut random, features).json();
            if features == (Features { ties: true, ..PLAIN }) {
                let rule = ["stable-improvement-cycles", "max-size"][random.below(2)];
                text = text.replace("\"ties\":\"lottery\"", &format!("\"ties\":{rule:?}"));
            }
            if !features.slots && random.below(3) == 0 {
                text = proposing(&text);
            }
            let (flat, seal) = opened(&text);
            let answer = engine::run(&flat);
            let mut answers = vec![answer.clone()];
            for person in 0..flat.people() {
                let span = flat.span(person as u32);
                let others = span
                    .map(|entry| entry as u32)
                    .chain([NONE])
                    .filter(|&entry| entry != answer.entry[person]);
                for entry in others {
                    let mut moved = answer.clone();
                    moved.entry[person] = entry;
                    answers.push(moved);
                }
            }
            for assignment in answers {
                let checker = Checker::new(&flat, &assignment);
                let (made, _) = certify(&flat, &assignment, &seal);
                cases.push(Case {
                    certificate: made.sealed.into_bytes(),
                    market: text.clone().into_bytes(),
                    more: Vec::new(),
                    result: None,
                    row: None,
                });
                expected.push(checker.violations().is_empty() && checker.blocking().is_empty());
            }
        }
    }
    assert!(expected.iter().any(|&passes| passes) && expected.iter().any(|&passes| !passes));
    agree(&cases, &expected, &|at| {
        format!(
            "{}\n{}",
            String::from_utf8_lossy(&cases[at].certificate),
            String::from_utf8_lossy(&cases[at].market)
        )
    });
}

/// The same market with programmes proposing, where its equals may be drawn.
fn proposing(text: &str) -> String {
    let rule = "\"proposing\":\"programmes\"";
    match text.strip_suffix('}') {
        Some(open) if !text.contains("\"rules\"") => format!("{open},\"rules\":{{{rule}}}}}"),
        _ => text.replace("\"ties\":\"lottery\"", &format!("{rule},\"ties\":\"lottery\"")),
    }
}

const MARKET: &str = r#"{"applicants":{"aida":{"prefs":["p","q:x"]},"bek":{"prefs":["p","q:y"]},"чолпон":{"prefs":["q:x","p"]}},
"programmes":{"p":{"capacity":1,"scores":{"aida":"7.5","bek":"7.50","чолпон":3}},
"q":{"capacity":1,"lines":[{"name":"x","places":1},{"name":"y","places":1}],"prefs":["aida","bek","чолпон"]}},
"rules":{"ties":"lottery","lottery":{"seed":"00ff"}}}"#;

#[test]
fn both_verifiers_refuse_every_changed_byte_of_certificate_market_and_result() {
    let (flat, seal) = opened(MARKET);
    let (made, report) = certify(&flat, &engine::run(&flat), &seal);
    let row = certificate::own_row(&flat, &engine::run(&flat), &seal.salt_key, "bek").unwrap();
    let whole = || Case {
        certificate: made.sealed.clone().into_bytes(),
        market: MARKET.as_bytes().to_vec(),
        more: Vec::new(),
        result: Some(report.clone().into_bytes()),
        row: Some(row.clone().into_bytes()),
    };
    let public = Case {
        certificate: made.public.clone().into_bytes(),
        market: Vec::new(),
        more: Vec::new(),
        result: None,
        row: Some(row.clone().into_bytes()),
    };
    let mut cases = vec![whole(), public];
    let mut expected = vec![true, true];
    let mut random = Random(3);
    let mut change = |part: fn(&mut Case) -> &mut Vec<u8>, from: &dyn Fn() -> Case| {
        for at in 0..part(&mut from()).len() {
            let mut case = from();
            part(&mut case)[at] ^= 1 << random.below(8);
            cases.push(case);
            expected.push(false);
        }
    };
    change(|case| &mut case.certificate, &whole);
    change(|case| &mut case.market, &whole);
    let public = || Case {
        certificate: made.public.clone().into_bytes(),
        market: Vec::new(),
        more: Vec::new(),
        result: None,
        row: None,
    };
    change(|case| &mut case.certificate, &public);
    agree(&cases, &expected, &|at| {
        format!("case {at}: {}", String::from_utf8_lossy(&cases[at].certificate))
    });
}

#[test]
fn a_changed_result_or_row_is_refused() {
    let (flat, seal) = opened(MARKET);
    let (made, report) = certify(&flat, &engine::run(&flat), &seal);
    let row = certificate::own_row(&flat, &engine::run(&flat), &seal.salt_key, "чолпон").unwrap();
    let mut cases = Vec::new();
    let case = |result: Option<String>, row: Option<String>| Case {
        certificate: made.public.clone().into_bytes(),
        market: Vec::new(),
        more: Vec::new(),
        result: result.map(String::into_bytes),
        row: row.map(String::into_bytes),
    };
    for digit in report.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).take(40) {
        let mut changed = report.clone();
        let other = if &report[digit..=digit] == "1" { "2" } else { "1" };
        changed.replace_range(digit..=digit, other);
        cases.push(case(Some(changed), None));
    }
    cases.push(case(None, Some(row.replace("чолпон", "aida"))));
    cases.push(case(None, Some(row.replace("\"place\":\"", "\"place\":\"x"))));
    cases.push(case(None, Some(row.replace("left", "right"))));
    let expected = vec![false; cases.len()];
    agree(&cases, &expected, &|at| format!("case {at}"));
}

#[test]
fn replayed_mechanisms_agree_too() {
    let mut cases = Vec::new();
    let mut expected = Vec::new();
    let mut random = Random(77);
    for round in 0..240 {
        let mechanism =
            ["serial-dictatorship", "top-trading-cycles", "immediate-acceptance"][round % 3];
        let people = 2 + random.below(4);
        let ids: Vec<String> = (0..people).map(|at| format!("a{at}")).collect();
        let places = ["p0".to_owned(), "p1".to_owned(), "p2".to_owned()];
        let applicants: Vec<String> = ids
            .iter()
            .map(|id| format!("{id:?}:{{\"prefs\":{:?}}}", random.some(&places, 1)))
            .collect();
        // Where a place has no list it points to everybody by the draw.
        let drawn = mechanism == "top-trading-cycles" && random.below(2) == 0;
        let lottery = if drawn {
            format!(",\"ties\":\"lottery\",\"lottery\":{{\"seed\":\"{round:04x}\"}}")
        } else {
            String::new()
        };
        let programmes: Vec<String> = places
            .iter()
            .map(|id| {
                if drawn && random.below(2) == 0 {
                    return format!("{id:?}:{{\"capacity\":{}}}", 1 + random.below(2));
                }
                format!(
                    "{id:?}:{{\"capacity\":{},\"prefs\":{:?}}}",
                    1 + random.below(2),
                    // A place under cycles points also to somebody who does not ask for it, and need not rank everybody.
                    random.some(&ids, if mechanism == "top-trading-cycles" { 1 } else { people })
                )
            })
            .collect();
        let order = if mechanism == "serial-dictatorship" {
            format!(",\"order\":{:?}", random.some(&ids, people))
        } else {
            String::new()
        };
        let owners = if mechanism == "top-trading-cycles" && random.below(3) > 0 {
            ",\"owners\":{\"a0\":\"p1\",\"a1\":\"p0\"}"
        } else {
            ""
        };
        let quota = if mechanism == "serial-dictatorship" {
            ",\"quotas\":[{\"id\":\"q\",\"members\":[\"p0\",\"p1\"],\"cap\":1}]"
        } else {
            ""
        };
        let text = format!(
            "{{\"applicants\":{{{}}},\"programmes\":{{{}}}{order}{owners}{quota},\"rules\":{{\"mechanism\":\"{mechanism}\"{lottery}}}}}",
            applicants.join(","),
            programmes.join(",")
        );
        let (flat, seal) = opened(&text);
        let answer = engine::run(&flat);
        for person in 0..=people {
            let mut moved = answer.clone();
            if let Some(entry) = moved.entry.get_mut(person) {
                let first = flat.pref_start[person];
                *entry = if *entry == NONE && !flat.span(person as u32).is_empty() {
                    first
                } else {
                    NONE
                };
            }
            let (made, _) = certify(&flat, &moved, &seal);
            cases.push(Case {
                certificate: made.sealed.into_bytes(),
                market: text.clone().into_bytes(),
                more: Vec::new(),
                result: None,
                row: None,
            });
            expected.push(moved == answer);
        }
    }
    agree(&cases, &expected, &|at| {
        format!(
            "{}\n{}",
            String::from_utf8_lossy(&cases[at].certificate),
            String::from_utf8_lossy(&cases[at].market)
        )
    });
}
