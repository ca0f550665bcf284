//! A draft as a person reads it on a terminal.

use std::fmt::Write as _;

use kelisim_intake::compare::Contradiction;
use kelisim_intake::draft::{Draft, Item, Quotation};
use kelisim_intake::opinion::Difference;

/// Words of the stage scale as the officer knows them.
fn stage(code: &str) -> &'static str {
    match code {
        "S0" => "mentioned",
        "S1" => "discussed",
        "S2" => "interest or request",
        "S3" => "proposed",
        "S4" => "planned",
        "S5" => "agreed",
        "S6" => "agreed with quantity and date",
        "S7" => "signed",
        _ => "in force",
    }
}

fn passage(quotation: &Quotation) -> String {
    let words: Vec<&str> = quotation.exact.split_whitespace().collect();
    format!("“{}” [{}–{}]", words.join(" "), quotation.start, quotation.end)
}

/// Prints a draft with its passages.
#[must_use]
pub fn print(name: &str, draft: &Draft) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{name}");
    let date = draft.date.as_deref().unwrap_or("date not stated");
    let parties: Vec<&str> = draft.parties.iter().map(|p| p.code.as_str()).collect();
    let _ = writeln!(
        out,
        "  {} · {date} · parties: {}",
        draft.language,
        if parties.is_empty() { "none".to_owned() } else { parties.join(", ") }
    );
    for warning in &draft.warnings {
        let _ = writeln!(out, "  ! {warning}");
    }
    if draft.items.is_empty() {
        let _ = writeln!(out, "  no commitment or agenda point found");
    }
    for (at, item) in draft.items.iter().enumerate() {
        write_item(&mut out, at + 1, item);
    }
    for indicator in &draft.indicators {
        let place = indicator.subject_country.as_deref().unwrap_or("?");
        let of = indicator.origin_country.as_deref().map_or(String::new(), |o| format!(" of {o}"));
        let as_of = indicator.as_of.as_deref().map_or(String::new(), |d| format!(", as of {d}"));
        let _ = writeln!(
            out,
            "  # {}: {} {} in {place}{of}{as_of}",
            indicator.name, indicator.value, indicator.unit
        );
        let _ = writeln!(out, "      {}", passage(&indicator.evidence));
    }
    out.push('\n');
    out
}

fn write_item(out: &mut String, number: usize, item: &Item) {
    let mut facts = vec![format!("{} {}", item.stage, stage(&item.stage))];
    if item.delivery != "not_stated" {
        facts.push(item.delivery.clone());
    }
    if let Some(q) = &item.quantity {
        facts.push(format!("{}{} {}", if q.approximate { "about " } else { "" }, q.value, q.unit));
    }
    if let Some(d) = &item.deadline {
        facts.push(match d.kind.as_deref() {
            Some("end") => format!("by {}", d.date),
            Some(_) => format!("since {}", d.date),
            None => d.date.clone(),
        });
    }
    if item.from_party.is_some() || item.to_party.is_some() {
        facts.push(format!(
            "{} → {}",
            item.from_party.as_deref().unwrap_or("?"),
            item.to_party.as_deref().unwrap_or("?")
        ));
    }
    if !item.specialties.is_empty() {
        facts.push(item.specialties.join(", "));
    }
    let _ = writeln!(out, "  {number}. {}: {}", item.kind, facts.join(" · "));
    let _ = writeln!(out, "      {}", passage(&item.evidence));
    for also in &item.also {
        let _ = writeln!(out, "      also {}", passage(also));
    }
    let cue = item.stage_basis.cue.as_ref().map_or(String::new(), |c| format!(" “{}”", c.exact));
    let row = item.stage_basis.row.as_deref().map_or(String::new(), |r| format!(" ({r})"));
    let _ = writeln!(
        out,
        "      stage: {}{cue}{row}; kind: {}",
        item.stage_basis.rule, item.kind_basis.rule
    );
    if let Some(deadline) = &item.deadline {
        let words = deadline.basis.cue.as_ref().map_or("", |c| c.exact.as_str());
        let _ = writeln!(out, "      date: {} “{words}”", deadline.basis.rule);
    }
    for open in &item.uncertain {
        let _ = writeln!(
            out,
            "      ? {}: {} ({})",
            open.field,
            open.candidates.join(" | "),
            open.reason
        );
    }
}

/// Prints what two documents contradict each other in.
#[must_use]
pub fn contradiction(one: &str, other: &str, found: &Contradiction) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} {}: {} against {}",
        found.rule, found.subject, found.first.value, found.second.value
    );
    let _ = writeln!(out, "  {one}: {}", passage(&found.first.quotation));
    let _ = writeln!(out, "  {other}: {}", passage(&found.second.quotation));
    out
}

/// Prints where a second opinion differs.
#[must_use]
pub fn opinion(name: &str, differences: &[Difference]) -> String {
    let mut out = String::new();
    if differences.is_empty() {
        let _ = writeln!(out, "{name}: the second opinion agrees");
    }
    for difference in differences {
        let _ = writeln!(out, "{name}: second opinion: {}", difference.what);
        let _ = writeln!(out, "  {}", passage(&difference.passage));
    }
    out
}
