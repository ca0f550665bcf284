//! How long it takes to tell which of many texts to hold against one another. It times itself and prints.
//!
//! usage: cargo bench -p kelisim-intake --bench keys [-- TEXTS]

use std::env;
use std::hint::black_box;
use std::time::Instant;

use kelisim_intake::compare::{Keys, candidates, drafts};
use kelisim_intake::{Draft, Options, draft};

const PARTNERS: [&str; 8] =
    ["Russia", "India", "Türkiye", "China", "Hungary", "Poland", "Uzbekistan", "Germany"];
const MATTERS: [&str; 12] = [
    "nuclear medicine",
    "kidney transplantation",
    "cardiac surgery",
    "vaccines",
    "telemedicine",
    "oncology",
    "neurosurgery",
    "tuberculosis",
    "maternal health",
    "radiology",
    "pharmacy",
    "traumatology",
];

/// A made-up communiqué: most report talks, every fifth a memorandum with points, every hundredth something delivered.
fn text(n: usize) -> (String, String) {
    let of = |list: &[&'static str], at: usize| list.get(at % list.len()).copied().unwrap_or("");
    let (partner, matter) = (of(&PARTNERS, n), of(&MATTERS, n / 8));
    let (count, place) = (10 + n % 90, n % 977);
    let act = match n % 100 {
        0 => format!("{partner} delivered {count} devices for {matter} to hospital No {place}."),
        50 => format!(
            "{partner} delivered devices for {matter} to hospital No {place} for the first time."
        ),
        k if k % 5 == 0 => format!(
            "{partner} and Kyrgyzstan signed a memorandum on {matter} in hospital No {place}. The memorandum provides for the training of {count} doctors."
        ),
        _ => format!(
            "{partner} and Kyrgyzstan discussed {matter} and the training of {count} doctors."
        ),
    };
    let date = format!("{:04}-{:02}-{:02}", 2010 + n % 15, 1 + n % 12, 1 + n % 28);
    (date, format!("Meeting {n}. {act}"))
}

fn main() {
    let given = env::args().skip(1).find_map(|a| a.parse::<usize>().ok());
    let many = given.unwrap_or(10_000);
    let begin = Instant::now();
    let texts: Vec<Draft> = (0..many)
        .map(|n| {
            let (date, text) = text(n);
            let options = Options { date: Some(date), ..Options::default() };
            draft(&text, &options).unwrap_or_default()
        })
        .collect();
    println!("drafting {many} texts, once for each text: {:?}", begin.elapsed());
    let begin = Instant::now();
    let kept: Vec<String> = texts
        .iter()
        .map(|draft| serde_json::to_string(&Keys::of(draft)).unwrap_or_default())
        .collect();
    let bytes: usize = kept.iter().map(String::len).sum();
    println!("making keys, once for each text: {:?}, {bytes} bytes", begin.elapsed());
    let begin = Instant::now();
    let keys: Vec<Keys> =
        kept.iter().map(|text| serde_json::from_str(text).unwrap_or_default()).collect();
    println!("reading the keys: {:?}", begin.elapsed());
    let begin = Instant::now();
    let found = black_box(candidates(&keys, 2_000_000));
    println!("pairs: {:?}, {} (more: {})", begin.elapsed(), found.pairs.len(), found.more);
    let begin = Instant::now();
    let mut findings = 0;
    for (one, other) in found.pairs.iter().take(1_000) {
        if let (Some(a), Some(b)) = (texts.get(*one), texts.get(*other)) {
            findings += drafts(a, b).len();
        }
    }
    println!(
        "holding up to 1,000 pairs against one another: {:?}, {findings} findings",
        begin.elapsed()
    );
}
