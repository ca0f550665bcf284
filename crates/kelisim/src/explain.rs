//! `kelisim explain`: why an applicant has this place and none of those ranked above it.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_allocation::certificate;
use kelisim_allocation::explain;
use kelisim_allocation::flat::{Assignment, Flat};
use kelisim_allocation::problem::Problems;

use crate::market_file::{self, DrawFiles, Failure};

/// Says why an applicant has this place and none of those ranked above it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The result of `kelisim allocate`.
    result: PathBuf,
    /// The market it came from.
    #[arg(long, required = true, num_args = 1..)]
    market: Vec<PathBuf>,
    /// Whom to answer.
    #[arg(long)]
    applicant: String,
    /// Where to write the applicant's own row with its proof, for `kelisim verify --row`.
    #[arg(long)]
    row: Option<PathBuf>,
    #[command(flatten)]
    draw: DrawFiles,
    /// Print JSON instead of words.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    market_file::finish(answer(args))
}

fn answer(args: &Args) -> Result<ExitCode, Failure> {
    let opened = market_file::open(&args.market, &args.draw)?;
    let assignment = read_result(&args.result, &opened.flat)?;
    let unknown = || {
        Failure::Input(Problems::one(
            "--applicant",
            format!("`{}` is not an applicant of the market", args.applicant),
            "give the id as the market writes it",
        ))
    };
    let told = explain::explain(&opened.flat, &opened.sides, &assignment, &args.applicant)
        .ok_or_else(unknown)?;
    if let Some(path) = &args.row {
        let row =
            certificate::own_row(&opened.flat, &assignment, &opened.seal.salt_key, &args.applicant)
                .ok_or_else(unknown)?;
        market_file::write(path, row.as_bytes())?;
    }
    market_file::print(&if args.json { told.json().pretty() } else { told.words() })?;
    Ok(ExitCode::SUCCESS)
}

/// The matching of a result file as an assignment of this market.
pub fn read_result(path: &std::path::Path, flat: &Flat) -> Result<Assignment, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let name = path.display().to_string();
    let wrong = |what: String, fix: &str| Failure::Input(Problems::one(name.clone(), what, fix));
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|error| {
        wrong(error.to_string(), "give the file that `kelisim allocate -o` wrote")
    })?;
    let Some(matching) = value.get("matching").and_then(|matching| matching.as_object()) else {
        return Err(wrong(
            "`matching` is missing".to_owned(),
            "give the file that `kelisim allocate -o` wrote",
        ));
    };
    let mut assignment = Assignment::empty(flat);
    let mut problems = Problems::new();
    for applicant in 0..flat.people() as u32 {
        let id = flat.applicants.get(applicant);
        let place = match matching.get(id) {
            Some(serde_json::Value::Null) => continue,
            Some(serde_json::Value::String(place)) => place,
            _ => {
                problems.add(
                    format!("{name}: matching.{id}"),
                    "is missing or no place",
                    "give the result of this market",
                );
                continue;
            }
        };
        let entry = flat.span(applicant).find(|&at| {
            flat.places.get(kelisim_allocation::flat::leaf_of(flat.entries[at])) == place
        });
        match entry {
            Some(entry) => assignment.entry[applicant as usize] = entry as u32,
            None => problems.add(
                format!("{name}: matching.{id}"),
                format!("`{place}` was not asked for or does not accept them"),
                "give the result of this market",
            ),
        }
    }
    problems.or(assignment).map_err(Failure::Input)
}
