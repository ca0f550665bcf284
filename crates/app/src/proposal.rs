//! Drafts that the engine proposes for a communiqué. They are work in hand like passages that a person marked: each
//! lies on its exact passage, says what it rests on, and enters the record only when a person confirms it.

use std::collections::BTreeSet;

use kelisim_domain::id::{DraftId, SourceId, StreamId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::source::Source;
use kelisim_domain::topic::{Topic, Unit};
use kelisim_intake as intake;
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::communique::{DraftForm, Kept, draft_of, load, open_for_review};
use crate::context::Context;
use crate::lookup::{Directory, directory, text};
use crate::{AppError, Result};

/// What a proposed draft rests on. Nothing in it is a sentence: pages name the codes in their language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proposal {
    /// The words that decided, as they stand in the text; empty where only the passage as a whole tells.
    pub cue: String,
    /// Class of the predicate that gave the stage (`discuss`, `agree`, `sign` …); empty for a figure.
    pub predicate: String,
    /// Rows of the engine's lexicons that decided, as `file:line`.
    pub rows: Vec<String>,
    /// What the words say of delivery: `delivered`, `underway`, `suspended`, or empty.
    pub delivery: String,
    /// Other passages that say the same.
    pub also: Vec<String>,
    /// Fields that were left empty, with what they could be.
    pub uncertain: Vec<Doubt>,
}

/// A field that was left empty because the text does not settle it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Name of the field of the form.
    pub field: String,
    /// What it could be, the likeliest first.
    pub candidates: Vec<String>,
}

/// What came of asking for proposals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// How many drafts were added.
    pub added: usize,
    /// How many were there already, open, confirmed or rejected.
    pub known: usize,
}

/// Proposes drafts for a communiqué. Asking again adds only what is not there yet; what was rejected stays rejected.
///
/// # Errors
/// `review-not-open`; [`AppError::NotFound`] for another registry's source.
pub async fn propose(ctx: &Context<'_>, source: SourceId) -> Result<Proposed> {
    let source = load(ctx, source, Action::KeepRecord).await?;
    open_for_review(&source)?;
    let text = text(ctx, source.text).await?;
    let names = directory(ctx).await?;
    let options = intake::Options { date: day_of(&source), ..intake::Options::default() };
    let (text, found) = tokio::task::spawn_blocking(move || {
        let found = intake::draft(&text, &options);
        (text, found)
    })
    .await
    .map_err(|e| AppError::internal("proposals", e))?;
    // A text that was entered is neither empty nor too long, and its date is a date.
    let found = found.map_err(|e| AppError::internal("proposals", e))?;
    let own = source.description.registry.to_string();
    let reading = Reading { names: &names, own: &own, found: &found };
    let there = ctx.store().drafts(source.id).await?;
    let marked: BTreeSet<(bool, i64, String)> = there
        .iter()
        .filter_map(|draft| {
            let kept: Kept = serde_json::from_str(&draft.body).ok()?;
            Some((kept.form.kind == "indicator", draft.start, kept.form.passage))
        })
        .collect();
    let mut proposed = Proposed { added: 0, known: 0 };
    let items = found.items.iter().map(|item| (&item.evidence, reading.item(item)));
    let figures = found.indicators.iter().map(|it| (&it.evidence, reading.indicator(it)));
    for (passage, kept) in items.chain(figures) {
        let figure = kept.form.kind == "indicator";
        let known = (figure, i64::from(passage.start), passage.exact.clone());
        let language = &source.description.language;
        let near = Some(passage.start);
        let quotation = Quotation::find(source.id, language, &text, &passage.exact, near);
        let Ok(quotation) = quotation else { continue };
        let key = format!("{}/{figure}/{}/{}", source.id, passage.start, passage.end);
        let id = DraftId::new(StreamId::named("proposal", &key).uuid());
        let draft = draft_of(ctx, &source, id, 1, "open", &quotation, kept)?;
        if !marked.contains(&known) && ctx.store().write_draft(&draft).await? {
            proposed.added += 1;
        } else {
            proposed.known += 1;
        }
    }
    Ok(proposed)
}

/// The publication date, where it is a plain year, month or day: relative dates are counted from it.
pub(crate) fn day_of(source: &Source) -> Option<String> {
    let date = source.description.published_on.to_string();
    let plain = date.len() <= 10 && date.chars().all(|c| c.is_ascii_digit() || c == '-');
    plain.then_some(date)
}

/// What the engine found, with what its codes mean in this registry.
struct Reading<'a> {
    names: &'a Directory,
    own: &'a str,
    found: &'a intake::Draft,
}

impl Reading<'_> {
    fn known(&self, code: &str) -> bool {
        code.parse::<PartyCode>().is_ok_and(|code| self.names.parties.contains_key(&code))
    }

    fn item(&self, item: &intake::draft::Item) -> Kept {
        let mut doubts = Vec::new();
        let side = |code: &Option<String>| code.clone().filter(|c| self.known(c));
        let (from, to) = (side(&item.from_party), side(&item.to_party));
        let (quantity, unit, per) = self.quantity(item, &mut doubts);
        let deadline = item.deadline.as_ref().map_or_else(String::new, |deadline| {
            if deadline.kind.as_deref() == Some("start") {
                // A beginning is no deadline.
                doubts.push(doubt("deadline", vec![deadline.edtf.clone()]));
                return String::new();
            }
            deadline.date.clone()
        });
        let partner = self.partner([&from, &to], &mut doubts);
        for uncertain in &item.uncertain {
            let field = match uncertain.field.as_str() {
                "from_party" => "promisors",
                "to_party" => "beneficiaries",
                other => other,
            };
            doubts.push(doubt(field, uncertain.candidates.clone()));
        }
        let form = DraftForm {
            kind: "commitment".to_owned(),
            passage: item.evidence.exact.clone(),
            topic: topic(&item.kind).map_or_else(String::new, |topic| topic.code().to_owned()),
            partner,
            promisors: from.unwrap_or_default(),
            beneficiaries: to.unwrap_or_default(),
            stage: item.stage.clone(),
            quantity,
            unit,
            per,
            deadline,
            ..DraftForm::default()
        };
        let told = |basis: &intake::draft::Basis| {
            basis.cue.as_ref().map_or_else(String::new, |cue| cue.exact.clone())
        };
        let stated = item.delivery != "not_stated";
        let proposal = Proposal {
            cue: told(&item.stage_basis),
            predicate: item.predicate.clone(),
            rows: [&item.kind_basis.row, &item.stage_basis.row]
                .into_iter()
                .flatten()
                .cloned()
                .collect(),
            delivery: if stated { item.delivery.clone() } else { String::new() },
            also: item.also.iter().map(|passage| passage.exact.clone()).collect(),
            uncertain: doubts,
        };
        Kept { form, proposal: Some(proposal) }
    }

    /// The other side: who stands in the item, else the only other country of the text that the directory knows.
    fn partner(&self, sides: [&Option<String>; 2], doubts: &mut Vec<Doubt>) -> String {
        let named = sides.into_iter().flatten().find(|code| code.as_str() != self.own);
        if let Some(named) = named {
            return named.clone();
        }
        let others: Vec<String> = self
            .found
            .parties
            .iter()
            .map(|party| party.code.clone())
            .filter(|code| code != self.own && self.known(code))
            .collect();
        match others.as_slice() {
            [one] => one.clone(),
            [] => String::new(),
            _ => {
                doubts.push(doubt("partner", others));
                String::new()
            }
        }
    }

    /// How many, of what and how often; a unit that the record does not count in is left to the officer.
    fn quantity(
        &self,
        item: &intake::draft::Item,
        doubts: &mut Vec<Doubt>,
    ) -> (String, String, String) {
        let Some(quantity) = &item.quantity else { return Default::default() };
        let (unit, per) = quantity.unit.split_once('/').unwrap_or((&quantity.unit, "once"));
        let known = match (item.kind.as_str(), unit) {
            ("treatment_quota", "person") => Some(Unit::Patient),
            _ => Unit::from_code(unit),
        };
        let code = known.map_or_else(String::new, |unit| unit.code().to_owned());
        if known.is_none() {
            doubts.push(doubt("unit", vec![unit.to_owned()]));
        }
        (quantity.value.clone(), code, per.to_owned())
    }

    fn indicator(&self, found: &intake::draft::Indicator) -> Kept {
        let mut doubts = Vec::new();
        let country = |code: &Option<String>| code.clone().filter(|c| self.known(c));
        let (subject, origin) = (country(&found.subject_country), country(&found.origin_country));
        let unit = found.unit.split('/').next().unwrap_or_default();
        let known = Unit::from_code(unit);
        if known.is_none() {
            doubts.push(doubt("unit", vec![unit.to_owned()]));
        }
        let measure = match found.name.as_str() {
            "registered medicines" => "registered_medicines",
            "registered medical devices" => "registered_devices",
            "beds" => "beds",
            _ => "",
        };
        let form = DraftForm {
            kind: "indicator".to_owned(),
            passage: found.evidence.exact.clone(),
            partner: self.partner([&subject, &origin], &mut doubts),
            quantity: found.value.clone(),
            unit: known.map_or_else(String::new, |unit| unit.code().to_owned()),
            measure: measure.to_owned(),
            subject: subject.unwrap_or_default(),
            origin: origin.unwrap_or_default(),
            period: found.as_of.clone().unwrap_or_default(),
            ..DraftForm::default()
        };
        Kept { form, proposal: Some(Proposal { uncertain: doubts, ..Proposal::default() }) }
    }
}

fn doubt(field: &str, candidates: Vec<String>) -> Doubt {
    Doubt { field: field.to_owned(), candidates }
}

/// The matter of the record that a kind of the engine stands for.
fn topic(kind: &str) -> Option<Topic> {
    Topic::from_code(match kind {
        "treatment_quota" => "treatment",
        "facility_project" => "facility",
        "supply_aid" => "supply",
        same => same,
    })
}

#[cfg(test)]
mod tests {
    use super::topic;

    #[test]
    fn every_kind_of_the_engine_is_a_matter_of_the_record() {
        for kind in kelisim_intake::vocabulary::Kind::ALL {
            assert!(topic(kind.name()).is_some(), "{}", kind.name());
        }
    }
}
