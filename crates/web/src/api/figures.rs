//! Public reported figures as JSON, the newest period first.

use kelisim_app::public::{FigureCursor, figures};
use kelisim_domain::party::PartyCode;
use kelisim_exchange::figure::FigureOut;

use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::Failure;
use crate::cursor::Place;
use crate::visit::Visit;

/// Public figures, held against a commitment or not.
pub(super) struct Figures {
    partner: Option<PartyCode>,
    after: Option<FigureCursor>,
    limit: i64,
}

impl Asked for Figures {
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
