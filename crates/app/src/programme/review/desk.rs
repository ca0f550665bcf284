//! A reviewer's desk: what is declared, what waits, the file, and leaving it.

use jiff::Timestamp;
use kelisim_domain::Refusal;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::region;
use kelisim_domain::programme::review::conflict::Employer;
use kelisim_domain::programme::review::{
    Declaration, Event, Ground, Review, Scored, SeatCode, Weight, Why,
};
use kelisim_domain::text::tidy_line;
use kelisim_domain::user::{self, User};
use kelisim_store::Change;
use serde::{Deserialize, Serialize};

use super::blind::{Blind, blind};
use super::score::{ScoreForm, kept};
use super::{account, declared, held, reviewer, thawed, under_way, year};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::lookup::read_all;
use crate::programme::application::{open as unseal, published, seal};
use crate::typed::Typed;
use crate::{AppError, Result};

/// Most lines of one list of a declaration.
const MOST: usize = 100;

/// What a reviewer types about the own person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeclareForm {
    /// Employers, one on each line; a former one with its last year at the end.
    pub employers: String,
    /// Region of home.
    pub region: String,
    /// Names, one on each line.
    pub supervised: String,
    /// Names, one on each line.
    pub kin: String,
}

impl DeclareForm {
    fn of(declaration: &Declaration) -> Self {
        let employer = |it: &Employer| match it.until {
            Some(year) => format!("{} {year}", it.name),
            None => it.name.clone(),
        };
        let employers: Vec<String> = declaration.employers.iter().map(employer).collect();
        Self {
            employers: employers.join("\n"),
            region: declaration.region.clone().unwrap_or_default(),
            supervised: declaration.supervised.join("\n"),
            kin: declaration.kin.join("\n"),
        }
    }
}

fn lines(typed: &mut Typed, field: &'static str, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !tidy_line(line).is_empty()).collect();
    if lines.len() > MOST {
        typed.refuse(Refusal::of(field, "text-too-long").with("max", MOST.to_string()));
    }
    lines.into_iter().take(MOST).filter_map(|line| typed.line(field, line, 200)).collect()
}

/// An employer as it is typed: a year at the end of the line is the last one there.
fn employer(line: &str, this_year: i16) -> Employer {
    let last = line.rsplit_once([' ', ',']).and_then(|(name, year)| {
        let year = year.trim().parse::<i16>().ok()?;
        (1950..=this_year).contains(&year).then(|| (tidy_line(name.trim_end_matches(',')), year))
    });
    match last {
        Some((name, year)) if !name.is_empty() => Employer { name, until: Some(year) },
        _ => Employer { name: line.to_owned(), until: None },
    }
}

/// What the reviewer who asks declared, as it was typed, and the version of the account for stale forms.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but a reviewer.
pub async fn declaration(ctx: &Context<'_>) -> Result<(Option<DeclareForm>, i64)> {
    let account = account(ctx, reviewer(ctx)?.id).await?;
    let declaration = declared(ctx, &account)?;
    Ok((declaration.as_ref().map(DeclareForm::of), account.user.version))
}

/// Declares. Seats in which the new declaration finds a conflict are lost at once, in the same transaction.
///
/// # Errors
/// Each field that does not fit; [`AppError::Stale`].
pub async fn declare(ctx: &Context<'_>, version: i64, form: &DeclareForm) -> Result<()> {
    let who = reviewer(ctx)?.id;
    let mut typed = Typed::default();
    let this_year = ctx.today().year();
    let employers = lines(&mut typed, "employers", &form.employers);
    if employers.is_empty() {
        typed.refuse(Refusal::of("employers", "text-empty"));
    }
    let region = match form.region.trim() {
        "" => Some(None),
        code => typed
            .take("region", region::read(code).ok_or(Refusal::new("region-unknown")))
            .map(|code| Some(code.to_owned())),
    };
    let (supervised, kin) =
        (lines(&mut typed, "supervised", &form.supervised), lines(&mut typed, "kin", &form.kin));
    let region = typed.all1(region)?;
    let employers = employers.iter().map(|line| employer(line, this_year)).collect();
    let declaration = Declaration { employers, region, supervised, kin };
    let mut growing = Growing::<User>::load(ctx, who.into()).await?;
    growing.at_version(version)?;
    let event = user::Event::Declared { declaration: seal(ctx, who, &declaration)? };
    growing.push(ctx, &event, About::TODAY)?;
    let mut appends = vec![growing.finish(ctx)?];
    for review in read_all::<Review>(ctx, ctx.store().reviews_of(who).await?).await? {
        let call = published(ctx, review.description.call).await?;
        if under_way(ctx, call.id).await? {
            continue;
        }
        let it = super::application_of(ctx, &review).await?;
        let Some(content) = it.1 else { continue };
        let Some(ground) = declaration.conflict(&content.person, year(ctx, &call)) else {
            continue;
        };
        let mut lost = Growing::<Review>::load(ctx, review.id.into()).await?;
        let own = lost.state()?.taken().find(|seat| seat.reviewer == who);
        let Some(code) = own.map(|seat| seat.code.clone()) else { continue };
        let event = Event::Recused { code, why: Why::Computed, ground: Some(ground) };
        lost.push(ctx, &event, About::TODAY)?;
        appends.push(lost.finish(ctx)?);
    }
    appends.sort_by_key(|append| append.stream.stream);
    ctx.commit(&Change { appends, ..Change::default() }).await
}

/// A file on the desk.
#[derive(Debug, Clone)]
pub struct Task {
    /// The code of the seat.
    pub code: SeatCode,
    /// The call it is for.
    pub call: Call,
    /// By when scores are wanted.
    pub due: Timestamp,
    /// Whether the file was opened.
    pub opened: bool,
    /// Whether scores were given.
    pub scored: bool,
    /// Whether nothing can be changed any more.
    pub frozen: bool,
}

/// The desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Whether the reviewer declared anything; before, no file comes.
    pub declared: bool,
    /// Files: those without scores first, then by the day they are wanted, then by their drawn codes.
    pub tasks: Vec<Task>,
}

fn task(review: &Review, call: Call, code: &SeatCode, frozen: bool) -> Option<Task> {
    let seat = review.seat(code)?;
    Some(Task {
        code: code.clone(),
        due: seat.due,
        opened: seat.opened.is_some(),
        scored: !seat.scored.is_empty(),
        frozen,
        call,
    })
}

/// The desk of the reviewer who asks.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody but a reviewer.
pub async fn desk(ctx: &Context<'_>) -> Result<Desk> {
    let who = reviewer(ctx)?.id;
    let declared = account(ctx, who).await?.user.declaration.is_some();
    let mut tasks = Vec::new();
    for review in read_all::<Review>(ctx, ctx.store().reviews_of(who).await?).await? {
        let call = published(ctx, review.description.call).await?;
        let frozen = under_way(ctx, call.id).await?;
        let own = review.taken().find(|seat| seat.reviewer == who).map(|seat| seat.code.clone());
        tasks.extend(own.and_then(|code| task(&review, call, &code, frozen)));
    }
    tasks.sort_by(|a, b| (a.scored, a.due, &a.code).cmp(&(b.scored, b.due, &b.code)));
    Ok(Desk { declared, tasks })
}

/// A file as its reviewer sees it.
#[derive(Debug, Clone)]
pub struct File {
    /// What is to be done.
    pub task: Task,
    /// The application without whose it is; nothing before the reviewer confirmed that there is no conflict.
    pub blind: Option<Blind>,
    /// Criteria.
    pub weights: Vec<Weight>,
    /// What the reviewer gave, the latest last.
    pub scored: Vec<Scored>,
    /// What is typed and not yet given, and its revision; 0 while nothing is kept.
    pub form: ScoreForm,
    /// See `form`.
    pub revision: i64,
}

/// A file.
///
/// # Errors
/// [`AppError::NotFound`] for another reviewer's, for a lost one, and for an open one in conflict, whatever was said
/// before.
pub async fn file(ctx: &Context<'_>, code: &SeatCode) -> Result<File> {
    let held = held(ctx, code).await?;
    let seat = held.review.seat(code).ok_or(AppError::NotFound)?;
    // Before it is opened nothing stands on the page that names anybody, and opening finds the conflict.
    if held.ground.is_some() && seat.opened.is_some() {
        return Err(AppError::NotFound);
    }
    let frozen = under_way(ctx, held.call.id).await?;
    let (scored, weights) = (seat.scored.clone(), held.review.description.weights.clone());
    let blind = blind(&held).filter(|_| seat.opened.is_some());
    let (form, revision) = match kept(ctx, code).await? {
        Some(draft) => draft,
        None => (last(ctx, &held.review, scored.last())?, 0),
    };
    let task = task(&held.review, held.call, code, frozen).ok_or(AppError::NotFound)?;
    Ok(File { task, blind, weights, scored, form, revision })
}

/// What was given last, as a form.
fn last(ctx: &Context<'_>, review: &Review, scored: Option<&Scored>) -> Result<ScoreForm> {
    let Some(scored) = scored else { return Ok(ScoreForm::default()) };
    let person = review.description.applicant;
    let words: Option<kelisim_domain::programme::review::Comments> =
        unseal(ctx, person, &scored.comments)?;
    let words = words.unwrap_or_default();
    let text = |text: Option<kelisim_domain::text::Text4>| {
        text.map(|text| text.shown(text.record).0.to_owned()).unwrap_or_default()
    };
    Ok(ScoreForm {
        scores: scored.scores.iter().map(|given| given.score.to_string()).collect(),
        told: text(words.told),
        inside: text(words.inside),
        why: String::new(),
    })
}

/// The reviewer says that there is no conflict, and the file opens; where one is computed now, the seat is lost instead.
/// Gives whether it opened.
///
/// # Errors
/// `review-opened-already`, `review-frozen`; [`AppError::NotFound`] as [`file()`].
pub async fn open(ctx: &Context<'_>, code: &SeatCode) -> Result<bool> {
    let held = held(ctx, code).await?;
    thawed(ctx, held.call.id).await?;
    let growing = Growing::<Review>::load(ctx, held.review.id.into()).await?;
    let (code, ground) = (code.clone(), held.ground);
    let event = match ground {
        None => Event::Opened { code },
        Some(_) => Event::Recused { code, why: Why::Computed, ground },
    };
    growing.record(ctx, &event, About::TODAY).await?;
    Ok(ground.is_none())
}

/// The reviewer declares a conflict: the seat is lost, what was scored is void and stays on record.
///
/// # Errors
/// `review-ground-unknown`, `review-frozen`; [`AppError::NotFound`] as [`file()`].
pub async fn recuse(ctx: &Context<'_>, code: &SeatCode, ground: &str) -> Result<()> {
    let held = held(ctx, code).await?;
    thawed(ctx, held.call.id).await?;
    let ground = Ground::from_code(ground.trim());
    let ground = Some(ground.ok_or(Refusal::of("ground", "review-ground-unknown"))?);
    let growing = Growing::<Review>::load(ctx, held.review.id.into()).await?;
    let event = Event::Recused { code: code.clone(), why: Why::Declared, ground };
    growing.record(ctx, &event, About::TODAY).await
}
