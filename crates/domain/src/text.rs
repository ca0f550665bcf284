//! Text typed by people, in up to four languages, with the language of record marked.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::Refusal;
use crate::stage::coded;

coded! {
    /// A language Kelisim serves.
    Language {
        /// Kazakh.
        Kk = "kk",
        /// Kyrgyz.
        Ky = "ky",
        /// Russian.
        Ru = "ru",
        /// English.
        En = "en",
    }
}

/// One line of text as it is kept: composed form (NFC), no control characters, no white space at the ends, runs of
/// white space as one space.
#[must_use]
pub fn tidy_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.nfc());
    }
    out
}

/// Text in up to four languages. At least the language of record is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text4 {
    /// The language in which the text was first written.
    pub record: Language,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ky: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ru: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    en: Option<String>,
}

impl Text4 {
    /// Longest text of one language, in Unicode scalar values.
    pub const MAX: usize = 2_000;

    /// A text in one language, tidied.
    ///
    /// # Errors
    /// `text-empty` when nothing is left after tidying; `text-too-long` above [`Self::MAX`].
    pub fn new(record: Language, text: &str) -> Result<Self, Refusal> {
        let text = tidy_line(text);
        if text.is_empty() {
            return Err(Refusal::new("text-empty"));
        }
        let mut this = Self { record, kk: None, ky: None, ru: None, en: None };
        this.set(record, &text)?;
        Ok(this)
    }

    /// A text given in all four languages; the language of record is named.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn all(record: Language, kk: &str, ky: &str, ru: &str, en: &str) -> Result<Self, Refusal> {
        let mut this = Self { record, kk: None, ky: None, ru: None, en: None };
        for (language, text) in
            [(Language::Kk, kk), (Language::Ky, ky), (Language::Ru, ru), (Language::En, en)]
        {
            this.set(language, text)?;
        }
        if this.get(record).is_none() {
            return Err(Refusal::new("text-empty"));
        }
        Ok(this)
    }

    fn set(&mut self, language: Language, text: &str) -> Result<(), Refusal> {
        let text = tidy_line(text);
        if text.chars().count() > Self::MAX {
            return Err(Refusal::new("text-too-long").with("max", Self::MAX.to_string()));
        }
        let slot = match language {
            Language::Kk => &mut self.kk,
            Language::Ky => &mut self.ky,
            Language::Ru => &mut self.ru,
            Language::En => &mut self.en,
        };
        *slot = if text.is_empty() { None } else { Some(text) };
        Ok(())
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn get(&self, language: Language) -> Option<&str> {
        match language {
            Language::Kk => self.kk.as_deref(),
            Language::Ky => self.ky.as_deref(),
            Language::Ru => self.ru.as_deref(),
            Language::En => self.en.as_deref(),
        }
    }

    /// The text for a reader of `language`, with the language it is really in.
    ///
    /// Falls back to Russian, then English, then the language of record; never blank.
    #[must_use]
    pub fn shown(&self, language: Language) -> (&str, Language) {
        [language, Language::Ru, Language::En, self.record]
            .into_iter()
            .chain(Language::ALL.iter().copied())
            .find_map(|l| self.get(l).map(|text| (text, l)))
            .unwrap_or(("", self.record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_untranslated_text_is_shown_with_the_language_it_is_in() {
        let text = Text4::new(Language::Ky, "  150  орун\u{7} ").unwrap();
        assert_eq!(text.shown(Language::En), ("150 орун", Language::Ky));
        let both = Text4::all(Language::Ru, "", "", "мест", "places").unwrap();
        assert_eq!(both.shown(Language::Kk), ("мест", Language::Ru));
    }

    #[test]
    fn empty_and_endless_texts_are_refused() {
        assert_eq!(Text4::new(Language::Ru, " \n ").unwrap_err().code, "text-empty");
        assert_eq!(Text4::new(Language::Ru, &"я".repeat(2_001)).unwrap_err().code, "text-too-long");
        assert!(Text4::new(Language::Ru, &"я".repeat(2_000)).is_ok());
    }
}
