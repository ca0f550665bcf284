//! The page of a meeting in the console.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::letter::Thing;
use kelisim_app::lookup::directory;
use kelisim_app::meeting;
use kelisim_domain::id::MeetingId;
use kelisim_domain::meeting::{Meeting, MeetingState};

use super::shown::{Naming, Shown};
use crate::answer::{Answer, page};
use crate::letter;
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;

#[derive(Template)]
#[template(path = "meeting.html")]
struct MeetingPage {
    shell: Shell,
    known_on: KnownOn,
    partner: String,
    partner_href: String,
    s: Shown,
    /// What is said above the page: a planned day that has passed.
    passed: Option<String>,
    pack_href: Option<String>,
    acts: Vec<(String, &'static str)>,
    public_note: &'static str,
}

/// Shows a meeting.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: MeetingId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadRecord)?;
    let known_on = visit.known_on();
    let seen = meeting::page(&ctx, id, known_on.day).await?;
    let names = directory(&ctx).await?;
    let (l, today) = (visit.locale, known_on.day.unwrap_or_else(|| ctx.today()));
    let may_read_sources = visit.may(Action::ReadSources);
    let naming = Naming { l, names: &names, page: &seen, today, console: true, may_read_sources };
    let mut s = naming.shown();
    s.letters = letter::with_ways(&visit, Thing::Meeting(id), s.letters);
    let it = &seen.meeting;
    let d = &it.description;
    let now = known_on.day.is_none();
    let passed = d.state == MeetingState::Planned && d.date.last_day() < today;
    page(&MeetingPage {
        partner: words::party(l, &names, &d.partner),
        partner_href: visit.at(&format!("/partners/{}", d.partner)),
        passed: (passed && now && visit.may(Action::KeepRecord))
            .then(|| visit.at(&format!("/meetings/{id}/describe"))),
        pack_href: (now && may_read_sources).then(|| visit.at(&format!("/meetings/{id}/pack"))),
        acts: if now { acts(&visit, it) } else { Vec::new() },
        public_note: if it.public { l.t("meeting-public-yes") } else { l.t("public-no") },
        shell: visit.shell(&s.title.text, Nav::Meetings).await?,
        known_on,
        s,
    })
}

/// What this person can do to a meeting, as links.
fn acts(visit: &Visit, it: &Meeting) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let at = |act: &str| visit.at(&format!("/meetings/{}/{act}", it.id));
    let mut acts = Vec::new();
    if visit.may(Action::KeepRecord) {
        if it.description.state == MeetingState::Held {
            acts.push((at("decide"), l.t("meeting-do-decide")));
        }
        acts.push((at("agenda"), l.t("meeting-do-agenda")));
        acts.push((at("delegation"), l.t("meeting-do-delegation")));
        acts.push((at("ask"), l.t("meeting-do-ask")));
        acts.push((visit.at(&format!("/letters/meeting/{}", it.id)), l.t("letter-do")));
        acts.push((at("describe"), l.t("meeting-do-describe")));
        acts.push((at("withdraw"), l.t("instrument-do-withdraw")));
        let word = if it.public { l.t("act-unpublish") } else { l.t("act-publish") };
        acts.push((at("publish"), word));
    }
    if visit.may(Action::ReadJournal) {
        acts.push((visit.at(&format!("/journal/streams/{}", it.id)), l.t("act-journal")));
    }
    acts
}
