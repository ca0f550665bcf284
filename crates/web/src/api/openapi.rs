//! The description of the API (OpenAPI 3.1), made from one table of its endpoints. A test holds the table against the
//! routes, the shapes against what is written, and the whole against `docs/api/openapi.json`.

use serde_json::{Map, Value, json};

use super::schema;

/// An endpoint. All are `GET` and open to everybody.
struct Endpoint {
    path: &'static str,
    id: &'static str,
    about: &'static str,
    /// The shape of the answer; this very document where none is named.
    shape: Option<&'static str>,
    query: &'static [&'static str],
}

const ENDPOINTS: [Endpoint; 18] = [
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
        query: &["partner", "kind", "standing", "after", "limit"],
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

/// The description.
#[must_use]
pub fn document() -> Value {
    let paths: Map<String, Value> =
        ENDPOINTS.iter().map(|e| (e.path.to_owned(), json!({ "get": operation(e) }))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Kelisim: public record of health cooperation",
            "version": "1",
            "description": "What is public, the same for everybody and without an account. Talks and intentions are \
    listed but never count as promises; a missing figure is null, never zero. A list goes on with `next`, which is given \
    back as `after`.",
            "license": { "name": "Apache-2.0 OR MIT" },
        },
        "paths": paths,
        "components": { "schemas": schema::all() },
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let shape = endpoint.shape.map_or_else(
        || json!({ "type": "object" }),
        |name| json!({ "$ref": format!("#/components/schemas/{name}") }),
    );
    let mut parameters: Vec<Value> = endpoint.query.iter().map(|name| parameter(name)).collect();
    let mut responses = json!({
        "200": { "description": "The answer", "content": { "application/json": { "schema": shape } } },
        "304": { "description": "Nothing changed since the answer whose ETag was sent" },
        "503": problem("The database cannot be reached"),
    });
    if endpoint.path.contains("{id}") {
        let id = json!({ "type": "string", "format": "uuid" });
        parameters.push(json!({ "name": "id", "in": "path", "required": true, "schema": id }));
        responses["404"] = problem("It is not there, or not public");
    }
    if !endpoint.query.is_empty() || (endpoint.shape.is_some() && !endpoint.path.contains("{id}")) {
        responses["400"] = problem("The query makes no sense; the code says which field");
    }
    json!({
        "operationId": endpoint.id,
        "summary": endpoint.about,
        "parameters": parameters,
        "responses": responses,
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
        "standing" => ("Only what stands here today, by its code", json!({ "type": "string" })),
        "stage" => ("Only at this stage now, by its code", json!({ "type": "string" })),
        "having" => (
            "Only with milestones of this sort today: overdue, slipped, undated, too_early, due",
            json!({ "type": "string" }),
        ),
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
        let described: BTreeSet<&str> = ENDPOINTS.iter().map(|e| e.path).collect();
        let table = crate::table();
        let routes: BTreeSet<&str> =
            table.iter().filter(|r| r.path.starts_with("/api/")).map(|r| r.path).collect();
        assert_eq!(described, routes);
        assert!(table.iter().all(|r| !r.path.starts_with("/api/") || r.method == "GET"));
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
