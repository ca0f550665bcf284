//! Sorting of names: each language has its own alphabet.

use unicode_normalization::UnicodeNormalization;

use crate::Locale;

const KAZAKH: &str = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
const KYRGYZ: &str = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя";
const RUSSIAN: &str = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";

impl Locale {
    /// Puts rows into the order of their names in the alphabet of the language; case and marks decide only between
    /// equals. The key of each name is made once.
    pub fn sort_by_name<T>(self, rows: &mut [T], name: impl Fn(&T) -> &str) {
        rows.sort_by_cached_key(|row| {
            let name = name(row);
            (self.sort_key(name), name.to_lowercase(), name.to_owned())
        });
    }

    /// What [`Locale::sort_by_name`] compares first.
    ///
    /// The own alphabet comes before the other one, digits before letters. Ё stands with Е, as in dictionaries.
    #[must_use]
    pub fn sort_key(self, name: &str) -> Vec<u16> {
        let mut key = Vec::with_capacity(name.len());
        for letter in name.chars().flat_map(char::to_lowercase) {
            match letter {
                '’' | '\'' | '(' | ')' | '«' | '»' | '"' | ',' | '.' => {}
                _ if letter.is_whitespace() || matches!(letter, '-' | '–' | '—') => key.push(1),
                '0'..='9' => key.push(2 + u16::try_from(u32::from(letter) - 48).unwrap_or(0)),
                _ => key.push(self.letter(letter)),
            }
        }
        key
    }

    fn letter(self, letter: char) -> u16 {
        let (own, other) = match self {
            Self::Kk => (KAZAKH, LATIN),
            Self::Ky => (KYRGYZ, LATIN),
            Self::Ru => (RUSSIAN, LATIN),
            Self::En => (LATIN, RUSSIAN),
        };
        let letter = if letter == 'ё' { 'е' } else { letter };
        place(own, letter, 100)
            .or_else(|| place(other, letter, 300))
            .or_else(|| {
                // A letter with a mark (Å, ç) stands with its base letter.
                let base = letter.nfd().next().filter(|base| *base != letter)?;
                place(own, base, 100).or_else(|| place(other, base, 300))
            })
            // Letters of neighbours' alphabets that this one lacks.
            .or_else(|| place(KAZAKH, letter, 500))
            .unwrap_or(900)
    }
}

fn place(alphabet: &str, letter: char, from: u16) -> Option<u16> {
    alphabet
        .chars()
        .position(|own| own == letter)
        .and_then(|at| u16::try_from(at).ok())
        .map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(locale: Locale, mut names: Vec<&str>) -> Vec<&str> {
        locale.sort_by_name(&mut names, |name| name);
        names
    }

    #[test]
    fn kazakh_letters_stand_in_their_own_places() {
        assert_eq!(
            sorted(
                Locale::Kk,
                vec![
                    "Үндістан",
                    "Украина",
                    "Ұлыбритания",
                    "Әзірбайжан",
                    "Аустрия",
                    "Багам аралдары",
                    "Қытай",
                    "Куба",
                    "Лаос"
                ]
            ),
            [
                "Аустрия",
                "Әзірбайжан",
                "Багам аралдары",
                "Куба",
                "Қытай",
                "Лаос",
                "Украина",
                "Ұлыбритания",
                "Үндістан"
            ],
        );
    }

    #[test]
    fn kyrgyz_letters_stand_in_their_own_places() {
        assert_eq!(
            sorted(
                Locale::Ky,
                vec!["Панама", "Өзбекстан", "Оман", "Улуу Британия", "Фиджи", "Үзгөн"]
            ),
            ["Оман", "Өзбекстан", "Панама", "Улуу Британия", "Үзгөн", "Фиджи"],
        );
    }

    #[test]
    fn marks_and_case_decide_only_between_equals() {
        assert_eq!(
            sorted(
                Locale::En,
                vec![
                    "Zambia",
                    "Åland Islands",
                    "albania",
                    "Côte d’Ivoire",
                    "Costa Rica",
                    "Türkiye",
                    "Tunisia"
                ]
            ),
            [
                "Åland Islands",
                "albania",
                "Costa Rica",
                "Côte d’Ivoire",
                "Tunisia",
                "Türkiye",
                "Zambia"
            ],
        );
        assert_eq!(
            sorted(Locale::Ru, vec!["Жуков", "Ёлкин", "Елкин", "WHO", "Ейск"]),
            ["Ейск", "Елкин", "Ёлкин", "Жуков", "WHO"]
        );
    }

    #[test]
    fn a_shorter_name_comes_first() {
        assert_eq!(
            sorted(Locale::Ru, vec!["Гвинея-Бисау", "А", "Гвинея", ""]),
            ["", "А", "Гвинея", "Гвинея-Бисау"]
        );
    }
}
