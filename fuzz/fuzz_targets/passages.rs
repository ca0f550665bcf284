//! Quoting a passage of a text.
#![no_main]

use kelisim_domain::id::SourceId;
use kelisim_domain::quotation::Quotation;
use uuid::Uuid;

libfuzzer_sys::fuzz_target!(|input: (&str, &str, Option<u32>, u32, u32)| {
    let (text, passage, near, start, end) = input;
    let source = SourceId::new(Uuid::nil());
    if let Ok(quotation) = Quotation::find(source, "kk", text, passage, near) {
        assert!(quotation.holds_in(text));
        let exact: String = text
            .chars()
            .skip(quotation.start as usize)
            .take((quotation.end - quotation.start) as usize)
            .collect();
        assert_eq!(exact, quotation.exact);
    }
    if let Ok(quotation) = Quotation::at(source, "kk", text, start, end) {
        assert!(quotation.holds_in(text));
    }
});
