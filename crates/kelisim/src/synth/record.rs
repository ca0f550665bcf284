//! A record of any size: sources with short texts, commitments and reported figures that quote them.
//!
//! Everything goes through the journal by the rules that hold for people. Threads make batches, as many tasks as the
//! database has writers commit them, one batch in one transaction.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context as _, anyhow, bail};
use jiff::Timestamp;
use kelisim_app::growing::{About, Growing};
use kelisim_app::{Actor, App, Clock};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::{self, Registry, RegistryCode};
use kelisim_domain::text::{Language, Text4};
use kelisim_i18n::{Country, Locale};
use kelisim_store::Change;
use kelisim_store::reading::Kind;
use tokio::sync::{Mutex, mpsc};

use super::batch::{Batch, PER_BATCH};
use crate::demo_record::told;
use crate::init;
use crate::keep::Progress;
use crate::keeper::{self, Sealed};
use crate::wiring::{House, Place};

/// Registries that are filled.
const REGISTRIES: [&str; 20] = [
    "KG", "KZ", "UZ", "TJ", "TM", "AZ", "AM", "GE", "MN", "BY", "MD", "RS", "AL", "MK", "JO", "MA",
    "KE", "GH", "VN", "LA",
];
/// Partner countries.
const PARTNERS: usize = 200;
/// Heads of one seal.
const HEADS: i64 = 10_000;

/// What `synth record` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many commitments.
    #[arg(long, value_name = "N", default_value_t = 500_000)]
    commitments: u64,
    /// How many reported figures.
    #[arg(long, value_name = "N", default_value_t = 500_000)]
    observations: u64,
    /// The same seed gives the same record.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    place: Place,
}

/// Fills the record and seals it.
///
/// # Errors
/// When the place cannot be opened or written, or holds a record already.
pub async fn run(args: Args) -> anyhow::Result<()> {
    let clock = Arc::new(BatchClock::default());
    let house = House::open_by(&args.place, Arc::clone(&clock) as Arc<dyn Clock>).await?;
    let size = Size { commitments: args.commitments, observations: args.observations };
    fill(&house, size, args.seed).await?;
    let begun = Instant::now();
    clock.stand_at(size.batches());
    let sealed = keeper::seal_all(house.store(), clock.now(), HEADS, |done: Sealed| {
        if done.seals.is_multiple_of(10) {
            eprintln!("{} streams sealed", done.heads);
        }
    })
    .await?;
    eprintln!(
        "{} streams sealed with {} seals in {} s",
        sealed.heads,
        sealed.seals,
        begun.elapsed().as_secs()
    );
    while house.store().sweep(clock.now()).await.context("folding the counts")? {}
    house.close().await;
    Ok(())
}

/// How much is made up.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Commitments.
    pub commitments: u64,
    /// Reported figures.
    pub observations: u64,
}

impl Size {
    const fn batches(self) -> u64 {
        let larger =
            if self.commitments > self.observations { self.commitments } else { self.observations };
        larger.div_ceil(PER_BATCH)
    }

    /// How many of each are in a batch.
    const fn in_batch(self, number: u64) -> (u64, u64) {
        (part(self.commitments, number), part(self.observations, number))
    }

    const fn total(self) -> u64 {
        self.commitments.saturating_add(self.observations)
    }
}

const fn part(whole: u64, number: u64) -> u64 {
    let left = whole.saturating_sub(number * PER_BATCH);
    if left > PER_BATCH { PER_BATCH } else { left }
}

/// A clock that moves on one second with each batch, so that the same seed gives the same entries.
#[derive(Debug, Default)]
struct BatchClock(AtomicI64);

impl BatchClock {
    fn stand_at(&self, batch: u64) {
        self.0.store(i64::try_from(batch).unwrap_or(0), Ordering::Relaxed);
    }
}

impl Clock for BatchClock {
    fn now(&self) -> Timestamp {
        // The first of January 2026.
        let second = 1_767_225_600 + self.0.load(Ordering::Relaxed);
        Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// Fills an empty record.
///
/// # Errors
/// When there is a record already, or the store cannot be written.
pub async fn fill(house: &House, size: Size, seed: u64) -> anyhow::Result<()> {
    let partners = begin(house).await?;
    let next = Arc::new(AtomicU64::new(0));
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (sender, receiver) = mpsc::channel::<anyhow::Result<(u64, Change)>>(threads * 2);
    for _ in 0..threads {
        let clock = Arc::new(BatchClock::default());
        let app = house.app_by(Arc::clone(&clock) as Arc<dyn Clock>)?;
        let (next, sender, partners) = (Arc::clone(&next), sender.clone(), Arc::clone(&partners));
        tokio::task::spawn_blocking(move || {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= size.batches() {
                    return;
                }
                clock.stand_at(number);
                let (commitments, observations) = size.in_batch(number);
                let made = make(&app, &partners, seed, number, (commitments, observations))
                    .map(|change| (commitments + observations, change));
                // The other end is gone when writing failed, which is told there.
                if sender.blocking_send(made).is_err() {
                    return;
                }
            }
        });
    }
    drop(sender);
    let receiver = Mutex::new(receiver);
    let progress = Mutex::new(Progress::new("things", size.total()));
    let writers = (0..house.writers()).map(|_| write(house, &receiver, &progress));
    all(writers).await?;
    Ok(())
}

/// Waits for all of them; the first error ends it.
async fn all(
    writers: impl Iterator<Item = impl Future<Output = anyhow::Result<()>>>,
) -> anyhow::Result<()> {
    let mut writers: Vec<_> = writers.map(Box::pin).collect();
    std::future::poll_fn(|cx| {
        let mut failed = None;
        writers.retain_mut(|writer| match writer.as_mut().poll(cx) {
            std::task::Poll::Pending => true,
            std::task::Poll::Ready(done) => {
                failed = failed.take().or(done.err());
                false
            }
        });
        match failed {
            Some(error) => std::task::Poll::Ready(Err(error)),
            None if writers.is_empty() => std::task::Poll::Ready(Ok(())),
            None => std::task::Poll::Pending,
        }
    })
    .await
}

async fn write(
    house: &House,
    receiver: &Mutex<mpsc::Receiver<anyhow::Result<(u64, Change)>>>,
    progress: &Mutex<Progress>,
) -> anyhow::Result<()> {
    loop {
        let made = receiver.lock().await.recv().await;
        let Some(made) = made else { return Ok(()) };
        let (things, change) = made?;
        house.store().commit(&change).await.context("writing a batch")?;
        progress.lock().await.add(things);
    }
}

fn make(
    app: &App,
    partners: &[PartyCode],
    seed: u64,
    number: u64,
    (commitments, observations): (u64, u64),
) -> anyhow::Result<Change> {
    let ctx = app.context(Actor::System);
    let registry = REGISTRIES
        .get(usize::try_from(number).unwrap_or(0) % REGISTRIES.len())
        .ok_or_else(|| anyhow!("no registry"))?;
    Batch::new(&ctx, seed, number, registry.parse()?, partners)?.make(commitments, observations)
}

/// Registries and partners; refuses a database that holds a record.
async fn begin(house: &House) -> anyhow::Result<Arc<[PartyCode]>> {
    let store = house.store();
    if !store.all(Kind::Registry).await.context("reading the registries")?.is_empty() {
        bail!("{} holds a record already; name an empty database", store.describe());
    }
    let ctx = house.system();
    let mut change = Change::default();
    for code in REGISTRIES {
        let code: RegistryCode = code.parse()?;
        let country = Country::by_code(code.as_str()).map_or("", |c| c.name(Locale::En));
        let name = Text4::new(Language::En, &format!("Made-up registry of {country}"))?;
        let event = registry::Event::Named { code, name, demonstration: true };
        let mut growing = Growing::<Registry>::new(code.stream());
        growing.push(&ctx, &event, About::TODAY).map_err(told)?;
        change.appends.push(growing.finish(&ctx)?);
    }
    let mut partners = Vec::new();
    for country in Country::all() {
        let code: PartyCode = country.alpha2.parse()?;
        change.appends.push(init::state(&ctx, country, code.clone())?);
        if partners.len() < PARTNERS {
            partners.push(code);
        }
    }
    store.commit(&change).await.context("writing registries and parties")?;
    Ok(partners.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;
    use kelisim_domain::commitment::Commitment;
    use kelisim_domain::source::Source;
    use kelisim_store::verify;

    const SMALL: Size = Size { commitments: 700, observations: 900 };

    #[tokio::test]
    async fn the_same_seed_gives_the_same_entries_on_each_engine_and_another_seed_others() {
        let mut seen = std::collections::BTreeSet::new();
        let worlds = [World::each().await, World::each().await].into_iter().flatten();
        let mut heads = Vec::new();
        for world in worlds {
            // Parties are entered by the house's own clock, which stands still here.
            fill(&world.house, SMALL, 7).await.unwrap();
            heads.push(world.house.store().unsealed(10_000).await.unwrap());
            world.end().await;
        }
        for other in &heads {
            assert_eq!(*other, heads[0]);
        }
        seen.extend(heads.remove(0).into_iter().map(|h| h.hash));
        let world = World::sqlite().await;
        fill(&world.house, SMALL, 8).await.unwrap();
        let others = world.house.store().unsealed(10_000).await.unwrap();
        let shared = others.iter().filter(|h| seen.contains(&h.hash)).count();
        assert_eq!(shared, REGISTRIES.len() + Country::all().len(), "registries and parties only");
        world.end().await;
    }

    #[tokio::test]
    async fn a_made_up_record_verifies_rebuilds_to_the_byte_and_its_quotations_hold() {
        for world in World::each().await {
            fill(&world.house, SMALL, 7).await.unwrap();
            let store = world.house.store();
            keeper::seal_all(store, world.now(), HEADS, |_| {}).await.unwrap();
            let report = verify::verify(store, &[], &mut |_| {}).await.unwrap();
            assert!(report.holds(), "{:?}", report.faults);
            let before = store.dump().await.unwrap();
            let persons = world.house.app.persons();
            kelisim_store::replay::rebuild(store, persons, &mut |_| {}).await.unwrap();
            assert_eq!(store.dump().await.unwrap(), before);
            let mut counts = [0, 0, 0];
            for (stream, kind, _) in store.streams(None, 10_000).await.unwrap() {
                let today = jiff::civil::date(2026, 11, 22);
                match kind.as_str() {
                    "source" => counts[0] += 1,
                    "observation" => counts[2] += 1,
                    "commitment" => {
                        counts[1] += 1;
                        let body = store.one(Kind::Commitment, stream.uuid(), today).await.unwrap();
                        let this: Commitment = serde_json::from_str(&body.unwrap().body).unwrap();
                        for said in &this.statements {
                            let quotation = &said.what.quotation;
                            let id = quotation.source.uuid();
                            let body = store.one(Kind::Source, id, today).await.unwrap().unwrap();
                            let source: Source = serde_json::from_str(&body.body).unwrap();
                            let text = store.blob(source.text).await.unwrap().unwrap();
                            assert!(quotation.holds_in(std::str::from_utf8(&text).unwrap()));
                        }
                    }
                    _ => {}
                }
            }
            assert_eq!([counts[1], counts[2]], [700, 900]);
            assert!(counts[0] > 10);
            let error = fill(&world.house, SMALL, 7).await.unwrap_err();
            assert!(format!("{error:#}").contains("empty database"), "{error:#}");
            world.end().await;
        }
    }
}
