//! The disk of the database runs full while everybody works: a small tmpfs of our own, filled with a ballast.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::house::House;
use super::http::Connection;
use super::ledger::Ledger;
use super::load::Phase;
use super::report::Report;
use super::stage::Stage;
use super::{Plan, Which};
use crate::cluster::{Cluster, Durability, random_word};
use crate::machine;

/// How long the house may take to be of use again, from the beginning of a round.
const PATIENCE: Duration = Duration::from_secs(150);
/// Size of the disk, in megabytes: the demonstration and the log of the engine fit, and a few thousand writes.
const SIZE: u32 = 160;
/// How long the disk stays full.
const FULL: Duration = Duration::from_secs(5);
/// How long the house may take to be well after there is room again.
const WELL: Duration = Duration::from_secs(60);

/// Fills the disk under each database.
pub fn run(plan: &Plan) -> Result<Report> {
    if !machine::is_root()? {
        bail!("a tmpfs is mounted, which needs root: run this scene as root");
    }
    let mut report = Report::of("disk");
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

/// Mounts `$1` and takes it down again when the pipe it reads ends, however we end.
const GUARD: &str = r#"
trap '' INT HUP TERM
mount -t tmpfs -o "size=$2m,mode=0755" kelisim-faults "$1" && echo ready
read -r word
umount -l "$1"
rmdir "$1"
"#;

/// A mounted tmpfs; gone when dropped.
struct Disk {
    path: PathBuf,
    guard: Child,
}

impl Disk {
    fn mount() -> Result<Self> {
        // Short, since the name of a socket may have no more than a hundred bytes.
        let path = std::env::temp_dir().join(format!("kelisim-disk-{:.8}", random_word()?));
        fs::create_dir(&path).with_context(|| format!("making {}", path.display()))?;
        let mut guard = Command::new("sh");
        guard.args(["-c", GUARD, "guard"]).arg(&path).arg(SIZE.to_string());
        guard.stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
        let mut guard = guard.spawn().context("mounting a small disk")?;
        let told = guard.stdout.take().context("the guard of the disk says nothing")?;
        let disk = Self { path, guard };
        let mut line = String::new();
        BufReader::new(told).read_line(&mut line).context("mounting a small disk")?;
        if line.trim() != "ready" {
            bail!("{} cannot be mounted; see above", disk.path.display());
        }
        Ok(disk)
    }

    fn ballast(&self) -> PathBuf {
        self.path.join("ballast")
    }

    /// Fills it to the last byte.
    fn fill(&self) -> Result<()> {
        let mut ballast = File::create(self.ballast()).context("filling the disk")?;
        for size in [1 << 20, 1 << 12] {
            let piece = vec![0_u8; size];
            while ballast.write_all(&piece).is_ok() {}
        }
        Ok(())
    }

    fn clear(&self) -> Result<()> {
        fs::remove_file(self.ballast()).context("making room on the disk")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        // Nothing can be done about a guard that cannot be waited for.
        drop(self.guard.wait());
    }
}

/// Declared in this order, so that the disk goes last.
struct Lane {
    stage: Stage,
    cluster: Option<Cluster>,
    disk: Disk,
}

fn lane(plan: &Plan, postgres: bool) -> Result<(Ledger, String)> {
    let disk = Disk::mount()?;
    let cluster =
        if postgres { Some(Cluster::start_in(&disk.path, Durability::Kept)?) } else { None };
    let house = match &cluster {
        Some(cluster) => House::new(&plan.binary, Some(cluster.url()))?,
        None => House::within(&disk.path, &plan.binary, None)?,
    };
    let stage = Stage::open(house, plan.seed ^ u64::from(postgres))?;
    let mut lane = Lane { stage, cluster, disk };
    let (mut worst, mut fallen, mut read) = (Duration::ZERO, 0_u32, 0_u32);
    for round in 1..=plan.rounds {
        if !plan.goes_on() {
            break;
        }
        let moment = Duration::from_millis(lane.stage.random.below(plan.latest));
        let address = lane.stage.served.as_ref().context("nothing serves")?.address();
        let Lane { stage, cluster, disk } = &mut lane;
        let (mut well, mut fell, mut readable) = (Duration::ZERO, false, false);
        let told = stage.work(format!("r{round}"), PATIENCE, |baton| {
            thread::sleep(moment);
            disk.fill()?;
            thread::sleep(FULL);
            readable = Connection::open(address)?.get("/en/sign-in", "")?.status == 200;
            disk.clear()?;
            let room = Instant::now();
            // PostgreSQL stops when it cannot write its log, and somebody has to start it again.
            if let Some(cluster) = cluster {
                fell = cluster.revive()?;
            }
            while Connection::open(address)?.get("/health", "")?.status != 200 {
                if room.elapsed() > WELL {
                    bail!("the house is not well {} s after there is room", WELL.as_secs());
                }
                thread::sleep(Duration::from_millis(50));
            }
            well = room.elapsed();
            baton.tell(Phase::Finish);
            Ok(())
        })?;
        worst = worst.max(well);
        fallen += u32::from(fell);
        read += u32::from(readable);
        if told.turned_away.is_empty() && told.again == 0 && told.uncertain.is_empty() {
            stage.ledger.fault(format!("round {round}: nobody noticed the full disk"));
        }
        stage.check(told)?;
        println!("{}", stage.ledger.line(round, plan.rounds));
    }
    let remark = format!(
        "well {} ms after there was room at the latest; the server of the database had to be started again {fallen} times; \
         a page was read on the full disk in {read} rounds",
        worst.as_millis()
    );
    let Lane { stage, cluster, disk } = lane;
    let ledger = stage.finish()?;
    drop(cluster);
    drop(disk);
    Ok((ledger, remark))
}
