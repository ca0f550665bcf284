//! Tokens: what a program shows in place of a person who signs in.
//!
//! A token opens what its scopes name and its owner may do, whichever is less, at the moment it is used. It is shown
//! once; only its hash is kept, under a prefix of its own, so that no hash of anything else is ever one of a token.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use kelisim_domain::Refusal;
use kelisim_domain::id::{TokenId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::token::{Scope, last_day, scopes};
use kelisim_domain::user::{Event, Role, User};
use kelisim_store::token::{Revoked, Token};
use kelisim_store::{Change, StoreError};
use serde::{Deserialize, Serialize};

use crate::access::{Action, may};
use crate::context::{Actor, App, Context, Signed};
use crate::growing::{About, Growing};
use crate::sign_in::acting;
use crate::typed::{Typed, read_day};
use crate::{AppError, Result};

/// How every token begins, so that people and programs that look for leaked ones know it.
const PREFIX: &str = "kelisim_";
/// Tokens of one person that open something at a time.
pub const MOST: usize = 20;

/// A program's pass: which token it showed and what that opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// The token.
    pub token: TokenId,
    /// What it opens.
    pub scopes: BTreeSet<Scope>,
}

impl Pass {
    /// Whether the pass lets a program do anything of this kind at all. Deny by default: what is not named is closed.
    #[must_use]
    pub fn allows(&self, action: Action) -> bool {
        let writes = self.scopes.iter().any(|scope| scope.writes());
        match action {
            Action::ReadPublic | Action::ReadRecord => true,
            // Whoever writes quotes a passage, for which its source is read.
            Action::ReadSources => writes || self.scopes.contains(&Scope::ReadSources),
            Action::KeepRecord => writes,
            Action::ApproveText => self.scopes.contains(&Scope::ApproveTexts),
            Action::ReadJournal
            | Action::ReadSealed
            | Action::ManageAccounts
            | Action::OwnAccount
            | Action::Apply
            | Action::CheckApplications
            | Action::Propose
            | Action::Review
            | Action::VerifyApplications => false,
        }
    }
}

/// The right without which a scope opens nothing.
const fn right(scope: Scope) -> Action {
    match scope {
        Scope::ReadSources | Scope::ReadPlacements => Action::ReadSources,
        Scope::ReadApplications | Scope::ReadReviews => Action::CheckApplications,
        Scope::ReadPapers => Action::KeepRecord,
        Scope::ApproveTexts => Action::ApproveText,
        _ if scope.writes() => Action::KeepRecord,
        _ => Action::ReadRecord,
    }
}

/// The scopes a role can give to a program, in their order.
pub fn offered(role: Role) -> impl Iterator<Item = Scope> {
    Scope::ALL.iter().copied().filter(move |scope| may(role, right(*scope)))
}

impl Context<'_> {
    /// Checks that a program was given this scope and that its person may do it. People need no scope.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] for a visitor, [`AppError::Forbidden`] without the right or the scope.
    pub fn authorise_scope(&self, scope: Scope) -> Result<()> {
        self.authorise_as(right(scope), scope)
    }

    /// Checks that a person may do this, and of a program that its person may and that it was given this scope: reading
    /// by such a scope opens nothing else of what the right opens to a person.
    ///
    /// # Errors
    /// As [`Context::authorise_scope`].
    pub(crate) fn authorise_as(&self, action: Action, scope: Scope) -> Result<()> {
        match &self.actor {
            Actor::User(Signed { role, pass: Some(pass), .. }) => {
                let given = may(*role, action) && pass.scopes.contains(&scope);
                if given { Ok(()) } else { Err(AppError::Forbidden) }
            }
            _ => self.authorise(action),
        }
    }
}

/// What is typed to make a token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    /// What the owner calls it.
    pub name: String,
    /// Codes of its scopes, with spaces between them.
    pub scopes: String,
    /// Its last day.
    pub ends_on: String,
}

/// A token as its owner sees it in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLine {
    /// Its id.
    pub id: TokenId,
    /// What the owner calls it.
    pub name: String,
    /// What it opens.
    pub scopes: Vec<Scope>,
    /// When it was made.
    pub made_at: Timestamp,
    /// Its last day.
    pub ends_on: Date,
    /// When it was last used; nothing when it never was.
    pub used_at: Option<Timestamp>,
    /// Whether it still opens anything.
    pub state: TokenState,
}

/// Whether a token still opens anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// It does.
    Active,
    /// Its last day has passed.
    Ended,
    /// It was taken back.
    Revoked,
}

impl TokenState {
    /// Its code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Ended => "ended",
            Self::Revoked => "revoked",
        }
    }

    fn of(token: &Token, now: Timestamp) -> Self {
        match token.revoked_at {
            Some(_) => Self::Revoked,
            None if token.ends_at <= now => Self::Ended,
            None => Self::Active,
        }
    }
}

fn scopes_of(token: &Token) -> BTreeSet<Scope> {
    token.scopes.split(' ').filter_map(Scope::from_code).collect()
}

fn hash_of(secret: &str) -> Hash {
    Hash::of(format!("kelisim/token\0{secret}").as_bytes())
}

/// The tokens of the actor, those that open something first, each group the newest first.
///
/// # Errors
/// When nobody is signed in, or a program asks.
pub async fn list(ctx: &Context<'_>) -> Result<Vec<TokenLine>> {
    ctx.authorise(Action::OwnAccount)?;
    let user = ctx.user().ok_or(AppError::SignedOut)?;
    listed(ctx, user).await
}

/// The tokens of an account of the registry, for its administrator, in the order of [`list`].
///
/// # Errors
/// [`AppError::NotFound`] for another registry's account; when the actor may not.
pub async fn list_of(ctx: &Context<'_>, user: UserId) -> Result<Vec<TokenLine>> {
    crate::account::one(ctx, user).await?;
    listed(ctx, user).await
}

async fn listed(ctx: &Context<'_>, user: UserId) -> Result<Vec<TokenLine>> {
    let tokens = ctx.store().tokens_of(user).await?;
    let mut lines: Vec<TokenLine> = tokens
        .into_iter()
        .map(|token| TokenLine {
            id: token.id,
            state: TokenState::of(&token, ctx.now),
            scopes: scopes_of(&token).into_iter().collect(),
            made_at: token.made_at,
            ends_on: (token.ends_at - SignedDuration::from_secs(1)).to_zoned(TimeZone::UTC).date(),
            used_at: token.used_at,
            name: token.name,
        })
        .collect();
    lines.sort_by_key(|line| line.state != TokenState::Active);
    Ok(lines)
}

/// Makes a token and gives it, which nothing can do again. `id` is made with the form, so that sending it twice makes
/// one token; the second time it is [`AppError::Stale`].
///
/// # Errors
/// Each field that does not fit; `token-scope-beyond` for what the role itself may not do; `token-too-many`.
pub async fn make(ctx: &Context<'_>, id: TokenId, form: &TokenForm) -> Result<String> {
    ctx.authorise(Action::OwnAccount)?;
    let Actor::User(who) = &ctx.actor else { return Err(AppError::SignedOut) };
    let mut typed = Typed::default();
    let name = typed.line("name", &form.name, 80);
    let chosen = typed.take("scopes", chosen(who.role, &form.scopes));
    let ends_on = read_day(&form.ends_on).and_then(|day| last_day(day, ctx.today()));
    let ends_on = typed.take("ends_on", ends_on);
    let (name, chosen, ends_on) = typed.all3(name, chosen, ends_on)?;
    let there = ctx.store().tokens_of(who.id).await?;
    if there.iter().any(|token| token.id == id) {
        return Err(AppError::Stale);
    }
    let active = |token: &&Token| TokenState::of(token, ctx.now) == TokenState::Active;
    if there.iter().filter(active).count() >= MOST {
        return Err(Refusal::new("token-too-many").with("most", MOST.to_string()).into());
    }
    let secret = format!("{PREFIX}{}", ctx.new_token());
    let codes: Vec<&str> = chosen.iter().map(|scope| scope.code()).collect();
    let ends_at = ends_on
        .tomorrow()
        .and_then(|day| day.to_zoned(TimeZone::UTC))
        .map_err(|error| AppError::internal("the end of a token", error))?;
    let token = Token {
        id,
        hash: hash_of(&secret),
        user: who.id,
        name,
        scopes: codes.join(" "),
        made_at: ctx.now,
        ends_at: ends_at.timestamp(),
        used_at: None,
        revoked_at: None,
    };
    let scopes = chosen.into_iter().collect();
    let mut growing = Growing::<User>::load(ctx, who.id.into()).await?;
    growing.push(ctx, &Event::TokenMade { token: id, scopes, ends_on }, About::TODAY)?;
    let change =
        Change { appends: vec![growing.finish(ctx)?], tokens: vec![token], ..Change::default() };
    ctx.commit(&change).await?;
    Ok(secret)
}

fn chosen(role: Role, codes: &str) -> std::result::Result<BTreeSet<Scope>, Refusal> {
    let mut found = Vec::new();
    for code in codes.split([' ', ',']).filter(|code| !code.is_empty()) {
        let scope = Scope::from_code(code).ok_or(Refusal::new("token-scope-unknown"))?;
        if !offered(role).any(|offered| offered == scope) {
            return Err(Refusal::new("token-scope-beyond"));
        }
        found.push(scope);
    }
    scopes(found)
}

/// Takes a token back: from this moment it opens nothing. Taking it back twice takes it back once.
///
/// # Errors
/// [`AppError::NotFound`] for a token of somebody else.
pub async fn revoke(ctx: &Context<'_>, id: TokenId) -> Result<()> {
    ctx.authorise(Action::OwnAccount)?;
    let user = ctx.user().ok_or(AppError::SignedOut)?;
    take_back(ctx, user, id).await
}

/// Takes one token of an account of the registry back, for its administrator: a lost machine need not cost the account
/// its other tokens. The journal names who did it.
///
/// # Errors
/// [`AppError::NotFound`] for another registry's account, and for a token that is not of this account.
pub async fn revoke_of(ctx: &Context<'_>, user: UserId, id: TokenId) -> Result<()> {
    crate::account::one(ctx, user).await?;
    take_back(ctx, user, id).await
}

async fn take_back(ctx: &Context<'_>, user: UserId, id: TokenId) -> Result<()> {
    let there = ctx.store().tokens_of(user).await?;
    let token = there.iter().find(|token| token.id == id).ok_or(AppError::NotFound)?;
    if token.revoked_at.is_some() {
        return Ok(());
    }
    let mut growing = Growing::<User>::load(ctx, user.into()).await?;
    growing.push(ctx, &Event::TokenRevoked { token: id }, About::TODAY)?;
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        revoked: vec![Revoked::One(id, ctx.now)],
        ..Change::default()
    };
    ctx.commit(&change).await
}

/// Whoever a token of a program stands for, with what it opens; nobody when it is unknown, has ended or was taken back,
/// or when its account was closed. A token of a calendar stands in addresses and opens nothing here.
///
/// # Errors
/// When the store cannot be read.
pub async fn bearer(app: &App, secret: &str) -> Result<Option<Signed>> {
    let signed = holder(app, secret).await?;
    Ok(signed.filter(|it| !is_calendar(it)))
}

/// Whoever the token in the address of a calendar stands for; nobody for a token of any other kind.
///
/// # Errors
/// When the store cannot be read.
pub async fn subscriber(app: &App, secret: &str) -> Result<Option<Signed>> {
    let signed = holder(app, secret).await?;
    Ok(signed.filter(is_calendar))
}

fn is_calendar(signed: &Signed) -> bool {
    signed.pass.as_ref().is_some_and(|pass| pass.scopes.contains(&Scope::Calendar))
}

async fn holder(app: &App, secret: &str) -> Result<Option<Signed>> {
    if secret.len() != PREFIX.len() + 64 || !secret.starts_with(PREFIX) {
        return Ok(None);
    }
    let ctx = app.context(Actor::Public);
    let Some(token) = ctx.store().token(hash_of(secret)).await? else { return Ok(None) };
    if TokenState::of(&token, ctx.now) != TokenState::Active {
        return Ok(None);
    }
    let signed = match acting(&ctx, token.user).await {
        Ok(Actor::User(signed)) => signed,
        Ok(_) | Err(AppError::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let minute = SignedDuration::from_mins(1);
    if token.used_at.is_none_or(|used| ctx.now.duration_since(used) > minute) {
        match ctx.store().touch_token(token.id, ctx.now).await {
            // Whoever can only read goes on reading.
            Ok(()) | Err(StoreError::Full) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let pass = Pass { token: token.id, scopes: scopes_of(&token) };
    Ok(Some(Signed { pass: Some(pass), ..signed }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_gives_no_more_than_it_has() {
        let offers = |role| offered(role).map(Scope::code).collect::<Vec<_>>();
        assert_eq!(offers(Role::Officer).len(), Scope::ALL.len());
        for role in Role::ALL.iter().copied().filter(|role| *role != Role::Officer) {
            assert!(offered(role).all(|scope| !scope.writes()), "{}", role.code());
        }
        assert!(offers(Role::Applicant).is_empty() && offers(Role::Reviewer).is_empty());
        assert!(offers(Role::Reader).contains(&"sources-read"));
        assert!(!offers(Role::Partner).contains(&"sources-read"));
        assert!(offers(Role::Partner).contains(&"texts-approve"));
        assert!(offers(Role::Partner).contains(&"calendar"));
    }

    #[test]
    fn a_pass_opens_what_its_scopes_name_and_nothing_of_the_account() {
        let pass = |scopes: &[Scope]| Pass {
            token: TokenId::new(uuid::Uuid::nil()),
            scopes: scopes.iter().copied().collect(),
        };
        let all = pass(Scope::ALL);
        for closed in
            [Action::ReadJournal, Action::ReadSealed, Action::ManageAccounts, Action::OwnAccount]
        {
            assert!(!all.allows(closed), "{closed:?}");
        }
        assert!(all.allows(Action::ApproveText));
        assert!(!pass(&[Scope::WriteInstruments]).allows(Action::ApproveText));
        assert!(!pass(&[Scope::ApproveTexts]).allows(Action::KeepRecord));
        let reads = pass(&[Scope::ReadFigures]);
        assert!(reads.allows(Action::ReadRecord) && !reads.allows(Action::KeepRecord));
        assert!(!reads.allows(Action::ReadSources));
        assert!(pass(&[Scope::WriteFigures]).allows(Action::ReadSources));
    }

    #[test]
    fn the_hash_of_a_token_is_the_hash_of_nothing_else() {
        assert_ne!(hash_of("kelisim_00"), Hash::of(b"kelisim_00"));
    }
}
