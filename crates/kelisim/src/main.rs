//! The executable: one subcommand for each role Kelisim can play.
//!
//! Each subcommand is one module with an `Args` struct and a `run` function; this file only names them.

mod intake;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The system of record for health cooperation between countries.
#[derive(Debug, Parser)]
#[command(name = "kelisim", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Draft commitments from communiqués, with the passage each rests on.
    Intake(intake::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Intake(args) => intake::run(&args),
    }
}
