//! Public reported figures as JSON, the newest period first.

use kelisim_app::observation;
use kelisim_app::public::{FigureCursor, figures};
use kelisim_domain::id::ObservationId;
use kelisim_domain::party::PartyCode;
use kelisim_domain::token::Scope;
use kelisim_exchange::figure::FigureOut;

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// Public figures, held against a commitment or not.
pub(super) struct Figures {
    partner: Option<PartyCode>,
    after: Option<FigureCursor>,
    limit: i64,
}

impl Asked for Figures {
    const SCOPE: Scope = Scope::ReadFigures;
    const FIELDS: &'static [&'static str] = &["partner", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        Ok(Self {
            partner: query.field("partner", "query-partner")?,
            after: query.after()?,
            limit: query.limit(100, 500)?,
        })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        format!("figures {:?} {after} {}", self.partner, self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let Self { partner, after, limit } = self;
        let seen = figures(&visit.context(), partner.as_ref(), after.as_ref(), limit).await?;
        let items = seen.figures.iter().map(|f| FigureOut::new(f, &seen.sources)).collect();
        let next = seen.next.as_ref().map(Place::text);
        written(&Listed::<FigureOut> { items, next })
    }
}

/// One figure with every value it had.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: ObservationId = at.read("id")?;
    let write = async |visit: Visit| {
        let (figure, sources) = observation::seen(&visit.context(), id).await?;
        Ok(Written::at(written(&FigureOut::new(&figure, &sources))?, figure.version))
    };
    caller.give(Scope::ReadFigures, format!("figures/{id}"), write).await
}
