//! What stands over a list: the lists that were saved of it, and the way to save what is chosen now.

use std::collections::BTreeMap;

use kelisim_app::AppError;
use kelisim_app::saved::{CALL, Filters, Value, lists_of};
use kelisim_domain::id::CallId;
use kelisim_domain::saved::ListOf;

use crate::visit::Visit;

/// Fields of an address that are no filters: where the list goes on, and which saved list was opened.
pub(super) const NO_FILTERS: [&str; 3] = ["after", "from", "list"];
/// Most saved lists that stand over a list; the others are on the page of all.
const MOST: usize = 8;

/// A saved list as a link.
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) name: String,
    /// Whose it is, for one of a colleague.
    pub(crate) owner: Option<String>,
    /// Whether it is what the page shows.
    pub(crate) here: bool,
}

/// The saved lists of one list.
pub(crate) struct Bar {
    pub(crate) links: Vec<Link>,
    /// Where what is chosen now is given a name.
    pub(crate) save: String,
    /// Where all saved lists are, when there are any.
    pub(crate) all: Option<String>,
}

/// What the address of the page chooses.
fn asked(visit: &Visit, call: Option<CallId>) -> BTreeMap<String, String> {
    let filters = visit
        .query
        .iter()
        .filter(|(name, value)| !NO_FILTERS.contains(&name.as_str()) && !value.trim().is_empty());
    let mut asked: BTreeMap<String, String> =
        filters.map(|(name, value)| (name.clone(), value.clone())).collect();
    if let Some(call) = call {
        asked.insert(CALL.to_owned(), call.to_string());
    }
    asked
}

/// The saved lists of a list, and the way to save it as it is shown; `call` for a list of one call.
pub(crate) async fn bar(visit: &Visit, of: ListOf, call: Option<CallId>) -> Result<Bar, AppError> {
    let asked = asked(visit, call);
    let (now, _) = Filters::read(of, &asked);
    let opened = visit.chosen("list");
    let of_call = call.map(|call| Value::Thing(call.uuid()));
    let mut saved = lists_of(&visit.context(), of).await?;
    saved.retain(|it| it.filters.get(CALL) == of_call.as_ref());
    // One's own first; within each the order of names.
    saved.sort_by_key(|it| !it.mine);
    let links = saved.iter().take(MOST).map(|it| Link {
        href: visit.at(&format!("/lists/{}", it.id)),
        name: it.name.clone(),
        owner: it.owner.clone(),
        here: it.id.to_string() == opened && it.filters == now && it.faults.is_empty(),
    });
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&asked).finish();
    let mut save = form_urlencoded::Serializer::new(String::new());
    save.append_pair("of", of.code()).append_pair("query", &query);
    Ok(Bar {
        links: links.collect(),
        save: visit.at(&format!("/lists/new?{}", save.finish())),
        all: (!saved.is_empty()).then(|| visit.at("/lists")),
    })
}
