//! What an officer does to a commitment: one form page for each act, posted to its own address.

use std::str::FromStr;

use askama::Template;
use axum::http::StatusCode;
use kelisim_app::access::Action;
use kelisim_app::charge::{self, ChargeForm};
use kelisim_app::commitment::{
    self as app, DescribeForm, Filter, Page, QuotaForm, ReportForm, VerdictForm,
};
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::{AppError, Context, communique};
use kelisim_domain::Refusal;
use kelisim_domain::id::CommitmentId;
use kelisim_domain::stage::{Delivery, Verdict};
use kelisim_domain::topic::{Channel, Topic};
use kelisim_i18n::{Arg, Locale};

use super::shown::Wording;
use crate::answer::{Answer, page_with, see_other};
use crate::form::{Choice, Control, mistakes};
use crate::posted::{Fields, Posted};
use crate::routes::At;
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, Told};

/// An act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Report,
    Quota,
    Judge,
    Charge,
    Describe,
    Publish,
    Unpublish,
    Withdraw,
}

impl FromStr for Act {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "report" => Self::Report,
            "quota" => Self::Quota,
            "judge" => Self::Judge,
            "charge" => Self::Charge,
            "describe" => Self::Describe,
            "publish" => Self::Publish,
            "unpublish" => Self::Unpublish,
            "withdraw" => Self::Withdraw,
            _ => return Err(()),
        })
    }
}

impl Act {
    fn title(self, l: Locale) -> &'static str {
        match self {
            Self::Report => l.t("act-report"),
            Self::Quota => l.t("act-quota"),
            Self::Judge => l.t("act-judge"),
            Self::Charge => l.t("charge-give"),
            Self::Describe => l.t("act-describe"),
            Self::Publish => l.t("act-publish"),
            Self::Unpublish => l.t("act-unpublish"),
            Self::Withdraw => l.t("act-withdraw"),
        }
    }
}

#[derive(Template)]
#[template(path = "act.html")]
struct ActPage {
    shell: Shell,
    subject: Told,
    back: String,
    version: i64,
    hidden: Vec<(&'static str, String)>,
    controls: Vec<Control>,
    submit: String,
    now: Vec<(String, String)>,
    reasons: Vec<String>,
    stale: bool,
}

impl ActPage {
    fn mistakes(&self) -> Vec<(&'static str, &str)> {
        mistakes(self.controls.iter().map(|control| &control.field))
    }
}

/// Shows the form of an act: as the record stands, or with what was typed before.
pub(super) async fn form(visit: Visit, at: At) -> Answer {
    let (id, act) = (at.read("id")?, at.read("act")?);
    let kept = visit.kept().await?;
    show(&visit, id, act, kept.as_ref(), &[]).await
}

async fn show(
    visit: &Visit,
    id: CommitmentId,
    act: Act,
    typed: Option<&Fields>,
    refused: &[Refusal],
) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let seen = app::page(&ctx, id, None).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let wording =
        Wording { locale: l, names: &names, sources: &seen.sources, place: "commitments" };
    let mut controls = controls(&ctx, l, act, &seen).await?;
    for control in &mut controls {
        let field = &mut control.field;
        if let Some(typed) = typed {
            typed.get(field.name).clone_into(&mut field.value);
        }
        let refusal = refused.iter().find(|r| r.field == Some(field.name));
        field.error = refusal.map(|refusal| words::refusal(l, refusal));
    }
    let at_a_field = |r: &Refusal| controls.iter().any(|c| r.field == Some(c.field.name));
    let reasons = refused.iter().filter(|r| !at_a_field(r)).map(|r| words::refusal(l, r)).collect();
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let commitment = &seen.line.commitment;
    page_with(
        status,
        &ActPage {
            shell: visit.shell(act.title(l), Nav::Commitments).await?,
            subject: Told::new(l, &commitment.description.title),
            back: visit.at(&format!("/commitments/{id}")),
            version: commitment.version,
            hidden: Vec::new(),
            submit: match act {
                Act::Publish | Act::Unpublish | Act::Withdraw => act.title(l).to_owned(),
                _ => l.t("save").to_owned(),
            },
            now: now(l, &names, &wording, &seen),
            stale: visit.is_stale(),
            controls,
            reasons,
        },
    )
}

/// What stands in the record, beside the form.
fn now(l: Locale, names: &Directory, wording: &Wording<'_>, seen: &Page) -> Vec<(String, String)> {
    let shown = wording.shown(seen);
    let d = &seen.line.commitment.description;
    let mut now = vec![
        (l.t("col-commitment").to_owned(), shown.title.text.clone()),
        (l.t("col-stage").to_owned(), l.term("stage", shown.stage).to_owned()),
        (l.t("filter-partner").to_owned(), words::party(l, names, &d.partner)),
    ];
    now.extend(shown.facts);
    now.push((l.t("fact-topic").to_owned(), l.term("topic", shown.topic).to_owned()));
    now
}

fn coded<T: Copy>(
    l: Locale,
    family: &str,
    all: &[T],
    code: impl Fn(T) -> &'static str,
) -> Vec<Choice> {
    all.iter().map(|&value| Choice::new(code(value), l.term(family, code(value)))).collect()
}

async fn controls(
    ctx: &Context<'_>,
    l: Locale,
    act: Act,
    seen: &Page,
) -> Result<Vec<Control>, AppError> {
    Ok(match act {
        Act::Report => {
            let states = coded(l, "delivery", Delivery::ALL, Delivery::code);
            let mut controls = vec![
                Control::choice("state", l.t("field-state"), states),
                Control::line("valid", l.t("field-valid")).hint(l.t("field-valid-hint")).optional(),
                Control::text("reason", l.t("field-reason")).optional(),
            ];
            controls.extend(cite(ctx, l).await?);
            controls
        }
        Act::Quota => {
            let channels = coded(l, "channel", Channel::ALL, Channel::code);
            let mut controls = vec![
                Control::line("period", l.t("field-period")).hint(l.t("field-valid-hint")),
                Control::choice("channel", l.t("field-channel"), channels),
                Control::line("places", l.t("field-places")),
            ];
            controls.extend(cite(ctx, l).await?);
            controls
        }
        Act::Judge => {
            let verdicts = coded(l, "verdict", Verdict::ALL, Verdict::code);
            vec![
                Control::choice("verdict", l.t("field-verdict"), verdicts),
                Control::text("evidence", l.t("field-evidence")).hint(l.t("field-evidence-hint")),
            ]
        }
        Act::Charge => charged(ctx, l, seen).await?,
        Act::Describe => describe(ctx, l, seen).await?,
        Act::Publish | Act::Unpublish => Vec::new(),
        Act::Withdraw => vec![
            Control::choice("statement", l.t("field-entry"), entries(l, seen)),
            Control::text("reason", l.t("field-why")),
        ],
    })
}

/// Source and passage.
async fn cite(ctx: &Context<'_>, l: Locale) -> Result<[Control; 2], AppError> {
    let sources = communique::choices(ctx).await?;
    let sources = sources
        .into_iter()
        .map(|(id, title)| Choice::new(id.to_string(), words::text(l, &title).0));
    Ok([
        Control::choice("source", l.t("field-source"), sources.collect()),
        Control::text("passage", l.t("field-passage")).hint(l.t("field-passage-hint")),
    ])
}

/// In whose charge: an account or an office, twice.
async fn charged(ctx: &Context<'_>, l: Locale, seen: &Page) -> Result<Vec<Control>, AppError> {
    let stands = ChargeForm::of(&seen.line.commitment, words::language(l));
    let mut people = vec![Choice::new("", l.t("charge-nobody"))];
    let known = charge::choices(ctx).await?;
    people.extend(known.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)));
    let account = |name, label: &str, value: &str| {
        Control::choice(name, label, people.clone()).value(value).optional()
    };
    let office = |name, label: &str, value: &str| {
        Control::line(name, label).hint(l.t("charge-office-hint")).value(value).optional()
    };
    Ok(vec![
        account("responsible", l.t("charge-responsible"), &stands.responsible),
        office("responsible_office", l.t("charge-responsible-office"), &stands.responsible_office),
        account("deputy", l.t("charge-deputy"), &stands.deputy),
        office("deputy_office", l.t("charge-deputy-office"), &stands.deputy_office),
    ])
}

async fn describe(ctx: &Context<'_>, l: Locale, seen: &Page) -> Result<Vec<Control>, AppError> {
    let commitment = &seen.line.commitment;
    let stands = DescribeForm::of(commitment);
    let topics = coded(l, "topic", Topic::ALL, Topic::code);
    let filter =
        Filter { partner: Some(commitment.description.partner.clone()), ..Filter::default() };
    let others = app::list(ctx, &filter, None, None, 100).await?.lines;
    let mut older = vec![Choice::new("", l.t("field-successor-none"))];
    older.extend(others.iter().filter(|line| line.commitment.id != commitment.id).map(|line| {
        let title = words::text(l, &line.commitment.description.title).0;
        Choice::new(line.commitment.id.to_string(), title)
    }));
    let parties_hint = l.format("field-parties-hint", &[("example", Arg::Str("TR KG WHO"))]);
    Ok(vec![
        Control::line("title_kk", l.t("field-title-kk")).value(&stands.title_kk).optional(),
        Control::line("title_ky", l.t("field-title-ky")).value(&stands.title_ky).optional(),
        Control::line("title_ru", l.t("field-title-ru")).value(&stands.title_ru).optional(),
        Control::line("title_en", l.t("field-title-en")).value(&stands.title_en).optional(),
        Control::choice("topic", l.t("field-topic"), topics).value(&stands.topic),
        Control::line("promisors", l.t("field-promisors"))
            .hint(&parties_hint)
            .value(&stands.promisors)
            .optional(),
        Control::line("beneficiaries", l.t("field-beneficiaries"))
            .hint(&parties_hint)
            .value(&stands.beneficiaries)
            .optional(),
        Control::choice("successor_of", l.t("field-successor"), older)
            .value(&stands.successor_of)
            .optional(),
    ])
}

/// Entries of the history to choose from; the first statement cannot be withdrawn.
fn entries(l: Locale, seen: &Page) -> Vec<Choice> {
    let commitment = &seen.line.commitment;
    let first = commitment.statements.first().map(|s| s.meta.version);
    let quoted = commitment
        .statements
        .iter()
        .map(|s| (s.meta, &s.what.quotation))
        .chain(commitment.quotas.iter().map(|q| (q.meta, &q.what.quotation)))
        .chain(commitment.reports.iter().map(|r| (r.meta, &r.what.quotation)));
    let mut entries: Vec<_> = quoted
        .filter(|(meta, _)| Some(meta.version) != first)
        .map(|(meta, quotation)| {
            let words: String = quotation.exact.chars().take(70).collect();
            let label = format!("{} · {words}", l.date_short(meta.known_on));
            (meta.version, Choice::new(meta.version.to_string(), label))
        })
        .collect();
    entries.sort_by_key(|(version, _)| *version);
    entries.into_iter().map(|(_, choice)| choice).collect()
}

/// Takes the form of an act.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    let (id, act): (CommitmentId, Act) = (at.read("id")?, at.read("act")?);
    let visit = &posted.visit;
    let ctx = visit.context();
    match done(&ctx, visit, id, act, &posted.fields).await {
        Ok(()) => Ok(see_other(&visit.at(&format!("/commitments/{id}")))),
        Err(AppError::Refused(refused)) => {
            show(visit, id, act, Some(&posted.fields), &refused).await
        }
        Err(error) => Err(posted.failed(error).await),
    }
}

async fn done(
    ctx: &Context<'_>,
    visit: &Visit,
    id: CommitmentId,
    act: Act,
    fields: &Fields,
) -> Result<(), AppError> {
    let version = fields.number("version");
    let language = words::language(visit.locale);
    match act {
        Act::Report => app::report(ctx, id, version, language, &fields.form::<ReportForm>()).await,
        Act::Quota => app::state_quota(ctx, id, version, &fields.form::<QuotaForm>()).await,
        Act::Judge => app::judge(ctx, id, version, language, &fields.form::<VerdictForm>()).await,
        Act::Charge => charge::give(ctx, id, version, language, &fields.form::<ChargeForm>()).await,
        Act::Describe => {
            app::describe(ctx, id, version, language, &fields.form::<DescribeForm>()).await
        }
        Act::Publish => app::publish(ctx, id, version, true).await,
        Act::Unpublish => app::publish(ctx, id, version, false).await,
        Act::Withdraw => {
            let statement = fields.number("statement");
            app::withdraw(ctx, id, version, statement, language, fields.get("reason")).await
        }
    }
}
