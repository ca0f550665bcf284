//! Signed instruments as activities of IATI 2.03: for those with an account, and what is public for everybody.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::instrument::{self, Wanted};
use kelisim_app::lookup::directory;
use kelisim_domain::instrument::Standing;
use kelisim_domain::text::Text4;
use kelisim_exchange::iati::{Activities, Names, Signed};

use crate::answer::{Answer, Failure, see_other};
use crate::public::Anyone;
use crate::visit::Visit;

/// What it is, to programs.
const XML: &str = "application/xml; charset=utf-8";
/// Most instruments of one document.
const MOST: usize = 5_000;

/// What the registry sees.
pub(super) async fn own(visit: Visit) -> Answer {
    visit.context().authorise(Action::ReadRecord)?;
    let written = match write(&visit).await {
        Err(failure) if is_empty(&failure) => return Ok(see_other(&visit.at("/instruments"))),
        other => other?,
    };
    let mut response = Response::new(Body::from(written));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(XML));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    saved(headers);
    Ok(response)
}

/// What everybody may see, of all registries. The same bytes in every language.
pub(crate) async fn public(Anyone { visit, known }: Anyone) -> Answer {
    let (cache, list) = (visit.state.cache.clone(), visit.at("/agreements"));
    let write = async { write(&visit).await };
    match cache.page("agreements.xml".to_owned(), XML, known.as_ref(), write).await {
        Ok(mut answer) => {
            saved(answer.headers_mut());
            Ok(answer)
        }
        Err(failure) if is_empty(&failure) => Ok(see_other(&list)),
        Err(failure) => Err(failure),
    }
}

/// Whether there is no activity to give: a document of the standard has at least one. The reader is sent to the list.
fn is_empty(failure: &Failure) -> bool {
    failure.is(|error| matches!(error, AppError::NotFound))
}

fn saved(headers: &mut HeaderMap) {
    let name = HeaderValue::from_static("attachment; filename=\"kelisim-iati.xml\"");
    headers.insert(CONTENT_DISPOSITION, name);
}

async fn write(visit: &Visit) -> Result<String, Failure> {
    let ctx = visit.context();
    let names = directory(&ctx).await?;
    let registries: BTreeMap<String, Text4> =
        names.registries.values().map(|it| (it.code.to_string(), it.name.clone())).collect();
    let names = Names { parties: &names.parties, registries: &registries };
    let mut activities = Activities::new(ctx.today());
    let mut found = instrument::list(&ctx, &Wanted::default(), None, MOST).await?.lines;
    // In an order of their own, so that the document changes only where the record does.
    found.sort_by_key(|line| line.instrument.id);
    for line in found.into_iter().filter(|line| signed(line.position.standing)) {
        let seen = instrument::around(&ctx, line).await?;
        let signed = Signed {
            instrument: &seen.line.instrument,
            position: &seen.line.position,
            commitments: &seen.commitments,
            sources: &seen.sources,
        };
        activities.add(&signed, &names);
    }
    Ok(activities.finish().ok_or(AppError::NotFound)?)
}

fn signed(standing: Standing) -> bool {
    standing >= Standing::Signed && !standing.is_over()
}
