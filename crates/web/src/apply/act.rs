//! What is done to an application: by the applicant, by an officer, by the host's side.

use kelisim_app::lookup::directory;
use kelisim_app::programme::application::{self, Audience, Seen};
use kelisim_app::{AppError, Result};
use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, PieceId};
use kelisim_domain::programme::application::{Home, Reason, Stage};
use kelisim_domain::programme::call::Class;
use kelisim_i18n::Arg;

use super::keep::title;
use crate::answer::{Answer, see_other};
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// What can be done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Mend,
    Supplement,
    Withdraw,
    Restore,
    Judge,
    Return,
    Verify,
    Refuse,
}

impl Work {
    fn of(at: &At) -> Result<Self> {
        let code: String = at.read("act").map_err(|_| AppError::NotFound)?;
        Ok(match code.as_str() {
            "mend" => Self::Mend,
            "supplement" => Self::Supplement,
            "withdraw" => Self::Withdraw,
            "restore" => Self::Restore,
            "judge" => Self::Judge,
            "return" => Self::Return,
            "verify" => Self::Verify,
            "refuse" => Self::Refuse,
            _ => return Err(AppError::NotFound),
        })
    }

    /// Whether it is this reader's to do.
    const fn is_of(self, audience: Audience) -> bool {
        matches!(
            (self, audience),
            (Self::Mend | Self::Supplement | Self::Withdraw | Self::Restore, Audience::Applicant)
                | (Self::Judge, Audience::Officer)
                | (Self::Return, Audience::Officer | Audience::Host)
                | (Self::Verify | Self::Refuse, Audience::Host)
        )
    }
}

/// The form of an act.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write(&visit, at.read("application")?, Work::of(&at)?, start).await
}

fn reasons(visit: &Visit, all: &[Reason]) -> Input {
    let l = visit.locale;
    let choices = all.iter().map(|r| Choice::new(r.code(), l.term("application_reason", r.code())));
    Input::select(l, "reason", l.t("application-reason"), choices.collect())
}

async fn inputs(visit: &Visit, seen: &Seen, work: Work) -> Result<Vec<Input>> {
    let l = visit.locale;
    let told = || Input::area(l, "told", l.t("application-told"));
    let inside = || Input::area(l, "inside", l.t("application-inside-label")).optional();
    let terms = seen.call.terms().ok_or(AppError::NotFound)?;
    Ok(match work {
        Work::Mend | Work::Withdraw | Work::Restore => Vec::new(),
        Work::Supplement => {
            let there = |number| {
                seen.content
                    .as_ref()
                    .is_some_and(|c| c.documents.iter().any(|sent| sent.document == number))
            };
            let open = terms
                .documents
                .iter()
                .filter(|item| item.what.class != Class::Hard && !there(item.number))
                .map(|item| {
                    Choice::new(item.number.to_string(), words::text(l, &item.what.name).0)
                });
            let own = application::wallet(&visit.context()).await?;
            let own = own.into_iter().map(|own| Choice::new(own.id.to_string(), own.name));
            vec![
                Input::select(l, "documents", l.t("document-which"), open.collect()),
                Input::select(l, "own", l.t("document-own"), own.collect())
                    .hint(l.t("document-own-hint")),
            ]
        }
        Work::Judge => {
            let homes = match seen.stage {
                Stage::Eligible => [Home::Nominated, Home::NotSelected],
                _ => [Home::Eligible, Home::Ineligible],
            };
            let homes = homes.map(|h| Choice::new(h.code(), l.term("application_home", h.code())));
            vec![
                Input::select(l, "home", l.t("application-decision"), homes.to_vec()),
                reasons(visit, &Reason::OF_HOME).optional().hint(l.t("application-reason-hint")),
                told().optional().hint(l.t("application-told-hint")),
                inside(),
            ]
        }
        Work::Return => {
            let zone = terms.zone.to_string();
            let hint = l.format("application-due-hint", &[("zone", Arg::Str(&zone))]);
            vec![
                Input::area(l, "defects", l.t("application-defects"))
                    .hint(l.t("application-defects-hint")),
                Input::line("due", l.t("application-due")).hint(&hint),
                inside(),
            ]
        }
        Work::Verify => {
            let names = directory(&visit.context()).await?;
            let seats = terms.seats.iter().map(|seat| {
                let known = seat.what.specialty.known();
                let specialty = known.as_ref().map_or_else(
                    || seat.what.specialty.to_string(),
                    |known| words::text(l, &known.name).0,
                );
                let host = words::party(l, &names, &seat.what.host);
                Choice::new(seat.number.to_string(), format!("{host}: {specialty}"))
            });
            vec![
                Input::several("refused", l.t("application-refused-seats"), seats.collect())
                    .hint(l.t("application-refused-seats-hint")),
                told().optional().hint(l.t("application-told-hint")),
                inside(),
            ]
        }
        Work::Refuse => vec![reasons(visit, &Reason::OF_HOST), told(), inside()],
    })
}

async fn write(visit: &Visit, id: ApplicationId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let seen = application::page(&visit.context(), id).await?;
    if !work.is_of(seen.audience) {
        return Err(AppError::Forbidden.into());
    }
    let (act, name, lead, tone) = match work {
        Work::Mend => ("mend", l.t("application-mend"), l.t("application-mend-lead"), "go"),
        Work::Supplement => {
            ("supplement", l.t("application-supplement"), l.t("application-supplement-lead"), "go")
        }
        Work::Withdraw => {
            ("withdraw", l.t("application-withdraw"), l.t("application-withdraw-lead"), "no")
        }
        Work::Restore => {
            ("restore", l.t("application-restore"), l.t("application-restore-lead"), "go")
        }
        Work::Judge => ("judge", l.t("application-judge"), l.t("application-judge-lead"), "go"),
        Work::Return => ("return", l.t("application-return"), l.t("application-return-lead"), "go"),
        Work::Verify => ("verify", l.t("application-verify"), l.t("application-verify-lead"), "go"),
        Work::Refuse => ("refuse", l.t("application-refuse"), l.t("application-refuse-lead"), "no"),
    };
    let action = visit.at(&format!("/applications/{id}/{act}"));
    let sheet = Sheet::new(&action, name, inputs(visit, &seen, work).await?)
        .tone(tone)
        .with("version", seen.version);
    let own = seen.audience == Audience::Applicant;
    let head = Head {
        nav: if own { Nav::My } else { Nav::Calls },
        title: format!("{name}: {}", seen.receipt),
        crumb: (visit.at(&format!("/applications/{id}")), l.term("thing", "application")),
        lead,
    };
    sheet.show_with(visit, &start, head, vec![title(l, &seen.call)]).await
}

/// Does an act.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    let (id, work): (ApplicationId, Work) = (at.read("application")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    let (version, language) = (fields.number("version"), words::language(visit.locale));
    if work == Work::Mend {
        return match application::reopen(&ctx, id).await {
            Ok(call) => Ok(see_other(&visit.at(&format!("/apply/{call}")))),
            Err(AppError::Refused(refusals)) => {
                write(visit, id, work, Start::refused(fields, refusals)).await
            }
            Err(error) => Err(posted.failed(error).await),
        };
    }
    let done = match work {
        Work::Mend => Ok(()),
        Work::Supplement => {
            let number = fields.get("documents").parse::<u32>();
            let own = fields.get("own").parse::<PieceId>();
            match (number, own) {
                (Ok(number), Ok(own)) => {
                    application::supplement(&ctx, id, version, number, own).await
                }
                _ => Err(Refusal::of("documents", "document-which-unknown").into()),
            }
        }
        Work::Withdraw => application::withdraw(&ctx, id, version).await,
        Work::Restore => application::restore(&ctx, id, version).await,
        Work::Judge => application::judge(&ctx, id, version, language, &fields.form()).await,
        Work::Return => application::give_back(&ctx, id, version, language, &fields.form()).await,
        Work::Verify => application::verify(&ctx, id, version, language, &fields.form()).await,
        Work::Refuse => application::refuse(&ctx, id, version, language, &fields.form()).await,
    };
    posted
        .answered(done, &format!("/applications/{id}"), |start| write(visit, id, work, start))
        .await
}
