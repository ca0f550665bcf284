//! `kelisim doctor`: is the house kept well, said on one page.
//!
//! Exit codes: 0 all is well, 1 something needs a hand, 2 it could not be looked at.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use jiff::{SignedDuration, Timestamp};
use kelisim_domain::registry::Registry;
use kelisim_domain::user::{AccountState, User};
use kelisim_store::reading::Kind;

use crate::Outcome;
use crate::keep::{BackupFile, EXPIRES, Folder};
use crate::keeper::{held, is_exported};
use crate::wiring::{FilePersonKeys, House, Place};
use kelisim_app::person::PersonKeys as _;

/// How much later than planned a backup may be before it is an alarm.
const GRACE: SignedDuration = SignedDuration::from_hours(1);
/// How long an entry may wait for its seal while a server runs.
const UNSEALED: i64 = 100_000;

/// What `doctor` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folder of the backups.
    #[arg(long, value_name = "DIR", env = "KELISIM_BACKUP_TO")]
    backup_to: Option<PathBuf>,
    /// Folder of the copies of keys.
    #[arg(long, value_name = "DIR", env = "KELISIM_BACKUP_KEYS_TO")]
    backup_keys_to: Option<PathBuf>,
    /// How often a backup is planned.
    #[arg(long, value_name = "TIME", default_value = "24h")]
    backup_every: SignedDuration,
    /// Reads the newest backup whole and compares it with what it says of itself.
    #[arg(long)]
    thorough: bool,
    #[command(flatten)]
    place: Place,
}

/// Looks and tells.
///
/// # Errors
/// When the database cannot be read.
pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    let house = House::open_as_it_is(&args.place).await?;
    let seen = look(&house, &args).await;
    house.close().await;
    let report = seen?;
    report.print(&mut std::io::stdout().lock())?;
    Ok(if report.alarms() == 0 { Outcome::Fine } else { Outcome::FaultFound })
}

/// What was found, line by line.
#[derive(Debug, Default)]
struct Report {
    lines: Vec<(bool, String)>,
}

impl Report {
    fn well(&mut self, text: String) {
        self.lines.push((true, text));
    }

    fn alarm(&mut self, text: String) {
        self.lines.push((false, text));
    }

    fn alarms(&self) -> usize {
        self.lines.iter().filter(|(well, _)| !well).count()
    }

    fn print(&self, out: &mut dyn Write) -> std::io::Result<()> {
        for (well, text) in &self.lines {
            writeln!(out, "{} {text}", if *well { "ok   " } else { "ALARM" })?;
        }
        match self.alarms() {
            0 => writeln!(out, "all is well"),
            alarms => writeln!(out, "{alarms} need a hand"),
        }
    }
}

async fn look(house: &House, args: &Args) -> anyhow::Result<Report> {
    let mut report = Report::default();
    let (store, now) = (house.store(), house.system().now);
    report.well(format!("database {}, schema {}", store.describe(), store.schema()));
    seals(house, now, &mut report).await?;
    backups(args, now, &mut report);
    copies(args.backup_keys_to.as_deref(), now, &mut report);
    keys(house, &mut report).await?;
    Ok(report)
}

async fn seals(house: &House, now: Timestamp, report: &mut Report) -> anyhow::Result<()> {
    let store = house.store();
    match store.last_seal().await.context("reading the last seal")? {
        None => report.well("nothing is sealed yet".to_owned()),
        Some(seal) => report.well(format!(
            "last seal {} of {} ({} ago): {}",
            seal.number,
            seal.sealed_at,
            age(now.duration_since(seal.sealed_at)),
            seal.hash
        )),
    }
    let open = store.unsealed(UNSEALED).await.context("reading what is not sealed")?.len();
    if open == 0 {
        report.well("everything is sealed".to_owned());
    } else if store
        .lease("keeper", "doctor", now, now)
        .await
        .context("asking for the keeper")?
        .is_some()
    {
        // The lease is free: nobody seals.
        report.alarm(format!(
            "{open} streams are not sealed and no server is sealing; start `kelisim serve`, or run `kelisim seals export`"
        ));
    } else {
        report.well(format!("{open} streams are about to be sealed"));
    }
    if let Some(newest) = held(&house.data)?.pop() {
        let (number, day) = (newest.seal.number, newest.day);
        let here = store.seals(number - 1, 1).await.context("reading the seals")?;
        if here.iter().all(|seal| seal.hash != newest.seal.hash) {
            report.alarm(format!(
                "seal {number}, exported on {day}, is not in this database: what was written since its last seal is lost, \
                 or it was restored from an older backup; see `kelisim journal verify --exported`"
            ));
        }
    }
    let today = house.system().today();
    let exported = [Some(today), today.yesterday().ok()];
    if exported.into_iter().flatten().any(|day| is_exported(&house.data, day)) {
        report.well(format!("the seal was exported to {}", house.data.file("seals").display()));
    } else if store.last_seal().await?.is_some() {
        report.alarm(format!(
            "no seal was exported to {} since yesterday",
            house.data.file("seals").display()
        ));
    }
    Ok(())
}

fn backups(args: &Args, now: Timestamp, report: &mut Report) {
    let Some(to) = &args.backup_to else {
        return report.alarm(
            "no folder of backups is named: set KELISIM_BACKUP_TO, or give --backup-to".to_owned(),
        );
    };
    let newest = match Folder::of_backups(to).files() {
        Ok(mut files) => files.pop(),
        Err(error) => return report.alarm(format!("{error:#}")),
    };
    let Some(newest) = newest else {
        return report.alarm(format!("there is no backup in {}", to.display()));
    };
    let read = if args.thorough {
        BackupFile::open(&newest.path).map(|file| file.said().clone())
    } else {
        BackupFile::header(&newest.path)
    };
    let header = match read {
        Ok(header) => header,
        Err(error) => return report.alarm(format!("{}: {error:#}", newest.path.display())),
    };
    let old = now.duration_since(header.made_at);
    let told = format!(
        "last backup {} ago, {} entries: {}",
        age(old),
        header.entries,
        newest.path.display()
    );
    if old > args.backup_every + GRACE {
        report.alarm(format!("{told}; one every {} is planned", age(args.backup_every)));
    } else {
        report.well(told);
    }
}

fn copies(to: Option<&Path>, now: Timestamp, report: &mut Report) {
    let Some(to) = to else { return };
    match Folder::of_keys(to).files() {
        Err(error) => report.alarm(format!("{error:#}")),
        Ok(files) if files.is_empty() => {
            report.alarm(format!("there is no copy of keys in {}", to.display()));
        }
        Ok(files) => {
            let old = files.iter().filter(|file| now.duration_since(file.made_at) > EXPIRES);
            match old.count() {
                0 => report
                    .well(format!("{} copies of keys, none older than thirty days", files.len())),
                old => report.alarm(format!(
                    "{old} copies of keys in {} are older than thirty days; remove them",
                    to.display()
                )),
            }
        }
    }
}

/// Whether everybody has a key who should, and nobody who was forgotten.
async fn keys(house: &House, report: &mut Report) -> anyhow::Result<()> {
    let folder = FilePersonKeys::open(&house.data)?;
    let (mut accounts, mut missing, mut left) = (0, Vec::new(), Vec::new());
    for body in house.store().all(Kind::Registry).await.context("reading the registries")? {
        let registry: Registry = serde_json::from_str(&body.body).context("reading a registry")?;
        for body in house.store().users(registry.code).await.context("reading the accounts")? {
            let user: User = serde_json::from_str(&body.body).context("reading an account")?;
            let key = folder.get(user.id).context("reading a key")?;
            accounts += 1;
            match (user.state, key) {
                (AccountState::Forgotten, Some(_)) => left.push(user.id.to_string()),
                (AccountState::Active | AccountState::Disabled, None) => {
                    missing.push(user.id.to_string());
                }
                _ => {}
            }
        }
    }
    if missing.is_empty() && left.is_empty() {
        report.well(format!("{accounts} accounts, every key where it should be"));
    }
    if !missing.is_empty() {
        report.alarm(format!(
            "the keys of {} are missing; put them back from a copy of the keys, then run `kelisim journal rebuild`",
            missing.join(", ")
        ));
    }
    if !left.is_empty() {
        report.alarm(format!(
            "forgotten and the key still there: {}; run `kelisim forget ID --yes` for each",
            left.join(", ")
        ));
    }
    Ok(())
}

fn age(time: SignedDuration) -> String {
    let minutes = time.as_mins().max(0);
    match minutes {
        0..120 => format!("{minutes} min"),
        120..2880 => format!("{} h", minutes / 60),
        _ => format!("{} days", minutes / 1440),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backup::Plan;
    use crate::keeper::Keeper;
    use crate::testing::World;

    async fn told(world: &World, to: Option<&Path>) -> (usize, String) {
        let args = Args {
            backup_to: to.map(Path::to_owned),
            backup_keys_to: None,
            backup_every: SignedDuration::from_hours(24),
            thorough: true,
            place: Place { data: "unused".into(), database: None },
        };
        let report = look(&world.house, &args).await.unwrap();
        let mut out = Vec::new();
        report.print(&mut out).unwrap();
        (report.alarms(), String::from_utf8(out).unwrap())
    }

    #[tokio::test]
    async fn a_house_that_is_kept_is_well_and_one_that_is_not_is_told_what_is_wrong() {
        for world in World::each().await {
            world.load_demo().await;
            crate::demo_record::open_accounts(&world.house.app).await.unwrap();
            let folder = world.house.data.folder("backups").unwrap();
            let (alarms, text) = told(&world, None).await;
            assert_eq!(alarms, 2, "{text}");
            assert!(text.contains("not sealed") && text.contains("KELISIM_BACKUP_TO"), "{text}");
            world.clock.advance(SignedDuration::from_secs(60));
            let keeper = Keeper::new(world.house.app.clone(), world.house.data.clone());
            keeper.round().await.unwrap();
            let (alarms, text) = told(&world, Some(&folder)).await;
            assert!(alarms == 1 && text.contains("no backup in"), "{text}");
            let plan = Plan::new(&folder, None, None).unwrap();
            let made = plan
                .make(&world.house.app, &world.house.data, world.now(), &|_, _| {})
                .await
                .unwrap();
            assert_eq!(told(&world, Some(&folder)).await.0, 0);
            // The database lost what a later seal covered.
            let seals = world.house.data.file("seals");
            let mut later = held(&world.house.data).unwrap().pop().unwrap();
            later.seal.number += 1;
            let text = serde_json::to_string(&later).unwrap();
            std::fs::write(seals.join("2026-11-23.json"), text).unwrap();
            let (alarms, text) = told(&world, Some(&folder)).await;
            assert!(alarms == 1 && text.contains("is not in this database"), "{text}");
            std::fs::remove_file(seals.join("2026-11-23.json")).unwrap();
            world.clock.advance(SignedDuration::from_hours(26));
            keeper.round().await.unwrap();
            let (alarms, text) = told(&world, Some(&folder)).await;
            assert!(alarms == 1 && text.contains("26 h ago"), "{text}");
            let mut bytes = std::fs::read(&made.path).unwrap();
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            std::fs::write(&made.path, bytes).unwrap();
            let (_, text) = told(&world, Some(&folder)).await;
            assert!(text.contains("damaged"), "{text}");
            let key = FilePersonKeys::open(&world.house.data).unwrap();
            key.destroy(key.persons().unwrap()[0]).unwrap();
            let (_, text) = told(&world, Some(&folder)).await;
            assert!(text.contains("are missing"), "{text}");
            world.end().await;
        }
    }
}
