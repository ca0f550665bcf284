//! Instruments as an officer, a partner and a visitor meet them.

use axum::http::StatusCode;
use kelisim_domain::id::InstrumentId;
use kelisim_domain::journal::Hash;
use kelisim_domain::user::Role;
use serde_json::Value;

use crate::forms::{OFFICER, PARTNER, get, ok, post, refused, version};
use crate::house::{DRAFT, House, on_each_engine};

fn at(id: &str) -> String {
    format!("/en/instruments/{id}")
}

/// Enters an instrument between the two states; gives its id.
async fn enter(house: &House) -> String {
    let source = house.things[&("KG", "TR")].source;
    let body = format!(
        "kind=agreement&level=government&partner=TR&parties=KG&parties=TR&title_ru=%D0%A1%D0%BE%D0%B3%D0%BB%D0%B0%D1%88%D0%B5%D0%BD%D0%B8%D0%B5&title_en=Agreement+on+hospitals&topic=facility&languages=ky&languages=tr&source={source}&passage=150+places+a+year"
    );
    let reply = post(house, OFFICER, "/en/instruments/new", &body).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    reply.location().rsplit('/').next().unwrap().to_owned()
}

fn evidence(house: &House) -> String {
    format!("source={}&passage=150+places+a+year", house.things[&("KG", "TR")].source)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_force_follows_from_acts_and_clause_and_the_reason_is_shown() {
    on_each_engine(async |house: &House| {
        let id = enter(house).await;
        let e = evidence(house);
        let page = get(house, OFFICER, &format!("/en/instruments/{id}")).await;
        assert!(page.text.contains("being prepared") && page.text.contains("no passage on record"));
        for (party, on) in [("KG", "01.09.2018"), ("TR", "2018-09-01")] {
            ok(house, &at(&id), "act", &format!("party={party}&kind=signed&on={on}&{e}")).await;
        }
        let clause = "entry=on_last_notification&wait=30&wait_unit=day&notice=6&notice_unit=month";
        ok(house, &at(&id), "clause", &format!("{clause}&{e}")).await;
        let page = get(house, OFFICER, &format!("/en/instruments/{id}")).await;
        assert!(page.text.contains("awaiting notification"), "{}", page.text);
        ok(house, &at(&id), "act", &format!("party=KG&kind=notified&on=2019-06-01&{e}")).await;
        ok(house, &at(&id), "act", &format!("party=TR&kind=notified&on=2021-03-10&{e}")).await;
        let page = get(house, OFFICER, &format!("/en/instruments/{id}")).await;
        let why = "In force from 9 April 2021. Why: last notification received 10 March 2021 (Türkiye) + 30 days.";
        assert!(page.text.contains(why), "{}", page.text);
        // As it was known before anybody said so.
        let early = get(house, OFFICER, &format!("/en/instruments/{id}?on=2025-11-02")).await;
        assert_eq!(early.status, StatusCode::NOT_FOUND);
        // A stated day that differs stands beside it.
        ok(house, &at(&id), "force", &format!("on=2021-05-01&{e}")).await;
        let page = get(house, OFFICER, &format!("/en/instruments/{id}")).await;
        assert!(page.text.contains(why) && page.text.contains("another day of entry into force"));
        // A fact that was wrong is taken back and all is computed anew: entry 6 is the last notification.
        ok(house, &at(&id), "withdraw", "fact=6&reason=wrong+year").await;
        let page = get(house, OFFICER, &format!("/en/instruments/{id}")).await;
        assert!(page.text.contains("a source states"), "{}", page.text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_makes_no_sense_is_refused_and_given_back() {
    on_each_engine(async |house: &House| {
        let id = enter(house).await;
        let e = evidence(house);
        ok(house, &at(&id), "act", &format!("party=KG&kind=signed&on=2018-09-01&{e}")).await;
        ok(house, &at(&id), "draft", "name=One&text=First+words").await;
        ok(house, &at(&id), "send", "agency=Ministry+of+Finance&sent=2025-11-01").await;
        let before = house.dump().await;
        for (act, body, words) in [
            ("act", format!("party=RU&kind=signed&on=2018&{e}"), "is no party of this instrument"),
            ("act", format!("party=KG&kind=ratified&on=2017&{e}"), "do not follow one another"),
            ("act", format!("party=TR&kind=signed&on=2026-11-01&{e}"), "after the publication"),
            ("act", format!("party=TR&kind=waved&on=2018&{e}"), "Choose what the party did"),
            ("act", "party=TR&kind=signed&on=31.02.2018".to_owned(), "There is no such date"),
            ("clause", e.clone(), "The clause says nothing yet"),
            ("clause", format!("entry=after_ratifications&count=3&{e}"), "there are 2 parties"),
            ("clause", format!("entry=after_ratifications&{e}"), "how many ratifications"),
            ("clause", format!("duration=5&duration_unit=year&until=2030&{e}"), "not both"),
            (
                "clause",
                format!("entry=on_signature&renewal=1&renewal_unit=year&{e}"),
                "needs a term",
            ),
            ("clause", format!("duration=0&duration_unit=year&{e}"), "from 1 to 999"),
            ("clause", format!("duration=5&{e}"), "days, months or years"),
            ("change", format!("kind=amended&on=2018&by={id}&{e}"), "does not change itself"),
            (
                "link",
                format!("commitment={}&{e}", house.things[&("KZ", "TR")].commitment),
                "no such commitment",
            ),
            ("draft", "name=Two&text=First+words".to_owned(), "the same content"),
            ("draft", "name=Two&text=+".to_owned(), "Nothing is entered"),
            ("send", "agency=ministry+of+finance".to_owned(), "holds the draft already"),
            ("answer", "step=99&answer=agreed".to_owned(), "no such sending"),
            ("answer", "step=4&answer=refused".to_owned(), "Enter the remarks"),
            (
                "answer",
                "step=4&answer=agreed&on=2025-10-31".to_owned(),
                "before the draft was sent",
            ),
            ("withdraw", "fact=1&reason=x".to_owned(), "its texts stay"),
            ("withdraw", "fact=77&reason=x".to_owned(), "There is no such fact"),
        ] {
            let reply =
                refused(house, &at(&id), act, &format!("{body}&note=Kept+%3Cwords%3E"), words)
                    .await;
            if act == "act" {
                assert!(reply.text.contains("Kept &#60;words&#62;"), "{}", reply.text);
            }
        }
        assert_eq!(house.dump().await, before);
        // Answered once, and not again, by whatever form.
        ok(house, &at(&id), "answer", "step=4&answer=remarks&remark=Point+3").await;
        refused(house, &at(&id), "answer", "step=4&answer=agreed", "has its answer").await;
        // A form made before another hand changed the instrument.
        let stale = format!("version=2&party=TR&kind=signed&on=2018-09-01&{e}");
        let reply = post(house, OFFICER, &format!("/en/instruments/{id}/act"), &stale).await;
        assert_eq!(reply.status, StatusCode::CONFLICT);
        let none = get(house, OFFICER, &format!("/en/instruments/{id}/nonsense")).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_side_approves_one_content_and_a_new_version_voids_it() {
    on_each_engine(async |house: &House| {
        let id = enter(house).await;
        let path = format!("/en/instruments/{id}/approve");
        let no_text = post(house, OFFICER, &path, "version=1&side=home&hash=00").await;
        assert_eq!(no_text.status, StatusCode::NOT_FOUND);
        ok(house, &at(&id), "draft", "name=One&text=First+words").await;
        let (first, second) = (Hash::of(b"First words"), Hash::of(b"Second words"));
        ok(house, &at(&id), "approve", &format!("side=home&hash={first}")).await;
        refused(
            house,
            &at(&id),
            "approve",
            &format!("side=home&hash={first}"),
            "approves this text already",
        )
        .await;
        refused(
            house,
            &at(&id),
            "approve",
            &format!("side=partner&hash={first}"),
            "needs the letter",
        )
        .await;
        refused(house, &at(&id), "approve", &format!("side=home&hash={second}"), "newer version")
            .await;
        // The partner approves with an account of its own, and for itself only.
        let v = version(house, &at(&id)).await;
        let wrong =
            post(house, PARTNER, &path, &format!("version={v}&side=home&hash={first}")).await;
        assert!(wrong.text.contains("for the partner only"), "{}", wrong.text);
        let right =
            post(house, PARTNER, &path, &format!("version={v}&side=partner&hash={first}")).await;
        assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text);
        let page = get(house, PARTNER, &format!("/en/instruments/{id}")).await;
        assert!(page.text.contains("text agreed by both sides"), "{}", page.text);
        ok(house, &at(&id), "draft", "name=Two&text=Second+words").await;
        let page = get(house, OFFICER, &format!("/en/instruments/{id}")).await;
        assert_eq!(page.text.matches("void: a newer version").count(), 2, "{}", page.text);
        assert!(!page.text.contains("text agreed by both sides"));
        // What was sent for the old content is refused, whoever sends it.
        let v = version(house, &at(&id)).await;
        let late =
            post(house, PARTNER, &path, &format!("version={v}&side=partner&hash={first}")).await;
        assert!(late.text.contains("newer version"), "{}", late.text);
        let file = get(house, PARTNER, &format!("/en/instruments/{id}/drafts/2")).await;
        assert_eq!(file.text, "First words");
        assert_eq!(file.header("content-type"), "application/octet-stream");
        assert!(file.header("content-disposition").starts_with("attachment"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn drafts_and_agencies_are_shown_to_those_they_concern_only() {
    on_each_engine(async |house: &House| {
        let id: InstrumentId = house.things[&("KG", "TR")].instrument;
        let shows = async |who: Option<(&'static str, Role)>, path: String| {
            let reply = match who {
                Some(who) => get(house, who, &path).await,
                None => house.get(&path, None).await,
            };
            assert_eq!(reply.status, StatusCode::OK, "{path}");
            (reply.text.contains("Seededagency"), reply.text.contains("agreement.txt"))
        };
        let console = format!("/en/instruments/{id}");
        assert_eq!(shows(Some(OFFICER), console.clone()).await, (true, true));
        assert_eq!(shows(Some(PARTNER), console).await, (false, true));
        assert_eq!(shows(None, format!("/en/agreements/{id}")).await, (false, false));
        assert_eq!(shows(None, format!("/api/v1/instruments/{id}")).await, (false, false));
        assert_eq!(shows(None, "/en/agreements".to_owned()).await, (false, false));
        assert_eq!(shows(Some(PARTNER), "/en/instruments".to_owned()).await, (false, false));
        assert_eq!(shows(Some(OFFICER), "/en/instruments".to_owned()).await, (true, false));
        // Not for a partner of another instrument, and nothing before it is published.
        let hidden = enter(house).await;
        for path in [format!("/en/agreements/{hidden}"), format!("/api/v1/instruments/{hidden}")] {
            assert_eq!(house.get(&path, None).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(!house.get("/en/agreements", None).await.text.contains(&hidden));
        let foreign = get(house, ("KZ", Role::Officer), &format!("/en/instruments/{hidden}")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        let content = house.get(&format!("/en/instruments/{id}/drafts/2"), None).await;
        assert!(content.location().contains("sign-in") && !content.text.contains(DRAFT));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_are_filtered_go_on_and_are_a_table() {
    on_each_engine(async |house: &House| {
        let e = evidence(house);
        let id = enter(house).await;
        for party in ["KG", "TR"] {
            ok(house, &at(&id), "act", &format!("party={party}&kind=signed&on=2025-08-14&{e}"))
                .await;
        }
        ok(house, &at(&id), "clause", &format!("entry=on_signature&{e}")).await;
        let list =
            async |query: &str| get(house, OFFICER, &format!("/en/instruments{query}")).await.text;
        let is_in = async |query: &str| list(query).await.contains(&id);
        assert!(is_in("").await && is_in("?partner=TR").await && is_in("?kind=agreement").await);
        assert!(is_in("?standing=in_force").await && !is_in("?standing=in_approval").await);
        assert!(
            !is_in("?partner=RU").await
                && !is_in("?kind=protocol").await
                && !is_in("?soon=1").await
        );
        // The seeded drafts have been held since December: the overview counts both of them.
        let overview = get(house, OFFICER, "/en/overview").await;
        assert!(overview.text.contains("drafts held too long"), "{}", overview.text);
        let partner = get(house, OFFICER, "/en/partners/TR").await;
        assert!(partner.text.contains("Agreement on hospitals"));
        let commitment = house.things[&("KG", "TR")].commitment;
        let stands = get(house, OFFICER, &format!("/en/commitments/{commitment}")).await;
        assert!(
            stands.text.contains("Stands in") && stands.text.contains("Agreement on treatment")
        );
        let csv = get(house, OFFICER, "/ru/instruments.csv?standing=in_force").await;
        assert!(csv.header("content-type").starts_with("text/csv"));
        assert_eq!(csv.text.matches("\r\n").count(), 2, "{}", csv.text);
        assert!(csv.text.contains(",in_force,KG TR,2025-08-14,"), "{}", csv.text);

        let mut seen = std::collections::BTreeSet::new();
        let mut path = "/api/v1/instruments?limit=1".to_owned();
        loop {
            let part: Value = serde_json::from_str(&house.get(&path, None).await.text).unwrap();
            let items = part["items"].as_array().unwrap();
            assert!(items.len() <= 1);
            seen.extend(items.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
            let Some(next) = part["next"].as_str() else { break };
            path = format!("/api/v1/instruments?limit=1&after={next}");
        }
        assert_eq!(seen.len(), house.things.len());
    })
    .await;
}
