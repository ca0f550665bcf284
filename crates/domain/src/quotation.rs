//! Quotations: the exact passage a statement rests on.
//!
//! After the W3C Web Annotation model a quotation is kept twice over: by position, which is exact, and by the text
//! with what stands before and behind it, which survives small edits.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::id::SourceId;
use crate::text::Text4;

/// How many characters before and behind a passage are kept with it.
const CONTEXT: usize = 32;
/// Longest passage that may be quoted, in Unicode scalar values.
pub const LONGEST: usize = 2_000;

/// A passage of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The source.
    pub source: SourceId,
    /// Language tag of the passage.
    pub language: String,
    /// The passage, to the letter.
    pub exact: String,
    /// Up to 32 characters before it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// Up to 32 characters behind it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// Offset of the first character, in Unicode scalar values.
    pub start: u32,
    /// Offset behind the last.
    pub end: u32,
    /// A translation, where somebody made one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<Text4>,
}

impl Quotation {
    /// Whether both quote some of the same words of a source.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.source == other.source && self.start < other.end && other.start < self.end
    }

    /// Quotes the characters from `start` to `end` of `text`.
    ///
    /// # Errors
    /// `passage-empty`, `passage-outside` or `passage-too-long`.
    pub fn at(
        source: SourceId,
        language: &str,
        text: &str,
        start: u32,
        end: u32,
    ) -> Result<Self, Refusal> {
        let refused = |code| Refusal::of("passage", code);
        if start >= end {
            return Err(refused("passage-empty"));
        }
        if (end - start) as usize > LONGEST {
            return Err(refused("passage-too-long").with("max", LONGEST.to_string()));
        }
        let from = byte_at(text, start).ok_or_else(|| refused("passage-outside"))?;
        let to = byte_at(text, end).ok_or_else(|| refused("passage-outside"))?;
        if text[from..to].trim().is_empty() {
            return Err(refused("passage-empty"));
        }
        let bytes = from..to;
        Ok(Self { start, end, ..Self::cut(source, language, text, bytes) })
    }

    /// Quotes a line of `text` whose place is known in bytes and in characters, without walking through the text: for
    /// tables of many lines.
    ///
    /// # Errors
    /// `passage-empty`, `passage-outside` or `passage-too-long`.
    pub fn line(
        source: SourceId,
        language: &str,
        text: &str,
        bytes: Range<usize>,
        start: u32,
    ) -> Result<Self, Refusal> {
        let refused = |code| Refusal::of("passage", code);
        let exact = text.get(bytes.clone()).ok_or_else(|| refused("passage-outside"))?;
        let length = exact.chars().count();
        if exact.trim().is_empty() {
            return Err(refused("passage-empty"));
        }
        if length > LONGEST {
            return Err(refused("passage-too-long").with("max", LONGEST.to_string()));
        }
        let length = u32::try_from(length).map_err(|_| refused("passage-outside"))?;
        let end = start.checked_add(length).ok_or_else(|| refused("passage-outside"))?;
        Ok(Self { start, end, ..Self::cut(source, language, text, bytes) })
    }

    fn cut(source: SourceId, language: &str, text: &str, bytes: Range<usize>) -> Self {
        let before: Vec<char> = text[..bytes.start].chars().rev().take(CONTEXT).collect();
        Self {
            source,
            language: language.to_owned(),
            prefix: before.into_iter().rev().collect(),
            suffix: text[bytes.end..].chars().take(CONTEXT).collect(),
            exact: text[bytes].to_owned(),
            start: 0,
            end: 0,
            translation: None,
        }
    }

    /// Quotes a passage given by its words.
    ///
    /// `near` is where the reader marked it, when known: of several places with the same words the nearest is meant.
    /// White space is compared loosely, since a copied passage often has other line breaks.
    ///
    /// # Errors
    /// `passage-empty`, `passage-not-found`, `passage-ambiguous` (several places and no hint) or `passage-too-long`.
    pub fn find(
        source: SourceId,
        language: &str,
        text: &str,
        passage: &str,
        near: Option<u32>,
    ) -> Result<Self, Refusal> {
        let refused = |code| Refusal::of("passage", code);
        let wanted: Vec<char> = squeeze(passage.chars().enumerate()).map(|(_, c)| c).collect();
        if wanted.is_empty() {
            return Err(refused("passage-empty"));
        }
        let squeezed: Vec<(usize, char)> = squeeze(text.chars().enumerate()).collect();
        let places: Vec<u32> = (0..squeezed.len().saturating_sub(wanted.len() - 1))
            .filter(|&i| squeezed[i..i + wanted.len()].iter().map(|(_, c)| c).eq(wanted.iter()))
            .filter_map(|i| u32::try_from(i).ok())
            .collect();
        let offset_of = |place: u32| squeezed.get(place as usize).map_or(0, |(at, _)| *at as u64);
        let place = match (places.as_slice(), near) {
            ([], _) => return Err(refused("passage-not-found")),
            ([only], _) => *only,
            (several, Some(near)) => several
                .iter()
                .copied()
                .min_by_key(|&place| offset_of(place).abs_diff(u64::from(near)))
                .unwrap_or_default(),
            (several, None) => {
                return Err(refused("passage-ambiguous").with("n", several.len().to_string()));
            }
        };
        let first = squeezed.get(place as usize).map_or(0, |(at, _)| *at);
        let last = squeezed.get(place as usize + wanted.len() - 1).map_or(0, |(at, _)| *at);
        let offset = |at: usize| u32::try_from(at).map_err(|_| refused("passage-outside"));
        Self::at(source, language, text, offset(first)?, offset(last + 1)?)
    }

    /// Whether the passage still stands in `text` where it says.
    #[must_use]
    pub fn holds_in(&self, text: &str) -> bool {
        match (byte_at(text, self.start), byte_at(text, self.end)) {
            (Some(from), Some(to)) if from <= to => text[from..to] == self.exact,
            _ => false,
        }
    }
}

/// Byte offset of the character with the given number; the end of the text counts as one.
fn byte_at(text: &str, character: u32) -> Option<usize> {
    let character = character as usize;
    text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).nth(character)
}

/// Characters with runs of white space as one space, none at the ends, each with its place in the original.
fn squeeze(chars: impl Iterator<Item = (usize, char)>) -> impl Iterator<Item = (usize, char)> {
    let mut pending: Option<usize> = None;
    let mut begun = false;
    chars
        .flat_map(move |(at, c)| {
            if c.is_whitespace() {
                pending = pending.or(Some(at));
                return [None, None];
            }
            let space = pending.take().filter(|_| begun).map(|at| (at, ' '));
            begun = true;
            [space, Some((at, c))]
        })
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const TEXT: &str = "Тараптар квотаны  талқылады.\nКвота: 150 орын. Квота: 150 орын.";

    fn source() -> SourceId {
        SourceId::new(Uuid::from_u128(1))
    }

    #[test]
    fn a_passage_is_found_by_its_words_whatever_its_line_breaks() {
        let quotation =
            Quotation::find(source(), "kk", TEXT, " квотаны талқылады.\nКвота", None).unwrap();
        assert_eq!(quotation.exact, "квотаны  талқылады.\nКвота");
        assert_eq!(quotation.start, 9);
        assert_eq!(quotation.prefix, "Тараптар ");
        assert!(quotation.holds_in(TEXT));
        assert!(!quotation.holds_in(&TEXT.replace("квотаны", "кезекті")));
    }

    #[test]
    fn the_same_words_twice_need_a_hint_and_the_nearest_place_is_taken() {
        let refusal = Quotation::find(source(), "kk", TEXT, "150 орын", None).unwrap_err();
        assert_eq!(refusal.code, "passage-ambiguous");
        let second = Quotation::find(source(), "kk", TEXT, "150 орын", Some(60)).unwrap();
        let first = Quotation::find(source(), "kk", TEXT, "150 орын", Some(0)).unwrap();
        assert!(first.start < second.start);
    }

    #[test]
    fn what_is_not_there_is_refused() {
        let code = |r: Result<Quotation, Refusal>| r.unwrap_err().code;
        assert_eq!(
            code(Quotation::find(source(), "kk", TEXT, "180 орын", None)),
            "passage-not-found"
        );
        assert_eq!(code(Quotation::find(source(), "kk", TEXT, " \n", None)), "passage-empty");
        assert_eq!(code(Quotation::at(source(), "kk", TEXT, 5, 5)), "passage-empty");
        assert_eq!(code(Quotation::at(source(), "kk", TEXT, 5, 5_000)), "passage-too-long");
        assert_eq!(code(Quotation::at(source(), "kk", TEXT, 60, 90)), "passage-outside");
    }

    #[test]
    fn a_line_is_quoted_by_its_place_as_it_is_by_its_words() {
        let (from, start) = (TEXT.find("Квота").unwrap(), 29);
        let line = Quotation::line(source(), "kk", TEXT, from..TEXT.len(), start).unwrap();
        assert_eq!(line, Quotation::find(source(), "kk", TEXT, &TEXT[from..], None).unwrap());
        let code = |r: Result<Quotation, Refusal>| r.unwrap_err().code;
        assert_eq!(code(Quotation::line(source(), "kk", TEXT, 1..9, 1)), "passage-outside");
        assert_eq!(code(Quotation::line(source(), "kk", TEXT, 0..0, 0)), "passage-empty");
    }

    proptest! {
        #[test]
        fn whatever_is_quoted_stands_in_the_text(text in "\\PC{0,80}", start in 0u32..90, len in 0u32..90) {
            if let Ok(quotation) = Quotation::at(source(), "ru", &text, start, start + len) {
                prop_assert!(quotation.holds_in(&text));
                let again = Quotation::find(source(), "ru", &text, &quotation.exact, Some(start));
                prop_assert!(again.is_ok_and(|q| q.holds_in(&text)));
            }
        }
    }
}
