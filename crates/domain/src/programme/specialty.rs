//! Specialties: national code lists with their editions, each code with its field of ISCED-F.
//!
//! A place is offered in the code of a national list, since that is what the host's licence and diploma say; partners
//! exchange the four-digit field of ISCED-F, which is too coarse for anything else. A new list is a file of `data/`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::{Language, Text4};

/// A list of one country and one edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// Its code, the first part of the code of each specialty.
    pub code: &'static str,
    /// The year of its edition.
    pub edition: u16,
    rows: &'static str,
}

/// All lists.
pub const LISTS: &[List] =
    &[List { code: "RU-2013", edition: 2013, rows: include_str!("data/specialty-ru-2013.tsv") }];

/// A specialty of a list, written `RU-2013/31.08.56`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpecialtyCode(String);

/// A specialty as its list has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specialty {
    /// Its code with its list.
    pub code: SpecialtyCode,
    /// The list it is in.
    pub list: &'static List,
    /// The code within the list, as documents print it.
    pub national: &'static str,
    /// The field of ISCED-F 2013, four digits.
    pub isced: &'static str,
    /// Its name in four languages.
    pub name: Text4,
}

impl SpecialtyCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What its list says of it; nothing for a code of a list that is not kept here.
    #[must_use]
    pub fn known(&self) -> Option<Specialty> {
        all().find(|specialty| specialty.code == *self)
    }

    /// Reads the code of a specialty that is on a list.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Some(Self(text.trim().to_owned())).filter(|code| code.known().is_some())
    }
}

impl fmt::Display for SpecialtyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The rows of a file of `data/`: columns parted by tabs, without its remarks.
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let columns: Vec<&'static str> = line.split('\t').collect();
        <[&'static str; N]>::try_from(columns).ok()
    })
}

/// All specialties of all lists, in the order of their codes.
pub fn all() -> impl Iterator<Item = Specialty> {
    LISTS.iter().flat_map(|list| {
        rows(list.rows).filter_map(move |[national, isced, en, ru, ky, kk]| {
            Some(Specialty {
                code: SpecialtyCode(format!("{}/{national}", list.code)),
                list,
                national,
                isced,
                name: Text4::all(Language::Ru, kk, ky, ru, en).ok()?,
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nine_specialties_of_the_talks_of_2026_are_there_in_four_languages() {
        let nine = ["56", "57", "63", "01", "02", "18", "19", "30", "05"];
        for tail in nine {
            let code = SpecialtyCode::read(&format!("RU-2013/31.08.{tail}")).unwrap();
            let known = code.known().unwrap();
            assert_eq!(known.isced, "0912");
            for language in Language::ALL {
                assert!(known.name.get(*language).is_some(), "{code} in {language:?}");
            }
        }
    }

    #[test]
    fn every_row_of_the_file_is_read_once_and_other_codes_are_unknown() {
        let text = LISTS[0].rows;
        let lines = text.lines().filter(|line| !line.starts_with('#')).count();
        let codes: std::collections::BTreeSet<_> = all().map(|s| s.code).collect();
        assert_eq!(codes.len(), lines);
        for bad in ["", "31.08.56", "RU-2013/31.08.99", "KZ-2020/31.08.56"] {
            assert_eq!(SpecialtyCode::read(bad), None, "{bad}");
        }
    }
}
