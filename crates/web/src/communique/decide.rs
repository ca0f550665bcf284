//! What a person decides about the passages of a communiqué, and about the communiqué itself.

use axum::response::Response;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::communique::{DraftForm, confirm, finish as finish_review, mark, reject, reopen};
use kelisim_app::communique::{review, take_up as take_up_review};
use kelisim_app::proposal::propose as propose_drafts;
use kelisim_domain::id::{DraftId, SourceId};

use super::review::{Typed, refused};
use crate::answer::{Answer, Failure, see_other};
use crate::posted::Posted;
use crate::routes::At;
use crate::visit::Visit;
use crate::words;

/// The address of a passage is the page with that passage open.
pub(super) async fn passage_page(visit: Visit, at: At) -> Answer {
    visit.context().authorise(Action::ReadSources)?;
    let (source, passage): (SourceId, DraftId) = (at.read("id")?, at.read("passage")?);
    let mut query = format!("?p={passage}");
    for name in ["kept", "stale"] {
        if let Some(value) = visit.query.get(name) {
            let value: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
            query.push_str(&format!("&{name}={value}"));
        }
    }
    Ok(see_other(&visit.at(&format!("/communiques/{source}{query}"))))
}

/// The address of a button is the page it stands on.
pub(super) async fn review_page(visit: Visit, at: At) -> Answer {
    visit.context().authorise(Action::ReadSources)?;
    let source: SourceId = at.read("id")?;
    Ok(see_other(&visit.at(&format!("/communiques/{source}"))))
}

/// Marks a passage, saves what was typed about it, confirms it, rejects it or opens it again.
pub(super) async fn passage(at: At, posted: Posted) -> Answer {
    let (source, id): (SourceId, DraftId) = (at.read("id")?, at.read("passage")?);
    let visit = &posted.visit;
    let ctx = visit.context();
    let form: DraftForm = posted.fields.form();
    let revision = posted.fields.number("revision");
    let language = words::language(visit.locale);
    let decided = match posted.fields.get("action") {
        "confirm" => confirm(&ctx, source, id, revision, language, &form).await.map(|_| true),
        "reject" => reject(&ctx, source, id, revision).await.map(|()| true),
        "reopen" => reopen(&ctx, source, id, revision).await.map(|()| false),
        _ => mark(&ctx, source, id, revision, &form).await.map(|()| false),
    };
    match decided {
        Ok(true) => next(visit, source, id).await,
        Ok(false) => Ok(to_passage(visit, source, id)),
        Err(AppError::Refused(refusals)) => {
            let typed = Typed::new(id, &posted.fields, refusals);
            refused(visit, source, Some(typed), &[]).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}

fn to_passage(visit: &Visit, source: SourceId, id: DraftId) -> Response {
    see_other(&visit.at(&format!("/communiques/{source}?p={id}#drafts")))
}

/// Goes on with the next passage that is not decided; after the last one it stays.
async fn next(visit: &Visit, source: SourceId, id: DraftId) -> Answer {
    let seen = review(&visit.context(), source).await?;
    let here = seen.marked.iter().position(|marked| marked.id == id).unwrap_or(0);
    let (before, behind) = seen.marked.split_at(here);
    let next = behind.iter().chain(before).find(|marked| marked.state == "open");
    Ok(to_passage(visit, source, next.map_or(id, |marked| marked.id)))
}

/// Asks for proposed drafts; nothing of them is in the record until each is confirmed.
pub(super) async fn propose(at: At, posted: Posted) -> Answer {
    let source: SourceId = at.read("id")?;
    match propose_drafts(&posted.visit.context(), source).await {
        Ok(proposed) => {
            let to = format!("/communiques/{source}?proposed={}#drafts", proposed.added);
            Ok(see_other(&posted.visit.at(&to)))
        }
        Err(AppError::Refused(refusals)) => refused(&posted.visit, source, None, &refusals).await,
        Err(error) => Err(posted.failed(error).await),
    }
}

/// Finishes the reading.
pub(super) async fn finish(at: At, posted: Posted) -> Answer {
    let source: SourceId = at.read("id")?;
    let version = posted.fields.number("version");
    let done = finish_review(&posted.visit.context(), source, version).await;
    turned(&posted, source, done).await
}

/// Takes the reading up again.
pub(super) async fn take_up(at: At, posted: Posted) -> Answer {
    let source: SourceId = at.read("id")?;
    let version = posted.fields.number("version");
    let done = take_up_review(&posted.visit.context(), source, version).await;
    turned(&posted, source, done).await
}

async fn turned(
    posted: &Posted,
    source: SourceId,
    done: Result<(), AppError>,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(see_other(&posted.visit.at(&format!("/communiques/{source}")))),
        Err(AppError::Refused(refusals)) => refused(&posted.visit, source, None, &refusals).await,
        Err(error) => Err(posted.failed(error).await),
    }
}
