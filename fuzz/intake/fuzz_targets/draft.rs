//! Whatever the text, every span lies on the original, counts Unicode scalars, and nothing panics.
#![no_main]

use kelisim_intake::{Draft, Options, draft};
use libfuzzer_sys::fuzz_target;

fn check(text: &str, found: &Draft) {
    let scalars: Vec<char> = text.chars().collect();
    let passages = found
        .items
        .iter()
        .flat_map(|i| std::iter::once(&i.evidence).chain(&i.also))
        .chain(found.indicators.iter().map(|i| &i.evidence))
        .chain(found.parties.iter().filter_map(|p| p.quotation.as_ref()));
    for passage in passages {
        let quoted: String = scalars[passage.start as usize..passage.end as usize].iter().collect();
        assert_eq!(quoted, passage.exact);
        assert!(!quoted.is_empty());
    }
}

fuzz_target!(|text: &str| {
    if let Ok(found) = draft(text, &Options::default()) {
        check(text, &found);
        assert_eq!(draft(text, &Options::default()).as_ref(), Ok(&found));
    }
});
