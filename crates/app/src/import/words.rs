//! Words of four languages that stand for columns, codes and parties in the tables that people bring.

use std::collections::{BTreeMap, BTreeSet};

use kelisim_domain::party::PartyCode;
use kelisim_search::nearest;

use super::column::{Column, Family, Holds, Kind};
use crate::lookup::Directory;

/// What words stand for. The words of the languages come from whoever shows pages; those of parties from the record.
#[derive(Debug, Clone, Default)]
pub struct Words {
    headings: BTreeMap<String, &'static str>,
    labels: BTreeMap<&'static str, String>,
    codes: BTreeMap<(Family, String), &'static str>,
    parties: BTreeMap<String, BTreeSet<PartyCode>>,
}

/// A word as it is compared: letters and digits in lower case, with one space between words.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(if c == 'ё' { 'е' } else { c });
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

impl Words {
    /// The words of a kind of table: the names of columns and the codes themselves.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        let mut this = Self::default();
        for Column { name, holds, .. } in kind.columns() {
            this.headings.insert(folded(name), name);
            if let Holds::Code(family) = holds {
                for code in family.codes() {
                    this.codes.insert((*family, folded(code)), code);
                }
            }
        }
        this
    }

    /// A further heading for a column.
    pub fn heading(&mut self, column: &'static str, words: &str) {
        self.headings.entry(folded(words)).or_insert(column);
    }

    /// What a column is called in the language of the reader.
    pub fn label(&mut self, column: &'static str, words: &str) {
        self.labels.insert(column, words.to_owned());
    }

    /// A further word for a code.
    pub fn code(&mut self, family: Family, code: &'static str, words: &str) {
        self.codes.entry((family, folded(words))).or_insert(code);
    }

    /// A name of a party.
    pub fn party(&mut self, code: PartyCode, name: &str) {
        let name = folded(name);
        if !name.is_empty() {
            self.parties.entry(name).or_default().insert(code);
        }
    }

    /// The names of all parties of the record, whenever they held.
    pub(super) fn with_directory(mut self, directory: &Directory) -> Self {
        // A country that is not in the record is no candidate.
        for codes in self.parties.values_mut() {
            codes.retain(|code| directory.parties.contains_key(code));
            *codes = codes.iter().map(|code| directory.same.of(code).clone()).collect();
        }
        self.parties.retain(|_, codes| !codes.is_empty());
        // By the names and the code of a party that was merged the one that stays is meant.
        for party in directory.parties.values() {
            let stays = directory.same.of(&party.code);
            self.party(stays.clone(), party.code.as_str());
            if let Some(country) = party.code.country() {
                self.party(stays.clone(), country.alpha3());
            }
            for dated in &party.names {
                for language in kelisim_domain::text::Language::ALL {
                    if let Some(name) = dated.name.get(*language) {
                        self.party(stays.clone(), name);
                    }
                }
            }
        }
        self
    }

    /// The column that a heading means.
    #[must_use]
    pub fn column(&self, heading: &str) -> Option<&'static str> {
        let folded = folded(heading);
        // A heading may say in brackets what is meant.
        let bare = heading.split(['(', '*']).next().map(self::folded).unwrap_or_default();
        self.headings.get(&folded).or_else(|| self.headings.get(&bare)).copied()
    }

    /// What a column is called for the reader, else its name in files.
    #[must_use]
    pub fn called<'a>(&'a self, column: &'a str) -> &'a str {
        self.labels.get(column).map_or(column, String::as_str)
    }

    /// The code that a word stands for; the word itself where it stands for none.
    #[must_use]
    pub fn code_of(&self, family: Family, text: &str) -> String {
        let found = self.codes.get(&(family, folded(text)));
        found.map_or_else(|| text.to_owned(), |code| (*code).to_owned())
    }

    /// The party that a name means.
    ///
    /// # Errors
    /// Those it may mean, in order of code: several that are called so, or those whose name is a slip or a part away.
    pub fn party_of(&self, text: &str) -> Result<PartyCode, Vec<PartyCode>> {
        let name = folded(text);
        if let Some(codes) = self.parties.get(&name) {
            let mut codes = codes.iter();
            return match (codes.next(), codes.next()) {
                (Some(only), None) => Ok(only.clone()),
                (first, second) => {
                    Err(first.into_iter().chain(second).chain(codes).cloned().collect())
                }
            };
        }
        let mut near: BTreeSet<&PartyCode> = BTreeSet::new();
        for close in nearest(&name, self.parties.keys().map(String::as_str)) {
            near.extend(self.parties.get(close).into_iter().flatten());
        }
        if near.is_empty() && name.chars().count() >= 4 {
            let within = self.parties.iter().filter(|(known, _)| known.contains(&name));
            near.extend(within.flat_map(|(_, codes)| codes));
        }
        Err(near.into_iter().take(CANDIDATES).cloned().collect())
    }
}

/// Most parties that are offered for a name.
const CANDIDATES: usize = 5;

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let mut words = Words::of(Kind::Observations);
        words.heading("partner", "Серіктес");
        words.code(Family::Unit, "patient", "Пациенты");
        for (code, names) in
            [("TR", ["Түркия", "Турция"]), ("CD", ["Конго", "ДРК"]), ("CG", ["Конго", "Congo"])]
        {
            for name in names {
                words.party(code.parse().unwrap(), name);
            }
        }
        words
    }

    #[test]
    fn headings_and_codes_are_known_in_any_case_and_with_remarks_in_brackets() {
        let words = words();
        assert_eq!(words.column(" СЕРІКТЕС (код) "), Some("partner"));
        assert_eq!(words.column("Partner *"), Some("partner"));
        assert_eq!(words.column("Комментарий"), None);
        assert_eq!(words.code_of(Family::Unit, "пациенты"), "patient");
        assert_eq!(words.code_of(Family::Unit, "PATIENT"), "patient");
        assert_eq!(words.code_of(Family::Unit, "кони"), "кони");
    }

    #[test]
    fn a_name_that_is_ambiguous_or_a_slip_away_gets_candidates() {
        let words = words();
        let codes = |text| match words.party_of(text) {
            Ok(code) => code.to_string(),
            Err(near) => {
                format!("? {}", near.iter().map(PartyCode::as_str).collect::<Vec<_>>().join(" "))
            }
        };
        assert_eq!(codes("ТУРЦИЯ"), "TR");
        assert_eq!(codes("Конго"), "? CD CG");
        assert_eq!(codes("Турцыя"), "? TR");
        assert_eq!(codes("Атлантида"), "? ");
    }
}
