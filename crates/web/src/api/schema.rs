//! Shapes of the API in the words of JSON Schema. Each is compared by a test with what the code really writes.

mod instruments;
mod meetings;
mod projects;
mod quotas;

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
    let mut changed = object(
        "What was made or changed",
        &[
            ("id", text("Its id")),
            ("version", maybe(&whole("Its version; null where the same was there already"))),
        ],
    );
    changed["properties"]["code"] = text("Its code, where it is addressed by one: a party");
    add("Changed", changed);
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
                ("country", maybe(&text("Code of the country it belongs to"))),
                ("parent", maybe(&text("Code of the party it is part of"))),
                ("name", maybe(&of("Text"))),
            ],
        ),
    );
    add("Parties", listed("A part of the parties", "Party"));
    add(
        "PartyName",
        object(
            "A name over a span of time",
            &[("from", maybe(&text(EDTF))), ("to", maybe(&text(EDTF))), ("name", of("Text"))],
        ),
    );
    add(
        "PartyAlso",
        object(
            "A second record of the party, merged into it",
            &[
                ("code", text("Its code, which leads to the party that stays")),
                ("version", whole("Its version, for If-Match when it is taken apart")),
                ("into", text("The code it was merged into")),
                ("reason", of("Text")),
                ("since", json!({ "type": "string", "format": "date-time" })),
                ("names", list(&of("PartyName"))),
            ],
        ),
    );
    add(
        "PartyWhole",
        object(
            "A party with every name it had, oldest first",
            &[
                ("party", of("Party")),
                ("names", list(&of("PartyName"))),
                ("parts", list(&text("Code of a party that is part of it"))),
                ("also", list(&of("PartyAlso"))),
            ],
        ),
    );
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
    quotas::quotas(&mut add);
    instruments::instruments(&mut add);
    meetings::meetings(&mut add);
    super::body_schema::add(&mut add);
    projects::projects(&mut add);
    super::call_schema::calls(&mut add);
    super::indicator_schema::add(&mut add);
    super::visit_schema::add(&mut add);
    super::programme_schema::add(&mut add);
    add("Promises", listed("A part of the public commitments", "Promise"));
    add("Partners", listed("All partners", "Partner"));
    add("Figures", listed("The newest public figures", "Figure"));
    add("Projects", listed("A part of the public projects", "Project"));
    add("Calls", listed("A part of the published calls", "Call"));
    add("Indicators", listed("A part of the public indicators", "Indicator"));
    add("Visits", listed("A part of the public visits of experts", "Visit"));
    add("Applications", listed("A part of the applications to a call", "Application"));
    add("Reviews", listed("A part of the reviews of a call", "ReviewState"));
    add("Placements", listed("A part of the placements of a call", "Placement"));
    add("Results", listed("A part of the released runs", "Result"));
    add("Papers", listed("A part of the papers of the registry", "Paper"));
    add("Instruments", listed("A part of the public instruments", "Instrument"));
    add("Meetings", listed("A part of the public meetings", "Meeting"));
    add("Bodies", listed("A part of the public bodies", "Body"));
    add("QuotaLines", listed("A part of the public lines", "QuotaLine"));
    add("QuotaMoves", listed("A part of the moves of a line", "QuotaMove"));
    Value::Object(shapes)
}
