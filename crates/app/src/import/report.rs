//! What was found in the rows of a table, as it is kept until the officer decides.

use kelisim_domain::Refusal;
use serde::{Deserialize, Serialize};

/// What a row would do to the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Something would be entered that is not there.
    New,
    /// Something that is there would be changed.
    Changed,
    /// It is there already, and the same.
    Same,
    /// The row cannot be entered.
    Wrong,
}

impl Finding {
    /// All findings, in the order of the report.
    pub const ALL: [Self; 4] = [Self::Wrong, Self::Changed, Self::New, Self::Same];

    /// Its code in addresses and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "same",
            Self::Wrong => "wrong",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.code() == code)
    }
}

/// Something to be said about a row: a refusal as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The column; empty for the whole row.
    #[serde(rename = "f", default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// Code of the sentence.
    #[serde(rename = "c")]
    pub code: String,
    /// Its values.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, String)>,
    /// Whether the row cannot be entered because of it.
    #[serde(rename = "g", default, skip_serializing_if = "std::ops::Not::not")]
    pub grave: bool,
}

impl Note {
    fn new(field: &str, refusal: Refusal, grave: bool) -> Self {
        Self {
            field: field.to_owned(),
            code: refusal.code.to_owned(),
            args: refusal.args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            grave,
        }
    }

    /// The row cannot be entered because of it.
    pub(super) fn grave(field: &str, refusal: Refusal) -> Self {
        Self::new(field, refusal, true)
    }

    /// Worth knowing.
    pub(super) fn mild(field: &str, refusal: Refusal) -> Self {
        Self::new(field, refusal, false)
    }

    /// What a rule refused.
    pub(super) fn refused(refusal: Refusal) -> Self {
        let field = refusal.field.unwrap_or_default();
        Self::new(field, refusal, true)
    }
}

/// What was found in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Its number in the file.
    #[serde(rename = "n")]
    pub row: u32,
    /// What it would do.
    #[serde(rename = "d")]
    pub finding: Finding,
    /// What is to be said about it.
    #[serde(rename = "o", default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

/// How many rows there are of each finding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows that would be entered.
    pub new: usize,
    /// Rows that would change something.
    pub changed: usize,
    /// Rows that are there already.
    pub same: usize,
    /// Rows that cannot be entered.
    pub wrong: usize,
    /// Rows that can be entered and have a remark.
    pub remarks: usize,
}

impl Counts {
    /// Counts a row.
    pub(super) fn add(&mut self, found: &Found) {
        let slot = match found.finding {
            Finding::New => &mut self.new,
            Finding::Changed => &mut self.changed,
            Finding::Same => &mut self.same,
            Finding::Wrong => &mut self.wrong,
        };
        *slot += 1;
        let differs = |note: &&Note| note.code != "import-differs";
        if found.finding != Finding::Wrong && found.notes.iter().any(|note| differs(&note)) {
            self.remarks += 1;
        }
    }

    /// How many of a finding.
    #[must_use]
    pub const fn of(&self, finding: Finding) -> usize {
        match finding {
            Finding::New => self.new,
            Finding::Changed => self.changed,
            Finding::Same => self.same,
            Finding::Wrong => self.wrong,
        }
    }

    /// Rows that entering would write.
    #[must_use]
    pub const fn writable(&self) -> usize {
        self.new + self.changed
    }

    /// All rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.new + self.changed + self.same + self.wrong
    }
}
