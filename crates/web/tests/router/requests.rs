//! What a bad request is answered, and what every answer carries.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use kelisim_domain::user::Role;
use kelisim_web::Settings;

use crate::house::{CSRF, House, PASSWORD, email_of, on_each_engine};

const OFFICER: (&str, Role) = ("KG", Role::Officer);

/// A form of the officer that would change the record if it were taken.
fn judge(house: &House) -> String {
    format!("/en/commitments/{}/publish", house.things[&("KG", "TR")].hidden)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_without_the_token_of_its_session_changes_nothing() {
    on_each_engine(async |house: &House| {
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let other = house.session("KG", Role::Reader).await;
        let before = house.dump().await;
        let wrong = CSRF.replace('3', "4");
        for body in [
            "version=1".to_owned(),
            "version=1&csrf=".to_owned(),
            format!("version=1&csrf={wrong}"),
        ] {
            let reply = house.post(&judge(house), Some(&cookie), &body).await;
            assert_eq!(reply.status, StatusCode::FORBIDDEN, "{body}");
        }
        // The right token in the session of somebody who may not.
        let body = format!("version=1&csrf={CSRF}");
        let reply = house.post(&judge(house), Some(&other), &body).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        assert_eq!(house.dump().await, before);
        // The same form with the right token in the right session is taken, so the refusals above mean something.
        let reply = house.post(&judge(house), Some(&cookie), &body).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        assert_ne!(house.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_typed_comes_back_with_a_refused_token() {
    on_each_engine(async |house: &House| {
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let typed = "csrf=wrong&evidence=Typed+%3Cwords%3E&verdict=at_risk";
        let path = judge(house).replace("publish", "judge");
        let reply = house.post(&path, Some(&cookie), typed).await;
        assert_eq!(reply.status, StatusCode::FORBIDDEN);
        assert!(reply.text.contains("Typed &#60;words&#62;"), "{}", reply.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_cookie_of_a_session_is_out_of_reach_of_scripts_and_other_sites() {
    on_each_engine(async |house: &House| {
        let form = format!("email={}&password={PASSWORD}", email_of("KG", Role::Officer));
        let reply = house.post("/en/sign-in", None, &form).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let cookie = reply.header("set-cookie");
        assert!(cookie.starts_with("kelisim="), "{cookie}");
        for flag in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] {
            assert!(cookie.contains(flag), "{cookie}");
        }
        assert!(!cookie.contains("Secure"), "a plain connection cannot keep a Secure cookie");
        let secure = Settings { secure_cookies: true, ..Settings::default() };
        let router = kelisim_web::router(house.app.clone(), secure);
        let request = Request::post("/en/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let reply = tower::ServiceExt::oneshot(router, request).await.unwrap();
        let cookie = reply.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("__Host-kelisim=") && cookie.contains("; Secure"), "{cookie}");
        assert!(reply.headers().contains_key("strict-transport-security"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_carries_the_headers_that_guard_it() {
    on_each_engine(async |house: &House| {
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        for path in [
            "/",
            "/health",
            "/en/promises",
            "/en/promises.csv",
            "/api/v1/promises",
            "/api/v1/promises?limit=0",
            "/en/overview",
            "/en/nowhere",
            "/no/promises",
            "/en/commitments/not-an-id",
        ] {
            let reply = house.get(path, Some(&cookie)).await;
            let policy = reply.header("content-security-policy");
            assert!(policy.starts_with("default-src 'self';"), "{path}: {policy}");
            assert!(!policy.contains("unsafe"), "{path}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "same-origin"),
                ("cross-origin-opener-policy", "same-origin"),
            ] {
                assert_eq!(reply.header(name), value, "{path}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_language_or_address_is_not_found() {
    on_each_engine(async |house: &House| {
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        for path in [
            "/de/overview",
            "/de/promises",
            "/de/promises.csv",
            "/english/overview",
            "/en/nowhere",
            "/en/commitments/%00",
            "/en/promises/00000000-0000-0000-0000-000000000000",
            "/EN/overview",
        ] {
            let reply = house.get(path, Some(&cookie)).await;
            assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
            assert!(reply.text.contains("Page not found"), "{path}: {}", reply.text);
        }
        let reply = house.get("/api/v1/nowhere", None).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert_eq!(reply.header("content-type"), "application/problem+json");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bodies_that_are_too_large_or_cannot_be_read_are_refused_with_a_reason() {
    on_each_engine(async |house: &House| {
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let path = judge(house);
        let before = house.dump().await;
        let long = format!("csrf={CSRF}&evidence={}", "x".repeat(2 << 20));
        let reply = house.post(&path, Some(&cookie), &long).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
        let reply = house.post("/en/sign-in", None, &long).await;
        assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
        let multipart = "multipart/form-data; boundary=b";
        let part = |head: &str, body: &[u8]| {
            let mut all =
                format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes();
            all.extend_from_slice(body);
            all.extend_from_slice(b"\r\n--b--\r\n");
            all
        };
        let file = "name=\"file\"; filename=\"a.txt\"";
        for (kind, body, status) in [
            (multipart, b"this is no multipart".to_vec(), StatusCode::BAD_REQUEST),
            ("multipart/form-data", part("name=\"csrf\"", b"x"), StatusCode::BAD_REQUEST),
            (multipart, part("name=\"title\"", b"\xff\xfe\x00"), StatusCode::BAD_REQUEST),
            (multipart, part(file, &vec![b'x'; 5 << 20]), StatusCode::PAYLOAD_TOO_LARGE),
        ] {
            let size = body.len();
            let reply = house.post_as(&path, Some(&cookie), kind, body).await;
            assert_eq!(reply.status, status, "{kind}, {size} bytes: {}", reply.text);
            assert!(reply.text.contains("Nothing was saved"), "{}", reply.text);
        }
        assert_eq!(house.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ended_session_leads_to_sign_in_and_keeps_what_was_typed() {
    on_each_engine(async |house: &House| {
        let path = judge(house).replace("publish", "judge");
        let reply = house.get(&path, Some("kelisim=0000")).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
        let typed = "csrf=x&verdict=at_risk&evidence=Long+thought";
        let ended = format!("kelisim={}", "0".repeat(64));
        let reply = house.post(&path, Some(&ended), typed).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
        assert!(reply.location().contains("kept%3D"), "{}", reply.location());
        let (_, back) = reply.location().split_once("return_to=").unwrap();
        let back = back.split('&').next().unwrap();
        let back = back.replace("%2F", "/").replace("%3F", "?").replace("%3D", "=");
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let reply = house.get(&format!("/en{back}"), Some(&cookie)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        assert!(reply.text.contains("Long thought"), "{back}");
    })
    .await;
}
