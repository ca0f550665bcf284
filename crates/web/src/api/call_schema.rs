//! Shapes of calls in the description of the API.

use kelisim_domain::programme::Kind;
use kelisim_domain::programme::call as c;
use serde_json::Value;

use super::schema::{codes, list, maybe, object, of, text, whole, yes_no};

const INSTANT: &str = "An instant (RFC 3339)";

/// Adds them.
pub(super) fn calls(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let places = || whole("How many places");
    add(
        "CallSeat",
        object(
            "Places at one host in one specialty, out of one line of the quota ledger",
            &[
                ("number", whole("Its number within the call")),
                ("line", text("Id of the quota line")),
                ("host", text("Code of the host")),
                ("specialty", text("Code of the specialty with its list and edition")),
                ("specialty_name", maybe(&of("Text"))),
                ("isced", maybe(&text("Field of ISCED-F 2013"))),
                ("places", places()),
                ("funding", codes(c::Funding::ALL.iter().map(|f| f.code()))),
                ("confirmed_by_host", whole("How many of them the host confirmed")),
            ],
        ),
    );
    add(
        "CallReserve",
        object(
            "Places kept for applicants of a region",
            &[("region", text("The region by ISO 3166-2")), ("places", places())],
        ),
    );
    add(
        "CallDocument",
        object(
            "A document an applicant brings",
            &[("name", of("Text")), ("class", codes(c::Class::ALL.iter().map(|c| c.code())))],
        ),
    );
    add(
        "CallCriterion",
        object(
            "What applicants are scored by",
            &[("name", of("Text")), ("weight", whole("Its weight in per cent"))],
        ),
    );
    add(
        "CallPhase",
        object(
            "A phase; from and to are the same for a phase of one instant",
            &[
                ("phase", codes(c::PhaseKind::ALL.iter().map(|p| p.code()))),
                ("from", text(INSTANT)),
                ("to", text(INSTANT)),
            ],
        ),
    );
    add(
        "CallRule",
        object(
            "What every applicant has to fulfil",
            &[("expression", text("The expression")), ("reason", of("Text"))],
        ),
    );
    add(
        "CallEdition",
        object(
            "Terms as they were published: they never change",
            &[
                ("number", whole("0 for the first, then the number of the amendment")),
                ("hash", text("SHA-256 of the canonical JSON of the terms")),
                ("published_at", text(INSTANT)),
                ("why", maybe(&of("Text"))),
            ],
        ),
    );
    add(
        "Call",
        object(
            "A published call for applications to a programme",
            &[
                ("id", text("Its id")),
                ("registry", text("The registry that keeps it, by its country code")),
                ("partner", text("Code of the other side")),
                ("kind", codes(Kind::ALL.iter().map(|k| k.code()))),
                ("stage", codes(c::Stage::ALL.iter().map(|s| s.code()))),
                ("title", of("Text")),
                ("about", maybe(&of("Text"))),
                ("made_up", yes_no("Whether its parts were made up for demonstration")),
                ("zone", text("Name of the time zone of its days")),
                ("opens_at", maybe(&text(INSTANT))),
                ("closes_at", maybe(&text("When applications close, with what outages added"))),
                (
                    "grace_minutes",
                    whole("Minutes after the close within which what was begun can be sent"),
                ),
                ("places", places()),
                ("seats", list(&of("CallSeat"))),
                ("reserves", list(&of("CallReserve"))),
                ("documents", list(&of("CallDocument"))),
                ("criteria", list(&of("CallCriterion"))),
                ("phases", list(&of("CallPhase"))),
                ("rules", list(&of("CallRule"))),
                ("mechanism", codes(c::Mechanism::ALL.iter().map(|m| m.code()))),
                ("ties", codes(c::Ties::ALL.iter().map(|t| t.code()))),
                ("precedence", codes(c::Precedence::ALL.iter().map(|p| p.code()))),
                (
                    "hosts_rank",
                    yes_no("Whether hosts order applicants; else the commission's score does"),
                ),
                (
                    "follows",
                    maybe(&text(
                        "The call whose places go on in this one, its supplementary round",
                    )),
                ),
                ("editions", list(&of("CallEdition"))),
                ("cancelled", maybe(&of("Text"))),
            ],
        ),
    );
}
