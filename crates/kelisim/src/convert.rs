//! `kelisim convert`: a market in any known form, written in the form kelisim-market/1 or compactly.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_allocation::problem::Problems;
use kelisim_allocation::read::packed;

use crate::market_file::{self, DrawFiles, Failure};

/// Writes a market of any known form as JSON.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The market: JSON, CSV tables, an algmatch file, or a pair of PrefLib files with applicants' lists first.
    #[arg(required = true)]
    market: Vec<PathBuf>,
    /// Where to write, `.json` for the form or `.kmb` for the compact form; the screen if left out.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    market_file::finish(convert(args))
}

fn convert(args: &Args) -> Result<ExitCode, Failure> {
    if let Some(path) =
        args.output.as_ref().filter(|path| path.extension().is_some_and(|end| end == "kmb"))
    {
        let flat = market_file::open(&args.market, &DrawFiles::default())?.flat;
        let packed = packed::write(&flat).ok_or_else(|| {
            let what = "the compact form holds strict lists only, under deferred acceptance with applicants proposing, without a draw, types, caps, lines, reserves, slots, couples, lower quotas or owners";
            Failure::Input(Problems::one("market", what, "write `.json` instead"))
        })?;
        market_file::write(path, &packed)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut market = market_file::read(&args.market)?.market;
    market.format = Some("kelisim-market/1".to_owned());
    let text = serde_json::to_string_pretty(&market)
        .map_err(|error| Failure::File(error.to_string()))?
        + "\n";
    match &args.output {
        Some(path) => market_file::write(path, text.as_bytes())?,
        None => market_file::print(&text)?,
    }
    Ok(ExitCode::SUCCESS)
}
