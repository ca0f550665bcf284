//! Rows that are commitments.

use std::collections::HashMap;

use kelisim_domain::Refusal;
use kelisim_domain::commitment::{Commitment, Event as Change, Statement};
use kelisim_domain::figure::Quantity;
use kelisim_domain::id::CommitmentId;
use kelisim_domain::text::{Language, Text4};
use kelisim_store::reading::{CommitmentCursor, CommitmentFilter};

use super::judge::{Deed, Event, Outcome, Row, Scene};
use super::words::folded;
use crate::Result;
use crate::communique::{DraftForm, described, stated};
use crate::lookup::{last_day, read_all};
use crate::typed::Typed;

/// Commitments read with one query.
const PAGE: i64 = 1_000;

/// The commitments of the registry by partner, matter and name.
#[derive(Default)]
pub(super) struct Promises {
    known: Vec<Known>,
    by_name: HashMap<String, Vec<usize>>,
    by_id: HashMap<CommitmentId, usize>,
}

struct Known {
    /// None for one that a row above would enter.
    commitment: Option<Commitment>,
    /// The row that spoke of it.
    row: Option<u32>,
}

fn key(partner: &str, topic: &str, name: &str) -> String {
    format!("{partner} {topic} {}", folded(name))
}

fn names(title: &Text4) -> impl Iterator<Item = &str> {
    Language::ALL.iter().filter_map(|language| title.get(*language))
}

impl Promises {
    pub(super) async fn load(scene: &Scene<'_>) -> Result<Self> {
        let mut this = Self::default();
        // A row that names its commitment by id may name any partner of it.
        let all = scene.texts_of("commitment").iter().any(|text| !text.is_empty());
        let partners = if all { vec![None] } else { scene.partners() };
        for partner in partners {
            let filter = CommitmentFilter::default();
            let mut after = None;
            loop {
                let store = scene.ctx.store();
                let page = store
                    .commitments(
                        &scene.scope(partner.as_ref()),
                        &filter,
                        last_day(),
                        after.as_ref(),
                        PAGE,
                    )
                    .await?;
                let page: Vec<Commitment> = read_all(scene.ctx, page).await?;
                let Some(last) = page.last() else { break };
                let known = last.latest();
                let (weight, due) = (known.weight().rank(), known.due());
                after = Some(CommitmentCursor { weight, due, id: last.id.uuid() });
                page.into_iter().for_each(|it| this.add(it));
            }
        }
        Ok(this)
    }

    fn add(&mut self, it: Commitment) {
        let at = self.known.len();
        let d = &it.description;
        for name in names(&d.title) {
            let key = key(d.partner.as_str(), d.topic.code(), name);
            let held = self.by_name.entry(key).or_default();
            if held.last() != Some(&at) {
                held.push(at);
            }
        }
        self.by_id.insert(it.id, at);
        self.known.push(Known { commitment: Some(it), row: None });
    }

    pub(super) fn judge(&mut self, row: &mut Row<'_>) -> Option<Outcome> {
        let scene = row.scene;
        let form = form(row);
        let mut typed = Typed::default();
        crate::communique::known_parties(&scene.directory, &form, &mut typed);
        let described = described(&mut typed, scene.language, &form, scene.registry, None);
        let stated = stated(&mut typed, scene.language, &form, &row.quotation);
        let (description, statement) = row.settle(typed, described.zip(stated))?;
        let id = row.fields.get("commitment");
        let (partner, topic) = (description.partner.as_str(), description.topic.code());
        let name = key(partner, topic, &form.title);
        let found = match id.trim() {
            "" => self.by_name.get(&name).cloned().unwrap_or_default(),
            id => {
                let id = id.parse().ok();
                let at = id.and_then(|id| self.by_id.get(&id)).copied();
                let at = at.filter(|at| self.partner_of(*at) == Some(partner));
                if at.is_none() {
                    row.refuse(vec![Refusal::of("commitment", "commitment-unknown")]);
                    return None;
                }
                at.into_iter().collect()
            }
        };
        match found.as_slice() {
            [] => {
                self.by_name.insert(name, vec![self.known.len()]);
                self.known.push(Known { commitment: None, row: Some(row.number) });
                let valid_from = statement.deadline;
                let event =
                    Event::Commitment(Box::new(Change::Recorded { description, statement }));
                let stream = CommitmentId::new(scene.ctx.new_id()).into();
                Some(Outcome::New(vec![Deed { stream, grows: false, valid_from, event }]))
            }
            [only] => self.known.get_mut(*only)?.restate(row, statement),
            several => {
                let count = several.len().to_string();
                row.refuse(vec![Refusal::of("commitment", "import-several-fit").with("n", count)]);
                None
            }
        }
    }

    fn partner_of(&self, at: usize) -> Option<&str> {
        self.known.get(at)?.commitment.as_ref().map(|c| c.description.partner.as_str())
    }
}

impl Known {
    /// A row about a commitment that is there. What the row leaves empty it does not speak of.
    fn restate(&mut self, row: &mut Row<'_>, statement: Statement) -> Option<Outcome> {
        if let Some(first) = self.row.replace(row.number) {
            row.twice(first);
            return None;
        }
        let commitment = self.commitment.as_ref()?;
        let known = commitment.latest();
        let mut differs = false;
        if let Some(stage) = statement.stage.filter(|stage| *stage != known.stage) {
            row.differs("stage", known.stage.code().to_owned(), stage.code().to_owned());
            differs = true;
        }
        if let Some(new) = statement.quantity.filter(|new| known.quantity != Some(*new)) {
            row.differs("quantity", known.quantity.map_or_else(none, shown), shown(new));
            differs = true;
        }
        if let Some(new) = statement.deadline.filter(|new| known.deadline != Some(*new)) {
            let old = known.deadline.map_or_else(none, |date| date.to_string());
            row.differs("deadline", old, new.to_string());
            differs = true;
        }
        if !differs {
            return Some(Outcome::Same);
        }
        if let Err(refusal) = commitment.may_restate(&statement) {
            row.refuse(vec![refusal]);
            return None;
        }
        let stream = commitment.id.into();
        let event = Event::Commitment(Box::new(Change::Restated { statement }));
        Some(Outcome::Changed(vec![Deed { stream, grows: true, valid_from: None, event }]))
    }
}

fn none() -> String {
    "–".to_owned()
}

fn shown(quantity: Quantity) -> String {
    format!("{} {} {}", quantity.value, quantity.unit.code(), quantity.per.code())
}

fn form(row: &Row<'_>) -> DraftForm {
    let get = |name| row.fields.get(name);
    DraftForm {
        kind: "commitment".to_owned(),
        title: get("title"),
        topic: get("topic"),
        partner: get("partner"),
        promisors: get("promisors"),
        beneficiaries: get("beneficiaries"),
        stage: get("stage"),
        quantity: get("quantity"),
        unit: get("unit"),
        per: get("per"),
        deadline: get("deadline"),
        note: get("note"),
        ..DraftForm::default()
    }
}
