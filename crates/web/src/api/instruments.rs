//! Public instruments as JSON.

use kelisim_app::instrument::{self, Cursor, Line, Page, Wanted};
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{Standing, Type};
use kelisim_domain::token::Scope;
use kelisim_exchange::instrument::{InstrumentOut, Open};

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// Public instruments, the one that moved last first.
pub(super) struct Instruments {
    wanted: Wanted,
    after: Option<Cursor>,
    limit: i64,
}

impl Asked for Instruments {
    const SCOPE: Scope = Scope::ReadInstruments;
    const FIELDS: &'static [&'static str] = &["partner", "kind", "standing", "after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        let wanted = Wanted {
            partner: query.field("partner", "query-partner")?,
            kind: query.code("kind", Type::from_code, "query-kind")?,
            standing: query.code("standing", Standing::from_code, "query-standing")?,
            expiring: false,
        };
        Ok(Self { wanted, after: query.after()?, limit: query.limit(50, 200)? })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        let Wanted { partner, kind, standing, .. } = &self.wanted;
        format!("instruments {partner:?} {kind:?} {standing:?} {after} {}", self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let Self { wanted, after, limit } = self;
        let ctx = visit.context();
        let limit = usize::try_from(limit).unwrap_or(50);
        let found = instrument::list(&ctx, &wanted, after, limit).await?;
        let mut items = Vec::new();
        for line in found.lines {
            items.push(told(&instrument::around(&ctx, line).await?));
        }
        written(&Listed { items, next: found.next.as_ref().map(Place::text) })
    }
}

/// One public instrument.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    let id: InstrumentId = at.read("id")?;
    let write = async |visit: Visit| {
        let seen = instrument::page(&visit.context(), id, None).await?;
        Ok(Written::at(written(&told(&seen))?, seen.line.instrument.version))
    };
    caller.give(Scope::ReadInstruments, format!("instruments/{id}"), write).await
}

fn told(seen: &Page) -> InstrumentOut {
    let open = Open {
        instruments: seen.named.keys().copied().collect(),
        commitments: seen.commitments.keys().copied().collect(),
    };
    let Line { instrument, position } = &seen.line;
    InstrumentOut::new(instrument, position, &open, &seen.sources)
}
