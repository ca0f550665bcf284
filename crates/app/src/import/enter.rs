//! Entering a checked table: everything in one transaction, or nothing.

use std::collections::HashMap;
use std::sync::Arc;

use kelisim_domain::Refusal;
use kelisim_domain::aggregate::Aggregate;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::{ImportId, SourceId, StreamId};
use kelisim_domain::instrument::Instrument;
use kelisim_domain::journal::Hash;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::Party;
use kelisim_domain::quota::QuotaLine;
use kelisim_domain::source::{self, Source, fingerprint};
use kelisim_store::work::Staged;
use kelisim_store::{Append, Change};

use super::judge::{Deed, Event, Judged};
use super::words::Words;
use super::{About, about, is_written, json, judged, load, write_report};
use crate::access::Action;
use crate::context::{Actor, App, Context, Known};
use crate::growing::{About as Grounds, Growing};
use crate::under_way::{Busy, Phase};
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
    let Some(busy) = ctx.app.under_way.begin(id.uuid()) else { return Ok(()) };
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
    let table = Grounds::source(id, known_on);
    for (at, (stream, deeds)) in streams(deeds).into_iter().enumerate() {
        if at % TURN == 0 {
            busy.under.at(at);
            tokio::task::yield_now().await;
        }
        let Some(first) = deeds.first() else { continue };
        change.appends.push(match first.event {
            Event::Observation(_) => grown::<Observation>(ctx, stream, deeds, table).await?,
            Event::Commitment(_) => grown::<Commitment>(ctx, stream, deeds, table).await?,
            Event::Party(_) => grown::<Party>(ctx, stream, deeds, table).await?,
            Event::Instrument(_) => grown::<Instrument>(ctx, stream, deeds, table).await?,
            // A move is known from the day it is booked, whatever its source.
            Event::Quota(_) => {
                let today = Grounds { known: Known::Today, ..table };
                grown::<QuotaLine>(ctx, stream, deeds, today).await?
            }
        });
    }
    Ok(change)
}

/// The deeds of each stream in the order of the rows. Streams that are there already come in the order of their ids, so
/// that two who write the same ones never wait for one another in a circle; new ones come behind them as the rows do.
fn streams(deeds: Vec<Deed>) -> Vec<(StreamId, Vec<Deed>)> {
    let mut at: HashMap<StreamId, usize> = HashMap::new();
    let mut streams: Vec<(StreamId, Vec<Deed>)> = Vec::new();
    for deed in deeds {
        let place = *at.entry(deed.stream).or_insert(streams.len());
        match streams.get_mut(place) {
            Some((_, deeds)) => deeds.push(deed),
            None => streams.push((deed.stream, vec![deed])),
        }
    }
    let grows = |deeds: &[Deed]| deeds.first().is_some_and(|deed| deed.grows);
    streams.sort_by_key(|(stream, deeds)| match grows(deeds) {
        true => (0, Some(*stream)),
        false => (1, None),
    });
    streams
}

/// An event of the kind that a stream has.
trait Of: Aggregate {
    fn of(event: Event) -> Option<Self::Event>;
}

macro_rules! of {
    ($($aggregate:ty = $variant:ident),* $(,)?) => {$(
        impl Of for $aggregate {
            fn of(event: Event) -> Option<Self::Event> {
                match event {
                    Event::$variant(event) => Some(*event),
                    _ => None,
                }
            }
        }
    )*};
}

of! {
    Observation = Observation,
    Commitment = Commitment,
    Party = Party,
    Instrument = Instrument,
    QuotaLine = Quota,
}

async fn grown<A: Of>(
    ctx: &Context<'_>,
    stream: StreamId,
    deeds: Vec<Deed>,
    grounds: Grounds,
) -> Result<Append> {
    let grows = deeds.first().is_some_and(|deed| deed.grows);
    let mut growing =
        if grows { Growing::<A>::load(ctx, stream).await? } else { Growing::<A>::new(stream) };
    for Deed { event, valid_from, .. } in deeds {
        let event = A::of(event);
        let event =
            event.ok_or_else(|| AppError::internal("entering a table", "two kinds in a stream"))?;
        growing.push(ctx, &event, Grounds { valid_from, ..grounds })?;
    }
    growing.finish(ctx)
}
