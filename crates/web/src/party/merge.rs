//! Two records of one party: what a merge would mean, the form that merges, and the form that takes apart.

use askama::Template;
use kelisim_app::access::Action;
use kelisim_app::lookup::{Directory, directory};
use kelisim_app::party::{self, ApartForm, Count, MergeForm, Preview};
use kelisim_domain::party::{Party, PartyCode};
use kelisim_i18n::Arg;

use super::NameRow;
use crate::answer::{Answer, see_other};
use crate::form::{Choice, Control};
use crate::posted::Posted;
use crate::routes::At;
use crate::sheet::{self, Head, Input, Sheet, Start};
use crate::shell::{Nav, Shell};
use crate::visit::Visit;
use crate::words::{self, language};

/// How many things of a kind name either party.
struct CountRow {
    kind: &'static str,
    goes: String,
    stays: String,
    both: String,
}

/// What a merge into the chosen party would mean.
struct Shown {
    goes: String,
    stays: String,
    counts: Vec<CountRow>,
    /// Names of the one that goes, newest first: they become further names of the one that stays.
    names: Vec<NameRow>,
    both: bool,
    refusal: Option<String>,
    sheet: Sheet,
}

#[derive(Template)]
#[template(path = "party_merge.html")]
struct MergePage {
    shell: Shell,
    crumb: (String, String),
    filter: Vec<Control>,
    warnings: Vec<String>,
    mistakes: Vec<(String, String)>,
    shown: Option<Shown>,
}

/// The form: first the one that stays is chosen, then what it would mean stands above the button that does it.
pub(super) async fn form(visit: Visit, at: At) -> Answer {
    let ctx = visit.context();
    ctx.authorise(Action::KeepRecord)?;
    let code: PartyCode = at.read("code")?;
    let names = directory(&ctx).await?;
    if names.same.is_merged(&code) {
        return Ok(see_other(&visit.at(&format!("/parties/{}", names.same.of(&code)))));
    }
    write(&visit, &code, Start::kept(&visit).await?).await
}

async fn write(visit: &Visit, code: &PartyCode, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let (goes, version, fits) = party::candidates(&ctx, code).await?;
    let names = directory(&ctx).await?;
    let typed = start.typed.as_ref().map(|fields| fields.get("into").to_owned());
    let typed = typed.unwrap_or_else(|| visit.chosen("into").to_owned());
    let chosen = typed.trim().parse::<PartyCode>().ok().filter(|it| names.parties.contains_key(it));
    let seen = match &chosen {
        Some(into) => Some(party::preview(&ctx, code, into).await?),
        None => None,
    };
    let choice = |it: &PartyCode| Choice::new(it.as_str(), called(visit, &names, it));
    let mut choices = sheet::sorted(l, fits.iter().map(choice));
    // What was chosen stays chosen, also where a rule says no to it.
    if let Some(into) = chosen.as_ref().filter(|into| !fits.contains(into)) {
        choices.push(choice(into));
    }
    choices.insert(0, Choice::new("", l.t("sheet-choose")));
    let into = Control::choice("into", l.t("party-merge-into"), choices).value(&typed);
    let sheet = |seen: &Preview| {
        let reason = Input::area(l, "reason", l.t("party-merge-reason"));
        let reason = reason.hint(l.t("party-merge-reason-hint"));
        let action = visit.at(&format!("/parties/{code}/merge"));
        let sheet = Sheet::new(&action, l.t("party-merge-do"), vec![reason]);
        let sheet = sheet.with("version", version).with("into", &seen.stays.code);
        start.apply(l, sheet)
    };
    let shown = seen.as_ref().map(|seen| Shown {
        goes: called(visit, &names, &seen.goes.code),
        stays: called(visit, &names, &seen.stays.code),
        counts: seen.counts.iter().map(|count| row(visit, count)).collect(),
        names: seen.goes.names.iter().rev().map(|dated| NameRow::new(l, dated)).collect(),
        both: seen.counts.iter().any(|count| count.both > 0),
        refusal: seen.refusal.as_ref().map(|refusal| words::refusal(l, refusal)),
        sheet: sheet(seen),
    });
    let title = format!("{}: {}", l.t("party-merge"), words::party(l, &names, &goes.code));
    let owned = |(field, text): (&str, &str)| (field.to_owned(), text.to_owned());
    let mistakes: Vec<(String, String)> = match &shown {
        Some(shown) => shown.sheet.mistakes().into_iter().map(owned).collect(),
        // What was typed names no party: the sentence leads to the choice.
        None => {
            let said = start.refusals.iter().map(|refusal| words::refusal(l, refusal));
            said.map(|text| ("into".to_owned(), text)).collect()
        }
    };
    let page = MergePage {
        shell: visit.shell(&title, Nav::Partners).await?,
        crumb: (visit.at(&format!("/parties/{code}")), words::party(l, &names, code)),
        filter: vec![into],
        warnings: start.warnings(l),
        mistakes,
        shown,
    };
    sheet::answer(&start.refusals, &page)
}

/// A party by its name and its code: two records of one party may be called alike.
fn called(visit: &Visit, names: &Directory, code: &PartyCode) -> String {
    format!("{} ({code})", words::party(visit.locale, names, code))
}

fn row(visit: &Visit, count: &Count) -> CountRow {
    let l = visit.locale;
    let number = |n: i64| if count.more { format!("≥ {}", l.number(n)) } else { l.number(n) };
    CountRow {
        kind: l.term("things", count.kind),
        goes: number(count.goes),
        stays: number(count.stays),
        both: number(count.both),
    }
}

/// Merges, and goes on at the party that stays.
pub(super) async fn submit(at: At, posted: Posted) -> Answer {
    let code: PartyCode = at.read("code")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: MergeForm = fields.form();
    let version = fields.number("version");
    let ctx = visit.context();
    let done = party::merge(&ctx, &code, version, language(visit.locale), &form).await;
    let path = done.as_ref().map(|came| format!("/parties/{}", came.code())).unwrap_or_default();
    posted.answered(done.map(|_| ()), &path, |start| write(visit, &code, start)).await
}

/// The form that takes apart.
pub(super) async fn apart_form(visit: Visit, at: At) -> Answer {
    visit.context().authorise(Action::KeepRecord)?;
    write_apart(&visit, &at.read("code")?, Start::kept(&visit).await?).await
}

async fn write_apart(visit: &Visit, code: &PartyCode, start: Start) -> Answer {
    let l = visit.locale;
    let ctx = visit.context();
    let seen = party::page(&ctx, code).await?;
    let record = seen.also.iter().find(|(party, _)| party.code == *code);
    let (party, version) = record.ok_or(kelisim_app::AppError::NotFound)?;
    let names = directory(&ctx).await?;
    let reason = Input::area(l, "reason", l.t("party-apart-reason"));
    let action = visit.at(&format!("/parties/{code}/apart"));
    let sheet = Sheet::new(&action, l.t("party-apart"), vec![reason]).with("version", version);
    let head = Head {
        nav: Nav::Partners,
        title: format!("{}: {}", l.t("party-apart"), called(visit, &names, &party.code)),
        crumb: (visit.at(&format!("/parties/{}", seen.party.code)), l.t("parties-title")),
        lead: l.t("party-apart-lead"),
    };
    sheet.tone("").show(visit, &start, head).await
}

/// Takes apart, and goes on at the party that is itself again.
pub(super) async fn apart(at: At, posted: Posted) -> Answer {
    let code: PartyCode = at.read("code")?;
    let (visit, fields) = (&posted.visit, &posted.fields);
    let form: ApartForm = fields.form();
    let version = fields.number("version");
    let ctx = visit.context();
    let done = party::take_apart(&ctx, &code, version, language(visit.locale), &form).await;
    let path = format!("/parties/{code}");
    posted.answered(done, &path, |start| write_apart(visit, &code, start)).await
}

/// A record of a party under another code, as the page of the party shows it.
pub(super) struct AlsoRow {
    pub(super) name: String,
    /// Since when it is read so, and why.
    pub(super) when: String,
    pub(super) reason: words::Told,
    /// The names it was entered under.
    pub(super) names: Vec<NameRow>,
    pub(super) apart_href: Option<String>,
    pub(super) journal: Option<String>,
}

impl AlsoRow {
    pub(super) fn new(visit: &Visit, names: &Directory, party: &Party) -> Option<Self> {
        let (l, merge) = (visit.locale, party.merged.as_ref()?);
        let (into, day) = (called(visit, names, &merge.into), l.date_short(merge.entered.known_on));
        let args = [("into", Arg::Str(&into)), ("date", Arg::Str(&day))];
        let at = |path: String| visit.at(&path);
        Some(Self {
            name: called(visit, names, &party.code),
            when: l.format("party-merged-on", &args),
            reason: words::Told::new(l, &merge.reason),
            names: party.names.iter().rev().map(|dated| NameRow::new(l, dated)).collect(),
            apart_href: visit
                .may(Action::KeepRecord)
                .then(|| at(format!("/parties/{}/apart", party.code))),
            journal: visit
                .may(Action::ReadJournal)
                .then(|| at(format!("/journal/streams/{}", party.code.stream()))),
        })
    }
}
