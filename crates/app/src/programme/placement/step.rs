//! The steps of the table, as officers enter them.

use kelisim_domain::Refusal;
use kelisim_domain::id::{CallId, PlacementId};
use kelisim_domain::notice::Subject;
use kelisim_domain::programme::call::Call;
use kelisim_domain::programme::placement::{
    APPEAL_DAYS, Clock, Event, Ground, Need, Paper, Placement, Said, Step, rule,
};
use kelisim_domain::quota::Reason;
use kelisim_domain::text::Language;
use serde::{Deserialize, Serialize};

use super::appeal::may_decide;
use super::write::{Entry, Lines};
use super::{all_of, officers, settled};
use crate::context::Context;
use crate::programme::act::TRIES;
use crate::typed::{Typed, read_day};
use crate::{AppError, Result};

/// What is typed with a step. What a step needs is in its rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// The day it happened; today, when empty.
    pub on: String,
    /// The number of the paper.
    pub paper: String,
    /// The day of the paper; the day of the step, when empty.
    pub paper_date: String,
    /// Code of the reason.
    pub reason: String,
    /// A remark.
    pub note: String,
    /// Until when.
    pub until: String,
    /// How many months.
    pub months: String,
    /// `yes` or `no`.
    pub justified: String,
    /// Code of the ground of an appeal.
    pub ground: String,
}

impl StepForm {
    /// What is said with a step; what the rule does not ask for may be left out.
    pub(super) fn read(
        &self,
        ctx: &Context<'_>,
        typed: &mut Typed,
        language: Language,
        step: Step,
    ) -> Option<Said> {
        let needs = rule(step).map_or(&[][..], |rule| rule.needs);
        let on = match self.on.trim() {
            "" => Some(ctx.today()),
            text => typed.take("on", read_day(text)),
        };
        let paper = self.paper(typed, on);
        let reason = optional(typed, "reason", &self.reason, |code| {
            Reason::from_code(code).ok_or(Refusal::new("quota-reason-missing"))
        });
        let note = typed.optional_text("note", language, &self.note);
        let until = optional(typed, "until", &self.until, read_day);
        let months = optional(typed, "months", &self.months, |text| {
            text.parse().map_err(|_| Refusal::new("placement-months-form"))
        });
        let justified = optional(typed, "justified", &self.justified, |code| match code {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(Refusal::new("placement-justified-missing")),
        });
        let ground = optional(typed, "ground", &self.ground, |code| {
            Ground::from_code(code).ok_or(Refusal::new("placement-ground-missing"))
        });
        let asks = |need: Need| needs.contains(&need);
        Some(Said {
            paper: paper?,
            reason: reason?,
            note: note?,
            until: until?.filter(|_| asks(Need::Until)),
            months: months?.filter(|_| asks(Need::Months)),
            justified: justified?.filter(|_| asks(Need::Justified)),
            ground: ground?.filter(|_| asks(Need::Ground)),
            ..Said::on(on?)
        })
    }

    fn paper(&self, typed: &mut Typed, on: Option<jiff::civil::Date>) -> Option<Option<Paper>> {
        if self.paper.trim().is_empty() && self.paper_date.trim().is_empty() {
            return Some(None);
        }
        let number = typed.take("paper", self.paper.parse());
        let date = match self.paper_date.trim() {
            "" => on,
            text => typed.take("paper_date", read_day(text)),
        };
        Some(Some(Paper { number: number?, date: date? }))
    }
}

/// A field that may be left out: the inner option says whether it was.
fn optional<T>(
    typed: &mut Typed,
    field: &'static str,
    text: &str,
    read: impl Fn(&str) -> std::result::Result<T, Refusal>,
) -> Option<Option<T>> {
    match text.trim() {
        "" => Some(None),
        text => typed.take(field, read(text)).map(Some),
    }
}

/// The clock of an appeal against what was decided of a placement last: the zone and the holidays are those of its offer.
pub(super) fn appeal_clock(call: &Call, it: &Placement) -> Option<Clock> {
    let zone = || call.terms().map(|terms| terms.zone.clone());
    let offer = it.offer.as_ref();
    Some(Clock {
        from: it.decided,
        days: APPEAL_DAYS,
        zone: offer.map(|offer| offer.clock.zone.clone()).or_else(zone)?,
        holidays: offer.map(|offer| offer.clock.holidays.clone()).unwrap_or_default(),
    })
}

/// What people are told of a step.
pub(super) const fn subject(step: Step) -> Subject {
    match step {
        Step::Accept | Step::Hold | Step::Wish | Step::Content | Step::Decline => {
            Subject::PlaceAnswered
        }
        Step::Appeal => Subject::PlaceAppealed,
        Step::Lapse => Subject::PlaceLapsed,
        _ => Subject::PlaceMoved,
    }
}

/// Enters a step of a placement, whose form was made for `version`.
///
/// # Errors
/// What the rule of the step says: `placement-not-now`, `placement-too-late`, `placement-paper-missing` and others; each field
/// that does not fit; `placement-panel-decided`; [`AppError::NotFound`] for another registry's; [`AppError::Stale`].
pub async fn step(
    ctx: &Context<'_>,
    id: PlacementId,
    version: i64,
    language: Language,
    step: Step,
    form: &StepForm,
) -> Result<()> {
    let (it, call, attempt) = officers(ctx, id).await?;
    if step == Step::Reject {
        may_decide(ctx, &call, attempt.as_ref())?;
    }
    let mut typed = Typed::default();
    let said = form.read(ctx, &mut typed, language, step);
    let said = typed.all1(said)?;
    write(ctx, &call, &it, version, step, said).await
}

/// Writes a step of one placement, asking the rules again when another hand was faster on its line.
pub(super) async fn write(
    ctx: &Context<'_>,
    call: &Call,
    it: &Placement,
    version: i64,
    step: Step,
    mut said: Said,
) -> Result<()> {
    if step == Step::Appeal {
        said.clock = appeal_clock(call, it);
    }
    for _ in 0..TRIES {
        let lines = Lines::load(ctx, call).await?;
        let event = Event::Made { step, said: said.clone() };
        let entry = Entry { id: it.id, version, event, subject: subject(step) };
        match lines.write(ctx, call, vec![entry]).await {
            // Whose turn it was is asked at the placement itself: when that moved on, the form is stale.
            Err(AppError::Stale) if now(ctx, it.id).await? == version => {}
            other => return other,
        }
    }
    Err(AppError::Stale)
}

/// The version a placement has now.
async fn now(ctx: &Context<'_>, id: PlacementId) -> Result<i64> {
    let entries = ctx.store().entries(id.into()).await?;
    Ok(entries.last().map_or(0, |entry| entry.version))
}

/// Writes down which offers lapsed: nobody answered in time. How many.
///
/// # Errors
/// `placement-none-lapsed`; [`AppError::NotFound`] for another registry's call; [`AppError::Stale`].
pub async fn lapse_all(ctx: &Context<'_>, id: CallId) -> Result<usize> {
    for _ in 0..TRIES {
        let (call, _) = settled(ctx, id).await?;
        let lines = Lines::load(ctx, &call).await?;
        let mut late = all_of(ctx, &call).await?;
        late.retain(|it| it.overdue(ctx.now));
        if late.is_empty() {
            return Err(Refusal::new("placement-none-lapsed").into());
        }
        let said = Said::on(ctx.today());
        let entry = |it: &Placement| Entry {
            id: it.id,
            version: it.version,
            event: Event::Made { step: Step::Lapse, said: said.clone() },
            subject: Subject::PlaceLapsed,
        };
        let entries: Vec<Entry> = late.iter().map(entry).collect();
        match lines.write(ctx, &call, entries).await {
            Err(AppError::Stale) => {}
            other => return other.map(|()| late.len()),
        }
    }
    Err(AppError::Stale)
}
