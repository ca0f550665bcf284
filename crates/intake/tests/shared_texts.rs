//! The labelled development texts and the two real ones. They do not travel with the code: without them the tests
//! say that they were skipped.

#![expect(clippy::unwrap_used, reason = "a test stops where its premise fails")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use kelisim_intake::{Draft, Options, draft};

fn folder() -> Option<PathBuf> {
    let shared = env::var_os("KELISIM_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("data/communiques");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not here; set KELISIM_SHARED", folder.display());
    None
}

fn read(folder: &Path, stem: &str) -> Draft {
    let text = fs::read_to_string(folder.join(format!("{stem}.txt"))).unwrap();
    draft(&text, &Options::default()).unwrap()
}

#[test]
fn every_passage_stands_in_its_text() {
    let Some(folder) = folder() else { return };
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "txt") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let scalars: Vec<char> = text.chars().collect();
        let found = draft(&text, &Options::default()).unwrap();
        for item in &found.items {
            for passage in std::iter::once(&item.evidence).chain(&item.also) {
                let quoted: String =
                    scalars[passage.start as usize..passage.end as usize].iter().collect();
                assert_eq!(quoted, passage.exact, "{}", path.display());
            }
        }
    }
}

#[test]
fn the_residency_communique_gives_what_a_careful_reader_files() {
    let Some(folder) = folder() else { return };
    let found = read(&folder, "kk-seed-moscow-residency");
    let residency = found.items.iter().find(|i| i.kind == "residency").unwrap();
    assert_eq!(residency.stage, "S1");
    assert_eq!(residency.specialties.len(), 9, "{:?}", residency.specialties);
    let quota = found.items.iter().find(|i| i.kind == "treatment_quota").unwrap();
    assert_eq!((quota.stage.as_str(), &quota.quantity), ("S1", &None));
    let works = found
        .items
        .iter()
        .find(|i| i.deadline.as_ref().is_some_and(|d| d.edtf == "../2030"))
        .unwrap();
    assert_eq!(works.kind, "facility_project");
    let rules = found.items.iter().any(|i| {
        i.deadline.as_ref().is_some_and(|d| d.edtf == "../2026") && i.kind != "facility_project"
    });
    assert!(rules, "the year 2026 belongs to the agreements and rules, not to the building");
}

#[test]
fn the_india_communique_gives_what_a_careful_reader_files() {
    let Some(folder) = folder() else { return };
    let found = read(&folder, "ru-seed-india-kazakhstan");
    let about: Vec<_> = found
        .indicators
        .iter()
        .map(|i| {
            (
                i.value.as_str(),
                i.unit.as_str(),
                i.subject_country.as_deref(),
                i.origin_country.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        about,
        [("965", "medicine", Some("KZ"), Some("IN")), ("248", "device", Some("KZ"), Some("IN"))]
    );
    let group = found.items.iter().find(|i| i.kind == "working_group").unwrap();
    assert_eq!(group.stage, "S3");
    let memorandum = found.items.iter().find(|i| i.kind == "instrument").unwrap();
    assert!(
        memorandum.stage.as_str() < "S7",
        "approvals are complete, nothing is signed: {}",
        memorandum.stage
    );
    assert!(memorandum.evidence.exact.contains("процедуры согласования"));
}
