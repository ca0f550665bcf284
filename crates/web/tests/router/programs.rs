//! Programs that keep the record through the interface, without a browser.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::forms::OFFICER;
use crate::house::{House, Reply, on_each_engine};
use crate::tokens::{With, figure, key, read, refused, token, write};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_source_to_a_promise_and_its_instrument_without_a_browser() {
    on_each_engine(async |house: &House| {
        let scopes = "sources-write promises-write instruments-write";
        let token = token(house, OFFICER, scopes).await;
        let text = "The sides agreed that Türkiye treats 70 patients a year. The sides signed a memorandum.";
        let source = json!({
            "title": "Joint statement", "kind": "communique", "tier": "1", "publisher": "Ministry",
            "published_on": "2026-01-15", "language": "en", "text": text,
        });
        let made = write(house, &token, "/api/v1/sources", key("s"), &source).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let id = |reply: &Reply| {
            let told: Value = serde_json::from_str(&reply.text).unwrap();
            told["id"].as_str().unwrap().to_owned()
        };
        let known = write(house, &token, "/api/v1/sources", key("t"), &source).await;
        assert_eq!((known.status, id(&known)), (StatusCode::OK, id(&made)));
        let promise = json!({
            "source": id(&made), "passage": "Türkiye treats 70 patients a year", "title": "Treatment",
            "topic": "treatment", "partner": "TR", "promisors": ["TR"], "beneficiaries": ["KG"],
            "stage": "S5", "quantity": 70, "unit": "patient", "per": "year",
        });
        let entered = write(house, &token, "/api/v1/promises", key("p"), &promise).await;
        assert_eq!(entered.status, StatusCode::CREATED, "{}", entered.text);
        let seen = read(house, &token, entered.location(), None).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
        assert!(seen.text.contains("\"70\""), "{}", seen.text);
        for (body, code) in [
            (json!({ "sauce": "x" }), "field-unknown"),
            (json!({ "title": { "en": "x" } }), "field-not-text"),
            (json!({ "title": 1.5 }), "field-not-text"),
            (json!({ "title": "x" }), "source-unknown"),
        ] {
            let reply = write(house, &token, "/api/v1/promises", key(code), &body).await;
            refused(&reply, 422, "refused");
            assert!(reply.text.contains(code), "{}", reply.text);
        }
        for bytes in [&b"[1]"[..], b"x", b"\"x\"", b""] {
            let request = Request::post("/api/v1/promises")
                .header("authorization", format!("Bearer {token}"))
                .header("content-type", "application/json")
                .header("content-language", "en")
                .header("idempotency-key", "x");
            let reply = house.send(request.body(Body::from(bytes.to_vec())).unwrap()).await;
            refused(&reply, 400, "body-not-an-object");
        }
        let instrument = json!({
            "kind": "memorandum", "level": "ministry", "partner": "TR", "parties": "KG TR",
            "title_en": "Memorandum", "topic": "treatment", "source": id(&made),
            "passage": "signed a memorandum",
        });
        let made_in = write(house, &token, "/api/v1/instruments", key("i"), &instrument).await;
        assert_eq!(made_in.status, StatusCode::CREATED, "{}", made_in.text);
        let act = json!({
            "party": "KG", "kind": "signed", "on": "2026-01-15", "source": id(&made),
            "passage": "signed a memorandum",
        });
        let path = format!("{}/act", made_in.location());
        let with = With { key: "j", version: made_in.header("etag") };
        let done = write(house, &token, &path, with, &act).await;
        assert_eq!((done.status, done.header("etag")), (StatusCode::OK, "\"v2\""), "{}", done.text);
        signed_by_both_it_is_an_activity(house, &token, &path, &act, &id(&made_in), &id(&entered)).await;
    })
    .await;
}

/// Goes on from an instrument that one side has signed: the other signs, the promise is linked, both go to IATI.
async fn signed_by_both_it_is_an_activity(
    house: &House,
    token: &str,
    path: &str,
    act: &Value,
    instrument: &str,
    promise: &str,
) {
    let cookie = house.session(OFFICER.0, OFFICER.1).await;
    let before = house.get("/en/instruments.xml", Some(&cookie)).await;
    assert_eq!(before.location(), "/en/instruments", "{before:?}");
    let mut other = act.clone();
    other["party"] = json!("TR");
    let with = With { key: "k", version: "\"v2\"" };
    let done = write(house, token, path, with, &other).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    let link = json!({
        "commitment": promise, "source": act["source"], "passage": "signed a memorandum",
    });
    let with = With { key: "l", version: "\"v3\"" };
    let done = write(house, token, &path.replace("/act", "/link"), with, &link).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    let document = house.get("/ru/instruments.xml", Some(&cookie)).await;
    assert_eq!(document.header("content-type"), "application/xml; charset=utf-8");
    assert_eq!(kelisim_exchange::iati::order::misfits(&document.text), [""; 0]);
    for part in [
        format!("<iati-identifier>KELISIM-KG-{instrument}</iati-identifier>"),
        format!("<related-activity ref=\"KELISIM-KG-{promise}\" type=\"2\"/>"),
        format!("<related-activity ref=\"KELISIM-KG-{instrument}\" type=\"1\"/>"),
        "<activity-date type=\"1\" iso-date=\"2026-01-15\"/>".to_owned(),
        "<recipient-country code=\"KG\"/>".to_owned(),
        "<sector vocabulary=\"1\" code=\"12191\"/>".to_owned(),
    ] {
        assert!(document.text.contains(&part), "{part}: {}", document.text);
    }
    assert!(!document.text.contains("<budget") && !document.text.contains("<transaction"));
    assert_eq!(house.get("/en/agreements.xml", None).await.location(), "/en/agreements");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_defines_an_indicator_and_says_how_it_is_counted() {
    on_each_engine(async |house: &House| {
        let token = token(house, OFFICER, "indicators-write").await;
        let body = json!({
            "measure": "beds_opened", "unit": "bed", "periodicity": "year", "title_en": "Beds opened",
            "what_en": "Beds that were opened", "how_en": "By orders of the ministry",
        });
        let list = "/api/v1/indicators";
        let begun = write(house, &token, list, key("1"), &body).await;
        assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text);
        let path = begun.header("location").to_owned();
        let again = write(house, &token, list, key("1"), &body).await;
        assert_eq!((again.status, &again.text), (StatusCode::CREATED, &begun.text));
        refused(&write(house, &token, list, key("2"), &body).await, 422, "refused");
        let mark = read(house, &token, &path, None).await.header("etag").to_owned();
        let method = json!({ "from": "2026", "how_en": "By a register", "why": "it was opened" });
        let with = |n| With { key: n, version: &mark };
        let act = format!("{path}/method");
        let done = write(house, &token, &act, with("3"), &method).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        refused(&write(house, &token, &act, with("4"), &method).await, 412, "if-match-stale");
        let told = read(house, &token, &path, None).await.text;
        assert!(told.contains("By a register") && told.contains("it was opened"), "{told}");
        let nothing = write(house, &token, &format!("{path}/nothing"), with("5"), &method).await;
        assert_eq!(nothing.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parties_go_on_behind_a_code_and_one_has_a_mark_of_its_own() {
    on_each_engine(async |house: &House| {
        let token = token(house, OFFICER, "parties-read").await;
        let told = async |path: &str| -> serde_json::Value {
            let reply = read(house, &token, path, None).await;
            assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
            serde_json::from_str(&reply.text).unwrap()
        };
        let codes = |list: &serde_json::Value| -> Vec<String> {
            let items = list["items"].as_array().unwrap().iter();
            items.map(|item| item["code"].as_str().unwrap().to_owned()).collect()
        };
        let whole = told("/api/v1/parties").await;
        assert!(whole["next"].is_null());
        let (mut seen, mut path) = (Vec::new(), "/api/v1/parties?limit=1".to_owned());
        loop {
            let part = told(&path).await;
            seen.extend(codes(&part));
            let Some(next) = part["next"].as_str() else { break };
            path = format!("/api/v1/parties?limit=1&after={next}");
        }
        assert_eq!(seen, codes(&whole));
        for query in ["?after=x%20y", "?limit=0", "?limit=5000", "?kind=state"] {
            let bad = read(house, &token, &format!("/api/v1/parties{query}"), None).await;
            assert_eq!(bad.status, StatusCode::BAD_REQUEST, "{query}");
        }
        let one = read(house, &token, "/api/v1/parties/TR", None).await;
        let mark = one.header("etag").to_owned();
        assert!(one.text.contains("\"names\"") && mark.starts_with("\"v"), "{mark} {}", one.text);
        let same = read(house, &token, "/api/v1/parties/TR", Some(&mark)).await;
        assert_eq!(same.status, StatusCode::NOT_MODIFIED);
        for nobody in ["XQ-NOBODY", "tr", "%20"] {
            let path = format!("/api/v1/parties/{nobody}");
            assert_eq!(read(house, &token, &path, None).await.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_program_enters_names_and_merges_parties_once() {
    on_each_engine(async |house: &House| {
        let reading = token(house, OFFICER, "parties-read").await;
        let token = token(house, OFFICER, "parties-write figures-write").await;
        let list = "/api/v1/parties";
        let one = json!({ "code": "KG-H1", "kind": "hospital", "country": "KG", "name_en": "One" });
        refused(&write(house, &reading, list, key("a"), &one).await, 403, "token-scope");
        let made = write(house, &token, list, key("a"), &one).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        assert_eq!(made.header("location"), "/api/v1/parties/KG-H1");
        let told: Value = serde_json::from_str(&made.text).unwrap();
        assert_eq!((&told["code"], &told["version"]), (&json!("KG-H1"), &json!(1)));
        assert_eq!(write(house, &token, list, key("a"), &one).await.text, made.text);
        // The same under another key is recognised; another party under the code is not.
        let same = write(house, &token, list, key("b"), &one).await;
        assert_eq!(
            (same.status, same.header("location")),
            (StatusCode::OK, "/api/v1/parties/KG-H1")
        );
        let taken = json!({ "code": "KG-H1", "kind": "hospital", "name_en": "Another" });
        let taken = write(house, &token, list, key("c"), &taken).await;
        assert!(taken.text.contains("party-there"), "{}", taken.text);
        let two = json!({ "code": "KG-H2", "kind": "hospital", "country": "KG", "name_en": "Two" });
        write(house, &token, list, key("d"), &two).await;
        let named = json!({ "name_ru": "Два" });
        let name = "/api/v1/parties/KG-H2/name";
        refused(&write(house, &token, name, key("e"), &named).await, 428, "if-match-missing");
        let reply = write(house, &token, name, With { key: "e", version: "\"v1\"" }, &named).await;
        assert_eq!((reply.status, reply.header("etag")), (StatusCode::OK, "\"v2\""));
        let stale = With { key: "f", version: "\"v1\"" };
        let other = json!({ "name_ky": "Эки" });
        refused(&write(house, &token, name, stale, &other).await, 412, "if-match-stale");
        let mut own = figure(house);
        own["partner"] = json!("KG-H2");
        let booked = write(house, &token, "/api/v1/figures", key("g"), &own).await;
        assert_eq!(booked.status, StatusCode::CREATED, "{}", booked.text);
        // The merge is answered with the party that stays; sent again it is answered as the first time.
        let merge = "/api/v1/parties/KG-H2/merge";
        let into = json!({ "into": "KG-H1", "reason": "One register entry" });
        let with = With { key: "h", version: "\"v2\"" };
        let done = write(house, &token, merge, with, &into).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert_eq!(done.header("location"), "/api/v1/parties/KG-H1");
        let told: Value = serde_json::from_str(&done.text).unwrap();
        assert_eq!((&told["code"], &told["version"]), (&json!("KG-H1"), &json!(2)));
        assert_eq!(write(house, &token, merge, with, &into).await.text, done.text);
        let known = write(house, &token, merge, With { key: "i", version: "\"v2\"" }, &into).await;
        assert_eq!(known.status, StatusCode::OK, "{}", known.text);
        let nobody = With { key: "j", version: "\"v1\"" };
        let nobody = write(house, &token, "/api/v1/parties/XQ-9/merge", nobody, &into).await;
        refused(&nobody, 404, "not_found");
        let circle = With { key: "k", version: "\"v2\"" };
        let back = json!({ "into": "KG-H2", "reason": "x" });
        let circle = write(house, &token, "/api/v1/parties/KG-H1/merge", circle, &back).await;
        assert!(circle.text.contains("party-merge-into-merged"), "{}", circle.text);
        let party: Value =
            serde_json::from_str(&read(house, &token, "/api/v1/parties/KG-H2", None).await.text)
                .unwrap();
        assert_eq!(party["party"]["code"], "KG-H1");
        assert_eq!(
            (&party["also"][0]["code"], &party["also"][0]["version"]),
            (&json!("KG-H2"), &json!(3))
        );
        for code in ["KG-H1", "KG-H2"] {
            let path = format!("/api/v1/figures?partner={code}");
            let list: Value =
                serde_json::from_str(&read(house, &token, &path, None).await.text).unwrap();
            assert_eq!(list["items"][0]["partner"], "KG-H1", "{list}");
        }
        let apart = "/api/v1/parties/KG-H2/apart";
        let why = json!({ "reason": "Two houses" });
        let done = write(house, &token, apart, With { key: "l", version: "\"v3\"" }, &why).await;
        assert_eq!(
            (done.status, done.header("location")),
            (StatusCode::OK, "/api/v1/parties/KG-H2")
        );
        let none = read(house, &token, "/api/v1/figures?partner=KG-H1", None).await.text;
        assert!(none.contains("\"items\":[]"), "{none}");
    })
    .await;
}
