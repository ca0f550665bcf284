//! The forms on a call, each as a list of inputs.

use kelisim_app::lookup::directory;
use kelisim_app::{AppError, Result, programme};
use kelisim_domain::Refusal;
use kelisim_domain::programme::call::{
    Call, Class, Funding, Mechanism, PhaseKind, Precedence, Terms, Ties,
};
use kelisim_domain::programme::question::Question;
use kelisim_domain::programme::{Kind, Zone, region, specialty};
use kelisim_domain::text::{Language, Text4};
use kelisim_i18n::{Arg, Locale};

use crate::form::Choice;
use crate::instrument::fact::{coded, part};
use crate::sheet::{self, Input, Part, Sheet};
use crate::visit::Visit;
use crate::words;

/// A text in the four languages.
fn four(l: Locale) -> Vec<Input> {
    vec![
        Input::line("title_kk", l.t("instrument-title-kk")),
        Input::line("title_ky", l.t("instrument-title-ky")),
        Input::line("title_ru", l.t("instrument-title-ru")),
        Input::line("title_en", l.t("instrument-title-en")),
    ]
}

/// The four languages, each of which may be added later.
pub(super) fn four_by_and_by(l: Locale) -> Vec<Input> {
    four(l).into_iter().map(Input::optional).collect()
}

fn yes(l: Locale) -> Vec<Choice> {
    vec![Choice::new("1", l.t("call-yes")), Choice::new("0", l.t("call-no"))]
}

/// What is said about the whole.
fn whole(l: Locale) -> Vec<Part> {
    let zones = Zone::OFFERED.iter().map(|zone| Choice::new(*zone, *zone)).collect();
    let abouts = vec![
        Input::area(l, "about_kk", l.t("instrument-title-kk")).optional(),
        Input::area(l, "about_ky", l.t("instrument-title-ky")).optional(),
        Input::area(l, "about_ru", l.t("instrument-title-ru")).optional(),
        Input::area(l, "about_en", l.t("instrument-title-en")).optional(),
    ];
    let time = vec![
        Input::select(l, "zone", l.t("call-zone"), zones).hint(l.t("call-zone-hint")),
        Input::line("grace", l.t("call-grace-minutes")).hint(l.t("call-grace-hint")),
        Input::line("outage_minutes", l.t("call-outage-minutes")),
        Input::line("outage_within", l.t("call-outage-within")),
        Input::line("outage_moves", l.t("call-outage-moves")).hint(l.t("call-outage-hint")),
    ];
    let choice = vec![
        Input::select(
            l,
            "mechanism",
            l.t("call-mechanism"),
            coded(l, "call_mechanism", Mechanism::ALL.iter().map(|m| m.code())),
        )
        .hint(l.t("call-mechanism-hint"))
        .optional(),
        Input::select(
            l,
            "ties",
            l.t("call-ties"),
            coded(l, "call_ties", Ties::ALL.iter().map(|t| t.code())),
        ),
        Input::select(
            l,
            "precedence",
            l.t("call-precedence"),
            coded(l, "call_precedence", Precedence::ALL.iter().map(|p| p.code())),
        ),
        Input::select(l, "hosts_rank", l.t("call-hosts-rank-ask"), yes(l)),
        Input::select(l, "made_up", l.t("call-made-up-ask"), yes(l)).hint(l.t("call-made-up-hint")),
    ];
    vec![
        part(l.t("instrument-part-title"), four_by_and_by(l)),
        part(l.t("call-part-about"), abouts),
        part(l.t("call-part-time"), time),
        part(l.t("call-part-choice"), choice),
    ]
}

/// The form of a new call, with what is usual filled in.
pub(super) async fn begin(visit: &Visit) -> Result<Sheet> {
    let l = visit.locale;
    let names = directory(&visit.context()).await?;
    let what = vec![
        Input::select(
            l,
            "kind",
            l.t("call-kind"),
            coded(l, "programme_kind", Kind::ALL.iter().map(|k| k.code())),
        )
        .hint(l.t("call-kind-hint")),
        Input::select(l, "partner", l.t("figure-partner"), sheet::parties(l, &names)),
    ];
    let mut parts = vec![part(l.t("call-part-what"), what)];
    parts.extend(whole(l));
    let usual = [
        ("grace", "15"),
        ("outage_minutes", "30"),
        ("outage_within", "24"),
        ("outage_moves", "24"),
        ("ties", Ties::Lottery.code()),
        ("precedence", Precedence::ReservedFirst.code()),
        ("hosts_rank", "0"),
        ("made_up", "0"),
    ];
    let sheet = Sheet::of_parts(&visit.at("/calls/new"), l.t("call-begin"), parts);
    Ok(sheet.fill(|name| usual.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)))
}

fn act(visit: &Visit, call: &Call, act: &str) -> String {
    visit.at(&format!("/calls/{}/{act}", call.id))
}

/// What stands in the terms, as it is typed.
fn there(terms: &Terms) -> Vec<(&'static str, String)> {
    let of = |text: Option<&Text4>, language| {
        text.and_then(|text| text.get(language)).unwrap_or_default().to_owned()
    };
    let (title, about) = (Some(&terms.title), terms.about.as_ref());
    let rule = |of: fn(kelisim_domain::programme::call::OutageRule) -> u16| {
        terms.outage.map(|rule| of(rule).to_string()).unwrap_or_default()
    };
    let flag = |set: bool| if set { "1" } else { "0" }.to_owned();
    vec![
        ("title_kk", of(title, Language::Kk)),
        ("title_ky", of(title, Language::Ky)),
        ("title_ru", of(title, Language::Ru)),
        ("title_en", of(title, Language::En)),
        ("about_kk", of(about, Language::Kk)),
        ("about_ky", of(about, Language::Ky)),
        ("about_ru", of(about, Language::Ru)),
        ("about_en", of(about, Language::En)),
        ("zone", terms.zone.to_string()),
        ("grace", terms.grace_minutes.to_string()),
        ("outage_minutes", rule(|rule| rule.minutes)),
        ("outage_within", rule(|rule| rule.within_hours)),
        ("outage_moves", rule(|rule| rule.moves_hours)),
        ("mechanism", terms.mechanism.code().to_owned()),
        ("ties", terms.ties.code().to_owned()),
        ("precedence", terms.precedence.code().to_owned()),
        ("hosts_rank", flag(terms.hosts_rank)),
        ("made_up", flag(terms.made_up)),
    ]
}

/// What is said about the whole, to be corrected.
pub(super) fn describe(visit: &Visit, call: &Call, terms: &Terms) -> Sheet {
    let l = visit.locale;
    let sheet = Sheet::of_parts(&act(visit, call, "describe"), l.t("act-describe"), whole(l));
    let there = there(terms);
    sheet.fill(|name| there.iter().find(|(own, _)| *own == name).map(|(_, text)| text.as_str()))
}

/// Places at a host in a specialty.
pub(super) async fn seat(visit: &Visit, call: &Call, terms: &Terms) -> Result<Sheet> {
    let l = visit.locale;
    let ctx = visit.context();
    let names = directory(&ctx).await?;
    let lines = programme::sources(&ctx, terms.kind, &call.description.partner).await?;
    let lines = lines.iter().map(|line| line_choice(l, line));
    let specialties = specialty::all().map(|own| {
        let name = words::text(l, &own.name).0;
        Choice::new(own.code.to_string(), format!("{name} ({})", own.national))
    });
    let inputs = vec![
        Input::select(l, "line", l.t("call-line"), lines.collect()).hint(l.t("call-line-hint")),
        Input::select(l, "host", l.t("call-host"), sheet::parties(l, &names)),
        Input::select(l, "specialty", l.t("call-specialty"), sheet::sorted(l, specialties)),
        Input::line("places", l.t("call-how-many")),
        Input::select(
            l,
            "funding",
            l.t("call-funding"),
            coded(l, "call_funding", Funding::ALL.iter().map(|f| f.code())),
        ),
    ];
    Ok(Sheet::new(&act(visit, call, "seat"), l.t("call-do-seat"), inputs))
}

/// A quota line with the places that are free in it.
pub(super) fn line_choice(l: Locale, line: &kelisim_domain::quota::LineShown) -> Choice {
    let free = line.balances.get(kelisim_domain::quota::Account::Confirmed).to_string();
    let what = crate::quota::label(l, &line.description);
    let args = [("line", Arg::Str(&what)), ("free", Arg::Str(&free))];
    Choice::new(line.id.to_string(), l.format("call-line-choice", &args))
}

/// Places for a region.
pub(super) fn reserve(visit: &Visit, call: &Call) -> Sheet {
    let l = visit.locale;
    let regions = region::of(call.description.registry).map(|code| {
        let name =
            region::name(code).map_or_else(|| code.to_owned(), |name| words::text(l, &name).0);
        Choice::new(code, name)
    });
    let inputs = vec![
        Input::select(l, "region", l.t("call-region"), sheet::sorted(l, regions)),
        Input::line("places", l.t("call-how-many")),
    ];
    Sheet::new(&act(visit, call, "reserve"), l.t("call-do-reserve"), inputs)
}

/// A document.
pub(super) fn document(visit: &Visit, call: &Call) -> Sheet {
    let l = visit.locale;
    let class = Input::select(
        l,
        "class",
        l.t("call-class"),
        coded(l, "call_class", Class::ALL.iter().map(|c| c.code())),
    );
    let inputs = four_by_and_by(l).into_iter().chain([class]).collect();
    Sheet::new(&act(visit, call, "document"), l.t("call-do-document"), inputs)
}

/// A criterion.
pub(super) fn criterion(visit: &Visit, call: &Call) -> Sheet {
    let l = visit.locale;
    let weight = Input::line("weight", l.t("call-weight")).hint(l.t("call-weight-hint"));
    let inputs = four_by_and_by(l).into_iter().chain([weight]).collect();
    Sheet::new(&act(visit, call, "criterion"), l.t("call-do-criterion"), inputs)
}

/// A phase.
pub(super) fn phase(visit: &Visit, call: &Call, terms: &Terms) -> Sheet {
    let l = visit.locale;
    let zone = l.format("call-by-clock", &[("zone", Arg::Str(terms.zone.as_str()))]);
    let inputs = vec![
        Input::select(
            l,
            "phase",
            l.t("call-phase"),
            coded(l, "call_phase", PhaseKind::ALL.iter().map(|p| p.code())),
        ),
        Input::line("from", l.t("call-from")).hint(&zone),
        Input::line("to", l.t("call-to")).hint(l.t("call-to-hint")).optional(),
    ];
    Sheet::new(&act(visit, call, "phase"), l.t("call-do-phase"), inputs)
}

/// A rule.
pub(super) fn rule(visit: &Visit, call: &Call) -> Sheet {
    let l = visit.locale;
    let names: Vec<String> = Question::ALL
        .iter()
        .map(|question| format!("{} ({})", question.code(), l.term("question", question.code())))
        .collect();
    let names = names.join("; ");
    let hint = l.format("call-expression-hint", &[("names", Arg::Str(&names))]);
    let expression = Input::line("expression", l.t("call-expression")).hint(&hint);
    let parts = vec![
        part(l.t("call-part-expression"), vec![expression]),
        part(l.t("call-part-reason"), four_by_and_by(l)),
    ];
    Sheet::of_parts(&act(visit, call, "rule"), l.t("call-do-rule"), parts)
}

/// What is taken out of the draft.
pub(super) fn remove(visit: &Visit, call: &Call, terms: &Terms) -> Result<Sheet> {
    let l = visit.locale;
    let told = |text: &Text4| words::text(l, text).0;
    let mut items: Vec<(u32, String)> = Vec::new();
    for item in &terms.seats {
        let specialty = item.what.specialty.known().map(|own| told(&own.name)).unwrap_or_default();
        items
            .push((item.number, format!("{}: {specialty} ({})", item.what.host, item.what.places)));
    }
    for item in &terms.reserves {
        let name = region::name(&item.what.region).map(|name| told(&name)).unwrap_or_default();
        items.push((item.number, format!("{name} ({})", item.what.places)));
    }
    items.extend(terms.documents.iter().map(|item| (item.number, told(&item.what.name))));
    items.extend(terms.criteria.iter().map(|item| (item.number, told(&item.what.name))));
    let phase = |item: &kelisim_domain::programme::call::Item<
        kelisim_domain::programme::call::Phase,
    >| { (item.number, l.term("call_phase", item.what.kind.code()).to_owned()) };
    items.extend(terms.phases.iter().map(phase));
    items.extend(terms.rules.iter().map(|item| (item.number, item.what.expression.clone())));
    let choices = items.into_iter().map(|(number, name)| Choice::new(number.to_string(), name));
    let inputs = vec![Input::select(l, "item", l.t("call-item"), choices.collect())];
    Ok(Sheet::new(&act(visit, call, "remove"), l.t("call-do-remove"), inputs).tone("no"))
}

/// A draft goes to a second person; an amendment says why.
pub(super) fn submit(visit: &Visit, call: &Call) -> Sheet {
    let l = visit.locale;
    let inputs = if call.editions.is_empty() { Vec::new() } else { four(l) };
    Sheet::new(&act(visit, call, "submit"), l.t("call-do-submit"), inputs)
}

/// A draft goes back.
pub(super) fn give_back(visit: &Visit, call: &Call) -> Sheet {
    let l = visit.locale;
    let inputs = vec![Input::area(l, "why", l.t("call-why"))];
    Sheet::new(&act(visit, call, "return"), l.t("call-do-return"), inputs).tone("no")
}

/// The draft of an amendment is thrown away.
pub(super) fn drop(visit: &Visit, call: &Call) -> Sheet {
    Sheet::new(&act(visit, call, "drop"), visit.locale.t("call-do-drop"), Vec::new()).tone("no")
}

/// The next round.
pub(super) fn round(visit: &Visit, call: &Call) -> Sheet {
    Sheet::new(&act(visit, call, "round"), visit.locale.t("call-do-round"), Vec::new())
}

/// The places the next round would have, one line a seat, or why there is none.
pub(super) async fn free(visit: &Visit, call: &Call) -> Result<Vec<String>> {
    let l = visit.locale;
    let free = match programme::free(&visit.context(), call.id).await {
        Ok(free) => free,
        Err(AppError::Refused(refusals)) => {
            return Ok(refusals.iter().map(|refusal| words::refusal(l, refusal)).collect());
        }
        Err(error) => return Err(error),
    };
    if free.is_empty() {
        return Ok(vec![words::refusal(l, &Refusal::new("call-round-nothing"))]);
    }
    let names = directory(&visit.context()).await?;
    let seats = call.terms().into_iter().flat_map(|terms| &terms.seats);
    let lines = seats.filter_map(|item| {
        let places = free.iter().find(|one| one.seat == item.number)?.places();
        let specialty = item.what.specialty.known();
        let specialty = specialty.map(|own| words::text(l, &own.name).0).unwrap_or_default();
        let host = words::party(l, &names, &item.what.host);
        let places = l.count("call-places", i64::try_from(places).unwrap_or(i64::MAX));
        Some(format!("{host}: {specialty} · {places}"))
    });
    Ok(lines.collect())
}

/// A second person publishes the terms with this hash.
pub(super) fn publish(visit: &Visit, call: &Call, terms: &Terms) -> Result<Sheet> {
    let hash = terms.hash().map_err(|e| kelisim_app::AppError::internal("hashing terms", e))?;
    let sheet =
        Sheet::new(&act(visit, call, "publish"), visit.locale.t("call-do-publish"), Vec::new());
    Ok(sheet.with("hash", hash))
}

/// A host confirms places.
pub(super) fn seated(visit: &Visit, call: &Call) -> Sheet {
    let l = visit.locale;
    let seats = call.terms().into_iter().flat_map(|terms| &terms.seats).map(|item| {
        let specialty = item.what.specialty.known();
        let specialty = specialty.map(|own| words::text(l, &own.name).0).unwrap_or_default();
        let done = call.seated.get(&item.number).copied().unwrap_or(0);
        let name = format!("{}: {specialty} ({done}/{})", item.what.host, item.what.places);
        Choice::new(item.number.to_string(), name)
    });
    let inputs = vec![
        Input::select(l, "seat", l.t("call-seat"), seats.collect()),
        Input::line("places", l.t("call-how-many")),
    ];
    Sheet::new(&act(visit, call, "seated"), l.t("call-do-seated"), inputs)
}

/// An outage.
pub(super) fn outage(visit: &Visit, call: &Call, terms: &Terms) -> Sheet {
    let l = visit.locale;
    let zone = l.format("call-by-clock", &[("zone", Arg::Str(terms.zone.as_str()))]);
    let inputs = vec![
        Input::line("from", l.t("call-outage-from")).hint(&zone),
        Input::line("to", l.t("call-outage-to")),
    ];
    Sheet::new(&act(visit, call, "outage"), l.t("call-do-outage"), inputs)
}

/// A call is cancelled.
pub(super) fn cancel(visit: &Visit, call: &Call) -> Sheet {
    let l = visit.locale;
    Sheet::new(&act(visit, call, "cancel"), l.t("call-do-cancel"), four(l)).tone("no")
}
