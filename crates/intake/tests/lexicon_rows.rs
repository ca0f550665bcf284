//! Every lexicon row is reached by a sentence: one is made from the row itself, in the row's language, and the row
//! must be found in it.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

use kelisim_intake::lexicon::scan;
use kelisim_intake::lexicon::{End, Mask, tables};
use kelisim_intake::text::Text;
use kelisim_intake::vocabulary::Language;

/// A word that the pattern of a row matches: its stem, with an ending where one is asked for.
fn word(stem: &str, end: End, capital: bool) -> String {
    let mut word: String = stem.to_owned();
    if end == End::Gap {
        return "tamam".to_owned();
    }
    if capital {
        let mut letters = stem.chars();
        word = letters
            .next()
            .map(|c| c.to_uppercase().collect::<String>() + letters.as_str())
            .unwrap_or_default();
    }
    word
}

fn language(langs: u8) -> Language {
    [
        Language::Kazakh,
        Language::Kyrgyz,
        Language::Russian,
        Language::English,
        Language::Uzbek,
        Language::Turkish,
    ]
    .into_iter()
    .find(|l| l.bit() & langs != 0)
    .unwrap()
}

#[test]
fn every_row_is_found_in_a_sentence_made_from_it() {
    let mut missed = Vec::new();
    for (index, row) in tables::ROWS.iter().enumerate() {
        let words: Vec<String> = std::iter::once(&row.first)
            .chain(row.rest)
            .map(|w| word(w.stem, w.end, false))
            .collect();
        let sentence = format!("Aaa {} bbb.", words.join(" "));
        let language = language(row.langs);
        let text = Text::new(&sentence, language);
        let mut found = Vec::new();
        scan(&text, 0, text.tokens.len(), language.bit(), &Mask::default(), &mut found);
        if !found.iter().any(|m| m.row as usize == index) {
            missed.push(format!("{}:{} {sentence}", row.file, row.line));
        }
    }
    assert!(missed.is_empty(), "{} rows are never reached:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn a_row_that_is_switched_off_is_not_found() {
    let text = Text::new("Стороны обсудили сотрудничество.", Language::Russian);
    let mut all = Vec::new();
    scan(&text, 0, text.tokens.len(), Language::Russian.bit(), &Mask::default(), &mut all);
    let mut off = Mask::default();
    off.insert(all[0].row as usize);
    let mut fewer = Vec::new();
    scan(&text, 0, text.tokens.len(), Language::Russian.bit(), &off, &mut fewer);
    assert_eq!(fewer.len() + 1, all.len());
}
