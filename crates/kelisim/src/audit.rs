//! `kelisim audit`: reports.

use std::process::ExitCode;

/// Reports.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_args: &Args) -> ExitCode {
    ExitCode::from(2)
}
