//! Writing: entries of placements together with the moves of their places, all of it or nothing.

use std::collections::BTreeMap;

use kelisim_domain::Refusal;
use kelisim_domain::id::{MoveId, PlacementId, QuotaLineId, StreamId};
use kelisim_domain::notice::Subject;
use kelisim_domain::paper::Why;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::{Event, Placement, moves};
use kelisim_domain::quota::{self, Move, QuotaLine};
use kelisim_store::Change;

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
pub(super) struct Lines(BTreeMap<QuotaLineId, Growing<QuotaLine>>);

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
        Ok(Self(lines))
    }

    /// Writes entries in their order. [`crate::AppError::Stale`] when another hand was faster on a placement or on a line.
    pub(super) async fn write(
        mut self,
        ctx: &Context<'_>,
        call: &Call,
        entries: Vec<Entry>,
    ) -> Result<()> {
        let mut change = Change::default();
        let mut moved: BTreeMap<QuotaLineId, ()> = BTreeMap::new();
        for entry in entries {
            let mut growing = Growing::<Placement>::load(ctx, entry.id.into()).await?;
            growing.at_version(entry.version)?;
            let before = growing.state().ok().cloned();
            growing.push(ctx, &entry.event, About::TODAY)?;
            let after = growing.state()?.clone();
            for (n, take) in moves(before.as_ref(), &after).into_iter().enumerate() {
                let line = self.0.get_mut(&take.line).ok_or(Refusal::new("call-no-such-seat"))?;
                let name = format!("{}/{}/{n}", entry.id, growing.version());
                let step = Move {
                    id: MoveId::new(StreamId::named("placement-move", &name).uuid()),
                    from: take.from,
                    to: take.to,
                    places: take.places,
                    on: ctx.today(),
                    reason: take.reason,
                    other: None,
                    quotation: None,
                    note: None,
                    call: Some(call.id),
                    placement: Some(entry.id),
                };
                line.push(ctx, &quota::Event::Moved { step }, About::TODAY)?;
                moved.insert(take.line, ());
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
        for (id, line) in self.0 {
            if moved.contains_key(&id) {
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
