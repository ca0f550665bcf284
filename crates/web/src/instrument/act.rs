//! What is done to an instrument: it is entered, facts are added and taken back, texts are approved.

use kelisim_app::access::Action;
use kelisim_app::instrument::{self, Page};
use kelisim_app::lookup::directory;
use kelisim_app::{AppError, Result};
use kelisim_domain::id::InstrumentId;

use super::fact;
use super::shown::Naming;
use crate::answer::{Answer, Failure};
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form of a new instrument.
pub(super) async fn enter_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_enter(&visit, Start::kept(&visit).await?).await
}

async fn write_enter(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = fact::enter(visit).await?.with("id", start.id(visit));
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Instruments,
        title: l.t("instrument-enter").to_owned(),
        crumb: (visit.at("/instruments"), l.t("instruments-title")),
        lead: l.t("instrument-enter-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Enters an instrument.
pub(super) async fn enter(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id = InstrumentId::new(Start::refused(fields, Vec::new()).id(visit));
    let language = words::language(visit.locale);
    let done = instrument::enter(&visit.context(), id, language, &fields.form()).await;
    posted.answered(done, &format!("/instruments/{id}"), |start| write_enter(visit, start)).await
}

/// What can be done to an instrument.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Describe,
    Clause,
    Act,
    Force,
    Change,
    Link,
    Draft,
    Approve,
    Signed,
    Send,
    Answer,
    Withdraw,
    Publish,
}

impl Work {
    /// The act an address names.
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        Ok(match code.as_str() {
            "describe" => Self::Describe,
            "clause" => Self::Clause,
            "act" => Self::Act,
            "force" => Self::Force,
            "change" => Self::Change,
            "link" => Self::Link,
            "draft" => Self::Draft,
            "signed" => Self::Signed,
            "send" => Self::Send,
            "answer" => Self::Answer,
            "withdraw" => Self::Withdraw,
            "publish" => Self::Publish,
            _ => return Err(AppError::NotFound.into()),
        })
    }
}

/// The form of an act of the registry.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

/// The form of the approval of a text.
pub(super) async fn approve_form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::ApproveText)?;
    write(&visit, at.read("id")?, Work::Approve, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: InstrumentId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let seen = instrument::page(&visit.context(), id, None).await?;
    let it = &seen.line.instrument;
    let (title, lead, sheet) = match work {
        Work::Describe => {
            (l.t("act-describe"), l.t("instrument-describe-lead"), fact::describe(visit, it).await?)
        }
        Work::Clause => (
            l.t("instrument-do-clause"),
            l.t("instrument-clause-lead"),
            fact::clause(visit, it).await?,
        ),
        Work::Act => {
            (l.t("instrument-do-act"), l.t("instrument-act-lead"), fact::acted(visit, it).await?)
        }
        Work::Force => (
            l.t("instrument-do-force"),
            l.t("instrument-force-lead"),
            fact::force(visit, it).await?,
        ),
        Work::Change => (
            l.t("instrument-do-change"),
            l.t("instrument-change-lead"),
            fact::change(visit, it).await?,
        ),
        Work::Link => {
            (l.t("instrument-do-link"), l.t("instrument-link-lead"), fact::link(visit, it).await?)
        }
        Work::Draft => {
            (l.t("instrument-do-draft"), l.t("instrument-draft-lead"), fact::draft(visit, it))
        }
        Work::Approve => {
            let lead = l.t("instrument-approve-lead");
            (l.t("instrument-do-approve"), lead, approval(visit, &seen).await?)
        }
        Work::Signed => {
            (l.t("instrument-do-signed"), l.t("instrument-signed-lead"), fact::signed(visit, it)?)
        }
        Work::Send => {
            (l.t("instrument-do-send"), l.t("instrument-send-lead"), fact::send(visit, it).await?)
        }
        Work::Answer => (
            l.t("instrument-do-answer"),
            l.t("instrument-answer-lead"),
            fact::answer(visit, it).await?,
        ),
        Work::Withdraw => {
            let facts = facts(visit, &seen).await?;
            let lead = l.t("instrument-withdraw-lead");
            (l.t("instrument-do-withdraw"), lead, fact::withdraw(visit, it, facts))
        }
        Work::Publish => {
            let lead = if it.public {
                l.t("instrument-unpublish-lead")
            } else {
                l.t("instrument-publish-lead")
            };
            (l.t("quota-publish"), lead, fact::publish(visit, it))
        }
    };
    let sheet = sheet.with("version", it.version);
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let mut warnings = Vec::new();
    if matches!(work, Work::Approve | Work::Signed)
        && let Some(draft) = it.draft()
    {
        let (name, hash) = (draft.what.name.as_str(), draft.what.hash.to_string());
        let args = [("name", name.into()), ("hash", hash.as_str().into())];
        warnings.push(l.format("instrument-approve-what", &args));
    }
    let name = words::text(l, &it.description.title).0;
    let head = Head {
        nav: Nav::Instruments,
        title: format!("{title}: {name}"),
        crumb: (visit.at(&format!("/instruments/{id}")), l.term("thing", "instrument")),
        lead,
    };
    sheet.show_with(visit, &start, head, warnings).await
}

/// The form of approval. Where there is no text yet there is nothing to approve.
async fn approval(visit: &Visit, seen: &Page) -> Result<Sheet> {
    fact::approve(visit, &seen.line.instrument).await
}

/// Facts that can be taken back, the latest first; what it was entered from and its texts stay.
async fn facts(visit: &Visit, seen: &Page) -> Result<Vec<Choice>> {
    let names = directory(&visit.context()).await?;
    let naming = Naming {
        l: visit.locale,
        names: &names,
        page: seen,
        place: "instruments",
        promises: "commitments",
        may_keep: true,
    };
    let it = &seen.line.instrument;
    let stays = |version: i64| {
        it.entered.meta.version == version || it.drafts.iter().any(|d| d.meta.version == version)
    };
    let history = naming.shown().history;
    let facts = history.into_iter().filter(|h| !stays(h.version));
    Ok(facts.map(|h| Choice::new(h.version.to_string(), h.what)).collect())
}

/// Does an act of the registry.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    posted.visit.context().authorise(Action::KeepRecord)?;
    done(&posted, at.read("id")?, Work::of(&at)?).await
}

/// Approves a text.
pub(super) async fn approve(at: At, posted: Posted) -> Answer {
    done(&posted, at.read("id")?, Work::Approve).await
}

async fn done(posted: &Posted, id: InstrumentId, work: Work) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    let result = match work {
        Work::Describe => instrument::describe(&ctx, id, version, language, &fields.form()).await,
        Work::Clause => instrument::clause(&ctx, id, version, &fields.form()).await,
        Work::Act => instrument::act(&ctx, id, version, language, &fields.form()).await,
        Work::Force => instrument::force(&ctx, id, version, &fields.form()).await,
        Work::Change => instrument::change(&ctx, id, version, language, &fields.form()).await,
        Work::Link => instrument::link(&ctx, id, version, &fields.form()).await,
        Work::Draft => {
            let file = posted.file.as_deref();
            instrument::draft(&ctx, id, version, language, &fields.form(), file).await
        }
        Work::Approve => instrument::approve(&ctx, id, version, language, &fields.form()).await,
        Work::Signed => {
            let file = posted.file.as_deref();
            instrument::signed(&ctx, id, version, &fields.form(), file).await
        }
        Work::Send => instrument::send(&ctx, id, version, language, &fields.form()).await,
        Work::Answer => instrument::answer(&ctx, id, version, language, &fields.form()).await,
        Work::Withdraw => instrument::withdraw(&ctx, id, version, language, &fields.form()).await,
        Work::Publish => instrument::publish(&ctx, id, version, fields.get("public") == "1").await,
    };
    posted
        .answered(result, &format!("/instruments/{id}"), |start| write(visit, id, work, start))
        .await
}
