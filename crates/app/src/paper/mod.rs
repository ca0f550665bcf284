//! Papers: what the house gives out signed, kept with its hash, shown again with the same bytes, and withdrawn.
//!
//! A paper is a Verifiable Credential; the printed form says what stands in it and nothing more. [`issue()`] makes one,
//! [`check()`] says what anybody may know of one. The key of the house is behind the port [`HouseKey`]: no use case sees
//! it.

mod check;
mod facts;
mod issue;
mod sign;

use std::collections::BTreeMap;

use jiff::Timestamp;
use kelisim_domain::id::{ApplicationId, CallId, StreamId, UserId};
use kelisim_domain::paper::{Event, Kept, Paper, PaperKind, PaperNumber, Why};
use kelisim_domain::token::Scope;
use kelisim_domain::user::Role;
use kelisim_store::Append;
use kelisim_store::reading::Kind;
use kelisim_verify::credential::parse;

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::growing::{About, Growing};
use crate::lookup::{colleagues, latest, read_all};
use crate::{AppError, Result};

pub use check::{Checked, Keys, Registered, check, keys, registered};
pub use facts::placed;
pub use issue::{Faces, issue};
pub use kelisim_verify::credential::{Credential, Fault, fingerprint, multikey};
pub use sign::did;
pub(crate) use sign::{Unsigned, sign};

/// Signs for the house. The key lies outside the database and is shown to nobody.
pub trait HouseKey: Send + Sync {
    /// The public key the house signs with now; nothing when there is none.
    ///
    /// # Errors
    /// When the place of the key cannot be read.
    fn public(&self) -> std::io::Result<Option<[u8; 32]>>;

    /// Public keys it signed with before, in order.
    ///
    /// # Errors
    /// As [`HouseKey::public`].
    fn former(&self) -> std::io::Result<Vec<[u8; 32]>>;

    /// Signs with the key that has this public key.
    ///
    /// # Errors
    /// When the house signs with another one meanwhile, or the key cannot be read.
    fn sign(&self, key: &[u8; 32], message: &[u8]) -> std::io::Result<[u8; 64]>;
}

/// A house without a key: it issues nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoKey;

impl HouseKey for NoKey {
    fn public(&self) -> std::io::Result<Option<[u8; 32]>> {
        Ok(None)
    }

    fn former(&self) -> std::io::Result<Vec<[u8; 32]>> {
        Ok(Vec::new())
    }

    fn sign(&self, _: &[u8; 32], _: &[u8]) -> std::io::Result<[u8; 64]> {
        Err(std::io::Error::other("the house has no key"))
    }
}

/// A thing that papers are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A call, with its run.
    Call(CallId),
    /// An application.
    Application(ApplicationId),
}

impl Thing {
    /// Its stream.
    #[must_use]
    pub fn stream(self) -> StreamId {
        match self {
            Self::Call(id) => id.into(),
            Self::Application(id) => id.into(),
        }
    }
}

/// A paper as it is shown to whoever may hold it.
#[derive(Debug, Clone)]
pub struct Held {
    /// The paper.
    pub paper: Paper,
    /// The credential as it was signed; nothing once the person it names was forgotten.
    pub text: Option<String>,
    /// The same, read.
    pub credential: Option<Credential>,
    /// Who issued and withdrew it, as far as the actor may know them.
    pub people: BTreeMap<UserId, String>,
    /// Whether the actor may withdraw it.
    pub withdraws: bool,
}

/// The text of a paper as it was signed; nothing once the person was forgotten.
fn text(ctx: &Context<'_>, paper: &Paper) -> Option<String> {
    match (&paper.issued.what.credential, paper.description.person) {
        (Kept::Open(text), _) => Some(text.clone()),
        (Kept::Sealed(sealed), Some(person)) => ctx.app.persons.open_text(person, sealed),
        (Kept::Sealed(_), None) => None,
    }
}

/// Whether the actor may hold a paper. What names nobody is for everybody; what names a person is for that person, for
/// officers of the registry; a nomination, an offer and a certificate also for the partner of the call.
fn may_hold(ctx: &Context<'_>, paper: &Paper) -> bool {
    let d = &paper.description;
    if !d.kind.is_personal() {
        return true;
    }
    let Actor::User(who) = &ctx.actor else { return false };
    match who.role {
        Role::Applicant => d.person == Some(who.id) && who.may(Action::Apply),
        Role::Officer => who.registry == d.registry && who.may(Action::CheckApplications),
        Role::Partner => {
            d.kind.is_hosts()
                && who.registry == d.registry
                && who.partners.contains(&d.partner)
                && who.may(Action::VerifyApplications)
        }
        _ => false,
    }
}

fn may_withdraw(ctx: &Context<'_>, paper: &Paper) -> bool {
    let d = &paper.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner)).is_ok()
}

async fn found(ctx: &Context<'_>, number: &PaperNumber) -> Result<Paper> {
    // A visitor learns nothing from being asked to sign in: it is asked whether or not there is such a paper.
    let hidden = || match ctx.actor {
        Actor::Public => AppError::SignedOut,
        _ => AppError::NotFound,
    };
    match latest::<Paper>(ctx, Kind::Paper, Paper::id_of(number).uuid()).await {
        Ok(paper) if may_hold(ctx, &paper) => Ok(paper),
        Ok(_) | Err(AppError::NotFound) => Err(hidden()),
        Err(error) => Err(error),
    }
}

async fn held(ctx: &Context<'_>, paper: Paper) -> Result<Held> {
    let text = text(ctx, &paper);
    let credential = match &text {
        Some(text) => {
            Some(parse(text.as_bytes()).map_err(|e| AppError::internal("reading a paper", e))?)
        }
        None => None,
    };
    let ids = [Some(paper.issued.meta), paper.withdrawn.as_ref().map(|said| said.meta)];
    let ids = ids.into_iter().flatten().filter_map(|meta| meta.actor).collect();
    let people = colleagues(ctx, ids).await?;
    Ok(Held { withdraws: may_withdraw(ctx, &paper), text, credential, people, paper })
}

/// A paper by its number.
///
/// # Errors
/// [`AppError::NotFound`] for one that the actor may not hold; a visitor is asked to sign in.
pub async fn paper(ctx: &Context<'_>, number: &PaperNumber) -> Result<Held> {
    let paper = found(ctx, number).await?;
    held(ctx, paper).await
}

/// Papers of the registry in the order of their numbers, which are drawn, `limit` behind a number; and the number behind
/// which the list goes on.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but an officer.
pub async fn list(
    ctx: &Context<'_>,
    after: Option<&PaperNumber>,
    limit: usize,
) -> Result<(Vec<Paper>, Option<PaperNumber>)> {
    ctx.authorise_as(Action::KeepRecord, Scope::ReadPapers)?;
    let wanted = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let after = after.map(PaperNumber::as_str);
    let bodies = ctx.store().papers(&ctx.scope(), after, wanted).await?;
    let mut papers: Vec<Paper> = read_all(ctx, bodies).await?;
    let more = papers.len() > limit;
    papers.truncate(limit);
    let next = papers.last().filter(|_| more).map(|paper| paper.description.number.clone());
    Ok((papers, next))
}

/// The papers about a thing that the actor may hold, the ones that hold first, then by number.
///
/// # Errors
/// When the store cannot be read.
pub async fn about(ctx: &Context<'_>, thing: Thing) -> Result<Vec<Paper>> {
    ctx.authorise_reading().or_else(|_| ctx.authorise(Action::Apply))?;
    let mut papers: Vec<Paper> =
        read_all(ctx, ctx.store().papers_about(thing.stream()).await?).await?;
    papers.retain(|paper| may_hold(ctx, paper));
    papers.sort_by(|a, b| {
        let key = |p: &Paper| (p.withdrawn.is_some(), p.description.number.clone());
        key(a).cmp(&key(b))
    });
    Ok(papers)
}

/// The same with what stands in them.
pub(crate) async fn held_about(ctx: &Context<'_>, thing: Thing) -> Result<Vec<Held>> {
    let mut all = Vec::new();
    for paper in about(ctx, thing).await? {
        all.push(held(ctx, paper).await?);
    }
    Ok(all)
}

/// Withdraws a paper: whoever checks it is told so, with the reason.
///
/// # Errors
/// [`AppError::NotFound`] for one that the actor may not hold; [`AppError::Forbidden`] for whoever is no officer;
/// `paper-withdrawn`; [`AppError::Stale`].
pub async fn withdraw(
    ctx: &Context<'_>,
    number: &PaperNumber,
    version: i64,
    why: Why,
) -> Result<()> {
    ctx.authorise(Action::KeepRecord)?;
    let paper = found(ctx, number).await?;
    let d = &paper.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let growing = Growing::<Paper>::load(ctx, paper.id.into()).await?;
    growing.at_version(version)?;
    growing.record(ctx, &Event::Withdrawn { why }, About::TODAY).await
}

/// Withdrawals of the letters of offer about an application that hold, for whoever takes the place back or gives another
/// one: they are written in the transaction of that step.
pub(crate) async fn offers_withdrawn(
    ctx: &Context<'_>,
    application: ApplicationId,
    why: Why,
) -> Result<Vec<Append>> {
    let papers: Vec<Paper> =
        read_all(ctx, ctx.store().papers_about(application.into()).await?).await?;
    let mut appends = Vec::new();
    for paper in papers {
        if paper.description.kind == PaperKind::Offer && paper.withdrawn.is_none() {
            let mut growing = Growing::<Paper>::load(ctx, paper.id.into()).await?;
            growing.push(ctx, &Event::Withdrawn { why }, About::TODAY)?;
            appends.push(growing.finish(ctx)?);
        }
    }
    Ok(appends)
}

/// An instant as credentials have it: UTC to the second.
pub(crate) fn second(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}
