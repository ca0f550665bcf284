//! Whatever the bytes, each reader gives text or a message, within bounds, and nothing panics.
#![no_main]

use kelisim_intake::reader::{TEXT_LIMIT, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(document) = read(bytes) {
        assert!(document.text.len() <= TEXT_LIMIT);
    }
});
