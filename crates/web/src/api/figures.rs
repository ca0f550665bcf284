//! Public reported figures as JSON, the newest period first.

use axum::response::Response;
use kelisim_app::public::figures;
use kelisim_domain::party::PartyCode;
use kelisim_exchange::figure::FigureOut;

use super::query::{BadQuery, Query};
use super::{JSON, Listed, written};
use crate::answer::{Answer, Failure};
use crate::public::Anyone;
use crate::visit::Visit;

fn asked(visit: &Visit) -> Result<(Option<PartyCode>, i64), BadQuery> {
    let query = Query::of(&visit.query, &["partner", "limit"])?;
    Ok((query.field("partner", "query-partner")?, query.limit(100, 500)?))
}

/// The newest figures, held against a commitment or not.
pub(super) async fn list(Anyone { visit, known }: Anyone) -> Answer {
    let (partner, limit) = match asked(&visit) {
        Ok(asked) => asked,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let cache = visit.state.cache.clone();
    let key = format!("api/figures {partner:?} {limit}");
    cache.page(key, JSON, known.as_ref(), write(visit, partner, limit)).await
}

async fn write(visit: Visit, partner: Option<PartyCode>, limit: i64) -> Result<String, Failure> {
    let seen = figures(&visit.context(), partner.as_ref(), limit).await?;
    let items = seen.figures.iter().map(|f| FigureOut::new(f, &seen.sources)).collect();
    written(&Listed::<FigureOut> { items, next: None })
}
