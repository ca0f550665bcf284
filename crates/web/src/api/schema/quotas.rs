//! Shapes of the quota ledger.

use serde_json::Value;

use super::{EDTF, codes, list, maybe, object, of, text, whole};

/// Shapes of the quota ledger.
pub(super) fn quotas(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
    use kelisim_domain::quota::{Account, Programme, Reason};
    let account = codes(Account::ALL.iter().map(|a| a.code()));
    add(
        "QuotaAccount",
        object(
            "How many places lie in an account",
            &[("account", account.clone()), ("places", whole("How many"))],
        ),
    );
    add(
        "QuotaLine",
        object(
            "A line of the quota ledger: what a promise gives for a period and a channel, and where its places are",
            &[
                ("id", text("Its id")),
                ("registry", text("The registry that keeps it, by its country code")),
                ("partner", text("Code of the other side")),
                ("commitment", text("Id of the commitment it rests on")),
                ("period", text(EDTF)),
                ("channel", codes(kelisim_domain::topic::Channel::ALL.iter().map(|c| c.code()))),
                ("programme", codes(Programme::ALL.iter().map(|p| p.code()))),
                ("specialty", maybe(&of("Text"))),
                ("host", maybe(&of("Text"))),
                ("region", maybe(&of("Text"))),
                ("stated", whole("Places that sources say it has")),
                ("total", whole("Places it has had, with those from other lines")),
                ("accounts", list(&of("QuotaAccount"))),
                ("moves", whole("How many moves were booked")),
            ],
        ),
    );
    add(
        "QuotaMove",
        object(
            "A number of places taken out of one account and put into another; null stands for outside the line",
            &[
                ("number", whole("Its number within the line")),
                ("on", text("The day it happened")),
                ("known_on", text("The day from which it is known")),
                ("from", maybe(&account)),
                ("to", maybe(&account)),
                ("places", whole("How many")),
                ("reason", codes(Reason::ALL.iter().map(|r| r.code()))),
                ("other_line", maybe(&text("Id of the line on the other side"))),
                ("reverses", maybe(&whole("Number of the move it makes good"))),
                ("quotation", maybe(&of("Quotation"))),
            ],
        ),
    );
}
