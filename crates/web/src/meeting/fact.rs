//! The forms on a meeting, each as a list of inputs.

use kelisim_app::Result;
use kelisim_app::instrument::{self, Wanted};
use kelisim_app::lookup::directory;
use kelisim_app::meeting::{self, EnterForm};
use kelisim_domain::id::MeetingId;
use kelisim_domain::meeting::{Meeting, MeetingLevel, MeetingState};
use kelisim_i18n::Locale;

use super::shown::{dated, steps};
use crate::form::Choice;
use crate::sheet::{self, Input, Part, Sheet};
use crate::visit::Visit;
use crate::words;

pub(crate) fn coded<'a>(
    l: Locale,
    prefix: &str,
    codes: impl Iterator<Item = &'a str>,
) -> Vec<Choice> {
    codes.map(|code| Choice::new(code, l.term(prefix, code))).collect()
}

pub(crate) fn part(legend: &str, inputs: Vec<Input>) -> Part {
    Part { legend: Some(legend.to_owned()), inputs }
}

/// The source and the passage something rests on.
pub(crate) async fn evidence(visit: &Visit, optional: bool) -> Result<Part> {
    let l = visit.locale;
    let source = Input::select(l, "source", l.t("source"), sheet::sources(visit).await?);
    let passage =
        Input::area(l, "passage", l.t("conflict-passage")).hint(l.t("conflict-passage-hint"));
    Ok(if optional {
        part(l.t("meeting-part-passage"), vec![source.optional(), passage.optional()])
    } else {
        part(l.t("instrument-part-source"), vec![source, passage])
    })
}

async fn description(visit: &Visit, but: Option<MeetingId>) -> Result<Vec<Part>> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let parties = || sheet::parties(l, &names);
    let states = coded(l, "meeting_state", MeetingState::ALL.iter().map(|s| s.code()));
    let levels = coded(l, "level", MeetingLevel::ALL.iter().map(|k| k.code()));
    let what = vec![
        Input::select(l, "state", l.t("col-state"), states),
        Input::line("date", l.t("meeting-date")).hint(l.t("field-valid-hint")),
        Input::select(l, "partner", l.t("filter-partner"), parties()),
        Input::select(l, "level", l.t("meeting-level"), levels),
        Input::line("place", l.t("meeting-place")).optional(),
        Input::several("parties", l.t("meeting-parties"), parties())
            .hint(l.t("meeting-parties-hint")),
    ];
    let titles = vec![
        Input::line("title_kk", l.t("instrument-title-kk")).optional(),
        Input::line("title_ky", l.t("instrument-title-ky")).optional(),
        Input::line("title_ru", l.t("instrument-title-ru")).optional(),
        Input::line("title_en", l.t("instrument-title-en")).optional(),
    ];
    let others = meeting::list(&visit.context(), &meeting::Wanted::default(), None, 200).await?;
    let others = others.meetings.iter().filter(|it| Some(it.id) != but);
    let others = others.map(|it| Choice::new(it.id.to_string(), dated(l, it).text)).collect();
    let around = vec![
        Input::select(l, "communique", l.t("meeting-communique"), sheet::sources(visit).await?)
            .hint(l.t("meeting-communique-hint"))
            .optional(),
        Input::select(l, "previous", l.t("meeting-previous"), others).optional(),
    ];
    Ok(vec![
        part(l.t("meeting-part-what"), what),
        part(l.t("meeting-part-title"), titles),
        part(l.t("meeting-part-around"), around),
    ])
}

/// The form of a new meeting.
pub(super) async fn enter(visit: &Visit) -> Result<Sheet> {
    let l = visit.locale;
    let parts = description(visit, None).await?;
    Ok(Sheet::of_parts(&visit.at("/meetings/new"), l.t("meeting-enter"), parts))
}

fn at(visit: &Visit, it: &Meeting, act: &str) -> String {
    visit.at(&format!("/meetings/{}/{act}", it.id))
}

/// The form that changes the description, filled with what stands.
pub(super) async fn describe(visit: &Visit, it: &Meeting) -> Result<Sheet> {
    let stands = EnterForm::of(it, words::language(visit.locale));
    let parts = description(visit, Some(it.id)).await?;
    let sheet = Sheet::of_parts(&at(visit, it, "describe"), visit.locale.t("save"), parts);
    Ok(sheet.fill(|name| {
        Some(match name {
            "state" => stands.state.as_str(),
            "date" => &stands.date,
            "partner" => &stands.partner,
            "level" => &stands.level,
            "place" => &stands.place,
            "parties" => &stands.parties,
            "title_kk" => &stands.title_kk,
            "title_ky" => &stands.title_ky,
            "title_ru" => &stands.title_ru,
            "title_en" => &stands.title_en,
            "communique" => &stands.communique,
            "previous" => &stands.previous,
            _ => return None,
        })
    }))
}

/// The form of who led a delegation.
pub(super) async fn delegation(visit: &Visit, it: &Meeting) -> Result<Sheet> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let sides = it.description.sides();
    let sides = sides.iter().map(|p| Choice::new(p.to_string(), words::party(l, &names, p)));
    let inputs = vec![
        Input::select(l, "party", l.t("meeting-side"), sides.collect()),
        Input::line("office", l.t("meeting-office")).hint(l.t("meeting-office-hint")),
        Input::line("name", l.t("meeting-head-name"))
            .hint(l.t("meeting-head-name-hint"))
            .optional(),
    ];
    let parts = vec![part(l.t("meeting-delegations"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&at(visit, it, "delegation"), l.t("save"), parts))
}

/// The form of a point of the agenda.
pub(super) async fn agenda(visit: &Visit, it: &Meeting) -> Result<Sheet> {
    let l = visit.locale;
    let inputs = vec![
        Input::line("matter", l.t("meeting-matter")).hint(l.t("meeting-agenda-hint")),
        Input::select(l, "commitment", l.t("col-commitment"), sheet::commitments(visit).await?)
            .optional(),
    ];
    let parts = vec![part(l.t("meeting-agenda"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&at(visit, it, "agenda"), l.t("save"), parts))
}

/// The form of a decision.
pub(super) async fn decide(visit: &Visit, it: &Meeting) -> Result<Sheet> {
    let l = visit.locale;
    let found = instrument::list(&visit.context(), &Wanted::default(), None, 200).await?;
    let instruments = found
        .lines
        .iter()
        .map(|line| &line.instrument)
        .map(|it| Choice::new(it.id.to_string(), words::text(l, &it.description.title).0));
    let inputs = vec![
        Input::line("matter", l.t("meeting-decision")),
        Input::several("commitments", l.t("meeting-leads-to"), sheet::commitments(visit).await?),
        Input::several(
            "instruments",
            l.t("meeting-leads-to-instruments"),
            sheet::sorted(l, instruments),
        ),
    ];
    let parts = vec![part(l.t("meeting-decisions"), inputs), evidence(visit, false).await?];
    let sheet = Sheet::of_parts(&at(visit, it, "decide"), l.t("save"), parts);
    let communique = it.description.communique.map(|id| id.to_string());
    Ok(sheet.fill(|name| communique.as_deref().filter(|_| name == "source")))
}

/// The form of a question.
pub(super) async fn ask(visit: &Visit, it: &Meeting) -> Result<Sheet> {
    let l = visit.locale;
    let inputs = vec![
        Input::area(l, "words", l.t("meeting-question")),
        Input::select(l, "commitment", l.t("col-commitment"), sheet::commitments(visit).await?)
            .optional(),
    ];
    Ok(Sheet::new(&at(visit, it, "ask"), l.t("save"), inputs))
}

/// The form that takes something back; the description stays.
pub(super) fn withdraw(visit: &Visit, it: &Meeting) -> Sheet {
    let l = visit.locale;
    let stays = |version: &i64| it.descriptions.iter().any(|s| s.meta.version == *version);
    let mut facts: Vec<Choice> = steps(l, it)
        .into_iter()
        .filter(|(version, _)| !stays(version))
        .map(|(version, words)| Choice::new(version.to_string(), words))
        .collect();
    facts.extend(it.letters.iter().map(|said| {
        let letter = &said.what.letter;
        let label = format!("{} {}", letter.number, l.date_short(letter.date));
        Choice::new(said.meta.version.to_string(), label)
    }));
    let inputs = vec![
        Input::select(l, "fact", l.t("field-entry"), facts),
        Input::line("reason", l.t("field-why")),
    ];
    Sheet::new(&at(visit, it, "withdraw"), l.t("instrument-do-withdraw"), inputs).tone("no")
}

/// The form that shows it to everybody, or no longer.
pub(super) fn publish(visit: &Visit, it: &Meeting) -> Sheet {
    let l = visit.locale;
    let (word, value) =
        if it.public { (l.t("act-unpublish"), "0") } else { (l.t("act-publish"), "1") };
    Sheet::new(&at(visit, it, "publish"), word, Vec::new()).with("public", value)
}
