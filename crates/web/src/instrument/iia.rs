//! An instrument with its quota lines in the shape of an Inter-Institutional Agreement.

use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::{instrument, quota};
use kelisim_domain::id::InstrumentId;
use kelisim_exchange::iia::Agreement;

use crate::answer::Answer;
use crate::routes::At;
use crate::visit::Visit;

/// Most lines of one commitment that are read.
const MOST: i64 = 1_000;

/// Gives the agreement: the same bytes in every language.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: InstrumentId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let seen = instrument::page(&ctx, id, None).await?;
    let names = directory(&ctx).await?;
    let mut lines = Vec::new();
    for commitment in seen.commitments.keys() {
        let filter = quota::Filter { commitment: Some(*commitment), ..quota::Filter::default() };
        lines.extend(quota::list(&ctx, &filter, None, None, MOST).await?.lines);
    }
    let agreement = Agreement {
        instrument: &seen.line.instrument,
        position: &seen.line.position,
        lines: &lines,
        parties: &names.parties,
    };
    let mut response = Response::new(Body::from(agreement.write()));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = format!("attachment; filename=\"kelisim-iia-{id}.xml\"");
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(CONTENT_DISPOSITION, name);
    Ok(response)
}
