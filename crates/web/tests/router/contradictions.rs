//! Contradictions that are found by rule, and become conflicts when an officer takes them up.

use axum::http::StatusCode;
use kelisim_domain::user::Role;

use crate::house::{CSRF, House, on_each_engine};

fn encoded(fields: &[(&str, &str)]) -> String {
    let mut body = form_urlencoded::Serializer::new(String::new());
    body.append_pair("csrf", CSRF).extend_pairs(fields);
    body.finish()
}

/// Books a figure of 2024 on a passage of the source.
async fn book(house: &House, cookie: &str, source: &str, passage: &str, value: &str) {
    let body = encoded(&[
        ("measure", "registered_medicines"),
        ("name", "Medicines registered in the test"),
        ("period", "2024"),
        ("value", value),
        ("unit", "medicine"),
        ("partner", "TR"),
        ("subject", "KG"),
        ("source", source),
        ("passage", passage),
    ]);
    let reply = house.post("/en/figures/new", Some(cookie), &body).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_found_is_taken_up_by_a_person_and_then_found_no_more() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let source = house.things[&("KG", "TR")].source.to_string();
        let seen = async |registry, role| {
            let cookie = house.session(registry, role).await;
            house.get("/en/conflicts/seen", Some(&cookie)).await
        };
        let before = seen("KG", Role::Officer).await.text;
        assert!(!before.contains("Medicines registered in the test"));
        book(house, &officer, &source, "of KG and TR", "1037").await;
        book(house, &officer, &source, "Or was it", "965").await;

        let page = seen("KG", Role::Officer).await;
        assert_eq!(page.status, StatusCode::OK);
        for words in ["Medicines registered in the test", "1,037", "965", "Or was it"] {
            assert!(page.text.contains(words), "{words}: {}", page.text);
        }
        assert_eq!(seen("KG", Role::Reader).await.status, StatusCode::FORBIDDEN);
        let foreign = seen("KZ", Role::Officer).await.text;
        assert!(!foreign.contains("Medicines registered in the test"), "{foreign}");

        let (_, rest) = page.text.split_once("/en/conflicts/new?seen=").unwrap();
        let href = format!("/en/conflicts/new?seen={}", rest.split('"').next().unwrap());
        let form = house.get(&href, Some(&officer)).await.text;
        for words in ["of KG and TR</textarea>", "Or was it</textarea>", "value=\"C1\" selected"] {
            assert!(form.contains(words), "{words}: {form}");
        }
        let id = uuid::Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0077).to_string();
        let body = encoded(&[
            ("id", &id),
            ("rule", "C1"),
            ("partner", "TR"),
            ("title", "Number of medicines"),
            ("question", "Which number holds?"),
            ("source_a", &source),
            ("passage_a", "of KG and TR"),
            ("claim_a", "1037"),
            ("source_b", &source),
            ("passage_b", "Or was it"),
            ("claim_b", "965"),
        ]);
        let raised = house.post("/en/conflicts/new", Some(&officer), &body).await;
        assert_eq!(raised.status, StatusCode::SEE_OTHER, "{}", raised.text);
        let after = seen("KG", Role::Officer).await.text;
        assert!(!after.contains("Medicines registered in the test"), "{after}");
        // An address that leads to nothing any more opens an empty form.
        let empty = house.get(&href, Some(&officer)).await;
        assert_eq!(empty.status, StatusCode::OK);
        assert!(!empty.text.contains("Or was it"), "{}", empty.text);
    })
    .await;
}
