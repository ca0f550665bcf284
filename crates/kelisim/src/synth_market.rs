//! `kelisim synth market`: a made-up market, uniform or with popular programmes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use kelisim_allocation::flat::{Sides, leaf_of, rank_of};
use kelisim_allocation::synth::{self, Plan};

use crate::market_file::{self, Failure};

/// A made-up market from a seed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Number of applicants.
    #[arg(long, default_value_t = 1000)]
    applicants: u32,
    /// Number of programmes; a twentieth of the applicants if left out.
    #[arg(long)]
    programmes: Option<u32>,
    /// Shortest list of an applicant.
    #[arg(long, default_value_t = 5)]
    shortest: u32,
    /// Longest list of an applicant.
    #[arg(long, default_value_t = 10)]
    longest: u32,
    /// Make some programmes popular and let programmes agree more about applicants.
    #[arg(long)]
    skewed: bool,
    /// Seed.
    #[arg(long, default_value_t = 42)]
    seed: u64,
    /// Where to write: `.json` for the form, a folder for tables; the screen if left out.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// Makes the market.
pub fn run(args: &Args) -> ExitCode {
    market_file::finish(make(args))
}

fn make(args: &Args) -> Result<ExitCode, Failure> {
    let plan = Plan {
        applicants: args.applicants,
        programmes: args.programmes.unwrap_or((args.applicants / 20).max(1)),
        shortest: args.shortest,
        longest: args.longest,
        skewed: args.skewed,
        seed: args.seed,
    };
    match &args.output {
        Some(path) if path.extension().is_none() => tables(&plan, path)?,
        Some(path) => market_file::write(path, json(&plan).as_bytes())?,
        None => market_file::print(&json(&plan))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(letter: char, numbers: &[u32]) -> String {
    let quoted: Vec<String> =
        numbers.iter().map(|number| format!("\"{letter}{number}\"")).collect();
    format!("[{}]", quoted.join(","))
}

fn row(rows: &kelisim_allocation::flat::Rows, at: usize) -> &[u32] {
    &rows.item[rows.start[at] as usize..rows.start[at + 1] as usize]
}

fn json(plan: &Plan) -> String {
    let (Sides { asks, accepts, .. }, capacity) = synth::sides(plan);
    let mut out = String::from("{\"format\":\"kelisim-market/1\",\n\"applicants\":{");
    for at in 0..plan.applicants as usize {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(out, "{comma}\n\"a{at}\":{{\"prefs\":{}}}", list('p', row(&asks, at)));
    }
    out.push_str("},\n\"programmes\":{");
    for (at, capacity) in capacity.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(
            out,
            "{comma}\n\"p{at}\":{{\"capacity\":{capacity},\"prefs\":{}}}",
            list('a', row(&accepts, at))
        );
    }
    out.push_str("}}\n");
    out
}

fn tables(plan: &Plan, folder: &Path) -> Result<(), Failure> {
    let flat = synth::flat(plan).map_err(Failure::Input)?;
    let mut both = String::from("applicant,programme,rank,programme_rank\n");
    for applicant in 0..flat.people() as u32 {
        for (rank, at) in flat.span(applicant).enumerate() {
            let entry = flat.entries[at];
            let _ = writeln!(
                both,
                "a{applicant},p{},{},{}",
                leaf_of(entry),
                rank + 1,
                rank_of(entry) + 1
            );
        }
    }
    let mut capacities = String::from("programme,capacity\n");
    for (at, capacity) in flat.capacity.iter().enumerate() {
        let _ = writeln!(capacities, "p{at},{capacity}");
    }
    std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, &error))?;
    market_file::write(&folder.join("preferences.csv"), both.as_bytes())?;
    market_file::write(&folder.join("capacities.csv"), capacities.as_bytes())
}
