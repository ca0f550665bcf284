//! The forms on a visit, each as a list of inputs.

use kelisim_app::Result;
use kelisim_app::lookup::directory;
use kelisim_app::programme::visit::{self, DescribeForm, Page};
use kelisim_domain::programme::specialty;
use kelisim_domain::programme::visit::{
    Counter, Direction, ExpertRole, ExpertVisit, Fact, Repeatable, State,
};
use kelisim_i18n::Locale;

use super::shown::Naming;
use crate::form::Choice;
use crate::meeting::fact::{coded, evidence, part};
use crate::quota::label;
use crate::sheet::{self, Input, Part, Sheet};
use crate::visit::Visit;
use crate::words;

fn at(visit: &Visit, it: &ExpertVisit, act: &str) -> String {
    visit.at(&format!("/visits/{}/{act}", it.id))
}

async fn description(visit: &Visit) -> Result<Vec<Part>> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let directions = coded(l, "visit_direction", Direction::ALL.iter().map(|d| d.code()));
    let lines = visit::lines(&visit.context()).await?;
    let lines = lines.iter().map(|it| Choice::new(it.id.to_string(), label(l, &it.description)));
    let what = vec![
        Input::select(l, "direction", l.t("visit-direction"), directions),
        Input::select(l, "partner", l.t("filter-partner"), sheet::parties(l, &names)),
        Input::line("from", l.t("visit-from")).hint(l.t("field-valid-hint")).optional(),
        Input::line("until", l.t("visit-until")).hint(l.t("visit-until-hint")).optional(),
        Input::line("place", l.t("visit-place")).optional(),
        Input::line("sender", l.t("visit-sender")).hint(l.t("visit-sender-hint")).optional(),
        Input::several("hosts", l.t("visit-hosts"), sheet::parties(l, &names)),
    ];
    let titles = vec![
        Input::line("title_kk", l.t("instrument-title-kk")).optional(),
        Input::line("title_ky", l.t("instrument-title-ky")).optional(),
        Input::line("title_ru", l.t("instrument-title-ru")).optional(),
        Input::line("title_en", l.t("instrument-title-en")).optional(),
    ];
    let promise = vec![
        Input::select(l, "commitment", l.t("visit-commitment"), sheet::commitments(visit).await?)
            .optional(),
        Input::select(l, "line", l.t("visit-line"), sheet::sorted(l, lines))
            .hint(l.t("visit-line-hint"))
            .optional(),
    ];
    Ok(vec![
        part(l.t("visit-part-what"), what),
        part(l.t("meeting-part-title"), titles),
        part(l.t("visit-part-promise"), promise),
        evidence(visit, true).await?,
    ])
}

/// The form of a new visit.
pub(super) async fn enter(visit: &Visit) -> Result<Sheet> {
    let l = visit.locale;
    let parts = description(visit).await?;
    Ok(Sheet::of_parts(&visit.at("/visits/new"), l.t("visit-enter"), parts))
}

/// The form that says anew what it is, filled with what stands.
pub(super) async fn describe(visit: &Visit, it: &ExpertVisit) -> Result<Sheet> {
    let stands = DescribeForm::of(it, words::language(visit.locale));
    let parts = description(visit).await?;
    let sheet = Sheet::of_parts(&at(visit, it, "describe"), visit.locale.t("save"), parts);
    Ok(sheet.fill(|name| {
        Some(match name {
            "direction" => stands.direction.as_str(),
            "partner" => &stands.partner,
            "from" => &stands.from,
            "until" => &stands.until,
            "place" => &stands.place,
            "sender" => &stands.sender,
            "hosts" => &stands.hosts,
            "commitment" => &stands.commitment,
            "line" => &stands.line,
            "title_kk" => &stands.title_kk,
            "title_ky" => &stands.title_ky,
            "title_ru" => &stands.title_ru,
            "title_en" => &stands.title_en,
            _ => return None,
        })
    }))
}

/// The form of a step: those that can come next.
pub(super) async fn step(visit: &Visit, it: &ExpertVisit) -> Result<Sheet> {
    let l = visit.locale;
    let now = it.state();
    let next = State::ALL.iter().filter(|to| {
        if **to == State::Cancelled { now.is_ahead() } else { !now.is_last() && **to > now }
    });
    let steps = coded(l, "visit_state", next.map(|to| to.code()));
    let inputs = vec![
        Input::select(l, "to", l.t("visit-step"), steps).hint(l.t("visit-step-hint")),
        Input::line("on", l.t("meeting-date")).hint(l.t("field-valid-hint")),
        Input::line("note", l.t("visit-note")).hint(l.t("visit-note-hint")).optional(),
    ];
    let parts = vec![part(l.t("visit-step"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&at(visit, it, "step"), l.t("save"), parts))
}

fn specialties(l: Locale) -> Vec<Choice> {
    let choice =
        |own: specialty::Specialty| Choice::new(own.code.to_string(), words::text(l, &own.name).0);
    sheet::sorted(l, specialty::all().map(choice))
}

/// The form of an expert.
pub(super) async fn expert(visit: &Visit, it: &ExpertVisit) -> Result<Sheet> {
    let l = visit.locale;
    let roles = coded(l, "visit_role", ExpertRole::ALL.iter().map(|r| r.code()));
    let inputs = vec![
        Input::line("code", l.t("visit-code")).hint(l.t("visit-code-hint")),
        Input::select(l, "specialty", l.t("call-specialty"), specialties(l)).optional(),
        Input::select(l, "role", l.t("visit-role"), roles).hint(l.t("visit-role-hint")).optional(),
        Input::line("count", l.t("visit-count")).hint(l.t("visit-count-hint")).optional(),
    ];
    let parts = vec![part(l.t("visit-expert"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&at(visit, it, "expert"), l.t("save"), parts))
}

/// The form of a permission to practise.
pub(super) fn permit(visit: &Visit, it: &ExpertVisit) -> Sheet {
    let l = visit.locale;
    let experts = it.experts().filter(|(_, expert)| expert.operates());
    let experts = experts.map(|(entry, e)| Choice::new(entry.to_string(), e.code.to_string()));
    let inputs = vec![
        Input::select(l, "expert", l.t("visit-expert"), experts.collect()),
        Input::line("document", l.t("visit-document")),
        Input::line("authority", l.t("visit-authority")),
        Input::line("from", l.t("visit-from")).hint(l.t("visit-day-hint")),
        Input::line("until", l.t("visit-permit-until")).hint(l.t("visit-day-hint")),
    ];
    Sheet::new(&at(visit, it, "permit"), l.t("save"), inputs)
}

/// The form of a reported total.
pub(super) async fn report(visit: &Visit, it: &ExpertVisit) -> Result<Sheet> {
    let l = visit.locale;
    let counters = coded(l, "visit_counter", Counter::ALL.iter().map(|c| c.code()));
    let inputs = vec![
        Input::select(l, "counter", l.t("visit-counter"), counters),
        Input::line("value", l.t("visit-value")),
    ];
    let parts = vec![part(l.t("visit-reported"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&at(visit, it, "report"), l.t("save"), parts))
}

/// The form of what the house counted on a day.
pub(super) fn count(visit: &Visit, it: &ExpertVisit) -> Sheet {
    let l = visit.locale;
    let counters = Counter::ALL.iter().filter(|counter| !counter.is_of_operations());
    let counters = coded(l, "visit_counter", counters.map(|c| c.code()));
    let inputs = vec![
        Input::select(l, "counter", l.t("visit-counter"), counters),
        Input::line("on", l.t("meeting-date")).hint(l.t("visit-day-hint")),
        Input::line("value", l.t("visit-value")),
        Input::line("matter", l.t("visit-matter")).optional(),
    ];
    Sheet::new(&at(visit, it, "count"), l.t("save"), inputs)
}

/// The form of an operation.
pub(super) fn operate(visit: &Visit, it: &ExpertVisit) -> Sheet {
    let l = visit.locale;
    let inputs = vec![
        Input::line("on", l.t("meeting-date")).hint(l.t("visit-day-hint")),
        Input::select(l, "specialty", l.t("call-specialty"), specialties(l)),
        Input::line("procedure", l.t("visit-procedure")).hint(l.t("visit-procedure-hint")),
        Input::line("lead", l.t("visit-lead")).hint(l.t("visit-code-hint")),
        Input::line("second", l.t("visit-second")).optional(),
        Input::line("local", l.t("visit-local")).hint(l.t("visit-local-hint")).optional(),
    ];
    Sheet::new(&at(visit, it, "operate"), l.t("save"), inputs)
}

/// The form of whether the local team can do an operation by itself.
pub(super) fn judge(visit: &Visit, it: &ExpertVisit) -> Sheet {
    let l = visit.locale;
    let operations = it.operations();
    let operations = operations.iter().map(|one| {
        let (on, what) = (l.date_long(one.operation.on), &one.operation.procedure);
        Choice::new(one.entry.to_string(), format!("{on}: {}", words::text(l, what).0))
    });
    let can = coded(l, "visit_repeatable", Repeatable::ALL.iter().map(|r| r.code()));
    let inputs = vec![
        Input::select(l, "operation", l.t("visit-operation"), operations.collect()),
        Input::select(l, "repeatable", l.t("visit-repeatable"), can),
        Input::line("by", l.t("visit-judged-by")).hint(l.t("visit-judged-by-hint")),
        Input::line("on", l.t("meeting-date")).hint(l.t("visit-day-hint")),
    ];
    Sheet::new(&at(visit, it, "judge"), l.t("save"), inputs)
}

/// The form of something agreed on.
pub(super) async fn agree(visit: &Visit, it: &ExpertVisit) -> Result<Sheet> {
    let l = visit.locale;
    let inputs = vec![
        Input::line("matter", l.t("visit-agreed")),
        Input::line("due", l.t("visit-due")).hint(l.t("field-valid-hint")).optional(),
    ];
    let parts = vec![part(l.t("visit-follow-up"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&at(visit, it, "agree"), l.t("save"), parts))
}

/// The form of something that was done.
pub(super) async fn done(visit: &Visit, it: &ExpertVisit) -> Result<Sheet> {
    let l = visit.locale;
    let open = it.followed();
    let open = open.iter().filter(|one| one.done.is_none());
    let open =
        open.map(|one| Choice::new(one.entry.to_string(), words::text(l, &one.agreed.matter).0));
    let inputs = vec![
        Input::select(l, "agreed", l.t("visit-agreed"), open.collect()),
        Input::line("on", l.t("meeting-date")).hint(l.t("field-valid-hint")),
    ];
    let parts = vec![part(l.t("visit-follow-up"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&at(visit, it, "done"), l.t("save"), parts))
}

/// The form that takes something back; what the visit is stays.
pub(super) async fn withdraw(visit: &Visit, seen: &Page) -> Result<Sheet> {
    let (l, it) = (visit.locale, &seen.visit);
    let names = directory(&visit.context()).await?;
    let today = visit.context().today();
    let naming = Naming { l, names: &names, page: seen, today, console: true };
    let facts = it.facts.iter().rev();
    let facts = facts.filter(|said| !matches!(said.what, Fact::Described(_)));
    let facts = facts
        .map(|said| Choice::new(said.meta.version.to_string(), naming.fact(&said.what)))
        .collect();
    let inputs = vec![
        Input::select(l, "fact", l.t("field-entry"), facts),
        Input::line("reason", l.t("field-why")),
    ];
    let word = l.t("instrument-do-withdraw");
    Ok(Sheet::new(&at(visit, it, "withdraw"), word, inputs).tone("no"))
}

/// The form that shows it to everybody, or no longer.
pub(super) fn publish(visit: &Visit, it: &ExpertVisit) -> Sheet {
    let l = visit.locale;
    let (word, value) =
        if it.public { (l.t("act-unpublish"), "0") } else { (l.t("act-publish"), "1") };
    Sheet::new(&at(visit, it, "publish"), word, Vec::new()).with("public", value)
}
