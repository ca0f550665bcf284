//! Calls as officers, a partner and a visitor meet them.

use axum::http::StatusCode;
use kelisim_app::{Actor, Signed};
use kelisim_app::{AppError, programme, quota};
use kelisim_domain::id::{CallId, MoveId, QuotaLineId, UserId};
use kelisim_domain::quota::Account;
use kelisim_domain::text::Language;
use kelisim_domain::user::Role;
use serde_json::Value;

use crate::forms::{OFFICER, PARTNER, after, get, ok, post, refused};
use crate::house::{House, on_each_engine};

pub fn at(id: &str) -> String {
    format!("/en/calls/{id}")
}

/// Another officer of the registry.
pub fn second(house: &House) -> Actor {
    Actor::User(Signed {
        id: UserId::new(house.app.context(Actor::System).new_id()),
        name: "Second".to_owned(),
        registry: "KG".parse().unwrap(),
        role: Role::Officer,
        partners: Vec::new(),
        pass: None,
    })
}

/// A line for residency with four confirmed places.
pub async fn line(house: &House) -> QuotaLineId {
    let things = house.things[&("KG", "TR")];
    let ctx = house.app.context(second(house));
    let id = QuotaLineId::new(ctx.new_id());
    let form = quota::OpenForm {
        commitment: things.commitment.to_string(),
        period: "2027".to_owned(),
        channel: "ministry".to_owned(),
        programme: "residency".to_owned(),
        places: "6".to_owned(),
        source: things.source.to_string(),
        passage: "150 places a year".to_owned(),
        ..quota::OpenForm::default()
    };
    quota::open(&ctx, id, Language::En, &form).await.unwrap();
    let step = quota::MoveForm {
        step: "pledged-confirmed".to_owned(),
        places: "4".to_owned(),
        ..quota::MoveForm::default()
    };
    quota::book(&ctx, id, MoveId::new(ctx.new_id()), Language::En, &step).await.unwrap();
    id
}

pub async fn balance(house: &House, line: QuotaLineId, account: Account) -> u64 {
    let ctx = house.app.context(second(house));
    quota::one(&ctx, line).await.unwrap().balances.get(account)
}

pub const ABOUT: &str = "title_kk=Kk&title_ky=Ky&title_ru=Ru&title_en=Residency+abroad&about_kk=Kk&about_ky=Ky&about_ru=Ru\
    &about_en=For+graduates&zone=Asia/Bishkek&grace=15&outage_minutes=30&outage_within=24&outage_moves=24\
    &mechanism=deferred-acceptance&ties=lottery&precedence=reserved-first&hosts_rank=0&made_up=1";

/// Begins a call and adds everything it needs but places.
pub async fn begin(house: &House) -> String {
    let body = format!("kind=residency&partner=TR&{ABOUT}");
    let reply = post(house, OFFICER, "/en/calls/new", &body).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    let id = reply.location().rsplit('/').next().unwrap().to_owned();
    let four = "title_kk=Kk&title_ky=Ky&title_ru=Ru&title_en=En";
    let url = at(&id);
    ok(house, &url, "document", &format!("{four}&class=hard")).await;
    ok(house, &url, "criterion", &format!("{four}&weight=100")).await;
    ok(house, &url, "phase", "phase=applications&from=01.04.2026+09:00&to=01.05.2026+17:00").await;
    ok(house, &url, "phase", "phase=result&from=2026-06-15+12:00").await;
    ok(house, &url, "phase", "phase=start&from=2026-09-01+00:00").await;
    let rule = format!("expression=age+<+35&{four}");
    ok(house, &url, "rule", &rule).await;
    id
}

pub fn seat(line: QuotaLineId, places: u64) -> String {
    format!("line={line}&host=TR&specialty=RU-2013/31.08.56&places={places}&funding=host_state")
}

/// Another officer publishes what the page shows.
pub async fn publish(house: &House, id: &str) -> Result<(), AppError> {
    let page = get(house, OFFICER, &format!("{}/publish", at(id))).await;
    let hash = after(&page.text, "name=\"hash\" value=\"").to_owned();
    let version = after(&page.text, "name=\"version\" value=\"").parse().unwrap();
    let ctx = house.app.context(second(house));
    programme::publish(&ctx, CallId::new(id.parse().unwrap()), version, &hash).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_is_drafted_by_one_published_by_another_and_gives_its_places_back() {
    on_each_engine(async |house: &House| {
        let line = line(house).await;
        let id = begin(house).await;
        let url = at(&id);
        refused(house, &url, "submit", "", "There are no places").await;
        refused(
            house,
            &url,
            "seat",
            &seat(house.things[&("KG", "TR")].quota, 1),
            "another partner, programme",
        )
        .await;
        ok(house, &url, "seat", &seat(line, 5)).await;
        refused(house, &url, "submit", "", "5 are asked for, 4 are there").await;
        let page = get(house, OFFICER, &format!("{url}/remove")).await.text;
        let item =
            after(page.split_once("TR: ").unwrap().0.rsplit_once("<option").unwrap().1, "value=\"")
                .to_owned();
        ok(house, &url, "remove", &format!("item={item}")).await;
        ok(house, &url, "seat", &seat(line, 3)).await;
        ok(house, &url, "submit", "").await;
        refused(house, &url, "describe", ABOUT, "A second person checks the draft").await;
        let hash = after(
            &get(house, OFFICER, &format!("{url}/publish")).await.text,
            "name=\"hash\" value=\"",
        )
        .to_owned();
        refused(house, &url, "publish", &format!("hash={hash}"), "Whoever drafted it").await;
        assert_eq!(get(house, PARTNER, &url).await.status, StatusCode::NOT_FOUND, "a draft");
        assert_eq!(balance(house, line, Account::Released).await, 0);
        publish(house, &id).await.unwrap();
        assert_eq!(balance(house, line, Account::Released).await, 3);
        assert_eq!(get(house, PARTNER, &url).await.status, StatusCode::OK);

        // The last place: two calls want it, one gets it.
        let (one, other) = (begin(house).await, begin(house).await);
        for id in [&one, &other] {
            ok(house, &at(id), "seat", &seat(line, 1)).await;
            ok(house, &at(id), "submit", "").await;
        }
        let taken = tokio::join!(publish(house, &one), publish(house, &other));
        let refusal = match taken {
            (Ok(()), Err(AppError::Refused(why))) | (Err(AppError::Refused(why)), Ok(())) => why,
            both => panic!("one of two: {both:?}"),
        };
        assert_eq!(refusal[0].code, "quota-not-enough");
        assert_eq!(balance(house, line, Account::Released).await, 4);

        ok(house, &url, "seated", "seat=10&places=2").await;
        assert_eq!(balance(house, line, Account::Seated).await, 2);
        refused(house, &url, "cancel", "title_en=Stopped", "Nothing is entered here").await;
        ok(house, &url, "cancel", "title_kk=Kk&title_ky=Ky&title_ru=Ru&title_en=Stopped").await;
        assert_eq!(balance(house, line, Account::Confirmed).await, 3);
        assert_eq!(balance(house, line, Account::Seated).await, 0);
        assert!(house.get(&format!("/en/open-calls/{id}"), None).await.text.contains("Stopped"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_is_checked_when_it_is_entered_and_a_time_must_be_one_instant() {
    on_each_engine(async |house: &House| {
        let id = begin(house).await;
        let url = at(&id);
        let four = "title_kk=Kk&title_ky=Ky&title_ru=Ru&title_en=Kept+words";
        for (expression, words) in [
            ("age+<", "breaks off"),
            ("wage+>+3", "There is no name “wage”"),
            ("region+%3D%3D+%22KG-X%22", "No answer is"),
            ("1+<+2", "asks for nothing"),
        ] {
            let body = format!("expression={expression}&{four}");
            let reply = refused(house, &url, "rule", &body, words).await;
            assert!(
                reply.text.contains("Kept words") && reply.text.contains("(character "),
                "{expression}"
            );
        }
        let phase = |text: &str| format!("phase=check&from={text}");
        refused(house, &url, "phase", &phase("soon"), "is no day and time").await;
        ok(house, &url, "describe", &ABOUT.replace("Asia/Bishkek", "Europe/Berlin")).await;
        refused(house, &url, "phase", &phase("29.03.2026+02:30"), "exactly once").await;
        refused(house, &url, "describe", &ABOUT.replace("Asia/Bishkek", "MSK"), "is no time zone")
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_doctor_sees_which_rule_fails_and_nothing_is_stored() {
    on_each_engine(async |house: &House| {
        let line = line(house).await;
        let id = begin(house).await;
        ok(house, &at(&id), "seat", &seat(line, 2)).await;
        ok(house, &at(&id), "submit", "").await;
        let open = format!("/en/open-calls/{id}");
        assert_eq!(house.get(&open, None).await.status, StatusCode::NOT_FOUND, "not published");
        publish(house, &id).await.unwrap();
        for language in ["kk", "ky", "ru", "en"] {
            let page = house.get(&format!("/{language}/open-calls/{id}"), None).await;
            assert_eq!(page.status, StatusCode::OK, "{language}");
            assert!(page.text.contains("Asia/Bishkek, UTC+06:00"), "{language}");
        }
        let before = house.dump().await;
        let check = format!("{open}/check");
        let ask = async |body: &str| house.post(&check, None, body).await;
        let form = house.get(&check, None).await.text;
        assert!(form.contains("Full years on 1 May 2026") && !form.contains("name=\"region\""));
        let fails = ask("age=40&medical_diploma=yes&accepts_return_service=yes").await;
        assert!(fails.text.contains("At least one rule does not hold"), "{}", fails.text);
        let fits = ask("age=30&medical_diploma=yes&accepts_return_service=yes").await;
        assert!(fits.text.contains("Every rule holds"));
        assert!(ask("age=30").await.text.contains("Needs an answer"));
        let wrong = ask("age=300").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("from 16 to 99"));
        assert_eq!(house.dump().await, before, "a check leaves nothing");
        let json: Value =
            serde_json::from_str(&house.get(&format!("/api/v1/calls/{id}"), None).await.text)
                .unwrap();
        assert_eq!((json["places"].as_u64(), json["stage"].as_str()), (Some(2), Some("scheduled")));
        assert_eq!(json["closes_at"], "2026-05-01T11:00:00Z");
        let table = get(house, OFFICER, "/en/calls.csv?stage=scheduled").await.text;
        assert!(table.contains("RU-2013/31.08.56") && table.contains("0912"));
    })
    .await;
}
