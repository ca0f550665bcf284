//! `cargo xtask bench`: how fast the house is on this machine, with the database and the load beside it.
//!
//! Loopback only, bounded counts and times. [`house`] fills a database and serves it, [`load`] drives it, [`django`]
//! shows the same rows with another framework in the same run. What is measured and how stands in `bench/README.md`.

mod django;
mod form;
mod house;
mod http;
mod load;
mod opening;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::cluster::{Cluster, Durability};
use crate::machine::{self, Need};
use crate::{process, workspace};

use house::House;
use load::Measured;

/// Measure pages, writes, start and memory on SQLite and PostgreSQL, beside a Django page of the same content.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many commitments, and how many reported figures.
    #[arg(long, value_name = "N", default_value_t = 500_000)]
    rows: u32,
    /// How long each page is asked for, and how long is written.
    #[arg(long, value_name = "S", default_value_t = 15)]
    seconds: u16,
    /// How many requests are under way at once.
    #[arg(long, value_name = "N", default_value_t = 16)]
    connections: u16,
    /// A short run on 10,000 of each, to see that everything works; its figures mean nothing.
    #[arg(long)]
    quick: bool,
    /// Measures this executable instead of building one.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Leaves out the page in Django.
    #[arg(long)]
    no_django: bool,
    /// Plays the opening hour of a call instead: applicants who send and ask what became of it, all at once.
    #[arg(long)]
    opening: bool,
    /// With `--opening`: how many apply.
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(100..=200_000))]
    applicants: u32,
    /// With `--opening`: bytes of each document of an applicant.
    #[arg(long, value_name = "BYTES", default_value_t = 40_000, value_parser = clap::value_parser!(u32).range(64..=1_000_000))]
    document: u32,
    /// With `--opening`: submissions a second.
    #[arg(long, value_name = "N", default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    submissions: u32,
    /// With `--opening`: readings of a status a second.
    #[arg(long, value_name = "N", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    reads: u32,
    /// Measures one database only.
    #[arg(long, value_name = "ENGINE")]
    only: Option<Engine>,
}

/// A database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// How much and how long.
#[derive(Debug, Clone, Copy)]
struct Size {
    rows: u32,
    time: Duration,
    connections: u16,
}

/// Measures and prints a table in Markdown.
pub fn run(args: &Args) -> Result<()> {
    machine::prepare(&[Need::Postgres])?;
    if args.opening {
        return opening_hour(args);
    }
    if process::on_path("wrk").is_none() {
        bail!(
            "wrk is missing; run this line, then start again:\n\n    sudo apt-get install --yes wrk\n"
        );
    }
    let size = if args.quick {
        Size { rows: 10_000, time: Duration::from_secs(2), connections: args.connections }
    } else {
        let time = Duration::from_secs(u64::from(args.seconds.clamp(1, 120)));
        Size { rows: args.rows.min(2_000_000), time, connections: args.connections.clamp(1, 256) }
    };
    let root = workspace::root()?;
    let binary = executable(args, &root)?;
    let mut report = head(size);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if args.only.is_some_and(|only| only != engine) {
            continue;
        }
        // A cluster that writes through to the disk: a durable write is what is measured.
        let cluster = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Cluster::start(Durability::Kept)?),
        };
        let house = House::fill(&binary, cluster.as_ref().map(Cluster::url), size.rows)
            .with_context(|| format!("filling {}", engine.name()))?;
        measure(&house, engine, size, &mut report)?;
        if let Some(cluster) = cluster.as_ref().filter(|_| !args.no_django) {
            let measured = django::measure(&root, cluster.url(), size)?;
            line(
                &mut report,
                engine,
                "The same rows in Django (gunicorn, 2 processes, no sign-in)",
                &measured,
            );
        }
    }
    println!("{report}");
    Ok(())
}

/// Plays the opening hour on each database and prints a table in Markdown.
fn opening_hour(args: &Args) -> Result<()> {
    let hour = opening::Hour {
        applicants: if args.quick { 200 } else { args.applicants },
        document: args.document,
        submissions: args.submissions,
        reads: args.reads,
    };
    let binary = executable(args, &workspace::root()?)?;
    let mut report = format!(
        "{} applicants, documents of {} bytes, {} submissions and {} readings a second, timed from when they were due.\n\n\
         | Database | What | Answered | Per second | p50 | p99 | p99.9 | Failed | Lost |\n\
         | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
        hour.applicants, hour.document, hour.submissions, hour.reads,
    );
    for engine in [Engine::Sqlite, Engine::Postgres] {
        if args.only.is_some_and(|only| only != engine) {
            continue;
        }
        let cluster = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Cluster::start(Durability::Kept)?),
        };
        let measured = opening::play(&binary, cluster.as_ref().map(Cluster::url), hour)
            .with_context(|| format!("the opening hour on {}", engine.name()))?;
        let lost = measured.lost.to_string();
        for (what, series, lost) in
            [("Submission", &measured.sent, lost.as_str()), ("Status", &measured.read, "")]
        {
            let _ = writeln!(
                report,
                "| {} | {what} | {} | {:.0} | {} | {} | {} | {} | {lost} |",
                engine.name(),
                series.answered(),
                series.per_second(),
                millis(series.within(500)),
                millis(series.within(990)),
                millis(series.within(999)),
                series.failed,
            );
            if let Some(why) = &series.first_failure {
                eprintln!("{what}: {why}");
            }
        }
    }
    println!("{report}");
    Ok(())
}

fn executable(args: &Args, root: &Path) -> Result<PathBuf> {
    args.binary.clone().map_or_else(|| build(root), Ok)
}

fn build(root: &Path) -> Result<PathBuf> {
    let mut build = Command::new(workspace::cargo());
    build.current_dir(root).args(["build", "--release", "--locked", "--package", "kelisim"]);
    process::run(&mut build)?;
    Ok(workspace::target(root).join("release").join("kelisim"))
}

fn head(size: Size) -> String {
    let Size { rows, time, connections } = size;
    format!(
        "{rows} commitments and {rows} reported figures; {connections} requests under way; {} s each; {} cores shared by \
         database, house and load.\n\n\
         | Database | What | Per second | p50 | p99 | Failed |\n| --- | --- | ---: | ---: | ---: | ---: |\n",
        time.as_secs(),
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    )
}

fn line(report: &mut String, engine: Engine, what: &str, measured: &Measured) {
    let Measured { per_second, p50, p99, failed } = measured;
    let _ = writeln!(
        report,
        "| {} | {what} | {per_second:.0} | {p50} | {p99} | {failed} |",
        engine.name()
    );
}

fn plain(report: &mut String, engine: Engine, what: &str, value: &str) {
    let _ = writeln!(report, "| {} | {what} | {value} | | | |", engine.name());
}

fn measure(house: &House, engine: Engine, size: Size, report: &mut String) -> Result<()> {
    let cold = house.serve()?;
    let start = cold.ready_after;
    let idle = cold.anonymous_memory()?;
    drop(cold);
    let warm = house.serve()?;
    plain(report, engine, "Start to the first answer of /health, first", &millis(start));
    plain(report, engine, "Start to the first answer of /health, again", &millis(warm.ready_after));
    plain(report, engine, "Memory without mapped files, idle", &idle);
    let officer = warm.sign_in()?;
    for (what, path) in officer.pages()? {
        let measured = load::pages(&warm, &path, Some(officer.cookie()), size)?;
        line(report, engine, &what, &measured);
    }
    for (what, path) in [("Public page, cached", "/en/promises"), ("/health", "/health")] {
        line(report, engine, what, &load::pages(&warm, path, None, size)?);
    }
    line(
        report,
        engine,
        "Durable writes (a verdict through the form)",
        &load::writes(&warm, &officer, size)?,
    );
    plain(report, engine, "Memory without mapped files, after the load", &warm.anonymous_memory()?);
    Ok(())
}

fn millis(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}
