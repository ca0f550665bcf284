use jiff::Timestamp;
use jiff::civil::{Date, date};

use super::*;
use crate::Refusal;
use crate::aggregate::{Aggregate as _, Meta, NoPersons, Row};
use crate::edtf::Edtf;
use crate::id::{SourceId, StreamId};
use crate::observation::{self, Measure, Observation, Reported};
use crate::quotation::Quotation;
use crate::text::{Language, Text4};
use crate::topic::Unit;

const TODAY: Date = date(2026, 3, 1);

fn meta(version: i64, known_on: Date) -> Meta {
    let recorded_at = Timestamp::from_second(1_772_000_000 + version).unwrap();
    Meta { version, known_on, recorded_at, actor: None }
}

fn words(text: &str) -> Text4 {
    Text4::new(Language::En, text).unwrap()
}

fn on(text: &str) -> Edtf {
    text.parse().unwrap()
}

fn definition() -> Definition {
    Definition {
        registry: "KZ".parse().unwrap(),
        measure: Measure::new("registered_medicines").unwrap(),
        name: words("Registered medicines"),
        what: words("Medicines with a valid registration"),
        unit: Unit::Medicine,
        geography: vec!["KZ".parse().unwrap()],
        periodicity: Periodicity::Year,
        owner: None,
        office: None,
        quotation: None,
    }
}

fn method(from: Option<&str>, why: Option<&str>) -> Method {
    let how = words("By the state register");
    Method { from: from.map(on), how, why: why.map(words), quotation: None }
}

fn defined(definition: Definition) -> Indicator {
    let event = Event::Defined { definition, method: method(None, None) };
    Indicator::begin(StreamId::named("indicator", "a"), event, meta(1, TODAY)).unwrap()
}

fn changed(mut it: Indicator, from: &str) -> Indicator {
    let version = it.version + 1;
    let method = method(Some(from), Some("the rules of the union"));
    it.then(Event::MethodChanged { method }, meta(version, TODAY)).unwrap();
    it
}

fn code(refused: Result<(), Refusal>) -> &'static str {
    refused.unwrap_err().code
}

/// A reported figure; `key` names it and its source.
fn figure(key: &str, period: &str, value: &str, known_on: Date) -> Observation {
    let text = "The register has this many medicines.";
    let source = SourceId::new(StreamId::named("source", key).uuid());
    let reported = Reported {
        value: value.parse().unwrap(),
        quotation: Quotation::find(source, "en", text, text, None).unwrap(),
        note: None,
    };
    let description = observation::Description {
        registry: "KZ".parse().unwrap(),
        partner: "IN".parse().unwrap(),
        commitment: None,
        measure: Measure::new("registered_medicines").unwrap(),
        name: words("Registered"),
        period: on(period),
        unit: Unit::Medicine,
        subject: "KZ".parse().unwrap(),
        origin: Some("IN".parse().unwrap()),
        channel: None,
    };
    let event = observation::Event::Booked { description, reported, public: false };
    Observation::begin(StreamId::named("figure", key), event, meta(1, known_on)).unwrap()
}

/// A series in short: values, `?` where something is missing, `|` at a break, `-` where a line leads on.
fn drawn(series: &Series<'_>) -> String {
    let place = |place: &Place<'_>| match place {
        Place::Reported(point) => {
            let value = point.value().unwrap();
            let line = if point.joined { "-" } else { "" };
            let mark = if point.is_disputed() { "!" } else { "" };
            format!("{line}{value}{mark}")
        }
        Place::Missing(period) => format!("?{period}"),
        Place::Break(said) => format!("|{}", said.what.from.unwrap()),
    };
    series.places.iter().map(place).collect::<Vec<_>>().join(" ")
}

fn of_one(it: &Indicator, figures: &[Observation]) -> String {
    let all = series(it, figures);
    assert_eq!(all.len(), 1);
    drawn(&all[0])
}

#[test]
fn registry_and_code_stay_and_an_office_has_an_owner() {
    let mut it = defined(definition());
    let described = |change: fn(&mut Definition)| {
        let mut definition = definition();
        change(&mut definition);
        Event::Described { definition }
    };
    let other = described(|d| d.registry = "KG".parse().unwrap());
    assert_eq!(code(it.then(other, meta(2, TODAY))), "registry-code-fixed");
    let other = described(|d| d.measure = Measure::new("devices").unwrap());
    assert_eq!(code(it.then(other, meta(2, TODAY))), "indicator-measure-fixed");
    let other = described(|d| d.office = Some(words("Committee")));
    assert_eq!(code(it.then(other, meta(2, TODAY))), "indicator-office-owner");
    assert_eq!(it, defined(definition()), "what is refused changes nothing");
    it.then(described(|d| d.name = words("Medicines")), meta(2, TODAY)).unwrap();
    assert_eq!((it.definitions.len(), it.version), (2, 2));
    let again = Event::Defined { definition: definition(), method: method(None, None) };
    assert_eq!(code(it.then(again, meta(3, TODAY))), "indicator-defined-already");
}

#[test]
fn a_change_of_method_has_a_day_and_a_reason_and_the_first_one_stays() {
    let mut it = defined(definition());
    let change = |method| Event::MethodChanged { method };
    let bad = [
        (method(None, Some("why")), "indicator-method-from"),
        (method(Some("2026"), None), "indicator-method-why"),
    ];
    for (bad, expected) in bad {
        assert_eq!(code(it.then(change(bad), meta(2, TODAY))), expected);
    }
    let mut it = changed(it, "2026");
    let same = change(method(Some("2026-01-01"), Some("why")));
    assert_eq!(code(it.then(same, meta(3, TODAY))), "indicator-method-order");
    let mut it = changed(it, "2021");
    let days: Vec<_> = it.methods.iter().map(|said| said.what.from.map(Edtf::first_day)).collect();
    assert_eq!(days, [None, Some(date(2021, 1, 1)), Some(date(2026, 1, 1))]);
    assert_eq!(it.method_of(on("2025")).unwrap().meta.version, 3);
    let withdraw = |version| Event::MethodWithdrawn { version, reason: words("typed twice") };
    assert_eq!(code(it.then(withdraw(9), meta(4, TODAY))), "indicator-no-such-method");
    assert_eq!(code(it.then(withdraw(1), meta(4, TODAY))), "indicator-first-method-stays");
    it.then(withdraw(3), meta(4, TODAY)).unwrap();
    assert_eq!(it.method_of(on("2025")).unwrap().meta.version, 1);
}

#[test]
fn no_line_leads_across_a_change_of_method_or_over_what_is_missing() {
    let figures = [
        figure("a", "2020", "1000", TODAY),
        figure("b", "2021", "1037", TODAY),
        figure("c", "2024", "990", TODAY),
        figure("d", "2025", "965", TODAY),
    ];
    let it = defined(definition());
    assert_eq!(of_one(&it, &figures), "1000 -1037 ?2022 ?2023 990 -965");
    let it = changed(it, "2025-01-01");
    assert_eq!(of_one(&it, &figures), "1000 -1037 ?2022 ?2023 990 |2025-01-01 965");
    let it = changed(it, "2022-07");
    let drawn = of_one(&it, &figures);
    assert_eq!(drawn, "1000 -1037 |2022-07 ?2022 ?2023 990 |2025-01-01 965");
    let it = changed(it, "2027");
    assert!(of_one(&it, &figures).ends_with("965 |2027"), "a change to come is shown");
}

#[test]
fn periods_of_every_length_are_told_apart_and_parts_are_not_joined() {
    let of = |periodicity, periods: &[&str]| {
        let it = defined(Definition { periodicity, ..definition() });
        let figures: Vec<_> =
            periods.iter().map(|period| figure(period, period, "5", TODAY)).collect();
        of_one(&it, &figures)
    };
    use Periodicity::{HalfYear, Irregular, Month, Quarter, Year};
    assert_eq!(of(Month, &["2025-11", "2025-12", "2026-02"]), "5 -5 ?2026-01 5");
    assert_eq!(of(Quarter, &["2025-01/2025-03", "2025-07/2025-09"]), "5 ?2025-04/2025-06 5");
    assert_eq!(of(HalfYear, &["2024-07/2024-12", "2025-01/2025-06"]), "5 -5");
    assert_eq!(of(Year, &["2024", "2025-03-05"]), "5 5", "a day is no year");
    assert_eq!(of(Year, &["2024", "2024-05"]), "5 5");
    assert_eq!(of(Irregular, &["2019", "2025-03-05"]), "5 -5");
    assert_eq!(of(Month, &["0001-01", "9999-12"]).matches('?').count(), 1, "told as one");
}

#[test]
fn two_sources_that_disagree_are_both_kept_the_latest_word_first() {
    let figures = [
        figure("early", "2025", "965", date(2025, 6, 1)),
        figure("late", "2025", "970", date(2025, 9, 1)),
        figure("next", "2026", "971", date(2025, 9, 2)),
    ];
    let it = defined(definition());
    assert_eq!(of_one(&it, &figures), "970! -971");
    let all = series(&it, &figures);
    let point = all[0].points().next().unwrap();
    assert_eq!(point.figures.len(), 2);
    let same = [figure("a", "2025", "965", TODAY), figure("b", "2025", "965.0", TODAY)];
    assert_eq!(of_one(&it, &same), "965", "the same value is no dispute");
}

#[test]
fn another_country_or_unit_is_another_series_and_what_does_not_fit_stands_last() {
    let mut devices = figure("a", "2025", "1", TODAY);
    devices.description.unit = Unit::Device;
    let mut abroad = figure("b", "2025", "2", TODAY);
    abroad.description.subject = "AM".parse().unwrap();
    let mut foreign = figure("c", "2025", "3", TODAY);
    foreign.description.registry = "KG".parse().unwrap();
    let figures = [devices, abroad, foreign, figure("d", "2025", "965", TODAY)];
    let it = defined(definition());
    let all = series(&it, &figures);
    let fit: Vec<_> = all.iter().map(|one| (drawn(one), one.fits)).collect();
    let fit: Vec<_> = fit.iter().map(|(text, fits)| (text.as_str(), *fits)).collect();
    assert_eq!(fit, [("965", true), ("2", false), ("1", false)]);
}

#[test]
fn what_became_known_later_is_not_known_before() {
    let mut it = defined(definition());
    let late = date(2026, 6, 1);
    let method = method(Some("2026"), Some("why"));
    it.then(Event::MethodChanged { method }, meta(2, late)).unwrap();
    assert!(it.known_on(date(2026, 1, 1)).is_none());
    let early = it.known_on(TODAY).unwrap();
    assert_eq!((early.methods.len(), early.version), (1, 1));
    assert_eq!(it.known_on(late).unwrap(), it);
    let projection = it.project(&NoPersons).unwrap();
    assert_eq!(projection.readings.len(), 2);
    assert_eq!(projection.claims[0].key, "KZ registered_medicines");
    let Row::Indicator { measure, moved_on, .. } = &projection.readings[1].row else {
        panic!("a row of its own")
    };
    assert_eq!((measure.as_str(), *moved_on), ("registered_medicines", late));
}
