//! The page of an instrument in the console, and the content of a version of its text.

use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse as _, Response};
use kelisim_app::access::Action;
use kelisim_app::instrument;
use kelisim_app::letter::Thing;
use kelisim_app::lookup::directory;
use kelisim_domain::id::InstrumentId;
use kelisim_domain::instrument::{Instrument, Side};

use super::shown::{Naming, Shown};
use crate::answer::{Answer, page};
use crate::letter::{self, LetterRow};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;

#[derive(Template)]
#[template(path = "instrument.html")]
struct InstrumentPage {
    shell: Shell,
    known_on: KnownOn,
    partner: String,
    partner_href: String,
    i: Shown,
    letters: Vec<LetterRow>,
    /// The first thing to do.
    first: Option<(String, &'static str)>,
    acts: Vec<(String, &'static str)>,
    public_note: &'static str,
}

/// Shows an instrument.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: InstrumentId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let known_on = visit.known_on();
    let seen = instrument::page(&ctx, id, known_on.day).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let now = known_on.day.is_none();
    let naming = Naming {
        l,
        names: &names,
        page: &seen,
        place: "instruments",
        promises: "commitments",
        may_keep: visit.may(Action::KeepRecord) && now,
    };
    let i = naming.shown();
    let it = &seen.line.instrument;
    let mut acts = if now { acts(&visit, it) } else { Vec::new() };
    let first = (!acts.is_empty() && visit.may(Action::ApproveText)).then(|| acts.remove(0));
    if now {
        acts.push((visit.at(&format!("/instruments/{id}/iia.xml")), l.t("instrument-iia")));
    }
    let steps = letter::of_instrument(l, &names, it);
    page(&InstrumentPage {
        letters: letter::with_ways(
            &visit,
            Thing::Instrument(it.id),
            letter::rows(l, &it.letters, &steps),
        ),
        partner: words::party(l, &names, &it.description.partner),
        partner_href: visit.at(&format!("/partners/{}", it.description.partner)),
        first,
        acts,
        public_note: if it.public { l.t("instrument-public-yes") } else { l.t("public-no") },
        shell: visit.shell(&i.title.text, Nav::Instruments).await?,
        known_on,
        i,
    })
}

/// What this person can do to an instrument, as links.
fn acts(visit: &Visit, it: &Instrument) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let at = |act: &str| visit.at(&format!("/instruments/{}/{act}", it.id));
    let mut acts = Vec::new();
    if visit.may(Action::KeepRecord) {
        acts.push((at("act"), l.t("instrument-do-act")));
        acts.push((at("clause"), l.t("instrument-do-clause")));
        acts.push((at("send"), l.t("instrument-do-send")));
        if it.steps().any(|shown| shown.reply.is_none()) {
            acts.push((at("answer"), l.t("instrument-do-answer")));
        }
        acts.push((at("draft"), l.t("instrument-do-draft")));
    }
    if visit.may(Action::ApproveText) && it.draft().is_some() {
        acts.push((at("approve"), l.t("instrument-do-approve")));
    }
    if let Some(draft) = it.draft().filter(|_| !it.approves(Side::Partner))
        && visit.may(Action::KeepRecord)
    {
        let package = format!("drafts/{}/package.zip", draft.meta.version);
        acts.push((at(&package), l.t("instrument-package")));
        acts.push((at("signed"), l.t("instrument-do-signed")));
    }
    if visit.may(Action::KeepRecord) {
        acts.push((at("force"), l.t("instrument-do-force")));
        acts.push((at("change"), l.t("instrument-do-change")));
        acts.push((at("link"), l.t("instrument-do-link")));
        acts.push((visit.at(&format!("/letters/instrument/{}", it.id)), l.t("letter-do")));
        let project = format!("/projects/new?instrument={}", it.id);
        acts.push((visit.at(&project), l.t("project-begin")));
        acts.push((at("describe"), l.t("act-describe")));
        acts.push((at("withdraw"), l.t("instrument-do-withdraw")));
        let word = if it.public { l.t("act-unpublish") } else { l.t("act-publish") };
        acts.push((at("publish"), word));
    }
    if visit.may(Action::ReadJournal) {
        let stream = format!("/journal/streams/{}", it.id);
        acts.push((visit.at(&stream), l.t("act-journal")));
    }
    acts
}

/// The content of a version as a file. It is never shown in the page's own context: it comes from outside.
pub(super) async fn content(at: At, visit: Visit) -> Answer {
    let (id, number): (InstrumentId, i64) = (at.read("id")?, at.read("number")?);
    let (name, bytes) = instrument::content(&visit.context(), id, number).await?;
    let mut response: Response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let encoded: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
    let encoded = encoded.replace('+', "%20");
    let disposition =
        format!("attachment; filename=\"draft-{number}\"; filename*=UTF-8''{encoded}");
    if let Ok(disposition) = HeaderValue::from_str(&disposition) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}
