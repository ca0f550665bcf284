//! `kelisim verify`: checks a certificate without the engine.

use std::process::ExitCode;

/// Checks a certificate without the engine.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub fn run(_args: &Args) -> ExitCode {
    ExitCode::from(2)
}
