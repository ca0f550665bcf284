//! Speed of the engine beside textbook forms, in the same run, as ratios.
//!
//! `cargo bench -p kelisim-allocation -- [SIZE…] [--rounds N] [--only PART]`, where PART is solve, features
//! (or one of levels, reserves, lines), files or verification; times are CPU time of this process, the least of the rounds, because
//! machines that build are shared. `benches/allocation.sh` runs the Python peers beside it.
//!
//! `-- --make FILE SIZE` writes a uniform market in the compact form, and `-- --measure FILE` reads and solves it in a
//! process of its own and says how much memory that took at most.

mod parts;
mod textbook;

use parts::{Clock, Row, plan};

use kelisim_allocation::engine::plain;
use kelisim_allocation::flat::Flat;
use kelisim_allocation::synth;

fn main() {
    let mut sizes: Vec<u32> = Vec::new();
    let mut rounds = 9;
    let mut only = None;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--rounds" => {
                rounds = words.next().and_then(|text| text.parse().ok()).unwrap_or(rounds);
            }
            "--only" => only = words.next(),
            "--make" => {
                let size = words.next().zip(words.next().and_then(|size| size.parse().ok()));
                return size.into_iter().for_each(|(file, size)| parts::make(&file, size));
            }
            "--measure" => return words.next().into_iter().for_each(|file| parts::large(&file)),
            other => sizes.extend(other.parse::<u32>().ok()),
        }
    }
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000, 100_000];
    }
    let clock = Clock::new(rounds);
    println!("| market | what | ms | ratio | to |\n|---|---|---|---|---|");
    let wanted = |part: &str| only.as_deref().is_none_or(|only| only == part);
    for &size in &sizes {
        for skewed in [false, true].into_iter().filter(|_| wanted("solve")) {
            let name = format!("{} {size}", if skewed { "skewed" } else { "uniform" });
            let Ok(flat) = synth::flat(&plan(size, skewed)) else { continue };
            measure(&clock, &name, &flat);
        }
        match only.as_deref() {
            None | Some("features") => parts::features(&clock, size, None),
            only => parts::features(&clock, size, only),
        }
        if wanted("files") {
            parts::files(&clock, size);
        }
        if wanted("verification") {
            parts::verification(&clock, size);
        }
    }
}

fn measure(clock: &Clock, name: &str, flat: &Flat) {
    let row = |what: &str, ms: f64, ratio: f64, to: &str| {
        Row { market: name, what, ms, ratio, to }.print();
    };
    let pass = clock.least(|| parts::one_pass(flat));
    let engine = clock.least(|| plain::applicants_propose(flat).placed() as u64);
    let heap = clock.least(|| textbook::heap(flat).placed() as u64);
    let slots = clock.least(|| textbook::slots(flat).placed() as u64);
    let answer = plain::applicants_propose(flat);
    assert!(
        answer == textbook::heap(flat) && answer == textbook::slots(flat),
        "{name}: answers differ"
    );
    let check = clock.least(|| parts::stable(flat, &answer));
    row("one pass over entries and candidates", pass, 1.0, "itself");
    row("engine, solve", engine, engine / pass, "passes");
    row("textbook, heap per programme", heap, heap / engine, "times the engine");
    row("textbook, slot array", slots, slots / engine, "times the engine");
    row("stability check", check, check / pass, "passes");
    let entries = flat.entries.len() as f64;
    println!(
        "| {name} | memory of the flat form | {:.1} bytes an entry | | |",
        flat.bytes() as f64 / entries
    );
}
