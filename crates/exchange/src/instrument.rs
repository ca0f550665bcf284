//! Instruments as they leave the house: JSON for programs, a table for spreadsheets.
//!
//! JSON is made of what everybody may see. Nobody who entered a fact is named, and remarks stay inside.

use std::collections::BTreeSet;

use kelisim_domain::commitment::Said;
use kelisim_domain::id::{CommitmentId, InstrumentId};
use kelisim_domain::instrument::{
    Act, Between, Clause, Draft, Instrument, Length, Position, Provisional, StepShown,
};
use kelisim_domain::text::Text4;
use serde::Serialize;

use crate::rows::{Columns, Rows};
use crate::source::{QuotationOut, Sources, TextOut};

/// What a clause says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseOut {
    /// Its number within the instrument.
    pub number: i64,
    /// From which day, when an amendment changed it.
    pub since: Option<String>,
    /// Code of the rule of entry into force.
    pub entry: Option<&'static str>,
    /// How many ratifications.
    pub ratifications: Option<u16>,
    /// How long after the last act (ISO 8601 duration).
    pub wait: Option<String>,
    /// The day of entry into force, where the clause names one.
    pub date: Option<String>,
    /// From when it is applied before: `signature` or a day.
    pub provisional_from: Option<String>,
    /// How long it stays in force.
    pub duration: Option<String>,
    /// The last day or year (EDTF).
    pub until: Option<String>,
    /// By how much it is renewed each time.
    pub renewal: Option<String>,
    /// How long before it ends notice must be given.
    pub notice: Option<String>,
    /// Code of when notice takes effect.
    pub ending: Option<&'static str>,
    /// The passage.
    pub quotation: QuotationOut,
}

/// An act of a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActOut {
    /// Its number within the instrument.
    pub number: i64,
    /// Code of the party.
    pub party: String,
    /// Code of the act.
    pub kind: &'static str,
    /// When (EDTF).
    pub on: String,
    /// Where.
    pub place: Option<TextOut>,
    /// The day from which it is known.
    pub known_on: String,
    /// The passage.
    pub quotation: QuotationOut,
}

/// A day of entry into force that somebody states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportOut {
    /// Its number within the instrument.
    pub number: i64,
    /// Since when (EDTF).
    pub on: String,
    /// The passage.
    pub quotation: QuotationOut,
}

/// A change of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeOut {
    /// Its number within the instrument.
    pub number: i64,
    /// Code of the change.
    pub kind: &'static str,
    /// When (EDTF).
    pub on: String,
    /// The instrument that changed it, where it is public.
    pub by: Option<String>,
    /// The passage.
    pub quotation: QuotationOut,
}

/// A version of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionOut {
    /// The entry that brought it.
    pub number: i64,
    /// Its name.
    pub name: String,
    /// SHA-256 of its content: what is approved.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Codes of the sides that approve it.
    pub approved_by: Vec<&'static str>,
}

impl VersionOut {
    fn new(it: &Instrument, draft: &Said<Draft>) -> Self {
        let number = draft.meta.version;
        let of = it.approvals.iter().filter(|said| said.what.draft == number);
        Self {
            number,
            name: draft.what.name.clone(),
            sha256: draft.what.hash.to_string(),
            bytes: draft.what.bytes,
            approved_by: of.map(|said| said.what.approval.side.code()).collect(),
        }
    }
}

/// A draft that went to an agency, as a source reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalOut {
    /// Its number within the instrument.
    pub number: i64,
    /// Who has it.
    pub agency: TextOut,
    /// Since when (EDTF).
    pub sent: String,
    /// By when an answer is due.
    pub due: Option<String>,
    /// What is to be looked at.
    pub matter: Option<TextOut>,
    /// Code of the answer; null while there is none on record.
    pub answer: Option<&'static str>,
    /// The passage.
    pub quotation: Option<QuotationOut>,
}

/// An instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InstrumentOut {
    /// Its id.
    pub id: String,
    /// The registry that keeps it.
    pub registry: String,
    /// The other side.
    pub partner: String,
    /// Code of the type.
    pub kind: &'static str,
    /// Code of the level.
    pub level: &'static str,
    /// Its title.
    pub title: TextOut,
    /// Codes of the parties.
    pub parties: Vec<String>,
    /// Code of the matter.
    pub topic: &'static str,
    /// The subject in words.
    pub subject: Option<TextOut>,
    /// Language tags of the authentic texts.
    pub languages: Vec<String>,
    /// Who keeps the original.
    pub depositary: Option<TextOut>,
    /// The instrument it amends, replaces or belongs to, where it is public.
    pub parent: Option<String>,
    /// The day for which the next fields are computed.
    pub as_of: String,
    /// Where it stands, in one word.
    pub standing: &'static str,
    /// In force from this day for certain, computed from acts and clause.
    pub in_force_from: Option<String>,
    /// The earliest day it can be, where sources give a day only roughly or differ.
    pub in_force_from_earliest: Option<String>,
    /// The first day on which it is no longer in force.
    pub ends_on: Option<String>,
    /// The day on which it is renewed next.
    pub renews_on: Option<String>,
    /// The last day on which notice keeps that renewal from happening.
    pub notice_by: Option<String>,
    /// The passage it was entered from.
    pub entered: QuotationOut,
    /// What it says of its validity.
    pub clauses: Vec<ClauseOut>,
    /// Acts of the parties.
    pub acts: Vec<ActOut>,
    /// Days of entry into force that sources state.
    pub reported_in_force: Vec<ReportOut>,
    /// Changes of the whole.
    pub changes: Vec<ChangeOut>,
    /// Versions of the text, oldest first, for those who work on it; the last one is to be approved.
    pub texts: Vec<VersionOut>,
    /// Drafts that went to agencies, as sources report.
    pub approvals: Vec<ApprovalOut>,
    /// Ids of public commitments that stand in it.
    pub commitments: Vec<String>,
}

/// Which ids may be told.
#[derive(Debug, Clone, Default)]
pub struct Open {
    /// Instruments everybody may see.
    pub instruments: BTreeSet<InstrumentId>,
    /// Commitments everybody may see.
    pub commitments: BTreeSet<CommitmentId>,
}

impl InstrumentOut {
    /// An instrument as it is told to programs.
    #[must_use]
    pub fn new(it: &Instrument, position: &Position, open: &Open, sources: &Sources) -> Self {
        let d = &it.description;
        let since = position.force.since();
        let told = |id: InstrumentId| open.instruments.contains(&id).then(|| id.to_string());
        let quote = |quotation| QuotationOut::new(quotation, sources);
        Self {
            id: it.id.to_string(),
            registry: d.registry.to_string(),
            partner: d.partner.to_string(),
            kind: d.kind.code(),
            level: d.level.code(),
            title: TextOut::from(&d.title),
            parties: d.parties.iter().map(ToString::to_string).collect(),
            topic: d.topic.code(),
            subject: d.subject.as_ref().map(TextOut::from),
            languages: d.languages.clone(),
            depositary: d.depositary.as_ref().map(TextOut::from),
            parent: d.parent.and_then(told),
            as_of: position.day.to_string(),
            standing: position.standing.code(),
            in_force_from: since.map(|s| s.latest.to_string()),
            in_force_from_earliest: since.filter(|s| !s.is_exact()).map(|s| s.earliest.to_string()),
            ends_on: position.term.ends.map(|day| day.to_string()),
            renews_on: position.term.renews.map(|day| day.to_string()),
            notice_by: position.term.notice_by.map(|day| day.to_string()),
            entered: quote(&it.entered.what),
            clauses: it
                .clauses
                .iter()
                .map(|s| {
                    let since = s.what.since.map(|day| day.to_string());
                    clause(s.meta.version, since, &s.what.clause, quote(&s.what.quotation))
                })
                .collect(),
            acts: it
                .acts
                .iter()
                .map(|s| act(s.meta.version, s.meta.known_on, &s.what, quote(&s.what.quotation)))
                .collect(),
            reported_in_force: it
                .reports
                .iter()
                .map(|s| ReportOut {
                    number: s.meta.version,
                    on: s.what.on.to_string(),
                    quotation: quote(&s.what.quotation),
                })
                .collect(),
            changes: it
                .changes
                .iter()
                .map(|s| ChangeOut {
                    number: s.meta.version,
                    kind: s.what.kind.code(),
                    on: s.what.on.to_string(),
                    by: s.what.by.and_then(told),
                    quotation: quote(&s.what.quotation),
                })
                .collect(),
            texts: it.drafts.iter().map(|draft| VersionOut::new(it, draft)).collect(),
            approvals: it.steps().map(|shown| approval(shown, sources)).collect(),
            commitments: it
                .links
                .iter()
                .map(|s| s.what.commitment)
                .filter(|id| open.commitments.contains(id))
                .map(|id| id.to_string())
                .collect(),
        }
    }
}

fn clause(
    number: i64,
    since: Option<String>,
    clause: &Clause,
    quotation: QuotationOut,
) -> ClauseOut {
    use kelisim_domain::instrument::Entry;
    let length = |length: Option<Length>| length.map(|l| l.to_string());
    let (ratifications, date) = match clause.entry {
        Some(Entry::AfterRatifications { count, .. }) => (Some(count), None),
        Some(Entry::OnDate { date }) => (None, Some(date.to_string())),
        _ => (None, None),
    };
    ClauseOut {
        number,
        since,
        entry: clause.entry.as_ref().map(Entry::code),
        ratifications,
        wait: length(clause.entry.and_then(|entry| entry.wait())),
        date,
        provisional_from: clause.provisional.map(|from| match from {
            Provisional::Signature => "signature".to_owned(),
            Provisional::Date { date } => date.to_string(),
        }),
        duration: length(clause.duration),
        until: clause.until.map(|until| until.to_string()),
        renewal: length(clause.renewal),
        notice: length(clause.notice),
        ending: clause.ending.map(kelisim_domain::instrument::Ending::code),
        quotation,
    }
}

fn act(number: i64, known_on: jiff::civil::Date, act: &Act, quotation: QuotationOut) -> ActOut {
    ActOut {
        number,
        party: act.party.to_string(),
        kind: act.kind.code(),
        on: act.on.to_string(),
        place: act.place.as_ref().map(TextOut::from),
        known_on: known_on.to_string(),
        quotation,
    }
}

fn approval(shown: StepShown<'_>, sources: &Sources) -> ApprovalOut {
    let step = &shown.step.what;
    ApprovalOut {
        number: shown.step.meta.version,
        agency: TextOut::from(&step.agency),
        sent: step.sent.to_string(),
        due: step.due.map(|due| due.to_string()),
        matter: step.matter.as_ref().map(TextOut::from),
        answer: shown.reply.map(|reply| reply.what.answer.code()),
        quotation: step.quotation.as_ref().map(|q| QuotationOut::new(q, sources)),
    }
}

/// The columns of the table, in order. `docs/formats/instruments.md` says what each means.
pub const COLUMNS: [&str; 18] = [
    "id",
    "registry",
    "partner",
    "kind",
    "level",
    "title",
    "parties",
    "topic",
    "as_of",
    "standing",
    "signed_by",
    "in_force_from",
    "in_force_from_earliest",
    "ends_on",
    "renews_on",
    "notice_by",
    "held_by",
    "held_days",
];

/// Instruments as a table, one row for each.
#[must_use]
pub fn instruments_table<'a>(lines: impl Iterator<Item = (&'a Instrument, &'a Position)>) -> Rows {
    let dates =
        &["as_of", "in_force_from", "in_force_from_earliest", "ends_on", "renews_on", "notice_by"];
    let mut table = Rows::new(Columns { names: &COLUMNS, numbers: &["held_days"], dates });
    for (it, position) in lines {
        let d = &it.description;
        let since: Option<Between> = position.force.since();
        let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
        let signed: BTreeSet<String> = it
            .acts
            .iter()
            .filter(|s| matches!(s.what.kind.code(), "signed" | "acceded"))
            .map(|s| s.what.party.to_string())
            .collect();
        let held = position.held.first();
        table.add(vec![
            it.id.to_string(),
            d.registry.to_string(),
            d.partner.to_string(),
            d.kind.code().to_owned(),
            d.level.code().to_owned(),
            record(&d.title),
            d.parties.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            d.topic.code().to_owned(),
            position.day.to_string(),
            position.standing.code().to_owned(),
            signed.into_iter().collect::<Vec<_>>().join(" "),
            day(since.map(|s| s.latest)),
            day(since.filter(|s| !s.is_exact()).map(|s| s.earliest)),
            day(position.term.ends),
            day(position.term.renews),
            day(position.term.notice_by),
            held.map(|h| record(&h.agency)).unwrap_or_default(),
            held.map(|h| h.days.to_string()).unwrap_or_default(),
        ]);
    }
    table
}

/// A text in the language of record.
fn record(text: &Text4) -> String {
    text.get(text.record).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csv_out::tests::read;

    fn instrument() -> Instrument {
        let quotation = r#"{"source":"018f0000-0000-7000-8000-000000000009","language":"en","exact":"the agreement","start":0,"end":13}"#;
        let meta = |version: i64, known_on: &str| {
            format!(
                r#"{{"version":{version},"known_on":"{known_on}","recorded_at":"2026-02-02T00:00:00Z","actor":"018f0000-0000-7000-8000-000000000004"}}"#
            )
        };
        let text = format!(
            r#"{{"id":"018f0000-0000-7000-8000-000000000001","description":{{"registry":"KG","partner":"TR","kind":"agreement",
            "level":"government","title":{{"record":"en","en":"=Agreement"}},"parties":["KG","TR"],"topic":"facility"}},
            "entered":{{"meta":{},"what":{quotation}}},"clauses":[{{"meta":{},"what":{{"clause":{{"entry":
            {{"rule":"on_last_notification","wait":"P30D"}},"ending":"any_time"}},"quotation":{quotation}}}}}],
            "acts":[{{"meta":{},"what":{{"party":"KG","kind":"signed","on":"2018-09-01","note":{{"record":"en","en":"secret"}},
            "quotation":{quotation}}}}}],"reports":[],"changes":[],"drafts":[],"approvals":[],"sent":[],"replies":[],
            "links":[{{"meta":{},"what":{{"commitment":"018f0000-0000-7000-8000-000000000005","quotation":{quotation}}}}}],
            "public":true,"described":1,"version":4}}"#,
            meta(1, "2019-01-01"),
            meta(2, "2019-01-01"),
            meta(3, "2019-01-02"),
            meta(4, "2019-01-02"),
        );
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn what_is_told_names_nobody_and_only_what_is_open() {
        let it = instrument();
        let position = it.position(jiff::civil::date(2026, 1, 1));
        let out = InstrumentOut::new(&it, &position, &Open::default(), &Sources::new());
        assert_eq!((out.standing, out.in_force_from.as_deref()), ("partly_signed", None));
        assert_eq!(out.clauses[0].wait.as_deref(), Some("P30D"));
        assert!(out.commitments.is_empty());
        let json = serde_json::to_string(&out).unwrap();
        assert!(!json.contains("secret") && !json.contains("000000000004"), "{json}");
        let open = Open { commitments: [it.links[0].what.commitment].into(), ..Open::default() };
        assert_eq!(InstrumentOut::new(&it, &position, &open, &Sources::new()).commitments.len(), 1);
    }

    #[test]
    fn the_table_has_a_row_for_each_and_no_formula() {
        let it = instrument();
        let position = it.position(jiff::civil::date(2026, 1, 1));
        let table = instruments_table([(&it, &position)].into_iter()).csv();
        let rows = read(&table);
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
        assert_eq!(rows[1][5], "'=Agreement");
        assert_eq!(rows[1][6..11], ["KG TR", "facility", "2026-01-01", "partly_signed", "KG"]);
        assert!(!table.contains("secret"));
    }
}
