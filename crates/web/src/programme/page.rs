//! The page of a call in the console.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::{AppError, programme};
use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::programme::call::{Call, State};
use kelisim_i18n::Arg;

use super::shown::{Naming, Shown};
use crate::answer::{Answer, page};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;

#[derive(Template)]
#[template(path = "call.html")]
struct CallPage {
    shell: Shell,
    known_on: KnownOn,
    partner: String,
    partner_href: String,
    c: Shown,
    /// What is to be known about a draft: who wrote it, why it came back.
    notes: Vec<String>,
    /// What the draft still lacks.
    missing: Vec<String>,
    /// The first thing to do.
    first: Option<(String, &'static str)>,
    acts: Vec<(String, &'static str)>,
    public_href: Option<String>,
}

/// Shows a call.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: CallId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let known_on = visit.known_on();
    let seen = programme::page(&ctx, id, known_on.day).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let call = &seen.call;
    let draft = call.draft.as_ref().map(|draft| &draft.terms);
    let terms = draft.or(call.terms()).ok_or(AppError::NotFound)?;
    let naming = Naming { l, names: &names, page: &seen, terms, console: true };
    let c = naming.shown();
    let mut acts = if known_on.day.is_none() { acts(&visit, call) } else { Vec::new() };
    let first = (!acts.is_empty() && visit.may(Action::KeepRecord)).then(|| acts.remove(0));
    let open = call.draft.as_ref().filter(|draft| !draft.checking);
    let told = |missing: &Refusal| words::refusal(l, missing);
    page(&CallPage {
        partner: words::party(l, &names, &call.description.partner),
        partner_href: visit.at(&format!("/partners/{}", call.description.partner)),
        notes: notes(&visit, &seen),
        missing: open.map(|d| d.terms.missing().iter().map(told).collect()).unwrap_or_default(),
        first,
        acts,
        public_href: (!call.editions.is_empty()).then(|| visit.at(&format!("/open-calls/{id}"))),
        shell: visit.shell(&c.title.text, Nav::Calls).await?,
        known_on,
        c,
    })
}

/// What is to be known about a draft.
fn notes(visit: &Visit, seen: &programme::Page) -> Vec<String> {
    let l = visit.locale;
    let Some(draft) = &seen.call.draft else { return Vec::new() };
    let mut notes = Vec::new();
    if !seen.call.editions.is_empty() {
        notes.push(l.t("call-draft-of-amendment").to_owned());
    }
    let by: Vec<&str> =
        draft.by.iter().filter_map(|id| seen.people.get(id)).map(String::as_str).collect();
    if !by.is_empty() {
        let by = by.join(", ");
        notes.push(l.format("call-drafted-by", &[("names", Arg::Str(&by))]));
    }
    if draft.checking {
        notes.push(l.t("call-waits-for-second").to_owned());
    }
    if let Some(why) = draft.returned.as_ref().filter(|_| !draft.checking) {
        let why = words::text(l, why).0;
        notes.push(l.format("call-came-back", &[("why", Arg::Str(&why))]));
    }
    notes
}

/// What this person can do to a call, as links.
fn acts(visit: &Visit, call: &Call) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let at = |act: &str| visit.at(&format!("/calls/{}/{act}", call.id));
    let mut acts = Vec::new();
    let fixed = call.frozen.is_some();
    if fixed && visit.may(Action::ReadSources) {
        if call.given.is_some() {
            acts.push((at("placements"), l.t("placement-title")));
        }
        acts.push((at("run"), l.t("run-title")));
        if call.given.is_some() && visit.may(Action::KeepRecord) {
            acts.push((at("round"), l.t("call-do-round")));
        }
    }
    if visit.may(Action::KeepRecord) && call.state() != State::Cancelled && !fixed {
        let checking = call.draft.as_ref().is_some_and(|draft| draft.checking);
        let own = call.draft.as_ref().zip(visit.context().user());
        let own = own.is_some_and(|(draft, user)| draft.by.contains(&user));
        if checking {
            if !own {
                acts.push((at("publish"), l.t("call-do-publish")));
            }
            acts.push((at("return"), l.t("call-do-return")));
        } else {
            if call.draft.is_some() {
                acts.push((at("submit"), l.t("call-do-submit")));
            }
            acts.push((at("seat"), l.t("call-do-seat")));
            acts.push((at("phase"), l.t("call-do-phase")));
            acts.push((at("rule"), l.t("call-do-rule")));
            acts.push((at("document"), l.t("call-do-document")));
            acts.push((at("criterion"), l.t("call-do-criterion")));
            acts.push((at("reserve"), l.t("call-do-reserve")));
            acts.push((at("describe"), l.t("act-describe")));
            acts.push((at("remove"), l.t("call-do-remove")));
        }
        if !call.editions.is_empty() {
            if call.by_name() {
                acts.push((at("placements"), l.t("placement-title")));
            } else {
                acts.push((at("run"), l.t("run-title")));
            }
            if call.draft.is_some() {
                acts.push((at("drop"), l.t("call-do-drop")));
            }
            acts.push((at("seated"), l.t("call-do-seated")));
            acts.push((at("outage"), l.t("call-do-outage")));
        }
        if call.named.is_empty() {
            acts.push((at("cancel"), l.t("call-do-cancel")));
        }
    }
    if fixed
        && call.given.is_some()
        && !visit.may(Action::ReadSources)
        && visit.may(Action::ReadSealed)
    {
        for (name, word) in [
            ("market.json", l.t("run-get-market")),
            ("certificate.json", l.t("run-get-certificate")),
            ("result.json", l.t("run-get-result")),
        ] {
            acts.push((at(&format!("run-files/{name}")), word));
        }
    }
    if !call.editions.is_empty()
        && (visit.may(Action::CheckApplications) || visit.may(Action::VerifyApplications))
    {
        acts.push((at("applications"), l.t("applications-title")));
        if !call.by_name() {
            acts.push((at("answers"), l.t("answers-title")));
        }
    }
    if !call.editions.is_empty() && visit.may(Action::CheckApplications) {
        acts.push((at("board"), l.t("pipeline-title")));
        acts.push((at("reviews"), l.t("reviews-board")));
    }
    if visit.may(Action::ReadJournal) {
        acts.push((visit.at(&format!("/journal/streams/{}", call.id)), l.t("act-journal")));
    }
    acts
}
