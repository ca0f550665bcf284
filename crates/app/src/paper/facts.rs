//! What stands in each kind of paper, as facts under names; sentences are the printed form's.

use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, CallId};
use kelisim_domain::paper::PaperKind;
use kelisim_domain::programme::application::{Content, Person};
use kelisim_domain::programme::call::{Call, PhaseKind, Terms};
use kelisim_domain::programme::placement::{Place, Placement, Stage, Step};
use kelisim_domain::programme::run::Run;
use kelisim_domain::text::Language;
use kelisim_store::reading::Kind;
use serde_json::{Map, Value, json};

use super::issue::{Drafted, Faces};
use super::{Thing, second};
use crate::access::Action;
use crate::context::Context;
use crate::lookup::{found, last_day};
use crate::programme::application::{self, Audience, Seen};
use crate::programme::run;
use crate::{AppError, Result};

/// What a paper of a kind about a thing says.
///
/// # Errors
/// As [`super::issue()`].
pub(super) async fn of(
    ctx: &Context<'_>,
    kind: PaperKind,
    thing: Thing,
    language: Language,
    faces: &Faces,
) -> Result<Drafted> {
    match (kind, thing) {
        (PaperKind::Protocol, Thing::Call(id)) => protocol(ctx, id, language, faces).await,
        (PaperKind::Nomination, Thing::Application(id)) => {
            nomination(ctx, id, language, faces).await
        }
        (PaperKind::Receipt, Thing::Application(id)) => receipt(ctx, id, language, faces).await,
        (PaperKind::Offer, Thing::Application(id)) => offer(ctx, id, language, faces).await,
        (PaperKind::Completion, Thing::Application(id)) => {
            completion(ctx, id, language, faces).await
        }
        _ => Err(AppError::NotFound),
    }
}

/// What every paper about a call says: whose call, which edition, in whose words.
fn common(
    kind: &str,
    call: &Call,
    terms: &Terms,
    edition: u32,
    language: Language,
    faces: &Faces,
) -> Map<String, Value> {
    let d = &call.description;
    let mut facts = Map::new();
    let mut put = |name: &str, value: Value| {
        facts.insert(name.to_owned(), value);
    };
    put("type", kind.into());
    put("language", language.code().into());
    put("registry", d.registry.as_str().into());
    put("partner", d.partner.as_str().into());
    put("partnerName", faces.partner.as_str().into());
    put("call", call.id.to_string().into());
    put("title", terms.title.shown(language).0.into());
    put("zone", terms.zone.as_str().into());
    put("edition", edition.into());
    put("madeUp", terms.made_up.into());
    if let Some(base) = &faces.base {
        put("register", base.as_str().into());
    }
    facts
}

async fn protocol(
    ctx: &Context<'_>,
    id: CallId,
    language: Language,
    faces: &Faces,
) -> Result<Drafted> {
    ctx.authorise(Action::KeepRecord)?;
    // As the house sees the call, so that another registry's is not there; the figures are those everybody sees.
    let seen = run::page(ctx, id).await?;
    let d = &seen.call.description;
    ctx.authorise_on(Action::KeepRecord, d.registry, Some(&d.partner))?;
    if seen.run.as_ref().and_then(Run::released).is_none() {
        return Err(Refusal::new("paper-not-released").into());
    }
    let shown = run::public(ctx, id).await?;
    let (Some(run), Some(figures)) = (&shown.run, &shown.figures) else {
        return Err(AppError::NotFound);
    };
    let attempt = run.released().ok_or(AppError::NotFound)?;
    let computed = &attempt.computed.as_ref().ok_or(AppError::NotFound)?.what;
    let released = attempt.released.ok_or(AppError::NotFound)?.recorded_at;
    let terms = shown.call.terms().ok_or(AppError::NotFound)?;
    let f = &attempt.frozen;
    let seats: Vec<Value> = figures
        .pools
        .iter()
        .map(|pool| {
            let name = faces.seats.get(&pool.seat).cloned().unwrap_or_default();
            json!({
                "number": pool.seat,
                "name": name,
                "places": pool.capacity,
                "given": pool.used,
                "competitors": pool.competitors,
                "lastAdmitted": pool.cutoff,
            })
        })
        .collect();
    let signatures: Vec<Value> = attempt
        .signatures
        .iter()
        .map(|one| json!({"as": one.capacity.code(), "at": second(one.meta.recorded_at)}))
        .collect();
    let mut subject = common("AllocationProtocol", &shown.call, terms, f.edition, language, faces);
    let facts = json!({
        "run": attempt.number,
        "released": second(released),
        "candidates": figures.applicants,
        "placed": figures.placed,
        "places": figures.places,
        "stable": figures.stable,
        "seats": seats,
        "seatsWithheld": figures.withheld,
        "signatures": signatures,
        "terms": f.terms.to_string(),
        "input": f.input.to_string(),
        "certificate": computed.public.to_string(),
        "sealedCertificate": computed.certificate.to_string(),
    });
    add(&mut subject, facts);
    Ok(Drafted {
        registry: d.registry,
        partner: d.partner.clone(),
        person: None,
        made_up: terms.made_up,
        subject,
    })
}

fn add(subject: &mut Map<String, Value>, facts: Value) {
    if let Value::Object(facts) = facts {
        subject.extend(facts);
    }
}

/// An application with its content and the terms its applicant agreed to.
struct Case {
    seen: Seen,
    content: Content,
    terms: Terms,
}

async fn case(ctx: &Context<'_>, id: ApplicationId) -> Result<Case> {
    let seen = application::page(ctx, id).await?;
    let content = seen.content.clone().ok_or(Refusal::new("application-forgotten"))?;
    let edition = seen.call.editions.iter().find(|edition| edition.number == seen.edition);
    let terms = edition.map(|edition| edition.terms.clone()).ok_or(AppError::NotFound)?;
    Ok(Case { seen, content, terms })
}

fn named(person: &Person) -> Value {
    json!({
        "family": person.family,
        "given": person.given,
        "ownName": person.own_name,
        "born": person.born.to_string(),
        "citizenship": person.citizenship.as_str(),
    })
}

impl Case {
    fn drafted(&self, kind: &str, language: Language, faces: &Faces, facts: Value) -> Drafted {
        let (seen, d) = (&self.seen, &self.seen.call.description);
        let mut subject = common(kind, &seen.call, &self.terms, seen.edition, language, faces);
        subject.insert("person".to_owned(), named(&self.content.person));
        subject.insert("receipt".to_owned(), seen.receipt.as_str().into());
        subject.insert("content".to_owned(), seen.hash.to_string().into());
        subject.insert("madeUp".to_owned(), seen.made_up.into());
        add(&mut subject, facts);
        Drafted {
            registry: d.registry,
            partner: d.partner.clone(),
            person: Some(seen.applicant),
            made_up: seen.made_up,
            subject,
        }
    }
}

async fn nomination(
    ctx: &Context<'_>,
    id: ApplicationId,
    language: Language,
    faces: &Faces,
) -> Result<Drafted> {
    ctx.authorise(Action::CheckApplications)?;
    let case = case(ctx, id).await?;
    // Rule: a letter of nomination is given while the nomination stands, whatever the host said so far.
    let nominated = case.seen.steps.iter().rev().find(|step| step.event == "judged");
    let nominated = nominated.filter(|_| case.seen.stage.is_hosts());
    let at = nominated.ok_or(Refusal::new("paper-not-nominated"))?.at;
    let person = &case.content.person;
    let facts = json!({
        "nominated": second(at),
        "employer": person.employer,
        "specialty": person.specialty,
    });
    Ok(case.drafted("NominationLetter", language, faces, facts))
}

async fn receipt(
    ctx: &Context<'_>,
    id: ApplicationId,
    language: Language,
    faces: &Faces,
) -> Result<Drafted> {
    let case = case(ctx, id).await?;
    if case.seen.audience == Audience::Host {
        return Err(AppError::Forbidden);
    }
    let documents: Vec<Value> = case
        .content
        .documents
        .iter()
        .map(|sent| {
            let asked = case.terms.documents.iter().find(|item| item.number == sent.document);
            let name = asked.map_or("", |item| item.what.name.shown(language).0);
            json!({
                "number": sent.document,
                "name": name,
                "size": sent.size,
                "sha256": sent.sha256.to_string(),
            })
        })
        .collect();
    let edition = case.seen.call.editions.iter().find(|e| e.number == case.seen.edition);
    let facts = json!({
        "firstSent": second(case.seen.sent.0),
        "lastSent": second(case.seen.sent.1),
        "terms": edition.map(|edition| edition.hash.to_string()),
        "documents": documents,
    });
    Ok(case.drafted("ApplicationReceipt", language, faces, facts))
}

/// What became of an application after the run; nothing while no place was offered.
async fn placement(ctx: &Context<'_>, seen: &Seen) -> Result<Option<Placement>> {
    let id = Placement::of(seen.call.id, seen.receipt.as_str());
    found(ctx, Kind::Placement, id.uuid(), last_day()).await
}

/// Rule: a letter of offer is given from the offer to the enrolment, while the candidate holds the place.
fn is_offered(it: &Placement) -> bool {
    matches!(it.stage, Stage::Offered | Stage::Held | Stage::Accepted | Stage::Deferred)
}

/// The papers about the place of an application that can be issued now.
///
/// # Errors
/// [`AppError::NotFound`] for an application that the actor may not see.
pub async fn placed(ctx: &Context<'_>, id: ApplicationId) -> Result<Vec<PaperKind>> {
    let seen = application::page(ctx, id).await?;
    let Some(it) = placement(ctx, &seen).await? else { return Ok(Vec::new()) };
    Ok(match it.stage {
        Stage::Completed => vec![PaperKind::Completion],
        _ if is_offered(&it) => vec![PaperKind::Offer],
        _ => Vec::new(),
    })
}

/// The case of a place, for the candidate and for officers. The host's side is given papers and issues none.
async fn case_of_place(ctx: &Context<'_>, id: ApplicationId) -> Result<(Case, Option<Placement>)> {
    let case = case(ctx, id).await?;
    if case.seen.audience == Audience::Host {
        return Err(AppError::Forbidden);
    }
    let placement = placement(ctx, &case.seen).await?;
    Ok((case, placement))
}

/// What a paper about a place says of it, by the terms of the call as they are.
fn of_place(case: &Case, place: &Place, faces: &Faces) -> Value {
    let terms = case.seen.call.terms().unwrap_or(&case.terms);
    let seat = terms.seats.iter().find(|seat| seat.number == place.seat);
    json!({
        "seat": place.seat,
        "place": faces.seats.get(&place.seat),
        "host": seat.map(|seat| seat.what.host.as_str()),
        "specialty": seat.map(|seat| seat.what.specialty.to_string()),
        "funding": seat.map(|seat| seat.what.funding.code()),
        "starts": terms.phase(PhaseKind::Start).map(|phase| second(phase.from)),
    })
}

async fn offer(
    ctx: &Context<'_>,
    id: ApplicationId,
    language: Language,
    faces: &Faces,
) -> Result<Drafted> {
    let (case, it) = case_of_place(ctx, id).await?;
    let it = it.filter(is_offered).ok_or(Refusal::new("paper-no-offer"))?;
    let place = it.holding().ok_or(Refusal::new("paper-no-offer"))?;
    let given = it.steps.iter().rev().find(|made| made.seat.is_some());
    // Whoever had accepted and got a better place has it without another answer.
    let offer = it.offer.as_ref();
    let mut facts = of_place(&case, place, faces);
    if let Value::Object(facts) = &mut facts {
        let offered = given.map(|made| second(made.meta.recorded_at));
        facts.insert("offered".to_owned(), json!(offered));
        let by = offer.map(|offer| second(offer.clock.until()));
        facts.insert("answerBy".to_owned(), json!(by));
        let hold = offer.and_then(|offer| offer.hold_until).map(second);
        facts.insert("holdUntil".to_owned(), json!(hold));
    }
    Ok(case.drafted("OfferLetter", language, faces, facts))
}

async fn completion(
    ctx: &Context<'_>,
    id: ApplicationId,
    language: Language,
    faces: &Faces,
) -> Result<Drafted> {
    let (case, it) = case_of_place(ctx, id).await?;
    let it = it.filter(|it| it.stage == Stage::Completed);
    let it = it.ok_or(Refusal::new("paper-not-completed"))?;
    let place = it.holding().ok_or(Refusal::new("paper-not-completed"))?;
    let made = it.steps.iter().rev().find(|made| made.step == Some(Step::Complete));
    let paper = made.and_then(|made| made.said.paper.as_ref());
    let mut facts = of_place(&case, place, faces);
    if let Value::Object(facts) = &mut facts {
        let day = |day: Option<jiff::civil::Date>| json!(day.map(|day| day.to_string()));
        facts.insert("enrolled".to_owned(), day(it.enrolled));
        facts.insert("completed".to_owned(), day(made.map(|made| made.said.on)));
        let number = paper.map(|paper| paper.number.to_string());
        facts.insert("basis".to_owned(), json!(number));
        facts.insert("basisDate".to_owned(), day(paper.map(|paper| paper.date)));
    }
    Ok(case.drafted("CompletionCertificate", language, faces, facts))
}
