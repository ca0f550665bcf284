//! What is done to a meeting: it is entered and described, facts are added and taken back.

use kelisim_app::access::Action;
use kelisim_app::{AppError, meeting};
use kelisim_domain::id::MeetingId;

use super::fact;
use crate::answer::{Answer, Failure};
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form of a new meeting.
pub(super) async fn enter_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_enter(&visit, Start::kept(&visit).await?).await
}

async fn write_enter(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = fact::enter(visit).await?.with("id", start.id(visit));
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Meetings,
        title: l.t("meeting-enter").to_owned(),
        crumb: (visit.at("/meetings"), l.t("meetings-title")),
        lead: l.t("meeting-enter-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Enters a meeting.
pub(super) async fn enter(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id = MeetingId::new(Start::refused(fields, Vec::new()).id(visit));
    let language = words::language(visit.locale);
    let done = meeting::enter(&visit.context(), id, language, &fields.form()).await;
    posted.answered(done, &format!("/meetings/{id}"), |start| write_enter(visit, start)).await
}

/// What can be done to a meeting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Describe,
    Delegation,
    Agenda,
    Decide,
    Ask,
    Withdraw,
    Publish,
}

impl Work {
    /// The act an address names.
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        Ok(match code.as_str() {
            "describe" => Self::Describe,
            "delegation" => Self::Delegation,
            "agenda" => Self::Agenda,
            "decide" => Self::Decide,
            "ask" => Self::Ask,
            "withdraw" => Self::Withdraw,
            "publish" => Self::Publish,
            _ => return Err(AppError::NotFound.into()),
        })
    }
}

/// The form of an act.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: MeetingId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let it = meeting::one(&ctx, id).await?;
    let d = &it.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let (title, lead, sheet) = match work {
        Work::Describe => (
            l.t("meeting-do-describe"),
            l.t("meeting-describe-lead"),
            fact::describe(visit, &it).await?,
        ),
        Work::Delegation => (
            l.t("meeting-do-delegation"),
            l.t("meeting-delegation-lead"),
            fact::delegation(visit, &it).await?,
        ),
        Work::Agenda => {
            (l.t("meeting-do-agenda"), l.t("meeting-agenda-lead"), fact::agenda(visit, &it).await?)
        }
        Work::Decide => {
            (l.t("meeting-do-decide"), l.t("meeting-decide-lead"), fact::decide(visit, &it).await?)
        }
        Work::Ask => (l.t("meeting-do-ask"), l.t("meeting-ask-lead"), fact::ask(visit, &it).await?),
        Work::Withdraw => (
            l.t("instrument-do-withdraw"),
            l.t("meeting-withdraw-lead"),
            fact::withdraw(visit, &it),
        ),
        Work::Publish => {
            let lead =
                if it.public { l.t("meeting-unpublish-lead") } else { l.t("meeting-publish-lead") };
            (l.t("meeting-do-publish"), lead, fact::publish(visit, &it))
        }
    };
    let sheet = sheet.with("version", it.version);
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let name = words::text(l, &d.title).0;
    let head = Head {
        nav: Nav::Meetings,
        title: format!("{title}: {name}"),
        crumb: (visit.at(&format!("/meetings/{id}")), l.term("thing", "meeting")),
        lead,
    };
    sheet.show(visit, &start, head).await
}

/// Does an act.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    let (id, work): (MeetingId, Work) = (at.read("id")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    let result = match work {
        Work::Describe => meeting::describe(&ctx, id, version, language, &fields.form()).await,
        Work::Delegation => meeting::delegation(&ctx, id, version, language, &fields.form()).await,
        Work::Agenda => meeting::agenda(&ctx, id, version, language, &fields.form()).await,
        Work::Decide => meeting::decide(&ctx, id, version, language, &fields.form()).await,
        Work::Ask => meeting::ask(&ctx, id, version, language, &fields.form()).await,
        Work::Withdraw => meeting::withdraw(&ctx, id, version, language, &fields.form()).await,
        Work::Publish => meeting::publish(&ctx, id, version, fields.get("public") == "1").await,
    };
    posted.answered(result, &format!("/meetings/{id}"), |start| write(visit, id, work, start)).await
}
