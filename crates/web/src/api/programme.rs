//! Where applications, places, papers, results and reviews stand, as JSON. Programs of officers read it; nobody is named
//! in it, and what is sealed stays sealed.

use std::collections::BTreeMap;

use axum::response::Response;
use kelisim_app::AppError;
use kelisim_app::paper;
use kelisim_app::programme::application::{Status, one_status, statuses};
use kelisim_app::programme::placement::{self, Wanted};
use kelisim_app::programme::review::{self, Line};
use kelisim_app::programme::run;
use kelisim_app::source::Cursor as DayCursor;
use kelisim_domain::id::{ApplicationId, CallId, PlacementId};
use kelisim_domain::journal::Hash;
use kelisim_domain::paper::PaperNumber;
use kelisim_domain::programme::application::{ReceiptNumber, Stage};
use kelisim_domain::programme::placement::{Placement, Stage as PlacementStage};
use kelisim_domain::programme::review::Standing;
use kelisim_domain::programme::run::Run;
use kelisim_domain::token::Scope;
use kelisim_exchange::status::{
    ApplicationOut, CheckedOut, PaperOut, PlacementOut, ResultOut, ReviewOut, WithdrawnOut,
};

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Asked, Listed, written};
use crate::answer::{Answer, Failure};
use crate::cursor::Place;
use crate::routes::At;
use crate::visit::Visit;

/// What a query asks for, or the answer that refuses it.
fn asked<T>(
    caller: &Caller,
    fields: &[&str],
    read: impl FnOnce(&Query<'_>) -> Result<T, BadQuery>,
) -> Result<T, BadQuery> {
    let all: &BTreeMap<String, String> = &caller.visit.query;
    read(&Query::of(all, fields)?)
}

fn limit(query: &Query<'_>) -> Result<usize, BadQuery> {
    Ok(usize::try_from(query.limit(100, 500)?).unwrap_or(100))
}

fn application(it: &Status) -> ApplicationOut {
    ApplicationOut {
        id: it.id.to_string(),
        call: it.call.to_string(),
        receipt: it.receipt.to_string(),
        stage: it.stage.code(),
        due: it.due,
        made_up: it.made_up,
    }
}

/// Where the applications to a call stand.
pub(super) async fn applications(caller: Caller, at: At) -> Answer {
    caller.program(Scope::ReadApplications)?;
    let id: CallId = at.read("id")?;
    let read = |query: &Query<'_>| {
        let stage = query.code("stage", Stage::from_code, "query-stage")?;
        let after: Option<ReceiptNumber> = query.field("after", "query-after")?;
        Ok((stage, after, limit(query)?))
    };
    let (stage, after, limit) = match asked(&caller, &["stage", "after", "limit"], read) {
        Ok(asked) => asked,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let write = async |visit: Visit| {
        let found = statuses(&visit.context(), id, stage, after.as_ref(), limit).await?;
        let items = found.items.iter().map(application).collect();
        let next = found.next.map(|receipt| receipt.to_string());
        Ok(Written::from(written(&Listed { items, next })?))
    };
    caller.give(Scope::ReadApplications, format!("calls/{id}/applications"), write).await
}

/// Where one application stands.
pub(super) async fn one_application(caller: Caller, at: At) -> Answer {
    caller.program(Scope::ReadApplications)?;
    let id: ApplicationId = at.read("id")?;
    let write = async |visit: Visit| {
        let it = one_status(&visit.context(), id).await?;
        Ok(Written::at(written(&application(&it))?, it.version))
    };
    caller.give(Scope::ReadApplications, format!("applications/{id}"), write).await
}

/// The placements of a call, in the order of their codes.
pub(super) async fn placements(caller: Caller, at: At) -> Answer {
    caller.program(Scope::ReadPlacements)?;
    let id: CallId = at.read("id")?;
    let read = |query: &Query<'_>| {
        let wanted = Wanted {
            stage: query.code("stage", PlacementStage::from_code, "query-stage")?,
            code: String::new(),
            seat: query.field("seat", "query-seat")?,
        };
        let after: Option<String> = query.field("after", "query-after")?;
        Ok((wanted, after, limit(query)?))
    };
    let (wanted, after, limit) = match asked(&caller, &["stage", "seat", "after", "limit"], read) {
        Ok(asked) => asked,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let write = async |visit: Visit| {
        let ctx = visit.context();
        let found = placement::board(&ctx, id, &wanted).await?;
        let behind =
            |it: &&Placement| after.as_ref().is_none_or(|after| it.description.code > *after);
        let mut rest = found.placements.iter().filter(behind);
        let part: Vec<PlacementOut> =
            rest.by_ref().take(limit).map(|it| PlacementOut::new(it, ctx.now)).collect();
        let next = rest.next().and_then(|_| part.last().map(|last| last.code.clone()));
        Ok(Written::from(written(&Listed { items: part, next })?))
    };
    caller.give(Scope::ReadPlacements, format!("calls/{id}/placements"), write).await
}

/// One placement.
pub(super) async fn one_placement(caller: Caller, at: At) -> Answer {
    caller.program(Scope::ReadPlacements)?;
    let id: PlacementId = at.read("id")?;
    let write = async |visit: Visit| {
        let ctx = visit.context();
        let it = placement::page(&ctx, id).await?.placement;
        Ok(Written::at(written(&PlacementOut::new(&it, ctx.now))?, it.version))
    };
    caller.give(Scope::ReadPlacements, format!("placements/{id}"), write).await
}

fn review(line: &Line) -> ReviewOut {
    ReviewOut {
        application: line.application.to_string(),
        receipt: line.receipt.to_string(),
        standing: line.standing.code(),
        seats: line.seats.0,
        scored: line.seats.1,
        late: line.late,
        conflicts: line.conflicts,
    }
}

/// How far the reviews of a call are.
pub(super) async fn reviews(caller: Caller, at: At) -> Answer {
    caller.program(Scope::ReadReviews)?;
    let id: CallId = at.read("id")?;
    let read = |query: &Query<'_>| {
        let standing = query.code("standing", Standing::from_code, "query-standing")?;
        let after: Option<ReceiptNumber> = query.field("after", "query-after")?;
        Ok((standing, after, limit(query)?))
    };
    let (standing, after, limit) = match asked(&caller, &["standing", "after", "limit"], read) {
        Ok(asked) => asked,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let write = async |visit: Visit| {
        let found = review::board(&visit.context(), id, standing, after.as_ref(), limit).await?;
        let items = found.lines.iter().map(review).collect();
        let next = found.next.map(|receipt| receipt.to_string());
        Ok(Written::from(written(&Listed { items, next })?))
    };
    caller.give(Scope::ReadReviews, format!("calls/{id}/reviews"), write).await
}

/// Papers of the registry, in the order of their numbers.
pub(super) async fn papers(caller: Caller) -> Answer {
    caller.program(Scope::ReadPapers)?;
    let read = |query: &Query<'_>| {
        let after: Option<PaperNumber> = query.field("after", "query-after")?;
        Ok((after, limit(query)?))
    };
    let (after, limit) = match asked(&caller, &["after", "limit"], read) {
        Ok(asked) => asked,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let write = async |visit: Visit| {
        let (found, next) = paper::list(&visit.context(), after.as_ref(), limit).await?;
        let items: Vec<PaperOut> = found.iter().map(PaperOut::from).collect();
        let next = next.map(|number| number.to_string());
        Ok(Written::from(written(&Listed { items, next })?))
    };
    caller.give(Scope::ReadPapers, "papers".to_owned(), write).await
}

/// What the register says of the paper with this number and hash: that it was issued, and whether it was withdrawn. A
/// paper whose text was another is not there.
pub(super) async fn check_paper(caller: Caller, at: At) -> Answer {
    let number: PaperNumber = at.read("number")?;
    let read = |query: &Query<'_>| query.code("hash", Hash::from_hex, "query-hash");
    let hash = match asked(&caller, &["hash"], read).and_then(|it| it.ok_or(BadQuery("query-hash")))
    {
        Ok(hash) => hash,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let key = format!("papers/{number}/{hash}");
    let write = async |visit: Visit| {
        let found = paper::registered(&visit.context(), &number, hash).await?;
        let it = found.ok_or(AppError::NotFound)?;
        let out = CheckedOut {
            number: it.number.to_string(),
            kind: it.kind.code(),
            registry: it.registry.to_string(),
            issued: it.issued,
            language: it.language.code(),
            made_up: it.made_up,
            withdrawn: it.withdrawn.map(|(why, at)| WithdrawnOut { why: why.code(), at }),
        };
        Ok(Written::from(written(&out)?))
    };
    caller.give(Scope::ReadPapers, key, write).await
}

/// Released runs, the one released last first.
pub(super) struct Results {
    after: Option<DayCursor>,
    limit: i64,
}

impl Asked for Results {
    const SCOPE: Scope = Scope::ReadResults;
    const FIELDS: &'static [&'static str] = &["after", "limit"];

    fn read(query: &Query<'_>) -> Result<Self, BadQuery> {
        Ok(Self { after: query.after()?, limit: query.limit(50, 200)? })
    }

    fn key(&self) -> String {
        let after = self.after.as_ref().map(Place::text).unwrap_or_default();
        format!("results {after} {}", self.limit)
    }

    async fn write(self, visit: Visit) -> Result<String, Failure> {
        let mut found = run::runs(&visit.context(), self.after, self.limit + 1).await?;
        let most = usize::try_from(self.limit).unwrap_or(50);
        let more = found.len() > most;
        found.truncate(most);
        let behind = |run: &Run| DayCursor { day: run.released_on(), id: run.id.uuid() };
        let next = found.last().filter(|_| more).map(|run| behind(run).text());
        let items: Vec<ResultOut> = found.iter().filter_map(ResultOut::new).collect();
        written(&Listed { items, next })
    }
}

/// The released run of one call. Its public certificate is at `/{lang}/results/{id}/certificate.json`.
pub(super) async fn one_result(caller: Caller, at: At) -> Answer {
    let id: CallId = at.read("id")?;
    let write = async |visit: Visit| {
        let seen = run::public(&visit.context(), id).await?;
        let out = seen.run.as_ref().and_then(ResultOut::new).ok_or(AppError::NotFound)?;
        Ok(Written::from(written(&out)?))
    };
    caller.give(Scope::ReadResults, format!("results/{id}"), write).await
}
