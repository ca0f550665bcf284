//! The words of a text and their keys.

use std::collections::HashSet;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::{fold, stem};

/// Longest key, in characters. Longer words are cut: they are rare, and no list grows with them.
const LONGEST: usize = 24;

/// The words of a text with the bytes they lie on. Letters and digits are never one word: "2026ж" is two.
pub fn tokens(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(char::is_alphanumeric)?;
        let numeric = text[start..].starts_with(char::is_numeric);
        let rest = &text[start..];
        let end = rest
            .char_indices()
            .find(|&(at, c)| !belongs(c, numeric, &rest[at..]))
            .map_or(text.len(), |(at, _)| start + at);
        from = end;
        Some((start..end, &text[start..end]))
    })
}

/// Whether a character goes on the word before it.
fn belongs(c: char, numeric: bool, rest: &str) -> bool {
    if c.is_alphanumeric() {
        return c.is_numeric() == numeric;
    }
    // "O'zbekiston" is one word, a closing quotation mark ends one.
    let inside = || rest.chars().nth(1).is_some_and(char::is_alphabetic);
    !numeric && (is_combining_mark(c) || (matches!(c, '\'' | '’' | 'ʻ' | 'ʼ') && inside()))
}

/// The key of a word; none for a single letter.
pub(crate) fn key(word: &str) -> Option<String> {
    let folded = fold(word);
    let stem = stem(&folded);
    let numeric = stem.starts_with(char::is_numeric);
    let key: String = stem.chars().take(LONGEST).collect();
    // A single sign of a script without an alphabet is a word.
    (numeric || key.chars().count() > 1 || key.chars().any(|c| c > '\u{2fff}')).then_some(key)
}

/// The keys of a text, each once, in the order in which they first appear.
#[must_use]
pub fn keys<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    texts
        .into_iter()
        .flat_map(tokens)
        .filter_map(|(_, word)| key(word))
        .filter(|key| seen.insert(key.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{keys, tokens};

    fn words(text: &str) -> Vec<&str> {
        tokens(text).map(|(_, word)| word).collect()
    }

    #[test]
    fn words_end_where_a_reader_ends_them() {
        assert_eq!(words("150 мест, с 2026ж."), ["150", "мест", "с", "2026", "ж"]);
        assert_eq!(words("O'zbekiston 'qanday'"), ["O'zbekiston", "qanday"]);
        assert_eq!(words("Чолпон-Ата"), ["Чолпон", "Ата"]);
        assert_eq!(words("й\u{306}"), ["й\u{306}"]);
        assert_eq!(words(" — "), Vec::<&str>::new());
    }

    #[test]
    fn keys_come_once_and_in_order() {
        assert_eq!(keys(["Квоты на лечение", "квота 2026"]), ["kvot", "na", "lecen", "2026"]);
        assert_eq!(keys(["я и"]), ["ia"]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_words_that_lie_on_it(text in ".{0,60}") {
            for (range, word) in tokens(&text) {
                proptest::prop_assert_eq!(&text[range], word);
                proptest::prop_assert!(!word.is_empty());
            }
            for key in keys([text.as_str()]) {
                proptest::prop_assert!(!key.is_empty() && !key.contains(char::is_whitespace));
            }
        }
    }
}
