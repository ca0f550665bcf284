//! Shapes of visits of experts.

use kelisim_domain::programme::visit as v;
use serde_json::Value;

use super::schema::{EDTF, codes, list, maybe, object, of, text, whole, yes_no};

/// Adds the shapes.
pub(super) fn add(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let states = || codes(v::State::ALL.iter().map(|s| s.code()));
    let step = [
        ("to", states()),
        ("on", text(EDTF)),
        ("note", maybe(&of("Text"))),
        ("quotation", maybe(&of("Quotation"))),
    ];
    add("VisitStep", object("A step of a visit that a passage tells of", &step));
    let expert = [
        ("specialty", maybe(&text("Code of the specialty with its list and edition"))),
        ("specialty_name", maybe(&of("Text"))),
        ("role", maybe(&codes(v::ExpertRole::ALL.iter().map(|r| r.code())))),
        ("count", whole("How many")),
        ("quotation", maybe(&of("Quotation"))),
    ];
    add("VisitExpert", object("An expert, or several of whom no more is said", &expert));
    let counter = [
        ("counter", codes(v::Counter::ALL.iter().map(|c| c.code()))),
        ("reported", whole("How many are reported")),
        ("latest", yes_no("Whether it is the total of the source published last, which counts")),
        ("quotation", of("Quotation")),
    ];
    add(
        "VisitCounter",
        object("A reported total; the house's own records are not in it", &counter),
    );
    let agreed = [
        ("matter", of("Text")),
        ("due", maybe(&text(EDTF))),
        ("done", maybe(&text(EDTF))),
        ("quotation", maybe(&of("Quotation"))),
    ];
    add("VisitAgreed", object("What was agreed to be done afterwards", &agreed));
    let visit = [
        ("id", text("Its id")),
        ("registry", text("The registry that keeps it, by its country code")),
        ("partner", text("Code of the other side")),
        ("direction", codes(v::Direction::ALL.iter().map(|d| d.code()))),
        ("state", states()),
        ("title", of("Text")),
        ("days", maybe(&text(EDTF))),
        ("hosts", list(&text("Code of whoever receives the experts"))),
        ("place", maybe(&of("Text"))),
        ("sender", maybe(&of("Text"))),
        ("commitment", maybe(&text("Id of the public commitment it belongs to"))),
        ("quota_line", maybe(&text("Id of the public quota line whose place it takes"))),
        ("team", maybe(&whole("How many experts"))),
        ("experts", list(&of("VisitExpert"))),
        ("counters", list(&of("VisitCounter"))),
        ("steps", list(&of("VisitStep"))),
        ("agreed", list(&of("VisitAgreed"))),
        ("quotation", maybe(&of("Quotation"))),
    ];
    add("Visit", object("A visit of experts: what rests on passages", &visit));
}
