//! Sources: the page of one, and what rests on it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::Conflict;
use kelisim_domain::id::SourceId;
use kelisim_domain::instrument::Instrument;
use kelisim_domain::meeting::Meeting;
use kelisim_domain::observation::Observation;
use kelisim_domain::quota::LineShown;
use kelisim_domain::source::{Source, SourceKind};
use kelisim_store::reading::Kind;
use uuid::Uuid;

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::lookup::{last_day, latest, several, text};
use crate::{AppError, Result};

/// The page of a source.
#[derive(Debug, Clone)]
pub struct SourcePage {
    /// The source.
    pub source: Source,
    /// Its text.
    pub text: String,
    /// Whether the actor may read the whole text, or only the passages on which something rests.
    pub whole: bool,
    /// Whether the actor has no part in it, such as an officer of another registry, and sees what a visitor sees.
    pub as_visitor: bool,
    /// What rests on it, in order of the passages.
    pub rests: Vec<Rest>,
}

/// A thing that rests on a passage.
#[derive(Debug, Clone)]
pub struct Rest {
    /// Offset of the passage, in Unicode scalar values.
    pub start: u32,
    /// Offset behind it.
    pub end: u32,
    /// The thing.
    pub thing: Thing,
}

/// A thing that can rest on a passage.
#[derive(Debug, Clone)]
pub enum Thing {
    /// A commitment.
    Commitment(Commitment),
    /// An observation.
    Observation(Observation),
    /// A conflict.
    Conflict(Conflict),
    /// A line of the quota ledger.
    QuotaLine(LineShown),
    /// An instrument, as far as the actor may see it.
    Instrument(Box<Instrument>),
    /// A meeting, as far as the actor may see it.
    Meeting(Box<Meeting>),
}

/// A source the actor may know of.
///
/// Everybody may know of a source on which something public rests. The page of a source shows its text; the text of a
/// news item by somebody else is shown to the registry only, where it is not our own rendering.
///
/// # Errors
/// [`AppError::NotFound`] when it is not there, or nothing that the actor may see rests on it.
pub async fn page(ctx: &Context<'_>, id: SourceId) -> Result<SourcePage> {
    let source: Source = latest(ctx, Kind::Source, id.uuid()).await?;
    let registry = source.description.registry;
    let whole = ctx.authorise_on(Action::ReadSources, registry, None).is_ok();
    let mut rests = rests_on(ctx, id).await?;
    let as_visitor = !whole && rests.is_empty();
    if as_visitor {
        rests = rests_on(&ctx.app.context(Actor::Public), id).await?;
    }
    if !whole && rests.is_empty() {
        return Err(AppError::NotFound);
    }
    let text = text(ctx, source.text).await?;
    let is_news = source.description.kind == SourceKind::News && !source.description.rendering;
    Ok(SourcePage { whole: whole || !is_news, as_visitor, source, text, rests })
}

/// What rests on a source, as far as the actor may see it.
async fn rests_on(ctx: &Context<'_>, id: SourceId) -> Result<Vec<Rest>> {
    let rows = ctx.store().rests_on(id).await?;
    let day = last_day();
    let ids = |aggregate: &'static str| {
        rows.iter().filter(move |r| r.aggregate == aggregate).map(|r| r.stream.uuid())
    };
    let mut things: BTreeMap<Uuid, Thing> = BTreeMap::new();
    for it in several::<Commitment>(ctx, Kind::Commitment, ids("commitment"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            things.insert(it.id.uuid(), Thing::Commitment(it));
        }
    }
    for it in several::<Observation>(ctx, Kind::Observation, ids("observation"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            things.insert(it.id.uuid(), Thing::Observation(it));
        }
    }
    for it in several::<Conflict>(ctx, Kind::Conflict, ids("conflict"), day).await? {
        if visible(ctx, it.registry, &it.partner, it.public) {
            things.insert(it.id.uuid(), Thing::Conflict(it));
        }
    }
    for it in several::<LineShown>(ctx, Kind::QuotaLine, ids("quota"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            things.insert(it.id.uuid(), Thing::QuotaLine(it));
        }
    }
    for it in several::<Instrument>(ctx, Kind::Instrument, ids("instrument"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            let seen = crate::instrument::seen(ctx, &it);
            things.insert(it.id.uuid(), Thing::Instrument(Box::new(seen)));
        }
    }
    for it in several::<Meeting>(ctx, Kind::Meeting, ids("meeting"), day).await? {
        if visible(ctx, it.description.registry, &it.description.partner, it.public) {
            things.insert(it.id.uuid(), Thing::Meeting(Box::new(crate::meeting::seen(ctx, &it))));
        }
    }
    Ok(rows
        .iter()
        .filter(|row| match things.get(&row.stream.uuid()) {
            // A letter behind an approval is nothing a visitor may know of.
            Some(Thing::Instrument(it)) => it.quotations().any(|(number, _)| number == row.number),
            Some(Thing::Meeting(it)) => it.quotations().any(|(number, _)| number == row.number),
            _ => true,
        })
        .filter_map(|row| {
            Some(Rest {
                start: u32::try_from(row.start).ok()?,
                end: u32::try_from(row.end).ok()?,
                thing: things.get(&row.stream.uuid())?.clone(),
            })
        })
        .collect())
}

/// Whether the actor may see a thing.
pub(crate) fn visible(
    ctx: &Context<'_>,
    registry: kelisim_domain::registry::RegistryCode,
    partner: &kelisim_domain::party::PartyCode,
    public: bool,
) -> bool {
    match &ctx.actor {
        Actor::System => true,
        Actor::Public => public,
        Actor::User(_) => ctx.authorise_on(Action::ReadRecord, registry, Some(partner)).is_ok(),
    }
}

/// Sources by id, for pages that cite them. Whoever may see a statement may know what it rests on.
pub(crate) async fn cited(
    ctx: &Context<'_>,
    ids: Vec<SourceId>,
) -> Result<BTreeMap<SourceId, Source>> {
    let ids = ids.into_iter().map(SourceId::uuid);
    let sources = several::<Source>(ctx, Kind::Source, ids, last_day()).await?;
    Ok(sources.into_iter().map(|source| (source.id, source)).collect())
}

/// Where a list of sources goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceCursor {
    /// Publication day of the last one shown.
    pub published_on: Date,
    /// Its id.
    pub id: Uuid,
}

/// A line of the list of sources.
#[derive(Debug, Clone)]
pub struct SourceLine {
    /// The source.
    pub source: Source,
    /// When it was entered.
    pub entered_at: Timestamp,
}

/// Sources of the actor's registry, newest first, `limit` at a time.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(
    ctx: &Context<'_>,
    after: Option<SourceCursor>,
    limit: i64,
) -> Result<(Vec<SourceLine>, Option<SourceCursor>)> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ReadSources, registry, None)?;
    let after = after.map(|c| (c.published_on, c.id));
    let bodies = ctx.store().sources(registry, after, limit + 1).await?;
    let mut lines = Vec::new();
    for body in &bodies {
        let source: Source = crate::lookup::read(body)?;
        lines.push(SourceLine { entered_at: source.entered.recorded_at, source });
    }
    let more = i64::try_from(lines.len()).unwrap_or(i64::MAX) > limit;
    if more {
        lines.pop();
    }
    let next = lines.last().filter(|_| more).map(|line| SourceCursor {
        published_on: line.source.known_on(),
        id: line.source.id.uuid(),
    });
    Ok((lines, next))
}
