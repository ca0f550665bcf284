//! Conflicts: both quotations side by side, what must be asked, and what was decided.

mod card;
mod raise;
mod seen;

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::conflict::{self, Conflicts, DecideForm};
use kelisim_app::letter::Thing;
use kelisim_app::lookup::{colleagues, directory};
use kelisim_app::{AppError, Result};
use kelisim_domain::conflict::{Conflict, ConflictState};
use kelisim_domain::id::ConflictId;
use kelisim_domain::saved::ListOf;

use crate::answer::{Answer, page, see_other};
use crate::form::Choice;
use crate::letter::{self, LetterRow};
use crate::posted::Posted;
use crate::routes::{Access, At, Routes};
use crate::saved::{Bar, bar};
use crate::sheet::{self, Input, Sheet, Start};
use crate::shell::{Nav, Shell};
use crate::visit::{KnownOn, Visit};
use crate::words;
use card::{Card, Decided, Namer};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/conflicts", read, list)
        .get("/{lang}/conflicts/seen", keep, seen::show)
        .get("/{lang}/conflicts/new", keep, raise::form)
        .post("/{lang}/conflicts/new", keep, raise::submit)
        .get("/{lang}/conflicts/{id}", read, show)
        .get("/{lang}/conflicts/{id}/decide", keep, decide_form)
        .post("/{lang}/conflicts/{id}/decide", keep, decide)
        .get("/{lang}/conflicts/{id}/reopen", keep, reopen_form)
        .post("/{lang}/conflicts/{id}/reopen", keep, reopen)
}

/// The list.
#[derive(Template)]
#[template(path = "conflicts.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    known_on: KnownOn,
    open: Vec<Card>,
    decided: Vec<Card>,
    may_raise: bool,
}

async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    let known_on = visit.known_on();
    let found = conflict::list(&ctx, known_on.day).await?;
    let namer = namer(&visit, found).await?;
    let (open, decided) = namer
        .found
        .conflicts
        .iter()
        .map(|conflict| namer.card(conflict))
        .partition(|card: &Card| card.state == ConflictState::Open.code());
    page(&ListPage {
        saved: bar(&visit, ListOf::Conflicts, None).await?,
        shell: visit.shell(visit.locale.t("conflicts-title"), Nav::Conflicts).await?,
        may_raise: visit.may(Action::KeepRecord),
        known_on,
        open,
        decided,
    })
}

/// What is needed to name everything of some conflicts.
async fn namer(visit: &Visit, found: Conflicts) -> Result<Namer<'_>> {
    let ctx = visit.context();
    let decided = found.conflicts.iter().flat_map(|c| c.decisions.iter().map(|d| d.meta));
    let actors = decided.chain(found.conflicts.iter().map(|c| c.raised));
    let people = colleagues(&ctx, actors.filter_map(|meta| meta.actor).collect()).await?;
    Ok(Namer { visit, names: directory(&ctx).await?, people, found })
}

/// One conflict.
#[derive(Template)]
#[template(path = "conflict.html")]
struct ConflictPage {
    shell: Shell,
    card: Card,
    raised: Decided,
    history: Vec<Decided>,
    letters: Vec<LetterRow>,
    letter_href: Option<String>,
    warnings: Vec<String>,
    decide: Option<Sheet>,
    reopen: Option<Sheet>,
    journal: Option<String>,
}

impl ConflictPage {
    fn mistakes(&self) -> Vec<(&str, &str)> {
        self.decide.iter().chain(&self.reopen).flat_map(Sheet::mistakes).collect()
    }
}

/// The form a person works at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Reading,
    Decide,
    Reopen,
}

async fn show(at: At, visit: Visit) -> Answer {
    write(&visit, at.read("id")?, Work::Reading, Start::default()).await
}

async fn decide_form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::Decide, Start::kept(&visit).await?).await
}

async fn reopen_form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::Reopen, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: ConflictId, work: Work, start: Start) -> Answer {
    // Visitors read contradictions on the public pages.
    visit.context().authorise(Action::ReadRecord)?;
    let namer = namer(visit, conflict::page(&visit.context(), id).await?).await?;
    let conflict = namer.found.conflicts.first().ok_or(AppError::NotFound)?;
    let may = visit.may(Action::KeepRecord);
    let undecided = matches!(conflict.state, ConflictState::Open | ConflictState::Standing);
    let sheet = |shown: bool, own: Work, sheet: Sheet| {
        let sheet = if work == own { start.apply(visit.locale, sheet) } else { sheet };
        (may && (shown || work == own)).then_some(sheet)
    };
    let l = visit.locale;
    let card = namer.card(conflict);
    let history = namer.history(conflict);
    sheet::answer(
        &start.refusals,
        &ConflictPage {
            shell: visit.shell(&card.title.text, Nav::Conflicts).await?,
            raised: namer.raised(conflict),
            letters: letter::with_ways(
                visit,
                Thing::Conflict(id),
                letter::rows(l, &conflict.letters, &letter::of_conflict(l, conflict)),
            ),
            letter_href: may.then(|| visit.at(&format!("/letters/conflict/{id}"))),
            history,
            warnings: start.warnings(visit.locale),
            decide: sheet(undecided, Work::Decide, decide_sheet(visit, &card, conflict)),
            reopen: sheet(
                conflict.state != ConflictState::Open,
                Work::Reopen,
                reopen_sheet(visit, conflict),
            ),
            journal: visit
                .may(Action::ReadJournal)
                .then(|| visit.at(&format!("/journal/streams/{id}"))),
            card,
        },
    )
}

fn decide_sheet(visit: &Visit, card: &Card, conflict: &Conflict) -> Sheet {
    let l = visit.locale;
    let states = ConflictState::ALL.iter().filter(|s| **s != ConflictState::Open);
    let states = states
        .map(|s| Choice { value: s.code().into(), label: l.term("conflict", s.code()).into() })
        .collect();
    let sides = card.sides.iter().enumerate();
    let sides = sides
        .map(|(n, side)| Choice { value: (n + 1).to_string(), label: side.claim.text.clone() })
        .collect();
    let inputs = vec![
        Input::select(l, "state", l.t("conflict-decision"), states),
        Input::select(l, "chosen", l.t("conflict-chosen"), sides)
            .hint(l.t("conflict-chosen-hint"))
            .optional(),
        Input::area(l, "note", l.t("conflict-note")).hint(l.t("conflict-note-hint")),
    ];
    let action = visit.at(&format!("/conflicts/{}/decide", conflict.id));
    Sheet::new(&action, l.t("conflict-decide"), inputs).with("version", conflict.version)
}

fn reopen_sheet(visit: &Visit, conflict: &Conflict) -> Sheet {
    let l = visit.locale;
    let inputs = vec![Input::area(l, "why", l.t("conflict-reopen-note"))];
    let action = visit.at(&format!("/conflicts/{}/reopen", conflict.id));
    Sheet::new(&action, l.t("conflict-reopen"), inputs).with("version", conflict.version).tone("")
}

async fn decide(at: At, posted: Posted) -> Answer {
    let id: ConflictId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: DecideForm = fields.form();
    let (ctx, language) = (visit.context(), words::language(visit.locale));
    let done = conflict::decide(&ctx, id, fields.number("version"), language, &form).await;
    posted
        .answered(done, &format!("/conflicts/{id}"), |start| write(visit, id, Work::Decide, start))
        .await
}

async fn reopen(at: At, posted: Posted) -> Answer {
    let id: ConflictId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, language) = (visit.context(), words::language(visit.locale));
    let (version, why) = (fields.number("version"), fields.get("why"));
    match conflict::reopen(&ctx, id, version, language, why).await {
        Ok(()) => Ok(see_other(&visit.at(&format!("/conflicts/{id}")))),
        Err(AppError::Refused(mut refusals)) => {
            for refusal in refusals.iter_mut().filter(|r| r.field == Some("note")) {
                refusal.field = Some("why");
            }
            write(visit, id, Work::Reopen, Start::refused(fields, refusals)).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}
