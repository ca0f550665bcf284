//! The quota ledger as an officer works with it.

use axum::http::StatusCode;
use kelisim_app::quota::{self, MoveForm, OpenForm, ReverseForm};
use kelisim_app::{Actor, App, AppError, Signed};
use kelisim_domain::id::{MoveId, QuotaLineId};
use kelisim_domain::quota::Account;
use kelisim_domain::text::Language;
use kelisim_domain::user::Role;
use tokio::task::JoinSet;

use crate::house::{CSRF, House, LETTER, Reply, on_each_engine};

const OFFICER: (&str, Role) = ("KG", Role::Officer);

fn officer(house: &House) -> Actor {
    Actor::User(Signed {
        id: house.people[&OFFICER],
        name: "Officer".to_owned(),
        registry: "KG".parse().unwrap(),
        role: Role::Officer,
        partners: Vec::new(),
        pass: None,
    })
}

fn step(from: Account, to: Account, places: u64) -> MoveForm {
    MoveForm { step: quota::step_code(from, to), places: places.to_string(), ..MoveForm::default() }
}

async fn book(
    app: &App,
    actor: &Actor,
    line: QuotaLineId,
    form: &MoveForm,
) -> Result<(), AppError> {
    let ctx = app.context(actor.clone());
    let id = MoveId::new(ctx.new_id());
    quota::book(&ctx, line, id, Language::En, form).await
}

fn refused_for(result: &Result<(), AppError>) -> Option<&'static str> {
    match result {
        Err(AppError::Refused(refusals)) => refusals.first().map(|r| r.code),
        _ => None,
    }
}

async fn balances(house: &House, line: QuotaLineId, accounts: &[Account]) -> Vec<u64> {
    let ctx = house.app.context(officer(house));
    let line = quota::one(&ctx, line).await.unwrap();
    accounts.iter().map(|account| line.balances.get(*account)).collect()
}

/// A line of the house for another year of the same promise.
async fn open_line(house: &House, year: &str) -> QuotaLineId {
    let things = house.things[&("KG", "TR")];
    let ctx = house.app.context(officer(house));
    let id = QuotaLineId::new(ctx.new_id());
    let form = OpenForm {
        commitment: things.commitment.to_string(),
        period: year.to_owned(),
        channel: "ministry".to_owned(),
        programme: "treatment".to_owned(),
        places: "150".to_owned(),
        source: things.source.to_string(),
        passage: "150 places a year".to_owned(),
        ..OpenForm::default()
    };
    quota::open(&ctx, id, Language::En, &form).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_place_is_given_to_one_of_two_hundred_and_the_others_are_told() {
    on_each_engine(async |house: &House| {
        let line = house.things[&("KG", "TR")].quota;
        let actor = officer(house);
        // Three places are seated; two go, one is left.
        book(&house.app, &actor, line, &step(Account::Seated, Account::Allocated, 2))
            .await
            .unwrap();
        let mut hands = JoinSet::new();
        for _ in 0..200 {
            let (app, actor) = (house.app.clone(), actor.clone());
            hands.spawn(async move {
                book(&app, &actor, line, &step(Account::Seated, Account::Allocated, 1)).await
            });
        }
        let results = hands.join_all().await;
        assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
        let told = results.iter().filter(|r| refused_for(r) == Some("quota-not-enough")).count();
        assert_eq!(told, 199, "{results:?}");
        let left = balances(house, line, &[Account::Seated, Account::Allocated]).await;
        assert_eq!(left, [0, 3]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn as_many_hands_as_places_all_get_one() {
    on_each_engine(async |house: &House| {
        let line = open_line(house, "2027").await;
        let actor = officer(house);
        let mut hands = JoinSet::new();
        for _ in 0..40 {
            let (app, actor) = (house.app.clone(), actor.clone());
            hands.spawn(async move {
                book(&app, &actor, line, &step(Account::Pledged, Account::Confirmed, 1)).await
            });
        }
        for result in hands.join_all().await {
            result.unwrap();
        }
        assert_eq!(balances(house, line, &[Account::Pledged, Account::Confirmed]).await, [110, 40]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_that_go_to_another_line_arrive_there_and_come_back_from_both() {
    on_each_engine(async |house: &House| {
        let (now, later) = (open_line(house, "2028").await, open_line(house, "2029").await);
        let actor = officer(house);
        book(&house.app, &actor, now, &step(Account::Pledged, Account::Confirmed, 9))
            .await
            .unwrap();
        let carry = |other: String| MoveForm {
            reason: "next_period".to_owned(),
            other,
            ..step(Account::Confirmed, Account::Carried, 4)
        };
        let foreign = house.things[&("KZ", "TR")].quota.to_string();
        for (other, code) in [
            (String::new(), "quota-other-missing"),
            (foreign, "quota-other-missing"),
            (now.to_string(), "quota-other-same"),
            (house.things[&("KG", "RU")].quota.to_string(), "quota-other-apart"),
            (house.things[&("KG", "TR")].quota.to_string(), "quota-other-period"),
        ] {
            let result = book(&house.app, &actor, now, &carry(other)).await;
            assert_eq!(refused_for(&result), Some(code));
        }
        book(&house.app, &actor, now, &carry(later.to_string())).await.unwrap();
        let both = [Account::Confirmed, Account::Carried];
        assert_eq!(balances(house, now, &both).await, [5, 4]);
        assert_eq!(balances(house, later, &both).await, [4, 0]);
        // Made good from the side that received.
        let ctx = house.app.context(actor.clone());
        let form = ReverseForm { booking: "2".to_owned(), why: "wrong year".to_owned() };
        let id = MoveId::new(ctx.new_id());
        quota::reverse(&ctx, later, id, Language::En, &form).await.unwrap();
        // The same form sent again changes nothing.
        quota::reverse(&ctx, later, id, Language::En, &form).await.unwrap();
        assert_eq!(balances(house, now, &both).await, [9, 0]);
        assert_eq!(balances(house, later, &both).await, [0, 0]);
    })
    .await;
}

async fn post(house: &House, line: QuotaLineId, act: &str, body: &str) -> Reply {
    let cookie = house.session(OFFICER.0, OFFICER.1).await;
    let body = format!("csrf={CSRF}&{body}");
    house.post(&format!("/en/quotas/{line}/{act}"), Some(&cookie), &body).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_overdrawn_move_gives_back_what_was_typed_and_books_nothing() {
    on_each_engine(async |house: &House| {
        let line = house.things[&("KG", "TR")].quota;
        let before = house.dump().await;
        let typed = "step=seated-allocated&places=4&on=2026-01-05&note=Typed+%3Cwords%3E";
        let reply = post(house, line, "book", typed).await;
        assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in ["Typed &#60;words&#62;", "value=\"4\"", "There now: 3, asked for: 4"] {
            assert!(reply.text.contains(kept), "{kept}: {}", reply.text);
        }
        assert!(reply.text.contains("value=\"seated-allocated\" selected"), "{}", reply.text);
        assert_eq!(house.dump().await, before);
        for (body, code) in [
            ("step=seated-completed&places=1", "Places do not go this way"),
            ("step=nonsense&places=1", "Places do not go this way"),
            ("step=seated-returned&places=1", "This step needs a reason"),
            ("step=seated-returned&places=1&reason=visa_refused", "does not go with this step"),
            ("step=seated-allocated&places=0", "a whole number of places"),
            ("step=seated-allocated&places=1,5", "a whole number of places"),
            ("step=seated-allocated&places=99999999999999999999", "too large"),
            ("step=seated-allocated&places=1&on=01.01.2999", "in the future"),
            ("step=stated-pledged&places=1", "Choose a source"),
        ] {
            let reply = post(house, line, "book", body).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(reply.text.contains(code), "{body}: {code}");
        }
        assert_eq!(house.dump().await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_twice_books_once_and_a_wrong_booking_stays_in_the_book() {
    on_each_engine(async |house: &House| {
        let line = house.things[&("KG", "TR")].quota;
        let body = "id=018f0000-0000-7000-8000-00000000aaaa&step=seated-allocated&places=1";
        for _ in 0..2 {
            let reply = post(house, line, "book", body).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        }
        let accounts = [Account::Seated, Account::Allocated];
        assert_eq!(balances(house, line, &accounts).await, [2, 1]);
        // Opened, three steps to the seat, published: the booking is entry 6.
        let reply = post(house, line, "reverse", "move=6&why=typed+twice").await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        assert_eq!(balances(house, line, &accounts).await, [3, 0]);
        for (body, code) in [
            ("move=6&why=again", "made good already"),
            ("move=7&why=again", "counter-entry stays"),
            ("move=4711&why=again", "no such entry"),
            ("move=1&why=again", "have moved on"),
            ("move=4&why=", "Nothing is entered here"),
        ] {
            let reply = post(house, line, "reverse", body).await;
            assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
            assert!(reply.text.contains(code), "{body}: {code}: {}", reply.text);
        }
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let page = house.get(&format!("/en/quotas/{line}"), Some(&cookie)).await;
        assert!(
            page.text.contains("Made good by entry 7") && page.text.contains("Makes entry 6 good")
        );
        let csv = house.get(&format!("/ru/quotas/{line}/moves.csv"), Some(&cookie)).await;
        assert!(csv.header("content-type").starts_with("text/csv"));
        // The names of the columns, the opening, three steps, the booking and its counter-entry.
        assert_eq!(csv.text.matches("\r\n").count(), 7);
        assert!(!csv.text.contains(LETTER) && !csv.text.contains("typed twice"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_is_opened_once_for_the_same_and_never_on_talks() {
    on_each_engine(async |house: &House| {
        let things = house.things[&("KG", "TR")];
        let cookie = house.session(OFFICER.0, OFFICER.1).await;
        let body = |commitment: String, places: &str, period: &str| {
            format!(
                "csrf={CSRF}&commitment={commitment}&period={period}&channel=embassy&programme=treatment&places={places}&source={}&passage=150+places+a+year&note=kept+words",
                things.source
            )
        };
        let send = async |body: String| house.post("/en/quotas/new", Some(&cookie), &body).await;
        let talks = send(body(things.hidden.to_string(), "150", "2026")).await;
        assert_eq!(talks.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(talks.text.contains("Talks and plans give no places") && talks.text.contains("kept words"));
        let foreign = house.things[&("KZ", "TR")].commitment.to_string();
        let foreign = send(body(foreign, "150", "2026")).await;
        assert!(foreign.text.contains("There is no such commitment in your registry"));
        let wrong = send(body(things.commitment.to_string(), "-5", "2026-13")).await;
        assert!(wrong.text.contains("The number is negative") && wrong.text.contains("2026-13"));
        let opened = send(body(things.commitment.to_string(), "150", "2026")).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
        let page = house.get(opened.location(), Some(&cookie)).await;
        assert!(page.text.contains("through the embassy"), "{}", page.text);
        let again = send(body(things.commitment.to_string(), "150", "2026")).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("There is a line for the same promise"), "{}", again.text);
        // Nobody outside learns of it before it is published.
        let id = opened.location().rsplit('/').next().unwrap();
        let api = format!("/api/v1/quotas/{id}");
        assert_eq!(house.get(&api, None).await.status, StatusCode::NOT_FOUND);
        assert_eq!(house.get(&format!("{api}/moves"), None).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_api_goes_on_where_it_ended() {
    on_each_engine(async |house: &House| {
        let line = house.things[&("KG", "TR")].quota;
        let mut path = format!("/api/v1/quotas/{line}/moves?limit=3");
        let mut numbers = Vec::new();
        loop {
            let part: serde_json::Value =
                serde_json::from_str(&house.get(&path, None).await.text).unwrap();
            let items = part["items"].as_array().unwrap();
            numbers.extend(items.iter().map(|m| m["number"].as_i64().unwrap()));
            let Some(next) = part["next"].as_str() else { break };
            path = format!("/api/v1/quotas/{line}/moves?limit=3&after={next}");
        }
        assert_eq!(numbers, [1, 2, 3, 4]);
        let mut seen = std::collections::BTreeSet::new();
        let mut path = "/api/v1/quotas?limit=1".to_owned();
        loop {
            let part: serde_json::Value =
                serde_json::from_str(&house.get(&path, None).await.text).unwrap();
            let items = part["items"].as_array().unwrap();
            seen.extend(items.iter().map(|line| line["id"].as_str().unwrap().to_owned()));
            let Some(next) = part["next"].as_str() else { break };
            path = format!("/api/v1/quotas?limit=1&after={next}");
        }
        assert_eq!(seen.len(), house.things.len());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_ledger_is_shown_as_it_was_known_on_a_day() {
    on_each_engine(async |house: &House| {
        let cookie = house.session("KG", Role::Officer).await;
        let line = open_line(house, "2027").await;
        let ctx = house.app.context(officer(house));
        let known = quota::page(&ctx, line, None).await.unwrap().moves[0].known_on;
        let confirm =
            MoveForm { on: known.to_string(), ..step(Account::Pledged, Account::Confirmed, 30) };
        book(&house.app, &officer(house), line, &confirm).await.unwrap();
        let page = quota::page(&ctx, line, None).await.unwrap();
        let (said, booked) = (page.moves[0].known_on, page.moves[1].known_on);
        assert!(said <= booked, "the passage was published before the move was booked");

        let before = said.yesterday().unwrap();
        let then = quota::page(&ctx, line, Some(before)).await;
        assert!(matches!(then, Err(AppError::NotFound)), "nobody knew of the line");
        let list = quota::list(&ctx, &quota::Filter::default(), Some(before), None, 40).await;
        assert!(!list.unwrap().lines.iter().any(|it| it.id == line));
        if said < booked {
            let then = quota::page(&ctx, line, Some(said)).await.unwrap();
            assert_eq!(then.moves.len(), 1);
            assert_eq!(then.line.balances.get(Account::Pledged), 150);
            let now = quota::page(&ctx, line, None).await.unwrap();
            assert_eq!(now.line.balances.get(Account::Pledged), 120);
        }
        // What is known by now is the same by the table of accounts and by the lines added up.
        let now = quota::list(&ctx, &quota::Filter::default(), None, None, 40).await.unwrap();
        let today = quota::list(&ctx, &quota::Filter::default(), Some(booked), None, 40).await;
        assert_eq!(now.accounts, today.unwrap().accounts);

        let shown = house.get(&format!("/en/quotas/{line}?on={said}"), Some(&cookie)).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(!shown.text.contains(&format!("/en/quotas/{line}/book")), "no booking in the past");
        let gone = house.get(&format!("/en/quotas/{line}?on={before}"), Some(&cookie)).await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        let bad = house.get(&format!("/en/quotas/{line}?on=yesterday"), Some(&cookie)).await;
        assert_eq!(bad.status, StatusCode::OK);
        assert!(bad.text.contains("aria-invalid") && bad.text.contains("value=\"yesterday\""));
        let list = house.get(&format!("/en/quotas?on={before}"), Some(&cookie)).await;
        assert!(!list.text.contains(&line.to_string()), "{}", list.text);
        let csv = format!("/en/quotas/{line}/moves.csv?on={said}");
        let csv = house.get(&csv, Some(&cookie)).await.text;
        let rows = csv.lines().count() - 1;
        assert_eq!(rows, if said < booked { 1 } else { 2 }, "{csv}");
    })
    .await;
}
