//! Rows that are reported figures.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kelisim_domain::Refusal;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::figure::Figure;
use kelisim_domain::id::{CommitmentId, ObservationId};
use kelisim_domain::indicator::Definition;
use kelisim_domain::observation::{Description, Event as Change, Measure, Observation, Reported};
use kelisim_store::reading::{Kind, ObservationCursor, ObservationFilter};

use super::judge::{Deed, Event, Outcome, Row, Scene};
use crate::Result;
use crate::lookup::{last_day, read_all, several};
use crate::observation::{FigureForm, figure};
use crate::typed::Typed;

/// Figures read with one query.
const PAGE: i64 = 2_000;
/// Ids asked for with one query.
const IDS: usize = 5_000;

/// The figures of the registry by what they measure.
pub(super) struct Figures {
    known: HashMap<Key, Vec<Known>>,
    /// Commitments of the registry that rows name.
    commitments: BTreeSet<CommitmentId>,
    /// Definitions of the registry by their codes.
    definitions: BTreeMap<Measure, Definition>,
}

/// What makes two figures one: all of the description but the words for it and the commitment.
type Key = String;

struct Known {
    /// None for one that a row above would enter.
    id: Option<ObservationId>,
    commitment: Option<CommitmentId>,
    value: Figure,
    /// The row that spoke of it.
    row: Option<u32>,
}

fn key(d: &Description) -> Key {
    let origin = d.origin.as_ref().map(ToString::to_string).unwrap_or_default();
    let channel = d.channel.map_or("", |channel| channel.code());
    let (measure, unit) = (d.measure.as_str(), d.unit.code());
    format!("{} {measure} {} {unit} {} {origin} {channel}", d.partner, d.period, d.subject)
}

impl Figures {
    pub(super) async fn load(scene: &Scene<'_>) -> Result<Self> {
        let mut known: HashMap<Key, Vec<Known>> = HashMap::new();
        for partner in scene.partners() {
            let mut after = None;
            loop {
                let store = scene.ctx.store();
                let (scope, day) = (scene.scope(partner.as_ref()), last_day());
                let page = store
                    .observations(&scope, ObservationFilter::Any, day, after.as_ref(), PAGE)
                    .await?;
                let page: Vec<Observation> = read_all(scene.ctx, page).await?;
                let Some(last) = page.last() else { break };
                after = Some(ObservationCursor {
                    period_end: last.description.period.last_day(),
                    measure: last.description.measure.as_str().to_owned(),
                    id: last.id.uuid(),
                });
                for it in &page {
                    let Some(latest) = it.latest() else { continue };
                    known.entry(key(&it.description)).or_default().push(Known {
                        id: Some(it.id),
                        commitment: it.description.commitment,
                        value: latest.what.value,
                        row: None,
                    });
                }
            }
        }
        let definitions = crate::indicator::definitions(scene.ctx, scene.registry).await?;
        Ok(Self { known, commitments: commitments(scene).await?, definitions })
    }

    pub(super) fn judge(&mut self, row: &mut Row<'_>) -> Option<Outcome> {
        let form = form(row);
        let mut typed = Typed::default();
        let commitment = match form.commitment.trim() {
            "" => Some(None),
            id => {
                let known = id.parse().ok().filter(|id| self.commitments.contains(id));
                let known = known.ok_or_else(|| Refusal::new("commitment-unknown"));
                typed.take("commitment", known).map(Some)
            }
        };
        let scene = row.scene;
        let directory = &scene.directory;
        let read = figure(&mut typed, directory, scene.registry, scene.language, &form, commitment);
        if let Some((description, ..)) = &read
            && let Some(definition) = self.definitions.get(&description.measure)
        {
            crate::indicator::check(&mut typed, definition, description);
        }
        let cause = typed.optional_text("cause", scene.language, &row.fields.get("cause"));
        let ((description, value, note), cause) = row.settle(typed, read.zip(cause))?;
        let caused = cause.is_some();
        // Why a value changed stands where a value says what is to be known about it.
        let note = match (cause, note) {
            (Some(cause), Some(note)) => Some(row.beside(&cause, &note)?),
            (one, other) => one.or(other),
        };
        let reported = Reported { value, quotation: row.quotation.clone(), note };
        let known = self.known.entry(key(&description)).or_default();
        let fits = |it: &&mut Known| {
            description.commitment.is_none() || it.commitment == description.commitment
        };
        let mut same: Vec<&mut Known> = known.iter_mut().filter(fits).collect();
        match same.as_mut_slice() {
            [] => {
                let commitment = description.commitment;
                known.push(Known { id: None, commitment, value, row: Some(row.number) });
                let valid_from = Some(description.period);
                let change = Change::Booked { description, reported, public: false };
                let event = Event::Observation(Box::new(change));
                let stream = ObservationId::new(scene.ctx.new_id()).into();
                Some(Outcome::New(vec![Deed { stream, grows: false, valid_from, event }]))
            }
            [only] => {
                if let Some(first) = only.row.replace(row.number) {
                    row.twice(first);
                    return None;
                }
                let id = only.id?;
                if only.value == value {
                    return Some(Outcome::Same);
                }
                let (old, new) = (only.value.to_string(), value.to_string());
                if !caused {
                    // A number that changes without a cause cannot be explained to anybody afterwards.
                    let missing = Refusal::of("cause", "import-cause-missing")
                        .with("old", old)
                        .with("new", new);
                    row.refuse(vec![missing]);
                    return None;
                }
                row.differs("value", old, new);
                let event = Event::Observation(Box::new(Change::Revised { reported }));
                let deed = Deed { stream: id.into(), grows: true, valid_from: None, event };
                Some(Outcome::Changed(vec![deed]))
            }
            several => {
                let count = several.len().to_string();
                row.refuse(vec![Refusal::of("commitment", "import-several-fit").with("n", count)]);
                None
            }
        }
    }
}

fn form(row: &Row<'_>) -> FigureForm {
    let get = |name| row.fields.get(name);
    FigureForm {
        measure: get("measure"),
        name: get("name"),
        period: get("period"),
        value: get("value"),
        unit: get("unit"),
        partner: get("partner"),
        subject: get("subject"),
        origin: get("origin"),
        channel: get("channel"),
        commitment: get("commitment"),
        note: get("note"),
        ..FigureForm::default()
    }
}

/// The commitments of the registry that the column of ids names.
pub(super) async fn commitments(scene: &Scene<'_>) -> Result<BTreeSet<CommitmentId>> {
    let named: Vec<_> = scene
        .texts_of("commitment")
        .into_iter()
        .filter_map(|text| text.trim().parse::<CommitmentId>().ok())
        .collect();
    let mut known = BTreeMap::new();
    for ids in named.chunks(IDS) {
        let ids = ids.iter().map(|id| id.uuid());
        for it in several::<Commitment>(scene.ctx, Kind::Commitment, ids, last_day()).await? {
            known.insert(it.id, it.description.registry);
        }
    }
    known.retain(|_, registry| *registry == scene.registry);
    Ok(known.into_keys().collect())
}
