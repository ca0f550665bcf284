//! An application while it is written: part after part, each kept by itself, so that a telephone and a slow line do.

use std::collections::BTreeSet;

use kelisim_app::AppError;
use kelisim_app::lookup::directory;
use kelisim_app::programme::application::{self, Draft, Kept};
use kelisim_app::programme::questions;
use kelisim_domain::Refusal;
use kelisim_domain::country::CountryCode;
use kelisim_domain::id::{CallId, PieceId};
use kelisim_domain::programme::call::{Class, Item, Seat, Stage, Terms};
use kelisim_domain::programme::kind::Unit;
use kelisim_i18n::{Arg, Locale};

use super::keep::{person_inputs, person_value, quietly, take, title};
use super::panel::{Panel, PanelPage, Row};
use crate::answer::{Answer, see_other};
use crate::form::Choice;
use crate::posted::{Fields, Posted, PostedDocument};
use crate::programme::list::when;
use crate::public::call_question;
use crate::routes::At;
use crate::sheet::{Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// Shows the draft, with what was typed where it could not be taken.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    let part: String = at.read("part").unwrap_or_default();
    write(&visit, at.read("call")?, &part, start, &[]).await
}

fn seat_name(l: Locale, names: &kelisim_app::lookup::Directory, seat: &Item<Seat>) -> String {
    let known = seat.what.specialty.known();
    let specialty = known
        .as_ref()
        .map_or_else(|| seat.what.specialty.to_string(), |known| words::text(l, &known.name).0);
    format!("{}: {specialty}", words::party(l, names, &seat.what.host))
}

async fn write(visit: &Visit, id: CallId, part: &str, start: Start, lacks: &[Refusal]) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let draft = application::draft(&ctx, id).await?;
    let public = visit.state.app.context(kelisim_app::Actor::Public);
    let seen = kelisim_app::programme::page(&public, id, None).await?;
    let terms = seen.call.terms().ok_or(AppError::NotFound)?;
    let form = Form { visit, id, draft: &draft, part, start: &start };
    let mut panels = vec![form.person(), form.answers(terms, &seen)];
    panels.extend(form.team(terms));
    panels.push(form.choices(terms).await?);
    panels.push(form.documents(terms).await?);
    panels.push(form.consents(terms, &seen).await?);
    panels.push(form.send(lacks));
    let mut says: Vec<(&'static str, String)> =
        start.warnings(l).into_iter().map(|text| ("", text)).collect();
    if draft.revision > 0 {
        says.push(("info", l.t("application-kept").to_owned()));
    }
    if !matches!(seen.stage, Stage::Open) {
        says.push(("", l.t("application-call-closed").to_owned()));
    }
    let refusals: Vec<Refusal> = start.refusals.iter().chain(lacks).cloned().collect();
    let wrong = refusals.iter().map(|refusal| (anchor(refusal), words::refusal(l, refusal)));
    let page = PanelPage {
        crumb: Some((visit.at("/my"), l.t("my-title").to_owned())),
        lead: when(l, &seen.call, seen.stage).unwrap_or_default(),
        says,
        wrong: wrong.collect(),
        panels,
        shell: visit.shell(&title(l, &seen.call), Nav::My).await?,
    };
    page.answer(&refusals)
}

/// The panel in which something is to be mended.
fn anchor(refusal: &Refusal) -> &'static str {
    match refusal.field {
        Some("choices") => "h-choices",
        Some("documents" | "file") => "h-documents",
        Some("consents") => "h-consents",
        Some("team") => "h-team",
        Some("answers") => "h-answers",
        Some(field) => field,
        None => "h-send",
    }
}

/// What the panels are made from.
struct Form<'a> {
    visit: &'a Visit,
    id: CallId,
    draft: &'a Draft,
    part: &'a str,
    start: &'a Start,
}

impl Form<'_> {
    fn sheet(&self, part: &str, submit: &str, inputs: Vec<Input>) -> Sheet {
        let action = self.visit.at(&format!("/apply/{}/{part}", self.id));
        Sheet::new(&action, submit, inputs).with("version", self.draft.revision).tone("")
    }

    /// A sheet with what was typed into it when it was this one that could not be taken.
    fn again(&self, part: &str, sheet: Sheet) -> Sheet {
        if self.part == part { self.start.apply(self.visit.locale, sheet) } else { sheet }
    }

    fn person(&self) -> Panel {
        let l = self.visit.locale;
        let person = &self.draft.form.person;
        let sheet = self
            .sheet("person", l.t("application-keep"), person_inputs(self.visit))
            .fill(|name| person_value(person, name));
        Panel {
            id: "h-person",
            title: l.t("application-person").to_owned(),
            sheets: vec![self.again("person", sheet)],
            ..Panel::default()
        }
    }

    fn answers(&self, terms: &Terms, seen: &kelisim_app::programme::Page) -> Panel {
        let l = self.visit.locale;
        let asked = questions(terms);
        let inputs = asked.iter().map(|question| call_question(l, *question, terms, seen));
        let typed = &self.draft.form.answers;
        let sheet = self
            .sheet("answers", l.t("application-keep"), inputs.collect())
            .fill(|name| typed.get(name).map(String::as_str));
        let sheets = if asked.is_empty() { Vec::new() } else { vec![self.again("answers", sheet)] };
        Panel {
            id: "h-answers",
            title: l.t("application-answers").to_owned(),
            note: asked.is_empty().then(|| l.t("application-no-questions").to_owned()),
            sheets,
            ..Panel::default()
        }
    }

    /// Who goes along, where a team applies as one.
    fn team(&self, terms: &Terms) -> Option<Panel> {
        if terms.kind.shape().unit != Unit::Team {
            return None;
        }
        let l = self.visit.locale;
        let typed = self.draft.form.team.as_str();
        let input =
            Input::area(l, "team", l.t("application-team")).hint(l.t("application-team-hint"));
        let sheet = self.sheet("team", l.t("application-keep"), vec![input]).fill(|_| Some(typed));
        Some(Panel {
            id: "h-team",
            title: l.t("application-team").to_owned(),
            note: Some(l.t("application-team-note").to_owned()),
            sheets: vec![self.again("team", sheet)],
            ..Panel::default()
        })
    }

    /// The order of the choices: each with buttons, so that fingers and keys do what dragging would.
    async fn choices(&self, terms: &Terms) -> Result<Panel, AppError> {
        let l = self.visit.locale;
        let names = directory(&self.visit.context()).await?;
        let chosen = &self.draft.form.choices;
        let step = |number: u32, way: &'static str, word: &'static str| {
            self.sheet("choices", word, Vec::new()).with("seat", number).with("do", way)
        };
        let mut rows = Vec::new();
        for (n, number) in chosen.iter().enumerate() {
            let seat = terms.seats.iter().find(|seat| seat.number == *number);
            let name = seat.map(|seat| seat_name(l, &names, seat));
            let mut forms = Vec::new();
            if n > 0 {
                forms.push(step(*number, "up", l.t("choice-up")));
            }
            if n + 1 < chosen.len() {
                forms.push(step(*number, "down", l.t("choice-down")));
            }
            forms.push(step(*number, "out", l.t("choice-out")));
            let gone = || l.t("choice-gone").to_owned();
            rows.push(Row {
                href: None,
                text: format!("{}. {}", n + 1, name.unwrap_or_else(gone)),
                meta: String::new(),
                chip: None,
                forms,
            });
        }
        let left: Vec<Choice> = terms
            .seats
            .iter()
            .filter(|seat| !chosen.contains(&seat.number))
            .map(|seat| Choice::new(seat.number.to_string(), seat_name(l, &names, seat)))
            .collect();
        let mut sheets = Vec::new();
        if !left.is_empty() {
            let input = Input::select(l, "seat", l.t("choice-add"), left);
            let sheet = self.sheet("choices", l.t("choice-add-do"), vec![input]).with("do", "add");
            sheets.push(self.again("choices", sheet));
        }
        Ok(Panel {
            id: "h-choices",
            title: l.t("application-choices").to_owned(),
            note: Some(l.t("application-choices-note").to_owned()),
            rows,
            sheets,
            ..Panel::default()
        })
    }

    /// Each document with the file that was chosen for it, and a form to upload one or choose one of those kept.
    async fn documents(&self, terms: &Terms) -> Result<Panel, AppError> {
        let l = self.visit.locale;
        let ctx = self.visit.context();
        let own = application::wallet(&ctx).await?;
        let chosen = &self.draft.form.documents;
        let rows = terms.documents.iter().map(|item| {
            let there = chosen.get(&item.number);
            let there = there.and_then(|id| own.iter().find(|own| own.id == *id));
            let missing = match item.what.class {
                Class::Hard => ("late", "x", l.t("document-missing")),
                Class::Soft | Class::Later => ("dash", "circle-dashed", l.t("document-missing")),
            };
            let there_chip = ("ok", "circle-check", l.t("document-there"));
            let class = l.term("call_class", item.what.class.code());
            Row {
                href: there.map(|own| self.visit.at(&format!("/my/documents/{}", own.id))),
                text: words::text(l, &item.what.name).0,
                meta: match there {
                    Some(own) => {
                        format!("{class}. {}, {}", own.name, super::keep::described(l, own))
                    }
                    None => class.to_owned(),
                },
                chip: Some(if there.is_some() { there_chip } else { missing }),
                forms: Vec::new(),
            }
        });
        let which = terms
            .documents
            .iter()
            .map(|item| Choice::new(item.number.to_string(), words::text(l, &item.what.name).0));
        let mut inputs = vec![
            Input::select(l, "document", l.t("document-which"), which.collect()),
            Input::file("file", l.t("document-file")).hint(l.t("document-file-hint")).optional(),
        ];
        if !own.is_empty() {
            let kept = own.iter().map(|own| Choice::new(own.id.to_string(), own.name.clone()));
            inputs.push(Input::select(l, "own", l.t("document-own"), kept.collect()).optional());
        }
        let sheet =
            self.sheet("documents", l.t("document-upload"), inputs).with("id", ctx.new_id());
        Ok(Panel {
            id: "h-documents",
            title: l.t("application-documents").to_owned(),
            rows: rows.collect(),
            sheets: vec![self.again("documents", sheet)],
            ..Panel::default()
        })
    }

    async fn consents(
        &self,
        terms: &Terms,
        seen: &kelisim_app::programme::Page,
    ) -> Result<Panel, AppError> {
        let l = self.visit.locale;
        let names = directory(&self.visit.context()).await?;
        let partner = seen.call.description.partner.country();
        let mut countries: Vec<CountryCode> = terms
            .seats
            .iter()
            .filter_map(|seat| names.parties.get(&seat.what.host).and_then(|party| party.country))
            .chain(partner)
            .collect();
        countries.sort_unstable();
        countries.dedup();
        let choices = countries.into_iter().map(|country| {
            let name = words::party(l, &names, &country.into());
            let told = l.format("application-consent", &[("country", Arg::Str(&name))]);
            Choice::new(country.as_str(), told)
        });
        let given = self.draft.form.consents.join(" ");
        let input = Input::several("consents", l.t("application-consents"), choices.collect());
        let sheet = self
            .sheet("consents", l.t("application-keep"), vec![input.needed()])
            .fill(|_| Some(given.as_str()));
        Ok(Panel {
            id: "h-consents",
            title: l.t("application-consents").to_owned(),
            sheets: vec![self.again("consents", sheet)],
            ..Panel::default()
        })
    }

    fn send(&self, lacks: &[Refusal]) -> Panel {
        let l = self.visit.locale;
        let kept = self.draft.revision > 0;
        let mut sheets = Vec::new();
        if kept {
            let send = self.sheet("send", l.t("application-send"), Vec::new()).tone("go");
            sheets.push(send);
            sheets.push(self.sheet("discard", l.t("application-discard"), Vec::new()));
        }
        let note = if !lacks.is_empty() {
            l.t("application-lacks")
        } else if kept {
            l.t("application-send-note")
        } else {
            l.t("application-begin-note")
        };
        Panel {
            id: "h-send",
            title: l.t("application-send").to_owned(),
            note: Some(note.to_owned()),
            sheets,
            ..Panel::default()
        }
    }
}

/// Keeps a part, or sends the whole.
pub(super) async fn submit(at: At, posted: PostedDocument) -> Answer {
    let posted = posted.0;
    let (id, part): (CallId, String) = (at.read("call")?, at.read("part")?);
    let visit = &posted.visit;
    let ctx = visit.context();
    let version = posted.fields.number("version");
    if part == "send" {
        return match application::submit(&ctx, id, version).await {
            Ok(sent) => Ok(see_other(&visit.at(&format!("/applications/{sent}")))),
            Err(AppError::Refused(lacks)) => {
                write(visit, id, &part, Start::default(), &lacks).await
            }
            Err(error) => Err(posted.failed(error).await),
        };
    }
    if part == "discard" {
        application::discard(&ctx, id).await?;
        return Ok(see_other(&visit.at("/my")));
    }
    match keep(&posted, id, &part, version).await {
        Ok(Kept::Under(revision)) if posted.fields.get("quiet") == "1" => Ok(quietly(revision)),
        Ok(Kept::Under(_)) => Ok(see_other(&visit.at(&format!("/apply/{id}#h-{part}")))),
        // What was typed is given back beside what stands there now.
        Ok(Kept::Conflict(_)) => Err(posted.failed(AppError::Stale).await),
        Err(AppError::Refused(refusals)) => {
            write(visit, id, &part, Start::refused(&posted.fields, refusals), &[]).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}

async fn keep(posted: &Posted, id: CallId, part: &str, version: i64) -> Result<Kept, AppError> {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    let mut form = application::draft(&ctx, id).await?.form;
    match part {
        "person" => {
            let reuse = form.person.reuse.clone();
            form.person = fields.form();
            form.person.reuse = reuse;
        }
        "answers" => {
            let public = visit.state.app.context(kelisim_app::Actor::Public);
            let seen = kelisim_app::programme::page(&public, id, None).await?;
            let terms = seen.call.terms().ok_or(AppError::NotFound)?;
            form.answers = questions(terms)
                .into_iter()
                .map(|question| {
                    (question.code().to_owned(), fields.get(question.code()).to_owned())
                })
                .collect();
        }
        "team" => fields.get("team").clone_into(&mut form.team),
        "choices" => order(&mut form.choices, fields)?,
        "documents" => {
            let number = fields.get("document").parse::<u32>();
            let number = number.map_err(|_| Refusal::of("document", "document-which-unknown"))?;
            let own: PieceId = match fields.get("own").parse() {
                Ok(own) if posted.file.is_none() && fields.get("upload").is_empty() => own,
                _ => take(posted).await?.id,
            };
            form.documents.insert(number, own);
        }
        "consents" => {
            form.consents = fields.get("consents").split_whitespace().map(str::to_owned).collect();
        }
        _ => return Err(AppError::NotFound),
    }
    application::keep_draft(&ctx, id, version, &form).await
}

/// Puts a choice elsewhere in the order, or all of them into another one.
fn order(choices: &mut Vec<u32>, fields: &Fields) -> Result<(), AppError> {
    let unknown = || Refusal::of("seat", "application-choice-unknown");
    if fields.get("do") == "order" {
        let seats = fields.get("seats").split_whitespace().map(str::parse);
        let wanted: Vec<u32> = seats.collect::<Result<_, _>>().map_err(|_| unknown())?;
        let same = |one: &[u32]| one.iter().copied().collect::<BTreeSet<u32>>();
        if wanted.len() != choices.len() || same(&wanted) != same(choices) {
            return Err(unknown().into());
        }
        *choices = wanted;
        return Ok(());
    }
    let seat: u32 = fields.get("seat").parse().map_err(|_| unknown())?;
    let at = choices.iter().position(|own| *own == seat);
    match (fields.get("do"), at) {
        ("add", None) => choices.push(seat),
        ("up", Some(at)) if at > 0 => choices.swap(at, at - 1),
        ("down", Some(at)) if at + 1 < choices.len() => choices.swap(at, at + 1),
        ("out", Some(at)) => drop(choices.remove(at)),
        // The same button pressed twice.
        _ => {}
    }
    Ok(())
}
