//! A saved list in words: which list, what it chooses, and where it lies.

use kelisim_app::lookup::Directory;
use kelisim_app::saved::{CALL, Filters, Shown, Value};
use kelisim_app::{AppError, commitment, programme};
use kelisim_domain::id::{CallId, CommitmentId};
use kelisim_domain::programme::region;
use kelisim_domain::saved::ListOf;
use kelisim_i18n::Locale;
use uuid::Uuid;

use crate::visit::Visit;
use crate::words;

/// The heading of a list of the console.
pub(super) fn title(l: Locale, of: ListOf) -> &'static str {
    match of {
        ListOf::Commitments => l.t("commitments-title"),
        ListOf::Instruments => l.t("instruments-title"),
        ListOf::Meetings => l.t("meetings-title"),
        ListOf::Letters => l.t("letters-title"),
        ListOf::Bodies => l.t("bodies-title"),
        ListOf::Projects => l.t("projects-title"),
        ListOf::Calls => l.t("calls-title"),
        ListOf::Applications => l.t("applications-title"),
        ListOf::Candidates => l.t("run-candidates-title"),
        ListOf::Placements => l.t("placement-title"),
        ListOf::Visits => l.t("visits-title"),
        ListOf::Quotas => l.t("quotas-title"),
        ListOf::Indicators => l.t("indicators-title"),
        ListOf::Figures => l.t("overview-figures"),
        ListOf::Conflicts => l.t("conflicts-title"),
        ListOf::Communiques => l.t("nav-communiques"),
        ListOf::Parties => l.t("parties-title"),
        ListOf::Search => l.t("search-title"),
    }
}

/// The path of a list below the language; for the list of a call, that of its call.
pub(super) fn path(of: ListOf, filters: &Filters) -> String {
    match filters.get(CALL) {
        Some(Value::Thing(call)) => format!("/calls/{call}/{}", of.code()),
        _ => format!("/{}", of.code()),
    }
}

/// The query of a list with these filters, with its question mark; empty when nothing is chosen.
pub(super) fn query(filters: &Filters, more: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::for_suffix(String::from("?"), 1);
    let texts = filters.texts();
    query.extend_pairs(texts.iter().filter(|(name, _)| *name != CALL));
    query.extend_pairs(more);
    query.finish().trim_end_matches('?').to_owned()
}

/// Whether a list of the console is given as a file.
pub(super) const fn has_files(of: ListOf) -> bool {
    !matches!(of, ListOf::Letters | ListOf::Search)
}

/// The label of a filter.
fn label(l: Locale, of: ListOf, name: &str) -> &'static str {
    match (of, name) {
        (_, "partner") => l.t("filter-partner"),
        (_, CALL) => l.t("saved-call"),
        (_, "on") => l.t("known-on"),
        (_, "commitment") => l.t("col-commitment"),
        (_, "charge") => l.t("charge-title"),
        (_, "topic") => l.t("filter-topic"),
        (_, "words") => l.t("filter-stage"),
        (_, "soon") => l.t("instrument-dates"),
        (_, "level") => l.t("meeting-level"),
        (_, "number") => l.t("letter-number"),
        (_, "way") => l.t("letter-way"),
        (_, "member") => l.t("body-member"),
        (_, "having") => l.t("project-having"),
        (_, "seat") => l.t("call-seat"),
        (_, "code") => l.term("candidate_column", "code"),
        (_, "region") => l.term("candidate_column", "region"),
        (_, "direction") => l.t("visit-direction"),
        (_, "geography") => l.t("indicator-geography"),
        (_, "owner") => l.t("indicator-owner"),
        (_, "unit") => l.t("figure-unit"),
        (_, "measure") => l.t("figure-indicator"),
        (_, "periodicity") => l.t("indicator-periodicity"),
        (ListOf::Instruments, "kind") => l.t("instrument-kind"),
        (ListOf::Instruments, "standing") => l.t("instrument-standing"),
        (ListOf::Bodies, "kind") => l.t("body-kind"),
        (ListOf::Calls, "kind") => l.t("call-kind"),
        (ListOf::Search, "kind") => l.t("search-col-kind"),
        (ListOf::Placements, "stage") => l.t("placement-col-stage"),
        (_, "stage") => l.t("call-stage"),
        (ListOf::Search, _) => l.t("search-words"),
        _ => l.t("col-state"),
    }
}

/// A code of a filter in words.
fn code(l: Locale, of: ListOf, name: &str, code: &str) -> String {
    let text = match (of, name, code) {
        (_, "charge", _) => l.t("charge-mine"),
        (_, "soon", _) => l.t("instrument-filter-soon"),
        (_, "words", "promises") => l.t("filter-promises"),
        (_, "words", "talks") => l.t("filter-talks"),
        (_, "words", _) => l.t("filter-overdue"),
        (_, "region", _) => {
            return region::name(code)
                .map_or_else(|| code.to_owned(), |name| words::text(l, &name).0);
        }
        (_, "topic", _) => l.term("topic", code),
        (_, "level", _) => l.term("level", code),
        (_, "way", _) => l.term("letter_way", code),
        (_, "having", _) => l.term("project_having", code),
        (_, "direction", _) => l.term("visit_direction", code),
        (_, "unit", _) => l.term("unit_name", code),
        (_, "periodicity", _) => l.term("periodicity", code),
        (ListOf::Instruments, "kind", _) => l.term("instrument_type", code),
        (ListOf::Instruments, ..) => l.term("instrument_standing", code),
        (ListOf::Meetings, ..) => l.term("meeting_state", code),
        (ListOf::Bodies, "kind", _) => l.term("body_kind", code),
        (ListOf::Bodies, ..) => l.term("body_standing", code),
        (ListOf::Calls, "kind", _) => l.term("programme_kind", code),
        (ListOf::Calls, ..) => l.term("call_stage", code),
        (ListOf::Applications, ..) => l.term("application_stage", code),
        (ListOf::Placements, ..) => l.term("placement_stage", code),
        (ListOf::Visits, ..) => l.term("visit_state", code),
        (ListOf::Search, ..) => l.term("things", code),
        _ => return code.to_owned(),
    };
    text.to_owned()
}

/// The title of the call or commitment a list is about; a dash where the reader may not know it.
async fn thing(visit: &Visit, name: &str, id: Uuid) -> Result<String, AppError> {
    let (ctx, l) = (visit.context(), visit.locale);
    let title = if name == CALL {
        programme::page(&ctx, CallId::new(id), None)
            .await
            .map(|page| page.call.shown().map(|terms| words::text(l, &terms.title).0))
    } else {
        commitment::page(&ctx, CommitmentId::new(id), None)
            .await
            .map(|page| Some(words::text(l, &page.line.commitment.description.title).0))
    };
    match title {
        Ok(title) => Ok(title.unwrap_or_else(|| "–".to_owned())),
        Err(AppError::NotFound) => Ok("–".to_owned()),
        Err(error) => Err(error),
    }
}

/// What a list chooses: each filter with its value.
pub(super) async fn filters(
    visit: &Visit,
    names: &Directory,
    of: ListOf,
    filters: &Filters,
) -> Result<Vec<(String, String)>, AppError> {
    let l = visit.locale;
    let mut told = Vec::new();
    for (name, value) in &filters.0 {
        let text = match value {
            Value::Party(party) => words::party(l, names, party),
            Value::Code(text) => code(l, of, name, text),
            Value::Thing(id) => thing(visit, name, *id).await?,
            Value::Day(day) => l.date_short(*day),
            Value::Number(number) => number.to_string(),
            Value::Words(words) => words.clone(),
        };
        told.push((label(l, of, name).to_owned(), text));
    }
    Ok(told)
}

/// The address at which a saved list is shown, with what is left of its filters.
pub(super) fn address(visit: &Visit, it: &Shown) -> String {
    let id = it.id.to_string();
    visit.at(&path(it.of, &it.filters)) + &query(&it.filters, &[("list", &id)])
}
