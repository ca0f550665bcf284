//! `kelisim supplement`: a further round on what is left, in which nobody who has a place is touched.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_allocation::after;
use kelisim_allocation::canonical::{Json, count, object, text};
use kelisim_allocation::engine;
use kelisim_allocation::flat::Flat;
use kelisim_allocation::outcome::{self, Outcome};
use kelisim_allocation::problem::Problems;

use crate::market_file::{self, DrawFiles, Failure};
use crate::reseat::find;

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
    let declined = find(&flat.applicants, &args.declined, "--declined")?;
    let out = find(&flat.applicants, &args.withdraw, "--withdraw")?;
    let mut stays = places(&args.result, &flat)?;
    stays.retain(|(who, _)| !declined.contains(who) && !out.contains(who));
    let rest = after::remaining(&flat, &stays, &out).map_err(Failure::Input)?;
    let answer = engine::run(&rest);
    let mut now: Vec<Option<u32>> =
        (0..flat.people() as u32).map(|who| answer.leaf(&rest, who)).collect();
    stays.iter().for_each(|&(who, leaf)| now[who as usize] = Some(leaf));
    let placed = now.iter().flatten().count();
    let outcome = Outcome::new(&rest, &answer);
    let words = format!(
        "{}\n{} keep their place, {} get one in this round, {} have none.\n",
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

/// Who had which place in the round before; they need not ask for it any more.
fn places(path: &std::path::Path, flat: &Flat) -> Result<Vec<(u32, u32)>, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::file(path, &error))?;
    let name = path.display().to_string();
    let fix = "give the file that `kelisim allocate -o` wrote";
    let value: serde_json::Value = serde_json::from_slice(&bytes)
        .map_err(|error| Failure::Input(Problems::one(name.clone(), error.to_string(), fix)))?;
    let Some(matching) = value.get("matching").and_then(|matching| matching.as_object()) else {
        return Err(Failure::Input(Problems::one(name, "`matching` is missing", fix)));
    };
    let number = |names: &kelisim_allocation::names::Names| {
        let all: std::collections::HashMap<String, u32> =
            (0u32..).zip(names.iter()).map(|(at, name)| (name.to_owned(), at)).collect();
        all
    };
    let (people, leaves) = (number(&flat.applicants), number(&flat.places));
    let mut problems = Problems::new();
    let mut found = Vec::new();
    for (id, place) in matching {
        let Some(place) = place.as_str() else { continue };
        match (people.get(id), leaves.get(place)) {
            (Some(&who), Some(&leaf)) => found.push((who, leaf)),
            (None, _) => problems.add(
                format!("{name}: matching.{id}"),
                "is not in the market of this round",
                "keep everybody who has a place among the applicants, with an empty list if need be",
            ),
            (_, None) => problems.add(
                format!("{name}: matching.{id}"),
                format!("`{place}` is not a place of this round"),
                "keep all places there ever were",
            ),
        }
    }
    problems.or(found).map_err(Failure::Input)
}
