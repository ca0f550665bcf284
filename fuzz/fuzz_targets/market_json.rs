//! Markets in JSON.
#![no_main]

use kelisim_allocation::check::Checker;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::market::Market;
use kelisim_allocation::read::json;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(market) = json::read("market", bytes) {
        run(&market);
    }
});

/// Whatever can be compiled can be run, and the answer breaks no rule.
fn run(market: &Market) {
    let Ok(flat) = compile(market, &Sealed::default()) else { return };
    if flat.people() <= 64 {
        let answer = engine::run(&flat);
        assert!(Checker::new(&flat, &answer).violations().is_empty());
    }
}
