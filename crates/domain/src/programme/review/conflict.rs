//! Conflicts of interest between a reviewer and an applicant, computed from what both said of themselves.
//!
//! Rules (research/programmes.md §4.4): same employer within three years, supervisor, kin, same home region. A match that
//! is none costs a reviewer one file; a conflict that is not found costs the applicant a fair judgement, so comparing is
//! generous.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::programme::application::Person;
use crate::stage::coded;

coded! {
    /// Why a reviewer may not judge an applicant.
    Ground {
        /// Both worked for one employer within three years.
        Employer = "employer",
        /// One supervises or taught the other.
        Supervisor = "supervisor",
        /// They are kin.
        Kin = "kin",
        /// Both come from one region, which is no large city.
        Region = "region",
        /// Another one, declared by the reviewer.
        Other = "other",
    }
}

/// Years for which a former employer counts.
pub const EMPLOYER_YEARS: i16 = 3;

/// Cities that are regions of their own (ISO 3166-2): to come from one of them is no tie between two people.
const CITIES: [&str; 5] = ["KG-GB", "KG-GO", "KZ-71", "KZ-75", "KZ-79"];

/// An employer of a reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Employer {
    /// Its name.
    pub name: String,
    /// The last year there; none while the reviewer works there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i16>,
}

/// What a reviewer says of the own person, so that conflicts can be computed. It is sealed under the reviewer's key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Employers.
    pub employers: Vec<Employer>,
    /// The region of home, ISO 3166-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Names of people the reviewer supervises or taught, or who supervise the reviewer.
    pub supervised: Vec<String>,
    /// Names of kin; a family name alone counts for everybody who has it.
    pub kin: Vec<String>,
}

/// The words of a name, small, without signs: `"Бурденко" ГКБ № 1` and `ГКБ №1, Бурденко` hold the same.
fn words(text: &str) -> BTreeSet<String> {
    let small = text.to_lowercase().replace('ё', "е");
    let mut all = BTreeSet::new();
    let mut word = String::new();
    let mut digits = false;
    for c in small.chars().chain([' ']) {
        // A number is a word of its own, whatever it is written to.
        if !c.is_alphanumeric() || (!word.is_empty() && c.is_ascii_digit() != digits) {
            all.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if c.is_alphanumeric() {
            digits = c.is_ascii_digit();
            word.push(c);
        }
    }
    all
}

/// Whether two names of an employer mean one: the words of the shorter one all stand in the other.
fn same_employer(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    !one.is_empty() && !other.is_empty() && (one.is_subset(&other) || other.is_subset(&one))
}

/// Whether a name a reviewer gave is that of the applicant, in Latin letters or in the own script.
fn names(given: &str, person: &Person) -> bool {
    let given = words(given);
    let latin = words(&person.latin());
    !given.is_empty() && (given.is_subset(&latin) || given.is_subset(&words(&person.own_name)))
}

impl Declaration {
    /// The first ground on which the reviewer may not judge this person in `year`; none when there is none.
    #[must_use]
    pub fn conflict(&self, person: &Person, year: i16) -> Option<Ground> {
        let counts = |it: &&Employer| it.until.is_none_or(|until| year - until <= EMPLOYER_YEARS);
        if self.employers.iter().filter(counts).any(|e| same_employer(&e.name, &person.employer)) {
            return Some(Ground::Employer);
        }
        if self.supervised.iter().any(|name| names(name, person)) {
            return Some(Ground::Supervisor);
        }
        if self.kin.iter().any(|name| names(name, person)) {
            return Some(Ground::Kin);
        }
        let region = self.region.as_deref().filter(|region| !CITIES.contains(region));
        (region == Some(person.region.as_str())).then_some(Ground::Region)
    }
}
