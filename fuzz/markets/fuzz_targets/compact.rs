//! The compact form: what is read is written back, byte for byte.
#![no_main]

use kelisim_allocation::check::Checker;
use kelisim_allocation::engine;
use kelisim_allocation::read::packed;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut whole = b"KELMKT1\n".to_vec();
    whole.extend_from_slice(bytes);
    if let Ok(flat) = packed::read("market", &whole) {
        assert_eq!(packed::write(&flat).as_deref(), Some(whole.as_slice()));
        let answer = engine::run(&flat);
        let checker = Checker::new(&flat, &answer);
        assert!(checker.violations().is_empty() && checker.blocking().is_empty());
    }
});
