//! Tables that are brought, in any bytes: workbooks and tables as text.
#![no_main]

use kelisim_exchange::sheet::{CELL, COLUMNS, LINES, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(sheets) = read(bytes) else { return };
    let lines: Vec<_> = sheets.iter().flat_map(|sheet| &sheet.lines).collect();
    assert!(!lines.is_empty() && lines.len() <= LINES);
    for sheet in &sheets {
        assert!(sheet.lines.is_sorted_by(|a, b| a.number < b.number));
    }
    for line in lines {
        assert!(line.cells.len() <= COLUMNS as usize);
        assert!(line.cells.iter().all(|cell| cell.chars().count() <= CELL && !cell.contains(['\n', '\t', '\0'])));
        assert!(line.odd.iter().all(|(column, _)| *column < COLUMNS));
    }
});
