//! Workbooks give the market that the same tables give as text.
#![cfg(feature = "xlsx")]

use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine;
use kelisim_allocation::read::csv::{self, Kind, Source};
use kelisim_allocation::read::xlsx;

const BOOK: &[u8] = include_bytes!("files/market.xlsx");

#[test]
fn a_workbook_is_read_as_its_tables() {
    assert!(xlsx::looks_like(BOOK));
    let sheets = xlsx::sheets("market.xlsx", BOOK).unwrap();
    let kinds: Vec<Kind> = sheets.iter().map(|sheet| sheet.kind).collect();
    assert_eq!(
        kinds,
        [Kind::Preferences, Kind::Scores, Kind::Capacities],
        "an empty sheet is passed over"
    );
    let scores = String::from_utf8(sheets[1].bytes.clone()).unwrap();
    assert_eq!(
        scores,
        "programme,applicant,score\nmoscow,bek,91\nmoscow,aida,88.25\nmoscow,cholpon,70.5\n\"almaty, centre\",aida,60\n\"almaty, centre\",cholpon,59.75\n"
    );
    let sources: Vec<Source<'_>> = sheets
        .iter()
        .map(|sheet| Source { file: &sheet.name, kind: sheet.kind, bytes: &sheet.bytes })
        .collect();
    let flat = compile(&csv::read(&sources, None).unwrap(), &Sealed::default()).unwrap();
    let answer = engine::run(&flat);
    let places: Vec<Option<&str>> =
        (0..3).map(|who| answer.leaf(&flat, who).map(|leaf| flat.places.get(leaf))).collect();
    assert_eq!(places, [Some("almaty, centre"), Some("moscow"), None]);
}

#[test]
fn whatever_is_cut_off_or_changed_is_refused_or_read_but_never_breaks() {
    for length in (0..BOOK.len()).step_by(7) {
        assert!(xlsx::sheets("m", &BOOK[..length]).is_err(), "cut at {length}");
    }
    let mut refused = 0;
    for at in 0..BOOK.len() {
        let mut other = BOOK.to_vec();
        other[at] ^= 0x41;
        refused += usize::from(xlsx::sheets("m", &other).is_err());
    }
    assert!(refused > BOOK.len() / 4, "{refused} of {}", BOOK.len());
}
