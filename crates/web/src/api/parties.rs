//! The parties whose codes the record knows, for programs that write.

use axum::response::Response;
use kelisim_app::lookup::directory;
use kelisim_domain::token::Scope;
use kelisim_exchange::source::TextOut;
use serde::Serialize;

use super::caller::{Caller, Written};
use super::query::Query;
use super::{Listed, written};
use crate::answer::Answer;
use crate::visit::Visit;

/// A party.
#[derive(Serialize)]
struct PartyOut {
    code: String,
    kind: &'static str,
    name: Option<TextOut>,
}

/// Every party, in the order of its code. A table that is brought adds new ones; nothing else does.
pub(super) async fn list(caller: Caller) -> Answer {
    caller.program(Scope::ReadParties)?;
    if let Err(bad) = Query::of(&caller.visit.query, &[]) {
        return Ok(Response::from(bad));
    }
    let write = async |visit: Visit| {
        let names = directory(&visit.context()).await?;
        let items = names.parties.values().map(|party| PartyOut {
            code: party.code.to_string(),
            kind: party.kind.code(),
            name: party.names.last().map(|dated| TextOut::from(&dated.name)),
        });
        Ok(Written::from(written(&Listed { items: items.collect(), next: None })?))
    };
    caller.give(Scope::ReadParties, "parties".to_owned(), write).await
}
