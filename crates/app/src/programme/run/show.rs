//! What of a run is shown to whom: the whole to the house, the certificate to everybody, the own row to whoever holds it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use kelisim_allocation::explain::{self, Unmet};
use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, CallId, UserId};
use kelisim_domain::programme::application::Application;
use kelisim_domain::programme::call::Call;
pub use kelisim_domain::programme::run::Candidate;
use kelisim_domain::programme::run::{Attempt, Candidates, Change, Run, market};
use kelisim_store::reading::{DayCursor, Kind};
use kelisim_verify::Evidence;
use serde_json::Value;

use super::step::planned;
use super::{engine, list_of, looked_up, partner, people, seen};
use crate::access::Action;
use crate::context::Context;
use crate::lookup::{colleagues, kept, kept_json, last_day, latest, read_all};
use crate::programme::application::applicant;
use crate::under_way::Progress;
use crate::{AppError, Result};

/// The page of a run.
#[derive(Debug, Clone)]
pub struct Page {
    /// The call.
    pub call: Call,
    /// Its run; nothing before the first list was brought.
    pub run: Option<Run>,
    /// When the call announced its result.
    pub planned: Option<Timestamp>,
    /// Figures of the result, once it is computed.
    pub figures: Option<Figures>,
    /// Who did what, as far as the actor may know them.
    pub people: BTreeMap<UserId, String>,
    /// Whether the actor may hold what it was computed from.
    pub sealed: bool,
    /// How far the computing has come, while this process is at it.
    pub progress: Option<Progress>,
    /// What came of the last try to compute, when it came to nothing.
    pub trouble: Vec<Refusal>,
}

/// Figures of a result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Candidates.
    pub applicants: u64,
    /// Candidates with a place.
    pub placed: u64,
    /// Places.
    pub places: u64,
    /// Whether nobody would be taken where they would rather be.
    pub stable: bool,
    /// How many got their first, second, … choice; empty where that is not shown.
    pub by_rank: Vec<u64>,
    /// Seats, by their number.
    pub pools: Vec<Pool>,
    /// Seats whose figures are withheld because fewer than three compete.
    pub withheld: u64,
    /// Caps over several seats.
    pub quotas: Vec<Quota>,
}

/// Figures of a seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its number in the call.
    pub seat: u32,
    /// Places.
    pub capacity: u64,
    /// Candidates who ask and are accepted.
    pub competitors: u64,
    /// Places given.
    pub used: u64,
    /// Position of the last admitted, from 1.
    pub cutoff: Option<u64>,
    /// Whether somebody who would rather be there was refused; not known from the public certificate.
    pub binds: Option<bool>,
}

/// A cap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quota {
    /// Its name in the market.
    pub name: String,
    /// Seats under it.
    pub seats: Vec<u32>,
    /// The cap.
    pub cap: u64,
    /// Places given under it.
    pub used: u64,
    /// Whether it kept somebody out.
    pub binds: bool,
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or(0)
}

/// Figures of the result as the house sees them.
fn whole(result: &Value, market: &Value) -> Figures {
    let all = &result["statistics"]["all"];
    let mut pools: Vec<Pool> = result["programmes"]
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(name, value)| {
            Some(Pool {
                seat: market::seat_of(name)?,
                capacity: number(&value["capacity"]),
                competitors: number(&value["competitors"]),
                used: number(&value["used"]),
                cutoff: value["cutoff"]["position"].as_u64(),
                binds: value["binds"].as_bool(),
            })
        })
        .collect();
    pools.sort_by_key(|pool| pool.seat);
    let members: BTreeMap<&str, Vec<&str>> = market["quotas"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|quota| {
            let of = quota["members"].as_array()?.iter().filter_map(Value::as_str).collect();
            Some((quota["id"].as_str()?, of))
        })
        .collect();
    let quotas = result["quotas"].as_object().into_iter().flatten();
    Figures {
        applicants: number(&all["applicants"]),
        placed: number(&all["placed"]),
        places: pools.iter().map(|pool| pool.capacity).sum(),
        stable: result["stable"].as_bool().unwrap_or(false),
        by_rank: all["by_rank"].as_array().into_iter().flatten().map(number).collect(),
        withheld: 0,
        quotas: quotas
            .map(|(name, value)| Quota {
                seats: under(&members, name),
                cap: number(&value["cap"]),
                used: number(&value["used"]),
                binds: value["binds"].as_bool().unwrap_or(false),
                name: name.clone(),
            })
            .collect(),
        pools,
    }
}

/// The seats under a cap, through the caps under it.
fn under(members: &BTreeMap<&str, Vec<&str>>, name: &str) -> Vec<u32> {
    let mut seats = BTreeSet::new();
    let mut open = vec![name];
    while let Some(name) = open.pop() {
        match members.get(name) {
            Some(inside) => open.extend(inside),
            None => seats.extend(market::seat_of(name)),
        }
    }
    seats.into_iter().collect()
}

/// Figures as everybody sees them: those of the public certificate and no others.
fn certified(body: &Value) -> Figures {
    let totals = &body["totals"];
    let mut pools: Vec<Pool> = body["pools"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|value| {
            Some(Pool {
                seat: market::seat_of(value["place"].as_str()?)?,
                capacity: number(&value["capacity"]),
                competitors: number(&value["competitors"]),
                used: number(&value["used"]),
                cutoff: value["cutoff"].as_u64(),
                binds: None,
            })
        })
        .collect();
    pools.sort_by_key(|pool| pool.seat);
    Figures {
        applicants: number(&totals["applicants"]),
        placed: number(&totals["placed"]),
        places: number(&totals["places"]),
        stable: body["stable"].as_bool().unwrap_or(false),
        withheld: number(&body["pools_withheld"]),
        pools,
        ..Figures::default()
    }
}

/// The page of a run for people of the house.
///
/// # Errors
/// [`AppError::Forbidden`] for everybody else; [`AppError::NotFound`] for another registry's call.
pub async fn page(ctx: &Context<'_>, id: CallId) -> Result<Page> {
    let (call, run) = seen(ctx, id).await?;
    let computed =
        run.as_ref().and_then(Run::current).and_then(|a| Some((a, a.computed.as_ref()?)));
    let figures = match computed {
        Some((attempt, said)) => {
            let result = kept_json(ctx, said.what.result).await?;
            let market = kept_json(ctx, attempt.frozen.input).await?;
            Some(whole(&result, &market))
        }
        None => None,
    };
    let ids = run.as_ref().map(people).unwrap_or_default();
    Ok(Page {
        planned: planned(&call),
        people: colleagues(ctx, ids).await?,
        sealed: ctx.authorise(Action::ReadSealed).is_ok(),
        progress: ctx.app.under_way.progress(Run::of(id).uuid()),
        trouble: ctx.app.under_way.trouble(Run::of(id).uuid()),
        figures,
        call,
        run,
    })
}

/// Which candidates of the accepted list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Whose code begins so.
    pub code: String,
    /// Who ask for this seat.
    pub seat: Option<u32>,
    /// Of this region.
    pub region: Option<String>,
}

/// A candidate with what the run gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The candidate.
    pub candidate: Candidate,
    /// The seat, once the run is computed; the inner nothing for no place.
    pub given: Option<Option<u32>>,
}

/// A part of the list.
#[derive(Debug, Clone)]
pub struct List {
    /// The call.
    pub call: Call,
    /// The candidates, in the order of their codes.
    pub lines: Vec<Line>,
    /// How many fit in all.
    pub total: usize,
    /// The code behind which the list goes on.
    pub next: Option<String>,
}

/// Candidates of the accepted list, `limit` after a code. Only for the house: who asks for what is nobody else's.
///
/// # Errors
/// As [`page`].
pub async fn candidates(
    ctx: &Context<'_>,
    id: CallId,
    wanted: &Wanted,
    after: Option<&str>,
    limit: usize,
) -> Result<List> {
    let (call, run) = seen(ctx, id).await?;
    let accepted = run.as_ref().and_then(Run::accepted);
    let Some(accepted) = accepted else {
        return Ok(List { call, lines: Vec::new(), total: 0, next: None });
    };
    let list = list_of(ctx, accepted).await?;
    let current = run.as_ref().and_then(Run::current);
    let given = match current.and_then(|attempt| attempt.computed.as_ref()) {
        Some(said) => Some(kept_json::<Value>(ctx, said.what.result).await?),
        None => None,
    };
    let code = wanted.code.trim().to_uppercase();
    let fits = |one: &Candidate| {
        one.code.starts_with(&code)
            && wanted.seat.is_none_or(|seat| one.choices.contains(&seat))
            && wanted.region.as_ref().is_none_or(|region| one.region.as_ref() == Some(region))
    };
    let all: Vec<Candidate> = list.candidates.into_iter().filter(fits).collect();
    let total = all.len();
    let mut rest =
        all.into_iter().filter(|one| after.is_none_or(|after| one.code.as_str() > after));
    let lines: Vec<Line> = rest
        .by_ref()
        .take(limit)
        .map(|candidate| Line {
            given: given.as_ref().map(|result| {
                result["matching"][&candidate.code].as_str().and_then(market::seat_of)
            }),
            candidate,
        })
        .collect();
    let more = rest.next().is_some();
    let next = lines.last().filter(|_| more).map(|line| line.candidate.code.clone());
    Ok(List { call, lines, total, next })
}

/// What is otherwise in the list that waits than in the one accepted before, candidate by candidate.
///
/// # Errors
/// As [`candidates`]; [`AppError::NotFound`] when no list waits.
pub async fn changes(ctx: &Context<'_>, id: CallId) -> Result<Vec<Change>> {
    let (_, run) = seen(ctx, id).await?;
    let run = run.ok_or(AppError::NotFound)?;
    let new: Candidates = list_of(ctx, run.waiting().ok_or(AppError::NotFound)?).await?;
    let old = match run.accepted() {
        Some(list) => Some(list_of(ctx, list).await?),
        None => None,
    };
    Ok(new.since(old.as_ref()))
}

/// A file of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// The market: everything it was computed from.
    Market,
    /// The sealed certificate.
    Certificate,
    /// The result.
    Result,
}

/// A sealed file: for officers, auditors and, once it is released, the partner's ministry. Nothing before it is there.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever may not hold it; [`AppError::NotFound`] for another registry's or partner's call.
pub async fn file(ctx: &Context<'_>, id: CallId, which: File) -> Result<Option<Vec<u8>>> {
    ctx.authorise(Action::ReadSealed)?;
    let (_, run) = looked_up(ctx, id).await?;
    let run = run.as_ref();
    let attempt =
        if partner(ctx) { run.and_then(Run::released) } else { run.and_then(Run::current) };
    let Some(attempt) = attempt else { return Ok(None) };
    let computed = attempt.computed.as_ref().map(|said| &said.what);
    let hash = match which {
        File::Market => Some(attempt.frozen.input),
        File::Certificate => computed.map(|computed| computed.certificate),
        File::Result => computed.map(|computed| computed.result),
    };
    match hash {
        Some(hash) => kept(ctx, hash).await.map(Some),
        None => Ok(None),
    }
}

async fn answered(ctx: &Context<'_>, attempt: &Attempt) -> Result<engine::Answered> {
    let input = kept(ctx, attempt.frozen.input).await?;
    let revealed = attempt.revealed.clone();
    let work = move || engine::answer(input, &revealed);
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| AppError::internal("computing a run", error))??)
}

/// The row of one candidate, which an officer hands over: with it everybody can check the own place, and nobody another's. Nothing before the release and for an unknown code.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is no officer; [`AppError::NotFound`] for another registry's call.
pub async fn row(ctx: &Context<'_>, id: CallId, code: &str) -> Result<Option<String>> {
    ctx.authorise(Action::KeepRecord)?;
    let (_, run) = looked_up(ctx, id).await?;
    let Some(attempt) = run.as_ref().and_then(Run::released) else { return Ok(None) };
    Ok(answered(ctx, attempt).await?.row(code))
}

async fn released(ctx: &Context<'_>, id: CallId) -> Result<(Call, Run)> {
    let run: Run = latest(ctx, Kind::Run, Run::of(id).uuid()).await?;
    let run = run.published().ok_or(AppError::NotFound)?;
    let call: Call = latest(ctx, Kind::Call, id.uuid()).await?;
    Ok((call.published().ok_or(AppError::NotFound)?, run))
}

/// The result of a call as everybody sees it. Who asks makes no difference.
///
/// # Errors
/// [`AppError::NotFound`] before the release.
pub async fn public(ctx: &Context<'_>, id: CallId) -> Result<Page> {
    ctx.authorise_reading()?;
    let (call, run) = released(ctx, id).await?;
    let said = run.released().and_then(|attempt| attempt.computed.as_ref());
    let hash = said.ok_or(AppError::NotFound)?.what.public;
    let certificate: Value = kept_json(ctx, hash).await?;
    Ok(Page {
        planned: planned(&call),
        figures: Some(certified(&certificate["body"])),
        people: BTreeMap::new(),
        sealed: false,
        progress: None,
        trouble: Vec::new(),
        run: Some(run),
        call,
    })
}

/// The public certificate of a released run.
///
/// # Errors
/// As [`public`].
pub async fn public_certificate(ctx: &Context<'_>, id: CallId) -> Result<Vec<u8>> {
    ctx.authorise_reading()?;
    let (_, run) = released(ctx, id).await?;
    let said = run.released().and_then(|attempt| attempt.computed.as_ref());
    kept(ctx, said.ok_or(AppError::NotFound)?.what.public).await
}

/// Released runs, the latest first, as everybody sees them.
///
/// # Errors
/// When the store cannot be read.
pub async fn runs(ctx: &Context<'_>, after: Option<DayCursor>, limit: i64) -> Result<Vec<Run>> {
    ctx.authorise_reading()?;
    let bodies = ctx.store().runs(&Context::public_scope(), last_day(), after, limit).await?;
    let all: Vec<Run> = read_all(ctx, bodies).await?;
    Ok(all.into_iter().filter_map(|run| run.published()).collect())
}

/// Why one choice was not met. Nothing is said of another person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The seat that was wanted.
    pub seat: u32,
    /// Its position among the choices, from 1.
    pub rank: u64,
    /// Stable code of the reason.
    pub code: &'static str,
    /// Own position, that of the last admitted, and how many competed; nothing where fewer than three compete.
    pub positions: Option<(u64, u64, u64)>,
}

/// The answer to one candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The code.
    pub code: String,
    /// The seat given, and its position among the choices.
    pub given: Option<(u32, Option<u64>)>,
    /// Each choice better than the result, with one reason.
    pub unmet: Vec<Reason>,
}

/// Explains the result to whoever holds a row of it. The row is checked against the certificate first, without the engine.
///
/// # Errors
/// `row-missing`, `row-refused`; [`AppError::NotFound`] before the release.
pub async fn explained(ctx: &Context<'_>, id: CallId, row: &[u8]) -> Result<Explained> {
    let certificate = public_certificate(ctx, id).await?;
    if row.iter().all(u8::is_ascii_whitespace) {
        return Err(Refusal::of("row", "row-missing").into());
    }
    let evidence = Evidence { row: Some(row), ..Evidence::default() };
    let (_, trouble) = engine::check(&certificate, &evidence);
    let read: Option<Value> = serde_json::from_slice(row).ok();
    let code = read.as_ref().and_then(|row| row["applicant"].as_str());
    let Some(code) = code.filter(|_| trouble.is_empty()) else {
        return Err(Refusal::of("row", "row-refused").into());
    };
    let (_, run) = released(ctx, id).await?;
    let attempt = run.released().ok_or(AppError::NotFound)?;
    let said = answered(ctx, attempt).await?.explain(code).ok_or(AppError::NotFound)?;
    Ok(told(said))
}

fn told(said: explain::Explanation) -> Explained {
    let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let place = said.place.as_deref().and_then(market::seat_of);
    Explained {
        code: said.applicant,
        given: place.map(|seat| (seat, said.rank.map(wide))),
        unmet: said.unmet.iter().filter_map(reason).collect(),
    }
}

/// The own result of the applicant who asks, with the row file that shows it; nothing for whoever was no candidate.
///
/// # Errors
/// [`AppError::NotFound`] for another person's application and before the release; [`AppError::Forbidden`] for anybody but
/// an applicant.
pub async fn own(
    ctx: &Context<'_>,
    id: ApplicationId,
) -> Result<(Application, Call, Option<(Explained, String)>)> {
    let who = applicant(ctx)?.id;
    let it: Application = latest(ctx, Kind::Application, id.uuid()).await?;
    if it.description.applicant != who {
        return Err(AppError::NotFound);
    }
    let (call, run) = released(ctx, it.description.call).await?;
    let attempt = run.released().ok_or(AppError::NotFound)?;
    let all = answered(ctx, attempt).await?;
    let code = it.description.receipt.as_str();
    let own = all.explain(code).map(told).zip(all.row(code));
    Ok((it, call, own))
}

fn reason(unmet: &Unmet) -> Option<Reason> {
    let wide = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let positions = match &unmet.reason {
        explain::Reason::BelowCutoff { own: Some(own), last: Some(last), of: Some(of), .. } => {
            Some((wide(*own), wide(*last), wide(*of)))
        }
        _ => None,
    };
    Some(Reason {
        seat: market::seat_of(&unmet.place)?,
        rank: wide(unmet.rank),
        code: unmet.reason.code(),
        positions,
    })
}
