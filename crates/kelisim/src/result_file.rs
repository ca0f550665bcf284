//! Results of `allocate`, `reseat` and `supplement`, read back: who has which place.

use std::collections::HashMap;
use std::path::Path;

use kelisim_allocation::flat::{Assignment, Flat, leaf_of};
use kelisim_allocation::names::Names;
use kelisim_allocation::problem::Problems;
use serde_json::{Map, Value};

use crate::market_file::Failure;

/// Place or null of each applicant, as a file says it.
pub struct Matching {
    file: String,
    places: Map<String, Value>,
    /// What `reseat` had been told when it wrote the file.
    pub told: Told,
}

/// What holds since a reseating, and goes on holding for the next.
#[derive(Default)]
pub struct Told {
    /// Applicants who have withdrawn.
    pub withdrawn: Vec<String>,
    /// Applicants who have accepted for good.
    pub accepted: Vec<String>,
    /// Places that the market does not have, each as often as there is one more.
    pub places: Vec<String>,
}

impl Matching {
    /// Reads a result.
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let bytes = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
        let file = path.display().to_string();
        let wrong = |what: String| {
            let fix = "give the file that `kelisim allocate`, `reseat` or `supplement` wrote with --output";
            Failure::Input(Problems::one(file.clone(), what, fix))
        };
        let mut value: Value =
            serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        let mut names = |key: &str| match value.get_mut(key).map(Value::take) {
            None => Ok(Vec::new()),
            Some(names) => serde_json::from_value::<Vec<String>>(names)
                .map_err(|_| wrong(format!("`{key}` is not a list of names"))),
        };
        let told = Told {
            withdrawn: names("withdrawn")?,
            accepted: names("accepted")?,
            places: names("places")?,
        };
        match value.get_mut("matching").map(Value::take) {
            Some(Value::Object(places)) => Ok(Self { file, places, told }),
            _ => Err(wrong("`matching` is missing or no object".to_owned())),
        }
    }

    /// The file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// As an answer of this market, in which everybody asked for what they have.
    pub fn assignment(&self, flat: &Flat) -> Result<Assignment, Failure> {
        let mut problems = Problems::new();
        let people = numbers(&flat.applicants);
        for id in self.places.keys().filter(|id| !people.contains_key(id.as_str())) {
            problems.add(
                self.at(id),
                "is not in the market",
                "give the market that this result came from",
            );
        }
        let mut assignment = Assignment::empty(flat);
        for applicant in 0..flat.people() as u32 {
            let id = flat.applicants.get(applicant);
            let place = match self.places.get(id) {
                Some(Value::Null) => continue,
                Some(Value::String(place)) => place,
                _ => {
                    problems.add(
                        self.at(id),
                        "is missing or no place",
                        "give the result of this market",
                    );
                    continue;
                }
            };
            let entry = flat
                .span(applicant)
                .find(|&at| flat.places.get(leaf_of(flat.entries[at])) == place);
            match entry {
                Some(entry) => assignment.entry[applicant as usize] = entry as u32,
                None => problems.add(
                    self.at(id),
                    format!("`{place}` was not asked for or does not accept them"),
                    "give the result of this market",
                ),
            }
        }
        problems.or(assignment).map_err(Failure::Input)
    }

    /// Whoever has a place, and the place; they need not ask for it any more, and the market may have others besides.
    pub fn held(&self, flat: &Flat) -> Result<Vec<(u32, u32)>, Failure> {
        let (people, places) = (numbers(&flat.applicants), numbers(&flat.places));
        let mut problems = Problems::new();
        let mut found = Vec::new();
        for (id, place) in &self.places {
            let place = match place {
                Value::Null => continue,
                Value::String(place) => place,
                _ => {
                    problems.add(self.at(id), "is no place", "write the name of a place, or null");
                    continue;
                }
            };
            match (people.get(id.as_str()), places.get(place.as_str())) {
                (Some(&who), Some(&leaf)) => found.push((who, leaf)),
                (None, _) => problems.add(
                    self.at(id),
                    "is not in the market of this round",
                    "keep everybody who has a place among the applicants, with an empty list if need be",
                ),
                (_, None) => problems.add(
                    self.at(id),
                    format!("`{place}` is not a place of this round"),
                    "keep all places there ever were",
                ),
            }
        }
        problems.or(found).map_err(Failure::Input)
    }

    fn at(&self, id: &str) -> String {
        format!("{}: matching.{id}", self.file)
    }
}

fn numbers(names: &Names) -> HashMap<&str, u32> {
    names.iter().zip(0..).collect()
}
