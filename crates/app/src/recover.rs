//! The way back for an applicant who lost the password: a link that comes to the address of the account.
//!
//! Whoever asks is told the same whether there is such an account or not, and the asking takes as long: accounts are looked
//! for later, by the post. Who asks leaves no address behind, only a salted hash until the mail is carried. A link works
//! for an hour and once. The mailbox alone is not enough where the account holds a person's data: addresses are not
//! confirmed, and mailboxes of departments are shared, so the day of birth is asked as well. The second factor stays.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kelisim_domain::Refusal;
use kelisim_domain::id::UserId;
use kelisim_domain::journal::Hash;
use kelisim_domain::text::Language;
use kelisim_domain::user::{self, AccountState, Event, Role, User};
use kelisim_store::Change;
use kelisim_store::recovery::{Asked, Link};
use kelisim_store::token::Revoked;
use kelisim_store::work::Credential;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::growing::{About, Growing};
use crate::lookup::read;
use crate::programme::application::{Known, known};
use crate::register::door;
use crate::sign_in::{
    self, Account, Begun, TRIES_FROM_MACHINE, account, count_try, count_try_of_day, hash_password,
    password_rule,
};
use crate::typed::{Typed, read_day};
use crate::{AppError, Result};

/// A link ends after this.
const LINK: SignedDuration = SignedDuration::from_hours(1);
/// A mail that was not carried is tried again after this, and until a link of the first try would have ended.
const PAUSE: SignedDuration = SignedDuration::from_mins(5);
/// Mails to one address within a window of tries, and within a day.
const MAILS: [i64; 2] = [3, 10];
/// Days of birth that can be tried for one account within a day.
const GUESSES: i64 = 5;
/// Links in one mail.
const LINKS: usize = 10;
/// What was asked is answered so much at a time.
const ROUND: i64 = 50;
/// Accounts read at a time.
const PART: i64 = 500;

fn hash_of(id: Uuid, address: &str) -> Hash {
    Hash::of(format!("kelisim-recovery/1\0{id}\0{address}").as_bytes())
}

/// Asks for a link to an address. Says the same whether there is an account or not.
///
/// # Errors
/// `email-form`; [`AppError::TooMany`].
pub async fn ask(ctx: &Context<'_>, email: &str, language: Language, machine: &str) -> Result<()> {
    ctx.authorise(Action::ReadPublic)?;
    let mut typed = Typed::default();
    let email = typed.take("email", user::email(email));
    let email = typed.all1(email)?;
    count_try(ctx, &format!("machine/{machine}"), TRIES_FROM_MACHINE).await?;
    let address = Hash::of(email.as_bytes());
    let [at_once, of_day] = MAILS;
    count_try(ctx, &format!("recover/{address}"), at_once).await?;
    count_try_of_day(ctx, &format!("recover-day/{address}"), of_day).await?;
    let id = ctx.new_id();
    let asked = Asked {
        id,
        address: hash_of(id, &email),
        language: language.code().to_owned(),
        asked_at: ctx.now,
        next_at: ctx.now,
    };
    Ok(ctx.store().note_asked(&asked).await?)
}

/// A mail that is to be carried now.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// What was asked.
    pub asked: Uuid,
    /// The address.
    pub to: String,
    /// The language of the page on which it was asked.
    pub language: Language,
    /// The accounts of the address: first those that know a person, each time the newest first.
    accounts: Vec<UserId>,
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("asked", &self.asked).finish_non_exhaustive()
    }
}

/// Mails that are to be carried now. Where there is no such account, what was asked ends here.
///
/// Applicants have no column of addresses, since an address may be several people's: all are gone through, once for
/// everything that was asked meanwhile.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but the house itself.
pub async fn letters_due(ctx: &Context<'_>) -> Result<Vec<Letter>> {
    system(ctx)?;
    let asked = ctx.store().asked_due(ctx.now, ROUND).await?;
    let mut found = found(ctx, &asked).await?;
    let mut letters = Vec::new();
    for one in asked {
        let accounts = found.remove(&one.id).unwrap_or_default();
        let language = Language::from_code(&one.language).unwrap_or(Language::En);
        let late = ctx.now.duration_since(one.asked_at) > LINK;
        let Some((to, _)) = accounts.first().filter(|_| !late) else {
            ctx.store().end_asked(one.id).await?;
            continue;
        };
        let to = to.clone();
        // Whoever registers with another person's address pushes nobody's account out of the mail.
        let (mut people, mut empty) = (Vec::new(), Vec::new());
        for (_, account) in accounts.into_iter().rev() {
            match known(ctx, account).await? {
                Known::Nothing => empty.push(account),
                Known::Born(_) | Known::Nobody => people.push(account),
            }
        }
        let accounts = people.into_iter().chain(empty).take(LINKS).collect();
        letters.push(Letter { asked: one.id, to, language, accounts });
    }
    Ok(letters)
}

/// Makes the links of a mail that is about to be carried: tokens, each with the day its account was opened (UTC). Should
/// the carrier not take the mail, it is tried again later, with new ones.
///
/// # Errors
/// As [`letters_due`].
pub async fn links(ctx: &Context<'_>, letter: &Letter) -> Result<Vec<(String, Date)>> {
    system(ctx)?;
    let (mut links, mut kept) = (Vec::new(), Vec::new());
    for account in &letter.accounts {
        let token = ctx.new_token();
        let hash = Hash::of(token.as_bytes());
        kept.push(Link { token: hash, account: *account, ends_at: ctx.now + LINK });
        links.push((token, opened_on(ctx, *account).await?));
    }
    ctx.store().keep_links(letter.asked, &kept, ctx.now + PAUSE).await?;
    Ok(links)
}

/// The accounts of what was asked, in the order in which they were opened, each with its address.
async fn found(
    ctx: &Context<'_>,
    asked: &[Asked],
) -> Result<BTreeMap<Uuid, Vec<(String, UserId)>>> {
    let mut found: BTreeMap<Uuid, Vec<(String, UserId)>> = BTreeMap::new();
    let mut after = None;
    while !asked.is_empty() {
        let bodies = ctx.store().applicants(after, PART).await?;
        let Some(last) = bodies.last() else { break };
        after = Some(UserId::new(last.id));
        for body in bodies {
            let account: Account = read(ctx, &body).await?;
            let Some(fields) = account.fields else { continue };
            if account.user.state != AccountState::Active {
                continue;
            }
            for one in asked.iter().filter(|one| hash_of(one.id, &fields.email) == one.address) {
                let entry = (fields.email.clone(), account.user.id);
                found.entry(one.id).or_default().push(entry);
            }
        }
    }
    Ok(found)
}

async fn opened_on(ctx: &Context<'_>, id: UserId) -> Result<Date> {
    let entries = ctx.store().entries(id.into()).await?;
    let at = entries.first().map_or(ctx.now, |entry| entry.new.recorded_at);
    Ok(at.to_zoned(TimeZone::UTC).date())
}

/// A mail was carried: what was asked is done with.
///
/// # Errors
/// As [`letters_due`].
pub async fn carried(ctx: &Context<'_>, letter: &Letter) -> Result<()> {
    system(ctx)?;
    Ok(ctx.store().end_asked(letter.asked).await?)
}

fn system(ctx: &Context<'_>) -> Result<()> {
    if ctx.actor == Actor::System { Ok(()) } else { Err(AppError::Forbidden) }
}

/// What a link asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// A new password.
    Password,
    /// A new password, and the day of birth that the account knows.
    Born,
    /// Nothing helps: the account holds something about a person and knows no day of birth. The office has to see to it.
    Office,
}

/// What the account behind a link asks for.
///
/// # Errors
/// [`AppError::NotFound`] for a link that was used, ended or never was.
pub async fn asks(ctx: &Context<'_>, token: &str) -> Result<Asks> {
    ctx.authorise(Action::ReadPublic)?;
    let account = behind(ctx, token).await?;
    Ok(match known(ctx, account.user.id).await? {
        Known::Nothing => Asks::Password,
        Known::Born(_) => Asks::Born,
        Known::Nobody => Asks::Office,
    })
}

async fn behind(ctx: &Context<'_>, token: &str) -> Result<Account> {
    let id = ctx.store().linked(Hash::of(token.as_bytes()), ctx.now).await?;
    let found = account(ctx, id.ok_or(AppError::NotFound)?).await?.ok_or(AppError::NotFound)?;
    let usable = found.user.state == AccountState::Active && found.user.role == Role::Applicant;
    if usable { Ok(found) } else { Err(AppError::NotFound) }
}

/// What is typed on the page of a link.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewPasswordForm {
    /// Day of birth.
    pub born: String,
    /// The password.
    pub new_password: String,
    /// The password again.
    pub again: String,
}

/// Sets a new password by a link and signs in. Sessions, tokens and links of the account end; its second factor stays.
///
/// # Errors
/// Each field that does not fit; `recovery-born`, `recovery-office`; [`AppError::NotFound`] for a link that was used,
/// ended or never was; [`AppError::Stale`] when it was used at the same time; [`AppError::TooMany`].
pub async fn set_password(
    ctx: &Context<'_>,
    token: &str,
    form: &NewPasswordForm,
    machine: &str,
) -> Result<Begun> {
    ctx.authorise(Action::ReadPublic)?;
    count_try(ctx, &format!("machine/{machine}"), TRIES_FROM_MACHINE).await?;
    let id = behind(ctx, token).await?.user.id;
    // The link is looked at once more behind the version that is written over: of two who use it one is late.
    let mut growing = Growing::<User>::load(ctx, id.into()).await?;
    let account = behind(ctx, token).await?;
    let email = account.fields.ok_or(AppError::NotFound)?.email;
    checked(ctx, id, form).await?;
    let door = door(&email, &form.new_password).await?;
    if ctx.store().behind_door(door).await?.is_some_and(|other| other != id) {
        // Two accounts of one address: this password opens the other one already.
        return Err(Refusal::of("new_password", "password-same").into());
    }
    growing.push(ctx, &Event::Recovered, About::TODAY)?;
    let password = hash_password(ctx, &form.new_password).await?;
    let credential = ctx.store().credential(id).await?.ok_or(AppError::NotFound)?;
    let complete = credential.totp.is_none();
    let credential = Credential { password, must_change: false, door: Some(door), ..credential };
    // The links of the account end with the password they were for.
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        credentials: vec![credential],
        sign_out: vec![id],
        revoked: vec![Revoked::All(id, ctx.now)],
        ..Change::default()
    };
    ctx.commit(&change).await?;
    sign_in::begin(ctx, id, complete).await
}

/// Whether what was typed fits, the day of birth last: a day that is tried counts as a try.
async fn checked(ctx: &Context<'_>, id: UserId, form: &NewPasswordForm) -> Result<()> {
    let mut typed = Typed::default();
    let known = known(ctx, id).await?;
    let born = match &known {
        Known::Nobody => return Err(Refusal::new("recovery-office").into()),
        Known::Nothing => Some(None),
        Known::Born(_) => typed.take("born", read_day(&form.born)).map(Some),
    };
    typed.take("new_password", password_rule(&form.new_password));
    if form.new_password != form.again {
        typed.refuse(Refusal::of("again", "passwords-differ"));
    }
    let born = typed.all1(born)?;
    if let (Known::Born(days), Some(born)) = (&known, born) {
        count_try_of_day(ctx, &format!("recovery/{id}"), GUESSES).await?;
        if !days.contains(&born) {
            return Err(Refusal::of("born", "recovery-born").into());
        }
    }
    Ok(())
}
