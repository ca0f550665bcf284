//! Programs: tokens are made, shown once, used as far as they go, and taken back; changes are done once.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use kelisim_domain::user::Role;
use serde_json::{Value, json};

use crate::house::{CSRF, House, Reply, on_each_engine};

const OFFICER: (&str, Role) = ("KG", Role::Officer);

/// Makes a token as a person does, on the page; the answer is the page that shows it.
pub async fn ask_for(
    house: &House,
    who: (&'static str, Role),
    scopes: &str,
    ends_on: &str,
) -> Reply {
    let cookie = house.session(who.0, who.1).await;
    let chosen: String = scopes.split(' ').map(|scope| format!("&scopes={scope}")).collect();
    let form = format!("csrf={CSRF}&name=Monthly+report{chosen}&ends_on={ends_on}");
    house.post("/en/account/tokens", Some(&cookie), &form).await
}

pub fn token_in(page: &str) -> String {
    let from = page.find("kelisim_").unwrap_or_else(|| panic!("no token: {page}"));
    page[from..].chars().take("kelisim_".len() + 64).collect()
}

pub fn in_days(house: &House, days: i64) -> String {
    let today = house.app.context(kelisim_app::Actor::System).today();
    today.saturating_add(jiff::Span::new().days(days)).to_string()
}

pub async fn token(house: &House, who: (&'static str, Role), scopes: &str) -> String {
    let reply = ask_for(house, who, scopes, &in_days(house, 30)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    assert_eq!(reply.header("cache-control"), "no-store");
    token_in(&reply.text)
}

pub async fn read(house: &House, token: &str, path: &str, known: Option<&str>) -> Reply {
    let mut request = Request::get(path).header("authorization", format!("Bearer {token}"));
    if let Some(known) = known {
        request = request.header("if-none-match", known);
    }
    house.send(request.body(Body::empty()).unwrap()).await
}

/// What goes with a change beside its body.
#[derive(Clone, Copy, Default)]
pub struct With<'a> {
    pub key: &'a str,
    pub version: &'a str,
}

pub async fn write(house: &House, token: &str, path: &str, with: With<'_>, body: &Value) -> Reply {
    let mut request = Request::post(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("content-language", "en");
    if !with.key.is_empty() {
        request = request.header("idempotency-key", format!("\"{}\"", with.key));
    }
    if !with.version.is_empty() {
        request = request.header("if-match", with.version);
    }
    house.send(request.body(Body::from(body.to_string())).unwrap()).await
}

pub fn key(key: &str) -> With<'_> {
    With { key, version: "" }
}

/// Checks the problem of a refused request.
pub fn refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!(reply.status.as_u16(), status, "{}", reply.text);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let problem: Value = serde_json::from_str(&reply.text).unwrap();
    assert_eq!((&problem["status"], &problem["code"]), (&status.into(), &code.into()));
    assert_eq!(reply.header("www-authenticate").starts_with("Bearer"), status == 401);
}

pub fn figure(house: &House) -> Value {
    json!({
        "measure": "treated", "name": "Treated", "period": 2024, "value": "31", "unit": "patient",
        "partner": "TR", "subject": "TR", "origin": "KG", "channel": "",
        "source": house.things[&("KG", "TR")].source.to_string(), "passage": "150 places a year",
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_shown_once_listed_with_its_last_use_and_taken_back_at_once() {
    on_each_engine(async |house: &House| {
        let token = token(house, OFFICER, "promises-read").await;
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let list = house.get("/en/account/tokens", Some(&cookie)).await.text;
        assert!(list.contains("Monthly report") && list.contains(">never<"), "{list}");
        assert!(!list.contains(&token) && !list.contains(&token[8..]));
        let hidden = house.things[&("KG", "TR")].hidden;
        let path = format!("/api/v1/promises/{hidden}");
        assert_eq!(house.get(&path, None).await.status, StatusCode::NOT_FOUND);
        let seen = read(house, &token, &path, None).await;
        assert_eq!(seen.status, StatusCode::OK, "{}", seen.text);
        assert_eq!(seen.header("cache-control"), "private, no-cache");
        let list = house.get("/en/account/tokens", Some(&cookie)).await.text;
        assert!(!list.contains(">never<"), "{list}");
        // Somebody else's token is no token of mine.
        let id = list.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let form = format!("csrf={CSRF}&id={id}");
        let other = house.session("KG", Role::Reader).await;
        let reply = house.post("/en/account/tokens/revoke", Some(&other), &form).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        assert_eq!(read(house, &token, &path, None).await.status, StatusCode::OK);
        for _ in 0..2 {
            let reply = house.post("/en/account/tokens/revoke", Some(&cookie), &form).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER);
        }
        refused(&read(house, &token, &path, None).await, 401, "token-invalid");
        let journal = house.session("KG", Role::Auditor).await;
        let stream = format!("/en/journal/streams/{}", house.people[&OFFICER]);
        let journal = house.get(&stream, Some(&journal)).await.text;
        assert!(journal.contains("Token made") && journal.contains("Token taken back"));
        assert!(!journal.contains("Monthly report") && !journal.contains(&token[8..]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_ends_with_its_day_and_with_its_account() {
    on_each_engine(async |house: &House| {
        for (scopes, days, code) in [
            ("", 30, "Choose at least one"),
            ("promises-read calendar", 30, "opens nothing else"),
            ("promises-read", 400, "366 days"),
            ("promises-read", -1, "366 days"),
            ("everything", 30, "no such thing"),
        ] {
            let reply = ask_for(house, OFFICER, scopes, &in_days(house, days)).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{scopes} {days}");
            assert!(reply.text.contains(code), "{scopes} {days}: {}", reply.text);
        }
        let reader = ("KG", Role::Reader);
        let reply = ask_for(house, reader, "promises-write", &in_days(house, 1)).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(reply.text.contains("your own role does not allow"), "{}", reply.text);
        for bad in ["x", "kelisim_", &format!("kelisim_{}", "0".repeat(64))] {
            refused(&read(house, bad, "/api/v1/promises", None).await, 401, "token-invalid");
        }
        let basic = Request::get("/api/v1/promises").header("authorization", "Basic eDp5");
        let reply = house.send(basic.body(Body::empty()).unwrap()).await;
        refused(&reply, 401, "token-invalid");

        let reads = token(house, reader, "promises-read").await;
        assert_eq!(read(house, &reads, "/api/v1/promises", None).await.status, StatusCode::OK);
        let admin = house.session("KG", Role::Administrator).await;
        let id = house.people[&reader];
        let page = house.get(&format!("/en/users/{id}"), Some(&admin)).await.text;
        let version = page.split("name=\"version\" value=\"").nth(1).unwrap();
        let version = version.split('"').next().unwrap();
        let form = format!("csrf={CSRF}&version={version}");
        let done = house.post(&format!("/en/users/{id}/disable"), Some(&admin), &form).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        refused(&read(house, &reads, "/api/v1/promises", None).await, 401, "token-invalid");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_opens_its_scopes_of_its_registry_and_nothing_else() {
    on_each_engine(async |house: &House| {
        let own = house.things[&("KG", "TR")];
        let foreign = house.things[&("KZ", "TR")];
        let paths = |things: &crate::house::Things| {
            [
                ("promises-read", format!("/api/v1/promises/{}", things.hidden)),
                ("figures-read", format!("/api/v1/figures/{}", things.observation)),
                ("sources-read", format!("/api/v1/sources/{}", things.source)),
                ("parties-read", "/api/v1/parties".to_owned()),
            ]
        };
        for (scope, path) in paths(&own) {
            let token = token(house, OFFICER, scope).await;
            let reply = read(house, &token, &path, None).await;
            assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text);
            for (other, path) in paths(&own).into_iter().filter(|(other, _)| *other != scope) {
                let reply = read(house, &token, &path, None).await;
                refused(&reply, 403, "token-scope");
                assert_ne!(other, scope);
            }
        }
        let all = "promises-write figures-write instruments-write quotas-write sources-write";
        let officer = token(house, OFFICER, all).await;
        for (_, path) in paths(&foreign).iter().take(3) {
            refused(&read(house, &officer, path, None).await, 404, "not_found");
        }
        // Lists hold what the person sees of the own registry; of another one what is public.
        let list = read(house, &officer, "/api/v1/promises?limit=200", None).await.text;
        assert!(
            list.contains(&own.hidden.to_string()) && !list.contains(&foreign.hidden.to_string())
        );
        let list = read(house, &officer, "/api/v1/promises?registry=KZ", None).await.text;
        assert!(list.contains(&foreign.commitment.to_string()));
        assert!(!list.contains(&foreign.hidden.to_string()));
        let partner = token(house, ("KG", Role::Partner), "promises-read").await;
        let list = read(house, &partner, "/api/v1/promises?limit=200", None).await.text;
        let other = house.things[&("KG", "RU")];
        assert!(
            list.contains(&own.hidden.to_string()) && !list.contains(&other.hidden.to_string())
        );
        // Another registry's thing cannot be changed, whatever the version.
        let reads = self::token(house, OFFICER, "figures-read").await;
        let before = house.dump().await;
        let acts = [
            ("promises", foreign.commitment.to_string(), "publish"),
            ("figures", foreign.observation.to_string(), "publish"),
            ("instruments", foreign.instrument.to_string(), "publish"),
            ("quotas", foreign.quota.to_string(), "publish"),
        ];
        for (list, id, act) in acts {
            let path = format!("/api/v1/{list}/{id}/{act}");
            let with = With { key: &path, version: "\"v1\"" };
            refused(&write(house, &officer, &path, with, &json!({})).await, 404, "not_found");
        }
        let reply = write(house, &reads, "/api/v1/figures", key("1"), &figure(house)).await;
        refused(&reply, 403, "token-scope");
        // A cookie writes nothing here.
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let reply = house
            .post_as("/api/v1/figures", Some(&cookie), "application/json", b"{}".to_vec())
            .await;
        refused(&reply, 401, "token-missing");
        assert!(house.dump().await == before, "something was changed");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_done_once_under_its_key() {
    on_each_engine(async |house: &House| {
        let token = token(house, OFFICER, "figures-write").await;
        let (path, body) = ("/api/v1/figures", figure(house));
        refused(&write(house, &token, path, key(""), &body).await, 400, "idempotency-key-missing");
        let long = "k".repeat(201);
        refused(&write(house, &token, path, key(&long), &body).await, 400, "idempotency-key-form");
        let first = write(house, &token, path, key("a"), &body).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
        let after = house.dump().await;
        let again = write(house, &token, path, key("a"), &body).await;
        assert_eq!((again.status, &again.text), (StatusCode::CREATED, &first.text));
        assert_eq!(again.location(), first.location());
        let mut other = body.clone();
        other["value"] = json!("32");
        let reply = write(house, &token, path, key("a"), &other).await;
        refused(&reply, 422, "refused");
        assert!(reply.text.contains("idempotency-key-used"), "{}", reply.text);
        assert!(house.dump().await == after, "something was changed");
        // Many at once: one is done, all are answered alike.
        let send = || write(house, &token, path, key("b"), &other);
        let replies: [Reply; 4] = tokio::join!(send(), send(), send(), send()).into();
        assert!(
            replies.iter().all(|r| r.status == StatusCode::CREATED && r.text == replies[0].text)
        );
        let figures =
            |dump: &[String]| dump.iter().filter(|l| l.starts_with("observation:")).count();
        assert_eq!(figures(&house.dump().await), figures(&after) + 1);
        // The key of another token is another key.
        let second = self::token(house, OFFICER, "figures-write").await;
        let reply = write(house, &second, path, key("a"), &other).await;
        assert_eq!(reply.status, StatusCode::CREATED);
        assert_ne!(reply.text, first.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_read_is_what_is_changed_or_nothing_is() {
    on_each_engine(async |house: &House| {
        let token = token(house, OFFICER, "figures-write quotas-write").await;
        let own = house.things[&("KG", "TR")];
        let path = format!("/api/v1/figures/{}", own.observation);
        let seen = read(house, &token, &path, None).await;
        let mark = seen.header("etag").to_owned();
        let same = read(house, &token, &path, Some(&mark)).await;
        assert_eq!((same.status, same.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
        let revise = format!("{path}/revise");
        let source = own.source.to_string();
        let body = json!({ "value": 49, "source": source, "passage": "150 places a year", "note": "counted anew" });
        refused(&write(house, &token, &revise, key("1"), &body).await, 428, "if-match-missing");
        let with = |version| With { key: "1", version };
        for form in ["*", "1", "v1", "W/\"v1\"", "\"v1\", \"v2\""] {
            let reply = write(house, &token, &revise, with(form), &body).await;
            refused(&reply, 400, "if-match-form");
        }
        let done = write(house, &token, &revise, with(&mark), &body).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        assert_eq!(done.header("etag"), "\"v2\"");
        let stale = With { key: "2", version: &mark };
        refused(&write(house, &token, &revise, stale, &body).await, 412, "if-match-stale");
        // Sent again under its key it is answered, whatever became of the version meanwhile.
        let again = write(house, &token, &revise, with(&mark), &body).await;
        assert_eq!((again.status, &again.text), (StatusCode::OK, &done.text));
        assert_eq!(read(house, &token, &path, Some(&mark)).await.status, StatusCode::OK);
        // Places are taken without a version, and the last of them once.
        let book = format!("/api/v1/quotas/{}/move", own.quota);
        let move_one = json!({ "step": "pledged-confirmed", "places": 1 });
        let taken = With { key: "3", version: "\"v1\"" };
        refused(&write(house, &token, &book, taken, &move_one).await, 400, "if-match-not-taken");
        let done = write(house, &token, &book, key("4"), &move_one).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text);
        let many = json!({ "step": "pledged-confirmed", "places": 100_000 });
        let reply = write(house, &token, &book, key("5"), &many).await;
        refused(&reply, 422, "refused");
        assert!(reply.text.contains("\"field\":\"places\""), "{}", reply.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_calendar_of_ones_own_is_subscribed_to_and_taken_back() {
    on_each_engine(async |house: &House| {
        let own = house.things[&("KG", "TR")];
        let made = ask_for(house, OFFICER, "calendar", &in_days(house, 30)).await;
        let token = token_in(&made.text);
        let path = format!("/ky/calendar/{token}.ics");
        let empty = house.get(&path, None).await;
        assert_eq!(empty.status, StatusCode::OK, "{}", empty.text);
        assert_eq!(empty.header("content-type"), "text/calendar; charset=utf-8");
        assert_eq!(empty.header("cache-control"), "private, no-cache");
        assert!(!empty.text.contains("BEGIN:VEVENT"), "{}", empty.text);
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let path_of = format!("/en/commitments/{}/charge", own.commitment);
        let page = house.get(&path_of, Some(&cookie)).await.text;
        let version = page.split("name=\"version\" value=\"").nth(1).unwrap();
        let version = version.split('"').next().unwrap();
        let form = format!("csrf={CSRF}&version={version}&responsible={}", house.people[&OFFICER]);
        let given = house.post(&path_of, Some(&cookie), &form).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        let full = house.get(&path, None).await.text.replace("\r\n ", "");
        assert!(full.contains(&format!("UID:{}.period@kelisim", own.quota)), "{full}");
        let other = house.things[&("KG", "RU")];
        assert!(!full.contains(&other.quota.to_string()), "{full}");
        // It opens nothing else, and no other token opens it.
        refused(&read(house, &token, "/api/v1/promises", None).await, 401, "token-invalid");
        let reads = self::token(house, OFFICER, "quotas-read").await;
        for wrong in [format!("/ky/calendar/{reads}.ics"), format!("/ky/calendar/{token}")] {
            assert_eq!(house.get(&wrong, None).await.status, StatusCode::NOT_FOUND, "{wrong}");
        }
        let list = house.get("/en/account/tokens", Some(&cookie)).await.text;
        let ids = list.split("name=\"id\" value=\"").skip(1).map(|rest| rest.split('"').next());
        for id in ids.flatten() {
            let form = format!("csrf={CSRF}&id={id}");
            house.post("/en/account/tokens/revoke", Some(&cookie), &form).await;
        }
        assert_eq!(house.get(&path, None).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_ends_one_token_of_another_person_and_leaves_the_others() {
    on_each_engine(async |house: &House| {
        let lost = token(house, OFFICER, "promises-read").await;
        let kept = token(house, OFFICER, "promises-read").await;
        let hidden = house.things[&("KG", "TR")].hidden;
        let path = format!("/api/v1/promises/{hidden}");
        assert_eq!(read(house, &kept, &path, None).await.status, StatusCode::OK);
        let admin = house.session("KG", Role::Administrator).await;
        let user = format!("/en/users/{}", house.people[&OFFICER]);
        let page = house.get(&user, Some(&admin)).await.text;
        // The one that was never used is the lost one.
        let row = page.split("<tr").find(|row| row.contains(">never<")).unwrap();
        let id = row.split("name=\"id\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let form = format!("csrf={CSRF}&id={id}");
        let revoke = format!("{user}/tokens/revoke");
        for (registry, role, status) in [
            ("KG", Role::Reader, StatusCode::FORBIDDEN),
            ("KZ", Role::Administrator, StatusCode::NOT_FOUND),
        ] {
            let other = house.session(registry, role).await;
            let reply = house.post(&revoke, Some(&other), &form).await;
            assert_eq!(reply.status, status);
        }
        // The token of one account is no token of another.
        let of_reader = format!("/en/users/{}/tokens/revoke", house.people[&("KG", Role::Reader)]);
        let reply = house.post(&of_reader, Some(&admin), &form).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND);
        for _ in 0..2 {
            let reply = house.post(&revoke, Some(&admin), &form).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER);
        }
        refused(&read(house, &lost, &path, None).await, 401, "token-invalid");
        assert_eq!(read(house, &kept, &path, None).await.status, StatusCode::OK);
    })
    .await;
}
