//! Certificates and markets as a stranger may write them: a report or a refusal, never a panic.
#![no_main]

use kelisim_verify::{Evidence, verify};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let parts: Vec<&[u8]> = bytes.split(|&byte| byte == 0x0C).collect();
    let [certificate, market @ ..] = parts.as_slice() else { return };
    let whole = format!(
        r#"{{"body":{{"format":"kelisim-certificate/1"}},"sealed":{},"signature":{{}}}}"#,
        String::from_utf8_lossy(certificate)
    );
    for certificate in [whole.as_bytes(), certificate] {
        let evidence = Evidence { market: market.to_vec(), ..Evidence::default() };
        let _ = verify(certificate, &evidence).to_string();
    }
});
