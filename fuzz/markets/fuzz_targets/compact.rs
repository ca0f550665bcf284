//! The compact form: what is read is written back, byte for byte, and the verifier passes the certificate.
#![no_main]

use kelisim_allocation::canonical::Json;
use kelisim_allocation::certificate::{self, Input, Seal, Signer, Signing};
use kelisim_allocation::check::Checker;
use kelisim_allocation::engine;
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::read::packed;
use kelisim_verify::{Evidence, verify};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut whole = b"KELMKT1\n".to_vec();
    whole.extend_from_slice(bytes);
    if let Ok(flat) = packed::read("market", &whole) {
        assert_eq!(packed::write(&flat).as_deref(), Some(whole.as_slice()));
        let answer = engine::run(&flat);
        let checker = Checker::new(&flat, &answer);
        assert!(checker.violations().is_empty() && checker.blocking().is_empty());
        let seal = Seal::new(&[Input { role: "market", bytes: whole.clone() }]);
        let outcome = Outcome::new(&flat, &answer);
        let report = outcome.json(&seal.input).canonical();
        let signing = Signing { report: &report, origin: Json::Null, signer: &Signer::Market };
        let made = certificate::make(&outcome, &flat, &answer, &seal, signing);
        let evidence = Evidence { market: vec![&whole], ..Evidence::default() };
        let report = verify(made.sealed.as_bytes(), &evidence);
        assert!(report.passed(), "{report}");
    }
});
