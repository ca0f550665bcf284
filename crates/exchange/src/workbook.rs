//! Workbooks (.xlsx) that go out: tables with a heading, numbers as numbers, days as days, all else as text.
//!
//! A text is written as a text and never as a formula, whatever it begins with. The same tables give the same bytes.

use jiff::civil::Date;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet,
    XlsxError,
};

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text; also a date that is no single day, such as `2026-03` or `2026/2027`.
    Text(String),
    /// An exact decimal number with a point. One that is none is written as text.
    Number(String),
    /// A day.
    Day(Date),
}

impl Cell {
    /// A date of the record (EDTF): a day as a day, anything else as text.
    #[must_use]
    pub fn date(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Text(text.to_owned()), Self::Day)
    }
}

/// What a column of a template is like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heading {
    /// Its words.
    pub text: String,
    /// What is to be typed below it.
    pub hint: Option<String>,
    /// Where the values to choose from stand: name of the sheet, column and number of rows below its heading.
    pub choices: Option<(String, u16, u32)>,
}

impl Heading {
    /// A heading of these words.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }
}

/// A table that becomes a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet.
    pub name: String,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Rows of a template for which the choices hold.
const TEMPLATE_ROWS: u32 = 10_000;
/// Most signs that a spreadsheet keeps in a cell.
const CELL: usize = 32_767;

/// Writes tables as a workbook, one sheet for each.
///
/// # Errors
/// When the workbook cannot be put together; the message says why.
pub fn write(tables: &[Table]) -> Result<Vec<u8>, String> {
    build(tables).map_err(|error| error.to_string())
}

fn build(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A workbook notes when it was made: always the same instant, so that the same record gives the same bytes.
    let at = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&at));
    for table in tables {
        sheet(book.add_worksheet(), table)?;
    }
    book.save_to_buffer()
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.set_name(sheet_name(&table.name))?;
    for (column, heading) in (0_u16..).zip(&table.headings) {
        sheet.write_string_with_format(0, column, &heading.text, &head)?;
        sheet.set_column_width(column, width(table, column))?;
        if let Some(check) = validation(heading)? {
            sheet.add_data_validation(1, column, TEMPLATE_ROWS, column, &check)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let columns = u16::try_from(table.headings.len()).unwrap_or(u16::MAX);
    let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    if columns > 0 && rows > 0 {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) => {
                    let short: String = text.chars().take(CELL).collect();
                    sheet.write_string(row, column, short)?;
                }
                Cell::Number(text) => match text.parse::<f64>() {
                    Ok(number) if number.is_finite() => {
                        sheet.write_number(row, column, number)?;
                    }
                    _ => {
                        sheet.write_string(row, column, text)?;
                    }
                },
                Cell::Day(date) => {
                    let (month, of_month) =
                        (date.month().unsigned_abs(), date.day().unsigned_abs());
                    match ExcelDateTime::from_ymd(date.year().unsigned_abs(), month, of_month) {
                        Ok(at) => sheet.write_datetime_with_format(row, column, at, &day)?,
                        // Spreadsheets know no day before 1900.
                        Err(_) => sheet.write_string(row, column, date.to_string())?,
                    };
                }
            }
        }
    }
    Ok(())
}

/// A name that spreadsheets take: at most 31 signs, none of those they keep for themselves.
fn sheet_name(name: &str) -> String {
    let kept =
        |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { ' ' } else { c };
    let short: String = name.chars().map(kept).take(31).collect();
    let short = short.trim_matches('\'').trim().to_owned();
    if short.is_empty() { "1".to_owned() } else { short }
}

/// As wide as its longest text, within reason.
fn width(table: &Table, column: u16) -> f64 {
    let at = usize::from(column);
    let heading = table.headings.get(at).map_or(0, |heading| heading.text.chars().count());
    let longest =
        table.rows.iter().take(200).filter_map(|row| row.get(at)).map(|cell| match cell {
            Cell::Text(text) | Cell::Number(text) => text.chars().count(),
            Cell::Day(_) => 10,
        });
    let longest = longest.max().unwrap_or(0).max(heading).clamp(8, 60);
    f64::from(u8::try_from(longest).unwrap_or(60)) + 2.0
}

fn validation(heading: &Heading) -> Result<Option<DataValidation>, XlsxError> {
    let mut check = DataValidation::new();
    if let Some((sheet, column, rows)) = &heading.choices {
        let letter = char::from(b'A' + u8::try_from(*column % 26).unwrap_or(0));
        let last = rows + 1;
        let list = format!("='{}'!${letter}$2:${letter}${last}", sheet_name(sheet));
        check = check.allow_list_formula(rust_xlsxwriter::Formula::new(list));
        // Words of other languages and further codes are taken too: the list helps and does not forbid.
        check = check.show_error_message(false);
    }
    if let Some(hint) = &heading.hint {
        check = check.set_input_message(hint.chars().take(255).collect::<String>())?;
    }
    let is_any = heading.choices.is_none() && heading.hint.is_none();
    Ok((!is_any).then_some(check))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::read;
    use jiff::civil::date;

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        let headings = ["Ңғқ", "value", "on"].map(Heading::new).to_vec();
        Table { name: "Промисы: 2026/27".to_owned(), headings, rows }
    }

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn what_is_written_is_read_back_with_every_letter() {
        let rows = vec![
            vec![
                text("Қырғыз Республикасы, өңүү"),
                Cell::Number("3.5".to_owned()),
                Cell::Day(date(2026, 3, 15)),
            ],
            vec![text(""), Cell::Number("999999999999999".to_owned()), Cell::date("2026-03")],
            vec![text("a"), Cell::Number("–".to_owned()), Cell::Day(date(1899, 1, 2))],
        ];
        let bytes = write(&[table(rows)]).unwrap();
        let sheets = read(&bytes).unwrap();
        assert_eq!(sheets[0].name, "Промисы  2026 27");
        let cells: Vec<_> = sheets[0].lines.iter().map(|line| line.cells.join("|")).collect();
        assert_eq!(
            cells,
            [
                "Ңғқ|value|on",
                "Қырғыз Республикасы, өңүү|3.5|2026-03-15",
                "|999999999999999|2026-03",
                "a|–|1899-01-02",
            ]
        );
        assert!(sheets[0].lines.iter().all(|line| line.odd.is_empty()));
    }

    #[test]
    fn no_text_becomes_a_formula() {
        let words = ["=1+1", "@SUM(A1)", "+1", "-1", "=HYPERLINK(\"http://x\")", "\t=1"];
        let rows = words.iter().map(|word| vec![text(word)]).collect();
        let sheets = read(&write(&[table(rows)]).unwrap()).unwrap();
        for line in &sheets[0].lines {
            assert!(line.odd.is_empty(), "{line:?}");
        }
        assert_eq!(sheets[0].lines[1].cell(0), "=1+1");
    }

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let rows =
            vec![vec![text("a"), Cell::Number("1".to_owned()), Cell::Day(date(2026, 3, 15))]];
        let once = write(&[table(rows.clone())]).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(2_100));
        assert_eq!(once, write(&[table(rows)]).unwrap());
    }
}
