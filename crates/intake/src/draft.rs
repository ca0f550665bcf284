//! What the engine hands over: drafts with quotations, for a person to confirm.

use serde::{Deserialize, Serialize};

/// A place in the original text and the words that stand there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// The exact words of the original.
    pub exact: String,
    /// Index of the first Unicode scalar.
    pub start: u32,
    /// Index after the last Unicode scalar.
    pub end: u32,
}

/// A country or an organisation that acts in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// `country` or `organisation`.
    pub kind: String,
    /// ISO 3166-1 alpha-2, or the organisation's short name.
    pub code: String,
    /// Name in English.
    pub name: String,
    /// Where it is named first; absent when the country follows from an organisation or from the language.
    pub quotation: Option<Quotation>,
    /// The rule that found it.
    pub rule: String,
}

/// What a field rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The words in the text.
    pub cue: Option<Quotation>,
    /// The rule, by name.
    pub rule: String,
    /// The lexicon row, as `file:line`, when one decided.
    pub row: Option<String>,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// A decimal string: no floating point decides.
    pub value: String,
    /// `person`, `place`, `dose`, `USD` …; `/year` or `/month` when the text gives a rate.
    pub unit: String,
    /// `about`, `at_least` and the like are not told apart: whether the text rounds the number.
    pub approximate: bool,
    /// What it rests on.
    pub basis: Basis,
}

/// A date with its precision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// ISO year, month or day.
    pub date: String,
    /// EDTF: an interval for a deadline (`../2030`), a start (`2023/..`), or the date itself.
    pub edtf: String,
    /// `end`, `start`, or absent for the date of an event.
    pub kind: Option<String>,
    /// What it rests on.
    pub basis: Basis,
}

/// A field that could be one of several things.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncertain {
    /// The field that was left empty.
    pub field: String,
    /// What it could be, the likeliest first.
    pub candidates: Vec<String>,
    /// Why it was not decided.
    pub reason: String,
}

/// One commitment or agenda point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Kind, by its written name.
    pub kind: String,
    /// What the kind rests on: the frame.
    pub kind_basis: Basis,
    /// Stage on the stored scale, `S0` to `S8`.
    pub stage: String,
    /// Delivery, apart from the stage.
    pub delivery: String,
    /// Class of the predicate that gave the stage.
    pub predicate: String,
    /// What the stage rests on.
    pub stage_basis: Basis,
    /// Quantity, if the passage gives one.
    pub quantity: Option<Quantity>,
    /// Date, if the passage gives one.
    pub deadline: Option<Deadline>,
    /// Country that gives.
    pub from_party: Option<String>,
    /// Country that receives.
    pub to_party: Option<String>,
    /// The rule of direction.
    pub direction_rule: Option<String>,
    /// Specialties of the controlled list.
    pub specialties: Vec<String>,
    /// The passage.
    pub evidence: Quotation,
    /// Other passages that state the same.
    pub also: Vec<Quotation>,
    /// Fields left empty, with candidates.
    pub uncertain: Vec<Uncertain>,
}

/// A number about a country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// What is counted, by a stable name.
    pub name: String,
    /// A decimal string.
    pub value: String,
    /// Unit.
    pub unit: String,
    /// Country where it holds.
    pub subject_country: Option<String>,
    /// Country whose products or people are counted.
    pub origin_country: Option<String>,
    /// Date for which the text gives it.
    pub as_of: Option<String>,
    /// The passage.
    pub evidence: Quotation,
    /// The rule that found it.
    pub rule: String,
}

/// An act of law that the text cites with its year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// `law`, `decree` or `order`.
    pub genre: String,
    /// Its number, if the text gives one.
    pub number: Option<String>,
    /// Its year.
    pub year: u16,
    /// The sentence that cites it.
    pub quotation: Quotation,
}

/// The draft of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Schema of this record.
    pub schema: String,
    /// Language of the document (BCP 47).
    pub language: String,
    /// Date of the document as far as it is stated.
    pub date: Option<String>,
    /// What the date rests on, where words of the text give it.
    #[serde(default)]
    pub date_basis: Option<Basis>,
    /// Fields of the document left empty, with candidates.
    #[serde(default)]
    pub uncertain: Vec<Uncertain>,
    /// Things the officer should know before reading on.
    pub warnings: Vec<String>,
    /// Countries and organisations.
    pub parties: Vec<Party>,
    /// Commitments and agenda points.
    pub items: Vec<Item>,
    /// Numbers about countries.
    pub indicators: Vec<Indicator>,
    /// Acts of law that the text cites.
    #[serde(default)]
    pub citations: Vec<Citation>,
}

impl Draft {
    /// Moves every quotation: the draft of a part becomes one of the whole text.
    pub(crate) fn shift(&mut self, by: u32) {
        let basis = |basis: &mut Basis| {
            if let Some(cue) = &mut basis.cue {
                cue.shift(by);
            }
        };
        self.date_basis.iter_mut().for_each(basis);
        self.parties.iter_mut().filter_map(|p| p.quotation.as_mut()).for_each(|q| q.shift(by));
        for item in &mut self.items {
            basis(&mut item.kind_basis);
            basis(&mut item.stage_basis);
            item.quantity.iter_mut().for_each(|q| basis(&mut q.basis));
            item.deadline.iter_mut().for_each(|d| basis(&mut d.basis));
            item.evidence.shift(by);
            item.also.iter_mut().for_each(|q| q.shift(by));
        }
        self.indicators.iter_mut().for_each(|i| i.evidence.shift(by));
        self.citations.iter_mut().for_each(|c| c.quotation.shift(by));
    }

    /// Takes up what another part of the same text holds.
    pub(crate) fn join(&mut self, other: Draft) {
        for party in other.parties {
            if !self.parties.iter().any(|p| p.kind == party.kind && p.code == party.code) {
                self.parties.push(party);
            }
        }
        self.items.extend(other.items);
        self.indicators.extend(other.indicators);
        self.citations.extend(other.citations);
    }
}

impl Quotation {
    const fn shift(&mut self, by: u32) {
        self.start += by;
        self.end += by;
    }
}

/// Name of the schema of [`Draft`].
pub const SCHEMA: &str = "kelisim-intake-draft/1";
