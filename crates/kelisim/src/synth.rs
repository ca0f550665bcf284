//! `kelisim synth`: made-up data from a seed, by kind.

use std::process::ExitCode;

use clap::Subcommand;

use crate::synth_market;

/// Which data to make up.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// A market of applicants and programmes.
    Market(synth_market::Args),
}

/// Runs the chosen kind.
pub fn run(args: &Args) -> ExitCode {
    match &args.kind {
        Kind::Market(args) => synth_market::run(args),
    }
}
