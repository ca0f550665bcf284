//! What a program can do to the record: the same use cases as the forms of the console, one table of addresses.

use kelisim_app::communique::{self, AddForm, Added, Became, DraftForm};
use kelisim_app::indicator;
use kelisim_app::instrument;
use kelisim_app::party;
use kelisim_app::quota;
use kelisim_app::{AppError, Context, commitment, observation};
use kelisim_domain::Refusal;
use kelisim_domain::id::{
    CommitmentId, DraftId, IndicatorId, InstrumentId, MoveId, ObservationId, QuotaLineId, SourceId,
};
use kelisim_domain::party::PartyCode;
use kelisim_domain::token::Scope;
use serde::{Deserialize, Serialize};

use super::write::{Begun, Came, Order, Place};
use crate::answer::{Answer, Failure};
use crate::routes::At;

/// What is said when a statement is withdrawn.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Withdrawal {
    /// The version that entered it.
    statement: String,
    /// Why.
    reason: String,
}

/// A body that says nothing, for what needs no words.
#[derive(Default, Serialize, Deserialize)]
struct Nothing {}

/// What a change comes to.
type Change = Result<Came, Failure>;

const SOURCES: Place =
    Place { scope: Scope::WriteSources, list: "/api/v1/sources", thing: None, code: None };
const PROMISES: Place =
    Place { scope: Scope::WritePromises, list: "/api/v1/promises", thing: None, code: None };
const FIGURES: Place =
    Place { scope: Scope::WriteFigures, list: "/api/v1/figures", thing: None, code: None };
const INDICATORS: Place =
    Place { scope: Scope::WriteIndicators, list: "/api/v1/indicators", thing: None, code: None };
const INSTRUMENTS: Place =
    Place { scope: Scope::WriteInstruments, list: "/api/v1/instruments", thing: None, code: None };
const TEXTS: Place =
    Place { scope: Scope::ApproveTexts, list: "/api/v1/instruments", thing: None, code: None };
const QUOTAS: Place =
    Place { scope: Scope::WriteQuotas, list: "/api/v1/quotas", thing: None, code: None };

/// What was done at a place under the key before is answered, else it is done by a function and answered.
macro_rules! once {
    ($order:ident at $place:expr, $does:ident($($more:expr),*)) => {{
        let place = $place;
        let once = match $order.begin(&place).await? {
            Begun::Before(answer) => return Ok(answer),
            Begun::Now(once) => once,
        };
        let came = $does(&$order, &$order.context(&once), $($more),*).await;
        $order.finish(&place, &once, came).await
    }};
}

/// A handler of a list, or of an act on what is in it.
macro_rules! handlers {
    ($($(#[$doc:meta])* $name:ident: $place:ident, $does:ident;)+) => {$(
        $(#[$doc])*
        pub(super) async fn $name(order: Order) -> Answer {
            once!(order at $place, $does())
        }
    )+};
    (on $($(#[$doc:meta])* $name:ident: $place:ident, $does:ident;)+) => {$(
        $(#[$doc])*
        pub(super) async fn $name(at: At, order: Order) -> Answer {
            let (id, act): (uuid::Uuid, String) = (at.read("id")?, at.read("act")?);
            once!(order at Place { thing: Some(id), ..$place }, $does(id, &act))
        }
    )+};
}

handlers! {
    /// Enters a source.
    add_source: SOURCES, source;
    /// Enters a commitment.
    add_promise: PROMISES, promise_new;
    /// Books a reported figure.
    add_figure: FIGURES, figure_new;
    /// Defines an indicator.
    add_indicator: INDICATORS, indicator_new;
    /// Enters an instrument.
    add_instrument: INSTRUMENTS, instrument_new;
    /// Opens a line of the quota ledger.
    add_quota: QUOTAS, quota_new;
}

handlers! { on
    /// What happens to a commitment.
    promise: PROMISES, promise_act;
    /// What happens to a figure.
    figure: FIGURES, figure_act;
    /// What happens to an indicator.
    indicator_act: INDICATORS, indicator_does;
    /// What happens to an instrument: acts of its parties and the other facts.
    instrument_act: INSTRUMENTS, instrument_does;
    /// What happens to a line: moves, counter-entries, publication.
    quota_act: QUOTAS, quota_does;
}

async fn source(order: &Order, ctx: &Context<'_>) -> Change {
    let form: AddForm = order.form()?;
    let id = SourceId::new(ctx.new_id());
    let added = communique::add(ctx, id, order.language, &form, form.text.as_bytes()).await?;
    Ok(match added {
        Added::New(_) => Came::Written,
        Added::Known(known) => Came::Known(known.uuid()),
    })
}

async fn promise_new(order: &Order, ctx: &Context<'_>) -> Change {
    confirm(order, ctx, "").await
}

/// Confirms a passage of a source that is being read; it becomes a commitment, or says one again.
async fn confirm(order: &Order, ctx: &Context<'_>, restates: &str) -> Change {
    let (form, beside) = order.form_beside::<DraftForm>(&["source"])?;
    let form = DraftForm { kind: "commitment".to_owned(), restates: restates.to_owned(), ..form };
    let unknown = || AppError::from(Refusal::of("source", "source-unknown"));
    let source = beside.get("source").and_then(|id| id.trim().parse::<SourceId>().ok());
    let source = source.ok_or_else(unknown)?;
    let id = DraftId::new(ctx.new_id());
    match communique::confirm(ctx, source, id, 0, order.language, &form).await {
        Ok(Became::Commitment(_) | Became::Observation(_)) => Ok(Came::Written),
        Err(AppError::NotFound) => Err(unknown().into()),
        Err(error) => Err(error.into()),
    }
}

async fn promise_act(order: &Order, ctx: &Context<'_>, id: uuid::Uuid, act: &str) -> Change {
    let (id, language) = (CommitmentId::new(id), order.language);
    if act == "restate" {
        order.no_version()?;
        commitment::page(ctx, id, None).await?;
        return confirm(order, ctx, &id.to_string()).await;
    }
    let version = || order.version();
    match act {
        "report" => commitment::report(ctx, id, version()?, language, &order.form()?).await?,
        "quota" => commitment::state_quota(ctx, id, version()?, &order.form()?).await?,
        "judge" => commitment::judge(ctx, id, version()?, language, &order.form()?).await?,
        "describe" => commitment::describe(ctx, id, version()?, language, &order.form()?).await?,
        "publish" | "unpublish" => {
            let (version, Nothing {}) = (version()?, order.form()?);
            commitment::publish(ctx, id, version, act == "publish").await?;
        }
        "withdraw" => {
            let version = version()?;
            let Withdrawal { statement, reason } = order.form()?;
            let statement = statement.trim().parse().unwrap_or(0);
            commitment::withdraw(ctx, id, version, statement, language, &reason).await?;
        }
        _ => return Err(AppError::NotFound.into()),
    }
    Ok(Came::Written)
}

async fn figure_new(order: &Order, ctx: &Context<'_>) -> Change {
    let id = ObservationId::new(ctx.new_id());
    observation::book(ctx, id, order.language, &order.form()?).await?;
    Ok(Came::Written)
}

async fn figure_act(order: &Order, ctx: &Context<'_>, id: uuid::Uuid, act: &str) -> Change {
    let id = ObservationId::new(id);
    match act {
        "revise" => {
            let (version, form) = (order.version()?, order.form()?);
            observation::revise(ctx, id, version, order.language, &form).await?;
        }
        "publish" | "unpublish" => {
            let (version, Nothing {}) = (order.version()?, order.form()?);
            observation::publish(ctx, id, version, act == "publish").await?;
        }
        _ => return Err(AppError::NotFound.into()),
    }
    Ok(Came::Written)
}

async fn indicator_new(order: &Order, ctx: &Context<'_>) -> Change {
    let id = IndicatorId::new(ctx.new_id());
    indicator::define(ctx, id, order.language, &order.form()?).await?;
    Ok(Came::Written)
}

async fn indicator_does(order: &Order, ctx: &Context<'_>, id: uuid::Uuid, act: &str) -> Change {
    let (id, language) = (IndicatorId::new(id), order.language);
    let version = || order.version();
    match act {
        "describe" => indicator::describe(ctx, id, version()?, language, &order.form()?).await?,
        "method" => indicator::method(ctx, id, version()?, language, &order.form()?).await?,
        "withdraw" => indicator::withdraw(ctx, id, version()?, language, &order.form()?).await?,
        "publish" | "unpublish" => {
            let (version, Nothing {}) = (version()?, order.form()?);
            indicator::publish(ctx, id, version, act == "publish").await?;
        }
        _ => return Err(AppError::NotFound.into()),
    }
    Ok(Came::Written)
}

async fn instrument_new(order: &Order, ctx: &Context<'_>) -> Change {
    let id = InstrumentId::new(ctx.new_id());
    instrument::enter(ctx, id, order.language, &order.form()?).await?;
    Ok(Came::Written)
}

async fn instrument_does(order: &Order, ctx: &Context<'_>, id: uuid::Uuid, act: &str) -> Change {
    let (id, language) = (InstrumentId::new(id), order.language);
    let version = || order.version();
    match act {
        "act" => instrument::act(ctx, id, version()?, language, &order.form()?).await?,
        "clause" => instrument::clause(ctx, id, version()?, &order.form()?).await?,
        "force" => instrument::force(ctx, id, version()?, &order.form()?).await?,
        "change" => instrument::change(ctx, id, version()?, language, &order.form()?).await?,
        "link" => instrument::link(ctx, id, version()?, &order.form()?).await?,
        "describe" => instrument::describe(ctx, id, version()?, language, &order.form()?).await?,
        "draft" => instrument::draft(ctx, id, version()?, language, &order.form()?, None).await?,
        "signed" => instrument::signed(ctx, id, version()?, &order.form()?, None).await?,
        "withdraw" => instrument::withdraw(ctx, id, version()?, language, &order.form()?).await?,
        "publish" | "unpublish" => {
            let (version, Nothing {}) = (version()?, order.form()?);
            instrument::publish(ctx, id, version, act == "publish").await?;
        }
        _ => return Err(AppError::NotFound.into()),
    }
    Ok(Came::Written)
}

/// Approves the present text of an instrument for the side of the token's person.
pub(super) async fn approve_text(at: At, order: Order) -> Answer {
    let id: uuid::Uuid = at.read("id")?;
    once!(order at Place { thing: Some(id), ..TEXTS }, text_approved(InstrumentId::new(id)))
}

async fn text_approved(order: &Order, ctx: &Context<'_>, id: InstrumentId) -> Change {
    instrument::approve(ctx, id, order.version()?, order.language, &order.form()?).await?;
    Ok(Came::Written)
}

async fn quota_new(order: &Order, ctx: &Context<'_>) -> Change {
    let id = QuotaLineId::new(ctx.new_id());
    quota::open(ctx, id, order.language, &order.form()?).await?;
    Ok(Came::Written)
}

async fn quota_does(order: &Order, ctx: &Context<'_>, id: uuid::Uuid, act: &str) -> Change {
    let (id, booking, language) = (QuotaLineId::new(id), MoveId::new(ctx.new_id()), order.language);
    match act {
        "move" => {
            order.no_version()?;
            quota::book(ctx, id, booking, language, &order.form()?).await?;
        }
        "reverse" => {
            order.no_version()?;
            quota::reverse(ctx, id, booking, language, &order.form()?).await?;
        }
        "publish" | "unpublish" => {
            let (version, Nothing {}) = (order.version()?, order.form()?);
            quota::publish(ctx, id, version, act == "publish").await?;
        }
        _ => return Err(AppError::NotFound.into()),
    }
    Ok(Came::Written)
}

const PARTIES: Place =
    Place { scope: Scope::WriteParties, list: "/api/v1/parties", thing: None, code: None };

/// The place of a party; it is addressed by its code.
fn place_of(code: &PartyCode) -> Place {
    Place { thing: Some(code.stream().uuid()), code: Some(code.to_string()), ..PARTIES }
}

/// Enters a party. Its code is in the body, so the answer to the same request names the same address.
pub(super) async fn add_party(order: Order) -> Answer {
    let code = Some(order.field("code").trim().to_uppercase());
    once!(order at Place { code, ..PARTIES }, party_new())
}

async fn party_new(order: &Order, ctx: &Context<'_>) -> Change {
    Ok(match party::enter(ctx, order.language, &order.form()?).await? {
        party::Came::Written(_) => Came::Written,
        party::Came::Known(code) => Came::Known(code.stream().uuid()),
    })
}

/// What happens to a party. Of a merge the party that stays is answered: its id, its code, its version.
pub(super) async fn party_act(at: At, order: Order) -> Answer {
    let (code, act): (PartyCode, String) = (at.read("code")?, at.read("act")?);
    let into = order.field("into").trim().parse::<PartyCode>().ok();
    let place = place_of(into.as_ref().filter(|_| act == "merge").unwrap_or(&code));
    once!(order at place, party_does(&code, &act))
}

async fn party_does(order: &Order, ctx: &Context<'_>, code: &PartyCode, act: &str) -> Change {
    let (version, language) = (|| order.version(), order.language);
    match act {
        "name" => party::rename(ctx, code, version()?, language, &order.form()?).await?,
        "merge" => {
            let came = party::merge(ctx, code, version()?, language, &order.form()?).await?;
            if let party::Came::Known(stays) = came {
                return Ok(Came::Known(stays.stream().uuid()));
            }
        }
        "apart" => party::take_apart(ctx, code, version()?, language, &order.form()?).await?,
        _ => return Err(AppError::NotFound.into()),
    }
    Ok(Came::Written)
}
