//! The corpus form: drafts as label files (`kelisim-intake-gold/1`), for measuring only.
//!
//! The corpus has ten stage labels of its own. This file maps to them and nothing else in the house knows them.

use serde_json::{Value, json};

use crate::draft::{Draft, Item, Quotation};

/// The corpus label for a stage, a delivery and the predicate they rest on.
#[must_use]
pub fn stage_label(stage: &str, delivery: &str, predicate: &str) -> &'static str {
    match (delivery, predicate, stage) {
        ("suspended", _, _) => "suspended",
        ("delivered", _, _) => "delivered",
        ("underway", _, _) => "underway",
        (_, "request", _) => "requested",
        (_, "approve", "S5") | (_, "in_force", "S8") => "approved",
        (_, _, "S7") => "signed",
        (_, _, "S8") => "approved",
        (_, _, "S4" | "S5" | "S6") => "agreed",
        (_, _, "S2" | "S3") => "proposed",
        (_, _, "S1") => "discussed",
        _ => "mentioned",
    }
}

/// A decimal string as a JSON number.
fn number(text: &str) -> Value {
    text.parse::<u64>()
        .map_or_else(|_| text.parse::<f64>().map_or(Value::Null, |v| json!(v)), |v| json!(v))
}

fn span(quotation: &Quotation) -> (u32, u32) {
    (quotation.start, quotation.end)
}

fn item(id: usize, item: &Item) -> Value {
    json!({
        "id": format!("i{}", id + 1),
        "kind": item.kind,
        "stage": stage_label(&item.stage, &item.delivery, &item.predicate),
        "quantity": item.quantity.as_ref().map(|q| json!({"value": number(&q.value), "unit": q.unit})),
        "deadline": item.deadline.as_ref().map(|d| d.date.clone()),
        "deadline_kind": item.deadline.as_ref().and_then(|d| d.kind.clone()),
        "from_party": item.from_party,
        "to_party": item.to_party,
        "specialties": item.specialties,
        "evidence": item.evidence.exact,
        "start": item.evidence.start,
        "end": item.evidence.end,
        "alt_spans": item.also.iter().map(span).collect::<Vec<_>>(),
    })
}

/// The draft as a label file.
#[must_use]
pub fn export(id: &str, draft: &Draft) -> Value {
    json!({
        "schema": "kelisim-intake-gold/1",
        "id": id,
        "lang": draft.language,
        "doc_date": draft.date,
        "parties": draft.parties.iter().map(|p| json!({"kind": p.kind, "code": p.code, "name": p.name})).collect::<Vec<_>>(),
        "items": draft.items.iter().enumerate().map(|(at, i)| item(at, i)).collect::<Vec<_>>(),
        "indicators": draft.indicators.iter().map(|x| json!({
            "name": x.name,
            "value": number(&x.value),
            "unit": x.unit,
            "subject_country": x.subject_country,
            "origin_country": x.origin_country,
            "as_of": x.as_of,
            "evidence": x.evidence.exact,
            "start": x.evidence.start,
            "end": x.evidence.end,
        })).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::stage_label;

    #[test]
    fn every_stored_stage_has_one_label() {
        assert_eq!(stage_label("S0", "not_stated", "need"), "mentioned");
        assert_eq!(stage_label("S1", "not_stated", "discuss"), "discussed");
        assert_eq!(stage_label("S2", "not_stated", "interest"), "proposed");
        assert_eq!(stage_label("S2", "not_stated", "request"), "requested");
        assert_eq!(stage_label("S4", "not_stated", "plan"), "agreed");
        assert_eq!(stage_label("S5", "not_stated", "approve"), "approved");
        assert_eq!(stage_label("S5", "underway", "run"), "underway");
        assert_eq!(stage_label("S5", "delivered", "do"), "delivered");
        assert_eq!(stage_label("S5", "suspended", "stop"), "suspended");
        assert_eq!(stage_label("S7", "not_stated", "sign"), "signed");
    }
}
