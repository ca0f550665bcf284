//! Papers as applicants, officers, the host's side and a visitor who checks one meet them.

use axum::http::StatusCode;
use kelisim_app::Actor;
use kelisim_app::paper::{self, Fault};
use kelisim_domain::id::ApplicationId;
use kelisim_domain::user::Role;

use crate::applications::{Doctor, decided, open_call};
use crate::forms::{OFFICER, PARTNER, after, get, post};
use crate::house::{House, Reply, on_each_engine};
use crate::runs::released;

fn coded(text: &str) -> String {
    form(&[("credential", text)])
}

fn form(fields: &[(&str, &str)]) -> String {
    let byte = |b: u8| match b {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' => char::from(b).to_string(),
        _ => format!("%{b:02X}"),
    };
    let one = |(name, value): &(&str, &str)| {
        format!("{name}={}", value.bytes().map(byte).collect::<String>())
    };
    fields.iter().map(one).collect::<Vec<_>>().join("&")
}

/// The path of a paper that was issued, without its language.
fn issued(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text);
    reply.location()[3..].to_owned()
}

async fn checked(house: &House, text: &str) -> paper::Checked {
    paper::check(&house.app.context(Actor::Public), text.as_bytes()).await.unwrap()
}

async fn nominate(house: &House, id: ApplicationId) {
    decided(house, OFFICER, id, "judge", "home=eligible").await;
    decided(house, OFFICER, id, "judge", "home=nominated").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receipt_is_the_same_twice_whole_for_everybody_and_held_by_its_own() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let id = doctor.apply(call).await;
        let papers = format!("/en/applications/{id}/papers");
        let page = doctor.get(&papers).await;
        assert!(page.text.contains("Issue the receipt") && !page.text.contains("nomination"));
        let first = issued(&doctor.post(&papers, "kind=receipt&language=ky").await);
        let again = issued(&doctor.post(&papers, "kind=receipt&language=ky").await);
        assert_eq!(first, again, "what says the same is not issued twice");
        let other = issued(&doctor.post(&papers, "kind=receipt&language=kk").await);
        assert_ne!(first, other);
        let pdf = doctor.get(&format!("/en{first}/paper.pdf")).await;
        assert_eq!(pdf.header("content-type"), "application/pdf", "{}", pdf.text);
        let twice = doctor.get(&format!("/ru{first}/paper.pdf")).await;
        assert!(pdf.text.starts_with("%PDF-") && pdf.text == twice.text, "the same bytes");
        let credential = doctor.get(&format!("/en{first}/credential.json")).await;
        assert_eq!(credential.header("content-type"), "application/vc");
        let text = credential.text;
        assert!(text.contains("Асанова") && text.contains("\"KelisimApplicationReceipt\""));
        assert!(!text.contains("\"choices\""), "the order of wishes is in no paper");

        let own = doctor.get("/en/my/export").await.text;
        let own: serde_json::Value = serde_json::from_str(&own).unwrap();
        let kept: Vec<_> =
            own["papers"].as_array().unwrap().iter().map(|it| &it["credential"]).collect();
        assert!(kept.len() == 2 && kept.iter().any(|it| it.as_str() == Some(text.as_str())));

        let found = checked(house, &text).await;
        assert_eq!((found.fault, found.ours), (None, true));
        assert!(found.registered.is_some_and(|it| it.withdrawn.is_none()));
        let page = house.post("/en/check", None, &coded(&text)).await;
        for told in ["not one letter was changed", "a key of this house", "issued here and holds"] {
            assert!(page.text.contains(told), "{told}: {}", page.text);
        }
        let changed = text.replace("Асанова", "Асанове");
        assert_eq!(checked(house, &changed).await.fault, Some(Fault::Changed));
        let page = house.post("/en/check", None, &coded(&changed)).await;
        assert!(page.text.contains("Not genuine") && !page.text.contains("issued here and holds"));
        let empty = house.post("/en/check", None, &coded(" ")).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        let long = house.post("/en/check", None, &coded(&"[".repeat(300_000))).await;
        assert!(long.text.contains("The text is too long"), "{}", long.status);
        let huge = house.post("/en/check", None, &"a".repeat(3 << 20)).await;
        assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);

        let stranger = Doctor::new(house, "stranger@example.kg").await;
        for path in [format!("/en{first}"), format!("/en{first}/paper.pdf"), papers.clone()] {
            assert_eq!(stranger.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert_eq!(get(house, PARTNER, &format!("/en{first}")).await.status, StatusCode::NOT_FOUND);
        assert_eq!(get(house, OFFICER, &format!("/en{first}")).await.status, StatusCode::OK);
        let list = get(house, OFFICER, "/en/papers").await.text;
        assert!(list.contains(first.rsplit('/').next().unwrap()), "{list}");
        let foreign = get(house, ("KZ", Role::Officer), &format!("/en{first}")).await;
        assert_eq!(foreign.status, StatusCode::NOT_FOUND);
        let log = house.dump().await.join("\n");
        assert!(!log.contains("Асанова"), "no table has the name in clear");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_of_nomination_is_for_the_nominated_reaches_the_host_and_can_be_withdrawn() {
    on_each_engine(async |house: &House| {
        let call = open_call(house);
        let doctor = Doctor::new(house, "doctor@example.kg").await;
        let id = doctor.apply(call).await;
        let papers = format!("/en/applications/{id}/papers");
        let early = post(house, OFFICER, &papers, "kind=nomination&language=ru").await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(early.text.contains("only while the applicant is nominated"), "{}", early.text);
        nominate(house, id).await;
        let own = doctor.post(&papers, "kind=nomination&language=ru").await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "nobody nominates themselves");
        let path = issued(&post(house, OFFICER, &papers, "kind=nomination&language=ru").await);
        for who in [OFFICER, PARTNER] {
            let pdf = get(house, who, &format!("/en{path}/paper.pdf")).await;
            assert!(pdf.text.starts_with("%PDF-"), "{who:?}");
        }
        assert!(get(house, PARTNER, &papers).await.text.contains(&path));
        assert_eq!(
            post(house, PARTNER, &papers, "kind=nomination").await.status,
            StatusCode::FORBIDDEN
        );
        assert!(doctor.get(&format!("/en{path}")).await.text.contains("Letter of nomination"));

        let page = get(house, OFFICER, &format!("/en{path}")).await.text;
        let check = after(&page, "href=\"/en/check").replace("&#38;", "&").replace("&amp;", "&");
        let check = format!("/en/check{check}");
        assert!(!check.contains("Asanova") && !check.contains("ASANOVA"), "{check}");
        assert!(house.get(&check, None).await.text.contains("issued here and holds"));
        let none = house.get(&check.replace("hash=", "hash=0"), None).await;
        assert!(none.text.contains("No paper with this number and this hash"));
        let version = after(&page, "name=\"version\" value=\"").to_owned();
        let withdraw = format!("/en{path}/withdraw");
        let no = post(house, OFFICER, &withdraw, &format!("version={version}&why=")).await;
        assert!(no.text.contains("Choose the reason"), "{}", no.text);
        let no = post(house, PARTNER, &withdraw, &format!("version={version}&why=mistake")).await;
        assert_eq!(no.status, StatusCode::FORBIDDEN);
        let body = format!("version={version}&why=revoked");
        let done = post(house, OFFICER, &withdraw, &body).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
        assert_eq!(post(house, OFFICER, &withdraw, &body).await.status, StatusCode::CONFLICT);
        for (language, told) in [
            ("en", "The decision it states no longer holds"),
            ("ru", "больше не действует"),
            ("ky", "мындан ары күчүндө эмес"),
            ("kk", "енді күшінде емес"),
        ] {
            let page = house.get(&check.replacen("/en/", &format!("/{language}/"), 1), None).await;
            assert!(page.text.contains(told), "{language}: {}", page.text);
            assert!(!page.text.contains("Асанова") && !page.text.contains("ASANOVA"));
        }
        let next = issued(&post(house, OFFICER, &papers, "kind=nomination&language=ru").await);
        assert_ne!(next, path, "after a withdrawal another one is issued");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_protocol_is_issued_after_the_release_and_read_by_everybody() {
    on_each_engine(async |house: &House| {
        let not_yet = house.things[&("KG", "TR")].call;
        let early =
            post(house, OFFICER, &format!("/en/calls/{not_yet}/papers"), "language=en").await;
        assert!(early.text.contains("only once the result is released"), "{}", early.text);
        let call = released(house).await;
        let papers = format!("/en/calls/{call}/papers");
        let path = issued(&post(house, OFFICER, &papers, "kind=protocol&language=kk").await);
        let pdf = get(house, OFFICER, &format!("/en{path}/paper.pdf")).await;
        assert!(pdf.text.starts_with("%PDF-"));
        assert_eq!(house.get(&format!("/en{path}/paper.pdf"), None).await.text, pdf.text);
        let text = house.get(&format!("/en{path}/credential.json"), None).await.text;
        let found = checked(house, &text).await;
        assert_eq!((found.fault, found.ours), (None, true));
        assert!(!text.contains("KG-0001"), "no candidate is in it");
        let subject = found.credential.unwrap().subject;
        assert_eq!((subject["placed"].as_u64(), subject["places"].as_u64()), (Some(2), Some(4)));
        let certificate = house.get(&format!("/en/results/{call}/certificate.json"), None).await;
        let hash = kelisim_domain::journal::Hash::of(certificate.text.as_bytes()).to_string();
        assert_eq!(subject["certificate"].as_str(), Some(hash.as_str()));
        assert!(get(house, OFFICER, &format!("/en/calls/{call}/run")).await.text.contains(&papers));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_keys_of_the_house_are_shown_to_whoever_asks() {
    on_each_engine(async |house: &House| {
        let keys = house.get("/.well-known/kelisim-keys.json", None).await;
        let keys: serde_json::Value = serde_json::from_str(&keys.text).unwrap();
        let keys = keys["keys"].as_array().unwrap();
        let current: Vec<_> = keys.iter().filter(|key| key["current"] == true).collect();
        assert_eq!(current.len(), 1);
        assert!(current[0]["key"].as_str().unwrap().starts_with("z6Mk"));
        assert_eq!(
            keys.len(),
            3,
            "the current one, a former one, and one the record knows: {keys:?}"
        );
        // Without an address with TLS no name of a web resolves.
        assert_eq!(house.get("/.well-known/did.json", None).await.status, StatusCode::NOT_FOUND);
        let settings = kelisim_web::Settings {
            public_base: Some("https://kelisim.example:8443/".to_owned()),
            ..kelisim_web::Settings::default()
        };
        let named = kelisim_web::router(house.app.clone(), settings);
        let request = axum::http::Request::get("/.well-known/did.json");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let reply = tower::ServiceExt::oneshot(named, request).await.unwrap();
        let bytes = axum::body::to_bytes(reply.into_body(), 1 << 20).await.unwrap();
        let document: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(document["id"], "did:web:kelisim.example%3A8443");
        assert_eq!(document["assertionMethod"].as_array().unwrap().len(), 3);
        let method = document["verificationMethod"][0]["id"].as_str().unwrap();
        assert!(method.starts_with("did:web:kelisim.example%3A8443#z6Mk"), "{method}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agreement_leaves_with_its_places_and_a_hash_that_fits() {
    on_each_engine(async |house: &House| {
        let things = &house.things[&("KG", "TR")];
        let residency = crate::calls::line(house).await;
        let path = format!("/en/instruments/{}/iia.xml", things.instrument);
        let reply = get(house, OFFICER, &path).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        let text = reply.text;
        let (_, rest) = text.split_once("<iia>\n").unwrap();
        let (body, rest) = rest.split_once("  <iia-hash>").unwrap();
        let (hash, _) = rest.split_once('<').unwrap();
        let whole = format!("<iia>\n{body}</iia>\n");
        assert_eq!(kelisim_domain::journal::Hash::of(whole.as_bytes()).to_string(), hash);
        let order = [
            "<hei-id>KG</hei-id>",
            "<hei-id>TR</hei-id>",
            "<in-effect>",
            "<cooperation-conditions>",
        ];
        let places: Vec<usize> = order.iter().map(|part| text.find(part).unwrap()).collect();
        assert!(places.is_sorted(), "{text}");
        let line = format!("<line-id>{residency}</line-id>");
        assert_eq!(text.matches(&line).count(), 1, "{text}");
        assert!(text.contains("<mobilities-per-year>6</mobilities-per-year>"), "{text}");
        assert!(text.contains("<receiving-period>2027</receiving-period>"), "{text}");
        assert!(!text.contains(&things.quota.to_string()), "patients are no mobility of students");
        let again = get(house, OFFICER, &path.replace("/en/", "/ky/")).await;
        assert_eq!(again.text, text, "the same bytes in every language");
        assert_eq!(get(house, PARTNER, &path).await.text, text, "the partner sees the same");
        assert!(
            get(house, OFFICER, &format!("/en/instruments/{}", things.instrument))
                .await
                .text
                .contains(&path)
        );
    })
    .await;
}
