//! Meetings as they leave the house: JSON for programs, a table for spreadsheets.
//!
//! JSON is made of what everybody may see: what rests on passages. Letters and questions stay inside.

use std::collections::BTreeSet;

use kelisim_domain::id::{CommitmentId, InstrumentId, MeetingId};
use kelisim_domain::meeting::{Delegation, Meeting};
use kelisim_domain::quotation::Quotation;
use kelisim_domain::text::Text4;
use serde::Serialize;

use crate::rows::{Columns, Rows};
use crate::source::{QuotationOut, SourceOut, Sources, TextOut};

/// Who led a delegation, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DelegationOut {
    /// Code of the party.
    pub party: String,
    /// The office its head holds.
    pub office: TextOut,
    /// The head, where the passage names one.
    pub name: Option<TextOut>,
    /// The passage.
    pub quotation: QuotationOut,
}

/// A point of the agenda that a passage names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgendaOut {
    /// What was to be spoken about.
    pub matter: TextOut,
    /// The commitment it is about, where that is public.
    pub commitment: Option<String>,
    /// The passage.
    pub quotation: QuotationOut,
}

/// What was decided, as a passage says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionOut {
    /// Its number within the meeting.
    pub number: i64,
    /// What.
    pub matter: TextOut,
    /// Public commitments it leads to.
    pub commitments: Vec<String>,
    /// Public instruments it leads to.
    pub instruments: Vec<String>,
    /// The passage.
    pub quotation: QuotationOut,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeetingOut {
    /// Its id.
    pub id: String,
    /// Code of the registry.
    pub registry: String,
    /// Code of the other side.
    pub partner: String,
    /// What it is called.
    pub title: TextOut,
    /// When (EDTF).
    pub date: String,
    /// Code of the level.
    pub level: &'static str,
    /// Code of whether it took place.
    pub state: &'static str,
    /// Where.
    pub place: Option<TextOut>,
    /// Codes of whose delegations met.
    pub parties: Vec<String>,
    /// Who led them.
    pub delegations: Vec<DelegationOut>,
    /// What was to be spoken about.
    pub agenda: Vec<AgendaOut>,
    /// What was decided.
    pub decisions: Vec<DecisionOut>,
    /// Public commitments that came of it.
    pub outcomes: Vec<String>,
    /// Its communiqué.
    pub communique: Option<SourceOut>,
    /// The meeting before, where that is public.
    pub previous: Option<String>,
}

/// What of the things a meeting names is public.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Open {
    /// Commitments.
    pub commitments: BTreeSet<CommitmentId>,
    /// Commitments that came of it, in the order of the list.
    pub outcomes: Vec<CommitmentId>,
    /// Instruments.
    pub instruments: BTreeSet<InstrumentId>,
    /// The meeting before.
    pub previous: Option<MeetingId>,
}

impl MeetingOut {
    /// A meeting of which the caller sees no more than everybody.
    #[must_use]
    pub fn new(it: &Meeting, open: &Open, sources: &Sources) -> Self {
        let it = it.published();
        let d = &it.description;
        let quoted = |quotation: &Quotation| QuotationOut::new(quotation, sources);
        let led = |said: &Delegation| DelegationOut {
            party: said.party.to_string(),
            office: TextOut::from(&said.office),
            name: said.name.as_ref().map(TextOut::from),
            quotation: quoted(&said.quotation),
        };
        let heads = d.sides().into_iter().filter_map(|party| it.head(&party).map(|s| led(&s.what)));
        Self {
            id: it.id.to_string(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            title: TextOut::from(&d.title),
            date: d.date.to_string(),
            level: d.level.code(),
            state: d.state.code(),
            place: d.place.as_ref().map(TextOut::from),
            parties: d.sides().iter().map(ToString::to_string).collect(),
            delegations: heads.collect(),
            agenda: it
                .agenda
                .iter()
                .filter_map(|said| {
                    let commitment = said.what.commitment.filter(|c| open.commitments.contains(c));
                    Some(AgendaOut {
                        matter: TextOut::from(&said.what.matter),
                        commitment: commitment.map(|c| c.to_string()),
                        quotation: quoted(said.what.quotation.as_ref()?),
                    })
                })
                .collect(),
            decisions: it
                .decisions
                .iter()
                .map(|said| {
                    let commitments = said.what.commitments.iter();
                    let instruments = said.what.instruments.iter();
                    DecisionOut {
                        number: said.meta.version,
                        matter: TextOut::from(&said.what.matter),
                        commitments: commitments
                            .filter(|id| open.commitments.contains(id))
                            .map(ToString::to_string)
                            .collect(),
                        instruments: instruments
                            .filter(|id| open.instruments.contains(id))
                            .map(ToString::to_string)
                            .collect(),
                        quotation: quoted(&said.what.quotation),
                    }
                })
                .collect(),
            outcomes: open.outcomes.iter().map(ToString::to_string).collect(),
            communique: d.communique.and_then(|id| sources.get(&id)).map(SourceOut::from),
            previous: d.previous.filter(|id| open.previous == Some(*id)).map(|id| id.to_string()),
        }
    }
}

const COLUMNS: [&str; 14] = [
    "id",
    "registry",
    "partner",
    "date",
    "state",
    "level",
    "title",
    "place",
    "parties",
    "agenda",
    "decisions",
    "commitments",
    "communique",
    "previous",
];

/// Meetings as a table; what the columns mean is in `docs/formats/meetings-csv.md`.
#[must_use]
pub fn meetings_table<'a>(meetings: impl Iterator<Item = &'a Meeting>) -> Rows {
    let numbers = &["agenda", "decisions"];
    let mut table = Rows::new(Columns { names: &COLUMNS, numbers, dates: &["date"] });
    for it in meetings {
        let d = &it.description;
        let commitments: BTreeSet<CommitmentId> =
            it.decisions.iter().flat_map(|said| said.what.commitments.iter().copied()).collect();
        let joined = |texts: Vec<String>| texts.join(" ");
        table.add(vec![
            it.id.to_string(),
            d.registry.to_string(),
            d.partner.to_string(),
            d.date.to_string(),
            d.state.code().to_owned(),
            d.level.code().to_owned(),
            record(&d.title),
            d.place.as_ref().map(record).unwrap_or_default(),
            joined(d.sides().iter().map(ToString::to_string).collect()),
            it.agenda.len().to_string(),
            it.decisions.len().to_string(),
            joined(commitments.iter().map(ToString::to_string).collect()),
            d.communique.map(|id| id.to_string()).unwrap_or_default(),
            d.previous.map(|id| id.to_string()).unwrap_or_default(),
        ]);
    }
    table
}

/// A text in the language of record.
fn record(text: &Text4) -> String {
    text.get(text.record).unwrap_or_default().to_owned()
}
