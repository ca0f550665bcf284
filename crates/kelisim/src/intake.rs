//! `kelisim intake`: drafts from communiqués, printed for a person, as JSON, or in the corpus form.
//!
//! Exit codes: 0 every document was drafted; 1 some document could not be read or drafted (each is named on the
//! error stream, the others are drafted); 2 the command line is wrong or nothing was given to read.

mod document;
mod endpoint;
mod readable;

use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use clap::ValueEnum;
use kelisim_intake::{Draft, Options, compare, gold, opinion};

use document::Source;

/// Draft commitments from communiqués, with the passage each rests on. Nothing is confirmed by the machine.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, folders or ZIP archives; `-` reads standard input.
    #[arg(required = true, value_name = "FILE")]
    inputs: Vec<PathBuf>,
    /// What to print.
    #[arg(long, value_enum, default_value_t = Output::Text)]
    format: Output,
    /// Folder for one file a document (needed by `gold`, optional for `json`).
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Date of the documents, when the text does not say it (2026, 2026-02 or 2026-02-12).
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Documents drafted at the same time; the number of processors when left out.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Compare the drafts with one another and print what they contradict each other in.
    #[arg(long)]
    compare: bool,
    /// OpenAI-compatible endpoint for a second opinion, such as `http://127.0.0.1:8080/v1`; off when left out.
    #[arg(long, value_name = "URL")]
    second_opinion: Option<String>,
    /// Model asked for the second opinion.
    #[arg(long, value_name = "NAME", default_value = "default")]
    model: String,
}

/// What is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Output {
    /// A draft for reading, with the passages.
    Text,
    /// The draft schema, one JSON object a document.
    Json,
    /// The corpus form, one file a document.
    Gold,
}

/// A document that was drafted.
struct Drafted {
    name: String,
    text: String,
    draft: Draft,
}

/// Runs the command.
#[must_use]
pub fn run(args: &Args) -> ExitCode {
    if args.format == Output::Gold && args.output.is_none() {
        eprintln!(
            "kelisim intake: --format gold needs -o DIR: name the folder for the label files"
        );
        return ExitCode::from(2);
    }
    let sources = match document::gather(&args.inputs) {
        Ok(sources) if sources.is_empty() => {
            eprintln!("kelisim intake: nothing to read: no file was found in what was named");
            return ExitCode::from(2);
        }
        Ok(sources) => sources,
        Err(error) => {
            eprintln!("kelisim intake: {error:#}");
            return ExitCode::from(2);
        }
    };
    if let Some(folder) = &args.output
        && let Err(error) = fs::create_dir_all(folder)
    {
        eprintln!("kelisim intake: cannot make the folder {}: {error}", folder.display());
        return ExitCode::from(2);
    }
    let (drafted, failed) = draft_all(args, &sources);
    let mut complete = failed == 0;
    for one in &drafted {
        if let Err(error) = write(args, one) {
            eprintln!("kelisim intake: {}: {error:#}", one.name);
            complete = false;
        }
    }
    if args.compare {
        contradictions(&drafted);
    }
    if let Some(url) = &args.second_opinion {
        complete &= second_opinions(url, &args.model, &drafted);
    }
    if complete { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// Drafts all sources on several threads; the order of the answers is the order of the sources.
fn draft_all(args: &Args, sources: &[Source]) -> (Vec<Drafted>, usize) {
    let options = Options { date: args.date.clone(), ..Options::default() };
    let jobs = args
        .jobs
        .unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
        .clamp(1, sources.len().max(1));
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, anyhow::Result<Drafted>)>> = Mutex::new(Vec::new());
    let progress = sources.len() > 1 && std::io::stderr().is_terminal();
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(source) = sources.get(at) else { break };
                    let result = draft_one(source, &options);
                    if let Ok(mut all) = results.lock() {
                        all.push((at, result));
                    }
                    let count = done.fetch_add(1, Ordering::Relaxed) + 1;
                    if progress {
                        eprint!("\r{count} of {} documents", sources.len());
                    }
                }
            });
        }
    });
    if progress {
        eprintln!();
    }
    let mut all = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    all.sort_by_key(|(at, _)| *at);
    let mut drafted = Vec::new();
    let mut failed = 0;
    for (at, result) in all {
        match result {
            Ok(one) => drafted.push(one),
            Err(error) => {
                failed += 1;
                let name = sources.get(at).map_or("", Source::name);
                eprintln!("kelisim intake: {name}: {error:#}");
            }
        }
    }
    (drafted, failed)
}

fn draft_one(source: &Source, options: &Options) -> anyhow::Result<Drafted> {
    let document = source.read()?;
    let draft = document.draft(options)?;
    Ok(Drafted { name: source.name().to_owned(), text: document.text, draft })
}

fn write(args: &Args, one: &Drafted) -> anyhow::Result<()> {
    let stem = Path::new(&one.name)
        .file_stem()
        .map_or_else(|| "stdin".to_owned(), |s| s.to_string_lossy().into_owned());
    let stem = if one.name == "-" { "stdin".to_owned() } else { stem };
    let json = match args.format {
        Output::Text => {
            let mut out = std::io::stdout().lock();
            return Ok(out.write_all(readable::print(&one.name, &one.draft).as_bytes())?);
        }
        Output::Json => serde_json::to_string_pretty(&one.draft)?,
        Output::Gold => serde_json::to_string_pretty(&gold::export(&stem, &one.draft))?,
    };
    match &args.output {
        Some(folder) => fs::write(folder.join(format!("{stem}.json")), json + "\n")?,
        None => writeln!(std::io::stdout().lock(), "{json}")?,
    }
    Ok(())
}

fn contradictions(drafted: &[Drafted]) {
    for (at, one) in drafted.iter().enumerate() {
        for other in drafted.iter().skip(at + 1) {
            for found in compare::drafts(&one.draft, &other.draft) {
                print!("{}", readable::contradiction(&one.name, &other.name, &found));
            }
        }
    }
}

/// Asks the endpoint about each document; `false` when some answer could not be had.
fn second_opinions(url: &str, model: &str, drafted: &[Drafted]) -> bool {
    let mut complete = true;
    for one in drafted {
        let request = opinion::request(model, &one.text);
        let answer =
            endpoint::post(url, &request).and_then(|body| Ok(opinion::verify(&body, &one.text)?));
        match answer {
            Ok(opinion) => print!(
                "{}",
                readable::opinion(&one.name, &opinion::differences(&one.draft, &opinion))
            ),
            Err(error) => {
                eprintln!("kelisim intake: {}: no second opinion: {error:#}", one.name);
                complete = false;
            }
        }
    }
    complete
}
