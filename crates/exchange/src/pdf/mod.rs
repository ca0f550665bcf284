//! Printed documents: what a page says, as a PDF.
//!
//! A caller says **what** stands there, as a [`Sheet`] of [`Block`]s in words that are already in the language of the
//! reader; this module decides where it stands. It breaks lines, parts tables between pages, repeats their heads, and
//! numbers the pages. The text of a document can be selected and copied whole, its structure (headings, paragraphs,
//! tables with heads) is tagged for reading aloud, and the same sheet gives the same bytes on any machine.
//!
//! Lengths are thousandths of a point as integers; they become decimals only where they are written down.

mod bar;
mod code;
mod face;
mod layout;
mod line;
#[cfg(test)]
mod tests;
mod write;

use jiff::civil::Date;

pub use code::Code;

/// Everything that stands in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is called, in its file and above its first page.
    pub title: String,
    /// Who gives it out.
    pub author: String,
    /// Its language, as a tag of BCP 47.
    pub language: String,
    /// The day it is of. Nothing in it says more exactly when it was made, so that a second printing has the same bytes.
    pub made_on: Date,
    /// What stands in it, in order.
    pub blocks: Vec<Block>,
    /// Lines at the foot of each page, before its number.
    pub footer: Vec<String>,
}

/// What stands under what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// How deep.
        level: Level,
        /// Its words.
        words: String,
    },
    /// A paragraph.
    Paragraph(Text),
    /// An item of a list.
    Item(Text),
    /// A passage of a source, with who says so.
    Quote {
        /// Its words.
        words: String,
        /// Where they stand.
        from: Text,
    },
    /// Rows under heads.
    Table(Table),
    /// A square code with words beside it. Nobody hears the code read aloud: the words say the same.
    Code(Code, Text),
}

/// How deep a heading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The title of the document.
    Title,
    /// A part.
    Part,
    /// A thing within a part.
    Thing,
}

/// Words in one or more voices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Span>);

/// Words in one voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The words. A line end begins a new line.
    pub words: String,
    /// How they are said.
    pub voice: Voice,
}

/// How words are said. What a source says is in serif, what the house says is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// Plainly.
    Plain,
    /// With weight.
    Strong,
    /// Aside.
    Quiet,
    /// In the words of a source.
    Source,
    /// As what is late or contradicts.
    Late,
    /// As what was delivered.
    Done,
}

/// Rows under heads. A row that does not fit goes to the next page, where the heads stand again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The heads.
    pub columns: Vec<Column>,
    /// The rows; a row with fewer cells than heads ends empty.
    pub rows: Vec<Vec<Text>>,
    /// What is drawn in the column of bars, row by row; none where no column is for bars.
    pub bars: Vec<Bar>,
}

/// A bar beside words that say the same: hollow for what was promised, solid for what was delivered, dashed for talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Bar {
    /// What was promised; without a number nothing is drawn.
    pub promised: Option<u64>,
    /// What was delivered, where a figure exists.
    pub delivered: Option<u64>,
    /// Whether the words are only talks: a dashed box, never filled.
    pub talk: bool,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// Its share of the width against the other columns.
    pub share: u16,
    /// What stands in it.
    pub of: Of,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Words, from the left.
    Words,
    /// Figures, to the right.
    Figures,
    /// Bars, and no words.
    Bars,
}

impl Text {
    /// Plain words.
    #[must_use]
    pub fn plain(words: impl Into<String>) -> Self {
        Self::of(Voice::Plain, words)
    }

    /// Words in one voice.
    #[must_use]
    pub fn of(voice: Voice, words: impl Into<String>) -> Self {
        Self(vec![Span { words: words.into(), voice }])
    }

    /// The same with more words behind it.
    #[must_use]
    pub fn and(mut self, voice: Voice, words: impl Into<String>) -> Self {
        self.0.push(Span { words: words.into(), voice });
        self
    }
}

impl Table {
    /// Rows under heads, without bars.
    #[must_use]
    pub const fn of(columns: Vec<Column>, rows: Vec<Vec<Text>>) -> Self {
        Self { columns, rows, bars: Vec::new() }
    }
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(head: impl Into<String>, share: u16) -> Self {
        Self { head: head.into(), share, of: Of::Words }
    }

    /// A column of figures.
    #[must_use]
    pub fn figures(head: impl Into<String>, share: u16) -> Self {
        Self { head: head.into(), share, of: Of::Figures }
    }

    /// A column of bars.
    #[must_use]
    pub fn bars(head: impl Into<String>, share: u16) -> Self {
        Self { head: head.into(), share, of: Of::Bars }
    }
}

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A face that is part of the house cannot be read: the house was built wrongly.
    #[error("the face {0} cannot be read")]
    Face(&'static str),
    /// More pages, or more different letters, than a file can name.
    #[error("the document is too large: {0}")]
    TooLarge(&'static str),
}

/// Writes a document. `page_of` says "page 2 of 5" in the language of the reader.
///
/// # Errors
/// [`PdfError::TooLarge`] for a document of more than ten thousand pages or sixty thousand different letters.
pub fn render(
    sheet: &Sheet,
    page_of: &dyn Fn(usize, usize) -> String,
) -> Result<Vec<u8>, PdfError> {
    let faces = face::Faces::read()?;
    let layout = layout::lay_out(sheet, &faces, page_of)?;
    write::write(sheet, &faces, &layout)
}
