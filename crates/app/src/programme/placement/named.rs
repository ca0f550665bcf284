//! Giving places by name, where the call said that no run is made: of those nominated whom the host takes.

use std::collections::BTreeMap;

use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, CallId};
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::call::{Call, Event as CallEvent, Seated};
use kelisim_domain::programme::placement::{
    Event, Nominee, Offer, Origin, Place, Placement, Pool, Stage, may_name, pools,
};
use kelisim_domain::programme::run::Score;
use kelisim_domain::quota::Account;
use serde::{Deserialize, Serialize};

use super::offer::{OfferForm, description};
use super::write::{Entry, Lines};
use super::{all_of, settled};
use crate::access::Action;
use crate::context::Context;
use crate::growing::Growing;
use crate::programme::act::TRIES;
use crate::programme::application::verified;
use crate::programme::review::by_receipt;
use crate::typed::Typed;
use crate::{AppError, Result};

/// What is typed when places are given by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NameForm {
    /// Receipts, each with the number of a seat behind a stroke, with spaces between them.
    pub given: String,
    /// The deadline of the offers.
    #[serde(flatten)]
    pub offer: OfferForm,
}

/// Somebody who can be given a place by name, for officers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominated {
    /// The application.
    pub application: ApplicationId,
    /// The name in Latin letters.
    pub name: String,
    /// What the rule asks.
    pub nominee: Nominee,
}

/// Who can be given a place by name, and what there is.
#[derive(Debug, Clone)]
pub struct Named {
    /// The call.
    pub call: Call,
    /// The highest score first, where the call has criteria; else in the order of the receipts, which are drawn.
    pub nominated: Vec<Nominated>,
    /// Where the places of each seat are.
    pub pools: BTreeMap<u32, Pool>,
}

/// Whether somebody can be given a place: whoever has none and had none.
fn free(own: Option<&Placement>) -> bool {
    own.is_none_or(|it| matches!(it.stage, Stage::Asked | Stage::Refused))
}

async fn found(ctx: &Context<'_>, call: &Call, all: &[Placement]) -> Result<Vec<Nominated>> {
    ctx.authorise(Action::CheckApplications)?;
    let reviews = by_receipt(ctx, call.id).await?;
    let mut found = Vec::new();
    for one in verified(ctx, call.id).await? {
        let code = one.standing.receipt.to_string();
        if !free(all.iter().find(|it| it.description.code == code)) {
            continue;
        }
        let refused = &one.standing.refused;
        let wants = one.standing.choices.iter().zip(1..).map(|(seat, rank)| (*seat, rank));
        let score = reviews.get(&code).and_then(|review| review.settled(ctx.now));
        found.push(Nominated {
            application: one.id,
            name: one.name,
            nominee: Nominee {
                wants: wants.filter(|(seat, _)| !refused.contains(seat)).collect(),
                score: score.map(|outcome| outcome.total.clone()),
                people: one.people,
                code,
            },
        });
    }
    // Receipts come in their order, which the sorting keeps among equal scores.
    let points = |one: &Nominated| one.nominee.score.as_ref().map(Score::millionths);
    found.sort_by_key(|one| std::cmp::Reverse(points(one)));
    Ok(found)
}

/// Who can be given a place of a call by name.
///
/// # Errors
/// `call-by-run` for a call whose places a run gives; [`AppError::NotFound`] for another registry's.
pub async fn nominated(ctx: &Context<'_>, id: CallId) -> Result<Named> {
    let (call, _) = settled(ctx, id).await?;
    if !call.by_name() {
        return Err(Refusal::new("call-by-run").into());
    }
    let all = all_of(ctx, &call).await?;
    let nominated = found(ctx, &call, &all).await?;
    let pools = pools(&call, &all);
    Ok(Named { call, nominated, pools })
}

/// Reads `KG-1234/2 KG-5678/1`.
fn read(text: &str) -> std::result::Result<Vec<(String, u32)>, Refusal> {
    let pair = |word: &str| {
        let (code, seat) = word.rsplit_once('/')?;
        Some((code.to_owned(), seat.parse().ok()?))
    };
    let all: Option<Vec<(String, u32)>> = text.split_whitespace().map(pair).collect();
    match all {
        Some(all) if !all.is_empty() => Ok(all),
        Some(_) => Err(Refusal::new("placement-nobody-named")),
        None => Err(Refusal::new("placement-nominee-unknown").with("code", text.trim())),
    }
}

/// Gives places by name: each is offered at once, and moves in the ledger in the same transaction. How many offers.
///
/// # Errors
/// `call-by-run`, `call-still-open`; what the rule says of a nominee ([`may_name`]); `placement-seat-full`; each field of the
/// deadline that does not fit; [`AppError::NotFound`] for another registry's call; [`AppError::Stale`].
pub async fn name(ctx: &Context<'_>, id: CallId, form: &NameForm) -> Result<usize> {
    for _ in 0..TRIES {
        let (call, _) = settled(ctx, id).await?;
        let zone = call.terms().ok_or(Refusal::new("call-not-published"))?.zone.clone();
        let mut typed = Typed::default();
        let given = typed.take("given", read(&form.given));
        let offer = form.offer.read(&mut typed, &zone, ctx.now);
        let (given, offer) = typed.all1(given.zip(offer))?;
        let mut lines = Lines::load(ctx, &call).await?;
        let all = all_of(ctx, &call).await?;
        let found = found(ctx, &call, &all).await?;
        let nominees: Vec<Nominee> = found.into_iter().map(|one| one.nominee).collect();
        let scored = call.terms().is_some_and(|terms| !terms.criteria.is_empty());
        may_name(&nominees, &given, scored)?;
        let (entries, seats) = entries(&call, &all, (&nominees, &given), &offer)?;
        let growing = Growing::<Call>::load(ctx, id.into()).await?;
        growing.at_version(call.version)?;
        if !seats.is_empty() {
            let given = seats.iter().map(|(seat, places)| Seated { seat: *seat, places: *places });
            lines.step_of_call(ctx, growing, &CallEvent::Named { given: given.collect() })?;
        }
        match lines.write(ctx, &call, entries).await {
            Err(AppError::Stale) => {}
            other => return other.map(|()| given.len()),
        }
    }
    Err(AppError::Stale)
}

/// The entries of the placements, and how many places of each seat the call gives for the first time; the others came back.
fn entries(
    call: &Call,
    all: &[Placement],
    (nominees, given): (&[Nominee], &[(String, u32)]),
    offer: &Offer,
) -> Result<(Vec<Entry>, BTreeMap<u32, u64>)> {
    let terms = call.terms().ok_or(Refusal::new("call-not-published"))?;
    let (mut pools, mut seats) = (pools(call, all), BTreeMap::<u32, u64>::new());
    let mut entries = Vec::with_capacity(given.len());
    for (code, seat) in given {
        let nominee = nominees.iter().find(|one| one.code == *code).ok_or(AppError::NotFound)?;
        let item = terms.seats.iter().find(|own| own.number == *seat);
        let line = item.ok_or(Refusal::of("given", "call-no-such-seat"))?.what.line;
        let people = u64::from(nominee.people);
        let pool = pools.entry(*seat).or_default();
        let taken = if pool.left >= people {
            pool.left -= people;
            *seats.entry(*seat).or_default() += people;
            Account::Allocated
        } else if pool.returned >= people {
            pool.returned -= people;
            Account::Returned
        } else {
            return Err(Refusal::of("given", "placement-seat-full")
                .with("seat", seat.to_string())
                .with("there", pool.left.max(pool.returned).to_string())
                .with("asked", people.to_string())
                .into());
        };
        let place = Place {
            seat: *seat,
            line,
            rank: nominee.wants.get(seat).copied(),
            origin: Origin::Nomination,
            taken,
            people: nominee.people,
        };
        let own = all.iter().find(|it| it.description.code == *code);
        let event = match own {
            None => {
                let description = description(call, code);
                Event::Offered { description, place, offer: offer.clone() }
            }
            Some(_) => Event::Given { place, offer: Some(offer.clone()), paper: None },
        };
        entries.push(Entry {
            id: Placement::of(call.id, code),
            version: own.map_or(0, |it| it.version),
            event,
            subject: Subject::PlaceOffered,
        });
    }
    Ok((entries, seats))
}
