//! A stream while a use case adds to it: what was loaded, what is new, and what pages will read.

use jiff::{SignedDuration, Timestamp};
use kelisim_domain::aggregate::{Aggregate, Meta, advance, entry_of, fold};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{SourceId, StreamId};
use kelisim_domain::journal::{Entry, Hash};
use kelisim_store::replay::registry_of;
use kelisim_store::{Append, Change, StreamChange};

use crate::context::{Context, Known};
use crate::notice::Told;
use crate::{AppError, Result};

/// A stream that grows within one operation.
pub struct Growing<A> {
    stream: StreamId,
    expected: i64,
    version: i64,
    prev: Hash,
    /// When the last entry that is there was recorded.
    after: Option<Timestamp>,
    /// When everything new is recorded, once something is: what is written at once was recorded at one moment.
    at: Option<Timestamp>,
    state: Option<A>,
    new: Vec<Entry>,
}

/// What goes with an event into its entry.
#[derive(Debug, Clone, Copy)]
pub struct About {
    /// From when it is known.
    pub known: Known,
    /// From when what it says holds.
    pub valid_from: Option<Edtf>,
    /// The source it rests on.
    pub source: Option<SourceId>,
}

impl About {
    /// An event that rests on nobody but the writer.
    pub const TODAY: Self = Self { known: Known::Today, valid_from: None, source: None };

    /// An event that rests on a source.
    #[must_use]
    pub const fn source(source: SourceId, known_on: jiff::civil::Date) -> Self {
        Self { known: Known::From(known_on), valid_from: None, source: Some(source) }
    }
}

impl<A: Aggregate> Growing<A> {
    /// A stream that does not exist yet.
    #[must_use]
    pub const fn new(stream: StreamId) -> Self {
        Self {
            stream,
            expected: 0,
            version: 0,
            prev: Hash::ZERO,
            after: None,
            at: None,
            state: None,
            new: Vec::new(),
        }
    }

    /// Loads a stream from the journal; a stream without entries begins with the first event.
    ///
    /// # Errors
    /// When the store cannot be read or an entry makes no sense.
    pub async fn load(ctx: &Context<'_>, stream: StreamId) -> Result<Self> {
        let entries = ctx.store().entries(stream).await?;
        let state = fold(&entries)?;
        let (version, prev) = entries.last().map_or((0, Hash::ZERO), |e| (e.version, e.hash));
        let after = entries.last().map(|e| e.new.recorded_at);
        Ok(Self {
            stream,
            expected: version,
            version,
            prev,
            after,
            at: None,
            state,
            new: Vec::new(),
        })
    }

    /// The state with everything added so far.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a stream without entries.
    pub fn state(&self) -> Result<&A> {
        self.state.as_ref().ok_or(AppError::NotFound)
    }

    /// The version of the last entry, those added among them.
    pub(crate) const fn version(&self) -> i64 {
        self.version
    }

    /// Refuses to go on when the form was made for another version.
    ///
    /// # Errors
    /// [`AppError::Stale`].
    pub fn at_version(&self, version: i64) -> Result<()> {
        if self.version == version { Ok(()) } else { Err(AppError::Stale) }
    }

    /// Adds an event by the rules.
    ///
    /// # Errors
    /// The rule's refusal.
    pub fn push(&mut self, ctx: &Context<'_>, event: &A::Event, about: About) -> Result<()> {
        let version = self.version + 1;
        let recorded_at = self.recorded_at(ctx);
        let meta = Meta { recorded_at, ..ctx.meta(version, about.known) };
        let new = entry_of::<A>(event, meta, about.valid_from, about.source)?;
        let entry = Entry::chain(self.stream, version, new, self.prev)?;
        // The state advances over what is really written, so that a rebuild cannot differ.
        let state = advance(self.state.clone(), &entry).map_err(|error| match error {
            kelisim_domain::aggregate::FoldError::Refused { source, .. } => AppError::from(source),
            other => AppError::from(other),
        })?;
        self.state = Some(state);
        self.version = version;
        self.at = Some(recorded_at);
        self.prev = entry.hash;
        self.new.push(entry);
        Ok(())
    }

    /// When the new entries are recorded: now, or just behind the last entry when the clock of another machine was
    /// ahead. Within a stream time never stands still between two writes and never goes back. Entries that are written at
    /// once have one moment, whoever's context they are made in: a rebuild knows by it that they came together.
    fn recorded_at(&self, ctx: &Context<'_>) -> Timestamp {
        if let Some(at) = self.at {
            return at;
        }
        let behind = self.after.and_then(|at| at.checked_add(SignedDuration::from_micros(1)).ok());
        behind.map_or(ctx.now, |behind| behind.max(ctx.now))
    }

    /// Adds the one event of an operation, or its last, and writes.
    ///
    /// # Errors
    /// As [`Growing::push`] and [`Growing::commit`].
    pub async fn record(mut self, ctx: &Context<'_>, event: &A::Event, about: About) -> Result<()> {
        self.push(ctx, event, about)?;
        self.commit(ctx).await
    }

    /// As [`Growing::record`], and tells people of it in the same transaction.
    ///
    /// # Errors
    /// As [`Growing::record`].
    pub(crate) async fn record_and_tell(
        self,
        ctx: &Context<'_>,
        event: &A::Event,
        about: About,
        told: Told<'_>,
    ) -> Result<()> {
        self.record_with(ctx, event, about, told, Vec::new()).await
    }

    /// As [`Growing::record_and_tell`], and keeps files in the same transaction.
    ///
    /// # Errors
    /// As [`Growing::record`].
    pub(crate) async fn record_with(
        mut self,
        ctx: &Context<'_>,
        event: &A::Event,
        about: About,
        told: Told<'_>,
        blobs: Vec<(Hash, Vec<u8>)>,
    ) -> Result<()> {
        self.push(ctx, event, about)?;
        let notices = told.of::<A>(ctx, self.stream, self.version)?;
        let appends = vec![self.finish(ctx)?];
        ctx.commit(&Change { appends, notices, blobs, ..Change::default() }).await
    }

    /// Writes what was added.
    ///
    /// # Errors
    /// [`AppError::Stale`] when somebody else wrote to the stream meanwhile; what the store says.
    pub async fn commit(self, ctx: &Context<'_>) -> Result<()> {
        let change = Change { appends: vec![self.finish(ctx)?], ..Change::default() };
        ctx.commit(&change).await
    }

    /// What is to be written.
    ///
    /// # Errors
    /// When nothing was added, or the state has no canonical form.
    pub fn finish(self, ctx: &Context<'_>) -> Result<Append> {
        let projection = self.state()?.project(ctx.app.persons.as_ref())?;
        let registry = registry_of(&projection);
        let recorded_at = self.recorded_at(ctx);
        Ok(Append {
            recorded_at,
            expected: self.expected,
            entries: self.new,
            stream: StreamChange {
                stream: self.stream,
                aggregate: A::NAME,
                version: self.version,
                registry,
                projection,
            },
        })
    }
}
