//! The executable: one subcommand for each role Kelisim can play.
//!
//! Each subcommand is one module with an `Args` struct and a `run` function; this file only names them.
//! Exit codes: 0 all went well; 1 a check found a fault in what was checked; 2 the command could not do its work,
//! because it was told something it cannot do or something is broken on our side.

mod allocate;
mod audit;
mod backup;
mod convert;
mod demo;
mod demo_record;
mod doctor;
mod explain;
mod forget;
mod house_key;
mod import;
mod init;
mod intake;
mod journal;
mod keep;
mod keeper;
mod mail;
mod market_file;
mod moving;
mod password;
mod reseat;
mod restore;
mod result_file;
mod schedule;
mod seals;
mod serve;
mod supplement;
mod synth;
mod synth_market;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod trouble;
mod turned_up;
mod verify;
mod verify_credential;
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
    /// Copies the whole record into one file, while people go on writing.
    Backup(backup::Args),
    /// Writes a backup into an empty database.
    Restore(restore::Args),
    /// Carries the whole record from one database into another, empty one.
    Move(moving::Args),
    /// Shows the seals, to be held outside the house.
    Seals(seals::Args),
    /// Forgets a person: destroys the key and removes the rows that name them.
    Forget(forget::Args),
    /// Looks whether the house is kept well: database, seals, backups, keys.
    Doctor(doctor::Args),
    /// Checks a table row by row and enters it: figures, commitments, parties, instruments or moves of places.
    Import(import::Args),
    /// Makes data from a seed, to measure by: a record or a market.
    Synth(synth::Args),
    /// Gives places by the published rule of a market.
    Allocate(allocate::Args),
    /// Says why an applicant has this place and none of those ranked above it.
    Explain(explain::Args),
    /// Checks a certificate without the engine.
    Verify(verify::Args),
    /// Checks the credential of a paper without a network.
    VerifyCredential(verify_credential::Args),
    /// Shows or changes the key the house signs its papers with.
    HouseKey(house_key::Args),
    /// Writes a market of any known form as JSON.
    Convert(convert::Args),
    /// Reruns, compares and reports on a market.
    Audit(audit::Args),
    /// Re-seats after withdrawals and new places.
    Reseat(reseat::Args),
    /// Gives what is left in a further round; whoever has a place keeps it.
    Supplement(supplement::Args),
    /// Drafts commitments from communiqués, with the passage each rests on.
    Intake(intake::Args),
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
    match cli.command {
        Command::Allocate(args) => allocate::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::VerifyCredential(args) => told(verify_credential::run(&args)),
        Command::HouseKey(args) => told(house_key::run(&args)),
        Command::Convert(args) => convert::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Reseat(args) => reseat::run(&args),
        Command::Supplement(args) => supplement::run(&args),
        Command::Intake(args) => intake::run(&args),
        Command::Synth(synth::Args { kind: synth::Kind::Market(args) }) => synth_market::run(&args),
        Command::Synth(synth::Args { kind: synth::Kind::Record(args) }) => {
            told(work(async { synth::record::run(args).await.map(|()| Outcome::Fine) }))
        }
        Command::Synth(synth::Args { kind: synth::Kind::Applicants(args) }) => {
            told(work(async { synth::applicants::run(args).await.map(|()| Outcome::Fine) }))
        }
        Command::Demo(args) => told(work(async { demo::run(args).await.map(|()| Outcome::Fine) })),
        Command::Serve(args) => {
            told(work(async { serve::run(args).await.map(|()| Outcome::Fine) }))
        }
        Command::Init(args) => told(work(async { init::run(args).await.map(|()| Outcome::Fine) })),
        Command::Journal(args) => told(work(journal::run(args))),
        Command::Backup(args) => told(work(backup::run(args))),
        Command::Restore(args) => told(work(restore::run(args))),
        Command::Move(args) => told(work(moving::run(args))),
        Command::Seals(args) => told(work(seals::run(args))),
        Command::Forget(args) => {
            told(work(async { forget::run(args).await.map(|()| Outcome::Fine) }))
        }
        Command::Import(args) => told(work(import::run(args))),
        Command::Doctor(args) => told(work(doctor::run(args))),
    }
}

/// Runs a command that waits for a database or for people.
fn work(command: impl Future<Output = anyhow::Result<Outcome>>) -> anyhow::Result<Outcome> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(command)
}

/// Says what went wrong and gives the exit code.
fn told(outcome: anyhow::Result<Outcome>) -> ExitCode {
    match outcome {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::FaultFound) => ExitCode::from(1),
        Err(error) => {
            eprintln!("kelisim: {error:#}");
            ExitCode::from(2)
        }
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
