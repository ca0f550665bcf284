//! Whatever an endpoint answers, a passage is shown only if it stands in the text word for word.
#![no_main]

use kelisim_intake::opinion::verify;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (body, text) = input;
    if let Ok(opinion) = verify(body, text) {
        for proposal in opinion.proposals {
            let (start, end) = (proposal.passage.start as usize, proposal.passage.end as usize);
            let quoted: String = text.chars().skip(start).take(end - start).collect();
            assert_eq!(quoted, proposal.passage.exact);
        }
    }
});
