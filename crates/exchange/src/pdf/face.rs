//! The faces: which glyph a letter has, how wide it is, and which letters a document used.

use std::collections::BTreeMap;

use ttf_parser::{Face as Parsed, GlyphId};

use super::{PdfError, Voice};

/// Faces by their names; which voice speaks in which is in [`Cut::of`].
const FILES: [(&str, &[u8]); 3] = [
    ("GolosText-Regular", include_bytes!("../../fonts/golos-text-regular.ttf")),
    ("GolosText-SemiBold", include_bytes!("../../fonts/golos-text-semibold.ttf")),
    ("Literata-Regular", include_bytes!("../../fonts/literata-regular.ttf")),
];

/// Which face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// What the house says.
    Regular,
    /// What it says with weight.
    Semibold,
    /// What a source says.
    Serif,
}

impl Cut {
    /// All, in the order of the files.
    pub const ALL: [Self; 3] = [Self::Regular, Self::Semibold, Self::Serif];

    /// In which face a voice speaks.
    pub const fn of(voice: Voice) -> Self {
        match voice {
            Voice::Plain | Voice::Quiet => Self::Regular,
            Voice::Strong | Voice::Late | Voice::Done => Self::Semibold,
            Voice::Source => Self::Serif,
        }
    }

    /// Its name within a page.
    pub const fn key(self) -> &'static [u8] {
        match self {
            Self::Regular => b"R",
            Self::Semibold => b"S",
            Self::Serif => b"L",
        }
    }
}

/// One face.
pub struct Face {
    /// Its name.
    pub name: &'static str,
    /// The file.
    pub file: &'static [u8],
    parsed: Parsed<'static>,
}

/// The measures a reader of the file asks for.
pub struct Measures {
    /// The box around all glyphs: left, bottom, right, top.
    pub bounds: [i16; 4],
    /// How far glyphs rise.
    pub ascent: i16,
    /// How far they go below the line; negative.
    pub descent: i16,
    /// Height of capitals.
    pub capitals: i16,
}

/// All faces.
pub struct Faces([Face; 3]);

impl Faces {
    /// Reads the faces that are part of the house.
    ///
    /// # Errors
    /// [`PdfError::Face`].
    pub fn read() -> Result<Self, PdfError> {
        let [regular, semibold, serif] = FILES;
        Ok(Self([Face::read(regular)?, Face::read(semibold)?, Face::read(serif)?]))
    }

    /// One of them.
    pub const fn of(&self, cut: Cut) -> &Face {
        let [regular, semibold, serif] = &self.0;
        match cut {
            Cut::Regular => regular,
            Cut::Semibold => semibold,
            Cut::Serif => serif,
        }
    }
}

impl Face {
    fn read((name, file): (&'static str, &'static [u8])) -> Result<Self, PdfError> {
        let parsed = Parsed::parse(file, 0).map_err(|_| PdfError::Face(name))?;
        // Widths are taken as thousandths of the size.
        if parsed.units_per_em() == 1000 {
            Ok(Self { name, file, parsed })
        } else {
            Err(PdfError::Face(name))
        }
    }

    /// The glyph of a letter; glyph 0, the empty box, when the face has none.
    pub fn glyph(&self, letter: char) -> u16 {
        // The faces have one space and one hyphen; typeset text knows several.
        let drawn = match letter {
            '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => ' ',
            '\u{2010}' | '\u{2011}' => '-',
            other => other,
        };
        self.parsed.glyph_index(drawn).map_or(0, |glyph| glyph.0)
    }

    /// How wide a letter is, in thousandths of the size.
    pub fn advance(&self, letter: char) -> i32 {
        let glyph = GlyphId(self.glyph(letter));
        self.parsed.glyph_hor_advance(glyph).map_or(500, i32::from)
    }

    /// How wide words are at a size, in thousandths of a point, rounded up: parts are never narrower than the whole.
    pub fn width(&self, words: &str, size: i32) -> i32 {
        let units: i64 = words.chars().map(|letter| i64::from(self.advance(letter))).sum();
        i32::try_from((units * i64::from(size) + 999) / 1000).unwrap_or(i32::MAX)
    }

    pub fn measures(&self) -> Measures {
        let bounds = self.parsed.global_bounding_box();
        Measures {
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            ascent: self.parsed.ascender(),
            descent: self.parsed.descender(),
            capitals: self.parsed.capital_height().unwrap_or(700),
        }
    }
}

/// The letters a document used of one face, each with the number by which pages name it.
///
/// A number stands for a letter, not for a glyph: so whatever is copied out of the document is what was written, also
/// where two letters look alike or the face has no glyph.
#[derive(Debug, Default)]
pub struct Used(BTreeMap<char, u16>);

impl Used {
    /// Numbers the letters in the order of the alphabet of Unicode.
    ///
    /// # Errors
    /// [`PdfError::TooLarge`] when there are more than can be named.
    pub fn of(letters: impl IntoIterator<Item = char>) -> Result<Self, PdfError> {
        let mut used: BTreeMap<char, u16> = letters.into_iter().map(|letter| (letter, 0)).collect();
        if used.len() > 60_000 {
            return Err(PdfError::TooLarge("letters"));
        }
        for (number, (_, place)) in (1_u16..).zip(used.iter_mut()) {
            *place = number;
        }
        Ok(Self(used))
    }

    /// Letters with their numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = (char, u16)> + '_ {
        self.0.iter().map(|(letter, number)| (*letter, *number))
    }

    /// Words as pages name them: two bytes for each letter.
    pub fn encode(&self, words: &str) -> Vec<u8> {
        let number = |letter: char| self.0.get(&letter).copied().unwrap_or(0);
        words.chars().flat_map(|letter| number(letter).to_be_bytes()).collect()
    }
}
