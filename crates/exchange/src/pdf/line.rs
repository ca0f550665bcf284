//! Words become lines of a width.

use unicode_normalization::UnicodeNormalization as _;

use super::face::{Cut, Faces};
use super::{Text, Voice};

/// Words of one voice within a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// How they are said.
    pub voice: Voice,
    /// The words.
    pub words: String,
    /// How wide they are, in thousandths of a point.
    pub width: i32,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// From left to right.
    pub pieces: Vec<Piece>,
}

impl Line {
    /// How wide it is, without the space at its end.
    pub fn width(&self, faces: &Faces, size: i32) -> i32 {
        let all: i32 = self.pieces.iter().map(|piece| piece.width).sum();
        let hanging = self.pieces.last().map_or(0, |piece| {
            let face = faces.of(Cut::of(piece.voice));
            piece.width - face.width(piece.words.trim_end_matches(' '), size)
        });
        all - hanging
    }
}

/// A run that is never broken, unless it is wider than a whole line.
struct Word {
    voice: Voice,
    words: String,
    /// Whether a line must end behind it.
    ends: bool,
}

/// Breaks a text into lines at most `width` wide. A word that is wider than a line is broken between letters.
pub fn lines(faces: &Faces, text: &Text, size: i32, width: i32) -> Vec<Line> {
    let (mut lines, mut line, mut used) = (Vec::new(), Line::default(), 0);
    // Words of two voices without a space between them stay together as one run.
    for run in runs(words_of(text)) {
        let wide = |words: &str, voice: Voice| faces.of(Cut::of(voice)).width(words, size);
        let bare = run.iter().enumerate().map(|(n, word)| {
            let last = n + 1 == run.len();
            wide(if last { word.words.trim_end_matches(' ') } else { &word.words }, word.voice)
        });
        let bare: i32 = bare.sum();
        if used > 0 && used + bare > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        let ends = run.last().is_some_and(|word| word.ends);
        for word in run {
            for part in fitting(faces, &word, size, width) {
                let part_width = wide(&part, word.voice);
                let seen = wide(part.trim_end_matches(' '), word.voice);
                if used > 0 && used + seen > width {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                used += part_width;
                line.push(word.voice, &part, part_width);
            }
        }
        if ends {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
    }
    if !line.pieces.is_empty() {
        lines.push(line);
    }
    lines
}

impl Line {
    fn push(&mut self, voice: Voice, words: &str, width: i32) {
        match self.pieces.last_mut() {
            Some(last) if last.voice == voice => {
                last.words.push_str(words);
                last.width += width;
            }
            _ if words.is_empty() => {}
            _ => self.pieces.push(Piece { voice, words: words.to_owned(), width }),
        }
    }
}

fn words_of(text: &Text) -> Vec<Word> {
    let mut words = Vec::new();
    for span in &text.0 {
        let clean: String = span.words.nfc().filter_map(seen).collect();
        let mut paragraphs = clean.split('\n').peekable();
        while let Some(paragraph) = paragraphs.next() {
            let before = words.len();
            words.extend(broken(paragraph).into_iter().map(|words| Word {
                voice: span.voice,
                words,
                ends: false,
            }));
            if paragraphs.peek().is_some() {
                if words.len() == before {
                    words.push(Word { voice: span.voice, words: String::new(), ends: false });
                }
                if let Some(last) = words.last_mut() {
                    last.ends = true;
                }
            }
        }
    }
    words
}

/// What is drawn of a letter: marks without a shape are left out, other controls are a space.
fn seen(letter: char) -> Option<char> {
    match letter {
        '\n' => Some('\n'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => None,
        control if control.is_control() => Some(' '),
        other => Some(other),
    }
}

/// Words with the space behind them. A line may also end behind a hyphen or a stroke within a word.
fn broken(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let before = word.chars().next_back();
        word.push(letter);
        let next = letters.peek().copied();
        // An ending stays with its number, and the beginning of an address is one piece.
        let bound = before.is_some_and(|c| c.is_numeric() || matches!(c, ':' | '/'));
        let ends = match letter {
            ' ' => next != Some(' '),
            '-' | '/' | '\u{2013}' | '\u{2014}' => {
                !bound && next.is_some_and(char::is_alphanumeric) && word.chars().count() > 2
            }
            _ => false,
        };
        if ends {
            words.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

fn runs(words: Vec<Word>) -> Vec<Vec<Word>> {
    let mut runs: Vec<Vec<Word>> = Vec::new();
    for word in words {
        match runs.last_mut() {
            Some(run)
                if run.last().is_some_and(|last| {
                    last.voice != word.voice && !last.ends && !last.words.ends_with([' ', '-', '/'])
                }) =>
            {
                run.push(word);
            }
            _ => runs.push(vec![word]),
        }
    }
    runs
}

/// A word in parts that each fit a line.
fn fitting(faces: &Faces, word: &Word, size: i32, width: i32) -> Vec<String> {
    let face = faces.of(Cut::of(word.voice));
    if face.width(word.words.trim_end_matches(' '), size) <= width {
        return vec![word.words.clone()];
    }
    let (mut parts, mut part, mut used) = (Vec::new(), String::new(), 0);
    for letter in word.words.chars() {
        let wide = face.width(letter.encode_utf8(&mut [0; 4]), size);
        if used + wide > width && !part.is_empty() && letter != ' ' {
            parts.push(std::mem::take(&mut part));
            used = 0;
        }
        part.push(letter);
        used += wide;
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(lines: &[Line]) -> Vec<String> {
        let words = |line: &Line| line.pieces.iter().map(|p| p.words.as_str()).collect::<String>();
        lines.iter().map(|line| words(line).trim_end().to_owned()).collect()
    }

    #[test]
    fn lines_end_between_words_and_behind_hyphens() {
        let faces = Faces::read().unwrap();
        let text = Text::plain("Мерзімі: 2026 жылғы 15 наурыз, деңгейі — министрлер");
        let broken = lines(&faces, &text, 10_000, 110_000);
        assert_eq!(shown(&broken), ["Мерзімі: 2026 жылғы", "15 наурыз, деңгейі —", "министрлер"]);
    }

    #[test]
    fn a_line_end_in_the_text_is_kept_and_an_empty_line_too() {
        let faces = Faces::read().unwrap();
        let text = Text::plain("one\n\ntwo");
        assert_eq!(shown(&lines(&faces, &text, 10_000, 100_000)), ["one", "", "two"]);
    }

    #[test]
    fn an_address_wider_than_the_line_is_broken_and_loses_nothing() {
        let faces = Faces::read().unwrap();
        let address = "https://example.org/".to_owned() + &"a".repeat(200);
        let broken = lines(&faces, &Text::plain(address.as_str()), 9_000, 120_000);
        assert!(broken.len() > 5);
        assert_eq!(shown(&broken).concat(), address);
        assert!(broken.iter().all(|line| line.width(&faces, 9_000) <= 120_000));
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_it_may_be_and_no_letter_is_lost(
            words in "[\u{20}-\u{7e}а-яӘәҒғҚқҢңӨөҰұҮүҺһІі]{0,200}",
            more in "[a-zқңө ]{0,40}",
            width in 40_000_i32..400_000,
        ) {
            let faces = Faces::read().unwrap();
            let text = Text::plain(words.as_str()).and(Voice::Strong, more.as_str());
            let broken = lines(&faces, &text, 10_000, width);
            for line in &broken {
                prop_assert!(line.width(&faces, 10_000) <= width);
            }
            let kept: String = broken.iter().flat_map(|l| &l.pieces).map(|p| p.words.as_str()).collect();
            let whole: String = (words + &more).nfc().collect();
            prop_assert_eq!(kept, whole);
        }
    }
}
