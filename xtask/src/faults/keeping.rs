//! Backups and restores that are killed: a file is whole or is not there, a database is filled or is empty.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::random::Random;
use super::report::Report;
use super::{Plan, Which};
use crate::cluster::{Cluster, Durability, random_word};
use crate::{machine, process};

/// Commitments, and as many reported figures, of the record that is kept.
const THINGS: u32 = 1_500;

/// Kills backups and restores and reports what was left half-done.
pub fn run(plan: &Plan) -> Result<Report> {
    let mut report = Report::of("keeping");
    for (name, postgres, which) in
        [("SQLite", false, Which::Sqlite), ("PostgreSQL", true, Which::Postgres)]
    {
        if !plan.is_on(which) {
            continue;
        }
        println!("\n== {name} ==");
        let outcome = Lane::open(plan, postgres)?.work()?;
        report.heading(Outcome::HEADING);
        report.row(outcome.row(name), outcome.rounds.try_into().unwrap_or(0));
        for fault in outcome.faults() {
            report.fault(format!("{name}: {fault}"));
        }
    }
    Ok(report)
}

/// One database on which backups and restores are killed.
struct Lane {
    binary: PathBuf,
    folder: PathBuf,
    cluster: Option<Cluster>,
    random: Random,
    rounds: u32,
    /// When no further round begins.
    until: Instant,
    outcome: Outcome,
}

/// What came of the kills.
#[derive(Debug, Default)]
struct Outcome {
    rounds: u32,
    /// Backups of which nothing had its name when they were killed.
    absent: u32,
    /// Backups that were whole when they were killed.
    whole: u32,
    /// Restores after which the database was empty; the same restore then went through.
    empty: u32,
    /// Restores that were done when they were killed; a second one was refused.
    filled: u32,
    faults: Vec<String>,
}

impl Outcome {
    /// The head of the table.
    pub const HEADING: &str = "| killed on | rounds | backups: not there | whole | restores: empty, then repeated | filled, then refused | faults |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |";

    /// One row of it.
    pub fn row(&self, name: &str) -> String {
        let Self { rounds, absent, whole, empty, filled, faults } = self;
        let faults = faults.len();
        format!("| {name} | {rounds} | {absent} | {whole} | {empty} | {filled} | {faults} |")
    }

    /// What did not hold.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }
}

impl Lane {
    /// Fills a record to keep.
    pub fn open(plan: &Plan, postgres: bool) -> Result<Self> {
        let name = format!("kelisim-keeping-{}-{}", std::process::id(), random_word()?);
        let folder = std::env::temp_dir().join(name);
        fs::create_dir(&folder).with_context(|| format!("making {}", folder.display()))?;
        let cluster = if postgres { Some(Cluster::start(Durability::Kept)?) } else { None };
        let random = Random::new(plan.seed ^ u64::from(postgres));
        let rounds = plan.rounds;
        let lane = Self {
            binary: plan.binary.clone(),
            until: plan.until,
            folder,
            cluster,
            random,
            rounds,
            outcome: Outcome::default(),
        };
        let things = THINGS.to_string();
        lane.run(&["synth", "record", "--commitments", &things, "--observations", &things])?;
        Ok(lane)
    }

    /// Kills a backup and a restore in each round.
    pub fn work(mut self) -> Result<Outcome> {
        let good = self.folder.join("good.backup");
        let begun = Instant::now();
        self.run(&["backup", text(&good)?])?;
        let backup = begun.elapsed();
        let target = self.target("measured")?;
        let begun = Instant::now();
        self.run(&["restore", text(&good)?, "--into", &target])?;
        let restore = begun.elapsed();
        let (entries, readings) = self.state(None)?;
        if self.state(Some(&target))? != (entries.clone(), readings.clone()) {
            bail!("an undisturbed restore gave another record");
        }
        self.gone("measured")?;
        println!(
            "undisturbed: backup {} ms, restore {} ms",
            backup.as_millis(),
            restore.as_millis()
        );
        for round in 1..=self.rounds {
            if Instant::now() > self.until {
                break;
            }
            self.kill_backup(round, backup)?;
            self.kill_restore(round, restore, &good, (&entries, &readings))?;
            self.outcome.rounds = round;
            println!("{}", self.outcome.row(&format!("round {round} of {}", self.rounds)));
        }
        Ok(std::mem::take(&mut self.outcome))
    }

    fn kill_backup(&mut self, round: u32, usual: Duration) -> Result<()> {
        let file = self.folder.join("killed.backup");
        self.kill(&["backup", text(&file)?], usual)?;
        if file.exists() {
            self.outcome.whole += 1;
            if let Err(error) = self.run(&["restore", text(&file)?, "--check"]) {
                self.outcome
                    .faults
                    .push(format!("round {round}: a backup is there and not whole: {error:#}"));
            }
            fs::remove_file(&file).context("removing a backup")?;
        } else {
            self.outcome.absent += 1;
        }
        // The next one clears what was left.
        let next = self.folder.join("next.backup");
        self.run(&["backup", text(&next)?])?;
        fs::remove_file(&next).context("removing a backup")?;
        for entry in fs::read_dir(&self.folder).context("looking for what was left")?.flatten() {
            if entry.file_name().to_string_lossy().ends_with(".new") {
                self.outcome
                    .faults
                    .push(format!("round {round}: {} was left", entry.path().display()));
            }
        }
        Ok(())
    }

    fn kill_restore(
        &mut self,
        round: u32,
        usual: Duration,
        good: &Path,
        (entries, readings): (&str, &str),
    ) -> Result<()> {
        let name = format!("restored{round}");
        let target = self.target(&name)?;
        let restore = ["restore", text(good)?, "--into", &target];
        self.kill(&restore, usual)?;
        let again = self.run(&restore);
        match again {
            Ok(_) => self.outcome.empty += 1,
            Err(error) if format!("{error:#}").contains("holds a record already") => {
                self.outcome.filled += 1;
            }
            Err(error) => {
                self.outcome.faults.push(format!("round {round}: cannot be repeated: {error:#}"));
                return self.gone(&name);
            }
        }
        let (arrived, shown) = self.state(Some(&target))?;
        if arrived != *entries || shown != *readings {
            self.outcome
                .faults
                .push(format!("round {round}: the record that was restored is another one"));
        }
        if let Err(error) = self.run_on(Some(&target), &["journal", "verify"]) {
            self.outcome.faults.push(format!("round {round}: {error:#}"));
        }
        self.gone(&name)
    }

    /// Starts a command and kills it at a random moment of the time it usually takes.
    fn kill(&mut self, args: &[&str], usual: Duration) -> Result<()> {
        let usual = u64::try_from(usual.as_micros()).unwrap_or(u64::MAX);
        let moment = Duration::from_micros(self.random.below(usual + usual / 10 + 1));
        let mut child = self
            .command(None)
            .args(args)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting kelisim")?;
        thread::sleep(moment);
        child.kill().context("killing kelisim")?;
        child.wait().map(drop).context("waiting until kelisim is gone")
    }

    /// All entries, and all rows of the reading tables.
    fn state(&self, database: Option<&str>) -> Result<(String, String)> {
        Ok((
            self.run_on(database, &["journal", "entries"])?,
            self.run_on(database, &["journal", "readings"])?,
        ))
    }

    /// A new empty database.
    fn target(&self, name: &str) -> Result<String> {
        match &self.cluster {
            None => Ok(format!("sqlite:{}", self.folder.join(format!("{name}.db")).display())),
            Some(cluster) => {
                sql(cluster, &format!("CREATE DATABASE {name}"))?;
                let (server, _) =
                    cluster.url().rsplit_once('/').context("an address without a name")?;
                Ok(format!("{server}/{name}"))
            }
        }
    }

    /// Removes it.
    fn gone(&self, name: &str) -> Result<()> {
        match &self.cluster {
            None => {
                for ending in ["", "-wal", "-shm"] {
                    // The log is there only while the file is open, or after a kill.
                    drop(fs::remove_file(self.folder.join(format!("{name}.db{ending}"))));
                }
                Ok(())
            }
            Some(cluster) => sql(cluster, &format!("DROP DATABASE {name} WITH (FORCE)")),
        }
    }

    fn run(&self, args: &[&str]) -> Result<String> {
        self.run_on(None, args)
    }

    fn run_on(&self, database: Option<&str>, args: &[&str]) -> Result<String> {
        process::output(self.command(database).args(args))
    }

    fn command(&self, database: Option<&str>) -> Command {
        let mut command = Command::new(&self.binary);
        command.env("KELISIM_DATA", &self.folder).env_remove("KELISIM_DATABASE");
        command.env("KELISIM_LOG", "error");
        match (database, &self.cluster) {
            (Some(url), _) => command.env("KELISIM_DATABASE", url),
            (None, Some(cluster)) => command.env("KELISIM_DATABASE", cluster.url()),
            (None, None) => &mut command,
        };
        command
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        // A folder that stays behind in the temporary folder is the system's to clear.
        drop(fs::remove_dir_all(&self.folder));
    }
}

fn sql(cluster: &Cluster, statement: &str) -> Result<()> {
    let psql = machine::postgres_bin().map(|bin| bin.join("psql")).filter(|psql| psql.is_file());
    let psql = psql.unwrap_or_else(|| PathBuf::from("psql"));
    process::output(Command::new(psql).args(["-q", "-X", cluster.url(), "-c", statement])).map(drop)
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("the temporary folder has a name that is no text")
}
