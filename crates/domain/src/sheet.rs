//! A table of cells as it was read out of a file: what stands in each line, before anybody knows what it means.

use serde::{Deserialize, Serialize};

/// A sheet: its lines that hold anything, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; empty for a file that is one sheet.
    pub name: String,
    /// Its lines, those without any text left out.
    pub lines: Vec<Line>,
}

/// A line of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number as a spreadsheet counts, from 1.
    #[serde(rename = "n")]
    pub number: u32,
    /// The text of its cells from the first column on; cells behind the last one that holds something are left out.
    #[serde(rename = "c")]
    pub cells: Vec<String>,
    /// What is odd about cells.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    pub odd: Vec<(u32, Odd)>,
}

/// What is odd about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Odd {
    /// A formula: the cell holds what it came to when the workbook was last saved.
    Formula,
    /// The cell is one of several that were merged, so that it is not known for which lines it speaks.
    Merged,
    /// An error of a formula, such as `#REF!`.
    Error,
    /// Yes or no, which no column of ours has.
    Truth,
    /// A time without a day.
    Time,
    /// Letters that the file's encoding cannot write were lost and stand as question marks.
    Lost,
}

impl Line {
    /// The text of a cell; empty behind the end.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// What is odd about a cell.
    pub fn odd_at(&self, column: usize) -> impl Iterator<Item = Odd> + '_ {
        self.odd.iter().filter(move |(at, _)| *at as usize == column).map(|(_, odd)| *odd)
    }
}
