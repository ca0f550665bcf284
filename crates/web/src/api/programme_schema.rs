//! Shapes of where applications, places, papers, results and reviews stand.

use kelisim_domain::paper as paper_of;
use kelisim_domain::programme::application::Stage;
use kelisim_domain::programme::placement as placed;
use kelisim_domain::programme::review::Standing;
use kelisim_domain::programme::run::As;
use kelisim_domain::text::Language;
use serde_json::Value;

use super::schema::{codes, list, maybe, object, of, text, whole, yes_no};

const INSTANT: &str = "An instant (RFC 3339)";
const HASH: &str = "SHA-256, hexadecimal";

/// Adds them.
pub(super) fn add(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let made_up = || yes_no("Whether it was made up for demonstration");
    let application = [
        ("id", text("Its id")),
        ("call", text("Id of the call")),
        ("receipt", text("The number of its receipt, which is drawn and names nobody")),
        ("stage", codes(Stage::ALL.iter().map(|s| s.code()))),
        ("due", maybe(&text("By when it is to be mended, while it is"))),
        ("made_up", made_up()),
    ];
    add("Application", object("Where an application stands; nothing of its content", &application));
    let due = [
        ("who", codes(placed::Who::ALL.iter().map(|w| w.code()))),
        ("at", maybe(&text(INSTANT))),
        ("on", maybe(&text("A day"))),
    ];
    add("PlacementDue", object("Who acts next, and by when", &due));
    let placement = [
        ("id", text("Its id")),
        ("call", text("Id of the call")),
        ("code", text("The code of the candidate")),
        ("stage", codes(placed::Stage::ALL.iter().map(|s| s.code()))),
        ("seat", maybe(&whole("The seat whose place the candidate holds"))),
        ("line", maybe(&text("Id of the quota line the place is of"))),
        ("given", whole("How many places were given, one after another")),
        ("due", maybe(&of("PlacementDue"))),
        ("enrolled", maybe(&text("A day"))),
        ("ended", maybe(&text("A day"))),
    ];
    add("Placement", object("What became of a candidate after the run", &placement));
    let review = [
        ("application", text("Id of the application")),
        ("receipt", text("The number of its receipt")),
        ("standing", codes(Standing::ALL.iter().map(|s| s.code()))),
        ("seats", whole("Reviewers who have a seat")),
        ("scored", whole("Those of them who scored")),
        ("late", yes_no("Whether somebody is late")),
        ("conflicts", whole("Seats that were lost to a conflict of interest")),
    ];
    add("ReviewState", object("How far a review is; never who judges, and no score", &review));
    papers(add);
    results(add);
}

fn papers(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let kinds = || codes(paper_of::PaperKind::ALL.iter().map(|k| k.code()));
    let languages = || codes(Language::ALL.iter().map(|l| l.code()));
    let withdrawn =
        [("why", codes(paper_of::Why::ALL.iter().map(|w| w.code()))), ("at", text(INSTANT))];
    add("Withdrawn", object("That a paper was withdrawn", &withdrawn));
    let paper = [
        ("number", text("Its number")),
        ("kind", kinds()),
        ("registry", text("The registry that issued it, by its country code")),
        ("partner", text("Code of the other side")),
        ("language", languages()),
        ("issued", text(INSTANT)),
        ("hash", text(HASH)),
        ("made_up", yes_no("Whether what it says was made up for demonstration")),
        ("withdrawn", maybe(&of("Withdrawn"))),
    ];
    add("Paper", object("A paper of the house, without what stands in it", &paper));
    let checked = [
        ("number", text("Its number")),
        ("kind", kinds()),
        ("registry", text("The registry that issued it, by its country code")),
        ("issued", text(INSTANT)),
        ("language", languages()),
        ("made_up", yes_no("Whether what it says was made up for demonstration")),
        ("withdrawn", maybe(&of("Withdrawn"))),
    ];
    add("PaperChecked", object("What the register says of a paper: it was issued so", &checked));
}

fn results(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let signature = [("capacity", codes(As::ALL.iter().map(|c| c.code()))), ("at", text(INSTANT))];
    add("ResultSignature", object("That a run was signed; nobody is named", &signature));
    let result = [
        ("call", text("Id of the call")),
        ("registry", text("The registry that keeps it, by its country code")),
        ("partner", text("Code of the other side")),
        ("attempt", whole("The number of the run, from 1")),
        ("released", text(INSTANT)),
        ("placed", whole("How many have a place")),
        ("stable", yes_no("Whether nobody would be taken where they would rather be")),
        ("certificate", text(HASH)),
        ("sealed_certificate", text(HASH)),
        ("input", text(HASH)),
        ("terms", text(HASH)),
        ("signatures", list(&of("ResultSignature"))),
    ];
    add("Result", object("A released run, with the hashes by which anybody checks it", &result));
}
