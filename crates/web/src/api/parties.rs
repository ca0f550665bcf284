//! The parties whose codes the record knows, for programs that write.

use axum::response::Response;
use kelisim_app::lookup::directory;
use kelisim_app::party;
use kelisim_domain::edtf::Edtf;
use kelisim_domain::party::{DatedName, Party, PartyCode};
use kelisim_domain::token::Scope;
use kelisim_exchange::source::TextOut;
use serde::Serialize;

use super::caller::{Caller, Written};
use super::query::{BadQuery, Query};
use super::{Listed, written};
use crate::answer::Answer;
use crate::routes::At;
use crate::visit::Visit;

/// A party.
#[derive(Serialize)]
struct PartyOut {
    code: String,
    kind: &'static str,
    country: Option<String>,
    parent: Option<String>,
    /// The name it has now.
    name: Option<TextOut>,
}

/// A name over a span of time.
#[derive(Serialize)]
struct NameOut {
    from: Option<String>,
    to: Option<String>,
    name: TextOut,
}

/// A record of a party under another code.
#[derive(Serialize)]
struct AlsoOut {
    code: String,
    /// The version of that record, for taking it apart.
    version: i64,
    /// The code it was merged into.
    into: String,
    reason: TextOut,
    since: String,
    names: Vec<NameOut>,
}

/// A party with every name it had, oldest first, and the parties that are part of it.
#[derive(Serialize)]
struct PartyWhole {
    party: PartyOut,
    names: Vec<NameOut>,
    parts: Vec<String>,
    also: Vec<AlsoOut>,
}

fn told(party: &Party) -> PartyOut {
    PartyOut {
        code: party.code.to_string(),
        kind: party.kind.code(),
        country: party.country.map(|code| code.to_string()),
        parent: party.parent.as_ref().map(ToString::to_string),
        name: party.names.last().map(|dated| TextOut::from(&dated.name)),
    }
}

fn named(dated: &DatedName) -> NameOut {
    let day = |on: &Edtf| on.to_string();
    NameOut {
        from: dated.from.as_ref().map(day),
        to: dated.to.as_ref().map(day),
        name: TextOut::from(&dated.name),
    }
}

fn also(record: &Party, version: i64) -> Option<AlsoOut> {
    let merge = record.merged.as_ref()?;
    Some(AlsoOut {
        code: record.code.to_string(),
        version,
        into: merge.into.to_string(),
        reason: TextOut::from(&merge.reason),
        since: merge.entered.recorded_at.to_string(),
        names: record.names.iter().map(named).collect(),
    })
}

fn part(query: &Query<'_>) -> Result<(Option<PartyCode>, usize), BadQuery> {
    let limit = usize::try_from(query.limit(200, 1_000)?).unwrap_or(200);
    Ok((query.field("after", "query-after")?, limit))
}

/// Parties in the order of their codes. The list goes on behind a code, so parties that are entered meanwhile neither
/// push one out nor show one twice.
pub(super) async fn list(caller: Caller) -> Answer {
    caller.program(Scope::ReadParties)?;
    let query = Query::of(&caller.visit.query, &["after", "limit"]);
    let (after, limit) = match query.and_then(|query| part(&query)) {
        Ok(part) => part,
        Err(bad) => return Ok(Response::from(bad)),
    };
    let write = async |visit: Visit| {
        let names = directory(&visit.context()).await?;
        let behind = |code: &PartyCode| after.as_ref().is_none_or(|after| code > after);
        let mut rest = names.standing().filter(|party| behind(&party.code));
        let items: Vec<PartyOut> = rest.by_ref().take(limit).map(told).collect();
        let next = rest.next().and_then(|_| items.last().map(|last| last.code.clone()));
        Ok(Written::from(written(&Listed { items, next })?))
    };
    caller.give(Scope::ReadParties, "parties".to_owned(), write).await
}

/// One party with its names; the mark is made of the version of its stream. A code that was merged is answered with the
/// party that stays, whose code the answer has.
pub(super) async fn one(caller: Caller, at: At) -> Answer {
    caller.program(Scope::ReadParties)?;
    let code: PartyCode = at.read("code")?;
    let write = async |visit: Visit| {
        let page = party::page(&visit.context(), &code).await?;
        let out = PartyWhole {
            party: told(&page.party),
            names: page.party.names.iter().map(named).collect(),
            parts: page.parts.iter().map(ToString::to_string).collect(),
            also: page.also.iter().filter_map(|(record, version)| also(record, *version)).collect(),
        };
        Ok(Written::at(written(&out)?, page.version))
    };
    caller.give(Scope::ReadParties, format!("parties/{code}"), write).await
}
