//! The executable: one subcommand for each role Kelisim can play.
//!
//! Each subcommand is one module with an `Args` struct and a `run` function; this file only names them.
//! Exit codes: 0 all went well; 1 a check found a fault in what was checked; 2 the command could not do its work,
//! because it was told something it cannot do or something is broken on our side.

mod demo;
mod demo_record;
mod init;
mod journal;
mod keeper;
mod password;
mod serve;
mod synth;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod trouble;
mod wiring;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::filter::LevelFilter;

/// The system of record for health cooperation between countries.
#[derive(Debug, Parser)]
#[command(name = "kelisim", version, about, disable_help_subcommand = true)]
struct Cli {
    /// How much is logged on the standard error: error, warn, info, debug, trace, off.
    #[arg(long, global = true, value_name = "LEVEL", env = "KELISIM_LOG", default_value = "info")]
    log: LevelFilter,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Shows the whole house on true facts, with an account for each role.
    Demo(demo::Args),
    /// Serves the pages and the interface for programs.
    Serve(serve::Args),
    /// Opens a registry with its first administrator.
    Init(init::Args),
    /// Checks the journal, or writes the reading tables anew from it.
    Journal(journal::Args),
    /// Fills a database with made-up data from a seed, to measure by.
    Synth(synth::Args),
}

/// What a command found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well.
    Fine,
    /// A check found a fault in what was checked.
    FaultFound,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .compact()
        .with_target(false)
        .with_max_level(cli.log)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_writer(std::io::stderr)
        .init();
    match run(cli.command) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::FaultFound) => ExitCode::from(1),
        Err(error) => {
            eprintln!("kelisim: {error:#}");
            ExitCode::from(2)
        }
    }
}

#[tokio::main]
async fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Demo(args) => demo::run(args).await.map(|()| Outcome::Fine),
        Command::Serve(args) => serve::run(args).await.map(|()| Outcome::Fine),
        Command::Init(args) => init::run(args).await.map(|()| Outcome::Fine),
        Command::Journal(args) => journal::run(args).await,
        Command::Synth(args) => synth::run(args).await.map(|()| Outcome::Fine),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_put_together_without_a_clash() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }
}
