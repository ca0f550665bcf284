//! Which language and script a text is in: our own, since no ready library tells Kyrgyz from Kazakh and Russian.
//!
//! Letters that only some alphabets have, function words and endings each add to a score by language; the lists
//! stand in `data/languages.csv`. Short sentences without evidence take the language of the document.

use std::sync::LazyLock;

use crate::letter::small;
use crate::lexicon::tables::{ENDINGS, FUNCTION_WORDS};
use crate::vocabulary::Language;

/// The languages served, in the order of the score table.
const ORDER: [Language; 8] = [
    Language::Kazakh,
    Language::KazakhLatin,
    Language::Kyrgyz,
    Language::Russian,
    Language::English,
    Language::Uzbek,
    Language::UzbekCyrillic,
    Language::Turkish,
];

const KK: usize = 0;
const KK_LATN: usize = 1;
const KY: usize = 2;
const RU: usize = 3;
const UZ: usize = 5;
const UZ_CYRL: usize = 6;
const TR: usize = 7;

/// A language and how sure the answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess {
    /// The language with the highest score; [`Language::Unknown`] when nothing speaks for any.
    pub language: Language,
    /// Its score.
    pub score: i32,
    /// How far it leads the next one.
    pub lead: i32,
}

/// Bytes of a text that are weighed.
const REACH: usize = 4_000;

/// Tells the language of a text or a sentence from at most its first 4 000 bytes.
#[must_use]
pub fn identify(text: &str) -> Guess {
    let mut sums = Sums::default();
    weigh(text, &mut sums, |_, _| ());
    sums.guess()
}

/// Tells the language of a text, and keeps the sums after each of its words, so that its sentences need not be weighed
/// again.
#[must_use]
pub fn profile(text: &str) -> (Guess, Profile) {
    let mut sums = Sums::default();
    let mut words = Vec::with_capacity(text.len().min(REACH) / 8);
    let end = weigh(text, &mut sums, |at, sums| words.push((at as u32, *sums)));
    (sums.guess(), Profile { words, end })
}

/// The running sums of a text: what its words up to each place say.
#[derive(Debug, Default)]
pub struct Profile {
    /// The byte after each word, and the sums up to there.
    words: Vec<(u32, Sums)>,
    /// The byte up to which the text was weighed.
    end: usize,
}

impl Profile {
    /// What the words between two bytes say; nothing where the text was not weighed. Both bytes must lie between words.
    #[must_use]
    pub fn between(&self, first: usize, end: usize) -> Option<Guess> {
        if end > self.end {
            return None;
        }
        let upto = |byte: usize| {
            let at = self.words.partition_point(|w| w.0 as usize <= byte);
            at.checked_sub(1).and_then(|at| self.words.get(at)).map_or(Sums::default(), |w| w.1)
        };
        Some(upto(end).less(&upto(first)).guess())
    }
}

/// What letters and words say for each language.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    scores: [i32; 8],
    letters: i32,
    foreign: i32,
}

impl Sums {
    fn less(&self, other: &Sums) -> Sums {
        let mut sums = *self;
        for (one, two) in sums.scores.iter_mut().zip(other.scores) {
            *one -= two;
        }
        sums.letters -= other.letters;
        sums.foreign -= other.foreign;
        sums
    }

    fn guess(&self) -> Guess {
        let scores = &self.scores;
        let nothing = Guess { language: Language::Unknown, score: 0, lead: 0 };
        if self.foreign * 2 > self.letters {
            return nothing;
        }
        let mut best = 0;
        for (at, score) in scores.iter().enumerate() {
            if *score > scores[best] {
                best = at;
            }
        }
        let others = scores.iter().enumerate().filter(|(at, _)| *at != best);
        let second = others.map(|(_, s)| *s).max().unwrap_or(0);
        if scores[best] <= 0 {
            return nothing;
        }
        Guess { language: ORDER[best], score: scores[best], lead: scores[best] - second }
    }
}

/// Weighs the words of at most the first 4 000 bytes; `after` is told the byte after each word and the sums so far.
/// Gives the byte up to which it weighed.
fn weigh(text: &str, sums: &mut Sums, mut after: impl FnMut(usize, &Sums)) -> usize {
    let mut end = text.len().min(REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut word = Word::default();
    let tables = &*TABLES;
    let within = text.get(..end).unwrap_or(text);
    for (at, c) in within.char_indices().chain(std::iter::once((end, ' '))) {
        if let Some(small) = small(c) {
            word.push(small);
            sums.letters += 1;
            if !weigh_letter(small, &mut sums.scores) {
                sums.foreign += 1;
            }
        } else if word.length > 0 {
            if matches!(c, '‘' | 'ʻ' | '\'' | '’' | '`') && matches!(word.last(0), 'o' | 'g') {
                sums.scores[UZ] += 3;
            }
            tables.weigh(&word, &mut sums.scores);
            word = Word::default();
            after(at, sums);
        }
    }
    end
}

/// Adds what a letter says; `false` for a letter of a script that is not served.
fn weigh_letter(c: char, scores: &mut [i32; 8]) -> bool {
    match c {
        'ә' | 'ұ' | 'і' => scores[KK] += 4,
        'ғ' | 'қ' => {
            scores[KK] += 3;
            scores[UZ_CYRL] += 3;
        }
        'ө' | 'ү' | 'ң' => {
            scores[KK] += 1;
            scores[KY] += 3;
        }
        'ў' | 'ҳ' => scores[UZ_CYRL] += 8,
        'һ' => scores[KK] += 2,
        'щ' => scores[RU] += 3,
        'ё' => scores[RU] += 1,
        'á' | 'ǵ' | 'ń' | 'ó' | 'ú' | 'ý' => scores[KK_LATN] += 4,
        'ä' | 'ñ' | 'ŋ' | 'ū' => scores[KK_LATN] += 3,
        'ğ' | 'ş' | 'ö' | 'ü' => {
            scores[KK_LATN] += 1;
            scores[TR] += 2;
        }
        'ı' => {
            scores[KK_LATN] += 1;
            scores[TR] += 2;
        }
        'ç' => scores[TR] += 3,
        'q' => {
            scores[UZ] += 1;
            scores[KK_LATN] += 1;
        }
        'a'..='z' | 'а'..='я' | 'â' | 'î' | 'û' | 'é' | 'ø' | '\u{300}'..='\u{36f}' => {}
        _ => return false,
    }
    true
}

/// A word as it is read: the hash of its letters, its length and its last letters in a ring.
#[derive(Default)]
struct Word {
    hash: u64,
    length: usize,
    ring: [char; 8],
}

impl Word {
    fn push(&mut self, c: char) {
        self.hash = mix(self.hash, c);
        self.ring[self.length & 7] = c;
        self.length += 1;
    }

    /// The letter that stands `back` places before the last one.
    fn last(&self, back: usize) -> char {
        self.ring[self.length.wrapping_sub(1 + back) & 7]
    }
}

fn mix(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(c as u32)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}

/// Function words and endings by the hash of their letters; endings are hashed from their last letter on.
struct Tables {
    words: Hashed,
    endings: Hashed,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    words: Hashed::new(FUNCTION_WORDS, |word| word.chars().fold(0, mix)),
    endings: Hashed::new(ENDINGS, |ending| ending.chars().rev().fold(0, mix)),
});

impl Tables {
    fn weigh(&self, word: &Word, scores: &mut [i32; 8]) {
        if let Some(weights) = self.words.get(word.hash) {
            add(weights, scores);
        }
        let mut hash = 0;
        // Endings have one to five letters; a word must be longer than its ending.
        for back in 0..word.length.saturating_sub(1).min(5) {
            hash = mix(hash, word.last(back));
            if let Some(weights) = self.endings.get(hash) {
                add(weights, scores);
            }
        }
    }
}

/// A table with open addressing, a quarter full.
struct Hashed {
    slots: Vec<(u64, [i8; 8])>,
}

impl Hashed {
    fn new(entries: &[(&str, [i8; 8])], hash: impl Fn(&str) -> u64) -> Self {
        let mut slots = vec![(0, [0; 8]); (entries.len() * 4).next_power_of_two().max(8)];
        let mask = slots.len() - 1;
        for (word, weights) in entries {
            let key = hash(word);
            let mut at = key as usize & mask;
            while slots[at].0 != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = (key, *weights);
        }
        Hashed { slots }
    }

    fn get(&self, key: u64) -> Option<&[i8; 8]> {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        loop {
            let (found, weights) = &self.slots[at];
            if *found == key {
                return Some(weights);
            }
            if *found == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

fn add(weights: &[i8; 8], scores: &mut [i32; 8]) {
    for (score, weight) in scores.iter_mut().zip(weights) {
        *score += i32::from(*weight);
    }
}

#[cfg(test)]
mod tests {
    use super::identify;
    use crate::vocabulary::Language;

    #[test]
    fn each_language_is_told_from_its_neighbours() {
        for (text, language) in [
            ("Тараптар денсаулық сақтау саласындағы ынтымақтастықты талқылады.", Language::Kazakh),
            (
                "Taraptar densaýlyq saqtaý salasyndaǵy yntymaqtastyqty talqylady.",
                Language::KazakhLatin,
            ),
            (
                "Taraptar densaulyq saqtau salasyndağy yntymaqtastyqty talqylady.",
                Language::KazakhLatin,
            ),
            ("Тараптар саламаттык сактоо жаатындагы кызматташтыкты талкуулашты.", Language::Kyrgyz),
            ("Кездешууда тараптар бир катар маселелерди карап чыгышты", Language::Kyrgyz),
            ("Стороны обсудили сотрудничество в области здравоохранения.", Language::Russian),
            ("The sides discussed cooperation in the field of health.", Language::English),
            ("Tomonlar sog‘liqni saqlash sohasidagi hamkorlikni muhokama qildi.", Language::Uzbek),
            (
                "Томонлар соғлиқни сақлаш соҳасидаги ҳамкорликни муҳокама қилди.",
                Language::UzbekCyrillic,
            ),
            (
                "Taraflar sağlık alanındaki iş birliğini görüştü ve bir anlaşma imzaladı.",
                Language::Turkish,
            ),
        ] {
            assert_eq!(identify(text).language, language, "{text}");
        }
    }

    #[test]
    fn a_sentence_weighs_the_same_within_its_text() {
        let text = "Стороны обсудили сотрудничество. Тараптар кызматташтыкты талкуулашты. Тараптар ынтымақтастықты \
                    талқылады. The sides met.";
        let (_, sums) = super::profile(text);
        let mut first = 0;
        for sentence in text.split_inclusive(". ") {
            let end = first + sentence.trim_end().len();
            assert_eq!(sums.between(first, end), Some(identify(sentence)), "{sentence}");
            first += sentence.len();
        }
        assert_eq!(sums.between(0, text.len() + 1), None);
    }

    #[test]
    fn a_script_that_is_not_served_is_not_guessed() {
        assert_eq!(identify("両国は保健分野の協力を協議した。").language, Language::Unknown);
        assert_eq!(identify("12 34 56").language, Language::Unknown);
    }
}
