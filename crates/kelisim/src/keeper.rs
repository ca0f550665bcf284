//! The house's standing duties: seal what was written, export the seal of the day, sweep what has run out, remind people of deadlines.
//!
//! Any number of processes may share a database; a lease lets one of them seal and sweep at a time. Each process
//! exports the last seal into its own data folder, so that a root is held in as many places as there are machines.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kelisim_app::programme::remind::remind;
use kelisim_app::{Actor, App, Context};
use kelisim_domain::canonical::to_canonical;
use kelisim_domain::journal::seal::Seal;
use kelisim_store::find::EDITION;
use kelisim_store::replay::index;
use kelisim_store::{Store, StoreError};
use serde::{Deserialize, Serialize};

use crate::wiring::{DataDir, replace};

/// How long the keeper rests between two rounds.
const REST: Duration = Duration::from_secs(5);
/// How long the lease lasts when its holder is gone.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// How often people are reminded of deadlines.
const REMINDED: SignedDuration = SignedDuration::from_mins(10);
/// Heads of one seal while people write: a short transaction, since a database file has one writer.
const HEADS: i64 = 2_000;

/// What a round of sealing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Seals made.
    pub seals: u64,
    /// Heads they cover.
    pub heads: u64,
}

/// Seals all heads that are not sealed yet, at most `batch` with one seal.
///
/// When another process makes a seal of the same number first, the rest is left to it.
///
/// # Errors
/// When the store cannot be read or written.
pub async fn seal_all(
    store: &dyn Store,
    now: Timestamp,
    batch: i64,
    mut progress: impl FnMut(Sealed),
) -> anyhow::Result<Sealed> {
    let mut done = Sealed::default();
    loop {
        let heads = store.unsealed(batch).await.context("reading what is not sealed yet")?;
        if heads.is_empty() {
            return Ok(done);
        }
        let last = store.last_seal().await.context("reading the last seal")?;
        let seal = Seal::over(last.map(|s| (s.number, s.hash)), now, &heads)?;
        match store.seal(&seal, &heads).await {
            Ok(()) => {}
            Err(StoreError::Stale { .. }) => return Ok(done),
            Err(error) => return Err(error).context("keeping a seal"),
        }
        done.seals += 1;
        done.heads += u64::try_from(heads.len()).unwrap_or(0);
        progress(done);
    }
}

/// What is exported: the last seal, to be kept outside the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Which form this is.
    pub form: String,
    /// The day it was exported.
    pub day: Date,
    /// The seal; its `hash` is what `kelisim journal verify --root` takes.
    pub seal: Seal,
}

/// The form of an exported seal.
const FORM: &str = "kelisim-seal-export/1";

/// Exports the last seal to `seals/YYYY-MM-DD.json` of the data folder; nothing when nothing was sealed yet.
///
/// A file of an earlier day is never touched; that of today gives way to a later seal.
///
/// # Errors
/// When the store cannot be read or the file cannot be written.
pub async fn export(
    store: &dyn Store,
    data: &DataDir,
    day: Date,
) -> anyhow::Result<Option<PathBuf>> {
    let Some(text) = exported(store, day).await? else { return Ok(None) };
    let folder = data.folder("seals")?;
    let path = replace(&folder, &format!("{day}.json"), text.as_bytes())
        .with_context(|| format!("writing the seal of {day} to {}", folder.display()))?;
    Ok(Some(path))
}

/// The last seal as it is exported; nothing when nothing was sealed yet.
///
/// # Errors
/// When the store cannot be read.
pub async fn exported(store: &dyn Store, day: Date) -> anyhow::Result<Option<String>> {
    let Some(seal) = store.last_seal().await.context("reading the last seal")? else {
        return Ok(None);
    };
    let mut text = to_canonical(&Exported { form: FORM.to_owned(), day, seal })?;
    text.push('\n');
    Ok(Some(text))
}

/// The seals that were exported, the earliest first.
///
/// # Errors
/// When a file cannot be read, or is no exported seal.
pub fn held(data: &DataDir) -> anyhow::Result<Vec<Exported>> {
    let folder = data.file("seals");
    let mut held = Vec::new();
    let listing = match std::fs::read_dir(&folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(held),
        Err(error) => {
            return Err(error).with_context(|| format!("reading {}", folder.display()));
        }
    };
    for entry in listing {
        let path = entry.with_context(|| format!("reading {}", folder.display()))?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let told = || format!("reading the exported seal {}", path.display());
            let text = std::fs::read_to_string(&path).with_context(told)?;
            held.push(serde_json::from_str(&text).with_context(told)?);
        }
    }
    held.sort_by_key(|exported: &Exported| exported.seal.number);
    Ok(held)
}

/// Whether the seal of a day was exported.
pub fn is_exported(data: &DataDir, day: Date) -> bool {
    data.file("seals").join(format!("{day}.json")).exists()
}

/// One process's keeper.
pub struct Keeper {
    app: App,
    data: DataDir,
    holder: String,
    /// When people were last reminded of deadlines, in microseconds; 0 before the first time.
    reminded: AtomicI64,
}

impl Keeper {
    /// A keeper with a name of its own.
    pub fn new(app: App, data: DataDir) -> Self {
        let holder = app.context(Actor::System).new_id().to_string();
        Self { app, data, holder, reminded: AtomicI64::new(0) }
    }

    /// Reminds people of deadlines, every ten minutes. Whatever goes wrong with it keeps nothing from being sealed.
    async fn remind(&self, ctx: &Context<'_>) {
        let (now, last) = (ctx.now.as_microsecond(), self.reminded.load(Ordering::Relaxed));
        if now.saturating_sub(last) < REMINDED.as_micros().try_into().unwrap_or(i64::MAX) {
            return;
        }
        self.reminded.store(now, Ordering::Relaxed);
        if let Err(error) = remind(ctx).await {
            tracing::warn!(error = %error, "reminding of deadlines failed");
        }
    }

    /// One round: seal and sweep when the lease can be had, then export what was sealed, and the first seal of a day.
    ///
    /// # Errors
    /// When the store or the data folder cannot be read or written. The next round tries again.
    pub async fn round(&self) -> anyhow::Result<Sealed> {
        let ctx = self.app.context(Actor::System);
        let store = self.app.store();
        let until = ctx.now.saturating_add(LEASE)?;
        let lease = store.lease("keeper", &self.holder, ctx.now, until).await;
        let mut sealed = Sealed::default();
        if lease.context("taking the keeper's lease")?.is_some() {
            sealed = seal_all(store, ctx.now, HEADS, |_| {}).await?;
            while store.sweep(ctx.now).await.context("sweeping what has run out")? {}
            self.remind(&ctx).await;
            // After an update that finds by other keys; the record is kept and read meanwhile.
            if store.edition().await.context("reading the state of the index")? != EDITION {
                let things = index(store).await.context("making the index of words anew")?;
                tracing::info!(things, "index of words made anew");
            }
        }
        // With each seal, so that what a torn log or an older copy of the database lacks is known from then on.
        if sealed.seals > 0 || !is_exported(&self.data, ctx.today()) {
            export(store, &self.data, ctx.today()).await?;
        }
        Ok(sealed)
    }

    /// The last round: seals what is left and exports the last seal of the day.
    ///
    /// # Errors
    /// As [`Keeper::round`].
    pub async fn last_round(&self) -> anyhow::Result<()> {
        self.round().await?;
        export(self.app.store(), &self.data, self.app.context(Actor::System).today()).await?;
        Ok(())
    }

    /// Rounds without end.
    pub async fn run(&self) {
        loop {
            match self.round().await {
                Ok(Sealed { seals: 0, .. }) => {}
                Ok(sealed) => {
                    tracing::info!(
                        seal.count = sealed.seals,
                        seal.heads = sealed.heads,
                        "journal sealed"
                    );
                }
                Err(error) => {
                    tracing::warn!(error = format!("{error:#}"), "a round of the keeper failed");
                }
            }
            tokio::time::sleep(REST).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{FixedClock, World};
    use kelisim_domain::journal::Hash;

    #[tokio::test]
    async fn everything_is_sealed_in_batches_and_the_seals_chain() {
        for world in World::each().await {
            world.load_demo().await;
            let store = world.house.store();
            let sealed = seal_all(store, world.now(), 50, |_| {}).await.unwrap();
            assert!(sealed.seals >= 3 && sealed.heads > 100, "{sealed:?}");
            assert_eq!(store.unsealed(10).await.unwrap(), []);
            let mut before: Option<(i64, Hash)> = None;
            for seal in store.seals(0, 100).await.unwrap() {
                let heads = store.heads_of(seal.number).await.unwrap();
                seal.verify(before, &heads).unwrap();
                assert_eq!(store.missing_heads(seal.number).await.unwrap(), []);
                before = Some((seal.number, seal.hash));
            }
            assert_eq!(before.unwrap().0, i64::try_from(sealed.seals).unwrap());
            assert_eq!(seal_all(store, world.now(), 50, |_| {}).await.unwrap(), Sealed::default());
            world.end().await;
        }
    }

    #[tokio::test]
    async fn the_export_of_a_day_holds_the_last_seal_and_nothing_before_the_first_one() {
        for world in World::each().await {
            let (store, data) = (world.house.store(), &world.house.data);
            let day = jiff::civil::date(2026, 11, 22);
            assert_eq!(export(store, data, day).await.unwrap(), None);
            world.load_demo().await;
            seal_all(store, world.now(), 10_000, |_| {}).await.unwrap();
            let path = export(store, data, day).await.unwrap().unwrap();
            assert!(path.ends_with("seals/2026-11-22.json"));
            let text = std::fs::read_to_string(&path).unwrap();
            let exported: Exported = serde_json::from_str(&text).unwrap();
            assert_eq!(Some(exported.seal), store.last_seal().await.unwrap());
            world.end().await;
        }
    }

    #[tokio::test]
    async fn a_new_day_gets_its_own_file_and_the_old_one_stays() {
        for world in World::each().await {
            world.load_demo().await;
            let keeper = Keeper::new(world.house.app.clone(), world.house.data.clone());
            keeper.round().await.unwrap();
            let file = |name: &str| world.house.data.file("seals").join(name);
            let old = std::fs::read(file("2026-11-22.json")).unwrap();
            world.clock.advance(SignedDuration::from_hours(24));
            keeper.round().await.unwrap();
            assert!(file("2026-11-23.json").exists());
            assert_eq!(std::fs::read(file("2026-11-22.json")).unwrap(), old);
            world.end().await;
        }
    }

    #[tokio::test]
    async fn each_seal_is_exported_and_one_that_the_database_lacks_is_known() {
        for world in World::each().await {
            let keeper = Keeper::new(world.house.app.clone(), world.house.data.clone());
            assert_eq!(held(&world.house.data).unwrap(), []);
            world.load_demo().await;
            keeper.round().await.unwrap();
            let last = world.house.store().last_seal().await.unwrap().unwrap();
            let held = held(&world.house.data).unwrap();
            assert_eq!(
                held.iter().map(|h| h.seal.clone()).collect::<Vec<_>>(),
                *std::slice::from_ref(&last)
            );
            let holds = async |root| {
                let store = world.house.store();
                kelisim_store::verify::verify(store, &[root], &mut |_| {}).await.unwrap().holds()
            };
            assert!(holds(last.hash).await);
            assert!(!holds(Hash::of(b"a seal that went with the end of the log")).await);
            world.end().await;
        }
    }

    #[tokio::test]
    async fn a_second_keeper_waits_until_the_lease_of_the_first_has_run_out() {
        for world in World::each().await {
            let app = || world.house.app.clone();
            let first = Keeper::new(app(), world.house.data.clone());
            let second = Keeper::new(app(), world.house.data.clone());
            first.round().await.unwrap();
            world.load_demo().await;
            assert_eq!(second.round().await.unwrap(), Sealed::default());
            world.clock.advance(SignedDuration::from_secs(31));
            assert!(second.round().await.unwrap().heads > 100);
            world.end().await;
        }
    }

    #[test]
    fn the_fixed_clock_of_these_tests_stands_on_the_day_they_name() {
        let day = kelisim_app::Clock::now(&FixedClock::default())
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date();
        assert_eq!(day, jiff::civil::date(2026, 11, 22));
    }
}
