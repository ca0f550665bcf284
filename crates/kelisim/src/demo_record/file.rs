//! The files of the demonstration record as types. An unknown field is an error, so that no fact is silently left out.

use anyhow::Context as _;
use kelisim_domain::Refusal;
use kelisim_domain::conflict::{ConflictState, Rule};
use kelisim_domain::country::CountryCode;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::figure::{Figure, FigureError, Quantity};
use kelisim_domain::instrument::{ActKind, Length, Level, Type};
use kelisim_domain::meeting::MeetingLevel;
use kelisim_domain::party::{PartyCode, PartyKind};
use kelisim_domain::quota::Programme;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::source::{SourceKind, Tier};
use kelisim_domain::stage::{Delivery, Stage};
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::{Channel, Per, Topic, Unit};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use super::body_file::{Bodies, Body};
use super::call_file::{Call, Calls};
use super::indicator::{IndicatorOf, Indicators};
use super::project_file::{Project, Projects};
use super::visit::{VisitOf, Visits};

/// Everything the files say.
#[derive(Debug)]
pub struct Record {
    pub parties: Vec<Party>,
    pub sources: Vec<Source>,
    pub meetings: Vec<Meeting>,
    pub commitments: Vec<Commitment>,
    pub observations: Vec<Observation>,
    pub conflicts: Vec<Conflict>,
    pub lines: Vec<Line>,
    pub instruments: Vec<Instrument>,
    pub projects: Vec<Project>,
    pub bodies: Vec<Body>,
    pub visits: Vec<VisitOf>,
    pub indicators: Vec<IndicatorOf>,
    pub calls: Vec<Call>,
}

impl Record {
    /// Reads the files, which are part of the executable.
    ///
    /// # Errors
    /// When a file does not have the form its README describes.
    pub fn read() -> anyhow::Result<Self> {
        let parties: Parties = read("parties.toml", include_str!("../../demo/parties.toml"))?;
        let sources: Sources = read("sources.toml", include_str!("../../demo/sources.toml"))?;
        let meetings: Meetings = read("meetings.toml", include_str!("../../demo/meetings.toml"))?;
        let commitments: Commitments =
            read("commitments.toml", include_str!("../../demo/commitments.toml"))?;
        let observations: Observations =
            read("observations.toml", include_str!("../../demo/observations.toml"))?;
        let conflicts: Conflicts =
            read("conflicts.toml", include_str!("../../demo/conflicts.toml"))?;
        let lines: Lines = read("quotas.toml", include_str!("../../demo/quotas.toml"))?;
        let instruments: Instruments =
            read("instruments.toml", include_str!("../../demo/instruments.toml"))?;
        let projects: Projects = read("projects.toml", include_str!("../../demo/projects.toml"))?;
        let bodies: Bodies = read("bodies.toml", include_str!("../../demo/bodies.toml"))?;
        let visits: Visits = read("visits.toml", include_str!("../../demo/visits.toml"))?;
        let indicators: Indicators =
            read("indicators.toml", include_str!("../../demo/indicators.toml"))?;
        let calls: Calls = read("calls.toml", include_str!("../../demo/calls.toml"))?;
        Ok(Self {
            calls: calls.call,
            parties: parties.party,
            sources: sources.source,
            meetings: meetings.meeting,
            commitments: commitments.commitment,
            observations: observations.observation,
            conflicts: conflicts.conflict,
            lines: lines.line,
            instruments: instruments.instrument,
            projects: projects.project,
            bodies: bodies.body,
            visits: visits.visit,
            indicators: indicators.indicator,
        })
    }
}

fn read<T: DeserializeOwned>(name: &str, text: &str) -> anyhow::Result<T> {
    toml::from_str(text).with_context(|| format!("reading {name} of the demonstration record"))
}

/// A text in all four languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Four {
    kk: String,
    ky: String,
    ru: String,
    en: String,
}

impl Four {
    /// The text as the record keeps it.
    ///
    /// # Errors
    /// When one of the four is too long or the Russian one is empty.
    pub fn text(&self) -> Result<Text4, Refusal> {
        Text4::all(Language::Ru, &self.kk, &self.ky, &self.ru, &self.en)
    }
}

/// A whole number, or a decimal one as text.
fn figure<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Figure, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Number {
        Whole(u64),
        Text(String),
    }
    let read: Result<Figure, FigureError> = match Number::deserialize(deserializer)? {
        Number::Whole(value) => Figure::whole(value),
        Number::Text(text) => text.parse(),
    };
    read.map_err(D::Error::custom)
}

/// A number that may be left out.
pub(super) fn optional_figure<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Figure>, D::Error> {
    figure(deserializer).map(Some)
}

/// A tier is written as a number.
fn tier<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tier, D::Error> {
    let number = u8::deserialize(deserializer)?;
    Tier::from_code(&number.to_string()).ok_or_else(|| D::Error::custom("no tier from 1 to 4"))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parties {
    party: Vec<Party>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    pub key: PartyCode,
    pub kind: PartyKind,
    pub country: Option<CountryCode>,
    pub parent: Option<PartyCode>,
    pub name: Vec<Name>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    pub from: Option<Edtf>,
    pub to: Option<Edtf>,
    kk: String,
    ky: String,
    ru: String,
    en: String,
}

impl Name {
    /// The name as the record keeps it.
    ///
    /// # Errors
    /// As [`Four::text`].
    pub fn text(&self) -> Result<Text4, Refusal> {
        Text4::all(Language::Ru, &self.kk, &self.ky, &self.ru, &self.en)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sources {
    source: Vec<Source>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub key: String,
    pub registry: RegistryCode,
    pub kind: SourceKind,
    #[serde(deserialize_with = "tier")]
    pub tier: Tier,
    pub publisher: String,
    pub url: String,
    pub published_on: Edtf,
    pub language: String,
    pub rendering: bool,
    pub title: Four,
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Meetings {
    meeting: Vec<Meeting>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    pub key: String,
    pub registry: RegistryCode,
    pub date: Edtf,
    pub level: MeetingLevel,
    pub partner: PartyCode,
    pub place: Option<Four>,
    pub title: Four,
    pub source: Option<String>,
    pub previous: Option<String>,
    #[serde(default)]
    pub delegation: Vec<Delegation>,
    #[serde(default)]
    pub agenda: Vec<AgendaItem>,
    #[serde(default)]
    pub decision: Vec<Decision>,
}

/// Who led a delegation, by a passage of the report of the meeting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    pub party: PartyCode,
    pub office: Four,
    pub quote: String,
}

/// What was spoken about, by a passage of the report of the meeting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaItem {
    pub matter: Four,
    pub quote: String,
    pub commitment: Option<String>,
}

/// What was decided, by a passage of the report of the meeting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub matter: Four,
    pub quote: String,
    #[serde(default)]
    pub commitments: Vec<String>,
    #[serde(default)]
    pub instruments: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Commitments {
    commitment: Vec<Commitment>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    pub key: String,
    pub registry: RegistryCode,
    pub partner: PartyCode,
    pub topic: Topic,
    pub title: Four,
    pub object: Option<Four>,
    pub promisor: Vec<PartyCode>,
    pub beneficiary: Vec<PartyCode>,
    pub meeting: Option<String>,
    pub successor_of: Option<String>,
    /// Whether the officer of the demonstration has charge of it.
    #[serde(default)]
    pub in_charge: bool,
    pub step: Vec<Step>,
    #[serde(default)]
    pub quota: Vec<Quota>,
    #[serde(default)]
    pub delivery: Vec<Report>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub source: String,
    pub quote: String,
    pub stage: Option<Stage>,
    pub quantity: Option<Amount>,
    pub deadline: Option<Edtf>,
    pub condition: Option<Four>,
    pub note: Option<Four>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    #[serde(deserialize_with = "figure")]
    value: Figure,
    unit: Unit,
    per: Per,
}

impl From<Amount> for Quantity {
    fn from(amount: Amount) -> Self {
        Self { value: amount.value, unit: amount.unit, per: amount.per }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    pub period: Edtf,
    pub channel: Channel,
    #[serde(deserialize_with = "figure")]
    pub places: Figure,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    pub state: Delivery,
    pub valid: Option<Edtf>,
    pub source: String,
    pub quote: String,
    pub reason: Option<Four>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Observations {
    observation: Vec<Observation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Observation {
    pub key: String,
    pub registry: RegistryCode,
    pub partner: PartyCode,
    pub commitment: Option<String>,
    pub measure: String,
    pub measure_name: Four,
    pub period: Edtf,
    pub as_of: Option<Edtf>,
    #[serde(deserialize_with = "figure")]
    pub value: Figure,
    pub unit: Unit,
    pub subject: PartyCode,
    pub origin: Option<PartyCode>,
    pub channel: Option<Channel>,
    pub source: String,
    pub quote: String,
    pub note: Option<Four>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conflicts {
    conflict: Vec<Conflict>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    pub key: String,
    pub registry: RegistryCode,
    pub partner: PartyCode,
    pub rule: Rule,
    pub commitment: Option<String>,
    pub title: Four,
    pub question: Four,
    pub state: ConflictState,
    pub side: Vec<Side>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    pub source: String,
    pub quote: String,
    pub claim: Four,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lines {
    line: Vec<Line>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub key: String,
    pub commitment: String,
    pub period: Edtf,
    pub channel: Channel,
    pub programme: Programme,
    pub places: u64,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Instruments {
    instrument: Vec<Instrument>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    pub key: String,
    pub registry: RegistryCode,
    pub partner: PartyCode,
    pub kind: Type,
    pub level: Level,
    pub title: Four,
    pub parties: Vec<PartyCode>,
    pub topic: Topic,
    pub subject: Option<Four>,
    pub parent: Option<String>,
    pub source: String,
    pub quote: String,
    #[serde(default)]
    pub clause: Vec<Clause>,
    #[serde(default)]
    pub act: Vec<Act>,
    #[serde(default)]
    pub step: Vec<Approval>,
    #[serde(default)]
    pub link: Vec<Link>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    pub entry: Option<EntryRule>,
    pub duration: Option<Length>,
    pub until: Option<Edtf>,
    pub source: String,
    pub quote: String,
}

/// The rules of entry into force that the sources of the demonstration tell of.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryRule {
    OnLastNotification,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    pub party: PartyCode,
    pub kind: ActKind,
    pub on: Edtf,
    pub place: Option<Four>,
    pub note: Option<Four>,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub agency: Four,
    pub sent: Edtf,
    pub matter: Option<Four>,
    pub source: String,
    pub quote: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub commitment: String,
    pub source: String,
    pub quote: String,
}
