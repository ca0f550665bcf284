//! The page of an application: where it is, who acts next, what was sent, and its receipt.

use kelisim_app::lookup::{Directory, directory};
use kelisim_app::programme::application::{self, Audience, Happened, Seen, as_host as for_host};
use kelisim_app::programme::review::{self, Fate};
use kelisim_domain::id::ApplicationId;
use kelisim_domain::programme::application::Stage;
use kelisim_domain::programme::call::{Stage as CallStage, Terms};
use kelisim_domain::programme::question::Question;
use kelisim_domain::programme::region;
use kelisim_i18n::{Arg, Locale};

use super::keep::{file, title};
use super::panel::{Panel, PanelPage, Row, chip, next, size};
use super::review::panels as own_panels;
use crate::answer::Answer;
use crate::programme::shown::instant;
use crate::routes::At;
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// Shows an application.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let seen = application::page(&visit.context(), at.read("application")?).await?;
    write(&visit, &seen, None).await
}

/// Where scores and the run are, for the applicant; nothing for everybody else.
async fn fate(visit: &Visit, seen: &Seen) -> kelisim_app::Result<Fate> {
    if seen.audience == Audience::Applicant {
        return review::own(&visit.context(), seen.id).await;
    }
    Ok(Fate::default())
}

/// Shows the own application as the host would see it.
pub(super) async fn as_host(at: At, visit: Visit) -> Answer {
    let seen = application::page(&visit.context(), at.read("application")?).await?;
    let seen = for_host(seen);
    let l = visit.locale;
    let mut note = l.t("application-as-host-note").to_owned();
    if agreed(&seen).is_some_and(|terms| terms.hosts_rank) {
        note = format!("{note} {}", l.t("application-as-host-places"));
    }
    write(&visit, &seen, Some(&note)).await
}

/// A document of an application.
pub(super) async fn document(at: At, visit: Visit) -> Answer {
    let id: ApplicationId = at.read("application")?;
    let (sent, bytes) =
        application::sent_document(&visit.context(), id, at.read("document")?).await?;
    file(&sent.name, sent.kind.media_type(), bytes)
}

/// The terms the applicant agreed to.
fn agreed(seen: &Seen) -> Option<&Terms> {
    let edition = seen.call.editions.iter().find(|edition| edition.number == seen.edition);
    edition.map(|edition| &edition.terms)
}

async fn write(visit: &Visit, seen: &Seen, note: Option<&str>) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let names = directory(&ctx).await?;
    // As the host would see it, there is nothing of what came after.
    let place = match note {
        Some(_) => None,
        None => super::place::panel(visit, seen.id).await?,
    };
    let first = match (&place, note) {
        (_, Some(note)) => note.to_owned(),
        (Some((says, _)), None) => says.clone(),
        (None, None) => next(l, seen),
    };
    let mut says = vec![("info", first)];
    if seen.made_up {
        says.push(("info", l.t("application-made-up").to_owned()));
    }
    if seen.content.is_none() {
        says.push(("", l.t("application-erased").to_owned()));
    }
    let fate = fate(visit, seen).await?;
    if fate.frozen && !fate.released {
        says.push(("info", l.t("own-frozen").to_owned()));
    }
    let mut panels: Vec<Panel> = place.into_iter().map(|(_, panel)| panel).collect();
    panels.push(where_it_is(visit, seen));
    panels.extend(own_panels(visit, seen, &fate));
    panels.extend(person(l, seen));
    panels.extend(team(l, seen));
    panels.extend(wishes(l, seen, &names));
    panels.extend(documents(visit, seen));
    panels.push(receipt(visit, seen));
    let crumb = match visit.may(kelisim_app::access::Action::Apply) {
        true => (visit.at("/my"), l.t("my-title").to_owned()),
        false => {
            let list = visit.at(&format!("/calls/{}/applications", seen.call.id));
            (list, l.t("applications-title").to_owned())
        }
    };
    let nav = if visit.may(kelisim_app::access::Action::Apply) { Nav::My } else { Nav::Calls };
    let page = PanelPage {
        crumb: Some(crumb),
        lead: title(l, &seen.call),
        says,
        wrong: Vec::new(),
        panels,
        shell: visit.shell(seen.receipt.as_str(), nav).await?,
    };
    page.answer(&[])
}

fn told(l: Locale, step: &Happened) -> String {
    let reason = step.reason.map(|reason| l.term("application_reason", reason.code()).to_owned());
    let said = step.words.told.iter().map(|text| words::text(l, text).0);
    let defects = step.words.defects.iter().map(|text| words::text(l, text).0);
    let inside = step.words.inside.iter().map(|text| {
        let text = words::text(l, text).0;
        l.format("application-inside", &[("text", Arg::Str(&text))])
    });
    let parts: Vec<String> = reason.into_iter().chain(said).chain(defects).chain(inside).collect();
    parts.join(" · ")
}

fn where_it_is(visit: &Visit, seen: &Seen) -> Panel {
    let l = visit.locale;
    let zone = seen.call.terms().map(|terms| &terms.zone);
    let at = |at| zone.map_or_else(String::new, |zone| instant(l, zone, at));
    let rows = seen.steps.iter().map(|step| {
        let told = told(l, step);
        let event = format!("application_{}", step.event);
        Row {
            href: None,
            text: l.term("entry", &event).to_owned(),
            meta: if told.is_empty() { at(step.at) } else { format!("{}. {told}", at(step.at)) },
            chip: Some(chip(l, step.stage)),
            forms: Vec::new(),
        }
    });
    Panel {
        id: "h-where",
        title: l.term("application_stage", seen.stage.code()).to_owned(),
        rows: rows.collect(),
        links: acts(visit, seen),
        ..Panel::default()
    }
}

/// What this reader can do now, as links.
fn acts(visit: &Visit, seen: &Seen) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let at = |act: &str| visit.at(&format!("/applications/{}/{act}", seen.id));
    let now = visit.context().now;
    let mut acts = Vec::new();
    match (seen.audience, seen.stage) {
        // What the host would see is looked at, not acted on.
        (Audience::Host, _) if visit.may(kelisim_app::access::Action::Apply) => {
            acts.push((visit.at(&format!("/applications/{}", seen.id)), l.t("application-back")));
        }
        (Audience::Applicant, stage) => {
            if matches!(stage, Stage::Correction | Stage::Returned) {
                acts.push((at("mend"), l.t("application-mend")));
            }
            if stage == Stage::Submitted && seen.call.stage(now) == CallStage::Open {
                acts.push((at("mend"), l.t("application-change")));
            }
            if matches!(
                stage,
                Stage::Submitted | Stage::Eligible | Stage::Nominated | Stage::Verified
            ) {
                acts.push((at("supplement"), l.t("application-supplement")));
            }
            if stage == Stage::Withdrawn {
                acts.push((at("restore"), l.t("application-restore")));
            } else if !matches!(stage, Stage::Ineligible | Stage::NotSelected | Stage::Refused) {
                acts.push((at("withdraw"), l.t("application-withdraw")));
            }
            acts.push((at("host"), l.t("application-as-host")));
        }
        (Audience::Officer, stage) => {
            if matches!(stage, Stage::Submitted | Stage::Eligible) {
                acts.push((at("judge"), l.t("application-judge")));
                if seen.loops_left > 0 {
                    acts.push((at("return"), l.t("application-return")));
                }
            }
            acts.push((at("review"), l.term("thing", "review")));
        }
        (Audience::Host, Stage::Nominated) => {
            acts.push((at("verify"), l.t("application-verify")));
            if seen.loops_left > 0 {
                acts.push((at("return"), l.t("application-return")));
            }
            acts.push((at("refuse"), l.t("application-refuse")));
        }
        _ => {}
    }
    acts
}

fn person(l: Locale, seen: &Seen) -> Option<Panel> {
    let content = seen.content.as_ref()?;
    let person = &content.person;
    let region = region::name(&person.region);
    let region = region.map_or_else(|| person.region.clone(), |name| words::text(l, &name).0);
    let mut facts = vec![
        (l.t("person-latin").to_owned(), person.latin()),
        (l.t("person-own-name").to_owned(), person.own_name.clone()),
        (l.t("person-born").to_owned(), l.date_long(person.born)),
        (l.t("person-citizenship").to_owned(), person.citizenship.as_str().to_owned()),
        (l.t("person-region").to_owned(), region),
        (l.t("person-employer").to_owned(), person.employer.clone()),
        (l.t("person-specialty").to_owned(), person.specialty.clone()),
    ];
    facts.extend(person.phone.clone().map(|phone| (l.t("person-phone").to_owned(), phone)));
    for (code, answer) in &content.answers {
        if let Some(question) = Question::from_code(code) {
            let answer = match answer.as_str() {
                "yes" => l.t("call-yes").to_owned(),
                "no" => l.t("call-no").to_owned(),
                other => other.to_owned(),
            };
            facts.push((l.term("question", question.code()).to_owned(), answer));
        }
    }
    Some(Panel {
        id: "h-person",
        title: l.t("application-person").to_owned(),
        facts,
        ..Panel::default()
    })
}

/// Who goes along, where a team applies as one.
fn team(l: Locale, seen: &Seen) -> Option<Panel> {
    let team = seen.content.as_ref().map(|content| &content.team)?;
    let rows = team.iter().map(|one| Row {
        href: None,
        text: one.name.clone(),
        meta: format!("{} · {}", one.specialty, one.part),
        chip: None,
        forms: Vec::new(),
    });
    (!team.is_empty()).then(|| Panel {
        id: "h-team",
        title: l.t("application-team").to_owned(),
        rows: rows.collect(),
        ..Panel::default()
    })
}

/// The choices in the applicant's order: for the applicant and officers, never for a host.
fn wishes(l: Locale, seen: &Seen, names: &Directory) -> Option<Panel> {
    let content = seen.content.as_ref().filter(|_| seen.audience == Audience::Applicant)?;
    let terms = agreed(seen)?;
    let rows = content.choices.iter().enumerate().map(|(n, number)| {
        let seat = terms.seats.iter().find(|seat| seat.number == *number);
        let name = seat.map_or_else(
            || l.t("choice-gone").to_owned(),
            |seat| {
                let known = seat.what.specialty.known();
                let specialty = known.as_ref().map_or_else(
                    || seat.what.specialty.to_string(),
                    |known| words::text(l, &known.name).0,
                );
                format!("{}: {specialty}", words::party(l, names, &seat.what.host))
            },
        );
        let refused = seen.refused.contains(number);
        Row {
            href: None,
            text: format!("{}. {name}", n + 1),
            meta: String::new(),
            chip: refused.then(|| ("late", "x", l.term("application_stage", "refused"))),
            forms: Vec::new(),
        }
    });
    Some(Panel {
        id: "h-choices",
        title: l.t("application-choices").to_owned(),
        rows: rows.collect(),
        ..Panel::default()
    })
}

fn documents(visit: &Visit, seen: &Seen) -> Option<Panel> {
    let l = visit.locale;
    let content = seen.content.as_ref()?;
    let terms = agreed(seen)?;
    let rows = terms.documents.iter().map(|item| {
        let sent = content.documents.iter().find(|sent| sent.document == item.number);
        let class = l.term("call_class", item.what.class.code());
        let to = visit.at(&format!("/applications/{}/documents/{}", seen.id, item.number));
        Row {
            href: sent.map(|_| to),
            text: words::text(l, &item.what.name).0,
            meta: sent.map_or_else(
                || class.to_owned(),
                |sent| {
                    let kind = sent.kind.extension().to_uppercase();
                    let size = size(l, sent.size);
                    format!("{class}. {}, {kind}, {size}, SHA-256 {}", sent.name, sent.sha256)
                },
            ),
            chip: Some(match sent {
                Some(_) => ("ok", "circle-check", l.t("document-there")),
                None => ("dash", "circle-dashed", l.t("document-missing")),
            }),
            forms: Vec::new(),
        }
    });
    Some(Panel {
        id: "h-documents",
        title: l.t("application-documents").to_owned(),
        rows: rows.collect(),
        ..Panel::default()
    })
}

/// What shows that it was sent, and with what: the journal keeps the hash, and its seals fix the journal.
fn receipt(visit: &Visit, seen: &Seen) -> Panel {
    let l = visit.locale;
    let papers = visit.at(&format!("/applications/{}/papers", seen.id));
    // As the host would see it is looked at, not acted on.
    let own_as_host =
        seen.audience == Audience::Host && visit.may(kelisim_app::access::Action::Apply);
    let holds = !own_as_host && seen.content.is_some();
    let zone = seen.call.terms().map(|terms| &terms.zone);
    let at = |at| zone.map_or_else(String::new, |zone| instant(l, zone, at));
    let edition = seen.call.editions.iter().find(|edition| edition.number == seen.edition);
    let terms = edition.map(|edition| edition.hash.to_string()).unwrap_or_default();
    Panel {
        id: "h-receipt",
        title: l.t("receipt-title").to_owned(),
        facts: vec![
            (l.t("receipt-number").to_owned(), seen.receipt.to_string()),
            (l.t("receipt-sent").to_owned(), at(seen.sent.1)),
            (l.t("receipt-content").to_owned(), format!("SHA-256 {}", seen.hash)),
            (l.t("receipt-terms").to_owned(), format!("SHA-256 {terms}")),
        ],
        note: Some(l.t("receipt-note").to_owned()),
        links: holds.then(|| (papers, l.t("papers-title"))).into_iter().collect(),
        ..Panel::default()
    }
}
