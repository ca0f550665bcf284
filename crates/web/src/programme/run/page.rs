//! The page of a run, and its sealed files.

use askama::Template;
use axum::http::HeaderValue;
use axum::http::header::REFRESH;
use kelisim_app::AppError;
use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::run::{self, Page};
use kelisim_app::under_way::{Phase, Progress};
use kelisim_domain::aggregate::Meta;
use kelisim_domain::id::CallId;
use kelisim_domain::journal::Hash;
use kelisim_domain::programme::run::{Attempt, List, ListState, Run, Stage};
use kelisim_i18n::{Arg, Locale};

use super::super::shown::instant;
use super::told::{self, FiguresTold};
use crate::answer::{Answer, page, saved, see_other};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// Something that was done.
struct Done {
    what: String,
    note: Option<Told>,
    when: String,
    machine: String,
    by: Option<String>,
    hash: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "run.html")]
struct RunPage {
    shell: Shell,
    title: Told,
    call_href: String,
    made_up: bool,
    stage: &'static str,
    tone: &'static str,
    icon: &'static str,
    planned: Option<String>,
    /// How far the computing has come: words, parts done, parts in all.
    progress: Option<(String, u64, u64)>,
    /// Why the last try to compute came to nothing.
    undone: Vec<String>,
    /// What the verifier has against the certificate.
    trouble: Vec<String>,
    acts: Vec<(String, &'static str)>,
    first: Option<(String, &'static str)>,
    done: Vec<Done>,
    figures: Option<FiguresTold>,
    files: Vec<(String, &'static str)>,
    candidates: Option<String>,
    public_href: Option<String>,
    placements_href: Option<String>,
}

/// The look of a stage.
const fn look(stage: Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Gathering => ("dash", "circle-dashed"),
        Stage::Frozen | Stage::Drawn => ("info", "clock"),
        Stage::Computed | Stage::Signed => ("info", "circle-check"),
        Stage::Failed => ("late", "x"),
        Stage::Released => ("ok", "circle-check"),
    }
}

/// Shows it.
pub(super) async fn show(at: At, visit: Visit) -> Answer {
    let id: CallId = at.read("id")?;
    let ctx = visit.context();
    ctx.authorise(Action::ReadSources)?;
    let seen = run::page(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let terms = seen.call.shown().ok_or(AppError::NotFound)?;
    let seats = told::seats(l, &names, terms);
    let stage = seen.run.as_ref().map_or(Stage::Gathering, Run::stage);
    let (tone, icon) = look(stage);
    let mut acts = if seen.progress.is_some() { Vec::new() } else { acts(&visit, &seen, stage) };
    let first = (!acts.is_empty()).then(|| acts.remove(0));
    let checked = seen.run.as_ref().and_then(|run| run.current()?.checked.as_ref());
    let accepted = seen.run.as_ref().and_then(Run::accepted);
    let title = Told::new(l, &terms.title);
    let mut response = page(&RunPage {
        shell: visit.shell(l.t("run-title"), Nav::Calls).await?,
        title,
        call_href: visit.at(&format!("/calls/{id}")),
        made_up: terms.made_up,
        stage: l.term("run_stage", stage.code()),
        tone,
        icon,
        planned: seen.planned.map(|at| {
            let at = instant(l, &terms.zone, at);
            l.format("run-planned", &[("at", Arg::Str(&at))])
        }),
        progress: seen.progress.map(|progress| computing(l, progress)),
        undone: seen.trouble.iter().map(|refusal| words::refusal(l, refusal)).collect(),
        trouble: checked.map(|said| said.what.trouble.clone()).unwrap_or_default(),
        acts,
        first,
        done: done(l, &seen),
        figures: seen.figures.as_ref().map(|figures| told::figures(l, &seats, figures)),
        files: files(&visit, &seen, id),
        candidates: accepted.map(|_| visit.at(&format!("/calls/{id}/candidates"))),
        placements_href: (stage == Stage::Released)
            .then(|| visit.at(&format!("/calls/{id}/placements"))),
        public_href: (stage == Stage::Released).then(|| visit.at(&format!("/results/{id}"))),
    })?;
    if seen.progress.is_some() {
        // Asked for again every other second while this goes on, without a script.
        response.headers_mut().insert(REFRESH, HeaderValue::from_static("2"));
    }
    Ok(response)
}

fn computing(l: Locale, progress: Progress) -> (String, u64, u64) {
    let words = match progress.phase {
        Phase::Sealing => l.t("run-phase-sealing"),
        Phase::Verifying => l.t("run-phase-verifying"),
        Phase::Writing => l.t("run-phase-writing"),
        Phase::Preparing => l.t("run-phase-preparing"),
        _ => l.t("run-phase-giving"),
    };
    (words.to_owned(), progress.done, progress.total)
}

fn files(visit: &Visit, seen: &Page, id: CallId) -> Vec<(String, &'static str)> {
    let Some(attempt) = seen.run.as_ref().and_then(Run::current).filter(|_| seen.sealed) else {
        return Vec::new();
    };
    let l = visit.locale;
    let at = |name: &str| visit.at(&format!("/calls/{id}/run-files/{name}"));
    let mut files = vec![(at("market.json"), l.t("run-get-market"))];
    if attempt.released.is_some() && visit.may(Action::KeepRecord) {
        files.insert(0, (visit.at(&format!("/calls/{id}/papers")), l.t("papers-title")));
    }
    if attempt.computed.is_some() {
        files.push((at("certificate.json"), l.t("run-get-certificate")));
        files.push((at("result.json"), l.t("run-get-result")));
    }
    files
}

/// What this person can do now, the next step first.
fn acts(visit: &Visit, seen: &Page, stage: Stage) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let none = seen.call.editions.is_empty() || seen.call.by_name();
    if !visit.may(Action::KeepRecord) || none {
        return Vec::new();
    }
    let at = |act: &str| visit.at(&format!("/calls/{}/run/{act}", seen.call.id));
    let user = visit.context().user();
    let mut acts = Vec::new();
    let run = seen.run.as_ref();
    let by_hosts = seen.call.terms().is_some_and(|terms| terms.hosts_rank);
    match stage {
        Stage::Gathering => {
            let waits = run.is_some_and(|run| run.waiting().is_some());
            if waits {
                if !run.is_some_and(|run| run.brought_by(user)) {
                    acts.push((at("accept"), l.t("run-do-accept")));
                }
                acts.push((at("refuse"), l.t("run-do-refuse")));
            } else {
                let accepted = run.is_some_and(|run| run.accepted().is_some());
                let both = run.is_some_and(|run| run.commitments.len() >= 2);
                if accepted && both {
                    acts.push((at("freeze"), l.t("run-do-freeze")));
                }
                acts.push((at("gather"), l.t("run-do-gather")));
                if !by_hosts {
                    acts.push((at("bring"), l.t("run-do-bring")));
                }
                acts.push((
                    visit.at(&format!("/calls/{}/answers", seen.call.id)),
                    l.t("answers-title"),
                ));
            }
            if run.is_some_and(|run| run.commitments.len() < 2) {
                acts.push((at("commit"), l.t("run-do-commit")));
            }
        }
        Stage::Frozen => acts.push((at("reveal"), l.t("run-do-reveal"))),
        Stage::Drawn => acts.push((at("compute"), l.t("run-do-compute"))),
        Stage::Computed => acts.push((at("sign"), l.t("run-do-sign"))),
        Stage::Signed => acts.push((at("release"), l.t("run-do-release"))),
        Stage::Failed | Stage::Released => {}
    }
    if !matches!(stage, Stage::Gathering | Stage::Released) {
        acts.push((at("discard"), l.t("run-do-discard")));
    }
    acts
}

/// Everything that was done, in order.
fn done(l: Locale, seen: &Page) -> Vec<Done> {
    let Some(run) = &seen.run else { return Vec::new() };
    let mut all: Vec<(Meta, Done)> = Vec::new();
    let zone = seen.call.shown().map(|terms| terms.zone.clone());
    let mut add = |meta: Meta, what: String, hash: Option<Hash>, note: Option<Told>| {
        let when = zone.as_ref().map(|zone| instant(l, zone, meta.recorded_at));
        all.push((
            meta,
            Done {
                what,
                note,
                when: when.unwrap_or_default(),
                machine: meta.recorded_at.to_string(),
                by: meta.actor.and_then(|id| seen.people.get(&id).cloned()),
                hash: hash.map(|hash| (hash.to_string(), hash.short())),
            },
        ));
    };
    for given in &run.answers {
        let args = [("host", Arg::Str(given.host.as_str()))];
        add(given.given, l.format("answers-were-given", &args), Some(given.hash), None);
        if let Some(signed) = given.signed {
            add(signed, l.format("answers-were-signed", &args), Some(given.hash), None);
        }
    }
    for list in &run.lists {
        add(list.brought, brought(l, list), Some(list.file.sha256), None);
        let Some(decided) = list.decided else { continue };
        let number = list.number.to_string();
        let args = [("number", Arg::Str(&number))];
        let why = list.why.as_ref().map(|why| Told::new(l, why));
        match list.state {
            ListState::Accepted => {
                add(decided, l.format("run-was-accepted", &args), Some(list.hash), None);
            }
            _ => add(decided, l.format("run-was-refused", &args), None, why),
        }
    }
    let committed = run.commitments.iter().chain(run.attempts.iter().flat_map(|a| &a.commitments));
    for one in committed {
        let args = [("party", Arg::Str(one.party.as_str()))];
        add(one.meta, l.format("run-was-committed", &args), Some(one.sha256), None);
    }
    for attempt in &run.attempts {
        steps(l, attempt, &mut add);
    }
    all.sort_by_key(|(meta, _)| (meta.recorded_at, meta.version));
    all.into_iter().map(|(_, done)| done).collect()
}

fn brought(l: Locale, list: &List) -> String {
    let d = list.differs;
    let [number, candidates, added, gone, scores, choices, others] =
        [u64::from(list.number), list.candidates, d.added, d.gone, d.scores, d.choices, d.others]
            .map(|n| n.to_string());
    let file = match list.file.name.as_str() {
        run::GATHERED => l.t("run-from-applications"),
        name => name,
    };
    let args = [
        ("number", Arg::Str(&number)),
        ("file", Arg::Str(file)),
        ("candidates", Arg::Str(&candidates)),
        ("added", Arg::Str(&added)),
        ("gone", Arg::Str(&gone)),
        ("scores", Arg::Str(&scores)),
        ("choices", Arg::Str(&choices)),
        ("others", Arg::Str(&others)),
    ];
    l.format("run-was-brought", &args)
}

fn steps(
    l: Locale,
    attempt: &Attempt,
    add: &mut impl FnMut(Meta, String, Option<Hash>, Option<Told>),
) {
    let f = &attempt.frozen;
    let [number, edition, list, candidates, places] = [
        u64::from(attempt.number),
        u64::from(f.edition),
        u64::from(f.list),
        f.candidates,
        f.places,
    ]
    .map(|n| n.to_string());
    let args = [
        ("number", Arg::Str(&number)),
        ("edition", Arg::Str(&edition)),
        ("list", Arg::Str(&list)),
        ("candidates", Arg::Str(&candidates)),
        ("places", Arg::Str(&places)),
    ];
    add(attempt.meta, l.format("run-was-frozen", &args), Some(f.input), None);
    for one in &attempt.revealed {
        let args = [("party", Arg::Str(one.party.as_str())), ("value", Arg::Str(&one.value))];
        add(one.meta, l.format("run-was-revealed", &args), None, None);
    }
    if let Some(said) = &attempt.computed {
        let placed = said.what.placed.to_string();
        let what = l.format("run-was-computed", &[("placed", Arg::Str(&placed))]);
        add(said.meta, what, Some(said.what.certificate), None);
    }
    if let Some(said) = &attempt.checked {
        let checks = said.what.checks.to_string();
        let what = match said.what.trouble.as_slice() {
            [] => l.format("run-was-checked", &[("checks", Arg::Str(&checks))]),
            _ => l.t("run-was-failed").to_owned(),
        };
        add(said.meta, what, None, None);
    }
    for one in &attempt.signatures {
        let args = [("as", Arg::Str(l.term("run_as", one.capacity.code())))];
        add(one.meta, l.format("run-was-signed", &args), Some(one.certificate), None);
    }
    if let Some(meta) = attempt.released {
        add(meta, l.t("run-was-released").to_owned(), None, None);
    }
    if let Some(said) = &attempt.discarded {
        let what = l.format("run-was-discarded", &[("number", Arg::Str(&number))]);
        add(said.meta, what, None, Some(Told::new(l, &said.what)));
    }
}

/// A sealed file.
pub(super) async fn file(at: At, visit: Visit) -> Answer {
    let id: CallId = at.read("id")?;
    let name: String = at.read("name")?;
    let which = match name.as_str() {
        "market.json" => run::File::Market,
        "certificate.json" => run::File::Certificate,
        "result.json" => run::File::Result,
        _ => return Err(AppError::NotFound.into()),
    };
    let ctx = visit.context();
    ctx.authorise(Action::ReadSealed)?;
    Ok(match run::file(&ctx, id, which).await? {
        Some(bytes) => of_run(bytes, &name),
        // Before it is there, whether or not something is under way, the call says what is known.
        None => see_other(&visit.at(&format!("/calls/{id}"))),
    })
}

/// The row of one candidate.
pub(super) async fn row(at: At, visit: Visit) -> Answer {
    let id: CallId = at.read("id")?;
    let code: String = at.read("code")?;
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    Ok(match run::row(&ctx, id, &code).await? {
        Some(row) => of_run(row.into_bytes(), &format!("row-{code}.json")),
        None => see_other(&visit.at(&format!("/calls/{id}/candidates"))),
    })
}

/// A file of the run.
fn of_run(bytes: Vec<u8>, name: &str) -> axum::response::Response {
    let plain: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || ".-".contains(*c)).collect();
    saved(bytes, "application/json", &format!("kelisim-{plain}"))
}

/// The name of a side.
pub(super) fn side(
    l: Locale,
    names: &kelisim_app::lookup::Directory,
    party: &kelisim_domain::party::PartyCode,
) -> String {
    words::party(l, names, party)
}
