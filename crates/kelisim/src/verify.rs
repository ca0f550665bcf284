//! `kelisim verify`: checks a certificate without the engine.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_verify::{Evidence, verify};

use crate::market_file::{self, Failure};

/// Checks a certificate without the engine.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The certificate, sealed or public.
    certificate: PathBuf,
    /// The sealed market: one JSON file, or tables, or a folder of them.
    #[arg(long, num_args = 1..)]
    market: Vec<PathBuf>,
    /// The result file.
    #[arg(long)]
    result: Option<PathBuf>,
    /// One's own row with its proof, from `kelisim explain --row`.
    #[arg(long)]
    row: Option<PathBuf>,
    /// The public key that must have signed, in hexadecimal.
    #[arg(long)]
    signer: Option<String>,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    market_file::finish(check(args))
}

fn check(args: &Args) -> Result<ExitCode, Failure> {
    let read = |path: &PathBuf| std::fs::read(path).map_err(|error| Failure::file(path, &error));
    let certificate = read(&args.certificate)?;
    let market: Vec<Vec<u8>> =
        market_file::unfold(&args.market)?.iter().map(read).collect::<Result<_, _>>()?;
    let result = args.result.as_ref().map(read).transpose()?;
    let row = args.row.as_ref().map(read).transpose()?;
    let evidence = Evidence {
        market: market.iter().map(Vec::as_slice).collect(),
        result: result.as_deref(),
        row: row.as_deref(),
        signer: args.signer.as_deref(),
    };
    let report = verify(&certificate, &evidence);
    market_file::print(&report.to_string())?;
    Ok(if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
