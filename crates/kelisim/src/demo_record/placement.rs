//! What became of the places of the finished call: offers, answers, a place that went on to the next, some who arrived. All of it
//! is made up, as the candidates are.

use anyhow::Context as _;
use jiff::ToSpan as _;
use kelisim_app::Context;
use kelisim_app::programme::placement::{self, OfferForm, StepForm, Wanted};
use kelisim_domain::id::CallId;
use kelisim_domain::programme::placement::{Placement, Stage, Step};
use kelisim_domain::text::Language;

use super::load::told;

/// How many of those who accepted have arrived.
const ARRIVED: usize = 12;

/// Plays it, with contexts of the officer so many days after the result.
pub(super) async fn play<'a>(
    call: CallId,
    after: &(dyn Fn(i64) -> Context<'a> + Sync),
) -> anyhow::Result<()> {
    let offer = OfferForm { days: "5".to_owned(), ..OfferForm::default() };
    placement::offer_all(&after(1), call, &offer).await.map_err(told)?;
    for (n, it) in all(&after(1), call).await?.iter().enumerate() {
        match n % 10 {
            3 => step(&after(3), it, Step::Decline, &StepForm::default()).await?,
            // Nobody answers: the offer lapses.
            7 => {}
            _ => step(&after(4), it, Step::Accept, &StepForm::default()).await?,
        }
    }
    placement::lapse_all(&after(11), call).await.map_err(told)?;
    if !placement::plan(&after(12), call).await.map_err(told)?.is_empty() {
        placement::promote(&after(12), call, &offer).await.map_err(told)?;
    }
    for it in all(&after(12), call).await?.iter().filter(|it| it.stage == Stage::Offered).take(2) {
        step(&after(14), it, Step::Accept, &StepForm::default()).await?;
    }
    let accepted = all(&after(14), call).await?;
    let accepted = accepted.iter().filter(|it| it.stage == Stage::Accepted).take(ARRIVED);
    for (n, it) in accepted.enumerate() {
        arrive(n, it, after).await?;
    }
    Ok(())
}

/// The way of one who arrived: invited, there, enrolled. One of them completes a stay that is shortened for demonstration.
async fn arrive<'a>(
    n: usize,
    it: &Placement,
    after: &(dyn Fn(i64) -> Context<'a> + Sync),
) -> anyhow::Result<()> {
    let call = it.description.call;
    let steps: &[(i64, Step)] = match n {
        0 => &[
            (30, Step::Invite),
            (59, Step::Arrive),
            (60, Step::Enrol),
            (80, Step::Report),
            (85, Step::Complete),
            (88, Step::Serve),
        ],
        _ => &[(30, Step::Invite), (59, Step::Arrive), (60, Step::Enrol)],
    };
    for (day, made) in steps {
        let ctx = after(*day);
        let now = all(&ctx, call).await?;
        let it = now.iter().find(|own| own.id == it.id).context("a placement is gone")?;
        let on = ctx.today().saturating_sub(1.day());
        let form = StepForm {
            paper: format!("demo-{day}/{}", n + 1),
            note: if *made == Step::Complete || *made == Step::Serve {
                "Придумано и сокращено для показа".to_owned()
            } else {
                String::new()
            },
            months: "24".to_owned(),
            on: on.to_string(),
            ..StepForm::default()
        };
        step(&ctx, it, *made, &form).await?;
    }
    Ok(())
}

async fn all(ctx: &Context<'_>, call: CallId) -> anyhow::Result<Vec<Placement>> {
    Ok(placement::board(ctx, call, &Wanted::default()).await.map_err(told)?.placements)
}

async fn step(
    ctx: &Context<'_>,
    it: &Placement,
    made: Step,
    form: &StepForm,
) -> anyhow::Result<()> {
    let done = placement::step(ctx, it.id, it.version, Language::Ru, made, form).await;
    done.map_err(told).with_context(|| format!("{}: {}", it.description.code, made.code()))
}
