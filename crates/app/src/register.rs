//! Accounts that people open for themselves: applicants.
//!
//! An address is never shown to be known or unknown: registering with any address makes an account, and address and
//! password together open it. Nobody can keep an address from its owner by registering it first. What is kept is a slow
//! hash of the two (the **door**); the same two sent twice open the same account.

use argon2::Argon2;
use kelisim_domain::Refusal;
use kelisim_domain::id::UserId;
use kelisim_domain::journal::Hash;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::{self, Event, PersonFields, Role, User};
use kelisim_store::Change;
use kelisim_store::work::Credential;
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::growing::{About, Growing};
use crate::lookup::directory;
use crate::sign_in::{self, Begun, TRIES_FROM_MACHINE, TRIES_OF_ADDRESS, count_try, hash_password};
use crate::typed::Typed;
use crate::{AppError, Result};

/// What is typed to register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegisterForm {
    /// Code of the registry: the home state.
    pub registry: String,
    /// The address.
    pub email: String,
    /// The password.
    pub new_password: String,
    /// The password again.
    pub again: String,
}

/// The door that address and password open: argon2id of the password, salted with the address.
pub(crate) async fn door(email: &str, password: &str) -> Result<Hash> {
    let salt = Hash::of(format!("kelisim-door/1\0{email}").as_bytes());
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut out = [0; 32];
        Argon2::default()
            .hash_password_into(password.as_bytes(), &salt.0, &mut out)
            .map(|()| Hash(out))
    })
    .await
    .map_err(|e| AppError::internal("hashing a password", e))?
    .map_err(|e| AppError::internal("hashing a password", e.to_string()))
}

/// Opens an account of an applicant and signs in.
///
/// # Errors
/// Each field that does not fit; [`AppError::TooMany`].
pub async fn register(ctx: &Context<'_>, form: &RegisterForm, machine: &str) -> Result<Begun> {
    ctx.authorise(Action::ReadPublic)?;
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let registry = form.registry.parse::<RegistryCode>().ok();
    let registry = registry.filter(|code| names.registries.contains_key(code));
    let registry = typed.take("registry", registry.ok_or(Refusal::new("registry-unknown")));
    let email = typed.take("email", user::email(&form.email));
    let rule = sign_in::password_rule(&form.new_password);
    typed.take("new_password", rule);
    if form.new_password != form.again {
        typed.refuse(Refusal::of("again", "passwords-differ"));
    }
    let (registry, email) = typed.all1(registry.zip(email))?;
    let bucket = format!("register/{}", Hash::of(email.as_bytes()));
    count_try(ctx, &bucket, TRIES_OF_ADDRESS).await?;
    count_try(ctx, &format!("machine/{machine}"), TRIES_FROM_MACHINE).await?;
    let door = door(&email, &form.new_password).await?;
    if ctx.store().behind_door(door).await?.is_none() {
        open(ctx, registry, &email, &form.new_password, door).await?;
    }
    sign_in::sign_in(ctx, &email, &form.new_password, machine).await
}

/// Opens the account. Two requests with the same address and password race for the same door: one of them opens it.
async fn open(
    ctx: &Context<'_>,
    registry: RegistryCode,
    email: &str,
    password: &str,
    door: Hash,
) -> Result<()> {
    let id = UserId::new(ctx.new_id());
    let fields = PersonFields { email: email.to_owned(), name: email.to_owned() };
    let person = ctx.app.persons.seal_fields(id, &fields)?;
    let mut growing = Growing::<User>::new(id.into());
    let event = Event::Opened { registry, role: Role::Applicant, partners: Vec::new(), person };
    growing.push(ctx, &event, About::TODAY)?;
    let credential = Credential {
        user: id,
        password: hash_password(ctx, password).await?,
        must_change: false,
        totp: None,
        totp_step: 0,
        door: Some(door),
    };
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        credentials: vec![credential],
        ..Change::default()
    };
    match ctx.commit(&change).await {
        Err(_) if ctx.store().behind_door(door).await?.is_some() => {
            // The other request was faster. The key of the account that was not opened is of no use to anybody.
            ctx.app.persons.destroy(id)
        }
        other => other,
    }
}

/// Forgets the applicant who asks for it: the key is destroyed, so that everything sealed under it, here and in every
/// copy of the database, can be opened by nobody any more.
///
/// # Errors
/// `password-wrong`; [`AppError::Forbidden`] for anybody but an applicant.
pub async fn forget_me(ctx: &Context<'_>, password: &str) -> Result<()> {
    ctx.authorise(Action::Apply)?;
    let Actor::User(who) = &ctx.actor else { return Err(AppError::SignedOut) };
    count_try(ctx, &format!("password/{}", who.id), TRIES_OF_ADDRESS).await?;
    let credential = ctx.store().credential(who.id).await?.ok_or(AppError::SignedOut)?;
    if !sign_in::password_fits(password, credential.password).await? {
        return Err(Refusal::of("password", "password-wrong").into());
    }
    let mut growing = Growing::<User>::load(ctx, who.id.into()).await?;
    growing.push(ctx, &Event::Disabled, About::TODAY)?;
    growing.push(ctx, &Event::Forgotten, About::TODAY)?;
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        forgotten: vec![who.id],
        sign_out: vec![who.id],
        ..Change::default()
    };
    ctx.commit(&change).await?;
    ctx.app.persons.destroy(who.id)
}
