//! Shapes of meetings.

use serde_json::Value;

use super::{EDTF, codes, list, maybe, object, of, text, whole};

/// Shapes of meetings.
pub(super) fn meetings(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    use kelisim_domain::meeting as m;
    add(
        "MeetingDelegation",
        object(
            "Who led a delegation, as a passage says",
            &[
                ("party", text("Code of the party")),
                ("office", of("Text")),
                ("name", maybe(&of("Text"))),
                ("quotation", of("Quotation")),
            ],
        ),
    );
    add(
        "MeetingPoint",
        object(
            "A point of the agenda that a passage names",
            &[
                ("matter", of("Text")),
                ("commitment", maybe(&text("Id of the public commitment it is about"))),
                ("quotation", of("Quotation")),
            ],
        ),
    );
    add(
        "MeetingDecision",
        object(
            "What was decided, as a passage says",
            &[
                ("number", whole("Its number within the meeting")),
                ("matter", of("Text")),
                ("commitments", list(&text("Id of a public commitment it leads to"))),
                ("instruments", list(&text("Id of a public instrument it leads to"))),
                ("quotation", of("Quotation")),
            ],
        ),
    );
    add(
        "Meeting",
        object(
            "A meeting of delegations",
            &[
                ("id", text("Its id")),
                ("registry", text("The registry that keeps it, by its country code")),
                ("partner", text("Code of the other side")),
                ("title", of("Text")),
                ("date", text(EDTF)),
                ("level", codes(m::MeetingLevel::ALL.iter().map(|k| k.code()))),
                ("state", codes(m::MeetingState::ALL.iter().map(|s| s.code()))),
                ("place", maybe(&of("Text"))),
                ("parties", list(&text("Code of a party whose delegation met"))),
                ("delegations", list(&of("MeetingDelegation"))),
                ("agenda", list(&of("MeetingPoint"))),
                ("decisions", list(&of("MeetingDecision"))),
                ("outcomes", list(&text("Id of a public commitment that came of it"))),
                ("communique", maybe(&of("Source"))),
                ("previous", maybe(&text("Id of the public meeting before"))),
            ],
        ),
    );
}
