//! `cargo xtask faults`: nothing acknowledged is lost, whatever is killed under load.
//!
//! In each round officers send forms over several connections; at a random moment something is killed with
//! SIGKILL; afterwards the journal is read past the server and held against what the officers were told. See
//! `docs/faults.md`.

mod house;
mod http;
mod keeping;
mod ledger;
mod load;
mod random;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use self::house::{Account, House, Served};
use self::ledger::Ledger;
use self::load::{Baton, Phase, Told, Worker, commitments};
use self::random::Random;
use crate::cluster::{Cluster, Durability, random_word};
use crate::machine::{self, Need};
use crate::{process, workspace};

/// Officers who work at the same time.
const WORKERS: usize = 4;
/// The tables are written anew and compared after the last round, and after every so many.
const REBUILT_EVERY: u32 = 10;
/// How long the house may take to be of use again after the database has come back.
const PATIENCE: Duration = Duration::from_secs(60);

/// Kill what can be killed under load, many times, and check that nothing acknowledged is lost.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Rounds for each thing that is killed.
    #[arg(long, default_value_t = 50)]
    rounds: u32,
    /// Which databases.
    #[arg(long, value_enum, default_value = "both")]
    database: Which,
    /// Two short rounds each, with the executable of the dev profile.
    #[arg(long)]
    quick: bool,
    /// Kill backups and restores instead of servers.
    #[arg(long)]
    keeping: bool,
    /// Build and run the executable of the dev profile, not of the release profile.
    #[arg(long)]
    dev: bool,
    /// Run this executable and build none.
    #[arg(long, value_name = "PATH")]
    binary: Option<PathBuf>,
    /// Number that moments and choices follow from; a random one when none is given.
    #[arg(long)]
    seed: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Which {
    Sqlite,
    Postgres,
    Both,
}

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Victim {
    /// The server of Kelisim on an embedded database.
    KelisimOnSqlite,
    /// The server of Kelisim on PostgreSQL.
    KelisimOnPostgres,
    /// A process of PostgreSQL that serves a client; PostgreSQL then ends all others and recovers.
    Backend,
    /// PostgreSQL itself.
    Postgres,
}

impl Victim {
    const ALL: [Self; 4] =
        [Self::KelisimOnSqlite, Self::KelisimOnPostgres, Self::Backend, Self::Postgres];

    const fn name(self) -> &'static str {
        match self {
            Self::KelisimOnSqlite => "SQLite: kelisim",
            Self::KelisimOnPostgres => "PostgreSQL: kelisim",
            Self::Backend => "PostgreSQL: a backend",
            Self::Postgres => "PostgreSQL: the postmaster",
        }
    }

    const fn database(self) -> Which {
        match self {
            Self::KelisimOnSqlite => Which::Sqlite,
            Self::KelisimOnPostgres | Self::Backend | Self::Postgres => Which::Postgres,
        }
    }
}

/// How much is tried.
#[derive(Debug, Clone, Copy)]
struct Plan {
    rounds: u32,
    /// The latest moment of the fault, in milliseconds of work.
    latest: u64,
    seed: u64,
}

/// Runs the rounds and prints what came of them.
pub fn run(args: &Args) -> Result<()> {
    let victims: Vec<Victim> = Victim::ALL
        .into_iter()
        .filter(|victim| args.database == Which::Both || args.database == victim.database())
        .collect();
    if args.database != Which::Sqlite {
        machine::prepare(&[Need::Postgres])?;
    }
    let binary = match &args.binary {
        Some(binary) => binary.clone(),
        None => build(args.dev || args.quick)?,
    };
    let seed = match args.seed {
        Some(seed) => seed,
        None => u64::from_str_radix(&random_word()?[..12], 16).context("making a seed")?,
    };
    let plan = if args.quick {
        Plan { rounds: args.rounds.min(2), latest: 400, seed }
    } else {
        Plan { rounds: args.rounds, latest: 1_500, seed }
    };
    if args.keeping {
        return keep(&binary, plan, args.database);
    }
    println!("seed {seed}, {} rounds each, {WORKERS} connections", plan.rounds);
    let mut ledgers = Vec::new();
    for victim in victims {
        println!("\n== {} ==", victim.name());
        ledgers.push((victim, Lane::open(victim, &binary, plan)?.run()?));
    }
    conclude(&ledgers)
}

/// Kills backups and restores, prints the table, and fails when something was left half-done.
fn keep(binary: &Path, plan: Plan, database: Which) -> Result<()> {
    println!("seed {}, {} rounds each, a backup and a restore in each", plan.seed, plan.rounds);
    let mut outcomes = Vec::new();
    for (name, postgres, which) in
        [("SQLite", false, Which::Sqlite), ("PostgreSQL", true, Which::Postgres)]
    {
        if database == Which::Both || database == which {
            println!("\n== {name} ==");
            outcomes.push((name, keeping::Lane::open(binary, plan, postgres)?.work()?));
        }
    }
    println!("\n{}", keeping::Outcome::HEADING);
    for (name, outcome) in &outcomes {
        println!("{}", outcome.row(name));
    }
    let mut faults = 0;
    for (name, outcome) in &outcomes {
        for fault in outcome.faults() {
            println!("FAULT, {name}: {fault}");
            faults += 1;
        }
    }
    if faults > 0 { bail!("{faults} times something was left half-done") } else { Ok(()) }
}

/// Prints the table, and fails when one promise was broken.
fn conclude(ledgers: &[(Victim, Ledger)]) -> Result<()> {
    println!("\n{}", Ledger::heading("killed"));
    for (victim, ledger) in ledgers {
        println!("{}", ledger.row(victim.name()));
    }
    println!();
    for (victim, ledger) in ledgers {
        for fault in ledger.faults() {
            println!("FAULT, {}: {fault}", victim.name());
        }
    }
    let rounds: u32 = ledgers.iter().map(|(_, ledger)| ledger.rounds()).sum();
    let kept: usize = ledgers.iter().map(|(_, ledger)| ledger.acknowledged()).sum();
    let faults: usize = ledgers.iter().map(|(_, ledger)| ledger.faults().len()).sum();
    println!("faults: {rounds} rounds, {kept} acknowledged writes, {faults} faults");
    if kept == 0 {
        bail!("nothing was acknowledged, so nothing was tried");
    }
    if faults > 0 { bail!("not everything that was acknowledged is kept") } else { Ok(()) }
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

/// One thing to be killed again and again.
struct Lane {
    victim: Victim,
    plan: Plan,
    random: Random,
    cluster: Option<Cluster>,
    house: House,
    account: Account,
    ledger: Ledger,
}

impl Lane {
    fn open(victim: Victim, binary: &Path, plan: Plan) -> Result<Self> {
        let cluster = match victim.database() {
            Which::Postgres => Some(Cluster::start(Durability::Kept)?),
            Which::Sqlite | Which::Both => None,
        };
        let house = House::new(binary, cluster.as_ref().map(Cluster::url))?;
        let account = house.load()?;
        let random = Random::new(plan.seed ^ victim as u64);
        Ok(Self { victim, plan, random, cluster, house, account, ledger: Ledger::default() })
    }

    fn run(mut self) -> Result<Ledger> {
        let begun = Instant::now();
        let mut cookie = None;
        for round in 1..=self.plan.rounds {
            let named = || format!("round {round}, {}", self.victim.name());
            let mut served = self.house.serve().with_context(named)?;
            // The session is acknowledged too: one that has begun outlives every fault.
            let cookie = match &cookie {
                Some(cookie) => cookie,
                None => cookie.insert(served.sign_in(&self.account)?),
            };
            let told = self.work(&mut served, cookie, round)?;
            if self.victim.is_database() {
                served.stop()?;
            } else {
                drop(served);
            }
            self.check(told, round).with_context(|| format!("checking after round {round}"))?;
            println!("{}", self.ledger.line(round, self.plan.rounds));
        }
        self.ledger.took(begun.elapsed());
        Ok(self.ledger)
    }

    /// Officers work until the fault, and after it where the server outlives it.
    fn work(&mut self, served: &mut Served, cookie: &str, round: u32) -> Result<Told> {
        let ids = commitments(served.address(), cookie)?;
        if ids.len() < WORKERS {
            bail!("{} commitments are too few for {WORKERS} officers", ids.len());
        }
        let share = ids.len().div_ceil(WORKERS);
        let baton = Baton::default();
        let deadline = Instant::now() + PATIENCE;
        let (first, begun) = channel();
        let workers: Vec<Worker<'_>> = ids
            .chunks(share)
            .enumerate()
            .map(|(number, commitments)| Worker {
                address: served.address(),
                cookie,
                commitments,
                name: format!("r{round} w{number}"),
                random: Random::new(self.random.next()),
                baton: &baton,
                deadline,
                first: Some(first.clone()),
            })
            .collect();
        drop(first);
        // Half of the faults strike early.
        let latest = if self.random.below(2) == 0 { 150 } else { self.plan.latest };
        let moment = Duration::from_millis(self.random.below(latest));
        thread::scope(|scope| {
            let working: Vec<_> =
                workers.into_iter().map(|worker| scope.spawn(|| worker.work())).collect();
            // Under load: everybody's first write was acknowledged, or somebody has failed.
            for () in begun.iter().take(WORKERS) {}
            thread::sleep(moment);
            let struck = self.strike(served, &baton);
            if struck.is_err() {
                // Nothing comes back: end the work.
                baton.tell(Phase::EndsWithServer);
                served.kill()?;
            }
            let mut told = Told::default();
            for working in working {
                match working.join() {
                    Ok(one) => told.add(one),
                    Err(_) => told.wrong.push("an officer's thread broke".to_owned()),
                }
            }
            struck.map(|()| told)
        })
    }

    fn strike(&mut self, served: &mut Served, baton: &Baton) -> Result<()> {
        match (self.victim, &mut self.cluster) {
            (Victim::Backend, Some(cluster)) => {
                cluster.kill_backend(self.random.next())?;
                baton.tell(Phase::Finish);
            }
            (Victim::Postgres, Some(cluster)) => {
                cluster.crash()?;
                cluster.restart()?;
                baton.tell(Phase::Finish);
            }
            _ => {
                baton.tell(Phase::EndsWithServer);
                served.kill()?;
            }
        }
        Ok(())
    }

    /// Reads the journal past the server and holds it against what the officers were told.
    fn check(&mut self, told: Told, round: u32) -> Result<()> {
        let verified = self.house.verify(self.ledger.root())?;
        let entries = self.house.entries()?;
        self.ledger.check(told, verified, &entries);
        if round == self.plan.rounds || round.is_multiple_of(REBUILT_EVERY) {
            let before = self.house.readings()?;
            self.house.rebuild()?;
            self.ledger.compare(&before, &self.house.readings()?);
        }
        Ok(())
    }
}

impl Victim {
    /// The server of Kelisim outlives it.
    const fn is_database(self) -> bool {
        matches!(self, Self::Backend | Self::Postgres)
    }
}
