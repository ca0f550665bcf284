//! The answers of the hosts: whom each takes, in which order where the call announced it, and the director's signature.
//!
//! Whom a host takes it says application by application; here that is put together host by host, ordered, and signed by a
//! second person of the host's side. Hosts see who named a seat of theirs where they order, and never at which choice.

use std::collections::{BTreeMap, BTreeSet};

use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, CallId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::application::Stage;
use kelisim_domain::programme::call::{Call, Terms};
use kelisim_domain::programme::run::{Answers, AtSeat, Event, Given, Run};
use kelisim_store::Change;

use super::{begin, of, tell};
use crate::access::Action;
use crate::context::{Actor, Context};
use crate::growing::{About, Growing};
use crate::lookup::{colleagues, kept_json};
use crate::programme::application::{BeforeHost, before_host, published};
use crate::{AppError, Result};

/// One who is nominated to a seat, as the host's side sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominee {
    /// The application.
    pub id: ApplicationId,
    /// The number of the receipt.
    pub receipt: String,
    /// The name in Latin letters.
    pub name: String,
}

/// What a host answers at a seat.
#[derive(Debug, Clone, Default)]
pub struct SeatAnswers {
    /// Whom it takes: in the order given last, and then those not yet ordered.
    pub accepted: Vec<Nominee>,
    /// How many of them, from the first, stand in an order that was given.
    pub ordered: usize,
    /// Whom it does not take.
    pub refused: Vec<Nominee>,
}

/// What a host answers.
#[derive(Debug, Clone)]
pub struct HostAnswers {
    /// The host.
    pub host: PartyCode,
    /// Its seats by their numbers.
    pub seats: BTreeMap<u32, SeatAnswers>,
    /// What it gave last.
    pub given: Option<Given>,
    /// Whether what it gave is still what its answers to the applications make.
    pub holds: bool,
}

/// The page of the answers of the hosts.
#[derive(Debug, Clone)]
pub struct AnswersPage {
    /// The call.
    pub call: Call,
    /// Whether hosts order those they take.
    pub ordered: bool,
    /// Hosts by their codes.
    pub hosts: Vec<HostAnswers>,
    /// How many applications wait for an answer of the host's side.
    pub waiting: usize,
    /// Whether the actor is of the host's side.
    pub hosts_side: bool,
    /// Whether a run is frozen, so that nothing changes any more.
    pub frozen: bool,
    /// Who gave and signed, as far as the actor may know them.
    pub people: BTreeMap<UserId, String>,
}

/// The call, and whether the actor is of its host's side; officers of the registry read.
async fn seen(ctx: &Context<'_>, id: CallId) -> Result<(Call, bool)> {
    let action = match super::partner(ctx) {
        true => Action::VerifyApplications,
        false => Action::CheckApplications,
    };
    ctx.authorise(action)?;
    let call = published(ctx, id).await?;
    let d = &call.description;
    ctx.authorise_on(action, d.registry, Some(&d.partner))?;
    if call.by_name() {
        return Err(AppError::NotFound);
    }
    Ok((call, action == Action::VerifyApplications))
}

fn terms(call: &Call) -> Result<&Terms> {
    call.terms().ok_or(AppError::NotFound)
}

/// What the host's side said application by application, put together host by host. In the order of the receipts.
fn said(call: &Call, terms: &Terms, people: &[BeforeHost]) -> BTreeMap<PartyCode, Answers> {
    let mut all: BTreeMap<PartyCode, Answers> = BTreeMap::new();
    for seat in &terms.seats {
        let of_host = all.entry(seat.what.host.clone()).or_insert_with(|| Answers {
            format: Answers::FORMAT.to_owned(),
            call: call.id,
            host: seat.what.host.clone(),
            ordered: terms.hosts_rank,
            seats: Vec::new(),
        });
        let (mut accepted, mut refused) = (Vec::new(), Vec::new());
        for one in people {
            // Where hosts do not order, nobody is told who named which seat.
            if terms.hosts_rank && !one.choices.contains(&seat.number) {
                continue;
            }
            let code = one.receipt.to_string();
            match one.stage {
                Stage::Verified if !one.refused.contains(&seat.number) => accepted.push(code),
                Stage::Verified | Stage::Refused => refused.push(code),
                _ => {}
            }
        }
        of_host.seats.push(AtSeat { seat: seat.number, accepted, refused });
    }
    for answers in all.values_mut() {
        answers.seats.sort_by_key(|at| at.seat);
    }
    all
}

/// The call, for whoever gives or signs the answers of its hosts.
async fn at_host(ctx: &Context<'_>, id: CallId) -> Result<Call> {
    match seen(ctx, id).await? {
        (call, true) => Ok(call),
        (_, false) => Err(AppError::Forbidden),
    }
}

/// The page: what each host answers, what it gave and who signed.
///
/// # Errors
/// [`AppError::NotFound`] for a call of another registry or partner, and for one that gives its places by name;
/// [`AppError::Forbidden`] for whoever is neither an officer nor of the host's side.
pub async fn answers(ctx: &Context<'_>, id: CallId) -> Result<AnswersPage> {
    let (call, hosts_side) = seen(ctx, id).await?;
    let run = of(ctx, id).await?;
    let people = before_host(ctx, &call).await?;
    let terms = terms(&call)?;
    let by_code: BTreeMap<&str, &BeforeHost> =
        people.iter().map(|one| (one.receipt.as_str(), one)).collect();
    let mut hosts = Vec::new();
    for (host, now) in said(&call, terms, &people) {
        let given = run.as_ref().and_then(|run| run.answers_of(&host)).cloned();
        let before = match &given {
            Some(given) => Some(kept_json::<Answers>(ctx, given.hash).await?),
            None => None,
        };
        let holds = before.as_ref().is_some_and(|before| before.covers(&now));
        let seats = now.seats.iter().map(|at| {
            (at.seat, shown(at, before.as_ref().and_then(|before| before.at(at.seat)), &by_code))
        });
        hosts.push(HostAnswers { seats: seats.collect(), host, given, holds });
    }
    let hands = hosts.iter().filter_map(|one| one.given.as_ref());
    let hands = hands.flat_map(|one| [one.given.actor, one.signed.and_then(|meta| meta.actor)]);
    let hands: Vec<UserId> = hands.flatten().collect();
    Ok(AnswersPage {
        ordered: terms.hosts_rank,
        waiting: waiting(&people),
        hosts_side,
        frozen: run.as_ref().and_then(Run::current).is_some(),
        people: colleagues(ctx, hands).await?,
        hosts,
        call,
    })
}

fn waiting(people: &[BeforeHost]) -> usize {
    people.iter().filter(|one| matches!(one.stage, Stage::Nominated | Stage::Returned)).count()
}

fn shown(
    at: &AtSeat,
    before: Option<&AtSeat>,
    by_code: &BTreeMap<&str, &BeforeHost>,
) -> SeatAnswers {
    let nominee = |code: &String| {
        let one = by_code.get(code.as_str())?;
        Some(Nominee { id: one.id, receipt: code.clone(), name: one.name.clone() })
    };
    let now: BTreeSet<&String> = at.accepted.iter().collect();
    let before = before.map_or(&[][..], |before| &before.accepted);
    let stood: Vec<&String> = before.iter().filter(|code| now.contains(code)).collect();
    let known: BTreeSet<&String> = stood.iter().copied().collect();
    let new = at.accepted.iter().filter(|code| !known.contains(code));
    SeatAnswers {
        ordered: stood.len(),
        accepted: stood.iter().copied().chain(new).filter_map(nominee).collect(),
        refused: at.refused.iter().filter_map(nominee).collect(),
    }
}

/// What is typed when a host gives its answers.
#[derive(Debug, Clone, Default)]
pub struct AnswersForm {
    /// Code of the host.
    pub host: String,
    /// Hash of what the host gave before, as the form showed it; empty for nothing.
    pub before: String,
    /// Where hosts order: the place as it was typed, by seat and receipt.
    pub places: BTreeMap<(u32, String), String>,
}

/// Gives the answers of a host, as its side said them application by application, in the order that was typed.
///
/// # Errors
/// `answers-open` while an application waits; each place that is missing, no number, out of range or there twice;
/// `answers-same`, `run-is-frozen`; [`AppError::Stale`] when others were given meanwhile; [`AppError::NotFound`] for
/// another partner's call and an unknown host.
pub async fn give_answers(ctx: &Context<'_>, id: CallId, form: &AnswersForm) -> Result<()> {
    let call = at_host(ctx, id).await?;
    let people = before_host(ctx, &call).await?;
    let mut all = said(&call, terms(&call)?, &people);
    let host: PartyCode = form.host.parse().map_err(|_| AppError::NotFound)?;
    let mut answers = all.remove(&host).ok_or(AppError::NotFound)?;
    match waiting(&people) {
        0 => {}
        open => return Err(Refusal::new("answers-open").with("count", open.to_string()).into()),
    }
    if answers.ordered {
        order(&mut answers, form)?;
    }
    let canonical = answers.canonical()?;
    let hash = Hash::of(canonical.as_bytes());
    let mut run = Growing::<Run>::load(ctx, Run::of(id).into()).await?;
    begin(ctx, &call, &mut run)?;
    let before = run.state()?.answers_of(&host).map(|given| given.hash.to_string());
    if before.unwrap_or_default() != form.before.trim() {
        return Err(AppError::Stale);
    }
    let event = Event::Answered { host, hash };
    run.push(ctx, &event, About::TODAY)?;
    let notices = tell::of(ctx, &call, &run, &event).await?;
    let change = Change {
        appends: vec![run.finish(ctx)?],
        blobs: vec![(hash, canonical.into_bytes())],
        notices,
        ..Change::default()
    };
    ctx.commit(&change).await
}

/// Everything that is wrong with the places is told at once.
fn order(answers: &mut Answers, form: &AnswersForm) -> Result<()> {
    let mut wrong = Vec::new();
    let seats: Vec<u32> = answers.seats.iter().map(|at| at.seat).collect();
    for seat in seats {
        let mut places = BTreeMap::new();
        let mut read = true;
        for ((_, code), text) in form.places.range((seat, String::new())..=(seat, TOP.to_owned())) {
            let text = text.trim();
            match text.parse::<u32>() {
                Ok(place) => drop(places.insert(code.clone(), place)),
                Err(_) if text.is_empty() => {}
                Err(_) => {
                    read = false;
                    let told = Refusal::new("answers-place-form")
                        .with("seat", seat.to_string())
                        .with("code", code.clone())
                        .with("text", text);
                    wrong.push(told);
                }
            }
        }
        if read {
            wrong.extend(answers.order(seat, &places).err());
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(AppError::Refused(wrong)) }
}

/// Behind every code: codes are Latin letters, digits and hyphens.
const TOP: &str = "~";

/// Signs the answers of a host as its director, as they were shown.
///
/// # Errors
/// `answers-none`, `answers-other`, `answers-own`, `answers-signed-already`, `run-is-frozen`; `answers-changed` when the
/// applications say something else by now; [`AppError::NotFound`] for another partner's call and an unknown host.
pub async fn sign_answers(ctx: &Context<'_>, id: CallId, host: &str, hash: &str) -> Result<()> {
    let call = at_host(ctx, id).await?;
    let host: PartyCode = host.parse().map_err(|_| AppError::NotFound)?;
    let now = said(&call, terms(&call)?, &before_host(ctx, &call).await?);
    let now = now.get(&host).ok_or(AppError::NotFound)?;
    let hash = Hash::from_hex(hash.trim()).ok_or(Refusal::new("answers-other"))?;
    let mut run = Growing::<Run>::load(ctx, Run::of(id).into()).await?;
    begin(ctx, &call, &mut run)?;
    let given = run.state()?.answers_of(&host).ok_or(Refusal::new("answers-none"))?.clone();
    let event = Event::AnswersSigned { host: host.clone(), hash };
    run.push(ctx, &event, About::TODAY)?;
    if !kept_json::<Answers>(ctx, given.hash).await?.covers(now) {
        return Err(changed(&host).into());
    }
    let notices = tell::of(ctx, &call, &run, &event).await?;
    let appends = vec![run.finish(ctx)?];
    ctx.commit(&Change { appends, notices, ..Change::default() }).await
}

fn changed(host: &PartyCode) -> Refusal {
    Refusal::new("answers-changed").with("host", host.as_str())
}

/// Codes of those a host takes at a seat, the one it wants most first, by the number of the seat.
pub(super) type Orders = BTreeMap<u32, Vec<String>>;

/// The orders the hosts signed, by seat, where the call has hosts order; nothing where it has not.
///
/// Rule: where hosts order, each host that takes somebody has signed what it answers now. Where they do not, an answer need
/// not be signed; what a director did sign is still what the host answers to everybody who stands.
///
/// # Errors
/// `answers-unsigned`, `answers-changed`.
pub(super) async fn signed(ctx: &Context<'_>, call: &Call, run: Option<&Run>) -> Result<Orders> {
    let terms = terms(call)?;
    let signed: Vec<&Given> = run
        .map(|run| run.answers.iter())
        .into_iter()
        .flatten()
        .filter(|given| given.signed.is_some())
        .collect();
    // Only officers open applications; to nobody else is anything assembled.
    let officer = matches!(&ctx.actor, Actor::User(user) if user.may(Action::CheckApplications));
    let asked = terms.hosts_rank || !signed.is_empty();
    if !(officer && asked) {
        return Ok(Orders::new());
    }
    let mut orders = Orders::new();
    for (host, now) in said(call, terms, &before_host(ctx, call).await?) {
        let Some(given) = signed.iter().find(|given| given.host == host) else {
            let nobody = now.seats.iter().all(|at| at.accepted.is_empty());
            if terms.hosts_rank && !nobody {
                return Err(Refusal::new("answers-unsigned").with("host", host.as_str()).into());
            }
            continue;
        };
        let answers: Answers = kept_json(ctx, given.hash).await?;
        if !answers.covers(&now) {
            return Err(changed(&host).into());
        }
        for now in &now.seats {
            let standing: BTreeSet<&String> = now.accepted.iter().collect();
            let given = answers.at(now.seat).map_or(&[][..], |given| &given.accepted);
            let order = given.iter().filter(|code| standing.contains(code)).cloned();
            orders.insert(now.seat, order.collect());
        }
    }
    Ok(if terms.hosts_rank { orders } else { Orders::new() })
}
