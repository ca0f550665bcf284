//! Names of countries and of organisations, from one table per kind.

use std::sync::LazyLock;

use crate::Locale;

/// A country or territory of ISO 3166-1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// Code of two letters.
    pub alpha2: &'static str,
    /// Code of three letters.
    pub alpha3: &'static str,
    names: [&'static str; 4],
}

/// An organisation that appears in many records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Our code, such as `WHO`.
    pub code: &'static str,
    short: [&'static str; 4],
    full: [&'static str; 4],
}

impl Country {
    /// All countries in the order of their codes.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &COUNTRIES
    }

    /// Finds a country by its code of two or three letters.
    #[must_use]
    pub fn by_code(code: &str) -> Option<&'static Self> {
        match code.len() {
            2 => {
                let at = COUNTRIES.binary_search_by(|country| country.alpha2.cmp(code)).ok()?;
                COUNTRIES.get(at)
            }
            3 => COUNTRIES.iter().find(|country| country.alpha3 == code),
            _ => None,
        }
    }

    /// All countries in the alphabet of a language.
    #[must_use]
    pub fn sorted(locale: Locale) -> Vec<&'static Self> {
        let mut all: Vec<&'static Self> = COUNTRIES.iter().collect();
        all.sort_by_cached_key(|country| locale.sort_key(country.name(locale)));
        all
    }

    /// The name, in the nominative.
    #[must_use]
    pub const fn name(&self, locale: Locale) -> &'static str {
        self.names[locale.index()]
    }
}

impl Organisation {
    /// All organisations in the order of the table.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &ORGANISATIONS
    }

    /// Finds an organisation by its code.
    #[must_use]
    pub fn by_code(code: &str) -> Option<&'static Self> {
        ORGANISATIONS.iter().find(|organisation| organisation.code == code)
    }

    /// The short name: `WHO`, `ВОЗ`, `ДДСҰ`.
    #[must_use]
    pub const fn short(&self, locale: Locale) -> &'static str {
        self.short[locale.index()]
    }

    /// The full name, in the nominative.
    #[must_use]
    pub const fn full(&self, locale: Locale) -> &'static str {
        self.full[locale.index()]
    }
}

impl Locale {
    /// The name of a country by code (two or three letters), or the short name of an organisation.
    #[must_use]
    pub fn party(self, code: &str) -> Option<&'static str> {
        Country::by_code(code)
            .map(|country| country.name(self))
            .or_else(|| Organisation::by_code(code).map(|organisation| organisation.short(self)))
    }
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    rows(include_str!("../../../locales/countries.tsv"))
        .filter_map(|cells| match cells.as_slice() {
            &[alpha2, alpha3, kk, ky, ru, en] => {
                Some(Country { alpha2, alpha3, names: [kk, ky, ru, en] })
            }
            _ => None,
        })
        .collect()
});

static ORGANISATIONS: LazyLock<Vec<Organisation>> = LazyLock::new(|| {
    rows(include_str!("../../../locales/organisations.tsv"))
        .filter_map(|cells| match cells.as_slice() {
            &[code, kk, ky, ru, en, full_kk, full_ky, full_ru, full_en] => Some(Organisation {
                code,
                short: [kk, ky, ru, en],
                full: [full_kk, full_ky, full_ru, full_en],
            }),
            _ => None,
        })
        .collect()
});

/// The rows of a table of ours: tab-separated, one comment line and one heading line at the top.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().skip(2).map(|line| line.split('\t').collect())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        let lines = |table: &str| table.lines().count() - 2;
        assert_eq!(Country::all().len(), 249);
        assert_eq!(lines(include_str!("../../../locales/countries.tsv")), 249);
        assert_eq!(
            lines(include_str!("../../../locales/organisations.tsv")),
            Organisation::all().len()
        );
    }

    #[test]
    fn codes_and_names_are_unique_and_sorted_by_code() {
        let all = Country::all();
        assert!(all.is_sorted_by(|a, b| a.alpha2 < b.alpha2));
        assert_eq!(all.iter().map(|c| c.alpha3).collect::<BTreeSet<_>>().len(), all.len());
        for locale in Locale::ALL {
            let names: BTreeSet<_> = all.iter().map(|c| c.name(locale)).collect();
            assert_eq!(names.len(), all.len(), "{locale:?}");
        }
    }

    #[test]
    fn names_use_the_letters_of_their_language_only() {
        let fits = |locale: Locale, letter: char| match locale {
            Locale::En => letter.is_ascii_alphabetic() || "Åéôçãí".contains(letter),
            Locale::Ru => {
                ('а'..='я').contains(&letter)
                    || ('А'..='Я').contains(&letter)
                    || "ёЁ".contains(letter)
            }
            Locale::Kk => {
                ('а'..='я').contains(&letter)
                    || ('А'..='Я').contains(&letter)
                    || "әғқңөұүһіӘҒҚҢӨҰҮҺІ".contains(letter)
            }
            Locale::Ky => {
                ('а'..='я').contains(&letter)
                    || ('А'..='Я').contains(&letter)
                    || "ңөүҢӨҮ".contains(letter)
            }
        };
        for country in Country::all() {
            for locale in Locale::ALL {
                let name = country.name(locale);
                assert!(!name.is_empty() && name.trim() == name, "{}", country.alpha2);
                for letter in name.chars().filter(|c| c.is_alphabetic()) {
                    assert!(
                        fits(locale, letter) || (locale == Locale::En && letter == 'ü'),
                        "{name}: {letter}"
                    );
                }
            }
        }
    }

    #[test]
    fn both_codes_and_organisations_are_found() {
        assert_eq!(Locale::Ru.party("TR"), Some("Турция"));
        assert_eq!(Locale::Kk.party("IND"), Some("Үндістан"));
        assert_eq!(Locale::Ru.party("WHO"), Some("ВОЗ"));
        assert_eq!(Locale::Ru.party("XX"), None);
        assert_eq!(Locale::Ru.party("é"), None);
    }

    #[test]
    fn countries_are_sorted_in_the_alphabet_of_the_language() {
        let kk: Vec<_> = Country::sorted(Locale::Kk).iter().map(|c| c.name(Locale::Kk)).collect();
        let at = |name| kk.iter().position(|n| *n == name).unwrap();
        assert!(at("Аустрия") < at("Әзірбайжан") && at("Әзірбайжан") < at("Багам аралдары"));
        let en = Country::sorted(Locale::En);
        assert_eq!(en.last().unwrap().alpha2, "ZW");
    }
}
