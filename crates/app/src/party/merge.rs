//! Two records of one party become one, and are taken apart again.
//!
//! The fact is an entry in the streams of both, written in one transaction: whoever changes either of them meanwhile
//! makes the write stale. Nothing that was written with the one that goes is touched; it is read as the one that stays
//! (decision 024).

use kelisim_domain::Refusal;
use kelisim_domain::body::Body;
use kelisim_domain::commitment::Commitment;
use kelisim_domain::conflict::Conflict;
use kelisim_domain::indicator::Indicator;
use kelisim_domain::instrument::Instrument;
use kelisim_domain::meeting::Meeting;
use kelisim_domain::notice::Subject;
use kelisim_domain::observation::Observation;
use kelisim_domain::party::same::codes_in;
use kelisim_domain::party::{Event, Party, PartyCode};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::visit::ExpertVisit;
use kelisim_domain::project::Project;
use kelisim_domain::quota::LineShown;
use kelisim_domain::text::Language;
use kelisim_domain::user::{AccountState, Role};
use kelisim_store::Change;
use kelisim_store::notice::Notice;
use kelisim_store::reading::Kind;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Came;
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::{Directory, directory, written};
use crate::notice::{Told, officers};
use crate::sign_in::Account;
use crate::typed::Typed;
use crate::{AppError, Result};

/// What is typed to merge a party into another one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    /// Code of the one that stays.
    pub into: String,
    /// How it is known that both are one.
    pub reason: String,
}

/// What is typed to take apart what was merged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApartForm {
    /// How it is known that both are two.
    pub reason: String,
}

/// How many things of a kind name one of two parties, or both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The kind, as the journal names it; a line of the quota ledger is `quota`.
    pub kind: &'static str,
    /// How many name the one that goes.
    pub goes: i64,
    /// How many name the one that stays.
    pub stays: i64,
    /// How many name both, and so will name one party where they named two.
    pub both: i64,
    /// Whether there are more than were counted.
    pub more: bool,
}

/// What a merge would mean.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The one that goes.
    pub goes: Party,
    /// The one that stays.
    pub stays: Party,
    /// Things of the actor's registry that name either, for each kind of which there are some.
    pub counts: Vec<Count>,
    /// Why they cannot be merged, where they cannot.
    pub refusal: Option<Refusal>,
}

/// Most things of a kind that a preview counts.
const COUNTED: usize = 5_000;

/// The party a merge begins from, with the version of its stream, and those it could be merged into.
///
/// # Errors
/// [`AppError::NotFound`] when nobody entered it; when the actor may not.
pub async fn candidates(
    ctx: &Context<'_>,
    code: &PartyCode,
) -> Result<(Party, i64, Vec<PartyCode>)> {
    ctx.authorise_on(Action::KeepRecord, ctx.registry()?, None)?;
    let names = directory(ctx).await?;
    let goes = names.parties.get(code).ok_or(AppError::NotFound)?;
    let fits = names.standing().filter(|it| goes.can_merge_into(it).is_ok());
    let codes = fits.map(|it| it.code.clone()).collect();
    Ok((goes.clone(), super::version(ctx, code).await?, codes))
}

/// What it would mean to merge a party into another one. Other registries are counted for nobody but themselves.
///
/// # Errors
/// [`AppError::NotFound`] when nobody entered either; when the actor may not.
pub async fn preview(ctx: &Context<'_>, code: &PartyCode, into: &PartyCode) -> Result<Preview> {
    ctx.authorise_on(Action::KeepRecord, ctx.registry()?, None)?;
    let names = directory(ctx).await?;
    let party = |code| names.parties.get(code).cloned().ok_or(AppError::NotFound);
    let (goes, stays) = (party(code)?, party(into)?);
    let refusal = match allowed(ctx, &names, &goes, &stays).await {
        Ok(()) => None,
        Err(AppError::Refused(refusals)) => refusals.into_iter().next(),
        Err(error) => return Err(error),
    };
    let between = Between { ctx, names: &names, goes: &goes.code, stays: &stays.code };
    Ok(Preview { counts: between.all().await?, refusal, goes, stays })
}

/// Merges a party into another one, the one that stays. The same sent twice merges once.
///
/// # Errors
/// Each field that does not fit, with the codes of both; [`AppError::NotFound`] when nobody entered the one that goes;
/// [`AppError::Stale`].
pub async fn merge(
    ctx: &Context<'_>,
    code: &PartyCode,
    version: i64,
    language: Language,
    form: &MergeForm,
) -> Result<Came> {
    ctx.authorise_on(Action::KeepRecord, ctx.registry()?, None)?;
    let mut goes = Growing::<Party>::load(ctx, code.stream()).await?;
    let party = goes.state()?.clone();
    let mut typed = Typed::default();
    let into = typed.party("into", &form.into);
    let reason = typed.text("reason", language, &form.reason);
    let (into, reason) = typed.all1(into.zip(reason))?;
    if party.merged.as_ref().is_some_and(|it| it.into == into && it.reason == reason) {
        return Ok(Came::Known(into));
    }
    let mut stays = Growing::<Party>::load(ctx, into.stream()).await?;
    let unknown = || Refusal::of("into", "party-unknown").with("text", into.to_string());
    let other = stays.state().map_err(|_| AppError::from(unknown()))?.clone();
    let names = directory(ctx).await?;
    allowed(ctx, &names, &party, &other).await?;
    goes.at_version(version)?;
    goes.push(ctx, &Event::Merged { into: into.clone(), reason }, About::TODAY)?;
    stays.push(ctx, &Event::Joined { party: code.clone() }, About::TODAY)?;
    let notices = told(ctx, &goes, Subject::PartyMerged).await?;
    let appends = vec![goes.finish(ctx)?, stays.finish(ctx)?];
    ctx.commit(&Change { appends, notices, ..Change::default() }).await?;
    Ok(Came::Written(into))
}

/// Takes a party apart from the one it was merged into: it is read as itself again.
///
/// # Errors
/// `party-not-merged`; each field that does not fit; [`AppError::NotFound`] when nobody entered it; [`AppError::Stale`].
pub async fn take_apart(
    ctx: &Context<'_>,
    code: &PartyCode,
    version: i64,
    language: Language,
    form: &ApartForm,
) -> Result<()> {
    ctx.authorise_on(Action::KeepRecord, ctx.registry()?, None)?;
    let mut goes = Growing::<Party>::load(ctx, code.stream()).await?;
    let not = || Refusal::new("party-not-merged").with("code", code.to_string());
    let merge = goes.state()?.merged.clone().ok_or_else(not)?;
    goes.at_version(version)?;
    let mut typed = Typed::default();
    let reason = typed.text("reason", language, &form.reason);
    let reason = typed.all1(reason)?;
    let mut stays = Growing::<Party>::load(ctx, merge.into.stream()).await?;
    goes.push(ctx, &Event::TakenApart { reason }, About::TODAY)?;
    stays.push(ctx, &Event::Parted { party: code.clone() }, About::TODAY)?;
    let notices = told(ctx, &goes, Subject::PartyParted).await?;
    let appends = vec![goes.finish(ctx)?, stays.finish(ctx)?];
    ctx.commit(&Change { appends, notices, ..Change::default() }).await
}

/// Tells officers of every registry: a party belongs to all of them together, and all read their own record otherwise from
/// now on.
async fn told(ctx: &Context<'_>, goes: &Growing<Party>, subject: Subject) -> Result<Vec<Notice>> {
    let party = goes.state()?;
    let Some(title) = party.name_on(ctx.today()) else { return Ok(Vec::new()) };
    let mut to = Vec::new();
    for registry in directory(ctx).await?.registries.keys() {
        to.extend(officers(ctx, *registry).await?);
    }
    Told { to, subject, title }.of::<Party>(ctx, party.code.stream(), goes.version())
}

/// The rules that need more than the two parties.
///
/// Rule: the state of a registry is never merged away. A merge changes no person's rights: people who have an account
/// for one of the two need it for the other too, which an administrator gives them first.
async fn allowed(ctx: &Context<'_>, names: &Directory, goes: &Party, stays: &Party) -> Result<()> {
    goes.can_merge_into(stays)?;
    let (code, into) = (goes.code.as_str(), stays.code.as_str());
    if names.registries.keys().any(|home| home.as_str() == code) {
        let home = Refusal::of("into", "party-merge-home").with("code", code).with("into", into);
        return Err(home.into());
    }
    for registry in names.registries.keys() {
        for body in ctx.store().users(*registry).await? {
            let user = written::<Account>(&body)?.user;
            if user.role != Role::Partner || user.state != AccountState::Active {
                continue;
            }
            let has = |code| user.partners.iter().any(|own| names.same.is_one(own, code));
            if has(&goes.code) != has(&stays.code) {
                return Err(Refusal::of("into", "party-merge-accounts")
                    .with("code", code)
                    .with("into", into)
                    .into());
            }
        }
    }
    Ok(())
}

/// Two parties of which is counted what names them.
struct Between<'a> {
    ctx: &'a Context<'a>,
    names: &'a Directory,
    goes: &'a PartyCode,
    stays: &'a PartyCode,
}

impl Between<'_> {
    async fn all(&self) -> Result<Vec<Count>> {
        let counts = [
            self.of::<Commitment>("commitment", Kind::Commitment).await?,
            self.of::<LineShown>("quota", Kind::QuotaLine).await?,
            self.of::<Instrument>("instrument", Kind::Instrument).await?,
            self.of::<Project>("project", Kind::Project).await?,
            self.of::<Body>("body", Kind::Body).await?,
            self.of::<Meeting>("meeting", Kind::Meeting).await?,
            self.of::<Call>("call", Kind::Call).await?,
            self.of::<ExpertVisit>("visit", Kind::Visit).await?,
            self.of::<Observation>("observation", Kind::Observation).await?,
            self.of::<Indicator>("indicator", Kind::Indicator).await?,
            self.of::<Conflict>("conflict", Kind::Conflict).await?,
        ];
        Ok(counts.into_iter().filter(|count| count.goes + count.stays > 0).collect())
    }

    async fn of<T: DeserializeOwned>(&self, word: &'static str, kind: Kind) -> Result<Count> {
        let same = &self.names.same;
        let codes = [same.codes(self.goes), same.codes(self.stays)].concat();
        let most = i64::try_from(COUNTED + 1).unwrap_or(i64::MAX);
        let bodies = self.ctx.store().naming(kind, self.ctx.registry()?, &codes, most).await?;
        let more = bodies.len() > COUNTED;
        let mut count = Count { kind: word, goes: 0, stays: 0, both: 0, more };
        for body in bodies.iter().take(COUNTED) {
            let (read, named) = codes_in(|| written::<T>(body));
            read?;
            let names = |party| named.iter().any(|code| same.is_one(code, party));
            let (goes, stays) = (names(self.goes), names(self.stays));
            count.goes += i64::from(goes);
            count.stays += i64::from(stays);
            count.both += i64::from(goes && stays);
        }
        Ok(count)
    }
}
