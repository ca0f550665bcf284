//! `cargo xtask test`: everything that must hold before a change lands.
//!
//! Each part of the work is a [`Step`]; a step that fails does not keep the next from running, so that one
//! run shows all that is wrong. The last line printed is the plain count of all tests.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{fs, io};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::cluster::{Cluster, Durability};
use crate::machine::{self, Need};
use crate::tally::Tally;
use crate::{layers, migrations, process, workspace};

/// Run format, lints, checks, every test on both databases and the browser tests.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Leave out the documentation and the browser tests.
    #[arg(long)]
    fast: bool,
    /// Run one part only.
    #[arg(long, value_name = "PART")]
    only: Option<Part>,
}

/// A part that can be run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Tests in Rust and unit tests of scripts.
    Rust,
    /// Tests in a browser.
    Browser,
    /// Format, lints, layers, migrations, documentation.
    Lint,
}

/// Where the work is done, and on which database.
struct Place {
    root: PathBuf,
    cluster: Option<Cluster>,
}

/// A step of the work; it adds the tests it ran to the tally.
struct Step {
    name: &'static str,
    part: Part,
    slow: bool,
    run: fn(&Place, &mut Tally) -> Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "format", part: Part::Lint, slow: false, run: format },
    Step { name: "lints", part: Part::Lint, slow: false, run: lints },
    Step { name: "layers", part: Part::Lint, slow: false, run: check_layers },
    Step { name: "migrations", part: Part::Lint, slow: false, run: check_migrations },
    Step { name: "documentation", part: Part::Lint, slow: true, run: documentation },
    Step { name: "tests in Rust, on both databases", part: Part::Rust, slow: false, run: rust },
    Step { name: "unit tests of scripts", part: Part::Rust, slow: false, run: scripts },
    Step { name: "tests in the browser", part: Part::Browser, slow: true, run: browser },
];

/// Runs the chosen steps and prints the counts.
pub fn run(args: &Args) -> Result<()> {
    let chosen: Vec<&Step> = STEPS
        .iter()
        .filter(|step| args.only.is_none_or(|part| part == step.part))
        .filter(|step| !(args.fast && step.slow))
        .collect();
    if chosen.is_empty() {
        bail!("--fast leaves nothing of what --only names");
    }
    let place = prepare(&chosen)?;
    let mut tally = Tally::default();
    let mut broken = Vec::new();
    for step in chosen {
        println!("\n== {} ==", step.name);
        let begun = Instant::now();
        let failed_before = tally.failed;
        let outcome = (step.run)(&place, &mut tally);
        let seconds = begun.elapsed().as_secs_f32();
        match outcome {
            Ok(()) => println!("-- {}: ok, {seconds:.1} s", step.name),
            Err(error) => {
                println!("-- {}: FAILED, {seconds:.1} s: {error:#}", step.name);
                broken.push(step.name);
                // A step that broke without naming a failed test is a failure all the same.
                if tally.failed == failed_before {
                    tally.failed += 1;
                }
            }
        }
    }
    drop(place);
    println!();
    if !broken.is_empty() {
        println!("failed: {}", broken.join("; "));
    }
    println!("{tally}");
    if broken.is_empty() && tally.failed == 0 { Ok(()) } else { bail!("not everything holds") }
}

fn prepare(chosen: &[&Step]) -> Result<Place> {
    let has = |part: Part| chosen.iter().any(|step| step.part == part);
    let mut needs = Vec::new();
    if has(Part::Rust) {
        needs.extend([Need::Postgres, Need::Node]);
    }
    if has(Part::Browser) {
        needs.extend([Need::Node, Need::Npm, Need::Chromium]);
    }
    needs.dedup();
    machine::prepare(&needs)?;
    let cluster = if has(Part::Rust) { Some(Cluster::start(Durability::Forgotten)?) } else { None };
    Ok(Place { root: workspace::root()?, cluster })
}

impl Place {
    fn cargo(&self) -> Command {
        let mut cargo = Command::new(workspace::cargo());
        cargo.current_dir(&self.root);
        if let Some(cluster) = &self.cluster {
            cargo.env("KELISIM_TEST_PG", cluster.url());
        }
        cargo
    }

    /// Node's test runner on these files, counted.
    fn node(&self, folder: &Path, files: &[PathBuf], tally: &mut Tally) -> Result<()> {
        let target = workspace::target(&self.root);
        let mut node = Command::new("node");
        // Two files at a time: while one waits for its house or its browser, the other goes on.
        node.current_dir(folder)
            .args(["--test", "--test-concurrency=2", "--test-reporter=spec"])
            .args(files)
            .env("KELISIM_BIN", target.join("debug/kelisim"))
            .env("KELISIM_SCREENS", target.join("screens"));
        if let Some(browser) = machine::chromium() {
            node.env("KELISIM_CHROMIUM", browser);
        }
        process::run_reading(&mut node, |line| tally.read_node(line))
    }
}

fn format(place: &Place, _tally: &mut Tally) -> Result<()> {
    process::run(place.cargo().args(["fmt", "--all", "--check"]))
}

fn lints(place: &Place, _tally: &mut Tally) -> Result<()> {
    let flags = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    process::run(place.cargo().args(flags))
}

fn check_layers(_place: &Place, _tally: &mut Tally) -> Result<()> {
    layers::run(&layers::Args {})
}

fn check_migrations(_place: &Place, _tally: &mut Tally) -> Result<()> {
    migrations::run(&migrations::Args {})
}

fn documentation(place: &Place, _tally: &mut Tally) -> Result<()> {
    let flags = ["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"];
    process::run(place.cargo().args(flags).env("RUSTDOCFLAGS", "-D warnings"))
}

fn rust(place: &Place, tally: &mut Tally) -> Result<()> {
    let flags = ["test", "--workspace", "--locked", "--no-fail-fast"];
    process::run_reading(place.cargo().args(flags), |line| tally.read_cargo(line))
}

/// Unit tests of scripts lie beside the scripts, in the rooms, and need nothing but Node.
fn scripts(place: &Place, tally: &mut Tally) -> Result<()> {
    let files = test_files(&place.root.join("crates"))?;
    if files.is_empty() {
        println!("no `*.test.mjs` in any room");
        return Ok(());
    }
    place.node(&place.root, &files, tally)
}

fn browser(place: &Place, tally: &mut Tally) -> Result<()> {
    let folder = place.root.join("e2e");
    install_packages(&folder)?;
    // With the tests' own selection of features, so that nothing but the executable is left to build.
    let flags = ["build", "--workspace", "--bins", "--tests", "--locked"];
    process::run(place.cargo().args(flags))?;
    let files = test_files(&folder)?;
    if files.is_empty() {
        bail!("there is no test in e2e/");
    }
    place.node(&folder, &files, tally)
}

fn test_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = workspace::entries(folder)?;
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    Ok(files)
}

/// Installs the packages of the browser tests, unless those that are there come from the same lock file.
fn install_packages(folder: &Path) -> Result<()> {
    let lock =
        fs::read(folder.join("package-lock.json")).context("reading e2e/package-lock.json")?;
    let mark = folder.join("node_modules/.installed-lock.json");
    match fs::read(&mark) {
        Ok(installed) if installed == lock => return Ok(()),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error).context("reading which packages are installed"),
    }
    let flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    process::run(Command::new("npm").current_dir(folder).args(flags))?;
    fs::write(&mark, lock).context("noting which packages are installed")
}
