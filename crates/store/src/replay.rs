//! Writes the reading tables anew from the journal: the proof that they hold nothing of their own.

use async_trait::async_trait;
use jiff::Timestamp;
use kelisim_domain::aggregate::{
    Aggregate, FoldError, NoPersons, OpenPerson, Projection, Row, advance,
};
use kelisim_domain::body::Body;
use kelisim_domain::canonical::CanonicalError;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::Conflict;
use kelisim_domain::id::StreamId;
use kelisim_domain::indicator::Indicator;
use kelisim_domain::instrument::Instrument;
use kelisim_domain::journal::Entry;
use kelisim_domain::meeting::Meeting;
use kelisim_domain::observation::Observation;
use kelisim_domain::paper::Paper;
use kelisim_domain::partner_key::PartnerKey;
use kelisim_domain::party::Party;
use kelisim_domain::programme::application::Application;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::direction::Direction;
use kelisim_domain::programme::placement::Placement;
use kelisim_domain::programme::review::Review;
use kelisim_domain::programme::run::Run;
use kelisim_domain::programme::visit::ExpertVisit;
use kelisim_domain::project::Project;
use kelisim_domain::quota::QuotaLine;
use kelisim_domain::registry::{Registry, RegistryCode};
use kelisim_domain::source::Source;
use kelisim_domain::user::User;

use crate::find::EDITION;
use crate::{Rebuild, Store, StoreError, StreamChange};

/// Streams read at a time.
const PAGE: i64 = 500;

/// How far a rebuild has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rebuilt {
    /// Streams replayed.
    pub streams: u64,
    /// Entries replayed.
    pub entries: u64,
}

/// Why the reading tables could not be written anew. They are as they were.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// The store said no.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// A stream cannot be read back.
    #[error("the journal cannot be read back")]
    Fold(#[from] FoldError),
    /// A state has no canonical form.
    #[error("stream {stream}, version {version}: no canonical form")]
    Canonical {
        /// The stream.
        stream: StreamId,
        /// The version it has.
        version: i64,
        /// What is wrong with it.
        #[source]
        source: CanonicalError,
    },
    /// A stream of a kind that this version does not know.
    #[error("stream {stream} is of an unknown kind: {kind}")]
    UnknownKind {
        /// The stream.
        stream: StreamId,
        /// Its kind.
        kind: String,
    },
}

/// The registry that the rows of a projection belong to; none for parties.
#[must_use]
pub fn registry_of(projection: &Projection) -> Option<RegistryCode> {
    projection.readings.last().and_then(|reading| match &reading.row {
        Row::Registry { code } => Some(*code),
        Row::Party { .. } => None,
        Row::Source { registry, .. }
        | Row::Meeting { registry, .. }
        | Row::Commitment { registry, .. }
        | Row::Observation { registry, .. }
        | Row::Indicator { registry, .. }
        | Row::Conflict { registry, .. }
        | Row::QuotaLine { registry, .. }
        | Row::Instrument { registry, .. }
        | Row::Project { registry, .. }
        | Row::Body { registry, .. }
        | Row::Call { registry, .. }
        | Row::Visit { registry, .. }
        | Row::Run { registry, .. }
        | Row::Placement { registry, .. }
        | Row::Direction { registry, .. }
        | Row::Application { registry, .. }
        | Row::Paper { registry, .. }
        | Row::PartnerKey { registry, .. }
        | Row::Review { registry, .. }
        | Row::User { registry, .. } => Some(*registry),
    })
}

/// Writes all reading tables anew from the journal, in one transaction, stream by stream.
///
/// Consecutive entries of a stream with the same recorded instant are one step, as they were when they were written.
/// `progress` is called after each page of streams. On an error everything stays as it was.
///
/// # Errors
/// When the store fails or the journal cannot be read back.
pub async fn rebuild(
    store: &dyn Store,
    open: &(dyn OpenPerson + Sync),
    progress: &mut (dyn FnMut(Rebuilt) + Send),
) -> Result<Rebuilt, ReplayError> {
    let mut into = store.rebuild().await?;
    let mut done = Rebuilt::default();
    let mut after = None;
    loop {
        let page = store.streams(after, PAGE).await?;
        let Some((last, ..)) = page.last() else { break };
        after = Some(*last);
        for (stream, kind, _) in page {
            let entries = store.entries(stream).await?;
            done.streams += 1;
            done.entries += entries.len() as u64;
            replay(into.as_mut(), stream, &kind, &entries, open).await?;
        }
        progress(done);
    }
    into.finish().await?;
    Ok(done)
}

/// Makes the index of words anew, beside writers, a page of streams at a time. A stream that somebody writes to meanwhile
/// is indexed by that write.
///
/// # Errors
/// When the store fails or the journal cannot be read back. What is done stays done.
pub async fn index(store: &dyn Store) -> Result<u64, ReplayError> {
    let mut done = 0;
    let mut after = None;
    loop {
        let page = store.streams(after, PAGE).await?;
        let Some((last, ..)) = page.last() else { break };
        after = Some(*last);
        let mut latest = Latest::default();
        for (stream, kind, _) in page {
            let entries = store.entries(stream).await?;
            replay(&mut latest, stream, &kind, &entries, &NoPersons).await?;
        }
        done += latest.0.len() as u64;
        store.index(&latest.0).await?;
    }
    store.indexed(EDITION).await?;
    Ok(done)
}

/// The last step of each stream that is searched.
#[derive(Default)]
struct Latest(Vec<StreamChange>);

#[async_trait]
impl Rebuild for Latest {
    async fn project(&mut self, step: &StreamChange, _: Timestamp) -> crate::Result<()> {
        if step.projection.findable.is_some() {
            self.0.push(step.clone());
        }
        Ok(())
    }

    async fn finish(self: Box<Self>) -> crate::Result<()> {
        Ok(())
    }
}

/// Replays one stream of a kind into reading tables.
pub(crate) async fn replay(
    into: &mut dyn Rebuild,
    stream: StreamId,
    kind: &str,
    entries: &[Entry],
    open: &(dyn OpenPerson + Sync),
) -> Result<(), ReplayError> {
    match kind {
        Registry::NAME => steps::<Registry>(into, entries, open).await,
        Party::NAME => steps::<Party>(into, entries, open).await,
        Source::NAME => steps::<Source>(into, entries, open).await,
        Meeting::NAME => steps::<Meeting>(into, entries, open).await,
        Commitment::NAME => steps::<Commitment>(into, entries, open).await,
        Observation::NAME => steps::<Observation>(into, entries, open).await,
        Indicator::NAME => steps::<Indicator>(into, entries, open).await,
        Conflict::NAME => steps::<Conflict>(into, entries, open).await,
        QuotaLine::NAME => steps::<QuotaLine>(into, entries, open).await,
        Instrument::NAME => steps::<Instrument>(into, entries, open).await,
        Project::NAME => steps::<Project>(into, entries, open).await,
        Body::NAME => steps::<Body>(into, entries, open).await,
        Call::NAME => steps::<Call>(into, entries, open).await,
        ExpertVisit::NAME => steps::<ExpertVisit>(into, entries, open).await,
        Run::NAME => steps::<Run>(into, entries, open).await,
        Placement::NAME => steps::<Placement>(into, entries, open).await,
        Direction::NAME => steps::<Direction>(into, entries, open).await,
        Application::NAME => steps::<Application>(into, entries, open).await,
        Paper::NAME => steps::<Paper>(into, entries, open).await,
        PartnerKey::NAME => steps::<PartnerKey>(into, entries, open).await,
        Review::NAME => steps::<Review>(into, entries, open).await,
        User::NAME => steps::<User>(into, entries, open).await,
        _ => Err(ReplayError::UnknownKind { stream, kind: kind.to_owned() }),
    }
}

/// Replays one stream.
async fn steps<A: Aggregate + Send>(
    into: &mut dyn Rebuild,
    entries: &[Entry],
    open: &(dyn OpenPerson + Sync),
) -> Result<(), ReplayError> {
    let mut state: Option<A> = None;
    let mut entries = entries.iter().peekable();
    while let Some(entry) = entries.next() {
        let (stream, version, at) = (entry.stream, entry.version, entry.new.recorded_at);
        let now = advance(state.take(), entry)?;
        let next = entries.peek();
        if next.is_some_and(|next| next.new.recorded_at == at) {
            state = Some(now);
            continue;
        }
        let mut projection = now.project(open).map_err(|source| ReplayError::Canonical {
            stream,
            version,
            source,
        })?;
        // Names, passages and words hold for the present only. A name that another stream took over later must not be
        // claimed on the way.
        if next.is_some() {
            projection.claims.clear();
            projection.quotations.clear();
            projection.findable = None;
            projection.links.clear();
            projection.letters.clear();
            projection.charges.clear();
            projection.serves.clear();
        }
        let registry = registry_of(&projection);
        let step = StreamChange { stream, aggregate: A::NAME, version, registry, projection };
        state = Some(now);
        into.project(&step, at).await?;
    }
    Ok(())
}
