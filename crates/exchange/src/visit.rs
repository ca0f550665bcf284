//! Visits of experts as they leave the house: JSON for programs, a table for spreadsheets.
//!
//! JSON is made of what everybody may see: what rests on passages. Records that the house entered are in the table of
//! those with an account, as counts, each in a column beside the reported total and never added to it.

use std::collections::BTreeSet;

use kelisim_domain::id::{CommitmentId, QuotaLineId};
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::programme::visit::{Counted, Counter, ExpertVisit, Followed};
use kelisim_domain::quotation::Quotation;
use serde::Serialize;

use crate::rows::{Columns, Rows};
use crate::source::{QuotationOut, Sources, TextOut};

/// A step that a passage tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitStepOut {
    /// Code of how far it has come.
    pub to: &'static str,
    /// When (EDTF).
    pub on: String,
    /// A remark; why, when it is cancelled.
    pub note: Option<TextOut>,
    /// The passage.
    pub quotation: Option<QuotationOut>,
}

/// An expert of the team, or several of whom no more is said than their number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExpertOut {
    /// Code of the specialty with its list, where it is said.
    pub specialty: Option<String>,
    /// Its name.
    pub specialty_name: Option<TextOut>,
    /// Code of the role, where it is said.
    pub role: Option<&'static str>,
    /// How many.
    pub count: u16,
    /// The passage.
    pub quotation: Option<QuotationOut>,
}

/// A total that a passage reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CounterOut {
    /// Code of the counter.
    pub counter: &'static str,
    /// How many.
    pub reported: u32,
    /// Whether it is the one that counts: that of the source published last.
    pub latest: bool,
    /// The passage.
    pub quotation: QuotationOut,
}

/// What was agreed to be done afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgreedOut {
    /// What.
    pub matter: TextOut,
    /// By when (EDTF).
    pub due: Option<String>,
    /// When it was done (EDTF).
    pub done: Option<String>,
    /// The passage.
    pub quotation: Option<QuotationOut>,
}

/// A visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VisitOut {
    /// Its id.
    pub id: String,
    /// Code of the registry.
    pub registry: String,
    /// Code of the other side.
    pub partner: String,
    /// Code of which way.
    pub direction: &'static str,
    /// Code of how far it has come.
    pub state: &'static str,
    /// What it is called.
    pub title: TextOut,
    /// The days (EDTF); nothing where no source says so.
    pub days: Option<String>,
    /// Codes of those who receive the experts.
    pub hosts: Vec<String>,
    /// Where.
    pub place: Option<TextOut>,
    /// Who sends the experts.
    pub sender: Option<TextOut>,
    /// The public commitment it belongs to.
    pub commitment: Option<String>,
    /// The public quota line whose place it takes.
    pub quota_line: Option<String>,
    /// How many experts; nothing where no source names any.
    pub team: Option<u64>,
    /// The experts.
    pub experts: Vec<ExpertOut>,
    /// Reported totals.
    pub counters: Vec<CounterOut>,
    /// Its steps.
    pub steps: Vec<VisitStepOut>,
    /// What was agreed on.
    pub agreed: Vec<AgreedOut>,
    /// The passage that says what it is.
    pub quotation: Option<QuotationOut>,
}

/// What of the things a visit names is public.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Open {
    /// Commitments.
    pub commitments: BTreeSet<CommitmentId>,
    /// Lines of the quota ledger.
    pub lines: BTreeSet<QuotaLineId>,
}

impl VisitOut {
    /// A visit, of which the caller sees no more than everybody.
    #[must_use]
    pub fn new(it: &ExpertVisit, open: &Open, sources: &Sources) -> Self {
        let it = it.published();
        let d = &it.description;
        let quoted = |quotation: &Quotation| QuotationOut::new(quotation, sources);
        let experts = it.experts().map(|(_, expert)| ExpertOut {
            specialty: expert.specialty.as_ref().map(ToString::to_string),
            specialty_name: name(expert.specialty.as_ref()),
            role: expert.role.map(kelisim_domain::programme::visit::ExpertRole::code),
            count: expert.count,
            quotation: expert.quotation.as_ref().map(quoted),
        });
        let steps = it.steps().map(|step| VisitStepOut {
            to: step.to.code(),
            on: step.on.to_string(),
            note: step.note.as_ref().map(TextOut::from),
            quotation: step.quotation.as_ref().map(quoted),
        });
        let agreed = |one: &Followed<'_>| AgreedOut {
            matter: TextOut::from(&one.agreed.matter),
            due: one.agreed.due.map(|due| due.to_string()),
            done: one.done.map(|done| done.on.to_string()),
            quotation: one.agreed.quotation.as_ref().map(quoted),
        };
        Self {
            id: it.id.to_string(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            direction: d.direction.code(),
            state: it.state().code(),
            title: TextOut::from(&d.title),
            days: d.days.map(|days| days.to_string()),
            hosts: d.hosts.iter().map(ToString::to_string).collect(),
            place: d.place.as_ref().map(TextOut::from),
            sender: d.sender.as_ref().map(TextOut::from),
            commitment: d
                .commitment
                .filter(|id| open.commitments.contains(id))
                .map(|id| id.to_string()),
            quota_line: d.line.filter(|id| open.lines.contains(id)).map(|id| id.to_string()),
            team: it.team_size(),
            experts: experts.collect(),
            counters: it.counts().iter().flat_map(|counted| counters(counted, sources)).collect(),
            steps: steps.collect(),
            agreed: it.followed().iter().map(agreed).collect(),
            quotation: d.quotation.as_ref().map(quoted),
        }
    }
}

fn name(code: Option<&SpecialtyCode>) -> Option<TextOut> {
    code?.known().map(|specialty| TextOut::from(&specialty.name))
}

fn counters(counted: &Counted<'_>, sources: &Sources) -> Vec<CounterOut> {
    let numbered = counted.reported.iter().enumerate();
    numbered
        .map(|(n, reported)| CounterOut {
            counter: counted.counter.code(),
            reported: reported.value,
            latest: n == 0,
            quotation: QuotationOut::new(reported.quotation, sources),
        })
        .collect()
}

static COLUMNS: [&str; 33] = [
    "id",
    "registry",
    "partner",
    "direction",
    "state",
    "title",
    "days",
    "hosts",
    "commitment",
    "quota_line",
    "specialties",
    "team",
    "permissions",
    "reported_consultations",
    "entered_consultations",
    "reported_joint_operations",
    "entered_joint_operations",
    "reported_operations",
    "entered_operations",
    "reported_lectures",
    "entered_lectures",
    "reported_case_reviews",
    "entered_case_reviews",
    "reported_studies",
    "entered_studies",
    "reported_doctors_trained",
    "entered_doctors_trained",
    "reported_examined",
    "entered_examined",
    "judged_operations",
    "repeatable_operations",
    "agreed",
    "agreed_open",
];

/// How many columns stand before the first of those that hold numbers alone.
const TEXTS: usize = 11;

/// Visits as a table; what the columns mean is in `docs/formats/visits-csv.md`.
#[must_use]
pub fn visits_table<'a>(visits: impl Iterator<Item = &'a ExpertVisit>) -> Rows {
    let numbers = COLUMNS.get(TEXTS..).unwrap_or_default();
    let mut table = Rows::new(Columns { names: &COLUMNS, numbers, dates: &["days"] });
    for it in visits {
        let d = &it.description;
        let mut specialties: Vec<String> = it
            .experts()
            .filter_map(|(_, e)| e.specialty.as_ref().map(ToString::to_string))
            .collect();
        specialties.sort_unstable();
        specialties.dedup();
        let permissions =
            it.experts().map(|(entry, _)| it.permissions(entry).count()).sum::<usize>();
        let mut row = vec![
            it.id.to_string(),
            d.registry.to_string(),
            d.partner.to_string(),
            d.direction.code().to_owned(),
            it.state().code().to_owned(),
            d.title.get(d.title.record).unwrap_or_default().to_owned(),
            d.days.map(|days| days.to_string()).unwrap_or_default(),
            d.hosts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            d.commitment.map(|id| id.to_string()).unwrap_or_default(),
            d.line.map(|id| id.to_string()).unwrap_or_default(),
            specialties.join(" "),
            it.team_size().map(|size| size.to_string()).unwrap_or_default(),
            permissions.to_string(),
        ];
        let counts = it.counts();
        for counter in Counter::ALL {
            let counted = counts.iter().find(|counted| counted.counter == *counter);
            let reported = counted.and_then(Counted::total).map(|n| n.to_string());
            let entered = counted.and_then(|counted| counted.entered).map(|n| n.to_string());
            row.extend([reported.unwrap_or_default(), entered.unwrap_or_default()]);
        }
        let (repeatable, judged) = it.repeatable();
        let followed = it.followed();
        let open = followed.iter().filter(|one| one.done.is_none()).count();
        row.extend([judged, repeatable, followed.len(), open].map(|n| n.to_string()));
        table.add(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_has_two_columns_in_its_order() {
        let of = |prefix: &str, counter: &Counter| format!("{prefix}_{}", counter.code());
        let pairs = Counter::ALL.iter().flat_map(|c| [of("reported", c), of("entered", c)]);
        let columns: Vec<String> = COLUMNS[13..29].iter().map(ToString::to_string).collect();
        assert_eq!(columns, pairs.collect::<Vec<_>>());
    }
}
