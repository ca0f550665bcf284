//! Texts that are uploaded, in any bytes.
#![no_main]

use kelisim_app::typed::read_document;
use kelisim_domain::source::fingerprint;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = read_document(bytes, 10_000) {
        assert!(!text.trim().is_empty());
        assert!(text.chars().count() <= 10_000);
        assert!(!text.contains('\0') && !text.contains('\r'));
        assert_eq!(fingerprint(&text), fingerprint(&text.replace(' ', "  ")));
    }
});
