//! Keys of partners: the list, the page of one, and the forms by which two people stand for it.

use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::paper::{fingerprint, multikey};
use kelisim_app::partner_key::{self, EnterForm, List};
use kelisim_app::{AppError, Result};
use kelisim_domain::aggregate::Meta;
use kelisim_domain::id::PartnerKeyId;
use kelisim_domain::partner_key::{PartnerKey, State, Why};
use kelisim_i18n::Locale;

use crate::answer::{Answer, Failure};
use crate::apply::panel::{Panel, PanelPage, Row};
use crate::instrument::fact::coded;
use crate::posted::Posted;
use crate::routes::{Access, At, Routes};
use crate::sheet::{self, Head, Input, Sheet, Start};
use crate::shell::Nav;
use crate::visit::Visit;
use crate::words;

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let inside = Access::Right(Action::ReadSources);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/partner-keys", inside, list)
        .get("/{lang}/partner-keys/new", keep, enter_form)
        .post("/{lang}/partner-keys/new", keep, enter)
        .get("/{lang}/partner-keys/{id}", inside, show)
        .get("/{lang}/partner-keys/{id}/{act}", keep, form)
        .post("/{lang}/partner-keys/{id}/{act}", keep, submit)
}

/// The look of the word for a state.
fn chip(l: Locale, state: State) -> (&'static str, &'static str, &'static str) {
    let (tone, icon) = match state {
        State::Waiting => ("info", "clock"),
        State::Confirmed => ("ok", "circle-check"),
        State::Withdrawn => ("late", "x"),
    };
    (tone, icon, l.term("partner_key_state", state.code()))
}

fn row(visit: &Visit, names: &Directory, key: &PartnerKey) -> Row {
    let (l, d) = (visit.locale, &key.description);
    let told = [words::text(l, &d.holder).0, fingerprint(&d.key.0)];
    Row {
        href: Some(visit.at(&format!("/partner-keys/{}", key.id))),
        text: words::party(l, names, &d.partner),
        meta: told.join(" · "),
        chip: Some(chip(l, key.state())),
        forms: Vec::new(),
    }
}

async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    let List { keys, .. } = partner_key::list(&ctx).await?;
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let enter = visit.may(Action::KeepRecord);
    let enter = enter.then(|| (visit.at("/partner-keys/new"), l.t("partner-key-enter")));
    let none = keys.is_empty().then(|| ("info", l.t("partner-keys-none").to_owned()));
    let page = PanelPage {
        crumb: Some((visit.at("/partners"), l.t("partners-title").to_owned())),
        lead: l.t("partner-keys-lead").to_owned(),
        says: none.into_iter().collect(),
        wrong: Vec::new(),
        panels: vec![Panel {
            id: "h-keys",
            title: l.t("partner-keys-title").to_owned(),
            rows: keys.iter().map(|key| row(&visit, &names, key)).collect(),
            links: enter.into_iter().collect(),
            ..Panel::default()
        }],
        shell: visit.shell(l.t("partner-keys-title"), Nav::Partners).await?,
    };
    page.answer(&[])
}

async fn show(at: At, visit: Visit) -> Answer {
    let id: PartnerKeyId = at.read("id")?;
    let ctx = visit.context();
    let (key, people) = partner_key::page(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let (l, d) = (visit.locale, &key.description);
    let who = |meta: &Meta| {
        let by = meta.actor.and_then(|id| people.get(&id));
        let at = l.instant_short(meta.recorded_at, visit.zone());
        by.map_or_else(|| at.clone(), |name| format!("{at} · {name}"))
    };
    let step = |code: &str, meta: &Meta, said: Option<String>| Row {
        href: None,
        text: l.term("entry", code).to_owned(),
        meta: [Some(who(meta)), said].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        chip: None,
        forms: Vec::new(),
    };
    let mut history = vec![step("partner_key_entered", &key.entered, None)];
    history.extend(
        key.confirmed.as_ref().map(|said| {
            step("partner_key_confirmed", &said.meta, Some(words::text(l, &said.what).0))
        }),
    );
    history.extend(key.withdrawn.as_ref().map(|said| {
        let why = l.term("partner_key_why", said.what.code()).to_owned();
        step("partner_key_withdrawn", &said.meta, Some(why))
    }));
    let partner = words::party(l, &names, &d.partner);
    let facts = vec![
        (l.t("figure-partner").to_owned(), partner.clone()),
        (l.t("partner-key-holder").to_owned(), words::text(l, &d.holder).0),
        (l.t("paper-key").to_owned(), fingerprint(&d.key.0)),
        (l.t("partner-key-key").to_owned(), multikey(&d.key.0)),
    ];
    let tone = if key.state() == State::Confirmed { "ok" } else { "info" };
    let page = PanelPage {
        crumb: Some((visit.at("/partner-keys"), l.t("partner-keys-title").to_owned())),
        lead: words::text(l, &d.holder).0,
        says: vec![(tone, l.term("partner_key_now", key.state().code()).to_owned())],
        wrong: Vec::new(),
        panels: vec![
            Panel {
                id: "h-key",
                title: l.term("thing", "partner_key").to_owned(),
                facts,
                links: links(&visit, &key),
                ..Panel::default()
            },
            Panel {
                id: "h-history",
                title: l.t("placement-history").to_owned(),
                rows: history,
                ..Panel::default()
            },
        ],
        shell: visit.shell(&partner, Nav::Partners).await?,
    };
    page.answer(&[])
}

/// What this person can do with a key now.
fn links(visit: &Visit, key: &PartnerKey) -> Vec<(String, &'static str)> {
    let l = visit.locale;
    let at = |act: &str| visit.at(&format!("/partner-keys/{}/{act}", key.id));
    let mut links = Vec::new();
    if visit.may(Action::KeepRecord) && key.withdrawn.is_none() {
        if key.state() == State::Waiting && !key.is_of(visit.context().user()) {
            links.push((at("confirm"), l.t("partner-key-confirm")));
        }
        links.push((at("withdraw"), l.t("partner-key-withdraw")));
    }
    if visit.may(Action::ReadJournal) {
        links.push((visit.at(&format!("/journal/streams/{}", key.id)), l.t("act-journal")));
    }
    links
}

async fn enter_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_enter(&visit, Start::kept(&visit).await?).await
}

async fn write_enter(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let inputs = vec![
        Input::select(l, "partner", l.t("figure-partner"), sheet::parties(l, &names)),
        Input::line("key", l.t("partner-key-key")).hint(l.t("partner-key-key-hint")),
        Input::line("holder", l.t("partner-key-holder")).hint(l.t("partner-key-holder-hint")),
    ];
    let sheet = Sheet::new(&visit.at("/partner-keys/new"), l.t("partner-key-enter"), inputs)
        .fill(|name| visit.query.get(name).map(String::as_str));
    let head = Head {
        nav: Nav::Partners,
        title: l.t("partner-key-enter").to_owned(),
        crumb: (visit.at("/partner-keys"), l.t("partner-keys-title")),
        lead: l.t("partner-key-enter-lead"),
    };
    sheet.show(visit, &start, head).await
}

async fn enter(posted: Posted) -> Answer {
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: EnterForm = fields.form();
    let done = partner_key::enter(&visit.context(), words::language(visit.locale), &form).await;
    let path = done.as_ref().map(|id| format!("/partner-keys/{id}")).unwrap_or_default();
    posted.answered(done.map(|_| ()), &path, |start| write_enter(visit, start)).await
}

/// An act on a key.
#[derive(Clone, Copy)]
enum Work {
    Confirm,
    Withdraw,
}

impl Work {
    fn of(at: &At) -> std::result::Result<Self, Failure> {
        let code: String = at.read("act")?;
        match code.as_str() {
            "confirm" => Ok(Self::Confirm),
            "withdraw" => Ok(Self::Withdraw),
            _ => Err(AppError::NotFound.into()),
        }
    }
}

async fn form(at: At, visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write(&visit, at.read("id")?, Work::of(&at)?, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, id: PartnerKeyId, work: Work, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let key = partner_key::one(&ctx, id).await?;
    let names = directory(&ctx).await?;
    let action = |act: &str| visit.at(&format!("/partner-keys/{id}/{act}"));
    let (title, lead, sheet) = match work {
        Work::Confirm => {
            let inputs = vec![
                Input::line("fingerprint", l.t("paper-key"))
                    .hint(l.t("partner-key-fingerprint-hint")),
                Input::area(l, "way", l.t("partner-key-way")).hint(l.t("partner-key-way-hint")),
            ];
            let title = l.t("partner-key-confirm");
            let sheet = Sheet::new(&action("confirm"), title, inputs);
            (title, l.t("partner-key-confirm-lead"), sheet)
        }
        Work::Withdraw => {
            let reasons = coded(l, "partner_key_why", Why::ALL.iter().map(|why| why.code()));
            let inputs = vec![Input::select(l, "why", l.t("placement-reason"), reasons)];
            let title = l.t("partner-key-withdraw");
            let sheet = Sheet::new(&action("withdraw"), title, inputs).tone("no");
            (title, l.t("partner-key-withdraw-lead"), sheet)
        }
    };
    let partner = words::party(l, &names, &key.description.partner);
    let head = Head {
        nav: Nav::Partners,
        title: format!("{title}: {partner}"),
        crumb: (visit.at(&format!("/partner-keys/{id}")), l.term("thing", "partner_key")),
        lead,
    };
    sheet.with("version", key.version).show(visit, &start, head).await
}

async fn submit(at: At, posted: Posted) -> Answer {
    posted.visit.context().authorise(Action::KeepRecord)?;
    let (id, work): (PartnerKeyId, Work) = (at.read("id")?, Work::of(&at)?);
    let (visit, fields) = (&posted.visit, &posted.fields);
    let done = done(visit, id, work, fields).await;
    let path = format!("/partner-keys/{id}");
    posted.answered(done, &path, |start| write(visit, id, work, start)).await
}

async fn done(
    visit: &Visit,
    id: PartnerKeyId,
    work: Work,
    fields: &crate::posted::Fields,
) -> Result<()> {
    let (ctx, version) = (visit.context(), fields.number("version"));
    match work {
        Work::Confirm => {
            let language = words::language(visit.locale);
            partner_key::confirm(&ctx, id, version, language, &fields.form()).await
        }
        Work::Withdraw => partner_key::withdraw(&ctx, id, version, fields.get("why")).await,
    }
}
