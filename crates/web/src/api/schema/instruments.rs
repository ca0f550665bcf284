//! Shapes of instruments.

use serde_json::Value;

use super::{EDTF, codes, list, maybe, object, of, text, whole};

/// Shapes of instruments.
pub(super) fn instruments(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    use kelisim_domain::instrument as i;
    let number = || whole("Its number within the instrument");
    let day = |about: &str| maybe(&text(about));
    add(
        "InstrumentClause",
        object(
            "What an instrument says of its validity; lengths are ISO 8601 durations",
            &[
                ("number", number()),
                ("since", day("From which day, when an amendment changed it")),
                (
                    "entry",
                    maybe(&codes([
                        "on_signature",
                        "on_last_notification",
                        "after_ratifications",
                        "on_date",
                    ])),
                ),
                ("ratifications", maybe(&whole("How many ratifications it asks for"))),
                ("wait", maybe(&text("How long after the last act"))),
                ("date", day("The day of entry into force it names")),
                ("provisional_from", maybe(&text("signature, or a day"))),
                ("duration", maybe(&text("How long it stays in force"))),
                ("until", maybe(&text(EDTF))),
                ("renewal", maybe(&text("By how much it is renewed each time"))),
                ("notice", maybe(&text("How long before it ends notice must be given"))),
                ("ending", maybe(&codes(i::Ending::ALL.iter().map(|e| e.code())))),
                ("quotation", of("Quotation")),
            ],
        ),
    );
    add(
        "InstrumentAct",
        object(
            "An act of a party, as one passage reports it; two may report one act and differ",
            &[
                ("number", number()),
                ("party", text("Code of the party")),
                ("kind", codes(i::ActKind::ALL.iter().map(|k| k.code()))),
                ("on", text(EDTF)),
                ("place", maybe(&of("Text"))),
                ("known_on", text("The day from which it is known")),
                ("quotation", of("Quotation")),
            ],
        ),
    );
    add(
        "InstrumentReport",
        object(
            "A day of entry into force that a source states; it decides nothing",
            &[("number", number()), ("on", text(EDTF)), ("quotation", of("Quotation"))],
        ),
    );
    add(
        "InstrumentChange",
        object(
            "A change of the whole",
            &[
                ("number", number()),
                ("kind", codes(i::ChangeKind::ALL.iter().map(|k| k.code()))),
                ("on", text(EDTF)),
                ("by", maybe(&text("Id of the instrument that changed it"))),
                ("quotation", of("Quotation")),
            ],
        ),
    );
    add(
        "InstrumentText",
        object(
            "A version of the text, for those who work on it",
            &[
                ("number", number()),
                ("name", text("Its name")),
                ("sha256", text("SHA-256 of its content: what is approved")),
                ("bytes", number()),
                ("approved_by", list(&codes(i::Side::ALL.iter().map(|s| s.code())))),
            ],
        ),
    );
    add(
        "InstrumentApproval",
        object(
            "A draft that went to an agency, as a source reports",
            &[
                ("number", number()),
                ("agency", of("Text")),
                ("sent", text(EDTF)),
                ("due", day("By when an answer is due")),
                ("matter", maybe(&of("Text"))),
                ("answer", maybe(&codes(i::Answer::ALL.iter().map(|a| a.code())))),
                ("quotation", maybe(&of("Quotation"))),
            ],
        ),
    );
    add(
        "Instrument",
        object(
            "An instrument. Whether it is in force is computed from acts and clause for the day as_of",
            &[
                ("id", text("Its id")),
                ("registry", text("The registry that keeps it, by its country code")),
                ("partner", text("Code of the other side")),
                ("kind", codes(i::Type::ALL.iter().map(|k| k.code()))),
                ("level", codes(i::Level::ALL.iter().map(|k| k.code()))),
                ("title", of("Text")),
                ("parties", list(&text("Code of a party"))),
                ("topic", codes(kelisim_domain::topic::Topic::ALL.iter().map(|t| t.code()))),
                ("subject", maybe(&of("Text"))),
                ("languages", list(&text("Language tag of an authentic text"))),
                ("depositary", maybe(&of("Text"))),
                ("parent", maybe(&text("Id of the instrument it amends, replaces or belongs to"))),
                ("as_of", text("The day for which the next fields are computed")),
                ("standing", codes(i::Standing::ALL.iter().map(|s| s.code()))),
                ("in_force_from", day("In force from this day for certain, as computed")),
                (
                    "in_force_from_earliest",
                    day("The earliest day it can be, where sources are vague or differ"),
                ),
                ("ends_on", day("The first day on which it is no longer in force")),
                ("renews_on", day("The day on which it is renewed next")),
                ("notice_by", day("The last day on which notice keeps that from happening")),
                ("entered", of("Quotation")),
                ("clauses", list(&of("InstrumentClause"))),
                ("acts", list(&of("InstrumentAct"))),
                ("reported_in_force", list(&of("InstrumentReport"))),
                ("changes", list(&of("InstrumentChange"))),
                ("texts", list(&of("InstrumentText"))),
                ("approvals", list(&of("InstrumentApproval"))),
                ("commitments", list(&text("Id of a public commitment that stands in it"))),
            ],
        ),
    );
}
