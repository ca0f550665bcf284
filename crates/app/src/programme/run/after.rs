//! What a released run says to what comes after it: who was given what, and who is next.

use kelisim_domain::id::CallId;
use kelisim_domain::programme::run::{Attempt, Candidate, Run, market};
use kelisim_store::reading::Kind;
use serde_json::Value;

use super::{engine, list_of};
use crate::context::Context;
use crate::lookup::{kept, kept_json, latest};
use crate::{AppError, Result};

/// Who was given which seat, in the order of the codes.
pub(in crate::programme) async fn matching(
    ctx: &Context<'_>,
    attempt: &Attempt,
) -> Result<Vec<(String, u32)>> {
    let computed = attempt.computed.as_ref().ok_or(AppError::NotFound)?;
    let result: Value = kept_json(ctx, computed.what.result).await?;
    let given = result["matching"].as_object().into_iter().flatten();
    let mut all: Vec<(String, u32)> = given
        .filter_map(|(code, place)| Some((code.clone(), market::seat_of(place.as_str()?)?)))
        .collect();
    all.sort();
    Ok(all)
}

/// The candidates of the list that was frozen for a run.
pub(in crate::programme) async fn frozen_candidates(
    ctx: &Context<'_>,
    call: CallId,
    attempt: &Attempt,
) -> Result<Vec<Candidate>> {
    let run: Run = latest(ctx, Kind::Run, Run::of(call).uuid()).await?;
    let list = run.lists.iter().find(|list| list.number == attempt.frozen.list);
    Ok(list_of(ctx, list.ok_or(AppError::NotFound)?).await?.candidates)
}

/// Who stands how after a run: candidates with the seats they have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::programme) struct Standing {
    /// Who keep what they have.
    pub(in crate::programme) staying: Vec<(String, u32)>,
    /// Who have a place and would take one they want more.
    pub(in crate::programme) wishing: Vec<(String, u32)>,
    /// Who take no part any more.
    pub(in crate::programme) out: Vec<String>,
}

/// Who gets another seat when what is left is given again by the rule of the run, in the order of the codes.
///
/// # Errors
/// `placement-waitlist-rule`, when the rule has no rounds on what is left.
pub(in crate::programme) async fn next_after(
    ctx: &Context<'_>,
    attempt: &Attempt,
    standing: Standing,
) -> Result<Vec<(String, u32)>> {
    let input = kept(ctx, attempt.frozen.input).await?;
    let revealed = attempt.revealed.clone();
    let work = move || engine::answer(input, &revealed)?.next(standing);
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| AppError::internal("computing who is next", error))??)
}
