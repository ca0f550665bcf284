//! The forms on an indicator, each as a list of inputs.

use kelisim_app::Result;
use kelisim_app::indicator::DescribeForm;
use kelisim_app::lookup::directory;
use kelisim_domain::indicator::{Indicator, Periodicity};
use kelisim_domain::topic::Unit;
use kelisim_i18n::Locale;

use crate::form::{Choice, Field};
use crate::meeting::fact::{coded, evidence, part};
use crate::sheet::{self, Control, Input, Part, Sheet};
use crate::visit::Visit;
use crate::words;

fn at(visit: &Visit, it: &Indicator, act: &str) -> String {
    visit.at(&format!("/indicators/{}/{act}", it.id))
}

/// Several lines in a language of its own, which may stay empty where another one is filled in.
fn area(name: &'static str, label: &str, lang: &'static str) -> Input {
    let field = Field { optional: true, ..Field::text(name, label) };
    Input { field, control: Control::Area(lang) }
}

fn names(l: Locale) -> Part {
    let inputs = vec![
        Input::line("title_kk", l.t("instrument-title-kk")).optional(),
        Input::line("title_ky", l.t("instrument-title-ky")).optional(),
        Input::line("title_ru", l.t("instrument-title-ru")).optional(),
        Input::line("title_en", l.t("instrument-title-en")).optional(),
    ];
    part(l.t("meeting-part-title"), inputs)
}

fn whats(l: Locale) -> Part {
    let inputs = vec![
        area("what_kk", l.t("indicator-what-kk"), "kk"),
        area("what_ky", l.t("indicator-what-ky"), "ky"),
        area("what_ru", l.t("indicator-what-ru"), "ru"),
        area("what_en", l.t("indicator-what-en"), "en"),
    ];
    part(l.t("indicator-part-what"), inputs)
}

fn hows(l: Locale, first: bool) -> Part {
    let from = Input::line("from", l.t("indicator-from")).hint(l.t("field-valid-hint"));
    let mut inputs = vec![
        if first { from.optional() } else { from },
        area("how_kk", l.t("indicator-how-kk"), "kk"),
        area("how_ky", l.t("indicator-how-ky"), "ky"),
        area("how_ru", l.t("indicator-how-ru"), "ru"),
        area("how_en", l.t("indicator-how-en"), "en"),
    ];
    if !first {
        inputs.push(Input::area(l, "why", l.t("indicator-why")));
    }
    part(l.t("indicator-part-how"), inputs)
}

async fn about(visit: &Visit, fixed: bool) -> Result<Vec<Part>> {
    let l = visit.locale;
    let names_of = directory(&visit.context()).await?;
    let parties = sheet::parties(l, &names_of);
    let units = Unit::ALL.iter().map(|u| Choice::new(u.code(), l.term("unit_name", u.code())));
    let often = coded(l, "periodicity", Periodicity::ALL.iter().map(|p| p.code()));
    let code = Input::line("measure", l.t("figure-measure"));
    let code = if fixed {
        code.hint(l.t("indicator-code-fixed"))
    } else {
        code.hint(l.t("indicator-code-hint"))
    };
    let inputs = vec![
        code,
        Input::select(l, "unit", l.t("figure-unit"), sheet::sorted(l, units)),
        Input::select(l, "periodicity", l.t("indicator-periodicity"), often)
            .hint(l.t("indicator-periodicity-hint")),
        Input::several("geography", l.t("indicator-geography"), parties.clone())
            .hint(l.t("indicator-geography-hint")),
        Input::select(l, "owner", l.t("indicator-owner"), parties)
            .hint(l.t("indicator-owner-hint"))
            .optional(),
        Input::line("office", l.t("indicator-office")).optional(),
    ];
    Ok(vec![names(l), part(l.t("indicator-part-about"), inputs), whats(l)])
}

/// The form of a new indicator.
pub(super) async fn define(visit: &Visit) -> Result<Sheet> {
    let l = visit.locale;
    let mut parts = about(visit, false).await?;
    parts.push(hows(l, true));
    parts.push(evidence(visit, true).await?);
    Ok(Sheet::of_parts(&visit.at("/indicators/new"), l.t("indicator-define"), parts))
}

/// The form that corrects a definition, filled with what stands.
pub(super) async fn describe(visit: &Visit, it: &Indicator) -> Result<Sheet> {
    let stands = DescribeForm::of(it, words::language(visit.locale));
    let mut parts = about(visit, true).await?;
    parts.push(evidence(visit, true).await?);
    let sheet = Sheet::of_parts(&at(visit, it, "describe"), visit.locale.t("save"), parts);
    Ok(sheet.fill(|name| {
        Some(match name {
            "measure" => stands.measure.as_str(),
            "unit" => &stands.unit,
            "periodicity" => &stands.periodicity,
            "geography" => &stands.geography,
            "owner" => &stands.owner,
            "office" => &stands.office,
            "title_kk" => &stands.title_kk,
            "title_ky" => &stands.title_ky,
            "title_ru" => &stands.title_ru,
            "title_en" => &stands.title_en,
            "what_kk" => &stands.what_kk,
            "what_ky" => &stands.what_ky,
            "what_ru" => &stands.what_ru,
            "what_en" => &stands.what_en,
            "source" => &stands.source,
            "passage" => &stands.passage,
            _ => return None,
        })
    }))
}

/// The form of a change of method.
pub(super) async fn method(visit: &Visit, it: &Indicator) -> Result<Sheet> {
    let l = visit.locale;
    let parts = vec![hows(l, false), evidence(visit, true).await?];
    Ok(Sheet::of_parts(&at(visit, it, "method"), l.t("save"), parts))
}

/// The form that takes back a change of method; the first method stays.
pub(super) fn withdraw(visit: &Visit, it: &Indicator) -> Sheet {
    let l = visit.locale;
    let methods = it.methods.iter().skip(1).rev().map(|said| {
        let from = said.what.from.map(|from| l.edtf(&from.to_string())).unwrap_or_default();
        let how = words::text(l, &said.what.how).0;
        Choice::new(said.meta.version.to_string(), format!("{from}: {how}"))
    });
    let inputs = vec![
        Input::select(l, "fact", l.t("field-entry"), methods.collect()),
        Input::line("reason", l.t("field-why")),
    ];
    Sheet::new(&at(visit, it, "withdraw"), l.t("indicator-do-withdraw"), inputs).tone("no")
}

/// The form that shows it to everybody, or no longer.
pub(super) fn publish(visit: &Visit, it: &Indicator) -> Sheet {
    let l = visit.locale;
    let (word, value) =
        if it.public { (l.t("act-unpublish"), "0") } else { (l.t("act-publish"), "1") };
    Sheet::new(&at(visit, it, "publish"), word, Vec::new()).with("public", value)
}
