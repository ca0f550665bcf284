//! Meetings from the plan to what came of them, the pack for the next one, letters, and in whose charge promises are.

use axum::http::StatusCode;
use kelisim_domain::user::Role;

use crate::forms::send_from as send;
use crate::house::{House, on_each_engine};

/// Enters a planned meeting with Türkiye; gives its address.
async fn planned(house: &House, cookie: &str) -> String {
    let typed = "state=planned&date=2030-03-15&partner=TR&level=ministers&title_en=Talks+in+spring";
    let reply = send(house, cookie, "/en/meetings/new", typed).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    reply.location().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_meeting_is_planned_asked_about_held_decided_and_shown() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let things = house.things[&("KG", "TR")];
        let held = "state=held&date=2031-01-01&partner=TR&level=ministers&title_en=Too+early";
        let refused = send(house, &officer, "/en/meetings/new", held).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("The day has not come"), "{}", refused.text);
        assert!(refused.text.contains("Too early"), "what was typed is kept");

        let url = planned(house, &officer).await;
        let asked = format!("words=Where+are+the+102+places%3F&commitment={}", things.commitment);
        let reply = send(house, &officer, &format!("{url}/ask"), &asked).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        // A decision of a meeting that was not held is refused, whatever it rests on.
        let decided = format!(
            "matter=150+places&commitments={}&source={}&passage=150+places+a+year",
            things.commitment, things.source
        );
        let refused = send(house, &officer, &format!("{url}/decide"), &decided).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("Only a meeting that was held has decisions"));

        let moved = "state=held&date=2025-12-01&partner=TR&level=ministers&title_en=Talks";
        let reply = send(house, &officer, &format!("{url}/describe"), moved).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        // A person is named only where the passage does.
        let led = format!(
            "party=TR&office=Ambassador&name=Nobody+Here&source={}&passage=150+places+a+year",
            things.source
        );
        let refused = send(house, &officer, &format!("{url}/delegation"), &led).await;
        assert!(refused.text.contains("does not name this person"), "{}", refused.text);
        let reply = send(house, &officer, &format!("{url}/decide"), &decided).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let page = house.get(&url, Some(&officer)).await.text;
        for words in ["150 places", "What came of it", "Where are the 102 places?"] {
            assert!(page.contains(words), "{words}");
        }
        assert!(page.contains(&things.commitment.to_string()), "the decision leads to it");

        let partner = house.session("KG", Role::Partner).await;
        let seen = house.get(&url, Some(&partner)).await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(seen.text.contains("150 places") && !seen.text.contains("102 places"));
        let id = url.rsplit('/').next().unwrap();
        let public = format!("/en/public-meetings/{id}");
        assert_eq!(house.get(&public, None).await.status, StatusCode::NOT_FOUND);
        let reply = send(house, &officer, &format!("{url}/publish"), "public=1").await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let shown = house.get(&public, None).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.text.contains("150 places") && !shown.text.contains("102 places"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_work_of_the_house_is_on_no_page_of_a_partner_or_a_visitor() {
    on_each_engine(async |house: &House| {
        let things = house.things[&("KG", "TR")];
        let partner = house.session("KG", Role::Partner).await;
        let officer = house.session("KG", Role::Officer).await;
        let at = |place: &str| format!("/en/{place}/{}", things.meeting);
        let inner = house.get(&at("meetings"), Some(&officer)).await.text;
        assert!(inner.contains("Where are they?") && inner.contains("05-12/3391"));
        let json = format!("/api/v1/meetings/{}", things.meeting);
        for (path, cookie) in [
            (at("meetings"), Some(partner.as_str())),
            (at("public-meetings"), None),
            (json, None),
            ("/en/search?q=05-12%2F3391".to_owned(), Some(partner.as_str())),
        ] {
            let seen = house.get(&path, cookie).await;
            assert_eq!(seen.status, StatusCode::OK, "{path}");
            assert!(!seen.text.contains("Where are they?"), "{path}");
            let found = seen.text.matches("05-12/3391").count();
            // The search page repeats what was typed, and nothing more.
            let repeated = seen.text.matches("value=\"05-12/3391\"").count();
            assert!(found <= repeated + 2 && !seen.text.contains("incoming"), "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_pack_says_on_paper_what_it_says_on_the_page() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let url = planned(house, &officer).await;
        let asked = "words=Where+are+the+102+places%3F&commitment=";
        send(house, &officer, &format!("{url}/ask"), asked).await;
        for tag in ["kk", "ky", "ru", "en"] {
            let path = format!("{url}/pack").replacen("/en/", &format!("/{tag}/"), 1);
            let page = house.get(&path, Some(&officer)).await;
            assert_eq!(page.status, StatusCode::OK, "{}", page.text);
            assert!(page.text.contains("Where are the 102 places?"));
            assert!(page.text.contains("150 places a year"), "both sides are quoted");
            let pdf = house.get(&format!("{path}.pdf"), Some(&officer)).await;
            assert_eq!(pdf.header("content-type"), "application/pdf");
            assert!(pdf.text.starts_with("%PDF-"), "{tag}");
            let again = house.get(&format!("{path}.pdf"), Some(&officer)).await;
            assert_eq!(pdf.text, again.text, "{tag}: the same pack gives the same bytes");
        }
        let by_partner = house.get("/en/partners/TR/pack", Some(&officer)).await;
        assert!(by_partner.text.contains("Where are the 102 places?"), "the planned one is next");
        let nobody = house.get("/en/partners/XX/pack", Some(&officer)).await;
        assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_are_noted_on_steps_and_found_by_their_numbers() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let partner = house.session("KG", Role::Partner).await;
        let things = house.things[&("KG", "TR")];
        let of = [
            (format!("commitment/{}", things.commitment), "77/1"),
            (format!("instrument/{}", things.instrument), "77/2"),
            (format!("quota/{}", things.quota), "77/3"),
            (format!("meeting/{}", things.meeting), "77/4"),
            (format!("observation/{}", things.observation), "77/5"),
            (format!("conflict/{}", things.conflict), "77/6"),
            (format!("body/{}", things.body), "77/7"),
        ];
        for (thing, number) in &of {
            let path = format!("/en/letters/{thing}");
            let bad =
                send(house, &officer, &path, "step=1&direction=outgoing&number=%2F&date=x").await;
            assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{thing}");
            assert!(bad.text.contains("at least one letter or digit"), "{thing}");
            let typed = format!("step=1&direction=outgoing&number={number}&date=2025-11-20");
            let reply = send(house, &officer, &path, &typed).await;
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{thing}: {}", reply.text);
            let page = house.get(reply.location(), Some(&officer)).await.text;
            assert!(page.contains(number) && page.contains("outgoing"), "{thing}");
            // Letters are work of the house.
            let theirs = house.get(reply.location(), Some(&partner)).await;
            assert!(theirs.status.is_success() && !theirs.text.contains(number), "{thing}");
            let twice = send(house, &officer, &path, &typed).await;
            assert!(twice.text.contains("has this letter already"), "{thing}");
        }
        let register = house.get("/en/letters?number=77", Some(&officer)).await.text;
        assert!(of.iter().all(|(_, number)| register.contains(number)));
        let found = house.get("/en/search?q=77%2F3", Some(&officer)).await.text;
        assert!(found.contains(&format!("/en/quotas/{}", things.quota)), "{found}");
        let foreign = house.session("KZ", Role::Officer).await;
        let register = house.get("/en/letters?number=77", Some(&foreign)).await.text;
        assert!(!register.contains("77/1"), "another registry's letters");

        // A wrong one is taken away with its reason, and can be noted anew.
        for (thing, number) in &of {
            let path = format!("/en/letters/{thing}/withdraw");
            let form = house.get(&path, Some(&officer)).await.text;
            let (before, _) = form.split_once(&format!(">{number}, outgoing")).unwrap();
            let (_, version) = before.rsplit_once("value=\"").unwrap();
            let fact: i64 = version.trim_end_matches('"').parse().unwrap();
            let typed = format!("fact={fact}&reason=Wrong+number");
            let stranger = house.get(&path, Some(&foreign)).await;
            assert_eq!(stranger.status, StatusCode::NOT_FOUND, "{thing}");
            let bad = send(house, &officer, &path, &format!("fact={fact}&reason=")).await;
            assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY, "{thing}: {}", bad.text);
            // What is no letter is not taken away by this way.
            let step = send(house, &officer, &path, "fact=1&reason=Wrong").await;
            assert!(step.text.contains("There is no such letter"), "{thing}: {}", step.text);
            let done = send(house, &officer, &path, &typed).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER, "{thing}: {}", done.text);
            let page = house.get(done.location(), Some(&officer)).await.text;
            assert!(!page.contains(number), "{thing}");
            let twice = send(house, &officer, &path, &typed).await;
            assert!(twice.text.contains("There is no such letter"), "{thing}: {}", twice.text);
            let anew = format!("step=1&direction=outgoing&number={number}&date=2025-11-20");
            let noted = send(house, &officer, &format!("/en/letters/{thing}"), &anew).await;
            assert_eq!(noted.status, StatusCode::SEE_OTHER, "{thing}: {}", noted.text);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn promises_in_ones_charge_are_on_the_first_page_and_nobody_elses() {
    on_each_engine(async |house: &House| {
        let officer = house.session("KG", Role::Officer).await;
        let reader = house.session("KG", Role::Reader).await;
        let things = house.things[&("KG", "TR")];
        let path = format!("/en/commitments/{}/charge", things.commitment);
        let (me, deputy) =
            (house.people[&("KG", Role::Officer)], house.people[&("KG", Role::Reader)]);
        let both = format!("responsible={me}&responsible_office=Department&deputy=&deputy_office=");
        let refused = send(house, &officer, &path, &both).await;
        assert!(refused.text.contains("not both"), "{}", refused.text);
        let stranger = house.people[&("KZ", Role::Officer)];
        let foreign = format!("responsible={stranger}&responsible_office=&deputy=&deputy_office=");
        let refused = send(house, &officer, &path, &foreign).await;
        assert!(refused.text.contains("no such account"), "{}", refused.text);
        let typed = format!("responsible={me}&responsible_office=&deputy={deputy}&deputy_office=");
        let reply = send(house, &officer, &path, &typed).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
        let again = send(house, &officer, &path, &typed).await;
        assert!(again.text.contains("It is so already"), "{}", again.text);
        for cookie in [&officer, &reader] {
            let first = house.get("/en/overview", Some(cookie)).await.text;
            assert!(first.contains("My open commitments"));
            let mine = house.get("/en/commitments?charge=mine", Some(cookie)).await.text;
            assert!(mine.contains(&format!("/en/commitments/{}", things.commitment)));
            assert!(!mine.contains(&things.hidden.to_string()));
        }
        let auditor = house.session("KG", Role::Auditor).await;
        let first = house.get("/en/overview", Some(&auditor)).await.text;
        assert!(!first.contains("My open commitments"));
        let partner = house.session("KG", Role::Partner).await;
        let page = format!("/en/commitments/{}", things.commitment);
        assert!(house.get(&page, Some(&auditor)).await.text.contains("In charge"));
        assert!(!house.get(&page, Some(&partner)).await.text.contains("In charge"));
    })
    .await;
}
