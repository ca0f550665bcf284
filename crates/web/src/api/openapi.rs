//! The description of the API (OpenAPI 3.1), made from one table of its endpoints. A test holds the table against the
//! routes, the shapes against what is written, and the whole against `docs/api/openapi.json`.

use kelisim_domain::token::Scope;
use serde_json::{Map, Value, json};

use super::schema;

/// An endpoint that is read.
struct Endpoint {
    path: &'static str,
    id: &'static str,
    about: &'static str,
    /// The shape of the answer; this very document where none is named.
    shape: Option<&'static str>,
    query: &'static [&'static str],
}

const ENDPOINTS: [Endpoint; 36] = [
    Endpoint {
        path: "/api/v1/promises",
        id: "listPromises",
        about: "Public commitments: open promises, then plans, then talks, then what is closed",
        shape: Some("Promises"),
        query: &["registry", "partner", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/promises/{id}",
        id: "getPromise",
        about: "One public commitment with its years, passages and contradictions",
        shape: Some("PromiseWhole"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/partners",
        id: "listPartners",
        about: "Partners with how many promises and how many talks are recorded with each",
        shape: Some("Partners"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/figures",
        id: "listFigures",
        about: "Public reported figures, the newest period first",
        shape: Some("Figures"),
        query: &["partner", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/figures/{id}",
        id: "getFigure",
        about: "One public figure with every value it had",
        shape: Some("Figure"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/parties",
        id: "listParties",
        about: "Parties whose codes can be written, in the order of their codes; only with a token",
        shape: Some("Parties"),
        query: &["after", "limit"],
    },
    Endpoint {
        path: "/api/v1/parties/{code}",
        id: "getParty",
        about: "One party with every name it had; a merged code is answered with the party that stays. Only with a token",
        shape: Some("PartyWhole"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/sources",
        id: "listSources",
        about: "Sources of the registry, newest first; only with a token",
        shape: Some("OwnSources"),
        query: &["after", "limit"],
    },
    Endpoint {
        path: "/api/v1/sources/{id}",
        id: "getSource",
        about: "One source of the registry with its text; only with a token",
        shape: Some("SourceWhole"),
        query: &["from"],
    },
    Endpoint {
        path: "/api/v1/indicators",
        id: "listIndicators",
        about: "Public indicators with their series, the one of which something became known last first",
        shape: Some("Indicators"),
        query: &["owner", "unit", "periodicity", "geography", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/indicators/{id}",
        id: "getIndicator",
        about: "One public indicator: its definition, its methods and what was reported, by geography and period",
        shape: Some("Indicator"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/instruments",
        id: "listInstruments",
        about: "Public instruments, the one that moved last first; where each stands is computed for the day as_of",
        shape: Some("Instruments"),
        query: &["partner", "kind", "standing", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/instruments/{id}",
        id: "getInstrument",
        about: "One public instrument: what rests on published passages",
        shape: Some("Instrument"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/meetings",
        id: "listMeetings",
        about: "Public meetings, the latest first, with what came of each",
        shape: Some("Meetings"),
        query: &["partner", "level", "state", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/meetings/{id}",
        id: "getMeeting",
        about: "One public meeting: what rests on passages, and what came of it",
        shape: Some("Meeting"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/bodies",
        id: "listBodies",
        about: "Public joint bodies, the one of which something became known last first",
        shape: Some("Bodies"),
        query: &["partner", "kind", "standing", "member", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/bodies/{id}",
        id: "getBody",
        about: "One public joint body: what rests on passages, and what came of it",
        shape: Some("Body"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/projects",
        id: "listProjects",
        about: "Public projects, the one of which something became known last first; slip is computed for the day as_of",
        shape: Some("Projects"),
        query: &["partner", "having", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/projects/{id}",
        id: "getProject",
        about: "One public project: milestones with the days that rest on published passages",
        shape: Some("Project"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/calls",
        id: "listCalls",
        about: "Published calls for applications, the one that closes last first; the stage is that of this instant",
        shape: Some("Calls"),
        query: &["partner", "kind", "stage", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/calls/{id}",
        id: "getCall",
        about: "One published call: the terms that hold, with the hashes of all editions",
        shape: Some("Call"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/calls/{id}/applications",
        id: "listApplications",
        about: "Where the applications to a call stand, in the order of their receipts; only with a token of an officer",
        shape: Some("Applications"),
        query: &["stage", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/applications/{id}",
        id: "getApplication",
        about: "Where one application stands; only with a token of an officer",
        shape: Some("Application"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/calls/{id}/reviews",
        id: "listReviews",
        about: "How far the reviews of a call are, never who judges; only with a token of an officer",
        shape: Some("Reviews"),
        query: &["standing", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/calls/{id}/placements",
        id: "listPlacements",
        about: "What became of the places of a call, in the order of the codes; only with a token",
        shape: Some("Placements"),
        query: &["stage", "seat", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/placements/{id}",
        id: "getPlacement",
        about: "One placement; only with a token",
        shape: Some("Placement"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/results",
        id: "listResults",
        about: "Released runs, the one released last first",
        shape: Some("Results"),
        query: &["after", "limit"],
    },
    Endpoint {
        path: "/api/v1/results/{id}",
        id: "getResult",
        about: "The released run of one call, by the id of the call",
        shape: Some("Result"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/papers",
        id: "listPapers",
        about: "Papers of the registry in the order of their numbers, which are drawn; only with a token of an officer",
        shape: Some("Papers"),
        query: &["after", "limit"],
    },
    Endpoint {
        path: "/api/v1/papers/{number}",
        id: "checkPaper",
        about: "Whether a paper with this number and hash was issued, and whether it was withdrawn",
        shape: Some("PaperChecked"),
        query: &["hash"],
    },
    Endpoint {
        path: "/api/v1/visits",
        id: "listVisits",
        about: "Public visits of experts, the one that begins last first",
        shape: Some("Visits"),
        query: &["partner", "direction", "state", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/visits/{id}",
        id: "getVisit",
        about: "One public visit: what passages say of the team, of what was done and of what was agreed on",
        shape: Some("Visit"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/quotas",
        id: "listQuotaLines",
        about: "Public lines of the quota ledger, the latest period first",
        shape: Some("QuotaLines"),
        query: &["partner", "commitment", "after", "limit"],
    },
    Endpoint {
        path: "/api/v1/quotas/{id}",
        id: "getQuotaLine",
        about: "One public line: where its places are",
        shape: Some("QuotaLine"),
        query: &[],
    },
    Endpoint {
        path: "/api/v1/quotas/{id}/moves",
        id: "listQuotaMoves",
        about: "Moves of a public line in the order they were booked; nobody who booked is named",
        shape: Some("QuotaMoves"),
        query: &["after", "limit"],
    },
    Endpoint {
        path: "/api/v1/openapi.json",
        id: "getDescription",
        about: "This description",
        shape: None,
        query: &[],
    },
];

/// A list to which programs add, and the acts on what is in it.
struct Change {
    path: &'static str,
    id: &'static str,
    about: &'static str,
    /// The scope a token needs.
    scope: Scope,
    /// The acts of `{act}` that compare a version; none where the path has no act.
    acts: &'static [&'static str],
    /// The acts that only add beside what is there and take no version.
    adds: &'static [&'static str],
}

const CHANGES: [Change; 14] = [
    Change {
        path: "/api/v1/sources",
        id: "addSource",
        about: "Enters a source with its text; the same text again is recognised",
        scope: Scope::WriteSources,
        acts: &[],
        adds: &[],
    },
    Change {
        path: "/api/v1/parties",
        id: "addParty",
        about: "Enters a party; the same again is recognised",
        scope: Scope::WriteParties,
        acts: &[],
        adds: &[],
    },
    Change {
        path: "/api/v1/parties/{code}/{act}",
        id: "changeParty",
        about: "A further name, a merge into another record of the same party, taking it apart",
        scope: Scope::WriteParties,
        acts: &["name", "merge", "apart"],
        adds: &[],
    },
    Change {
        path: "/api/v1/promises",
        id: "addPromise",
        about: "Confirms a passage of a source that is being read: it becomes a commitment",
        scope: Scope::WritePromises,
        acts: &[],
        adds: &[],
    },
    Change {
        path: "/api/v1/promises/{id}/{act}",
        id: "changePromise",
        about: "What happens to a commitment",
        scope: Scope::WritePromises,
        acts: &["report", "quota", "judge", "describe", "publish", "unpublish", "withdraw"],
        adds: &["restate"],
    },
    Change {
        path: "/api/v1/figures",
        id: "addFigure",
        about: "Books a reported figure with its passage",
        scope: Scope::WriteFigures,
        acts: &[],
        adds: &[],
    },
    Change {
        path: "/api/v1/figures/{id}/{act}",
        id: "changeFigure",
        about: "What happens to a reported figure",
        scope: Scope::WriteFigures,
        acts: &["revise", "publish", "unpublish"],
        adds: &[],
    },
    Change {
        path: "/api/v1/indicators",
        id: "addIndicator",
        about: "Defines an indicator with the method it begins with",
        scope: Scope::WriteIndicators,
        acts: &[],
        adds: &[],
    },
    Change {
        path: "/api/v1/indicators/{id}/{act}",
        id: "changeIndicator",
        about: "What happens to an indicator: its definition is corrected, it is counted otherwise",
        scope: Scope::WriteIndicators,
        acts: &["describe", "method", "withdraw", "publish", "unpublish"],
        adds: &[],
    },
    Change {
        path: "/api/v1/instruments",
        id: "addInstrument",
        about: "Enters an instrument with its passage",
        scope: Scope::WriteInstruments,
        acts: &[],
        adds: &[],
    },
    Change {
        path: "/api/v1/instruments/{id}/approve",
        id: "approveText",
        about: "Approves the present text of an instrument, by its hash, for the side of the token's person",
        scope: Scope::ApproveTexts,
        acts: &["approve"],
        adds: &[],
    },
    Change {
        path: "/api/v1/instruments/{id}/{act}",
        id: "changeInstrument",
        about: "Acts of the parties and other facts of an instrument",
        scope: Scope::WriteInstruments,
        acts: &[
            "act",
            "clause",
            "force",
            "change",
            "link",
            "draft",
            "signed",
            "describe",
            "withdraw",
            "publish",
            "unpublish",
        ],
        adds: &[],
    },
    Change {
        path: "/api/v1/quotas",
        id: "addQuotaLine",
        about: "Opens a line of the quota ledger",
        scope: Scope::WriteQuotas,
        acts: &[],
        adds: &[],
    },
    Change {
        path: "/api/v1/quotas/{id}/{act}",
        id: "changeQuotaLine",
        about: "Moves of places, counter-entries, publication",
        scope: Scope::WriteQuotas,
        acts: &["publish", "unpublish"],
        adds: &["move", "reverse"],
    },
];

/// The description.
#[must_use]
pub fn document() -> Value {
    let mut paths: Map<String, Value> =
        ENDPOINTS.iter().map(|e| (e.path.to_owned(), json!({ "get": operation(e) }))).collect();
    for change in &CHANGES {
        let path = paths.entry(change.path.to_owned()).or_insert_with(|| json!({}));
        path["post"] = changing(change);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kelisim: record of health cooperation",
            "version": "1",
            "description": "What is public, the same for everybody and without an account; with a token, what the \
    person who made it sees and may change, as far as its scopes go. Talks and intentions are listed but never count as \
    promises; a missing figure is null, never zero. A list goes on with `next`, which is given back as `after`.",
            "license": { "name": "Apache-2.0 OR MIT" },
        },
        "paths": paths,
        "components": {
            "schemas": schema::all(),
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let shape = endpoint.shape.map_or_else(
        || json!({ "type": "object" }),
        |name| json!({ "$ref": format!("#/components/schemas/{name}") }),
    );
    let mut parameters: Vec<Value> = endpoint.query.iter().map(|name| parameter(name)).collect();
    let mut responses = json!({
        "401": problem("A token was shown that opens nothing, or none where one is needed"),
        "403": problem("The token does not open this"),
        "200": { "description": "The answer", "content": { "application/json": { "schema": shape } } },
        "304": { "description": "Nothing changed since the answer whose ETag was sent" },
        "503": problem("The database cannot be reached"),
    });
    if endpoint.path.contains("{id}") {
        let id = json!({ "type": "string", "format": "uuid" });
        parameters.push(json!({ "name": "id", "in": "path", "required": true, "schema": id }));
        responses["404"] = problem("It is not there, or not public");
    }
    if endpoint.path.contains("{code}") {
        let code = json!({ "type": "string" });
        parameters.push(json!({ "name": "code", "in": "path", "required": true, "schema": code }));
        responses["404"] = problem("Nobody entered it");
    }
    if endpoint.path.contains("{number}") {
        let number = json!({ "type": "string" });
        let number = json!({ "name": "number", "in": "path", "required": true, "schema": number });
        parameters.push(number);
        responses["404"] = problem("No paper with this number and hash was issued");
    }
    if !endpoint.query.is_empty() || (endpoint.shape.is_some() && !endpoint.path.contains('{')) {
        responses["400"] = problem("The query makes no sense; the code says which field");
    }
    json!({
        "operationId": endpoint.id,
        "summary": endpoint.about,
        "parameters": parameters,
        "responses": responses,
        // Without a token what is public; some lists only with one.
        "security": [{}, { "token": [] }],
    })
}

fn header(name: &str, about: &str, required: bool) -> Value {
    let schema = json!({ "type": "string" });
    json!({ "name": name, "in": "header", "description": about, "required": required, "schema": schema })
}

fn changing(change: &Change) -> Value {
    let mut parameters = vec![
        header("Idempotency-Key", "A key of the sender for this one request", true),
        header("Content-Language", "Language of the texts: kk, ky, ru or en", true),
    ];
    let changed = json!({ "$ref": "#/components/schemas/Changed" });
    let changed = json!({ "application/json": { "schema": changed } });
    let mut responses = json!({
        "400": problem("A header is missing or makes no sense, or the body is no JSON object"),
        "401": problem("No token, or one that opens nothing"),
        "403": problem("The token or its person may not"),
        "409": problem("Another hand was faster: read again and send again with a new key"),
        "415": problem("The body is not JSON"),
        "422": problem("A rule says no; errors names each field. Or the key was used for something else"),
        "503": problem("The database cannot be reached; send the same again with the same key"),
    });
    if change.path.contains('{') {
        let all: Vec<&str> = change.acts.iter().chain(change.adds).copied().collect();
        let (name, id) = if change.path.contains("{code}") {
            ("code", json!({ "type": "string" }))
        } else {
            ("id", json!({ "type": "string", "format": "uuid" }))
        };
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": id }));
        if change.path.contains("{act}") {
            let act = json!({ "type": "string", "enum": all });
            let act = json!({ "name": "act", "in": "path", "required": true, "schema": act });
            parameters.push(act);
        }
        let acts = change.acts.join(", ");
        let about =
            format!("The ETag that was read; needed for {acts}, not taken for anything else");
        parameters.push(header("If-Match", &about, false));
        responses["200"] = json!({ "description": "It is done", "content": changed });
        responses["404"] = problem("It is not there, or not for the token's person");
        responses["412"] = problem("It has another version by now");
        responses["428"] = problem("If-Match is missing");
    } else {
        responses["201"] =
            json!({ "description": "It is entered; Location names it", "content": changed });
        responses["200"] =
            json!({ "description": "The same was there already", "content": changed });
    }
    let form = json!({ "$ref": "#/components/schemas/Form" });
    json!({
        "operationId": change.id,
        "summary": change.about,
        "description": format!("Needs the scope {}", change.scope.code()),
        "parameters": parameters,
        "requestBody": { "required": true, "content": { "application/json": { "schema": form } } },
        "responses": responses,
        "security": [{ "token": [] }],
    })
}

fn problem(about: &str) -> Value {
    let schema = json!({ "$ref": "#/components/schemas/Problem" });
    json!({ "description": about, "content": { "application/problem+json": { "schema": schema } } })
}

fn parameter(name: &str) -> Value {
    let (about, schema) = match name {
        "registry" => ("Only this registry, by its country code", json!({ "type": "string" })),
        "partner" => ("Only with this partner, by its code", json!({ "type": "string" })),
        "commitment" => (
            "Only resting on this commitment, by its id",
            json!({ "type": "string", "format": "uuid" }),
        ),
        "kind" => ("Only of this type, by its code", json!({ "type": "string" })),
        "direction" => ("Only in this direction, by its code", json!({ "type": "string" })),
        "state" => ("Only what has come this far, by its code", json!({ "type": "string" })),
        "standing" => ("Only what stands here today, by its code", json!({ "type": "string" })),
        "owner" => ("Only owned by this party, by its code", json!({ "type": "string" })),
        "unit" => ("Only counted in this unit, by its code", json!({ "type": "string" })),
        "periodicity" => ("Only reported this often, by its code", json!({ "type": "string" })),
        "geography" => ("Only measured in this country, by its code", json!({ "type": "string" })),
        "member" => (
            "Only those to which this party, an agency or an office of it belongs today, by its code",
            json!({ "type": "string" }),
        ),
        "stage" => ("Only at this stage now, by its code", json!({ "type": "string" })),
        "seat" => ("Only with a place of this seat, by its number", json!({ "type": "integer" })),
        "hash" => (
            "SHA-256 of the credential as it was signed, hexadecimal; needed",
            json!({ "type": "string" }),
        ),
        "having" => (
            "Only with milestones of this sort today: overdue, slipped, undated, too_early, due",
            json!({ "type": "string" }),
        ),
        "from" => {
            ("Offset in the text, from `next` of the part before", json!({ "type": "integer" }))
        }
        "after" => ("Cursor from `next` of the part before", json!({ "type": "string" })),
        _ => ("How many at most", json!({ "type": "integer", "minimum": 1 })),
    };
    json!({ "name": name, "in": "query", "description": about, "schema": schema })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_route_of_the_api_is_described_and_nothing_else() {
        let read = ENDPOINTS.iter().map(|e| ("GET", e.path));
        let described: BTreeSet<(&str, &str)> =
            read.chain(CHANGES.iter().map(|c| ("POST", c.path))).collect();
        let table = crate::table();
        let api = table.iter().filter(|r| r.path.starts_with("/api/"));
        let routes: BTreeSet<(&str, &str)> = api.map(|r| (r.method, r.path)).collect();
        assert_eq!(described, routes);
        for change in &CHANGES {
            let access = crate::routes::Access::Token(change.scope);
            let route = table.iter().find(|r| (r.method, r.path) == ("POST", change.path));
            assert_eq!(route.map(|r| r.access), Some(access), "{}", change.path);
        }
    }

    #[test]
    fn every_shape_that_is_named_is_there() {
        let document = document();
        let whole = document.to_string();
        let shapes = document["components"]["schemas"].as_object().unwrap();
        let named: BTreeSet<&str> = whole
            .split("#/components/schemas/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let there: BTreeSet<&str> = shapes.keys().map(String::as_str).collect();
        assert_eq!(named, there);
    }

    #[test]
    fn the_snapshot_is_what_the_code_says() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/openapi.json");
        let now = format!("{}\n", serde_json::to_string_pretty(&document()).unwrap());
        if std::env::var("KELISIM_UPDATE_SNAPSHOTS").as_deref() == Ok("1") {
            std::fs::write(file, &now).unwrap();
        }
        let kept = std::fs::read_to_string(file).unwrap_or_default();
        assert!(
            kept == now,
            "docs/api/openapi.json is old; KELISIM_UPDATE_SNAPSHOTS=1 writes it anew"
        );
    }
}
