//! Clock, markets with features, and rows of the report.

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use kelisim_allocation::canonical::Json;
use kelisim_allocation::certificate::{self, Input, Seal, Signer, Signing};
use kelisim_allocation::check::Checker;
use kelisim_allocation::engine::vacancy::Standing;
use kelisim_allocation::engine::{joined, plain};
use kelisim_allocation::flat::{Assignment, Flat, leaf_of, rank_of};
use kelisim_allocation::merkle;
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::problem::Problems;
use kelisim_allocation::read::{fast, packed};
use kelisim_allocation::reserve::Reserves;
use kelisim_allocation::synth::{self, Plan, Random};
use kelisim_allocation::tree::{Origin, Spec, SpecRule, Tree};
use kelisim_verify::{Evidence, verify};

/// The least CPU time of several rounds.
pub struct Clock {
    rounds: u32,
}

impl Clock {
    pub fn new(rounds: u32) -> Self {
        Self { rounds }
    }

    /// Milliseconds that pass, and milliseconds of CPU time of all threads, over the rounds in the middle and in the mean.
    pub fn both(&self, work: impl Fn() -> u64) -> (f64, f64) {
        let (start, mut passed) = (process_cpu_ns(), Vec::new());
        while passed.len() < self.rounds as usize || passed.iter().sum::<f64>() < 1000.0 {
            let start = Instant::now();
            black_box(work());
            passed.push(start.elapsed().as_secs_f64() * 1e3);
        }
        let spent = (process_cpu_ns() - start) as f64 / 1e6 / passed.len() as f64;
        passed.sort_by(f64::total_cmp);
        (passed[passed.len() / 2], spent)
    }

    /// Milliseconds of CPU time of the fastest round.
    pub fn least(&self, work: impl Fn() -> u64) -> f64 {
        let mut least = f64::INFINITY;
        for _ in 0..self.rounds {
            let mut repeats = 1u32;
            loop {
                let start = cpu_ns();
                for _ in 0..repeats {
                    black_box(work());
                }
                let spent = cpu_ns() - start;
                if spent > 50_000_000 || repeats >= 1 << 16 {
                    least = least.min(spent as f64 / f64::from(repeats) / 1e6);
                    break;
                }
                repeats *= 4;
            }
        }
        least
    }
}

/// CPU time of this thread in nanoseconds, from the scheduler.
fn cpu_ns() -> u64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// CPU time of all threads in nanoseconds, in steps of a hundredth of a second.
fn process_cpu_ns() -> u64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = text.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks = |at| after.split_whitespace().nth(at).and_then(|word| word.parse().ok());
    (ticks(11).unwrap_or(0u64) + ticks(12).unwrap_or(0)) * 10_000_000
}

/// One line of the report.
pub struct Row<'a> {
    pub market: &'a str,
    pub what: &'a str,
    pub ms: f64,
    pub ratio: f64,
    pub to: &'a str,
}

impl Row<'_> {
    pub fn print(&self) {
        println!(
            "| {} | {} | {:.3} | {:.2} | {} |",
            self.market, self.what, self.ms, self.ratio, self.to
        );
    }
}

pub fn plan(size: u32, skewed: bool) -> Plan {
    Plan {
        applicants: size,
        programmes: (size / 20).max(1),
        shortest: 5,
        longest: 10,
        skewed,
        seed: 42,
    }
}

/// The stability check of an answer that holds: number of blocking pairs.
pub fn stable(flat: &Flat, answer: &Assignment) -> u64 {
    Checker::new(flat, answer).blocking().len() as u64
}

/// One read of everything in memory.
pub fn one_pass(flat: &Flat) -> u64 {
    flat.entries.iter().fold(0u64, |sum, entry| sum.wrapping_add(*entry))
        ^ flat.candidates.iter().fold(0u64, |sum, &who| sum.wrapping_add(u64::from(who)))
}

/// Markets with features beside the plain run on as many entries; `only` is one of them, or all.
pub fn features(clock: &Clock, size: u32, only: Option<&str>) {
    type Feature = (&'static str, &'static str, fn(&Flat) -> Flat);
    const ALL: [Feature; 3] = [
        ("levels", "four levels of quotas by targets", four_levels),
        ("reserves", "four overlapping reserve types", four_reserves),
        ("lines", "three funding lines", three_lines),
    ];
    let Ok(flat) = synth::flat(&plan(size, true)) else { return };
    let name = format!("skewed {size}");
    for (_, what, made) in ALL.into_iter().filter(|(key, ..)| only.is_none_or(|only| only == *key))
    {
        let with = made(&flat);
        let plain = clock.least(|| plain::applicants_propose(&flat).placed() as u64);
        let ms = clock.least(|| joined::run(&with).placed() as u64);
        Row { market: &name, what, ms, ratio: ms / plain, to: "times the plain run" }.print();
    }
}

/// Programmes in groups of 5, 25 and 125 and one cap over all, each at nine tenths of what is below.
fn four_levels(flat: &Flat) -> Flat {
    let mut flat = flat.clone();
    let leaves = flat.leaves() as u32;
    let mut specs = Vec::new();
    let mut below: Vec<(String, Vec<u32>, u64)> = (0..leaves)
        .map(|leaf| (format!("p{leaf}"), vec![leaf], u64::from(flat.capacity[leaf as usize])))
        .collect();
    for level in 1..=4_u32 {
        let group = if level == 4 { below.len().max(1) } else { 5 };
        let mut above = Vec::new();
        for (number, members) in below.chunks(group).enumerate() {
            let sum: u64 = members.iter().map(|(_, _, cap)| cap).sum();
            let cap = sum - sum / 20;
            let name = format!("q{level}.{number}");
            let targets = members
                .iter()
                .map(|(name, _, own)| (name.clone(), (own * cap / sum.max(1)) as u32))
                .collect();
            let all: Vec<u32> =
                members.iter().flat_map(|(_, leaves, _)| leaves.iter().copied()).collect();
            specs.push(Spec {
                name: name.clone(),
                at: name.clone(),
                origin: Origin::Quota,
                cap: cap as u32,
                floor: 0,
                members: members
                    .iter()
                    .map(|(name, leaves, _)| (name.clone(), leaves.clone()))
                    .collect(),
                rule: SpecRule::Targets(targets),
                settles: false,
                depth: level,
            });
            above.push((name, all, cap));
        }
        below = above;
    }
    flat.tree = Tree::build(specs, flat.leaves(), &mut Problems::new());
    flat
}

/// Four types, each held by three people in ten, each with a tenth of every programme.
fn four_reserves(flat: &Flat) -> Flat {
    let mut flat = flat.clone();
    let mut random = Random(7);
    let types: Vec<u32> = (0..flat.people())
        .map(|_| (0..4).fold(0, |bits, kind| bits | u32::from(random.below(10) < 3) << kind))
        .collect();
    for leaf in 0..flat.leaves() as u32 {
        let places = flat.capacity[leaf as usize] / 10;
        let kinds = ["a", "b", "c", "d"].map(|kind| (kind.to_owned(), places));
        let holds = flat.competitors(leaf).iter().map(|&who| types[who as usize]).collect();
        flat.reserves.insert(
            leaf,
            Reserves { types: kinds.to_vec(), hard: false, open_first: false, holds },
        );
    }
    flat
}

/// Every three programmes become three lines of one, with a capacity of nine tenths of their sum.
fn three_lines(flat: &Flat) -> Flat {
    let mut flat = flat.clone();
    let leaves: Vec<u32> = (0..flat.leaves() as u32).collect();
    let specs = leaves.chunks(3).map(|lines| {
        let sum: u32 = lines.iter().map(|&leaf| flat.capacity[leaf as usize]).sum();
        let members: Vec<(String, Vec<u32>)> =
            lines.iter().map(|&leaf| (format!("l{leaf}"), vec![leaf])).collect();
        let order = members.iter().map(|(name, _)| name.clone()).collect();
        let name = format!("g{}", lines[0]);
        Spec {
            name: name.clone(),
            at: name,
            origin: Origin::Programme,
            cap: sum - sum / 10,
            floor: 0,
            members,
            rule: SpecRule::Precedence(order),
            settles: false,
            depth: 0,
        }
    });
    flat.tree = Tree::build(specs.collect(), flat.leaves(), &mut Problems::new());
    flat
}

/// A market as a table of both sides and one of capacities.
fn tables(flat: &Flat) -> (String, String) {
    let mut both = String::from("applicant,programme,rank,programme_rank\n");
    for applicant in 0..flat.people() as u32 {
        for (rank, at) in flat.span(applicant).enumerate() {
            let entry = flat.entries[at];
            both.push_str(&format!(
                "a{applicant},p{},{},{}\n",
                leaf_of(entry),
                rank + 1,
                rank_of(entry) + 1
            ));
        }
    }
    let mut capacities = String::from("programme,capacity\n");
    for (at, capacity) in flat.capacity.iter().enumerate() {
        capacities.push_str(&format!("p{at},{capacity}\n"));
    }
    (both, capacities)
}

fn table(role: &'static str, text: &str) -> Input {
    Input { role, bytes: text.as_bytes().to_vec() }
}

fn certify(flat: &Flat, inputs: &[Input]) -> String {
    let seal = Seal::new(inputs);
    let answer = plain::applicants_propose(flat);
    let outcome = Outcome::new(flat, &answer);
    let report = outcome.json(&seal.input).canonical();
    let signing = Signing { report: &report, origin: Json::Null, signer: &Signer::Market };
    certificate::make(&outcome, flat, &answer, &seal, signing).sealed
}

/// From bytes to an answer, and to a certificate, beside parsing the table alone.
pub fn files(clock: &Clock, size: u32) {
    let Ok(flat) = synth::flat(&plan(size, false)) else { return };
    let name = format!("uniform {size}");
    let (both, capacities) = tables(&flat);
    let Some(packed) = packed::write(&flat) else { return };
    let parse = || fast::read(both.as_bytes(), capacities.as_bytes()).unwrap_or_default();
    let parsed = clock.least(|| parse().entries.len() as u64);
    let row = |what: &str, ms: f64| {
        Row { market: &name, what, ms, ratio: ms / parsed, to: "times the table parsed" }.print();
    };
    row("table parsed", parsed);
    row("table to answer", clock.least(|| plain::applicants_propose(&parse()).placed() as u64));
    row(
        "compact form to answer",
        clock.least(|| {
            packed::read("m", &packed)
                .map_or(0, |flat| plain::applicants_propose(&flat).placed() as u64)
        }),
    );
    row(
        "table to certificate",
        clock.least(|| {
            let inputs = vec![table("preferences", &both), table("capacities", &capacities)];
            certify(&parse(), &inputs).len() as u64
        }),
    );
    row(
        "compact form to certificate",
        clock.least(|| {
            packed::read("m", &packed).map_or(0, |flat| {
                certify(&flat, &[Input { role: "market", bytes: packed.clone() }]).len() as u64
            })
        }),
    );
    let answer = plain::applicants_propose(&flat);
    let full = clock.least(|| plain::applicants_propose(&flat).placed() as u64);
    let standing = Standing::new(&flat, answer);
    let people = flat.people() as u32;
    let copies = clock.least(|| standing.clone().assignment().placed() as u64);
    let thousand = clock.least(|| {
        let mut standing = standing.clone();
        (0..1000).map(|at| standing.withdraw(at * 7919 % people).len() as u64).sum::<u64>()
            + standing.assignment().placed() as u64
    });
    let one = (thousand - copies).max(0.0) / 1000.0;
    println!(
        "| {name} | one withdrawal re-seated | {one:.6} | 1/{:.0} | of a rerun |",
        full / one.max(1e-9)
    );
}

/// A certificate checked with the sealed market, beside hashing alone.
pub fn verification(clock: &Clock, size: u32) {
    let Ok(flat) = synth::flat(&plan(size, false)) else { return };
    let name = format!("uniform {size}");
    let Some(packed) = packed::write(&flat) else { return };
    let pass = clock.least(|| one_pass(&flat));
    let verified = |what: &str, certificate: &str, market: Vec<&[u8]>| {
        let evidence = Evidence { market, ..Evidence::default() };
        assert!(verify(certificate.as_bytes(), &evidence).passed(), "{what}");
        let (passed, spent) =
            clock.both(|| verify(certificate.as_bytes(), &evidence).checks.len() as u64);
        for (how, ms) in [("CPU time of all threads", spent), ("time that passes", passed)] {
            let what = format!("{what}, whole verification with hashing, {how}");
            Row { market: &name, what: &what, ms, ratio: ms / pass, to: "passes" }.print();
        }
    };
    let made = certify(&flat, &[Input { role: "market", bytes: packed.clone() }]);
    verified("compact form", &made, vec![&packed]);
    let (both, capacities) = tables(&flat);
    let inputs = vec![table("preferences", &both), table("capacities", &capacities)];
    let made = certify(&flat, &inputs);
    verified("table", &made, vec![both.as_bytes(), capacities.as_bytes()]);
    let hashed = clock
        .least(|| Seal::new(&[Input { role: "market", bytes: packed.clone() }]).salt_key[0].into());
    Row {
        market: &name,
        what: "compact form, hashed twice and nothing else",
        ms: hashed,
        ratio: hashed / pass,
        to: "passes",
    }
    .print();
    let salt = [7; 32];
    let answer = plain::applicants_propose(&flat);
    let rows =
        clock.least(|| u64::from(merkle::root(certificate::rows(&flat, &answer, &salt).1)[0]));
    Row {
        market: &name,
        what: "Merkle root over all rows and nothing else",
        ms: rows,
        ratio: rows / pass,
        to: "passes",
    }
    .print();
}

/// Writes a uniform market in the compact form.
pub fn make(file: &str, size: u32) {
    let packed = synth::flat(&plan(size, false)).ok().and_then(|flat| packed::write(&flat));
    match packed.map(|bytes| fs::write(file, bytes)) {
        Some(Ok(())) => println!("{file} written"),
        other => println!("{file} not written: {other:?}"),
    }
}

/// Reads and solves a market in the compact form once, and says how long each took and the most memory held.
pub fn large(file: &str) {
    let start = cpu_ns();
    let Some(flat) = fs::read(file).ok().and_then(|bytes| packed::read(file, &bytes).ok()) else {
        return println!("{file} cannot be read");
    };
    let read = cpu_ns();
    let answer = plain::applicants_propose(&flat);
    let solved = cpu_ns();
    let blocking = stable(&flat, &answer);
    let checked = cpu_ns();
    let seconds = |from: u64, to: u64| (to - from) as f64 / 1e9;
    println!(
        "{} applicants, {} entries, {} placed, {blocking} blocking: read {:.2} s, solve {:.2} s, stability check {:.2} s",
        flat.people(),
        flat.entries.len(),
        answer.placed(),
        seconds(start, read),
        seconds(read, solved),
        seconds(solved, checked)
    );
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().filter(|line| line.starts_with("VmHWM")).for_each(|line| println!("{line}"));
}
