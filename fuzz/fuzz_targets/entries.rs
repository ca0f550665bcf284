//! Entries and their chain.
#![no_main]

use jiff::Timestamp;
use jiff::civil::date;
use kelisim_domain::id::StreamId;
use kelisim_domain::journal::{Entry, Hash, NewEntry, verify_chain};
use uuid::Uuid;

libfuzzer_sys::fuzz_target!(|input: (&str, &str, i64)| {
    let (kind, payload, micros) = input;
    let Ok(recorded_at) = Timestamp::from_microsecond(micros) else { return };
    let new = NewEntry {
        kind: kind.to_owned(),
        recorded_at,
        valid_from: None,
        known_on: date(2026, 1, 1),
        actor: None,
        source: None,
        payload: payload.to_owned(),
    };
    let stream = StreamId::new(Uuid::from_u128(1));
    if let Ok(entry) = Entry::chain(stream, 1, new, Hash::ZERO) {
        assert_eq!(verify_chain([&entry]), Ok((1, entry.hash)));
        let mut changed = entry;
        changed.new.kind.push('x');
        assert!(verify_chain([&changed]).is_err());
    }
});
