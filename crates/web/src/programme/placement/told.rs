//! A placement in words, for officers and for the person.

use kelisim_domain::programme::Zone;
use kelisim_domain::programme::placement::{
    Due, DutyState, Made, Need, Placement, Stage, Step, Who, rule,
};
use kelisim_i18n::{Arg, Locale};

use super::super::shown::instant;
use crate::form::Choice;
use crate::sheet::Input;
use crate::words;

/// The look of the word for a stage.
pub(crate) fn chip(l: Locale, stage: Stage) -> (&'static str, &'static str, &'static str) {
    let (tone, icon) = match stage {
        Stage::Offered | Stage::Held | Stage::Asked => ("info", "clock"),
        Stage::Accepted | Stage::Enrolled | Stage::Completed => ("ok", "circle-check"),
        Stage::Deferred | Stage::Paused => ("risk", "triangle-alert"),
        Stage::Returned | Stage::Refused => ("late", "x"),
    };
    (tone, icon, l.term("placement_stage", stage.code()))
}

/// By when somebody acts; empty where no time is set.
pub(crate) fn by(l: Locale, zone: &Zone, due: Due) -> String {
    match (due.at, due.on) {
        (Some(at), _) => instant(l, zone, at),
        (None, Some(on)) => l.date_long(on),
        _ => String::new(),
    }
}

/// Who acts next, and by when.
pub(crate) fn next(l: Locale, zone: &Zone, due: Option<Due>) -> String {
    let Some(due) = due else { return l.t("placement-nobody").to_owned() };
    let who = l.term("placement_who", due.who.code());
    let by = by(l, zone, due);
    if by.is_empty() {
        l.format("placement-next", &[("who", Arg::Str(who))])
    } else {
        l.format("placement-next-by", &[("who", Arg::Str(who)), ("at", Arg::Str(&by))])
    }
}

/// What happened, in words.
pub(crate) fn what(l: Locale, made: &Made) -> &'static str {
    l.term("entry", &format!("placement_{}", made.what))
}

/// What was said with a step, beside its day.
pub(crate) fn said(l: Locale, made: &Made) -> String {
    let said = &made.said;
    let mut parts = vec![l.date_long(said.on)];
    parts.extend(said.ground.map(|ground| l.term("placement_ground", ground.code()).to_owned()));
    parts.extend(said.reason.map(|reason| l.term("quota_reason", reason.code()).to_owned()));
    parts.extend(said.justified.map(|yes| match yes {
        true => l.t("placement-justified").to_owned(),
        false => l.t("placement-unjustified").to_owned(),
    }));
    parts.extend(
        said.until
            .map(|until| l.format("placement-put-off", &[("day", Arg::Str(&l.date_long(until)))])),
    );
    parts.extend(said.months.map(|months| l.count("placement-months-n", i64::from(months))));
    parts.extend(said.paper.as_ref().map(|paper| {
        let day = l.date_long(paper.date);
        let number = paper.number.to_string();
        let args = [("number", Arg::Str(&number)), ("day", Arg::Str(&day))];
        l.format("placement-paper-of", &args)
    }));
    parts.extend(said.note.as_ref().map(|note| words::text(l, note).0));
    parts.extend(said.by.map(|by| l.term("placement_by", by.code()).to_owned()));
    parts.join(" · ")
}

/// The obligation, as terms and values.
pub(crate) fn duty(l: Locale, it: &Placement) -> Vec<(String, String)> {
    let Some(duty) = &it.duty else { return Vec::new() };
    let mut facts = vec![(
        l.t("placement-duty").to_owned(),
        l.term("placement_duty", duty.state.code()).to_owned(),
    )];
    if let Some(place) = &duty.place {
        facts.push((l.t("placement-duty-place").to_owned(), words::text(l, place).0));
    }
    facts.push((l.t("placement-duty-ends").to_owned(), l.date_long(duty.ends)));
    if duty.state == DutyState::Running {
        facts.push((l.t("placement-duty-due").to_owned(), l.date_long(duty.due)));
    }
    facts
}

/// The fields that a step asks for.
pub(crate) fn inputs(l: Locale, step: Step) -> Vec<Input> {
    let Some(rule) = rule(step) else { return Vec::new() };
    let mut all = Vec::new();
    for need in rule.needs {
        all.push(match need {
            Need::Reason => {
                let reasons = rule.reasons.iter();
                let choice = |r: &kelisim_domain::quota::Reason| {
                    Choice::new(r.code(), l.term("quota_reason", r.code()))
                };
                Input::select(l, "reason", l.t("placement-reason"), reasons.map(choice).collect())
            }
            Need::Note if step == Step::Serve || step == Step::TransferDuty => {
                Input::line("note", l.t("placement-duty-place")).hint(l.t("placement-no-names"))
            }
            Need::Note => {
                Input::area(l, "note", l.t("placement-note")).hint(l.t("placement-no-names"))
            }
            Need::Until => {
                Input::line("until", l.t("placement-until")).hint(l.t("placement-day-hint"))
            }
            Need::Months => Input::line("months", l.t("placement-months")),
            Need::Justified => {
                let choices = vec![
                    Choice::new("yes", l.t("placement-justified")),
                    Choice::new("no", l.t("placement-unjustified")),
                ];
                Input::select(l, "justified", l.t("placement-justified-ask"), choices)
            }
            Need::Ground => grounds(l),
            Need::Paper => {
                Input::line("paper", l.t("placement-paper")).hint(l.t("placement-paper-hint"))
            }
        });
        if *need == Need::Paper {
            all.push(Input::line("paper_date", l.t("placement-paper-date")).optional());
        }
    }
    all
}

/// What an appeal can be about.
pub(crate) fn grounds(l: Locale) -> Input {
    let all = kelisim_domain::programme::placement::Ground::ALL.iter();
    let choices = all.map(|g| Choice::new(g.code(), l.term("placement_ground", g.code())));
    Input::select(l, "ground", l.t("placement-ground"), choices.collect())
        .hint(l.t("placement-ground-hint"))
}

/// The fields of a deadline.
pub(crate) fn deadline(l: Locale, zone: &Zone) -> Vec<Input> {
    let zone = zone.to_string();
    let hint = l.format("placement-hold-hint", &[("zone", Arg::Str(&zone))]);
    vec![
        Input::line("days", l.t("placement-days")).hint(l.t("placement-days-hint")),
        Input::line("holidays", l.t("placement-holidays"))
            .hint(l.t("placement-holidays-hint"))
            .optional(),
        Input::line("hold", l.t("placement-hold")).hint(&hint).optional(),
    ]
}

/// The name of an applicant's step, as a button says it.
pub(crate) fn answer(l: Locale, step: Step) -> &'static str {
    match step {
        Step::Accept => l.t("placement-do-accept"),
        Step::Hold => l.t("placement-do-hold"),
        Step::Wish => l.t("placement-do-wish"),
        Step::Content => l.t("placement-do-content"),
        Step::Decline => l.t("placement-do-decline"),
        Step::AskVisa => l.t("placement-do-visa"),
        Step::Appeal => l.t("placement-do-appeal"),
        other => l.term("entry", &format!("placement_{}", other.code())),
    }
}

/// What an applicant has to know before a step.
pub(crate) fn lead(l: Locale, step: Step) -> &'static str {
    match step {
        Step::Accept => l.t("placement-lead-accept"),
        Step::Hold => l.t("placement-lead-hold"),
        Step::Wish => l.t("placement-lead-wish"),
        Step::Content => l.t("placement-lead-content"),
        Step::Decline => l.t("placement-lead-decline"),
        Step::Appeal => l.t("placement-lead-appeal"),
        _ => l.t("placement-lead-step"),
    }
}

/// Whether a step gives something up.
pub(crate) const fn tone(step: Step) -> &'static str {
    match step {
        Step::Decline
        | Step::Lapse
        | Step::Revoke
        | Step::Interrupt
        | Step::Breach
        | Step::Reject => "no",
        _ => "go",
    }
}

/// The word for who acts.
pub(crate) fn who(l: Locale, who: Who) -> &'static str {
    l.term("placement_who", who.code())
}
