//! One act on many rows: tried on each without writing, then done on each by itself.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use kelisim_domain::Refusal;
use kelisim_domain::id::{ApplicationId, CallId, PlacementId, UserId};
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::application::{
    Application, Event as ApplicationEvent, Home, Reason, Side, Words,
};
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::{Need, Placement, Step, Who, rule};
use kelisim_domain::text::Language;
use kelisim_store::Change;
use serde::{Deserialize, Serialize};

use super::{State, kept, next};
use crate::context::Context;
use crate::growing::{About, Growing};
use crate::notice::{Told, officers, people_of};
use crate::programme::application::{self, JudgeForm, ReturnForm, seal};
use crate::programme::placement::{self, StepForm, application_of};
use crate::{AppError, Result};

/// Most rows of one act: so many can be looked through before it is confirmed.
const MOST: usize = 200;

/// What is done to many rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Applications are judged.
    Judge(Home),
    /// Applications are given back to be mended.
    Return,
    /// Whoever acts next is reminded.
    Remind,
    /// A step of placements.
    Step(Step),
}

/// What has to be typed for an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing, or what can stay empty.
    Nothing,
    /// A reason and words for the applicant.
    Refusal,
    /// What is to be mended, and by when.
    Defects,
    /// What the step needs.
    Step(Step),
}

impl Act {
    /// All acts that officers do to many rows, in the order of the way. Steps that are one person's own affair, such as an appeal or
    /// an early end, are done one by one.
    pub const ALL: [Self; 17] = [
        Self::Judge(Home::Eligible),
        Self::Judge(Home::Ineligible),
        Self::Judge(Home::Nominated),
        Self::Judge(Home::NotSelected),
        Self::Return,
        Self::Remind,
        Self::Step(Step::Invite),
        Self::Step(Step::AskVisa),
        Self::Step(Step::GrantVisa),
        Self::Step(Step::Insure),
        Self::Step(Step::Travel),
        Self::Step(Step::Arrive),
        Self::Step(Step::Enrol),
        Self::Step(Step::Report),
        Self::Step(Step::Complete),
        Self::Step(Step::Lapse),
        Self::Step(Step::Prove),
    ];

    /// Its code.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Judge(home) => format!("judge-{}", home.code()),
            Self::Return => "return".to_owned(),
            Self::Remind => "remind".to_owned(),
            Self::Step(step) => format!("step-{}", step.code()),
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// What has to be typed.
    #[must_use]
    pub const fn asks(self) -> Asks {
        match self {
            Self::Judge(Home::Ineligible | Home::NotSelected) => Asks::Refusal,
            Self::Judge(_) | Self::Remind => Asks::Nothing,
            Self::Return => Asks::Defects,
            Self::Step(step) => Asks::Step(step),
        }
    }
}

/// A row as a form names it: what it is, with the version that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// An application.
    Application(ApplicationId, i64),
    /// A placement.
    Placement(PlacementId, i64),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Application(id, version) => write!(f, "a:{id}:{version}"),
            Self::Placement(id, version) => write!(f, "p:{id}:{version}"),
        }
    }
}

impl FromStr for Key {
    type Err = Refusal;

    fn from_str(text: &str) -> std::result::Result<Self, Refusal> {
        let wrong = || Refusal::of("rows", "pipeline-row-unknown").with("row", text);
        let parts: Vec<&str> = text.split(':').collect();
        let [kind, id, version] = parts.as_slice() else { return Err(wrong()) };
        let version = version.parse().ok().filter(|version| *version > 0).ok_or_else(wrong)?;
        match *kind {
            "a" => id.parse().map(|id| Self::Application(id, version)).map_err(|_| wrong()),
            "p" => id.parse().map(|id| Self::Placement(id, version)).map_err(|_| wrong()),
            _ => Err(wrong()),
        }
    }
}

/// What is typed for an act on many rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields of the acts; each says in its own form what it is")]
pub struct BulkForm {
    /// Code of the act.
    pub act: String,
    /// The rows, with spaces between them.
    pub rows: String,
    pub reason: String,
    pub told: String,
    pub inside: String,
    pub defects: String,
    pub due: String,
    pub on: String,
    pub paper: String,
    pub paper_date: String,
    pub note: String,
}

impl BulkForm {
    /// The act and the rows.
    ///
    /// # Errors
    /// `pipeline-act-unknown`, `pipeline-none-ticked`, `pipeline-many`, `pipeline-row-unknown`.
    pub fn read(&self) -> std::result::Result<(Act, Vec<Key>), Refusal> {
        let act = Act::from_code(self.act.trim());
        let act = act.ok_or(Refusal::of("act", "pipeline-act-unknown"))?;
        let mut keys: Vec<Key> = Vec::new();
        for word in self.rows.split_whitespace() {
            let key = word.parse()?;
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        if keys.is_empty() {
            return Err(Refusal::of("rows", "pipeline-none-ticked"));
        }
        if keys.len() > MOST {
            return Err(Refusal::of("rows", "pipeline-many").with("most", MOST.to_string()));
        }
        Ok((act, keys))
    }

    fn judge(&self, home: Home) -> JudgeForm {
        JudgeForm {
            home: home.code().to_owned(),
            reason: self.reason.clone(),
            told: self.told.clone(),
            inside: self.inside.clone(),
        }
    }

    fn give_back(&self) -> ReturnForm {
        ReturnForm {
            defects: self.defects.clone(),
            due: self.due.clone(),
            inside: self.inside.clone(),
        }
    }

    fn step(&self) -> StepForm {
        StepForm {
            on: self.on.clone(),
            paper: self.paper.clone(),
            paper_date: self.paper_date.clone(),
            reason: self.reason.clone(),
            note: self.note.clone(),
            ..StepForm::default()
        }
    }
}

/// What becomes of one row, or became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It can be done, or was done.
    Done,
    /// A rule says no.
    Refused(Vec<Refusal>),
    /// It was changed since it was shown.
    Changed,
    /// It is not there, or not the actor's.
    Gone,
    /// The house could not say; what was done before it stays.
    Failed,
}

/// One row of a preview or a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The row.
    pub key: Key,
    /// The number of the receipt or the paper file; empty where the row is gone.
    pub code: String,
    /// What becomes of it.
    pub fate: Fate,
}

fn fate(done: Result<()>) -> Fate {
    match done {
        Ok(()) => Fate::Done,
        Err(AppError::Refused(refusals)) => Fate::Refused(refusals),
        Err(AppError::Stale) => Fate::Changed,
        Err(AppError::NotFound | AppError::Forbidden) => Fate::Gone,
        Err(_) => Fate::Failed,
    }
}

/// Whether an act fits what a row is.
fn fits(act: Act, key: Key) -> std::result::Result<(), Refusal> {
    match (act, key) {
        (Act::Remind, _)
        | (Act::Judge(_) | Act::Return, Key::Application(..))
        | (Act::Step(_), Key::Placement(..)) => Ok(()),
        (Act::Judge(_) | Act::Return, Key::Placement(..)) => {
            Err(Refusal::new("pipeline-has-place"))
        }
        (Act::Step(_), Key::Application(..)) => Err(Refusal::new("pipeline-no-place")),
    }
}

/// Which rows of a form belong to the call, with their codes; the others are gone for the actor.
async fn owned(ctx: &Context<'_>, call: &Call, key: Key) -> Result<String> {
    match key {
        Key::Application(id, _) => {
            let it = Growing::<Application>::load(ctx, id.into()).await?;
            let d = &it.state()?.description;
            (d.call == call.id).then(|| d.receipt.to_string()).ok_or(AppError::NotFound)
        }
        Key::Placement(id, _) => {
            let it = Growing::<Placement>::load(ctx, id.into()).await?;
            let d = &it.state()?.description;
            (d.call == call.id).then(|| d.code.clone()).ok_or(AppError::NotFound)
        }
    }
}

/// Tries an act on each row and writes nothing: what would happen to it, or why not. Words, papers and days that are still to be
/// typed are taken as given.
///
/// # Errors
/// What is wrong with the form as a whole; [`AppError::NotFound`] for another registry's call.
pub async fn dry(ctx: &Context<'_>, id: CallId, form: &BulkForm) -> Result<(Act, Vec<Tried>)> {
    let call = kept(ctx, id).await?;
    let (act, keys) = form.read()?;
    let mut tried = Vec::with_capacity(keys.len());
    for key in keys {
        let (code, fate) = match owned(ctx, &call, key).await {
            Ok(code) => (code, fate(try_one(ctx, &call, act, key).await)),
            Err(error) => (String::new(), fate(Err(error))),
        };
        tried.push(Tried { key, code, fate });
    }
    Ok((act, tried))
}

async fn try_one(ctx: &Context<'_>, call: &Call, act: Act, key: Key) -> Result<()> {
    fits(act, key)?;
    match (act, key) {
        (Act::Judge(home), Key::Application(id, version)) => {
            application::may_judge(ctx, id, version, home).await
        }
        (Act::Return, Key::Application(id, version)) => {
            let mut growing = Growing::<Application>::load(ctx, id.into()).await?;
            growing.at_version(version)?;
            let person = growing.state()?.description.applicant;
            let words = seal(ctx, person, &Words::default())?;
            let due = ctx.now + SignedDuration::from_hours(24);
            let event = ApplicationEvent::Returned { by: Side::Home, due, words };
            growing.push(ctx, &event, About::TODAY)
        }
        (Act::Step(step), Key::Placement(id, version)) => {
            let growing = Growing::<Placement>::load(ctx, id.into()).await?;
            growing.at_version(version)?;
            let rule = rule(step).ok_or(Refusal::new("placement-step-unknown"))?;
            growing.state()?.may(rule, ctx.now)?;
            Ok(())
        }
        (Act::Remind, key) => reminded(ctx, call, key).await.map(drop),
        _ => Ok(()),
    }
}

/// Does an act to each row by itself, in the order in which they were ticked, and tells what became of each.
///
/// # Errors
/// What is wrong with the form as a whole, before anything is done; [`AppError::NotFound`] for another registry's call.
pub async fn run(
    ctx: &Context<'_>,
    id: CallId,
    language: Language,
    form: &BulkForm,
) -> Result<(Act, Vec<Tried>)> {
    let call = kept(ctx, id).await?;
    let (act, keys) = form.read()?;
    asked(act, form)?;
    let mut tried = Vec::with_capacity(keys.len());
    for key in keys {
        let (code, fate) = match owned(ctx, &call, key).await {
            Ok(code) => (code, fate(one(ctx, &call, (act, key), language, form).await)),
            Err(error) => (String::new(), fate(Err(error))),
        };
        tried.push(Tried { key, code, fate });
    }
    Ok((act, tried))
}

/// What has to be typed once for all rows is told before anything is done.
fn asked(act: Act, form: &BulkForm) -> Result<()> {
    let mut missing = Vec::new();
    let empty = |text: &str| text.trim().is_empty();
    match act.asks() {
        Asks::Nothing => {}
        Asks::Refusal => {
            if Reason::from_code(form.reason.trim()).is_none() {
                missing.push(Refusal::of("reason", "application-reason-unknown"));
            }
            if empty(&form.told) {
                missing.push(Refusal::of("told", "text-empty"));
            }
        }
        Asks::Defects => {
            if empty(&form.defects) {
                missing.push(Refusal::of("defects", "text-empty"));
            }
            if empty(&form.due) {
                missing.push(Refusal::of("due", "call-time-form").with("text", ""));
            }
        }
        Asks::Step(step) => {
            let needs = rule(step).map_or(&[][..], |rule| rule.needs);
            if needs.contains(&Need::Paper) && empty(&form.paper) {
                missing.push(Refusal::of("paper", "placement-paper-missing"));
            }
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(AppError::Refused(missing)) }
}

async fn one(
    ctx: &Context<'_>,
    call: &Call,
    (act, key): (Act, Key),
    language: Language,
    form: &BulkForm,
) -> Result<()> {
    fits(act, key)?;
    match (act, key) {
        (Act::Judge(home), Key::Application(id, version)) => {
            application::judge(ctx, id, version, language, &form.judge(home)).await
        }
        (Act::Return, Key::Application(id, version)) => {
            application::give_back(ctx, id, version, language, &form.give_back()).await
        }
        (Act::Step(step), Key::Placement(id, version)) => {
            placement::step(ctx, id, version, language, step, &form.step()).await
        }
        (Act::Remind, key) => {
            let notices = reminded(ctx, call, key).await?;
            ctx.commit(&Change { notices, ..Change::default() }).await
        }
        _ => Ok(()),
    }
}

/// The notices to whoever acts next on a row.
///
/// Rule: nobody is reminded of what nobody has to do; one reminder a day, by whoever it comes.
async fn reminded(
    ctx: &Context<'_>,
    call: &Call,
    key: Key,
) -> Result<Vec<kelisim_store::notice::Notice>> {
    let title = call.terms().map(|terms| terms.title.clone());
    let title = title.ok_or(Refusal::new("call-not-published"))?;
    let (application, who) = match key {
        Key::Application(id, version) => {
            let it = Growing::<Application>::load(ctx, id.into()).await?;
            it.at_version(version)?;
            let it = it.state()?.clone();
            let who = next(call.terms(), &it, it.stage(ctx.now)).0;
            (Some(it), who)
        }
        Key::Placement(id, version) => {
            let it = Growing::<Placement>::load(ctx, id.into()).await?;
            it.at_version(version)?;
            let it = it.state()?;
            let own = application_of(ctx, call, &it.description.code).await?;
            (own, it.due(ctx.now).map(|due| due.who))
        }
    };
    let d = &call.description;
    let to: Vec<UserId> = match who {
        None => return Err(Refusal::new("pipeline-nobody-acts").into()),
        Some(Who::Applicant) => application.iter().map(|it| it.description.applicant).collect(),
        Some(Who::Host) => people_of(ctx, d.registry, &d.partner).await?,
        Some(Who::Officer | Who::Panel) => officers(ctx, d.registry).await?,
    };
    let to: Vec<UserId> = to.into_iter().filter(|user| Some(*user) != ctx.user()).collect();
    if to.is_empty() {
        return Err(Refusal::new("pipeline-nobody-told").into());
    }
    let told = Told { to, subject: Subject::Reminded, title: &title };
    let mark = ctx.today().to_string();
    match (&application, key) {
        (Some(it), _) => told.once::<Application>(ctx, it.id.into(), &mark),
        (None, Key::Placement(id, _)) => told.once::<Placement>(ctx, id.into(), &mark),
        (None, Key::Application(id, _)) => told.once::<Application>(ctx, id.into(), &mark),
    }
}

/// What an act makes of a row, for words: where it would stand.
impl Act {
    /// Where a row stands after it; nothing where it stays.
    #[must_use]
    pub fn to(self) -> Option<State> {
        use kelisim_domain::programme::application::Stage as S;
        match self {
            Self::Judge(Home::Eligible) => Some(State::Application(S::Eligible)),
            Self::Judge(Home::Ineligible) => Some(State::Application(S::Ineligible)),
            Self::Judge(Home::Nominated) => Some(State::Application(S::Nominated)),
            Self::Judge(Home::NotSelected) => Some(State::Application(S::NotSelected)),
            Self::Return => Some(State::Application(S::Correction)),
            Self::Step(step) => rule(step).and_then(|rule| rule.to).map(State::Placement),
            Self::Judge(_) | Self::Remind => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_read_back_and_bad_forms_are_told() {
        let id = "018f6f0e-0000-7000-8000-000000000001";
        for text in [format!("a:{id}:3"), format!("p:{id}:12")] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "a",
            "x:1:2",
            &format!("a:{id}"),
            &format!("a:{id}:0"),
            &format!("p:{id}:-1"),
            "a:1:1",
        ] {
            assert_eq!(
                text.parse::<Key>().err().map(|r| r.code),
                Some("pipeline-row-unknown"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_form_names_an_act_and_rows_each_once() {
        let id = "018f6f0e-0000-7000-8000-000000000001";
        let read = |act: &str, rows: &str| {
            let form =
                BulkForm { act: act.to_owned(), rows: rows.to_owned(), ..BulkForm::default() };
            form.read().map(|(_, keys)| keys.len()).map_err(|refusal| refusal.code)
        };
        assert_eq!(read("remind", &format!("a:{id}:1 a:{id}:1 p:{id}:1")), Ok(2));
        assert_eq!(read("remind", " "), Err("pipeline-none-ticked"));
        assert_eq!(read("step-interrupted", &format!("p:{id}:1")), Err("pipeline-act-unknown"));
        let many: Vec<String> = (1..=MOST + 1).map(|n| format!("a:{id}:{n}")).collect();
        assert_eq!(read("remind", &many.join(" ")), Err("pipeline-many"));
        for act in Act::ALL {
            assert_eq!(Act::from_code(&act.code()), Some(act));
        }
    }
}
