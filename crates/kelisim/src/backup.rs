//! `kelisim backup`: the whole record in one file, once or from time to time.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail};
use jiff::{SignedDuration, Timestamp};
use kelisim_app::App;

use crate::Outcome;
use crate::keep::{self, EXPIRES, Folder, KeysFile, Made, Tell, Unsound};
use crate::serve::stopped;
use crate::wiring::{DataDir, FilePersonKeys, House, Place};

/// Shortest time between two backups.
const SHORTEST: SignedDuration = SignedDuration::from_mins(1);

/// What `backup` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// File to write, or a folder in which the file is named by the time.
    to: PathBuf,
    /// Folder to copy the keys of persons into. It must be another place than that of the backups; copies older than
    /// thirty days are removed from it.
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
    /// Goes on and makes a backup from time to time, for example every 24h or every 90m; needs a folder.
    #[arg(long, value_name = "TIME", value_parser = every)]
    every: Option<SignedDuration>,
    /// How many backups stay in the folder; older ones are removed after a good one was made.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    keep: Option<u16>,
    #[command(flatten)]
    place: Place,
}

fn every(text: &str) -> anyhow::Result<SignedDuration> {
    let every: SignedDuration = text.parse().context("not a time such as 24h or 90m")?;
    if every < SHORTEST {
        bail!("the shortest time between two backups is one minute");
    }
    Ok(every)
}

/// Makes a backup, or one after another.
///
/// # Errors
/// When the database cannot be read or the folder cannot be written. Once backups are made from time to time, one that
/// fails is told and the next one is tried.
pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    let house = House::open_as_it_is(&args.place).await?;
    let plan = Plan::new(&args.to, args.keys.as_deref(), args.keep.map(usize::from))?;
    let outcome = match args.every {
        None => once(&house, &args.to, &plan).await,
        Some(_) if !args.to.is_dir() => {
            Err(anyhow::anyhow!("{} is no folder; --every needs one", args.to.display()))
        }
        Some(every) => repeat(&house, &plan, every).await.map(|()| Outcome::Fine),
    };
    house.close().await;
    outcome
}

async fn once(house: &House, to: &Path, plan: &Plan) -> anyhow::Result<Outcome> {
    let now = house.system().now;
    let made = if to.is_dir() {
        plan.make(&house.app, &house.data, now, &|_, _| {}).await
    } else {
        if plan.keep.is_some() {
            bail!("--keep needs a folder, and {} is none", to.display());
        }
        let made = keep::write(house.store(), to, now).await;
        if made.is_ok() {
            plan.copy_keys(&house.data, now)?;
        }
        made
    };
    match made {
        Ok(made) => {
            tell(&made, &mut std::io::stdout().lock())?;
            Ok(Outcome::Fine)
        }
        Err(error) if error.is::<Unsound>() => {
            println!("fault: {error:#}");
            println!("kelisim journal verify says more; keep the backups made before");
            Ok(Outcome::FaultFound)
        }
        Err(error) => Err(error),
    }
}

async fn repeat(house: &House, plan: &Plan, every: SignedDuration) -> anyhow::Result<()> {
    let stop = stopped();
    tokio::pin!(stop);
    let rest = Duration::try_from(every).context("the time between two backups")?;
    loop {
        tokio::select! {
            made = plan.make(&house.app, &house.data, house.system().now, &|_, _| {}) => match made {
                Ok(made) => tell(&made, &mut std::io::stdout().lock())?,
                Err(error) => tracing::error!(error = format!("{error:#}"), "a backup failed"),
            },
            () = &mut stop => return Ok(()),
        }
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = &mut stop => return Ok(()),
        }
    }
}

fn tell(made: &Made, out: &mut dyn std::io::Write) -> anyhow::Result<()> {
    let header = &made.header;
    writeln!(out, "backup {}", made.path.display())?;
    writeln!(
        out,
        "{} streams, {} entries, {} bytes in {} s",
        header.streams,
        header.entries,
        made.bytes,
        made.took.as_secs()
    )?;
    match &header.seal {
        Some(seal) => writeln!(out, "last seal {}: {}", seal.number, seal.hash)?,
        None => writeln!(out, "nothing is sealed yet")?,
    }
    out.flush()?;
    Ok(())
}

/// Where backups go and how long they stay.
#[derive(Debug, Clone)]
pub struct Plan {
    to: PathBuf,
    keys: Option<PathBuf>,
    keep: Option<usize>,
}

impl Plan {
    /// A plan.
    ///
    /// # Errors
    /// When keys and record would lie in one folder.
    pub fn new(to: &Path, keys: Option<&Path>, keep: Option<usize>) -> anyhow::Result<Self> {
        if let Some(keys) = keys {
            let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
            if !keys.is_dir() {
                bail!("there is no folder {} for the keys; make it first", keys.display());
            }
            let folder = if to.is_dir() { Some(to) } else { to.parent() };
            if folder.is_some_and(|folder| real(folder) == real(keys)) {
                bail!(
                    "the keys of persons must not lie with the backups of the record: whoever had both could read every name; name another folder for them"
                );
            }
        }
        Ok(Self { to: to.to_owned(), keys: keys.map(Path::to_owned), keep })
    }

    /// The backups there are.
    pub fn folder(&self) -> Folder {
        Folder::of_backups(&self.to)
    }

    /// The folder.
    pub fn place(&self) -> &Path {
        &self.to
    }

    /// The folder as it is written in a command, from the root where that can be told.
    pub fn folder_name(&self) -> String {
        std::path::absolute(&self.to).unwrap_or_else(|_| self.to.clone()).display().to_string()
    }

    /// How many backups stay; as many as there are when no number was given.
    pub fn kept(&self) -> usize {
        self.keep.unwrap_or(usize::MAX)
    }

    /// Whether the keys of persons are copied with each.
    pub const fn copies_keys(&self) -> bool {
        self.keys.is_some()
    }

    /// Makes one backup in the folder, copies the keys, and removes what has had its time.
    ///
    /// # Errors
    /// When the store or the folder fails. Nothing is removed then.
    pub async fn make(
        &self,
        app: &App,
        data: &DataDir,
        now: Timestamp,
        tell: &Tell,
    ) -> anyhow::Result<Made> {
        let made = keep::write_told(app.store(), &self.folder().file(now), now, tell).await?;
        self.copy_keys(data, now)?;
        if let Some(keep) = self.keep {
            for gone in self.folder().keep_newest(keep)? {
                tracing::info!(path = %gone.display(), "an old backup was removed");
            }
        }
        Ok(made)
    }

    fn copy_keys(&self, data: &DataDir, now: Timestamp) -> anyhow::Result<()> {
        let Some(folder) = &self.keys else { return Ok(()) };
        let folder = Folder::of_keys(folder);
        KeysFile::of(&FilePersonKeys::open(data)?, now)?.write(&folder.file(now))?;
        for gone in folder.keep_since(now - EXPIRES)? {
            tracing::info!(path = %gone.display(), "a copy of keys was removed after thirty days");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[test]
    fn a_time_is_read_and_one_that_is_too_short_is_refused() {
        assert_eq!(every("24h").unwrap(), SignedDuration::from_hours(24));
        assert_eq!(every("90m").unwrap(), SignedDuration::from_mins(90));
        for text in ["", "daily", "10s", "-3h"] {
            assert!(every(text).is_err(), "{text}");
        }
    }

    #[tokio::test]
    async fn backups_stay_by_number_copies_of_keys_by_age_and_never_in_one_folder() {
        for world in World::each().await {
            world.load_demo().await;
            crate::demo_record::open_accounts(&world.house.app).await.unwrap();
            let folder = world.house.data.folder("backups").unwrap();
            let keys = world.house.data.folder("copies").unwrap();
            assert!(Plan::new(&folder, Some(&folder), None).is_err());
            assert!(Plan::new(&folder.join("a"), Some(&folder), None).is_err());
            let plan = Plan::new(&folder, Some(&keys), Some(3)).unwrap();
            let mut made = Vec::new();
            for _ in 0..40 {
                let (app, data) = (&world.house.app, &world.house.data);
                made.push(plan.make(app, data, world.now(), &|_, _| {}).await.unwrap().path);
                world.clock.advance(SignedDuration::from_hours(24));
            }
            let left: Vec<_> = plan.folder().files().unwrap();
            assert_eq!(left.iter().map(|f| f.path.clone()).collect::<Vec<_>>(), made[37..]);
            assert_eq!(Folder::of_keys(&keys).files().unwrap().len(), 31);
            world.end().await;
        }
    }
}
