//! What is done to an indicator: it is defined, corrected, counted otherwise, shown to everybody.

use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::indicator;
use kelisim_domain::id::IndicatorId;
use kelisim_i18n::Locale;

use super::form;
use crate::answer::{Answer, Failure};
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form of a new indicator.
pub(super) async fn define_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_define(&visit, Start::kept(&visit).await?).await
}

async fn write_define(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = form::define(visit).await?.with("id", start.id(visit));
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Indicators,
        title: l.t("indicator-define").to_owned(),
        crumb: (visit.at("/indicators"), l.t("indicators-title")),
        lead: l.t("indicator-define-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Defines an indicator.
pub(super) async fn define(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id = IndicatorId::new(Start::refused(fields, Vec::new()).id(visit));
    let language = words::language(visit.locale);
    let done = indicator::define(&visit.context(), id, language, &fields.form()).await;
    posted.answered(done, &format!("/indicators/{id}"), |start| write_define(visit, start)).await
}

/// What can be done to an indicator.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Describe,
    Method,
    Withdraw,
    Publish,
}

impl Work {
    /// The act an address names.
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        Ok(match code.as_str() {
            "describe" => Self::Describe,
            "method" => Self::Method,
            "withdraw" => Self::Withdraw,
            "publish" => Self::Publish,
            _ => return Err(AppError::NotFound.into()),
        })
    }

    /// Title and lead.
    fn words(self, l: Locale, public: bool) -> (&'static str, &'static str) {
        match self {
            Self::Describe => (l.t("indicator-do-describe"), l.t("indicator-describe-lead")),
            Self::Method => (l.t("indicator-do-method"), l.t("indicator-method-lead")),
            Self::Withdraw => (l.t("indicator-do-withdraw"), l.t("indicator-withdraw-lead")),
            Self::Publish if public => (l.t("act-unpublish"), l.t("indicator-unpublish-lead")),
            Self::Publish => (l.t("act-publish"), l.t("indicator-publish-lead")),
        }
    }
}

/// The form of an act.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    let (id, work): (IndicatorId, Work) = (at.read("id")?, Work::of(&at)?);
    write(&visit, id, work, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: IndicatorId, work: Work, start: Start) -> Answer {
    let ctx = visit.context();
    let it = indicator::one(&ctx, id).await?;
    ctx.authorise_on(Action::KeepRecord, it.definition.registry, None)?;
    let l = visit.locale;
    let sheet = match work {
        Work::Describe => form::describe(visit, &it).await?,
        Work::Method => form::method(visit, &it).await?,
        Work::Withdraw => form::withdraw(visit, &it),
        Work::Publish => form::publish(visit, &it),
    };
    let sheet = sheet.with("version", it.version);
    let (title, lead) = work.words(l, it.public);
    let name = words::text(l, &it.definition.name).0;
    let head = Head {
        nav: Nav::Indicators,
        title: format!("{title}: {name}"),
        crumb: (visit.at(&format!("/indicators/{id}")), l.term("thing", "indicator")),
        lead,
    };
    sheet.show(visit, &start, head).await
}

/// Does an act.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    let (id, work): (IndicatorId, Work) = (at.read("id")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    let done = match work {
        Work::Describe => indicator::describe(&ctx, id, version, language, &fields.form()).await,
        Work::Method => indicator::method(&ctx, id, version, language, &fields.form()).await,
        Work::Withdraw => indicator::withdraw(&ctx, id, version, language, &fields.form()).await,
        Work::Publish => indicator::publish(&ctx, id, version, fields.get("public") == "1").await,
    };
    posted.answered(done, &format!("/indicators/{id}"), |start| write(visit, id, work, start)).await
}
