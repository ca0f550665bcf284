//! The measures of the corpus: the same rules as its own scorer.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// Counts of one or more documents, by name.
#[derive(Debug, Default, Clone)]
pub struct Tally(BTreeMap<&'static str, i64>);

impl Tally {
    fn count(&mut self, name: &'static str, by: i64) {
        *self.0.entry(name).or_default() += by;
    }

    /// Adds the counts of another tally.
    pub fn add(&mut self, other: &Tally) {
        for (name, by) in &other.0 {
            *self.0.entry(name).or_default() += by;
        }
    }

    /// One count.
    pub fn get(&self, name: &str) -> i64 {
        self.0.get(name).copied().unwrap_or(0)
    }
}

type Span = (i64, i64);

fn span(item: &Value) -> Span {
    (item["start"].as_i64().unwrap_or(-1), item["end"].as_i64().unwrap_or(-1))
}

/// Shared length against the shorter span, in thousandths.
fn overlap(a: Span, b: Span) -> i64 {
    let shared = a.1.min(b.1) - a.0.max(b.0);
    let shorter = (a.1 - a.0).min(b.1 - b.0);
    if shared > 0 && shorter > 0 { shared * 1000 / shorter } else { 0 }
}

fn spans(item: &Value) -> Vec<Span> {
    let mut found = vec![span(item)];
    for alt in item["alt_spans"].as_array().into_iter().flatten() {
        found.push((alt[0].as_i64().unwrap_or(-1), alt[1].as_i64().unwrap_or(-1)));
    }
    found
}

/// A prediction much longer than the label never matches.
fn best(predicted: &Value, gold: &Value) -> i64 {
    let p = span(predicted);
    spans(gold)
        .into_iter()
        .filter(|s| p.1 - p.0 <= 160 || p.1 - p.0 <= 4 * (s.1 - s.0))
        .map(|s| overlap(p, s))
        .max()
        .unwrap_or(0)
}

/// Matches one to one, as many as possible, better pairs first.
fn pairs(candidates: &mut [(i64, i64, usize, usize)]) -> Vec<(usize, usize)> {
    candidates.sort_by_key(|c| (-c.0, c.1, c.2, c.3));
    let mut edges: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut order = Vec::new();
    for &(_, _, p, g) in candidates.iter() {
        edges.entry(p).or_default().push(g);
        if !order.contains(&p) {
            order.push(p);
        }
    }
    let mut owner: BTreeMap<usize, usize> = BTreeMap::new();
    for p in order {
        grow(p, &edges, &mut owner, &mut BTreeSet::new());
    }
    owner.into_iter().map(|(g, p)| (p, g)).collect()
}

fn grow(
    p: usize,
    edges: &BTreeMap<usize, Vec<usize>>,
    owner: &mut BTreeMap<usize, usize>,
    seen: &mut BTreeSet<usize>,
) -> bool {
    for &g in edges.get(&p).into_iter().flatten() {
        if !seen.insert(g) {
            continue;
        }
        let free = match owner.get(&g) {
            None => true,
            Some(&other) => grow(other, edges, owner, seen),
        };
        if free {
            owner.insert(g, p);
            return true;
        }
    }
    false
}

fn list<'v>(document: &'v Value, name: &str) -> Vec<&'v Value> {
    document[name].as_array().into_iter().flatten().collect()
}

fn exact(item: &Value, text: &[char]) -> bool {
    let (start, end) = span(item);
    let quoted = usize::try_from(start)
        .ok()
        .zip(usize::try_from(end).ok())
        .and_then(|(s, e)| text.get(s..e));
    quoted.is_some_and(|q| {
        !q.is_empty() && Some(q.iter().collect::<String>().as_str()) == item["evidence"].as_str()
    })
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64()
}

fn same_number(a: &Value, b: &Value) -> bool {
    number(a).zip(number(b)).is_some_and(|(x, y)| (x - y).abs() < 1e-9)
}

/// Scores one document.
pub fn score(predicted: &Value, gold: &Value, text: &str) -> Tally {
    let mut tally = Tally::default();
    let text: Vec<char> = text.chars().collect();
    tally.count("docs", 1);
    tally.count("language", i64::from(predicted["lang"] == gold["lang"]));
    let keys = |document: &Value| -> BTreeSet<(String, String)> {
        list(document, "parties")
            .iter()
            .map(|p| (p["kind"].to_string(), p["code"].to_string()))
            .collect()
    };
    let (p, g) = (keys(predicted), keys(gold));
    tally.count("parties.tp", p.intersection(&g).count() as i64);
    tally.count("parties.p", p.len() as i64);
    tally.count("parties.g", g.len() as i64);
    items(&mut tally, predicted, gold, &text);
    indicators(&mut tally, predicted, gold, &text);
    tally
}

fn items(tally: &mut Tally, predicted: &Value, gold: &Value, text: &[char]) {
    let (all, labels) = (list(predicted, "items"), list(gold, "items"));
    tally.count("items.p", all.len() as i64);
    tally.count("items.g", labels.len() as i64);
    let good: Vec<&Value> = all.iter().copied().filter(|i| exact(i, text)).collect();
    tally.count("bad spans", (all.len() - good.len()) as i64);
    let mut candidates = Vec::new();
    for (a, p) in good.iter().enumerate() {
        for (b, g) in labels.iter().enumerate() {
            let fit = best(p, g);
            if p["kind"] == g["kind"] && fit >= 500 {
                let stage = if p["stage"] == g["stage"] { 250 } else { 0 };
                let length = (span(p).1 - span(p).0 - span(g).1 + span(g).0).abs();
                candidates.push((fit + stage, length, a, b));
            }
        }
    }
    let matched = pairs(&mut candidates);
    tally.count("items.tp", matched.len() as i64);
    for (a, b) in matched {
        let (p, g) = (good[a], labels[b]);
        let staged = p["stage"] == g["stage"];
        tally.count("stage.n", 1);
        tally.count("stage.ok", i64::from(staged));
        let (q, h) = (&p["quantity"], &g["quantity"]);
        if !q.is_null() || !h.is_null() {
            tally.count("quantity.n", 1);
            tally.count(
                "quantity.ok",
                i64::from(same_number(&q["value"], &h["value"]) && q["unit"] == h["unit"]),
            );
        }
        let (d, e) = (&p["deadline"], &g["deadline"]);
        if !d.is_null() || !e.is_null() {
            tally.count("deadline.n", 1);
            tally.count("deadline.ok", i64::from(d == e));
        }
        if !g["from_party"].is_null() || !g["to_party"].is_null() {
            tally.count("direction.n", 1);
            let same = p["from_party"] == g["from_party"] && p["to_party"] == g["to_party"];
            tally.count("direction.ok", i64::from(same));
        }
    }
    let areas = |items: &[&Value]| -> BTreeSet<String> {
        items
            .iter()
            .flat_map(|i| i["specialties"].as_array().into_iter().flatten())
            .map(Value::to_string)
            .collect()
    };
    let (p, g) = (areas(&all), areas(&labels));
    tally.count("specialties.tp", p.intersection(&g).count() as i64);
    tally.count("specialties.p", p.len() as i64);
    tally.count("specialties.g", g.len() as i64);
    if labels.is_empty() {
        tally.count("negatives.n", 1);
        tally.count("negatives.ok", i64::from(all.is_empty()));
    }
}

fn indicators(tally: &mut Tally, predicted: &Value, gold: &Value, text: &[char]) {
    let (all, labels) = (list(predicted, "indicators"), list(gold, "indicators"));
    tally.count("indicators.p", all.len() as i64);
    tally.count("indicators.g", labels.len() as i64);
    let mut candidates = Vec::new();
    for (a, p) in all.iter().enumerate().filter(|(_, p)| exact(p, text)) {
        for (b, g) in labels.iter().enumerate() {
            let fit = overlap(span(p), span(g));
            let long = span(p).1 - span(p).0;
            let stretched = long > 160 && long > 4 * (span(g).1 - span(g).0);
            if same_number(&p["value"], &g["value"]) && fit >= 500 && !stretched {
                candidates.push((fit, 0, a, b));
            }
        }
    }
    tally.count("indicators.tp", pairs(&mut candidates).len() as i64);
}

fn f1(tally: &Tally, name: &str, found: &str) -> String {
    let (tp, p, g) =
        (tally.get(found), tally.get(&format!("{name}.p")), tally.get(&format!("{name}.g")));
    if p + g == 0 {
        return "-".to_owned();
    }
    format!("{:.3}", 2.0 * tp as f64 / (p + g) as f64)
}

fn share(tally: &Tally, ok: &str, n: &str) -> String {
    match tally.get(n) {
        0 => "-".to_owned(),
        n => format!("{:.3} ({n})", tally.get(ok) as f64 / n as f64),
    }
}

/// Prints a table: measures down, languages across.
pub fn print(tallies: &BTreeMap<String, Tally>) {
    let row = |name: &str, cell: &dyn Fn(&Tally) -> String| {
        let cells: Vec<String> = tallies.values().map(|t| format!("{:>14}", cell(t))).collect();
        println!("{name:<18}{}", cells.join(""));
    };
    let heads: Vec<String> = tallies
        .iter()
        .map(|(n, t)| format!("{:>14}", format!("{n} ({})", t.get("docs"))))
        .collect();
    println!("{:<18}{}", "measure", heads.join(""));
    row("language", &|t| share(t, "language", "docs"));
    row("parties F1", &|t| f1(t, "parties", "parties.tp"));
    row("items F1", &|t| f1(t, "items", "items.tp"));
    row("items+stage F1", &|t| f1(t, "items", "stage.ok"));
    row("stage", &|t| share(t, "stage.ok", "stage.n"));
    row("quantity", &|t| share(t, "quantity.ok", "quantity.n"));
    row("deadline", &|t| share(t, "deadline.ok", "deadline.n"));
    row("direction", &|t| share(t, "direction.ok", "direction.n"));
    row("specialties F1", &|t| f1(t, "specialties", "specialties.tp"));
    row("indicators F1", &|t| f1(t, "indicators", "indicators.tp"));
    row("negatives clean", &|t| share(t, "negatives.ok", "negatives.n"));
    row("bad spans", &|t| t.get("bad spans").to_string());
}
