//! What an applicant keeps: applications, profile, documents, and a copy of all of it.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use kelisim_app::access::Action;
use kelisim_app::programme::application::{self, Arrived, Document, ProfileForm, Seen, Upload};
use kelisim_app::programme::{self, Wanted};
use kelisim_app::register::forget_me;
use kelisim_app::{Actor, AppError};
use kelisim_domain::Refusal;
use kelisim_domain::id::PieceId;
use kelisim_domain::programme::call::{Call, Stage};
use kelisim_domain::programme::region;
use kelisim_i18n::{Arg, Country, Locale};

use super::panel::{Panel, PanelPage, Row, chip, next, size};
use crate::answer::{Answer, see_other, with_cookie};
use crate::form::Choice;
use crate::posted::{Posted, PostedDocument};
use crate::programme::list::when;
use crate::routes::At;
use crate::sheet::{self, Input, Sheet, Start};
use crate::shell::Nav;
use crate::sign_in::session_cookie;
use crate::visit::Visit;
use crate::words;

pub(crate) fn title(l: Locale, call: &Call) -> String {
    call.terms().map(|terms| words::text(l, &terms.title).0).unwrap_or_default()
}

/// A line for an application.
fn row(visit: &Visit, seen: &Seen) -> Row {
    let l = visit.locale;
    Row {
        href: Some(visit.at(&format!("/applications/{}", seen.id))),
        text: title(l, &seen.call),
        meta: format!("{}. {}", seen.receipt, next(l, seen)),
        chip: Some(chip(l, seen.stage)),
        forms: Vec::new(),
    }
}

/// Shows the own applications, drafts, and calls that are open.
pub(super) async fn mine(visit: Visit) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let (sent, drafts) = application::mine(&ctx).await?;
    let Actor::User(who) = &ctx.actor else { return Err(AppError::SignedOut.into()) };
    let public = visit.state.app.context(Actor::Public);
    let wanted = Wanted { stage: Some(Stage::Open), ..Wanted::default() };
    let open = programme::list(&public, &wanted, None, 100).await?.calls;
    let taken = |call: &Call| {
        sent.iter().any(|seen| seen.call.id == call.id)
            || drafts.iter().any(|(draft, _)| draft.call == call.id)
    };
    let open = open.into_iter().filter(|call| call.description.registry == who.registry);
    let to = |call: &Call| Some(visit.at(&format!("/apply/{}", call.id)));
    let line = |call: &Call| Row {
        href: to(call),
        text: title(l, call),
        meta: when(l, call, call.stage(ctx.now)).unwrap_or_default(),
        chip: None,
        forms: Vec::new(),
    };
    let page = PanelPage {
        crumb: None,
        lead: l.t("my-lead").to_owned(),
        says: Vec::new(),
        wrong: Vec::new(),
        panels: vec![
            Panel {
                id: "h-sent",
                title: l.t("my-sent").to_owned(),
                note: sent.is_empty().then(|| l.t("my-none").to_owned()),
                rows: sent.iter().map(|seen| row(&visit, seen)).collect(),
                ..Panel::default()
            },
            Panel {
                id: "h-drafts",
                title: l.t("my-drafts").to_owned(),
                note: drafts.is_empty().then(|| l.t("my-none").to_owned()),
                rows: drafts.iter().map(|(_, call)| line(call)).collect(),
                ..Panel::default()
            },
            Panel {
                id: "h-open",
                title: l.t("my-open").to_owned(),
                rows: open.filter(|call| !taken(call)).map(|call| line(&call)).collect(),
                ..Panel::default()
            },
            Panel {
                id: "h-own",
                title: l.t("my-own").to_owned(),
                links: vec![
                    (visit.at("/my/profile"), l.t("my-profile")),
                    (visit.at("/my/documents"), l.t("my-documents")),
                    (visit.at("/account/second-factor"), l.t("factor-title")),
                    (visit.at("/my/export"), l.t("my-export")),
                    (visit.at("/my/forget"), l.t("my-forget")),
                ],
                ..Panel::default()
            },
        ],
        shell: visit.shell(l.t("my-title"), Nav::My).await?,
    };
    page.answer(&[])
}

/// The fields of a person.
pub(super) fn person_inputs(visit: &Visit) -> Vec<Input> {
    let l = visit.locale;
    let registry = visit.who.as_ref().map(|who| who.who.registry);
    let countries = Country::sorted(l).into_iter();
    let countries = countries.map(|c| Choice::new(c.alpha2, c.name(l))).collect();
    let regions = registry.into_iter().flat_map(region::of).map(|code| {
        let named = region::name(code).map(|name| words::text(l, &name).0);
        Choice::new(code, named.unwrap_or_else(|| code.to_owned()))
    });
    vec![
        Input::line("family", l.t("person-family")).hint(l.t("person-latin-hint")),
        Input::line("given", l.t("person-given")).hint(l.t("person-latin-hint")),
        Input::line("own_name", l.t("person-own-name")),
        Input::line("born", l.t("person-born")).hint(l.t("person-born-hint")),
        Input::select(l, "citizenship", l.t("person-citizenship"), countries),
        Input::select(l, "region", l.t("person-region"), sheet::sorted(l, regions)),
        Input::line("employer", l.t("person-employer")),
        Input::line("specialty", l.t("person-specialty")),
        Input::line("phone", l.t("person-phone")).optional(),
    ]
}

/// What stands in a profile, by the name of the field.
pub(super) fn person_value<'f>(form: &'f ProfileForm, name: &str) -> Option<&'f str> {
    Some(match name {
        "family" => &form.family,
        "given" => &form.given,
        "own_name" => &form.own_name,
        "born" => &form.born,
        "citizenship" => &form.citizenship,
        "region" => &form.region,
        "employer" => &form.employer,
        "specialty" => &form.specialty,
        "phone" => &form.phone,
        "reuse" => &form.reuse,
        _ => return None,
    })
}

/// The form of the profile.
pub(super) async fn profile_form(visit: Visit) -> Answer {
    let start = Start::kept(&visit).await?;
    write_profile(&visit, start).await
}

async fn write_profile(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let profile = application::profile(&visit.context()).await?;
    let mut inputs = person_inputs(visit);
    for input in &mut inputs {
        input.field.optional = true;
    }
    let reuse = vec![Choice::new("1", l.t("person-reuse"))];
    inputs.push(Input::several("reuse", l.t("person-reuse-title"), reuse));
    let sheet = Sheet::new(&visit.at("/my/profile"), l.t("application-keep"), inputs)
        .with("version", profile.revision)
        .fill(|name| person_value(&profile.form, name));
    let head = sheet::Head {
        nav: Nav::My,
        title: l.t("my-profile").to_owned(),
        crumb: (visit.at("/my"), l.t("my-title")),
        lead: l.t("my-profile-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Keeps the profile.
pub(super) async fn profile(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    let done = application::keep_profile(&ctx, fields.number("version"), &fields.form()).await;
    posted.answered(done, "/my", |start| write_profile(visit, start)).await
}

/// The documents.
pub(super) async fn documents(visit: Visit) -> Answer {
    write_documents(&visit, &[]).await
}

/// Name, size, kind and hash of a document.
pub(super) fn described(l: Locale, document: &Document) -> String {
    let kind = document.kind.extension().to_uppercase();
    format!("{kind}, {}, SHA-256 {}", size(l, document.size), document.sha256)
}

async fn write_documents(visit: &Visit, refusals: &[Refusal]) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let all = application::wallet(&ctx).await?;
    let replaced = |own: &Document| all.iter().any(|other| other.replaces == Some(own.id));
    let line = |own: &Document| Row {
        href: Some(visit.at(&format!("/my/documents/{}", own.id))),
        text: own.name.clone(),
        meta: described(l, own),
        chip: replaced(own).then(|| ("dash", "clock", l.t("document-earlier"))),
        forms: vec![
            Sheet::new(
                &visit.at(&format!("/my/documents/{}", own.id)),
                l.t("document-drop"),
                Vec::new(),
            )
            .tone(""),
        ],
    };
    let current: Vec<Choice> = all
        .iter()
        .filter(|own| !replaced(own))
        .map(|own| Choice::new(own.id.to_string(), own.name.clone()))
        .collect();
    let mut inputs =
        vec![Input::file("file", l.t("document-file")).hint(l.t("document-file-hint"))];
    if !current.is_empty() {
        inputs.push(Input::select(l, "replaces", l.t("document-replaces"), current).optional());
    }
    let sheet = Sheet::new(&visit.at("/my/documents"), l.t("document-upload"), inputs)
        .with("id", ctx.new_id())
        .refused(l, refusals);
    let wrong = refusals.iter().map(|r| (r.field.unwrap_or("file"), words::refusal(l, r)));
    let page = PanelPage {
        crumb: Some((visit.at("/my"), l.t("my-title").to_owned())),
        lead: l.t("my-documents-lead").to_owned(),
        says: Vec::new(),
        wrong: wrong.collect(),
        panels: vec![
            Panel {
                id: "h-documents",
                title: l.t("my-documents").to_owned(),
                note: all.is_empty().then(|| l.t("my-none").to_owned()),
                rows: all.iter().map(line).collect(),
                ..Panel::default()
            },
            Panel {
                id: "h-upload",
                title: l.t("document-upload").to_owned(),
                sheets: vec![sheet],
                ..Panel::default()
            },
        ],
        shell: visit.shell(l.t("my-documents"), Nav::My).await?,
    };
    page.answer(refusals)
}

/// What was uploaded with a form.
fn upload_of(posted: &Posted) -> Upload<'_> {
    let id = posted.fields.get("id").parse();
    Upload {
        id: id.unwrap_or_else(|_| PieceId::new(posted.visit.context().new_id())),
        name: &posted.file_name,
        bytes: posted.file.as_deref().unwrap_or_default(),
        replaces: posted.fields.get("replaces").parse().ok(),
    }
}

/// Takes the document of a form: a file sent with it, or one that came in parts before.
pub(super) async fn take(posted: &Posted) -> Result<Document, AppError> {
    let ctx = posted.visit.context();
    match posted.fields.get("upload").parse() {
        Ok(sent) => {
            application::finish_upload(&ctx, sent, posted.fields.get("replaces").parse().ok()).await
        }
        Err(_) => application::upload(&ctx, upload_of(posted)).await,
    }
}

/// The answer to a script that kept something: nothing to show, and the version that holds now.
pub(super) fn quietly(version: i64) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert("kelisim-version", HeaderValue::from(version));
    response
}

/// The answer to a script that sends a file: which one it is, and how much of it is there.
fn arrived(it: Arrived) -> Answer {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let id = HeaderValue::from_str(&it.id.to_string());
    let headers = response.headers_mut();
    headers.insert("kelisim-upload", id.unwrap_or(HeaderValue::from_static("")));
    headers.insert("kelisim-received", HeaderValue::from(it.received));
    Ok(response)
}

/// Begins to send a file in parts, or goes on with it.
pub(super) async fn begin_upload(posted: Posted) -> Answer {
    let (ctx, fields) = (posted.visit.context(), &posted.fields);
    let said = (fields.get("name"), fields.get("size"), fields.get("sha256"));
    arrived(application::begin_upload(&ctx, said.0, said.1, said.2).await?)
}

/// Keeps a part of a file.
pub(super) async fn add_part(at: At, posted: PostedDocument) -> Answer {
    let posted = posted.0;
    let bytes = posted.file.as_deref().unwrap_or_default();
    let start = posted.fields.get("start").parse().unwrap_or(u64::MAX);
    let upload = at.read("upload")?;
    arrived(application::add_part(&posted.visit.context(), upload, start, bytes).await?)
}

/// Keeps a document.
pub(super) async fn upload(posted: PostedDocument) -> Answer {
    let posted = posted.0;
    let visit = &posted.visit;
    match take(&posted).await {
        Ok(_) => Ok(see_other(&visit.at("/my/documents"))),
        Err(AppError::Refused(refusals)) => write_documents(visit, &refusals).await,
        Err(error) => Err(posted.failed(error).await),
    }
}

/// A document as a file that is saved, never shown within the house.
pub(crate) fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Answer {
    let mut response = bytes.into_response();
    let plain: String = name.chars().filter(|c| !c.is_control() && *c != '"').collect();
    let coded: String = form_urlencoded::byte_serialize(plain.as_bytes()).collect();
    let coded = coded.replace('+', "%20");
    let saved = format!("attachment; filename*=UTF-8''{coded}");
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let saved = HeaderValue::from_str(&saved).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(CONTENT_DISPOSITION, saved);
    Ok(response)
}

/// An own document.
pub(super) async fn document(at: At, visit: Visit) -> Answer {
    let (document, bytes) = application::document(&visit.context(), at.read("piece")?).await?;
    file(&document.name, document.kind.media_type(), bytes)
}

/// Throws an own document away.
pub(super) async fn drop_document(at: At, posted: Posted) -> Answer {
    let visit = &posted.visit;
    application::drop_document(&visit.context(), at.read("piece")?).await?;
    Ok(see_other(&visit.at("/my/documents")))
}

/// Everything the house keeps about the person who asks.
pub(super) async fn export(visit: Visit) -> Answer {
    let export = application::export(&visit.context()).await?;
    file("kelisim-own-data.json", "application/json", export.json.into_bytes())
}

/// The page on which an applicant asks to be forgotten.
pub(super) async fn forget_form(visit: Visit) -> Answer {
    write_forget(&visit, Start::default()).await
}

async fn write_forget(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    ctx.authorise(Action::Apply)?;
    let Actor::User(who) = &ctx.actor else { return Err(AppError::SignedOut.into()) };
    let mut password = Input::line("password", l.t("password-now"));
    password.field.kind = "password";
    password.field.autocomplete = "current-password";
    let sheet = Sheet::new(&visit.at("/my/forget"), l.t("my-forget-do"), vec![password]).tone("no");
    let head = sheet::Head {
        nav: Nav::My,
        title: l.t("my-forget").to_owned(),
        crumb: (visit.at("/my"), l.t("my-title")),
        lead: l.t("my-forget-lead"),
    };
    let named = l.format("my-forget-name", &[("name", Arg::Str(&who.name))]);
    sheet.show_with(visit, &start, head, vec![named]).await
}

/// Forgets the person who asks.
pub(super) async fn forget(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    match forget_me(&visit.context(), fields.get("password")).await {
        Ok(()) => {
            let gone = session_cookie(&visit.state, "", 0);
            Ok(with_cookie(see_other(&visit.at("/open-calls")), &gone))
        }
        Err(AppError::Refused(refusals)) => {
            write_forget(visit, Start::refused(fields, refusals)).await
        }
        Err(error) => Err(error.into()),
    }
}
