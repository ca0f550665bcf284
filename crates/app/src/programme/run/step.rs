//! The steps of a run. What a step does to the call and to the ledger is written with it in one transaction.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::call::{self, Call, PhaseKind, Seated, moves};
use kelisim_domain::programme::run::{
    As, Candidates, Checked, Computed, Differs, Event, File, Frozen, Revealed, Run, Stage, market,
};
use kelisim_domain::sheet::Sheet;
use kelisim_domain::text::Language;
use kelisim_store::{Append, Change};
use kelisim_verify::Evidence;
use serde::{Deserialize, Serialize};

use super::super::act::{TRIES, moved};
use super::gather::{self, GATHERED};
use super::long::beside_requests;
use super::table::{self, Headings};
use super::{answers, begin, begun, engine, list_of, load, tell};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{directory, kept};
use crate::typed::Typed;
use crate::under_way::{Phase, Under};
use crate::{AppError, Result};

/// The file of a list as it was chosen.
#[derive(Debug, Clone, Default)]
pub struct BroughtFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was read from it.
    pub sheets: Vec<Sheet>,
}

/// Brings a list of candidates. It counts once another person accepted it.
///
/// # Errors
/// What is wrong with the file, column by column and row by row; `run-table-hosts-rank`, `run-list-waits`, `run-list-same`, `run-is-frozen`;
/// [`AppError::Stale`].
pub async fn bring(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    headings: &Headings,
    file: BroughtFile,
) -> Result<()> {
    let (call, run) = load(ctx, id, version).await?;
    let call = call.state()?;
    let terms = call.terms().ok_or(Refusal::new("call-not-published"))?;
    if terms.hosts_rank {
        return Err(Refusal::new("run-table-hosts-rank").into());
    }
    if file.sheets.is_empty() {
        return Err(Refusal::of("file", "file-missing").into());
    }
    let list = table::read(&file.sheets, headings, terms).map_err(AppError::Refused)?;
    // The name under which the house's own lists stand is nobody's to choose.
    let name: String = file.name.chars().take(200).collect();
    let name = if name == GATHERED { format!("{GATHERED}-file") } else { name };
    let size = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
    let told = File { name, sha256: Hash::of(&file.bytes), size };
    brought(ctx, call, run, &list, told, file.bytes).await
}

/// Enters a list with what it came in, and what is otherwise than before.
pub(super) async fn brought(
    ctx: &Context<'_>,
    call: &Call,
    mut run: Growing<Run>,
    list: &Candidates,
    file: File,
    bytes: Vec<u8>,
) -> Result<()> {
    let before = match run.state().ok().and_then(Run::accepted) {
        Some(accepted) => Some(list_of(ctx, accepted).await?),
        None => None,
    };
    let differs = Differs::count(&list.since(before.as_ref()));
    let canonical = list.canonical()?;
    let hash = Hash::of(canonical.as_bytes());
    let sha256 = file.sha256;
    begin(ctx, call, &mut run)?;
    let brought = Event::Brought {
        file,
        hash,
        candidates: u64::try_from(list.candidates.len()).unwrap_or(u64::MAX),
        differs,
    };
    run.push(ctx, &brought, About::TODAY)?;
    let mut blobs = vec![(hash, canonical.into_bytes())];
    if sha256 != hash {
        blobs.push((sha256, bytes));
    }
    let notices = tell::of(ctx, call, &run, &brought).await?;
    let appends = vec![run.finish(ctx)?];
    ctx.commit(&Change { appends, blobs, notices, ..Change::default() }).await
}

/// Accepts the list that waits, as it was seen.
///
/// # Errors
/// `run-own-list` for whoever brought it; `run-other-list`, `run-no-list-waits`; [`AppError::Stale`].
pub async fn accept(ctx: &Context<'_>, id: CallId, version: i64, hash: &str) -> Result<()> {
    let (_, run) = begun(ctx, id, version).await?;
    let hash = Hash::from_hex(hash.trim()).ok_or(Refusal::new("run-other-list"))?;
    let list = run.state()?.waiting().ok_or(Refusal::new("run-no-list-waits"))?.number;
    run.record(ctx, &Event::Accepted { list, hash }, About::TODAY).await
}

/// Puts the list that waits aside.
///
/// # Errors
/// `text-empty`, `run-no-list-waits`; [`AppError::Stale`].
pub async fn refuse(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    language: Language,
    why: &str,
) -> Result<()> {
    let (_, run) = begun(ctx, id, version).await?;
    let mut typed = Typed::default();
    let why = typed.text("why", language, why);
    let why = typed.all1(why)?;
    let list = run.state()?.waiting().ok_or(Refusal::new("run-no-list-waits"))?.number;
    run.record(ctx, &Event::Refused { list, why }, About::TODAY).await
}

/// What is typed when a side commits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CommitForm {
    /// Code of the side.
    pub party: String,
    /// SHA-256 of its value, in hexadecimal.
    pub sha256: String,
}

/// Enters what a side committed to.
///
/// # Errors
/// `run-no-such-side`, `run-committed-already`, `run-same-hand`, `run-hash-form`; [`AppError::Stale`].
pub async fn commit(ctx: &Context<'_>, id: CallId, version: i64, form: &CommitForm) -> Result<()> {
    let (_, run) = begun(ctx, id, version).await?;
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let sides = run.state()?.sides();
    let party = typed.party("party", &form.party).map(|party| names.written(&party, &sides));
    let sha256 = Hash::from_hex(form.sha256.trim()).ok_or(Refusal::new("run-hash-form"));
    let sha256 = typed.take("sha256", sha256);
    let (party, sha256) = typed.all1(party.zip(sha256))?;
    run.record(ctx, &Event::Committed { party, sha256 }, About::TODAY).await
}

/// Freezes a run: the terms, the confirmed places and the accepted candidates, by the hash of their canonical bytes.
///
/// # Errors
/// `run-no-list`, `run-list-waits`, `run-no-commitments`, `call-still-open`, `call-amendment-open`, `run-no-places`,
/// `run-not-ordered`, `answers-unsigned`, `answers-changed`, `run-list-outdated`, `review-window-open`, `review-objection-open`, `review-other-scores`, `run-rule-and-reserves`, `run-market-refused`; [`AppError::Stale`].
pub async fn freeze(ctx: &Context<'_>, id: CallId, version: i64) -> Result<()> {
    let (mut call, mut run) = begun(ctx, id, version).await?;
    let state = run.state()?;
    let list = state.accepted().ok_or(Refusal::new("run-no-list"))?.clone();
    let candidates = list_of(ctx, &list).await?;
    let terms = call.state()?.terms().ok_or(Refusal::new("call-not-published"))?.clone();
    for one in &candidates.candidates {
        one.check(&terms).map_err(|refusal| refusal.with("row", one.code.clone()))?;
    }
    let orders = answers::signed(ctx, call.state()?, Some(state)).await?;
    gather::fits(ctx, call.state()?, &list, &candidates, &orders).await?;
    let bytes = market::market(call.state()?, &candidates.candidates, &state.commitments)?;
    let trial = bytes.clone();
    beside("a trial of a market", move || engine::fits(&trial)).await??;
    let input = Hash::of(bytes.as_bytes());
    let edition = call.state()?.editions.last().ok_or(Refusal::new("call-not-published"))?;
    let frozen = Frozen {
        input,
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        edition: edition.number,
        terms: edition.hash,
        list: list.number,
        candidates: list.candidates,
        places: call.state()?.seated.values().sum(),
    };
    call.push(ctx, &call::Event::Frozen { input }, About::TODAY)?;
    run.push(ctx, &Event::Frozen { frozen }, About::TODAY)?;
    let appends = ordered(vec![call.finish(ctx)?, run.finish(ctx)?]);
    let blobs = vec![(input, bytes.into_bytes())];
    ctx.commit(&Change { appends, blobs, ..Change::default() }).await
}

/// Streams are written in the order of their ids, so that two steps never wait for one another in a circle.
fn ordered(mut appends: Vec<Append>) -> Vec<Append> {
    appends.sort_by_key(|append| append.stream.stream);
    appends
}

/// Long work beside the requests of others.
async fn beside<T: Send + 'static>(
    what: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| AppError::internal(what, error))
}

/// What is typed when a side tells its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RevealForm {
    /// Code of the side.
    pub party: String,
    /// The value, in hexadecimal.
    pub value: String,
}

/// Enters the value of a side.
///
/// # Errors
/// `run-value-form`, `run-value-other`, `run-revealed-already`, `run-not-frozen`; [`AppError::Stale`].
pub async fn reveal(ctx: &Context<'_>, id: CallId, version: i64, form: &RevealForm) -> Result<()> {
    let (_, run) = begun(ctx, id, version).await?;
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let sides = run.state()?.sides();
    let party = typed.party("party", &form.party).map(|party| names.written(&party, &sides));
    let party = typed.all1(party)?;
    let value = form.value.trim().to_lowercase();
    run.record(ctx, &Event::Revealed { party, value }, About::TODAY).await
}

/// A run whose places are to be given.
struct Due {
    call: Call,
    run: Growing<Run>,
    input: Vec<u8>,
    revealed: Vec<Revealed>,
}

/// The run of a form of `version`, with the file that was frozen.
async fn due(ctx: &Context<'_>, id: CallId, version: i64) -> Result<Due> {
    let (call, run) = begun(ctx, id, version).await?;
    let attempt = run.state()?.current().ok_or(Refusal::new("run-not-frozen"))?.clone();
    if run.state()?.stage() != Stage::Drawn {
        return Err(Refusal::new("run-not-drawn").into());
    }
    let input = kept(ctx, attempt.frozen.input).await?;
    Ok(Due { call: call.state()?.clone(), run, input, revealed: attempt.revealed })
}

/// Gives the places, makes the certificate and has it checked. A certificate that does not hold stops the way. The work
/// goes on when `patience` is over.
///
/// # Errors
/// `run-not-drawn`, `run-market-refused`; [`AppError::Stale`].
pub async fn compute(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    patience: Duration,
) -> Result<()> {
    let due = due(ctx, id, version).await?;
    beside_requests(ctx, id, patience, move |ctx, under| {
        Box::pin(async move { compute_now(&ctx, due, &under).await })
    })
    .await
}

/// Parts of the work: the places are given, the certificates are made, they are checked.
const PARTS: usize = 3;

async fn compute_now(ctx: &Context<'_>, due: Due, under: &Arc<Under>) -> Result<()> {
    let Due { call, mut run, input, revealed } = due;
    under.begin(Phase::Giving, PARTS);
    let told = Arc::clone(under);
    let work = move || {
        let answered = engine::answer(input.clone(), &revealed)?;
        told.go_on(Phase::Sealing, 1);
        let made = answered.made();
        told.go_on(Phase::Verifying, 2);
        let evidence = Evidence {
            market: vec![&input],
            result: Some(made.result.as_bytes()),
            ..Evidence::default()
        };
        let (checks, trouble) = engine::check(made.sealed.as_bytes(), &evidence);
        let public = Evidence { result: Some(made.result.as_bytes()), ..Evidence::default() };
        let (more, other) = engine::check(made.public.as_bytes(), &public);
        let checked = Checked { checks: checks + more, trouble: [trouble, other].concat() };
        Ok::<_, Refusal>((made, checked))
    };
    let (made, checked) = beside("computing a run", work).await??;
    under.go_on(Phase::Writing, PARTS);
    let given = given(&made)?;
    let blobs: Vec<(Hash, Vec<u8>)> = [made.sealed, made.public, made.result]
        .into_iter()
        .map(|text| (Hash::of(text.as_bytes()), text.into_bytes()))
        .collect();
    let [(certificate, _), (public, _), (result, _)] = blobs.as_slice() else {
        return Err(AppError::internal("computing a run", "three files are made"));
    };
    let computed = Computed {
        certificate: *certificate,
        public: *public,
        result: *result,
        placed: made.placed,
        stable: made.stable,
        given,
    };
    let event = Event::Computed { computed };
    run.push(ctx, &event, About::TODAY)?;
    run.push(ctx, &Event::Checked { checked }, About::TODAY)?;
    let notices = tell::of(ctx, &call, &run, &event).await?;
    let appends = vec![run.finish(ctx)?];
    ctx.commit(&Change { appends, blobs, notices, ..Change::default() }).await
}

/// How many places of each seat were given.
fn given(made: &engine::Made) -> Result<Vec<Seated>> {
    let mut given = BTreeMap::<u32, u64>::new();
    for (_, place) in &made.given {
        let seat = market::seat_of(place).ok_or(Refusal::new("call-no-such-seat"))?;
        *given.entry(seat).or_default() += 1;
    }
    Ok(given.into_iter().map(|(seat, places)| Seated { seat, places }).collect())
}

/// Signs the certificate.
///
/// # Errors
/// `run-own-signature`, `run-capacity-taken`, `run-check-failed`, `run-other-certificate`, `run-capacity-unknown`;
/// [`AppError::Stale`].
pub async fn sign(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    capacity: &str,
    certificate: &str,
) -> Result<()> {
    let (_, run) = begun(ctx, id, version).await?;
    let mut typed = Typed::default();
    let capacity = As::from_code(capacity).ok_or(Refusal::new("run-capacity-unknown"));
    let capacity = typed.take("as", capacity);
    let certificate = Hash::from_hex(certificate.trim());
    let certificate = certificate.ok_or(Refusal::new("run-other-certificate"));
    let certificate = typed.take("certificate", certificate);
    let (capacity, certificate) = typed.all1(capacity.zip(certificate))?;
    run.record(ctx, &Event::Signed { capacity, certificate }, About::TODAY).await
}

/// Releases the result: everybody sees it from this instant, and the places move in the ledger, in one transaction.
///
/// # Errors
/// `run-not-signed`, `run-too-early`; [`AppError::Stale`].
pub async fn release(ctx: &Context<'_>, id: CallId, version: i64) -> Result<()> {
    for _ in 0..TRIES {
        let (mut call, mut run) = begun(ctx, id, version).await?;
        let planned = planned(call.state()?).ok_or(Refusal::new("call-not-published"))?;
        let attempt = run.state()?.current().ok_or(Refusal::new("run-not-frozen"))?;
        let computed = &attempt.computed.as_ref().ok_or(Refusal::new("run-not-signed"))?.what;
        let (certificate, given) = (computed.certificate, computed.given.clone());
        let event = Event::Released { certificate, planned };
        run.push(ctx, &event, About::TODAY)?;
        let notices = tell::of(ctx, call.state()?, &run, &event).await?;
        let before = call.state()?.clone();
        call.push(ctx, &call::Event::Given { given }, About::TODAY)?;
        let takes = moves(Some(&before), call.state()?);
        let mut appends = vec![call.finish(ctx)?, run.finish(ctx)?];
        appends.extend(moved(ctx, &before, takes).await?);
        let change = Change { appends: ordered(appends), notices, ..Change::default() };
        match ctx.commit(&change).await {
            // Another hand was faster on a line, which nobody named a version of: the rules are asked again.
            Err(AppError::Stale) => {}
            other => return other,
        }
    }
    Err(AppError::Stale)
}

/// The instant at which the call announced its result.
pub(super) fn planned(call: &Call) -> Option<jiff::Timestamp> {
    call.terms()?.phase(PhaseKind::Result).map(|phase| phase.from)
}

/// Discards the run. It stays on record with the reason, and terms and candidates can change again.
///
/// # Errors
/// `text-empty`, `run-not-frozen`; [`AppError::Stale`].
pub async fn discard(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    language: Language,
    why: &str,
) -> Result<()> {
    let (mut call, mut run) = begun(ctx, id, version).await?;
    let mut typed = Typed::default();
    let why = typed.text("why", language, why);
    let why = typed.all1(why)?;
    run.push(ctx, &Event::Discarded { why }, About::TODAY)?;
    call.push(ctx, &call::Event::Thawed, About::TODAY)?;
    let appends = ordered(vec![call.finish(ctx)?, run.finish(ctx)?]);
    ctx.commit(&Change { appends, ..Change::default() }).await
}
