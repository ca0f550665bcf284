//! Correspondence: under which numbers letters about a step went out and came in.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use crate::Refusal;
use crate::aggregate::{LetterRow, Meta};
use crate::commitment::Said;
use crate::stage::coded;
use crate::text::tidy_line;

coded! {
    /// Which way a letter went.
    Direction {
        /// The registry sent it.
        Outgoing = "outgoing",
        /// The registry received it.
        Incoming = "incoming",
    }
}

/// The number a chancellery gave a letter, as it is written there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct LetterNumber(String);

impl LetterNumber {
    /// Longest number, in characters.
    pub const MOST: usize = 60;

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as it is looked for: in lower case, without spaces and the sign for "number".
    #[must_use]
    pub fn key(&self) -> String {
        Self::key_of(&self.0)
    }

    /// What a person typed, as it is looked for.
    #[must_use]
    pub fn key_of(typed: &str) -> String {
        let kept = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '№' | '#'));
        kept.flat_map(char::to_lowercase).collect()
    }
}

impl fmt::Display for LetterNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for LetterNumber {
    type Err = Refusal;

    /// Reads a number: one line with at least one letter or digit.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let number = tidy_line(text);
        if number.chars().count() > Self::MOST {
            return Err(Refusal::new("letter-number-long").with("most", Self::MOST.to_string()));
        }
        if !number.chars().any(char::is_alphanumeric) {
            return Err(Refusal::new("letter-number-form"));
        }
        Ok(Self(number))
    }
}

impl<'de> Deserialize<'de> for LetterNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A letter by its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correspondence {
    /// Which way it went.
    pub direction: Direction,
    /// Its number.
    pub number: LetterNumber,
    /// The day it was registered under that number.
    pub date: Date,
}

/// A letter and the step it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterOf {
    /// The entry of the same thing that it is about.
    pub step: i64,
    /// The letter.
    pub letter: Correspondence,
}

/// Adds a letter to those of a thing.
///
/// Rules: it belongs to a step that counts; a step has each letter once; no letter is registered later than the day it
/// is entered, with one day of grace, since that day is by Coordinated Universal Time.
///
/// # Errors
/// `letter-no-step`, `letter-there`, `letter-date-ahead`.
pub(crate) fn note(
    letters: &mut Vec<Said<LetterOf>>,
    mut steps: impl Iterator<Item = i64>,
    letter: LetterOf,
    meta: Meta,
) -> Result<(), Refusal> {
    if !steps.any(|step| step == letter.step) {
        return Err(Refusal::of("step", "letter-no-step"));
    }
    if letter.letter.date > meta.known_on.tomorrow().unwrap_or(meta.known_on) {
        return Err(Refusal::of("date", "letter-date-ahead"));
    }
    let same = |said: &Said<LetterOf>| {
        let (a, b) = (&said.what.letter, &letter.letter);
        said.what.step == letter.step
            && (a.direction, a.date) == (b.direction, b.date)
            && a.number.key() == b.number.key()
    };
    if letters.iter().any(same) {
        return Err(Refusal::of("number", "letter-there"));
    }
    letters.push(Said { meta, what: letter });
    Ok(())
}

/// Takes away a letter that was noted by mistake.
///
/// # Errors
/// `letter-not-there`.
pub(crate) fn withdraw(letters: &mut Vec<Said<LetterOf>>, version: i64) -> Result<(), Refusal> {
    let at = letters.iter().position(|said| said.meta.version == version);
    letters.remove(at.ok_or(Refusal::of("fact", "letter-not-there"))?);
    Ok(())
}

/// The letters of a thing for the register of letters.
pub(crate) fn rows(letters: &[Said<LetterOf>]) -> Vec<LetterRow> {
    letters
        .iter()
        .map(|said| LetterRow {
            version: said.meta.version,
            step: said.what.step,
            direction: said.what.letter.direction.code(),
            number: said.what.letter.number.to_string(),
            key: said.what.letter.number.key(),
            on: said.what.letter.date,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_written_and_found_as_typed() {
        let number: LetterNumber = " № 05-12 / 1234-Қ ".parse().unwrap();
        assert_eq!(number.as_str(), "№ 05-12 / 1234-Қ");
        assert_eq!(number.key(), "05-12/1234-қ");
        assert_eq!(LetterNumber::key_of("#05-12/1234-қ"), number.key());
    }

    #[test]
    fn what_is_no_number_is_refused() {
        let code = |text: &str| text.parse::<LetterNumber>().unwrap_err().code;
        assert_eq!(code(""), "letter-number-form");
        assert_eq!(code(" №/- "), "letter-number-form");
        assert_eq!(code(&"1".repeat(61)), "letter-number-long");
    }
}
