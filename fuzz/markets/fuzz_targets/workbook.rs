//! Workbooks: a list of sheets or a refusal.
#![no_main]

use kelisim_allocation::read::csv::{self, Source};
use kelisim_allocation::read::xlsx;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(sheets) = xlsx::sheets("market.xlsx", bytes) {
        let sources: Vec<Source<'_>> = sheets
            .iter()
            .map(|sheet| Source { file: &sheet.name, kind: sheet.kind, bytes: &sheet.bytes })
            .collect();
        let _ = csv::read(&sources, None);
    }
});
