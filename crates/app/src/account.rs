//! Accounts: opened, changed and closed by an administrator of the registry; password and second factor by oneself.

use kelisim_domain::aggregate::OpenPerson as _;
use kelisim_domain::id::UserId;
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::{AccountState, Event, PersonFields, Role, User};
use kelisim_domain::{Refusal, user};
use kelisim_store::Change;
use kelisim_store::token::Revoked;
use kelisim_store::work::Credential;
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::growing::{About, Growing};
use crate::register::door;
use crate::sign_in::{Account, hash_password, step_of, totp};
use crate::typed::Typed;
use crate::{AppError, Result};

/// An account as an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// Its id.
    pub id: UserId,
    /// Name and address; nothing once the person was forgotten.
    pub person: Option<PersonFields>,
    /// Its role.
    pub role: Role,
    /// Partners of a person of role partner.
    pub partners: Vec<PartyCode>,
    /// Whether it can be used.
    pub state: AccountState,
    /// Version, for stale forms.
    pub version: i64,
    /// Whether a second factor is set.
    pub second_factor: bool,
}

/// What an administrator types to open or change an account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountForm {
    /// Name as shown to colleagues.
    pub name: String,
    /// Address to sign in with.
    pub email: String,
    /// Code of the role.
    pub role: String,
    /// Codes of partners, for the role partner.
    pub partners: String,
}

/// Accounts of the actor's registry, but for those of applicants, who are many and open theirs themselves.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn list(ctx: &Context<'_>) -> Result<Vec<AccountLine>> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ManageAccounts, registry, None)?;
    let mut lines = Vec::new();
    for body in ctx.store().users(registry).await? {
        let account: Account = crate::lookup::read(ctx, &body).await?;
        lines.push(line(ctx, account).await?);
    }
    Ok(lines)
}

async fn line(ctx: &Context<'_>, account: Account) -> Result<AccountLine> {
    let credential = ctx.store().credential(account.user.id).await?;
    Ok(AccountLine {
        id: account.user.id,
        person: account.fields,
        role: account.user.role,
        partners: account.user.partners,
        state: account.user.state,
        version: account.user.version,
        second_factor: credential.is_some_and(|c| c.totp.is_some()),
    })
}

/// One account of the actor's registry.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's account.
pub async fn one(ctx: &Context<'_>, id: UserId) -> Result<AccountLine> {
    ctx.authorise(Action::ManageAccounts)?;
    let account = crate::sign_in::account(ctx, id).await?.ok_or(AppError::NotFound)?;
    ctx.authorise_on(Action::ManageAccounts, account.user.registry, None)?;
    line(ctx, account).await
}

/// A one-time password: five groups of four letters and digits that are not mistaken for one another.
fn one_time_password(ctx: &Context<'_>) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567899";
    let mut bytes = [0; 20];
    ctx.app.entropy.fill(&mut bytes);
    let sign = |byte: &u8| char::from(SIGNS[usize::from(byte % 32)]);
    let groups: Vec<String> = bytes.chunks(4).map(|c| c.iter().map(sign).collect()).collect();
    groups.join("-")
}

fn role_and_partners(form: &AccountForm, typed: &mut Typed) -> Option<(Role, Vec<PartyCode>)> {
    let role = typed.take("role", Role::from_code(&form.role).ok_or(Refusal::new("role-unknown")));
    let partners = typed.parties("partners", &form.partners);
    let (role, partners) = (role?, partners?);
    // Applicants open their accounts themselves.
    if role == Role::Applicant {
        typed.refuse(Refusal::of("role", "role-unknown"));
        return None;
    }
    if (role == Role::Partner) == partners.is_empty() {
        typed.refuse(Refusal::of("partners", "role-partners"));
        return None;
    }
    Some((role, partners))
}

/// Opens an account in the actor's registry. Gives its one-time password, which is shown once.
///
/// # Errors
/// Each field that does not fit; `email-taken`.
pub async fn open(ctx: &Context<'_>, id: UserId, form: &AccountForm) -> Result<String> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::ManageAccounts, registry, None)?;
    let password = one_time_password(ctx);
    open_with(ctx, registry, id, form, &password, true).await?;
    Ok(password)
}

/// Opens an account from the command line: the first administrator of a registry, the people of a demonstration.
///
/// # Errors
/// As [`open`]; [`AppError::Forbidden`] for anybody but the command line.
pub async fn open_by_system(
    ctx: &Context<'_>,
    registry: RegistryCode,
    id: UserId,
    form: &AccountForm,
    password: &str,
) -> Result<()> {
    if ctx.actor != Actor::System {
        return Err(AppError::Forbidden);
    }
    crate::sign_in::password_rule(password)?;
    open_with(ctx, registry, id, form, password, false).await
}

async fn open_with(
    ctx: &Context<'_>,
    registry: RegistryCode,
    id: UserId,
    form: &AccountForm,
    password: &str,
    must_change: bool,
) -> Result<()> {
    let mut typed = Typed::default();
    let email = typed.take("email", user::email(&form.email));
    let name = typed.line("name", &form.name, 120);
    let role = role_and_partners(form, &mut typed);
    let (email, name, (role, partners)) = typed.all3(email, name, role)?;
    let person = ctx.app.persons.seal_fields(id, &PersonFields { email, name })?;
    let mut growing = Growing::<User>::new(id.into());
    growing.push(ctx, &Event::Opened { registry, role, partners, person }, About::TODAY)?;
    let credential = Credential {
        user: id,
        password: hash_password(ctx, password).await?,
        must_change,
        totp: None,
        totp_step: 0,
        door: None,
    };
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        credentials: vec![credential],
        ..Change::default()
    };
    match ctx.commit(&change).await {
        Err(AppError::Exists(_)) => Err(Refusal::of("email", "email-taken").into()),
        other => other,
    }
}

/// Loads an account of the actor's registry for a change made from a form of `version`.
async fn load(ctx: &Context<'_>, id: UserId, version: i64) -> Result<Growing<User>> {
    ctx.authorise(Action::ManageAccounts)?;
    let growing = Growing::<User>::load(ctx, id.into()).await?;
    ctx.authorise_on(Action::ManageAccounts, growing.state()?.registry, None)?;
    growing.at_version(version)?;
    Ok(growing)
}

/// Nobody closes or lowers the own account by mistake.
fn not_oneself(ctx: &Context<'_>, id: UserId) -> Result<()> {
    if ctx.user() == Some(id) { Err(Refusal::new("account-own").into()) } else { Ok(()) }
}

/// Changes role and partners.
///
/// # Errors
/// Each field that does not fit; `account-own`; [`AppError::Stale`].
pub async fn change_role(
    ctx: &Context<'_>,
    id: UserId,
    version: i64,
    form: &AccountForm,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    not_oneself(ctx, id)?;
    let mut typed = Typed::default();
    let both = role_and_partners(form, &mut typed);
    let (role, partners) = typed.all1(both)?;
    growing.record(ctx, &Event::RoleChanged { role, partners }, About::TODAY).await
}

/// What an administrator does to an account, without a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// It can no longer be used; its sessions end.
    Disable,
    /// It can be used again.
    Enable,
    /// The person is forgotten: the key is destroyed. Only a disabled account.
    Forget,
}

/// Disables, enables or forgets an account.
///
/// # Errors
/// A refused move; `account-own`; [`AppError::Stale`].
pub async fn change_state(ctx: &Context<'_>, id: UserId, version: i64, step: Move) -> Result<()> {
    let mut growing = load(ctx, id, version).await?;
    not_oneself(ctx, id)?;
    let event = match step {
        Move::Disable => Event::Disabled,
        Move::Enable => Event::Enabled,
        Move::Forget => Event::Forgotten,
    };
    growing.push(ctx, &event, About::TODAY)?;
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        forgotten: (step == Move::Forget).then_some(id).into_iter().collect(),
        sign_out: vec![id],
        revoked: ended(ctx, id, step),
        ..Change::default()
    };
    ctx.commit(&change).await?;
    if step == Move::Forget {
        ctx.app.persons.destroy(id)?;
    }
    Ok(())
}

/// Tokens that end with an account. One that is enabled again has none: nobody remembers what they were for.
fn ended(ctx: &Context<'_>, id: UserId, step: Move) -> Vec<Revoked> {
    match step {
        Move::Disable | Move::Forget => vec![Revoked::All(id, ctx.now)],
        Move::Enable => Vec::new(),
    }
}

/// Gives an account a new one-time password and takes away its second factor. Its sessions end.
///
/// # Errors
/// [`AppError::Stale`].
pub async fn reset_password(ctx: &Context<'_>, id: UserId, version: i64) -> Result<String> {
    let mut growing = load(ctx, id, version).await?;
    if growing.state()?.state != AccountState::Active {
        return Err(Refusal::new("user-not-active").into());
    }
    growing.push(ctx, &Event::PasswordReset, About::TODAY)?;
    let password = one_time_password(ctx);
    // An applicant is found by address and password together.
    let applicant = growing.state()?.role == Role::Applicant;
    let fields = ctx.app.persons.open(id, &growing.state()?.person);
    let door = match fields.filter(|_| applicant) {
        Some(fields) => Some(door(&fields.email, &password).await?),
        None => None,
    };
    let credential = Credential {
        user: id,
        password: hash_password(ctx, &password).await?,
        must_change: true,
        totp: None,
        totp_step: 0,
        door,
    };
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        credentials: vec![credential],
        sign_out: vec![id],
        // Whoever had the account until now keeps no door of it open.
        revoked: vec![Revoked::All(id, ctx.now)],
        ..Change::default()
    };
    ctx.commit(&change).await?;
    Ok(password)
}

/// A second factor that is being set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFactor {
    /// The secret, base32, to type by hand.
    pub secret: String,
    /// The address a telephone reads.
    pub url: String,
}

/// Whether the actor has a second factor.
///
/// # Errors
/// When the store cannot be read.
pub async fn has_second_factor(ctx: &Context<'_>) -> Result<bool> {
    ctx.authorise(Action::OwnAccount)?;
    let id = ctx.user().ok_or(AppError::SignedOut)?;
    Ok(ctx.store().credential(id).await?.is_some_and(|c| c.totp.is_some()))
}

/// A new secret for a second factor; it counts only once a code of it was given.
///
/// # Errors
/// When nobody is signed in.
pub fn new_factor(ctx: &Context<'_>, secret: Option<&str>) -> Result<NewFactor> {
    ctx.authorise(Action::OwnAccount)?;
    let Actor::User(who) = &ctx.actor else { return Err(AppError::SignedOut) };
    let secret = match secret {
        Some(secret) => secret.to_owned(),
        None => {
            let mut bytes = [0; 20];
            ctx.app.entropy.fill(&mut bytes);
            totp_rs::Secret::new_stack(bytes).to_base32()
        }
    };
    let url = totp(&secret, &who.name.replace(':', " "))
        .and_then(|totp| totp.to_url().ok())
        .ok_or_else(|| AppError::from(Refusal::of("code", "code-wrong")))?;
    Ok(NewFactor { secret, url })
}

/// Sets the second factor, once a code shows that the telephone has it.
///
/// # Errors
/// `code-wrong`.
pub async fn set_factor(ctx: &Context<'_>, secret: &str, code: &str) -> Result<()> {
    ctx.authorise(Action::OwnAccount)?;
    let id = ctx.user().ok_or(AppError::SignedOut)?;
    let step = step_of(secret, code, ctx.now)
        .ok_or_else(|| AppError::from(Refusal::of("code", "code-wrong")))?;
    let credential = ctx.store().credential(id).await?.ok_or(AppError::SignedOut)?;
    let sealed = ctx.app.persons.seal(id, secret)?;
    let set = Credential { totp: Some(sealed), totp_step: step, ..credential };
    Ok(ctx.store().set_credential(&set).await?)
}
