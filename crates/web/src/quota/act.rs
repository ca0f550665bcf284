//! What an officer does to the ledger: opens a line, books a move, makes a wrong booking good, publishes.

use kelisim_app::Result;
use kelisim_app::access::Action;
use kelisim_app::quota::{self, Filter, MoveForm, OpenForm, ReverseForm, STATED, step_code};
use kelisim_domain::id::{MoveId, QuotaLineId};
use kelisim_domain::quota::{Booked, LineShown, Programme, Reason, STEPS};
use kelisim_domain::topic::Channel;
use kelisim_i18n::{Arg, Locale};

use super::line::{from_name, to_name};
use super::{label, places};
use crate::answer::Answer;
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{self, Head, Input, Part, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The form of a new line.
pub(super) async fn open_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_open(&visit, Start::kept(&visit).await?).await
}

async fn write_open(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let sheet = open_sheet(visit).await?.with("id", start.id(visit));
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Quotas,
        title: l.t("quota-open").to_owned(),
        crumb: (visit.at("/quotas"), l.t("quotas-title")),
        lead: l.t("quota-open-lead"),
    };
    sheet.show(visit, &start, head).await
}

async fn open_sheet(visit: &Visit) -> Result<Sheet> {
    let l = visit.locale;
    let channels = Channel::ALL.iter().map(|c| Choice::new(c.code(), l.term("channel", c.code())));
    let programmes =
        Programme::ALL.iter().map(|p| Choice::new(p.code(), l.term("topic", p.code())));
    let what = vec![
        Input::select(l, "commitment", l.t("quota-commitment"), sheet::commitments(visit).await?)
            .hint(l.t("quota-commitment-hint")),
        Input::select(l, "programme", l.t("quota-programme"), programmes.collect()),
        Input::line("period", l.t("figure-period")).hint(l.t("figure-period-hint")),
        Input::select(l, "channel", l.t("figure-channel"), channels.collect()),
    ];
    let split = vec![
        Input::line("specialty", l.t("quota-specialty")).optional(),
        Input::line("host", l.t("quota-host")).optional(),
        Input::line("region", l.t("quota-region")).optional(),
    ];
    let source = vec![
        Input::line("places", l.t("quota-places")),
        Input::select(l, "source", l.t("source"), sheet::sources(visit).await?),
        Input::area(l, "passage", l.t("conflict-passage")).hint(l.t("conflict-passage-hint")),
        Input::area(l, "note", l.t("quota-note")).hint(l.t("quota-note-hint")).optional(),
    ];
    let parts = [
        (l.t("quota-part-for"), what),
        (l.t("quota-part-split"), split),
        (l.t("quota-part-source"), source),
    ];
    let parts = parts.map(|(legend, inputs)| Part { legend: Some(legend.to_owned()), inputs });
    Ok(Sheet::of_parts(&visit.at("/quotas/new"), l.t("quota-open"), parts.into()))
}

/// Opens a line.
pub(super) async fn open(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: OpenForm = fields.form();
    let id = QuotaLineId::new(Start::refused(fields, Vec::new()).id(visit));
    let done = quota::open(&visit.context(), id, words::language(visit.locale), &form).await;
    posted.answered(done, &format!("/quotas/{id}"), |start| write_open(visit, start)).await
}

/// A form on a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Book,
    Reverse,
    Publish,
}

/// The form of a move.
pub(super) async fn book_form(at: At, visit: Visit) -> Answer {
    begin(at, visit, Work::Book).await
}

/// The form of a counter-entry.
pub(super) async fn reverse_form(at: At, visit: Visit) -> Answer {
    begin(at, visit, Work::Reverse).await
}

/// The form of publication.
pub(super) async fn publish_form(at: At, visit: Visit) -> Answer {
    begin(at, visit, Work::Publish).await
}

async fn begin(at: At, visit: Visit, work: Work) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, work, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: QuotaLineId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let seen = quota::page(&visit.context(), id, None).await?;
    let (title, lead, sheet) = match work {
        Work::Book => {
            (l.t("quota-book"), l.t("quota-book-lead"), book_sheet(visit, &seen.line).await?)
        }
        Work::Reverse => {
            (l.t("quota-reverse"), l.t("quota-reverse-lead"), reverse_sheet(visit, id, &seen.moves))
        }
        Work::Publish => {
            let lead = if seen.line.public {
                l.t("quota-unpublish-lead")
            } else {
                l.t("quota-publish-lead")
            };
            (l.t("quota-publish"), lead, publish_sheet(visit, &seen.line))
        }
    };
    let sheet = match work {
        Work::Publish => sheet,
        Work::Book | Work::Reverse => sheet.with("id", start.id(visit)),
    };
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let name = super::title(l, seen.commitment.as_ref()).text;
    let head = Head {
        nav: Nav::Quotas,
        title: format!("{title}: {name}"),
        crumb: (visit.at(&format!("/quotas/{id}")), l.term("thing", "quota")),
        lead,
    };
    sheet.show(visit, &start, head).await
}

async fn book_sheet(visit: &Visit, line: &LineShown) -> Result<Sheet> {
    let l = visit.locale;
    let unasked = [Reason::Stated, Reason::InCourse, Reason::Correction];
    let reasons = Reason::ALL.iter().filter(|r| !unasked.contains(r));
    let reasons = reasons.map(|r| Choice::new(r.code(), l.term("quota_reason", r.code())));
    let inputs = vec![
        Input::select(l, "step", l.t("quota-step"), steps(l, line)),
        Input::line("places", l.t("quota-places")),
        Input::select(l, "reason", l.t("quota-reason"), reasons.collect())
            .hint(l.t("quota-reason-hint"))
            .optional(),
        Input::line("on", l.t("quota-on")).hint(l.t("quota-on-hint")).optional(),
        Input::select(l, "other", l.t("quota-other"), others(visit, line).await?)
            .hint(l.t("quota-other-hint"))
            .optional(),
        Input::select(l, "source", l.t("source"), sheet::sources(visit).await?).optional(),
        Input::area(l, "passage", l.t("conflict-passage"))
            .hint(l.t("conflict-passage-hint"))
            .optional(),
        Input::area(l, "note", l.t("quota-note")).hint(l.t("quota-note-hint")).optional(),
    ];
    let action = visit.at(&format!("/quotas/{}/book", line.id));
    Ok(Sheet::new(&action, l.t("quota-book"), inputs))
}

/// Steps out of accounts that hold places, each with how many.
fn steps(l: Locale, line: &LineShown) -> Vec<Choice> {
    let steps = STEPS.iter().filter(|(from, ..)| line.balances.get(*from) > 0);
    let choice = |from, to| {
        let there = places(l, line.balances.get(from));
        let (from_word, to_word) = (from_name(l, Some(from), Some(to)), to_name(l, Some(to)));
        let args =
            [("from", Arg::Str(&from_word)), ("to", Arg::Str(&to_word)), ("n", Arg::Str(&there))];
        Choice::new(step_code(from, to), l.format("quota-step-choice", &args))
    };
    let mut choices: Vec<Choice> = steps.map(|(from, to, _)| choice(*from, *to)).collect();
    choices.push(Choice::new(STATED, l.t("quota-step-stated")));
    choices
}

/// Lines that places of this one can go to: of the same partner and programme.
async fn others(visit: &Visit, line: &LineShown) -> Result<Vec<Choice>> {
    let d = &line.description;
    let filter = Filter { partner: Some(d.partner.clone()), ..Filter::default() };
    let found = quota::list(&visit.context(), &filter, None, None, 200).await?;
    let l = visit.locale;
    let fits = |o: &&LineShown| o.id != line.id && o.description.programme == d.programme;
    let choice = |other: &LineShown| {
        let commitment = found.commitments.get(&other.description.commitment);
        let name = super::title(l, commitment).text;
        Choice::new(other.id.to_string(), format!("{} · {name}", label(l, &other.description)))
    };
    Ok(found.lines.iter().filter(fits).map(choice).collect())
}

/// Entries that can still be made good, the newest first.
fn reverse_sheet(visit: &Visit, id: QuotaLineId, moves: &[Booked]) -> Sheet {
    let l = visit.locale;
    let undone: Vec<i64> = moves.iter().filter_map(|m| m.reverses).collect();
    let open = moves.iter().rev().filter(|m| m.reverses.is_none() && !undone.contains(&m.version));
    let choice = |m: &Booked| {
        let (n, count) = (m.version.to_string(), places(l, m.places));
        let (from, to) = (from_name(l, m.from, m.to), to_name(l, m.to));
        let args = [
            ("n", Arg::Str(&n)),
            ("from", Arg::Str(&from)),
            ("to", Arg::Str(&to)),
            ("places", Arg::Str(&count)),
        ];
        Choice::new(n.clone(), l.format("quota-reverse-choice", &args))
    };
    let inputs = vec![
        Input::select(l, "move", l.t("quota-reverse-move"), open.map(choice).collect()),
        Input::area(l, "why", l.t("quota-why")),
    ];
    let action = visit.at(&format!("/quotas/{id}/reverse"));
    Sheet::new(&action, l.t("quota-reverse"), inputs)
}

fn publish_sheet(visit: &Visit, line: &LineShown) -> Sheet {
    let l = visit.locale;
    let word = if line.public { l.t("figure-unpublish") } else { l.t("figure-publish") };
    Sheet::new(&visit.at(&format!("/quotas/{}/publish", line.id)), word, Vec::new())
        .with("version", line.version)
        .with("public", u8::from(!line.public))
        .tone("")
}

/// Books a move.
pub(super) async fn book(at: At, posted: Posted) -> Answer {
    let id: QuotaLineId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: MoveForm = fields.form();
    let own = MoveId::new(Start::refused(fields, Vec::new()).id(visit));
    let (ctx, language) = (visit.context(), words::language(visit.locale));
    done(&posted, id, Work::Book, quota::book(&ctx, id, own, language, &form).await).await
}

/// Makes a wrong booking good.
pub(super) async fn reverse(at: At, posted: Posted) -> Answer {
    let id: QuotaLineId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: ReverseForm = fields.form();
    let own = MoveId::new(Start::refused(fields, Vec::new()).id(visit));
    let (ctx, language) = (visit.context(), words::language(visit.locale));
    done(&posted, id, Work::Reverse, quota::reverse(&ctx, id, own, language, &form).await).await
}

/// Shows a line to everybody, or no longer.
pub(super) async fn publish(at: At, posted: Posted) -> Answer {
    let id: QuotaLineId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (version, public) = (fields.number("version"), fields.get("public") == "1");
    let result = quota::publish(&visit.context(), id, version, public).await;
    done(&posted, id, Work::Publish, result).await
}

async fn done(posted: &Posted, id: QuotaLineId, work: Work, result: Result<()>) -> Answer {
    let visit = &posted.visit;
    posted.answered(result, &format!("/quotas/{id}"), |start| write(visit, id, work, start)).await
}
