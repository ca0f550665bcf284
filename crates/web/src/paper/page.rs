//! The pages of papers: what was issued about a thing, one paper, and the list of the registry.

use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::paper::{self, Faces, Held, Thing, fingerprint};
use kelisim_app::programme::{application, run};
use kelisim_domain::aggregate::Meta;
use kelisim_domain::id::{ApplicationId, CallId};
use kelisim_domain::paper::{Paper, PaperKind, PaperNumber, Why};
use kelisim_domain::party::PartyCode;
use kelisim_domain::programme::call::Terms;
use kelisim_domain::registry::RegistryCode;
use kelisim_domain::text::Language;
use kelisim_i18n::Locale;

use crate::answer::{Answer, saved, see_other};
use crate::apply::panel::{Panel, PanelPage, Row};
use crate::form::Choice;
use crate::posted::Posted;
use crate::programme::run::told;
use crate::routes::At;
use crate::sheet::{Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// How many a page of the list has.
const LISTED: usize = 50;

/// The locale of a paper's language.
pub(super) fn locale(language: Language) -> Locale {
    Locale::from_tag(language.code()).unwrap_or(Locale::En)
}

fn languages(l: Locale) -> Vec<Choice> {
    let all = Language::ALL.iter();
    all.map(|one| Choice::new(one.code(), l.term("language_name", one.code()))).collect()
}

/// Words in the language of the paper, whatever that of the page is.
pub(crate) async fn faces(
    visit: &Visit,
    language: Language,
    registry: RegistryCode,
    partner: &PartyCode,
    terms: Option<&Terms>,
) -> Result<Faces, AppError> {
    let names = directory(&visit.context()).await?;
    let l = locale(language);
    Ok(Faces {
        registry: words::registry(l, &names, registry),
        partner: words::party(l, &names, partner),
        seats: terms.map(|terms| told::seats(l, &names, terms)).unwrap_or_default(),
        base: visit.state.settings.public_base.clone(),
    })
}

/// The look of the word for whether a paper holds.
fn chip(l: Locale, paper: &Paper) -> (&'static str, &'static str, &'static str) {
    match &paper.withdrawn {
        None => ("ok", "circle-check", l.t("paper-holds")),
        Some(said) => ("late", "x", l.term("paper_why", said.what.code())),
    }
}

fn row(visit: &Visit, paper: &Paper) -> Row {
    let (l, d) = (visit.locale, &paper.description);
    let issued = l.instant(paper.issued.meta.recorded_at, visit.zone());
    let made_up = if d.made_up { l.t("made-up") } else { "" };
    let parts = [d.number.as_str(), l.term("language_name", d.language.code()), &issued, made_up];
    let meta: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Row {
        href: Some(visit.at(&format!("/papers/{}", d.number))),
        text: l.term("paper_kind", d.kind.code()).to_owned(),
        meta: meta.join(" · "),
        chip: Some(chip(l, paper)),
        forms: Vec::new(),
    }
}

/// The papers of the registry.
pub(super) async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let after = visit.asked::<PaperNumber>("after");
    let (papers, next) = paper::list(&ctx, after.as_ref(), LISTED).await?;
    let l = visit.locale;
    let more =
        next.map(|next| (visit.at(&format!("/papers?after={next}")), l.t("applications-more")));
    let panel = Panel {
        id: "h-list",
        title: l.t("papers-title").to_owned(),
        note: papers.is_empty().then(|| l.t("papers-none").to_owned()),
        rows: papers.iter().map(|paper| row(&visit, paper)).collect(),
        links: more.into_iter().collect(),
        ..Panel::default()
    };
    let page = PanelPage {
        crumb: None,
        lead: l.t("papers-lead").to_owned(),
        says: Vec::new(),
        wrong: Vec::new(),
        panels: vec![panel],
        shell: visit.shell(l.t("papers-title"), Nav::Calls).await?,
    };
    page.answer(&[])
}

/// A thing that papers are issued about, as its page needs it.
struct Subject {
    thing: Thing,
    path: String,
    title: String,
    back: (String, String),
    kinds: Vec<PaperKind>,
    registry: RegistryCode,
    partner: PartyCode,
    terms: Option<Terms>,
}

async fn call(visit: &Visit, at: &At) -> Result<Subject, crate::answer::Failure> {
    let id: CallId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let seen = run::page(&ctx, id).await?;
    let terms = seen.call.terms().cloned();
    let shown = seen.call.shown().ok_or(AppError::NotFound)?;
    Ok(Subject {
        thing: Thing::Call(id),
        path: format!("/calls/{id}/papers"),
        title: words::text(visit.locale, &shown.title).0,
        back: (visit.at(&format!("/calls/{id}/run")), visit.locale.t("run-title").to_owned()),
        kinds: vec![PaperKind::Protocol],
        registry: seen.call.description.registry,
        partner: seen.call.description.partner.clone(),
        terms,
    })
}

async fn one_application(visit: &Visit, at: &At) -> Result<Subject, crate::answer::Failure> {
    let id: ApplicationId = at.read("application")?;
    let seen = application::page(&visit.context(), id).await?;
    let nominated = visit.may(Action::CheckApplications) && seen.stage.is_hosts();
    let mut kinds = match (visit.may(Action::VerifyApplications), nominated) {
        // The host's side is given papers and issues none.
        (true, _) => Vec::new(),
        (false, true) => vec![PaperKind::Nomination, PaperKind::Receipt],
        (false, false) => vec![PaperKind::Receipt],
    };
    if !kinds.is_empty() {
        // What was decided last is what is asked for first.
        kinds.splice(0..0, paper::placed(&visit.context(), id).await?);
    }
    let d = &seen.call.description;
    Ok(Subject {
        thing: Thing::Application(id),
        path: format!("/applications/{id}/papers"),
        title: crate::apply::title(visit.locale, &seen.call),
        back: (visit.at(&format!("/applications/{id}")), seen.receipt.to_string()),
        kinds,
        registry: d.registry,
        partner: d.partner.clone(),
        terms: seen.call.terms().cloned(),
    })
}

/// The form of what can be issued about a thing; none where nothing can.
fn offered(visit: &Visit, subject: &Subject) -> Option<Sheet> {
    let l = visit.locale;
    let language = Input::select(l, "language", l.t("paper-language"), languages(l));
    let to = visit.at(&subject.path);
    let sheet = match subject.kinds.as_slice() {
        [] => return None,
        [kind] => {
            let submit = l.term("paper_issue", kind.code());
            Sheet::new(&to, submit, vec![language]).with("kind", kind.code())
        }
        several => {
            let kinds = several.iter();
            let kinds =
                kinds.map(|kind| Choice::new(kind.code(), l.term("paper_kind", kind.code())));
            let kind = Input::select(l, "kind", l.t("check-kind"), kinds.collect());
            Sheet::new(&to, l.t("papers-issue"), vec![kind, language])
        }
    };
    Some(sheet.fill(|name| (name == "language").then(|| l.tag())))
}

async fn shown(visit: &Visit, subject: &Subject, start: &Start) -> Answer {
    let l = visit.locale;
    let papers = paper::about(&visit.context(), subject.thing).await?;
    let sheet = offered(visit, subject).map(|sheet| start.apply(l, sheet));
    let wrong = sheet.iter().flat_map(Sheet::mistakes);
    let wrong = wrong.map(|(_, text)| ("language", text.to_owned())).collect();
    let mut panels = vec![Panel {
        id: "h-papers",
        title: l.t("papers-title").to_owned(),
        note: papers.is_empty().then(|| l.t("papers-none").to_owned()),
        rows: papers.iter().map(|paper| row(visit, paper)).collect(),
        ..Panel::default()
    }];
    if sheet.is_some() {
        panels.push(Panel {
            id: "h-issue",
            title: l.t("papers-issue").to_owned(),
            note: Some(l.t("papers-issue-note").to_owned()),
            sheets: sheet.into_iter().collect(),
            ..Panel::default()
        });
    }
    let nav = if visit.may(Action::Apply) { Nav::My } else { Nav::Calls };
    let page = PanelPage {
        crumb: Some(subject.back.clone()),
        lead: subject.title.clone(),
        says: Vec::new(),
        wrong,
        panels,
        shell: visit.shell(l.t("papers-title"), nav).await?,
    };
    page.answer(&start.refusals)
}

async fn issue(posted: &Posted, subject: Subject) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let kind = PaperKind::from_code(fields.get("kind")).or(subject.kinds.first().copied());
    let kind = kind.ok_or(AppError::Forbidden)?;
    let language = Language::from_code(fields.get("language"))
        .unwrap_or_else(|| words::language(visit.locale));
    let Subject { registry, partner, terms, .. } = &subject;
    let faces = faces(visit, language, *registry, partner, terms.as_ref()).await?;
    let issued = paper::issue(&visit.context(), kind, subject.thing, language, &faces).await;
    match issued {
        Ok(number) => Ok(see_other(&visit.at(&format!("/papers/{number}")))),
        Err(AppError::Refused(refusals)) => {
            shown(visit, &subject, &Start::refused(fields, refusals)).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}

/// The papers of a call.
pub(super) async fn of_call(at: At, visit: Visit) -> Answer {
    let subject = call(&visit, &at).await?;
    shown(&visit, &subject, &Start::default()).await
}

/// Issues a paper about a call.
pub(super) async fn issue_of_call(at: At, posted: Posted) -> Answer {
    let subject = call(&posted.visit, &at).await?;
    issue(&posted, subject).await
}

/// The papers of an application.
pub(super) async fn of_application(at: At, visit: Visit) -> Answer {
    let subject = one_application(&visit, &at).await?;
    shown(&visit, &subject, &Start::default()).await
}

/// Issues a paper about an application.
pub(super) async fn issue_of_application(at: At, posted: Posted) -> Answer {
    let subject = one_application(&posted.visit, &at).await?;
    issue(&posted, subject).await
}

/// The number a path names. What is no number names nothing.
fn number(at: &At) -> Result<PaperNumber, crate::answer::Failure> {
    at.read("paper")
}

async fn held(at: &At, visit: &Visit) -> Result<Held, crate::answer::Failure> {
    Ok(paper::paper(&visit.context(), &number(at)?).await?)
}

fn step(visit: &Visit, held: &Held, meta: Meta) -> String {
    let at = visit.locale.instant(meta.recorded_at, visit.zone());
    match meta.actor.and_then(|id| held.people.get(&id)) {
        Some(name) => format!("{at}, {name}"),
        None => at,
    }
}

/// A paper.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let held = held(&at, &visit).await?;
    one(&visit, &held, &Start::default()).await
}

async fn one(visit: &Visit, held: &Held, start: &Start) -> Answer {
    let (l, d) = (visit.locale, &held.paper.description);
    let base = visit.at(&format!("/papers/{}", d.number));
    let signed = &held.paper.issued.what;
    let mut facts = vec![
        (l.t("paper-number").to_owned(), d.number.to_string()),
        (l.t("paper-language").to_owned(), l.term("language_name", d.language.code()).to_owned()),
        (l.t("paper-issued").to_owned(), step(visit, held, held.paper.issued.meta)),
    ];
    facts.extend(held.paper.withdrawn.as_ref().map(|said| {
        let why = l.term("paper_why", said.what.code());
        (l.t("paper-withdrawn").to_owned(), format!("{}. {why}", step(visit, held, said.meta)))
    }));
    facts.push((l.t("paper-key").to_owned(), fingerprint(&signed.key.0)));
    facts.push((l.t("paper-hash").to_owned(), format!("SHA-256 {}", signed.hash)));
    let mut says = Vec::new();
    if held.paper.withdrawn.is_some() {
        says.push(("", l.t("paper-withdrawn-note").to_owned()));
    }
    if d.made_up {
        says.push(("info", l.t("paper-made-up").to_owned()));
    }
    if held.text.is_none() {
        says.push(("", l.t("application-erased").to_owned()));
    }
    let mut links = Vec::new();
    if held.text.is_some() {
        links.push((format!("{base}/paper.pdf"), l.t("paper-pdf")));
        links.push((format!("{base}/credential.json"), l.t("paper-credential")));
    }
    let check = format!("/check?number={}&hash={}", d.number, signed.hash);
    links.push((visit.at(&check), l.t("paper-check")));
    let mut panels = vec![Panel {
        id: "h-paper",
        title: l
            .t(if held.paper.withdrawn.is_some() { "paper-withdrawn" } else { "paper-holds" })
            .to_owned(),
        facts,
        links,
        ..Panel::default()
    }];
    let mut wrong = Vec::new();
    if held.withdraws && held.paper.withdrawn.is_none() {
        let sheet = withdrawal(visit, held, &base);
        let sheet = start.apply(l, sheet);
        wrong = sheet.mistakes().into_iter().map(|(_, text)| ("why", text.to_owned())).collect();
        panels.push(Panel {
            id: "h-withdraw",
            title: l.t("paper-withdraw").to_owned(),
            note: Some(l.t("paper-withdraw-note").to_owned()),
            sheets: vec![sheet],
            ..Panel::default()
        });
    }
    let nav = if visit.may(Action::Apply) { Nav::My } else { Nav::Calls };
    let page = PanelPage {
        crumb: visit
            .may(Action::KeepRecord)
            .then(|| (visit.at("/papers"), l.t("papers-title").to_owned())),
        lead: d.number.to_string(),
        says,
        wrong,
        panels,
        shell: visit.shell(l.term("paper_kind", d.kind.code()), nav).await?,
    };
    page.answer(&start.refusals)
}

fn withdrawal(visit: &Visit, held: &Held, base: &str) -> Sheet {
    let l = visit.locale;
    let reasons =
        Why::ALL.iter().map(|why| Choice::new(why.code(), l.term("paper_why", why.code())));
    let inputs = vec![Input::select(l, "why", l.t("paper-why"), reasons.collect())];
    Sheet::new(&format!("{base}/withdraw"), l.t("paper-withdraw"), inputs)
        .with("version", held.paper.version)
        .tone("no")
}

/// Withdraws a paper.
pub(super) async fn withdraw(at: At, posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let number = number(&at)?;
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let done = match Why::from_code(fields.get("why")) {
        Some(why) => paper::withdraw(&ctx, &number, fields.number("version"), why).await,
        None => {
            paper::paper(&ctx, &number).await?;
            let refusal = kelisim_domain::Refusal::of("why", "paper-why-missing");
            Err(AppError::Refused(vec![refusal]))
        }
    };
    posted
        .answered(done, &format!("/papers/{number}"), |start| async move {
            let held = held(&at, visit).await?;
            one(visit, &held, &start).await
        })
        .await
}

/// The printed form of a paper: the same bytes for the same paper.
pub(super) async fn pdf(at: At, visit: Visit) -> Answer {
    let held = held(&at, &visit).await?;
    let d = &held.paper.description;
    let credential = held.credential.as_ref().ok_or(AppError::NotFound)?;
    let l = locale(d.language);
    let sheet = super::print::sheet(l, d, &held.paper.issued.what, credential)?;
    crate::print::answer(l, sheet, &format!("kelisim-{}-{}", d.kind.code(), d.number)).await
}

/// The credential of a paper, byte for byte as it was signed.
pub(super) async fn credential(at: At, visit: Visit) -> Answer {
    let held = held(&at, &visit).await?;
    let text = held.text.ok_or(AppError::NotFound)?;
    let name = format!("kelisim-{}.vc.json", held.paper.description.number);
    Ok(saved(text, "application/vc", &name))
}
