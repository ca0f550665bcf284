//! What is done with directions: proposed, changed, taken back, decided, and made into a call.

use kelisim_app::access::Action;
use kelisim_app::lookup::directory;
use kelisim_app::programme::direction::{self, Wanted, WishForm, kinds};
use kelisim_app::{AppError, Result};
use kelisim_domain::id::{CallId, DirectionId};
use kelisim_domain::programme::call::Funding;
use kelisim_domain::programme::direction::{Direction, Reason, State};
use kelisim_domain::programme::{Kind, Zone};
use kelisim_i18n::Arg;

use super::super::act::usual_words;
use super::{specialties, specialty_name};
use crate::answer::Answer;
use crate::form::Choice;
use crate::instrument::fact::coded;
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{self, Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

async fn wish_inputs(visit: &Visit) -> Result<Vec<Input>> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let parties = sheet::parties(l, &names);
    Ok(vec![
        Input::line("department", l.t("direction-department"))
            .hint(l.t("direction-department-hint")),
        Input::select(l, "specialty", l.t("call-specialty"), specialties(l)),
        Input::select(l, "host", l.t("call-host"), parties),
        Input::line("months", l.t("placement-months")),
        Input::line("people", l.t("direction-people")),
        Input::area(l, "why", l.t("direction-why")).hint(l.t("direction-why-hint")),
    ])
}

/// The form of a new direction.
pub(super) async fn propose_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::Propose)?;
    write_propose(&visit, Start::kept(&visit).await?).await
}

async fn write_propose(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let mut inputs = wish_inputs(visit).await?;
    let partner = Input::select(l, "partner", l.t("figure-partner"), sheet::parties(l, &names));
    inputs.insert(2, partner);
    let sheet = Sheet::new(&visit.at("/directions/new"), l.t("direction-propose"), inputs)
        .with("id", start.id(visit))
        .fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Calls,
        title: l.t("direction-propose").to_owned(),
        crumb: (visit.at("/directions"), l.t("directions-title")),
        lead: l.t("direction-propose-lead"),
    };
    sheet.show(visit, &start, head).await
}

/// Proposes a direction.
pub(super) async fn propose(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id = DirectionId::new(Start::refused(fields, Vec::new()).id(visit));
    let language = words::language(visit.locale);
    let done = direction::propose(&visit.context(), id, language, &fields.form()).await;
    let path = format!("/directions/{id}");
    posted.answered(done, &path, |start| write_propose(visit, start)).await
}

/// An act on one direction.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Change,
    Withdraw,
    Accept,
    Refuse,
}

impl Work {
    const fn code(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Withdraw => "withdraw",
            Self::Accept => "accept",
            Self::Refuse => "refuse",
        }
    }

    /// Whether it is done to what the person proposed; else it is a decision.
    const fn is_own(self) -> bool {
        matches!(self, Self::Change | Self::Withdraw)
    }

    /// What right it needs.
    const fn right(self) -> Action {
        if self.is_own() { Action::Propose } else { Action::KeepRecord }
    }

    /// Whether the person can do it now; what the page offers is the same.
    fn may(self, visit: &Visit, it: &Direction) -> Result<()> {
        let user = visit.context().user();
        if self.is_own() && !it.is_of(user) { Err(AppError::NotFound) } else { Ok(()) }
    }
}

async fn write(visit: &Visit, id: DirectionId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let it = direction::page(&visit.context(), id).await?.direction;
    work.may(visit, &it)?;
    let form = WishForm::of(&it, words::language(l));
    let (title, lead, tone) = match work {
        Work::Change => (l.t("direction-do-change"), l.t("direction-propose-lead"), "go"),
        Work::Withdraw => (l.t("direction-do-withdraw"), l.t("direction-withdraw-lead"), "no"),
        Work::Accept => (l.t("direction-do-accept"), l.t("direction-accept-lead"), "go"),
        Work::Refuse => (l.t("direction-do-refuse"), l.t("direction-refuse-lead"), "no"),
    };
    let inputs = match work {
        Work::Change => wish_inputs(visit).await?,
        Work::Withdraw => Vec::new(),
        Work::Accept => vec![
            Input::line("people", l.t("direction-people")),
            Input::area(l, "note", l.t("direction-note"))
                .hint(l.t("direction-fewer-hint"))
                .optional(),
        ],
        Work::Refuse => {
            let reasons = coded(l, "direction_reason", Reason::ALL.iter().map(|r| r.code()));
            vec![
                Input::select(l, "reason", l.t("placement-reason"), reasons),
                Input::area(l, "note", l.t("direction-note")),
            ]
        }
    };
    let action = visit.at(&format!("/directions/{id}/{}", work.code()));
    let filled = |name: &str| match name {
        "department" => Some(form.department.as_str()),
        "specialty" => Some(form.specialty.as_str()),
        "host" => Some(form.host.as_str()),
        "months" => Some(form.months.as_str()),
        "people" => Some(form.people.as_str()),
        "why" => Some(form.why.as_str()),
        _ => None,
    };
    let sheet = Sheet::new(&action, title, inputs).tone(tone).with("version", it.version);
    let head = Head {
        nav: Nav::Calls,
        title: format!("{title}: {}", specialty_name(l, &it)),
        crumb: (visit.at(&format!("/directions/{id}")), l.term("thing", "direction")),
        lead,
    };
    sheet.fill(filled).show(visit, &start, head).await
}

async fn form(at: At, visit: Visit, work: Work) -> Answer {
    visit.context().authorise(work.right())?;
    let start = Start::kept(&visit).await?;
    write(&visit, at.read("id")?, work, start).await
}

async fn done(at: At, posted: Posted, work: Work) -> Answer {
    posted.visit.context().authorise(work.right())?;
    let id: DirectionId = at.read("id")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let (ctx, version) = (visit.context(), fields.number("version"));
    let language = words::language(visit.locale);
    let done = match work {
        Work::Change => direction::change(&ctx, id, version, language, &fields.form()).await,
        Work::Withdraw => direction::withdraw(&ctx, id, version).await,
        Work::Accept => direction::accept(&ctx, id, version, language, &fields.form()).await,
        Work::Refuse => direction::refuse(&ctx, id, version, language, &fields.form()).await,
    };
    let path = format!("/directions/{id}");
    posted.answered(done, &path, |start| write(visit, id, work, start)).await
}

/// The form to change a proposal.
pub(super) async fn change_form(at: At, visit: Visit) -> Answer {
    form(at, visit, Work::Change).await
}

/// Changes a proposal.
pub(super) async fn change(at: At, posted: Posted) -> Answer {
    done(at, posted, Work::Change).await
}

/// The form to take a proposal back.
pub(super) async fn withdraw_form(at: At, visit: Visit) -> Answer {
    form(at, visit, Work::Withdraw).await
}

/// Takes a proposal back.
pub(super) async fn withdraw(at: At, posted: Posted) -> Answer {
    done(at, posted, Work::Withdraw).await
}

/// The form to accept a direction.
pub(super) async fn accept_form(at: At, visit: Visit) -> Answer {
    form(at, visit, Work::Accept).await
}

/// Accepts a direction.
pub(super) async fn accept(at: At, posted: Posted) -> Answer {
    done(at, posted, Work::Accept).await
}

/// The form to refuse a direction.
pub(super) async fn refuse_form(at: At, visit: Visit) -> Answer {
    form(at, visit, Work::Refuse).await
}

/// Refuses a direction.
pub(super) async fn refuse(at: At, posted: Posted) -> Answer {
    done(at, posted, Work::Refuse).await
}

/// The form that makes a call of accepted directions.
pub(super) async fn gather_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_gather(&visit, Start::kept(&visit).await?).await
}

async fn write_gather(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let wanted = Wanted { state: Some(State::Accepted), ..Wanted::default() };
    let accepted = direction::list(&ctx, &wanted).await?;
    let names = directory(&ctx).await?;
    let choice = |it: &Direction| {
        let people = it.answer.as_ref().map_or(0, |answer| answer.people).to_string();
        let told = [
            words::party(l, &names, &it.description.partner),
            words::party(l, &names, &it.wish.host),
            specialty_name(l, it),
            words::text(l, &it.wish.department).0,
            l.format("direction-for", &[("n", Arg::Str(&people))]),
        ];
        Choice::new(it.id.to_string(), told.join(" · "))
    };
    let lines = direction::lines(&ctx, &accepted).await?;
    let lines = lines.iter().map(|line| super::super::form::line_choice(l, line));
    let zones = Zone::OFFERED.iter().map(|zone| Choice::new(*zone, *zone)).collect();
    let yes_no = vec![Choice::new("1", l.t("call-yes")), Choice::new("0", l.t("call-no"))];
    let mut inputs = vec![
        Input::several(
            "directions",
            l.t("directions-title"),
            accepted.iter().map(choice).collect(),
        )
        .needed()
        .hint(l.t("direction-gather-hint")),
        Input::select(
            l,
            "kind",
            l.t("call-kind"),
            coded(l, "programme_kind", kinds().map(Kind::code)),
        ),
        Input::select(l, "line", l.t("call-line"), lines.collect()),
        Input::select(
            l,
            "funding",
            l.t("call-funding"),
            coded(l, "call_funding", Funding::ALL.iter().map(|f| f.code())),
        ),
        Input::select(l, "zone", l.t("call-zone"), zones).hint(l.t("call-zone-hint")),
        Input::select(l, "made_up", l.t("call-made-up-ask"), yes_no).hint(l.t("call-made-up-hint")),
    ];
    inputs.extend(super::super::form::four_by_and_by(l));
    let sheet = Sheet::new(&visit.at("/directions/call"), l.t("direction-gather"), inputs)
        .with("id", start.id(visit))
        .fill(|name| match name {
            "made_up" => Some("0"),
            name => visit.query.get(name).map(String::as_str),
        });
    let head = Head {
        nav: Nav::Calls,
        title: l.t("direction-gather").to_owned(),
        crumb: (visit.at("/directions"), l.t("directions-title")),
        lead: l.t("direction-gather-lead"),
    };
    let mut more = Vec::new();
    if accepted.is_empty() {
        more.push(l.t("direction-none-accepted").to_owned());
    }
    sheet.show_with(visit, &start, head, more).await
}

/// Makes a call of accepted directions.
pub(super) async fn gather(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let id = CallId::new(Start::refused(fields, Vec::new()).id(visit));
    let locale = visit.locale;
    let usual = move |family: &'static str, key: &'static str| usual_words(locale, family, key);
    let language = words::language(locale);
    let done = direction::gather(&visit.context(), id, language, &fields.form(), &usual).await;
    let path = format!("/calls/{id}");
    posted.answered(done, &path, |start| write_gather(visit, start)).await
}
