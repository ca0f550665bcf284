//! What everybody may see: the page, the table, the JSON.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use kelisim_domain::user::Role;
use serde_json::Value;

use crate::house::{House, LETTER, on_each_engine};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn public_answers_are_the_same_bytes_for_everybody_and_are_sent_once() {
    on_each_engine(async |house: &House| {
        let id = house.things[&("KG", "TR")].commitment;
        let cookie = house.session("KZ", Role::Officer).await;
        for path in [
            "/en/promises".to_owned(),
            "/ky/promises.csv".to_owned(),
            format!("/kk/promises/{id}"),
            "/api/v1/promises".to_owned(),
            format!("/api/v1/promises/{id}"),
            "/api/v1/partners".to_owned(),
            "/api/v1/figures".to_owned(),
            "/api/v1/openapi.json".to_owned(),
        ] {
            let visitor = house.get(&path, None).await;
            assert_eq!(visitor.status, StatusCode::OK, "{path}: {}", visitor.text);
            let officer = house.get(&path, Some(&format!("{cookie}; theme=dark"))).await;
            assert_eq!(visitor.text, officer.text, "{path}");
            assert!(!visitor.headers.contains_key("set-cookie"), "{path}");
            assert!(!visitor.text.contains("name=\"csrf\""), "{path}");
            let etag = visitor.header("etag");
            let request = Request::get(&path).header("if-none-match", etag);
            let again = house.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(
                (again.status, again.text.as_str()),
                (StatusCode::NOT_MODIFIED, ""),
                "{path}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_public_is_nowhere_to_be_seen() {
    on_each_engine(async |house: &House| {
        let hidden: BTreeSet<String> =
            house.things.values().map(|t| t.hidden.to_string()).collect();
        for path in ["/en/promises", "/en/promises.csv", "/api/v1/promises", "/api/v1/figures"] {
            let reply = house.get(path, None).await;
            assert!(hidden.iter().all(|id| !reply.text.contains(id)), "{path}");
        }
        for id in &hidden {
            for path in [format!("/en/promises/{id}"), format!("/api/v1/promises/{id}")] {
                assert_eq!(house.get(&path, None).await.status, StatusCode::NOT_FOUND, "{path}");
            }
        }
        let published = house.things[&("KG", "TR")].commitment;
        let page = house.get(&format!("/en/promises/{published}"), None).await;
        assert!(page.text.contains("150 places a year"), "the passage is shown");
        assert!(!page.text.contains(LETTER), "the text around it is not");
        assert!(!page.text.contains(">48<"), "the figure was not published");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn talks_are_shown_apart_and_never_counted() {
    on_each_engine(async |house: &House| {
        let cookie = house.session("KG", Role::Officer).await;
        let hidden = house.things[&("KG", "TR")].hidden;
        let form = format!("version=1&csrf={}", crate::house::CSRF);
        let reply =
            house.post(&format!("/en/commitments/{hidden}/publish"), Some(&cookie), &form).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let page = house.get("/en/promises", None).await.text;
        assert!(page.contains("4 promises are agreed, signed or in force"), "{page}");
        assert!(page.contains("One talk or intention is listed apart and not counted."));
        let (promises, talks) = page.split_once("Talks and intentions</h2>").unwrap();
        assert!(talks.contains(&hidden.to_string()) && !promises.contains(&hidden.to_string()));
        let list: Value =
            serde_json::from_str(&house.get("/api/v1/promises", None).await.text).unwrap();
        let counted = list["items"].as_array().unwrap().iter();
        assert_eq!(counted.filter(|p| p["counts_as_promise"] == true).count(), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_goes_on_behind_its_cursor_without_gaps_or_repetitions() {
    on_each_engine(async |house: &House| {
        let mut seen = Vec::new();
        let mut path = "/api/v1/promises?limit=1".to_owned();
        loop {
            let part: Value = serde_json::from_str(&house.get(&path, None).await.text).unwrap();
            let items = part["items"].as_array().unwrap();
            assert!(items.len() <= 1);
            seen.extend(items.iter().map(|p| p["id"].as_str().unwrap().to_owned()));
            let Some(next) = part["next"].as_str() else { break };
            path = format!("/api/v1/promises?limit=1&after={next}");
        }
        let published: BTreeSet<String> =
            house.things.values().map(|t| t.commitment.to_string()).collect();
        assert_eq!(seen.len(), published.len());
        assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), published);
        let only: Value = serde_json::from_str(
            &house.get("/api/v1/promises?registry=KZ&partner=RU", None).await.text,
        )
        .unwrap();
        let only = only["items"].as_array().unwrap();
        assert_eq!(only.len(), 1);
        assert_eq!(only[0]["id"], house.things[&("KZ", "RU")].commitment.to_string());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_query_that_makes_no_sense_is_a_problem_with_a_code() {
    on_each_engine(async |house: &House| {
        for (path, code) in [
            ("/api/v1/promises?limit=0", "query-limit"),
            ("/api/v1/promises?limit=1000", "query-limit"),
            ("/api/v1/promises?after=zzz", "query-after"),
            ("/api/v1/promises?registry=Kyrgyzstan", "query-registry"),
            ("/api/v1/promises?partner=%27", "query-partner"),
            ("/api/v1/promises?page=2", "query-unknown"),
            ("/api/v1/figures?limit=501", "query-limit"),
            ("/api/v1/figures?partner=tr", "query-partner"),
            ("/api/v1/partners?x=1", "query-unknown"),
            ("/api/v1/quotas?limit=0", "query-limit"),
            ("/api/v1/quotas?after=zzz", "query-after"),
            ("/api/v1/quotas?commitment=1", "query-commitment"),
            ("/api/v1/instruments?kind=treaty", "query-kind"),
            ("/api/v1/instruments?standing=dead", "query-standing"),
            ("/api/v1/instruments?after=zzz", "query-after"),
            ("/api/v1/instruments?soon=1", "query-unknown"),
            ("/api/v1/bodies?kind=club", "query-kind"),
            ("/api/v1/bodies?standing=dead", "query-standing"),
            ("/api/v1/bodies?after=zzz", "query-after"),
            ("/api/v1/visits?direction=up", "query-direction"),
            ("/api/v1/visits?state=dead", "query-state"),
            ("/api/v1/projects?having=luck", "query-having"),
            ("/api/v1/projects?after=zzz", "query-after"),
        ] {
            let reply = house.get(path, None).await;
            assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{path}");
            assert_eq!(reply.header("content-type"), "application/problem+json", "{path}");
            let problem: Value = serde_json::from_str(&reply.text).unwrap();
            assert_eq!(
                (&problem["code"], &problem["status"]),
                (&code.into(), &400.into()),
                "{path}"
            );
        }
        let reply = house.get("/api/v1/promises/nonsense", None).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert!(reply.text.contains("\"code\":\"not_found\""), "{}", reply.text);
    })
    .await;
}

/// Holds a value against a shape of the description: every field is described, nothing described is left out.
pub fn fits(value: &Value, schema: &Value, shapes: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        return fits(value, &shapes[name.rsplit('/').next().unwrap()], shapes, at);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        if !value.is_null() {
            fits(value, &any[0], shapes, at);
        }
        return;
    }
    match schema["type"].as_str().unwrap() {
        "object" => {
            let object = value.as_object().unwrap_or_else(|| panic!("{at}: {value}"));
            let described: BTreeSet<&String> =
                schema["properties"].as_object().unwrap().keys().collect();
            assert_eq!(object.keys().collect::<BTreeSet<_>>(), described, "{at}");
            for (name, inner) in object {
                fits(inner, &schema["properties"][name], shapes, &format!("{at}.{name}"));
            }
        }
        "array" => {
            for inner in value.as_array().unwrap_or_else(|| panic!("{at}: {value}")) {
                fits(inner, &schema["items"], shapes, &format!("{at}[]"));
            }
        }
        "string" => {
            assert!(value.is_string(), "{at}: {value}");
            if let Some(codes) = schema["enum"].as_array() {
                assert!(codes.contains(value), "{at}: {value}");
            }
        }
        "integer" => assert!(value.is_i64() || value.is_u64(), "{at}: {value}"),
        "boolean" => assert!(value.is_boolean(), "{at}: {value}"),
        other => panic!("{at}: {other}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_is_what_the_description_says() {
    on_each_engine(async |house: &House| {
        let whole: Value =
            serde_json::from_str(&house.get("/api/v1/openapi.json", None).await.text).unwrap();
        let shapes = &whole["components"]["schemas"];
        let id = house.things[&("KG", "TR")].commitment.to_string();
        let line = house.things[&("KG", "TR")].quota.to_string();
        let instrument = house.things[&("KG", "TR")].instrument.to_string();
        let meeting = house.things[&("KG", "TR")].meeting.to_string();
        let body = house.things[&("KG", "TR")].body.to_string();
        let visit = house.things[&("KG", "TR")].visit.to_string();
        let project = house.things[&("KG", "TR")].project.to_string();
        let indicator = house.things[&("KG", "TR")].indicator.to_string();
        let call = house.things[&("KG", "TR")].call.to_string();
        for (path, about) in whole["paths"].as_object().unwrap() {
            // What only a token opens is held against its shape by itself.
            let only = [
                "/sources",
                "/parties",
                "/figures/{id}",
                "/applications",
                "/reviews",
                "/placements",
                "/papers",
                "/results/{id}",
            ];
            if about["get"].is_null() || only.iter().any(|part| path.contains(part)) {
                continue;
            }
            let response = &about["get"]["responses"]["200"];
            let schema = &response["content"]["application/json"]["schema"];
            if schema["$ref"].is_null() {
                continue;
            }
            let id = match path.as_str() {
                p if p.contains("/quotas") => &line,
                p if p.contains("/instruments") => &instrument,
                p if p.contains("/meetings") => &meeting,
                p if p.contains("/bodies") => &body,
                p if p.contains("/visits") => &visit,
                p if p.contains("/indicators") => &indicator,
                p if p.contains("/projects") => &project,
                p if p.contains("/calls") => &call,
                _ => &id,
            };
            let path = path.replace("{id}", id);
            let value: Value = serde_json::from_str(&house.get(&path, None).await.text).unwrap();
            let lists = [
                "promises",
                "partners",
                "instruments",
                "meetings",
                "bodies",
                "visits",
                "indicators",
                "projects",
                "calls",
                "quotas",
                "moves",
            ];
            if lists.iter().any(|list| path.ends_with(list)) {
                assert!(!value["items"].as_array().unwrap().is_empty(), "{path} shows nothing");
            }
            fits(&value, schema, shapes, &path);
        }
        let problem: Value =
            serde_json::from_str(&house.get("/api/v1/promises?x=1", None).await.text).unwrap();
        fits(&problem, &shapes["Problem"], shapes, "problem");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_is_a_file_with_a_row_for_each_passage() {
    on_each_engine(async |house: &House| {
        let reply = house.get("/ru/promises.csv", None).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert!(reply.header("content-type").starts_with("text/csv; charset=utf-8"));
        assert_eq!(
            reply.header("content-disposition"),
            "attachment; filename=\"kelisim-promises.csv\""
        );
        let text = reply.text.strip_prefix('\u{feff}').unwrap();
        assert!(text.starts_with("id,registry,partner,topic,"));
        // Four commitments with one passage each, and the names of the columns.
        assert_eq!(text.matches("\r\n").count(), 5);
        assert!(text.contains(",S7,true,150,patient,year,"), "{text}");
    })
    .await;
}
