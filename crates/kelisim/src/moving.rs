//! `kelisim move`: the whole record from one database into another, empty one, compared afterwards.

use std::io::Write;

use anyhow::{Context as _, bail};
use kelisim_domain::journal::Hash;
use kelisim_store::Store;
use kelisim_store::keep::{Part, Record, Records as _, carry};
use sha2::{Digest as _, Sha256};

use crate::Outcome;
use crate::keep::{Progress, put_record, schema_fits};
use crate::restore::explained;
use crate::wiring::{Database, House, Place};

/// What `move` is told.
#[derive(Clone, clap::Args)]
pub struct Args {
    /// Database to read; it is left as it is.
    #[arg(long, value_name = "URL")]
    from: String,
    /// Empty database to fill.
    #[arg(long, value_name = "URL")]
    to: String,
    /// Folder of the keys of persons; both databases go with it.
    #[arg(long, value_name = "DIR", env = "KELISIM_DATA", default_value = "kelisim-data")]
    data: std::path::PathBuf,
}

impl std::fmt::Debug for Args {
    /// The addresses are left out, since a password may stand in them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Args").field("data", &self.data).finish_non_exhaustive()
    }
}

/// Carries the record and compares.
///
/// # Errors
/// When one of the databases cannot be used, or something fails on the way; the one to fill is empty then.
pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    if Database::parse(&args.from)? == Database::parse(&args.to)? {
        bail!("--from and --to name the same database");
    }
    let place = Place { data: args.data, database: Some(args.from) };
    let from = House::open_as_it_is(&place).await?;
    let to = Database::parse(&args.to)?.open().await?;
    let outcome = carry_over(&from, to.store().as_ref(), &mut std::io::stdout()).await;
    from.close().await;
    to.close().await;
    outcome
}

async fn carry_over(
    from: &House,
    to: &dyn Store,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Outcome> {
    let (here, there) = (from.store().describe(), to.describe());
    schema_fits(from.store()).await?;
    to.migrate().await.with_context(|| format!("making the tables in {there}"))?;
    let Some(fill) = to.fill().await.with_context(|| format!("beginning to fill {there}"))? else {
        bail!("{there} holds a record already; name an empty database with --to");
    };
    let mut snapshot = from.store().snapshot().await.with_context(|| format!("reading {here}"))?;
    let mut total = 0;
    for part in Part::ALL {
        total += snapshot.count(part).await.context("counting the records")?;
    }
    let mut progress = Progress::new("records", total);
    let mut origin = Digest::default();
    let mut seen = |part: Part, records: &[Record]| {
        progress.add(records.len() as u64);
        origin.add(part, records);
    };
    let persons = from.app.persons();
    carry(&mut snapshot, fill, persons, &mut seen, async || Ok(()))
        .await
        .map_err(|error| explained(error, &there))?;
    writeln!(
        out,
        "{} records carried from {here} to {there} in {} s",
        progress.done(),
        progress.took().as_secs()
    )?;
    let mut arrived = to.snapshot().await.with_context(|| format!("reading {there}"))?;
    let mut filled = Digest::default();
    for part in Part::ALL {
        loop {
            let page = arrived.next(part).await?;
            if page.is_empty() {
                break;
            }
            filled.add(part, &page);
        }
    }
    let readings = (snapshot.readings().await?, arrived.readings().await?);
    let mut same = true;
    for (part, here, there) in origin.parts(filled) {
        same &= compare(out, part.name(), here.0, here.1, there)?;
    }
    for (here, there) in readings.0.iter().zip(&readings.1) {
        same &= compare(out, here.table, here.rows, here.hash, (there.rows, there.hash))?;
    }
    if let Some(seal) = to.last_seal().await.context("reading the last seal")? {
        writeln!(out, "last seal {}: {}", seal.number, seal.hash)?;
    }
    if same {
        writeln!(out, "everything is the same in both; {here} was left as it was")?;
        Ok(Outcome::Fine)
    } else {
        writeln!(out, "fault: not everything is the same; go on with {here} and remove {there}")?;
        Ok(Outcome::FaultFound)
    }
}

fn compare(
    out: &mut (dyn Write + Send),
    what: &str,
    count: u64,
    hash: Hash,
    there: (u64, Hash),
) -> anyhow::Result<bool> {
    let same = (count, hash) == there;
    if same {
        writeln!(out, "same {what}: {count}, {hash}")?;
    } else {
        writeln!(out, "fault: {what}: {count}, {hash}; arrived {}, {}", there.0, there.1)?;
    }
    Ok(same)
}

/// How many records of a part were carried, and a hash over them.
type Carried = (u64, Hash);

/// How many records each part has, and a hash over them as a backup would hold them.
#[derive(Default)]
struct Digest {
    parts: std::collections::BTreeMap<Part, (u64, Sha256)>,
}

impl Digest {
    fn add(&mut self, part: Part, records: &[Record]) {
        let (count, hash) = self.parts.entry(part).or_default();
        for record in records {
            *count += 1;
            // Writing into a hash never fails, and every record has its lines.
            if put_record(&mut Lines(hash), record).is_err() {
                hash.update([0]);
            }
        }
    }

    fn parts(mut self, mut other: Self) -> Vec<(Part, Carried, Carried)> {
        let ended = |(count, hash): (u64, Sha256)| (count, Hash(hash.finalize().into()));
        Part::ALL
            .into_iter()
            .map(|part| {
                let here = ended(self.parts.remove(&part).unwrap_or_default());
                let there = ended(other.parts.remove(&part).unwrap_or_default());
                (part, here, there)
            })
            .collect()
    }
}

/// A hash that can be written to.
struct Lines<'a>(&'a mut Sha256);

impl Write for Lines<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::World;

    #[tokio::test]
    async fn a_record_is_carried_to_each_engine_and_everything_is_the_same() {
        for world in World::each().await {
            world.load_demo().await;
            crate::demo_record::open_accounts(&world.house.app).await.unwrap();
            crate::keeper::seal_all(world.house.store(), world.now(), 100, |_| {}).await.unwrap();
            let before = world.house.store().dump().await.unwrap();
            for target in World::each().await {
                let mut out = Vec::new();
                let into = target.house.store();
                let outcome = carry_over(&world.house, into, &mut out).await.unwrap();
                let text = String::from_utf8(out).unwrap();
                assert_eq!(outcome, Outcome::Fine, "{text}");
                for line in ["same journal: ", "same seals: ", "same commitment: ", "last seal "] {
                    assert!(text.contains(line), "{text}");
                }
                assert!(!text.contains("fault"), "{text}");
                assert_eq!(into.dump().await.unwrap(), before);
                let error = carry_over(&world.house, into, &mut Vec::new()).await.unwrap_err();
                assert!(error.to_string().contains("holds a record already"), "{error}");
                target.end().await;
            }
            assert_eq!(world.house.store().dump().await.unwrap(), before);
            world.end().await;
        }
    }

    #[tokio::test]
    async fn one_database_is_not_moved_onto_itself() {
        let args = Args {
            from: "sqlite:a.db".to_owned(),
            to: "sqlite://a.db".to_owned(),
            data: "unused".into(),
        };
        let error = run(args).await.unwrap_err();
        assert!(error.to_string().contains("the same database"), "{error}");
    }

    #[test]
    fn what_differs_is_told() {
        let mut out = Vec::new();
        let (one, other) = (Hash::of(b"1"), Hash::of(b"2"));
        assert!(compare(&mut out, "seals", 1, one, (1, one)).unwrap());
        assert!(!compare(&mut out, "seals", 1, one, (1, other)).unwrap());
        assert!(!compare(&mut out, "seals", 1, one, (2, one)).unwrap());
        assert_eq!(String::from_utf8(out).unwrap().matches("fault: seals").count(), 2);
    }
}
