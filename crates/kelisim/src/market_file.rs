//! Files of markets: reading, sealing and writing without ever leaving half a file.
//!
//! Exit codes of all commands that read a market: 0 done, 1 a check failed, 2 wrong use, 3 something is wrong with the
//! input, 4 a file cannot be read or written.

use std::fmt;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use kelisim_allocation::canonical::Json;
use kelisim_allocation::certificate::{Input, Seal};
use kelisim_allocation::compile::{Sealed, compile_with_sides};
use kelisim_allocation::flat::{Flat, Rows, Sides, leaf_of};
use kelisim_allocation::market::{Market, Rules};
use kelisim_allocation::problem::Problems;
use kelisim_allocation::read::{algmatch, csv, fast, json, packed, preflib, xlsx};

use crate::turned_up;

/// Bytes of a JSON market; larger markets come as tables.
const LARGEST_JSON: u64 = 1 << 30;
/// Bytes of a workbook.
const LARGEST_BOOK: u64 = 1 << 25;
/// Bytes of a table.
const LARGEST_TABLE: u64 = 1 << 34;

/// Why a command did not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The input is wrong.
    Input(Problems),
    /// A file cannot be read or written.
    File(String),
}

impl Failure {
    /// A file that cannot be read or written.
    pub fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::File(format!(
            "{}: {error}; check the path and who may read or write it",
            path.display()
        ))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(problems) => {
                let number = problems.list().len();
                let noun = if number == 1 { "problem" } else { "problems" };
                write!(f, "{number} {noun}, nothing was written:\n{problems}")
            }
            Self::File(what) => f.write_str(what),
        }
    }
}

/// Prints a failure and turns it into an exit code.
pub fn finish(result: Result<ExitCode, Failure>) -> ExitCode {
    match result {
        Ok(code) => code,
        Err(failure) => {
            let _ = writeln!(std::io::stderr(), "{failure}");
            ExitCode::from(match failure {
                Failure::Input(_) => 3,
                Failure::File(_) => 4,
            })
        }
    }
}

/// What turned up after the sealing.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct DrawFiles {
    /// File of the announced beacon round: `{"round": …, "randomness": hex, "signature": hex}`.
    #[arg(long)]
    pub beacon: Option<PathBuf>,
    /// File of the revealed values: `{"party": hex, …}`.
    #[arg(long)]
    pub reveal: Option<PathBuf>,
}

/// A market with everything that was sealed.
pub struct Opened {
    /// The flat form.
    pub flat: Flat,
    /// What each side wrote.
    pub sides: Sides,
    /// Hashes of the files.
    pub seal: Seal,
    /// Where the draw came from, for the certificate.
    pub origin: Json<'static>,
    /// Whether the market came in a form that the verifiers do not read.
    pub foreign: bool,
}

/// A market as read, with the bytes that are sealed.
pub struct Loaded {
    /// The market.
    pub market: Market,
    /// Its files by role.
    pub inputs: Vec<Input>,
    /// Whether it came in a form that the verifiers do not read.
    pub foreign: bool,
}

/// Reads a market in any known form.
pub fn read(paths: &[PathBuf]) -> Result<Loaded, Failure> {
    let mut tables: Vec<(String, csv::Kind, Vec<u8>)> = Vec::new();
    let mut sheets: Vec<xlsx::Sheet> = Vec::new();
    let mut inputs = Vec::new();
    let mut votes: Vec<(String, Vec<u8>)> = Vec::new();
    let mut lists: Vec<(String, Vec<u8>)> = Vec::new();
    let mut forms: Vec<(String, Market, Vec<u8>)> = Vec::new();
    for path in &unfold(paths)? {
        let (kind, bytes) = load(path)?;
        let name = path.display().to_string();
        match kind {
            FileKind::Table(kind) => tables.push((name, kind, bytes)),
            FileKind::Packed => {
                return Err(Failure::Input(Problems::one(
                    name,
                    "is already in the compact form",
                    "give it to `kelisim allocate` as it is",
                )));
            }
            FileKind::Workbook => {
                sheets.extend(xlsx::sheets(&name, &bytes).map_err(Failure::Input)?);
                inputs.push(Input { role: "market", bytes });
            }
            FileKind::PrefLib => votes.push((name, bytes)),
            FileKind::AlgMatch => lists.push((name, bytes)),
            FileKind::Json => {
                let market = json::read(&name, &bytes).map_err(Failure::Input)?;
                forms.push((name, market, bytes));
            }
        }
    }
    let wrong = |at: &str, what: &str, fix: &str| Err(Failure::Input(Problems::one(at, what, fix)));
    if let Some((name, ..)) = forms.get(1) {
        return wrong(name, "is a second JSON market", "give one");
    }
    let form = forms.pop();
    if tables.is_empty() && sheets.is_empty() && votes.is_empty() && lists.is_empty() {
        let (_, market, bytes) = form.unwrap_or_default();
        return Ok(Loaded {
            market,
            inputs: vec![Input { role: "market", bytes }],
            foreign: false,
        });
    }
    let rules: Option<Rules> = form.and_then(|(_, market, bytes)| {
        inputs.push(Input { role: "rules", bytes });
        market.rules
    });
    let foreign = !(sheets.is_empty() && votes.is_empty() && lists.is_empty());
    let market = match (votes.as_slice(), lists.as_slice()) {
        ([], []) => {
            let sources: Vec<csv::Source<'_>> = tables
                .iter()
                .map(|(file, kind, bytes)| csv::Source { file, kind: *kind, bytes })
                .chain(sheets.iter().map(|sheet| csv::Source {
                    file: &sheet.name,
                    kind: sheet.kind,
                    bytes: &sheet.bytes,
                }))
                .collect();
            csv::read(&sources, rules)
        }
        ([], [(name, bytes)]) => algmatch::read(name, bytes, rules),
        ([(first, asks), (second, accepts)], []) => {
            let capacities = capacities(&tables);
            preflib::read((first, asks), (second, accepts), &capacities, rules)
        }
        _ => {
            return wrong(
                "market",
                "these files do not make one market",
                "give one algmatch file, or a pair of PrefLib files with applicants' lists first",
            );
        }
    };
    for (role, bytes) in
        ["preferences", "priorities"].into_iter().zip(votes.into_iter().map(|(_, bytes)| bytes))
    {
        inputs.push(Input { role, bytes });
    }
    inputs.extend(lists.into_iter().map(|(_, bytes)| Input { role: "market", bytes }));
    inputs.extend(tables.into_iter().map(|(_, kind, bytes)| Input { role: kind.role(), bytes }));
    Ok(Loaded { market: market.map_err(Failure::Input)?, inputs, foreign })
}

/// Capacities of programmes from a table beside PrefLib files.
fn capacities(
    tables: &[(String, csv::Kind, Vec<u8>)],
) -> std::collections::HashMap<String, String> {
    let table = tables.iter().find(|(_, kind, _)| *kind == csv::Kind::Capacities);
    let text =
        table.map(|(_, _, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    let rows = text.lines().skip(1).filter_map(|line| line.rsplit_once(','));
    rows.map(|(id, capacity)| (id.trim().to_owned(), capacity.trim().to_owned())).collect()
}

/// Reads, seals and compiles a market.
pub fn open(paths: &[PathBuf], draw: &DrawFiles) -> Result<Opened, Failure> {
    if let Some(opened) = open_large(paths)? {
        return Ok(opened);
    }
    let Loaded { market, inputs, foreign } = read(paths)?;
    let seal = Seal::new(&inputs);
    let (public, origin) = turned_up::read(draw, &market)?;
    let sealed = Sealed { input: seal.input, public };
    let (flat, sides) = compile_with_sides(&market, &sealed).map_err(Failure::Input)?;
    Ok(Opened { flat, sides, seal, origin, foreign })
}

/// Tables with strict ranks, and the compact form, straight into the flat form.
fn open_large(paths: &[PathBuf]) -> Result<Option<Opened>, Failure> {
    let paths = unfold(paths)?;
    let mut inputs = Vec::new();
    let mut kinds = Vec::new();
    for path in &paths {
        let (kind, bytes) = load(path)?;
        match kind {
            FileKind::Packed => {
                let flat =
                    packed::read(&path.display().to_string(), &bytes).map_err(Failure::Input)?;
                let seal = Seal::new(&[Input { role: "market", bytes }]);
                if paths.len() > 1 {
                    return Err(Failure::Input(Problems::one(
                        "market",
                        "the compact form stands alone",
                        "give that file only",
                    )));
                }
                return Ok(Some(opened_flat(flat, seal)));
            }
            FileKind::Table(kind @ (csv::Kind::Both | csv::Kind::Capacities)) => {
                kinds.push(kind);
                inputs.push(Input { role: kind.role(), bytes });
            }
            _ => return Ok(None),
        }
    }
    let find = |wanted: csv::Kind| {
        kinds.iter().zip(&inputs).find(|(kind, _)| **kind == wanted).map(|(_, input)| input)
    };
    let (Some(both), Some(capacities), 2) =
        (find(csv::Kind::Both), find(csv::Kind::Capacities), inputs.len())
    else {
        return Ok(None);
    };
    Ok(fast::read(&both.bytes, &capacities.bytes).map(|flat| opened_flat(flat, Seal::new(&inputs))))
}

/// A market that is what its file says: what each side wrote is what the two agree on.
fn opened_flat(flat: Flat, seal: Seal) -> Opened {
    let item = flat.entries.iter().map(|&entry| leaf_of(entry)).collect();
    let asks = Rows { start: flat.pref_start.clone(), item, class: Vec::new() };
    let accepts =
        Rows { start: flat.leaf_start.clone(), item: flat.candidates.clone(), class: Vec::new() };
    Opened {
        flat,
        sides: Sides { asks, listed: Vec::new(), accepts },
        seal,
        origin: Json::Null,
        foreign: false,
    }
}

enum FileKind {
    Json,
    Packed,
    PrefLib,
    AlgMatch,
    Workbook,
    Table(csv::Kind),
}

/// Folders stand for the tables and the JSON rules in them.
pub fn unfold(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut all = Vec::new();
    for path in paths {
        if !path.is_dir() {
            all.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        for item in std::fs::read_dir(path).map_err(|error| Failure::file(path, &error))? {
            let item = item.map_err(|error| Failure::file(path, &error))?.path();
            if item.extension().is_some_and(|end| end == "csv" || end == "json") {
                inside.push(item);
            }
        }
        inside.sort();
        if inside.is_empty() {
            return Err(Failure::File(format!(
                "{}: the folder holds no .csv or .json file; put the tables there",
                path.display()
            )));
        }
        all.extend(inside);
    }
    Ok(all)
}

fn load(path: &Path) -> Result<(FileKind, Vec<u8>), Failure> {
    let fail = |error: std::io::Error| Failure::file(path, &error);
    let mut file = File::open(path).map_err(fail)?;
    let size = file.metadata().map_err(fail)?.len();
    let mut bytes = Vec::new();
    Read::by_ref(&mut file).take(1 << 16).read_to_end(&mut bytes).map_err(fail)?;
    let name = path.display().to_string();
    let wrong = |what: String, fix: &str| Failure::Input(Problems::one(name.clone(), what, fix));
    if bytes.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace()) {
        return Err(wrong(
            "the file holds nothing".to_owned(),
            "give a market in JSON or tables in CSV",
        ));
    }
    let kind = match csv::kind(&bytes) {
        Some(kind) => FileKind::Table(kind),
        None if packed::looks_like(&bytes) => FileKind::Packed,
        None if preflib::looks_like(&bytes) => FileKind::PrefLib,
        None if xlsx::looks_like(&bytes) => FileKind::Workbook,
        None if algmatch::looks_like(&bytes) => FileKind::AlgMatch,
        None if bytes.trim_ascii_start().starts_with(b"{") => FileKind::Json,
        None => {
            return Err(wrong(
                "is neither a JSON market nor a table that is known by its header line".to_owned(),
                "see docs/formats/market.md for the forms; the first line of a table names its columns",
            ));
        }
    };
    let largest = match kind {
        FileKind::Json => LARGEST_JSON,
        FileKind::Workbook => LARGEST_BOOK,
        _ => LARGEST_TABLE,
    };
    if size > largest {
        return Err(wrong(
            format!("the file has {size} bytes, more than {largest}"),
            "give large markets as tables",
        ));
    }
    bytes.reserve_exact(usize::try_from(size).unwrap_or(0).saturating_sub(bytes.len()));
    file.take(largest).read_to_end(&mut bytes).map_err(fail)?;
    Ok((kind, bytes))
}

/// Reads a small JSON file.
pub fn small(path: &Path) -> Result<serde_json::Value, Failure> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
    file.take(1 << 20).read_to_end(&mut bytes).map_err(|error| Failure::file(path, &error))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Failure::Input(Problems::one(
            path.display().to_string(),
            error.to_string(),
            "give JSON of at most 1 MiB",
        ))
    })
}

/// Writes a file whole or not at all: beside it first, then under its name.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut name = path.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    });
    written.map_err(|error| {
        let _ = std::fs::remove_file(&part);
        Failure::file(path, &error)
    })
}

/// Prints to the screen; a closed pipe is no failure.
pub fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::File(format!("standard output: {error}; try again")))
        }
        _ => Ok(()),
    }
}

/// Says on long runs what is being done.
pub fn progress(flat: &Flat, what: &str) {
    if flat.entries.len() > 200_000 {
        let _ = writeln!(
            std::io::stderr(),
            "{what} ({} applicants, {} entries)",
            flat.people(),
            flat.entries.len()
        );
    }
}
