//! Backups that the server makes by itself, once a day.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kelisim_app::backup::{Planned, Trouble};
use kelisim_app::{Actor, App};

use crate::backup::Plan;
use crate::keep::{Made, Tell};
use crate::shelf::{Notes, trouble_of};
use crate::wiring::DataDir;

/// How long it rests before it looks again whether a backup is due.
const REST: Duration = Duration::from_secs(60);
/// The hour that is proposed.
const HOUR: &str = "20:00";
/// How many are kept unless another number is given.
const KEPT: usize = 14;
/// How long the lease lasts when its holder is gone.
const LEASE: SignedDuration = SignedDuration::from_mins(15);
/// How often the lease is taken anew while a backup is made.
const RENEWED: Duration = Duration::from_secs(4 * 60);
/// How long it waits after a backup that failed.
const AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// What `serve` is told about backups.
#[derive(Debug, Clone, clap::Args)]
pub struct Backups {
    /// Folder for a backup a day, made while people go on working. None is made when this is not given.
    #[arg(long, value_name = "DIR", env = "KELISIM_BACKUP_TO")]
    backup_to: Option<PathBuf>,
    /// When it is made, by Coordinated Universal Time.
    #[arg(long, value_name = "HH:MM", env = "KELISIM_BACKUP_AT", default_value = "20:00", value_parser = hour)]
    backup_at: Time,
    /// How many backups stay; older ones are removed after a good one was made.
    #[arg(long, value_name = "N", env = "KELISIM_BACKUP_KEEP", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..))]
    backup_keep: u16,
    /// Folder for a copy of the keys of persons with each backup, at another place than the backups; copies older than
    /// thirty days are removed.
    #[arg(long, value_name = "DIR", env = "KELISIM_BACKUP_KEYS_TO")]
    backup_keys_to: Option<PathBuf>,
}

fn hour(text: &str) -> anyhow::Result<Time> {
    Time::strptime("%H:%M", text).context("not an hour such as 20:00")
}

/// A backup a day.
#[derive(Debug, Clone)]
pub struct Daily {
    plan: Plan,
    at: Time,
}

impl Backups {
    /// The plan; nothing when no folder is named.
    ///
    /// # Errors
    /// When a folder is not there, or keys and backups would lie together.
    pub fn daily(&self) -> anyhow::Result<Option<Daily>> {
        let Some(to) = &self.backup_to else {
            if self.backup_keys_to.is_some() {
                bail!("a folder for copies of keys is named and none for backups: --backup-to");
            }
            return Ok(None);
        };
        if !to.is_dir() {
            bail!("there is no folder {} for the backups; make it first", to.display());
        }
        let keep = Some(usize::from(self.backup_keep));
        let plan = Plan::new(to, self.backup_keys_to.as_deref(), keep)?;
        Ok(Some(Daily { plan, at: self.backup_at }))
    }
}

impl Daily {
    /// A backup a day into a folder, at the hour and in the number that `serve` proposes, without copies of keys.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn into_folder(to: &Path) -> anyhow::Result<Self> {
        let plan = Plan::new(to, None, Some(KEPT))?;
        Ok(Self { plan, at: hour(HOUR)? })
    }

    /// The last moment at or before `now` at which a backup was to be made.
    fn due(&self, now: Timestamp) -> anyhow::Result<Timestamp> {
        let today = now.to_zoned(TimeZone::UTC).date();
        let at = |day: jiff::civil::Date| {
            anyhow::Ok(day.to_datetime(self.at).to_zoned(TimeZone::UTC)?.timestamp())
        };
        let here = at(today)?;
        if here <= now { Ok(here) } else { at(today.yesterday()?) }
    }
}

/// Makes a backup a day in one process of those that share a folder.
pub struct Scheduled {
    app: App,
    data: DataDir,
    daily: Daily,
    notes: Notes,
    holder: String,
}

impl Scheduled {
    /// With a name of its own.
    pub fn new(app: App, data: DataDir, daily: Daily, notes: Notes) -> Self {
        let holder = app.context(Actor::System).new_id().to_string();
        Self { app, data, daily, notes, holder }
    }

    /// Where backups go.
    pub const fn plan(&self) -> &Plan {
        &self.daily.plan
    }

    /// The schedule as the console tells it.
    pub fn planned(&self, database: &'static str) -> Planned {
        let plan = &self.daily.plan;
        Planned {
            folder: plan.folder_name(),
            at: self.daily.at,
            keep: plan.kept(),
            keys: plan.copies_keys(),
            database,
        }
    }

    /// Makes a backup when one is due, is not there yet, and no other process is making it.
    ///
    /// A folder without any backup gets one at once.
    ///
    /// # Errors
    /// When the store or the folder fails.
    pub async fn round(&self) -> anyhow::Result<Option<Made>> {
        let now = self.app.context(Actor::System).now;
        let due = self.daily.due(now)?;
        let there = |newest: Option<&crate::keep::Stamped>| {
            newest.is_some_and(|newest| newest.made_at >= due)
        };
        let newest = self.daily.plan.folder().files();
        let newest = newest.inspect_err(|error| self.note_failure(now, error))?;
        if there(newest.last()) || !self.lease(LEASE).await? {
            return Ok(None);
        }
        // Another process may have made it before the lease was had.
        if there(self.daily.plan.folder().files()?.last()) {
            return Ok(None);
        }
        self.make(now, &|_, _| {}).await.map(Some)
    }

    /// Makes a backup at once, when no other process is at one.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn by_hand(&self, now: Timestamp, tell: &Tell) -> Result<(), Trouble> {
        match self.lease(LEASE).await {
            Ok(true) => {}
            Ok(false) => return Err(Trouble::Busy),
            Err(error) => return Err(self.log(&error)),
        }
        match self.make(now, tell).await {
            Ok(_) => Ok(()),
            Err(error) => Err(self.log(&error)),
        }
    }

    fn log(&self, error: &anyhow::Error) -> Trouble {
        tracing::error!(error = format!("{error:#}"), "the backup failed");
        trouble_of(error, self.daily.plan.place())
    }

    fn note_failure(&self, now: Timestamp, error: &anyhow::Error) {
        self.notes.failed(now, trouble_of(error, self.daily.plan.place()));
    }

    /// Makes a backup under the lease, and notes how it went.
    async fn make(&self, now: Timestamp, tell: &Tell) -> anyhow::Result<Made> {
        let made = {
            let making = self.daily.plan.make(&self.app, &self.data, now, tell);
            tokio::pin!(making);
            loop {
                tokio::select! {
                    made = &mut making => break made,
                    () = tokio::time::sleep(RENEWED) => {
                        self.lease(LEASE).await?;
                    }
                }
            }
        };
        match &made {
            Ok(made) => self.notes.good(now, &made.path, &made.header),
            Err(error) => self.note_failure(now, error),
        }
        // After a failure the lease keeps everybody from trying again at once.
        self.lease(if made.is_ok() { SignedDuration::ZERO } else { AGAIN }).await?;
        made
    }

    /// Takes the lease for a while, or gives it back.
    async fn lease(&self, time: SignedDuration) -> anyhow::Result<bool> {
        let now = self.app.context(Actor::System).now;
        let until = now.saturating_add(time)?;
        let lease = self.app.store().lease("backup", &self.holder, now, until).await;
        Ok(lease.context("taking the lease of backups")?.is_some())
    }

    /// Rounds without end. What fails is logged and tried again.
    pub async fn run(&self) {
        loop {
            let mut rest = REST;
            match self.round().await {
                Ok(None) => {}
                Ok(Some(made)) => tracing::info!(
                    path = %made.path.display(),
                    bytes = made.bytes,
                    journal.entries = made.header.entries,
                    seconds = made.took.as_secs(),
                    "backup made"
                ),
                Err(error) => {
                    rest = AGAIN.unsigned_abs();
                    tracing::error!(
                        error = format!("{error:#}"),
                        "the backup failed; the next try is in ten minutes"
                    );
                }
            }
            tokio::time::sleep(rest).await;
        }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::keep::BackupFile;
    use crate::testing::World;

    pub fn daily(world: &World) -> Daily {
        let to = world.house.data.folder("backups").unwrap();
        let args = Backups {
            backup_to: Some(to),
            backup_at: hour("13:30").unwrap(),
            backup_keep: 2,
            backup_keys_to: Some(world.house.data.folder("copies").unwrap()),
        };
        args.daily().unwrap().unwrap()
    }

    #[test]
    fn an_hour_is_read_and_nothing_else() {
        assert_eq!(hour("07:05").unwrap(), jiff::civil::time(7, 5, 0, 0));
        for text in ["", "7", "24:00", "noon", "07:05:09x"] {
            assert!(hour(text).is_err(), "{text}");
        }
    }

    #[tokio::test]
    async fn a_backup_a_day_is_made_by_one_of_two_and_the_oldest_go() {
        for world in World::each().await {
            world.load_demo().await;
            let second = world.second().await;
            let of = |house: &crate::wiring::House| {
                let notes = Notes::new(house.data.clone());
                Scheduled::new(house.app.clone(), house.data.clone(), daily(&world), notes)
            };
            let (one, two) = (of(&world.house), of(&second));
            let first = one.round().await.unwrap().unwrap();
            assert_eq!(BackupFile::open(&first.path).unwrap().said(), &first.header);
            assert_eq!((two.round().await.unwrap(), one.round().await.unwrap()), (None, None));
            // It is noon: the hour of today is to come, and was met in advance by nobody.
            world.clock.advance(SignedDuration::from_mins(91));
            let made = two.round().await.unwrap().unwrap();
            assert_ne!(made.path, first.path);
            assert_eq!((one.round().await.unwrap(), two.round().await.unwrap()), (None, None));
            for _ in 0..3 {
                world.clock.advance(SignedDuration::from_hours(24));
                assert!(one.round().await.unwrap().is_some());
            }
            assert_eq!(daily(&world).plan.folder().files().unwrap().len(), 2);
            second.close().await;
            world.end().await;
        }
    }

    #[tokio::test]
    async fn a_folder_that_goes_away_is_told_and_nothing_else_is_harmed() {
        let world = World::sqlite().await;
        world.load_demo().await;
        let (app, data) = (world.house.app.clone(), world.house.data.clone());
        let scheduled = Scheduled::new(app, data.clone(), daily(&world), Notes::new(data));
        std::fs::remove_dir(world.house.data.file("backups")).unwrap();
        let error = scheduled.round().await.unwrap_err();
        assert!(format!("{error:#}").contains("backups"), "{error:#}");
        world.house.data.folder("backups").unwrap();
        assert!(scheduled.round().await.unwrap().is_some());
        world.end().await;
    }
}
