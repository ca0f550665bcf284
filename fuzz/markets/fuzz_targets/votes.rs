//! The text form of algmatch, and pairs of PrefLib files.
#![no_main]

use std::collections::HashMap;

use kelisim_allocation::check::Checker;
use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::market::Market;
use kelisim_allocation::read::{algmatch, preflib};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(market) = algmatch::read("market", bytes, None) {
        run(&market);
    }
    let mut halves = bytes.splitn(2, |&byte| byte == 0x0C);
    if let (Some(asks), Some(accepts)) = (halves.next(), halves.next())
        && let Ok(market) = preflib::read(("asks", asks), ("accepts", accepts), &HashMap::new(), None)
    {
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
