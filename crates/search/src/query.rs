//! What a person typed to find something, and how well a thing fits it.

use std::ops::Range;

use crate::words::{key, tokens};
use crate::{fold, stem};

/// Most words that are looked for; further ones are left out.
const MOST: usize = 8;

/// Words that join others and say nothing by themselves, folded: they are looked for only when nothing else was typed.
const JOINING: [&str; 44] = [
    "na", "po", "pro", "dlia", "ot", "do", "iz", "za", "ob", "ili", "pri", "so", "ne", "mejdu",
    "men", "pen", "ben", "jane", "boiunsa", "boiunca", "uxin", "ucun", "bar", "bul", "of", "the",
    "and", "for", "in", "to", "on", "at", "by", "vith", "from", "or", "an", "as", "is", "betveen",
    "ucin", "uin", "turali", "juno",
];

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it was typed.
    pub typed: String,
    /// Its key. Things are found whose key begins with it.
    pub key: String,
    /// Further keys that count as this word, whole: those that are a slip away, the code of a country it names.
    pub also: Vec<String>,
    folded: String,
}

/// Most letters that the end of a word begun may have in common with an ending.
const CUT: usize = 3;
/// Shortest key that a word begun is taken for.
const CUT_TO: usize = 5;

/// Keys that the rest of a word may have lost together with letters that were typed: who types «трансплант» on the way
/// to «трансплантация» has typed a letter of what is taken for an ending there.
fn cut_short(key: &str) -> Vec<String> {
    if !key.is_ascii() || key.starts_with(char::is_numeric) {
        return Vec::new();
    }
    let shortest = key.len().saturating_sub(CUT).max(CUT_TO);
    (shortest..key.len()).rev().map(|length| key[..length].to_owned()).collect()
}

impl Word {
    fn read(typed: &str) -> Option<Self> {
        let key = key(typed)?;
        let also = cut_short(&key);
        Some(Self { typed: typed.to_owned(), key, also, folded: fold(typed) })
    }

    /// How well a word of a text fits, from 0 (not at all) to 4 (it is the same word).
    fn fits(&self, word: &str) -> u32 {
        let folded = fold(word);
        let stem = stem(&folded);
        if folded == self.folded {
            4
        } else if stem == self.key {
            3
        } else if !self.is_number() && stem.starts_with(&self.key) {
            2
        } else {
            u32::from(self.also.iter().any(|key| key == stem))
        }
    }

    /// Whether it is a number: then it stands for itself alone, and 20 does not find 2026.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.key.starts_with(char::is_numeric)
    }
}

/// What a person typed, as words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The words to find, each once, in the order they were typed.
    pub words: Vec<Word>,
}

/// How well a thing fits a query; the greater, the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Score {
    /// The fits of all words together, each in the text where it fits best.
    pub words: u32,
    /// Whether the words stand side by side in one text, in the order they were typed.
    pub phrase: bool,
}

impl Query {
    /// Reads what was typed; nothing when there is no word in it.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let mut words: Vec<Word> = Vec::new();
        for word in tokens(typed).filter_map(|(_, word)| Word::read(word)) {
            if !words.iter().any(|known| known.key == word.key) {
                words.push(word);
            }
        }
        if words.iter().any(|word| !joins(word)) {
            words.retain(|word| !joins(word));
        }
        words.truncate(MOST);
        (!words.is_empty()).then_some(Self { words })
    }

    /// How well texts fit: titles of one thing in several languages.
    #[must_use]
    pub fn score<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Score {
        let mut best = vec![0; self.words.len()];
        let mut phrase = false;
        for text in texts {
            let found: Vec<Vec<u32>> = tokens(text)
                .map(|(_, token)| self.words.iter().map(|word| word.fits(token)).collect())
                .collect();
            for fits in &found {
                for (best, fit) in best.iter_mut().zip(fits) {
                    *best = (*best).max(*fit);
                }
            }
            phrase = phrase || self.is_phrase(&found);
        }
        Score { words: best.iter().sum(), phrase }
    }

    /// Whether all words stand side by side, in their order; joining words were left out on one side only, so that a
    /// phrase with one between is not seen as such.
    fn is_phrase(&self, found: &[Vec<u32>]) -> bool {
        self.words.len() > 1
            && found
                .windows(self.words.len())
                .any(|window| window.iter().enumerate().all(|(nth, fits)| fits[nth] > 0))
    }

    /// The bytes of a text that fit some word, in order, to be marked for the reader.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        tokens(text)
            .filter(|(_, token)| self.words.iter().any(|word| word.fits(token) > 0))
            .map(|(range, _)| range)
            .collect()
    }
}

fn joins(word: &Word) -> bool {
    JOINING.contains(&word.folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::Query;

    fn query(typed: &str) -> Query {
        Query::parse(typed).unwrap()
    }

    fn keys(typed: &str) -> Vec<String> {
        query(typed).words.into_iter().map(|word| word.key).collect()
    }

    #[test]
    fn joining_words_count_only_when_alone() {
        assert_eq!(keys("квоты на лечение в Турции"), ["kvot", "lecen", "tur"]);
        assert_eq!(keys("на"), ["na"]);
        assert_eq!(keys("квота квоты"), ["kvot"]);
        assert_eq!(Query::parse(" — . "), None);
    }

    #[test]
    fn what_fits_better_scores_higher() {
        let asked = query("квота лечение");
        let exact = asked.score(["Квота лечение"]);
        let forms = asked.score(["квоты на лечение"]);
        let one = asked.score(["квоты на обучение"]);
        assert!(exact > forms && forms > one, "{exact:?} {forms:?} {one:?}");
        assert!(exact.phrase && !forms.phrase);
        let both = asked.score(["квоты", "treatment, лечение"]);
        assert!(both > one, "words may lie in different languages");
    }

    #[test]
    fn a_number_is_found_whole() {
        assert_eq!(query("20").score(["2026"]).words, 0);
        assert_eq!(query("2026").score(["к 2026-му"]).words, 4);
    }

    #[test]
    fn a_beginning_is_enough() {
        assert!(query("нефр").score(["Нефрологдорду окутуу"]).words > 0);
        assert!(query("nefr").score(["Нефрологдорду окутуу"]).words > 0);
    }

    #[test]
    fn a_word_that_is_begun_beyond_its_key_is_found() {
        for typed in ["транспл", "трансплант", "трансплантац", "трансплантация"]
        {
            assert!(query(typed).score(["Трансплантация печени"]).words > 0, "{typed}");
        }
    }

    #[test]
    fn marks_lie_on_the_words() {
        let text = "150 мест на лечение";
        let marked: Vec<&str> =
            query("лечения мест").marks(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(marked, ["мест", "лечение"]);
    }

    #[test]
    fn a_near_word_counts_when_it_was_admitted() {
        let mut asked = query("ордлинатура");
        assert_eq!(asked.score(["ординатура"]).words, 0);
        asked.words[0].also.push("ordinatur".to_owned());
        assert_eq!(asked.score(["ординатура"]).words, 1);
    }

    proptest::proptest! {
        #[test]
        fn anything_can_be_typed(typed in ".{0,80}", text in ".{0,80}") {
            if let Some(query) = Query::parse(&typed) {
                for range in query.marks(&text) {
                    proptest::prop_assert!(text.get(range).is_some());
                }
                let own = query.score([typed.as_str()]);
                proptest::prop_assert!(own.words > 0, "what was typed fits itself");
            }
        }
    }
}
