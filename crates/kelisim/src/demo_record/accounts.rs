//! Accounts of the demonstration: made up, and called so. A role stands where a person's name would.

use std::thread;

use anyhow::{Context as _, anyhow, bail};
use kelisim_app::growing::{About, Growing};
use kelisim_app::{Actor, App, Context};
use kelisim_domain::id::{StreamId, UserId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::user::{self, PersonFields, Role, User};
use kelisim_store::Change;
use kelisim_store::work::Credential;

use super::REGISTRIES;
use super::load::told;
use crate::password;
use crate::wiring::OsEntropy;

/// How to sign in to one account, printed once.
#[derive(Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Its role.
    pub role: Role,
    /// Its registry.
    pub registry: RegistryCode,
    /// Address.
    pub email: String,
    /// Password of this start.
    pub password: String,
}

/// One account for each role and registry, with new passwords; accounts of an earlier start get new ones too.
///
/// # Errors
/// When the store or the keys cannot be written, or the keys of an earlier start are not in the data folder.
pub async fn open_accounts(app: &App) -> anyhow::Result<Vec<SignIn>> {
    let mut accounts = Vec::new();
    for (registry, partner) in REGISTRIES {
        let registry: RegistryCode = registry.parse()?;
        for role in Role::COLLEAGUES {
            let email = address(role, registry);
            let partners: Vec<PartyCode> = match role {
                Role::Partner => vec![partner.parse()?],
                _ => Vec::new(),
            };
            let password = password::readable(&OsEntropy);
            accounts.push((SignIn { role, registry, email, password }, partners));
        }
    }
    let hashes = hashes(&accounts)?;
    let ctx = app.context(Actor::System);
    let mut change = Change::default();
    for ((account, partners), password) in accounts.iter().zip(hashes) {
        let (user, growing) = grow(app, &ctx, account, partners)
            .await
            .with_context(|| format!("opening the account {}", account.email))?;
        change.appends.push(growing.finish(&ctx)?);
        let must_change = false;
        change.credentials.push(Credential {
            user,
            password,
            must_change,
            totp: None,
            totp_step: 0,
            door: None,
        });
        change.sign_out.push(user);
    }
    app.store().commit(&change).await.context("opening the accounts of the demonstration")?;
    Ok(accounts.into_iter().map(|(account, _)| account).collect())
}

/// The address of the account of a role and a registry.
fn address(role: Role, registry: RegistryCode) -> String {
    format!("{}.{}@demo.example", role.code(), registry.as_str().to_lowercase())
}

/// The account of a role and a registry.
pub fn account_of(role: Role, registry: RegistryCode) -> UserId {
    UserId::new(StreamId::named("demo-account", &address(role, registry)).uuid())
}

/// Argon2 is slow by design, so each hash has a thread of its own.
fn hashes(accounts: &[(SignIn, Vec<PartyCode>)]) -> anyhow::Result<Vec<String>> {
    thread::scope(|scope| {
        let hashing: Vec<_> = accounts
            .iter()
            .map(|(account, _)| scope.spawn(|| password::hash(&account.password, &OsEntropy)))
            .collect();
        hashing
            .into_iter()
            .map(|h| h.join().map_err(|_| anyhow!("hashing a password stopped"))?)
            .collect()
    })
}

async fn grow(
    app: &App,
    ctx: &Context<'_>,
    account: &SignIn,
    partners: &[PartyCode],
) -> anyhow::Result<(UserId, Growing<User>)> {
    if let Some(user) = app.store().user_by_email(&account.email).await? {
        let mut growing = Growing::<User>::load(ctx, user.into()).await?;
        if app.persons().open_text(user, &growing.state()?.person).is_none() {
            bail!(
                "its key is not in the data folder; name the folder of the first start with --data, or take a new database"
            );
        }
        growing.push(ctx, &user::Event::PasswordReset, About::TODAY).map_err(told)?;
        return Ok((user, growing));
    }
    let user = account_of(account.role, account.registry);
    let stream: StreamId = user.into();
    let role = account.role.code();
    let (first, rest) = role.split_at_checked(1).unwrap_or((role, ""));
    let name = format!("{}{rest} (demonstration)", first.to_uppercase());
    let fields = PersonFields { email: account.email.clone(), name };
    let opened = user::Event::Opened {
        registry: account.registry,
        role: account.role,
        partners: partners.to_vec(),
        person: app.persons().seal_fields(user, &fields)?,
    };
    let mut growing = Growing::new(stream);
    growing.push(ctx, &opened, About::TODAY).map_err(told)?;
    Ok((user, growing))
}
