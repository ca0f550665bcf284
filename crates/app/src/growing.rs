//! A stream while a use case adds to it: what was loaded, what is new, and what pages will read.

use kelisim_domain::aggregate::{Aggregate, Row, advance, entry_of, fold};
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{SourceId, StreamId};
use kelisim_domain::journal::{Entry, Hash};
use kelisim_store::{Append, StreamChange};

use crate::context::{Context, Known};
use crate::{AppError, Result};

/// A stream that grows within one operation.
pub struct Growing<A> {
    stream: StreamId,
    expected: i64,
    version: i64,
    prev: Hash,
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
        Self { stream, expected: 0, version: 0, prev: Hash::ZERO, state: None, new: Vec::new() }
    }

    /// Loads a stream from the journal; a stream without entries begins with the first event.
    ///
    /// # Errors
    /// When the store cannot be read or an entry makes no sense.
    pub async fn load(ctx: &Context<'_>, stream: StreamId) -> Result<Self> {
        let entries = ctx.store().entries(stream).await?;
        let state = fold(&entries)?;
        let (version, prev) = entries.last().map_or((0, Hash::ZERO), |e| (e.version, e.hash));
        Ok(Self { stream, expected: version, version, prev, state, new: Vec::new() })
    }

    /// The state with everything added so far.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for a stream without entries.
    pub fn state(&self) -> Result<&A> {
        self.state.as_ref().ok_or(AppError::NotFound)
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
        let meta = ctx.meta(version, about.known);
        let new = entry_of::<A>(event, meta, about.valid_from, about.source)?;
        let entry = Entry::chain(self.stream, version, new, self.prev)?;
        // The state advances over what is really written, so that a rebuild cannot differ.
        let state = advance(self.state.clone(), &entry).map_err(|error| match error {
            kelisim_domain::aggregate::FoldError::Refused { source, .. } => AppError::from(source),
            other => AppError::from(other),
        })?;
        self.state = Some(state);
        self.version = version;
        self.prev = entry.hash;
        self.new.push(entry);
        Ok(())
    }

    /// What is to be written.
    ///
    /// # Errors
    /// When nothing was added, or the state has no canonical form.
    pub fn finish(self, ctx: &Context<'_>) -> Result<Append> {
        let projection = self.state()?.project(ctx.app.persons.as_ref())?;
        let registry = projection.readings.last().and_then(|reading| match &reading.row {
            Row::Registry { code } => Some(*code),
            Row::Party { .. } => None,
            Row::Source { registry, .. }
            | Row::Meeting { registry, .. }
            | Row::Commitment { registry, .. }
            | Row::Observation { registry, .. }
            | Row::Conflict { registry, .. }
            | Row::User { registry, .. } => Some(*registry),
        });
        Ok(Append {
            recorded_at: ctx.now,
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
