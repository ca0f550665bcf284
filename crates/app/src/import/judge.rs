//! Each row against the rules and against the record: what it would do, and what is to be said about it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{SourceId, StreamId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::quotation::Quotation;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::sheet::Sheet;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::{Refusal, commitment, instrument, observation, party, quota};
use kelisim_store::reading::Scope;

use super::column::Kind;
use super::figure::Figures;
use super::instrument::Instruments;
use super::ledger::Moves;
use super::organisation::Parties;
use super::promise::Promises;
use super::report::{Counts, Finding, Found, Note};
use super::rows::{Fields, Head, Passages, fields};
use super::words::Words;
use crate::Result;
use crate::context::Context;
use crate::lookup::Directory;
use crate::typed::Typed;
use crate::under_way::Under;

/// Rows that are judged before others get their turn on the thread.
const TURN: usize = 250;
/// Up to so many partners are looked up one by one; with more the whole registry is read.
const FEW: usize = 12;

/// What does not change from row to row.
pub(super) struct Scene<'a> {
    pub(super) ctx: &'a Context<'a>,
    pub(super) kind: Kind,
    pub(super) registry: RegistryCode,
    pub(super) language: Language,
    /// The day from which what the table says could be known.
    pub(super) known_on: Date,
    pub(super) directory: Arc<Directory>,
    pub(super) words: Words,
    pub(super) sheet: &'a Sheet,
    pub(super) heads: Vec<Head>,
}

/// A row while it is judged.
pub(super) struct Row<'a> {
    pub(super) scene: &'a Scene<'a>,
    /// Its number in the file.
    pub(super) number: u32,
    pub(super) fields: Fields,
    /// The passage it is.
    pub(super) quotation: Quotation,
}

/// What is to be written for a row. Of several for one stream the later ones follow the first in one append.
pub(super) struct Deed {
    /// The stream; one that is there already, where `grows` says so of the first deed for it.
    pub(super) stream: StreamId,
    pub(super) grows: bool,
    pub(super) valid_from: Option<Edtf>,
    pub(super) event: Event,
}

/// An event of one of the kinds that rows can be.
pub(super) enum Event {
    Observation(Box<observation::Event>),
    Commitment(Box<commitment::Event>),
    Party(Box<party::Event>),
    Instrument(Box<instrument::Event>),
    Quota(Box<quota::Event>),
}

/// What a row comes to when nothing is wrong with it.
pub(super) enum Outcome {
    New(Vec<Deed>),
    Changed(Vec<Deed>),
    Same,
}

/// What came of all rows.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) report: Vec<Found>,
    pub(super) counts: Counts,
    /// What is to be written, in the order of the rows; empty where only the report was asked for.
    pub(super) deeds: Vec<Deed>,
}

/// What the record holds of a kind, as far as it concerns the rows.
enum Held {
    Figures(Figures),
    Promises(Promises),
    Parties(Parties),
    Instruments(Instruments),
    Moves(Moves),
}

impl Row<'_> {
    /// Notes what was refused, but nothing twice about one field.
    pub(super) fn refuse(&mut self, refusals: Vec<Refusal>) {
        for refusal in refusals {
            if !refusal.field.is_some_and(|field| self.fields.is_wrong(field)) {
                self.fields.notes.push(Note::refused(refusal));
            }
        }
    }

    /// Whether nothing grave was found so far: only such a row may change what the rows below it are held against.
    pub(super) fn is_right(&self) -> bool {
        !self.fields.notes.iter().any(|note| note.grave)
    }

    /// What was read, when nothing was refused.
    pub(super) fn settle<T>(&mut self, typed: Typed, read: Option<T>) -> Option<T> {
        match typed.all1(read) {
            Ok(read) => Some(read),
            Err(crate::AppError::Refused(refusals)) => {
                self.refuse(refusals);
                None
            }
            Err(_) => None,
        }
    }

    /// The cause of a revision with the remark beside it, as one text; both are in the language of the table.
    pub(super) fn beside(&mut self, cause: &Text4, note: &Text4) -> Option<Text4> {
        let language = self.scene.language;
        let [cause, note] = [cause, note].map(|text| text.shown(language).0);
        let mut typed = Typed::default();
        let both = typed.text("note", language, &format!("{cause} · {note}"));
        self.settle(typed, both)
    }

    /// Says something worth knowing about a field.
    pub(super) fn remark(&mut self, field: &'static str, said: Refusal) {
        self.fields.notes.push(Note::mild(field, said));
    }

    /// Says that a field differs from the record.
    pub(super) fn differs(&mut self, field: &'static str, old: String, new: String) {
        let note = Refusal::new("import-differs").with("old", old).with("new", new);
        self.fields.notes.push(Note::mild(field, note));
    }

    /// Refuses a row that speaks of the same as one above it.
    pub(super) fn twice(&mut self, first: u32) {
        let note = Refusal::new("import-row-twice").with("row", first.to_string());
        self.fields.notes.push(Note::grave("", note));
    }
}

/// Judges every row. `keep` says whether what is to be written is wanted too.
pub(super) async fn judge(
    scene: &Scene<'_>,
    passages: &Passages,
    source: SourceId,
    keep: bool,
    under: &Under,
) -> Result<Judged> {
    let mut held = load(scene).await?;
    let mut judged = Judged::default();
    for (at, line) in scene.sheet.lines.iter().skip(1).enumerate() {
        if at % TURN == 0 {
            under.at(at);
            tokio::task::yield_now().await;
        }
        let read = fields(scene.kind, &scene.heads, line, &scene.words);
        let quotation = passages.quote(at, source, scene.language.code());
        let mut row = match quotation {
            Ok(quotation) => Row { scene, number: line.number, fields: read, quotation },
            Err(refusal) => {
                let notes = vec![Note::grave("", refusal)];
                add(&mut judged, Found { row: line.number, finding: Finding::Wrong, notes });
                continue;
            }
        };
        let outcome = match &mut held {
            Held::Figures(held) => held.judge(&mut row),
            Held::Promises(held) => held.judge(&mut row),
            Held::Parties(held) => held.judge(&mut row),
            Held::Instruments(held) => held.judge(&mut row),
            Held::Moves(held) => held.judge(&mut row),
        };
        let is_wrong = row.fields.notes.iter().any(|note| note.grave);
        let (finding, deeds) = match outcome {
            Some(Outcome::New(deeds)) if !is_wrong => (Finding::New, deeds),
            Some(Outcome::Changed(deeds)) if !is_wrong => (Finding::Changed, deeds),
            Some(Outcome::Same) if !is_wrong => (Finding::Same, Vec::new()),
            _ => (Finding::Wrong, Vec::new()),
        };
        if keep {
            judged.deeds.extend(deeds);
        }
        add(&mut judged, Found { row: line.number, finding, notes: row.fields.notes });
    }
    under.at(scene.sheet.lines.len().saturating_sub(1));
    Ok(judged)
}

fn add(judged: &mut Judged, found: Found) {
    judged.counts.add(&found);
    judged.report.push(found);
}

async fn load(scene: &Scene<'_>) -> Result<Held> {
    Ok(match scene.kind {
        Kind::Observations => Held::Figures(Figures::load(scene).await?),
        Kind::Commitments => Held::Promises(Promises::load(scene).await?),
        Kind::Parties => Held::Parties(Parties::default()),
        Kind::Instruments => Held::Instruments(Instruments::load(scene).await?),
        Kind::Moves => Held::Moves(Moves::load(scene).await?),
    })
}

impl Scene<'_> {
    /// The texts of a column, each once.
    pub(super) fn texts_of(&self, column: &str) -> BTreeSet<&str> {
        let at = self.heads.iter().position(|head| head.column == Some(column));
        let lines = self.sheet.lines.iter().skip(1);
        at.map_or_else(BTreeSet::new, |at| lines.map(|line| line.cell(at)).collect())
    }

    /// The partners by which the record is to be read: those of the rows, or all at once where they are many.
    pub(super) fn partners(&self) -> Vec<Option<PartyCode>> {
        let named: BTreeMap<PartyCode, ()> = self
            .texts_of("partner")
            .into_iter()
            .filter_map(|text| Some((self.words.party_of(text).ok()?, ())))
            .collect();
        if named.len() > FEW { vec![None] } else { named.into_keys().map(Some).collect() }
    }

    /// Rows of the registry, of one partner where one is named, under whatever code they were written.
    pub(super) fn scope(&self, partner: Option<&PartyCode>) -> Scope {
        let partners = partner.map(|partner| self.directory.same.codes(partner));
        Scope { registry: Some(self.registry), partners, public_only: false }
    }
}
