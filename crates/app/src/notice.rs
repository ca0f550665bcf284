//! Notices: a use case tells the people for whom its step is something to do or to know; a person reads, marks and
//! says whether mails are wanted; the keeper sends what waits.
//!
//! A notice is written in the transaction of the step it tells of, so that nothing is told that did not happen and
//! nothing that happened stays untold. Decided, published and notified are three things: what the record says, who may
//! read it, and the log of mails.

use std::collections::{BTreeMap, BTreeSet};

use jiff::SignedDuration;
use kelisim_domain::Refusal;
use kelisim_domain::aggregate::Aggregate;
use kelisim_domain::id::{NoticeId, StreamId, UserId};
use kelisim_domain::notice::{Mail, Subject};
use kelisim_domain::party::PartyCode;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::user::{AccountState, Role};
pub use kelisim_store::notice::NoticeCursor;
use kelisim_store::notice::{Delivery, Notice, Wish};
use serde::{Deserialize, Serialize};

use crate::access::Action;
use crate::context::{Actor, Context};
use crate::lookup::read_all;
use crate::sign_in::Account;
use crate::typed::Typed;
use crate::{AppError, Result};

/// Notices of one part of the list.
pub const PART: usize = 50;
/// Mails that one round sends at most.
const ROUND: i64 = 500;
/// Pauses between tries, in minutes; after the last one a mail is given up.
const PAUSES: [i64; 5] = [5, 30, 120, 480, 1440];

/// Something to tell.
pub(crate) struct Told<'a> {
    /// To whom. Whoever acts is never told of the own step.
    pub(crate) to: Vec<UserId>,
    /// What happened.
    pub(crate) subject: Subject,
    /// What the thing is called.
    pub(crate) title: &'a Text4,
}

impl Told<'_> {
    /// The notices of a step that brings a thing to a version.
    pub(crate) fn of<A: Aggregate>(
        self,
        ctx: &Context<'_>,
        thing: StreamId,
        version: i64,
    ) -> Result<Vec<Notice>> {
        self.once::<A>(ctx, thing, &version.to_string())
    }

    /// The notices of something that is told once for each mark, such as the instant of a deadline.
    pub(crate) fn once<A: Aggregate>(
        self,
        ctx: &Context<'_>,
        thing: StreamId,
        mark: &str,
    ) -> Result<Vec<Notice>> {
        let title = serde_json::to_string(self.title)
            .map_err(|error| AppError::internal("the title of a notice", error))?;
        let to: BTreeSet<UserId> =
            self.to.into_iter().filter(|user| Some(*user) != ctx.user()).collect();
        let notice = |to: UserId| {
            let name = format!("{thing}/{mark}/{}/{to}", self.subject.code());
            Notice {
                id: NoticeId::new(StreamId::named("notice", &name).uuid()),
                to,
                subject: self.subject,
                aggregate: A::NAME.to_owned(),
                thing,
                title: title.clone(),
                made_at: ctx.now,
                read_at: None,
                mail: Mail::Waiting,
            }
        };
        Ok(to.into_iter().map(notice).collect())
    }
}

/// Accounts of a registry that can be used now.
async fn active(ctx: &Context<'_>, registry: RegistryCode) -> Result<Vec<Account>> {
    let mut accounts: Vec<Account> = read_all(ctx, ctx.store().users(registry).await?).await?;
    accounts.retain(|it| it.user.state == AccountState::Active);
    Ok(accounts)
}

/// Officers of a registry.
pub(crate) async fn officers(ctx: &Context<'_>, registry: RegistryCode) -> Result<Vec<UserId>> {
    let accounts = active(ctx, registry).await?.into_iter();
    Ok(accounts.filter(|it| it.user.role == Role::Officer).map(|it| it.user.id).collect())
}

/// People of a partner in a registry.
pub(crate) async fn people_of(
    ctx: &Context<'_>,
    registry: RegistryCode,
    partner: &PartyCode,
) -> Result<Vec<UserId>> {
    let accounts = active(ctx, registry).await?.into_iter();
    let partner = &crate::lookup::resolved(ctx, partner).await?;
    let theirs = accounts.filter(|it| it.user.partners.contains(partner));
    Ok(theirs.map(|it| it.user.id).collect())
}

/// A notice as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The notice.
    pub notice: Notice,
    /// What the thing is called.
    pub title: Text4,
    /// The last try to send the mail, while it was in vain; nothing before the first.
    pub tried: Option<Delivery>,
}

/// Notices of the actor, the newest first, and where the list goes on.
///
/// # Errors
/// When nobody is signed in, or the store cannot be read.
pub async fn list(
    ctx: &Context<'_>,
    after: Option<NoticeCursor>,
) -> Result<(Vec<Line>, Option<NoticeCursor>)> {
    let user = own(ctx)?;
    let limit = i64::try_from(PART + 1).unwrap_or(i64::MAX);
    let mut notices = ctx.store().notices_of(user, after, limit).await?;
    let more = notices.len() > PART;
    notices.truncate(PART);
    let next = notices.last().filter(|_| more);
    let next = next.map(|last| NoticeCursor { at: last.made_at, id: last.id });
    let mut lines = Vec::with_capacity(notices.len());
    for notice in notices {
        let title = serde_json::from_str(&notice.title)
            .map_err(|error| AppError::internal("the title of a notice", error))?;
        // The log of a mail that went out, or was never to, is asked for by nobody.
        let tried = match notice.mail {
            Mail::Waiting | Mail::Failed => ctx.store().deliveries(notice.id).await?.pop(),
            Mail::Sent | Mail::Unwanted => None,
        };
        lines.push(Line { notice, title, tried });
    }
    Ok((lines, next))
}

/// How many notices the actor has not marked as read; none for whoever has no account.
///
/// # Errors
/// When the store cannot be read.
pub async fn unread(ctx: &Context<'_>) -> Result<i64> {
    match ctx.user() {
        Some(user) => Ok(ctx.store().unread(user).await?),
        None => Ok(0),
    }
}

/// Marks one notice of the actor as read, or all of them.
///
/// # Errors
/// [`AppError::NotFound`] for a notice that is not the actor's or was marked before.
pub async fn mark_read(ctx: &Context<'_>, id: Option<NoticeId>) -> Result<()> {
    let user = own(ctx)?;
    let marked = ctx.store().mark_read(user, id, ctx.now).await?;
    if marked || id.is_none() { Ok(()) } else { Err(AppError::NotFound) }
}

/// How the actor wants to be told, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WishForm {
    /// `yes` or `no`.
    pub mail: String,
    /// Tag of a language; empty for all four in one mail.
    pub language: String,
}

/// How the actor wants to be told.
///
/// # Errors
/// When nobody is signed in, or the store cannot be read.
pub async fn wish(ctx: &Context<'_>) -> Result<WishForm> {
    let wish = ctx.store().wish(own(ctx)?).await?;
    let mail = if wish.no_mail { "no" } else { "yes" };
    Ok(WishForm { mail: mail.to_owned(), language: wish.language.unwrap_or_default() })
}

/// Notes how the actor wants to be told.
///
/// # Errors
/// `notice-mail-unknown`, `notice-language-unknown`.
pub async fn set_wish(ctx: &Context<'_>, form: &WishForm) -> Result<()> {
    let user = own(ctx)?;
    let mut typed = Typed::default();
    let no_mail = match form.mail.trim() {
        "yes" => Ok(false),
        "no" => Ok(true),
        _ => Err(Refusal::new("notice-mail-unknown")),
    };
    let no_mail = typed.take("mail", no_mail);
    let language = match form.language.trim() {
        "" => Ok(None),
        code => Language::from_code(code).map(Some).ok_or(Refusal::new("notice-language-unknown")),
    };
    let language = typed.take("language", language);
    let (no_mail, language) = typed.all1(no_mail.zip(language))?;
    let language = language.map(|language| language.code().to_owned());
    Ok(ctx.store().set_wish(user, &Wish { no_mail, language }).await?)
}

fn own(ctx: &Context<'_>) -> Result<UserId> {
    ctx.authorise(Action::OwnAccount)?;
    ctx.user().ok_or(AppError::SignedOut)
}

/// A mail that is to be sent now: several notices of one person make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailing {
    /// The address; nothing when there is nobody to send it to or no mail is wanted.
    pub to: Option<String>,
    /// The language that was chosen; all four, when none was.
    pub language: Option<Language>,
    /// The notices it is about.
    pub notices: Vec<NoticeId>,
}

/// Mails that are to be sent now.
///
/// Whoever read a notice meanwhile, wants no mail, has a closed account or was forgotten gets none; the log says so.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but the house itself.
pub async fn mails_due(ctx: &Context<'_>) -> Result<Vec<Mailing>> {
    system(ctx)?;
    let mut by_person: BTreeMap<(UserId, bool), Vec<NoticeId>> = BTreeMap::new();
    for notice in ctx.store().mails_due(ctx.now, ROUND).await? {
        by_person.entry((notice.to, notice.read_at.is_some())).or_default().push(notice.id);
    }
    let mut mailings = Vec::with_capacity(by_person.len());
    for ((user, was_read), notices) in by_person {
        let wish = ctx.store().wish(user).await?;
        let account = match crate::sign_in::account(ctx, user).await? {
            Some(account) if account.user.state == AccountState::Active => Some(account),
            _ => None,
        };
        let address = account.and_then(|account| account.fields).map(|fields| fields.email);
        let to = address.filter(|_| !wish.no_mail && !was_read);
        let language = wish.language.as_deref().and_then(Language::from_code);
        mailings.push(Mailing { to, language, notices });
    }
    Ok(mailings)
}

/// What became of a mail: notes it in the log of each notice and decides when it is tried again.
///
/// `answer` is what the carrier said, without addresses; an error when it did not take the mail.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but the house itself.
pub async fn mailed(
    ctx: &Context<'_>,
    mailing: &Mailing,
    carrier: &str,
    answer: std::result::Result<String, String>,
) -> Result<()> {
    system(ctx)?;
    for notice in &mailing.notices {
        let tries = ctx.store().deliveries(*notice).await?.len();
        let pause = PAUSES.get(tries).copied();
        let mail = match (&mailing.to, &answer, pause) {
            (None, _, _) => Mail::Unwanted,
            (Some(_), Ok(_), _) => Mail::Sent,
            (Some(_), Err(_), Some(_)) => Mail::Waiting,
            (Some(_), Err(_), None) => Mail::Failed,
        };
        let next = ctx.now + SignedDuration::from_mins(pause.unwrap_or(0));
        let (Ok(answer) | Err(answer)) = &answer;
        let delivery = Delivery {
            notice: *notice,
            carrier: carrier.to_owned(),
            at: ctx.now,
            mail,
            answer: answer.chars().take(300).collect(),
        };
        ctx.store().note_delivery(&delivery, next).await?;
    }
    Ok(())
}

fn system(ctx: &Context<'_>) -> Result<()> {
    if ctx.actor == Actor::System { Ok(()) } else { Err(AppError::Forbidden) }
}
