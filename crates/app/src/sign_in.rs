//! Signing in: password, second factor, session. Wrong tries are counted in the database, for all processes together.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use jiff::{SignedDuration, Timestamp};
use kelisim_domain::aggregate::ALWAYS;
use kelisim_domain::id::UserId;
use kelisim_domain::journal::Hash;
use kelisim_domain::user::{AccountState, PersonFields, User};
use kelisim_domain::{Refusal, user};
use kelisim_store::StoreError;
use kelisim_store::reading::Kind;
use kelisim_store::work::{Credential, Session};
use serde::Deserialize;

use crate::access::Action;
use crate::context::{Actor, App, Context, Signed};
use crate::register::door;
use crate::{AppError, Result};

/// A session ends at the latest after this.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);
/// A session that was not used for this long has ended.
const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// How often it is noted that a session is used: not with each page, since thousands of people read at once.
const SEEN: SignedDuration = SignedDuration::from_mins(10);
/// Tries are counted over windows of this many seconds.
const WINDOW: i64 = 900;
/// Wrong tries of one address within a window.
pub(crate) const TRIES_OF_ADDRESS: i64 = 10;
/// Wrong tries from one machine within a window.
pub(crate) const TRIES_FROM_MACHINE: i64 = 60;
/// Shortest password.
pub const SHORTEST: usize = 12;

/// A session that began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The token for the cookie. It is kept nowhere else.
    pub token: String,
}

/// Who a cookie belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumed {
    /// Who acts.
    pub who: Signed,
    /// Token that each form must carry.
    pub csrf: String,
    /// What is still missing before anything else can be done.
    pub missing: Option<Missing>,
}

/// A step of signing in that is still missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The code of the second factor.
    Code,
    /// A password of one's own instead of the one an administrator gave.
    NewPassword,
}

/// An account as its row tells it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Account {
    #[serde(flatten)]
    pub(crate) user: User,
    pub(crate) fields: Option<PersonFields>,
}

/// Hashes a password with argon2id; takes some tens of milliseconds, off the threads that serve pages.
pub(crate) async fn hash_password(ctx: &Context<'_>, password: &str) -> Result<String> {
    let mut salt = [0; 16];
    ctx.app.entropy.fill(&mut salt);
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash: PasswordHash| hash.to_string())
    })
    .await
    .map_err(|e| AppError::internal("hashing a password", e))?
    .map_err(|e| AppError::internal("hashing a password", e.to_string()))
}

pub(crate) async fn password_fits(password: &str, hash: String) -> Result<bool> {
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
    .map_err(|e| AppError::internal("checking a password", e))
}

/// Signs in. `machine` is where the try comes from.
///
/// A wrong address and a wrong password take as long and look the same.
///
/// # Errors
/// `sign-in-wrong`; [`AppError::TooMany`] after too many wrong tries.
pub async fn sign_in(
    ctx: &Context<'_>,
    email: &str,
    password: &str,
    machine: &str,
) -> Result<Begun> {
    let wrong = || AppError::from(Refusal::new("sign-in-wrong"));
    let email = user::email(email).unwrap_or_default();
    count_try(ctx, &format!("sign-in/{}", Hash::of(email.as_bytes())), TRIES_OF_ADDRESS).await?;
    count_try(ctx, &format!("machine/{machine}"), TRIES_FROM_MACHINE).await?;
    // A colleague is found by the address, an applicant by address and password together. Both are always tried.
    let door = door(&email, password).await?;
    let colleague = match ctx.store().user_by_email(&email).await? {
        Some(id) => opened(ctx, id, password).await?,
        None => {
            // As long as for an account that is there.
            hash_password(ctx, password).await?;
            None
        }
    };
    let found = match (colleague, ctx.store().behind_door(door).await?) {
        (Some(found), _) => Some(found),
        (None, Some(id)) => opened(ctx, id, password).await?,
        (None, None) => {
            hash_password(ctx, password).await?;
            None
        }
    };
    let (account, credential) = found.ok_or_else(wrong)?;
    begin(ctx, account.user.id, credential.totp.is_none() && !credential.must_change).await
}

/// Begins a session of somebody who showed who it is; an incomplete one still lacks a step.
pub(crate) async fn begin(ctx: &Context<'_>, user: UserId, complete: bool) -> Result<Begun> {
    let token = ctx.new_token();
    let session = Session {
        token: Hash::of(token.as_bytes()),
        user,
        csrf: ctx.new_token(),
        began_at: ctx.now,
        seen_at: ctx.now,
        ends_at: ctx.now + LONGEST,
        second_factor: complete,
    };
    ctx.store().begin_session(&session).await?;
    Ok(Begun { token })
}

/// An active account that this password opens, with what signs it in.
async fn opened(
    ctx: &Context<'_>,
    id: UserId,
    password: &str,
) -> Result<Option<(Account, Credential)>> {
    let (account, credential) = (account(ctx, id).await?, ctx.store().credential(id).await?);
    let Some((account, credential)) = account.zip(credential) else {
        hash_password(ctx, password).await?;
        return Ok(None);
    };
    let fits = password_fits(password, credential.password.clone()).await?;
    let active = account.user.state == AccountState::Active;
    Ok((fits && active).then_some((account, credential)))
}

pub(crate) async fn count_try(ctx: &Context<'_>, bucket: &str, most: i64) -> Result<()> {
    count_try_within(ctx, bucket, most, WINDOW).await
}

/// The same over a day (UTC).
pub(crate) async fn count_try_of_day(ctx: &Context<'_>, bucket: &str, most: i64) -> Result<()> {
    count_try_within(ctx, bucket, most, 86_400).await
}

async fn count_try_within(ctx: &Context<'_>, bucket: &str, most: i64, window: i64) -> Result<()> {
    let seconds = ctx.now.as_second();
    let from = Timestamp::from_second(seconds - seconds.rem_euclid(window)).unwrap_or(ctx.now);
    if ctx.store().count_try(bucket, from).await? > most {
        return Err(AppError::TooMany(from + SignedDuration::from_secs(window)));
    }
    Ok(())
}

pub(crate) async fn account(ctx: &Context<'_>, id: UserId) -> Result<Option<Account>> {
    crate::lookup::found(ctx, Kind::User, id.uuid(), ALWAYS).await
}

/// Who a cookie belongs to; nobody when the session has ended or the account was closed.
///
/// # Errors
/// When the store cannot be read.
pub async fn resume(app: &App, token: &str) -> Result<Option<Resumed>> {
    let ctx = app.context(Actor::Public);
    let Some(session) = session(&ctx, token).await? else { return Ok(None) };
    let Some(account) = account(&ctx, session.user).await? else { return Ok(None) };
    if account.user.state != AccountState::Active {
        return Ok(None);
    }
    if ctx.now.duration_since(session.seen_at) > SEEN {
        match ctx.store().touch_session(session.token, ctx.now).await {
            // Whoever can only read goes on reading; the session ends a little earlier.
            Ok(()) | Err(StoreError::Full) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let missing = if session.second_factor { None } else { missing(&ctx, &session).await? };
    Ok(Some(Resumed { who: signed(&ctx, account).await?, csrf: session.csrf, missing }))
}

/// Whoever has an account for a party sees what was written with it under any of its codes.
async fn signed(ctx: &Context<'_>, account: Account) -> Result<Signed> {
    let names = crate::lookup::directory(ctx).await?;
    let same = &names.same;
    let partners = account.user.partners.iter().flat_map(|code| same.codes(code)).collect();
    Ok(Signed {
        id: account.user.id,
        name: account.fields.map(|f| f.name).unwrap_or_default(),
        registry: account.user.registry,
        role: account.user.role,
        partners,
        pass: None,
    })
}

/// An active account as the one who acts.
pub(crate) async fn acting(ctx: &Context<'_>, id: UserId) -> Result<Actor> {
    let account = account(ctx, id).await?.ok_or(AppError::NotFound)?;
    if account.user.state != AccountState::Active {
        return Err(AppError::NotFound);
    }
    Ok(Actor::User(signed(ctx, account).await?))
}

async fn session(ctx: &Context<'_>, token: &str) -> Result<Option<Session>> {
    let session = ctx.store().session(Hash::of(token.as_bytes())).await?;
    Ok(session.filter(|s| s.ends_at > ctx.now && ctx.now.duration_since(s.seen_at) <= IDLE))
}

/// What an incomplete session lacks. A password reset takes the second factor away, so never both.
async fn missing(ctx: &Context<'_>, session: &Session) -> Result<Option<Missing>> {
    let Some(credential) = ctx.store().credential(session.user).await? else { return Ok(None) };
    Ok(if credential.totp.is_some() {
        Some(Missing::Code)
    } else if credential.must_change {
        Some(Missing::NewPassword)
    } else {
        None
    })
}

/// Gives the code of the second factor. Each code is taken once.
///
/// # Errors
/// `code-wrong`; [`AppError::TooMany`]; [`AppError::SignedOut`] when the session has ended.
pub async fn give_code(ctx: &Context<'_>, token: &str, code: &str) -> Result<()> {
    let session = session(ctx, token).await?.ok_or(AppError::SignedOut)?;
    let wrong = || AppError::from(Refusal::of("code", "code-wrong"));
    count_try(ctx, &format!("code/{}", session.user), TRIES_OF_ADDRESS).await?;
    let credential = ctx.store().credential(session.user).await?.ok_or(AppError::SignedOut)?;
    let step = credential
        .totp
        .as_ref()
        .and_then(|sealed| ctx.app.persons.open_text(session.user, sealed))
        .and_then(|secret| step_of(&secret, code, ctx.now))
        .ok_or_else(wrong)?;
    if !ctx.store().take_totp_step(session.user, step).await? {
        return Err(wrong());
    }
    if credential.must_change {
        ctx.store().touch_session(session.token, ctx.now).await?;
    } else {
        ctx.store().complete_session(session.token, ctx.now).await?;
    }
    Ok(())
}

/// The time step a code belongs to; nothing for a wrong code.
pub(crate) fn step_of(secret: &str, code: &str, now: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let totp = totp(secret, "")?;
    let seconds = u64::try_from(now.as_second()).ok()?;
    totp.check(&code, seconds).and_then(|step| i64::try_from(step).ok())
}

pub(crate) fn totp(secret: &str, account: &str) -> Option<totp_rs::Totp> {
    let secret = totp_rs::Secret::try_from_base32(secret).ok()?;
    totp_rs::Builder::new()
        .with_secret(secret)
        .with_skew(1)
        .with_issuer(Some("Kelisim"))
        .with_account_name(if account.is_empty() { "Kelisim" } else { account })
        .build()
        .ok()
}

/// Signs out.
///
/// # Errors
/// When the store cannot be written.
pub async fn sign_out(ctx: &Context<'_>, token: &str) -> Result<()> {
    Ok(ctx.store().end_session(Hash::of(token.as_bytes())).await?)
}

/// Whether a password is long enough. Length is what counts (NIST SP 800-63B); no rules about signs.
///
/// # Errors
/// `password-short`, `password-long`.
pub fn password_rule(password: &str) -> std::result::Result<(), Refusal> {
    let n = password.chars().count();
    if n < SHORTEST {
        return Err(Refusal::of("new_password", "password-short").with("min", SHORTEST.to_string()));
    }
    if password.len() > 500 {
        return Err(Refusal::of("new_password", "password-long").with("max", "500"));
    }
    Ok(())
}

/// Sets a password of one's own. Other sessions of the account end.
///
/// # Errors
/// `password-wrong` for the old one, the rule for the new one, `passwords-differ`.
pub async fn change_password(
    ctx: &Context<'_>,
    token: &str,
    old: &str,
    new: &str,
    again: &str,
) -> Result<Begun> {
    ctx.authorise(Action::OwnAccount)?;
    let session = session(ctx, token).await?.ok_or(AppError::SignedOut)?;
    count_try(ctx, &format!("password/{}", session.user), TRIES_OF_ADDRESS).await?;
    password_rule(new)?;
    if new != again {
        return Err(Refusal::of("again", "passwords-differ").into());
    }
    if new == old {
        return Err(Refusal::of("new_password", "password-same").into());
    }
    let credential = ctx.store().credential(session.user).await?.ok_or(AppError::SignedOut)?;
    if !password_fits(old, credential.password.clone()).await? {
        return Err(Refusal::of("password", "password-wrong").into());
    }
    let complete = session.second_factor || credential.totp.is_none();
    // An applicant comes in by another door from now on.
    let door = match (&ctx.actor, credential.door) {
        (Actor::User(who), Some(_)) => Some(door(&who.name, new).await?),
        _ => None,
    };
    if let Some(door) = door
        && ctx.store().behind_door(door).await?.is_some()
    {
        // Two accounts of one address: this password opens the other one already.
        return Err(Refusal::of("new_password", "password-same").into());
    }
    let password = hash_password(ctx, new).await?;
    let changed = Credential { password, must_change: false, door, ..credential };
    let change = kelisim_store::Change {
        credentials: vec![changed],
        sign_out: vec![session.user],
        ..kelisim_store::Change::default()
    };
    ctx.commit(&change).await?;
    begin(ctx, session.user, complete).await
}

/// Keeps what was typed when the session had ended; gives the token under which it comes back.
///
/// # Errors
/// When the store cannot be written.
pub async fn keep_form(ctx: &Context<'_>, body: &str) -> Result<String> {
    let token = ctx.new_token();
    let until = ctx.now + SignedDuration::from_hours(24);
    ctx.store().keep_form(Hash::of(token.as_bytes()), body, until).await?;
    Ok(token)
}

/// Gives back what was typed.
///
/// # Errors
/// When the store cannot be read.
pub async fn kept_form(ctx: &Context<'_>, token: &str) -> Result<Option<String>> {
    Ok(ctx.store().kept_form(Hash::of(token.as_bytes()), ctx.now).await?)
}
