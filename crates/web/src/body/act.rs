//! What is done to a body: it is entered and described, facts are added and taken back.

use kelisim_app::access::Action;
use kelisim_app::{AppError, body};
use kelisim_domain::id::BodyId;
use kelisim_i18n::Locale;

use super::form;
use crate::answer::{Answer, Failure};
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form of a new body.
pub(super) async fn enter_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_enter(&visit, Start::kept(&visit).await?).await
}

async fn write_enter(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = form::enter(visit).await?.with("id", start.id(visit));
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Bodies,
        title: l.t("body-enter").to_owned(),
        crumb: (visit.at("/bodies"), l.t("bodies-title")),
        lead: l.t("body-enter-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Enters a body.
pub(super) async fn enter(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id = BodyId::new(Start::refused(fields, Vec::new()).id(visit));
    let language = words::language(visit.locale);
    let done = body::enter(&visit.context(), id, language, &fields.form()).await;
    posted.answered(done, &format!("/bodies/{id}"), |start| write_enter(visit, start)).await
}

/// What can be done to a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Describe,
    Mandate,
    Standing,
    Join,
    Leave,
    Session,
    Decide,
    Pledge,
    Deliver,
    Invite,
    Move,
    Withdraw,
    Publish,
}

impl Work {
    /// The act an address names.
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        Ok(match code.as_str() {
            "describe" => Self::Describe,
            "mandate" => Self::Mandate,
            "standing" => Self::Standing,
            "join" => Self::Join,
            "leave" => Self::Leave,
            "session" => Self::Session,
            "decide" => Self::Decide,
            "pledge" => Self::Pledge,
            "deliver" => Self::Deliver,
            "invite" => Self::Invite,
            "move" => Self::Move,
            "withdraw" => Self::Withdraw,
            "publish" => Self::Publish,
            _ => return Err(AppError::NotFound.into()),
        })
    }

    /// Title and lead.
    fn words(self, l: Locale, public: bool) -> (&'static str, &'static str) {
        match self {
            Self::Describe => (l.t("body-do-describe"), l.t("body-describe-lead")),
            Self::Mandate => (l.t("body-do-mandate"), l.t("body-mandate-lead")),
            Self::Standing => (l.t("body-do-standing"), l.t("body-standing-lead")),
            Self::Join => (l.t("body-do-join"), l.t("body-join-lead")),
            Self::Leave => (l.t("body-do-leave"), l.t("body-leave-lead")),
            Self::Session => (l.t("body-do-session"), l.t("body-session-lead")),
            Self::Decide => (l.t("meeting-do-decide"), l.t("meeting-decide-lead")),
            Self::Pledge => (l.t("body-do-pledge"), l.t("body-pledge-lead")),
            Self::Deliver => (l.t("body-do-deliver"), l.t("body-deliver-lead")),
            Self::Invite => (l.t("body-do-invite"), l.t("body-invite-lead")),
            Self::Move => (l.t("body-do-move"), l.t("body-move-lead")),
            Self::Withdraw => (l.t("instrument-do-withdraw"), l.t("body-withdraw-lead")),
            Self::Publish if public => (l.t("meeting-do-publish"), l.t("body-unpublish-lead")),
            Self::Publish => (l.t("meeting-do-publish"), l.t("body-publish-lead")),
        }
    }
}

/// The form of an act.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: BodyId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let seen = body::page(&ctx, id, None).await?;
    let it = &seen.body;
    let d = &it.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let sheet = match work {
        Work::Describe => form::describe(visit, it).await?,
        Work::Mandate => form::mandate(visit, it).await?,
        Work::Standing => form::standing(visit, it).await?,
        Work::Join => form::join(visit, it).await?,
        Work::Leave => form::leave(visit, &seen).await?,
        Work::Session => form::session(visit, &seen).await?,
        Work::Decide => form::decide(visit, &seen).await?,
        Work::Pledge => form::pledge(visit, &seen).await?,
        Work::Deliver => form::deliver(visit, &seen).await?,
        Work::Invite => form::invite(visit, it).await?,
        Work::Move => form::step(visit, &seen).await?,
        Work::Withdraw => form::withdraw(visit, &seen).await?,
        Work::Publish => form::publish(visit, it),
    };
    let sheet = sheet.with("version", it.version);
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let (title, lead) = work.words(l, it.public);
    let name = words::text(l, &d.title).0;
    let head = Head {
        nav: Nav::Bodies,
        title: format!("{title}: {name}"),
        crumb: (visit.at(&format!("/bodies/{id}")), l.term("thing", "body")),
        lead,
    };
    sheet.show(visit, &start, head).await
}

/// Does an act.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    let (id, work): (BodyId, Work) = (at.read("id")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    let result = match work {
        Work::Describe => body::describe(&ctx, id, version, language, &fields.form()).await,
        Work::Mandate => body::mandate(&ctx, id, version, language, &fields.form()).await,
        Work::Standing => body::standing(&ctx, id, version, &fields.form()).await,
        Work::Join => body::join(&ctx, id, version, language, &fields.form()).await,
        Work::Leave => body::leave(&ctx, id, version, &fields.form()).await,
        Work::Session => body::session(&ctx, id, version, language, &fields.form()).await,
        Work::Decide => body::decide(&ctx, id, version, language, &fields.form()).await,
        Work::Pledge => body::pledge(&ctx, id, version, language, &fields.form()).await,
        Work::Deliver => body::deliver(&ctx, id, version, language, &fields.form()).await,
        Work::Invite => body::invite(&ctx, id, version, language, &fields.form()).await,
        Work::Move => body::step(&ctx, id, version, language, &fields.form()).await,
        Work::Withdraw => body::withdraw(&ctx, id, version, language, &fields.form()).await,
        Work::Publish => body::publish(&ctx, id, version, fields.get("public") == "1").await,
    };
    posted.answered(result, &format!("/bodies/{id}"), |start| write(visit, id, work, start)).await
}
