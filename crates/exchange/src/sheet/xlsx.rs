//! Workbooks (.xlsx). Cells are read one after another and never laid out as a grid, so that a far-off cell costs nothing.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Dimensions, Reader as _, Xlsx, XlsxError};
use kelisim_domain::Refusal;
use kelisim_domain::sheet::{Line, Odd, Sheet};
use zip::ZipArchive;

use super::{COLUMNS, LINES, UNPACKED, cell, too_many_lines, too_wide, trim};

/// Most files in the archive that a workbook is.
const PARTS: usize = 2_000;
/// Most sheets that are read.
const SHEETS: usize = 40;
/// Most merged areas of a sheet that are looked at.
const MERGED: usize = 20_000;

/// Reads the sheets of a workbook, in its order.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    measure(bytes, UNPACKED)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut read = Vec::new();
    let mut lines = 0;
    for name in book.sheet_names().into_iter().take(SHEETS) {
        let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let sheet = sheet(&mut book, name, &merged, LINES - lines)?;
        lines += sheet.lines.len();
        read.push(sheet);
    }
    Ok(read)
}

/// Unpacks everything and throws it away, so that no more is ever unpacked than is allowed: what an archive says of
/// itself may be a lie.
pub(super) fn measure(bytes: &[u8], most: u64) -> Result<(), Refusal> {
    let not_zip = |_| Refusal::of("file", "file-broken");
    let too_much = || Refusal::of("file", "file-unpacks").with("max", (most >> 20).to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(not_zip)?;
    if archive.len() > PARTS {
        return Err(too_much());
    }
    let mut left = most;
    for part in 0..archive.len() {
        let file = archive.by_index(part).map_err(not_zip)?;
        if file.size() > left {
            return Err(too_much());
        }
        let taken = std::io::copy(&mut file.take(left + 1), &mut std::io::sink())
            .map_err(|_| Refusal::of("file", "file-broken"))?;
        left = left.checked_sub(taken).ok_or_else(too_much)?;
    }
    Ok(())
}

fn broken(_: &XlsxError) -> Refusal {
    Refusal::of("file", "file-broken")
}

fn sheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: String,
    merged: &[Dimensions],
    most: usize,
) -> Result<Sheet, Refusal> {
    let mut sheet = Sheet { name, lines: Vec::new() };
    // A sheet that is a chart has no cells.
    let Ok(mut cells) = book.worksheet_cells_reader(&sheet.name) else { return Ok(sheet) };
    let mut line = Line::default();
    while let Some(found) = cells.next_cell_with_formula_metadata().map_err(|e| broken(&e))? {
        let (row, column) = found.pos;
        let number = row.saturating_add(1);
        let (text, mut odd) = text_of(&found.value);
        if text.is_empty() && odd.is_none() {
            continue;
        }
        if column >= COLUMNS {
            return Err(too_wide(number));
        }
        if number != line.number {
            // Lines come in order in every workbook that a spreadsheet writes.
            if number < line.number {
                return Err(Refusal::of("file", "file-broken"));
            }
            finish(&mut sheet, std::mem::take(&mut line), merged, most)?;
            line.number = number;
        }
        if found.formula.is_some() && odd.is_none() {
            odd = Some(Odd::Formula);
        }
        let at = column as usize;
        if line.cells.len() <= at {
            line.cells.resize(at + 1, String::new());
        }
        if let Some(slot) = line.cells.get_mut(at) {
            *slot = text;
        }
        line.odd.extend(odd.map(|odd| (column, odd)));
    }
    finish(&mut sheet, line, merged, most)?;
    Ok(sheet)
}

/// Adds a line that holds something.
fn finish(
    sheet: &mut Sheet,
    mut line: Line,
    merged: &[Dimensions],
    most: usize,
) -> Result<(), Refusal> {
    trim(&mut line.cells);
    if line.cells.is_empty() && line.odd.is_empty() {
        return Ok(());
    }
    if sheet.lines.len() >= most {
        return Err(too_many_lines());
    }
    let row = line.number.saturating_sub(1);
    for area in merged.iter().take(MERGED) {
        if area.start.0 <= row && row <= area.end.0 && area.start.1 < COLUMNS {
            line.odd.push((area.start.1, Odd::Merged));
        }
    }
    sheet.lines.push(line);
    Ok(())
}

/// A cell as text, and what is odd about it.
fn text_of(value: &DataRef<'_>) -> (String, Option<Odd>) {
    match value {
        DataRef::Empty => (String::new(), None),
        DataRef::String(text) => (cell(text), None),
        DataRef::SharedString(text) => (cell(text), None),
        DataRef::Int(number) => (number.to_string(), None),
        DataRef::Float(number) => (decimal(*number), None),
        DataRef::Bool(_) => (String::new(), Some(Odd::Truth)),
        DataRef::Error(_) => (String::new(), Some(Odd::Error)),
        DataRef::DateTime(at) if at.is_datetime() && at.as_f64() >= 1.0 => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            (format!("{year:04}-{month:02}-{day:02}"), None)
        }
        DataRef::DateTimeIso(text) if text.len() >= 10 && text.is_char_boundary(10) => {
            (text[..10].to_owned(), None)
        }
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
            (String::new(), Some(Odd::Time))
        }
    }
}

/// The number that was typed: spreadsheets keep fifteen digits, and what stands behind them comes from reckoning.
fn decimal(number: f64) -> String {
    let shortest = number.to_string();
    if shortest.bytes().filter(u8::is_ascii_digit).count() <= 15 {
        return shortest;
    }
    match format!("{number:.14e}").parse::<f64>() {
        Ok(rounded) => rounded.to_string(),
        Err(_) => shortest,
    }
}
