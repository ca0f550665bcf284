//! Shapes of the API in the words of JSON Schema. Each is compared by a test with what the code really writes.

use serde_json::{Map, Value, json};

pub(super) fn codes<'a>(all: impl IntoIterator<Item = &'a str>) -> Value {
    let all: Vec<&str> = all.into_iter().collect();
    json!({ "type": "string", "enum": all })
}

pub(super) fn text(about: &str) -> Value {
    json!({ "type": "string", "description": about })
}

pub(super) fn whole(about: &str) -> Value {
    json!({ "type": "integer", "description": about })
}

pub(super) fn yes_no(about: &str) -> Value {
    json!({ "type": "boolean", "description": about })
}

/// The same, or null where nothing is known.
pub(super) fn maybe(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

pub(super) fn list(schema: &Value) -> Value {
    json!({ "type": "array", "items": schema })
}

pub(super) fn of(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// An object whose fields are always there; what is not known is null.
pub(super) fn object(about: &str, fields: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({
        "type": "object", "description": about, "required": names,
        "properties": properties, "additionalProperties": false,
    })
}

pub(super) const EDTF: &str =
    "Date as the source states it (EDTF): 2030 means the year, not its first day";
const DECIMAL: &str = "Exact decimal number as text";

fn listed(about: &str, item: &str) -> Value {
    let next = maybe(&text("Cursor of the next part; null at the end"));
    object(about, &[("items", list(&of(item))), ("next", next)])
}

/// Every shape by name.
pub(super) fn all() -> Value {
    use kelisim_domain::{conflict, party, source, stage, topic};
    let mut shapes = Map::new();
    let mut add = |name: &str, schema: Value| shapes.insert(name.to_owned(), schema);
    let unit = codes(topic::Unit::ALL.iter().map(|u| u.code()));
    let edtf = text(EDTF);
    let decimal = text(DECIMAL);
    add(
        "Problem",
        object(
            "Why there is no answer (RFC 9457)",
            &[
                ("type", text("Always about:blank")),
                ("title", text("The status in words")),
                ("status", whole("The HTTP status")),
                ("code", text("Stable code, such as query-limit or not_found")),
                ("errors", list(&of("Refused"))),
            ],
        ),
    );
    add(
        "Refused",
        object(
            "What a rule says no to",
            &[
                ("field", maybe(&text("The field of the body; null for the whole"))),
                ("code", text("Stable code of the rule")),
                ("text", text("The same as an English sentence")),
            ],
        ),
    );
    add(
        "Changed",
        object(
            "What was made or changed",
            &[
                ("id", text("Its id")),
                ("version", maybe(&whole("Its version; null where the same was there already"))),
            ],
        ),
    );
    add(
        "Form",
        json!({
            "type": "object",
            "description": "Fields as the forms of the console have them, listed in docs/api/README.md: texts; whole \
        numbers and lists of texts are taken too",
            "additionalProperties": {
                "anyOf": [
                    { "type": "string" },
                    { "type": "integer" },
                    { "type": "array", "items": { "type": "string" } },
                    { "type": "null" },
                ],
            },
        }),
    );
    add(
        "Party",
        object(
            "A party whose code can be written",
            &[
                ("code", text("Its code")),
                ("kind", codes(party::PartyKind::ALL.iter().map(|k| k.code()))),
                ("name", maybe(&of("Text"))),
            ],
        ),
    );
    add("Parties", listed("Every party", "Party"));
    let review = codes(source::Review::ALL.iter().map(|r| r.code()));
    add(
        "OwnSource",
        object("A source of the registry", &[("source", of("Source")), ("review", review.clone())]),
    );
    add("OwnSources", listed("Sources of the registry, newest first", "OwnSource"));
    add(
        "SourceWhole",
        object(
            "A source with its text",
            &[
                ("source", of("Source")),
                ("review", review),
                ("text", text("The text, or the part that begins at start")),
                ("start", whole("Offset of the part, in Unicode scalar values")),
                ("next", maybe(&whole("Where the part behind it begins; null at the end"))),
            ],
        ),
    );
    add(
        "Text",
        object(
            "A text in the languages it was given in",
            &[
                ("record", codes(kelisim_domain::text::Language::ALL.iter().map(|l| l.code()))),
                ("kk", maybe(&text("Kazakh"))),
                ("ky", maybe(&text("Kyrgyz"))),
                ("ru", maybe(&text("Russian"))),
                ("en", maybe(&text("English"))),
            ],
        ),
    );
    add(
        "Source",
        object(
            "A source, named as it is cited",
            &[
                ("id", text("Its id")),
                ("kind", codes(source::SourceKind::ALL.iter().map(|k| k.code()))),
                ("tier", codes(source::Tier::ALL.iter().map(|t| t.code()))),
                ("title", of("Text")),
                ("publisher", text("Who published it")),
                ("url", maybe(&text("Where it can be read"))),
                ("published_on", edtf.clone()),
                (
                    "own_rendering",
                    yes_no("Whether the text kept is our own rendering, not its words"),
                ),
            ],
        ),
    );
    add(
        "Quotation",
        object(
            "A passage with its source",
            &[
                ("text", text("The passage")),
                ("language", text("Language tag of the passage")),
                ("source", maybe(&of("Source"))),
            ],
        ),
    );
    add(
        "Quantity",
        object(
            "How much of what",
            &[
                ("value", decimal.clone()),
                ("unit", unit.clone()),
                ("per", codes(topic::Per::ALL.iter().map(|p| p.code()))),
            ],
        ),
    );
    add(
        "Reported",
        object(
            "A reported figure behind a year",
            &[
                ("figure", text("Id of the figure")),
                ("measure", text("Code of what is measured")),
                ("value", decimal.clone()),
                ("quotation", of("Quotation")),
            ],
        ),
    );
    add(
        "Year",
        object(
            "What one year adds up to",
            &[
                ("year", whole("The year")),
                ("promised", maybe(&decimal)),
                ("promised_basis", maybe(&codes(["stated", "assumed"]))),
                (
                    "delivered",
                    maybe(&whole("Null when nobody published a figure, which is not zero")),
                ),
                ("lost", whole("Reported losses with a reason")),
                (
                    "unexplained",
                    maybe(&whole("Promised less delivered and lost, never below zero")),
                ),
                ("suspended", yes_no("Whether a source says that it was stopped in that year")),
                ("reported", list(&of("Reported"))),
            ],
        ),
    );
    add(
        "Statement",
        object(
            "A passage and what it says of the commitment",
            &[
                ("number", whole("Its number within the commitment")),
                ("known_on", text("The day from which it could be known")),
                ("stage", maybe(&codes(stage::Stage::ALL.iter().map(|s| s.code())))),
                ("quantity", maybe(&of("Quantity"))),
                ("deadline", maybe(&edtf)),
                ("quotation", of("Quotation")),
            ],
        ),
    );
    add(
        "Promise",
        object(
            "A commitment. Only those with counts_as_promise belong in a total",
            &[
                ("id", text("Its id")),
                ("registry", text("The registry that keeps it, by its country code")),
                ("partner", text("Code of the other side")),
                ("topic", codes(topic::Topic::ALL.iter().map(|t| t.code()))),
                ("title", of("Text")),
                ("promisors", list(&text("Code of one who owes"))),
                ("beneficiaries", list(&text("Code of one to whom"))),
                ("stage", codes(stage::Stage::ALL.iter().map(|s| s.code()))),
                ("counts_as_promise", yes_no("Whether words of this firmness count: S5 and above")),
                ("quantity", maybe(&of("Quantity"))),
                ("deadline", maybe(&edtf)),
                ("delivery", codes(stage::Delivery::ALL.iter().map(|d| d.code()))),
                (
                    "standing",
                    codes(kelisim_domain::commitment::Standing::ALL.iter().map(|s| s.code())),
                ),
                ("years", list(&of("Year"))),
                ("statements", list(&of("Statement"))),
            ],
        ),
    );
    add(
        "Side",
        object(
            "One of the statements that cannot all be true",
            &[("claim", of("Text")), ("quotation", of("Quotation"))],
        ),
    );
    add(
        "Conflict",
        object(
            "Statements that cannot all be true",
            &[
                ("id", text("Its id")),
                ("state", codes(conflict::ConflictState::ALL.iter().map(|s| s.code()))),
                ("title", of("Text")),
                ("question", of("Text")),
                ("sides", list(&of("Side"))),
            ],
        ),
    );
    add(
        "PromiseWhole",
        object(
            "A commitment with what stands around it",
            &[
                ("promise", of("Promise")),
                ("replaces", list(&text("Id of a commitment it replaced"))),
                ("replaced_by", list(&text("Id of a commitment that replaced it"))),
                ("conflicts", list(&of("Conflict"))),
            ],
        ),
    );
    add(
        "Value",
        object(
            "A value somebody reported",
            &[
                ("value", decimal),
                ("known_on", text("The day from which it could be known")),
                ("note", maybe(&of("Text"))),
                ("quotation", of("Quotation")),
            ],
        ),
    );
    add(
        "Figure",
        object(
            "A reported figure with every value it had, the latest word last",
            &[
                ("id", text("Its id")),
                ("registry", text("The registry that keeps it, by its country code")),
                ("partner", text("Code of the other side")),
                ("commitment", maybe(&text("Id of the commitment it is held against"))),
                ("measure", text("Code of what is measured")),
                ("name", of("Text")),
                ("period", edtf),
                ("unit", unit),
                ("subject", text("Code of the country it holds in")),
                ("origin", maybe(&text("Code of those who are counted"))),
                ("values", list(&of("Value"))),
            ],
        ),
    );
    add(
        "PartnerCount",
        object(
            "What one registry records with a partner",
            &[
                ("registry", text("The registry")),
                ("promises", whole("Agreed, signed or in force")),
                ("talks_and_intentions", whole("These bind nobody")),
            ],
        ),
    );
    add(
        "Partner",
        object(
            "A partner with what is recorded with it",
            &[
                ("code", text("Its code")),
                ("kind", maybe(&codes(party::PartyKind::ALL.iter().map(|k| k.code())))),
                ("name", maybe(&of("Text"))),
                ("registries", list(&of("PartnerCount"))),
            ],
        ),
    );
    quotas(&mut add);
    instruments(&mut add);
    meetings(&mut add);
    super::body_schema::add(&mut add);
    projects(&mut add);
    super::call_schema::calls(&mut add);
    super::visit_schema::add(&mut add);
    add("Promises", listed("A part of the public commitments", "Promise"));
    add("Partners", listed("All partners", "Partner"));
    add("Figures", listed("The newest public figures", "Figure"));
    add("Projects", listed("A part of the public projects", "Project"));
    add("Calls", listed("A part of the published calls", "Call"));
    add("Visits", listed("A part of the public visits of experts", "Visit"));
    add("Instruments", listed("A part of the public instruments", "Instrument"));
    add("Meetings", listed("A part of the public meetings", "Meeting"));
    add("Bodies", listed("A part of the public bodies", "Body"));
    add("QuotaLines", listed("A part of the public lines", "QuotaLine"));
    add("QuotaMoves", listed("A part of the moves of a line", "QuotaMove"));
    Value::Object(shapes)
}

/// Shapes of the quota ledger.
fn quotas(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
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

/// Shapes of projects.
fn projects(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
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

/// Shapes of meetings.
fn meetings(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
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

/// Shapes of instruments.
fn instruments(add: &mut impl FnMut(&str, Value) -> Option<Value>) {
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
                ("approvals", list(&of("InstrumentApproval"))),
                ("commitments", list(&text("Id of a public commitment that stands in it"))),
            ],
        ),
    );
}
