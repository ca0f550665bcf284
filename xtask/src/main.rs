//! Commands of the house; see `cargo xtask help`.
//!
//! Each command is one module with an `Args` struct and a `run` function; this file only names them.
//! Modules that serve several commands: [`cluster`] (a throw-away PostgreSQL), [`machine`] (what must be
//! installed), [`process`] (running other programs), [`workspace`] (where things lie).

mod bench;
mod cluster;
mod deb;
mod faults;
mod layers;
mod machine;
mod migrations;
mod pg;
mod process;
mod tally;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Commands of the house: tests, measurements, checks of layers and migrations.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Test(test::Args),
    Layers(layers::Args),
    Migrations(migrations::Args),
    Pg(pg::Args),
    Faults(faults::Args),
    Bench(bench::Args),
    Deb(deb::Args),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Test(args) => test::run(&args),
        Command::Layers(args) => layers::run(&args),
        Command::Migrations(args) => migrations::run(&args),
        Command::Pg(args) => pg::run(&args),
        Command::Faults(args) => faults::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Deb(args) => deb::run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
