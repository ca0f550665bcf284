//! `kelisim supplement`: a further round on what is left, in which nobody who has a place is touched.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_allocation::after;
use kelisim_allocation::canonical::{Json, count, object, text};
use kelisim_allocation::outcome::{self, Outcome};
use kelisim_allocation::problem::Problems;

use crate::market_file::{self, DrawFiles, Failure};
use crate::reseat::{apart, find, hold};
use crate::result_file::Matching;

/// Gives what is left in a further round; whoever has a place keeps it.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The result of the round before, of `kelisim allocate`, `reseat` or `supplement`.
    result: PathBuf,
    /// The market of this round: all places there ever were, and the lists as they are now.
    #[arg(long, required = true, num_args = 1..)]
    market: Vec<PathBuf>,
    /// Applicants who give up the place they had and take part again.
    #[arg(long, num_args = 1..)]
    declined: Vec<String>,
    /// Applicants who give up the place they had, if any, and do not take part.
    #[arg(long, num_args = 1..)]
    withdraw: Vec<String>,
    /// Where to write the matching of all rounds together.
    #[arg(short, long)]
    output: Option<PathBuf>,
    #[command(flatten)]
    draw: DrawFiles,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    market_file::finish(supplement(args))
}

fn supplement(args: &Args) -> Result<ExitCode, Failure> {
    let flat = market_file::open(&args.market, &args.draw)?.flat;
    let mut problems = Problems::new();
    let declined = find(&flat.applicants, &args.declined, "--declined", &mut problems);
    let mut out = find(&flat.applicants, &args.withdraw, "--withdraw", &mut problems);
    apart(&flat, (&declined, "--declined"), (&out, "--withdraw"), &mut problems);
    problems.or(()).map_err(Failure::Input)?;
    let matching = Matching::read(&args.result)?;
    let mut stays = matching.held(&flat)?;
    let mut problems = Problems::new();
    let has = |who| stays.iter().any(|&(other, _)| other == who);
    hold(&flat, &declined, has, "--declined", &mut problems);
    problems.or(()).map_err(Failure::Input)?;
    // Whoever had withdrawn before may be gone from the market of this round.
    let gone = |who: &u32| matching.told.withdrawn.iter().any(|id| flat.applicants.get(*who) == id);
    out.extend((0..flat.people() as u32).filter(gone));
    stays.retain(|(who, _)| !declined.contains(who) && !out.contains(who));
    let rest = after::remaining(&flat, &stays, &out).map_err(Failure::Input)?;
    let answer = after::again(&rest).map_err(Failure::Input)?;
    let now = after::together(&rest, &answer, &stays);
    let placed = now.iter().flatten().count();
    let outcome = Outcome::new(&rest, &answer);
    let words = format!(
        "What was left, without the places that are kept:\n{}\nKeep their place: {}. Get one in this round: {}. Have none: {}.\n",
        outcome.table(),
        stays.len(),
        placed - stays.len(),
        now.len() - placed
    );
    if let Some(path) = &args.output {
        let json = object([
            ("format", text("kelisim-supplement/1")),
            ("matching", outcome::matching_by_leaf(&flat, |who| now[who as usize])),
            ("kept", count(stays.len())),
            ("placed", count(placed - stays.len())),
            ("stable", Json::Bool(outcome.stable())),
        ]);
        market_file::write(path, json.pretty().as_bytes())?;
    }
    market_file::print(&words)?;
    Ok(ExitCode::SUCCESS)
}
