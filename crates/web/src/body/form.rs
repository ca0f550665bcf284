//! The forms on a body, each as a list of inputs.

use kelisim_app::Result;
use kelisim_app::body::{self, DescribeForm, Page};
use kelisim_app::instrument;
use kelisim_app::lookup::directory;
use kelisim_app::meeting;
use kelisim_domain::body::{
    Body, BodyKind, Currency, Gift, MemberRole, Move, Standing, Where, Who,
};
use kelisim_domain::id::BodyId;
use kelisim_domain::meeting::MeetingState;
use kelisim_domain::stage::Stage;
use kelisim_domain::topic::Per;
use kelisim_i18n::Locale;

use super::shown::Naming;
use crate::form::Choice;
use crate::meeting::fact::{coded, evidence, part};
use crate::meeting::shown::dated;
use crate::sheet::{self, Input, Part, Sheet};
use crate::visit::Visit;
use crate::words;

fn at(visit: &Visit, it: &Body, act: &str) -> String {
    visit.at(&format!("/bodies/{}/{act}", it.id))
}

/// Other bodies of the registry to choose from.
async fn bodies(visit: &Visit, but: Option<BodyId>) -> Result<Vec<Choice>> {
    let l = visit.locale;
    let found = body::list(&visit.context(), &body::Wanted::default(), None, 200).await?;
    let others = found.bodies.iter().filter(|it| Some(it.id) != but);
    let choice =
        |it: &Body| Choice::new(it.id.to_string(), words::text(l, &it.description.title).0);
    Ok(sheet::sorted(l, others.map(choice)))
}

/// Meetings of the registry to choose from, the latest first.
async fn meetings(visit: &Visit) -> Result<Vec<Choice>> {
    let l = visit.locale;
    let found = meeting::list(&visit.context(), &meeting::Wanted::default(), None, 200).await?;
    let choice = |it| Choice::new(id_of(it), dated(l, it).text);
    Ok(found.meetings.iter().map(choice).collect())
}

fn id_of(it: &kelisim_domain::meeting::Meeting) -> String {
    it.id.to_string()
}

async fn instruments(visit: &Visit) -> Result<Vec<Choice>> {
    let l = visit.locale;
    let wanted = instrument::Wanted::default();
    let found = instrument::list(&visit.context(), &wanted, None, 200).await?;
    let lines = found.lines.iter().map(|line| &line.instrument);
    let choice = |it: &kelisim_domain::instrument::Instrument| {
        Choice::new(it.id.to_string(), words::text(l, &it.description.title).0)
    };
    Ok(sheet::sorted(l, lines.map(choice)))
}

async fn description(visit: &Visit, but: Option<BodyId>) -> Result<Vec<Part>> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let kinds = coded(l, "body_kind", BodyKind::ALL.iter().map(|k| k.code()));
    let what = vec![
        Input::select(l, "kind", l.t("body-kind"), kinds),
        Input::select(l, "partner", l.t("filter-partner"), sheet::parties(l, &names)),
        Input::select(l, "host", l.t("body-host"), sheet::parties(l, &names))
            .hint(l.t("body-host-hint"))
            .optional(),
        Input::select(l, "parent", l.t("body-parent"), bodies(visit, but).await?).optional(),
    ];
    let titles = vec![
        Input::line("title_kk", l.t("instrument-title-kk")).optional(),
        Input::line("title_ky", l.t("instrument-title-ky")).optional(),
        Input::line("title_ru", l.t("instrument-title-ru")).optional(),
        Input::line("title_en", l.t("instrument-title-en")).optional(),
    ];
    Ok(vec![part(l.t("body-part-what"), what), part(l.t("meeting-part-title"), titles)])
}

/// The form of a new body.
pub(super) async fn enter(visit: &Visit) -> Result<Sheet> {
    let l = visit.locale;
    let mut parts = description(visit, None).await?;
    parts.push(evidence(visit, false).await?);
    Ok(Sheet::of_parts(&visit.at("/bodies/new"), l.t("body-enter"), parts))
}

/// The form that corrects what it is called, filled with what stands.
pub(super) async fn describe(visit: &Visit, it: &Body) -> Result<Sheet> {
    let stands = DescribeForm::of(it);
    let parts = description(visit, Some(it.id)).await?;
    let sheet = Sheet::of_parts(&at(visit, it, "describe"), visit.locale.t("save"), parts);
    Ok(sheet.fill(|name| {
        Some(match name {
            "kind" => stands.kind.as_str(),
            "partner" => &stands.partner,
            "host" => &stands.host,
            "parent" => &stands.parent,
            "title_kk" => &stands.title_kk,
            "title_ky" => &stands.title_ky,
            "title_ru" => &stands.title_ru,
            "title_en" => &stands.title_en,
            _ => return None,
        })
    }))
}

/// The form of what it is for.
pub(super) async fn mandate(visit: &Visit, it: &Body) -> Result<Sheet> {
    let l = visit.locale;
    let inputs = vec![Input::area(l, "matter", l.t("body-mandate"))];
    let parts = vec![part(l.t("body-mandate"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&at(visit, it, "mandate"), l.t("save"), parts))
}

/// The form of how far it has come.
pub(super) async fn standing(visit: &Visit, it: &Body) -> Result<Sheet> {
    let l = visit.locale;
    let standings = coded(l, "body_standing", Standing::ALL.iter().map(|s| s.code()));
    let inputs = vec![
        Input::select(l, "standing", l.t("body-standing"), standings),
        Input::line("on", l.t("body-since")).hint(l.t("field-valid-hint")).optional(),
        Input::select(l, "instrument", l.t("body-by"), instruments(visit).await?).optional(),
        Input::select(l, "meeting", l.t("body-at"), meetings(visit).await?).optional(),
    ];
    let parts = vec![part(l.t("body-standing"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&at(visit, it, "standing"), l.t("save"), parts))
}

/// The inputs of who is meant.
async fn who(visit: &Visit, it: &Body) -> Result<Vec<Input>> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let kinds = coded(l, "body_who", Who::CODES.iter().copied());
    Ok(vec![
        Input::select(l, "who", l.t("body-who"), kinds),
        Input::select(l, "party", l.t("body-who-party"), sheet::parties(l, &names))
            .hint(l.t("body-who-party-hint"))
            .optional(),
        Input::line("name", l.t("body-who-name")).hint(l.t("body-who-name-hint")).optional(),
        // The body itself can be chosen nowhere; who sends its id is refused by the rule.
        Input::select(l, "body", l.t("body-who-body"), bodies(visit, Some(it.id)).await?)
            .optional(),
    ])
}

fn roles(l: Locale) -> Input {
    let roles = coded(l, "body_role", MemberRole::ALL.iter().map(|r| r.code()));
    Input::select(l, "role", l.t("body-role"), roles)
}

/// The form of a member.
pub(super) async fn join(visit: &Visit, it: &Body) -> Result<Sheet> {
    let l = visit.locale;
    let mut inputs = who(visit, it).await?;
    inputs.push(roles(l));
    let period = vec![
        Input::line("from", l.t("body-member-from")).hint(l.t("field-valid-hint")).optional(),
        Input::line("until", l.t("body-member-until")).optional(),
    ];
    let parts = vec![
        part(l.t("body-member"), inputs),
        part(l.t("body-period"), period),
        evidence(visit, false).await?,
    ];
    let sheet = Sheet::of_parts(&at(visit, it, "join"), l.t("save"), parts);
    Ok(sheet.fill(|name| match name {
        "who" => Some("party"),
        "role" => Some(MemberRole::Member.code()),
        _ => None,
    }))
}

/// Names of what is on the page, for those who choose.
fn naming<'a>(
    visit: &'a Visit,
    seen: &'a Page,
    names: &'a kelisim_app::lookup::Directory,
) -> Naming<'a> {
    Naming { l: visit.locale, names, page: seen, today: visit.context().today(), console: true }
}

/// The form of a member that left. A member by invitation leaves by the form of its invitation.
pub(super) async fn leave(visit: &Visit, seen: &Page) -> Result<Sheet> {
    let (l, it) = (visit.locale, &seen.body);
    let names = directory(&visit.context()).await?;
    let naming = naming(visit, seen, &names);
    let members = it.memberships();
    let members = members.iter().filter(|m| m.until.is_none() && !m.acceded);
    let members = members.map(|m| {
        let role = l.term("body_role", m.role.code());
        Choice::new(m.entry.to_string(), format!("{}, {role}", naming.name(&m.who)))
    });
    let inputs = vec![
        Input::select(l, "member", l.t("body-member"), members.collect()),
        Input::line("on", l.t("body-left-on")).hint(l.t("field-valid-hint")),
    ];
    let parts = vec![part(l.t("body-member"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&at(visit, it, "leave"), l.t("save"), parts))
}

/// Sessions to choose from.
fn sittings(naming: &Naming<'_>, held_only: bool) -> Vec<Choice> {
    let rows = naming.it().sittings();
    let rows = rows.iter().filter(|s| !held_only || s.session.state == MeetingState::Held);
    rows.map(|s| Choice::new(s.entry.to_string(), naming.sitting(s))).collect()
}

/// The form of a session.
pub(super) async fn session(visit: &Visit, seen: &Page) -> Result<Sheet> {
    let (l, it) = (visit.locale, &seen.body);
    let names = directory(&visit.context()).await?;
    let there = sittings(&naming(visit, seen, &names), false);
    let states = coded(l, "meeting_state", MeetingState::ALL.iter().map(|s| s.code()));
    let mut inputs = vec![
        Input::select(l, "state", l.t("col-state"), states),
        Input::line("date", l.t("meeting-date")).hint(l.t("field-valid-hint")),
        Input::line("number", l.t("body-number")).optional(),
        Input::line("place", l.t("meeting-place")).optional(),
        Input::select(l, "meeting", l.t("body-session-meeting"), meetings(visit).await?).optional(),
    ];
    if !there.is_empty() {
        let of = Input::select(l, "of", l.t("body-session-of"), there);
        inputs.insert(0, of.hint(l.t("body-session-of-hint")).optional());
    }
    let parts = vec![part(l.t("body-session"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&at(visit, it, "session"), l.t("save"), parts))
}

/// The form of a decision.
pub(super) async fn decide(visit: &Visit, seen: &Page) -> Result<Sheet> {
    let (l, it) = (visit.locale, &seen.body);
    let names = directory(&visit.context()).await?;
    let held = sittings(&naming(visit, seen, &names), true);
    let inputs = vec![
        Input::select(l, "session", l.t("body-session"), held).optional(),
        Input::line("matter", l.t("meeting-decision")),
        Input::several("commitments", l.t("meeting-leads-to"), sheet::commitments(visit).await?),
        Input::several(
            "instruments",
            l.t("meeting-leads-to-instruments"),
            instruments(visit).await?,
        ),
    ];
    let parts = vec![part(l.t("meeting-decisions"), inputs), evidence(visit, false).await?];
    Ok(Sheet::of_parts(&at(visit, it, "decide"), l.t("save"), parts))
}

fn gifts(l: Locale) -> Vec<Input> {
    let gifts = coded(l, "body_gift", Gift::ALL.iter().map(|g| g.code()));
    let currencies = Currency::ALL.iter().map(|c| Choice::new(c.code(), c.code())).collect();
    vec![
        Input::select(l, "gift", l.t("body-gift"), gifts),
        Input::line("matter", l.t("body-matter")),
        Input::line("value", l.t("body-value")).hint(l.t("body-value-hint")).optional(),
        Input::select(l, "currency", l.t("body-currency"), currencies)
            .hint(l.t("body-currency-hint"))
            .optional(),
    ]
}

/// Promises to choose from.
fn pledges(naming: &Naming<'_>) -> Vec<Choice> {
    let l = naming.l;
    let rows = naming.it().pledged();
    let label = |p: &kelisim_domain::body::Pledged<'_>| {
        format!("{}: {}", naming.name(&p.pledge.by), words::text(l, &p.pledge.matter).0)
    };
    rows.iter().map(|p| Choice::new(p.entry.to_string(), label(p))).collect()
}

/// The form of a contribution that is promised or spoken of.
pub(super) async fn pledge(visit: &Visit, seen: &Page) -> Result<Sheet> {
    let (l, it) = (visit.locale, &seen.body);
    let names = directory(&visit.context()).await?;
    let there = pledges(&naming(visit, seen, &names));
    let stage =
        |s: &Stage| Choice::new(s.code(), format!("{} · {}", s.code(), l.term("stage", s.code())));
    let mut what = gifts(l);
    what.push(Input::select(
        l,
        "per",
        l.t("body-per"),
        coded(l, "body_per", Per::ALL.iter().map(|p| p.code())),
    ));
    what.push(
        Input::select(l, "stage", l.t("col-stage"), Stage::ALL.iter().map(stage).collect())
            .hint(l.t("body-stage-hint")),
    );
    what.push(Input::line("when", l.t("body-when")).hint(l.t("field-valid-hint")).optional());
    if !there.is_empty() {
        let of = Input::select(l, "of", l.t("body-pledge-of"), there);
        what.push(of.hint(l.t("body-pledge-of-hint")).optional());
    }
    let parts = vec![
        part(l.t("body-by-whom"), who(visit, it).await?),
        part(l.t("body-gift"), what),
        evidence(visit, false).await?,
    ];
    let sheet = Sheet::of_parts(&at(visit, it, "pledge"), l.t("save"), parts);
    Ok(sheet.fill(|name| match name {
        "who" => Some("party"),
        "per" => Some(Per::Once.code()),
        _ => None,
    }))
}

/// The form of a contribution that was given.
pub(super) async fn deliver(visit: &Visit, seen: &Page) -> Result<Sheet> {
    let (l, it) = (visit.locale, &seen.body);
    let names = directory(&visit.context()).await?;
    let there = pledges(&naming(visit, seen, &names));
    let mut what = gifts(l);
    what.push(Input::line("on", l.t("body-given-when")).hint(l.t("field-valid-hint")));
    if !there.is_empty() {
        what.push(Input::select(l, "pledge", l.t("body-upon"), there).optional());
    }
    let parts = vec![
        part(l.t("body-by-whom"), who(visit, it).await?),
        part(l.t("body-gift"), what),
        evidence(visit, false).await?,
    ];
    let sheet = Sheet::of_parts(&at(visit, it, "deliver"), l.t("save"), parts);
    Ok(sheet.fill(|name| (name == "who").then_some("party")))
}

/// The form of an invitation.
pub(super) async fn invite(visit: &Visit, it: &Body) -> Result<Sheet> {
    let l = visit.locale;
    let mut inputs = who(visit, it).await?;
    inputs.push(roles(l));
    inputs.push(Input::line("matter", l.t("body-offer")).hint(l.t("body-offer-hint")).optional());
    let parts = vec![part(l.t("body-invited"), inputs), evidence(visit, true).await?];
    let sheet = Sheet::of_parts(&at(visit, it, "invite"), l.t("save"), parts);
    Ok(sheet.fill(|name| match name {
        "who" => Some("party"),
        "role" => Some(MemberRole::Member.code()),
        _ => None,
    }))
}

/// The form of what happened to an invitation.
pub(super) async fn step(visit: &Visit, seen: &Page) -> Result<Sheet> {
    let (l, it) = (visit.locale, &seen.body);
    let names = directory(&visit.context()).await?;
    let naming = naming(visit, seen, &names);
    let open = it.invited();
    let open = open.iter().filter(|i| !matches!(i.is_at(), Where::No | Where::Left));
    let invitations = open.map(|i| {
        let state = l.term("body_where", i.is_at().code());
        let name = naming.name(&i.invitation.who);
        Choice::new(i.entry.to_string(), format!("{name}, {state}"))
    });
    let steps = coded(l, "body_step", Move::ALL.iter().map(|s| s.code()));
    let inputs = vec![
        Input::select(l, "invitation", l.t("body-invitation"), invitations.collect()),
        Input::select(l, "step", l.t("body-step"), steps).hint(l.t("body-step-hint")),
        Input::line("on", l.t("meeting-date")).hint(l.t("field-valid-hint")),
        Input::line("note", l.t("body-note")).optional(),
    ];
    let parts = vec![part(l.t("body-invitation"), inputs), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&at(visit, it, "move"), l.t("save"), parts))
}

/// The form that takes something back; what it is called stays.
pub(super) async fn withdraw(visit: &Visit, seen: &Page) -> Result<Sheet> {
    let (l, it) = (visit.locale, &seen.body);
    let names = directory(&visit.context()).await?;
    let naming = naming(visit, seen, &names);
    let stays = |version: i64| it.descriptions.iter().any(|s| s.meta.version == version);
    let facts = naming.entries();
    let facts = facts.iter().filter(|fact| !stays(fact.meta.version));
    let facts = facts.map(|f| Choice::new(f.meta.version.to_string(), f.what.clone())).collect();
    let inputs = vec![
        Input::select(l, "fact", l.t("field-entry"), facts),
        Input::line("reason", l.t("field-why")),
    ];
    let word = l.t("instrument-do-withdraw");
    Ok(Sheet::new(&at(visit, it, "withdraw"), word, inputs).tone("no"))
}

/// The form that shows it to everybody, or no longer.
pub(super) fn publish(visit: &Visit, it: &Body) -> Sheet {
    let l = visit.locale;
    let (word, value) =
        if it.public { (l.t("act-unpublish"), "0") } else { (l.t("act-publish"), "1") };
    Sheet::new(&at(visit, it, "publish"), word, Vec::new()).with("public", value)
}
