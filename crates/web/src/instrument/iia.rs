//! An instrument with its quota lines in the shape of an Inter-Institutional Agreement.

use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::{instrument, quota};
use kelisim_domain::id::InstrumentId;
use kelisim_exchange::iia::Agreement;

use crate::answer::{Answer, saved};
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
    let name = format!("kelisim-iia-{id}.xml");
    Ok(saved(agreement.write(), "application/xml; charset=utf-8", &name))
}
