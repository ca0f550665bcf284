//! Acts of law that a text cites: "the law of 1999", "закон № 64 от 2014 года", "2014 жылғы № 64 заң".

use crate::draft::Citation;
use crate::engine::Reading;
use crate::layout::Sentence;
use crate::text::TokenKind;

/// The genres of acts, by the beginnings of their names; genres are a closed set, so they stand here.
#[rustfmt::skip]
const GENRES: &[(&str, &[&str])] = &[
    ("law", &["law", "закон", "заң", "мыйзам", "qonun", "kanun"]),
    ("decree", &["decree", "указ", "постановлен", "жарлы", "қаулы", "токтом", "farmon", "qaror", "kararname"]),
    ("order", &["приказ", "бұйрық", "буйру", "buyruq"]),
];

/// Words that begin as a genre does and are none.
const OTHERS: &[&str] =
    &["lawn", "lawyer", "lawmaker", "законодат", "законопроект", "заңгер", "указан"];

/// How far from the genre its year may stand, in tokens.
const REACH: usize = 12;

impl Reading<'_> {
    /// The acts that the text names with their year.
    pub(crate) fn citations(&self) -> Vec<Citation> {
        self.sentences.iter().flat_map(|sentence| self.cited_in(sentence)).collect()
    }

    fn cited_in(&self, sentence: &Sentence) -> Vec<Citation> {
        let mut found: Vec<Citation> = Vec::new();
        for token in sentence.first..sentence.end {
            let Some(genre) = self.genre(token) else { continue };
            let low = token.saturating_sub(REACH).max(sentence.first);
            let high = (token + 1 + REACH).min(sentence.end);
            // The year stands behind the genre in Russian and English, before it in Turkic languages.
            let year = if sentence.language.head_final() {
                (low..token).rev().find_map(|t| self.year(t))
            } else {
                (token + 1..high).find_map(|t| self.year(t))
            };
            let (Some(year), Some(quotation)) =
                (year, self.quotation(sentence.first, sentence.end))
            else {
                continue;
            };
            let number = (low..high).find_map(|t| self.number_of_act(t));
            let new = Citation { genre: genre.to_owned(), number, year, quotation };
            if !found.iter().any(|c| c.genre == new.genre && c.year == new.year) {
                found.push(new);
            }
        }
        found
    }

    fn genre(&self, token: usize) -> Option<&'static str> {
        let word = self.text.fold(token);
        if OTHERS.iter().any(|o| word.starts_with(o)) {
            return None;
        }
        GENRES
            .iter()
            .find(|(_, names)| names.iter().any(|n| word.starts_with(n)))
            .map(|(genre, _)| *genre)
    }

    fn year(&self, token: usize) -> Option<u16> {
        let t = self.text.tokens.get(token).filter(|t| t.kind == TokenKind::Number)?;
        let digits = self.text.fold(token);
        let year: u16 = digits.parse().ok().filter(|y| (1900..=2100).contains(y))?;
        (digits.len() == 4 && !t.tied).then_some(year)
    }

    /// "№ 64", "No. 64", "No 64".
    fn number_of_act(&self, token: usize) -> Option<String> {
        let sign = self.text.tokens.get(token)?.sign == '№' || self.text.fold(token) == "no";
        let next = (token + 1..token + 3)
            .find(|t| self.text.tokens.get(*t).is_some_and(|t| t.kind == TokenKind::Number))?;
        sign.then(|| self.text.fold(next).to_owned())
    }
}
