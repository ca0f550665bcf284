//! A table of the record that leaves the house: the same columns and rows as text for programs and as a workbook.

use crate::csv_out::Csv;
use crate::workbook::{Cell, Heading, Table, write};

/// What the columns of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// Their names, in order.
    pub names: &'static [&'static str],
    /// Those that hold numbers.
    pub numbers: &'static [&'static str],
    /// Those that hold dates: a single day becomes a day, a month or period stays text.
    pub dates: &'static [&'static str],
}

/// A table under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    columns: Columns,
    rows: Vec<Vec<String>>,
}

impl Rows {
    /// A table without rows.
    #[must_use]
    pub const fn new(columns: Columns) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn add(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as text.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut csv = Csv::new(self.columns.names);
        self.rows.iter().for_each(|row| csv.row(row));
        csv.finish()
    }

    /// The table as a workbook of one sheet.
    ///
    /// # Errors
    /// When the workbook cannot be put together; the message says why.
    pub fn xlsx(&self, name: &str) -> Result<Vec<u8>, String> {
        let cell = |(name, text): (&&'static str, &String)| match text {
            text if text.is_empty() => Cell::Text(String::new()),
            text if self.columns.numbers.contains(name) => Cell::Number(text.clone()),
            text if self.columns.dates.contains(name) => Cell::date(text),
            text => Cell::Text(text.clone()),
        };
        let row = |row: &Vec<String>| self.columns.names.iter().zip(row).map(cell).collect();
        write(&[Table {
            name: name.to_owned(),
            headings: self.columns.names.iter().map(|name| Heading::new(name)).collect(),
            rows: self.rows.iter().map(row).collect(),
        }])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::read;

    const COLUMNS: Columns = Columns {
        names: &["title", "quantity", "deadline"],
        numbers: &["quantity"],
        dates: &["deadline"],
    };

    #[test]
    fn a_workbook_says_what_the_text_says_and_numbers_are_numbers() {
        let mut rows = Rows::new(COLUMNS);
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        rows.add(row(["Қызмет", "3.5", "2026-03-15"]));
        rows.add(row(["=1+1", "", "2026~"]));
        assert_eq!(rows.len(), 2);
        let sheets = read(&rows.xlsx("promises").unwrap()).unwrap();
        let text = read(rows.csv().as_bytes()).unwrap();
        let cells = |sheet: &kelisim_domain::sheet::Sheet| -> Vec<Vec<String>> {
            sheet.lines.iter().map(|line| line.cells.clone()).collect()
        };
        assert_eq!(cells(&sheets[0]), cells(&text[0]));
        assert!(sheets[0].lines.iter().all(|line| line.odd.is_empty()));
        // A number that is text would carry the mark of one: it is read back without.
        let bytes = rows.xlsx("promises").unwrap();
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut sheet = String::new();
        let mut file = book.by_name("xl/worksheets/sheet1.xml").unwrap();
        std::io::Read::read_to_string(&mut file, &mut sheet).unwrap();
        assert!(sheet.contains("<v>3.5</v>") && sheet.contains("<v>46096</v>"), "{sheet}");
    }
}
