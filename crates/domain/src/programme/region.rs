//! Regions of the home states by ISO 3166-2, for reserves and for what applicants are asked.

use super::specialty::rows;
use crate::registry::RegistryCode;
use crate::text::{Language, Text4};

/// The codes of all regions, in the order of the file.
pub const CODES: &[&str] = &[
    "KG-B", "KG-C", "KG-GB", "KG-GO", "KG-J", "KG-N", "KG-O", "KG-T", "KG-Y", "KZ-10", "KZ-11",
    "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35", "KZ-39", "KZ-43", "KZ-47",
    "KZ-55", "KZ-59", "KZ-61", "KZ-62", "KZ-63", "KZ-71", "KZ-75", "KZ-79",
];

fn all() -> impl Iterator<Item = [&'static str; 5]> {
    rows(include_str!("data/region.tsv"))
}

/// The name of a region; none for a code that is not kept here.
#[must_use]
pub fn name(code: &str) -> Option<Text4> {
    let [_, en, ru, ky, kk] = all().find(|[own, ..]| *own == code)?;
    Text4::all(Language::Ru, kk, ky, ru, en).ok()
}

/// The regions of a home state.
pub fn of(registry: RegistryCode) -> impl Iterator<Item = &'static str> {
    CODES.iter().copied().filter(move |code| {
        code.split_once('-').is_some_and(|(country, _)| country == registry.as_str())
    })
}

/// The kept code that is written so.
#[must_use]
pub fn read(text: &str) -> Option<&'static str> {
    CODES.iter().copied().find(|code| *code == text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_the_same_list() {
        let listed: Vec<&str> = all().map(|[code, ..]| code).collect();
        assert_eq!(listed, CODES);
        assert!(CODES.iter().all(|code| {
            let name = name(code).unwrap();
            Language::ALL.iter().all(|language| name.get(*language).is_some())
        }));
        assert_eq!(of("KG".parse().unwrap()).count(), 9);
        assert_eq!(of("KZ".parse().unwrap()).count(), 20);
        assert_eq!(read("KG-X"), None);
    }
}
