//! Scores the engine on a folder of labelled texts, plain and cross-validated, by language.
//!
//! usage: score [FOLDER [OUT]]
//!
//! FOLDER holds pairs `STEM.txt` and `STEM.json` in the corpus form; without it `KELISIM_SHARED/data/communiques`
//! or `../shared/data/communiques` beside the workspace is taken. With OUT the drafts are written there as label
//! files and in full, to be read against the labels.
//!
//! What "cross-validated" means for a grammar written by hand: for each document, every lexicon row and every frame
//! that fires in no other document of the folder is switched off, and the document is drafted without them. So
//! nothing that only this document could have taught counts. Names of countries, numbers, units and months stay on. This is a lower bound: words that any speaker would
//! have listed are switched off too when the folder shows them once.

mod measure;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use kelisim_intake::engine::draft_traced;
use kelisim_intake::lexicon::{Mask, tables};
use kelisim_intake::{Draft, Options, draft, gold};
use measure::{Tally, score};
use serde_json::Value;

struct Labelled {
    stem: String,
    text: String,
    gold: Value,
}

fn folder() -> PathBuf {
    if let Some(given) = env::args().nth(1) {
        return PathBuf::from(given);
    }
    let shared = env::var_os("KELISIM_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    shared.join("data/communiques")
}

fn load(folder: &Path) -> Result<Vec<Labelled>, String> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).map_err(|e| format!("cannot open {}: {e}", folder.display()))?;
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let read = |path: &Path| {
            fs::read_to_string(path).map_err(|e| format!("cannot read {}: {e}", path.display()))
        };
        let gold =
            serde_json::from_str(&read(&path)?).map_err(|e| format!("{}: {e}", path.display()))?;
        let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
        found.push(Labelled { stem, text: read(&path.with_extension("txt"))?, gold });
    }
    found.sort_by(|a, b| a.stem.cmp(&b.stem));
    Ok(found)
}

/// Writes a draft as a label file and in full, where a folder for them was named.
fn keep(
    folder: Option<String>,
    stem: &str,
    predicted: &Value,
    draft: &Draft,
) -> Result<(), String> {
    let Some(folder) = folder else { return Ok(()) };
    let full = serde_json::to_string_pretty(draft).map_err(|e| e.to_string())?;
    for (name, text) in
        [(format!("{stem}.json"), predicted.to_string()), (format!("{stem}.draft"), full)]
    {
        let path = Path::new(&folder).join(name);
        fs::create_dir_all(&folder)
            .and_then(|()| fs::write(&path, text))
            .map_err(|e| format!("cannot write {}: {e}", path.display()))?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let folder = folder();
    let labelled = match load(&folder) {
        Ok(labelled) if labelled.is_empty() => {
            eprintln!("no labelled text in {}", folder.display());
            return ExitCode::from(2);
        }
        Ok(labelled) => labelled,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let mut fired: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    let mut plain: BTreeMap<String, Tally> = BTreeMap::new();
    let mut crossed: BTreeMap<String, Tally> = BTreeMap::new();
    for (at, one) in labelled.iter().enumerate() {
        let Ok((draft, rows)) = draft_traced(&one.text, &Options::default()) else {
            eprintln!("{}: not drafted", one.stem);
            return ExitCode::from(1);
        };
        for row in rows {
            fired.entry(row).or_default().push(at);
        }
        let predicted = gold::export(&one.stem, &draft);
        if let Err(error) = keep(env::args().nth(2), &one.stem, &predicted, &draft) {
            eprintln!("{error}");
            return ExitCode::from(1);
        }
        add(&mut plain, one, &predicted);
    }
    let mut switched_off = 0;
    for (at, one) in labelled.iter().enumerate() {
        let mut off = Mask::default();
        for (row, documents) in &fired {
            if documents == &[at] && learnt(*row as usize) {
                off.insert(*row as usize);
                switched_off += 1;
            }
        }
        if let Ok(draft) = draft(&one.text, &Options { off, ..Options::default() }) {
            add(&mut crossed, one, &gold::export(&one.stem, &draft));
        }
    }
    println!("plain, {} documents", labelled.len());
    measure::print(&plain);
    println!(
        "\ncross-validated, {:.1} rows switched off a document",
        f64::from(switched_off) / labelled.len() as f64
    );
    measure::print(&crossed);
    ExitCode::SUCCESS
}

/// Whether a row or frame is a judgement about how texts are worded. Names of countries and organisations, number
/// words, units and months are facts of a language that any list holds; they stay on.
fn learnt(row: usize) -> bool {
    let closed = [
        "countries.csv",
        "country_names.csv",
        "organisations.csv",
        "numbers.csv",
        "units.csv",
        "times.csv",
    ];
    tables::ROWS.get(row).is_none_or(|r| !closed.contains(&r.file))
}

/// Adds the score of a document to its language and to the whole.
fn add(tallies: &mut BTreeMap<String, Tally>, one: &Labelled, predicted: &Value) {
    let tally = score(predicted, &one.gold, &one.text);
    let language =
        one.gold["lang"].as_str().unwrap_or("und").split('-').next().unwrap_or("und").to_owned();
    tallies.entry("all".to_owned()).or_default().add(&tally);
    tallies.entry(language).or_default().add(&tally);
}
