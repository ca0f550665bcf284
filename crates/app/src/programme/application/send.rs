//! Sending an application, sending it again, taking it back.

use std::collections::{BTreeMap, BTreeSet};

use kelisim_domain::Refusal;
use kelisim_domain::country::CountryCode;
use kelisim_domain::id::{ApplicationId, CallId, PieceId, UserId};
use kelisim_domain::journal::Hash;
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::{
    Application, Attached, Content, Description, Event, Member, Person, ReceiptNumber, Sent, Stage,
    latin_name,
};
use kelisim_domain::programme::call::{Call, Class, Edition, Stage as CallStage, Terms};
use kelisim_domain::programme::kind::Unit;
use kelisim_domain::programme::region;
use kelisim_domain::text::tidy_line;
use kelisim_store::Change;

use super::desk::{Document, ProfileForm, bytes_of, wallet};
use super::draft::{self, Draft, DraftForm, id_of};
use super::{applicant, audience, open, published, seal, tell};
use crate::context::{Context, Signed};
use crate::growing::{About, Growing};
use crate::lookup::{Directory, directory};
use crate::programme::eligibility::{answers, checked, questions};
use crate::programme::round::holder;
use crate::typed::{Typed, read_day};
use crate::{AppError, Result};

/// What an application still lacks, with the part of it that is meant as the field.
pub type Lack = Refusal;

/// The countries of the hosts chosen, to which the application would be sent. Where no country of a host is known, that
/// of the call's partner.
fn countries(
    call: &Call,
    terms: &Terms,
    names: &Directory,
    choices: &[u32],
) -> BTreeSet<CountryCode> {
    let partner = call.description.partner.country();
    terms
        .seats
        .iter()
        .filter(|seat| choices.contains(&seat.number))
        .filter_map(|seat| {
            let party = names.parties.get(&seat.what.host);
            party.and_then(|party| party.country).or(seat.what.host.country()).or(partner)
        })
        .chain(partner)
        .collect()
}

fn person(typed: &mut Typed, form: &ProfileForm) -> Option<Person> {
    let family = typed.take("family", latin_name(&form.family));
    let given = typed.take("given", latin_name(&form.given));
    let own_name = typed.line("own_name", &form.own_name, 160);
    let born = typed.take("born", read_day(&form.born));
    let country = form.citizenship.parse::<CountryCode>();
    let country = country.map_err(|_| Refusal::new("country-unknown"));
    let citizenship = typed.take("citizenship", country);
    let region = region::read(&form.region).ok_or(Refusal::new("region-unknown"));
    let region = typed.take("region", region);
    let employer = typed.line("employer", &form.employer, 200);
    let specialty = typed.line("specialty", &form.specialty, 200);
    Some(Person {
        family: family?,
        given: given?,
        own_name: own_name?,
        born: born?,
        citizenship: citizenship?,
        region: region?.to_owned(),
        employer: employer?,
        specialty: specialty?,
        phone: Some(form.phone.clone()).filter(|phone| !phone.is_empty()),
    })
}

/// Documents of the draft that can really be read; each one claimed without a readable file is refused by name.
async fn attached(
    ctx: &Context<'_>,
    who: UserId,
    typed: &mut Typed,
    terms: &Terms,
    form: &DraftForm,
) -> Result<Vec<Attached>> {
    let own: BTreeMap<PieceId, Document> =
        wallet(ctx).await?.into_iter().map(|document| (document.id, document)).collect();
    let mut attached = Vec::new();
    for item in &terms.documents {
        let name = || item.what.name.shown(item.what.name.record).0.to_owned();
        let Some(claimed) = form.documents.get(&item.number) else {
            if item.what.class == Class::Hard {
                typed.refuse(
                    Refusal::of("documents", "application-document-missing").with("name", name()),
                );
            }
            continue;
        };
        let document = own.get(claimed);
        let readable = match document {
            Some(document) => bytes_of(ctx, who, document).await?.is_some(),
            None => false,
        };
        match document {
            Some(document) if readable => attached.push(Attached {
                document: item.number,
                name: document.name.clone(),
                kind: document.kind,
                size: document.size,
                sha256: document.sha256,
                blob: document.blob,
            }),
            _ => typed.refuse(
                Refusal::of("documents", "application-document-unreadable").with("name", name()),
            ),
        }
    }
    Ok(attached)
}

/// Reads a draft into what would be sent; everything that does not fit is told at once.
async fn content(
    ctx: &Context<'_>,
    who: UserId,
    call: &Call,
    terms: &Terms,
    form: &DraftForm,
) -> Result<Content> {
    let mut typed = Typed::default();
    let person = person(&mut typed, &form.person);
    let asked = questions(terms);
    let given = |name: &'static str| form.answers.get(name).cloned().unwrap_or_default();
    match answers(&asked, given) {
        Ok(answers) => {
            let told = checked(terms, &answers);
            match told.fits() {
                Some(true) => {}
                Some(false) => {
                    for rule in told.rules.iter().filter(|rule| rule.holds == Some(false)) {
                        let words = rule.reason.shown(rule.reason.record).0.to_owned();
                        typed.refuse(
                            Refusal::of("answers", "application-rule-fails").with("rule", words),
                        );
                    }
                }
                None => typed.refuse(Refusal::of("answers", "application-answers-missing")),
            }
        }
        Err(refusals) => refusals.into_iter().for_each(|refusal| typed.refuse(refusal)),
    }
    if holder(ctx, terms, who).await? {
        typed.refuse(Refusal::new("application-holds-place"));
    }
    let choices = choices(&mut typed, terms, &form.choices);
    let team = team(&mut typed, terms, &form.team, &choices);
    let documents = attached(ctx, who, &mut typed, terms, form).await?;
    let names = directory(ctx).await?;
    let mut consents = Vec::new();
    for country in countries(call, terms, &names, &choices) {
        if form.consents.iter().any(|code| code == country.as_str()) {
            consents.push(country);
        } else {
            typed.refuse(
                Refusal::of("consents", "application-no-consent").with("country", country.as_str()),
            );
        }
    }
    let person = typed.all1(person)?;
    let answers = asked
        .iter()
        .map(|question| (question.code().to_owned(), given(question.code()).trim().to_owned()))
        .filter(|(_, answer)| !answer.is_empty())
        .collect();
    Ok(Content { salt: ctx.new_token(), person, answers, choices, documents, consents, team })
}

/// Rule: where a place is of a team, it is named person by person and no place chosen is for fewer; elsewhere nobody goes along.
fn team(typed: &mut Typed, terms: &Terms, text: &str, choices: &[u32]) -> Vec<Member> {
    if terms.kind.shape().unit != Unit::Team {
        return Vec::new();
    }
    let lines = text.lines().filter(|line| !tidy_line(line).is_empty());
    let team: Vec<Member> =
        lines.filter_map(|line| typed.take("team", Member::read(line))).collect();
    if team.is_empty() || team.len() > Member::MOST {
        let most = Member::MOST.to_string();
        typed.refuse(Refusal::of("team", "application-team-size").with("most", most));
    }
    let people = team.len() + 1;
    let chosen = terms.seats.iter().filter(|seat| choices.contains(&seat.number));
    for seat in chosen.filter(|seat| seat.what.places < u64::try_from(people).unwrap_or(u64::MAX)) {
        typed.refuse(
            Refusal::of("choices", "application-team-large")
                .with("seat", seat.number.to_string())
                .with("places", seat.what.places.to_string())
                .with("people", people.to_string()),
        );
    }
    team
}

/// Rule: each choice is a place of the edition that holds, none twice, one at least.
fn choices(typed: &mut Typed, terms: &Terms, wanted: &[u32]) -> Vec<u32> {
    let mut choices = Vec::new();
    for number in wanted {
        let known = terms.seats.iter().any(|seat| seat.number == *number);
        if !known {
            typed.refuse(Refusal::of("choices", "application-choice-unknown"));
        } else if choices.contains(number) {
            typed.refuse(Refusal::of("choices", "application-choice-twice"));
        } else {
            choices.push(*number);
        }
    }
    if choices.is_empty() {
        typed.refuse(Refusal::of("choices", "application-no-choice"));
    }
    choices
}

fn edition(call: &Call) -> Result<&Edition> {
    call.editions.last().ok_or(AppError::NotFound)
}

/// Everything the own draft lacks before it can be sent; nothing when it can.
///
/// # Errors
/// [`AppError::NotFound`] when no draft is kept.
pub async fn lacks(ctx: &Context<'_>, call: CallId) -> Result<Vec<Lack>> {
    let who = applicant(ctx)?.id;
    let it = published(ctx, call).await?;
    let draft = draft::kept(ctx, call).await?.ok_or(AppError::NotFound)?;
    match content(ctx, who, &it, &edition(&it)?.terms, &draft.form).await {
        Ok(_) => Ok(Vec::new()),
        Err(AppError::Refused(lacks)) => Ok(lacks),
        Err(error) => Err(error),
    }
}

/// Rule: a first application is sent while the call is open, and within its published grace when it was begun before the
/// close. The instant is that of the server; nothing else about the time counts.
fn in_time(ctx: &Context<'_>, call: &Call, draft: &Draft) -> Result<()> {
    let begun_before = call.applications().is_some_and(|(_, closes)| draft.begun_at < closes);
    match call.stage(ctx.now) {
        CallStage::Open => Ok(()),
        CallStage::Grace if begun_before => Ok(()),
        _ => Err(Refusal::new("call-not-open").into()),
    }
}

/// Sends the own draft of a call, or sends a mended one again. The draft is taken away in the same transaction.
///
/// # Errors
/// Everything it lacks; `call-not-open`; `application-due-passed`; [`AppError::Stale`] when another tab wrote to the draft
/// meanwhile.
pub async fn submit(ctx: &Context<'_>, call: CallId, revision: i64) -> Result<ApplicationId> {
    let who = applicant(ctx)?;
    let it = published(ctx, call).await?;
    let id = Application::id_of(who.id, call);
    let mut growing = Growing::<Application>::load(ctx, id.into()).await?;
    let Some(draft) = draft::kept(ctx, call).await? else {
        // The same form sent twice: what it sent is there.
        return if growing.state().is_ok() { Ok(id) } else { Err(AppError::NotFound) };
    };
    if draft.revision != revision {
        return Err(AppError::Stale);
    }
    let again = growing.state().is_ok();
    let mends = growing.state().is_ok_and(|state| state.due.is_some());
    if !mends {
        in_time(ctx, &it, &draft)?;
    }
    let edition = edition(&it)?;
    let content = content(ctx, who.id, &it, &edition.terms, &draft.form).await?;
    let sent = sent(ctx, who.id, edition, &content)?;
    let event = if again {
        Event::Replaced { sent }
    } else {
        Event::Submitted { description: description(ctx, who, &it), sent }
    };
    growing.push(ctx, &event, About::TODAY)?;
    // Officers are told of what comes back mended, which somebody waits for; first ones come by the thousand and are listed.
    let notices = if mends { tell::mended(ctx, &it, &growing).await? } else { Vec::new() };
    let change = Change {
        appends: vec![growing.finish(ctx)?],
        notices,
        sent: vec![(id_of(who.id, call), draft.revision)],
        ..Change::default()
    };
    match ctx.commit(&change).await {
        // Another request sent the same draft a moment before.
        Err(AppError::Stale) if draft::kept(ctx, call).await?.is_none() => Ok(id),
        other => other.map(|()| id),
    }
}

fn description(ctx: &Context<'_>, who: &Signed, call: &Call) -> Description {
    let mut random = [0; 12];
    ctx.app.entropy.fill(&mut random);
    let d = &call.description;
    Description {
        registry: d.registry,
        partner: d.partner.clone(),
        call: call.id,
        applicant: who.id,
        receipt: ReceiptNumber::drawn(d.registry, random),
        made_up: false,
    }
}

fn sent(ctx: &Context<'_>, who: UserId, edition: &Edition, content: &Content) -> Result<Sent> {
    Ok(Sent {
        edition: edition.number,
        terms: edition.hash,
        content: seal(ctx, who, content)?,
        hash: content.hash()?,
        files: content.documents.iter().map(|document| document.blob).collect::<Vec<Hash>>(),
    })
}

/// Loads an own application for a change made from a form of `version`.
async fn load(ctx: &Context<'_>, id: ApplicationId, version: i64) -> Result<Growing<Application>> {
    applicant(ctx)?;
    let growing = Growing::<Application>::load(ctx, id.into()).await?;
    audience(ctx, growing.state()?)?;
    growing.at_version(version)?;
    Ok(growing)
}

/// Takes an own application back.
///
/// # Errors
/// `application-over`, `application-withdrawn`; [`AppError::Stale`].
pub async fn withdraw(ctx: &Context<'_>, id: ApplicationId, version: i64) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    tell::record(ctx, growing, &Event::Withdrawn, Subject::ApplicationWithdrawn).await
}

/// Takes a withdrawal back, within a day.
///
/// # Errors
/// `application-undo-over`; [`AppError::Stale`].
pub async fn restore(ctx: &Context<'_>, id: ApplicationId, version: i64) -> Result<()> {
    load(ctx, id, version).await?.record(ctx, &Event::Restored, About::TODAY).await
}

/// Opens a draft with what was sent, to mend what was given back, or to change it while applications are open.
///
/// # Errors
/// `application-not-open`, `application-due-passed`.
pub async fn reopen(ctx: &Context<'_>, id: ApplicationId) -> Result<CallId> {
    let who = applicant(ctx)?.id;
    let growing = Growing::<Application>::load(ctx, id.into()).await?;
    let it = growing.state()?;
    audience(ctx, it)?;
    let call = published(ctx, it.description.call).await?;
    match it.stage(ctx.now) {
        Stage::Correction | Stage::Returned => {}
        Stage::Submitted if call.stage(ctx.now) == CallStage::Open => {}
        Stage::Ineligible if it.due.is_some() => {
            return Err(Refusal::new("application-due-passed").into());
        }
        _ => return Err(Refusal::new("application-not-open").into()),
    }
    let sent: Content = open(ctx, who, &it.sent.what.content)?.ok_or(AppError::NotFound)?;
    let own = wallet(ctx).await?;
    let form = form_of(&sent, &own);
    draft::reopened(ctx, who, call.id, it.sent.meta.recorded_at, form).await?;
    Ok(call.id)
}

/// What was sent, as a draft has it.
fn form_of(sent: &Content, own: &[Document]) -> DraftForm {
    let person = &sent.person;
    DraftForm {
        person: ProfileForm {
            family: person.family.clone(),
            given: person.given.clone(),
            own_name: person.own_name.clone(),
            born: person.born.to_string(),
            citizenship: person.citizenship.as_str().to_owned(),
            region: person.region.clone(),
            employer: person.employer.clone(),
            specialty: person.specialty.clone(),
            phone: person.phone.clone().unwrap_or_default(),
            reuse: "1".to_owned(),
        },
        answers: sent.answers.clone(),
        choices: sent.choices.clone(),
        documents: sent
            .documents
            .iter()
            .filter_map(|d| Some((d.document, own.iter().find(|own| own.blob == d.blob)?.id)))
            .collect(),
        consents: sent.consents.iter().map(|country| country.as_str().to_owned()).collect(),
        team: sent.team.iter().fold(String::new(), |lines, one| {
            format!("{lines}{}; {}; {}\n", one.name, one.specialty, one.part)
        }),
    }
}

/// Adds a document that may come later; nothing else of what was sent changes.
///
/// # Errors
/// `application-document-there` for one that was sent or had to be; `application-document-unreadable`;
/// [`AppError::Stale`].
pub async fn supplement(
    ctx: &Context<'_>,
    id: ApplicationId,
    version: i64,
    number: u32,
    document: PieceId,
) -> Result<()> {
    let growing = load(ctx, id, version).await?;
    let it = growing.state()?;
    let who = it.description.applicant;
    let call = published(ctx, it.description.call).await?;
    let before: Content = open(ctx, who, &it.sent.what.content)?.ok_or(AppError::NotFound)?;
    let agreed = call.editions.iter().find(|edition| edition.number == it.sent.what.edition);
    let agreed = agreed.ok_or(AppError::NotFound)?;
    let item = agreed.terms.documents.iter().find(|item| item.number == number);
    let item = item.ok_or(AppError::NotFound)?;
    let there = before.documents.iter().any(|own| own.document == number);
    if there || item.what.class == Class::Hard {
        return Err(Refusal::of("documents", "application-document-there").into());
    }
    let mut terms = agreed.terms.clone();
    terms.documents = vec![item.clone()];
    let form =
        DraftForm { documents: BTreeMap::from([(number, document)]), ..DraftForm::default() };
    let mut typed = Typed::default();
    let added = attached(ctx, who, &mut typed, &terms, &form).await?;
    typed.done()?;
    let mut documents: Vec<Attached> = before.documents.iter().cloned().chain(added).collect();
    documents.sort_by_key(|document| document.document);
    let after = Content { salt: ctx.new_token(), documents, ..before };
    let event = Event::Supplemented { sent: sent(ctx, who, agreed, &after)? };
    growing.record(ctx, &event, About::TODAY).await
}
