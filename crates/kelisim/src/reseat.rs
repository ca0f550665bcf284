//! `kelisim reseat`: after the run, a withdrawal or a new place moves people along a chain.
//!
//! Where places are joined by caps or reserves a chain does not tell who moves; there the rule is run again on what is
//! left, and the answer is refused if anybody who stays would be worse off.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_allocation::after;
use kelisim_allocation::canonical::{Json, count, object, text};
use kelisim_allocation::check::Checker;
use kelisim_allocation::engine::{self, vacancy};
use kelisim_allocation::flat::{Assignment, Flat, Mechanism, NONE, Side, Ties, leaf_of};
use kelisim_allocation::outcome;
use kelisim_allocation::problem::Problems;

use crate::market_file::{self, DrawFiles, Failure};
use crate::result_file::Matching;

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

/// Numbers of names given on the command line; every name that is not there is a problem.
pub(crate) fn find(
    names: &kelisim_allocation::names::Names,
    wanted: &[String],
    option: &str,
    problems: &mut Problems,
) -> Vec<u32> {
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
    found
}

/// Whoever is named under two options that exclude each other.
pub(crate) fn apart(
    flat: &Flat,
    (first, option): (&[u32], &str),
    (second, other): (&[u32], &str),
    problems: &mut Problems,
) {
    for &who in first.iter().filter(|who| second.contains(who)) {
        problems.add(
            option,
            format!("`{}` is also under {other}", flat.applicants.get(who)),
            "keep one of the two",
        );
    }
}

/// Whoever is said to have a place and has none.
pub(crate) fn hold(
    flat: &Flat,
    named: &[u32],
    has: impl Fn(u32) -> bool,
    option: &str,
    problems: &mut Problems,
) {
    for &who in named.iter().filter(|&&who| !has(who)) {
        problems.add(
            option,
            format!("`{}` has no place", flat.applicants.get(who)),
            "name only those who have a place",
        );
    }
}

fn reseat(args: &Args) -> Result<ExitCode, Failure> {
    let mut flat = market_file::open(&args.market, &args.draw)?.flat;
    if flat.rule.side == Side::Programmes
        || matches!(
            flat.rule.mechanism,
            Mechanism::TopTradingCycles | Mechanism::ImmediateAcceptance
        )
    {
        return refuse("its rule may leave somebody worse off after a withdrawal");
    }
    let matching = Matching::read(&args.result)?;
    let change = Change::read(args, &matching, &mut flat)?;
    let answer = matching.assignment(&flat)?;
    let mut problems = Problems::new();
    for broken in Checker::new(&flat, &answer).violations() {
        problems.add(matching.file(), broken, "give the result of this market");
    }
    let has = |who| answer.leaf(&flat, who).is_some();
    hold(&flat, &change.accepted, has, "--accepted", &mut problems);
    problems.or(()).map_err(Failure::Input)?;
    let chained = flat.is_plain()
        && flat.rule.mechanism == Mechanism::DeferredAcceptance
        && matches!(flat.rule.ties, Ties::Refuse | Ties::Lottery);
    let (moves, words, same) = if chained {
        stable(&flat, &answer, &change, matching.file())?;
        chain(&flat, answer, &change)?
    } else {
        rerun(&flat, &answer, &change)?
    };
    let name = |leaf: Option<u32>| leaf.map_or("no place", |leaf| flat.places.get(leaf));
    let mut text_out = String::new();
    for step in &moves.steps {
        text_out.push_str(&format!(
            "{}: from {} to {}\n",
            flat.applicants.get(step.0),
            name(step.1),
            name(step.2)
        ));
    }
    text_out.push_str(&format!("{} moved; {words}\n", moves.steps.len()));
    if let Some(path) = &args.output {
        let matching = outcome::matching_by_leaf(&flat, |who| moves.after[who as usize]);
        let people = |named: &[u32]| {
            Json::Arr(named.iter().map(|&who| text(flat.applicants.get(who))).collect())
        };
        let places = change.added.iter().chain(&change.more);
        let json = object([
            ("format", text("kelisim-reseat/1")),
            ("matching", matching),
            ("moved", count(moves.steps.len())),
            ("equals_full_rerun", Json::Bool(same)),
            ("withdrawn", people(&change.out)),
            ("accepted", people(&change.accepted)),
            ("places", Json::Arr(places.map(|&leaf| text(flat.places.get(leaf))).collect())),
        ]);
        market_file::write(path, json.pretty().as_bytes())?;
    }
    market_file::print(&text_out)?;
    Ok(ExitCode::SUCCESS)
}

fn refuse<T>(what: &str) -> Result<T, Failure> {
    let problem =
        Problems::one("market", what, "run `kelisim allocate` on the market as it is now");
    Err(Failure::Input(problem))
}

/// What changes after the run.
struct Change {
    /// Whoever has withdrawn, now or before.
    out: Vec<u32>,
    /// New places.
    more: Vec<u32>,
    /// Places that were new when the file was written; the market has them already.
    added: Vec<u32>,
    /// Whoever has accepted for good, now or before.
    accepted: Vec<u32>,
}

impl Change {
    /// What the command and the file before it say; places of the file are added to the market.
    fn read(args: &Args, matching: &Matching, flat: &mut Flat) -> Result<Self, Failure> {
        let (told, file) = (&matching.told, matching.file());
        let mut problems = Problems::new();
        let people = |wanted: &[String], option: &str, problems: &mut Problems| {
            let mut found = find(&flat.applicants, wanted, option, problems);
            found.sort_unstable();
            found.dedup();
            found
        };
        let leaves = |wanted: &[String], option: &str, problems: &mut Problems| {
            let lined = |id: &&String| {
                let line = flat.places.iter().find(|name| name.starts_with(&format!("{id}:")));
                line.filter(|_| !flat.places.iter().any(|name| name == id.as_str()))
            };
            for (id, line) in wanted.iter().filter_map(|id| Some((id, lined(&id)?))) {
                problems.add(
                    option,
                    format!("`{id}` has lines"),
                    format!("name the line that has one more, such as `{line}`"),
                );
            }
            let single: Vec<String> =
                wanted.iter().filter(|id| lined(id).is_none()).cloned().collect();
            find(&flat.places, &single, option, problems)
        };
        let mut out = people(&args.withdraw, "--withdraw", &mut problems);
        let mut accepted = people(&args.accepted, "--accepted", &mut problems);
        apart(flat, (&out, "--withdraw"), (&accepted, "--accepted"), &mut problems);
        let before = people(&told.accepted, &format!("{file}: accepted"), &mut problems);
        accepted.extend(before.iter().filter(|who| !out.contains(who)));
        out.extend(people(&told.withdrawn, &format!("{file}: withdrawn"), &mut problems));
        for named in [&mut accepted, &mut out] {
            named.sort_unstable();
            named.dedup();
        }
        let more = leaves(&args.place, "--place", &mut problems);
        let added = leaves(&told.places, &format!("{file}: places"), &mut problems);
        problems.or(()).map_err(Failure::Input)?;
        for &leaf in &added {
            after::one_more(flat, leaf).map_err(Failure::Input)?;
        }
        Ok(Self { out, more, added, accepted })
    }

    /// The market with the new places.
    fn with_places(&self, mut flat: Flat) -> Result<Flat, Failure> {
        for &leaf in &self.more {
            after::one_more(&mut flat, leaf).map_err(Failure::Input)?;
        }
        Ok(flat)
    }
}

/// A chain needs an answer in which no place would take anybody who may still move.
fn stable(flat: &Flat, answer: &Assignment, change: &Change, file: &str) -> Result<(), Failure> {
    let still = |who: &u32| !change.out.contains(who) && !change.accepted.contains(who);
    let mut problems = Problems::new();
    let blocking = Checker::new(flat, answer).blocking();
    let blocking = blocking.into_iter().filter(|(who, _)| {
        still(who) || (change.out.contains(who) && answer.leaf(flat, *who).is_some())
    });
    for (who, entry) in blocking.take(SHOWN) {
        let place = flat.places.get(leaf_of(flat.entries[entry as usize]));
        problems.add(
            file,
            format!("`{}` would be taken at `{place}`", flat.applicants.get(who)),
            "give the result that this market gave, and name whoever has withdrawn",
        );
    }
    problems.or(()).map_err(Failure::Input)
}

/// Preferences that a refusal names at most.
const SHOWN: usize = 10;

/// Who moved, from where and to where, and where everybody is now.
struct Moves {
    steps: Vec<(u32, Option<u32>, Option<u32>)>,
    after: Vec<Option<u32>>,
}

/// Along a chain, where every pool stands alone.
fn chain(
    flat: &Flat,
    answer: Assignment,
    change: &Change,
) -> Result<(Moves, &'static str, bool), Failure> {
    let mut standing = vacancy::Standing::new(flat, answer);
    change.accepted.iter().for_each(|&who| standing.fix(who));
    let mut moves = Vec::new();
    change.out.iter().for_each(|&who| moves.extend(standing.withdraw(who)));
    change.more.iter().for_each(|&leaf| moves.extend(standing.add_place(leaf)));
    let leaf = |entry: u32| (entry != NONE).then(|| leaf_of(flat.entries[entry as usize]));
    let steps = moves.iter().map(|step| (step.applicant, leaf(step.from), leaf(step.to))).collect();
    let after = standing.assignment();
    let full = change.with_places(vacancy::without(flat, &change.out))?;
    let again = engine::run(&full);
    let same = (0..flat.people() as u32).all(|who| again.leaf(&full, who) == after.leaf(flat, who));
    let words = match (same, change.accepted.is_empty()) {
        (true, _) => "this is what a full rerun gives",
        (false, true) => "a full rerun gives another stable answer",
        (false, false) => "a full rerun gives another answer, since some have accepted for good",
    };
    let after = (0..flat.people() as u32).map(|who| after.leaf(flat, who)).collect();
    Ok((Moves { steps, after }, words, same))
}

/// By the rule run again on what is left.
fn rerun(
    flat: &Flat,
    answer: &Assignment,
    change: &Change,
) -> Result<(Moves, &'static str, bool), Failure> {
    let stays: Vec<(u32, u32)> =
        change.accepted.iter().filter_map(|&who| Some((who, answer.leaf(flat, who)?))).collect();
    let rest = after::remaining(flat, &stays, &change.out).map_err(Failure::Input)?;
    let rest = change.with_places(rest)?;
    let again = after::again(&rest).map_err(Failure::Input)?;
    let now = after::together(&rest, &again, &stays);
    let mut steps = Vec::new();
    let mut worse = Problems::new();
    for who in (0..flat.people() as u32).filter(|who| !change.out.contains(who)) {
        let (old, new) = (answer.leaf(flat, who), now[who as usize]);
        let rank = |leaf: Option<u32>| leaf.and_then(|leaf| flat.entry_at(who, leaf));
        if rank(new).unwrap_or(NONE) > rank(old).unwrap_or(NONE) {
            worse.add(
                flat.applicants.get(who),
                "would be worse off under the rule as it is",
                "let them accept for good with --accepted, or run a supplementary round",
            );
        }
        if old != new {
            steps.push((who, old, new));
        }
    }
    worse.or(()).map_err(Failure::Input)?;
    let words = match stays.is_empty() {
        true => "places are joined, so that the rule was run again in full",
        false => "the rule was run again on what is left beside those who have accepted for good",
    };
    Ok((Moves { steps, after: now }, words, stays.is_empty()))
}
