//! What is done with a call: it is given to a second person, published, its places confirmed, moved after an outage,
//! cancelled. A step and the moves of places that belong to it are one transaction.

use std::collections::BTreeMap;

use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, MoveId, QuotaLineId, StreamId};
use kelisim_domain::journal::Hash;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::call::{Call, Event, Outage, Seated, Take, moves};
use kelisim_domain::quota::{self, Account, Move, QuotaLine};
use kelisim_domain::text::{Language, Text4};
use kelisim_store::notice::Notice;
use kelisim_store::{Append, Change};
use serde::{Deserialize, Serialize};

use super::draft::load;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::directory;
use crate::notice::{Told, officers};
use crate::typed::{TITLES, Typed};
use crate::{AppError, Result};

/// How often a step is tried again when other hands were faster on a line. Each try that fails is one of theirs that was
/// kept.
pub(super) const TRIES: usize = 400;

/// Why something published changes, in the four languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields in four languages; the forms say what they are")]
pub struct SubmitForm {
    pub title_kk: String,
    pub title_ky: String,
    pub title_ru: String,
    pub title_en: String,
}

/// As [`SubmitForm`].
pub type CancelForm = SubmitForm;

impl SubmitForm {
    /// What everybody is told, in all four languages.
    fn told(&self, typed: &mut Typed, language: Language) -> Option<Text4> {
        let given = [&self.title_kk, &self.title_ky, &self.title_ru, &self.title_en];
        let text = typed.four(language, TITLES, given.map(String::as_str))?;
        let mut whole = true;
        for (own, field) in Language::ALL.iter().zip(TITLES) {
            if text.get(*own).is_none() {
                typed.refuse(Refusal::of(field, "text-empty"));
                whole = false;
            }
        }
        whole.then_some(text)
    }
}

/// Gives a draft to a second person. An amendment says why, in four languages.
///
/// # Errors
/// Everything the draft still lacks; `call-line-not-enough`; `call-being-checked`; [`AppError::Stale`].
pub async fn submit(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    language: Language,
    form: &SubmitForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let call = growing.state()?;
    let mut typed = Typed::default();
    let draft = call.draft.as_ref().ok_or(Refusal::new("call-no-draft"))?;
    for missing in draft.terms.missing() {
        typed.refuse(missing);
    }
    for (line, places) in draft.terms.by_line() {
        let own = Growing::<QuotaLine>::load(ctx, line.into()).await?;
        let (released, seated) = call.held(line);
        let there = own.state()?.balances.get(Account::Confirmed) + released + seated;
        if places > there {
            typed.refuse(
                Refusal::of("seats", "call-line-not-enough")
                    .with("asked", places.to_string())
                    .with("there", there.to_string()),
            );
        }
    }
    let why = if call.editions.is_empty() {
        Some(None)
    } else {
        form.told(&mut typed, language).map(Some)
    };
    let why = typed.all1(why)?;
    let title = draft.terms.title.clone();
    // None of those who wrote it can publish it.
    let mut to = officers(ctx, call.description.registry).await?;
    to.retain(|user| !draft.by.contains(user));
    let told = Told { to, subject: Subject::CallToCheck, title: &title };
    growing.record_and_tell(ctx, &Event::Submitted { why }, About::TODAY, told).await
}

/// Gives a draft back to whoever wrote it.
///
/// # Errors
/// `call-not-submitted`; [`AppError::Stale`].
pub async fn give_back(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    language: Language,
    why: &str,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let why = typed.text("why", language, why);
    let why = typed.all1(why)?;
    let draft = growing.state()?.draft.clone().ok_or(Refusal::new("call-not-submitted"))?;
    let to = draft.by.into_iter().collect();
    let told = Told { to, subject: Subject::CallReturned, title: &draft.terms.title };
    growing.record_and_tell(ctx, &Event::Returned { why }, About::TODAY, told).await
}

/// Throws the draft of an amendment away.
///
/// # Errors
/// `call-no-amendment`; [`AppError::Stale`].
pub async fn drop(ctx: &Context<'_>, id: CallId, version: i64) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    growing.record(ctx, &Event::Dropped, About::TODAY).await
}

/// Publishes what a second person checked: the terms with this hash. Their places are taken out of the quota lines in the
/// same transaction.
///
/// # Errors
/// `call-own-draft` for whoever wrote it; `call-other-terms`; `quota-not-enough` when places are gone meanwhile;
/// [`AppError::Stale`].
pub async fn publish(ctx: &Context<'_>, id: CallId, version: i64, hash: &str) -> Result<()> {
    let hash = Hash::from_hex(hash.trim()).ok_or(Refusal::new("call-other-terms"))?;
    step(ctx, id, version, &Event::Published { hash }).await
}

/// What is typed when a host confirms places.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeatedForm {
    /// The number of the seat.
    pub seat: String,
    /// How many places.
    pub places: String,
}

/// A host confirmed places.
///
/// # Errors
/// `call-no-such-seat`, `call-seat-range`; [`AppError::Stale`].
pub async fn seated(ctx: &Context<'_>, id: CallId, version: i64, form: &SeatedForm) -> Result<()> {
    let mut typed = Typed::default();
    let seat = form.seat.trim().parse::<u32>().map_err(|_| Refusal::new("call-no-such-seat"));
    let seat = typed.take("seat", seat);
    let places = form.places.trim().parse::<u64>();
    let places = typed.take("places", places.map_err(|_| Refusal::new("call-places-form")));
    load(ctx, id, version).await?;
    let (seat, places) = typed.all1(seat.zip(places))?;
    step(ctx, id, version, &Event::Seated { seated: Seated { seat, places } }).await
}

/// What is typed about an outage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OutageForm {
    /// Day and time by the clocks of the zone.
    pub from: String,
    /// Day and time.
    pub to: String,
}

/// Notes that the service could not be reached: the close moves for everybody as the published rule says.
///
/// # Errors
/// `call-time-form`, `call-time-ambiguous`, `call-outage-not-covered`, `call-outage-ahead`; [`AppError::Stale`].
pub async fn outage(ctx: &Context<'_>, id: CallId, version: i64, form: &OutageForm) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let zone = growing.state()?.shown().map(|terms| terms.zone.clone());
    let zone = zone.ok_or(Refusal::new("call-not-published"))?;
    let mut typed = Typed::default();
    let mut at = |field: &'static str, text: &str| {
        let form = |_| Refusal::new("call-time-form").with("text", text.trim());
        typed.take(field, zone.read(text).map_err(form))
    };
    let (from, to) = (at("from", &form.from), at("to", &form.to));
    let (from, to) = typed.all1(from.zip(to))?;
    growing.record(ctx, &Event::OutageNoted { outage: Outage { from, to } }, About::TODAY).await
}

/// Cancels a call. Its places go back to where they came from in the same transaction.
///
/// # Errors
/// `call-is-cancelled`; `text-empty` where a language is missing; [`AppError::Stale`].
pub async fn cancel(
    ctx: &Context<'_>,
    id: CallId,
    version: i64,
    language: Language,
    form: &CancelForm,
) -> Result<()> {
    load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let why = form.told(&mut typed, language);
    let why = typed.all1(why)?;
    step(ctx, id, version, &Event::Cancelled { why }).await
}

/// One step of a call with the moves of places that belong to it, all of it or nothing.
///
/// The step was made from a form of `version` of the call; nobody names a version of a line. When another hand was faster
/// on a line it is read anew and the rules are asked again, so that the last place has one taker.
async fn step(ctx: &Context<'_>, id: CallId, version: i64, event: &Event) -> Result<()> {
    for _ in 0..TRIES {
        let mut growing = load(ctx, id, version).await?;
        let before = growing.state()?.clone();
        growing.push(ctx, event, About::TODAY)?;
        let takes = moves(Some(&before), growing.state()?);
        let notices = published(ctx, &before, event, growing.version())?;
        let mut appends = vec![growing.finish(ctx)?];
        appends.extend(moved(ctx, &before, takes).await?);
        // Streams are written in the order of their ids, so that two steps never wait for one another in a circle.
        appends.sort_by_key(|append| append.stream.stream);
        match ctx.commit(&Change { appends, notices, ..Change::default() }).await {
            Err(AppError::Stale) => {}
            other => return other,
        }
    }
    Err(AppError::Stale)
}

/// Whoever wrote a call is told that it is published.
fn published(ctx: &Context<'_>, before: &Call, event: &Event, version: i64) -> Result<Vec<Notice>> {
    let (Event::Published { .. }, Some(draft)) = (event, &before.draft) else {
        return Ok(Vec::new());
    };
    let to = draft.by.iter().copied().collect();
    let told = Told { to, subject: Subject::CallPublished, title: &draft.terms.title };
    told.of::<Call>(ctx, before.id.into(), version)
}

/// The lines with the moves of a step booked.
pub(super) async fn moved(ctx: &Context<'_>, call: &Call, takes: Vec<Take>) -> Result<Vec<Append>> {
    let mut by_line: BTreeMap<QuotaLineId, Vec<Take>> = BTreeMap::new();
    for take in takes {
        by_line.entry(take.line).or_default().push(take);
    }
    let names = directory(ctx).await?;
    let same = &names.same;
    let mut appends = Vec::new();
    for (line, takes) in by_line {
        let mut growing = Growing::<QuotaLine>::load(ctx, line.into()).await?;
        let (own, of) = (&call.description, &growing.state()?.description);
        if own.registry != of.registry || !same.is_one(&own.partner, &of.partner) {
            return Err(Refusal::of("line", "call-line-apart").into());
        }
        for (n, take) in takes.into_iter().enumerate() {
            let name = format!("{}/{}/{line}/{n}", call.id, call.version + 1);
            let step = Move {
                id: MoveId::new(StreamId::named("call-move", &name).uuid()),
                from: take.from,
                to: take.to,
                places: take.places,
                on: ctx.today(),
                reason: take.reason,
                other: None,
                quotation: None,
                note: None,
                call: Some(call.id),
                placement: None,
            };
            growing.push(ctx, &quota::Event::Moved { step }, About::TODAY)?;
        }
        appends.push(growing.finish(ctx)?);
    }
    Ok(appends)
}
