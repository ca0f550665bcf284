//! What officers and the host's side decide about an application.

use kelisim_domain::Refusal;
use kelisim_domain::id::ApplicationId;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::{
    Application, Content, Event, Home, Reason, Side, Words,
};
use kelisim_domain::programme::call::Class;
use kelisim_domain::text::{Language, Text4, tidy_line};
use kelisim_domain::user::Sealed;
use serde::{Deserialize, Serialize};

use super::{Audience, audience, may_read, open, published, seal, tell};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::typed::Typed;
use crate::{AppError, Result};

/// Most things to be mended at once.
const MOST: usize = 30;

/// What is typed to judge an application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    /// `eligible`, `ineligible`, `nominated` or `not_selected`.
    pub home: String,
    /// Code of the reason, for a no.
    pub reason: String,
    /// For the applicant.
    pub told: String,
    /// For the management.
    pub inside: String,
}

/// What is typed to give an application back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReturnForm {
    /// What is to be mended, one thing on each line.
    pub defects: String,
    /// Day and time by the clocks of the call's zone.
    pub due: String,
    /// For the management.
    pub inside: String,
}

/// What is typed when the host's side accepts an application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VerifyForm {
    /// Numbers of seats whose host does not take the person, with spaces between them.
    pub refused: String,
    /// For the applicant.
    pub told: String,
    /// For the management of the host's side.
    pub inside: String,
}

/// What is typed when the host's side refuses an application.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RefuseForm {
    /// Code of the reason.
    pub reason: String,
    /// For the applicant.
    pub told: String,
    /// For the management of the host's side.
    pub inside: String,
}

/// An application that is being decided about, with what was sent.
struct Case {
    growing: Growing<Application>,
    audience: Audience,
    content: Content,
}

impl Case {
    fn it(&self) -> Result<&Application> {
        self.growing.state()
    }

    /// Words about the person, sealed; nothing when nothing was said.
    fn seal(&self, ctx: &Context<'_>, words: &Words) -> Result<Option<Sealed>> {
        if *words == Words::default() {
            return Ok(None);
        }
        seal(ctx, self.it()?.description.applicant, words).map(Some)
    }
}

/// Loads an application for a decision made from a form of `version`.
///
/// What was sent has to be readable: about a person who was forgotten nothing is written any more.
async fn load(ctx: &Context<'_>, id: ApplicationId, version: i64, of: Audience) -> Result<Case> {
    may_read(ctx)?;
    let growing = Growing::<Application>::load(ctx, id.into()).await?;
    let it = growing.state()?;
    let audience = audience(ctx, it)?;
    if audience != of {
        return Err(AppError::Forbidden);
    }
    let content: Option<Content> = open(ctx, it.description.applicant, &it.sent.what.content)?;
    let content = content.ok_or(Refusal::new("application-forgotten"))?;
    growing.at_version(version)?;
    Ok(Case { growing, audience, content })
}

fn optional(
    typed: &mut Typed,
    field: &'static str,
    language: Language,
    text: &str,
) -> Option<Text4> {
    typed.optional_text(field, language, text).flatten()
}

fn reason(typed: &mut Typed, code: &str) -> Option<Reason> {
    let reason = Reason::from_code(code.trim());
    typed.take("reason", reason.ok_or(Refusal::new("application-reason-unknown")))
}

/// Finds an application eligible or not, nominates it or not. A no has a reason and words for the applicant.
///
/// # Errors
/// Each field that does not fit; `application-soft-missing` before a nomination; [`AppError::Stale`].
pub async fn judge(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    language: Language,
    form: &JudgeForm,
) -> Result<()> {
    let case = load(ctx, id, version, Audience::Officer).await?;
    let mut typed = Typed::default();
    let home = Home::from_code(&form.home).ok_or(Refusal::new("application-judgement-unknown"));
    let home = typed.take("home", home);
    let negative = matches!(home, Some(Home::Ineligible | Home::NotSelected));
    let (reason, told) = if negative {
        (reason(&mut typed, &form.reason), typed.text("told", language, &form.told))
    } else {
        (None, optional(&mut typed, "told", language, &form.told))
    };
    let inside = optional(&mut typed, "inside", language, &form.inside);
    let home = typed.all1(home)?;
    if home == Home::Nominated {
        all_there(ctx, &case).await?;
    }
    let words = case.seal(ctx, &Words { told, inside, defects: Vec::new() })?;
    let subject = match home {
        Home::Eligible => Subject::ApplicationEligible,
        Home::Nominated => Subject::ApplicationNominated,
        _ => Subject::ApplicationEnded,
    };
    tell::record(ctx, case.growing, &Event::Judged { home, reason, words }, subject).await
}

/// Whether an officer could judge an application so: everything but the words. Nothing is written.
///
/// # Errors
/// As [`judge`], but for the words.
pub async fn may_judge(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    home: Home,
) -> Result<()> {
    let mut case = load(ctx, id, version, Audience::Officer).await?;
    if home == Home::Nominated {
        all_there(ctx, &case).await?;
    }
    let negative = matches!(home, Home::Ineligible | Home::NotSelected);
    let reason = Reason::OF_HOME.first().copied().filter(|_| negative);
    let words = if negative {
        Some(seal(ctx, case.it()?.description.applicant, &Words::default())?)
    } else {
        None
    };
    case.growing.push(ctx, &Event::Judged { home, reason, words }, About::TODAY)
}

/// Rule (research/programmes.md §4.4): documents of the second class are there before the nomination.
async fn all_there(ctx: &Context<'_>, case: &Case) -> Result<()> {
    let it = case.it()?;
    let call = published(ctx, it.description.call).await?;
    let agreed = call.editions.iter().find(|edition| edition.number == it.sent.what.edition);
    let missing = agreed.into_iter().flat_map(|edition| &edition.terms.documents).find(|item| {
        item.what.class != Class::Later
            && !case.content.documents.iter().any(|own| own.document == item.number)
    });
    match missing {
        None => Ok(()),
        Some(item) => {
            let name = item.what.name.shown(item.what.name.record).0.to_owned();
            Err(Refusal::of("home", "application-soft-missing").with("name", name).into())
        }
    }
}

/// Gives an application back to be mended: for an officer before the nomination, for the host's side after it.
///
/// # Errors
/// Each field that does not fit; `application-loops-over`, `application-due-past`; [`AppError::Stale`].
pub async fn give_back(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    language: Language,
    form: &ReturnForm,
) -> Result<()> {
    let by = if ctx.authorise(crate::access::Action::VerifyApplications).is_ok() {
        Audience::Host
    } else {
        Audience::Officer
    };
    let case = load(ctx, id, version, by).await?;
    let call = published(ctx, case.it()?.description.call).await?;
    let zone = call.terms().map(|terms| terms.zone.clone()).ok_or(AppError::NotFound)?;
    let mut typed = Typed::default();
    let mut defects = Vec::new();
    for line in form.defects.lines().filter(|line| !tidy_line(line).is_empty()) {
        defects.extend(typed.text("defects", language, line));
    }
    if defects.is_empty() {
        typed.refuse(Refusal::of("defects", "text-empty"));
    }
    if defects.len() > MOST {
        typed.refuse(Refusal::of("defects", "text-too-long").with("max", MOST.to_string()));
    }
    let due = zone.read(&form.due);
    let due = due.map_err(|_| Refusal::new("call-time-form").with("text", form.due.trim()));
    let due = typed.take("due", due);
    let inside = optional(&mut typed, "inside", language, &form.inside);
    let due = typed.all1(due)?;
    let words = Words { told: None, inside, defects };
    let words = seal(ctx, case.it()?.description.applicant, &words)?;
    let by = if case.audience == Audience::Host { Side::Host } else { Side::Home };
    let event = Event::Returned { by, due, words };
    tell::record(ctx, case.growing, &event, Subject::ApplicationReturned).await
}

/// The host's side accepts an application, but for some places where that is said.
///
/// # Errors
/// `application-choice-unknown` for a place that is none of the call; `application-all-refused` when no place is left;
/// [`AppError::Stale`].
pub async fn verify(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    language: Language,
    form: &VerifyForm,
) -> Result<()> {
    let case = load(ctx, id, version, Audience::Host).await?;
    let it = case.it()?;
    let call = published(ctx, it.description.call).await?;
    let terms = call.terms().ok_or(AppError::NotFound)?;
    let mut typed = Typed::default();
    let mut refused = Vec::new();
    for word in form.refused.split_whitespace() {
        let number = word.parse::<u32>().ok();
        let number = number.filter(|number| terms.seats.iter().any(|seat| seat.number == *number));
        match number {
            Some(number) if refused.contains(&number) => {}
            Some(number) => refused.push(number),
            None => typed.refuse(Refusal::of("refused", "application-choice-unknown")),
        }
    }
    refused.sort_unstable();
    if !terms.seats.is_empty() && refused.len() == terms.seats.len() {
        typed.refuse(Refusal::of("refused", "application-all-refused"));
    }
    // Whoever takes a place away says why.
    let told = if refused.is_empty() {
        optional(&mut typed, "told", language, &form.told)
    } else {
        typed.text("told", language, &form.told)
    };
    let inside = optional(&mut typed, "inside", language, &form.inside);
    typed.done()?;
    let words = case.seal(ctx, &Words { told, inside, defects: Vec::new() })?;
    let event = Event::HostVerified { refused, words };
    tell::record(ctx, case.growing, &event, Subject::ApplicationVerified).await
}

/// The host's side refuses an application, with a reason and words for the applicant.
///
/// # Errors
/// Each field that does not fit; [`AppError::Stale`].
pub async fn refuse(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    language: Language,
    form: &RefuseForm,
) -> Result<()> {
    let case = load(ctx, id, version, Audience::Host).await?;
    let mut typed = Typed::default();
    let reason = reason(&mut typed, &form.reason);
    let told = typed.text("told", language, &form.told);
    let inside = optional(&mut typed, "inside", language, &form.inside);
    let (reason, told) = typed.all1(reason.zip(told))?;
    let words = Words { told: Some(told), inside, defects: Vec::new() };
    let words = seal(ctx, case.it()?.description.applicant, &words)?;
    let event = Event::HostRefused { reason, words };
    tell::record(ctx, case.growing, &event, Subject::ApplicationEnded).await
}
