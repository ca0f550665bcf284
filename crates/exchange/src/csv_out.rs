//! A table as text: RFC 4180 with a byte order mark, so that spreadsheets read it as UTF-8.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula and runs it. Such a cell is made
//! harmless by an apostrophe in front, which spreadsheets show as text and programs can strip.

/// Signs that make a spreadsheet take a cell for a formula when it begins with one: the four ASCII signs and their
/// full-width forms, and control signs that hide one of them behind white space.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A table under construction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Csv {
    text: String,
}

impl Csv {
    /// A table with the names of its columns.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        let mut this = Self { text: String::from('\u{feff}') };
        this.row(columns);
        this
    }

    /// Adds a row. Every cell is made harmless.
    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            write_cell(&mut self.text, cell.as_ref());
        }
        self.text.push_str("\r\n");
    }

    /// The table as text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }
}

/// Whether a spreadsheet would take the cell for a formula. White space in front does not protect.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(FORMULA) || cell.trim_start().starts_with(FORMULA)
}

fn write_cell(text: &mut String, cell: &str) {
    let armed = is_formula(cell);
    let quoted = armed
        || cell.contains(['"', ',', '\r', '\n', ';', '\t'])
        || cell.starts_with(char::is_whitespace)
        || cell.ends_with(char::is_whitespace);
    if quoted {
        text.push('"');
    }
    if armed {
        text.push('\'');
    }
    for sign in cell.chars() {
        match sign {
            '"' => text.push_str("\"\""),
            // A NUL ends the file for some readers.
            '\0' => text.push('\u{fffd}'),
            other => text.push(other),
        }
    }
    if quoted {
        text.push('"');
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads RFC 4180 strictly: what our table says to a program.
    pub(crate) fn read(table: &str) -> Vec<Vec<String>> {
        let mut signs = table.strip_prefix('\u{feff}').unwrap().chars().peekable();
        let (mut rows, mut row) = (Vec::new(), Vec::new());
        while signs.peek().is_some() {
            let mut cell = String::new();
            if signs.next_if_eq(&'"').is_some() {
                loop {
                    match signs.next().unwrap() {
                        '"' if signs.next_if_eq(&'"').is_some() => cell.push('"'),
                        '"' => break,
                        other => cell.push(other),
                    }
                }
            } else {
                while let Some(sign) = signs.next_if(|c| !matches!(c, ',' | '\r')) {
                    assert!(sign != '"' && sign != '\n', "a bare quote or line feed");
                    cell.push(sign);
                }
            }
            row.push(cell);
            match signs.next().unwrap() {
                ',' => {}
                '\r' => {
                    assert_eq!(signs.next(), Some('\n'));
                    rows.push(std::mem::take(&mut row));
                }
                other => panic!("{other:?} behind a cell"),
            }
        }
        rows
    }

    fn one(cell: &str) -> String {
        let mut csv = Csv::new(&["a", "b"]);
        csv.row(&[cell, "x"]);
        let rows = read(&csv.finish());
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1][1], "x");
        rows[1][0].clone()
    }

    #[test]
    fn formulas_are_made_harmless_and_all_else_stays_as_it_is() {
        for formula in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =HYPERLINK(\"http://x\")",
            "＝1",
        ] {
            assert_eq!(one(formula), format!("'{formula}"), "{formula:?}");
        }
        for plain in ["48", "2026-02-01", "a=b", "", "a,b", "he said \"150\"", "line\r\nline", "қ"]
        {
            assert_eq!(one(plain), plain);
        }
    }

    #[test]
    fn the_table_begins_with_the_byte_order_mark_and_ends_each_row_with_cr_lf() {
        let csv = Csv::new(&["a", "b"]).finish();
        assert_eq!(csv.as_bytes(), b"\xef\xbb\xbfa,b\r\n");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_and_never_begins_a_formula(cell in "[=+@\\-\"',;\t\r\n a-zқ0-9]{0,12}") {
            let back = one(&cell);
            prop_assert!(!back.trim_start().starts_with(['=', '+', '-', '@']));
            prop_assert_eq!(back.strip_prefix('\'').filter(|_| is_formula(&cell)).unwrap_or(&back), cell);
        }
    }
}
