//! The journal's page, and its seals.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kelisim_domain::body::Body;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::Conflict;
use kelisim_domain::id::{StreamId, UserId};
use kelisim_domain::indicator::Indicator;
use kelisim_domain::journal::Entry;
use kelisim_domain::journal::seal::Seal;
use kelisim_domain::meeting::Meeting;
use kelisim_domain::observation::Observation;
use kelisim_domain::programme::direction::Direction;
use kelisim_domain::programme::visit::ExpertVisit;
use kelisim_domain::source::Source;
use kelisim_domain::text::Text4;
use kelisim_store::reading::Kind;

use crate::access::Action;
use crate::context::Context;
use crate::lookup::{colleagues, last_day, several};
use crate::{AppError, Result};

/// Where the journal's list goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalCursor {
    /// When the last entry shown was recorded.
    pub recorded_at: Timestamp,
    /// Its stream.
    pub stream: StreamId,
    /// Its version.
    pub version: i64,
}

/// A page of the journal.
#[derive(Debug, Clone)]
pub struct JournalPage {
    /// Entries, newest first.
    pub entries: Vec<Entry>,
    /// Names of those who wrote them or whose account they are about, as far as they are still known.
    pub actors: BTreeMap<UserId, String>,
    /// What the things are called now: commitments, figures, conflicts, meetings, bodies and sources.
    pub titles: BTreeMap<StreamId, Text4>,
    /// Where the list goes on.
    pub next: Option<JournalCursor>,
    /// The latest seal.
    pub last_seal: Option<Seal>,
}

/// Entries of the actor's registry, newest first.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn latest(
    ctx: &Context<'_>,
    before: Option<JournalCursor>,
    limit: i64,
) -> Result<JournalPage> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ReadJournal, registry, None)?;
    let before = before.map(|c| (c.recorded_at, c.stream, c.version));
    let mut entries = ctx.store().latest(Some(registry), before, limit + 1).await?;
    let more = i64::try_from(entries.len()).unwrap_or(i64::MAX) > limit;
    if more {
        entries.pop();
    }
    let next = entries.last().filter(|_| more).map(|entry| JournalCursor {
        recorded_at: entry.new.recorded_at,
        stream: entry.stream,
        version: entry.version,
    });
    Ok(JournalPage {
        actors: actors(ctx, &entries).await?,
        titles: titles(ctx, &entries).await?,
        entries,
        next,
        last_seal: ctx.store().last_seal().await?,
    })
}

async fn actors(ctx: &Context<'_>, entries: &[Entry]) -> Result<BTreeMap<UserId, String>> {
    let written_by = entries.iter().filter_map(|e| e.new.actor);
    let about = entries.iter().filter(|e| e.new.kind.starts_with("user."));
    let about = about.map(|e| UserId::new(e.stream.uuid()));
    colleagues(ctx, written_by.chain(about).collect()).await
}

/// What the things of some entries are called now. Accounts are told apart by the names of people.
async fn titles(ctx: &Context<'_>, entries: &[Entry]) -> Result<BTreeMap<StreamId, Text4>> {
    let ids = |aggregate: &'static str| {
        entries
            .iter()
            .filter(move |e| e.new.kind.split('.').next() == Some(aggregate))
            .map(|e| e.stream.uuid())
    };
    let day = last_day();
    let mut titles = BTreeMap::new();
    for it in several::<Commitment>(ctx, Kind::Commitment, ids("commitment"), day).await? {
        titles.insert(it.id.into(), it.description.title);
    }
    for it in several::<Observation>(ctx, Kind::Observation, ids("observation"), day).await? {
        titles.insert(it.id.into(), it.description.name);
    }
    for it in several::<Conflict>(ctx, Kind::Conflict, ids("conflict"), day).await? {
        titles.insert(it.id.into(), it.title);
    }
    for it in several::<Meeting>(ctx, Kind::Meeting, ids("meeting"), day).await? {
        titles.insert(it.id.into(), it.description.title);
    }
    for it in several::<Body>(ctx, Kind::Body, ids("body"), day).await? {
        titles.insert(it.id.into(), it.description.title);
    }
    for it in several::<Indicator>(ctx, Kind::Indicator, ids("indicator"), day).await? {
        titles.insert(it.id.into(), it.definition.name);
    }
    for it in several::<ExpertVisit>(ctx, Kind::Visit, ids("visit"), day).await? {
        titles.insert(it.id.into(), it.description.title);
    }
    for it in several::<Direction>(ctx, Kind::Direction, ids("direction"), day).await? {
        titles.extend(it.wish.specialty.known().map(|known| (it.id.into(), known.name)));
    }
    for it in several::<Source>(ctx, Kind::Source, ids("source"), day).await? {
        titles.insert(it.id.into(), it.description.title);
    }
    Ok(titles)
}

/// The history of one thing of the actor's registry, oldest entry first.
///
/// # Errors
/// [`AppError::NotFound`] for a stream of another registry.
pub async fn stream(ctx: &Context<'_>, stream: StreamId) -> Result<JournalPage> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ReadJournal, registry, None)?;
    if !ctx.store().stream_in(stream, registry).await? {
        return Err(AppError::NotFound);
    }
    let entries = ctx.store().entries(stream).await?;
    Ok(JournalPage {
        actors: actors(ctx, &entries).await?,
        titles: titles(ctx, &entries).await?,
        entries,
        next: None,
        last_seal: ctx.store().last_seal().await?,
    })
}

/// The latest seals, newest first.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn seals(ctx: &Context<'_>, limit: i64) -> Result<Vec<Seal>> {
    ctx.authorise(Action::ReadJournal)?;
    let last = ctx.store().last_seal().await?.map_or(0, |seal| seal.number);
    let mut seals = ctx.store().seals((last - limit).max(0), limit).await?;
    seals.reverse();
    Ok(seals)
}
