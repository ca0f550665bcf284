//! Backups made while everybody works: each is whole, holds what was acknowledged before it began, and nothing that
//! was never sent.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::house::House;
use super::ledger::Ledger;
use super::load::{Baton, Phase};
use super::report::Report;
use super::stage::Stage;
use super::{Plan, Which};
use crate::cluster::{Cluster, Durability};
use crate::process;

/// How long the house may take for a round.
const PATIENCE: Duration = Duration::from_secs(300);

/// Makes and restores backups on each database.
pub fn run(plan: &Plan) -> Result<Report> {
    let mut report = Report::of("backup");
    let mut remarks = Vec::new();
    for (name, which) in [("SQLite", Which::Sqlite), ("PostgreSQL", Which::Postgres)] {
        if plan.is_on(which) {
            println!("\n== {name} ==");
            let (ledger, remark) = lane(plan, which == Which::Postgres)?;
            report.ledger(name, &ledger);
            remarks.push(format!("{name}: {remark}"));
        }
    }
    for remark in remarks {
        report.row(remark, 0);
    }
    Ok(report)
}

fn lane(plan: &Plan, postgres: bool) -> Result<(Ledger, String)> {
    let cluster = if postgres { Some(Cluster::start(Durability::Kept)?) } else { None };
    let house = House::new(&plan.binary, cluster.as_ref().map(Cluster::url))?;
    let mut stage = Stage::open(house, plan.seed ^ u64::from(postgres))?;
    let (mut longest, mut restored, mut slowest) = (Duration::ZERO, 0_u32, Duration::ZERO);
    for round in 1..=plan.rounds {
        if !plan.goes_on() {
            break;
        }
        let file = stage.house.folder().join(format!("round{round}.backup"));
        let moment = Duration::from_millis(stage.random.below(plan.latest));
        let mut command = stage.house.command();
        command.env("KELISIM_LOG", "error").arg("backup").arg(&file);
        let mut took = Duration::ZERO;
        let told = stage.work(format!("r{round}"), PATIENCE, |baton: &Baton| {
            thread::sleep(moment);
            let begun = Instant::now();
            let made = process::output(&mut command).map(drop);
            took = begun.elapsed();
            baton.tell(Phase::Finish);
            made
        })?;
        longest = longest.max(took);
        stage.check(told)?;
        let begun = Instant::now();
        match restore(&stage.house, &file) {
            Ok(printed) => {
                restored += 1;
                // What was there when the backup began is in it; what is in it is in the record.
                stage.ledger.within(&printed, &stage.house.entries()?);
            }
            Err(error) => stage.ledger.fault(format!("round {round}: {error:#}")),
        }
        slowest = slowest.max(begun.elapsed());
        fs::remove_file(&file).context("removing a backup")?;
        println!("{}", stage.ledger.line(round, plan.rounds));
    }
    let remark = format!(
        "{restored} backups restored and verified, the longest backup {} ms, restore with all checks {} ms",
        longest.as_millis(),
        slowest.as_millis()
    );
    Ok((stage.finish()?, remark))
}

/// Restores into a new SQLite file, whatever the origin, checks it and gives its entries.
fn restore(house: &House, file: &Path) -> Result<super::house::Entries> {
    let target = house.folder().join("restored.db");
    let url = format!("sqlite:{}", target.display());
    let run = |args: &[&std::ffi::OsStr]| {
        let mut command: Command = house.command();
        process::output(command.env("KELISIM_LOG", "error").args(args))
    };
    run(&["restore".as_ref(), file.as_os_str(), "--check".as_ref()])?;
    run(&["restore".as_ref(), file.as_os_str(), "--into".as_ref(), url.as_ref()])?;
    let there = House::beside(house, &url);
    let checked = there.verify(None).and_then(|_| match there.rebuilt_otherwise()? {
        None => there.entries(),
        Some(apart) => bail!("the restored record: {apart}"),
    });
    for ending in ["", "-wal", "-shm"] {
        // The log is there only while the file is open.
        drop(fs::remove_file(house.folder().join(format!("restored.db{ending}"))));
    }
    checked
}
