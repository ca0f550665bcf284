//! Reading tables: what pages ask for. Bodies come as the JSON the domain wrote; the use cases read them.

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use kelisim_domain::id::{CommitmentId, MeetingId, SourceId, StreamId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::stage::{Delivery, Stage};
use uuid::Uuid;

use crate::Result;

/// A row as a page needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its id.
    pub id: Uuid,
    /// The state as JSON.
    pub body: String,
    /// When this row was recorded.
    pub recorded_at: Timestamp,
}

/// What kind of thing is asked for by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A registry.
    Registry,
    /// A party.
    Party,
    /// A source.
    Source,
    /// A meeting.
    Meeting,
    /// A commitment.
    Commitment,
    /// An observation.
    Observation,
    /// A conflict.
    Conflict,
    /// A line of the quota ledger.
    QuotaLine,
    /// An instrument.
    Instrument,
    /// A project.
    Project,
    /// A body between countries.
    Body,
    /// A call.
    Call,
    /// A visit of experts.
    Visit,
    /// An indicator.
    Indicator,
    /// The giving of a call's places.
    Run,
    /// What became of a candidate after a run.
    Placement,
    /// A direction that a department proposes.
    Direction,
    /// An application.
    Application,
    /// A paper that was issued.
    Paper,
    /// A key by which a partner signs files.
    PartnerKey,
    /// The review of an application.
    Review,
    /// An account.
    User,
}

/// Whose rows a reader may see. Given with every list, so that no list can forget it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scope {
    /// Rows of this registry; of all, when none is named (public pages only).
    pub registry: Option<RegistryCode>,
    /// Only rows of these partners, when given.
    pub partners: Option<Vec<PartyCode>>,
    /// Only rows that everybody may see.
    pub public_only: bool,
}

/// Which commitments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CommitmentFilter {
    /// Of this topic.
    pub topic: Option<String>,
    /// At least this stage.
    pub stage_from: Option<Stage>,
    /// At most this stage.
    pub stage_to: Option<Stage>,
    /// Open promises whose deadline lies before this day.
    pub due_before: Option<Date>,
    /// Deadline on or after this day.
    pub due_from: Option<Date>,
    /// In the charge of this account, as the responsible or the deputy.
    pub charged: Option<UserId>,
    /// That come from this meeting.
    pub meeting: Option<MeetingId>,
    /// Only what still stands open.
    pub open_only: bool,
    /// In order of deadline instead of weight.
    pub by_due: bool,
}

/// Where a list of commitments goes on: weight, due day and id of the last row shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentCursor {
    /// Weight of the last row.
    pub weight: i64,
    /// Due day of the last row.
    pub due: Date,
    /// Id of the last row.
    pub id: Uuid,
}

/// Which observations.
#[derive(Debug, Clone, Copy, Default)]
pub enum ObservationFilter<'a> {
    /// All that the scope lets in.
    #[default]
    Any,
    /// Those held against one of these commitments.
    Held(&'a [Uuid]),
    /// Those of one measure.
    Measured(&'a str),
}

/// Where a list of observations goes on: end of the period, measure and id of the last row shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservationCursor {
    /// Last day of the period of the last row.
    pub period_end: Date,
    /// Measure of the last row.
    pub measure: String,
    /// Id of the last row.
    pub id: Uuid,
}

/// Where a list in the order of a day goes on: the day and the id of the last row shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayCursor {
    /// The day by which the list is in order.
    pub day: Date,
    /// Id of the last row.
    pub id: Uuid,
}

/// How many commitments of a partner have a stage and a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The registry.
    pub registry: RegistryCode,
    /// The partner.
    pub partner: PartyCode,
    /// The stage.
    pub stage: Stage,
    /// The delivery.
    pub delivery: Delivery,
    /// How many.
    pub count: i64,
}

/// A statement that rests on a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rests {
    /// Kind of the thing: `commitment`, `observation` or `conflict`.
    pub aggregate: String,
    /// The thing.
    pub stream: StreamId,
    /// Which statement of it.
    pub number: i64,
    /// Offset of the passage.
    pub start: i64,
    /// Offset behind it.
    pub end: i64,
}

/// Reading tables.
#[async_trait]
pub trait Readings: Send + Sync {
    /// A thing as known on a day; nothing when it is not there or was not yet known.
    async fn one(&self, kind: Kind, id: Uuid, known_on: Date) -> Result<Option<Body>>;

    /// Several things of a kind as known on a day, in no particular order; missing ones are left out.
    async fn several(&self, kind: Kind, ids: &[Uuid], known_on: Date) -> Result<Vec<Body>>;

    /// All rows of a small kind: registries, parties.
    async fn all(&self, kind: Kind) -> Result<Vec<Body>>;

    /// Things of a kind of a registry, as known now, in which one of these codes is written as a text of its own, by id:
    /// the first `limit`. Whether it is the code of a party or that of a country is for who asks to tell.
    async fn naming(
        &self,
        kind: Kind,
        registry: RegistryCode,
        codes: &[PartyCode],
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// Commitments in the order of weight, due day, id (or due day, id).
    async fn commitments(
        &self,
        scope: &Scope,
        filter: &CommitmentFilter,
        known_on: Date,
        after: Option<&CommitmentCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// How many commitments each partner has by stage and delivery, as known now.
    async fn tallies(&self, scope: &Scope) -> Result<Vec<Tally>>;

    /// The same as known on an earlier day, counted row by row.
    async fn tallies_on(&self, scope: &Scope, known_on: Date) -> Result<Vec<Tally>>;

    /// Commitments that name this one as what they replace.
    async fn successors(&self, of: CommitmentId, known_on: Date) -> Result<Vec<Body>>;

    /// Observations, newest period first, then by measure and id.
    async fn observations(
        &self,
        scope: &Scope,
        filter: ObservationFilter<'_>,
        known_on: Date,
        after: Option<&ObservationCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// Conflicts, open ones first, then newest.
    async fn conflicts(
        &self,
        scope: &Scope,
        commitment: Option<CommitmentId>,
        known_on: Date,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// Sources of a registry, newest first. `after` is publication day and id of the last row shown.
    async fn sources(
        &self,
        registry: RegistryCode,
        after: Option<DayCursor>,
        limit: i64,
    ) -> Result<Vec<Body>>;

    /// How many sources of a registry are in review, and how many of its conflicts are open.
    async fn open_work(&self, registry: RegistryCode) -> Result<(i64, i64)>;

    /// What rests on a source, in order of the passages: the first five hundred that begin at an offset or behind it.
    async fn rests_on(&self, source: SourceId, from: i64) -> Result<Vec<Rests>>;

    /// Accounts of a registry, but for those of applicants.
    async fn users(&self, registry: RegistryCode) -> Result<Vec<Body>>;

    /// The account with this address.
    async fn user_by_email(&self, email: &str) -> Result<Option<UserId>>;

    /// Who holds a name, such as the fingerprint of a text.
    async fn claimed(&self, scope: &str, key: &str) -> Result<Option<StreamId>>;

    /// A text or file by its hash.
    async fn blob(&self, hash: Hash) -> Result<Option<Vec<u8>>>;
}
