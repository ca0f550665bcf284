//! Entering a checked table: everything in one transaction, or nothing.

use std::sync::Arc;

use kelisim_domain::aggregate::Aggregate;
use kelisim_domain::id::{ImportId, SourceId};
use kelisim_domain::journal::Hash;
use kelisim_domain::source::{self, Source, fingerprint};
use kelisim_domain::{Refusal, commitment::Commitment, observation::Observation, party::Party};
use kelisim_store::work::Staged;
use kelisim_store::{Append, Change};

use super::judge::{Deed, Event, Judged};
use super::under_way::{Busy, Phase};
use super::words::Words;
use super::{About, about, is_written, json, judged, load, write_report};
use crate::access::Action;
use crate::context::{Actor, App, Context};
use crate::growing::{About as Grounds, Growing};
use crate::{AppError, Result};

/// Entries that are made before others get their turn on the thread.
const TURN: usize = 100;

/// Begins to enter a checked table: all its rows, or, where `only_right` says so, those without a mistake. It goes on when
/// the request is long answered; what became of it is on the page of the table.
///
/// # Errors
/// `import-not-checked`, `import-rows-wrong`, `import-nothing-to-do`; [`AppError::Stale`] when it was checked anew
/// meanwhile.
pub async fn enter(
    ctx: &Context<'_>,
    id: ImportId,
    revision: i64,
    only_right: bool,
    words: Words,
) -> Result<()> {
    let staged = load(ctx, id, Action::KeepRecord).await?;
    if staged.state == "written" || is_written(ctx, id).await? {
        return Ok(());
    }
    if staged.state != "checked" {
        return Err(Refusal::new("import-not-checked").into());
    }
    if staged.revision != revision {
        return Err(AppError::Stale);
    }
    may_enter(&about(&staged)?, only_right)?;
    let Some(busy) = ctx.app.imports.begin(id) else { return Ok(()) };
    let (app, actor) = (ctx.app.clone(), ctx.actor.clone());
    tokio::spawn(async move {
        if let Err(error) = enter_now(&app, actor, staged, only_right, &words, &busy).await {
            tracing::error!(import.id = %id, %error, "entering a table failed");
        }
    });
    Ok(())
}

fn may_enter(about: &About, only_right: bool) -> Result<()> {
    let wrong = about.counts.wrong;
    if wrong > 0 && !only_right {
        return Err(Refusal::new("import-rows-wrong").with("n", wrong.to_string()).into());
    }
    if about.counts.writable() == 0 {
        return Err(Refusal::new("import-nothing-to-do").into());
    }
    Ok(())
}

async fn enter_now(
    app: &App,
    actor: Actor,
    staged: Staged,
    only_right: bool,
    words: &Words,
    busy: &Busy,
) -> Result<()> {
    let ctx = app.context(actor);
    // The record may have changed since the report: rows are judged by what is there now.
    let mut whole = judged(&ctx, &staged, words, true, &busy.under).await?;
    let before = about(&staged)?;
    let now = About { counts: whole.judged.counts, trouble: None, ..before.clone() };
    if now.counts != before.counts || may_enter(&now, only_right).is_err() {
        let changed = About { trouble: Some("changed".to_owned()), ..now };
        return write_report(&ctx, staged, changed, &whole.judged).await;
    }
    let deeds = std::mem::take(&mut whole.judged.deeds);
    busy.under.begin(Phase::Preparing, deeds.len());
    let change = change(&ctx, &staged, &now, whole.passages.text, whole.file, deeds, busy).await;
    let written = match change {
        Ok(change) => {
            busy.under.begin(Phase::Writing, change.appends.len());
            ctx.commit(&change).await
        }
        Err(error) => Err(error),
    };
    finish(&ctx, staged, now, &whole.judged, written).await
}

/// Notes what became of it.
async fn finish(
    ctx: &Context<'_>,
    staged: Staged,
    about: About,
    judged: &Judged,
    written: Result<()>,
) -> Result<()> {
    let trouble = match &written {
        Ok(()) => None,
        // Another process entered it, or somebody changed one of its things.
        Err(AppError::Stale | AppError::Exists(_)) if is_written(ctx, staged.id).await? => None,
        Err(AppError::Stale | AppError::Exists(_)) => Some("changed"),
        Err(AppError::Full) => Some("full"),
        Err(AppError::Unavailable | AppError::Uncertain) => Some("unavailable"),
        Err(_) => Some("internal"),
    };
    if let Some(trouble) = trouble {
        let about = About { trouble: Some(trouble.to_owned()), ..about };
        write_report(ctx, staged, about, judged).await?;
        return match written {
            Err(error @ AppError::Internal { .. }) => Err(error),
            _ => Ok(()),
        };
    }
    let done = Staged {
        state: "written".to_owned(),
        about: json(&about)?,
        revision: staged.revision + 1,
        written_at: ctx.now,
        ..staged
    };
    ctx.store().restage(&done).await?;
    Ok(())
}

/// Everything that is written: the table as a source with its file, and what its rows come to.
async fn change(
    ctx: &Context<'_>,
    staged: &Staged,
    about: &About,
    text: String,
    file: Vec<u8>,
    deeds: Vec<Deed>,
    busy: &Busy,
) -> Result<Change> {
    let id = SourceId::new(staged.id.uuid());
    let event = source::Event::Added {
        description: about.description.clone(),
        text: Hash::of(text.as_bytes()),
        fingerprint: fingerprint(&text),
        review: false,
    };
    let mut growing = Growing::<Source>::new(id.into());
    growing.push(ctx, &event, Grounds::TODAY)?;
    let known_on = growing.state()?.known_on();
    let mut change = Change {
        appends: vec![growing.finish(ctx)?],
        blobs: vec![(Hash::of(text.as_bytes()), text.into_bytes()), (about.sha256, file)],
        watched: Some(Arc::clone(&busy.under.done)),
        ..Change::default()
    };
    for (at, deed) in deeds.into_iter().enumerate() {
        if at % TURN == 0 {
            busy.under.at(at);
            tokio::task::yield_now().await;
        }
        let grounds = Grounds { valid_from: deed.valid_from, ..Grounds::source(id, known_on) };
        change.appends.push(match &deed.event {
            Event::Observation(event) => grown::<Observation>(ctx, &deed, event, grounds).await?,
            Event::Commitment(event) => grown::<Commitment>(ctx, &deed, event, grounds).await?,
            Event::Party(event) => grown::<Party>(ctx, &deed, event, grounds).await?,
        });
    }
    Ok(change)
}

async fn grown<A: Aggregate>(
    ctx: &Context<'_>,
    deed: &Deed,
    event: &A::Event,
    grounds: Grounds,
) -> Result<Append> {
    let mut growing = if deed.grows {
        Growing::<A>::load(ctx, deed.stream).await?
    } else {
        Growing::<A>::new(deed.stream)
    };
    growing.push(ctx, event, grounds)?;
    growing.finish(ctx)
}
