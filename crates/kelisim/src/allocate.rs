//! `kelisim allocate`: gives places by the published rule of a market.

use std::path::PathBuf;
use std::process::ExitCode;

use kelisim_allocation::certificate::{self, Signer, Signing};
use kelisim_allocation::engine::{self, crossing};
use kelisim_allocation::guarantee::{self, Basis};
use kelisim_allocation::merkle::{hex, unhex};
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::problem::Problems;

use crate::market_file::{self, DrawFiles, Failure, Opened};

/// Gives places by the published rule of a market.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The market: one JSON file, or tables, or a folder of them.
    #[arg(required = true)]
    market: Vec<PathBuf>,
    /// Where to write the result.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Where to write the sealed certificate, for those who hold the market.
    #[arg(long)]
    certificate: Option<PathBuf>,
    /// Where to write the public certificate, for everyone.
    #[arg(long)]
    public_certificate: Option<PathBuf>,
    /// File with the secret key of the authority: 64 hexadecimal digits. Without it the certificate shows that the
    /// files are whole, not who issued them.
    #[arg(long)]
    key: Option<PathBuf>,
    #[command(flatten)]
    draw: DrawFiles,
    /// Print the result form instead of the table.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &Args) -> ExitCode {
    market_file::finish(allocate(args))
}

fn allocate(args: &Args) -> Result<ExitCode, Failure> {
    let signer = signer(args)?;
    let opened = market_file::open(&args.market, &args.draw)?;
    let Opened { flat, seal, origin, .. } = &opened;
    market_file::progress(flat, "read; giving places");
    let assignment = engine::run(flat);
    market_file::progress(flat, "places given; checking and describing");
    let outcome = Outcome::new(flat, &assignment);
    let wanted = args.certificate.is_some() || args.public_certificate.is_some();
    if wanted {
        certifiable(&opened)?;
    }
    let report = (args.json || args.output.is_some() || wanted).then(|| outcome.json(&seal.input));
    if let (true, Some(report)) = (wanted, &report) {
        market_file::progress(flat, "making the certificate");
        let signing =
            Signing { report: &report.canonical(), origin: origin.clone(), signer: &signer };
        let made = certificate::make(&outcome, flat, &assignment, seal, signing);
        if let Some(path) = &args.certificate {
            market_file::write(path, made.sealed.as_bytes())?;
        }
        if let Some(path) = &args.public_certificate {
            market_file::write(path, made.public.as_bytes())?;
        }
    }
    if let (Some(path), Some(report)) = (&args.output, &report) {
        market_file::write(path, report.pretty().as_bytes())?;
    }
    match (&report, args.json) {
        (Some(report), true) => market_file::print(&report.pretty())?,
        _ => market_file::print(&describe(&opened, &outcome, assignment.placed()))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses a certificate that the verifiers could not check.
fn certifiable(opened: &Opened) -> Result<(), Failure> {
    let refuse =
        |what: &str, fix: &str| Err(Failure::Input(Problems::one("--certificate", what, fix)));
    if opened.foreign {
        return refuse(
            "the verifiers read JSON, CSV and the compact form only",
            "run `kelisim convert` first and allocate from its output",
        );
    }
    Ok(())
}

fn signer(args: &Args) -> Result<Signer, Failure> {
    let Some(path) = &args.key else { return Ok(Signer::Market) };
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    match unhex(text.trim()).and_then(|bytes| bytes.try_into().ok()) {
        Some(seed) => Ok(Signer::Authority(seed)),
        None => Err(Failure::Input(Problems::one(
            path.display().to_string(),
            "the key is not 64 hexadecimal digits",
            "make one with `openssl rand -hex 32`",
        ))),
    }
}

fn describe(opened: &Opened, outcome: &Outcome<'_>, placed: usize) -> String {
    let flat = &opened.flat;
    let mut out = outcome.table();
    let places: usize = flat.capacity.iter().map(|&capacity| capacity as usize).sum();
    out.push_str(&format!(
        "\n{placed} of {} applicants have a place; {places} places in all.\n",
        flat.people()
    ));
    for (number, node) in flat.tree.nodes.iter().enumerate() {
        let used = outcome.checker().node_count(number as u32);
        out.push_str(&cap(origin(node.origin), &node.name, used, node.cap));
    }
    for (set, used) in flat.crossing.iter().zip(crossing::used(flat, outcome.assignment())) {
        out.push_str(&cap("quota", &set.name, used, set.cap));
    }
    out.push_str(&format!("rule: {}, ties: {}\n", flat.rule.mechanism.key(), flat.rule.ties.key()));
    for guarantee in guarantee::of(flat) {
        let word = match guarantee.basis {
            Basis::Theorem => "holds",
            Basis::Tested => "holds (tested)",
            Basis::GivenUp => "given up",
        };
        out.push_str(&format!(
            "{:<17} {word}: {} [{}]\n",
            guarantee.property, guarantee.why, guarantee.source
        ));
    }
    out.push_str(&checked(outcome));
    out.push_str(&format!("input: SHA-256 {}\n", hex(&opened.seal.input)));
    out
}

fn cap(kind: &str, name: &str, used: u32, cap: u32) -> String {
    let word = if used >= cap { " (reached)" } else { "" };
    format!("{kind} {name}: {used} of {cap}{word}\n")
}

/// What the checker found, in words.
fn checked(outcome: &Outcome<'_>) -> String {
    let closed = outcome.closed_with_enough();
    match (outcome.blocking().len(), closed.len()) {
        (0, 0) => "checked: no place would take somebody who prefers it.\n".to_owned(),
        (0, closed) => format!(
            "checked: {closed} closed programmes are wanted by as many as their lower quota, so that this answer is not stable; none was found that is.\n"
        ),
        (1, _) => "checked: one preference would be taken by a place that went elsewhere; the sealed certificate says whose.\n".to_owned(),
        (blocking, _) => format!(
            "checked: {blocking} preferences would be taken by places that went elsewhere; the sealed certificate says whose.\n"
        ),
    }
}

fn origin(origin: kelisim_allocation::tree::Origin) -> &'static str {
    match origin {
        kelisim_allocation::tree::Origin::Programme => "programme",
        kelisim_allocation::tree::Origin::Lead => "lead",
        kelisim_allocation::tree::Origin::Quota => "quota",
    }
}
