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

fn token_in(page: &str) -> String {
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

async fn read(house: &House, token: &str, path: &str, known: Option<&str>) -> Reply {
    let mut request = Request::get(path).header("authorization", format!("Bearer {token}"));
    if let Some(known) = known {
        request = request.header("if-none-match", known);
    }
    house.send(request.body(Body::empty()).unwrap()).await
}

/// What goes with a change beside its body.
#[derive(Clone, Copy, Default)]
struct With<'a> {
    key: &'a str,
    version: &'a str,
}

async fn write(house: &House, token: &str, path: &str, with: With<'_>, body: &Value) -> Reply {
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

fn key(key: &str) -> With<'_> {
    With { key, version: "" }
}

/// Checks the problem of a refused request.
fn refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!(reply.status.as_u16(), status, "{}", reply.text);
    assert_eq!(reply.header("content-type"), "application/problem+json");
    let problem: Value = serde_json::from_str(&reply.text).unwrap();
    assert_eq!((&problem["status"], &problem["code"]), (&status.into(), &code.into()));
    assert_eq!(reply.header("www-authenticate").starts_with("Bearer"), status == 401);
}

fn figure(house: &House) -> Value {
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
