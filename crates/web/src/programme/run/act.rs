//! The steps of a run, each as a form.

use std::time::Duration;

use axum::body::Bytes;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::run::{self, BroughtFile, COLUMNS, Gathered, Headings, Page};
use kelisim_app::{AppError, Result};
use kelisim_domain::Refusal;
use kelisim_domain::id::CallId;
use kelisim_domain::programme::run::{As, Change, What};
use kelisim_i18n::{Arg, Locale};

use super::page::side;
use crate::answer::{Answer, Failure};
use crate::form::Choice;
use crate::posted::{Posted, PostedTable};
use crate::routes::At;
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// A step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Bring,
    Gather,
    Accept,
    Refuse,
    Commit,
    Freeze,
    Reveal,
    Compute,
    Sign,
    Release,
    Discard,
}

impl Work {
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        Ok(match code.as_str() {
            "gather" => Self::Gather,
            "accept" => Self::Accept,
            "refuse" => Self::Refuse,
            "commit" => Self::Commit,
            "freeze" => Self::Freeze,
            "reveal" => Self::Reveal,
            "compute" => Self::Compute,
            "sign" => Self::Sign,
            "release" => Self::Release,
            "discard" => Self::Discard,
            _ => return Err(AppError::NotFound.into()),
        })
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Bring => "bring",
            Self::Gather => "gather",
            Self::Accept => "accept",
            Self::Refuse => "refuse",
            Self::Commit => "commit",
            Self::Freeze => "freeze",
            Self::Reveal => "reveal",
            Self::Compute => "compute",
            Self::Sign => "sign",
            Self::Release => "release",
            Self::Discard => "discard",
        }
    }

    /// The word of the button and the sentence under the title.
    fn words(self, l: Locale) -> (&'static str, &'static str) {
        match self {
            Self::Bring => (l.t("run-do-bring"), l.t("run-bring-lead")),
            Self::Gather => (l.t("run-do-gather"), l.t("run-gather-lead")),
            Self::Accept => (l.t("run-do-accept"), l.t("run-accept-lead")),
            Self::Refuse => (l.t("run-do-refuse"), l.t("run-refuse-lead")),
            Self::Commit => (l.t("run-do-commit"), l.t("run-commit-lead")),
            Self::Freeze => (l.t("run-do-freeze"), l.t("run-freeze-lead")),
            Self::Reveal => (l.t("run-do-reveal"), l.t("run-reveal-lead")),
            Self::Compute => (l.t("run-do-compute"), l.t("run-compute-lead")),
            Self::Sign => (l.t("run-do-sign"), l.t("run-sign-lead")),
            Self::Release => (l.t("run-do-release"), l.t("run-release-lead")),
            Self::Discard => (l.t("run-do-discard"), l.t("run-discard-lead")),
        }
    }
}

/// The form of a step.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

/// The form for a table.
pub(super) async fn bring_form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::Bring, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: CallId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let seen = run::page(&ctx, id).await?;
    let (title, lead) = work.words(l);
    let version = seen.run.as_ref().map_or(0, |run| run.version);
    let inputs = inputs(visit, &seen, work).await?;
    let at = visit.at(&format!("/calls/{id}/run/{}", work.code()));
    let mut sheet = Sheet::new(&at, title, inputs).with("version", version);
    if matches!(work, Work::Refuse | Work::Discard) {
        sheet = sheet.tone("no");
    }
    let mut more = Vec::new();
    if let Some(run) = &seen.run {
        if let (Work::Accept, Some(list)) = (work, run.waiting()) {
            sheet = sheet.with("hash", list.hash);
            more = differences(l, &run::changes(&ctx, id).await?);
        }
        let computed = run.current().and_then(|attempt| attempt.computed.as_ref());
        if let (Work::Sign, Some(said)) = (work, computed) {
            sheet = sheet.with("certificate", said.what.certificate);
            let hash = said.what.certificate.to_string();
            more.push(l.format("run-sign-what", &[("hash", Arg::Str(&hash))]));
        }
    }
    if work == Work::Gather {
        more = match run::gathered(&ctx, id).await {
            Ok(all) => left(l, &all),
            // What is missing is told before the button is pressed.
            Err(AppError::Refused(refusals)) => {
                refusals.iter().map(|refusal| words::refusal(l, refusal)).collect()
            }
            Err(error) => return Err(error.into()),
        };
    }
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Calls,
        title: title.to_owned(),
        crumb: (visit.at(&format!("/calls/{id}/run")), l.t("run-title")),
        lead,
    };
    sheet.show_with(visit, &start, head, more).await
}

/// How many candidates the applications make, and who is not among them, with the reason.
fn left(l: Locale, all: &Gathered) -> Vec<String> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut lines = vec![l.count("run-gather-count", count(all.candidates.len()))];
    lines.extend(
        all.left
            .iter()
            .take(SHOWN)
            .map(|one| format!("{}: {}", one.receipt, l.term("run_left", one.why))),
    );
    if all.left.len() > SHOWN {
        lines.push(l.count("run-changes-more", count(all.left.len() - SHOWN)));
    }
    lines
}

/// Most differences that are shown on one page; the rest is in the tables.
const SHOWN: usize = 200;

/// What is otherwise than before, candidate by candidate.
fn differences(l: Locale, changes: &[Change]) -> Vec<String> {
    let told = |change: &Change| {
        let code = change.code.as_str();
        let mut parts = Vec::new();
        match change.what {
            What::Added => parts.push(l.t("run-change-added").to_owned()),
            What::Gone => parts.push(l.t("run-change-gone").to_owned()),
            What::Changed => {}
        }
        let mut pair = |name: &'static str, old: String, new: String| {
            let args = [("name", Arg::Str(name)), ("old", Arg::Str(&old)), ("new", Arg::Str(&new))];
            parts.push(l.format("run-change", &args));
        };
        let list = |all: &[u32]| all.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
        if let Some((old, new)) = &change.score {
            pair(l.term("candidate_column", "score"), old.to_string(), new.to_string());
        }
        if let Some((old, new)) = &change.choices {
            pair(l.term("candidate_column", "choices"), list(old), list(new));
        }
        if let Some((old, new)) = &change.region {
            let said = |region: &Option<String>| region.clone().unwrap_or_default();
            pair(l.term("candidate_column", "region"), said(old), said(new));
        }
        if let Some((old, new)) = &change.refused {
            pair(l.term("candidate_column", "refused"), list(old), list(new));
        }
        if let Some((old, new)) = &change.places {
            pair(l.t("candidate-places"), super::list::places(old), super::list::places(new));
        }
        format!("{code}: {}", parts.join("; "))
    };
    let mut lines: Vec<String> = changes.iter().take(SHOWN).map(told).collect();
    if changes.len() > SHOWN {
        let rest = i64::try_from(changes.len() - SHOWN).unwrap_or(i64::MAX);
        lines.push(l.count("run-changes-more", rest));
    }
    lines
}

async fn inputs(visit: &Visit, seen: &Page, work: Work) -> Result<Vec<Input>> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let sides = || {
        let sides = seen.run.as_ref().map(|run| run.sides().to_vec()).unwrap_or_default();
        let choice = |party| Choice::new(format!("{party}"), side(l, &names, &party));
        Input::select(l, "party", l.t("run-side"), sides.into_iter().map(choice).collect())
    };
    Ok(match work {
        Work::Bring => vec![Input::file("file", l.t("run-file")).hint(l.t("run-file-hint"))],
        Work::Refuse | Work::Discard => vec![Input::area(l, "why", l.t("run-why"))],
        Work::Commit => {
            vec![sides(), Input::line("sha256", l.t("run-sha256")).hint(l.t("run-sha256-hint"))]
        }
        Work::Reveal => {
            vec![sides(), Input::line("value", l.t("run-value")).hint(l.t("run-value-hint"))]
        }
        Work::Sign => {
            let choices = As::ALL.iter().map(|a| Choice::new(a.code(), l.term("run_as", a.code())));
            vec![Input::select(l, "as", l.t("run-sign-as"), choices.collect())]
        }
        Work::Gather | Work::Accept | Work::Freeze | Work::Compute | Work::Release => Vec::new(),
    })
}

/// How long an answer waits for long work; after that the page of the run tells how far it is.
const PATIENCE: Duration = Duration::from_secs(2);

/// Does a step.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    posted.visit.context().authorise(Action::KeepRecord)?;
    let (id, work): (CallId, Work) = (at.read("id")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    let done = match work {
        Work::Gather => run::gather(&ctx, id, version, PATIENCE).await,
        Work::Accept => run::accept(&ctx, id, version, fields.get("hash")).await,
        Work::Refuse => run::refuse(&ctx, id, version, language, fields.get("why")).await,
        Work::Commit => run::commit(&ctx, id, version, &fields.form()).await,
        Work::Freeze => run::freeze(&ctx, id, version).await,
        Work::Reveal => run::reveal(&ctx, id, version, &fields.form()).await,
        Work::Compute => run::compute(&ctx, id, version, PATIENCE).await,
        Work::Sign => {
            run::sign(&ctx, id, version, fields.get("as"), fields.get("certificate")).await
        }
        Work::Release => run::release(&ctx, id, version).await,
        Work::Discard => run::discard(&ctx, id, version, language, fields.get("why")).await,
        Work::Bring => return Err(AppError::NotFound.into()),
    };
    let path = format!("/calls/{id}/run");
    posted.answered(done, &path, |start| write(visit, id, work, start)).await
}

/// Reads a table and brings it.
pub(super) async fn bring(at: At, PostedTable(posted): PostedTable) -> Answer {
    let id: CallId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let done = match read(posted.file.clone(), posted.file_name.clone()).await {
        Ok(file) => run::bring(&ctx, id, fields.number("version"), &headings(), file).await,
        Err(Some(refusal)) => Err(refusal.into()),
        Err(None) => Err(AppError::internal("reading a table", "the reader fell")),
    };
    let path = format!("/calls/{id}/run");
    posted.answered(done, &path, |start| write(visit, id, Work::Bring, start)).await
}

/// Reads a file beside the requests of others, since a large one takes seconds.
pub(in crate::programme) async fn read(
    bytes: Option<Bytes>,
    name: String,
) -> std::result::Result<BroughtFile, Option<Refusal>> {
    let Some(bytes) = bytes else { return Ok(BroughtFile::default()) };
    let work = move || {
        let sheets = kelisim_exchange::sheet::read(&bytes)?;
        Ok(BroughtFile { name, bytes: bytes.to_vec(), sheets })
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| None)?.map_err(Some)
}

/// What headings mean, in the four languages and by their codes.
fn headings() -> Headings {
    let mut all = Headings::new();
    for column in COLUMNS {
        all.insert(column.to_owned(), column);
        for locale in Locale::ALL {
            all.insert(locale.term("candidate_column", column).to_lowercase(), column);
        }
    }
    all
}
