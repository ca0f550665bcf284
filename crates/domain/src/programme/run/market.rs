//! The market of a run, in the form `kelisim-market/1` (docs/formats/market.md): made of the terms and the candidates alone.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Candidate, Commitment};
use crate::Refusal;
use crate::canonical::to_canonical;
use crate::programme::call::{Call, Item, Mechanism, Seat, Terms, Ties};

/// The name of a seat in a market: its number in the call, the host and the national code of the specialty.
#[must_use]
pub fn place(seat: &Item<Seat>) -> String {
    format!("{}-{}-{}", seat.number, seat.what.host, national(seat))
}

/// The number of the seat that a name of a market means.
#[must_use]
pub fn seat_of(place: &str) -> Option<u32> {
    place.split_once('-').and_then(|(number, _)| number.parse().ok())
}

fn national(seat: &Item<Seat>) -> String {
    let code = seat.what.specialty.to_string();
    code.rsplit_once('/').map_or(code.clone(), |(_, national)| national.to_owned())
}

/// How the places kept for regions lie on the seats.
///
/// Rule: the reserves of a call are for the whole call, while a place is kept at one host. One after the other, in the
/// order of their numbers, each kept place goes to the seat that has most places not yet kept, the lower number first.
#[must_use]
pub fn kept(terms: &Terms, capacity: &BTreeMap<u32, u64>) -> BTreeMap<u32, BTreeMap<String, u64>> {
    let mut free = capacity.clone();
    let mut kept: BTreeMap<u32, BTreeMap<String, u64>> = BTreeMap::new();
    for reserve in &terms.reserves {
        for _ in 0..reserve.what.places {
            let most = free.iter().max_by_key(|(number, left)| (**left, u32::MAX - **number));
            let Some((number, left)) = most.map(|(number, left)| (*number, *left)) else { break };
            if left == 0 {
                break;
            }
            free.insert(number, left - 1);
            *kept.entry(number).or_default().entry(reserve.what.region.clone()).or_default() += 1;
        }
    }
    kept
}

/// The canonical bytes of the market of a call. What is not in the terms of its last edition, in the places its hosts
/// confirmed, in the candidates or in the commitments of the two sides does not enter it.
///
/// Rule: a place is given only when its host confirmed it. Whom a host refused has no score there. Where the call has hosts
/// order, a seat has the host's order instead of scores, and everybody it takes stands in it. Where one line has
/// several seats, caps stand over its specialties and over the line; the later seat gives way.
///
/// # Errors
/// `run-no-places`, `run-not-ordered`, `run-rule-and-reserves`, `run-not-canonical`.
pub fn market(
    call: &Call,
    candidates: &[Candidate],
    commitments: &[Commitment],
) -> Result<String, Refusal> {
    let terms = call.terms().ok_or(Refusal::new("call-not-published"))?;
    let in_turn = terms.mechanism == Mechanism::SerialDictatorship;
    let improved = terms.ties == Ties::StableImprovementCycles;
    if !terms.reserves.is_empty() && (in_turn || improved) {
        return Err(Refusal::new("run-rule-and-reserves"));
    }
    let capacity: BTreeMap<u32, u64> =
        call.seated.iter().filter(|(_, places)| **places > 0).map(|(n, p)| (*n, *p)).collect();
    let seats: Vec<&Item<Seat>> =
        terms.seats.iter().filter(|seat| capacity.contains_key(&seat.number)).collect();
    if seats.is_empty() {
        return Err(Refusal::new("run-no-places"));
    }
    let names: BTreeMap<u32, String> =
        seats.iter().map(|seat| (seat.number, place(seat))).collect();
    let mut market = json!({
        "format": "kelisim-market/1",
        "title": format!("call {}", call.id),
        "applicants": applicants(candidates, &names),
        "programmes": programmes(terms, &seats, &capacity, candidates)?,
        "rules": {
            "mechanism": terms.mechanism.code(),
            "proposing": "applicants",
            "ties": terms.ties.code(),
            "lottery": { "commit_reveal": commitments.iter().map(|c| json!({
                "party": c.party.as_str(), "sha256": c.sha256.to_string() })).collect::<Vec<_>>() },
        },
    });
    if let Some(market) = market.as_object_mut() {
        let quotas = quotas(&seats, &capacity);
        if !quotas.is_empty() && !improved {
            market.insert("quotas".to_owned(), Value::Array(quotas));
        }
        if in_turn {
            market.insert("order".to_owned(), order(candidates));
        }
    }
    to_canonical(&market).map_err(|_| Refusal::new("run-not-canonical"))
}

fn applicants(candidates: &[Candidate], names: &BTreeMap<u32, String>) -> Value {
    let one = |candidate: &Candidate| {
        let prefs: Vec<&String> =
            candidate.choices.iter().filter_map(|number| names.get(number)).collect();
        let mut said = json!({ "prefs": prefs });
        if let (Some(region), Some(said)) = (&candidate.region, said.as_object_mut()) {
            said.insert("types".to_owned(), json!([format!("region:{region}")]));
        }
        (candidate.code.clone(), said)
    };
    Value::Object(candidates.iter().map(one).collect())
}

fn programmes(
    terms: &Terms,
    seats: &[&Item<Seat>],
    capacity: &BTreeMap<u32, u64>,
    candidates: &[Candidate],
) -> Result<Value, Refusal> {
    let kept = kept(terms, capacity);
    let mut all = Map::new();
    for seat in seats {
        let taken = candidates.iter().filter(|one| {
            one.choices.contains(&seat.number) && !one.hosts_refused.contains(&seat.number)
        });
        let mut said = json!({ "capacity": capacity.get(&seat.number) });
        if let Some(said) = said.as_object_mut() {
            if terms.hosts_rank {
                said.insert("prefs".to_owned(), by_host(seat.number, taken)?);
            } else {
                let scores: Map<String, Value> =
                    taken.map(|one| (one.code.clone(), json!(one.score.to_string()))).collect();
                said.insert("scores".to_owned(), Value::Object(scores));
            }
        }
        if let (Some(kept), Some(said)) = (kept.get(&seat.number), said.as_object_mut()) {
            let reserve = |(region, places): (&String, &u64)| json!({ "type": format!("region:{region}"), "places": places, "kind": "soft" });
            said.insert("reserves".to_owned(), kept.iter().map(reserve).collect());
            said.insert("precedence".to_owned(), json!(terms.precedence.code()));
        }
        all.insert(place(seat), said);
    }
    Ok(Value::Object(all))
}

/// The order of a host at its seat, the one it wants most first.
fn by_host<'c>(seat: u32, taken: impl Iterator<Item = &'c Candidate>) -> Result<Value, Refusal> {
    let mut order = BTreeMap::new();
    for one in taken {
        let place = one.host_places.get(&seat);
        let wrong = || {
            let code = one.code.clone();
            Refusal::new("run-not-ordered").with("code", code).with("seat", seat.to_string())
        };
        if order.insert(*place.ok_or_else(wrong)?, &one.code).is_some() {
            return Err(wrong());
        }
    }
    Ok(order.into_values().map(|code| json!(code)).collect())
}

/// Caps over specialties and lines, where several seats share one.
fn quotas(seats: &[&Item<Seat>], capacity: &BTreeMap<u32, u64>) -> Vec<Value> {
    let sum = |of: &[&&Item<Seat>]| -> u64 {
        of.iter().filter_map(|seat| capacity.get(&seat.number)).sum()
    };
    let mut lines: Vec<_> = seats.iter().map(|seat| seat.what.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let mut quotas = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let number = number + 1;
        let of_line: Vec<&&Item<Seat>> = seats.iter().filter(|s| s.what.line == *line).collect();
        let mut specialties: Vec<String> = of_line.iter().map(|seat| national(seat)).collect();
        specialties.sort();
        specialties.dedup();
        let mut members = Vec::new();
        for code in &specialties {
            let of: Vec<&&Item<Seat>> =
                of_line.iter().copied().filter(|seat| national(seat) == *code).collect();
            let names: Vec<String> = of.iter().map(|seat| place(seat)).collect();
            if let [only] = names.as_slice() {
                members.push(only.clone());
                continue;
            }
            let id = format!("line-{number}-{code}");
            quotas
                .push(json!({ "id": id, "members": names, "cap": sum(&of), "precedence": names }));
            members.push(id);
        }
        if members.len() > 1 {
            let id = format!("line-{number}");
            let cap = sum(&of_line);
            quotas.push(json!({ "id": id, "members": members, "cap": cap, "precedence": members }));
        }
    }
    quotas
}

/// The order of all by score, equals together.
fn order(candidates: &[Candidate]) -> Value {
    let mut groups: BTreeMap<std::cmp::Reverse<u64>, Vec<&str>> = BTreeMap::new();
    for one in candidates {
        groups.entry(std::cmp::Reverse(one.score.millionths())).or_default().push(&one.code);
    }
    let group = |codes: Vec<&str>| match codes.as_slice() {
        [only] => json!(only),
        several => json!(several),
    };
    groups.into_values().map(group).collect()
}
