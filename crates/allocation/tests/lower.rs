//! Lower quotas against every matching of small markets.

#![expect(clippy::unwrap_used, reason = "helpers of tests stop the test")]

use kelisim_allocation::compile::{Sealed, compile};
use kelisim_allocation::engine::crossing::blocking;
use kelisim_allocation::engine::lower::{LowerRule, closed_with_enough, envy, filled, run};
use kelisim_allocation::flat::{Assignment, Flat, NONE};
use kelisim_allocation::outcome::Outcome;
use kelisim_allocation::read::json;
use kelisim_allocation::synth::Random;

fn flat(text: &str) -> Flat {
    compile(&json::read("m", text.as_bytes()).unwrap(), &Sealed::default())
        .unwrap_or_else(|problems| unreachable!("{problems}\n{text}"))
}

fn shuffled(random: &mut Random, items: &[&str], least: usize) -> String {
    let mut all: Vec<String> = items.iter().map(|item| format!("\"{item}\"")).collect();
    for at in (1..all.len()).rev() {
        all.swap(at, random.below(at as u64 + 1) as usize);
    }
    all.truncate(least + random.below((items.len() - least) as u64 + 1) as usize);
    all.join(",")
}

fn market(random: &mut Random, least: usize, rule: &str) -> String {
    let people = ["a", "b", "c", "d"];
    let places = ["p", "q", "r"];
    let applicants: Vec<String> = people
        .iter()
        .map(|id| format!("\"{id}\":{{\"prefs\":[{}]}}", shuffled(random, &places, least.min(3))))
        .collect();
    let programmes: Vec<String> = places
        .iter()
        .map(|id| {
            let lower = random.below(3);
            let capacity = if rule == "extended-seats" {
                2 + random.below(2)
            } else {
                lower.max(1) + random.below(2)
            };
            let lower = if rule == "extended-seats" { lower.min(1) } else { lower };
            format!(
                "\"{id}\":{{\"capacity\":{capacity},\"lower\":{lower},\"prefs\":[{}]}}",
                shuffled(random, &people, least)
            )
        })
        .collect();
    format!(
        "{{\"applicants\":{{{}}},\"programmes\":{{{}}},\"rules\":{{\"lower\":\"{rule}\"}}}}",
        applicants.join(","),
        programmes.join(",")
    )
}

fn each(flat: &Flat, who: usize, answer: &mut Assignment, visit: &mut impl FnMut(&Assignment)) {
    if who == flat.people() {
        visit(answer);
        return;
    }
    for entry in flat.span(who as u32).map(|entry| entry as u32).chain([NONE]) {
        answer.entry[who] = entry;
        each(flat, who + 1, answer, visit);
    }
}

fn holds(flat: &Flat, answer: &Assignment) -> bool {
    let fits = answer
        .held(flat)
        .iter()
        .zip(&flat.capacity)
        .all(|(held, &capacity)| held.len() <= capacity as usize);
    fits && filled(flat, answer)
        && blocking(flat, answer).is_empty()
        && closed_with_enough(flat, answer).is_empty()
}

#[test]
fn close_or_fill_finds_a_stable_answer_exactly_when_there_is_one() {
    let mut random = Random(11);
    let (mut some, mut none) = (0, 0);
    for _ in 0..600 {
        let text = market(&mut random, 1, "close-or-fill-exact");
        let flat = flat(&text);
        if flat.lower.is_empty() {
            continue;
        }
        let answer = run(&flat, LowerRule::CloseOrFill);
        let mut exists = false;
        each(&flat, 0, &mut Assignment::empty(&flat), &mut |other| exists |= holds(&flat, other));
        assert_eq!(holds(&flat, &answer), exists, "{text}");
        assert!(filled(&flat, &answer), "{text}");
        assert_eq!(Outcome::new(&flat, &answer).stable(), exists, "{text}");
        some += usize::from(exists);
        none += usize::from(!exists);
    }
    assert!(some > 100 && none > 0, "{some} with, {none} without a stable answer");
}

#[test]
fn extended_seats_meet_every_lower_quota_without_envy() {
    let mut random = Random(12);
    for _ in 0..300 {
        let flat = flat(&market(&mut random, 4, "extended-seats"));
        if flat.lower.is_empty() {
            continue;
        }
        let answer = run(&flat, LowerRule::ExtendedSeats);
        for (held, &lower) in answer.held(&flat).iter().zip(&flat.lower) {
            assert!(held.len() >= lower as usize);
        }
        assert!(envy(&flat, &answer).is_empty());
        assert_eq!(answer.placed(), 4);
    }
}

#[test]
fn a_programme_that_cannot_fill_closes_and_its_applicants_go_on() {
    let flat = flat(
        r#"{"applicants":{"a":{"prefs":["p","q"]},"b":{"prefs":["q","p"]}},
        "programmes":{"p":{"capacity":3,"lower":3,"prefs":["a","b"]},"q":{"capacity":2,"prefs":["a","b"]}}}"#,
    );
    let answer = run(&flat, LowerRule::CloseOrFill);
    let places: Vec<Option<&str>> =
        (0..2).map(|who| answer.leaf(&flat, who).map(|leaf| flat.places.get(leaf))).collect();
    assert_eq!(places, [Some("q"), Some("q")]);
}
