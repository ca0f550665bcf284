//! The page of a body in the console.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::body;
use kelisim_app::letter::Thing;
use kelisim_app::lookup::directory;
use kelisim_domain::body::{Body, Where};
use kelisim_domain::id::BodyId;
use kelisim_domain::meeting::MeetingState;

use super::shown::{Naming, Shown};
use crate::answer::{Answer, page};
use crate::letter::{self, LetterRow};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;

#[derive(Template)]
#[template(path = "body.html")]
struct BodyPage {
    shell: Shell,
    known_on: KnownOn,
    partner: String,
    partner_href: String,
    s: Shown,
    letters: Vec<LetterRow>,
    acts: Vec<(String, &'static str)>,
    public_note: &'static str,
}

/// Shows a body.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: BodyId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let known_on = visit.known_on();
    let seen = body::page(&ctx, id, known_on.day).await?;
    let names = directory(&ctx).await?;
    let (l, today) = (visit.locale, known_on.day.unwrap_or_else(|| ctx.today()));
    let s = Naming { l, names: &names, page: &seen, today, console: true }.shown();
    let it = &seen.body;
    let steps = super::shown::steps(l, &names, &seen, today);
    page(&BodyPage {
        letters: letter::with_ways(
            &visit,
            Thing::Body(it.id),
            letter::rows(l, &it.letters, &steps),
        ),
        partner: words::party(l, &names, &it.description.partner),
        partner_href: visit.at(&format!("/partners/{}", it.description.partner)),
        acts: if known_on.day.is_none() { acts(&visit, it) } else { Vec::new() },
        public_note: if it.public { l.t("meeting-public-yes") } else { l.t("public-no") },
        shell: visit.shell(&s.title.text, Nav::Bodies).await?,
        known_on,
        s,
    })
}

/// What this person can do to a body, as links.
fn acts(visit: &Visit, it: &Body) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let at = |act: &str| visit.at(&format!("/bodies/{}/{act}", it.id));
    let mut acts = Vec::new();
    if visit.may(Action::KeepRecord) {
        let held = it.sittings().iter().any(|s| s.session.state == MeetingState::Held);
        let moves = it.invited().iter().any(|i| !matches!(i.is_at(), Where::No | Where::Left));
        let leaves = it.memberships().iter().any(|m| m.until.is_none() && !m.acceded);
        acts.push((at("standing"), l.t("body-do-standing")));
        acts.push((at("mandate"), l.t("body-do-mandate")));
        acts.push((at("join"), l.t("body-do-join")));
        if leaves {
            acts.push((at("leave"), l.t("body-do-leave")));
        }
        acts.push((at("session"), l.t("body-do-session")));
        if held {
            acts.push((at("decide"), l.t("meeting-do-decide")));
        }
        acts.push((at("pledge"), l.t("body-do-pledge")));
        acts.push((at("deliver"), l.t("body-do-deliver")));
        acts.push((at("invite"), l.t("body-do-invite")));
        if moves {
            acts.push((at("move"), l.t("body-do-move")));
        }
        acts.push((visit.at(&format!("/letters/body/{}", it.id)), l.t("letter-do")));
        acts.push((at("describe"), l.t("body-do-describe")));
        acts.push((at("withdraw"), l.t("instrument-do-withdraw")));
        let word = if it.public { l.t("act-unpublish") } else { l.t("act-publish") };
        acts.push((at("publish"), word));
    }
    if visit.may(Action::ReadJournal) {
        acts.push((visit.at(&format!("/journal/streams/{}", it.id)), l.t("act-journal")));
    }
    acts
}
