//! The clock of the machine jumps while everybody works: forward and back, across the end of a lease, over days, the end
//! of the year and the 29th of February.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::crew::Crew;
use super::house::{Entry, House, Served};
use super::ledger::Ledger;
use super::load::{MARK, Phase};
use super::random::Random;
use super::report::Report;
use super::stage::Stage;
use super::{Plan, Which};
use crate::cluster::{Cluster, Durability, random_word};
use crate::process;

/// How long the house may take for a round.
const PATIENCE: Duration = Duration::from_secs(120);
/// How long everybody works before a jump and after it.
const WORK: Duration = Duration::from_secs(2);
/// Where the clock jumps to while people are signed in, in seconds from the true time: a session that nobody used for two
/// hours ends, so that none of these is so far from the one before.
const SMALL: [i64; 6] = [31, 0, -31, 3_000, -3_000, 0];
/// A lease lasts thirty seconds, the keeper works every five.
const TAKEN_OVER: Duration = Duration::from_secs(75);

/// Lets the clock jump on each database, and lets one of two processes be a day ahead.
pub fn run(plan: &Plan) -> Result<Report> {
    let library = library()?;
    let mut report = Report::of("clock");
    for (name, which) in [("SQLite", Which::Sqlite), ("PostgreSQL", Which::Postgres)] {
        if plan.is_on(which) {
            let postgres = which == Which::Postgres;
            println!("\n== {name}: small jumps under load ==");
            report.ledger(&format!("{name}: minutes"), &small(plan, &library, postgres)?);
            println!("\n== {name}: days ==");
            report.ledger(&format!("{name}: days"), &days(plan, &library, postgres)?);
        }
    }
    if plan.is_on(Which::Postgres) && plan.goes_on() {
        println!("\n== PostgreSQL: one of two is a day ahead ==");
        report.ledger("PostgreSQL: two processes", &two(plan, &library)?);
    }
    Ok(report)
}

/// The library that tells a process another time.
fn library() -> Result<PathBuf> {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|f| f.path());
    folders
        .map(|folder| folder.join("faketime/libfaketimeMT.so.1"))
        .find(|file| file.is_file())
        .context(
            "missing: libfaketime; run this line, then start again:\n\n    \
             apt-get update && apt-get install --yes --no-install-recommends libfaketime\n",
        )
}

/// A clock of our own for one process; its file goes when this is dropped.
struct Clock {
    file: PathBuf,
}

impl Clock {
    fn new() -> Result<Self> {
        let clock =
            Self { file: std::env::temp_dir().join(format!("kelisim-clock-{}", random_word()?)) };
        clock.is(0)?;
        Ok(clock)
    }

    /// From now on, in seconds from the true time.
    fn is(&self, ahead: i64) -> Result<()> {
        // Never half-written: the process reads it at every look at the clock.
        let new = self.file.with_extension("new");
        fs::write(&new, format!("{ahead:+}\n")).context("setting the clock")?;
        fs::rename(&new, &self.file).context("setting the clock")
    }

    fn surroundings(&self, library: &Path) -> Vec<(&'static str, String)> {
        vec![
            ("LD_PRELOAD", library.display().to_string()),
            ("FAKETIME_TIMESTAMP_FILE", self.file.display().to_string()),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            // A jump of the clock of the machine leaves the one that measures spans as it is.
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
        ]
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        // A file that stays behind in the temporary folder is the system's to clear.
        drop(fs::remove_file(&self.file));
    }
}

fn small(plan: &Plan, library: &Path, postgres: bool) -> Result<Ledger> {
    let clock = Clock::new()?;
    let cluster = if postgres { Some(Cluster::start(Durability::Kept)?) } else { None };
    let mut house = House::new(&plan.binary, cluster.as_ref().map(Cluster::url))?;
    house.surround(clock.surroundings(library));
    let mut stage = Stage::open(house, plan.seed)?;
    for round in 1..=plan.rounds {
        for (number, ahead) in SMALL.into_iter().enumerate() {
            if !plan.goes_on() {
                return stage.finish();
            }
            let told = stage.work(format!("r{round} j{number}"), PATIENCE, |baton| {
                thread::sleep(WORK);
                clock.is(ahead)?;
                thread::sleep(WORK);
                baton.tell(Phase::Finish);
                Ok(())
            })?;
            stage.check(told)?;
            println!("{ahead:+} s: {}", stage.ledger.line(round, plan.rounds));
        }
    }
    stage.finish()
}

/// How far ahead the far jumps are: a day on and back, and three seconds before a day that calendars get wrong.
fn far() -> Result<Vec<i64>> {
    let at = |date: &str| -> Result<i64> {
        let mut ask = Command::new("date");
        let said = process::output(ask.args(["-u", "-d", date, "+%s"]))?;
        said.trim().parse().context("reading a date")
    };
    let now = at("now")?;
    let mut jumps = vec![86_400, -86_400];
    for date in ["2026-12-31 23:59:57", "2028-02-28 23:59:57", "2028-02-29 23:59:57"] {
        // A day that is past by now was jumped to by those who ran this before.
        jumps.extend(Some(at(date)? - now).filter(|ahead| *ahead > 0));
    }
    jumps.push(0);
    Ok(jumps)
}

/// Far jumps end sessions, so that officers sign in anew after each.
fn days(plan: &Plan, library: &Path, postgres: bool) -> Result<Ledger> {
    let begun = Instant::now();
    let clock = Clock::new()?;
    let cluster = if postgres { Some(Cluster::start(Durability::Kept)?) } else { None };
    let mut house = House::new(&plan.binary, cluster.as_ref().map(Cluster::url))?;
    house.surround(clock.surroundings(library));
    let account = house.load()?;
    let served = house.serve()?;
    let mut ledger = Ledger::default();
    let mut random = Random::new(plan.seed);
    'all: for round in 1..=plan.rounds {
        for (number, ahead) in far()?.into_iter().enumerate() {
            if !plan.goes_on() {
                break 'all;
            }
            clock.is(ahead)?;
            let cookie = served.sign_in(&account)?;
            let name = format!("r{round} d{number}");
            let mark = format!("{MARK}{name} ");
            let told = crew(&served, &cookie, name).work(&mut random, |baton| {
                // Over midnight, and over a round of the keeper.
                thread::sleep(WORK * 3);
                baton.tell(Phase::Finish);
                Ok(())
            })?;
            let verified = house.verify(ledger.root())?;
            let entries = house.entries()?;
            if ahead != 0 && !entries.values().any(|entry| is_of(entry, &mark, ahead)) {
                ledger.fault(format!("{ahead:+} s: the clock did not jump"));
            }
            ledger.check(told, verified, &entries);
            println!("{ahead:+} s: {}", ledger.line(round, plan.rounds));
        }
    }
    served.stop()?;
    finish(&house, ledger, begun)
}

/// Whether an entry of this round is of the day the clock jumped to, or of the next one, over midnight.
fn is_of(entry: &Entry, mark: &str, ahead: i64) -> bool {
    let days = [ahead, ahead + 60].map(|ahead| {
        let mut ask = Command::new("date");
        process::output(ask.args(["-u", "-d", &format!("{ahead} seconds"), "+%F"]))
    });
    entry.payload.contains(mark)
        && days.iter().flatten().any(|day| entry.recorded_at.starts_with(day.trim()))
}

fn crew<'a>(served: &Served, cookie: &'a str, name: String) -> Crew<'a> {
    Crew {
        address: served.address(),
        cookie,
        program: None,
        name,
        patience: PATIENCE,
        gives_up: None,
    }
}

fn finish(house: &House, mut ledger: Ledger, begun: Instant) -> Result<Ledger> {
    ledger.rebuilt(house.rebuilt_otherwise()?);
    ledger.took(begun.elapsed());
    Ok(ledger)
}

/// Two processes share a database; the one whose clock is a day ahead seals, is killed, and the other has to take over.
fn two(plan: &Plan, library: &Path) -> Result<Ledger> {
    let begun = Instant::now();
    let clock = Clock::new()?;
    let cluster = Cluster::start(Durability::Kept)?;
    let right = House::new(&plan.binary, Some(cluster.url()))?;
    let account = right.load()?;
    let mut ahead = House::beside(&right, cluster.url());
    ahead.surround(clock.surroundings(library));
    let mut ledger = Ledger::default();
    let mut random = Random::new(plan.seed);
    for round in 1..=plan.rounds {
        if !plan.goes_on() {
            break;
        }
        clock.is(86_400)?;
        let mut wrong = ahead.serve()?;
        let cookie = wrong.sign_in(&account)?;
        let told = crew(&wrong, &cookie, format!("r{round} a")).work(&mut random, |baton| {
            // Long enough that its keeper has the lease.
            thread::sleep(WORK * 4);
            baton.tell(Phase::EndsWithServer);
            wrong.kill()
        })?;
        let verified = right.verify(ledger.root())?;
        let seals = verified.seals;
        ledger.check(told, verified, &right.entries()?);
        // The other writes on, behind what was recorded a day ahead, and seals it.
        let served = right.serve()?;
        let cookie = served.sign_in(&account)?;
        let told = crew(&served, &cookie, format!("r{round} b")).work(&mut random, |baton| {
            thread::sleep(WORK);
            baton.tell(Phase::Finish);
            Ok(())
        })?;
        let before = right.verify(ledger.root())?;
        let waiting = Instant::now();
        ledger.check(told, before, &right.entries()?);
        while right.verify(ledger.root())?.seals == seals {
            if waiting.elapsed() > TAKEN_OVER {
                bail!(
                    "nobody seals {} s after the holder of the lease was killed",
                    TAKEN_OVER.as_secs()
                );
            }
            thread::sleep(Duration::from_secs(1));
        }
        println!("taken over within {} s", waiting.elapsed().as_secs());
        println!("{}", ledger.line(round, plan.rounds));
        served.stop()?;
    }
    finish(&right, ledger, begun)
}
