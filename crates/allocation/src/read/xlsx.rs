//! Workbooks: sheets with the columns of the tables in [`crate::read::csv`], each sheet as the table it holds.
//!
//! A sheet is known by its first line; sheets that hold nothing are passed over. Cells are read one after another and
//! never laid out as a grid, so that a far-off cell costs nothing.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use crate::problem::Problems;
use crate::read::csv::{self, Kind};

/// Most columns that a known sheet has.
const COLUMNS: u32 = 4;

/// A sheet as the table that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// File and name of the sheet, for problems.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// Its lines as comma-separated values.
    pub bytes: Vec<u8>,
}

/// Whether the bytes begin as a workbook does, which is a ZIP archive.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads the sheets of a workbook.
///
/// # Errors
/// That it is no workbook, or every sheet and cell that is not as a table has it.
pub fn sheets(file: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Problems> {
    let broken = |error: XlsxError| {
        Problems::one(file, error.to_string(), "save it anew as an Excel workbook (.xlsx)")
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut problems = Problems::new();
    let mut found = Vec::new();
    for sheet in book.sheet_names() {
        let name = format!("{file} sheet {sheet}");
        let text = table(&mut book, &sheet, &name, &mut problems).map_err(broken)?;
        match csv::kind(text.as_bytes()) {
            Some(kind) => found.push(Sheet { name, kind, bytes: text.into_bytes() }),
            None if text.is_empty() => {}
            None => problems.add(
                name,
                "its first line names no known columns",
                "write `applicant`, `programme`, `rank` and so on there, or take the sheet out",
            ),
        }
    }
    if found.is_empty() && problems.is_empty() {
        problems.add(file, "no sheet holds anything", "put a table into a sheet");
    }
    problems.or(found)
}

fn table(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    name: &str,
    problems: &mut Problems,
) -> Result<String, XlsxError> {
    let mut text = String::new();
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let (mut line, mut column) = (None, 0);
    while let Some(cell) = cells.next_cell()? {
        let (row, at) = cell.get_position();
        let value = match value(cell.get_value()) {
            Ok(value) if value.is_empty() => continue,
            Ok(value) => value,
            Err(what) => {
                let at = format!("{name} line {} column {}", u64::from(row) + 1, u64::from(at) + 1);
                problems.add(at, what, "write a text or a number there");
                continue;
            }
        };
        if line != Some(row) {
            if line.is_some() {
                text.push('\n');
            }
            (line, column) = (Some(row), 0);
        }
        if at >= COLUMNS || at < column {
            let place = format!("{name} line {} column {}", u64::from(row) + 1, u64::from(at) + 1);
            problems.add(place, "a table has no such column", "keep the columns of the table only");
            continue;
        }
        (column..at).for_each(|_| text.push(','));
        column = at;
        field(&value, &mut text);
    }
    if line.is_some() {
        text.push('\n');
    }
    Ok(text)
}

fn value(cell: &DataRef<'_>) -> Result<String, String> {
    match cell {
        DataRef::Empty => Ok(String::new()),
        DataRef::String(text) => Ok(text.trim_ascii().to_owned()),
        DataRef::SharedString(text) => Ok(text.trim_ascii().to_owned()),
        DataRef::Int(number) => Ok(number.to_string()),
        // The shortest decimal that reads back to the same number, which is the one that was typed.
        DataRef::Float(number) => Ok(number.to_string()),
        DataRef::Bool(_) => Err("holds true or false".to_owned()),
        DataRef::Error(_) => Err("holds an error of a formula".to_owned()),
        _ => Err("holds a date or a time".to_owned()),
    }
}

fn field(value: &str, text: &mut String) {
    if value.contains([',', '"', '\n', '\r']) {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}
