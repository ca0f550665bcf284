//! What is done with all placements of a call: offered, lapsed, given on; and an appeal of somebody without a place.

use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::placement::{self, OfferForm};
use kelisim_app::{AppError, Result};
use kelisim_domain::id::CallId;
use kelisim_domain::programme::call::Call;
use kelisim_i18n::{Arg, Locale};

use super::super::run::told::{seat, seats};
use super::told;
use crate::answer::{Answer, Failure};
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;

/// An act.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Name,
    Offer,
    Lapse,
    Promote,
    Appeal,
}

impl Work {
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        Ok(match code.as_str() {
            "name" => Self::Name,
            "offer" => Self::Offer,
            "lapse" => Self::Lapse,
            "promote" => Self::Promote,
            "appeal" => Self::Appeal,
            _ => return Err(AppError::NotFound.into()),
        })
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Offer => "offer",
            Self::Lapse => "lapse",
            Self::Promote => "promote",
            Self::Appeal => "appeal",
        }
    }

    fn words(self, l: Locale) -> (&'static str, &'static str) {
        match self {
            Self::Name => (l.t("placement-do-name"), l.t("placement-lead-name")),
            Self::Offer => (l.t("placement-do-offer"), l.t("placement-lead-offer")),
            Self::Lapse => (l.t("placement-do-lapse"), l.t("placement-lead-lapse")),
            Self::Promote => (l.t("placement-do-promote"), l.t("placement-lead-promote")),
            Self::Appeal => (l.t("placement-do-appeal-of"), l.t("placement-lead-appeal")),
        }
    }
}

/// The form of an act, with what it will move.
pub(super) async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: CallId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let (title, lead) = work.words(l);
    let found = placement::board(&ctx, id, &placement::Wanted::default()).await?;
    let call = found.call;
    let terms = call.shown().ok_or(AppError::NotFound)?;
    let suggested =
        if found.released { placement::suggested(&ctx, id).await? } else { OfferForm::default() };
    let more = if found.released {
        preview(visit, &call, work, found.overdue).await?
    } else {
        vec![l.t("placement-no-result-yet").to_owned()]
    };
    let inputs = match work {
        Work::Lapse => Vec::new(),
        Work::Name => names_and_deadline(visit, &call).await?,
        Work::Offer | Work::Promote => told::deadline(l, &terms.zone),
        Work::Appeal => vec![
            Input::line("code", l.term("candidate_column", "code")),
            told::grounds(l),
            Input::line("on", l.t("placement-on")).hint(l.t("placement-on-hint")).optional(),
            Input::line("holidays", l.t("placement-holidays"))
                .hint(l.t("placement-holidays-hint"))
                .optional(),
        ],
    };
    let at = visit.at(&format!("/calls/{id}/placements/{}", work.code()));
    let sheet = Sheet::new(&at, title, inputs).fill(|name| match name {
        "days" => Some(suggested.days.as_str()),
        "holidays" => Some(suggested.holidays.as_str()),
        _ => None,
    });
    let head = Head {
        nav: Nav::Calls,
        title: title.to_owned(),
        crumb: (visit.at(&format!("/calls/{id}/placements")), l.t("placement-title")),
        lead,
    };
    sheet.show_with(visit, &start, head, more).await
}

/// Everybody who can be given a place by name, each with each place that is wanted and there, and the deadline of the offers.
async fn names_and_deadline(visit: &Visit, call: &Call) -> Result<Vec<Input>> {
    let l = visit.locale;
    let ctx = visit.context();
    let terms = call.shown().ok_or(AppError::NotFound)?;
    let mut inputs = Vec::new();
    if call.by_name() {
        let names = directory(&ctx).await?;
        let seats = seats(l, &names, terms);
        let found = placement::nominated(&ctx, call.id).await?;
        let mut choices = Vec::new();
        for one in &found.nominated {
            let mut wants: Vec<(u32, u32)> =
                one.nominee.wants.iter().map(|(seat, rank)| (*rank, *seat)).collect();
            wants.sort_unstable();
            let people = u64::from(one.nominee.people);
            for (rank, number) in wants {
                let pool = found.pools.get(&number).copied().unwrap_or_default();
                if pool.left.max(pool.returned) >= people {
                    let label = nominee(l, one, &seat(&seats, number), rank);
                    let value = format!("{}/{number}", one.nominee.code);
                    choices.push(Choice::new(value, label));
                }
            }
        }
        inputs.push(
            Input::several("given", l.t("placement-named"), choices)
                .needed()
                .hint(l.t("placement-named-hint")),
        );
    }
    inputs.extend(told::deadline(l, &terms.zone));
    Ok(inputs)
}

/// Somebody with a place, in words: the name, the receipt, the place, which choice it is, the score.
fn nominee(l: Locale, one: &placement::Nominated, seat: &str, rank: u32) -> String {
    let rank = rank.to_string();
    let mut parts = vec![
        format!("{} ({})", one.name, one.nominee.code),
        seat.to_owned(),
        l.format("run-rank", &[("rank", Arg::Str(&rank))]),
    ];
    if one.nominee.people > 1 {
        parts.push(l.count("placement-people", i64::from(one.nominee.people)));
    }
    parts.extend(one.nominee.score.as_ref().map(|score| l.decimal(&score.to_string())));
    parts.join(" · ")
}

/// What an act will move, line by line.
async fn preview(visit: &Visit, call: &Call, work: Work, overdue: u64) -> Result<Vec<String>> {
    let l = visit.locale;
    let ctx = visit.context();
    let names = directory(&ctx).await?;
    let terms = call.shown().ok_or(AppError::NotFound)?;
    let seats = seats(l, &names, terms);
    let told = |number: u32, n: u64| {
        let (name, n) = (seat(&seats, number), n.to_string());
        l.format("placement-will-offer", &[("seat", Arg::Str(&name)), ("n", Arg::Str(&n))])
    };
    Ok(match work {
        Work::Name => {
            let found = placement::nominated(&ctx, call.id).await?;
            let there = found.pools.iter().map(|(number, pool)| {
                let (left, returned) = (pool.left.to_string(), pool.returned.to_string());
                let name = seat(&seats, *number);
                let args = [
                    ("seat", Arg::Str(&name)),
                    ("left", Arg::Str(&left)),
                    ("returned", Arg::Str(&returned)),
                ];
                l.format("placement-there", &args)
            });
            let mut lines: Vec<String> = there.collect();
            if found.nominated.is_empty() {
                lines.push(l.t("placement-nobody-nominated").to_owned());
            }
            lines
        }
        Work::Offer => {
            let preview = placement::preview(&ctx, call.id).await?;
            let mut lines: Vec<String> =
                preview.by_seat.iter().map(|(number, n)| told(*number, *n)).collect();
            if preview.later > 0 {
                let n = preview.later.to_string();
                lines.push(l.format("placement-will-later", &[("n", Arg::Str(&n))]));
            }
            if lines.is_empty() {
                lines.push(l.t("placement-will-nothing").to_owned());
            }
            lines
        }
        Work::Promote => match placement::plan(&ctx, call.id).await {
            Ok(plan) if plan.is_empty() => vec![l.t("placement-will-nothing").to_owned()],
            Ok(plan) => plan
                .iter()
                .map(|one| {
                    let from = one.from.map_or_else(
                        || l.t("run-no-place").to_owned(),
                        |number| seat(&seats, number),
                    );
                    let to = seat(&seats, one.to);
                    let args = [
                        ("code", Arg::Str(&one.code)),
                        ("from", Arg::Str(&from)),
                        ("to", Arg::Str(&to)),
                    ];
                    l.format("placement-will-move", &args)
                })
                .collect(),
            Err(AppError::Refused(refusals)) => {
                refusals.iter().map(|refusal| crate::words::refusal(l, refusal)).collect()
            }
            Err(error) => return Err(error),
        },
        Work::Lapse => {
            let n = overdue.to_string();
            vec![l.format("placement-overdue-n", &[("n", Arg::Str(&n))])]
        }
        Work::Appeal => Vec::new(),
    })
}

/// Does an act.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    posted.visit.context().authorise(Action::KeepRecord)?;
    let (id, work): (CallId, Work) = (at.read("id")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let ctx = visit.context();
    let done = match work {
        Work::Name => placement::name(&ctx, id, &fields.form()).await.map(drop),
        Work::Offer => placement::offer_all(&ctx, id, &fields.form()).await.map(drop),
        Work::Lapse => placement::lapse_all(&ctx, id).await.map(drop),
        Work::Promote => placement::promote(&ctx, id, &fields.form()).await.map(drop),
        Work::Appeal => placement::appeal(&ctx, id, &fields.form()).await.map(drop),
    };
    let path = format!("/calls/{id}/placements");
    posted.answered(done, &path, |start| write(visit, id, work, start)).await
}
