//! The forms on a project, each as a list of inputs.

use kelisim_app::lookup::{Directory, directory};
use kelisim_app::{Result, commitment, instrument};
use kelisim_domain::id::{CommitmentId, InstrumentId};
use kelisim_domain::party::PartyCode;
use kelisim_domain::project::{Aspect, Milestone, MilestoneKind, Project, Template};
use kelisim_domain::text::{Language, Text4};
use kelisim_domain::topic::Topic;
use kelisim_i18n::{Arg, Locale};

use crate::form::Choice;
use crate::instrument::fact::{coded, evidence, others, part};
use crate::sheet::{self, Input, Part, Sheet};
use crate::visit::Visit;
use crate::words;

/// The names of a thing in the four languages.
fn titles(l: Locale) -> Vec<Input> {
    vec![
        Input::line("title_kk", l.t("instrument-title-kk")).optional(),
        Input::line("title_ky", l.t("instrument-title-ky")).optional(),
        Input::line("title_ru", l.t("instrument-title-ru")).optional(),
        Input::line("title_en", l.t("instrument-title-en")).optional(),
    ]
}

/// What is said about a project.
fn description(l: Locale, names: &Directory) -> Vec<Part> {
    let parties = || sheet::parties(l, names);
    let what = vec![
        Input::select(l, "partner", l.t("figure-partner"), parties()),
        Input::several("parties", l.t("instrument-parties"), parties())
            .hint(l.t("instrument-parties-hint")),
        Input::line("site", l.t("project-site")).hint(l.t("project-site-hint")).optional(),
        Input::select(
            l,
            "topic",
            l.t("fact-topic"),
            coded(l, "topic", Topic::ALL.iter().map(|t| t.code())),
        ),
    ];
    vec![part(l.t("project-part-what"), what), part(l.t("instrument-part-title"), titles(l))]
}

/// The form of a new project.
pub(super) async fn begin(visit: &Visit) -> Result<Sheet> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let templates = Template::ALL.iter().map(|t| t.code());
    let shape = vec![
        Input::select(
            l,
            "template",
            l.t("project-template"),
            coded(l, "project_template", templates),
        )
        .hint(l.t("project-template-hint"))
        .optional(),
    ];
    let mut parts = vec![part(l.t("project-part-shape"), shape)];
    parts.extend(description(l, &names));
    parts.push(part(l.t("project-part-serves"), serves(visit).await?));
    parts.push(evidence(visit, true).await?);
    Ok(Sheet::of_parts(&visit.at("/projects/new"), l.t("project-begin"), parts))
}

/// What a project that is begun from a commitment or an instrument has of it: the parties, the matter, the title of the
/// promise.
pub(super) async fn from_what_it_serves(visit: &Visit) -> Result<Vec<(&'static str, String)>> {
    let ctx = visit.context();
    let codes = |parties: &[PartyCode]| {
        parties.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    if let Some(id) = visit.asked::<InstrumentId>("instrument") {
        let d = instrument::one(&ctx, id).await?.description;
        let (partner, topic) = (d.partner.to_string(), d.topic.code().to_owned());
        return Ok(vec![("partner", partner), ("parties", codes(&d.parties)), ("topic", topic)]);
    }
    let Some(id) = visit.asked::<CommitmentId>("commitment") else { return Ok(Vec::new()) };
    let d = commitment::page(&ctx, id, None).await?.line.commitment.description;
    let mut parties: Vec<PartyCode> = Vec::new();
    for party in d.promisors.iter().chain(&d.beneficiaries).chain([&d.partner]) {
        if !parties.contains(party) {
            parties.push(party.clone());
        }
    }
    let mut there = vec![
        ("partner", d.partner.to_string()),
        ("parties", codes(&parties)),
        ("topic", d.topic.code().to_owned()),
    ];
    there.extend(in_languages(&d.title));
    Ok(there)
}

async fn serves(visit: &Visit) -> Result<Vec<Input>> {
    let l = visit.locale;
    Ok(vec![
        Input::select(
            l,
            "commitment",
            l.term("thing", "commitment"),
            sheet::commitments(visit).await?,
        )
        .optional(),
        Input::select(l, "instrument", l.term("thing", "instrument"), others(visit, None).await?)
            .optional(),
    ])
}

fn act(visit: &Visit, it: &Project, act: &str) -> String {
    visit.at(&format!("/projects/{}/{act}", it.id))
}

/// A form with what is there already.
pub(super) fn filled(sheet: Sheet, there: &[(&'static str, String)]) -> Sheet {
    sheet.fill(|name| there.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str()))
}

fn in_languages(title: &Text4) -> [(&'static str, String); 4] {
    let of = |language| title.get(language).unwrap_or_default().to_owned();
    [
        ("title_kk", of(Language::Kk)),
        ("title_ky", of(Language::Ky)),
        ("title_ru", of(Language::Ru)),
        ("title_en", of(Language::En)),
    ]
}

/// The form of the description, filled with what stands in the record.
pub(super) async fn describe(visit: &Visit, it: &Project) -> Result<Sheet> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let d = &it.description;
    let parties: Vec<String> = d.parties.iter().map(ToString::to_string).collect();
    let site = d.site.as_ref().map(|site| words::text(l, site).0).unwrap_or_default();
    let mut there = vec![
        ("partner", d.partner.to_string()),
        ("parties", parties.join(" ")),
        ("site", site),
        ("topic", d.topic.code().to_owned()),
    ];
    there.extend(in_languages(&d.title));
    let parts = description(l, &names);
    let sheet = Sheet::of_parts(&act(visit, it, "describe"), l.t("act-describe"), parts);
    Ok(filled(sheet, &there))
}

fn milestone_parts(l: Locale) -> Vec<Part> {
    let what = vec![
        Input::select(
            l,
            "kind",
            l.t("project-kind"),
            coded(l, "milestone_kind", MilestoneKind::ALL.iter().map(|k| k.code())),
        )
        .hint(l.t("project-kind-hint")),
        Input::line("phase", l.t("project-phase")).hint(l.t("project-phase-hint")).optional(),
    ];
    vec![part(l.t("project-part-milestone"), what), part(l.t("instrument-part-title"), titles(l))]
}

/// The form of a new milestone. Its id goes with the form.
pub(super) fn milestone(visit: &Visit, it: &Project, id: &str) -> Sheet {
    let l = visit.locale;
    let (action, parts) = (act(visit, it, "milestone"), milestone_parts(l));
    Sheet::of_parts(&action, l.t("project-do-milestone"), parts).with("milestone", id)
}

/// The form of a milestone that is there, filled with what stands in the record.
pub(super) fn rename(visit: &Visit, it: &Project, milestone: &Milestone) -> Sheet {
    let l = visit.locale;
    let mut there = vec![
        ("kind", milestone.kind.code().to_owned()),
        ("phase", milestone.phase.map(|phase| phase.to_string()).unwrap_or_default()),
    ];
    there.extend(in_languages(&milestone.title));
    let (action, parts) = (act(visit, it, "rename"), milestone_parts(l));
    let sheet = Sheet::of_parts(&action, l.t("project-do-rename"), parts);
    filled(sheet.with("milestone", milestone.id), &there)
}

/// Milestones to choose from, in the order of the plan.
fn milestones(l: Locale, it: &Project) -> Vec<Choice> {
    let all = it.milestones_in_order().into_iter();
    all.map(|m| Choice::new(m.id.to_string(), words::text(l, &m.title).0)).collect()
}

/// What somebody says of a day.
pub(super) async fn say(visit: &Visit, it: &Project) -> Result<Sheet> {
    let l = visit.locale;
    let inputs = vec![
        Input::select(l, "milestone", l.t("project-milestone"), milestones(l, it)),
        Input::select(
            l,
            "aspect",
            l.t("project-aspect"),
            coded(l, "milestone_aspect", Aspect::ALL.iter().map(|a| a.code())),
        )
        .hint(l.t("project-aspect-hint")),
        Input::line("on", l.t("project-on")).hint(l.t("project-on-hint")).optional(),
        Input::area(l, "reason", l.t("project-reason")).hint(l.t("project-reason-hint")).optional(),
    ];
    let parts = vec![part(l.t("project-part-day"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&act(visit, it, "say"), l.t("project-do-say"), parts))
}

/// What is taken out of the plan.
pub(super) fn remove(visit: &Visit, it: &Project) -> Sheet {
    let l = visit.locale;
    let inputs = vec![
        Input::select(l, "milestone", l.t("project-milestone"), milestones(l, it)),
        Input::area(l, "reason", l.t("project-reason")),
    ];
    Sheet::new(&act(visit, it, "remove"), l.t("project-do-remove"), inputs).tone("no")
}

/// What waits for what.
pub(super) fn depend(visit: &Visit, it: &Project) -> Sheet {
    let l = visit.locale;
    let inputs = vec![
        Input::select(l, "after", l.t("project-after"), milestones(l, it)),
        Input::select(l, "before", l.t("project-before"), milestones(l, it)),
        Input::line("lag", l.t("project-lag")).hint(l.t("project-lag-hint")).optional(),
    ];
    Sheet::new(&act(visit, it, "depend"), l.t("project-do-depend"), inputs)
}

/// What waits no more.
pub(super) fn undepend(visit: &Visit, it: &Project) -> Sheet {
    let l = visit.locale;
    let name = |id| it.milestone(id).map(|m| words::text(l, &m.title).0).unwrap_or_default();
    let pairs = it.dependencies().map(|d| {
        let (before, after) = (name(d.before), name(d.after));
        let args = [("before", Arg::Str(&before)), ("after", Arg::Str(&after))];
        let label = l.format("project-waits", &args);
        Choice::new(format!("{}.{}", d.before, d.after), label)
    });
    let pairs = sheet::sorted(l, pairs);
    let inputs = vec![Input::select(l, "dependency", l.t("project-dependency"), pairs)];
    Sheet::new(&act(visit, it, "undepend"), l.t("project-do-undepend"), inputs)
}

/// A baseline.
pub(super) fn freeze(visit: &Visit, it: &Project) -> Sheet {
    let l = visit.locale;
    let inputs = vec![
        Input::line("name", l.t("project-baseline-name")).hint(l.t("project-baseline-name-hint")),
        Input::line("known", l.t("project-baseline-day"))
            .hint(l.t("project-baseline-day-hint"))
            .optional(),
    ];
    Sheet::new(&act(visit, it, "freeze"), l.t("project-do-freeze"), inputs)
}

/// What it serves.
pub(super) async fn link(visit: &Visit, it: &Project) -> Result<Sheet> {
    let l = visit.locale;
    let parts =
        vec![part(l.t("project-part-serves"), serves(visit).await?), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&act(visit, it, "link"), l.t("project-do-link"), parts))
}

/// What is taken back.
pub(super) fn withdraw(visit: &Visit, it: &Project, facts: Vec<Choice>) -> Sheet {
    let l = visit.locale;
    let inputs = vec![
        Input::select(l, "fact", l.t("instrument-fact"), facts),
        Input::area(l, "reason", l.t("project-reason")),
    ];
    Sheet::new(&act(visit, it, "withdraw"), l.t("instrument-do-withdraw"), inputs).tone("no")
}

/// Whether everybody sees it.
pub(super) fn publish(visit: &Visit, it: &Project) -> Sheet {
    let l = visit.locale;
    let (word, tone) =
        if it.public { (l.t("act-unpublish"), "no") } else { (l.t("act-publish"), "go") };
    Sheet::new(&act(visit, it, "publish"), word, Vec::new())
        .tone(tone)
        .with("public", if it.public { "0" } else { "1" })
}
