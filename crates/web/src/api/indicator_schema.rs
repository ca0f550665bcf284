//! Shapes of indicators.

use kelisim_domain::indicator::Periodicity;
use kelisim_domain::topic::{Channel, Unit};
use serde_json::Value;

use super::schema::{EDTF, codes, list, maybe, object, of, text, yes_no};

/// Adds the shapes.
pub(super) fn add(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let units = || codes(Unit::ALL.iter().map(|u| u.code()));
    let method = [
        ("from", maybe(&text(EDTF))),
        ("how", of("Text")),
        ("why", maybe(&of("Text"))),
        ("quotation", maybe(&of("Quotation"))),
    ];
    add("IndicatorMethod", object("How it is counted, from a day on", &method));
    let place = [
        ("kind", codes(["reported", "missing", "break"])),
        ("period", maybe(&text(EDTF))),
        ("joined", yes_no("Whether it can be compared with what was reported before it")),
        ("disputed", yes_no("Whether sources disagree on it")),
        ("figures", list(&of("Figure"))),
    ];
    add(
        "IndicatorPlace",
        object("A place of a series: values, a missing period, or a change of method", &place),
    );
    let series = [
        ("subject", text("Code of the country it holds in")),
        ("origin", maybe(&text("Code of those who are counted"))),
        ("channel", maybe(&codes(Channel::ALL.iter().map(|c| c.code())))),
        ("unit", units()),
        ("fits", yes_no("Whether unit and country are those of the definition")),
        ("places", list(&of("IndicatorPlace"))),
    ];
    add("IndicatorSeries", object("What was reported of one geography, oldest first", &series));
    let indicator = [
        ("id", text("Its id")),
        ("registry", text("The registry that keeps it, by its country code")),
        ("measure", text("Code of what is measured; figures with it belong to the indicator")),
        ("name", of("Text")),
        ("definition", of("Text")),
        ("unit", units()),
        ("geography", list(&text("Code of a country it is measured in; none for any"))),
        ("periodicity", codes(Periodicity::ALL.iter().map(|p| p.code()))),
        ("owner", maybe(&text("Code of whoever answers for the numbers"))),
        ("office", maybe(&of("Text"))),
        ("quotation", maybe(&of("Quotation"))),
        ("methods", list(&of("IndicatorMethod"))),
        ("series", list(&of("IndicatorSeries"))),
    ];
    add(
        "Indicator",
        object("What is measured, how, by whom, and what was reported of it", &indicator),
    );
}
