//! Tables that come into the house: workbooks and tables as text become [`Sheet`]s, whatever they mean.
//!
//! A file is measured before anything in it is read: its size, then what it unpacks to, then its lines. Cells come as
//! text: a date as 2026-03-15, a number as the shortest decimal that is the same number. What is odd about a cell
//! (formula, merged, error) is said beside it.

mod csv;
mod xlsx;

use kelisim_domain::Refusal;
use kelisim_domain::sheet::Sheet;

/// Largest file, in bytes.
pub const FILE: usize = 32 << 20;
/// Most that a workbook may unpack to, in bytes.
pub const UNPACKED: u64 = 512 << 20;
/// Most lines of a file that hold something.
pub const LINES: usize = 200_000;
/// Most columns of a line.
pub const COLUMNS: u32 = 64;
/// Longest text of a cell, in Unicode scalar values.
pub const CELL: usize = 4_000;

/// Reads the sheets of a file: a workbook (.xlsx), or a table as text with commas, semicolons or tabs.
///
/// # Errors
/// `file-empty`, `file-large`, `file-unpacks`, `file-lines`, `file-columns`, `file-old-workbook`, `file-broken`,
/// `file-binary`, `file-quotes`.
pub fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::of("file", "file-empty"));
    }
    if bytes.len() > FILE {
        return Err(Refusal::of("file", "file-large").with("max", (FILE >> 20).to_string()));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Refusal::of("file", "file-old-workbook"));
    }
    let sheets = if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        xlsx::sheets(bytes)?
    } else {
        vec![csv::sheet(bytes)?]
    };
    if sheets.iter().all(|sheet| sheet.lines.is_empty()) {
        return Err(Refusal::of("file", "file-empty"));
    }
    Ok(sheets)
}

/// That a file has more lines than are read at once.
fn too_many_lines() -> Refusal {
    Refusal::of("file", "file-lines").with("max", LINES.to_string())
}

/// That a line goes on behind the last column that is read.
fn too_wide(line: u32) -> Refusal {
    Refusal::of("file", "file-columns")
        .with("line", line.to_string())
        .with("max", COLUMNS.to_string())
}

/// The text of a cell, no longer than [`CELL`], in one line. A text that is cut is refused later, since it is too long for
/// any column.
fn cell(text: &str) -> String {
    let short: String = text.chars().take(CELL).collect();
    kelisim_domain::text::tidy_line(&short)
}

/// Takes empty cells off the end of a line.
fn trim(cells: &mut Vec<String>) {
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
}

#[cfg(test)]
mod tests;
