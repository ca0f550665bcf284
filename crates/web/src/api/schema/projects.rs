//! Shapes of projects.

use serde_json::Value;

use super::{EDTF, codes, list, maybe, object, of, text, whole};

/// Shapes of projects.
pub(super) fn projects(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    use kelisim_domain::project as p;
    let number = || whole("Its number within the project");
    let kind = || codes(p::MilestoneKind::ALL.iter().map(|k| k.code()));
    add(
        "Slip",
        object(
            "By how many days something moved; later is more than zero. Where a day is known only to a month or a year, least and most differ",
            &[
                ("least", maybe(&whole("At least so many days; null where it cannot be compared"))),
                ("most", maybe(&whole("At most so many"))),
                ("unknown", maybe(&codes(p::Incomparable::ALL.iter().map(|why| why.code())))),
            ],
        ),
    );
    add(
        "MilestoneWord",
        object(
            "What a passage says of the day of a milestone; none overwrites another",
            &[
                ("number", number()),
                ("aspect", codes(p::Aspect::ALL.iter().map(|a| a.code()))),
                ("on", maybe(&text(EDTF))),
                ("known_on", text("The day from which it is known")),
                ("quotation", maybe(&of("Quotation"))),
            ],
        ),
    );
    add(
        "Milestone",
        object(
            "A milestone of one kind, never of another: what is built is not yet licensed",
            &[
                ("id", text("Its id")),
                ("kind", kind()),
                ("title", of("Text")),
                ("phase", maybe(&whole("The phase it belongs to"))),
                ("progress", codes(p::Progress::ALL.iter().map(|s| s.code()))),
                ("on", maybe(&text(EDTF))),
                ("first", maybe(&text(EDTF))),
                ("overdue_days", maybe(&whole("By how many days it is overdue"))),
                ("slip", of("Slip")),
                ("moved", whole("How often its expected day was moved")),
                ("words", list(&of("MilestoneWord"))),
            ],
        ),
    );
    add(
        "BaselineDay",
        object(
            "A milestone in a baseline",
            &[("milestone", text("Id of the milestone")), ("on", text(EDTF))],
        ),
    );
    add(
        "Baseline",
        object(
            "A plan that was frozen; days that rest on no published passage are left out, the hash is of the whole",
            &[
                ("number", number()),
                ("name", of("Text")),
                ("frozen_on", text("The day it was frozen")),
                (
                    "as_known_on",
                    maybe(&text(
                        "The day as of which the plan was taken, where it is an earlier one",
                    )),
                ),
                ("hash", text("SHA-256 of the snapshot in canonical form")),
                ("days", list(&of("BaselineDay"))),
            ],
        ),
    );
    add(
        "Project",
        object(
            "A project. There is no word for finished: milestones of each kind are reached for themselves",
            &[
                ("id", text("Its id")),
                ("registry", text("The registry that keeps it, by its country code")),
                ("partner", text("Code of the other side")),
                ("title", of("Text")),
                ("parties", list(&text("Code of a party"))),
                ("site", maybe(&of("Text"))),
                ("topic", codes(kelisim_domain::topic::Topic::ALL.iter().map(|t| t.code()))),
                ("as_of", text("The day for which the next fields are computed")),
                ("standing", codes(p::Standing::ALL.iter().map(|s| s.code()))),
                ("milestones", list(&of("Milestone"))),
                ("baselines", list(&of("Baseline"))),
                ("commitments", list(&text("Id of a public commitment it serves"))),
                ("instruments", list(&text("Id of a public instrument it serves"))),
            ],
        ),
    );
}
