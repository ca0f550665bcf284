//! What is done to a visit: it is entered, facts are added and taken back.

use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::programme::visit;
use kelisim_domain::id::VisitId;
use kelisim_i18n::Locale;

use super::form;
use crate::answer::{Answer, Failure};
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form of a new visit.
pub(super) async fn enter_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_enter(&visit, Start::kept(&visit).await?).await
}

async fn write_enter(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = form::enter(visit).await?.with("id", start.id(visit));
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Visits,
        title: l.t("visit-enter").to_owned(),
        crumb: (visit.at("/visits"), l.t("visits-title")),
        lead: l.t("visit-enter-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Enters a visit.
pub(super) async fn enter(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id = VisitId::new(Start::refused(fields, Vec::new()).id(visit));
    let language = words::language(visit.locale);
    let done = visit::enter(&visit.context(), id, language, &fields.form()).await;
    posted.answered(done, &format!("/visits/{id}"), |start| write_enter(visit, start)).await
}

/// What can be done to a visit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Describe,
    Step,
    Expert,
    Permit,
    Report,
    Count,
    Operate,
    Judge,
    Agree,
    Done,
    Withdraw,
    Publish,
}

impl Work {
    /// The act an address names.
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        Ok(match code.as_str() {
            "describe" => Self::Describe,
            "step" => Self::Step,
            "expert" => Self::Expert,
            "permit" => Self::Permit,
            "report" => Self::Report,
            "count" => Self::Count,
            "operate" => Self::Operate,
            "judge" => Self::Judge,
            "agree" => Self::Agree,
            "done" => Self::Done,
            "withdraw" => Self::Withdraw,
            "publish" => Self::Publish,
            _ => return Err(AppError::NotFound.into()),
        })
    }

    /// Title and lead.
    fn words(self, l: Locale, public: bool) -> (&'static str, &'static str) {
        match self {
            Self::Describe => (l.t("visit-do-describe"), l.t("visit-describe-lead")),
            Self::Step => (l.t("visit-do-step"), l.t("visit-step-lead")),
            Self::Expert => (l.t("visit-do-expert"), l.t("visit-expert-lead")),
            Self::Permit => (l.t("visit-do-permit"), l.t("visit-permit-lead")),
            Self::Report => (l.t("visit-do-report"), l.t("visit-report-lead")),
            Self::Count => (l.t("visit-do-count"), l.t("visit-count-lead")),
            Self::Operate => (l.t("visit-do-operate"), l.t("visit-operate-lead")),
            Self::Judge => (l.t("visit-do-judge"), l.t("visit-judge-lead")),
            Self::Agree => (l.t("visit-do-agree"), l.t("visit-agree-lead")),
            Self::Done => (l.t("visit-do-done"), l.t("visit-done-lead")),
            Self::Withdraw => (l.t("instrument-do-withdraw"), l.t("visit-withdraw-lead")),
            Self::Publish if public => (l.t("meeting-do-publish"), l.t("visit-unpublish-lead")),
            Self::Publish => (l.t("meeting-do-publish"), l.t("visit-publish-lead")),
        }
    }
}

/// The form of an act.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: VisitId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let seen = visit::page(&ctx, id, None).await?;
    let it = &seen.visit;
    let d = &it.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    let sheet = match work {
        Work::Describe => form::describe(visit, it).await?,
        Work::Step => form::step(visit, it).await?,
        Work::Expert => form::expert(visit, it).await?,
        Work::Permit => form::permit(visit, it),
        Work::Report => form::report(visit, it).await?,
        Work::Count => form::count(visit, it),
        Work::Operate => form::operate(visit, it),
        Work::Judge => form::judge(visit, it),
        Work::Agree => form::agree(visit, it).await?,
        Work::Done => form::done(visit, it).await?,
        Work::Withdraw => form::withdraw(visit, &seen).await?,
        Work::Publish => form::publish(visit, it),
    };
    let sheet = sheet.with("version", it.version);
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let (title, lead) = work.words(l, it.public);
    let name = words::text(l, &d.title).0;
    let head = Head {
        nav: Nav::Visits,
        title: format!("{title}: {name}"),
        crumb: (visit.at(&format!("/visits/{id}")), l.term("thing", "visit")),
        lead,
    };
    sheet.show(visit, &start, head).await
}

/// Does an act.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    let (id, work): (VisitId, Work) = (at.read("id")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    let result = match work {
        Work::Describe => visit::describe(&ctx, id, version, language, &fields.form()).await,
        Work::Step => visit::step(&ctx, id, version, language, &fields.form()).await,
        Work::Expert => visit::expert(&ctx, id, version, &fields.form()).await,
        Work::Permit => visit::permit(&ctx, id, version, language, &fields.form()).await,
        Work::Report => visit::report(&ctx, id, version, &fields.form()).await,
        Work::Count => visit::count(&ctx, id, version, language, &fields.form()).await,
        Work::Operate => visit::operate(&ctx, id, version, language, &fields.form()).await,
        Work::Judge => visit::judge(&ctx, id, version, language, &fields.form()).await,
        Work::Agree => visit::agree(&ctx, id, version, language, &fields.form()).await,
        Work::Done => visit::done(&ctx, id, version, &fields.form()).await,
        Work::Withdraw => visit::withdraw(&ctx, id, version, language, &fields.form()).await,
        Work::Publish => visit::publish(&ctx, id, version, fields.get("public") == "1").await,
    };
    posted.answered(result, &format!("/visits/{id}"), |start| write(visit, id, work, start)).await
}
