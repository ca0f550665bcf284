//! `kelisim reseat`: after the run, a withdrawal or a new place moves people along a chain.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_allocation::canonical::{Json, count, object, text};
use kelisim_allocation::engine::{self, vacancy};
use kelisim_allocation::flat::{Assignment, Flat, Mechanism, NONE, Side, Ties, leaf_of};
use kelisim_allocation::outcome;
use kelisim_allocation::problem::Problems;

use crate::explain::read_result;
use crate::market_file::{self, DrawFiles, Failure};

/// Re-seats after withdrawals and new places, without running everything again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The result of `kelisim allocate`.
    result: PathBuf,
    /// The market it came from.
    #[arg(long, required = true, num_args = 1..)]
    market: Vec<PathBuf>,
    /// Applicants who withdraw.
    #[arg(long, num_args = 1..)]
    withdraw: Vec<String>,
    /// Places of which there is one more, `programme` or `programme:line`.
    #[arg(long, num_args = 1..)]
    place: Vec<String>,
    /// Applicants who have accepted for good and do not move.
    #[arg(long, num_args = 1..)]
    accepted: Vec<String>,
    /// Where to write the new matching.
    #[arg(short, long)]
    output: Option<PathBuf>,
    #[command(flatten)]
    draw: DrawFiles,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    market_file::finish(reseat(args))
}

fn find(
    names: &kelisim_allocation::names::Names,
    wanted: &[String],
    option: &str,
) -> Result<Vec<u32>, Failure> {
    let mut problems = Problems::new();
    let mut found = Vec::new();
    for id in wanted {
        match (0..names.len() as u32).find(|&at| names.get(at) == id) {
            Some(at) => found.push(at),
            None => problems.add(
                option,
                format!("`{id}` is not in the market"),
                "give the id as the market writes it",
            ),
        }
    }
    problems.or(found).map_err(Failure::Input)
}

fn reseat(args: &Args) -> Result<ExitCode, Failure> {
    let flat = market_file::open(&args.market, &args.draw)?.flat;
    let answer = read_result(&args.result, &flat)?;
    let plain = flat.is_plain()
        && flat.rule.mechanism == Mechanism::DeferredAcceptance
        && flat.rule.side == Side::Applicants;
    if !plain || !matches!(flat.rule.ties, Ties::Refuse | Ties::Lottery) {
        let problem = Problems::one(
            "market",
            "its places are joined by caps, reserves or slots, or its rule is another",
            "run `kelisim allocate` on the market as it is now",
        );
        return Err(Failure::Input(problem));
    }
    let out = find(&flat.applicants, &args.withdraw, "--withdraw")?;
    let more = find(&flat.places, &args.place, "--place")?;
    let accepted = find(&flat.applicants, &args.accepted, "--accepted")?;
    let mut standing = vacancy::Standing::new(&flat, answer);
    accepted.iter().for_each(|&who| standing.fix(who));
    let mut moves = Vec::new();
    out.iter().for_each(|&who| moves.extend(standing.withdraw(who)));
    more.iter().for_each(|&leaf| moves.extend(standing.add_place(leaf)));
    let name = |entry: u32| {
        if entry == NONE {
            "no place"
        } else {
            flat.places.get(leaf_of(flat.entries[entry as usize]))
        }
    };
    let mut words = String::new();
    for step in &moves {
        words.push_str(&format!(
            "{}: from {} to {}\n",
            flat.applicants.get(step.applicant),
            name(step.from),
            name(step.to)
        ));
    }
    let after = standing.assignment();
    let same = equals_rerun(&flat, after, &out, &more);
    words.push_str(&format!(
        "{} moved; {}\n",
        moves.len(),
        match (same, accepted.is_empty()) {
            (true, _) => "this is what a full rerun gives",
            (false, true) => "a full rerun gives another stable answer",
            (false, false) =>
                "a full rerun gives another answer, since some have accepted for good",
        }
    ));
    if let Some(path) = &args.output {
        let json = object([
            ("format", text("kelisim-reseat/1")),
            ("matching", outcome::matching(&flat, after)),
            ("moved", count(moves.len())),
            ("equals_full_rerun", Json::Bool(same)),
        ]);
        market_file::write(path, json.pretty().as_bytes())?;
    }
    market_file::print(&words)?;
    Ok(ExitCode::SUCCESS)
}

fn equals_rerun(flat: &Flat, after: &Assignment, out: &[u32], more: &[u32]) -> bool {
    let mut rest = vacancy::without(flat, out);
    more.iter().for_each(|&leaf| rest.capacity[leaf as usize] += 1);
    let full = engine::run(&rest);
    (0..flat.people() as u32).all(|who| full.leaf(&rest, who) == after.leaf(flat, who))
}
