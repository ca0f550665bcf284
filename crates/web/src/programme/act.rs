//! What is done to a call: it is begun, its terms are drafted, a second person publishes them.

use kelisim_app::access::Action;
use kelisim_app::programme::{self, Page};
use kelisim_app::{AppError, Result};
use kelisim_domain::id::CallId;
use kelisim_domain::text::Text4;
use kelisim_i18n::Locale;

use super::form;
use crate::answer::{Answer, Failure};
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form of a new call.
pub(super) async fn begin_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_begin(&visit, Start::kept(&visit).await?).await
}

async fn write_begin(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = form::begin(visit).await?.with("id", start.id(visit));
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Calls,
        title: l.t("call-begin").to_owned(),
        crumb: (visit.at("/calls"), l.t("calls-title")),
        lead: l.t("call-begin-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Begins a call.
pub(super) async fn begin(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id = CallId::new(Start::refused(fields, Vec::new()).id(visit));
    let locale = visit.locale;
    let usual = move |family: &'static str, key: &'static str| usual_words(locale, family, key);
    let language = words::language(locale);
    let done = programme::begin(&visit.context(), id, language, &fields.form(), &usual).await;
    posted.answered(done, &format!("/calls/{id}"), |start| write_begin(visit, start)).await
}

/// The words of a usual rule or document, in all languages.
pub(super) fn usual_words(locale: Locale, family: &'static str, key: &str) -> Option<Text4> {
    let [kk, ky, ru, en] =
        [Locale::Kk, Locale::Ky, Locale::Ru, Locale::En].map(|locale| locale.term(family, key));
    Text4::all(words::language(locale), kk, ky, ru, en).ok()
}

/// What can be done to a call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Describe,
    Seat,
    Reserve,
    Document,
    Criterion,
    Phase,
    Rule,
    Remove,
    Submit,
    Return,
    Drop,
    Publish,
    Seated,
    Outage,
    Cancel,
    Round,
}

impl Work {
    /// The act an address names.
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        Ok(match code.as_str() {
            "describe" => Self::Describe,
            "seat" => Self::Seat,
            "reserve" => Self::Reserve,
            "document" => Self::Document,
            "criterion" => Self::Criterion,
            "phase" => Self::Phase,
            "rule" => Self::Rule,
            "remove" => Self::Remove,
            "submit" => Self::Submit,
            "return" => Self::Return,
            "drop" => Self::Drop,
            "publish" => Self::Publish,
            "seated" => Self::Seated,
            "outage" => Self::Outage,
            "cancel" => Self::Cancel,
            "round" => Self::Round,
            _ => return Err(AppError::NotFound.into()),
        })
    }
}

/// The form of an act.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

/// The title, the sentence under it and the form of an act.
async fn sheet_of(
    visit: &Visit,
    seen: &Page,
    work: Work,
) -> Result<(&'static str, &'static str, Sheet)> {
    let l = visit.locale;
    let call = &seen.call;
    let draft = call.draft.as_ref().map(|draft| &draft.terms);
    let terms = draft.or(call.terms()).ok_or(AppError::NotFound)?;
    Ok(match work {
        Work::Describe => {
            (l.t("act-describe"), l.t("call-describe-lead"), form::describe(visit, call, terms))
        }
        Work::Seat => {
            (l.t("call-do-seat"), l.t("call-seat-lead"), form::seat(visit, call, terms).await?)
        }
        Work::Reserve => {
            (l.t("call-do-reserve"), l.t("call-reserve-lead"), form::reserve(visit, call))
        }
        Work::Document => {
            (l.t("call-do-document"), l.t("call-document-lead"), form::document(visit, call))
        }
        Work::Criterion => {
            (l.t("call-do-criterion"), l.t("call-criterion-lead"), form::criterion(visit, call))
        }
        Work::Phase => {
            (l.t("call-do-phase"), l.t("call-phase-lead"), form::phase(visit, call, terms))
        }
        Work::Rule => (l.t("call-do-rule"), l.t("call-rule-lead"), form::rule(visit, call)),
        Work::Remove => {
            (l.t("call-do-remove"), l.t("call-remove-lead"), form::remove(visit, call, terms)?)
        }
        Work::Submit => (l.t("call-do-submit"), l.t("call-submit-lead"), form::submit(visit, call)),
        Work::Return => {
            (l.t("call-do-return"), l.t("call-return-lead"), form::give_back(visit, call))
        }
        Work::Drop => (l.t("call-do-drop"), l.t("call-drop-lead"), form::drop(visit, call)),
        Work::Publish => {
            (l.t("call-do-publish"), l.t("call-publish-lead"), form::publish(visit, call, terms)?)
        }
        Work::Seated => (l.t("call-do-seated"), l.t("call-seated-lead"), form::seated(visit, call)),
        Work::Outage => {
            (l.t("call-do-outage"), l.t("call-outage-lead"), form::outage(visit, call, terms))
        }
        Work::Cancel => (l.t("call-do-cancel"), l.t("call-cancel-lead"), form::cancel(visit, call)),
        Work::Round => (l.t("call-do-round"), l.t("call-round-lead"), form::round(visit, call)),
    })
}

async fn write(visit: &Visit, id: CallId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let seen = programme::page(&visit.context(), id, None).await?;
    let (title, lead, sheet) = sheet_of(visit, &seen, work).await?;
    let name = seen.call.shown().map(|terms| words::text(l, &terms.title).0).unwrap_or_default();
    let mut sheet = sheet.with("version", seen.call.version);
    let mut more = Vec::new();
    if work == Work::Round {
        sheet = sheet.with("id", start.id(visit));
        more = form::free(visit, &seen.call).await?;
    }
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Calls,
        title: format!("{title}: {name}"),
        crumb: (visit.at(&format!("/calls/{id}")), l.term("thing", "call")),
        lead,
    };
    sheet.show_with(visit, &start, head, more).await
}

/// Does an act.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    posted.visit.context().authorise(Action::KeepRecord)?;
    done(&posted, at.read("id")?, Work::of(&at)?).await
}

async fn done(posted: &Posted, id: CallId, work: Work) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    // Only a round is begun under an id of its own.
    let next = CallId::new(Start::refused(fields, Vec::new()).id(visit));
    let result = match work {
        Work::Describe => programme::describe(&ctx, id, version, language, &fields.form()).await,
        Work::Seat => programme::seat(&ctx, id, version, &fields.form()).await,
        Work::Reserve => programme::reserve(&ctx, id, version, &fields.form()).await,
        Work::Document => programme::document(&ctx, id, version, language, &fields.form()).await,
        Work::Criterion => programme::criterion(&ctx, id, version, language, &fields.form()).await,
        Work::Phase => programme::phase(&ctx, id, version, &fields.form()).await,
        Work::Rule => programme::rule(&ctx, id, version, language, &fields.form()).await,
        Work::Remove => programme::remove(&ctx, id, version, &fields.form()).await,
        Work::Submit => programme::submit(&ctx, id, version, language, &fields.form()).await,
        Work::Return => programme::give_back(&ctx, id, version, language, fields.get("why")).await,
        Work::Drop => programme::drop(&ctx, id, version).await,
        Work::Publish => programme::publish(&ctx, id, version, fields.get("hash")).await,
        Work::Seated => programme::seated(&ctx, id, version, &fields.form()).await,
        Work::Outage => programme::outage(&ctx, id, version, &fields.form()).await,
        Work::Cancel => programme::cancel(&ctx, id, version, language, &fields.form()).await,
        Work::Round => {
            let locale = visit.locale;
            let usual =
                move |family: &'static str, key: &'static str| usual_words(locale, family, key);
            programme::begin_round(&ctx, id, version, next, &usual).await
        }
    };
    let shown = if work == Work::Round { next } else { id };
    posted.answered(result, &format!("/calls/{shown}"), |start| write(visit, id, work, start)).await
}
