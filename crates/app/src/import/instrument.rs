//! Rows that are instruments, each with what one party did, where the row says so.
//!
//! Several rows may speak of one instrument: the first enters it, and each adds an act. What the record has is never
//! corrected by a table.

use std::collections::{BTreeMap, HashMap};

use kelisim_domain::Refusal;
use kelisim_domain::aggregate::Aggregate as _;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{InstrumentId, StreamId};
use kelisim_domain::instrument::{
    Act, ActKind, Description, Event as Change, Instrument, Level, Type,
};
use kelisim_domain::party::PartyCode;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Topic;
use kelisim_store::instrument::InstrumentFilter;
use kelisim_store::reading::DayCursor;

use super::judge::{Deed, Event, Outcome, Row, Scene};
use super::words::folded;
use crate::Result;
use crate::context::Known;
use crate::instrument::{LANGUAGES, known_party};
use crate::lookup::{last_day, read_all};
use crate::typed::Typed;

/// Instruments read with one query.
const PAGE: i64 = 500;

/// The instruments of the registry by partner, type and name.
#[derive(Default)]
pub(super) struct Instruments {
    known: Vec<Held>,
    by_name: HashMap<String, Vec<usize>>,
    by_id: HashMap<InstrumentId, usize>,
    /// The row that said of which instrument that a party did something on a day.
    acts: BTreeMap<(usize, PartyCode, ActKind, String), u32>,
    /// The row that spoke of an instrument without an act.
    bare: BTreeMap<usize, u32>,
}

struct Held {
    /// As the rows so far leave it.
    now: Instrument,
    /// Whether a row above enters it.
    is_new: bool,
}

fn key(partner: &str, kind: Type, name: &str) -> String {
    format!("{partner} {} {}", kind.code(), folded(name))
}

impl Instruments {
    pub(super) async fn load(scene: &Scene<'_>) -> Result<Self> {
        let mut this = Self::default();
        // A row that names its instrument by id may name any partner of it.
        let all = scene.texts_of("instrument").iter().any(|text| !text.is_empty());
        let partners = if all { vec![None] } else { scene.partners() };
        for partner in partners {
            let filter = InstrumentFilter::default();
            let mut after = None;
            loop {
                let store = scene.ctx.store();
                let scope = scene.scope(partner.as_ref());
                let page = store.instruments(&scope, &filter, last_day(), after, PAGE).await?;
                let page: Vec<Instrument> = read_all(scene.ctx, page).await?;
                let Some(last) = page.last() else { break };
                after = Some(DayCursor { day: last.moved_on(), id: last.id.uuid() });
                for now in page {
                    this.add(Held { now, is_new: false });
                }
            }
        }
        Ok(this)
    }

    fn add(&mut self, held: Held) -> usize {
        let at = self.known.len();
        let d = &held.now.description;
        for name in Language::ALL.iter().filter_map(|language| d.title.get(*language)) {
            let places = self.by_name.entry(key(d.partner.as_str(), d.kind, name)).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
        self.by_id.insert(held.now.id, at);
        self.known.push(held);
        at
    }

    pub(super) fn judge(&mut self, row: &mut Row<'_>) -> Option<Outcome> {
        let mut typed = Typed::default();
        let names = row.scene.directory.clone();
        let partner = typed.party("partner", &row.fields.get("partner"));
        let partner = partner.and_then(|p| known_party(&mut typed, &names, "partner", &p));
        let kind = Type::from_code(&row.fields.get("instrument_type"))
            .ok_or(Refusal::new("instrument-kind-unknown"));
        let kind = typed.take("instrument_type", kind);
        let title = row.fields.get("title");
        let text = typed.text("title", row.scene.language, &title);
        let act = act(row, &mut typed);
        let read = partner.zip(kind).zip(text).zip(act);
        let (((partner, kind), text), act) = row.settle(typed, read)?;
        let found = match row.fields.get("instrument").trim() {
            "" => self.by_name.get(&key(partner.as_str(), kind, &title)).cloned(),
            id => {
                let at = id.parse().ok().and_then(|id| self.by_id.get(&id)).copied();
                let own = |at: &usize| {
                    let d = self.known.get(*at).map(|held| &held.now.description);
                    d.is_some_and(|d| d.partner == partner && d.kind == kind)
                };
                if at.filter(own).is_none() {
                    row.refuse(vec![Refusal::of("instrument", "instrument-unknown")]);
                    return None;
                }
                at.map(|at| vec![at])
            }
        };
        match found.unwrap_or_default().as_slice() {
            [] => self.enter(row, partner, kind, text, act),
            [only] => self.speak(row, *only, act),
            several => {
                let count = several.len().to_string();
                row.refuse(vec![Refusal::of("instrument", "import-several-fit").with("n", count)]);
                None
            }
        }
    }

    /// A row about an instrument that is not there.
    fn enter(
        &mut self,
        row: &mut Row<'_>,
        partner: PartyCode,
        kind: Type,
        title: Text4,
        act: Option<Act>,
    ) -> Option<Outcome> {
        let mut typed = Typed::default();
        let described = described(row, &mut typed, partner, kind, title);
        let description = row.settle(typed, described)?;
        if !row.is_right() {
            return None;
        }
        let stream: StreamId = InstrumentId::new(row.scene.ctx.new_id()).into();
        let entered = Change::Entered { description, quotation: row.quotation.clone() };
        let meta = row.scene.ctx.meta(1, Known::From(row.scene.known_on));
        let begun = Instrument::begin(stream, entered.clone(), meta).and_then(|mut now| {
            let Some(act) = &act else { return Ok(now) };
            let meta = row.scene.ctx.meta(2, Known::From(row.scene.known_on));
            now.then(Change::Acted { act: act.clone() }, meta)?;
            Ok(now)
        });
        let now = match begun {
            Ok(now) => now,
            Err(refusal) => {
                row.refuse(vec![in_columns(refusal)]);
                return None;
            }
        };
        let at = self.add(Held { now, is_new: true });
        let deed = |event, valid_from| Deed {
            stream,
            grows: false,
            valid_from,
            event: Event::Instrument(Box::new(event)),
        };
        let mut deeds = vec![deed(entered, None)];
        match act {
            Some(act) => {
                self.acts.insert(act_key(at, &act), row.number);
                deeds.push(deed(Change::Acted { act: act.clone() }, Some(act.on)));
            }
            None => {
                self.bare.insert(at, row.number);
            }
        }
        Some(Outcome::New(deeds))
    }

    /// A row about an instrument that is there, or that a row above enters.
    fn speak(&mut self, row: &mut Row<'_>, at: usize, act: Option<Act>) -> Option<Outcome> {
        let held = self.known.get_mut(at)?;
        let wrong = differs(row, &held.now.description);
        if !wrong.is_empty() {
            row.refuse(wrong);
            return None;
        }
        let Some(act) = act else {
            return match self.bare.insert(at, row.number) {
                Some(first) => {
                    row.twice(first);
                    None
                }
                None => Some(Outcome::Same),
            };
        };
        if let Some(first) = self.acts.insert(act_key(at, &act), row.number) {
            row.twice(first);
            return None;
        }
        let is = |a: &Act| (&a.party, a.kind) == (&act.party, act.kind);
        let told = held.now.acts.iter().map(|said| &said.what);
        let before: Vec<Edtf> = told.filter(|a| is(a)).map(|a| a.on).collect();
        if before.contains(&act.on) {
            return Some(Outcome::Same);
        }
        if !row.is_right() {
            return None;
        }
        let version = held.now.version + 1;
        let meta = row.scene.ctx.meta(version, Known::From(row.scene.known_on));
        if let Err(refusal) = held.now.then(Change::Acted { act: act.clone() }, meta) {
            row.refuse(vec![in_columns(refusal)]);
            return None;
        }
        if let Some(old) = before.last() {
            row.differs("on", old.to_string(), act.on.to_string());
        }
        let deeds = vec![Deed {
            stream: held.now.id.into(),
            grows: !held.is_new,
            valid_from: Some(act.on),
            event: Event::Instrument(Box::new(Change::Acted { act })),
        }];
        Some(if held.is_new { Outcome::New(deeds) } else { Outcome::Changed(deeds) })
    }
}

fn act_key(at: usize, act: &Act) -> (usize, PartyCode, ActKind, String) {
    (at, act.party.clone(), act.kind, act.on.to_string())
}

/// What a party did, where the row says so: who, what and when belong together.
fn act(row: &Row<'_>, typed: &mut Typed) -> Option<Option<Act>> {
    let get = |name| row.fields.get(name);
    if ["actor", "act", "on"].iter().all(|name| get(name).is_empty()) {
        return Some(None);
    }
    let party = typed.party("actor", &get("actor"));
    let kind = ActKind::from_code(&get("act")).ok_or(Refusal::new("instrument-act-unknown"));
    let kind = typed.take("act", kind);
    let on = typed.date("on", &get("on"));
    let place = typed.optional_text("place", row.scene.language, &get("place"));
    let note = typed.optional_text("note", row.scene.language, &get("note"));
    let quotation = row.quotation.clone();
    Some(Some(Act { party: party?, kind: kind?, on: on?, place: place?, note: note?, quotation }))
}

/// What a row says of an instrument that is not there.
fn described(
    row: &Row<'_>,
    typed: &mut Typed,
    partner: PartyCode,
    kind: Type,
    title: Text4,
) -> Option<Description> {
    let get = |name| row.fields.get(name);
    let level = Level::from_code(&get("level")).ok_or(Refusal::new("instrument-level-unknown"));
    let level = typed.take("level", level);
    let parties = typed.parties("parties", &get("parties")).and_then(|parties| {
        let few = Refusal::new("instrument-two-parties");
        let names = &row.scene.directory;
        let known = parties.iter().all(|p| names.parties.contains_key(p));
        typed.take("parties", if known && parties.len() > 1 { Ok(parties) } else { Err(few) })
    });
    let topic = Topic::from_code(&get("topic")).ok_or(Refusal::new("topic-unknown"));
    let topic = typed.take("topic", topic);
    let subject =
        typed.optional_text("instrument_subject", row.scene.language, &get("instrument_subject"));
    let depositary = typed.optional_text("depositary", row.scene.language, &get("depositary"));
    let languages: Vec<String> = tags(&get("languages"));
    let spoken = languages.iter().all(|tag| LANGUAGES.contains(&tag.as_str()));
    let languages = if spoken { Ok(languages) } else { Err(Refusal::new("language-unknown")) };
    let languages = typed.take("languages", languages);
    Some(Description {
        registry: row.scene.registry,
        partner,
        kind,
        level: level?,
        title,
        parties: parties?,
        topic: topic?,
        subject: subject?,
        languages: languages?,
        depositary: depositary?,
        parent: None,
    })
}

fn tags(text: &str) -> Vec<String> {
    let tags = text.split([' ', ',', ';']).filter(|tag| !tag.is_empty());
    tags.map(str::to_lowercase).collect()
}

/// What a row says otherwise than the record. What it leaves empty it does not speak of.
fn differs(row: &Row<'_>, d: &Description) -> Vec<Refusal> {
    let listed = |parties: &[PartyCode]| {
        let mut codes: Vec<&str> = parties.iter().map(PartyCode::as_str).collect();
        codes.sort_unstable();
        codes.join(" ")
    };
    let given: Vec<PartyCode> =
        row.fields.get("parties").split(' ').filter_map(|code| code.parse().ok()).collect();
    [
        ("level", d.level.code().to_owned(), row.fields.get("level")),
        ("topic", d.topic.code().to_owned(), row.fields.get("topic")),
        ("parties", listed(&d.parties), listed(&given)),
    ]
    .into_iter()
    .filter(|(_, old, new)| !new.is_empty() && old != new)
    .map(|(field, old, new)| {
        Refusal::of(field, "import-other-here").with("old", old).with("new", new)
    })
    .collect()
}

/// A rule's refusal under the column that the row can be mended in.
fn in_columns(refusal: Refusal) -> Refusal {
    let field = match refusal.field {
        Some("party") => Some("actor"),
        Some("kind") => Some("act"),
        field => field,
    };
    Refusal { field, ..refusal }
}
