//! Reported figures: booked with the passage they rest on, revised when they are reported anew.

mod book;
mod list;

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::Result;
use kelisim_app::access::Action;
use kelisim_app::letter::Thing;
use kelisim_app::lookup::{Directory, colleagues, directory};
use kelisim_app::observation::{self, ReviseForm};
use kelisim_domain::id::{ObservationId, SourceId};
use kelisim_domain::observation::Observation;
use kelisim_domain::source::Source;
use kelisim_domain::topic::Per;

use crate::answer::Answer;
use crate::commitment::shown::{Quoted, Wording};
use crate::letter::{self, LetterRow};
use crate::posted::Posted;
use crate::routes::{Access, At, Routes};
use crate::sheet::{self, Input, Sheet, Start};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/figures", read, list::show)
        .get("/{lang}/figures/new", keep, book::form)
        .post("/{lang}/figures/new", keep, book::submit)
        .get("/{lang}/figures/{id}", read, show)
        .get("/{lang}/figures/{id}/revise", keep, revise_form)
        .post("/{lang}/figures/{id}/revise", keep, revise)
        .get("/{lang}/figures/{id}/publish", keep, publish_form)
        .post("/{lang}/figures/{id}/publish", keep, publish)
}

/// The page of a figure.
#[derive(Template)]
#[template(path = "figure.html")]
struct FigurePage {
    shell: Shell,
    name: Told,
    partner: String,
    partner_href: String,
    commitment_href: Option<String>,
    /// The indicator it belongs to, or the form that defines it, with the words of the link.
    indicator: Option<(String, Told)>,
    facts: Vec<(&'static str, String)>,
    public: bool,
    values: Vec<Value>,
    letters: Vec<LetterRow>,
    letter_href: Option<String>,
    warnings: Vec<String>,
    revise: Option<Sheet>,
    publish: Option<Sheet>,
    journal: Option<String>,
}

impl FigurePage {
    fn mistakes(&self) -> Vec<(&str, &str)> {
        self.revise.iter().chain(&self.publish).flat_map(Sheet::mistakes).collect()
    }
}

/// A value with what it rests on.
struct Value {
    value: String,
    latest: bool,
    quote: Option<Quoted>,
    note: Option<Told>,
    known: String,
    when: String,
    who: Option<String>,
}

/// The form a person works at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Reading,
    Revise,
    Publish,
}

async fn show(at: At, visit: Visit) -> Answer {
    write(&visit, at.read("id")?, Work::Reading, Start::default()).await
}

async fn revise_form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::Revise, Start::kept(&visit).await?).await
}

async fn publish_form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::Publish, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: ObservationId, work: Work, start: Start) -> Answer {
    let ctx = visit.context();
    let (figure, sources) = observation::page(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let d = &figure.description;
    let name = Told::new(l, &d.name);
    let may = visit.may(Action::KeepRecord);
    let filled = |own: Work, sheet: Sheet| {
        if work == own { start.apply(l, sheet) } else { sheet }
    };
    let revise = if may { Some(revise_sheet(visit, &figure).await?) } else { None };
    let publish = may.then(|| publish_sheet(visit, &figure));
    sheet::answer(
        &start.refusals,
        &FigurePage {
            shell: visit.shell(&name.text, Nav::Overview).await?,
            facts: facts(visit, &names, &figure),
            partner: words::party(l, &names, &d.partner),
            partner_href: visit.at(&format!("/partners/{}", d.partner)),
            commitment_href: d.commitment.map(|id| visit.at(&format!("/commitments/{id}"))),
            indicator: indicator_of(visit, &figure).await?,
            public: figure.public,
            values: values(visit, &names, &figure, &sources).await?,
            letters: letter::with_ways(
                visit,
                Thing::Observation(id),
                letter::rows(l, &figure.letters, &letter::of_figure(l, &figure)),
            ),
            letter_href: may.then(|| visit.at(&format!("/letters/observation/{id}"))),
            warnings: start.warnings(l),
            revise: revise.map(|sheet| filled(Work::Revise, sheet)),
            publish: publish.map(|sheet| filled(Work::Publish, sheet)),
            journal: visit
                .may(Action::ReadJournal)
                .then(|| visit.at(&format!("/journal/streams/{id}"))),
            name,
        },
    )
}

/// The indicator of a figure; for officers the form that defines it, where nobody did yet.
async fn indicator_of(visit: &Visit, figure: &Observation) -> Result<Option<(String, Told)>> {
    let d = &figure.description;
    let l = visit.locale;
    let found =
        kelisim_app::indicator::of_measure(&visit.context(), d.registry, &d.measure).await?;
    Ok(match found {
        Some(it) => {
            Some((visit.at(&format!("/indicators/{}", it.id)), Told::new(l, &it.definition.name)))
        }
        None if visit.may(Action::KeepRecord) => {
            let text = l.t("figure-indicator-define").to_owned();
            let told = Told { text, lang: words::language(l).code(), other: false };
            Some((visit.at(&format!("/indicators/new?measure={}", d.measure.as_str())), told))
        }
        None => None,
    })
}

fn facts(visit: &Visit, names: &Directory, figure: &Observation) -> Vec<(&'static str, String)> {
    let l = visit.locale;
    let d = &figure.description;
    let mut facts = vec![
        (l.t("figure-period"), l.edtf(&d.period.to_string())),
        (l.t("figure-unit"), l.term("unit_name", d.unit.code()).to_owned()),
        (l.t("figure-subject"), words::party(l, names, &d.subject)),
    ];
    if let Some(origin) = &d.origin {
        facts.push((l.t("figure-origin"), words::party(l, names, origin)));
    }
    if let Some(channel) = d.channel {
        facts.push((l.t("figure-channel"), l.term("channel", channel.code()).to_owned()));
    }
    facts.push((l.t("figure-measure"), d.measure.as_str().to_owned()));
    facts
}

/// Values, the newest first.
async fn values(
    visit: &Visit,
    names: &Directory,
    figure: &Observation,
    sources: &BTreeMap<SourceId, Source>,
) -> Result<Vec<Value>> {
    let l = visit.locale;
    let actors = figure.values.iter().filter_map(|v| v.meta.actor).collect();
    let people = colleagues(&visit.context(), actors).await?;
    let latest = figure.latest().map(|v| v.meta.version);
    let wording = Wording { locale: l, names, sources, place: "commitments" };
    let mut said: Vec<_> = figure.values.iter().collect();
    said.sort_by_key(|v| std::cmp::Reverse((v.meta.known_on, v.meta.version)));
    let unit = figure.description.unit.code();
    let value =
        |v: &kelisim_domain::commitment::Said<kelisim_domain::observation::Reported>| Value {
            value: l.quantity(&v.what.value.to_string(), unit, Per::Once.code()),
            latest: Some(v.meta.version) == latest,
            quote: wording.quoted(&v.what.quotation),
            note: v.what.note.as_ref().map(|note| Told::new(l, note)),
            known: l.date_long(v.meta.known_on),
            when: l.instant(v.meta.recorded_at, visit.zone()),
            who: v.meta.actor.and_then(|id| people.get(&id).cloned()),
        };
    Ok(said.into_iter().map(value).collect())
}

async fn revise_sheet(visit: &Visit, figure: &Observation) -> Result<Sheet> {
    let l = visit.locale;
    let inputs = vec![
        Input::line("value", l.t("figure-value")).hint(l.t("figure-value-hint")),
        Input::select(l, "source", l.t("source"), sheet::sources(visit).await?),
        Input::area(l, "passage", l.t("conflict-passage")).hint(l.t("conflict-passage-hint")),
        Input::area(l, "note", l.t("figure-why")).optional(),
    ];
    let action = visit.at(&format!("/figures/{}/revise", figure.id));
    Ok(Sheet::new(&action, l.t("figure-revise"), inputs).with("version", figure.version))
}

fn publish_sheet(visit: &Visit, figure: &Observation) -> Sheet {
    let l = visit.locale;
    let word = if figure.public { l.t("figure-unpublish") } else { l.t("figure-publish") };
    Sheet::new(&visit.at(&format!("/figures/{}/publish", figure.id)), word, Vec::new())
        .with("version", figure.version)
        .with("public", u8::from(!figure.public))
        .tone("")
}

async fn revise(at: At, posted: Posted) -> Answer {
    let id: ObservationId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: ReviseForm = fields.form();
    let (ctx, language) = (visit.context(), words::language(visit.locale));
    let done = observation::revise(&ctx, id, fields.number("version"), language, &form).await;
    posted
        .answered(done, &format!("/figures/{id}"), |start| write(visit, id, Work::Revise, start))
        .await
}

async fn publish(at: At, posted: Posted) -> Answer {
    let id: ObservationId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (version, public) = (fields.number("version"), fields.get("public") == "1");
    let done = observation::publish(&visit.context(), id, version, public).await;
    posted
        .answered(done, &format!("/figures/{id}"), |start| write(visit, id, Work::Publish, start))
        .await
}
