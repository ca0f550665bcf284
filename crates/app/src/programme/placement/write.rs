//! Writing: entries of placements together with the moves of their places, all of it or nothing.

use std::collections::{BTreeMap, BTreeSet};

use kelisim_domain::Refusal;
use kelisim_domain::id::{MoveId, PlacementId, QuotaLineId, StreamId};
use kelisim_domain::notice::Subject;
use kelisim_domain::paper::Why;
use kelisim_domain::programme::call::{self, Call, Event as CallEvent, Take};
use kelisim_domain::programme::placement::{Event, Placement, moves};
use kelisim_domain::quota::{self, Move, QuotaLine};
use kelisim_store::{Append, Change};

use super::told;
use crate::Result;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::paper;

/// One entry that is to be written.
pub(super) struct Entry {
    /// Whose.
    pub(super) id: PlacementId,
    /// The version the placement must have; 0 for one that does not exist yet.
    pub(super) version: i64,
    /// What happened.
    pub(super) event: Event,
    /// What people are told of it.
    pub(super) subject: Subject,
}

/// The quota lines of a call as they stand. Whoever decides by where the places are reads the lines first: another hand that
/// moves one of them meanwhile makes the write stale, and it is decided anew.
pub(super) struct Lines {
    lines: BTreeMap<QuotaLineId, Growing<QuotaLine>>,
    moved: BTreeSet<QuotaLineId>,
    /// What is written beside.
    beside: Vec<Append>,
}

impl Lines {
    /// Reads them.
    pub(super) async fn load(ctx: &Context<'_>, call: &Call) -> Result<Self> {
        let names = crate::lookup::directory(ctx).await?;
        let same = &names.same;
        let mut lines = BTreeMap::new();
        for line in call.lines() {
            let growing = Growing::<QuotaLine>::load(ctx, line.into()).await?;
            let (own, of) = (&call.description, &growing.state()?.description);
            if own.registry != of.registry || !same.is_one(&own.partner, &of.partner) {
                return Err(Refusal::of("line", "call-line-apart").into());
            }
            lines.insert(line, growing);
        }
        Ok(Self { lines, moved: BTreeSet::new(), beside: Vec::new() })
    }

    /// Books a move of the call, or of one of its placements.
    fn book(
        &mut self,
        ctx: &Context<'_>,
        call: &Call,
        (name, take, placement): (&str, Take, Option<PlacementId>),
    ) -> Result<()> {
        let line = self.lines.get_mut(&take.line).ok_or(Refusal::new("call-no-such-seat"))?;
        let family = if placement.is_some() { "placement-move" } else { "call-move" };
        let step = Move {
            id: MoveId::new(StreamId::named(family, name).uuid()),
            from: take.from,
            to: take.to,
            places: take.places,
            on: ctx.today(),
            reason: take.reason,
            other: None,
            quotation: None,
            note: None,
            call: Some(call.id),
            placement,
        };
        line.push(ctx, &quota::Event::Moved { step }, About::TODAY)?;
        self.moved.insert(take.line);
        Ok(())
    }

    /// A step of the call with the moves that belong to it; written together with the entries.
    pub(super) fn step_of_call(
        &mut self,
        ctx: &Context<'_>,
        mut call: Growing<Call>,
        event: &CallEvent,
    ) -> Result<()> {
        let before = call.state()?.clone();
        call.push(ctx, event, About::TODAY)?;
        let takes = call::moves(Some(&before), call.state()?);
        for (n, take) in takes.into_iter().enumerate() {
            let name = format!("{}/{}/{}/{n}", before.id, call.version(), take.line);
            self.book(ctx, &before, (&name, take, None))?;
        }
        self.beside.push(call.finish(ctx)?);
        Ok(())
    }

    /// Writes entries in their order. [`crate::AppError::Stale`] when another hand was faster on a placement or on a line.
    pub(super) async fn write(
        mut self,
        ctx: &Context<'_>,
        call: &Call,
        entries: Vec<Entry>,
    ) -> Result<()> {
        let beside = std::mem::take(&mut self.beside);
        let mut change = Change { appends: beside, ..Change::default() };
        for entry in entries {
            let mut growing = Growing::<Placement>::load(ctx, entry.id.into()).await?;
            growing.at_version(entry.version)?;
            let before = growing.state().ok().cloned();
            growing.push(ctx, &entry.event, About::TODAY)?;
            let after = growing.state()?.clone();
            for (n, take) in moves(before.as_ref(), &after).into_iter().enumerate() {
                let name = format!("{}/{}/{n}", entry.id, growing.version());
                self.book(ctx, call, (&name, take, Some(entry.id)))?;
            }
            if let Some(why) = ends_offer(before.as_ref(), &after)
                && let Some(own) = told::application(ctx, call, &after.description.code).await?
            {
                change.appends.extend(paper::offers_withdrawn(ctx, own.id, why).await?);
            }
            let version = growing.version();
            change.notices.extend(told::of(ctx, call, &after, entry.subject, version).await?);
            change.appends.push(growing.finish(ctx)?);
        }
        for (id, line) in self.lines {
            if self.moved.contains(&id) {
                change.appends.push(line.finish(ctx)?);
            }
        }
        // Streams are written in the order of their ids, so that two steps never wait for one another in a circle.
        change.appends.sort_by_key(|append| append.stream.stream);
        ctx.commit(&change).await
    }
}

/// Why a letter of offer holds no more after a step: the place came back, or another one was given.
fn ends_offer(before: Option<&Placement>, after: &Placement) -> Option<Why> {
    let before = before?;
    if before.holding().is_some() && after.holding().is_none() {
        return Some(Why::Revoked);
    }
    (before.given > 0 && after.given > before.given).then_some(Why::Replaced)
}
