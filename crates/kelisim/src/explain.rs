//! `kelisim explain`: why an applicant has this place and none of those ranked above it.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_allocation::certificate;
use kelisim_allocation::explain;
use kelisim_allocation::problem::Problems;

use crate::market_file::{self, DrawFiles, Failure};
use crate::result_file::Matching;

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
    let assignment = Matching::read(&args.result)?.assignment(&opened.flat)?;
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
