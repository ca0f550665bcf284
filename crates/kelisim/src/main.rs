//! The executable: one subcommand for each role Kelisim can play.
//!
//! Each subcommand is one module with an `Args` struct and a `run` function; this file only names them.

mod allocate;
mod audit;
mod convert;
mod explain;
mod market_file;
mod reseat;
mod synth;
mod synth_market;
mod verify;

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
    /// Give places by the published rule of a market.
    Allocate(allocate::Args),
    /// Say why an applicant has this place and none of those ranked above it.
    Explain(explain::Args),
    /// Check a certificate without the engine.
    Verify(verify::Args),
    /// Write a market of any known form as JSON.
    Convert(convert::Args),
    /// Rerun, compare and report on a market.
    Audit(audit::Args),
    /// Re-seat after withdrawals and new places.
    Reseat(reseat::Args),
    /// Make up data from a seed.
    Synth(synth::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Allocate(args) => allocate::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Convert(args) => convert::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Reseat(args) => reseat::run(&args),
        Command::Synth(args) => synth::run(&args),
    }
}
