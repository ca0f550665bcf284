//! Markets in JSON: whatever compiles can be run, its answer breaks no rule, and the verifier passes its certificate.
#![no_main]

use kelisim_allocation::canonical::Json;
use kelisim_allocation::certificate::{self, Input, Seal, Signer, Signing};
use kelisim_allocation::check::Checker;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::read::json;
use kelisim_verify::{Evidence, verify};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(market) = json::read("market", bytes) else { return };
    let seal = Seal::new(&[Input { role: "market", bytes: bytes.to_vec() }]);
    let Ok(flat) = compile(&market, &Sealed { input: seal.input, public: None }) else { return };
    if flat.people() > 64 {
        return;
    }
    let answer = engine::run(&flat);
    assert!(Checker::new(&flat, &answer).violations().is_empty());
    let outcome = Outcome::new(&flat, &answer);
    let report = outcome.json(&seal.input).canonical();
    let signing = Signing { report: &report, origin: Json::Null, signer: &Signer::Market };
    let made = certificate::make(&outcome, &flat, &answer, &seal, signing);
    let evidence = Evidence { market: vec![bytes], ..Evidence::default() };
    let report = verify(made.sealed.as_bytes(), &evidence);
    assert!(report.passed(), "{report}");
});
