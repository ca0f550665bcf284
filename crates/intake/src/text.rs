//! The text as tokens, each with its exact place in the original.
//!
//! Offsets are kept twice: as bytes, to slice, and as Unicode scalar indices, to quote. Every word also has a folded
//! form, in which the lexicons are written: small letters, no ё, no apostrophes; Kazakh Latin becomes Cyrillic and
//! Uzbek Cyrillic becomes Latin, so that one row serves both scripts. The original is never changed.

use crate::letter::is_letter;
use crate::vocabulary::Language;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits.
    Number,
    /// Any other visible sign.
    Sign,
    /// One or more line breaks.
    Break,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Byte offset of the start in the original.
    pub byte_start: u32,
    /// Byte offset after the end.
    pub byte_end: u32,
    /// Scalar index of the start in the original.
    pub start: u32,
    /// Scalar index after the end.
    pub end: u32,
    /// The folded form, as a range of [`Text::folded`].
    pub fold: (u32, u32),
    /// The first character, for signs.
    pub sign: char,
    /// Whether the word begins with a capital.
    pub capital: bool,
    /// Whether white space stands before the token.
    pub spaced: bool,
    /// Whether a hyphen or an apostrophe ties the token to the one before.
    pub tied: bool,
}

/// A text and its tokens.
#[derive(Debug)]
pub struct Text<'a> {
    /// The original.
    pub raw: &'a str,
    /// The tokens in order.
    pub tokens: Vec<Token>,
    /// Folded forms, one after another.
    pub folded: String,
    /// Number of Unicode scalars.
    pub scalars: u32,
}

impl<'a> Text<'a> {
    /// Splits `raw` into tokens; `language` decides how letters are folded.
    #[must_use]
    pub fn new(raw: &'a str, language: Language) -> Self {
        Tokeniser::new(raw, language).run()
    }

    /// The folded form of a token.
    #[must_use]
    pub fn fold(&self, token: usize) -> &str {
        self.tokens
            .get(token)
            .and_then(|t| self.folded.get(t.fold.0 as usize..t.fold.1 as usize))
            .unwrap_or("")
    }

    /// The original text from the first token to the last, both included.
    #[must_use]
    pub fn quote(&self, first: usize, last: usize) -> &'a str {
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(a), Some(b)) => {
                self.raw.get(a.byte_start as usize..b.byte_end as usize).unwrap_or("")
            }
            _ => "",
        }
    }
}

struct Tokeniser<'a> {
    raw: &'a str,
    language: Language,
    older_latin: bool,
    tokens: Vec<Token>,
    folded: String,
}

/// Marks that stand inside a word and are not read.
const fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}

const fn combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

const fn apostrophe(c: char) -> bool {
    matches!(c, '\'' | '‘' | '’' | 'ʻ' | 'ʼ' | '`' | '´')
}

const fn hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–')
}

const fn currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₽' | '₸' | '%')
}

impl<'a> Tokeniser<'a> {
    fn new(raw: &'a str, language: Language) -> Self {
        let older_latin = language == Language::KazakhLatin
            && raw.contains(['ý', 'á', 'ó', 'ú', 'ǵ', 'ń', 'Ý', 'Á', 'Ó', 'Ú', 'Ǵ']);
        Tokeniser {
            raw,
            language,
            older_latin,
            tokens: Vec::with_capacity(raw.len() / 8 + 4),
            folded: String::with_capacity(raw.len()),
        }
    }

    fn run(mut self) -> Text<'a> {
        let mut chars = self.raw.char_indices().peekable();
        let mut index: u32 = 0;
        let mut spaced = true;
        let mut tied = false;
        while let Some(&(byte, c)) = chars.peek() {
            if c == '\n' || c == '\r' || c == '\u{2028}' || c == '\u{2029}' {
                let (start, byte_start) = (index, byte);
                let mut byte_end = byte;
                while let Some(&(at, c)) = chars.peek() {
                    if !c.is_whitespace() {
                        break;
                    }
                    byte_end = at + c.len_utf8();
                    index += 1;
                    chars.next();
                }
                let lines = self.raw.get(byte_start..byte_end).unwrap_or("").matches('\n').count();
                let sign = if lines > 1 { '¶' } else { '\n' };
                self.push(
                    TokenKind::Break,
                    (byte_start, byte_end),
                    (start, index),
                    sign,
                    true,
                    false,
                );
                spaced = true;
                tied = false;
                continue;
            }
            if c.is_whitespace() || invisible(c) {
                spaced = spaced || c.is_whitespace();
                tied = tied && invisible(c);
                index += 1;
                chars.next();
                continue;
            }
            let (start, byte_start) = (index, byte);
            let mut byte_end = byte;
            if is_letter(c) {
                let at = self.tokens.len();
                let fold_start = self.folded.len();
                while let Some(&(at, c)) = chars.peek() {
                    let inside = is_letter(c)
                        || combining(c)
                        || invisible(c)
                        || (self.apostrophe_is_letter()
                            && apostrophe(c)
                            && self.letter_follows(at, c));
                    if !inside {
                        break;
                    }
                    self.fold_char(c, fold_start);
                    byte_end = at + c.len_utf8();
                    index += 1;
                    chars.next();
                }
                self.finish_fold(fold_start);
                self.push(TokenKind::Word, (byte_start, byte_end), (start, index), c, spaced, tied);
                if let Some(token) = self.tokens.get_mut(at) {
                    token.capital = c.is_uppercase();
                    token.fold = (fold_start as u32, self.folded.len() as u32);
                }
            } else if c.is_ascii_digit() {
                let at = self.tokens.len();
                let fold_start = self.folded.len();
                while let Some(&(at, c)) = chars.peek() {
                    if !c.is_ascii_digit() {
                        break;
                    }
                    self.folded.push(c);
                    byte_end = at + 1;
                    index += 1;
                    chars.next();
                }
                self.push(
                    TokenKind::Number,
                    (byte_start, byte_end),
                    (start, index),
                    c,
                    spaced,
                    tied,
                );
                if let Some(token) = self.tokens.get_mut(at) {
                    token.fold = (fold_start as u32, self.folded.len() as u32);
                }
            } else {
                index += 1;
                chars.next();
                byte_end = byte + c.len_utf8();
                let next_is_text = chars.peek().is_some_and(|&(_, n)| n.is_alphanumeric());
                let after_text = !spaced
                    && self.tokens.last().is_some_and(|t| {
                        matches!(t.kind, TokenKind::Word | TokenKind::Number)
                            && t.byte_end as usize == byte_start
                    });
                if (hyphen(c) || apostrophe(c)) && next_is_text && after_text {
                    let both_numbers = hyphen(c)
                        && self.tokens.last().is_some_and(|t| t.kind == TokenKind::Number)
                        && chars.peek().is_some_and(|&(_, n)| n.is_ascii_digit());
                    if !both_numbers {
                        tied = true;
                        spaced = false;
                        continue;
                    }
                }
                let at = self.tokens.len();
                self.push(
                    TokenKind::Sign,
                    (byte_start, byte_end),
                    (start, index),
                    c,
                    spaced,
                    false,
                );
                if currency(c) {
                    let fold_start = self.folded.len();
                    self.folded.push(c);
                    if let Some(token) = self.tokens.get_mut(at) {
                        token.kind = TokenKind::Word;
                        token.fold = (fold_start as u32, self.folded.len() as u32);
                    }
                }
            }
            spaced = false;
            tied = false;
        }
        Text { raw: self.raw, tokens: self.tokens, folded: self.folded, scalars: index }
    }

    fn push(
        &mut self,
        kind: TokenKind,
        bytes: (usize, usize),
        scalars: (u32, u32),
        sign: char,
        spaced: bool,
        tied: bool,
    ) {
        self.tokens.push(Token {
            kind,
            byte_start: bytes.0 as u32,
            byte_end: bytes.1 as u32,
            start: scalars.0,
            end: scalars.1,
            fold: (0, 0),
            sign,
            capital: false,
            spaced,
            tied,
        });
    }

    /// In Uzbek an apostrophe belongs to the letter before it; elsewhere it cuts an ending off.
    const fn apostrophe_is_letter(&self) -> bool {
        matches!(self.language, Language::Uzbek)
    }

    fn letter_follows(&self, at: usize, c: char) -> bool {
        let rest = self.raw.get(at + c.len_utf8()..).unwrap_or("");
        let before = self.raw.get(..at).and_then(|s| s.chars().next_back());
        rest.chars().next().is_some_and(is_letter)
            || before.is_some_and(|b| matches!(b, 'o' | 'O' | 'g' | 'G'))
    }

    fn fold_char(&mut self, c: char, fold_start: usize) {
        if invisible(c) || apostrophe(c) {
            return;
        }
        if combining(c) {
            let last = self.folded.get(fold_start..).and_then(|s| s.chars().next_back());
            if let Some(last) = last
                && let Some(joined) = unicode_normalization::char::compose(last, c)
            {
                self.folded.pop();
                self.fold_letter(joined);
            }
            return;
        }
        self.fold_letter(c);
    }

    fn fold_letter(&mut self, c: char) {
        if c.is_ascii_lowercase() {
            self.folded.push(c);
            return;
        }
        match (self.language, c) {
            (Language::Turkish, 'I') => self.folded.push('ı'),
            (Language::Turkish | Language::KazakhLatin, 'İ') => self.folded.push('i'),
            (Language::KazakhLatin, 'I') => {
                self.folded.push(if self.older_latin { 'i' } else { 'ı' });
            }
            _ => match c {
                'а'..='я' => self.folded.push(c),
                'А'..='Я' => {
                    // The small letters of this block stand 32 places after the capitals.
                    self.folded.push(char::from_u32(c as u32 + 32).unwrap_or(c));
                }
                _ => {
                    for small in c.to_lowercase() {
                        let plain = match small {
                            'ё' => 'е',
                            'â' if self.language == Language::Turkish => 'a',
                            'î' if self.language == Language::Turkish => 'i',
                            '\u{307}' => continue,
                            other => other,
                        };
                        self.folded.push(plain);
                    }
                }
            },
        }
    }

    fn finish_fold(&mut self, fold_start: usize) {
        match self.language {
            Language::KazakhLatin => {
                let word = self.folded.split_off(fold_start);
                crate::script::kazakh_latin_to_cyrillic(&word, self.older_latin, &mut self.folded);
            }
            Language::UzbekCyrillic => {
                let word = self.folded.split_off(fold_start);
                crate::script::uzbek_cyrillic_to_latin(&word, &mut self.folded);
            }
            _ => {}
        }
    }
}
