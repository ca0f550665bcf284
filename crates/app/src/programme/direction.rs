//! Directions: a department proposes what its people should learn abroad, the international department decides and makes a call.
//!
//! People of the house propose, and change or take back what they proposed; officers who did not propose it decide. To partners,
//! applicants and visitors a direction does not exist.

use std::collections::{BTreeMap, BTreeSet};

use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, DirectionId, StreamId, UserId};
use kelisim_domain::notice::Subject;
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::Kind as ProgrammeKind;
use kelisim_domain::programme::call::{
    Call, Description as CallDescription, Event as CallEvent, Funding, Seat, Terms,
};
use kelisim_domain::programme::direction::{Description, Direction, Event, Reason, State, Wish};
use kelisim_domain::programme::kind::Ask;
use kelisim_domain::programme::specialty::SpecialtyCode;
use kelisim_domain::quota::LineShown;
use kelisim_domain::text::{Language, Text4};
use kelisim_store::Change;
use kelisim_store::reading::Kind;
use serde::{Deserialize, Serialize};

use super::draft::{UsualWords, fits, line, own, usual, zone};
use crate::access::Action;
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::instrument::known_party;
use crate::lookup::{Directory, colleagues, directory, last_day, latest, read_all};
use crate::notice::{Told, officers};
use crate::source::visible;
use crate::typed::{TITLES, Typed};
use crate::{AppError, Result};

/// Directions read at a time.
const PART: i64 = 500;

/// Kinds of programmes whose calls are made of directions.
pub fn kinds() -> impl Iterator<Item = ProgrammeKind> {
    let made = |kind: &ProgrammeKind| kind.shape().asks.contains(&Ask::Directions);
    ProgrammeKind::ALL.iter().copied().filter(made)
}

/// What is typed about a direction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WishForm {
    /// Code of the other side; only when it is proposed.
    pub partner: String,
    /// The department.
    pub department: String,
    /// Code of the specialty.
    pub specialty: String,
    /// Code of the host.
    pub host: String,
    /// How many months.
    pub months: String,
    /// How many people.
    pub people: String,
    /// Why.
    pub why: String,
}

impl WishForm {
    /// The form as it stands for a direction.
    #[must_use]
    pub fn of(it: &Direction, language: Language) -> Self {
        let wish = &it.wish;
        Self {
            partner: it.description.partner.to_string(),
            department: wish.department.shown(language).0.to_owned(),
            specialty: wish.specialty.to_string(),
            host: wish.host.to_string(),
            months: wish.months.to_string(),
            people: wish.people.to_string(),
            why: wish.why.shown(language).0.to_owned(),
        }
    }

    fn read(&self, typed: &mut Typed, names: &Directory, language: Language) -> Option<Wish> {
        let department = typed.text("department", language, &self.department);
        let specialty = SpecialtyCode::read(&self.specialty);
        let specialty =
            typed.take("specialty", specialty.ok_or(Refusal::new("call-specialty-unknown")));
        let host = typed.party("host", &self.host);
        let host = host.and_then(|party| known_party(typed, names, "host", &party));
        let months = self.months.trim().parse::<u32>();
        let months = months.ok().filter(|n| (1..=Wish::MOST_MONTHS).contains(n));
        let range =
            |what: &'static str, most: u64| Refusal::new(what).with("most", most.to_string());
        let most = u64::from(Wish::MOST_MONTHS);
        let months =
            typed.take("months", months.ok_or_else(|| range("direction-months-range", most)));
        let people = people(typed, &self.people, Wish::MOST_PEOPLE);
        let why = typed.text("why", language, &self.why);
        Some(Wish {
            department: department?,
            specialty: specialty?,
            host: host?,
            months: months?,
            people: people?,
            why: why?,
        })
    }
}

fn people(typed: &mut Typed, text: &str, most: u64) -> Option<u64> {
    let people = text.trim().parse::<u64>().ok().filter(|n| (1..=most).contains(n));
    let range = || Refusal::new("direction-people-range").with("most", most.to_string());
    typed.take("people", people.ok_or_else(range))
}

/// What a direction is called: the specialty.
fn title(wish: &Wish) -> Text4 {
    wish.specialty.known().map_or_else(|| wish.department.clone(), |known| known.name)
}

/// Proposes a direction. `id` is made with the form, so that sending it twice proposes it once. Officers are told.
///
/// # Errors
/// Each field that does not fit.
pub async fn propose(
    ctx: &Context<'_>,
    id: DirectionId,
    language: Language,
    form: &WishForm,
) -> Result<()> {
    ctx.authorise(Action::Propose)?;
    let registry = ctx.registry()?;
    let there = latest::<Direction>(ctx, Kind::Direction, id.uuid()).await;
    if there.is_ok_and(|it| it.is_of(ctx.user())) {
        return Ok(());
    }
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let partner = typed.party("partner", &form.partner);
    let partner = partner.and_then(|party| known_party(&mut typed, &names, "partner", &party));
    let wish = form.read(&mut typed, &names, language);
    let (partner, wish) = typed.all1(partner.zip(wish))?;
    ctx.authorise_on(Action::Propose, registry, Some(&partner))?;
    let title = title(&wish);
    let told = Told {
        to: officers(ctx, registry).await?,
        subject: Subject::DirectionProposed,
        title: &title,
    };
    let event = Event::Proposed { description: Description { registry, partner }, wish };
    Growing::<Direction>::new(id.into()).record_and_tell(ctx, &event, About::TODAY, told).await
}

/// A direction of the actor's registry, loaded for a change.
async fn load(ctx: &Context<'_>, action: Action, id: DirectionId) -> Result<Growing<Direction>> {
    ctx.authorise(action)?;
    let shown: Direction = latest(ctx, Kind::Direction, id.uuid()).await?;
    let d = &shown.description;
    ctx.authorise_on(action, d.registry, Some(&d.partner))?;
    Growing::<Direction>::load(ctx, id.into()).await
}

/// The same for whoever proposed it; to everybody else there is nothing of theirs to change.
async fn load_own(ctx: &Context<'_>, id: DirectionId, version: i64) -> Result<Growing<Direction>> {
    let growing = load(ctx, Action::Propose, id).await?;
    if !growing.state()?.is_of(ctx.user()) {
        return Err(AppError::NotFound);
    }
    growing.at_version(version)?;
    Ok(growing)
}

/// Changes a proposal that waits, by whoever proposed it.
///
/// # Errors
/// Each field that does not fit; `direction-decided`; [`AppError::NotFound`] for another's; [`AppError::Stale`].
pub async fn change(
    ctx: &Context<'_>,
    id: DirectionId,
    version: i64,
    language: Language,
    form: &WishForm,
) -> Result<()> {
    let growing = load_own(ctx, id, version).await?;
    let mut typed = Typed::default();
    let names = directory(ctx).await?;
    let wish = form.read(&mut typed, &names, language);
    let wish = typed.all1(wish)?;
    growing.record(ctx, &Event::Changed { wish }, About::TODAY).await
}

/// Takes a proposal that waits back, by whoever proposed it.
///
/// # Errors
/// `direction-decided`; [`AppError::NotFound`] for another's; [`AppError::Stale`].
pub async fn withdraw(ctx: &Context<'_>, id: DirectionId, version: i64) -> Result<()> {
    load_own(ctx, id, version).await?.record(ctx, &Event::Withdrawn, About::TODAY).await
}

/// What is typed when a direction is decided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    /// For how many people, when it is accepted.
    pub people: String,
    /// Code of the reason, when it is refused.
    pub reason: String,
    /// What the department is told.
    pub note: String,
}

async fn decide(ctx: &Context<'_>, growing: Growing<Direction>, event: &Event) -> Result<()> {
    let it = growing.state()?;
    let title = title(&it.wish);
    let told = Told {
        to: it.proposed.actor.into_iter().collect(),
        subject: Subject::DirectionDecided,
        title: &title,
    };
    growing.record_and_tell(ctx, event, About::TODAY, told).await
}

/// Accepts a direction for at most as many people as wished.
///
/// # Errors
/// `direction-people-range`, `direction-fewer-why`, `direction-own`, `direction-decided`; [`AppError::Stale`].
pub async fn accept(
    ctx: &Context<'_>,
    id: DirectionId,
    version: i64,
    language: Language,
    form: &DecideForm,
) -> Result<()> {
    let growing = load(ctx, Action::KeepRecord, id).await?;
    growing.at_version(version)?;
    let mut typed = Typed::default();
    let people = people(&mut typed, &form.people, growing.state()?.wish.people);
    let note = typed.optional_text("note", language, &form.note);
    let (people, note) = typed.all1(people.zip(note))?;
    decide(ctx, growing, &Event::Accepted { people, note }).await
}

/// Refuses a direction, with a reason and words for the department.
///
/// # Errors
/// Each field that does not fit; `direction-own`, `direction-decided`; [`AppError::Stale`].
pub async fn refuse(
    ctx: &Context<'_>,
    id: DirectionId,
    version: i64,
    language: Language,
    form: &DecideForm,
) -> Result<()> {
    let growing = load(ctx, Action::KeepRecord, id).await?;
    growing.at_version(version)?;
    let mut typed = Typed::default();
    let reason = Reason::from_code(form.reason.trim());
    let reason = typed.take("reason", reason.ok_or(Refusal::new("direction-reason-unknown")));
    let note = typed.text("note", language, &form.note);
    let (reason, note) = typed.all1(reason.zip(note))?;
    decide(ctx, growing, &Event::Refused { reason, note }).await
}

/// Which directions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// That stand so.
    pub state: Option<State>,
    /// With this partner.
    pub partner: Option<PartyCode>,
    /// At this host.
    pub host: Option<PartyCode>,
    /// In this specialty.
    pub specialty: Option<SpecialtyCode>,
    /// Only those the actor proposed.
    pub own: bool,
}

/// Directions of the actor's registry, by host and specialty: when one was proposed orders nothing.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not of the house.
pub async fn list(ctx: &Context<'_>, wanted: &Wanted) -> Result<Vec<Direction>> {
    ctx.authorise(Action::ReadSources)?;
    let (mut all, mut after) = (Vec::<Direction>::new(), None);
    loop {
        let bodies =
            ctx.store().directions(&ctx.scope(), wanted.state, last_day(), after, PART).await?;
        let whole = i64::try_from(bodies.len()).unwrap_or(i64::MAX) < PART;
        all.extend(read_all::<Direction>(ctx, bodies).await?);
        if whole {
            break;
        }
        after = all.last().map(|last| last.id.uuid());
    }
    all.retain(|it| {
        wanted.partner.as_ref().is_none_or(|partner| it.description.partner == *partner)
            && wanted.host.as_ref().is_none_or(|host| it.wish.host == *host)
            && wanted.specialty.as_ref().is_none_or(|code| it.wish.specialty == *code)
            && (!wanted.own || it.is_of(ctx.user()))
    });
    all.sort_by(|one, other| {
        let key = |it: &Direction| (it.wish.host.clone(), it.wish.specialty.clone(), it.id.uuid());
        key(one).cmp(&key(other))
    });
    Ok(all)
}

/// A direction with the names of those who proposed and decided.
#[derive(Debug, Clone)]
pub struct Page {
    /// The direction.
    pub direction: Direction,
    /// Who did what, as far as the actor may know them.
    pub people: BTreeMap<UserId, String>,
}

/// The page of a direction.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not of the house; [`AppError::NotFound`] for another registry's.
pub async fn page(ctx: &Context<'_>, id: DirectionId) -> Result<Page> {
    ctx.authorise(Action::ReadSources)?;
    let direction: Direction = latest(ctx, Kind::Direction, id.uuid()).await?;
    let d = &direction.description;
    if !visible(ctx, d.registry, &d.partner, false) {
        return Err(AppError::NotFound);
    }
    let decided = direction.answer.iter().filter_map(|answer| answer.meta.actor);
    let people = direction.proposed.actor.into_iter().chain(decided).collect();
    Ok(Page { people: colleagues(ctx, people).await?, direction })
}

/// Quota lines out of which a call of these directions can take its places.
///
/// # Errors
/// When the actor may not, or the store cannot be read.
pub async fn lines(ctx: &Context<'_>, accepted: &[Direction]) -> Result<Vec<LineShown>> {
    let partners: BTreeSet<&PartyCode> =
        accepted.iter().map(|it| &it.description.partner).collect();
    let mut lines = BTreeMap::new();
    for partner in partners {
        for kind in kinds() {
            let found = super::sources(ctx, kind, partner).await?;
            lines.extend(found.into_iter().map(|line| (line.id, line)));
        }
    }
    Ok(lines.into_values().collect())
}

/// What is typed to make a call of accepted directions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "fields in four languages; the forms say what they are")]
pub struct GatherForm {
    /// Ids of the directions, with spaces between them.
    pub directions: String,
    /// Code of the kind of programme.
    pub kind: String,
    /// Id of the quota line.
    pub line: String,
    /// Code of who pays.
    pub funding: String,
    /// Name of the time zone.
    pub zone: String,
    /// `1` when the parts were made up for demonstration.
    pub made_up: String,
    pub title_kk: String,
    pub title_ky: String,
    pub title_ru: String,
    pub title_en: String,
}

/// Begins a call of accepted directions of one partner: their people become its places, by host and specialty. The call and the
/// directions are written in one transaction. `id` is made with the form, so that sending it twice begins it once.
///
/// # Errors
/// Each field that does not fit; `direction-none-chosen`, `direction-not-accepted`, `direction-partners`; `call-line-apart`;
/// [`AppError::Stale`] when one of them was changed meanwhile.
pub async fn gather(
    ctx: &Context<'_>,
    id: CallId,
    language: Language,
    form: &GatherForm,
    words: &UsualWords<'_>,
) -> Result<()> {
    let registry = ctx.registry()?;
    ctx.authorise_on(Action::KeepRecord, registry, None)?;
    if own(ctx, id).await? {
        return Ok(());
    }
    let mut typed = Typed::default();
    let chosen = chosen(ctx, &mut typed, &form.directions).await?;
    let names = directory(ctx).await?;
    let kind = ProgrammeKind::from_code(&form.kind).filter(|kind| kinds().any(|own| own == *kind));
    let kind = typed.take("kind", kind.ok_or(Refusal::new("call-kind-unknown")));
    let given = [&form.title_kk, &form.title_ky, &form.title_ru, &form.title_en];
    let title = typed.four(language, TITLES, given.map(String::as_str));
    let zone = zone(&mut typed, &form.zone);
    let funding = Funding::from_code(&form.funding).ok_or(Refusal::new("call-choice-unknown"));
    let funding = typed.take("funding", funding);
    let partner = partner_of(&mut typed, &chosen);
    let line = match &partner {
        Some(partner) => {
            let of = CallDescription { registry, partner: partner.clone() };
            line(ctx, &mut typed, &of, &form.line).await?
        }
        None => None,
    };
    if let (Some(kind), Some(line)) = (kind, &line) {
        for wish in chosen.iter().filter_map(|one| one.state().ok()).map(|it| &it.wish) {
            fits(&mut typed, &names, kind, line, &wish.host, wish.specialty.known());
        }
    }
    let read = (|| Some((kind?, title?, zone?, funding?, partner?, line?)))();
    let (kind, title, zone, funding, partner, line) = typed.all1(read)?;
    let mut terms = Terms::new(kind, title, zone);
    terms.made_up = form.made_up == "1";
    terms.mechanism = kind.shape().mechanisms.first().copied().unwrap_or(terms.mechanism);
    for ((host, specialty), places) in places(&chosen)? {
        let seat = Seat { line: line.id, host, specialty, places, funding };
        let seat = terms.item(seat);
        terms.seats.push(seat);
    }
    usual(&mut terms, words)?;
    let mut call = Growing::<Call>::new(id.into());
    let description = CallDescription { registry, partner };
    call.push(ctx, &CallEvent::Begun { description, terms }, About::TODAY)?;
    let mut change = Change { appends: vec![call.finish(ctx)?], ..Change::default() };
    for mut one in chosen {
        one.push(ctx, &Event::Called { call: id }, About::TODAY)?;
        change.appends.push(one.finish(ctx)?);
    }
    // Streams are written in the order of their ids, so that two steps never wait for one another in a circle.
    change.appends.sort_by_key(|append| append.stream.stream);
    ctx.commit(&change).await
}

/// The directions a form names, each accepted and of the actor's registry.
async fn chosen(
    ctx: &Context<'_>,
    typed: &mut Typed,
    text: &str,
) -> Result<Vec<Growing<Direction>>> {
    let registry = ctx.registry()?;
    let mut ids: Vec<StreamId> = Vec::new();
    for word in text.split_whitespace() {
        match word.parse::<DirectionId>() {
            Ok(id) => ids.push(id.into()),
            Err(_) => typed.refuse(Refusal::of("directions", "direction-not-accepted")),
        }
    }
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        typed.refuse(Refusal::of("directions", "direction-none-chosen"));
    }
    let mut chosen = Vec::new();
    for id in ids {
        let growing = Growing::<Direction>::load(ctx, id).await?;
        let fits = growing
            .state()
            .is_ok_and(|it| it.description.registry == registry && it.state == State::Accepted);
        if fits {
            chosen.push(growing);
        } else {
            typed.refuse(Refusal::of("directions", "direction-not-accepted"));
        }
    }
    Ok(chosen)
}

/// Rule: a call is one partner's.
fn partner_of(typed: &mut Typed, chosen: &[Growing<Direction>]) -> Option<PartyCode> {
    let mut partners: Vec<PartyCode> = chosen
        .iter()
        .filter_map(|one| one.state().ok())
        .map(|it| it.description.partner.clone())
        .collect();
    partners.sort_unstable();
    partners.dedup();
    if partners.len() > 1 {
        typed.refuse(Refusal::of("directions", "direction-partners"));
        return None;
    }
    partners.pop()
}

/// How many people go where, to learn what.
fn places(chosen: &[Growing<Direction>]) -> Result<BTreeMap<(PartyCode, SpecialtyCode), u64>> {
    let mut places = BTreeMap::new();
    for one in chosen {
        let it = one.state()?;
        let people = it.answer.as_ref().map_or(0, |answer| answer.people);
        let key = (it.wish.host.clone(), it.wish.specialty.clone());
        *places.entry(key).or_insert(0) += people;
    }
    Ok(places)
}
