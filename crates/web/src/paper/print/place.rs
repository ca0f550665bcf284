//! The printed forms of papers about a place: the letter of offer and the certificate of completion.

use kelisim_exchange::pdf::{Block, Text, Voice};
use kelisim_i18n::Arg;

use super::{Facts, about, fact, name, person};
use crate::print::{part, quiet};

/// What both say of the place.
fn place(facts: &Facts<'_>, blocks: &mut Vec<Block>) {
    let l = facts.l;
    fact(blocks, l.t("placement-place"), facts.text("place"));
    if let Some(code) = facts.known("funding") {
        fact(blocks, l.t("paper-funding"), l.term("call_funding", code));
    }
}

/// A day of a credential in the words of the language.
fn day(facts: &Facts<'_>, name: &str) -> String {
    let text = facts.text(name);
    text.parse().map_or_else(|_| text.to_owned(), |day| facts.l.date_long(day))
}

/// Whose house it is, who the person is, and which call.
fn three<'f>(facts: &Facts<'f>, house: &'f str) -> [(&'static str, Arg<'f>); 3] {
    [
        ("registry", Arg::Str(house)),
        ("name", Arg::Str(name(facts))),
        ("title", Arg::Str(facts.text("title"))),
    ]
}

/// The letter by which a place is offered.
pub(super) fn offer(facts: &Facts<'_>, house: &str, blocks: &mut Vec<Block>) {
    let l = facts.l;
    let zone = facts.text("zone");
    let lead = l.format("paper-offer-lead", &three(facts, house));
    blocks.push(Block::Paragraph(Text::plain(lead)));
    place(facts, blocks);
    if facts.known("starts").is_some() {
        fact(blocks, l.t("paper-starts"), &facts.at(zone, "starts"));
    }
    fact(blocks, l.t("paper-offered"), &facts.at(zone, "offered"));
    if facts.known("answerBy").is_some() {
        let by = facts.at(zone, "answerBy");
        let text = Text::of(Voice::Quiet, format!("{}: ", l.t("paper-answer-by")));
        blocks.push(Block::Paragraph(text.and(Voice::Strong, &by)));
    }
    if facts.known("holdUntil").is_some() {
        fact(blocks, l.t("placement-hold"), &facts.at(zone, "holdUntil"));
    }
    blocks.push(part(l.t("paper-what-to-do")));
    if facts.known("answerBy").is_some() {
        blocks.push(Block::Paragraph(Text::plain(l.t("paper-offer-answer"))));
    }
    blocks.push(Block::Paragraph(Text::plain(l.t("paper-offer-next"))));
    blocks.push(quiet(l.t("paper-offer-ends")));
    blocks.push(part(l.t("application-person")));
    person(facts, blocks);
    blocks.push(part(l.t("paper-about")));
    about(facts, blocks);
    fact(blocks, l.t("receipt-number"), facts.text("receipt"));
}

/// The certificate that a programme was completed.
pub(super) fn completion(facts: &Facts<'_>, house: &str, blocks: &mut Vec<Block>) {
    let l = facts.l;
    let lead = l.format("paper-completion-lead", &three(facts, house));
    blocks.push(Block::Paragraph(Text::plain(lead)));
    place(facts, blocks);
    fact(blocks, l.t("paper-enrolled"), &day(facts, "enrolled"));
    fact(blocks, l.t("paper-completed"), &day(facts, "completed"));
    let basis = format!("{}, {}", facts.text("basis"), day(facts, "basisDate"));
    fact(blocks, l.t("paper-basis"), &basis);
    blocks.push(part(l.t("application-person")));
    person(facts, blocks);
    blocks.push(part(l.t("paper-about")));
    about(facts, blocks);
    fact(blocks, l.t("receipt-number"), facts.text("receipt"));
}
