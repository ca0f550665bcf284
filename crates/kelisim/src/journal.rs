//! `kelisim journal`: is the record what was written, and are its pages what the record says.
//!
//! Exit codes: 0 everything holds, 1 a fault was found, 2 the check could not be made.

use std::io::{BufWriter, Write};

use anyhow::{Context as _, anyhow};
use kelisim_domain::journal::Hash;
use kelisim_store::replay;
use kelisim_store::verify::{self, VerifyReport};

use crate::Outcome;
use crate::keeper::held;
use crate::wiring::{House, Place};

/// What `journal` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Checks each entry, each chain and each seal; exit code 1 when one of them does not hold.
    Verify(Verify),
    /// Writes the reading tables anew from the journal; exit code 1 when the journal cannot be read back.
    Rebuild(Rebuild),
    /// Prints each entry as a line of JSON, stream by stream in order.
    Entries(Entries),
    /// Prints each row of the reading tables as a line, to compare two houses or two moments of one.
    Readings(Readings),
}

#[derive(Debug, clap::Args)]
struct Verify {
    /// Hash of a seal that was held outside (64 hexadecimal digits); must be among the seals. May be given often.
    #[arg(long = "root", value_name = "HEX", value_parser = hash)]
    roots: Vec<Hash>,
    /// Also every seal that was exported to the data folder must be among the seals: finds what a torn log or an older copy
    /// of the database lacks.
    #[arg(long)]
    exported: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
struct Rebuild {
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
struct Entries {
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, clap::Args)]
struct Readings {
    #[command(flatten)]
    place: Place,
}

fn hash(text: &str) -> anyhow::Result<Hash> {
    Hash::from_hex(text.trim()).ok_or_else(|| {
        anyhow!("not 64 hexadecimal digits; take the field hash of a file in DATA/seals")
    })
}

/// Checks or rebuilds.
///
/// # Errors
/// When the database cannot be opened or read, which says nothing about the record.
pub async fn run(args: Args) -> anyhow::Result<Outcome> {
    match args.what {
        What::Verify(args) => {
            let house = House::open_existing(&args.place).await?;
            let mut roots = args.roots;
            if args.exported {
                roots.extend(held(&house.data)?.into_iter().map(|exported| exported.seal.hash));
            }
            let outcome = check(&house, &roots, &mut std::io::stdout()).await;
            house.close().await;
            outcome
        }
        What::Rebuild(args) => {
            let house = House::open_existing(&args.place).await?;
            let outcome = rebuild(&house, &mut std::io::stdout()).await;
            house.close().await;
            outcome
        }
        What::Entries(args) => {
            let house = House::open_existing(&args.place).await?;
            let written = entries(&house, &mut BufWriter::new(std::io::stdout())).await;
            house.close().await;
            written.map(|()| Outcome::Fine)
        }
        What::Readings(args) => {
            let house = House::open_existing(&args.place).await?;
            let written = readings(&house, &mut BufWriter::new(std::io::stdout())).await;
            house.close().await;
            written.map(|()| Outcome::Fine)
        }
    }
}

async fn check(
    house: &House,
    roots: &[Hash],
    out: &mut (dyn std::io::Write + Send),
) -> anyhow::Result<Outcome> {
    let mut shown = 0;
    let mut progress = |report: &VerifyReport| {
        if report.streams >= shown + 100_000 {
            shown = report.streams;
            eprintln!("{} streams, {} entries checked", report.streams, report.entries);
        }
    };
    let report =
        verify::verify(house.store(), roots, &mut progress).await.context("reading the journal")?;
    let VerifyReport { streams, entries, seals, .. } = &report;
    writeln!(
        out,
        "checked {streams} streams, {entries} entries, {seals} seals in {}",
        house.store().describe()
    )?;
    if report.holds() {
        match &report.last {
            Some(seal) => {
                writeln!(
                    out,
                    "everything holds; last seal {} of {}: {}",
                    seal.number, seal.sealed_at, seal.hash
                )?;
            }
            None => writeln!(out, "everything holds; nothing is sealed yet")?,
        }
        if !roots.is_empty() {
            writeln!(out, "{} held outside, all among the seals", roots.len())?;
        }
        return Ok(Outcome::Fine);
    }
    for fault in &report.faults {
        writeln!(out, "fault: {fault}")?;
    }
    if let Some((stream, version)) = report.first_entry() {
        writeln!(out, "first bad entry: stream {stream}, version {version}")?;
    }
    writeln!(
        out,
        "keep this database as it is, and compare it with a backup made before the fault"
    )?;
    Ok(Outcome::FaultFound)
}

async fn rebuild(house: &House, out: &mut (dyn std::io::Write + Send)) -> anyhow::Result<Outcome> {
    let mut shown = 0;
    let mut progress = |done: replay::Rebuilt| {
        if done.streams >= shown + 100_000 {
            shown = done.streams;
            eprintln!("{} streams, {} entries replayed", done.streams, done.entries);
        }
    };
    match replay::rebuild(house.store(), house.app.persons(), &mut progress).await {
        Ok(done) => {
            writeln!(
                out,
                "reading tables written anew from {} streams, {} entries in {}",
                done.streams,
                done.entries,
                house.store().describe()
            )?;
            Ok(Outcome::Fine)
        }
        Err(replay::ReplayError::Store(error)) => Err(error).context("writing the reading tables"),
        Err(fault) => {
            writeln!(out, "fault: {:#}", anyhow!(fault))?;
            writeln!(out, "the reading tables are as they were; kelisim journal verify says more")?;
            Ok(Outcome::FaultFound)
        }
    }
}

/// Streams read at a time.
const STREAMS: i64 = 500;

/// One entry as it is printed; its payload is canonical JSON inside a text, so that its hash can be checked.
#[derive(serde::Serialize)]
struct Line<'a> {
    stream: String,
    version: i64,
    kind: &'a str,
    recorded_at: String,
    valid_from: Option<String>,
    known_on: String,
    actor: Option<String>,
    source: Option<String>,
    payload: &'a str,
    prev: String,
    hash: String,
}

async fn entries(house: &House, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    let store = house.store();
    let mut after = None;
    loop {
        let page = store.streams(after, STREAMS).await.context("reading the streams")?;
        let Some((last, ..)) = page.last() else { break };
        after = Some(*last);
        for (stream, ..) in page {
            for entry in store.entries(stream).await.context("reading the journal")? {
                let new = &entry.new;
                let line = Line {
                    stream: entry.stream.to_string(),
                    version: entry.version,
                    kind: &new.kind,
                    recorded_at: new.recorded_at.to_string(),
                    valid_from: new.valid_from.map(|date| date.to_string()),
                    known_on: new.known_on.to_string(),
                    actor: new.actor.map(|actor| actor.to_string()),
                    source: new.source.map(|source| source.to_string()),
                    payload: &new.payload,
                    prev: entry.prev.to_string(),
                    hash: entry.hash.to_string(),
                };
                serde_json::to_writer(&mut *out, &line).context("writing an entry")?;
                out.write_all(b"\n").context("writing an entry")?;
            }
        }
    }
    out.flush().context("writing the last entry")
}

async fn readings(house: &House, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    for row in house.store().dump().await.context("reading the reading tables")? {
        writeln!(out, "{}", row.escape_debug()).context("writing a row")?;
    }
    out.flush().context("writing the last row")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keeper;
    use crate::testing::World;

    async fn told(house: &House, roots: &[Hash]) -> (Outcome, String) {
        let mut out = Vec::new();
        let outcome = check(house, roots, &mut out).await.unwrap();
        (outcome, String::from_utf8(out).unwrap())
    }

    #[tokio::test]
    async fn an_untouched_record_holds_and_a_root_held_outside_is_found_in_it() {
        for world in World::each().await {
            world.load_demo().await;
            let store = world.house.store();
            keeper::seal_all(store, world.now(), 100, |_| {}).await.unwrap();
            let root = store.last_seal().await.unwrap().unwrap().hash;
            let (outcome, text) = told(&world.house, &[root]).await;
            assert_eq!(outcome, Outcome::Fine, "{text}");
            assert!(text.contains(&root.to_string()), "{text}");
            let (outcome, text) = told(&world.house, &[Hash::of(b"another house")]).await;
            assert_eq!(outcome, Outcome::FaultFound, "{text}");
            assert!(text.contains(&Hash::of(b"another house").to_string()), "{text}");
            world.end().await;
        }
    }

    #[tokio::test]
    async fn a_rebuild_leaves_every_reading_table_as_it_was() {
        for world in World::each().await {
            world.load_demo().await;
            crate::demo_record::open_accounts(&world.house.app).await.unwrap();
            let before = world.house.store().dump().await.unwrap();
            assert!(before.len() > 200, "{}", before.len());
            let mut out = Vec::new();
            assert_eq!(rebuild(&world.house, &mut out).await.unwrap(), Outcome::Fine);
            assert_eq!(world.house.store().dump().await.unwrap(), before);
            world.end().await;
        }
    }

    #[tokio::test]
    async fn every_entry_and_every_row_is_printed_on_a_line_of_its_own() {
        for world in World::each().await {
            world.load_demo().await;
            let mut out = Vec::new();
            entries(&world.house, &mut out).await.unwrap();
            let text = String::from_utf8(out).unwrap();
            let report = verify::verify(world.house.store(), &[], &mut |_| {}).await.unwrap();
            assert_eq!(text.lines().count() as u64, report.entries);
            for line in text.lines() {
                let line: serde_json::Value = serde_json::from_str(line).unwrap();
                assert!(line["payload"].is_string() && line["version"].is_i64(), "{line}");
            }
            let mut out = Vec::new();
            readings(&world.house, &mut out).await.unwrap();
            let rows = world.house.store().dump().await.unwrap().len();
            assert_eq!(String::from_utf8(out).unwrap().lines().count(), rows);
            world.end().await;
        }
    }

    #[tokio::test]
    async fn a_database_that_is_not_there_is_not_made_and_praised() {
        let scratch = crate::testing::Scratch::new();
        let place = Place { data: scratch.path.clone(), database: None };
        let Err(error) = House::open_existing(&place).await else { panic!("there is none") };
        assert!(format!("{error:#}").contains("kelisim.db"), "{error:#}");
        assert!(!scratch.path.join("kelisim.db").exists());
    }

    #[test]
    fn a_root_of_another_form_is_refused_with_where_to_find_one() {
        assert!(hash("abc").unwrap_err().to_string().contains("DATA/seals"));
        assert_eq!(hash(&"0".repeat(64)).unwrap(), Hash::ZERO);
    }
}
