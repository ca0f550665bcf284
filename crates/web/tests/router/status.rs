//! What programs read of what becomes of a call: where each thing stands, and of nobody who it is.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use kelisim_domain::user::Role;
use serde_json::Value;

use crate::house::{House, Reply, Things, on_each_engine};
use crate::public::fits;
use crate::runs;
use crate::tokens::{ask_for, in_days, token};

const OFFICER: (&str, Role) = ("KG", Role::Officer);
const SCOPES: &str = "applications-read reviews-read placements-read papers-read";

async fn read(house: &House, token: Option<&str>, path: &str, known: Option<&str>) -> Reply {
    let mut request = Request::get(format!("/api/v1{path}"));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if let Some(known) = known {
        request = request.header("if-none-match", known);
    }
    house.send(request.body(Body::empty()).unwrap()).await
}

fn json(reply: &Reply) -> Value {
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    serde_json::from_str(&reply.text).unwrap()
}

fn refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!(reply.status.as_u16(), status, "{}", reply.text);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let problem: Value = serde_json::from_str(&reply.text).unwrap();
    assert_eq!(problem["code"], code);
}

/// Addresses of a registry's things, with the shape of each answer and the id that stands in it.
fn paths(things: &Things) -> [(String, &'static str, String); 5] {
    let Things { call, application, placement, .. } = things;
    let (application, placement) = (application.to_string(), placement.to_string());
    [
        (format!("/calls/{call}/applications"), "Applications", application.clone()),
        (format!("/applications/{application}"), "Application", application.clone()),
        (format!("/calls/{call}/placements"), "Placements", placement.clone()),
        (format!("/placements/{placement}"), "Placement", placement),
        (format!("/calls/{call}/reviews"), "Reviews", application),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_reads_where_things_stand_and_nothing_of_a_person() {
    on_each_engine(async |house: &House| {
        let whole: Value =
            serde_json::from_str(&house.get("/api/v1/openapi.json", None).await.text).unwrap();
        let shapes = &whole["components"]["schemas"];
        let own = token(house, OFFICER, SCOPES).await;
        let narrow = token(house, OFFICER, "promises-read calls-read").await;
        let away = house.things[&("KZ", "TR")];
        for (path, shape, id) in paths(&house.things[&("KG", "TR")]) {
            let reply = read(house, Some(&own), &path, None).await;
            let value = json(&reply);
            fits(&value, &shapes[shape], shapes, &path);
            // An application that is not eligible yet stands on no board of reviews.
            if shape != "Reviews" || !value["items"].as_array().unwrap().is_empty() {
                assert!(reply.text.contains(&id), "{path}: {}", reply.text);
            }
            for word in ["name", "applicant", "person", "content", "actor", "email", "score\""] {
                assert!(!reply.text.contains(word), "{path} tells {word}: {}", reply.text);
            }
            let etag = reply.header("etag").to_owned();
            let again = read(house, Some(&own), &path, Some(&etag)).await;
            assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
            refused(&read(house, None, &path, None).await, 401, "token-missing");
            refused(&read(house, Some(&narrow), &path, None).await, 403, "token-scope");
        }
        for (path, ..) in paths(&away) {
            refused(&read(house, Some(&own), &path, None).await, 404, "not_found");
        }
        for (query, code) in [
            ("?limit=0", "query-limit"),
            ("?stage=nowhere", "query-stage"),
            ("?page=2", "query-unknown"),
            ("?after=x", "query-after"),
        ] {
            let path = format!("/calls/{}/applications{query}", house.things[&("KG", "TR")].call);
            refused(&read(house, Some(&own), &path, None).await, 400, code);
        }
        // Reading where things stand opens nothing else of what the officer may.
        refused(&read(house, Some(&own), "/sources", None).await, 403, "token-scope");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_an_officer_gives_such_a_token_and_a_reader_reads_placements_alone() {
    on_each_engine(async |house: &House| {
        for role in [Role::Reader, Role::Auditor, Role::Administrator, Role::Partner] {
            for scope in ["applications-read", "reviews-read", "papers-read"] {
                let reply = ask_for(house, ("KG", role), scope, &in_days(house, 5)).await;
                assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{role:?} {scope}");
            }
        }
        let reader = token(house, ("KG", Role::Reader), "placements-read").await;
        let call = house.things[&("KG", "TR")].call;
        json(&read(house, Some(&reader), &format!("/calls/{call}/placements"), None).await);
        let path = format!("/calls/{call}/applications");
        refused(&read(house, Some(&reader), &path, None).await, 403, "token-scope");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn papers_are_listed_for_a_program_and_checked_by_anybody() {
    on_each_engine(async |house: &House| {
        let whole: Value =
            serde_json::from_str(&house.get("/api/v1/openapi.json", None).await.text).unwrap();
        let shapes = &whole["components"]["schemas"];
        let own = token(house, OFFICER, SCOPES).await;
        let list = json(&read(house, Some(&own), "/papers", None).await);
        fits(&list, &shapes["Papers"], shapes, "papers");
        let items = list["items"].as_array().unwrap();
        assert!(!items.is_empty() && items.iter().all(|paper| paper["registry"] == "KG"));
        let mut numbers = Vec::new();
        let mut path = "/papers?limit=1".to_owned();
        loop {
            let part = json(&read(house, Some(&own), &path, None).await);
            numbers.extend(part["items"].as_array().unwrap().iter().map(|it| it["number"].clone()));
            let Some(next) = part["next"].as_str() else { break };
            path = format!("/papers?limit=1&after={next}");
        }
        assert_eq!(numbers, items.iter().map(|it| it["number"].clone()).collect::<Vec<_>>());
        let (number, hash) =
            (items[0]["number"].as_str().unwrap(), items[0]["hash"].as_str().unwrap());
        let checked =
            json(&read(house, None, &format!("/papers/{number}?hash={hash}"), None).await);
        fits(&checked, &shapes["PaperChecked"], shapes, "paper");
        assert_eq!(checked["number"], items[0]["number"]);
        let other = "0".repeat(64);
        let wrong = read(house, None, &format!("/papers/{number}?hash={other}"), None).await;
        refused(&wrong, 404, "not_found");
        for query in ["", "?hash=", "?hash=xyz"] {
            let reply = read(house, None, &format!("/papers/{number}{query}"), None).await;
            refused(&reply, 400, "query-hash");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_released_run_is_read_by_anybody_and_no_other() {
    on_each_engine(async |house: &House| {
        let whole: Value =
            serde_json::from_str(&house.get("/api/v1/openapi.json", None).await.text).unwrap();
        let shapes = &whole["components"]["schemas"];
        let unreleased = house.things[&("KG", "TR")].call;
        refused(
            &read(house, None, &format!("/results/{unreleased}"), None).await,
            404,
            "not_found",
        );
        let call = runs::released(house).await;
        let one = json(&read(house, None, &format!("/results/{call}"), None).await);
        fits(&one, &shapes["Result"], shapes, "result");
        let list = json(&read(house, None, "/results", None).await);
        fits(&list, &shapes["Results"], shapes, "results");
        assert_eq!(list["items"].as_array().unwrap(), std::slice::from_ref(&one));
        let certificate = house.get(&format!("/en/results/{call}/certificate.json"), None).await;
        let hash = kelisim_domain::journal::Hash::of(certificate.text.as_bytes());
        assert_eq!(one["certificate"], hash.to_string());
    })
    .await;
}
