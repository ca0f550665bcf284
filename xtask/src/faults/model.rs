//! The rules of the quota ledger against a plain model: random sequences of a hundred steps.
//!
//! The model lies beside the rules, in `crates/domain/src/quota/tests.rs`; this runs it for many more sequences.

use std::process::Command;

use anyhow::{Context, Result};

use super::Plan;
use super::report::Report;
use crate::{process, workspace};

const TEST: &str =
    "quota::tests::random_sequences_conserve_every_place_and_no_account_is_below_zero";
/// Steps of each sequence, as the test has it.
const STEPS: usize = 100;

/// Runs the model test with as many sequences as the plan has rounds.
pub fn run(plan: &Plan) -> Result<Report> {
    let mut report = Report::of("model");
    let begun = std::time::Instant::now();
    let mut cargo = Command::new(workspace::cargo());
    cargo
        .current_dir(workspace::root()?)
        .args(["test", "--locked", "--package", "kelisim-domain", "--lib", "--", "--exact", TEST])
        .env("KELISIM_LEDGER_SEQUENCES", plan.rounds.to_string());
    let mut passed = false;
    let outcome = process::run_reading(&mut cargo, |line| {
        passed |= line.contains("test result: ok. 1 passed");
    });
    let sequences = usize::try_from(plan.rounds).context("counting sequences")?;
    if outcome.is_err() || !passed {
        report.fault("the ledger and the plain model do not agree, see above".to_owned());
    }
    let seconds = begun.elapsed().as_secs();
    report.heading("sequences  steps each  seconds with compiling");
    report.row(format!("{sequences:>9}  {STEPS:>10}  {seconds:>22}"), sequences);
    Ok(report)
}
