//! Parties: the list, the page of one with its names over time, and the forms for a new one and for a name.

mod merge;

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::party::{self, NameForm, PartyForm};
use kelisim_domain::party::{DatedName, Party, PartyCode, PartyKind};
use kelisim_domain::saved::ListOf;
use kelisim_exchange::list::parties_table;
use kelisim_i18n::{Arg, Locale};

use crate::answer::{Answer, page, see_other};
use crate::form::Choice;
use crate::posted::Posted;
use crate::routes::{Access, At, Routes};
use crate::saved::{Bar, bar};
use crate::sheet::{self, Head, Input, Part, Sheet, Start};
use crate::shell::{Nav, Shell};
use crate::table::{Form, answer};
use crate::visit::Visit;
use crate::words::{self, Told, language};

/// The routes of these pages.
pub(crate) fn add(routes: Routes) -> Routes {
    let read = Access::Right(Action::ReadRecord);
    let keep = Access::Right(Action::KeepRecord);
    routes
        .get("/{lang}/parties", read, list)
        .get("/{lang}/parties.csv", read, |v: Visit| async move { table(&v, Form::Csv).await })
        .get("/{lang}/parties.xlsx", read, |v: Visit| async move { table(&v, Form::Xlsx).await })
        .get("/{lang}/parties/new", keep, enter_form)
        .post("/{lang}/parties/new", keep, enter)
        .get("/{lang}/parties/{code}", read, show)
        .get("/{lang}/parties/{code}/name", keep, name_form)
        .post("/{lang}/parties/{code}/name", keep, rename)
        .get("/{lang}/parties/{code}/merge", keep, merge::form)
        .post("/{lang}/parties/{code}/merge", keep, merge::submit)
        .get("/{lang}/parties/{code}/apart", keep, merge::apart_form)
        .post("/{lang}/parties/{code}/apart", keep, merge::apart)
}

/// A party as a row.
struct Row {
    href: String,
    code: String,
    name: String,
    kind: &'static str,
    parent: String,
}

impl Row {
    fn new(visit: &Visit, names: &Directory, it: &Party) -> Self {
        let l = visit.locale;
        Self {
            href: visit.at(&format!("/parties/{}", it.code)),
            code: it.code.to_string(),
            name: words::party(l, names, &it.code),
            kind: l.term("party_kind", it.kind.code()),
            parent: it.parent.as_ref().map(|of| words::party(l, names, of)).unwrap_or_default(),
        }
    }
}

#[derive(Template)]
#[template(path = "parties.html")]
struct ListPage {
    shell: Shell,
    saved: Bar,
    rows: Vec<Row>,
    enter_href: Option<String>,
}

/// All parties, in the alphabet of the language.
async fn list(visit: Visit) -> Answer {
    let ctx = visit.context();
    let parties = party::list(&ctx).await?;
    let names = directory(&ctx).await?;
    let mut rows: Vec<Row> = parties.iter().map(|it| Row::new(&visit, &names, it)).collect();
    visit.locale.sort_by_name(&mut rows, |row| &row.name);
    let shell = visit.shell(visit.locale.t("parties-title"), Nav::Partners).await?;
    let enter_href = visit.may(Action::KeepRecord).then(|| visit.at("/parties/new"));
    let saved = bar(&visit, ListOf::Parties, None).await?;
    page(&ListPage { shell, saved, rows, enter_href })
}

async fn table(visit: &Visit, form: Form) -> Answer {
    let parties = party::list(&visit.context()).await?;
    answer(&parties_table(parties.iter()), "parties", form)
}

/// A name and when it held.
struct NameRow {
    since: String,
    /// The name in each language it is known in.
    names: Vec<Told>,
}

impl NameRow {
    fn new(l: Locale, dated: &DatedName) -> Self {
        let since = dated.from.map_or_else(
            || l.t("party-name-ever").to_owned(),
            |from| {
                let from = l.edtf(&from.to_string());
                l.format("party-name-since", &[("date", Arg::Str(&from))])
            },
        );
        let told = |locale: Locale| {
            let text = dated.name.get(language(locale))?;
            let other = locale != l;
            Some(Told { text: text.to_owned(), lang: locale.tag(), other })
        };
        let others = Locale::ALL.into_iter().filter(|locale| *locale != l);
        Self { since, names: std::iter::once(l).chain(others).filter_map(told).collect() }
    }
}

#[derive(Template)]
#[template(path = "party.html")]
struct PartyPage {
    shell: Shell,
    row: Row,
    country: String,
    parent_href: Option<String>,
    names: Vec<NameRow>,
    parts: Vec<(String, String)>,
    partner_href: String,
    also: Vec<merge::AlsoRow>,
    name_href: Option<String>,
    merge_href: Option<String>,
    journal: Option<String>,
}

/// The page of a party. The address of one that was merged leads to the one that stays; not for good, since a merge can
/// be taken apart.
async fn show(visit: Visit, at: At) -> Answer {
    let code: PartyCode = at.read("code")?;
    let ctx = visit.context();
    let seen = party::page(&ctx, &code).await?;
    if seen.party.code != code {
        return Ok(see_other(&visit.at_filtered(&format!("/parties/{}", seen.party.code))));
    }
    let names = directory(&ctx).await?;
    let l = visit.locale;
    let row = Row::new(&visit, &names, &seen.party);
    let of = |code: &PartyCode| visit.at(&format!("/parties/{code}"));
    let country = seen.party.country.map(PartyCode::from);
    page(&PartyPage {
        shell: visit.shell(&row.name, Nav::Partners).await?,
        country: country.map(|code| words::party(l, &names, &code)).unwrap_or_default(),
        parent_href: seen.party.parent.as_ref().map(of),
        names: seen.party.names.iter().rev().map(|dated| NameRow::new(l, dated)).collect(),
        parts: seen.parts.iter().map(|it| (of(it), words::party(l, &names, it))).collect(),
        partner_href: visit.at(&format!("/partners/{code}")),
        also: seen
            .also
            .iter()
            .filter_map(|(it, _)| merge::AlsoRow::new(&visit, &names, it))
            .collect(),
        name_href: visit.may(Action::KeepRecord).then(|| of(&code) + "/name"),
        merge_href: visit.may(Action::KeepRecord).then(|| of(&code) + "/merge"),
        journal: visit
            .may(Action::ReadJournal)
            .then(|| visit.at(&format!("/journal/streams/{}", code.stream()))),
        row,
    })
}

/// The name in four languages.
fn name_inputs(l: Locale) -> Vec<Input> {
    vec![
        Input::line("name_kk", l.t("instrument-title-kk")).optional(),
        Input::line("name_ky", l.t("instrument-title-ky")).optional(),
        Input::line("name_ru", l.t("instrument-title-ru")).optional(),
        Input::line("name_en", l.t("instrument-title-en")).optional(),
    ]
}

async fn enter_form(visit: Visit) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_enter(&visit, Start::kept(&visit).await?).await
}

async fn write_enter(visit: &Visit, start: Start) -> Answer {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let kinds =
        PartyKind::ALL.iter().map(|k| Choice::new(k.code(), l.term("party_kind", k.code())));
    let states = names.standing().filter(|it| it.kind == PartyKind::State);
    let states = states.map(|it| Choice::new(it.code.as_str(), words::party(l, &names, &it.code)));
    let what = vec![
        Input::line("code", l.t("party-code")).hint(l.t("party-code-hint")),
        Input::select(l, "kind", l.t("party-kind"), kinds.collect()),
        Input::select(l, "country", l.t("party-country"), sheet::sorted(l, states)).optional(),
        Input::select(l, "parent", l.t("party-parent"), sheet::parties(l, &names)).optional(),
    ];
    let parts = vec![
        Part { legend: None, inputs: what },
        Part { legend: Some(l.t("party-name").to_owned()), inputs: name_inputs(l) },
    ];
    let sheet = Sheet::of_parts(&visit.at("/parties/new"), l.t("party-enter"), parts);
    let head = Head {
        nav: Nav::Partners,
        title: l.t("party-enter").to_owned(),
        crumb: (visit.at("/parties"), l.t("parties-title")),
        lead: l.t("party-enter-lead"),
    };
    sheet.show(visit, &start, head).await
}

async fn enter(posted: Posted) -> Answer {
    let visit = &posted.visit;
    let form: PartyForm = posted.fields.form();
    let done = party::enter(&visit.context(), language(visit.locale), &form).await;
    let path = done.as_ref().map(|came| format!("/parties/{}", came.code())).unwrap_or_default();
    posted.answered(done.map(|_| ()), &path, |start| write_enter(visit, start)).await
}

async fn name_form(visit: Visit, at: At) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_name(&visit, &at.read("code")?, Start::kept(&visit).await?).await
}

async fn write_name(visit: &Visit, code: &PartyCode, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let seen = party::page(&ctx, code).await?;
    let names = directory(&ctx).await?;
    let mut inputs = vec![
        Input::line("from", l.t("party-name-from")).hint(l.t("party-name-from-hint")).optional(),
    ];
    inputs.extend(name_inputs(l));
    let action = visit.at(&format!("/parties/{code}/name"));
    let sheet = Sheet::new(&action, l.t("party-rename"), inputs).with("version", seen.version);
    let head = Head {
        nav: Nav::Partners,
        title: format!("{}: {}", words::party(l, &names, code), l.t("party-rename")),
        crumb: (visit.at(&format!("/parties/{code}")), l.t("parties-title")),
        lead: l.t("party-rename-lead"),
    };
    sheet.show(visit, &start, head).await
}

async fn rename(at: At, posted: Posted) -> Answer {
    let code: PartyCode = at.read("code")?;
    let visit = &posted.visit;
    let form: NameForm = posted.fields.form();
    let version = posted.fields.number("version");
    let done = party::rename(&visit.context(), &code, version, language(visit.locale), &form).await;
    let path = format!("/parties/{code}");
    posted.answered(done, &path, |start| write_name(visit, &code, start)).await
}
