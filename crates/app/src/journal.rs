//! The journal's page, and its seals.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kelisim_domain::aggregate::ALWAYS;
use kelisim_domain::id::{StreamId, UserId};
use kelisim_domain::journal::Entry;
use kelisim_domain::journal::seal::Seal;
use kelisim_store::reading::Kind;
use uuid::Uuid;

use crate::access::Action;
use crate::context::Context;
use crate::sign_in::Account;
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
    /// Names of those who wrote them, as far as they are still known.
    pub actors: BTreeMap<UserId, String>,
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
        entries,
        next,
        last_seal: ctx.store().last_seal().await?,
    })
}

async fn actors(ctx: &Context<'_>, entries: &[Entry]) -> Result<BTreeMap<UserId, String>> {
    let mut ids: Vec<Uuid> = entries.iter().filter_map(|e| e.new.actor).map(UserId::uuid).collect();
    ids.sort_unstable();
    ids.dedup();
    let bodies = ctx.store().several(Kind::User, &ids, ALWAYS).await?;
    let accounts: Vec<Account> = crate::lookup::read_all(bodies)?;
    Ok(accounts
        .into_iter()
        .filter_map(|account| Some((account.user.id, account.fields?.name)))
        .collect())
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
