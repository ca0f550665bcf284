//! Markets in tables: both readers agree where the fast one reads at all, and the verifier passes the certificate.
#![no_main]

use kelisim_allocation::canonical::Json;
use kelisim_allocation::certificate::{self, Input, Seal, Signer, Signing};
use kelisim_allocation::check::Checker;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::flat::Flat;
use kelisim_allocation::market::Market;
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::read::csv::{self, Source};
use kelisim_allocation::read::fast;
use kelisim_verify::{Evidence, verify};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // Tables are told apart by their first lines, so that blank lines may part them here.
    let parts: Vec<&[u8]> = bytes.split(|&byte| byte == 0x0C).collect();
    let sources: Vec<Source<'_>> = parts
        .iter()
        .filter_map(|bytes| Some(Source { file: "table", kind: csv::kind(bytes)?, bytes }))
        .collect();
    let read = csv::read(&sources, None);
    if let Ok(market) = &read {
        run(market);
    }
    if let [first, second] = parts.as_slice()
        && let Some(fast) = fast::read(first, second)
        && let Ok(market) = &read
        && let Ok(flat) = compile(market, &Sealed::default())
        && fast.people() <= 64
    {
        let named = |flat: &Flat| {
            kelisim_allocation::outcome::matching(flat, &engine::run(flat)).canonical()
        };
        assert_eq!(named(&fast), named(&flat));
    }
    let inputs: Vec<Input> = sources
        .iter()
        .map(|source| Input { role: source.kind.role(), bytes: source.bytes.to_vec() })
        .collect();
    let seal = Seal::new(&inputs);
    if let Ok(market) = &read
        && let Ok(flat) = compile(market, &Sealed { input: seal.input, public: None })
        && flat.people() <= 64
    {
        certify(&flat, &seal, sources.iter().map(|source| source.bytes).collect());
    }
});

/// The verifier passes the certificate.
fn certify(flat: &Flat, seal: &Seal, market: Vec<&[u8]>) {
    let answer = engine::run(flat);
    let outcome = Outcome::new(flat, &answer);
    let report = outcome.json(&seal.input).canonical();
    let signing = Signing { report: &report, origin: Json::Null, signer: &Signer::Market };
    let made = certificate::make(&outcome, flat, &answer, seal, signing);
    let evidence = Evidence { market, ..Evidence::default() };
    let report = verify(made.sealed.as_bytes(), &evidence);
    assert!(report.passed(), "{report}");
}

/// Whatever can be compiled can be run, and the answer breaks no rule.
fn run(market: &Market) {
    let Ok(flat) = compile(market, &Sealed::default()) else { return };
    if flat.people() <= 64 {
        let answer = engine::run(&flat);
        assert!(Checker::new(&flat, &answer).violations().is_empty());
    }
}
