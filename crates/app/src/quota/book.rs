//! Opening a line and booking moves.
//!
//! A booking does not name the version it was made from: whoever takes a place does not mind who took the one before.
//! When another hand was faster the line is read anew and the rules are asked again, so that the last place has one
//! taker and everybody else is told that none is left.

use jiff::civil::Date;
use kelisim_domain::Refusal;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::id::{CommitmentId, MoveId, QuotaLineId, StreamId};
use kelisim_domain::quota::{
    Account, Description, Event, LineShown, Move, Pledge, Programme, QuotaLine, Reason, reasons,
};
use kelisim_domain::text::Language;
use kelisim_domain::topic::Channel;
use kelisim_store::reading::Kind;
use kelisim_store::{Append, Change};
use serde::{Deserialize, Serialize};

use super::one;
use crate::access::Action;
use crate::commitment::named;
use crate::context::{Context, Known};
use crate::growing::{About, Growing};
use crate::lookup::latest;
use crate::observation::cited_in;
use crate::typed::{Typed, read_day};
use crate::{AppError, Result};

/// How often a booking is tried again when other hands were faster. Each try that fails is one of theirs that was kept.
const TRIES: usize = 400;

/// What is typed to open a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OpenForm {
    /// Id of the commitment it rests on.
    pub commitment: String,
    /// The period.
    pub period: String,
    /// Code of the channel.
    pub channel: String,
    /// Code of the programme.
    pub programme: String,
    /// Only for this specialty; empty for all.
    pub specialty: String,
    /// Only at this host; empty for all.
    pub host: String,
    /// Only for people of this region; empty for all.
    pub region: String,
    /// How many places the passage names.
    pub places: String,
    /// Id of the source.
    pub source: String,
    /// The passage.
    pub passage: String,
    /// A remark.
    pub note: String,
}

/// Opens a line with the places a passage names. `id` is made with the form, so that sending it twice opens it once.
///
/// Rule: a line rests on a promise; talks and plans give no places to count.
///
/// # Errors
/// Each field that does not fit; `quota-on-talks`, `quota-line-exists`.
pub async fn open(
    ctx: &Context<'_>,
    id: QuotaLineId,
    language: Language,
    form: &OpenForm,
) -> Result<()> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    let mut typed = Typed::default();
    let commitment = named(ctx, &mut typed, registry, "commitment", &form.commitment).await?;
    let commitment = match commitment {
        Some(None) => typed.take("commitment", Err(Refusal::new("commitment-unknown"))),
        Some(Some(id)) => promise(ctx, &mut typed, id).await?,
        None => None,
    };
    let period = typed.date("period", &form.period);
    let channel = Channel::from_code(&form.channel).ok_or(Refusal::new("channel-unknown"));
    let channel = typed.take("channel", channel);
    let programme = Programme::from_code(&form.programme).ok_or(Refusal::new("topic-unknown"));
    let programme = typed.take("programme", programme);
    let specialty = typed.optional_text("specialty", language, &form.specialty);
    let host = typed.optional_text("host", language, &form.host);
    let region = typed.optional_text("region", language, &form.region);
    let places = places(&mut typed, &form.places);
    let note = typed.optional_text("note", language, &form.note);
    let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
    let event = (|| {
        let commitment = commitment?;
        let (quotation, on) = cited?;
        let description = Description {
            registry,
            partner: commitment.description.partner,
            commitment: commitment.id,
            period: period?,
            channel: channel?,
            programme: programme?,
            specialty: specialty?,
            host: host?,
            region: region?,
        };
        // A source may be dated ahead of its own publication by a slip; places are there from today at the latest.
        let on = on.min(ctx.today());
        let pledge =
            Pledge { id: MoveId::new(id.uuid()), places: places?, on, quotation, note: note? };
        Some(Event::Opened { description, pledge })
    })();
    let event = typed.all1(event)?;
    let growing = Growing::<QuotaLine>::new(id.into());
    match growing.record(ctx, &event, about(&event)).await {
        Err(AppError::Stale) if own(ctx, id.into()).await? => Ok(()),
        Err(AppError::Exists(_)) => Err(Refusal::new("quota-line-exists").into()),
        other => other,
    }
}

/// The commitment a line rests on, or a note that its words are no promise.
async fn promise(
    ctx: &Context<'_>,
    typed: &mut Typed,
    id: CommitmentId,
) -> Result<Option<Commitment>> {
    let commitment: Commitment = latest(ctx, Kind::Commitment, id.uuid()).await?;
    let counts = commitment.latest().stage.is_promise();
    let read = if counts { Ok(commitment) } else { Err(Refusal::new("quota-on-talks")) };
    Ok(typed.take("commitment", read))
}

pub(crate) fn places(typed: &mut Typed, text: &str) -> Option<u64> {
    let figure = typed.figure("places", text)?;
    let whole = figure.as_whole().ok_or_else(|| {
        Refusal::new("quota-places-range").with("most", QuotaLine::MOST.to_string())
    });
    typed.take("places", whole)
}

/// What is typed to book a move.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    /// From where to where, as [`step_code`] writes it; [`STATED`] for further places that a source names.
    pub step: String,
    /// How many places.
    pub places: String,
    /// The day it happened; today, when empty.
    pub on: String,
    /// Code of the reason; the only one the step can have, when empty.
    pub reason: String,
    /// Id of the line the places go to; only when they leave this one.
    pub other: String,
    /// Id of the source; empty for none.
    pub source: String,
    /// The passage.
    pub passage: String,
    /// A remark.
    pub note: String,
}

/// The step of further places that a source names.
pub const STATED: &str = "stated-pledged";

/// A step as forms write it.
#[must_use]
pub fn step_code(from: Account, to: Account) -> String {
    format!("{}-{}", from.code(), to.code())
}

/// A move that was read, before the line is asked.
enum Wanted {
    Pledge(Pledge),
    Step(Move),
}

/// Books a move. `id` is made with the form, so that sending it twice books it once.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's line; each field that does not fit; the rule's refusal, such as
/// `quota-not-enough`; [`AppError::Stale`] when other hands were faster again and again.
pub async fn book(
    ctx: &Context<'_>,
    line: QuotaLineId,
    id: MoveId,
    language: Language,
    form: &MoveForm,
) -> Result<()> {
    let shown = load(ctx, line).await?;
    let wanted = read(ctx, &shown, id, language, form).await?;
    for _ in 0..TRIES {
        let mut growing = Growing::<QuotaLine>::load(ctx, line.into()).await?;
        if let Some(booked) = growing.state()?.booked(id) {
            let own = booked.actor.is_some() && booked.actor == ctx.user();
            return if own { Ok(()) } else { Err(Refusal::new("quota-booked-already").into()) };
        }
        let appends = match &wanted {
            Wanted::Pledge(pledge) => {
                let event = Event::Pledged { pledge: pledge.clone() };
                growing.push(ctx, &event, about(&event))?;
                vec![growing.finish(ctx)?]
            }
            Wanted::Step(step) => moved(ctx, growing, step).await?,
        };
        match commit(ctx, appends).await {
            Err(AppError::Stale) => {}
            other => return other,
        }
    }
    Err(AppError::Stale)
}

/// A move on its line, and on the line its places go to, where they leave this one.
async fn moved(
    ctx: &Context<'_>,
    mut growing: Growing<QuotaLine>,
    step: &Move,
) -> Result<Vec<Append>> {
    let event = Event::Moved { step: step.clone() };
    growing.push(ctx, &event, about(&event))?;
    let Some(to) = step.other else { return Ok(vec![growing.finish(ctx)?]) };
    let mut other = Growing::<QuotaLine>::load(ctx, to.into()).await?;
    growing.state()?.may_give(step.to, other.state()?)?;
    let Move { id, places, on, reason, .. } = *step;
    let event = Event::Received { id, line: growing.state()?.id, places, on, reason };
    other.push(ctx, &event, about(&event))?;
    Ok(vec![growing.finish(ctx)?, other.finish(ctx)?])
}

/// Loads a line of the actor's registry for a change.
async fn load(ctx: &Context<'_>, id: QuotaLineId) -> Result<LineShown> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: LineShown = latest(ctx, Kind::QuotaLine, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    Ok(shown)
}

/// Loads a line of the actor's registry for an entry made from a form of `version`.
pub(crate) async fn load_line(
    ctx: &Context<'_>,
    id: QuotaLineId,
    version: i64,
) -> Result<Growing<QuotaLine>> {
    load(ctx, id).await?;
    let growing = Growing::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

async fn read(
    ctx: &Context<'_>,
    line: &LineShown,
    id: MoveId,
    language: Language,
    form: &MoveForm,
) -> Result<Wanted> {
    let mut typed = Typed::default();
    let places = places(&mut typed, &form.places);
    let note = typed.optional_text("note", language, &form.note);
    let on = match form.on.trim() {
        "" => Some(ctx.today()),
        text => typed.take("on", read_day(text)),
    };
    if form.step == STATED {
        let cited = cited_in(ctx, &mut typed, &form.source, &form.passage).await?;
        let pledge = (|| {
            let (quotation, _) = cited?;
            Some(Pledge { id, places: places?, on: on?, quotation, note: note? })
        })();
        return typed.all1(pledge).map(Wanted::Pledge);
    }
    let quotation = if form.source.trim().is_empty() && form.passage.trim().is_empty() {
        Some(None)
    } else {
        cited_in(ctx, &mut typed, &form.source, &form.passage).await?.map(|(q, _)| Some(q))
    };
    let step = typed.take("step", read_step(&form.step));
    let reason = step.and_then(|step| typed.take("reason", read_reason(step, &form.reason)));
    let other = receiver(ctx, &mut typed, line, step, &form.other).await?;
    let step = (|| {
        let (from, to) = step?;
        Some(Move {
            id,
            from,
            to,
            places: places?,
            on: on?,
            reason: reason?,
            other: other?,
            quotation: quotation?,
            note: note?,
            call: None,
            placement: None,
        })
    })();
    typed.all1(step).map(Wanted::Step)
}

pub(crate) fn read_step(text: &str) -> std::result::Result<(Account, Account), Refusal> {
    let unknown = Refusal::new("quota-step-not-allowed");
    let (from, to) = text.split_once('-').ok_or(unknown.clone())?;
    let step = Account::from_code(from).zip(Account::from_code(to));
    step.filter(|(from, to)| !reasons(*from, *to).is_empty()).ok_or(unknown)
}

/// The reason typed; where none was chosen, the only one the step can have.
pub(crate) fn read_reason(
    (from, to): (Account, Account),
    text: &str,
) -> std::result::Result<Reason, Refusal> {
    match (text.trim(), reasons(from, to)) {
        ("", [only]) => Ok(*only),
        ("", _) => Err(Refusal::new("quota-reason-missing")),
        (code, _) => Reason::from_code(code).ok_or(Refusal::new("quota-reason-missing")),
    }
}

/// The line that places go to. What was chosen for a step that leaves places here does not count.
async fn receiver(
    ctx: &Context<'_>,
    typed: &mut Typed,
    line: &LineShown,
    step: Option<(Account, Account)>,
    text: &str,
) -> Result<Option<Option<QuotaLineId>>> {
    if step.is_none_or(|(_, to)| !to.leaves_line()) {
        return Ok(Some(None));
    }
    if let Ok(id) = text.trim().parse::<QuotaLineId>() {
        match one(ctx, id).await {
            Ok(other) if other.description.registry == line.description.registry => {
                return Ok(Some(Some(id)));
            }
            Ok(_) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    typed.refuse(Refusal::of("other", "quota-other-missing"));
    Ok(None)
}

/// What is typed to make a wrong booking good.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReverseForm {
    /// The version that booked it.
    #[serde(rename = "move")]
    pub booking: String,
    /// What was wrong.
    pub why: String,
}

/// Makes a wrong booking good by a counter-entry, on both lines where two took part. `id` is made with the form.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's line; `quota-no-such-move`, `quota-reversed-already`,
/// `quota-reversal-stays`, `quota-moved-on`; [`AppError::Stale`].
pub async fn reverse(
    ctx: &Context<'_>,
    line: QuotaLineId,
    id: MoveId,
    language: Language,
    form: &ReverseForm,
) -> Result<()> {
    load(ctx, line).await?;
    let mut typed = Typed::default();
    let version = form.booking.trim().parse::<i64>();
    let version = typed.take("move", version.map_err(|_| Refusal::new("quota-no-such-move")));
    let why = typed.text("why", language, &form.why);
    let (version, why) = typed.all1(version.zip(why))?;
    for _ in 0..TRIES {
        let mut growing = Growing::<QuotaLine>::load(ctx, line.into()).await?;
        if growing.state()?.booked(id).is_some() {
            return Ok(());
        }
        let wrong = growing.state()?.reversible(version)?.clone();
        let counter = |version| Event::Reversed { id, version, on: ctx.today(), why: why.clone() };
        growing.push(ctx, &counter(version), About::TODAY)?;
        let mut appends = vec![growing.finish(ctx)?];
        if let Some(other) = wrong.other {
            let mut other = Growing::<QuotaLine>::load(ctx, other.into()).await?;
            let twin = other.state()?.booked(wrong.id).map(|booked| booked.version);
            let twin = twin.ok_or(Refusal::of("move", "quota-no-such-move"))?;
            other.push(ctx, &counter(twin), About::TODAY)?;
            appends.push(other.finish(ctx)?);
        }
        match commit(ctx, appends).await {
            Err(AppError::Stale) => {}
            other => return other,
        }
    }
    Err(AppError::Stale)
}

/// Shows a line and its moves to everybody, or no longer.
///
/// Rule: a line is shown to everybody only beside its promise.
///
/// # Errors
/// `quota-promise-inner`, `published-already`, `not-published`; [`AppError::Stale`].
pub async fn publish(ctx: &Context<'_>, id: QuotaLineId, version: i64, public: bool) -> Result<()> {
    let shown = load(ctx, id).await?;
    let growing = Growing::<QuotaLine>::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    let of = shown.description.commitment.uuid();
    if public && !latest::<Commitment>(ctx, Kind::Commitment, of).await?.public {
        return Err(Refusal::new("quota-promise-inner").into());
    }
    let event = if public { Event::Published } else { Event::Unpublished };
    growing.record(ctx, &event, About::TODAY).await
}

/// Two lines are written in the order of their ids, whichever gives, so that two who write both never wait for one
/// another in a circle.
async fn commit(ctx: &Context<'_>, mut appends: Vec<Append>) -> Result<()> {
    appends.sort_by_key(|append| append.stream.stream);
    ctx.commit(&Change { appends, ..Change::default() }).await
}

/// Whether a stream with this id was begun by the actor: then the form was sent twice.
async fn own(ctx: &Context<'_>, stream: StreamId) -> Result<bool> {
    let entries = ctx.store().entries(stream).await?;
    Ok(entries.first().is_some_and(|e| e.new.actor.is_some() && e.new.actor == ctx.user()))
}

/// A move is known from the day it is booked, whatever its source: only moves made here are in the book.
fn about(event: &Event) -> About {
    let (on, quotation): (Option<Date>, _) = match event {
        Event::Opened { pledge, .. } | Event::Pledged { pledge } => {
            (Some(pledge.on), Some(&pledge.quotation))
        }
        Event::Moved { step } => (Some(step.on), step.quotation.as_ref()),
        Event::Received { on, .. } | Event::Reversed { on, .. } => (Some(*on), None),
        Event::LetterNoted { .. }
        | Event::LetterWithdrawn { .. }
        | Event::Published
        | Event::Unpublished => (None, None),
    };
    About {
        known: Known::Today,
        valid_from: on.map(Edtf::day),
        source: quotation.map(|quotation| quotation.source),
    }
}
