//! Keys of partners: entered by one person, compared by another, withdrawn with a reason.
//!
//! Whether a file counts as signed by a partner is decided by one function of this module and nowhere else.

use std::collections::BTreeMap;

use kelisim_domain::Refusal;
use kelisim_domain::id::{PartnerKeyId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::notice::Subject;
use kelisim_domain::partner_key::{Description, Event, PartnerKey, State, Why};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::{Language, Text4};
use kelisim_store::reading::Kind;
use kelisim_verify::credential::{fingerprint, read_multikey};
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::instrument::known_party;
use crate::lookup::{colleagues, directory, latest, read_all};
use crate::notice::{Told, officers};
use crate::typed::Typed;
use crate::{AppError, Result};

/// Most keys of a registry that are read: partners are some hundreds at most, each with a few keys.
const MOST: i64 = 2_000;

/// What is typed when a key is entered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EnterForm {
    /// Code of the partner.
    pub partner: String,
    /// The public key as a Multikey, as the partner's program shows it.
    pub key: String,
    /// The office that holds the secret.
    pub holder: String,
}

/// Enters a key. It counts for nothing until somebody else has compared it; the other officers are told.
///
/// # Errors
/// Each field that does not fit; `partner-key-there`.
pub async fn enter(
    ctx: &Context<'_>,
    language: Language,
    form: &EnterForm,
) -> Result<PartnerKeyId> {
    ctx.authorise(Action::KeepRecord)?;
    let registry = ctx.registry()?;
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let partner = typed.party("partner", &form.partner);
    let partner = partner.and_then(|party| known_party(&mut typed, &names, "partner", &party));
    // A line break in the middle of a key comes from a letter it was copied out of.
    let written: String = form.key.chars().filter(|c| !c.is_whitespace()).collect();
    let key = read_multikey(&written).ok_or(Refusal::new("partner-key-form"));
    let key = typed.take("key", key);
    if key.is_some_and(|key| ours(ctx, &key)) {
        typed.refuse(Refusal::of("key", "partner-key-ours"));
    }
    let holder = typed.text("holder", language, &form.holder);
    let (partner, key, holder) = typed.all3(partner, key, holder)?;
    ctx.authorise_on(Action::KeepRecord, registry, Some(&partner))?;
    let id = PartnerKey::id_of(registry, &Hash(key));
    let growing = Growing::<PartnerKey>::load(ctx, id.into()).await?;
    if growing.state().is_ok() {
        return Err(Refusal::of("key", "partner-key-there").into());
    }
    let title = holder.clone();
    let told =
        Told { to: officers(ctx, registry).await?, subject: Subject::KeyToCompare, title: &title };
    let description = Description { registry, partner, key: Hash(key), holder };
    growing.record_and_tell(ctx, &Event::Entered { description }, About::TODAY, told).await?;
    Ok(id)
}

/// Whether it is the key of the house itself: who signs for both sides signs for none.
fn ours(ctx: &Context<'_>, key: &[u8; 32]) -> bool {
    let house = &ctx.app.house;
    house.public().ok().flatten().as_ref() == Some(key)
        || house.former().is_ok_and(|former| former.contains(key))
}

async fn load(ctx: &Context<'_>, id: PartnerKeyId, version: i64) -> Result<Growing<PartnerKey>> {
    ctx.authorise(Action::KeepRecord)?;
    let shown: PartnerKey = latest(ctx, Kind::PartnerKey, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let growing = Growing::<PartnerKey>::load(ctx, id.into()).await?;
    growing.at_version(version)?;
    Ok(growing)
}

/// What is typed when a key was compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConfirmForm {
    /// The fingerprint as the partner told it; signs between the digits do not matter.
    pub fingerprint: String,
    /// By which way it was told.
    pub way: String,
}

/// Confirms a key. What the partner told is typed and not ticked: it has to be the same.
///
/// # Errors
/// Each field that does not fit; `partner-key-differs`, `partner-key-own`, `partner-key-confirmed`,
/// `partner-key-withdrawn`; [`AppError::Stale`].
pub async fn confirm(
    ctx: &Context<'_>,
    id: PartnerKeyId,
    version: i64,
    language: Language,
    form: &ConfirmForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let mut typed = Typed::default();
    let digits = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let known = digits(&fingerprint(&growing.state()?.description.key.0));
    let same = digits(&form.fingerprint) == known;
    let same =
        typed.take("fingerprint", same.then_some(()).ok_or(Refusal::new("partner-key-differs")));
    let way = typed.text("way", language, &form.way);
    let (way, ()) = typed.all1(way.zip(same))?;
    growing.record(ctx, &Event::Confirmed { way }, About::TODAY).await
}

/// Withdraws a key: from now on nothing counts that is signed with it. What was taken before stays, with the day.
///
/// # Errors
/// `partner-key-why`, `partner-key-withdrawn`; [`AppError::Stale`].
pub async fn withdraw(ctx: &Context<'_>, id: PartnerKeyId, version: i64, why: &str) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let why = Why::from_code(why.trim()).ok_or(Refusal::of("why", "partner-key-why"))?;
    growing.record(ctx, &Event::Withdrawn { why }, About::TODAY).await
}

/// Keys with the names of those who entered, compared and withdrew them.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Those that count or wait first, by partner; then those that were withdrawn.
    pub keys: Vec<PartnerKey>,
    /// Who did what, as far as the actor may know them.
    pub people: BTreeMap<UserId, String>,
}

/// Keys of the registry's partners.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not of the house.
pub async fn list(ctx: &Context<'_>) -> Result<List> {
    ctx.authorise(Action::ReadSources)?;
    let mut keys: Vec<PartnerKey> =
        read_all(ctx, ctx.store().partner_keys(&ctx.scope(), MOST).await?).await?;
    keys.sort_by_cached_key(|key| {
        (key.withdrawn.is_some(), key.description.partner.clone(), key.id.uuid())
    });
    Ok(List { people: hands(ctx, &keys).await?, keys })
}

/// Names of those who entered, compared and withdrew keys, as far as the actor may know them.
async fn hands(ctx: &Context<'_>, keys: &[PartnerKey]) -> Result<BTreeMap<UserId, String>> {
    let metas = keys.iter().flat_map(|key| {
        let later =
            [key.confirmed.as_ref().map(|s| s.meta), key.withdrawn.as_ref().map(|s| s.meta)];
        std::iter::once(key.entered).chain(later.into_iter().flatten())
    });
    colleagues(ctx, metas.filter_map(|meta| meta.actor).collect()).await
}

/// A key with the names of those who entered, compared and withdrew it.
///
/// # Errors
/// As [`one`].
pub async fn page(
    ctx: &Context<'_>,
    id: PartnerKeyId,
) -> Result<(PartnerKey, BTreeMap<UserId, String>)> {
    let key = one(ctx, id).await?;
    let people = hands(ctx, std::slice::from_ref(&key)).await?;
    Ok((key, people))
}

/// A key by its id.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not of the house; [`AppError::NotFound`] for another registry's.
pub async fn one(ctx: &Context<'_>, id: PartnerKeyId) -> Result<PartnerKey> {
    ctx.authorise(Action::ReadSources)?;
    let key: PartnerKey = latest(ctx, Kind::PartnerKey, id.uuid()).await?;
    let d = &key.description;
    ctx.authorise_on(Action::ReadSources, d.registry, Some(&d.partner))?;
    Ok(key)
}

/// Whose key it is, where what it signs counts for this partner now.
///
/// # Errors
/// `signed-key-unknown`, `signed-key-waiting`, `signed-key-withdrawn`, `signed-key-other`.
pub(crate) async fn signer(
    ctx: &Context<'_>,
    registry: RegistryCode,
    partner: &PartyCode,
    key: &[u8; 32],
) -> Result<Text4> {
    let id = PartnerKey::id_of(registry, &Hash(*key));
    let told = fingerprint(key);
    let known = match latest::<PartnerKey>(ctx, Kind::PartnerKey, id.uuid()).await {
        Err(AppError::NotFound) => {
            return Err(Refusal::of("answer", "signed-key-unknown").with("key", told).into());
        }
        known => known?,
    };
    if known.description.partner != *partner {
        return Err(Refusal::of("answer", "signed-key-other").with("key", told).into());
    }
    match known.state() {
        State::Waiting => Err(Refusal::of("answer", "signed-key-waiting").with("key", told).into()),
        State::Withdrawn => {
            Err(Refusal::of("answer", "signed-key-withdrawn").with("key", told).into())
        }
        State::Confirmed => Ok(known.description.holder),
    }
}
