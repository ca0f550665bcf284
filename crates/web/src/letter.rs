//! The register of letters, and the forms that note one about a step and take a wrong one away.

use std::collections::BTreeMap;

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::letter::{self, Line, Thing};
use kelisim_app::lookup::directory;
use kelisim_app::{AppError, body, commitment, conflict, instrument, meeting, observation, quota};
use kelisim_domain::commitment::{Commitment, Said};
use kelisim_domain::conflict::Conflict;
use kelisim_domain::instrument::Instrument;
use kelisim_domain::letter::{Direction, LetterOf};
use kelisim_domain::observation::Observation;
use kelisim_domain::quota::Booked;
use kelisim_domain::saved::ListOf;
use kelisim_i18n::{Arg, Locale};
use uuid::Uuid;

use crate::answer::{Answer, Failure, page, see_other};
use crate::form::{Choice, Control};
use crate::posted::Posted;
use crate::routes::{Access, At, Routes};
use crate::saved::{Bar, bar};
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words;

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let inner = Access::Right(Action::ReadSources);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/letters", inner, list)
        .get("/{lang}/letters/{kind}/{id}", keep, form)
        .post("/{lang}/letters/{kind}/{id}", keep, submit)
        .get("/{lang}/letters/{kind}/{id}/withdraw", keep, withdraw_form)
        .post("/{lang}/letters/{kind}/{id}/withdraw", keep, withdraw)
}

/// A letter beside what it is about.
pub(crate) struct LetterRow {
    pub(crate) way: &'static str,
    pub(crate) number: String,
    pub(crate) machine: String,
    pub(crate) date: String,
    /// The step it is about.
    pub(crate) step: String,
    /// The thing it is about, where the page is of several.
    pub(crate) thing: Option<(String, String)>,
    /// Where it can be taken away, with its version.
    pub(crate) wrong: Option<String>,
    version: i64,
}

impl LetterRow {
    /// A letter on the page of the thing it is about.
    pub(crate) fn of(l: Locale, said: &Said<LetterOf>, steps: &BTreeMap<i64, String>) -> Self {
        let letter = &said.what.letter;
        Self {
            way: l.term("letter_way", letter.direction.code()),
            number: letter.number.to_string(),
            machine: letter.date.to_string(),
            date: l.date_short(letter.date),
            step: steps.get(&said.what.step).cloned().unwrap_or_default(),
            thing: None,
            wrong: None,
            version: said.meta.version,
        }
    }

    /// A letter in the register.
    pub(crate) fn listed(l: Locale, line: &Line) -> Self {
        let title = line.title.as_ref().map(|title| words::text(l, title).0);
        let title = title.unwrap_or_else(|| l.term("thing", line.kind).to_owned());
        Self {
            way: l.term("letter_way", line.direction.code()),
            number: line.number.clone(),
            machine: line.on.to_string(),
            date: l.date_short(line.on),
            step: l.term("thing", line.kind).to_owned(),
            thing: Some((href(l, line.thing), title)),
            wrong: None,
            version: 0,
        }
    }
}

/// The page of a thing.
fn href(l: Locale, thing: Thing) -> String {
    let path = match thing {
        Thing::Commitment(id) => format!("commitments/{id}"),
        Thing::Instrument(id) => format!("instruments/{id}"),
        Thing::QuotaLine(id) => format!("quotas/{id}"),
        Thing::Meeting(id) => format!("meetings/{id}"),
        Thing::Observation(id) => format!("figures/{id}"),
        Thing::Conflict(id) => format!("conflicts/{id}"),
        Thing::Body(id) => format!("bodies/{id}"),
    };
    format!("/{}/{path}", l.tag())
}

#[derive(Template)]
#[template(path = "letters.html")]
struct LettersPage {
    shell: Shell,
    saved: Bar,
    filter: Vec<Control>,
    rows: Vec<LetterRow>,
    next: Option<String>,
}

/// How many letters a page of the register has.
const LISTED: i64 = 50;

async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    let l = visit.locale;
    let number = visit.chosen("number");
    let direction = Direction::from_code(visit.chosen("way"));
    let found = letter::list(&ctx, number, direction, visit.after(), LISTED).await?;
    let ways = Direction::ALL.iter().map(|d| Choice::new(d.code(), l.term("letter_way", d.code())));
    page(&LettersPage {
        saved: bar(&visit, ListOf::Letters, None).await?,
        filter: vec![
            Control::line("number", l.t("letter-number")).value(number).optional(),
            visit.filter("way", l.t("letter-way"), ways),
        ],
        rows: found.lines.iter().map(|line| LetterRow::listed(l, line)).collect(),
        next: found.next.map(|next| visit.going_on(&next)),
        shell: visit.shell(l.t("letters-title"), Nav::Meetings).await?,
    })
}

/// The thing an address names.
fn named(at: &At) -> std::result::Result<(Thing, String), Failure> {
    let kind: String = at.read("kind")?;
    let id: Uuid = at.read("id")?;
    Ok((letter::thing(&kind, id)?, format!("/letters/{kind}/{id}")))
}

async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    let (thing, path) = named(&at)?;
    write(&visit, thing, &path, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, thing: Thing, path: &str, start: Start) -> Answer {
    let l = visit.locale;
    let seen = letter::steps(&visit.context(), thing).await?;
    let names = step_names(visit, thing).await?;
    let name = |version: &i64| names.get(version).cloned().unwrap_or_else(|| version.to_string());
    let mut steps: Vec<Choice> =
        seen.steps.iter().map(|v| Choice::new(v.to_string(), name(v))).collect();
    steps.reverse();
    let ways = Direction::ALL.iter().map(|d| Choice::new(d.code(), l.term("letter_way", d.code())));
    let inputs = vec![
        Input::select(l, "step", l.t("letter-step"), steps),
        Input::select(l, "direction", l.t("letter-way"), ways.collect()),
        Input::line("number", l.t("letter-number")).hint(l.t("letter-number-hint")),
        Input::line("date", l.t("letter-date")).hint(l.t("letter-date-hint")),
    ];
    let sheet = Sheet::new(&visit.at(path), l.t("save"), inputs).with("version", seen.version);
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let title = seen.title.as_ref().map(|title| words::text(l, title).0);
    let title = title.map_or_else(
        || l.t("letter-do").to_owned(),
        |title| format!("{}: {title}", l.t("letter-do")),
    );
    let head = Head {
        nav: Nav::Meetings,
        title,
        crumb: (href(l, thing), l.term("thing", kind(thing))),
        lead: l.t("letter-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// The kind of a thing, as the journal and addresses name it.
const fn kind(thing: Thing) -> &'static str {
    match thing {
        Thing::Commitment(_) => "commitment",
        Thing::Instrument(_) => "instrument",
        Thing::QuotaLine(_) => "quota",
        Thing::Meeting(_) => "meeting",
        Thing::Observation(_) => "observation",
        Thing::Conflict(_) => "conflict",
        Thing::Body(_) => "body",
    }
}

async fn submit(at: At, posted: Posted) -> Answer {
    let (thing, path) = named(&at)?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let version = fields.number("version");
    match letter::note(&visit.context(), thing, version, &fields.form()).await {
        Ok(()) => Ok(see_other(&href(visit.locale, thing))),
        Err(AppError::Refused(refusals)) => {
            write(visit, thing, &path, Start::refused(fields, refusals)).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}

async fn withdraw_form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    let (thing, path) = named(&at)?;
    write_withdraw(&visit, thing, &path, Start::kept(&visit).await?).await
}

async fn write_withdraw(visit: &Visit, thing: Thing, path: &str, start: Start) -> Answer {
    let l = visit.locale;
    let seen = letter::steps(&visit.context(), thing).await?;
    let letters = seen.letters.iter().map(|said| {
        let letter = &said.what.letter;
        let way = l.term("letter_way", letter.direction.code());
        let words = [letter.number.to_string(), way.to_owned(), l.date_short(letter.date)];
        Choice::new(said.meta.version.to_string(), words.join(", "))
    });
    let inputs = vec![
        Input::select(l, "fact", l.t("letter-which"), letters.collect()),
        Input::line("reason", l.t("field-why")),
    ];
    let action = visit.at(&format!("{path}/withdraw"));
    let sheet = Sheet::new(&action, l.t("letter-withdraw"), inputs).tone("no");
    let sheet = sheet.with("version", seen.version);
    let sheet = sheet.fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Meetings,
        title: l.t("letter-withdraw").to_owned(),
        crumb: (href(l, thing), l.term("thing", kind(thing))),
        lead: l.t("letter-withdraw-lead"),
    };
    sheet.show(visit, &start, head).await
}

async fn withdraw(at: At, posted: Posted) -> Answer {
    let (thing, path) = named(&at)?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (version, language) = (fields.number("version"), words::language(visit.locale));
    let done = letter::withdraw(&visit.context(), thing, version, language, &fields.form()).await;
    match done {
        Ok(()) => Ok(see_other(&href(visit.locale, thing))),
        Err(AppError::Refused(refusals)) => {
            write_withdraw(visit, thing, &path, Start::refused(fields, refusals)).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}

/// What the steps of a thing are called, by their versions.
async fn step_names(visit: &Visit, thing: Thing) -> Result<BTreeMap<i64, String>, AppError> {
    let (ctx, l) = (visit.context(), visit.locale);
    Ok(match thing {
        Thing::Commitment(id) => {
            let seen = commitment::page(&ctx, id, None).await?;
            of_commitment(l, &seen.line.commitment)
        }
        Thing::Instrument(id) => {
            let it = instrument::one(&ctx, id).await?;
            let names = directory(&ctx).await?;
            of_instrument(l, &names, &it)
        }
        Thing::QuotaLine(id) => {
            let (_, moves, _) = quota::moves(&ctx, id, None, 0, 20_000).await?;
            of_moves(l, &moves)
        }
        Thing::Meeting(id) => crate::meeting::shown::steps(l, &meeting::one(&ctx, id).await?),
        Thing::Observation(id) => of_figure(l, &observation::one(&ctx, id).await?),
        Thing::Conflict(id) => {
            let found = conflict::page(&ctx, id).await?;
            found.conflicts.first().map(|it| of_conflict(l, it)).unwrap_or_default()
        }
        Thing::Body(id) => {
            let (page, names) = (body::page(&ctx, id, None).await?, directory(&ctx).await?);
            crate::body::shown::steps(l, &names, &page, ctx.today())
        }
    })
}

/// A step with the day from which it is known.
fn on_day(l: Locale, words: &str, day: jiff::civil::Date) -> String {
    format!("{words}, {}", l.date_short(day))
}

/// What the steps of a commitment are called.
pub(crate) fn of_commitment(l: Locale, it: &Commitment) -> BTreeMap<i64, String> {
    let mut steps = BTreeMap::new();
    for said in &it.statements {
        let stage = said.what.stage.map(|s| l.term("stage", s.code()));
        let words = stage.unwrap_or_else(|| l.t("history-said"));
        steps.insert(said.meta.version, on_day(l, words, said.meta.known_on));
    }
    for said in &it.quotas {
        let words = on_day(l, l.t("history-quota"), said.meta.known_on);
        steps.insert(said.meta.version, words);
    }
    for said in &it.reports {
        let words = l.term("delivery", said.what.state.code());
        steps.insert(said.meta.version, on_day(l, words, said.meta.known_on));
    }
    for said in &it.verdicts {
        let words = l.term("verdict", said.what.verdict.code());
        steps.insert(said.meta.version, on_day(l, words, said.meta.known_on));
    }
    for said in &it.charges {
        steps.insert(said.meta.version, on_day(l, l.t("charge-given"), said.meta.known_on));
    }
    steps
}

/// What the steps of an instrument are called.
pub(crate) fn of_instrument(
    l: Locale,
    names: &kelisim_app::lookup::Directory,
    it: &Instrument,
) -> BTreeMap<i64, String> {
    let mut steps = BTreeMap::new();
    for meta in it.metas() {
        steps.insert(meta.version, on_day(l, l.t("history-said"), meta.known_on));
    }
    for said in &it.acts {
        let words = [
            words::party(l, names, &said.what.party),
            l.term("act_kind", said.what.kind.code()).to_owned(),
            l.edtf_short(&said.what.on.to_string()),
        ];
        steps.insert(said.meta.version, words.join(", "));
    }
    for said in &it.sent {
        let agency = words::text(l, &said.what.agency).0;
        let day = l.edtf_short(&said.what.sent.to_string());
        let args = [("agency", Arg::Str(&agency)), ("date", Arg::Str(&day))];
        steps.insert(said.meta.version, l.format("letter-sent-to", &args));
    }
    for said in &it.replies {
        let words = l.term("approval_answer", said.what.answer.code());
        steps.insert(said.meta.version, on_day(l, words, said.what.on));
    }
    for said in &it.drafts {
        steps.insert(said.meta.version, said.what.name.clone());
    }
    steps
}

/// What the values of a figure are called.
pub(crate) fn of_figure(l: Locale, it: &Observation) -> BTreeMap<i64, String> {
    let unit = it.description.unit.code();
    let name = |said: &Said<kelisim_domain::observation::Reported>| {
        on_day(l, &l.quantity(&said.what.value.to_string(), unit, "once"), said.meta.known_on)
    };
    it.values.iter().map(|said| (said.meta.version, name(said))).collect()
}

/// What happened to a contradiction, in words.
pub(crate) fn of_conflict(l: Locale, it: &Conflict) -> BTreeMap<i64, String> {
    let raised = on_day(l, l.t("conflict-raised"), it.raised.known_on);
    let decided = it.decisions.iter().map(|said| {
        let words = l.term("conflict", said.what.state.code());
        (said.meta.version, on_day(l, words, said.meta.known_on))
    });
    std::iter::once((it.raised.version, raised)).chain(decided).collect()
}

/// The letters of a thing beside what they are about.
pub(crate) fn rows(
    l: Locale,
    letters: &[Said<LetterOf>],
    steps: &BTreeMap<i64, String>,
) -> Vec<LetterRow> {
    letters.iter().map(|said| LetterRow::of(l, said, steps)).collect()
}

/// Letters on the page of their thing, each with the way to take it away for whoever may, where the present is shown.
pub(crate) fn with_ways(visit: &Visit, thing: Thing, mut rows: Vec<LetterRow>) -> Vec<LetterRow> {
    if visit.may(Action::KeepRecord) && visit.known_on().day.is_none() {
        let path = href(visit.locale, thing);
        let id = path.rsplit('/').next().unwrap_or_default();
        for row in &mut rows {
            let way = format!("/letters/{}/{id}/withdraw?fact={}", kind(thing), row.version);
            row.wrong = Some(visit.at(&way));
        }
    }
    rows
}

/// What the moves of a line are called.
pub(crate) fn of_moves(l: Locale, moves: &[Booked]) -> BTreeMap<i64, String> {
    moves.iter().map(|booked| (booked.version, of_move(l, booked))).collect()
}

/// What a move of places is called.
fn of_move(l: Locale, booked: &Booked) -> String {
    let account = |account: Option<kelisim_domain::quota::Account>| {
        account.map_or("–", |account| l.term("quota_account", account.code()))
    };
    let places = i64::try_from(booked.places).unwrap_or(i64::MAX);
    let words = [account(booked.from), account(booked.to), &l.number(places)].join(" · ");
    on_day(l, &words, booked.on)
}
