//! Names of parties and registries. They change rarely and every page needs them, so each process keeps a copy for a
//! few seconds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use kelisim_domain::aggregate::{ALWAYS, Aggregate as _, FOREVER};
use kelisim_domain::commitment::Commitment;
use kelisim_domain::id::{CommitmentId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::party::same::Same;
use kelisim_domain::party::{Party, PartyCode};
use kelisim_domain::registry::{Registry, RegistryCode};
use kelisim_domain::user::Role;
use kelisim_store::reading::{Body, Kind, Scope};
use kelisim_store::{Append, Change};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::held::{Age, Held, Room};
use crate::sign_in::Account;
use crate::source::visible;
use crate::{AppError, Result};

/// How long a process trusts its copy.
const TRUSTED: SignedDuration = SignedDuration::from_secs(5);

/// Parties and registries by their codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    /// Parties, those that are read as another one among them.
    pub parties: BTreeMap<PartyCode, Party>,
    /// Which of them are read as which.
    pub same: Same,
    /// Registries.
    pub registries: BTreeMap<RegistryCode, Registry>,
}

impl Directory {
    /// The parties that are there to be chosen and listed: each once.
    pub fn standing(&self) -> impl Iterator<Item = &Party> {
        self.parties.values().filter(|party| party.merged.is_none())
    }

    /// The code under which a party is written among these, where it is: what goes on with a thing goes on with the
    /// code it was begun with.
    #[must_use]
    pub fn written<'a>(
        &self,
        party: &PartyCode,
        among: impl IntoIterator<Item = &'a PartyCode>,
    ) -> PartyCode {
        let mut among = among.into_iter().filter(|code| self.same.is_one(party, code)).peekable();
        let first = among.peek().copied();
        let exact = among.find(|code| *code == party);
        exact.or(first).unwrap_or_else(|| self.same.of(party)).clone()
    }
}

/// The copy of one process.
#[derive(Debug)]
pub struct Names {
    held: Held<(), Mark, Arc<Directory>>,
    /// How often this process wrote a party or a registry.
    written: AtomicU64,
}

/// When the copy was read, and after how many writes.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: Timestamp,
    written: u64,
}

impl Default for Names {
    fn default() -> Self {
        Self { held: Held::new(Room::of(1)), written: AtomicU64::new(0) }
    }
}

impl Names {
    /// A change was handed to the store: whoever entered a party finds it on the next page.
    pub(crate) fn heed(&self, change: &Change) {
        let kinds = [Party::NAME, Registry::NAME];
        let named = |append: &Append| kinds.contains(&append.stream.aggregate);
        if change.appends.iter().any(named) {
            self.written.fetch_add(1, Ordering::AcqRel);
        }
    }
}

/// Names of parties and registries. Everybody may know them.
///
/// # Errors
/// When the store cannot be read.
pub async fn directory(ctx: &Context<'_>) -> Result<Arc<Directory>> {
    let names = &ctx.app.names;
    let now = Mark { at: ctx.now, written: names.written.load(Ordering::Acquire) };
    let age = |mark: &Mark| match mark.written == now.written {
        true => Age::since(mark.at, now.at, TRUSTED),
        false => Age::Gone,
    };
    names.held.get((), now, age, read_directory(ctx)).await
}

async fn read_directory(ctx: &Context<'_>) -> Result<Arc<Directory>> {
    let parties = all_written::<Party>(&ctx.store().all(Kind::Party).await?)?;
    let registries = all_written::<Registry>(&ctx.store().all(Kind::Registry).await?)?;
    let same = Same::of_parties(&parties);
    // A part of a party that was merged is a part of the one that stays, and none is a part of itself.
    let placed = |party: Party| Party {
        parent: party.parent.as_ref().map(|of| same.of(of).clone()).filter(|of| *of != party.code),
        ..party
    };
    Ok(Arc::new(Directory {
        parties: parties.into_iter().map(|it| (it.code.clone(), placed(it))).collect(),
        registries: registries.into_iter().map(|registry| (registry.code, registry)).collect(),
        same,
    }))
}

/// Names of colleagues who wrote something: accounts of the actor's own registry that are still known.
///
/// People of a partner are not told who works in the registry.
///
/// # Errors
/// When the store cannot be read.
pub async fn colleagues(ctx: &Context<'_>, ids: Vec<UserId>) -> Result<BTreeMap<UserId, String>> {
    let Actor::User(reader) = &ctx.actor else { return Ok(BTreeMap::new()) };
    if matches!(reader.role, Role::Partner | Role::Applicant | Role::Reviewer) {
        return Ok(BTreeMap::new());
    }
    let ids = ids.into_iter().map(UserId::uuid);
    Ok(several::<Account>(ctx, Kind::User, ids, ALWAYS)
        .await?
        .into_iter()
        // Applicants are nobody's colleagues: who they are stands on their applications alone.
        // Who reviews is told to nobody.
        .filter(|account| !matches!(account.user.role, Role::Applicant | Role::Reviewer))
        .filter(|account| account.user.registry == reader.registry)
        .filter_map(|account| Some((account.user.id, account.fields?.name)))
        .collect())
}

/// Reads the body of a row as it was written.
pub(crate) fn written<T: DeserializeOwned>(body: &Body) -> Result<T> {
    serde_json::from_str(&body.body).map_err(|e| AppError::internal("reading a row", e))
}

fn all_written<T: DeserializeOwned>(bodies: &[Body]) -> Result<Vec<T>> {
    bodies.iter().map(written).collect()
}

/// Reads the body of a row; parties that were merged are read as the one that stays.
pub(crate) async fn read<T: DeserializeOwned>(ctx: &Context<'_>, body: &Body) -> Result<T> {
    let names = directory(ctx).await?;
    names.same.reading(|| written(body))
}

/// Reads the bodies of rows as [`read`] does.
pub(crate) async fn read_all<T: DeserializeOwned>(
    ctx: &Context<'_>,
    bodies: Vec<Body>,
) -> Result<Vec<T>> {
    let names = directory(ctx).await?;
    names.same.reading(|| all_written(&bodies))
}

/// Whose rows the actor may see, of one partner where one is named, under whatever code it was written.
pub(crate) async fn scope_with(ctx: &Context<'_>, partner: Option<&PartyCode>) -> Result<Scope> {
    of_partner(ctx, ctx.scope(), partner).await
}

/// The part of a scope that is of one partner, where one is named, under whatever code it was written.
pub(crate) async fn of_partner(
    ctx: &Context<'_>,
    scope: Scope,
    partner: Option<&PartyCode>,
) -> Result<Scope> {
    let Some(partner) = partner else { return Ok(scope) };
    let mut codes = directory(ctx).await?.same.codes(partner);
    if let Some(own) = &scope.partners {
        codes.retain(|code| own.contains(code));
    }
    Ok(Scope { partners: Some(codes), ..scope })
}

/// The same party under the code it is read by.
pub(crate) async fn resolved(ctx: &Context<'_>, party: &PartyCode) -> Result<PartyCode> {
    Ok(directory(ctx).await?.same.of(party).clone())
}

/// Several things by their ids, each once, as known on a day. Those that are not known are left out.
pub(crate) async fn several<T: DeserializeOwned>(
    ctx: &Context<'_>,
    kind: Kind,
    ids: impl IntoIterator<Item = Uuid>,
    known_on: jiff::civil::Date,
) -> Result<Vec<T>> {
    let ids: Vec<Uuid> = BTreeSet::from_iter(ids).into_iter().collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    read_all(ctx, ctx.store().several(kind, &ids, known_on).await?).await
}

/// Commitments by their ids, as far as the actor may see them, as known on a day.
pub(crate) async fn commitments(
    ctx: &Context<'_>,
    ids: Vec<CommitmentId>,
    known_on: jiff::civil::Date,
) -> Result<BTreeMap<CommitmentId, Commitment>> {
    let ids = ids.into_iter().map(CommitmentId::uuid);
    let inner = ctx.authorise(Action::ReadSources).is_ok();
    Ok(several::<Commitment>(ctx, Kind::Commitment, ids, known_on)
        .await?
        .into_iter()
        .filter(|c| visible(ctx, c.description.registry, &c.description.partner, c.public))
        .map(|c| (c.id, if inner { c } else { c.shared() }))
        .collect())
}

/// The row of one thing as known on a day, where it is there. A page reads each once.
pub(crate) async fn row(
    ctx: &Context<'_>,
    kind: Kind,
    id: Uuid,
    known_on: jiff::civil::Date,
) -> Result<Option<Arc<Body>>> {
    let which = (kind, id, known_on);
    if let Some(seen) = ctx.page.as_ref().and_then(|page| page.seen(&which)) {
        return Ok(seen);
    }
    let body = ctx.store().one(kind, id, known_on).await?.map(Arc::new);
    if let Some(page) = &ctx.page {
        page.keep(which, body.clone());
    }
    Ok(body)
}

/// One thing as known on a day, where it is there.
pub(crate) async fn found<T: DeserializeOwned>(
    ctx: &Context<'_>,
    kind: Kind,
    id: Uuid,
    known_on: jiff::civil::Date,
) -> Result<Option<T>> {
    match row(ctx, kind, id, known_on).await? {
        Some(body) => read(ctx, &body).await.map(Some),
        None => Ok(None),
    }
}

/// One thing as known on a day, or not found.
pub(crate) async fn one<T: DeserializeOwned>(
    ctx: &Context<'_>,
    kind: Kind,
    id: Uuid,
    known_on: jiff::civil::Date,
) -> Result<T> {
    found(ctx, kind, id, known_on).await?.ok_or(AppError::NotFound)
}

/// One thing as it is known now.
pub(crate) async fn latest<T: DeserializeOwned>(
    ctx: &Context<'_>,
    kind: Kind,
    id: Uuid,
) -> Result<T> {
    one(ctx, kind, id, last_day()).await
}

/// The last day before the end of time: whatever is known at all is known then.
pub(crate) fn last_day() -> jiff::civil::Date {
    FOREVER.yesterday().unwrap_or(FOREVER)
}

/// What is kept under a hash.
pub(crate) async fn kept(ctx: &Context<'_>, hash: Hash) -> Result<Vec<u8>> {
    let bytes = ctx.store().blob(hash).await?.ok_or(AppError::NotFound)?;
    if Hash::of(&bytes) != hash {
        return Err(AppError::internal("a kept file", "its hash does not fit"));
    }
    Ok(bytes)
}

/// What is kept under a hash as JSON.
pub(crate) async fn kept_json<T: DeserializeOwned>(ctx: &Context<'_>, hash: Hash) -> Result<T> {
    let bytes = kept(ctx, hash).await?;
    serde_json::from_slice(&bytes).map_err(|e| AppError::internal("reading a kept file", e))
}

/// A kept text by its hash.
pub(crate) async fn text(ctx: &Context<'_>, hash: Hash) -> Result<String> {
    let bytes = kept(ctx, hash).await?;
    String::from_utf8(bytes).map_err(|e| AppError::internal("a kept text", e))
}
