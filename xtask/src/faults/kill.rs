//! What serves is killed under load: `kelisim serve`, a process of PostgreSQL, PostgreSQL itself.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::crew::Crew;
use super::house::{Account, House, Served};
use super::ledger::Ledger;
use super::load::{Baton, Phase, Told};
use super::random::Random;
use super::report::Report;
use super::{Plan, Which};
use crate::cluster::{Cluster, Durability};

/// The tables are written anew and compared after the last round, and after every so many.
const REBUILT_EVERY: u32 = 10;
/// How long the house may take to be of use again after the database has come back.
const PATIENCE: Duration = Duration::from_secs(60);

/// Kills each thing in turn and holds the record against what officers were told.
pub fn run(plan: &Plan) -> Result<Report> {
    println!("seed {}, {} rounds each, {} connections", plan.seed, plan.rounds, Crew::OFFICERS);
    let mut report = Report::of("kill");
    for victim in Victim::ALL {
        if !plan.is_on(victim.database()) {
            continue;
        }
        println!("\n== {} ==", victim.name());
        let ledger = Lane::open(victim, plan)?.run()?;
        report.ledger(victim.name(), &ledger);
    }
    Ok(report)
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
    fn open(victim: Victim, plan: &Plan) -> Result<Self> {
        let cluster = match victim.database() {
            Which::Postgres => Some(Cluster::start(Durability::Kept)?),
            Which::Sqlite | Which::Both => None,
        };
        let house = House::new(&plan.binary, cluster.as_ref().map(Cluster::url))?;
        let account = house.load()?;
        let random = Random::new(plan.seed ^ victim as u64);
        let plan = plan.clone();
        Ok(Self { victim, plan, random, cluster, house, account, ledger: Ledger::default() })
    }

    fn run(mut self) -> Result<Ledger> {
        let begun = Instant::now();
        let mut cookie = None;
        let mut round = 0;
        while round < self.plan.rounds && self.plan.goes_on() {
            round += 1;
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
        // Half of the faults strike early.
        let latest = if self.random.below(2) == 0 { 150 } else { self.plan.latest };
        let moment = Duration::from_millis(self.random.below(latest));
        let mut random = Random::new(self.random.next());
        let address = served.address();
        let name = format!("r{round}");
        let crew =
            Crew { address, cookie, program: None, name, patience: PATIENCE, gives_up: None };
        crew.work(&mut random, |baton| {
            std::thread::sleep(moment);
            self.strike(served, baton)
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
            self.ledger.rebuilt(self.house.rebuilt_otherwise()?);
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
