//! `cargo xtask faults`: nothing acknowledged is lost, whatever breaks under load.
//!
//! Each scene breaks one thing in many rounds while officers send forms and programs ask through the API; afterwards
//! the journal is read past the server and held against what they were told. See `docs/faults.md`.

mod backup;
mod clock;
mod crew;
mod disk;
mod house;
mod http;
mod keeping;
mod kill;
mod ledger;
mod load;
mod model;
mod patroni;
mod program;
mod proxy;
mod race;
mod random;
mod report;
mod stage;
mod wal;
mod wire;

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use self::report::Report;
use crate::cluster::random_word;
use crate::machine::{self, Need};
use crate::{process, workspace};

/// Break what can be broken under load, many times, and check that nothing acknowledged is lost.
///
/// Without a scene: all of them but `patroni`, which needs packages of its own; with `--quick` the short form.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    scene: Option<Scene>,
    /// Rounds of each lane of the scene; each scene has a number of its own.
    #[arg(long, global = true)]
    rounds: Option<u32>,
    /// No round of a scene begins after so many minutes.
    #[arg(long, global = true, default_value_t = 60)]
    minutes: u32,
    /// Which databases.
    #[arg(long, value_enum, default_value = "both", global = true)]
    database: Which,
    /// Two short rounds each, with the executable of the dev profile.
    #[arg(long, global = true)]
    quick: bool,
    /// Build and run the executable of the dev profile, not of the release profile.
    #[arg(long, global = true)]
    dev: bool,
    /// Run this executable and build none.
    #[arg(long, value_name = "PATH", global = true)]
    binary: Option<PathBuf>,
    /// Number that moments and choices follow from; a random one when none is given.
    #[arg(long, global = true)]
    seed: Option<u64>,
}

/// What is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::Subcommand)]
enum Scene {
    /// Kill the server, a process of PostgreSQL and PostgreSQL itself.
    Kill,
    /// Kill backups and restores.
    Keeping,
    /// Make backups under load, restore and check each.
    Backup,
    /// Fill the disk of the database (needs root, for a small tmpfs).
    Disk,
    /// Cut and change the log of SQLite at each frame.
    Wal,
    /// Let the clock jump (needs libfaketime).
    Clock,
    /// Cut, stall, delay and half-close the line between Kelisim and PostgreSQL.
    Wire,
    /// Let two hundred clients reach for the last place.
    Race,
    /// Hold the rules of the ledger against a plain model in random sequences.
    Model,
    /// Kill, pause and cut off the leader of a Patroni cluster of three (needs patroni, etcd and haproxy).
    Patroni,
}

impl Scene {
    /// Those that need nothing but PostgreSQL, and packages that are named when they are missing.
    const FULL: [Self; 9] = [
        Self::Kill,
        Self::Keeping,
        Self::Backup,
        Self::Disk,
        Self::Wal,
        Self::Clock,
        Self::Wire,
        Self::Race,
        Self::Model,
    ];

    /// Rounds of each lane when none are named, and with `--quick`.
    const fn rounds(self) -> (u32, u32) {
        match self {
            Self::Kill | Self::Keeping => (50, 2),
            Self::Backup => (20, 1),
            Self::Disk => (10, 1),
            // Frames of the log, from the last one back.
            Self::Wal => (1_000, 10),
            Self::Clock => (2, 1),
            Self::Wire => (6, 1),
            Self::Race => (500, 2),
            // Sequences of a hundred steps.
            Self::Model => (10_000, 200),
            Self::Patroni => (3, 1),
        }
    }

    /// Whether it breaks something on this database.
    fn is_of(self, database: Which) -> bool {
        match self {
            Self::Wire | Self::Patroni => database != Which::Sqlite,
            Self::Wal => database != Which::Postgres,
            _ => true,
        }
    }

    fn run(self, plan: &Plan) -> Result<Report> {
        match self {
            Self::Kill => kill::run(plan),
            Self::Keeping => keeping::run(plan),
            Self::Backup => backup::run(plan),
            Self::Disk => disk::run(plan),
            Self::Wal => wal::run(plan),
            Self::Clock => clock::run(plan),
            Self::Wire => wire::run(plan),
            Self::Race => race::run(plan),
            Self::Model => model::run(plan),
            Self::Patroni => patroni::run(plan),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Sqlite,
    Postgres,
    Both,
}

/// How much is tried, and on what.
#[derive(Debug, Clone)]
struct Plan {
    binary: PathBuf,
    database: Which,
    rounds: u32,
    /// The latest moment of the fault, in milliseconds of work.
    latest: u64,
    seed: u64,
    /// When no further round begins.
    until: Instant,
}

impl Plan {
    /// Whether this database is asked for.
    fn is_on(&self, database: Which) -> bool {
        self.database == Which::Both || self.database == database
    }

    /// Whether there is time for another round.
    fn goes_on(&self) -> bool {
        Instant::now() < self.until
    }
}

/// Runs the scenes and prints what came of them.
pub fn run(args: &Args) -> Result<()> {
    let mut scenes = match args.scene {
        Some(scene) => vec![scene],
        None if args.quick => vec![Scene::Kill],
        None => Scene::FULL.to_vec(),
    };
    scenes.retain(|scene| scene.is_of(args.database));
    if scenes.is_empty() {
        bail!("this scene has nothing to break on that database");
    }
    let needs_server = |scene: &Scene| !matches!(scene, Scene::Wal | Scene::Model);
    if args.database != Which::Sqlite && scenes.iter().any(needs_server) {
        machine::prepare(&[Need::Postgres])?;
    }
    let binary = match &args.binary {
        Some(binary) => binary.canonicalize().context("looking for the executable")?,
        // The rules of the ledger are tried without one.
        None if scenes == [Scene::Model] => PathBuf::new(),
        None => build(args.dev || args.quick)?,
    };
    let seed = match args.seed {
        Some(seed) => seed,
        None => u64::from_str_radix(&random_word()?[..12], 16).context("making a seed")?,
    };
    let (mut reports, mut broken) = (Vec::new(), Vec::new());
    for scene in scenes {
        let (usual, quick) = scene.rounds();
        let rounds = args.rounds.unwrap_or(usual);
        let plan = Plan {
            binary: binary.clone(),
            database: args.database,
            rounds: if args.quick { rounds.min(quick) } else { rounds },
            latest: if args.quick { 400 } else { 1_500 },
            seed,
            until: Instant::now() + Duration::from_secs(60) * args.minutes,
        };
        println!("\n==== {scene:?}: {} rounds, seed {seed} ====", plan.rounds);
        match scene.run(&plan) {
            Ok(report) => {
                report.print();
                reports.push(report);
            }
            // One that cannot go on does not keep the next from being tried.
            Err(error) => broken.push(format!("{scene:?} broke off: {error:#}")),
        }
    }
    println!();
    for report in &reports {
        println!("{}", report.summary());
    }
    for scene in &broken {
        println!("{scene}");
    }
    let faults: usize = reports.iter().map(Report::faults).sum();
    if let Some(empty) = reports.iter().find(|report| report.tried() == 0) {
        bail!("nothing was tried: {}", empty.summary());
    }
    if faults > 0 || !broken.is_empty() {
        bail!("{faults} faults, {} scenes broke off: not everything holds", broken.len());
    }
    Ok(())
}

fn build(dev: bool) -> Result<PathBuf> {
    let root = workspace::root()?;
    let mut cargo = Command::new(workspace::cargo());
    cargo.current_dir(&root).args(["build", "--locked"]);
    // The dev profile with the tests' own selection of features, so that what they built is used again.
    let profile = if dev {
        cargo.args(["--workspace", "--bins", "--tests"]);
        "debug"
    } else {
        cargo.args(["--release", "--package", "kelisim"]);
        "release"
    };
    process::run(&mut cargo)?;
    Ok(workspace::target(&root).join(profile).join("kelisim"))
}
