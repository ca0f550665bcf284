//! Shapes of joint bodies.

use kelisim_domain::body as b;
use kelisim_domain::meeting::MeetingState;
use kelisim_domain::stage::Stage;
use kelisim_domain::topic::Per;
use serde_json::Value;

use super::schema::{EDTF, codes, list, maybe, object, of, text, whole, yes_no};

/// Adds the shapes.
pub(super) fn add(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    people(add);
    sessions(add);
    contributions(add);
    let foundation = [
        ("standing", codes(b::Standing::ALL.iter().map(|s| s.code()))),
        ("on", maybe(&text(EDTF))),
        ("instrument", maybe(&text("Id of the public instrument by which"))),
        ("meeting", maybe(&text("Id of the public meeting at which"))),
        ("quotation", of("Quotation")),
    ];
    add("BodyFoundation", object("How far a body has come, as a passage says", &foundation));
    let mandate = [("matter", of("Text")), ("quotation", of("Quotation"))];
    add("BodyMandate", object("What a body is for, as a passage says", &mandate));
    add("Body", object("A joint body: what rests on passages", &body()));
}

fn body() -> Vec<(&'static str, Value)> {
    vec![
        ("id", text("Its id")),
        ("registry", text("The registry that keeps it, by its country code")),
        ("partner", text("Code of the other side")),
        ("kind", codes(b::BodyKind::ALL.iter().map(|k| k.code()))),
        ("title", of("Text")),
        ("host", maybe(&text("Code of whoever keeps house for it"))),
        ("parent", maybe(&text("Id of the public body it belongs to"))),
        ("foundation", maybe(&of("BodyFoundation"))),
        ("mandate", maybe(&of("BodyMandate"))),
        ("members", list(&of("BodyMember"))),
        ("sessions", list(&of("BodySession"))),
        ("decisions", list(&of("BodyDecision"))),
        ("outcomes", list(&text("Id of a public commitment that came of it"))),
        ("pledged", list(&of("BodyPledge"))),
        ("given", list(&of("BodyDelivery"))),
        ("promised_totals", list(&of("BodyTotal"))),
        ("delivered_totals", list(&of("BodyTotal"))),
        ("invitations", list(&of("BodyInvitation"))),
        ("quotation", of("Quotation")),
    ]
}

fn people(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let who = [
        ("kind", codes(b::Who::CODES)),
        ("party", maybe(&text("Code of the party"))),
        ("name", maybe(&of("Text"))),
        ("body", maybe(&text("Id of the public body"))),
    ];
    add("BodyWho", object("Who belongs to a body, contributes to it or is invited", &who));
    let member = [
        ("who", of("BodyWho")),
        ("role", codes(b::MemberRole::ALL.iter().map(|r| r.code()))),
        ("from", maybe(&text(EDTF))),
        ("until", maybe(&text(EDTF))),
        ("acceded", yes_no("Whether it acceded upon an invitation")),
        ("quotation", maybe(&of("Quotation"))),
        ("left", maybe(&of("Quotation"))),
    ];
    add("BodyMember", object("A member and over what time", &member));
    let step = [
        ("step", codes(b::Move::ALL.iter().map(|s| s.code()))),
        ("on", text(EDTF)),
        ("quotation", maybe(&of("Quotation"))),
    ];
    add("BodyInvitationStep", object("What happened to an invitation", &step));
    let invitation = [
        ("who", of("BodyWho")),
        ("role", codes(b::MemberRole::ALL.iter().map(|r| r.code()))),
        ("matter", maybe(&of("Text"))),
        ("state", codes(b::Where::ALL.iter().map(|s| s.code()))),
        ("steps", list(&of("BodyInvitationStep"))),
        ("quotation", maybe(&of("Quotation"))),
    ];
    add("BodyInvitation", object("An invitation that a passage names", &invitation));
}

fn sessions(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let session = [
        ("number", maybe(&whole("Its number, where the body counts them"))),
        ("state", codes(MeetingState::ALL.iter().map(|s| s.code()))),
        ("date", text(EDTF)),
        ("place", maybe(&of("Text"))),
        ("meeting", maybe(&text("Id of the public meeting it is"))),
        ("quotation", maybe(&of("Quotation"))),
    ];
    add("BodySession", object("A session", &session));
    let decision = [
        ("matter", of("Text")),
        ("commitments", list(&text("Id of a public commitment it leads to"))),
        ("instruments", list(&text("Id of a public instrument it leads to"))),
        ("quotation", of("Quotation")),
    ];
    add("BodyDecision", object("What was decided, as a passage says", &decision));
}

fn contributions(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let gifts = || codes(b::Gift::ALL.iter().map(|g| g.code()));
    let currency = || maybe(&codes(b::Currency::ALL.iter().map(|c| c.code())));
    let per = || codes(Per::ALL.iter().map(|p| p.code()));
    let amount =
        [("value", text("The number, as a decimal")), ("currency", currency()), ("per", per())];
    add("BodyAmount", object("How much; only money has a currency", &amount));
    let delivery = [
        ("by", of("BodyWho")),
        ("kind", gifts()),
        ("matter", of("Text")),
        ("amount", maybe(&of("BodyAmount"))),
        ("on", text(EDTF)),
        ("quotation", of("Quotation")),
    ];
    add("BodyDelivery", object("What was given, as a passage says", &delivery));
    let pledge = [
        ("by", of("BodyWho")),
        ("kind", gifts()),
        ("matter", of("Text")),
        ("amount", maybe(&of("BodyAmount"))),
        ("stage", codes(Stage::ALL.iter().map(|s| s.code()))),
        ("promise", yes_no("Whether the words count as a promise; talk is in no total")),
        ("when", maybe(&text(EDTF))),
        ("quotation", of("Quotation")),
        ("given", list(&of("BodyDelivery"))),
    ];
    add(
        "BodyPledge",
        object("What somebody is to contribute, and what was given upon it", &pledge),
    );
    let total = [
        ("kind", gifts()),
        ("currency", currency()),
        ("per", per()),
        ("sum", maybe(&text("The sum, as a decimal; null where no passage has a number"))),
        ("unnumbered", whole("How many have no number")),
    ];
    add("BodyTotal", object("A sum of one kind, currency and span", &total));
}
