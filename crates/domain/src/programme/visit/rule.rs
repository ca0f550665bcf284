//! The rules of what may be entered about a visit. Each looks at the visit as it would be.

use jiff::civil::Date;

use super::{
    Counter, Description, Done, Expert, ExpertVisit, Fact, Judgement, Operation, Permission, State,
    Step, Tally,
};
use crate::Refusal;
use crate::edtf::Edtf;

/// Most of one kind that a visit of a team can have done, in one report or on one day.
const MOST_COUNTED: u32 = 100_000;

/// What has happened has a day that has begun, with one day of grace, since days are by Coordinated Universal Time.
fn begun(field: &'static str, first: Date, known_on: Date) -> Result<(), Refusal> {
    if first > known_on.tomorrow().unwrap_or(known_on) {
        return Err(Refusal::of(field, "visit-not-yet"));
    }
    Ok(())
}

/// The rules of the fact entered last, which is on record already.
pub(super) fn check(it: &ExpertVisit, version: i64, known_on: Date) -> Result<(), Refusal> {
    let Some(said) = it.facts.iter().find(|said| said.meta.version == version) else {
        return Ok(());
    };
    match &said.what {
        Fact::Described(description) => described(it, description),
        Fact::Stepped(step) => {
            begun("on", step.on.first_day(), known_on)?;
            steps(it)
        }
        Fact::Expert(expert) => named(expert),
        Fact::Permission(permission) => permitted(it, permission),
        Fact::Report(report) => {
            counted(report.value)?;
            reported_after(it, known_on)
        }
        Fact::Tally(tally) => tallied(it, tally, known_on),
        Fact::Operation(operation) => {
            operators(it, operation)?;
            begun("on", operation.on, known_on)
        }
        Fact::Judgement(judgement) => begun("on", judgement.on, known_on),
        Fact::Done(done) => begun("on", done.on.first_day(), known_on),
        Fact::Agreed(_) => Ok(()),
    }
}

/// The rules over everything on record, which also hold when something is corrected or taken back.
pub(super) fn check_all(it: &ExpertVisit) -> Result<(), Refusal> {
    steps(it)?;
    team(it)?;
    reports(it)?;
    for said in &it.facts {
        match &said.what {
            Fact::Tally(tally) => within(it, tally.on)?,
            Fact::Operation(operation) => {
                within(it, operation.on)?;
                permission_holds(it, operation)?;
            }
            Fact::Permission(permission) => {
                expert(it, permission.expert)?;
            }
            Fact::Judgement(judgement) => judged(it, judgement)?,
            Fact::Done(done) => done_once(it, done)?,
            Fact::Described(_)
            | Fact::Stepped(_)
            | Fact::Expert(_)
            | Fact::Report(_)
            | Fact::Agreed(_) => {}
        }
    }
    Ok(())
}

/// Rule: registry, partner and direction stay.
fn described(it: &ExpertVisit, now: &Description) -> Result<(), Refusal> {
    let first = it.descriptions().next().map(|(_, first)| first);
    let Some(first) = first else { return Ok(()) };
    if first.registry != now.registry {
        return Err(Refusal::new("registry-code-fixed"));
    }
    if first.partner != now.partner || first.direction != now.direction {
        return Err(Refusal::of("partner", "visit-partner-fixed"));
    }
    Ok(())
}

/// Rule: planned, invited, permission checked, on site, reported, followed up, in this order; what has not begun can be
/// cancelled with a reason. The house takes one step after the other, and leaves out the permission only where nobody
/// operates; a passage may tell of a later step alone, and what no source tells of stays missing.
fn steps(it: &ExpertVisit) -> Result<(), Refusal> {
    let mut at = State::Planned;
    let mut before: Option<Edtf> = None;
    for step in it.steps() {
        if before.is_some_and(|before| step.on.last_day() < before.first_day()) {
            return Err(Refusal::of("on", "visit-step-before"));
        }
        follows(it, at, step)?;
        (at, before) = (step.to, Some(step.on));
    }
    Ok(())
}

fn follows(it: &ExpertVisit, at: State, step: &Step) -> Result<(), Refusal> {
    let order = || Err(Refusal::of("to", "visit-step-order"));
    if step.to == State::Cancelled {
        return match (at.is_ahead(), &step.note) {
            (false, _) => order(),
            (true, None) => Err(Refusal::of("note", "visit-cancel-reason")),
            (true, Some(_)) => Ok(()),
        };
    }
    if at.is_last() || step.to <= at {
        return order();
    }
    if step.quotation.is_some() {
        return Ok(());
    }
    let nobody_operates = !it.experts().any(|(_, expert)| expert.operates());
    let next = match at {
        State::Planned => step.to == State::Invited,
        State::Invited => {
            step.to == State::Permitted || (step.to == State::OnSite && nobody_operates)
        }
        State::Permitted => step.to == State::OnSite,
        State::OnSite => step.to == State::Reported,
        State::Reported => step.to == State::FollowedUp,
        State::FollowedUp | State::Cancelled => false,
    };
    if !next {
        return order();
    }
    match step.to {
        State::Permitted => all_permitted(it),
        State::FollowedUp if it.followed().iter().any(|one| one.done.is_none()) => {
            Err(Refusal::of("to", "visit-agreed-open"))
        }
        _ => Ok(()),
    }
}

/// Rule: permissions are checked when everybody who operates has one that covers the days of the visit.
fn all_permitted(it: &ExpertVisit) -> Result<(), Refusal> {
    let Some(days) = it.description.days else {
        return Err(Refusal::of("to", "visit-days-missing"));
    };
    for (entry, expert) in it.experts().filter(|(_, expert)| expert.operates()) {
        let covered = it.permissions(entry).any(|permission| {
            permission.from <= days.first_day() && permission.until >= days.last_day()
        });
        if !covered {
            return Err(
                Refusal::of("to", "visit-permission-missing").with("code", expert.code.as_str())
            );
        }
    }
    Ok(())
}

/// Rule: whoever operates is entered alone, since a permission is that of one person.
fn named(expert: &Expert) -> Result<(), Refusal> {
    if expert.count == 0 || expert.count > Expert::MOST {
        return Err(Refusal::of("count", "visit-count-range").with("max", Expert::MOST.to_string()));
    }
    if expert.operates() && expert.count > 1 {
        return Err(Refusal::of("count", "visit-operator-alone"));
    }
    Ok(())
}

/// Rule: a code stands for one expert.
fn team(it: &ExpertVisit) -> Result<(), Refusal> {
    let mut codes = std::collections::BTreeSet::new();
    for (_, expert) in it.experts() {
        if !codes.insert(&expert.code) {
            return Err(
                Refusal::of("code", "visit-expert-twice").with("code", expert.code.as_str())
            );
        }
    }
    Ok(())
}

fn expert(it: &ExpertVisit, entry: i64) -> Result<&Expert, Refusal> {
    let found = it.experts().find(|(version, _)| *version == entry);
    found.map(|(_, expert)| expert).ok_or(Refusal::of("expert", "visit-expert-unknown"))
}

fn permitted(it: &ExpertVisit, permission: &Permission) -> Result<(), Refusal> {
    if !expert(it, permission.expert)?.operates() {
        return Err(Refusal::of("expert", "visit-expert-no-operator"));
    }
    if permission.until < permission.from {
        return Err(Refusal::of("until", "visit-days-order"));
    }
    Ok(())
}

fn counted(value: u32) -> Result<(), Refusal> {
    if value > MOST_COUNTED {
        return Err(Refusal::of("value", "visit-count-range").with("max", MOST_COUNTED.to_string()));
    }
    Ok(())
}

/// Rule: what a source says before the first day is a plan, not a report.
fn reported_after(it: &ExpertVisit, known_on: Date) -> Result<(), Refusal> {
    if it.description.days.is_some_and(|days| known_on < days.first_day()) {
        return Err(Refusal::of("passage", "visit-report-early"));
    }
    Ok(())
}

/// Rule: a source reports a total of one counter once. Totals of different sources stand beside one another.
fn reports(it: &ExpertVisit) -> Result<(), Refusal> {
    let mut seen = std::collections::BTreeSet::new();
    for said in &it.facts {
        if let Fact::Report(report) = &said.what
            && !seen.insert((report.counter, report.quotation.source))
        {
            return Err(Refusal::of("counter", "visit-counter-twice"));
        }
    }
    Ok(())
}

fn tallied(it: &ExpertVisit, tally: &Tally, known_on: Date) -> Result<(), Refusal> {
    if tally.counter.is_of_operations() {
        return Err(Refusal::of("counter", "visit-tally-operations"));
    }
    if tally.value == 0 {
        return Err(Refusal::of("value", "visit-count-range").with("max", MOST_COUNTED.to_string()));
    }
    counted(tally.value)?;
    within(it, tally.on)?;
    begun("on", tally.on, known_on)
}

/// Rule: what the house enters was done within the days of the visit, as far as they are known, and a visit that was
/// cancelled has none.
fn within(it: &ExpertVisit, on: Date) -> Result<(), Refusal> {
    if it.state() == State::Cancelled {
        return Err(Refusal::of("on", "visit-is-cancelled"));
    }
    let Some(days) = it.description.days else {
        return Err(Refusal::of("on", "visit-days-missing"));
    };
    if on < days.first_day() || on > days.last_day() {
        return Err(Refusal::of("on", "visit-outside-days"));
    }
    Ok(())
}

/// Rule: nobody stands twice at one table, and a guest who operates is in the team for it.
fn operators(it: &ExpertVisit, operation: &Operation) -> Result<(), Refusal> {
    let mut codes = std::collections::BTreeSet::new();
    for code in operation.operators() {
        if !codes.insert(code) {
            return Err(Refusal::of("lead", "visit-operator-twice").with("code", code.as_str()));
        }
        let guest = it.experts().find(|(_, expert)| expert.code == *code);
        if guest.is_some_and(|(_, expert)| expert.role.is_some() && !expert.operates()) {
            return Err(Refusal::of("lead", "visit-expert-no-operator"));
        }
    }
    let local = operation.local.as_ref();
    if local.is_some_and(|local| it.experts().any(|(_, expert)| expert.code == *local)) {
        return Err(Refusal::of("local", "visit-local-guest"));
    }
    Ok(())
}

/// Rule: an expert with permissions on record operates on a day on which one of them holds. Where none is on record
/// the page says so; nothing is concluded from it.
fn permission_holds(it: &ExpertVisit, operation: &Operation) -> Result<(), Refusal> {
    for code in operation.operators() {
        let Some((entry, _)) = it.experts().find(|(_, expert)| expert.code == *code) else {
            continue;
        };
        let mut permissions = it.permissions(entry).peekable();
        if permissions.peek().is_some() && !permissions.any(|it| it.holds(operation.on)) {
            return Err(Refusal::of("on", "visit-permission-expired").with("code", code.as_str()));
        }
    }
    Ok(())
}

/// Rule: an operation is judged after it was done.
fn judged(it: &ExpertVisit, judgement: &Judgement) -> Result<(), Refusal> {
    let found = it.operations().into_iter().find(|one| one.entry == judgement.operation);
    let Some(operated) = found else {
        return Err(Refusal::of("operation", "visit-operation-unknown"));
    };
    if judgement.on < operated.operation.on {
        return Err(Refusal::of("on", "visit-judged-before"));
    }
    Ok(())
}

fn done_once(it: &ExpertVisit, done: &Done) -> Result<(), Refusal> {
    let there = it
        .facts
        .iter()
        .any(|said| said.meta.version == done.agreed && matches!(said.what, Fact::Agreed(_)));
    if !there {
        return Err(Refusal::of("agreed", "visit-agreed-unknown"));
    }
    let times = it
        .facts
        .iter()
        .filter(|said| matches!(&said.what, Fact::Done(other) if other.agreed == done.agreed));
    if times.count() > 1 {
        return Err(Refusal::of("agreed", "visit-done-already"));
    }
    Ok(())
}

impl Counter {
    /// Reads how many, as typed.
    ///
    /// # Errors
    /// `visit-count-range` for what is no whole number from nought to a hundred thousand.
    pub fn read_value(text: &str) -> Result<u32, Refusal> {
        let range = || Refusal::new("visit-count-range").with("max", MOST_COUNTED.to_string());
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let value = digits.parse::<u32>().map_err(|_| range())?;
        if value > MOST_COUNTED { Err(range()) } else { Ok(value) }
    }
}
