//! Speed of the engine: throughput, time of one text, start and memory. No framework: it times itself and prints.
//!
//! usage: cargo bench -p kelisim-intake --bench speed [-- FOLDER]
//!
//! Without a folder the texts below are used, which were written for the tests.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use std::{env, fs};

use kelisim_intake::{Options, draft};

const TEXTS: [&str; 4] = [
    include_str!("../tests/texts/ru.txt"),
    include_str!("../tests/texts/kk.txt"),
    include_str!("../tests/texts/ky.txt"),
    include_str!("../tests/texts/en.txt"),
];

fn texts() -> Vec<String> {
    let given = env::args().skip(1).find(|a| !a.starts_with('-'));
    let Some(folder) = given else { return TEXTS.iter().map(|t| (*t).to_owned()).collect() };
    let mut found: Vec<_> = fs::read_dir(Path::new(&folder))
        .into_iter()
        .flatten()
        .filter_map(|e| e.ok().map(|e| e.path()))
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    found.sort();
    found.iter().filter_map(|p| fs::read_to_string(p).ok()).collect()
}

/// A text of about four thousand bytes, by repeating whole lines of one text.
fn four_kilobytes(text: &str) -> String {
    let mut out = String::new();
    let mut round = 0;
    while out.len() < 4_000 {
        for line in text.lines().filter(|l| !l.is_empty()) {
            out.push_str(line);
            // A number keeps the line from being taken for a repetition.
            out.push_str(&format!(" Заметка {round}.\n"));
        }
        round += 1;
    }
    out
}

/// Time this thread has run on a processor, so that other work on the machine does not count; where the system does
/// not tell, the wall clock.
fn processor_time(began: Instant) -> Duration {
    fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|line| line.split(' ').next()?.parse().ok())
        .map_or_else(|| began.elapsed(), Duration::from_nanos)
}

fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() {
    let options = Options::default();
    let began = Instant::now();
    black_box(draft(TEXTS[0], &options).is_ok());
    println!("first text after start   {:>10.3} ms", began.elapsed().as_secs_f64() * 1e3);
    let texts = texts();
    let bytes: usize = texts.iter().map(String::len).sum();
    let began = Instant::now();
    let start = processor_time(began);
    let mut rounds = 0_u32;
    while processor_time(began) - start < Duration::from_secs(3) {
        for text in &texts {
            black_box(draft(text, &options).is_ok());
        }
        rounds += 1;
    }
    let seconds = (processor_time(began) - start).as_secs_f64();
    let all = f64::from(rounds) * bytes as f64;
    println!(
        "throughput               {:>10.2} MB/s  {:>8.0} documents/s of {} bytes on average",
        all / seconds / 1e6,
        f64::from(rounds) * texts.len() as f64 / seconds,
        bytes / texts.len()
    );
    // Each text is brought to four kilobytes; the best of five runs counts, so that a run that the system
    // interrupted does not.
    let mut times: Vec<Duration> = Vec::new();
    for text in &texts {
        let long = four_kilobytes(text);
        for _ in 0..40 {
            let best = (0..5).map(|_| {
                let began = Instant::now();
                black_box(draft(&long, &options).is_ok());
                began.elapsed()
            });
            times.extend(best.min());
        }
    }
    times.sort();
    let at = |share: usize| times[times.len() * share / 1_000].as_secs_f64() * 1e3;
    println!(
        "4 kB text                p50 {:.3} ms  p99 {:.3} ms  p99.9 {:.3} ms",
        at(500),
        at(990),
        at(999)
    );
    if let Some(kilobytes) = peak_memory() {
        println!("peak memory              {:>10.1} MB", kilobytes as f64 / 1e3);
    }
}
