//! Credentials of any content: reading and checking one never fails but by a fault, and what holds is read the same when it
//! is laid out anew.
#![no_main]

use kelisim_verify::credential::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(credential) = parse(bytes) else { return };
    let holds = credential.check(Some("2026-01-01T00:00:00Z"), &[]);
    let value: serde_json::Value = serde_json::from_slice(bytes).expect("what was read is JSON");
    let again = parse(kelisim_verify::canonical::canonical(&value).as_bytes());
    let again = again.expect("its canonical form is read as well");
    assert_eq!(again, credential);
    assert_eq!(again.check(Some("2026-01-01T00:00:00Z"), &[]), holds);
});
