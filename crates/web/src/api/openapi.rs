//! The description of the API (OpenAPI 3.1), made from one table of its endpoints. A test holds the table against the
//! routes, the shapes against what is written, and the whole against `docs/api/openapi.json`.

use serde_json::{Map, Value, json};

use super::endpoints::{CHANGES, Change, ENDPOINTS, Endpoint};
use super::schema;

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
