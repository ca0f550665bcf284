//! How a stream of entries becomes what pages read.
//!
//! The state of a thing is the fold of its own stream and of nothing else. From the state come its **readings**: one
//! row for each span of days over which what was publicly known of it stayed the same. So a reading can be rebuilt
//! from its stream alone, in any order of streams, to the byte; and "as known on" is one predicate over rows.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Refusal;
use crate::canonical::{CanonicalError, to_canonical};
use crate::findable::Findable;
use crate::id::{SourceId, StreamId, UserId};
use crate::journal::{Entry, NewEntry};
use crate::party::PartyCode;
use crate::quotation::Quotation;
use crate::registry::RegistryCode;
use crate::stage::{Delivery, Stage};
use crate::user::PersonFields;

/// What an entry says about itself, beside its event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Place in the stream; names a statement within it.
    pub version: i64,
    /// From which day it could be known.
    pub known_on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<UserId>,
}

/// A kind of thing whose history is a stream.
pub trait Aggregate: Sized + Clone + Serialize + DeserializeOwned {
    /// Name of the kind; the first half of an entry's kind.
    const NAME: &'static str;
    /// What can happen to it.
    type Event: Serialize + DeserializeOwned;

    /// The second half of an entry's kind.
    fn event_name(event: &Self::Event) -> &'static str;

    /// The state after the first event.
    ///
    /// # Errors
    /// A refusal when this event cannot begin a stream or breaks a rule.
    fn begin(stream: StreamId, event: Self::Event, meta: Meta) -> Result<Self, Refusal>;

    /// The state after a further event.
    ///
    /// # Errors
    /// A refusal when the move is not allowed.
    fn then(&mut self, event: Self::Event, meta: Meta) -> Result<(), Refusal>;

    /// What pages read, derived from the state.
    ///
    /// # Errors
    /// When the state has no canonical form.
    fn project(&self, open: &dyn OpenPerson) -> Result<Projection, CanonicalError>;
}

/// Changes a thing as a whole: what is refused leaves it as it was.
///
/// # Errors
/// What `change` refuses.
pub(crate) fn whole<T: Clone>(
    thing: &mut T,
    change: impl FnOnce(&mut T) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut next = thing.clone();
    change(&mut next)?;
    *thing = next;
    Ok(())
}

/// Shows a thing to everybody, or no longer.
///
/// # Errors
/// `published-already`, `not-published`.
pub(crate) fn show(public: &mut bool, to_everybody: bool) -> Result<(), Refusal> {
    match (*public, to_everybody) {
        (true, true) => return Err(Refusal::new("published-already")),
        (false, false) => return Err(Refusal::new("not-published")),
        _ => *public = to_everybody,
    }
    Ok(())
}

/// Opens the sealed fields of a person; gives nothing when the key was destroyed.
pub trait OpenPerson {
    /// The fields in clear, or nothing when the person was forgotten.
    fn open(&self, person: UserId, sealed: &crate::user::Sealed) -> Option<PersonFields>;
}

/// For kinds that hold no person.
#[derive(Debug, Clone, Copy)]
pub struct NoPersons;

impl OpenPerson for NoPersons {
    fn open(&self, _: UserId, _: &crate::user::Sealed) -> Option<PersonFields> {
        None
    }
}

/// Writes an event as a new entry.
///
/// # Errors
/// When the event has no canonical form.
pub fn entry_of<A: Aggregate>(
    event: &A::Event,
    meta: Meta,
    valid_from: Option<crate::edtf::Edtf>,
    source: Option<SourceId>,
) -> Result<NewEntry, CanonicalError> {
    Ok(NewEntry {
        kind: format!("{}.{}", A::NAME, A::event_name(event)),
        recorded_at: meta.recorded_at,
        valid_from,
        known_on: meta.known_on,
        actor: meta.actor,
        source,
        payload: to_canonical(event)?,
    })
}

/// Why a stream cannot be read back.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// A payload is not what its kind says.
    #[error("entry {version} of stream {stream} cannot be read")]
    Payload {
        /// The stream.
        stream: StreamId,
        /// The entry.
        version: i64,
        /// What the reader said.
        #[source]
        source: serde_json::Error,
    },
    /// An entry is in the journal that the rules refuse.
    #[error("entry {version} of stream {stream} breaks a rule")]
    Refused {
        /// The stream.
        stream: StreamId,
        /// The entry.
        version: i64,
        /// The rule.
        #[source]
        source: Refusal,
    },
}

/// Adds one entry to a state; the first entry begins it.
///
/// # Errors
/// When the entry cannot be read or the rules refuse it.
pub fn advance<A: Aggregate>(state: Option<A>, entry: &Entry) -> Result<A, FoldError> {
    let (stream, version) = (entry.stream, entry.version);
    let event = serde_json::from_str(&entry.new.payload).map_err(|source| FoldError::Payload {
        stream,
        version,
        source,
    })?;
    let meta = Meta {
        version,
        known_on: entry.new.known_on,
        recorded_at: entry.new.recorded_at,
        actor: entry.new.actor,
    };
    let refused = |source| FoldError::Refused { stream, version, source };
    match state {
        None => A::begin(stream, event, meta).map_err(refused),
        Some(mut state) => state.then(event, meta).map(|()| state).map_err(refused),
    }
}

/// The state after all entries of a stream; nothing for an empty one.
///
/// # Errors
/// When an entry cannot be read or the rules refuse it.
pub fn fold<A: Aggregate>(entries: &[Entry]) -> Result<Option<A>, FoldError> {
    entries.iter().try_fold(None, |state, entry| advance(state, entry).map(Some))
}

/// Everything pages read of one thing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Projection {
    /// Its rows, each with the days over which it is what was known.
    pub readings: Vec<Reading>,
    /// Passages it rests on.
    pub quotations: Vec<QuotationRow>,
    /// Names that only one thing may have.
    pub claims: Vec<Claim>,
    /// Moves of places, in the order they were booked; only a line of the quota ledger has any.
    pub moves: Vec<MoveRow>,
    /// What it is found by; nothing for what is not searched.
    pub findable: Option<Findable>,
    /// Commitments that stand in it; only an instrument has any.
    pub links: Vec<LinkRow>,
    /// Letters about its steps.
    pub letters: Vec<LetterRow>,
    /// Accounts in whose charge it is; only a commitment has any.
    pub charges: Vec<ChargeRow>,
    /// Commitments and instruments that a project serves; only a project has any.
    pub serves: Vec<ServesRow>,
}

/// Open end of a span of days.
pub const FOREVER: Date = Date::constant(9999, 12, 31);
/// Open beginning of a span of days.
pub const ALWAYS: Date = Date::constant(1, 1, 1);

/// One row over one span of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// First day on which this is what was known.
    pub known_from: Date,
    /// First day on which it no longer was; [`FOREVER`] when it still is.
    pub known_to: Date,
    /// The row.
    pub row: Row,
    /// The state as canonical JSON.
    pub body: String,
}

/// A row of a reading table: what lists filter and sort by. All else is in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns are the fields of the aggregates, described there")]
pub enum Row {
    Registry {
        code: RegistryCode,
    },
    Party {
        code: PartyCode,
    },
    Source {
        registry: RegistryCode,
        kind: &'static str,
        published_on: Date,
        review: &'static str,
    },
    Meeting {
        registry: RegistryCode,
        partner: PartyCode,
        held_on: Date,
        level: &'static str,
        state: &'static str,
        public: bool,
    },
    Commitment {
        registry: RegistryCode,
        partner: PartyCode,
        topic: &'static str,
        stage: Stage,
        delivery: Delivery,
        due: Date,
        weight: i64,
        successor_of: Option<uuid::Uuid>,
        meeting: Option<uuid::Uuid>,
        public: bool,
    },
    Observation {
        registry: RegistryCode,
        partner: PartyCode,
        commitment: Option<uuid::Uuid>,
        measure: String,
        period_end: Date,
        public: bool,
    },
    Conflict {
        registry: RegistryCode,
        partner: PartyCode,
        commitment: Option<uuid::Uuid>,
        state: &'static str,
        public: bool,
    },
    QuotaLine {
        registry: RegistryCode,
        partner: PartyCode,
        commitment: uuid::Uuid,
        programme: &'static str,
        channel: &'static str,
        period_end: Date,
        public: bool,
    },
    Instrument {
        registry: RegistryCode,
        partner: PartyCode,
        kind: &'static str,
        parent: Option<uuid::Uuid>,
        moved_on: Date,
        public: bool,
    },
    Project {
        registry: RegistryCode,
        partner: PartyCode,
        moved_on: Date,
        public: bool,
    },
    Body {
        registry: RegistryCode,
        partner: PartyCode,
        kind: &'static str,
        standing: &'static str,
        moved_on: Date,
        ahead_on: Option<Date>,
        public: bool,
    },
    Call {
        registry: RegistryCode,
        partner: PartyCode,
        kind: &'static str,
        state: &'static str,
        closes_on: Date,
        public: bool,
    },
    Visit {
        registry: RegistryCode,
        partner: PartyCode,
        direction: &'static str,
        state: &'static str,
        starts_on: Date,
        ahead_on: Option<Date>,
        public: bool,
    },
    Run {
        registry: RegistryCode,
        partner: PartyCode,
        call: uuid::Uuid,
        state: &'static str,
        released_on: Date,
        public: bool,
    },
    Placement {
        registry: RegistryCode,
        partner: PartyCode,
        call: uuid::Uuid,
        code: String,
        state: &'static str,
        due_on: Date,
    },
    Direction {
        registry: RegistryCode,
        partner: PartyCode,
        state: &'static str,
    },
    Application {
        registry: RegistryCode,
        partner: PartyCode,
        call: uuid::Uuid,
        applicant: uuid::Uuid,
        receipt: String,
        home: &'static str,
        host: Option<&'static str>,
    },
    Paper {
        registry: RegistryCode,
        partner: PartyCode,
        about: uuid::Uuid,
        number: String,
        signer: String,
    },
    PartnerKey {
        registry: RegistryCode,
        partner: PartyCode,
        state: &'static str,
    },
    Review {
        registry: RegistryCode,
        partner: PartyCode,
        call: uuid::Uuid,
        receipt: String,
        reviewers: [Option<uuid::Uuid>; 3],
    },
    Indicator {
        registry: RegistryCode,
        measure: String,
        owner: Option<PartyCode>,
        unit: &'static str,
        periodicity: &'static str,
        moved_on: Date,
        public: bool,
    },
    User {
        registry: RegistryCode,
        role: &'static str,
        state: &'static str,
        email: Option<String>,
    },
}

/// A passage and what rests on it, for the page of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotationRow {
    /// Which statement of the stream.
    pub number: i64,
    /// The source.
    pub source: SourceId,
    /// Offset of the first character in the source, in Unicode scalar values.
    pub start: i64,
    /// Offset behind the last.
    pub end: i64,
}

/// A move of places as tables keep it: written once, never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveRow {
    /// Which entry of the line booked it.
    pub version: i64,
    /// The day it happened.
    pub on: Date,
    /// From which day it is known.
    pub known_on: Date,
    /// Code of the account it takes from; none, when from outside the line.
    pub from: Option<&'static str>,
    /// Code of the account it puts into; none, when out of the line.
    pub to: Option<&'static str>,
    /// How many places.
    pub places: i64,
    /// Code of the reason.
    pub reason: &'static str,
    /// The move as canonical JSON.
    pub body: String,
}

/// A commitment that stands in an instrument, for the page of the commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The commitment.
    pub commitment: uuid::Uuid,
}

/// A letter about a step, for the register of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRow {
    /// Which entry of the stream noted it.
    pub version: i64,
    /// The entry it is about.
    pub step: i64,
    /// Code of which way it went.
    pub direction: &'static str,
    /// Its number, as written.
    pub number: String,
    /// Its number, as it is looked for.
    pub key: String,
    /// The day it was registered.
    pub on: Date,
}

/// An account in whose charge a commitment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChargeRow {
    /// The account.
    pub user: uuid::Uuid,
    /// Whether it is that of the deputy.
    pub deputy: bool,
}

/// A commitment or an instrument that a project serves, for its page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServesRow {
    /// `commitment` or `instrument`.
    pub kind: &'static str,
    /// Which.
    pub thing: uuid::Uuid,
}

/// A name that only one stream may have within its scope.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Claim {
    /// What kind of name.
    pub scope: &'static str,
    /// The name.
    pub key: String,
}

impl QuotationRow {
    pub(crate) fn of(number: i64, quotation: &Quotation) -> Self {
        Self {
            number,
            source: quotation.source,
            start: i64::from(quotation.start),
            end: i64::from(quotation.end),
        }
    }
}

/// Builds readings: one for each day on which something new became known.
///
/// `days` are those days; `at` gives the state as known on a day together with its row, or nothing when the thing was
/// not yet known. Neighbouring days with the same outcome become one span.
pub(crate) fn readings_over<T: Serialize>(
    days: impl IntoIterator<Item = Date>,
    at: impl Fn(Date) -> Option<(T, Row)>,
) -> Result<Vec<Reading>, CanonicalError> {
    let mut days: Vec<Date> = days.into_iter().collect();
    days.sort_unstable();
    days.dedup();
    let mut readings: Vec<Reading> = Vec::new();
    for day in days {
        let Some((state, row)) = at(day) else { continue };
        let body = to_canonical(&state)?;
        match readings.last_mut() {
            Some(last) if last.row == row && last.body == body => continue,
            Some(last) => last.known_to = day,
            None => {}
        }
        readings.push(Reading { known_from: day, known_to: FOREVER, row, body });
    }
    Ok(readings)
}

/// A single reading that holds whatever day is asked for.
pub(crate) fn always<T: Serialize>(state: &T, row: Row) -> Result<Vec<Reading>, CanonicalError> {
    Ok(vec![Reading { known_from: ALWAYS, known_to: FOREVER, row, body: to_canonical(state)? }])
}
